"""Drawing a mapping: which column of the file is which column of a table, with the first rows of the file beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.language import MISSING, _
from analysis.output.columns import column_name
from pages.parts import data, importing, recording
from pages.parts.text import escape

if TYPE_CHECKING:
    from analysis.sources.imports import Mapping

_NONE, _CONSTANT = "", "\x00tetap"
_PREVIEW = 4


def template_names() -> dict[str, str]:
    """The tables that a file may be imported into."""
    return {
        "balita": _("Balita: sasaran, diukur, pendek, sangat pendek per kelurahan"),
        "krs": _("KRS: keluarga berisiko dengan faktor dan peringkat kesejahteraan"),
        "cakupan": _("Cakupan: 29 layanan esensial per kelurahan"),
        "reviu": _("Reviu: huruf per aksi"),
        "bukti": _("Bukti: dokumen dan tanggal per aksi"),
        "rencana": _("Rencana: kegiatan, OPD, anggaran, target, realisasi"),
        "komitmen": _("Komitmen rembuk: siapa, apa, tenggat, selesai"),
        "regulasi_daerah": _("Regulasi daerah: nomor, tanggal, tentang"),
        "pelaku": _("Pelaku: kader dan KPM per kelurahan"),
    }


def _ways() -> dict[str, str]:
    return {
        "kode": _("Kode Kemendagri (10 angka)"),
        "nama": _("Nama kelurahan dan kecamatan"),
        "bps": _("Kode BPS (dicocokkan lewat nama)"),
    }


def _units() -> dict[str, str]:
    return {"1": _("Rp"), "1000": _("ribu Rp"), "1000000": _("juta Rp"), "1000000000": _("miliar Rp")}


def show(bringing: importing.Bringing) -> None:
    """The editor; open where the file was not recognised."""
    recognised = bool(bringing.mappings)
    if len(bringing.mappings) > 1:
        return  # a known export that fills several tables needs no drawing
    label = _("Ubah pemetaan kolom") if recognised else _("Petakan kolom berkas ini")
    with st.expander(label, expanded=not recognised, icon=":material/conversion_path:"):
        _edit(bringing)


def _edit(bringing: importing.Bringing) -> None:
    from analysis.sources.imports import suggest

    sheet, names = bringing.sheet, template_names()
    prefix = f"peta_{sheet.sidik[:8]}_{sheet.lembar}"
    drawn = bringing.mappings[0] if bringing.mappings else None
    columns = [name for name in sheet.columns if name not in sheet.personal]
    st.caption(_("Baris pertama berkas Anda:"))
    st.dataframe(sheet.frame[columns].head(_PREVIEW).astype("object"), hide_index=False, key=f"{prefix}_contoh")
    table = st.selectbox(
        _("Isi tabel"),
        list(names),
        index=list(names).index(drawn.tabel) if drawn else _best_table(sheet, list(names)),
        format_func=names.get,
        key=f"{prefix}_tabel",
    )
    start = drawn if drawn and drawn.tabel == table else suggest(sheet, table)
    # Another year chosen above the editor is another start.
    mapping = _fields(start, columns, f"{prefix}_{table}_{start.tetap.get('tahun', '')}")
    _show_actions(mapping, sheet, prefix)


def _best_table(sheet, tables: list[str]) -> int:
    """The table whose columns are found most fully."""
    from analysis.sources.imports import suggest

    shares = [len((one := suggest(sheet, table)).kolom) - 0.5 * len(one.missing) for table in tables]
    return shares.index(max(shares))


def _fields(start: Mapping, columns: list[str], prefix: str) -> Mapping:
    from analysis.sources.imports import Mapping
    from analysis.sources.imports.mapping import value_columns
    from analysis.sources.layouts import TABLES

    place = _place(start, columns, prefix)
    if start.kisi:
        wanted = ["tahun"]
        st.caption(_("Pembilang dan penyebut setiap indikator dikenali dari judul kolomnya."))
    else:
        wanted = list(value_columns(start.tabel))
    kolom, tetap, satuan = {}, {}, {}
    for place_in_row, target in enumerate(wanted):
        if place_in_row % 3 == 0:
            row = st.columns(3)
        with row[place_in_row % 3]:
            required = TABLES[start.tabel].columns[target].required
            column, constant = _field(start, target, columns, prefix, required)
            if column:
                kolom[target] = column
                if target.endswith("_rp"):
                    units = _units()
                    satuan[target] = st.selectbox(
                        _("Satuan {kolom}").format(kolom=column_name(target)),
                        list(units),
                        format_func=units.get,
                        key=f"{prefix}_satuan_{target}",
                    )
            elif constant:
                tetap[target] = constant
    return Mapping(start.tabel, kolom, tetap, place, satuan, start.di_bawah, start.kisi)


def _place(start: Mapping, columns: list[str], prefix: str):
    from analysis.sources.imports import Place
    from analysis.sources.imports.mapping import area_column

    ways, place = _ways(), start.wilayah
    level = area_column(start.tabel)
    if level != "kode_kelurahan":
        ways = {"kode": _("Kode Kemendagri"), "nama": _("Nama kota")}
    kinds = {
        "kode": {"kode": _("Kolom kode"), "kelurahan": _("Kolom kelurahan"), "kecamatan": _("Kolom kecamatan")},
        "nama": {"kelurahan": _("Kolom kelurahan"), "kecamatan": _("Kolom kecamatan"), "kota": _("Kolom kota")},
        "bps": {"kode": _("Kolom kode"), "kelurahan": _("Kolom kelurahan"), "kecamatan": _("Kolom kecamatan")},
    }
    first, *others = st.columns(4)
    with first:
        known = place.cara if place.cara in ways else "nama"
        way = st.selectbox(
            _("Wilayah ditulis sebagai"),
            list(ways),
            index=list(ways).index(known),
            format_func=ways.get,
            key=f"{prefix}_cara",
        )
    if level != "kode_kelurahan":
        kinds = {"kode": {"kode": _("Kolom kode")}, "nama": {"kota": _("Kolom kota")}}
    chosen = {}
    for kind, box in zip(kinds[way], others, strict=False):
        with box:
            chosen[kind] = _column(kinds[way][kind], getattr(place, kind), columns, f"{prefix}_{way}_{kind}")
    return Place(way, **chosen)


def _column(label: str, start: str, columns: list[str], key: str, constant: bool = False) -> str:
    options = [_NONE, *columns, *([_CONSTANT] if constant else [])]

    def said(option: str) -> str:
        return {_NONE: MISSING, _CONSTANT: _("nilai tetap …")}.get(option, option)

    return st.selectbox(
        label, options, index=options.index(start) if start in options else 0, format_func=said, key=key
    )


def _field(start: Mapping, target: str, columns: list[str], prefix: str, required: bool) -> tuple[str, str]:
    """The column, or the one text, that fills `target`."""
    label = column_name(target) + (" *" if required else "")
    before = start.kolom.get(target, _CONSTANT if start.tetap.get(target) else _NONE)
    column = _column(label, before, columns, f"{prefix}_{target}", constant=True)
    if column != _CONSTANT:
        return column, ""
    text = st.text_input(
        _("{kolom} untuk semua baris").format(kolom=column_name(target)),
        value=start.tetap.get(target, ""),
        max_chars=200,
        key=f"{prefix}_tetap_{target}",
    )
    return "", text.strip()


def _show_actions(mapping: Mapping, sheet, prefix: str) -> None:
    from analysis.sources.imports import template_row
    from analysis.sources.store import cells_of_rows

    missing = [column_name(name) for name in mapping.missing]
    if missing:
        st.caption(_("Belum ditentukan: {kolom}. Yang bertanda * wajib.").format(kolom=escape(", ".join(missing))))
    use, name, keep = st.columns([3, 4, 3], vertical_alignment="bottom")
    with use:
        st.button(
            _("Pakai pemetaan ini"),
            type="primary",
            disabled=bool(missing),
            key=f"{prefix}_pakai",
            on_click=importing.use_mapping,
            args=(mapping,),
            width="stretch",
        )
    with name:
        given = st.text_input(
            _("Nama templat"),
            max_chars=60,
            key=f"{prefix}_nama",
            placeholder=_("misalnya Rekap bulanan puskesmas"),
            help=_("Templat ditawarkan lagi bila berkas dengan judul kolom yang sama datang."),
        ).strip()
    with keep:
        if st.button(_("Simpan sebagai templat"), disabled=bool(missing), key=f"{prefix}_simpan", width="stretch"):
            if not given:
                st.error(_("Beri nama templatnya dahulu."), icon=":material/error:")
                return
            cells = cells_of_rows("pemetaan", template_row(given, mapping, sheet), "entri")
            apa = _("Templat pemetaan {nama}").format(nama=given)
            recording.record(cells, apa, induk=data.store().state().frontier)
