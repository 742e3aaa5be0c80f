"""Families at risk of stunting (KRS) as a joint table of their risks, and how many leave KRS.

The trap: a family leaves KRS only when its last risk is gone, so latrines built are not exits; and the risks overlap
neither independently (union too large) nor not at all (the sum is larger still). The table is fitted to what is
published: each factor's count and the number of families with at least one of them. Axes: air, jamban, 4T/KB.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pandas as pd

from analysis.convergence.families import FOUR_T

ROUNDS = 1000
CLOSE = 1e-11
AXES = {"air": 0, "jamban": 1, "jarak_umur": 2}


def fit_families(target: np.ndarray, union: np.ndarray, factors: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Joint table (k x 2 x 2 x 2, families; index 1 = at risk) by iterative proportional fitting, and who failed.

    target: families looked at; union: those at risk; factors: families with each factor, three (air, jamban, 4T) or
    four (then 4T and not using modern KB form the last axis together: at least one of them). Starts from
    independence; the families without any risk are target - union exactly. A row with missing counts is NaN; a row
    whose counts contradict each other (union above the sum or below the largest factor) is NaN and marked.
    """
    # A factor of which no kelurahan has a count is no axis; one missing count makes its own row unknown.
    margins = np.stack([part for part in factors if np.isfinite(part).any()] or factors, axis=1).astype(float)
    k, axes = margins.shape
    table = np.full((k, *(2,) * axes), np.nan)
    known = np.isfinite(margins).all(axis=1) & np.isfinite(union) & (target > 0)
    possible = (margins.max(axis=1) <= union) & (union <= margins.sum(axis=1)) & (union <= target)
    usable = known & possible
    if axes >= 3 and usable.any():
        table[usable] = _fit(target[usable].astype(float), union[usable].astype(float), margins[usable])
    if axes == 4:
        table = _last_two_together(table)
    return table.reshape(k, 2, 2, 2) if axes >= 3 else np.full((k, 2, 2, 2), np.nan), known & ~possible


def _fit(target: np.ndarray, union: np.ndarray, margins: np.ndarray) -> np.ndarray:
    k, axes = margins.shape
    share = margins / target[:, None]
    table = np.broadcast_to(target.reshape(k, *(1,) * axes), (k, *(2,) * axes)).copy()
    for axis in range(axes):
        side = np.stack([1 - share[:, axis], share[:, axis]], axis=1)
        table *= side.reshape(k, *(2 if i == axis else 1 for i in range(axes)))
    none = (slice(None), *(0,) * axes)
    others = tuple(range(1, axes + 1))
    for _round in range(ROUNDS):
        before = table.copy()
        for axis in range(axes):
            wanted = np.stack([target - margins[:, axis], margins[:, axis]], axis=1)
            now = table.sum(axis=tuple(i for i in others if i != axis + 1))
            scale = np.divide(wanted, now, out=np.zeros_like(now), where=now > 0)
            table *= scale.reshape(k, *(2 if i == axis else 1 for i in range(axes)))
        # The union last, so that it holds exactly and the margins to within CLOSE.
        risky = table.sum(axis=others) - table[none]
        table *= np.divide(union, risky, out=np.zeros(k), where=risky > 0).reshape(k, *(1,) * axes)
        table[none] = target - union
        if np.abs(table - before).max() <= CLOSE * target.max():
            break
    return table


def _last_two_together(table: np.ndarray) -> np.ndarray:
    """4T and KB as one axis: at risk when at least one of the two holds."""
    return np.stack([table[..., 0, 0], table[..., 0, 1] + table[..., 1, 0] + table[..., 1, 1]], axis=-1)


def count_families(keluarga: pd.DataFrame, kelurahan: pd.Series) -> tuple[np.ndarray, int]:
    """The joint table counted family by family (exact), and how many target families had an unknown risk.

    keluarga: one row per family as screened, kode_kelurahan, sasaran and the risks as 1, 0 or missing (4T and not
    using modern KB count together: at least one). Only target families count; one with an unknown axis is left out.
    Kelurahan without any family of the file are NaN.
    """
    target = keluarga[(keluarga["sasaran"] == 1).to_numpy(dtype=bool, na_value=False)]
    axes = [target[["air_tidak_layak"]], target[["jamban_tidak_layak"]], target[[*FOUR_T, "bukan_kb_modern"]]]
    risks = [part.to_numpy(dtype=float, na_value=np.nan) for part in axes]
    # At least one yes is a yes; a no needs every answer.
    known = [np.where((part == 1).any(axis=1), 1, np.where(np.isnan(part).any(axis=1), np.nan, 0)) for part in risks]
    place = pd.Index(kelurahan).get_indexer(target["kode_kelurahan"])
    whole = np.isfinite(np.column_stack(known)).all(axis=1) & (place >= 0)
    cell = np.column_stack(known)[whole].astype(int) @ [4, 2, 1]
    counted = np.bincount(place[whole] * 8 + cell, minlength=8 * len(kelurahan)).astype(float).reshape(-1, 2, 2, 2)
    counted[counted.sum(axis=(1, 2, 3)) == 0] = np.nan
    return counted, int(((place >= 0) & ~whole).sum())


def union_of(table: np.ndarray) -> np.ndarray:
    """Families with at least one risk, per kelurahan."""
    return table.sum(axis=(1, 2, 3)) - table[:, 0, 0, 0]


def exits(table: np.ndarray, left: dict[str, np.ndarray]) -> np.ndarray:
    """Families that leave KRS (k, or t x k) when of each risk only the share `left` (0..1) of families still has it.

    `left`: lever (air | jamban | jarak_umur) -> array that broadcasts against k; a lever that is absent leaves all.
    Within a cell the removals are independent of one another.
    """
    gone = [1 - left[lever] if lever in left else 0.0 for lever in AXES]
    total = 0.0
    for cell in product((0, 1), repeat=3):
        if any(cell):
            freed = math.prod(gone[axis] for axis, at_risk in enumerate(cell) if at_risk)
            total = total + table[(slice(None), *cell)] * freed
    return total
