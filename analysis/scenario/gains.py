"""What each package of levers gains and costs in each kelurahan: the coefficients of the budget.

The trap: gains of levers do not add (they overlap within a child), so every subset is computed as a whole; and cases
of stunting averted and families leaving KRS are different objectives, never converted into one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.language import _
from analysis.scenario.base import Base
from analysis.scenario.draws import TREND
from analysis.scenario.families import AXES, exits
from analysis.scenario.model import BLOCK, SEED, Piece, Work, piece, prepare, share_left
from analysis.scenario.plan import Plan, PlanError
from analysis.scenario.results import newly_covered, still_uncovered

CASES, FAMILIES = "kasus", "krs"


class Gains(NamedTuple):
    """gain k x s: mean over draws, in the plan's last year; draws k x s x d; cost k x s in Rp over all years of the plan;
    persons k x J newly reached by each lever at full package (last year); packages: bool, s rows x J levers, the row
    number is the subset as a bit mask."""

    gain: np.ndarray
    draws: np.ndarray
    cost: np.ndarray
    persons: np.ndarray
    packages: pd.DataFrame


def gains(
    plan: Plan,
    base: Base,
    parameter: pd.DataFrame,
    tuas: pd.DataFrame,
    levers: Sequence[str] | None = None,
    draws: int = 100,
    seed: int = SEED,
    tujuan: str = CASES,
) -> Gains:
    """Packages = subsets of `levers` (None: those of the plan with a unit cost, in the table's order), each lever
    brought from today's coverage along the plan's path.

    tujuan: kasus (stunted children averted) or krs (families leaving KRS; no draws differ). Rows are the plan's
    kelurahan in the order of base.wilayah. PlanError for a lever outside the plan or without a unit cost or a known
    number of people: nothing is optimised on an invented price.
    """
    names = {row.tuas: _(row.nama) for row in tuas.itertuples()}
    if levers is None:
        levers = [lever for lever in names if lever in plan.jalur and lever in plan.biaya]
    _refuse_unpriced(plan, levers, names)
    work = prepare(plan, base, parameter, tuas, draws, seed)
    packages = _packages(levers)
    persons, paid = _persons_and_cost(work, levers, names)
    found = _families(work, packages, draws) if tujuan == FAMILIES else _cases(work, packages)
    return Gains(found.mean(axis=2), found, paid @ packages.to_numpy(dtype=float).T, persons, packages)


def _refuse_unpriced(plan: Plan, levers: Sequence[str], names: dict[str, str]) -> None:
    for lever in levers:
        name = names.get(lever, lever)
        if lever not in plan.jalur:
            raise PlanError(_("Tuas {tuas} belum punya jalur cakupan; isi lebih dahulu.").format(tuas=name))
        if lever not in plan.biaya:
            text = _("Biaya satuan {tuas} belum diisi, jadi tidak dapat dibagi dalam anggaran.")
            raise PlanError(text.format(tuas=name))


def _packages(levers: Sequence[str]) -> pd.DataFrame:
    masks = np.arange(2 ** len(levers))
    return pd.DataFrame({lever: (masks >> j & 1).astype(bool) for j, lever in enumerate(levers)}, index=masks)


def _persons_and_cost(work: Work, levers: Sequence[str], names: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """(k x J people reached, k x J Rp over all years) of every lever by itself."""
    reaches = {reach.tuas: reach for reach in work.reaches}
    persons, paid = (np.zeros((len(work.chosen), len(levers))) for _half in range(2))
    for j, lever in enumerate(levers):
        people = newly_covered(reaches[lever])
        if np.isnan(people).any():
            text = _("Jumlah sasaran {tuas} tidak diketahui, jadi biayanya tidak dapat dihitung.")
            raise PlanError(text.format(tuas=names[lever]))
        persons[:, j] = people.sum(axis=0) if reaches[lever].sekali else people[-1]
        paid[:, j] = work.plan.biaya[lever] * people.sum(axis=0)
    return persons, paid


def _cases(work: Work, packages: pd.DataFrame) -> np.ndarray:
    """k x s x d cases averted in the last year."""
    d, k = work.p0.shape
    averted = np.zeros((k, len(packages), d), dtype=np.float32)
    subsets = [set(packages.columns[row]) for row in packages.to_numpy()]
    wanted = [reach for reach in work.reaches if reach.tuas in packages]
    for start in range(0, d if work.preset.efek else 0, BLOCK):
        part = slice(start, start + BLOCK)
        drawn = {name: values[part] for name, values in work.drawn.items()}
        cases = work.p0[part] * work.children * np.exp(drawn[TREND][:, None] * (work.years[-1] - work.base.tahun))
        pieces = [piece(work, reach, work.p0[part], drawn) for reach in wanted]
        for s, subset in enumerate(subsets[1:], start=1):
            used: list[Piece] = [one for one in pieces if one.reach.tuas in subset]
            averted[:, s, part] = (cases * (1 - share_left(work, used, drawn, last=True)[0])).T
    return averted


def _families(work: Work, packages: pd.DataFrame, draws: int) -> np.ndarray:
    """k x s x d families leaving KRS in the last year; a kelurahan without a joint table gains nothing."""
    k = len(work.chosen)
    gone = np.zeros((k, len(packages)))
    if work.base.krs is not None:
        table = work.base.krs[work.chosen]
        left = {reach.tuas: still_uncovered(reach)[-1] for reach in work.reaches if reach.tuas in AXES}
        for s, row in enumerate(packages.to_numpy()):
            subset = {lever: left[lever] for lever in packages.columns[row] if lever in left}
            gone[:, s] = np.nan_to_num(exits(table, subset))
    return np.repeat(gone[:, :, None], draws, axis=2)
