"""Which coverage each birth cohort has lived under, by window.

The trap: coverage this year is not what this year's under-fives have had. A pregnancy lever begun in 2026 has reached
children of ages 0-3 in 2029, not 4; a 6-23 month lever has reached the newborn only half. That lag is the message.
"""

from __future__ import annotations

import numpy as np

from analysis.scenario.base import Base
from analysis.scenario.plan import Plan

AGES = 5
FULL_YEARS = 6  # PKH: the published effect is that of six years
FADING = ("0-5", "6-23")  # windows whose effect persists only in part at ages 2-4
PERSISTS_FROM = 2
BEFORE = FULL_YEARS - 1


def coverage_path(plan: Plan, base: Base, lever: str, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(today's coverage k, coverage per year (years, k)), 0..1, for the kelurahan `chosen` (indices).

    Years run from base.tahun to plan.tahun_akhir. Linear from today (the year before tahun_awal) through the plan's
    years, constant after the last. A kelurahan already above a planned value stays where it is unless the plan may
    fall. Unknown coverage is NaN.
    """
    given = {int(year): share / 100 for year, share in plan.jalur.get(lever, {}).items()}
    stated = [year for year in given if year < plan.tahun_awal]
    today = base.cakupan[lever][chosen]
    if stated:
        today = np.full(len(chosen), given[max(stated)])
    years = np.arange(base.tahun, plan.tahun_akhir + 1)
    knots = sorted(year for year in given if year >= plan.tahun_awal)
    if not knots:
        return today, np.repeat(today[None], len(years), axis=0)
    goals = np.array([given[year] for year in knots])[:, None] * np.ones(len(chosen))
    goals = goals if plan.boleh_turun else np.maximum(goals, today)
    at = np.array([plan.tahun_awal - 1, *knots])
    values = np.vstack([today, goals])
    # Position of each year between two knots; the same weights for every kelurahan.
    place = np.interp(years, at, np.arange(len(at)))
    low = np.minimum(place.astype(int), len(at) - 2)
    weight = (place - low)[:, None]
    return today, values[low] + weight * (values[low + 1] - values[low])


def exposures(jendela: str, path: np.ndarray, today: np.ndarray) -> np.ndarray:
    """(years, 5 ages, k): the coverage that children of each age have lived under in their window.

    Written as today plus a mean of changes, so that unchanged coverage gives exactly today's.
    """
    change = np.concatenate([np.zeros((BEFORE, len(today))), path - today])
    years = len(path)

    def at(shift: int) -> np.ndarray:
        return change[BEFORE - shift : BEFORE - shift + years]

    if jendela == "enam_tahun":
        mean = sum(at(shift) for shift in range(FULL_YEARS)) / FULL_YEARS
        return today + np.repeat(mean[:, None], AGES, axis=1)
    return today + np.stack([_of_age(jendela, age, at) for age in range(AGES)], axis=1)


def _of_age(jendela: str, age: int, at) -> np.ndarray:
    if jendela == "6-23":
        # Half of the window lies in the second year of life; what is not yet lived has had no effect.
        return at(age) / 2 + (at(age - 1) / 2 if age >= 1 else 0)
    if jendela == "rumah_tangga":
        lived = range(min(age, PERSISTS_FROM) + 1)
        return sum(at(age - year) for year in lived) / len(lived)
    return at(age)  # hamil, 0-5, pus: the year of birth
