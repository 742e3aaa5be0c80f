"""Which cells of a complete table are hidden so that no reader can work out a small one.

The trap: it is not enough to hide a second cell. It must be one that could really be otherwise: two hidden cells that
add up to 2 are 1 and 1, a cell that equals its limit cannot give way, and a total of one hidden part is that part.
So for every small cell another table is looked for that has the same visible cells, adds up, keeps the rules of the
counts and differs in that cell: one step up here, one step down in an area of the same whole, and along every hidden
total between them. The cheapest such table says what else is hidden. Hiding more never spoils it, so no order of the
work can open a cell again.

Two readers are kept out. One who knows which cells are small and which were only hidden beside them, wherever that
is possible at all (four cells of 1 to 4 that make 4 are ones for everybody who knows that they are small); and
always one who only knows that a hidden cell is a number of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.convergence.measures import CODE_LENGTH
from analysis.publication.systems import System

LEVELS = tuple(CODE_LENGTH)
SHOWN, COUNT, BASE, SECOND = range(4)
REASONS = {COUNT: "pembilang", BASE: "penyebut", SECOND: "sekunder"}
# A hidden total is missed by more readers than a hidden kelurahan.
_LEVEL_COST = (1, 12, 60, 300)


class Areas:
    """The tree of areas: kelurahan and all that lies above them, told from their codes."""

    def __init__(self, kelurahan: pd.Series):
        self.codes: list[str] = []
        self.level: list[int] = []
        starts = []
        for place, level in enumerate(LEVELS):
            starts.append(len(self.codes))
            found = sorted(set(kelurahan.str[: CODE_LENGTH[level]]))
            self.codes += found
            self.level += [place] * len(found)
        self.index = {code: place for place, code in enumerate(self.codes)}
        above = [LEVELS[min(place + 1, len(LEVELS) - 1)] for place in self.level]
        self.parent = [self.index[code[: CODE_LENGTH[level]]] for code, level in zip(self.codes, above, strict=True)]
        self.children: list[list[int]] = [[] for _ in self.codes]
        for place, parent in enumerate(self.parent):
            if parent != place:
                self.children[parent].append(place)
        self.starts = [*starts, len(self.codes)]

    def at(self, level: str) -> slice:
        """Where the areas of a level stand."""
        place = LEVELS.index(level)
        return slice(self.starts[place], self.starts[place + 1])

    def sums(self, leaves: np.ndarray) -> np.ndarray:
        """`leaves` (..., kelurahan) with the sums of the areas above behind them; missing where nothing is known."""
        known = ~np.isnan(leaves)
        parts = [np.where(known, leaves, 0), known.astype(float)]
        both = []
        for part in parts:
            whole = np.zeros((*leaves.shape[:-1], len(self.codes)))
            whole[..., : leaves.shape[-1]] = part
            # Areas stand before the areas they belong to.
            for place, parent in enumerate(self.parent):
                if parent != place:
                    whole[..., parent] += whole[..., place]
            both.append(whole)
        return np.where(both[1] > 0, both[0], np.nan)


@dataclass(frozen=True)
class Rules:
    """Counts from 1 to `pembilang` and bases from 1 to below `penyebut` are small; 0 is nobody and stays."""

    pembilang: int = 4
    penyebut: int = 20


@dataclass(frozen=True)
class Plan:
    """`reason` (columns x areas): SHOWN, COUNT, BASE or SECOND; `values`: the counts behind it, NaN = not known."""

    columns: tuple[str, ...]
    areas: Areas
    values: np.ndarray
    reason: np.ndarray

    def of(self, column: str) -> np.ndarray:
        """The reasons of one column, by area."""
        return self.reason[self.columns.index(column)]

    def hidden_codes(self, column: str) -> dict[str, str]:
        """Areas of any level whose cell is hidden, and why."""
        reasons = self.of(column)
        return {self.areas.codes[place]: REASONS[reasons[place]] for place in np.flatnonzero(reasons)}

    def hidden_below(self, column: str) -> np.ndarray:
        """How many kelurahan of each area have this cell hidden."""
        return self.areas.sums((self.of(column)[self.areas.at("kelurahan")] != SHOWN).astype(float))

    def known_below(self, *columns: str) -> np.ndarray:
        """How many kelurahan of each area know all these columns."""
        leaves = self.values[[self.columns.index(name) for name in columns], self.areas.at("kelurahan")]
        return self.areas.sums((~np.isnan(leaves)).all(axis=0).astype(float))


def make_plan(system: System, areas: Areas, leaves: np.ndarray, rules: Rules) -> Plan:
    """What is hidden of the counts `leaves` (columns of `system` x kelurahan in the order of `areas`, NaN = unknown)."""
    values = areas.sums(leaves)
    small = small_cells(system, values, rules)
    search = _Search(system, areas, values, small, rules)
    for column in range(len(system.columns)):
        for area in reversed(np.flatnonzero(small[column]).tolist()):
            search.protect(column, area)
    hidden = search.hidden_cells()
    return Plan(system.columns, areas, values, np.where(hidden & (small == SHOWN), SECOND, small))


def small_cells(system: System, values: np.ndarray, rules: Rules) -> np.ndarray:
    """COUNT and BASE where a cell is hidden for its own sake, SHOWN elsewhere."""
    with np.errstate(invalid="ignore"):
        small = np.where((values >= 1) & (values <= rules.pembilang), COUNT, SHOWN)
        for base, among in system.bases.items():
            few = (values[system.columns.index(base)] >= 1) & (values[system.columns.index(base)] < rules.penyebut)
            for name in (base, *among):
                place = system.columns.index(name)
                small[place] = np.where(few & ~np.isnan(values[place]), BASE, small[place])
    return small


class _Way(NamedTuple):
    """Cells to hide and what that costs: cells (a base, that shares hang on, counts more), then partners with little
    room, then people."""

    cost: tuple[float, int, float]
    cells: tuple[tuple[int, int], ...]  # (step, area)

    def then(self, other: _Way) -> _Way:
        return _Way(tuple(a + b for a, b in zip(self.cost, other.cost, strict=True)), self.cells + other.cells)


_NOTHING = _Way((0.0, 0, 0.0), ())


class _Search:
    """Looks for the cheapest other table of each small cell and hides what it needs.

    A step is a move in one direction; step `s ^ 1` is its reverse.
    """

    def __init__(self, system: System, areas: Areas, values: np.ndarray, small: np.ndarray, rules: Rules):
        self.areas = areas
        place = {name: index for index, name in enumerate(system.columns)}
        self.steps = [
            {place[name]: sign * change for name, change in move.items()} for move in system.moves for sign in (1, -1)
        ]
        self.touching = [[s for s, step in enumerate(self.steps) if column in step] for column in place.values()]
        self.hidden = [bytearray(row) for row in (small != SHOWN).astype(np.uint8)]
        totals = {*system.bases, *(name for _parts, whole in system.equal for name in whole)}
        self.column_cost = [1 + (name in totals) + (name == system.size) for name in system.columns]
        sides, leaves = _sides(system, place), areas.at("kelurahan")
        knowing, guessing = _bounds(system, values, small, rules)
        # For a reader who knows which cells are small, and for one who does not.
        self.possible = [
            _possible(values, self.steps, sides, bounds, 1, leaves).tolist() for bounds in (knowing, guessing)
        ]
        self.roomy = _possible(values, self.steps, sides, knowing, max(rules.pembilang, 1), leaves).tolist()
        self.size = np.nan_to_num(values[place[system.size]]).tolist()

    def hidden_cells(self) -> np.ndarray:
        return np.array([np.frombuffer(row, dtype=np.uint8) for row in self.hidden]).astype(bool)

    def protect(self, column: int, area: int) -> None:
        """Hides what keeps the cell from being worked out."""
        for possible in self.possible:
            ways = [self._through(step, area, possible) for step in self.touching[column] if possible[step][area]]
            ways = [way for way in ways if way]
            if ways:
                for step, place in min(ways, key=lambda way: way.cost).cells:
                    for changed in self.steps[step]:
                        self.hidden[changed][place] = 1
                return
        self._give_up(area)

    def _give_up(self, area: int) -> None:
        """Counts that break their own rules leave no other table: hides all of the area and of what it belongs to."""
        for row in self.hidden:
            row[area] = 1
        if self.areas.parent[area] != area:
            self._give_up(self.areas.parent[area])

    def _here(self, step: int, area: int) -> _Way:
        """Hiding what one step changes in one area."""
        new = sum(self.column_cost[column] for column in self.steps[step] if not self.hidden[column][area])
        if not new:
            return _Way((0.0, 0, 0.0), ((step, area),))
        cells = new * _LEVEL_COST[self.areas.level[area]]
        return _Way((cells, not self.roomy[step][area], self.size[area]), ((step, area),))

    def _through(self, step: int, area: int, possible: list) -> _Way | None:
        """The step in this area, in one area below it on each level, and made good elsewhere."""
        below = self._down(step, area, possible)
        around = below and self._out(step, area, possible)
        return self._here(step, area).then(below).then(around) if around else None

    def _down(self, step: int, area: int, possible: list) -> _Way | None:
        if not self.areas.children[area]:
            return _NOTHING
        return self._cheapest(step, self.areas.children[area], possible)

    def _cheapest(self, step: int, among: list[int], possible: list) -> _Way | None:
        """The step in the one of these areas where it costs least."""
        best = None
        able = possible[step]
        for area in among:
            if able[area]:
                way = self._here(step, area)
                if best and way.cost >= best.cost:
                    continue
                below = self._down(step, area, possible)
                way = below and way.then(below)
                if way and (best is None or way.cost < best.cost):
                    best = way
        return best

    def _out(self, step: int, area: int, possible: list) -> _Way | None:
        """The reverse step in an area of the same whole, or the step in the whole as well."""
        parent = self.areas.parent[area]
        if parent == area:
            return _NOTHING
        beside = self._cheapest(step ^ 1, [one for one in self.areas.children[parent] if one != area], possible)
        if not possible[step][parent]:
            return beside
        above = self._here(step, parent)
        if beside and beside.cost <= above.cost:
            return beside
        further = self._out(step, parent, possible)
        above = further and above.then(further)
        return min((way for way in (beside, above) if way), key=lambda way: way.cost, default=None)


def _sides(system: System, place: dict[str, int]) -> list[tuple[list[int], list[int], bool]]:
    both = [(*sums, True) for sums in system.equal] + [(*sums, False) for sums in system.at_most]
    return [([place[one] for one in left], [place[one] for one in right], equal) for left, right, equal in both]


def _bounds(system: System, values: np.ndarray, small: np.ndarray, rules: Rules):
    """(lowest, highest) of each cell for a reader who knows why it would be hidden, and for one who does not."""
    shape = values.shape
    low = np.full(shape, rules.pembilang + 1.0)
    for base in system.bases:
        low[system.columns.index(base)] = max(rules.penyebut, rules.pembilang + 1)
    high = np.full(shape, np.inf)
    low[values == 0], high[values == 0] = 0, 0
    low[small == BASE], high[small == BASE] = 0, np.inf
    for base in system.bases:
        place = system.columns.index(base)
        own = (small[place] == BASE) & (values[place] >= 1)
        # Where a rule leaves one number only, knowing the rule is knowing the number.
        low[place][own], high[place][own] = (1, rules.penyebut - 1) if rules.penyebut > 2 else (0, np.inf)
    counted = small == COUNT
    low[counted], high[counted] = (1, rules.pembilang) if rules.pembilang > 1 else (0, np.inf)
    return (low, high), (np.zeros(shape), np.full(shape, np.inf))


def _possible(values, steps, sides, bounds, times: int, leaves: slice) -> np.ndarray:
    """Steps x areas: could the step be made `times` times, all else as it is? A cell that is not known cannot move.

    The rules bind the kelurahan; sums of counts that keep them keep them too.
    """
    low, high = bounds
    result = np.ones((len(steps), values.shape[1]), dtype=bool)
    counts = values[:, leaves]
    gaps = [counts[right].sum(axis=0) - counts[left].sum(axis=0) for left, right, _equal in sides]
    with np.errstate(invalid="ignore"):
        for index, step in enumerate(steps):
            able = result[index]
            for column, change in step.items():
                moved = values[column] + times * change
                able &= (moved >= low[column]) & (moved <= high[column])
            for (left, right, equal), gap in zip(sides, gaps, strict=True):
                change = times * (sum(step.get(one, 0) for one in right) - sum(step.get(one, 0) for one in left))
                if change and equal:
                    able[leaves] &= np.isnan(gap) | (gap != 0)
                elif change < 0:
                    able[leaves] &= np.isnan(gap) | (gap + change >= 0) | (gap < 0)
    return result
