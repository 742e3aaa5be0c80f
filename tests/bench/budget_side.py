"""Dividing a budget: the whole frontier, one budget under limits, and how often the answer would change. Waiting time."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from analysis.scenario.budget import (
    Capacity,
    Constraints,
    Floor,
    Fund,
    LokusFirst,
    compare,
    frontier,
    packages_of,
    solve,
    stability,
)
from tests.bench.report import Measure, median

AREAS, LEVERS, DRAWS = 267, list("abcdef"), 100
KECAMATAN = np.arange(AREAS) % 44
ROUNDS, SLOW_ROUNDS = 15, 5


def measure_budget() -> list[Measure]:
    """A made-up city: costs add up over levers, effects multiply, three tenths of what could be spent."""
    rng = np.random.default_rng(2025)
    packages = packages_of(LEVERS)
    members = packages.to_numpy(dtype=float)
    cost = rng.uniform(1e5, 5e6, (AREAS, len(LEVERS))) * rng.uniform(0.2, 4, (AREAS, 1)) @ members.T
    effect = np.log1p(-rng.uniform(0.01, 0.15, (AREAS, len(LEVERS))))
    gain = rng.uniform(50, 900, (AREAS, 1)) * (1 - np.exp(effect @ members.T))
    draws = gain[:, :, None] * rng.lognormal(0, 0.3, (AREAS, 1, DRAWS))
    people = rng.uniform(50, 900, (AREAS, len(LEVERS)))
    cases = rng.uniform(20, 400, AREAS)
    budget = 0.3 * frontier(gain, cost).full_cost
    limits = _limits(people, budget)
    found = solve(gain, cost, budget, limits, packages=packages, persons=people)
    name = f"{AREAS} kelurahan × {len(packages)} paket"
    certificate = f"{len(limits.limits)} batasan; celah {found.gap:.0e}"
    return [
        _timed(f"seluruh kurva, {name}", ROUNDS, 100, "", lambda: frontier(gain, cost)),
        _timed("empat cara membagi berdampingan", ROUNDS, None, "", lambda: compare(gain, cost, budget, cases, cases)),
        _timed(
            f"dengan batasan, {gain.size} peubah", SLOW_ROUNDS, 2000, certificate,
            lambda: solve(gain, cost, budget, limits, packages=packages, persons=people),
        ),
        _timed(f"kemantapan, {DRAWS} tarikan", SLOW_ROUNDS, 3000, "", lambda: stability(draws, cost, budget, packages)),
    ]  # fmt: skip


def _limits(people: np.ndarray, budget: float) -> Constraints:
    groups = [code == KECAMATAN for code in np.unique(KECAMATAN)]
    return Constraints(
        kapasitas=tuple(
            Capacity("Kapasitas", lever, mask, people[mask, j].sum() / 2)
            for j, lever in enumerate(LEVERS)
            for mask in groups
        ),
        lantai=tuple(Floor("Lantai", mask, 0.01 * budget) for mask in groups),
        lokus_dulu=LokusFirst("Lokus", np.arange(AREAS) % 5 == 0, 0.4),
        dana_terikat=(Fund("DAK", ("a", "b"), 0.2 * budget),),
    )


def _timed(name: str, rounds: int, limit: float | None, note: str, work) -> Measure:
    taken = []
    for _round in range(rounds):
        start = perf_counter()
        work()
        taken.append(1000 * (perf_counter() - start))
    return Measure(name, median(taken), "ms", limit, note)
