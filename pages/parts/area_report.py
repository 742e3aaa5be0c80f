"""The area report and the bulletin as PDF: choose the paper and the area, make it, download it.

A PDF takes a second or two to draw, so it is made when asked for and kept until a choice changes; then the button
makes a new one, and nobody downloads a paper of another area by mistake.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.figures.view import View
from analysis.language import _, current
from analysis.same import Same
from pages.parts import data, state
from pages.parts.chart_panel import show as show_part
from pages.parts.downloads import offer
from pages.parts.looking import view_of
from pages.parts.view import show_section

PAPERS = ("wilayah", "buletin")
_MADE = "laporan_jadi"


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Choices in one row, then the button, then the download."""
    from analysis.figures.view import Empty

    show_section(_("Laporan wilayah dan buletin"))
    if state.whole_province():
        show_part(
            Empty(
                _("Laporan dan buletin dibuat per kota."),
                _("Pilih satu kota di atas; laporan kecamatan dan kelurahannya juga ada di sana."),
            )
        )
        return
    asked = _choices()
    made = st.session_state.get(_MADE)
    wanted = (asked, Same(tables), current(), state.year())
    if st.button(_("Buat PDF"), icon=":material/picture_as_pdf:", key="laporan_buat", type="primary"):
        with st.spinner(_("Menyusun halaman ...")):
            made = (wanted, *_make(tables, asked))
        st.session_state[_MADE] = made
    if made and made[0] == wanted:
        _show_result(*made[1:])


def _choices() -> tuple[str, str, bool, str]:
    """(paper, area code, for publication, contact)."""
    kota = state.get("kota")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        paper = st.selectbox(_("Jenis"), PAPERS, format_func=_paper_name, key="laporan_jenis", width=260)
        area, contact = kota, ""
        if paper == "wilayah":
            inside = [
                kota,
                *(code for level in ("kecamatan", "kelurahan") for code in state.allowed(level, kota) if code),
            ]
            area = st.selectbox(
                _("Wilayah laporan"), inside, format_func=_area_name, key=f"laporan_wilayah_{kota}", width=340
            )
        else:
            contact = st.text_input(_("Kontak penerbit (boleh kosong)"), key="laporan_kontak", max_chars=160, width=340)
        internal = st.toggle(
            _("Untuk pemakaian internal"),
            key="laporan_internal",
            help=_("Angka kecil tidak disembunyikan, dan setiap halaman berkata tidak untuk publikasi."),
        )
    return paper, area, not internal, contact


def _paper_name(code: str) -> str:
    return {"wilayah": _("Laporan satu wilayah"), "buletin": _("Buletin semua kelurahan (Aksi 7)")}[code]


def _area_name(code: str) -> str:
    name = data.name(code)
    if len(code) == len("31.73"):
        return name
    above = _("Kecamatan {nama}").format(nama=data.name(code[:8]))
    return above if len(code) == len("31.73.01") else f"{name} · {above}"


def _make(tables: dict[str, pd.DataFrame], asked: tuple[str, str, bool, str]) -> tuple[bytes, str, str]:
    """(PDF, file name, what went wrong)."""
    from analysis.output.export import ExportError, file_name
    from analysis.publication.bulletin import bulletin, bulletin_pdf
    from analysis.publication.report import area_report, report_pdf
    from analysis.sources.shapes import read_shapes

    paper, area, public, contact = asked
    view, mark = _view(tables, public), "" if public else " internal"
    try:
        if paper == "buletin":
            made = bulletin(view, kontak=contact)
            name = _("Buletin stunting {kota} {tahun}").format(kota=made.nama, tahun=made.tahun)
            return bulletin_pdf(made, read_shapes), file_name(name + mark, "pdf", made.contoh), ""
        made = area_report(view, area)
        name = _("Laporan wilayah {nama} {tahun}").format(nama=made.nama, tahun=made.tahun)
        return report_pdf(made, read_shapes), file_name(name + mark, "pdf", made.contoh), ""
    except ExportError as error:
        return b"", "", str(error)


def _view(tables: dict[str, pd.DataFrame], public: bool) -> View:
    from pages.parts.studio_files import suppression

    view = view_of(tables)
    return view.on(supresi=suppression(tables)) if public else view


def _show_result(made: bytes, name: str, problem: str) -> None:
    if problem:
        st.error(problem)
        return
    offer(_("Unduh {berkas}").format(berkas=name), name, made, key="laporan_unduh")
