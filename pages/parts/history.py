"""What was recorded, by whom; conflicts; the way back to an earlier state.

Trap: a decision and a restore are saves like any other. They name the state that the user sees here, so what somebody
records in the same minute shows up as a conflict and is not undone in silence.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from analysis.access import Person
from analysis.figures.view import Empty
from analysis.language import _, current, number
from analysis.same import Same
from analysis.sources.catalog import SENDIRI
from pages.parts import data
from pages.parts.cell_words import (
    cells_for_people,
    column_words,
    key_words,
    row_words,
    system_name,
    table_name,
    value_words,
    when,
)
from pages.parts.chart_panel import show as show_part
from pages.parts.person import person
from pages.parts.recording import record
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

_SHOWN_CONFLICTS = 10
_SHOWN_CELLS = 500
_SHOWN_PROBLEMS = 50
# Codes that are shown by name stand under the heading of the name.
_NAMED = {"kode_kelurahan": "nama_kelurahan", "kode_kota": "nama_kota_pendek", "kode_wilayah": "nama_wilayah"}
_NAMED |= {"kode_indikator": "indikator"}


def _seen(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of tables that this person may record: who has which role is the administrators' to see."""
    allowed = {table for table in cells["tabel"].unique() if person().may_record([table])}
    return cells[cells["tabel"].isin(allowed).to_numpy()]


def _disputed(state) -> pd.DataFrame:
    return _seen(state.conflicts)


def _count(conflicts: pd.DataFrame) -> int:
    return int(conflicts["berlaku"].sum())


def show_warnings() -> None:
    """On top of the page, whichever tab is open: a store that cannot be read, cells in conflict."""
    store = data.store()
    count = _count(_disputed(store.state())) if store.state().conflict_count else 0
    if store.trouble:
        st.warning(escape(str(store.trouble)), icon=":material/cloud_off:")
    if count:
        sentence = _("{jumlah} sel ditulis berbeda oleh dua pihak; pilih nilai yang benar di tab Riwayat.")
        st.warning(sentence.format(jumlah=number(count)), icon=":material/call_split:")


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Conflicts first, then the saves, the history of a cell, and what could not be read."""
    state = data.store().state()
    if len(conflicts := _disputed(state)):
        _show_conflicts(state, conflicts)
    if state.saves:
        _show_saves(state)
        _show_cell(state)
    else:
        show_part(
            Empty(
                _("Belum ada yang dicatat."),
                _("Catat berkas di tab Impor atau isi angka di tab Isi di layar; setiap simpanan tampil di sini."),
            )
        )
    _show_problems(state)


def _show_conflicts(state, conflicts: pd.DataFrame) -> None:
    show_section(_("Perlu diputuskan"))
    cells = ["tabel", "sumber_data", "kunci", "kolom"]
    for place, (cell, sides) in enumerate(conflicts.groupby(cells, sort=False)):
        if place == _SHOWN_CONFLICTS:
            rest = _count(conflicts) - _SHOWN_CONFLICTS
            st.caption(_("… dan {jumlah} sel lain; putuskan yang di atas dahulu.").format(jumlah=number(rest)))
            return
        with st.container(border=True):
            tabel, sumber, kunci, kolom = cell
            words = (table_name(tabel), row_words(tabel, kunci), column_words(kolom), system_name(sumber))
            st.markdown("**" + escape(" · ".join(words)) + "**")
            _show_sides(state, sides.reset_index(drop=True))


def _show_sides(state, sides: pd.DataFrame) -> None:
    """The values of one cell side by side; a button under each records the decision."""
    saves = {save.id: save for save in state.saves}
    for column, side in zip(st.columns(len(sides)), sides.itertuples(index=False), strict=True):
        with column:
            value = value_words(side.kolom, side.nilai)
            st.markdown(f":primary[**{escape(value)}**]" if side.berlaku else f"**{escape(value)}**")
            told = [side.oleh, when(side.kapan), saves[side.simpanan].berkas or _("diisi di layar")]
            told += [_("ditampilkan sampai diputuskan")] if side.berlaku else []
            st.caption(escape(" · ".join(told)))
            if st.button(_("Pakai nilai ini"), key=f"pakai_{side.simpanan}_{side.kunci}_{side.kolom}"):
                cells = sides[sides["simpanan"] == side.simpanan][["tabel", "sumber_data", "kunci", "kolom", "nilai"]]
                if record(cells, _("Memutuskan nilai yang berbeda"), induk=state.frontier):
                    st.rerun()


def _save_words(save) -> str:
    return " · ".join([when(save.kapan), save.oleh, save.apa])


def _show_saves(state) -> None:
    show_section(_("Simpanan"))
    newest = state.newest_first
    listed = pd.DataFrame(
        [(when(save.kapan), save.oleh, save.apa, save.berkas or _("diisi di layar"), len(save)) for save in newest],
        columns=["kapan", "oleh", "apa", "berkas", "jumlah_sel"],
    )
    show_table(listed, key="daftar_simpanan")
    if state.misdated:
        wrong = _(
            "Jam mesin pernah salah: {jumlah} simpanan bertanggal lebih awal daripada simpanan yang mendahuluinya. "
            "Urutannya tetap benar; periksa jam mesin."
        )
        st.caption(wrong.format(jumlah=number(len(state.misdated))))
    words = {save.id: _save_words(save) for save in newest}
    chosen = st.selectbox(
        _("Isi satu simpanan"), list(words), format_func=words.get, index=None, key="simpanan_dipilih",
        placeholder=_("Pilih simpanan"),
    )  # fmt: skip
    if chosen not in words:
        return
    shown, total = _changes(Same(state), chosen, current(), person())
    show_table(shown, key=f"isi_simpanan_{chosen}")
    if total > len(shown):
        st.caption(_("Tampil {tampil} dari {jumlah} sel.").format(tampil=number(len(shown)), jumlah=number(total)))
    _show_restore(state, chosen, when(next(save.kapan for save in newest if save.id == chosen)))


@lru_cache(maxsize=32)
def _changes(same: Same, id: str, bahasa: str, who: Person) -> tuple[pd.DataFrame, int]:
    cells = _seen(same.thing.changes(id)).sort_values(["tabel", "sumber_data", "kunci"], kind="stable")
    return cells_for_people(cells.head(_SHOWN_CELLS)), len(cells)


@lru_cache(maxsize=8)
def _restoring(same: Same, id: str) -> pd.DataFrame:
    # A role that was taken away never comes back with the data of its day.
    cells = same.thing.cells_to_restore(id)
    return cells[~cells["tabel"].isin(SENDIRI).to_numpy()].reset_index(drop=True)


def _show_restore(state, id: str, waktu: str) -> None:
    """Bring back the state as of one save, once the number of cells that change was read."""
    popover = st.popover(_("Pulihkan keadaan ini"), icon=":material/history:", key="pulihkan", on_change="rerun")
    if not popover.open:
        return
    with popover:
        cells = _restoring(Same(state), id)
        if cells.empty:
            st.markdown(_("Keadaan sekarang sama dengan keadaan itu; tidak ada yang perlu dipulihkan."))
            return
        sentence = _(
            "{jumlah} sel berubah kembali menjadi seperti pada {waktu}. Simpanan sesudahnya tetap ada di riwayat."
        )
        st.markdown(escape(sentence.format(jumlah=number(len(cells)), waktu=waktu)))
        if st.button(_("Ya, pulihkan"), type="primary", key="pulihkan_ya") and record(
            cells, _("Memulihkan keadaan {waktu}").format(waktu=waktu), induk=state.frontier, memulihkan=id
        ):
            st.rerun()


def _show_cell(state) -> None:
    """Choose a table, a row by its key, a column; read every value that the cell ever had."""
    from analysis.sources.layouts import TABLES
    from analysis.sources.store import ROW

    show_section(_("Riwayat satu sel"))
    recorded = [table for table in state.frames if len(state.keys(table)) and person().may_record([table])]
    if not recorded:
        return
    table = st.selectbox(_("Tabel"), recorded, format_func=table_name, key="riwayat_tabel")
    rows, parts = state.keys(table), ["sumber_data", *TABLES[table].key]
    with st.container(horizontal=True):
        for part in parts:
            options = rows[part].drop_duplicates().tolist()
            words = {one: system_name(one) if part == "sumber_data" else key_words(part, one) for one in options}
            options = sorted(options, key=words.get)
            heading = column_words(_NAMED.get(part, part))
            one = st.selectbox(heading, options, format_func=words.get, key=f"riwayat_{table}_{part}")
            rows = rows[(rows[part] == one).to_numpy()]
        columns = [*(name for name in TABLES[table].columns if name not in TABLES[table].key), ROW]
        column = st.selectbox(_("Kolom"), columns, format_func=column_words, key=f"riwayat_{table}_kolom")
    if rows.empty:
        return
    history = state.cell_history(table, rows["sumber_data"].iloc[0], rows["kunci"].iloc[0], column)
    if history.empty:
        st.caption(_("Sel ini belum pernah diisi."))
        return
    shown = pd.DataFrame(
        {
            "nilai": [value_words(column, text) for text in history["nilai"]],
            "kapan": [when(kapan) for kapan in history["kapan"]],
            "oleh": history["oleh"],
            "apa": history["apa"],
        }
    )
    show_table(shown.iloc[::-1], key="riwayat_sel")


def _show_problems(state) -> None:
    problems = [*data.store().problems, *state.problems]
    if problems:
        show_section(_("Yang tidak dapat dipakai"))
        st.markdown("\n".join(f"- {escape(str(problem))}" for problem in problems[:_SHOWN_PROBLEMS]))
        if (rest := len(problems) - _SHOWN_PROBLEMS) > 0:
            st.caption(_("… dan {jumlah} lagi.").format(jumlah=number(rest)))
