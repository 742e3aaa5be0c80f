"""What each package of levers gains and costs in each kelurahan: the coefficients of the budget.

The trap: gains of levers do not add (they overlap within a child), so every subset is computed as a whole; and cases
of stunting averted and families leaving KRS are different objectives, never converted into one another.
"""

from __future__ import annotations

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
    levers: list[str],
    draws: int = 100,
    seed: int = SEED,
    tujuan: str = CASES,
) -> Gains:
    """Packages = subsets of `levers`, each lever brought from today's coverage along the plan's path.

    tujuan: kasus (stunted children averted) or krs (families leaving KRS; no draws differ). Rows are the plan's
    kelurahan in the order of base.wilayah. PlanError for a lever outside the plan or without a unit cost or a known
    number of people: nothing is optimised on an invented price.
    """
    names = tuas.set_index("tuas")["nama"].to_dict()
    for lever in levers:
        if lever not in plan.jalur:
            raise PlanError(
                _("Tuas {tuas} belum punya jalur cakupan; isi lebih dahulu.").format(tuas=_(names.get(lever, lever)))
            )
        if lever not in plan.biaya:
            raise PlanError(
                _("Biaya satuan {tuas} belum diisi, jadi tidak dapat dibagi dalam anggaran.").format(
                    tuas=_(names[lever])
                )
            )
    work = prepare(plan, base, parameter, tuas, draws, seed)
    reaches = {reach.tuas: reach for reach in work.reaches}
    masks = np.arange(2 ** len(levers))
    packages = pd.DataFrame({lever: (masks >> j & 1).astype(bool) for j, lever in enumerate(levers)}, index=masks)
    chosen = packages.to_numpy(dtype=float)
    people = [newly_covered(reaches[lever]) for lever in levers]
    paid = np.column_stack([plan.biaya[lever] * part.sum(axis=0) for lever, part in zip(levers, people, strict=True)])
    for lever, unknown in zip(levers, np.isnan(paid).any(axis=0), strict=True):
        if unknown:
            raise PlanError(
                _("Jumlah sasaran {tuas} tidak diketahui, jadi biayanya tidak dapat dihitung.").format(
                    tuas=_(names[lever])
                )
            )
    reached = [
        part.sum(axis=0) if reaches[lever].sekali else part[-1] for lever, part in zip(levers, people, strict=True)
    ]
    found = _families(work, packages, draws) if tujuan == FAMILIES else _cases(work, packages)
    return Gains(found.mean(axis=2), found, paid @ chosen.T, np.column_stack(reached), packages)


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
