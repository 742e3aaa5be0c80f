"""A reader who wants to know what a release hides, and has every table of it. Knows nothing of how it was hidden.

Writes down all that is known about the counts of the kelurahan: what is shown, what adds up to what is shown, shares
to one decimal with their base, the rules that counts obey; and then asks linear programming (HiGHS) between which
numbers each hidden cell must lie. A total of any level is a sum of kelurahan, so only counts of kelurahan are unknown.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil, floor, inf

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from analysis.convergence.measures import CODE_LENGTH, kelurahan_measure

FACTORS = ["air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern"]
FOUR_T = ["terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"]
RANKS = ["kesejahteraan_1", "kesejahteraan_2", "kesejahteraan_3", "kesejahteraan_4", "kesejahteraan_lebih_4"]
FAMILIES = ["jumlah_keluarga", "keluarga_sasaran", "total_krs", "tidak_berisiko"]
CHILDREN = ["balita_sasaran", "diukur", "pendek", "sangat_pendek", "stunting"]
COLUMNS = {
    "balita": CHILDREN,
    "krs": [*FAMILIES, *FACTORS, *FOUR_T, *RANKS],
    "cakupan": ["penyebut", "pembilang", "terlewat"],
}
# base -> what is counted among it
AMONG = {
    "balita_sasaran": CHILDREN[1:],
    "diukur": CHILDREN[2:],
    "keluarga_sasaran": ["total_krs", "tidak_berisiko", *FACTORS, *FOUR_T, *RANKS],
    "total_krs": [*FACTORS, *FOUR_T, *RANKS],
    "penyebut": ["pembilang", "terlewat"],
}
SUMS = [
    (["pendek", "sangat_pendek"], "stunting"),
    (["total_krs", "tidak_berisiko"], "keluarga_sasaran"),
    (RANKS, "total_krs"),
    (["pembilang", "terlewat"], "penyebut"),
]
AT_MOST = [
    (["diukur"], ["balita_sasaran"]),
    (["stunting"], ["diukur"]),
    (["keluarga_sasaran"], ["jumlah_keluarga"]),
    (["total_krs"], ["keluarga_sasaran"]),
    *(([factor], ["total_krs"]) for factor in [*FACTORS, *FOUR_T]),
    *(([one], ["jumlah_4t"]) for one in FOUR_T),
    (["jumlah_4t"], FOUR_T),
]
MOST = 1e6
# indicator -> table, count, base, is it a share
MEASURES = {
    "jumlah_pendek": ("balita", "stunting", "diukur", False),
    "prevalensi_rutin": ("balita", "stunting", "diukur", True),
    "cakupan_ds": ("balita", "diukur", "balita_sasaran", True),
    "total_krs": ("krs", "total_krs", "keluarga_sasaran", False),
    "proporsi_krs": ("krs", "total_krs", "keluarga_sasaran", True),
    "cakupan": ("cakupan", "pembilang", "penyebut", True),
}


def truth_of(tables: dict[str, pd.DataFrame], table: str, tahun: int) -> dict[tuple, float]:
    """(service, column, kelurahan) -> count, of what is known."""
    rows = tables[table][tables[table]["tahun"] == tahun]
    if table == "balita":
        rows = rows.assign(stunting=rows["pendek"] + rows["sangat_pendek"])
    if table == "cakupan":
        rows = rows.assign(terlewat=rows["penyebut"] - rows["pembilang"])
    services = rows["kode_indikator"] if table == "cakupan" else [""] * len(rows)
    return {
        (service, column, code): float(value)
        for column in COLUMNS[table]
        if column in rows
        for service, code, value in zip(services, rows["kode_kelurahan"], rows[column], strict=True)
        if not pd.isna(value)
    }


class Reader:
    """Collects the facts of a whole release, then asks for the bounds of what is hidden."""

    def __init__(self, tables: dict[str, pd.DataFrame], table: str, tahun: int, rules, knowing: bool):
        self.tables, self.table, self.tahun = tables, table, tahun
        self.truth = truth_of(tables, table, tahun)
        self.rules, self.knowing = rules, knowing
        self.known_in: dict[tuple, dict[str, float]] = defaultdict(dict)
        for (service, column, code), value in self.truth.items():
            self.known_in[service, column][code] = value
        self._terms: dict[tuple, dict[str, list]] = {}
        self.services = sorted({key[0] for key in self.truth})
        self.facts: list[tuple[tuple, float, float]] = []
        self.hidden: dict[tuple, tuple] = {}
        for service, column, code in self.truth:
            self.hidden.setdefault((service, column, code), ((service, column, code),))

    def terms(self, service: str, column: str, code: str, beside: str | None = None) -> tuple:
        """The kelurahan whose counts make this cell; `beside` must be known as well."""
        key = service, column, beside
        if key not in self._terms:
            found = self._terms[key] = defaultdict(list)
            own, other = self.known_in[service, column], self.known_in[service, beside or column]
            for one in own:
                if one in other:
                    for length in CODE_LENGTH.values():
                        found[one[:length]].append((service, column, one))
        return tuple(self._terms[key][code])

    def see(self, terms: tuple, shown) -> None:
        if not pd.isna(shown):
            self.facts.append((terms, float(shown), float(shown)))

    def read(self, suppression) -> Reader:
        """Every table of the release about this one, of every level."""
        for level in CODE_LENGTH:
            for indicator, (table, *parts) in MEASURES.items():
                if table == self.table:
                    for service in self.services:
                        self._read_measure(suppression, indicator, level, service, *parts)
            if self.table != "cakupan":
                self._read_columns(suppression, level)
        for service in self.services:
            self._know_rules(service)
        return self

    def _read_measure(self, suppression, indicator, level, service, count, base, share):
        frame = kelurahan_measure(self.tables, indicator, self.tahun, None, service or None, level)
        frame = suppression.mask(frame, indicator, self.tahun, level, service or None)
        for row in frame.to_dict("records"):
            code = row[f"kode_{level}"]
            above = self.terms(service, count, code, base if share else None)
            below = self.terms(service, base, code, count if share else None)
            if not above:
                continue
            self.hidden.setdefault((service, count, code), self.terms(service, count, code))
            self.hidden.setdefault((service, base, code), self.terms(service, base, code))
            if indicator == "cakupan":
                self.hidden.setdefault((service, "terlewat", code), self.terms(service, "terlewat", code))
            self.see(above, row["pembilang"])
            whole = self.terms(service, base, code)
            if share or {one[2] for one in whole} >= {one[2] for one in above}:
                self.see(below, row["n"])
            if not share:
                self.see(above, row["nilai"])
            elif not pd.isna(row["nilai"]) and not pd.isna(row["n"]):
                # To one decimal, as it is printed.
                nilai = round(row["nilai"], 1)
                self.facts.append((above, row["n"] * (nilai - 0.0501) / 100, row["n"] * (nilai + 0.0501) / 100))

    def _read_columns(self, suppression, level):
        rows = self.tables[self.table]
        rows = rows[rows["tahun"] == self.tahun]
        names = [name for name in COLUMNS[self.table] if name in rows]
        numbers = (
            rows[names].astype("Float64").groupby(rows["kode_kelurahan"].str[: CODE_LENGTH[level]]).sum(min_count=1)
        )
        frame = numbers.rename_axis(f"kode_{level}").reset_index()
        for row in suppression.mask_columns(frame, self.table, self.tahun, level).to_dict("records"):
            for name in names:
                terms = self.terms("", name, row[f"kode_{level}"])
                if terms:
                    self.hidden.setdefault(("", name, row[f"kode_{level}"]), terms)
                    self.see(terms, row[name])

    def _know_rules(self, service: str) -> None:
        for code in {key[2] for key in self.truth if key[0] == service}:
            has = {column for column in COLUMNS[self.table] if code in self.known_in[service, column]}
            cell = {column: (service, column, code) for column in has}
            for parts, whole in SUMS:
                if has >= {*parts, whole}:
                    self.facts.append(((*(cell[p] for p in parts), ("-", cell[whole])), 0, 0))
            for left, right in AT_MOST:
                if has >= {*left, *right}:
                    self.facts.append(((*(cell[p] for p in left), *(("-", cell[p]) for p in right)), -inf, 0))

    def small(self) -> dict[tuple, tuple[float, float]]:
        """Hidden cells that are small themselves and between which numbers such a cell lies."""
        found = {}
        for (service, column, code), terms in self.hidden.items():
            value = sum(self.truth[term] for term in terms)
            bases = [base for base, among in AMONG.items() if column == base or column in among]
            of_base = {}
            for base in bases:
                inside = self.terms(service, base, code)
                if inside:
                    of_base[base] = sum(self.truth[term] for term in inside)
            if column in of_base and 1 <= value < self.rules.penyebut:
                found[service, column, code] = (1, self.rules.penyebut - 1)
            elif any(1 <= n < self.rules.penyebut for n in of_base.values()):
                found[service, column, code] = (0, inf)
            elif 1 <= value <= self.rules.pembilang:
                found[service, column, code] = (1, self.rules.pembilang)
        return found

    def widths(self, exact: bool = False) -> dict[tuple, tuple[float, float]]:
        """Small hidden cells and the numbers that they must lie between for this reader.

        Exact: whole numbers only. Else fractions too, and enough as soon as two numbers are known to be possible.
        """
        small = self.small()
        shown = {fact[0][0] for fact in self.facts if len(fact[0]) == 1 and fact[1] == fact[2]}
        value = {
            cell: fact[1] for fact in self.facts for cell in fact[0][:1] if len(fact[0]) == 1 and fact[1] == fact[2]
        }
        assert all(value[cell] == self.truth[cell] for cell in shown), "a release tells no falsehood"
        facts = [*self.facts, *self._policy(small, shown)]
        system = _System(facts, value, list(self.hidden.values()), whole=exact)
        return {cell: system.bounds(self.hidden[cell], exact) for cell in small}

    def _policy(self, small: dict, shown: set) -> list:
        """What follows from knowing why each cell is hidden."""
        facts = []
        if not self.knowing:
            return facts
        seen = {fact[0] for fact in self.facts if fact[1] == fact[2]}
        for cell, terms in self.hidden.items():
            if terms in seen:
                continue
            total = sum(self.truth[term] for term in terms)
            if cell in small:
                facts.append((terms, *small[cell]))
            elif total > 0:
                least = (
                    max(self.rules.penyebut, self.rules.pembilang + 1) if cell[1] in AMONG else self.rules.pembilang + 1
                )
                facts.append((terms, least, inf))
        return facts


class _System:
    """Linear facts about cells, split into parts that have nothing to do with each other."""

    def __init__(self, facts: list, value: dict, wanted: list[tuple], *, whole: bool):
        facts, self.whole = list(dict.fromkeys(facts)), whole
        self.value = self._conclude(facts, dict(value))
        self.rows, leader = [], {}

        def root(cell):
            while leader.setdefault(cell, cell) != cell:
                leader[cell] = leader[leader[cell]]
                cell = leader[cell]
            return cell

        for terms, low, high in facts:
            weights, known = self._weights(terms)
            if weights:
                root(next(iter(weights)))
                self.rows.append((weights, low - known, high - known))
                first, *others = weights
                for other in others:
                    leader[root(other)] = root(first)
            else:
                assert low - 1e-6 <= known <= high + 1e-6, "what is shown agrees with itself"
        for terms in wanted:
            first, *others = [*self._weights(terms)[0]] or [None]
            for other in others:
                leader[root(other)] = root(first)
        self.part = {cell: root(cell) for cell in list(leader)}
        self.by_part = defaultdict(list)
        for row in self.rows:
            self.by_part[self.part[next(iter(row[0]))]].append(row)
        self.cells = defaultdict(list)
        for cell, part in self.part.items():
            self.cells[part].append(cell)
        self.solved: dict = defaultdict(list)
        self.matrices: dict = {}
        self.random = np.random.default_rng(2024)

    def _conclude(self, facts: list, value: dict) -> dict:
        """Cells that are all that is missing of a known sum, as long as there are any."""
        self.value, before = value, -1
        while len(value) != before:
            before = len(value)
            for terms, low, high in facts:
                if low == high:
                    weights, known = self._weights(terms)
                    if len(weights) == 1:
                        ((cell, weight),) = weights.items()
                        value[cell] = (low - known) / weight
        return value

    def _weights(self, terms: tuple) -> tuple[dict, float]:
        weights, known = defaultdict(float), 0.0
        for term in terms:
            sign, cell = (-1, term[1]) if term[0] == "-" else (1, term)
            if cell in self.value:
                known += sign * self.value[cell]
            else:
                weights[cell] += sign
        return dict(weights), known

    def bounds(self, terms: tuple, exact: bool) -> tuple[float, float]:
        weights, known = self._weights(terms)
        if not weights:
            return known, known
        part = self.part.get(next(iter(weights)))
        if part is None:
            return 0, inf
        place = {cell: i for i, cell in enumerate(self.cells[part])}
        cost = np.zeros(len(place))
        for cell, weight in weights.items():
            cost[place[cell]] = weight
        if not exact:
            # A few tables that differ in many cells at once spare most of the work.
            for _table in range(8 * (part not in self.solved)):
                self._solve(part, place, self.random.choice([-1.0, 1.0], len(place)))
            seen = [float(cost @ x) for x in self.solved[part]]
            if seen and floor(max(seen) + 1e-6) - ceil(min(seen) - 1e-6) >= 1:
                return min(seen) + known, max(seen) + known
        low, high = (self._solve(part, place, sign * cost) for sign in (1, -1))
        return known + low, known - high

    def _solve(self, part, place, cost) -> float:
        if part not in self.matrices:
            self.matrices[part] = self._matrix(part, place)
        facts = self.matrices[part]
        result = milp(cost, constraints=facts, bounds=Bounds(0, MOST), integrality=np.full(len(place), int(self.whole)))
        if result.status == 3:
            return -inf
        assert result.status == 0, f"the truth is one possible table: {result.message}"
        self.solved[part].append(result.x)
        return result.fun

    def _matrix(self, part, place):
        rows = self.by_part[part]
        entries = [(i, place[cell], weight) for i, row in enumerate(rows) for cell, weight in row[0].items()]
        at_row, at_column, weights = zip(*entries, strict=True)
        matrix = coo_array((weights, (at_row, at_column)), shape=(len(rows), len(place))).tocsr()
        return LinearConstraint(matrix, *(np.array([row[end] for row in rows]) for end in (1, 2)))


def possible_numbers(bounds: tuple[float, float]) -> float:
    """How many whole numbers lie between."""
    low, high = bounds
    return inf if high == inf else floor(high + 1e-6) - ceil(low - 1e-6) + 1
