"""The tab Rilis: everything of one release in a zip, and what was released before.

A release is recorded with what it said, so that the next one can tell what was corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date

import pandas as pd
import streamlit as st

from analysis import language
from analysis.figures.registry import recipes
from analysis.language import _, date, number
from analysis.output.export import file_name
from analysis.output.templates import Dress, template_names
from analysis.publication import manifest as manifests
from analysis.publication.release import FORMATS, Look, Release, ReleaseError, compose_release, release_zip
from analysis.sources.shapes import read_shapes
from analysis.sources.store import cells_of_rows, changed_cells
from pages.parts import data, recording, state, studio_files, studio_words
from pages.parts.downloads import offer
from pages.parts.memory import remembered
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

Tables = dict[str, pd.DataFrame]
TABLE = "rilis"
# What a release of aksi 7 holds at first: where the burden is, how sure that is, which lokus, families, services.
_FIRST = ("lokus_resmi", "tren_survei", "peta", "peringkat", "peta_krs", "faktor_krs", "kesenjangan_layanan")
_MADE = "rilis_dibuat"


def show(tables: Tables) -> None:
    """Left what goes in, right what the check says and what changes; then the zip."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        wanted, look = _show_choices()
    release = composed(tables, wanted)
    with right:
        _show_contents(release)
        _show_check(release)
        _show_changes(tables, release)
    with left:
        if release.check.boleh and release.pieces:
            _show_making(tables, release, look)
    _show_history(tables)


def _show_choices() -> tuple[tuple[str, ...], Look]:
    found, formats = recipes(), {"png": "PNG", "svg": "SVG", "pdf": "PDF"}
    wanted = st.pills(
        _("Gambar dalam rilis"),
        list(found),
        default=[code for code in _FIRST if code in found],
        selection_mode="multi",
        format_func=lambda code: found[code].judul(),
        key="rilis_gambar",
        persist_state="session",
        wrap=True,
    )
    template = st.selectbox(_("Templat"), list(template_names()), format_func=template_names().get, key="rilis_templat")
    kinds = st.pills(
        _("Bentuk berkas gambar"),
        FORMATS,
        format_func=formats.get,
        selection_mode="multi",
        default=list(FORMATS),
        key="rilis_bentuk",
    )
    return tuple(wanted), Look(template, tuple(kinds) or FORMATS[:1], dress=Dress(logo=studio_words.logo()))


@remembered
def composed(tables: Tables, wanted: tuple[str, ...]) -> Release:
    """The release of these pictures for the kota and year chosen, from masked numbers."""
    view = studio_files.masked_view(tables)
    number_of = 1 + max((row["nomor"] for row in recorded(tables)), default=0)
    stamp = data.load().catalog.sidik
    return compose_release(view, [(code, {}) for code in wanted], hari=Date.today(), sidik=stamp, nomor=number_of)


@remembered
def recorded(tables: Tables) -> list[dict]:
    """What was released of the kota and year before, oldest first."""
    rows = tables[TABLE]
    rows = rows[((rows["kode_wilayah"] == state.get("kota")) & (rows["tahun"] == state.year())).to_numpy(dtype=bool)]
    found = [manifests.from_text(text) for text in rows.sort_values("nomor")["isi"]]
    return [manifest for manifest in found if manifest]


def _before(tables: Tables) -> Mapping | None:
    return next(reversed(recorded(tables)), None)


def _show_contents(release: Release) -> None:
    show_section(_("Isi rilis {nomor}").format(nomor=number(release.nomor)))
    lines = [f"1. **{escape(piece.judul)}**: {escape(piece.figure.caption.judul)}" for piece in release.pieces]
    st.markdown("\n".join(lines) or _("Belum ada gambar yang dipilih."))
    for sentence in release.kosong:
        st.info(escape(sentence), icon=":material/inbox:")
    st.caption(
        _(
            "Di dalam ZIP: gambar, angkanya (CSV dan XLSX), paragraf pers Indonesia dan Inggris, daftar sumber, catatan metode, "
            "dan catatan perubahan."
        )
    )


def _show_check(release: Release) -> None:
    show_section(_("Pemeriksaan rilis"))
    for sentence in release.check.ditolak:
        st.error(escape(sentence), icon=":material/block:")
    st.markdown("\n".join(f"- {escape(sentence)}" for sentence in release.check.dilakukan))


def _show_changes(tables: Tables, release: Release) -> None:
    show_section(_("Catatan perubahan"))
    titles = {piece.kode: piece.judul for piece in release.pieces}
    lines = manifests.say_changes(_before(tables), release.manifest, titles)
    st.markdown("  \n".join(escape(line) for line in lines))


def _show_making(tables: Tables, release: Release, look: Look) -> None:
    """Make the zip, hand it out, and record what it said."""
    key = (id(release), look, language.current())
    made = st.session_state.get(_MADE)
    if st.button(_("Buat paket rilis"), type="primary", icon=":material/folder_zip:", key="rilis_buat"):
        made = st.session_state[_MADE] = (key, release, _make(tables, release, look))
    if made is None or made[0] != key or made[2] is None:
        return
    name = file_name(release.judul, "zip", release.check.contoh)
    offer(_("Unduh paket rilis (ZIP)"), name, made[2], key="rilis_unduh")
    st.caption(_("Catat rilis sesudah diterbitkan: rilis berikutnya lalu menyebut apa yang diperbaiki."))
    recording.show_who()
    if st.button(_("Catat sebagai rilis {nomor}").format(nomor=number(release.nomor)), key="rilis_catat"):
        _record(release)


def _make(tables: Tables, release: Release, look: Look) -> bytes | None:
    bar = st.progress(0.0, text=_("Menggambar…"))

    def told(done: int, of: int) -> None:
        bar.progress(done / of, text=_("{selesai} dari {semua} gambar").format(selesai=number(done), semua=number(of)))

    try:
        return release_zip(release, look, _before(tables), read_shapes, told)
    except ReleaseError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return None
    finally:
        bar.empty()


def _record(release: Release) -> None:
    row = {
        "kode_wilayah": release.view.kota,
        "tahun": release.view.tahun,
        "nomor": release.nomor,
        "tanggal": release.hari.isoformat(),
        "isi": manifests.to_text(release.manifest),
    }
    cells = changed_cells(cells_of_rows(TABLE, pd.DataFrame([row]), "entri"), data.store().state(fresh=True))
    if recording.record(cells, release.judul, induk=recording.base()):
        st.session_state.pop(_MADE, None)
        st.rerun()


def _show_history(tables: Tables) -> None:
    found = recorded(tables)
    if not found:
        return
    show_section(_("Rilis yang tercatat"))
    rows = [
        {
            "nomor": one["nomor"],
            "tanggal": date(one["tanggal"]),
            "n_gambar": len(one["tabel"]),
            "sidik": one["sidik_data"],
        }
        for one in reversed(found)
    ]
    show_table(pd.DataFrame(rows), key="rilis_tercatat")
