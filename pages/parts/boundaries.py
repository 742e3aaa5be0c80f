"""Official boundaries: what is in force, bring a file, see what matched and what was refused, record it.

Trap: a polygon under the wrong name looks right on a map. So nothing is recorded before the user has seen what matched,
what was guessed and what was refused; and what stays without a match is never placed by the app alone.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath

import pandas as pd
import streamlit as st

from analysis.figures.boundaries import preview_figure
from analysis.language import _, join_names, number, published
from pages.parts import data, recording
from pages.parts.chart_panel import chart
from pages.parts.chart_panel import show as show_chart
from pages.parts.downloads import offer
from pages.parts.looking import view_of
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

# A file may have many features that are no kelurahan; more than these are not offered one by one.
SHOWN_CHOICES = 20
TYPES = ["zip", "geojson", "json", "gpkg", "kml", "kmz"]
_IMPORT, _RECORDED = "batas_impor", "batas_tercatat"


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Draw this part of the page."""
    _show_in_force(tables)
    show_section(_("Masukkan berkas batas resmi"))
    file = st.file_uploader(
        _("Shapefile dalam ZIP, GeoJSON, GPKG, KML, atau KMZ (paling besar 100 MB); sebagian kelurahan boleh"),
        type=TYPES,
        max_upload_size=100,
        # A new key empties the box: what was recorded stands above, and nothing waits below any more.
        key=f"berkas_batas_{st.session_state.get(_RECORDED, 0)}",
    )
    if file is None:
        st.session_state.pop(_IMPORT, None)
        return
    content = file.getvalue()
    sidik = hashlib.sha256(content).hexdigest()
    result = _read(content, file.name, sidik)
    _show_result(result, sidik)
    if len(result.frame):
        _show_preview(tables, result.frame)
        _show_record(result.frame, file.name, sidik)


def _show_in_force(tables: dict[str, pd.DataFrame]) -> None:
    recorded, total = tables["batas"], len(tables["kelurahan"])
    if recorded.empty:
        st.info(
            _(
                "Semua {semua} kelurahan digambar dengan batas indikatif: hasil hitungan, bukan batas administrasi."
            ).format(semua=number(total)),
            icon=":material/map:",
        )
        return
    sources = recorded[["judul", "tanggal"]].drop_duplicates().itertuples(index=False)
    names = join_names([", ".join(part for part in (judul, published(day)) if part) for judul, day in sources])
    sentence = _("Batas resmi berlaku untuk {jumlah} dari {semua} kelurahan ({sumber}).")
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        st.success(
            escape(sentence.format(jumlah=number(len(recorded)), semua=number(total), sumber=names)),
            icon=":material/verified:",
        )
    with right:
        if st.button(_("Kembali ke batas indikatif"), key="batas_lepas", help=_("Dapat dipulihkan di tab Riwayat.")):
            _let_go()


def _let_go() -> None:
    """Every recorded boundary counts as deleted; the saves stay."""
    from analysis.sources.store import ROW

    cells = data.store().state(fresh=True).cells
    rows = cells[(cells["tabel"] == "batas") & (cells["kolom"] == ROW) & (cells["nilai"] == "1")]
    cells = rows.assign(nilai="").drop(columns="simpanan")
    if recording.record(cells, _("Kembali ke batas indikatif"), induk=recording.base()):
        st.rerun()


def _read(content: bytes, name: str, sidik: str):
    """What came of the file with the choices of this session; read again only when a choice changed."""
    from analysis.sources.geometry.official import read_boundaries

    chosen = _choices(sidik)
    kept = st.session_state.get(_IMPORT)
    if kept is None or kept[:2] != (sidik, chosen):
        tables = data.load().catalog.tables
        base = recording.base() if kept is None or kept[0] != sidik else kept[3]
        result = read_boundaries(content, name, tables["kelurahan"], tables["alias"], dict(chosen))
        kept = st.session_state[_IMPORT] = (sidik, chosen, result, base)
    return kept[2]


def _choices(sidik: str) -> tuple[tuple[int, str], ...]:
    """The kelurahan chosen for features of this file, by feature number."""
    return tuple(sorted(st.session_state.get(f"batas_pilihan_{sidik[:16]}", {}).items()))


def _show_result(result, sidik: str) -> None:
    total = number(len(data.load().catalog.tables["kelurahan"]))
    if result.frame.empty and not result.refused:
        for note in result.notes:
            st.error(escape(str(note)), icon=":material/error:")
        return
    words = _("{jumlah} dari {semua} kelurahan cocok, {ditolak} fitur ditolak.")
    sentence = words.format(jumlah=number(len(result.frame)), semua=total, ditolak=number(len(result.refused)))
    if result.frame.empty:
        st.error(sentence, icon=":material/error:")
    else:
        st.success(sentence, icon=":material/check_circle:")
    if result.notes:
        st.markdown("**" + _("Yang ditebak, diperbaiki, atau perlu dilihat") + "**")
        st.markdown("\n".join(f"- {escape(note.pesan)}" for note in result.notes))
    if result.refused or _choices(sidik):
        _show_refused(result.refused, sidik)


def _show_refused(refused: list, sidik: str) -> None:
    from analysis.output.captions import Caption
    from analysis.output.tables_out import to_csv

    st.markdown("**" + _("Fitur yang ditolak") + "**")
    table = pd.DataFrame(
        {
            "fitur": [feature.fitur for feature in refused],
            "nama_fitur": [feature.nama for feature in refused],
            "alasan": [feature.alasan.pesan for feature in refused],
        }
    )
    if refused:
        show_table(table, key="batas_ditolak", readable=True)
        content = to_csv(table, Caption(_("Fitur yang ditolak")))
        offer(_("Unduh daftar yang ditolak"), "batas-ditolak.csv", content, key="batas_unduh_ditolak", icon=None)
    closed = st.expander(_("Pilih kelurahannya sendiri"), key="batas_pilih", on_change="rerun")
    if closed.open:
        with closed:
            st.caption(_("Fitur yang Anda pilihkan digabung dengan poligon kelurahan itu bila sudah ada."))
            _show_choices(refused, sidik)


def _show_choices(refused: list, sidik: str) -> None:
    """One box per refused feature, its likeliest kelurahan first; a choice already made can be taken back."""
    areas = data.load().catalog.tables["kelurahan"]
    names = {
        row.kode_kelurahan: f"{row.nama_kelurahan} ({row.nama_kecamatan})" for row in areas.itertuples(index=False)
    }
    chosen = dict(_choices(sidik))
    # A feature that found its place is refused no more, but its box stays.
    seen = st.session_state.setdefault(f"batas_ditanya_{sidik[:16]}", {})
    seen |= {feature.fitur: feature for feature in refused[:SHOWN_CHOICES]}
    for place, feature in sorted(seen.items()):
        options = ["", *dict.fromkeys([*feature.calon, *names])]
        label = _("Fitur {nomor}").format(nomor=number(place))
        st.selectbox(
            escape(f"{label}: {feature.nama}" if feature.nama else label),
            options,
            index=options.index(chosen.get(place, "")),
            format_func=lambda code: names.get(code, _("biarkan ditolak")),
            key=f"batas_fitur_{sidik[:8]}_{place}",
            on_change=_choose,
            args=(sidik, place),
        )


def _choose(sidik: str, place: int) -> None:
    chosen = st.session_state.setdefault(f"batas_pilihan_{sidik[:16]}", {})
    code = st.session_state[f"batas_fitur_{sidik[:8]}_{place}"]
    chosen.pop(place, None)
    if code:
        chosen[place] = code


def _show_preview(tables: dict[str, pd.DataFrame], matched) -> None:
    """All DKI as it would be drawn: official areas dark, indicative ones light."""
    from analysis.sources.geometry.boundary_rows import boundary_rows

    figure = preview_figure(view_of(tables), boundary_rows(matched, _("berkas ini"), ""))
    left, _right = st.columns([3, 2])
    with left:
        show_chart(chart(figure, key="peta_batas"))


def _show_record(matched, name: str, sidik: str) -> None:
    """Title and date of the source as they will stand under every map, and the button that records."""
    from analysis.sources.cells import Refusal, read_known_date

    left, middle, right = st.columns([3, 2, 1], vertical_alignment="bottom")
    with left:
        judul = st.text_input(
            _("Judul sumber"), value=PurePath(name).stem, max_chars=120, key=f"batas_judul_{sidik[:8]}"
        ).strip()
    with middle:
        day = st.text_input(
            _("Tanggal sumber"), placeholder="2025-09-23, 2025-09, 2025", max_chars=10, key=f"batas_tanggal_{sidik[:8]}"
        ).strip()
    with right:
        wanted = st.button(_("Catat"), type="primary", key="batas_catat", width="stretch")
    if not wanted:
        return
    tanggal = read_known_date(day) if day else ""
    if isinstance(tanggal, Refusal):
        st.error(_("Tanggal sumber tidak dikenal; tulis seperti 2025-09-23, 2025-09, atau 2025."))
    elif not judul:
        st.error(_("Isi judul sumber: itulah yang tertulis di bawah setiap peta."))
    elif _record(matched, judul, tanggal, name, sidik):
        st.session_state[_RECORDED] = st.session_state.get(_RECORDED, 0) + 1
        st.rerun()


def _record(matched, judul: str, tanggal: str, name: str, sidik: str) -> bool:
    from analysis.sources.geometry.boundary_rows import boundary_rows
    from analysis.sources.store import cells_of_rows, changed_cells

    cells = cells_of_rows("batas", boundary_rows(matched, judul, tanggal), "entri")
    apa = _("Batas resmi {jumlah} kelurahan: {judul}").format(jumlah=number(len(matched)), judul=judul)
    cells = changed_cells(cells, data.store().state())
    return recording.record(cells, apa, induk=st.session_state[_IMPORT][3], berkas=PurePath(name).name, sidik=sidik)
