"""The budget question of one plan: what packages gain and cost, and the limits that its division must respect.

Trap: the question is asked in a few draws and says so; and a lever without a unit cost is named instead of being
optimised as if it were free.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from analysis.language import _, number, percent
from analysis.output.scenario_budget import goal_words
from analysis.scenario.base import Base
from analysis.scenario.budget import (
    MOST_LEVERS,
    BudgetError,
    Capacity,
    Constraints,
    Floor,
    Frontier,
    Fund,
    LokusFirst,
    Solved,
    frontier,
    levers_without_cost,
    price_of_fairness,
    say_without_cost,
    solve,
)
from analysis.scenario.families import AXES
from analysis.scenario.gains import CASES, Gains, gains
from analysis.scenario.levers import chosen_areas
from analysis.scenario.plan import Plan, PlanError
from pages.parts.memory import remembered
from pages.parts.scenario_plan import lokus_codes, names_of
from pages.parts.scenario_runs import base, plan_of

Tables = dict[str, pd.DataFrame]
DRAWS = 100


@dataclass(frozen=True)
class Limits:
    """What the user asks of the division beside its budget: shares in percent, people per lever, Rp for one lever only."""

    lokus_pct: int = 0
    lantai_pct: int = 0
    kapasitas: tuple[tuple[str, float], ...] = ()
    terikat: tuple[tuple[str, float], ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.lokus_pct or self.lantai_pct or self.kapasitas or self.terikat)


@dataclass(frozen=True)
class Problem:
    """The budget question of one plan: areas, gains and costs of packages, the whole frontier."""

    plan: Plan
    wilayah: pd.DataFrame
    balita: np.ndarray
    kasus: np.ndarray
    manfaat: Gains
    kurva: Frontier
    tujuan: str = CASES
    tanpa_krs: int = 0  # kelurahan without families by risk: nothing is known to leave there


def without_families(tables: Tables, text: str) -> np.ndarray:
    """Which kelurahan of the plan have no joint table of KRS."""
    start = base(tables)
    chosen = chosen_areas(plan_of(text), start)
    if start.krs is None:
        return np.ones(len(chosen), dtype=bool)
    return ~np.isfinite(start.krs[chosen]).all(axis=(1, 2, 3))


@remembered
def problem(tables: Tables, text: str, tujuan: str = CASES) -> Problem | str:
    """The question with the objective `tujuan` (kasus | krs), or the sentence that says why it cannot be asked."""
    plan, start = plan_of(text), base(tables)
    names = names_of(tables)
    # Another lever gains no family, so its price is not asked for.
    asked = [lever for lever in plan.jalur if tujuan == CASES or lever in AXES]
    costless = levers_without_cost(asked, plan.biaya)
    levers = [lever for lever in asked if lever not in costless]
    if not levers:
        return say_without_cost([names[lever] for lever in costless]) or _("Rencana ini belum memuat tuas.")
    if len(levers) > MOST_LEVERS:
        return _("Anggaran dibagi untuk paling banyak {paling} tuas sekaligus; rencana ini memuat {jumlah}.").format(
            paling=number(MOST_LEVERS), jumlah=number(len(levers))
        )
    try:
        draws = DRAWS if tujuan == CASES else 1  # no draw touches families
        found = gains(plan, start, tables["skenario_parameter"], tables["skenario_tuas"], levers, draws, tujuan=tujuan)
        curve = frontier(found.gain, found.cost)
    except (PlanError, BudgetError) as error:
        return str(error)
    made = _problem(plan, start, found, curve)
    if tujuan == CASES:
        return made
    return replace(made, tujuan=tujuan, tanpa_krs=int(without_families(tables, text).sum()))


def _problem(plan: Plan, start: Base, found: Gains, curve: Frontier) -> Problem:
    chosen = chosen_areas(plan, start)
    children = start.balita[chosen]
    return Problem(
        plan, start.wilayah.iloc[chosen].reset_index(drop=True), children, children * start.p0[chosen], found, curve
    )


@remembered
def solved(tables: Tables, text: str, limits: Limits, tujuan: str = CASES) -> Solved | str:
    asked = problem(tables, text, tujuan)
    found = asked.manfaat
    try:
        return solve(
            found.gain, found.cost, asked.plan.anggaran_rp, _constraints(tables, asked, limits),
            packages=found.packages, persons=found.persons,
        )  # fmt: skip
    except BudgetError as error:
        return str(error)


def _constraints(tables: Tables, asked: Problem, limits: Limits) -> Constraints:
    codes, parts = asked.wilayah["kode_kelurahan"], asked.wilayah["kode_kecamatan"]
    names, everywhere = names_of(tables), np.ones(len(codes), dtype=bool)
    least = asked.plan.anggaran_rp * limits.lantai_pct / 100
    floors = tuple(
        Floor(_("lantai per kecamatan"), (parts == part).to_numpy(), least) for part in dict.fromkeys(parts) if least
    )
    first = None
    lokus = codes.isin(lokus_codes(tables)).to_numpy()
    if limits.lokus_pct and lokus.any():
        first = LokusFirst(_("lokus didahulukan"), lokus, limits.lokus_pct / 100)
    capacities = tuple(
        Capacity(_("kapasitas {tuas}").format(tuas=names[lever]), lever, everywhere, most)
        for lever, most in limits.kapasitas
    )
    funds = tuple(
        Fund(_("dana terikat {tuas}").format(tuas=names[lever]), (lever,), rp) for lever, rp in limits.terikat
    )
    return Constraints(kapasitas=capacities, lantai=floors, lokus_dulu=first, dana_terikat=funds)


def choose_limits(tables: Tables, asked: Problem) -> Limits:
    names = names_of(tables)
    with st.popover(_("Batasan"), icon=":material/rule:"):
        lokus = 0
        if asked.wilayah["kode_kelurahan"].isin(lokus_codes(tables)).any():
            lokus = st.slider(_("Lokus mendapat sedikitnya (% anggaran)"), 0, 100, 0, step=5, key="skenario_lokus")
        floor = st.slider(_("Tiap kecamatan mendapat sedikitnya (% anggaran)"), 0, 10, 0, key="skenario_lantai")
        most, tied = [], []
        for lever in asked.manfaat.packages.columns:
            label = _("Paling banyak orang atau keluarga baru: {tuas}").format(tuas=names[lever])
            value = st.number_input(label, min_value=0.0, value=None, step=100.0, format="%.0f",
                                    key=f"skenario_kapasitas_{lever}", placeholder=_("tanpa batas"))  # fmt: skip
            if value is not None:
                most.append((lever, value))
            label = _("Bagian anggaran yang hanya boleh untuk {tuas} (Rp)").format(tuas=names[lever])
            value = st.number_input(label, min_value=0.0, value=None, step=1e8, format="%.0f",
                                    key=f"skenario_terikat_{lever}", placeholder=_("tidak ada"))  # fmt: skip
            if value:
                tied.append((lever, value))
    return Limits(lokus, floor, tuple(most), tuple(tied))


@remembered
def prices(tables: Tables, text: str, limits: Limits, tujuan: str = CASES) -> pd.DataFrame:
    """What each limit costs in the objective; the last row all of them together."""
    asked = problem(tables, text, tujuan)
    found = asked.manfaat
    rows = price_of_fairness(
        found.gain, found.cost, asked.plan.anggaran_rp, _constraints(tables, asked, limits),
        packages=found.packages, persons=found.persons,
    )  # fmt: skip
    words = rows["nama"].replace("", _("semua batasan"))
    lost = pd.DataFrame({"batasan": words, "kasus_hilang": rows["selisih"].clip(lower=0).round(1)})
    return lost.rename(columns=goal_words(tujuan).kolom)


def say_solved(asked: Problem, answer: Solved) -> str:
    """Value, bound, gap and what the limits cost."""
    best = float(asked.kurva.value(asked.plan.anggaran_rp))
    return goal_words(asked.tujuan).berbatas.format(
        nilai=number(answer.averted, 1), batas=number(answer.bound, 1), celah=percent(100 * answer.gap, 2),
        bebas=number(best, 1), selisih=number(best - answer.averted, 1),
    )  # fmt: skip
