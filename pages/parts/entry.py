"""Typing figures in on screen: balita, KRS and the essential services per kelurahan, checked at the cell, with undo."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.language import _
from analysis.output.columns import column_name
from pages.parts import data, state
from pages.parts.editor import Form, readable, show_editor
from pages.parts.filters import show_filters

_DIGITS = 16  # of what one cell takes


def _tables() -> dict[str, str]:
    return {
        "balita": _("Balita"),
        "krs": _("Keluarga berisiko stunting"),
        "cakupan": _("Cakupan layanan esensial"),
    }


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Choose table, area and year, and type."""
    show_filters("kota", "kecamatan", "tahun")
    names = _tables()
    left, middle, right = st.columns([2, 2, 4], vertical_alignment="bottom")
    with left:
        table = st.selectbox(_("Tabel"), list(names), format_func=names.get, key="isi_tabel", persist_state="session")
    areas = _areas(tables)
    if table == "cakupan":
        with middle:
            one = _show_way()
        with right:
            _show_coverage(tables, areas, one)
            code = st.session_state["isi_indikator" if one == "indikator" else "isi_kelurahan"]
        form, keys = _coverage_form(tables, areas, one, code)
    else:
        form, keys = _area_form(table, areas)
    st.caption(
        _(
            "Yang tampil hanya angka yang sudah tercatat; data contoh tidak pernah ikut. Boleh ditempel dari Excel; titik "
            "dibaca sebagai pemisah ribuan. Sel kosong berarti belum diketahui, bukan nol."
        )
    )
    show_editor(form, lambda: _sheet(table, keys))


def _areas(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The kelurahan of the kota or kecamatan chosen that exist in the year chosen."""
    from analysis.convergence.measures import areas_in

    return areas_in(tables["kelurahan"], state.year(), state.get("kecamatan") or state.get("kota"))


def _sheet(table: str, keys: list[tuple]):
    """The recorded rows of these keys, figures written as people read them."""
    from analysis.sources.store.editing import open_sheet

    sheet = open_sheet(data.store().state(), table, data.load().catalog.tables, keys=keys)
    return replace(sheet, opened=readable(table, sheet.opened))


def _where() -> str:
    return data.name(state.get("kecamatan") or state.get("kota"))


def _figures(names: list[str]) -> dict:
    return {
        name: st.column_config.TextColumn(
            column_name(name), max_chars=_DIGITS, alignment="right", help=_("Jumlah, bilangan bulat mulai dari 0.")
        )
        for name in names
    }


def _area_form(table: str, areas: pd.DataFrame) -> tuple[Form, list[tuple]]:
    """One row per kelurahan, one column per count of the table."""
    from analysis.sources.layouts import TABLES

    layout, year = TABLES[table], state.year()
    form = Form(
        key=f"{table}-{state.get('kecamatan') or state.get('kota')}-{year}",
        title=_("{tabel}, {wilayah} {tahun}").format(tabel=_tables()[table], wilayah=_where(), tahun=year),
        columns=_figures([name for name in layout.columns if name not in layout.key]),
        label=lambda row: data.name(row["kode_kelurahan"]),
        beside=areas[["nama_kelurahan", "nama_kecamatan"]],
    )
    return form, [(code, year) for code in areas["kode_kelurahan"]]


def _show_way() -> str:
    names = {"indikator": _("Satu indikator"), "kelurahan": _("Satu kelurahan")}
    return st.segmented_control(
        _("Isi menurut"),
        list(names),
        format_func=names.get,
        default="indikator",
        required=True,
        key="isi_menurut",
        persist_state="session",
    )


def _show_coverage(tables: dict[str, pd.DataFrame], areas: pd.DataFrame, one: str) -> None:
    """The indicator for all kelurahan, or the kelurahan for all indicators."""
    if one == "indikator":
        codes = tables["indikator_esensial"]["kode_indikator"].tolist()
        st.selectbox(_("Indikator"), codes, format_func=_service(tables), key="isi_indikator", persist_state="session")
    else:
        codes = areas.sort_values("nama_kelurahan")["kode_kelurahan"].tolist()
        st.selectbox(_("Kelurahan"), codes, format_func=data.name, key="isi_kelurahan")


def _service(tables: dict[str, pd.DataFrame]):
    names = tables["indikator_esensial"].set_index("kode_indikator")["nama_pendek"]
    return lambda code: f"{code} · {_(names[code])}"


def _coverage_form(
    tables: dict[str, pd.DataFrame], areas: pd.DataFrame, one: str, code: str
) -> tuple[Form, list[tuple]]:
    """Numerator and denominator: of one indicator for all kelurahan, or of one kelurahan for all indicators."""
    year, service = state.year(), _service(tables)
    where = _where() if one == "indikator" else data.name(code)
    what = service(code) if one == "indikator" else _tables()["cakupan"]
    services = tables["indikator_esensial"]["kode_indikator"].tolist()
    if one == "indikator":
        beside = areas[["nama_kelurahan", "nama_kecamatan"]]
        keys = [(area, year, code) for area in areas["kode_kelurahan"]]
    else:
        beside = pd.DataFrame({"indikator": [service(each) for each in services]})
        keys = [(code, year, each) for each in services]
    form = Form(
        key=f"cakupan-{state.get('kecamatan') or state.get('kota')}-{year}-{code}",
        title=_("{tabel}, {wilayah} {tahun}").format(tabel=what, wilayah=where, tahun=year),
        columns=_figures(["pembilang", "penyebut"]),
        label=lambda row: f"{data.name(row['kode_kelurahan'])} {row['kode_indikator']}",
        beside=beside,
    )
    return form, keys
