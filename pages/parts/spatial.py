"""Do high values lie together? Local clusters."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.spatial import NEIGHBOURS, Pattern, outlines_of
from analysis.figures import spatial as figures
from analysis.figures.measure import measure_of
from analysis.figures.view import Empty
from analysis.language import _, join_names
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_panel
from pages.parts.filters import choose_kelurahan
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.text import escape

STATISTICS = ("moran", "gstar")


@remembered
def has_outlines(tables: dict[str, pd.DataFrame]) -> bool:
    """Is there an official boundary for every kelurahan with data?"""
    frame = measure_of(view_of(tables)).frame
    return outlines_of(tables["batas"], frame.loc[frame["nilai"].notna(), "kode_kelurahan"]) is not None


@remembered
def cluster_panel(tables: dict[str, pd.DataFrame], statistik: str, k: int, official: bool) -> Panel | Empty:
    """The map of clusters; a click chooses the kelurahan."""
    figure = figures.cluster_figure(view_of(tables), statistik=statistik, k=k, official=official)
    return chart(figure, key="pola_ruang")


def _statistic_name(code: str) -> str:
    return {"moran": _("Moran lokal"), "gstar": _("Getis-Ord G*")}[code]


def _neighbour_name(code: str) -> str:
    return {"terdekat": _("Titik pusat terdekat"), "batas": _("Batas resmi")}[code]


def _choices(tables: dict[str, pd.DataFrame]) -> tuple[str, int, bool]:
    """Statistic, neighbours, and how many of them; official boundaries are offered once all areas have one."""
    with st.container(horizontal=True, gap="large"):
        statistik = st.segmented_control(
            _("Statistik"),
            STATISTICS,
            format_func=_statistic_name,
            default="moran",
            key="ruang_statistik",
            required=True,
            persist_state="session",
        )
        official = False
        if has_outlines(tables):
            chosen = st.segmented_control(
                _("Tetangga"),
                ("terdekat", "batas"),
                format_func=_neighbour_name,
                default="terdekat",
                key="ruang_tetangga",
                required=True,
                persist_state="session",
            )
            official = chosen == "batas"
        k = st.segmented_control(
            _("Jumlah tetangga terdekat"),
            NEIGHBOURS,
            default=6,
            key="ruang_k",
            required=True,
            persist_state="session",
            disabled=official,
        )
    return statistik or "moran", k or 6, official


def _left_out(found: Pattern) -> None:
    """Who was not tested, and why."""
    rows = found.frame[found.frame["klaster"] == "tidak_dihitung"]
    islands = rows["kode_kelurahan"].str.startswith("31.01")
    missing = rows.loc[~islands, "nama"].tolist()
    notes = []
    if islands.any():
        notes.append(_("Kepulauan Seribu tidak ikut diuji: pulau-pulaunya tidak bertetangga dengan daratan."))
    if missing:
        notes.append(_("Tanpa data, jadi tidak ikut diuji: {nama}.").format(nama=join_names(missing)))
    if notes:
        st.caption(escape(" ".join(notes)))


def show(tables: dict[str, pd.DataFrame]) -> None:
    """The choices, the map with its sentence, which areas stand out, who was left out."""
    from analysis.output.clusters import say_clusters

    view = view_of(tables)
    if empty := figures.not_tested(view):
        show_panel(empty)
        return
    statistik, k, official = _choices(tables)
    # The first question of a process also loads the statistics packages, which takes seconds.
    with st.spinner(_("Menguji pola ruang …")):
        found = figures.pattern(view, statistik, k, official)
    show_panel(cluster_panel(tables, statistik, k, official))
    choose_kelurahan(_("Tandai kelurahan"))
    if not found.alasan:
        st.markdown(escape(say_clusters(found)))
        _left_out(found)
