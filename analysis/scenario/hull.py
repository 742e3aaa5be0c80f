"""The whole frontier of a budget at once, by upper hulls: exact, without a solver.

Choosing a share of each package per kelurahan under one budget is the linear relaxation of a multiple-choice knapsack
(Sinha & Zoltners 1979): per kelurahan only the corners of the upper hull of (cost, gain) matter, and filling the hull
segments by gain per rupiah is optimal for every budget. At most one kelurahan is split between two packages.

The trap: packages that lose gain, or cost more for the same, are never on a hull, nor is a gain that only rounding made; a package that costs nothing is taken
at budget 0. Buying nothing is always allowed, also where no package says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.scenario.packages import check_budget, check_problem, least_gain

NOTHING = -1


@dataclass(frozen=True)
class Allocation:
    """Shares `x` (k x s) of each kelurahan's eligible that receive each package; gain in cases, cost in Rp (k x s).

    split: the kelurahan the budget ran out in (None: none), and `kept` the package it keeps when the plan is rounded.
    price: Rp for one more averted case from here (NaN: money buys nothing more, or no price is known).
    last_step: the most averted cases that rounding can lose.
    """

    x: np.ndarray
    gain: np.ndarray
    package_cost: np.ndarray
    split: int | None = None
    kept: int = NOTHING
    price: float = np.nan
    last_step: float = 0.0

    @cached_property
    def value_by_area(self) -> np.ndarray:
        return (self.x * self.gain).sum(axis=1)

    @cached_property
    def cost_by_area(self) -> np.ndarray:
        return (self.x * self.package_cost).sum(axis=1)

    @property
    def value(self) -> float:
        return float(self.value_by_area.sum())

    @property
    def cost(self) -> float:
        return float(self.cost_by_area.sum())

    def rounded(self) -> Allocation:
        """The same without a split: a plan of whole packages within the budget; loses at most `last_step` cases."""
        if self.split is None:
            return self
        x = self.x.copy()
        x[self.split] = 0
        if self.kept != NOTHING:
            x[self.split, self.kept] = 1
        return replace(self, x=x, split=None, kept=NOTHING, last_step=0.0)


@dataclass(frozen=True)
class Segments:
    """Hull segments of n rows, each row's in the order they are bought; a row starts at `first` (free) for `free`."""

    first: np.ndarray  # n: package held before anything is paid, or NOTHING
    free: np.ndarray  # n: its gain
    area: np.ndarray
    step: np.ndarray  # 0, 1, ... within the row
    before: np.ndarray  # package left
    after: np.ndarray  # package taken instead
    cost: np.ndarray
    gain: np.ndarray

    def take(self, rows: np.ndarray) -> Segments:
        """The segments in another order or fewer of them."""
        names = ("area", "step", "before", "after", "cost", "gain")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


def upper_hulls(gain: np.ndarray, cost: np.ndarray) -> Segments:
    """Upper hulls from (0, 0) upward of n rows x s packages (finite, cost >= 0): all rows take one step at a time."""
    n = len(gain)
    every = np.arange(n)
    costless = np.where(cost == 0, gain, -np.inf)
    best = costless.argmax(axis=1)
    free = np.maximum(costless[every, best], 0.0)
    first = np.where(free > 0, best, NOTHING)
    at, at_cost, at_gain = first.copy(), np.zeros(n), free.copy()
    least = least_gain(gain)
    rows, steps = every, []
    while len(rows) or not steps:
        more_cost = cost[rows] - at_cost[rows, None]
        more_gain = gain[rows] - at_gain[rows, None]
        slope = np.full(more_cost.shape, -np.inf)
        np.divide(more_gain, more_cost, out=slope, where=(more_cost > 0) & (more_gain > least[rows]))
        steepest = slope.argmax(axis=1)
        going = np.flatnonzero(np.isfinite(slope[np.arange(len(rows)), steepest]))
        rows, to = rows[going], steepest[going]
        number = np.full(len(rows), len(steps))
        steps.append((rows, number, at[rows], to, more_cost[going, to], more_gain[going, to]))
        at[rows], at_cost[rows], at_gain[rows] = to, cost[rows, to], gain[rows, to]
    return Segments(first, free, *(np.concatenate(parts) for parts in zip(*steps, strict=True)))


def buying_order(segments: Segments) -> np.ndarray:
    """Order of the segments by gain per rupiah, never a row's later segment before its earlier one."""
    # Within a row slopes fall; rounding may lift one by 1e-16, which the running minimum takes back.
    slope = np.full((len(segments.first), segments.step.max(initial=0) + 1), -np.inf)
    slope[segments.area, segments.step] = segments.gain / segments.cost
    falling = np.minimum.accumulate(slope, axis=1)[segments.area, segments.step]
    return np.lexsort((segments.area, segments.step, -falling))


@dataclass(frozen=True)
class Frontier:
    """The most averted cases for every budget; `segments` in the order money buys them.

    spent, won: Rp and cases at the corners (one more than there are segments), from budget 0.
    """

    gain: np.ndarray
    cost: np.ndarray
    segments: Segments
    spent: np.ndarray
    won: np.ndarray

    @property
    def full_cost(self) -> float:
        """Rp beyond which money buys nothing more."""
        return float(self.spent[-1])

    @property
    def full_value(self) -> float:
        return float(self.won[-1])

    def value(self, budget):
        """Averted cases for one budget or an array of them (Rp)."""
        return np.interp(budget, self.spent, self.won)

    def price(self, budget: float) -> float:
        """Rp for one more averted case beyond `budget`; NaN where nothing more can be bought."""
        place = np.searchsorted(self.spent, budget, side="right") - 1
        if place >= len(self.segments.area):
            return np.nan
        return float(self.segments.cost[place] / self.segments.gain[place])

    def at(self, budget: float) -> Allocation:
        """The optimal split of `budget` (Rp, >= 0)."""
        place = int(np.searchsorted(self.spent, check_budget(budget), side="right")) - 1
        held = self.segments.first.copy()
        bought = self.segments.take(np.arange(place))
        held[bought.area] = bought.after  # later segments of a kelurahan overwrite its earlier ones
        x = _shares(held, self.gain.shape)
        if place >= len(self.segments.area) or budget <= self.spent[place]:
            return Allocation(x, self.gain, self.cost, price=self.price(budget))
        area, before, after = (getattr(self.segments, name)[place] for name in ("area", "before", "after"))
        part = (budget - self.spent[place]) / self.segments.cost[place]
        _split(x, area, before, after, part)
        step = float(self.segments.gain[place])
        return Allocation(x, self.gain, self.cost, int(area), int(before), self.price(budget), step)

    def spend(self, money: np.ndarray) -> Allocation:
        """Each kelurahan spends its own `money` (k, Rp) as well as it can; what it cannot use stays unspent."""
        order = np.lexsort((self.segments.step, self.segments.area))
        own = self.segments.take(order)
        held = own.first.copy()
        left = np.array(money, dtype=float)
        parts = []
        for area, before, after, cost in zip(own.area, own.before, own.after, own.cost, strict=True):
            if left[area] >= cost:
                held[area], left[area] = after, left[area] - cost
            elif left[area] > 0:
                parts.append((area, before, after, left[area] / cost))
                left[area] = 0.0
        x = _shares(held, self.gain.shape)
        for part in parts:
            _split(x, *part)
        return Allocation(x, self.gain, self.cost)

    def points(self, budget: float | None = None, at_most: int = 400) -> pd.DataFrame:
        """Corners for a chart: biaya_rp, dicegah, harga (Rp for one more case from there; NaN at the end).

        At most `at_most` rows, spread evenly along the curve, with a quarter of them the corners nearest `budget`.
        """
        price = np.append(self.segments.cost / self.segments.gain, np.nan)
        frame = pd.DataFrame({"biaya_rp": self.spent, "dicegah": self.won, "harga": price})
        if len(frame) <= at_most:
            return frame
        close = at_most // 4 if budget is not None else 0
        near = np.argsort(np.abs(self.spent - (budget or 0)), kind="stable")[:close]
        along = self.spent / self.full_cost + (self.won - self.won[0]) / (self.full_value - self.won[0])
        even = np.searchsorted(along, np.linspace(0, along[-1], at_most - close))
        return frame.iloc[np.unique(np.concatenate([even, near]))].reset_index(drop=True)


def _shares(held: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    x = np.zeros(shape)
    areas = np.flatnonzero(held != NOTHING)
    x[areas, held[areas]] = 1.0
    return x


def _split(x: np.ndarray, area: int, before: int, after: int, part: float) -> None:
    if before != NOTHING:
        x[area, before] = 1 - part
    x[area, after] = part


def frontier(gain: np.ndarray, cost: np.ndarray) -> Frontier:
    """Frontier over k kelurahan x s packages: gain in averted cases (any sign), cost in Rp (>= 0).

    Raises BudgetError for a value that is missing or a negative cost.
    """
    gain, cost = check_problem(gain, cost)
    segments = upper_hulls(gain, cost)
    segments = segments.take(buying_order(segments))
    spent = np.concatenate([[0.0], np.cumsum(segments.cost)])
    won = segments.free.sum() + np.concatenate([[0.0], np.cumsum(segments.gain)])
    return Frontier(gain, cost, segments, spent, won)
