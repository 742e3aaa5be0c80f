"""Packages: the subsets of levers that one kelurahan may be given, and what must be known before they are compared.

The trap: a lever without a unit cost looks free to an optimiser and would be bought everywhere. Nothing is invented
here: such a lever is named and stays out of the budget until the city fills its cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.language import _, join_names, number

NOISE = 1e-12  # relative to the best package: what arithmetic leaves between equal gains
MOST_LEVERS = 6  # 2 ** 6 = 64 packages per kelurahan


class BudgetError(ValueError):
    """A budget question that has no answer as asked; `str` of it is one sentence for the user."""


def packages_of(levers: Sequence[str]) -> pd.DataFrame:
    """Every subset of at most `MOST_LEVERS` levers: 2^J rows, one bool column per lever.

    The row number is the subset as a bit mask: row 0 is nothing, bit j is lever j. Raises BudgetError for more levers
    or a lever named twice.
    """
    if len(levers) > MOST_LEVERS:
        text = _("Anggaran dibagi untuk paling banyak {paling} tuas sekaligus, sedangkan yang dipilih {jumlah}.")
        raise BudgetError(text.format(paling=number(MOST_LEVERS), jumlah=number(len(levers))))
    if len(set(levers)) < len(levers):
        raise BudgetError(_("Satu tuas disebut dua kali; pilih setiap tuas satu kali saja."))
    masks = np.arange(2 ** len(levers))
    return pd.DataFrame({lever: (masks >> j & 1).astype(bool) for j, lever in enumerate(levers)}, index=masks)


def levers_without_cost(levers: Iterable[str], costs: Mapping[str, Any]) -> list[str]:
    """The levers, in their order, whose unit cost (Rp) is absent, missing, not a number or below 0. 0 is a known cost."""
    return [lever for lever in levers if not _known(costs.get(lever))]


def _known(cost: Any) -> bool:
    return isinstance(cost, (int, float, np.number)) and bool(np.isfinite(cost)) and cost >= 0


def say_without_cost(names: Sequence[str]) -> str:
    """One sentence naming the levers left out of the budget; "" when there are none."""
    if not names:
        return ""
    text = _("Belum ada biaya satuan untuk {tuas}, sehingga belum dapat ikut dibagi; isi biaya satuannya lebih dahulu.")
    return text.format(tuas=join_names(list(names)))


def check_problem(gain: np.ndarray, cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`gain` and `cost` as floats of one shape; raises BudgetError for what is unknown, endless or a negative cost."""
    gain, cost = np.asarray(gain, dtype=float), np.asarray(cost, dtype=float)
    if gain.shape != cost.shape or gain.ndim < 2:
        raise ValueError(f"gain {gain.shape} and cost {cost.shape}: one value per kelurahan and package in both")
    for name, bad in (
        (_("Biaya"), ~np.isfinite(cost)),
        (_("Manfaat"), ~np.isfinite(gain)),
    ):
        if bad.any():
            *_rest, area, package = np.argwhere(bad)[0]
            text = _(
                "{apa} paket ke-{paket} di kelurahan ke-{kelurahan} belum diketahui; "
                "isi angkanya atau keluarkan tuasnya dari pembagian anggaran."
            )
            raise BudgetError(text.format(apa=name, paket=number(package + 1), kelurahan=number(area + 1)))
    if (cost < 0).any():
        raise BudgetError(_("Biaya paket tidak boleh kurang dari nol; periksa biaya satuannya."))
    return gain, cost


def check_budget(budget: float) -> float:
    """`budget` in Rp, at least 0; raises BudgetError for one that is missing or negative."""
    if not np.isfinite(budget) or budget < 0:
        raise BudgetError(_("Anggaran harus berupa angka rupiah, nol atau lebih."))
    return float(budget)


def least_gain(gain: np.ndarray) -> np.ndarray:
    """What a step must avert to be more than rounding: NOISE of each kelurahan's best package (..., k, 1)."""
    return NOISE * np.abs(gain).max(axis=-1, keepdims=True)


def worth_buying(gain: np.ndarray, cost: np.ndarray, packages: pd.DataFrame) -> np.ndarray:
    """Whether every lever of a package earns something there or is free: bool of the shape of `gain` (..., k, s)."""
    worth = np.ones(gain.shape, dtype=bool)
    masks = np.arange(gain.shape[-1])
    for j in range(packages.shape[1]):
        without = masks & ~(1 << j)
        earns = gain - gain[..., without] > least_gain(gain)
        worth &= earns | (cost <= cost[..., without])
    return worth


def lever_costs(cost: np.ndarray, packages: pd.DataFrame) -> np.ndarray:
    """Rp of each lever by itself: (..., k, J) from the packages' (..., k, s).

    Raises BudgetError where a package does not cost the sum of its levers: then no rupiah belongs to one lever.
    """
    members = packages.to_numpy()
    single = cost[..., [2**j for j in range(members.shape[1])]]
    if not np.allclose(single @ members.T, cost, rtol=1e-9, atol=1e-6):
        raise BudgetError(_("Biaya paket bukan jumlah biaya tuasnya, sehingga biaya per tuas tidak dapat dipisahkan."))
    return single
