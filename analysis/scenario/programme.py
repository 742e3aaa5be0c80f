"""Rows of a linear programme under the names of the limits they come from, and its solution with a certificate.

Maximise g v subject to A v <= b, 0 <= v <= upper. The bound that is reported does not trust the solver: it is computed
here from the row prices, and holds for any prices (weak duality).

The trap: rupiah beside shares make rows differ by 10^9, and a solver's tolerances are absolute. Every row is divided by
its largest coefficient before it is solved, and prices are given back per unit of the row as it was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from analysis.language import _
from analysis.scenario.packages import BudgetError

OUT_OF_TIME, INFEASIBLE = 1, 2  # linprog and milp: status codes
DUST = 1e-9  # a share below this is what rounding and solvers leave behind
CLOSE_ENOUGH = 1e-4  # relative gap at which a search over opened services may stop


@dataclass(frozen=True)
class Row:
    """One named limit as it was solved: year (0 is the first), what was used, the limit, and cases per unit of it."""

    nama: str
    tahun: int
    terpakai: float
    batas: float
    harga: float


@dataclass(frozen=True)
class Answer:
    """v, its value, the dual bound, and the limits that have a line of their own."""

    v: np.ndarray
    value: float
    bound: float
    rows: list[Row]


def shares(values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The first columns of an answer as shares of that shape, within 0..1 and without dust."""
    x = np.clip(values[: np.prod(shape)].reshape(shape), 0, 1)
    return np.where(x < DUST, 0.0, x)


@dataclass
class Programme:
    """Columns and rows as they are added; nothing is solved before `solve`."""

    objective: list[np.ndarray] = field(default_factory=list)
    upper: list[np.ndarray] = field(default_factory=list)
    whole: list[np.ndarray] = field(default_factory=list)
    blocks: list[tuple[list[tuple[int, sparse.csr_array]], np.ndarray]] = field(default_factory=list)
    named: list[tuple[str, int, int, int]] = field(default_factory=list)  # name, year, row, sign
    columns: int = 0
    rows: int = 0

    def add_columns(self, gain: np.ndarray, upper: np.ndarray | float, whole: bool = False) -> int:
        """Place of the first of len(gain) new columns; whole: only whole numbers."""
        first = self.columns
        self.objective.append(np.asarray(gain, dtype=float))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=float), len(gain)))
        self.whole.append(np.full(len(gain), int(whole)))
        self.columns += len(gain)
        return first

    def add_shares(self, gain: np.ndarray, upper: np.ndarray | float = 1.0) -> int:
        """Columns for the shares of k kelurahan x s packages, row by row, and that a kelurahan's add up to at most 1."""
        areas, packages = gain.shape
        first = self.add_columns(gain.ravel(), np.broadcast_to(upper, gain.shape).ravel())
        self.at_most(1.0, (first, sparse.kron(sparse.eye_array(areas), np.ones((1, packages)), format="csr")))
        return first

    def at_most(self, limit, *parts, nama: str = "", tahun: int = 0, sign: int = 1) -> None:
        """Rows: the sum of `parts` (first column, matrix m x w or one row) <= limit (m).

        nama: a single row that the answer reports. sign -1: the row is a floor written upside down.
        """
        matrices = [
            (first, sparse.csr_array(np.atleast_2d(m) if isinstance(m, np.ndarray) else m)) for first, m in parts
        ]
        count = matrices[0][1].shape[0]
        if nama:
            self.named.append((nama, tahun, self.rows, sign))
        self.blocks.append((matrices, np.broadcast_to(np.asarray(limit, dtype=float), count)))
        self.rows += count

    def at_least(self, limit: float, *parts, nama: str, tahun: int) -> None:
        """One row: the sum of `parts` >= limit."""
        self.at_most(-limit, *((first, -matrix) for first, matrix in parts), nama=nama, tahun=tahun, sign=-1)

    def _matrix(self) -> tuple[sparse.csr_array, np.ndarray]:
        data, rows, columns, start = [], [], [], 0
        for matrices, limit in self.blocks:
            for first, matrix in matrices:
                entries = matrix.tocoo()
                data.append(entries.data)
                rows.append(entries.row + start)
                columns.append(entries.col + first)
            start += len(limit)
        entries = (np.concatenate(data), (np.concatenate(rows), np.concatenate(columns)))
        matrix = sparse.coo_array(entries, shape=(self.rows, self.columns)).tocsr()
        return matrix, np.concatenate([limit for _matrices, limit in self.blocks])

    def solve(self, seconds: float) -> Answer | None:
        """The best v, or None where no v satisfies the rows. seconds: the most a search over whole numbers may take."""
        matrix, limit = self._matrix()
        gain, upper, whole = (np.concatenate(parts) for parts in (self.objective, self.upper, self.whole))
        size = abs(matrix).max(axis=1).toarray().ravel()
        size = np.where(size > 0, size, 1.0)
        scaled = sparse.diags_array(1 / size) @ matrix
        unit = np.abs(gain).max(initial=0) or 1.0
        if whole.any():
            found = _search(-gain / unit, scaled, limit / size, upper, whole, seconds)
            if found is None:
                return None
            v, bound, price = found[0], found[1] * unit, np.full(self.rows, np.nan)
        else:
            found = linprog(-gain / unit, scaled, limit / size, bounds=np.column_stack([np.zeros(len(upper)), upper]))
            if found.status == INFEASIBLE:
                return None
            _must_be_solved(found)
            price = -found.ineqlin.marginals * unit / size
            v, bound = found.x, _weak_bound(gain, matrix, limit, upper, price)
        used = matrix @ v
        rows = [Row(name, year, sign * used[i], sign * limit[i], sign * price[i]) for name, year, i, sign in self.named]
        return Answer(v, float(gain @ v), float(bound), rows)


def _weak_bound(gain, matrix, limit, upper, price) -> float:
    """Nothing feasible is worth more: price >= 0 pays for the rows, and what a column earns above that is capped."""
    price = np.maximum(price, 0)
    above = np.maximum(gain - matrix.T @ price, 0)
    return float(price @ limit + above @ upper)


def _search(loss, matrix, limit, upper, whole, seconds):
    rows = LinearConstraint(matrix, -np.inf, limit)
    options = {"time_limit": seconds, "mip_rel_gap": CLOSE_ENOUGH}
    found = milp(loss, integrality=whole, bounds=Bounds(0, upper), constraints=rows, options=options)
    if found.status == INFEASIBLE:
        return None
    _must_be_solved(found)
    return found.x, -found.mip_dual_bound


def _must_be_solved(found) -> None:
    if found.status == OUT_OF_TIME and found.x is None:
        raise BudgetError(
            _("Perhitungan belum menemukan jawaban dalam batas waktu; kurangi layanan yang berbiaya awal.")
        )
    if found.x is None:
        raise RuntimeError(f"HiGHS gave no answer: {found.message}")
