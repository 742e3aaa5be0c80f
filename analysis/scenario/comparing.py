"""The optimum beside what is usual, how sure it is, and what fairness costs.

Benchmarks: the same money per child, money in proportion to the cases, and today's division. In each of them a kelurahan
spends its money as well as it can (its own hull), so the optimum is never flattered: what it gains comes from dividing
the money between kelurahan alone.

The trap: gain per rupiah favours dense, cheap kelurahan. Whoever sets a floor or a priority must see the averted cases
it costs (`price_of_fairness`), and whoever follows the optimum must see how often it would change (`stability`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.language import _
from analysis.scenario.constrained import solve
from analysis.scenario.hull import Allocation, Frontier, frontier
from analysis.scenario.limits import Constraints
from analysis.scenario.packages import BudgetError, check_budget, lever_costs
from analysis.scenario.programme import DUST


def splits(
    gain: np.ndarray,
    cost: np.ndarray,
    budget: float,
    cases: np.ndarray,
    children: np.ndarray,
    current: np.ndarray | None = None,
) -> dict[str, Allocation | None]:
    """`sama_rata` (per child), `menurut_kasus`, `sekarang` (None while unknown) and `optimum` for one budget (Rp).

    cases, children: k counts. current: Rp per kelurahan today (k); its proportions are applied to this budget. Money
    that a kelurahan cannot use goes to the others in the same proportion.
    """
    best = frontier(gain, cost)
    keys = {"sama_rata": children, "menurut_kasus": cases, "sekarang": current}
    divided = {
        name: None if key is None else best.spend(divide(best, check_budget(budget), key)) for name, key in keys.items()
    }
    return {**divided, "optimum": best.at(budget)}


def divide(best: Frontier, budget: float, key: np.ndarray) -> np.ndarray:
    """Rp per kelurahan (k) in proportion to `key` (k, >= 0), at most what each can usefully spend."""
    key = np.asarray(key, dtype=float)
    if not np.isfinite(key).all() or (key < 0).any():
        raise BudgetError(
            _("Dasar pembagian (balita, kasus, atau anggaran sekarang) belum lengkap untuk semua kelurahan.")
        )
    room = np.bincount(best.segments.area, best.segments.cost, minlength=len(key))
    asking = np.flatnonzero(key > 0)
    full_at = room[asking] / key[asking]  # rupiah per unit of the key at which this kelurahan is full
    asking = asking[np.argsort(full_at, kind="stable")]
    full_at = np.sort(full_at)
    spent_full = np.concatenate([[0.0], np.cumsum(room[asking])])
    key_left = key[asking].sum() - np.concatenate([[0.0], np.cumsum(key[asking])])
    full = int(np.searchsorted(spent_full[1:] + full_at * key_left[1:], budget))  # so many are full before it is spent
    if full == len(asking):
        return np.where(key > 0, room, 0.0)
    return np.minimum(room, key * (budget - spent_full[full]) / key[asking[full:]].sum())


def compare(
    gain: np.ndarray,
    cost: np.ndarray,
    budget: float,
    cases: np.ndarray,
    children: np.ndarray,
    current: np.ndarray | None = None,
) -> pd.DataFrame:
    """`splits` as four rows: cara, biaya_rp (spent), dicegah, selisih (fewer than the optimum), biaya_per_kasus (Rp).

    A division that is not known keeps its row with missing values.
    """
    found = splits(gain, cost, budget, cases, children, current)
    most = found["optimum"].value
    rows = [(name, one.cost, one.value) if one else (name, np.nan, np.nan) for name, one in found.items()]
    frame = pd.DataFrame(rows, columns=["cara", "biaya_rp", "dicegah"])
    averted = frame["dicegah"].where(frame["dicegah"] > 0)
    return frame.assign(selisih=most - frame["dicegah"], biaya_per_kasus=frame["biaya_rp"] / averted)


def price_of_fairness(
    gain: np.ndarray,
    cost: np.ndarray,
    budget: float | np.ndarray,
    constraints: Constraints,
    *,
    packages: pd.DataFrame,
    persons: np.ndarray | None = None,
) -> pd.DataFrame:
    """What each limit or priority costs in averted cases: nama, dicegah (with all), tanpa (without this), selisih.

    One row per name, then one with an empty name for all of them together. Cases are unweighted; selisih is negative
    where a priority weight and a limit pull against each other.
    """

    def averted(limits: Constraints) -> float:
        return solve(gain, cost, budget, limits, packages=packages, persons=persons).averted

    with_all = averted(constraints)
    without = {name: averted(constraints.without(name)) for name in constraints.names}
    without[""] = averted(Constraints())
    frame = pd.DataFrame({"nama": list(without), "dicegah": with_all, "tanpa": list(without.values())})
    return frame.assign(selisih=frame["tanpa"] - frame["dicegah"])


@dataclass(frozen=True)
class Stability:
    """Share of the draws (0..1) in which something is bought: area (k), package (k x s), lever (k x J).

    value: averted cases of each draw's own optimum (d). price: Rp for one more case in each draw (d).
    """

    area: np.ndarray
    package: np.ndarray
    lever: np.ndarray
    value: np.ndarray
    price: np.ndarray


def stability(gain_draws: np.ndarray, cost: np.ndarray, budget: float, packages: pd.DataFrame) -> Stability:
    """The optimum again for each draw: gain_draws k x s x d, cost k x s (Rp), packages `packages_of(levers)`.

    A split kelurahan counts as funded, with both its packages.
    """
    gain_draws = np.asarray(gain_draws, dtype=float)
    members = packages.to_numpy()
    count = gain_draws.shape[2]
    bought = np.zeros(gain_draws.shape[:2])
    areas, levers = np.zeros(len(bought)), np.zeros((len(bought), members.shape[1]))
    value, price = np.zeros(count), np.zeros(count)
    for draw in range(count):
        allocation = frontier(gain_draws[:, :, draw], cost).at(budget)
        held = allocation.x > DUST
        bought += held
        areas += held.any(axis=1)
        levers += held @ members
        value[draw], price[draw] = allocation.value, allocation.price
    return Stability(areas / count, bought / count, levers / count, value, price)


def allocation_table(
    allocation: Allocation, packages: pd.DataFrame, wilayah: pd.DataFrame, persons: np.ndarray | None = None
) -> pd.DataFrame:
    """The plan: one row per kelurahan and lever that is funded, in the order of `wilayah` (k rows).

    Columns of `wilayah`, then tuas, jangkauan_pct (of the eligible, 0..100), biaya_rp, and orang (people newly reached)
    where `persons` (k x J at full share) is given.
    """
    reach = allocation.x @ packages.to_numpy(dtype=float)
    money = reach * lever_costs(allocation.package_cost, packages)
    areas, levers = np.nonzero(reach > DUST)
    plan = wilayah.iloc[areas].reset_index(drop=True)
    plan = plan.assign(
        tuas=packages.columns.to_numpy()[levers],
        jangkauan_pct=100 * reach[areas, levers],
        biaya_rp=money[areas, levers],
    )
    return plan if persons is None else plan.assign(orang=(reach * persons)[areas, levers])
