"""A budget under limits that tie kelurahan, levers and years together: exact by HiGHS, with value, bound and gap.

The budget is the whole of it: earmarked funds are part of it, not added to it. With years, `gain` and `cost` are those
of one year's service, and every limit holds each year. Shares may be split in several kelurahan at once: as many as
there are limits that bind.

The trap: money that is forced somewhere (a floor, lokus first) would also buy levers that avert nothing there. Such
packages are not offered, so a floor above what can usefully be spent is refused rather than wasted; what a limit that
can be met costs in averted cases, `comparing.price_of_fairness` says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.language import _, join_names, number
from analysis.scenario.hull import Allocation, upper_hulls
from analysis.scenario.limits import Capacity, Constraints, LokusFirst, Ramp, StartUp
from analysis.scenario.packages import BudgetError, check_budget, check_problem, lever_costs, worth_buying
from analysis.scenario.programme import Answer, Programme, shares

BUDGET = "anggaran"  # name of the budget itself among the limits
BINDING = 1e-6  # relative distance to its limit at which a limit counts as binding
SECONDS = 10.0
AMOUNTS = ("paling_banyak", "paling_sedikit_rp", "porsi", "jumlah_rp", "naik", "biaya_rp")
NAMED_AT_MOST = 4


@dataclass(frozen=True)
class Solved:
    """The best allocation under limits. x: shares, years x k x s. value: cases (weighted, where weights were given).

    bound: no allocation is worth more than this. gap: (bound - value) / bound, 0 where nothing can be averted.
    limits: nama (BUDGET for the budget itself), tahun, terpakai, batas, mengikat, harga (cases, weighted where weights
    were given, for one more unit; NaN with start-up costs). priced: whether those are real cases.
    """

    x: np.ndarray
    gain: np.ndarray
    cost: np.ndarray
    value: float
    bound: float
    limits: pd.DataFrame
    priced: bool

    @property
    def gap(self) -> float:
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0

    def allocation(self, year: int = 0) -> Allocation:
        """What is bought in one year (0 is the first)."""
        of_budget = (self.limits["nama"] == BUDGET) & (self.limits["tahun"] == year)
        worth = float(self.limits.loc[of_budget, "harga"].iloc[0])
        price = 1 / worth if self.priced and worth > 0 else np.nan
        return Allocation(self.x[year], self.gain[year], self.cost[year], price=price)

    @property
    def averted(self) -> float:
        """Averted cases over all years, without any priority weight."""
        return float((self.x * self.gain).sum())


def solve(
    gain: np.ndarray,
    cost: np.ndarray,
    budget: float | np.ndarray,
    constraints: Constraints | None = None,
    *,
    packages: pd.DataFrame,
    persons: np.ndarray | None = None,
    seconds: float = SECONDS,
) -> Solved:
    """Maximise averted cases under `budget` (Rp; one per year) and `constraints`.

    gain, cost: k x s, or years x k x s; packages: `packages_of(levers)`; persons: people newly reached by each lever
    at its full share (k x J), needed for capacities only. seconds: most time for a search with start-up costs.
    Raises BudgetError, naming the limits in the way, where nothing satisfies them.
    """
    asked = constraints or Constraints()
    problem = _problem(gain, cost, budget, packages, persons)
    _check(problem, asked)
    answer = _programme(problem, asked).solve(seconds)
    if answer is None:
        raise BudgetError(_say_infeasible(problem, asked))
    return _solved(problem, answer, priced=asked.bobot is None)


@dataclass(frozen=True)
class _Problem:
    gain: np.ndarray  # t x k x s
    cost: np.ndarray
    budget: np.ndarray  # t
    packages: pd.DataFrame
    persons: np.ndarray | None
    only_possible: bool = False  # ask only whether the limits can be met

    def places(self, lever: str, per_area: np.ndarray) -> np.ndarray:
        """Row over one year's columns: per_area (k) wherever the package holds the lever."""
        return np.outer(per_area, self.packages[lever].to_numpy()).ravel()


def _problem(gain, cost, budget, packages, persons) -> _Problem:
    gain, cost = check_problem(gain, cost)
    if gain.ndim == 2:
        gain, cost = gain[None], cost[None]
    budgets = np.array([check_budget(one) for one in np.atleast_1d(budget)])
    if len(packages) != gain.shape[2]:
        raise ValueError(f"{gain.shape[2]} packages in gain but {len(packages)} named")
    if len(budgets) != len(gain):
        raise ValueError(f"{len(gain)} years but {len(budgets)} budgets")
    return _Problem(gain, cost, budgets, packages, persons)


def _check(problem: _Problem, asked: Constraints) -> None:
    for limit in asked.limits:
        for lever in np.atleast_1d(getattr(limit, "tuas", ())):
            if lever not in problem.packages:
                text = _("Batasan {nama} menyebut tuas {tuas} yang tidak ikut dibagi.")
                raise BudgetError(text.format(nama=limit.nama, tuas=lever))
        if not np.isfinite([getattr(limit, name, None) or 0 for name in AMOUNTS]).all():
            text = _("Batasan {nama} belum punya angka; isi angkanya atau hapus batasan itu.")
            raise BudgetError(text.format(nama=limit.nama))
    for limit in asked.kapasitas:
        if not np.isfinite(_people(problem, limit)).all():
            text = _("Jumlah sasaran {tuas} belum lengkap, sehingga batasan {nama} tidak dapat dihitung.")
            raise BudgetError(text.format(tuas=limit.tuas, nama=limit.nama))
    if sum(fund.jumlah_rp for fund in asked.dana_terikat) > problem.budget.min():
        names = join_names(list(dict.fromkeys(fund.nama for fund in asked.dana_terikat)))
        text = _("Dana terikat ({nama}) lebih besar daripada seluruh anggaran; dana terikat adalah bagian anggaran.")
        raise BudgetError(text.format(nama=names))


def _programme(problem: _Problem, asked: Constraints) -> Programme:
    years, areas, _packages = problem.gain.shape
    weights = np.ones(areas) if asked.bobot is None else np.asarray(asked.bobot, dtype=float)
    worth = np.zeros_like(problem.gain) if problem.only_possible else problem.gain * weights[:, None]
    programme = Programme()
    # A lever that averts nothing in any year is no way to meet a floor: such packages are not offered.
    offered = worth_buying(problem.gain, problem.cost, problem.packages).any(axis=0).astype(float)
    starts = [programme.add_shares(worth[year], offered) for year in range(years)]
    opening = _add_openings(programme, problem, asked, starts)
    for year, start in enumerate(starts):
        paying = _add_funds(programme, problem, asked, year, start)
        general = problem.budget[year] - sum(fund.jumlah_rp for fund in asked.dana_terikat)
        spending = (start, problem.cost[year].ravel())
        programme.at_most(general, spending, *paying, *opening[year], nama=BUDGET, tahun=year)
        _add_limits(programme, problem, asked, year, start)
    for ramp in asked.ramp:
        _add_ramp(programme, problem, ramp, starts)
    return programme


def _add_limits(programme: Programme, problem: _Problem, asked: Constraints, year: int, start: int) -> None:
    cost = problem.cost[year]
    for limit in asked.kapasitas:
        row = (start, problem.places(limit.tuas, _people(problem, limit)))
        programme.at_most(limit.paling_banyak, row, nama=limit.nama, tahun=year)
    for floor in asked.lantai:
        row = (start, (cost * floor.kelurahan[:, None]).ravel())
        programme.at_least(floor.paling_sedikit_rp, row, nama=floor.nama, tahun=year)
    if asked.lokus_dulu:
        lokus = asked.lokus_dulu
        row = (start, (cost * lokus.kelurahan[:, None]).ravel())
        programme.at_least(_lokus_floor(problem, lokus, year), row, nama=lokus.nama, tahun=year)


def _people(problem: _Problem, limit: Capacity) -> np.ndarray:
    """k: people newly reached at the lever's full share, 0 outside the kelurahan of the limit."""
    if problem.persons is None:
        raise ValueError("capacities need persons (k x J)")
    people = np.asarray(problem.persons, dtype=float)[:, problem.packages.columns.get_loc(limit.tuas)]
    return np.where(limit.kelurahan, people, 0.0)


def _lokus_floor(problem: _Problem, lokus: LokusFirst, year: int) -> float:
    """Rp: porsi of the budget, at most all that the lokus can usefully spend (the end of their hulls)."""
    mask = np.asarray(lokus.kelurahan, dtype=bool)
    useful = upper_hulls(problem.gain[year][mask], problem.cost[year][mask]).cost.sum()
    # A hair less than all of it, so that rounding of sums cannot make it impossible.
    return min(lokus.porsi * problem.budget[year], useful * (1 - 1e-12))


def _add_funds(programme: Programme, problem: _Problem, asked: Constraints, year: int, start: int) -> list:
    """Columns for what each fund pays for each of its levers; returned as relief of the general budget."""
    if not asked.dana_terikat:
        return []
    single = lever_costs(problem.cost[year], problem.packages)
    paid = {lever: [] for lever in problem.packages}
    relief = []
    for fund in asked.dana_terikat:
        first = programme.add_columns(np.zeros(len(fund.tuas)), fund.jumlah_rp)
        programme.at_most(fund.jumlah_rp, (first, np.ones(len(fund.tuas))), nama=fund.nama, tahun=year)
        relief.append((first, -np.ones(len(fund.tuas))))
        for place, lever in enumerate(fund.tuas):
            paid[lever].append((first + place, np.ones(1)))
    for j, lever in enumerate(problem.packages):
        if paid[lever]:  # no fund pays more than its lever costs
            programme.at_most(0.0, (start, -problem.places(lever, single[:, j])), *paid[lever])
    return relief


def _add_openings(programme: Programme, problem: _Problem, asked: Constraints, starts: list[int]) -> list[list]:
    """Columns "open by this year" (0 or 1); returned per year as what opening adds to the spending."""
    spending: list[list] = [[] for _start in starts]
    for opening in asked.biaya_awal:
        before = None
        for year, start in enumerate(starts):
            column = programme.add_columns(np.zeros(1), 1.0, whole=True)
            programme.at_most(0.0, (start, _reach(problem, opening)), (column, _closed(opening)))
            spending[year].append((column, np.array([opening.biaya_rp])))
            if before is not None:
                programme.at_most(0.0, (before, np.ones(1)), (column, -np.ones(1)))
                spending[year].append((before, np.array([-opening.biaya_rp])))
            before = column
    return spending


def _reach(problem: _Problem, limit: Ramp | StartUp) -> sparse.csr_array:
    """Rows that give the share of each kelurahan reached by the lever, from one year's columns."""
    held = problem.packages[limit.tuas].to_numpy(dtype=float)
    areas = np.arange(problem.gain.shape[1])
    if isinstance(limit, StartUp):
        areas = np.flatnonzero(limit.kelurahan)
    chosen = sparse.eye_array(problem.gain.shape[1], format="csr")[areas]
    return sparse.csr_array(sparse.kron(chosen, held[None, :]))


def _closed(opening: StartUp) -> np.ndarray:
    return -np.ones((int(np.count_nonzero(opening.kelurahan)), 1))


def _add_ramp(programme: Programme, problem: _Problem, ramp: Ramp, starts: list[int]) -> None:
    reach = _reach(problem, ramp)
    for year, start in enumerate(starts):
        before = [(starts[year - 1], -reach)] if year else []
        if ramp.naik is not None:
            programme.at_most(ramp.naik, (start, reach), *before)
        if year and not ramp.boleh_turun:
            programme.at_most(0.0, (start, -reach), (starts[year - 1], reach))


def _solved(problem: _Problem, answer: Answer, priced: bool) -> Solved:
    limits = pd.DataFrame([vars(row) for row in answer.rows])
    near = (limits["batas"] - limits["terpakai"]).abs() <= BINDING * limits["batas"].abs().clip(lower=1.0)
    limits.insert(4, "mengikat", near)
    return Solved(
        shares(answer.v, problem.gain.shape), problem.gain, problem.cost, answer.value, answer.bound, limits, priced
    )


def _say_infeasible(problem: _Problem, asked: Constraints) -> str:
    """Which limits, each given up alone, would make room for the rest; a larger budget is asked as well."""

    def possible(limits: Constraints, budget: np.ndarray) -> bool:
        question = replace(problem, budget=budget, only_possible=True)
        return _programme(question, limits).solve(SECONDS) is not None

    guilty = [name for name in asked.names if possible(asked.without(name), problem.budget)]
    larger = np.maximum(problem.budget, problem.cost.max(axis=2).sum(axis=1) + _opening_all(asked))
    if possible(asked, larger):
        text = _("Anggaran ini tidak cukup untuk batasan {nama}; naikkan anggaran atau longgarkan batasan itu.")
    elif guilty:
        text = _("Batasan {nama} tidak dapat dipenuhi; longgarkan batasan itu.")
    else:
        text = _("Batasan {nama} tidak dapat dipenuhi bersama; longgarkan lebih dari satu.")
    return text.format(nama=_some(guilty or asked.names))


def _some(names: list[str]) -> str:
    if len(names) <= NAMED_AT_MOST:
        return join_names(names)
    others = _("{jumlah} lainnya").format(jumlah=number(len(names) - NAMED_AT_MOST + 1))
    return join_names([*names[: NAMED_AT_MOST - 1], others])


def _opening_all(asked: Constraints) -> float:
    return sum(opening.biaya_rp for opening in asked.biaya_awal) + sum(fund.jumlah_rp for fund in asked.dana_terikat)
