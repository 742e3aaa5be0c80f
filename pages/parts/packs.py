"""The rembuk pack (Aksi 3) and the penilaian pack (Aksi 8): what is in them, what they say, one button, one zip.

The trap: a pack leaves the city hall. So small numbers are hidden unless somebody asks for internal papers, and a pack
that was made before a choice changed is not offered any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date

import pandas as pd
import streamlit as st

from analysis.figures.view import Empty, View
from analysis.language import _, number
from analysis.same import Same
from pages.parts import state, studio_files
from pages.parts.chart_panel import show as show_part
from pages.parts.downloads import offer
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_bullets, show_section

Tables = dict[str, pd.DataFrame]


def show_rembuk(tables: Tables) -> None:
    """Agenda, situation per kecamatan, form of commitments and minutes of one kota and year."""
    show_section(_("Paket rembuk stunting (Aksi 3)"))
    if _whole_province(_("Paket rembuk dibuat per kota."), _("Pilih satu kota di atas.")):
        return
    from analysis.output.captions import source_line

    internal = _internal("rembuk")
    show_bullets(
        [
            _("Agenda (DOCX): susunan acara dan bahan tiap acara; tempat dan waktu dikosongkan untuk diisi."),
            _("Situasi per kecamatan (PDF): ringkasan kota, komitmen, lalu satu halaman tiap kecamatan."),
            _("Formulir komitmen (XLSX): usulan dari data; setelah diisi, letakkan di halaman Manajemen data."),
            _("Berita acara (DOCX): dasar, yang disampaikan, komitmen, dan tempat tanda tangan menurut jabatan."),
        ]
    )
    _make_button("rembuk", tables, (internal,), _rembuk_file)
    today = Date.today().isoformat()
    found, proposed = rembuk_said(tables, internal, today)
    show_section(_("Yang dibawa ke rembuk"))
    show_bullets([text for item in found for text in item.kalimat])
    st.caption(escape(source_line(pd.concat([item.rows for item in found]))))
    show_section(_("Usulan komitmen"))
    if proposed.empty:
        show_part(
            Empty(
                _("Data yang ada belum memberi usulan."),
                _("Yang mengisinya: tabel Cakupan, daftar lokus, komitmen sebelumnya, dan bukti aksi."),
            )
        )
        return
    st.caption(_("Disusun aplikasi dari data; belum ada yang menyepakatinya"))
    show_table(
        proposed[["komitmen", "penanggung_jawab", "alasan", "jenis_data"]], key=f"usulan_{internal}", readable=True
    )


def show_assessment(tables: Tables) -> None:
    """Slides, prose and evidence checklist of one kota and year in the frame of the year."""
    show_section(_("Paket penilaian kinerja (Aksi 8)"))
    if _whole_province(_("Provinsi menilai, tidak dinilai."), _("Pilih satu kota untuk menyusun paketnya.")):
        return
    from analysis.output.briefing_sentences import marked
    from analysis.output.captions import source_line

    internal = _internal("penilaian")
    show_bullets(
        [
            _("Paparan (PPTX dan PDF): satu layar tiap aksi dengan bukti, hasil, perubahan, dan tindak lanjut."),
            _("Naskah (DOCX): isi yang sama sebagai uraian tiap aksi, dapat disunting."),
            _("Daftar bukti (XLSX): dokumen tiap aksi, tersedia atau belum, rencana, selesai, hari terlambat."),
        ]
    )
    _make_button("penilaian", tables, (internal, _rubric(tables)), _assessment_file)
    show_section(_("Yang dipaparkan"))
    screens = assessment_said(tables, internal, Date.today().isoformat(), _rubric(tables))
    show_bullets([marked(screen.temuan, screen.rows) for screen in screens])
    st.caption(escape(source_line(pd.concat([screen.rows for screen in screens]))))
    if _rubric(tables):
        st.caption(_("Skor simulasi di layar ikhtisar memakai rubrik Anda dari halaman Reviu kinerja."))


def _whole_province(what: str, filled_by: str) -> bool:
    """Say that one kota is needed where all of them are chosen."""
    if not state.whole_province():
        return False
    show_part(Empty(what, filled_by))
    return True


def _internal(name: str) -> bool:
    return st.toggle(
        _("Untuk pemakaian internal"),
        key=f"paket_{name}_internal",
        help=_("Angka kecil tidak disembunyikan, dan setiap halaman berkata tidak untuk publikasi."),
    )


def _view(tables: Tables, internal: bool) -> View:
    view = view_of(tables)
    return view if internal else view.on(supresi=studio_files.suppression(tables))


@remembered
def rembuk_said(tables: Tables, internal: bool, today: str) -> tuple[tuple, pd.DataFrame]:
    """The items of the rembuk and the proposed commitments."""
    from analysis.publication.rembuk import rembuk_pack

    pack = rembuk_pack(_view(tables, internal), Date.fromisoformat(today))
    return pack.items, pack.usulan


@remembered
def assessment_said(tables: Tables, internal: bool, today: str, rubric: tuple) -> list:
    """The screens of the assessment."""
    from analysis.publication.assessment import assessment_screens

    return assessment_screens(_view(tables, internal), today, _rubric_of(rubric))


def _rubric(tables: Tables) -> tuple:
    """The weights and letter values that the user set on the page Reviu kinerja; () when there are none."""
    from analysis.convergence.review import frame_for

    kept = st.session_state.get("rubrik", {})
    frame = frame_for(tables["aksi"], state.year())
    if frame not in kept:
        return ()
    weights = kept[frame].assign(kerangka=frame)[["kerangka", "aksi", "bobot"]]
    letters = kept.get("huruf")
    values = () if letters is None else tuple(zip(letters["huruf"], letters["nilai"].astype(float), strict=True))
    return tuple(weights.itertuples(index=False, name=None)), values


def _rubric_of(rubric: tuple):
    from analysis.publication.assessment import Rubric

    if not rubric:
        return None
    weights, letters = rubric
    return Rubric(pd.DataFrame(list(weights), columns=["kerangka", "aksi", "bobot"]), dict(letters) or None)


def _make_button(name: str, tables: Tables, asked: tuple, make: Callable) -> None:
    """A button that makes the zip with progress, then the download as long as no choice changes."""
    wanted = (asked, Same(tables), state.choices())
    words = {"rembuk": _("Buat paket rembuk"), "penilaian": _("Buat paket penilaian")}
    made = st.session_state.get(f"paket_{name}_jadi")
    if st.button(words[name], icon=":material/folder_zip:", key=f"paket_{name}_buat", type="primary"):
        made = (wanted, *_made(make, tables, asked))
        st.session_state[f"paket_{name}_jadi"] = made
    if not made or made[0] != wanted:
        return
    _wanted, file, called, problem = made
    if problem:
        st.error(problem)
        return
    said = _("Unduh {berkas} ({ukuran} kB)").format(berkas=escape(called), ukuran=number(len(file) / 1000))
    offer(said, called, file, key=f"paket_{name}_unduh")


def _made(make: Callable, tables: Tables, asked: tuple) -> tuple[bytes, str, str]:
    """(zip, file name, what went wrong)."""
    from analysis.output.export import ExportError

    bar = st.progress(0.0, text=_("Menyusun paket ..."))
    try:
        return (*make(tables, *asked, lambda share, name: bar.progress(share, text=escape(name))), "")
    except ExportError as error:
        return b"", "", str(error)
    finally:
        bar.empty()


def _rembuk_file(tables: Tables, internal: bool, progress: Callable) -> tuple[bytes, str]:
    from analysis.output.export import file_name
    from analysis.publication.rembuk import rembuk_pack, rembuk_zip
    from analysis.sources.shapes import read_shapes

    pack = rembuk_pack(_view(tables, internal))
    name = _("Paket rembuk {kota} {tahun}").format(kota=pack.view.wilayah, tahun=pack.view.tahun)
    return rembuk_zip(pack, read_shapes, progress), file_name(name, "zip", pack.contoh)


def _assessment_file(tables: Tables, internal: bool, rubric: tuple, progress: Callable) -> tuple[bytes, str]:
    from analysis.output.export import file_name
    from analysis.publication.assessment import assessment, assessment_zip
    from analysis.sources.shapes import read_shapes

    made = assessment(_view(tables, internal), rubrik=_rubric_of(rubric))
    name = _("Paket penilaian {kota} {tahun}").format(kota=made.view.wilayah, tahun=made.view.tahun)
    return assessment_zip(made, read_shapes, progress), file_name(name, "zip", made.contoh)
