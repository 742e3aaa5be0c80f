"""What the editors of the four lists share: which recorded rows they open, and the cells they offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import streamlit as st

from analysis.language import _
from analysis.output.columns import column_name
from pages.parts import data, state
from pages.parts.editor import Form, readable, show_editor
from pages.parts.view import show_section


def show_list_editor(
    table: str, form: Form, *, keys: Iterable[tuple] | None = None, belongs: Callable | None = None, fixed=None
) -> None:
    """The editor of the recorded rows of one list, below its heading. Sample rows never stand in it."""
    from analysis.sources.store.editing import open_sheet

    def open_it():
        tables = data.load().catalog.tables
        sheet = open_sheet(data.store().state(), table, tables, keys=keys, belongs=belongs, fixed=fixed)
        return replace(sheet, opened=readable(table, sheet.opened))

    show_editor(form, open_it)


def show_editor_heading(grows: bool) -> None:
    """What the editor below holds, and how rows come and go."""
    show_section(_("Isi dan perbaiki"))
    st.caption(
        _("Lembar ini hanya memuat baris yang sudah tercatat; data contoh tidak dapat disunting.")
        + (" " + _("Tambah baris di bawah tabel; pilih baris lalu hapus untuk membuangnya.") if grows else "")
    )


def needs_one_kota() -> bool:
    """Say so where a list belongs to one kota and all of them are chosen."""
    if state.below() is None:
        st.info(_("Pilih satu kota untuk mengisi daftar ini."), icon=":material/location_city:")
        return True
    return False


def text_cell(name: str, help: str | None = None, **options) -> object:
    """A cell of free text, or of a figure written as people write it."""
    return st.column_config.TextColumn(column_name(name), help=help, max_chars=300, **options)


def figure_cell(name: str, help: str | None = None) -> object:
    """A cell of a figure, written and pasted with Indonesian separators."""
    return st.column_config.TextColumn(
        column_name(name),
        help=help or _("Angka mulai dari 0; titik memisahkan ribuan."),
        alignment="right",
        max_chars=24,
    )


def date_cell(name: str) -> object:
    """A cell of a whole date."""
    return st.column_config.TextColumn(
        column_name(name), help=_("Tulis seperti 31/12/2024 atau 2024-12-31."), max_chars=12
    )


def choice_cell(name: str, words: dict[str, str], **options) -> object:
    """A cell in which one of `words` (code -> what people read) is chosen."""
    return st.column_config.SelectboxColumn(
        column_name(name), options=list(words), format_func=lambda code: words.get(code, code), **options
    )
