"""The tab Anggaran: the frontier of every budget, the budget chosen beside other splits, its limits, and the plan table.

Trap: a lever without a unit cost cannot be optimised and is named instead; and the optimum is the model's, so equal
split, split by cases and what happens in other draws always stand beside it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from analysis.figures.view import Empty, Figure
from analysis.language import _, number, percent
from analysis.output.scenario_budget import goal_words, money, money_unit, split_words
from analysis.output.scenario_pictures import Told
from analysis.output.scenario_sentences import say_budget, say_cost, say_exits
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
from pages.parts.looking import map_shapes
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
from pages.parts.scenario_views import told, where
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
    from analysis.output.scenario_budget import draw_frontier, frontier_frame

    asked, about = problem(tables, text, tujuan), _told(tables, text, full, tujuan)
    words = goal_words(tujuan)
    budget = asked.plan.anggaran_rp
    rows = (
        _splits(tables, text, tujuan)
        if budget is not None
        else pd.DataFrame({"cara": [], "biaya_rp": [], "dicegah": []})
    )
    judul = _("Setiap titik kurva: pembagian terbaik untuk anggaran sebesar itu (simulasi).")
    if budget is not None:
        judul = say_budget(rows, asked.kurva.price(budget), tujuan)
    size, unit = money_unit(asked.kurva.full_cost)
    frame, marks = frontier_frame(asked.kurva.points(budget), rows, size, tujuan=tujuan)
    unknown = budget is not None and rows["dicegah"].isna().any()
    subjudul = words.subjudul.format(
        tahun=asked.plan.tahun_akhir,
        awal=asked.plan.tahun_awal,
        akhir=asked.plan.tahun_akhir,
        wilayah=where(asked.plan),
    )
    table = rows.assign(cara=rows["cara"].map(split_words(tujuan))) if len(rows) else asked.kurva.points(budget)
    notes = [_("Pembagian sekarang belum diketahui.")] if unknown else []
    return chart(Figure(draw_frontier, {"data": frame, "patokan": marks}, about.caption(judul, subjudul, " ".join([*notes, *_about_families(asked)])), table=table.rename(columns={"selisih": "selisih_terbaik", **words.kolom}), file_name=f"skenario anggaran {asked.plan.nama}", options={"judul": words.sumbu, "tujuan": tujuan, "judul_biaya": _("Biaya, {satuan}").format(satuan=unit)},), key="skenario_anggaran")  # fmt: skip


def _about_families(asked: Problem) -> list[str]:
    """What must be known of families that leave KRS."""
    if asked.tujuan == CASES:
        return []
    said = [_("Hanya tuas jamban, air, dan KB yang menggeser keluarga.")]
    if asked.tanpa_krs:
        missing = _("{jumlah} kelurahan tanpa rekap KRS tidak ikut.").format(jumlah=number(asked.tanpa_krs))
        said.append(missing)
    return said


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
    from analysis.output.maps import draw_map, map_frame

    asked, told_plan = problem(tables, text, tujuan), _told(tables, text, full, tujuan)
    kota, share = state.get("kota"), _allocation(tables, text, limits, tujuan)
    rows = asked.wilayah[["kode_kelurahan", "nama", "nama_kecamatan"]]
    rows = rows.assign(
        nilai=share.cost_by_area / asked.balita / 1000, biaya_rp=share.cost_by_area, dicegah=share.value_by_area
    )
    shapes = map_shapes(tables, kota)
    lokus = rows.loc[rows["kode_kelurahan"].isin(lokus_codes(tables)), "kode_kelurahan"]
    frame, legend = map_frame(rows, shapes.titik, lokus_codes=lokus, lingkup=kota, digits=0)
    funded = int((share.cost_by_area > 0).sum())
    judul = _("{anggaran} terbagi ke {didanai} dari {semua} kelurahan (simulasi).").format(
        anggaran=money(share.cost), didanai=number(funded), semua=number(len(rows))
    )
    about = _("Rp ribu per balita, {awal}–{akhir}; arsir: di luar rencana; garis jingga: lokus resmi").format(
        awal=asked.plan.tahun_awal, akhir=asked.plan.tahun_akhir
    )
    return chart(Figure(draw_map, {"data": frame.assign(terpilih=False, redup=False), "legenda": legend}, told_plan.caption(judul, about, shapes.catatan), table=rows.drop(columns="nilai").rename(columns=goal_words(tujuan).kolom), file_name=f"skenario pembagian {asked.plan.nama}", options={"judul": _("Rp ribu per balita (simulasi)"), "lingkup": kota, **shapes.options},), key="skenario_peta")  # fmt: skip


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
