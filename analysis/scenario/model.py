"""The cohort potential-impact model: under-five stunting with and without a plan.

The traps: a plan acts on birth cohorts, so prevalence lags behind coverage; the trend apart from levers is in both
arms, with the same draws, so that only the plan differs between them; and the model says what the published effects
would do at a given coverage, not what will happen.
p[k, t, a, d] = p0[k, d] exp(g_d (t - t0)) M[k, t, a, d]. Method: coverage update of Optima Nutrition, without
compounding, on annual cohorts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.scenario.base import Base
from analysis.scenario.draws import TREND, draw_parameters, stream
from analysis.scenario.exposure import PERSISTS_FROM
from analysis.scenario.levers import (
    LOWEST_CHANGE,
    Ground,
    Reach,
    chosen_areas,
    effect,
    ground_of,
    reach_of,
    water_beside_latrines,
)
from analysis.scenario.plan import Plan, Preset, presets
from analysis.scenario.results import Result, tell
from analysis.scenario.services import LATRINE, WATER

BLOCK = 100  # draws at a time: what is worked on stays in the processor's cache
BASE_DRAWS, SEED = "p0", 2025


@dataclass(frozen=True)
class Work:
    """Everything about one plan that does not differ between blocks of draws; k = kelurahan chosen."""

    plan: Plan
    base: Base
    chosen: np.ndarray
    years: np.ndarray
    reaches: list[Reach]
    ground: Ground
    preset: Preset
    drawn: dict[str, np.ndarray]
    p0: np.ndarray  # draws x k

    @property
    def children(self) -> np.ndarray:
        return self.base.balita[self.chosen]


@dataclass
class Outcome:
    """What every draw gives: (draws, years) cases, (draws, k) prevalence 0..1, (draws, levers) cases in the last year."""

    kasus: np.ndarray
    dicegah: np.ndarray
    akhir: np.ndarray
    dicegah_kelurahan: np.ndarray
    sendiri: np.ndarray


def run(
    plan: Plan, base: Base, parameter: pd.DataFrame, tuas: pd.DataFrame, draws: int = 1000, seed: int = SEED
) -> Result:
    """Compute a plan. PlanError (one sentence) when `check_plan` finds something. Same input, same numbers."""
    work = prepare(plan, base, parameter, tuas, draws, seed)
    return tell(work, simulate(work), parameter, tuas)


def prepare(plan: Plan, base: Base, parameter: pd.DataFrame, tuas: pd.DataFrame, draws: int, seed: int) -> Work:
    chosen = chosen_areas(plan, base)
    reaches = reach_of(plan, base, tuas, chosen)
    preset = presets(parameter)[plan.preset]
    p0 = base.p0_draws(draws, stream(seed, BASE_DRAWS)).T[:, chosen]
    drawn = draw_parameters(parameter, preset, draws, seed)
    years = np.arange(base.tahun, plan.tahun_akhir + 1)
    return Work(plan, base, chosen, years, reaches, ground_of(base, chosen, reaches), preset, drawn, p0)


def simulate(work: Work) -> Outcome:
    """All draws, block by block."""
    d, k = work.p0.shape
    years, levers = len(work.years), len(work.reaches)
    found = Outcome(*(np.zeros(shape) for shape in ((d, years), (d, years), (d, k), (d, k), (d, levers))))
    for start in range(0, d, BLOCK):
        _simulate_block(work, slice(start, start + BLOCK), found)
    return found


def _simulate_block(work: Work, part: slice, found: Outcome) -> None:
    p0 = work.p0[part]
    drawn = {name: values[part] for name, values in work.drawn.items()}
    growth = np.exp(drawn[TREND][:, None] * (work.years - work.base.tahun))
    cases = p0 * work.children
    found.kasus[part] = growth * cases.sum(axis=1)[:, None]
    found.akhir[part] = p0 * growth[:, -1:]
    if not work.reaches or not work.preset.efek:
        return
    pieces = [piece(work, reach, p0, drawn) for reach in work.reaches]
    avoided = 1 - share_left(work, pieces, drawn)
    found.dicegah[part] = growth * np.einsum("tbk,bk->bt", avoided, cases.astype(np.float32))
    found.dicegah_kelurahan[part] = avoided[-1] * cases * growth[:, -1:]
    found.akhir[part] *= 1 - avoided[-1]
    for i, alone in enumerate(pieces):
        gone = 1 - share_left(work, [alone], drawn, last=True)[0]
        found.sendiri[part, i] = growth[:, -1] * np.einsum("bk,bk->b", gone, cases)


@dataclass(frozen=True)
class Piece:
    """A lever's effect (distinct exposures, draws, k) and the row of each year and age."""

    reach: Reach
    values: np.ndarray
    place: np.ndarray
    together: tuple | None = field(default=None)


def piece(work: Work, reach: Reach, p0: np.ndarray, drawn: dict[str, np.ndarray]) -> Piece:
    """The effect of one lever; for water also its effect beside the plan's latrines."""
    values = effect(reach, p0, drawn, work.preset, work.ground)
    latrines = next((other for other in work.reaches if other.tuas == LATRINE), None)
    if reach.tuas != WATER or latrines is None:
        return Piece(reach, values, reach.place)
    return Piece(reach, values, reach.place, water_beside_latrines(reach, latrines, p0, drawn, work.ground))


def share_left(work: Work, pieces: list[Piece], drawn: dict[str, np.ndarray], last: bool = False) -> np.ndarray:
    """(years, draws, k): prevalence with these levers over prevalence without, mean over the five ages.

    Effects multiply; with theta below 1 only that share of the smaller ones adds to the largest, on the log scale.
    """
    parts = [
        _by_age(one, pieces, drawn, slice(-1, None) if last else slice(None))
        for one in pieces
        if not one.reach.birthweight
    ]
    weights = [one for one in pieces if one.reach.birthweight]
    if weights:
        change = sum(one.values[one.place[-1:] if last else one.place] for one in weights)
        parts.append(np.log1p(np.maximum(change, LOWEST_CHANGE)))
    total = parts[0].copy()
    for other in parts[1:]:
        total += other
    if work.preset.tumpang != 1 and len(parts) > 1:
        largest = parts[0]
        for other in parts[1:]:
            largest = np.where(np.abs(other) > np.abs(largest), other, largest)
        total = largest + np.float32(work.preset.tumpang) * (total - largest)
    return np.exp(total, out=total).mean(axis=1)


def _by_age(one: Piece, pieces: list[Piece], drawn: dict[str, np.ndarray], when: slice) -> np.ndarray:
    """(years, 5, draws, k) log multiplier of one lever."""
    beside = one.together is not None and any(other.reach.tuas == LATRINE for other in pieces)
    values, place = one.together if beside else (one.values, one.place)
    found = values[place[when]]
    if one.reach.fades:
        found[:, PERSISTS_FROM:] *= drawn["persistensi"].astype(np.float32)[:, None]
    return found
