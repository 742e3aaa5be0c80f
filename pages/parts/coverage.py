"""Coverage of the essential services: heat map, one indicator, one kelurahan."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.measures import is_province
from analysis.figures import coverage as figures
from analysis.figures.trends import area_of, area_trend_figure
from analysis.figures.view import Empty
from analysis.language import _, number, percent
from analysis.output.captions import has_sample
from analysis.output.sentences import say_coverage
from pages.parts import data, lokus, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_panel
from pages.parts.filters import choose_kelurahan
from pages.parts.looking import view_of
from pages.parts.memory import remembered, remembered_of_the_kota
from pages.parts.view import KeyFigure, show_key_figures, show_section

LEVELS = ("kota", "kecamatan")
ORDERS = ("daftar", "terlewat")


def _area(tables: dict[str, pd.DataFrame]) -> str:
    """The kecamatan chosen, or else the kota."""
    return area_of(view_of(tables), "kecamatan")


def _gaps_of_area(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All 29 indicators for the kecamatan or kota chosen, counts added."""
    return figures.gaps(view_of(tables), _area(tables))


@remembered_of_the_kota
def finding(tables: dict[str, pd.DataFrame]) -> tuple[str, str]:
    """The sentence of the page, and the kind of truth it stands on."""
    view = view_of(tables)
    gaps = _gaps_of_area(tables)
    return say_coverage(gaps, view.tahun, view.name(_area(tables))), "contoh" if has_sample(gaps) else ""


@remembered_of_the_kota
def key_figures(tables: dict[str, pd.DataFrame]) -> list[KeyFigure]:
    """Indicators short, kelurahan cells short, the service that misses most people, how complete the data are."""
    gaps, cells, tahun = _gaps_of_area(tables), figures.matrix(view_of(tables), "kelurahan"), state.year()
    kind = "contoh" if has_sample(gaps) else next((kind for kind in gaps["jenis_data"] if kind), "")
    judged, judged_cells = gaps["memenuhi"].dropna(), cells["memenuhi"].dropna()
    short = judged_cells.size - int(judged_cells.sum())
    most = gaps.iloc[0]
    return [
        KeyFigure(
            _("Indikator belum mencapai target"),
            f"{number(judged.size - int(judged.sum()))}/{number(judged.size)}",
            _("indikator bertarget, {tahun}").format(tahun=tahun),
            kind,
        ),
        KeyFigure(
            _("Pasangan belum mencapai target"),
            percent(100 * short / judged_cells.size if judged_cells.size else None, 0),
            _("dari {jumlah} pasangan kelurahan dan indikator bertarget").format(jumlah=number(judged_cells.size)),
            kind,
        ),
        KeyFigure(_("Sasaran terbanyak terlewat"), number(most["terlewat"]), _(most["nama_pendek"]), kind),
        KeyFigure(
            _("Data terisi"),
            percent(100 * cells["nilai"].notna().mean() if len(cells) else None, 0),
            _("{ada} dari {semua} sel").format(ada=number(cells["nilai"].notna().sum()), semua=number(len(cells))),
            kind,
        ),
    ]


@remembered
def heat_panel(tables: dict[str, pd.DataFrame], level: str, rows: str, columns: str) -> Panel | Empty:
    """All areas x all indicators; a click chooses the kelurahan."""
    figure = figures.heat_figure(view_of(tables), tingkat=level, baris=rows, kolom=columns)
    return chart(figure, key="peta_panas")


def _order_name(code: str) -> str:
    return {"daftar": _("Menurut daftar"), "terlewat": _("Terbanyak terlewat")}[code]


def _level_name(code: str) -> str:
    return {"kota": _("Kota"), "kecamatan": _("Kecamatan")}[code]


def _choice(label: str, options: tuple[str, ...], name, key: str, default: str) -> str:
    chosen = st.segmented_control(
        label, options, format_func=name, key=key, default=default, required=True, persist_state="session"
    )
    return chosen or default


def _show_heat(tables: dict[str, pd.DataFrame]) -> None:
    """The heat map under its own choices; the whole of DKI is grouped, 267 rows could not be read."""
    level = "kelurahan"
    with st.container(horizontal=True, gap="large"):
        if is_province(_area(tables)):
            level = _choice(_("Kelompokkan menurut"), LEVELS, _level_name, "cakupan_tingkat", "kecamatan")
        rows = _choice(_("Urutan wilayah"), ORDERS, _order_name, "cakupan_baris", "terlewat")
        columns = _choice(_("Urutan indikator"), ORDERS, _order_name, "cakupan_kolom", "daftar")
    show_panel(heat_panel(tables, level, rows, columns))


def _indicator(tables: dict[str, pd.DataFrame]) -> str:
    """The service chosen on top of the page, or here when the filter names another measure."""
    codes = tables["indikator_esensial"]["kode_indikator"].tolist()
    if state.get("indikator") in codes:
        return state.get("indikator")
    return st.selectbox(
        _("Indikator layanan"), codes, format_func=data.indicator_name, key="cakupan_indikator", persist_state="session"
    )


@remembered
def _trend(tables: dict[str, pd.DataFrame], code: str) -> Panel | Empty:
    figure = area_trend_figure(view_of(tables), code=code, sampai="kecamatan", tinggi=260)
    return chart(figure, key="cakupan_tren")


def _show_indicator(tables: dict[str, pd.DataFrame]) -> None:
    show_section(_("Satu indikator"))
    code = _indicator(tables)
    left, right = st.columns([6, 5], gap="large")
    with left:
        show_panel(lokus.map_panel(tables, code))
    with right:
        lokus.show_ranking(tables, code)
        show_panel(_trend(tables, code))


def _show_kelurahan(tables: dict[str, pd.DataFrame]) -> None:
    show_section(_("Satu kelurahan"))
    choose_kelurahan(_("Kelurahan"))
    if state.get("kelurahan"):
        show_panel(gaps_panel(tables, 15))
        return
    show_panel(
        Empty(
            _("Belum ada kelurahan terpilih."), _("Klik satu sel di peta panas, wilayah di peta, atau pilih di sini.")
        )
    )


@remembered
def gaps_panel(tables: dict[str, pd.DataFrame], rows: int = 10) -> Panel | Empty:
    """The services of the kelurahan chosen, most people missed first; `rows` of them in the picture, all in its table."""
    return chart(figures.gaps_figure(view_of(tables), rows=rows), key="profil_cakupan")


def show(tables: dict[str, pd.DataFrame]) -> None:
    """All services at once, then one of them, then one kelurahan."""
    if _gaps_of_area(tables)["nilai"].isna().all():
        show_panel(figures.no_data(view_of(tables)))
        return
    show_key_figures(key_figures(tables))
    _show_heat(tables)
    _show_indicator(tables)
    _show_kelurahan(tables)
