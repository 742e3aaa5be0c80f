"""The effect of each lever of a plan on each birth cohort, per draw and kelurahan.

The trap: birthweight levers add before they multiply, water matters only where there is no latrine (so its effect
depends on what the plan does to latrines), and everything else multiplies. One place decides which lever is which.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.scenario import effects
from analysis.scenario.base import Base
from analysis.scenario.exposure import AGES, FADING, coverage_path, exposures
from analysis.scenario.plan import ALL_SETTINGS, Plan, PlanError, Preset, check_plan
from analysis.scenario.services import LATRINE, SPACING, WATER

LOWEST_CHANGE = -0.95  # a sum of birthweight effects never removes more of the prevalence than this


@dataclass(frozen=True)
class Reach:
    """One lever as far as a plan reaches: paths are (years, k), `rows` the distinct exposures (u, k), `place` (years, 5)
    the row of each year and age."""

    tuas: str
    nama: str
    jendela: str
    parameter: tuple[str, ...]
    sekali: bool
    today: np.ndarray
    path: np.ndarray
    rows: np.ndarray
    place: np.ndarray
    layak: np.ndarray
    sasaran: np.ndarray

    @property
    def birthweight(self) -> bool:
        return self.jendela == "hamil"

    @property
    def fades(self) -> bool:
        return self.jendela in FADING


@dataclass(frozen=True)
class Ground:
    """What effects need to know of the kelurahan chosen (k): 4T risks, unsafe water, today's latrine coverage."""

    risiko: dict[str, np.ndarray]
    tak_aman: np.ndarray
    jamban: np.ndarray


def chosen_areas(plan: Plan, base: Base) -> np.ndarray:
    """Indices of the plan's kelurahan in the base; all of them when the plan names none."""
    if not plan.kelurahan:
        return np.arange(len(base.balita))
    return np.flatnonzero(base.wilayah["kode_kelurahan"].isin(plan.kelurahan).to_numpy(dtype=bool))


def reach_of(plan: Plan, base: Base, tuas: pd.DataFrame, chosen: np.ndarray) -> list[Reach]:
    """The plan's levers in the table's order. PlanError (its first problem) for a plan that cannot be computed."""
    problems = check_plan(plan, tuas, base)
    if problems:
        raise PlanError(str(problems[0]))
    return [_reach(plan, base, row, chosen) for row in tuas.itertuples() if row.tuas in plan.jalur]


def _reach(plan: Plan, base: Base, row, chosen: np.ndarray) -> Reach:
    today, path = coverage_path(plan, base, row.tuas, chosen)
    lived = exposures(row.jendela, path, today).reshape(-1, len(chosen))
    rows, place = np.unique(lived, axis=0, return_inverse=True)
    return Reach(
        row.tuas, row.nama, row.jendela, tuple(row.parameter.split(";")), bool(row.biaya_sekali), today, path,
        rows, place.reshape(-1, AGES), base.layak[row.tuas][chosen], base.sasaran[row.tuas][chosen],
    )  # fmt: skip


def ground_of(base: Base, chosen: np.ndarray, reaches: list[Reach]) -> Ground:
    """Today's households as the plan sees them; where latrine coverage is unknown nobody is counted without one."""
    stated = {reach.tuas: reach.today for reach in reaches}
    latrines = stated[LATRINE] if LATRINE in stated else np.nan_to_num(base.cakupan[LATRINE][chosen], nan=1.0)
    risks = {name: part[chosen] for name, part in base.risiko.items()}
    return Ground(risks, base.air_tak_aman[chosen], latrines)


Drawn = dict[str, np.ndarray]


def effect(reach: Reach, p0: np.ndarray, drawn: Drawn, preset: Preset, ground: Ground) -> np.ndarray:
    """Log multiplier (u, draws, k) of a lever's distinct exposures; for birthweight the change relative to p0.

    p0: draws x k; drawn: parameter -> draws. Water is taken with latrines as they are; see `water_beside_latrines`.
    """
    value = {name: draws[:, None] for name, draws in drawn.items()}
    if reach.birthweight:
        slope = (
            effects.birthweight_change(value["bb_ke_stunting"], value[reach.parameter[0]], reach.layak, 1.0, 0.0) / p0
        )
        return _single(reach.rows - reach.today)[:, None] * _single(slope)
    if reach.tuas == LATRINE:
        excess = _excess_without_latrine(p0, value, ground, ground.tak_aman)
        return _log_ratio((1 - reach.rows), (1 - reach.today), excess)
    if reach.tuas == WATER:
        return _water(reach, p0, value, ground, 1 - ground.jamban)
    if reach.tuas == SPACING:
        excess = ground.risiko["terlalu_dekat"] * (value["jarak_rr_dekat"] - 1)
        excess = excess + ground.risiko["terlalu_muda"] * (value["umur_rr_muda"] - 1)
        return _log_ratio(_left(reach.rows, reach.today), np.ones_like(reach.today), excess)
    return _log_ratio(reach.rows, reach.today, -reach.layak * (1 - _relative_risk(reach, p0, value, preset)))


def water_beside_latrines(reach: Reach, latrines: Reach, p0: np.ndarray, drawn: Drawn, ground: Ground) -> tuple:
    """(distinct exposures' log multiplier, place) of water in a plan that also changes latrines."""
    k = len(reach.today)
    both = np.concatenate([latrines.rows[latrines.place], reach.rows[reach.place]], axis=2).reshape(-1, 2 * k)
    rows, place = np.unique(both, axis=0, return_inverse=True)
    value = {name: draws[:, None] for name, draws in drawn.items()}
    return _water(reach, p0, value, ground, 1 - rows[:, :k], rows[:, k:]), place.reshape(-1, AGES)


def _single(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)


def _log_ratio(rows: np.ndarray, today: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Log of (1 + slope rows) / (1 + slope today), (u, draws, k); exactly 0 where a row is today's."""
    slope = _single(slope)
    return np.log((1 + _single(rows)[:, None] * slope) / (1 + _single(today) * slope))


def _left(rows: np.ndarray, today: np.ndarray) -> np.ndarray:
    """Share of today's uncovered that is still uncovered; nobody uncovered today leaves nothing to change."""
    return np.where(today < 1, (1 - rows) / np.where(today < 1, 1 - today, 1), 1.0)


def _relative_risk(reach: Reach, p0: np.ndarray, value: Drawn, preset: Preset) -> np.ndarray:
    if reach.tuas == "pmba" and preset.edukasi == ALL_SETTINGS:
        return value["pmba_rr_semua"]
    if reach.tuas == "pmt_pemulihan" and preset.pemulihan:
        return value["suplemen_rr"]
    if reach.tuas == "asi":
        more = (value["asi_rr_diare"] - 1) * value["asi_episode"]
        return effects.ratio_of_odds(value["diare_or_5"] ** (-more / 5), reach.today, p0)
    name = reach.parameter[0]
    return effects.ratio_of_shift(value[name], value["sigma_haz"], p0) if name.endswith("_haz") else value[name]


def _excess_without_latrine(p0, value: Drawn, ground: Ground, unsafe: np.ndarray) -> np.ndarray:
    risks = _latrine_risks(p0, value, ground)
    return unsafe * (risks[0] - 1) + (1 - unsafe) * (risks[1] - 1)


def _latrine_risks(p0, value: Drawn, ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    odds = (value[name] ** value["kappa"] for name in ("wash_or_tak_aman", "wash_or_aman"))
    return effects.latrine_ratios(p0, 1 - ground.jamban, ground.tak_aman, *odds)


def _water(reach: Reach, p0, value: Drawn, ground: Ground, without: np.ndarray, rows: np.ndarray | None = None):
    """Families without a latrine (share `without`) that move from unsafe to safe water."""
    unsafe, safe = _latrine_risks(p0, value, ground)
    still = _single(ground.tak_aman * _left(reach.rows if rows is None else rows, reach.today))[:, None]
    without, wide = _single(np.atleast_2d(without))[:, None], _single(unsafe - safe)
    now = 1 + without * _single(safe - 1 + ground.tak_aman * (unsafe - safe))
    then = now - without * wide * (_single(ground.tak_aman) - still)
    return np.log(then / now)
