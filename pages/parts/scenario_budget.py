"""The tab Anggaran: the frontier of every budget, the budget chosen beside other splits, its limits, and the plan table.

Trap: a lever without a unit cost cannot be optimised and is named instead; and the optimum is the model's, so equal
split, split by cases and what happens in other draws always stand beside it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from analysis.figures.scenario import Told
from analysis.figures.scenario_budget import division_figure, frontier_figure
from analysis.figures.view import Empty
from analysis.language import _, number, percent
from analysis.output.scenario_budget import goal_words
from analysis.output.scenario_sentences import say_cost, say_exits
from analysis.output.scenario_tables import plan_table
from analysis.scenario.budget import (
    Allocation,
    allocation_table,
    compare,
    stability,
)
from analysis.scenario.families import AXES
from analysis.scenario.gains import CASES, FAMILIES
from pages.parts import state
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_part
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.scenario_plan import lokus_codes, names_of
from pages.parts.scenario_question import (
    DRAWS,
    Limits,
    Problem,
    choose_limits,
    prices,
    problem,
    say_solved,
    solved,
    without_families,
)
from pages.parts.scenario_runs import plan_of, simulated
from pages.parts.scenario_views import told
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

Tables = dict[str, pd.DataFrame]


@remembered
def _splits(tables: Tables, text: str, tujuan: str) -> pd.DataFrame:
    asked = problem(tables, text, tujuan)
    today = _spent_today(tables, asked.wilayah["kode_kelurahan"])
    found = asked.manfaat
    return compare(found.gain, found.cost, asked.plan.anggaran_rp, asked.kasus, asked.balita, today)


def _spent_today(tables: Tables, codes: pd.Series) -> np.ndarray | None:
    """Rp per kelurahan in the recorded plan of the year; None unless every kelurahan has an amount."""
    rows = tables["rencana"]
    rows = rows[(rows["tahun"] == state.year()).to_numpy(dtype=bool)].dropna(subset=["anggaran_rp"])
    amounts = rows.groupby("kode_wilayah")["anggaran_rp"].sum().reindex(codes)
    return None if amounts.isna().any() or not amounts.sum() else amounts.to_numpy(dtype=float)


def _told(tables: Tables, text: str, full: bool, tujuan: str) -> Told:
    """The plan as the pictures of the budget speak of it: with the draws that the budget uses (families use none)."""
    return replace(told(tables, text, full), undian=DRAWS if tujuan == CASES else 0)


@remembered
def _frontier_panel(tables: Tables, text: str, full: bool, tujuan: str) -> Panel:
    """What every budget buys at best, with the splits of the one chosen."""
    asked = problem(tables, text, tujuan)
    rows = pd.DataFrame({"cara": [], "biaya_rp": [], "dicegah": []})
    if asked.plan.anggaran_rp is not None:
        rows = _splits(tables, text, tujuan)
    return chart(frontier_figure(_told(tables, text, full, tujuan), asked, rows), key="skenario_anggaran")


def _choose_goal(tables: Tables, text: str) -> str:
    """What the budget is to buy the most of; families only where their risks are known together."""
    if without_families(tables, text).all():
        st.caption(_("Rekap KRS belum ada, jadi anggaran hanya dibagi menurut kasus stunting yang dicegah."))
        return CASES
    label, key = _("Yang dikejar"), "skenario_tujuan"
    return st.segmented_control(
        label,
        [CASES, FAMILIES],
        format_func=lambda code: goal_words(code).pilihan,
        key=key,
        default=CASES,
        required=True,
    )


def show(tables: Tables, text: str, full: bool) -> None:
    """Frontier, limits, map, who gets what, and the plan as costed."""
    plan, found = plan_of(text), simulated(tables, text, full)
    names = names_of(tables)
    st.markdown(escape(say_cost(found.hasil.biaya, names)))
    tujuan = _choose_goal(tables, text)
    asked = problem(tables, text, tujuan)
    if tujuan == FAMILIES and not AXES.keys() & plan.jalur.keys():
        show_part(Empty(say_exits(None, True), _("Tambahkan tuas jamban, air, atau KB.")))
    elif isinstance(asked, str):
        show_part(Empty(_("Anggaran belum dapat dibagi."), asked))
    else:
        if plan.anggaran_rp is None:
            show_part(_frontier_panel(tables, text, full, tujuan))
            st.info(_("Isi anggaran di sebelah kiri untuk melihat pembagiannya."), icon=":material/info:")
        else:
            _show_division(tables, text, full, asked)
    show_section(_("Rencana dan biaya per kelurahan, tuas, dan tahun (simulasi)"))
    rows = plan_table(found.hasil.biaya, names)
    if rows.empty:
        st.caption(_("Rencana ini tidak menambah cakupan."))
    else:
        show_table(rows.drop(columns="kode_kelurahan"), key="skenario_rencana")


def _show_division(tables: Tables, text: str, full: bool, asked: Problem) -> None:
    tujuan = asked.tujuan
    show_part(_frontier_panel(tables, text, full, tujuan))
    limits = choose_limits(tables, asked)
    answer = solved(tables, text, limits, tujuan) if limits.any else None
    if isinstance(answer, str):
        st.error(escape(answer), icon=":material/error:")
        return
    if answer is not None:
        st.markdown(escape(say_solved(asked, answer)))
        show_table(prices(tables, text, limits, tujuan), key="skenario_harga_batasan")
    show_part(_map_panel(tables, text, full, limits, tujuan))
    _show_tables(tables, text, asked, limits)


def _allocation(tables: Tables, text: str, limits: Limits, tujuan: str) -> Allocation:
    asked = problem(tables, text, tujuan)
    return solved(tables, text, limits, tujuan).allocation() if limits.any else asked.kurva.at(asked.plan.anggaran_rp)


@remembered
def _map_panel(tables: Tables, text: str, full: bool, limits: Limits, tujuan: str) -> Panel:
    """Rupiah per child of each kelurahan."""
    asked, about = problem(tables, text, tujuan), _told(tables, text, full, tujuan)
    share = _allocation(tables, text, limits, tujuan)
    return chart(division_figure(view_of(tables), about, asked, share, lokus_codes(tables)), key="skenario_peta")


@remembered
def _allocated(tables: Tables, text: str, limits: Limits, tujuan: str) -> pd.DataFrame:
    """Who gets which lever, and in how many of the draws' own optima that kelurahan is funded."""
    asked, names = problem(tables, text, tujuan), names_of(tables)
    found = asked.manfaat
    areas = asked.wilayah[["kode_kelurahan", "nama", "nama_kecamatan"]]
    if tujuan == CASES:
        areas = areas.assign(didanai_pct=100 * _stability(tables, text).area)
    rows = allocation_table(_allocation(tables, text, limits, tujuan), found.packages, areas, found.persons)
    return rows.assign(tuas=rows["tuas"].map(names), biaya_rp=rows["biaya_rp"].round(), orang=rows["orang"].round())


@remembered
def _stability(tables: Tables, text: str):
    asked = problem(tables, text, CASES)
    return stability(asked.manfaat.draws, asked.manfaat.cost, asked.plan.anggaran_rp, asked.manfaat.packages)


def _show_tables(tables: Tables, text: str, asked: Problem, limits: Limits) -> None:
    show_section(_("Pembagian per kelurahan dan tuas"))
    if asked.tujuan == CASES:
        _say_stability(tables, text, asked)
    rows = _allocated(tables, text, limits, asked.tujuan)
    if rows.empty:
        st.caption(_("Anggaran ini tidak membeli apa pun."))
    else:
        show_table(rows.drop(columns="kode_kelurahan"), key="skenario_pembagian")


def _say_stability(tables: Tables, text: str, asked: Problem) -> None:
    told = _lever_texts(asked, names_of(tables), _stability(tables, text))
    st.caption(
        escape(
            _(
                "Kestabilan: pembagian dihitung ulang untuk {undian} undian. Bagian kelurahan yang didanai: {daftar}."
            ).format(undian=number(DRAWS), daftar="; ".join(told))
        )
    )


def _lever_texts(asked: Problem, names: dict[str, str], sure) -> list[str]:
    """Lever and the mean share of kelurahan and draws in which it is funded."""
    shares = 100 * sure.lever.mean(axis=0)
    return [
        f"{names[lever]} {percent(share, 0)}"
        for lever, share in zip(asked.manfaat.packages.columns, shares, strict=True)
    ]
