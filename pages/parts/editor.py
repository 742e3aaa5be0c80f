"""One sheet that people type into: undo, what is wrong, what will be recorded, and the button that records it.

Trap: the table widget keeps its edits against the frame it was drawn with. That frame (`shown`) therefore stays as it
is while somebody types, and the widget gets a new name whenever the rows change by another way (undo, a save).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis import language
from analysis.language import _, join_names, number
from pages.parts import data, recording
from pages.parts.table import show_table
from pages.parts.text import escape

if TYPE_CHECKING:
    from analysis.sources.rules import Column
    from analysis.sources.store.editing import Checked, Fault, Sheet

_SHOWN_CHANGES = 20
_ROW_PX, _LARGEST_PX, _ROOM_TO_GROW = 32, 560, 5


@dataclass(frozen=True)
class Form:
    """How a sheet looks: `title` names it for people; `columns` are column_config by frame column, in order.

    `label` gives a row its name in sentences; `beside` are columns that stand in front and are only read, one row per
    row of a fixed grid; `words` are what people read for the codes of a column; `grows` lets people add and delete rows; `ask_who` asks here for whom changes are recorded.
    """

    key: str
    title: str
    columns: dict
    label: Callable[[pd.Series], str]
    beside: pd.DataFrame | None = None
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    grows: bool = False
    ask_who: bool = False


@dataclass
class _Open:
    """A sheet in this session; `version` names the widget, `shown` and `columns` are what it was drawn with."""

    sheet: Sheet
    title: str
    version: int = field(default_factory=lambda: _new_version())
    shown: pd.DataFrame = field(default_factory=pd.DataFrame)
    columns: dict = field(default_factory=dict)


def _opened() -> dict[str, _Open]:
    return st.session_state.setdefault("lembar", {})


def _new_version() -> int:
    """Never given before in this session: a sheet opened again must not meet the edits of the one before."""
    version = st.session_state["lembar_ke"] = st.session_state.get("lembar_ke", 0) + 1
    return version


def _widget(key: str, version: int) -> str:
    return f"isian_{key}_{version}_{language.current()}"


def show_editor(form: Form, open_it: Callable[[], Sheet]) -> None:
    """The sheet `form.key`; `open_it` opens it when it is not open yet, and again when others saved meanwhile."""
    from analysis.sources.store.editing import changes, checked

    entry = _entry(form, open_it)
    changed = changes(entry.sheet)
    _show_steps(form.key, entry, changed)
    _show_grid(form, entry)
    found = checked(entry.sheet, data.load().catalog.tables)
    rows = entry.sheet.now
    if found.faults:
        _show_faults(found, lambda label: _name_of(form, rows.loc[label]))
    if len(changed):
        _show_changes(form, entry, changed)
        if form.ask_who:
            recording.show_who()
        if st.button(_("Catat"), type="primary", icon=":material/save:", key=f"catat_{form.key}"):
            _record(form, entry, found, open_it)
    _show_others(form.key)


def _entry(form: Form, open_it: Callable[[], Sheet]) -> _Open:
    """This session's sheet; one without changes follows the store, one with changes stays as it was opened."""
    from analysis.sources.store.editing import changes

    sheets = _opened()
    for key in [key for key, one in sheets.items() if key != form.key and not one.sheet.can_undo]:
        del sheets[key]
    entry = sheets.get(form.key)
    overtaken = entry is not None and entry.sheet.induk != recording.base()
    if entry is None or (overtaken and changes(entry.sheet).empty):
        entry = sheets[form.key] = _Open(open_it(), form.title)
    elif overtaken:
        st.info(
            _(
                "Sejak lembar ini dibuka ada simpanan baru. Bila sel yang sama berubah, kedua isinya ditampilkan sebagai "
                "bentrokan di Riwayat."
            ),
            icon=":material/sync_problem:",
        )
    if _widget(form.key, entry.version) not in st.session_state:
        entry.shown, entry.columns = entry.sheet.now, form.columns
    return entry


def _move(key: str, step: str) -> None:
    """Undo, redo or discard: other rows under the widget, so it gets a new name."""
    entry = _opened()[key]
    entry.sheet = getattr(entry.sheet, step)()
    entry.version = _new_version()


def _show_steps(key: str, entry: _Open, changed: pd.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for step, label, icon, possible in (
            ("undo", _("Urungkan"), "undo", entry.sheet.can_undo),
            ("redo", _("Ulangi"), "redo", entry.sheet.can_redo),
            ("discard", _("Buang semua perubahan"), "delete_sweep", len(changed) > 0),
        ):
            st.button(
                label,
                key=f"{step}_{key}",
                icon=f":material/{icon}:",
                disabled=not possible,
                on_click=_move,
                args=(key, step),
            )


def readable(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Figures of rows from the store as Indonesians write them; the readers take them back as they are."""
    from analysis.sources.layouts import TABLES

    if language.current() != "id":
        return rows
    columns = TABLES[table].columns
    return rows.assign(**{name: [_written(cell, columns[name]) for cell in rows[name]] for name in rows})


def _written(cell: str, column: Column) -> str:
    if column.at_least is None:
        return cell
    if column.dtype == "float64":
        return cell.replace(".", ",")
    return number(int(cell)) if cell.isascii() and cell.isdigit() else cell


def _show_grid(form: Form, entry: _Open) -> None:
    # An empty cell of a choice is none of its options.
    shown = entry.shown[list(form.columns)].astype("object").replace("", None)
    # Another help text would make it another widget, and what was typed would be gone from it.
    columns = dict(entry.columns)
    if form.beside is not None:
        shown = pd.concat([form.beside.set_axis(shown.index, axis=0), shown], axis=1)
        for name in form.beside:
            columns[name] = st.column_config.TextColumn(
                _heading(name), disabled=True, pinned=name == form.beside.columns[0]
            )
    widget = _widget(form.key, entry.version)
    st.data_editor(
        shown,
        column_config=columns,
        column_order=list(shown),
        hide_index=True,
        num_rows="dynamic" if form.grows else "fixed",
        height=min(_LARGEST_PX, _ROW_PX * (len(shown) + 1 + _ROOM_TO_GROW * form.grows) + 2),
        row_height=_ROW_PX,
        key=widget,
        on_change=_take,
        args=(form.key, widget),
        placeholder="",
        alt=_("Tabel isian; setiap sel diperiksa begitu diisi."),
    )


def _take(key: str, widget: str) -> None:
    """One step: the rows after what was just typed, pasted, added or deleted."""
    from analysis.sources.store.editing import apply_edits

    entry = _opened()[key]
    edits = st.session_state[widget]
    rows = apply_edits(entry.shown, edits, entry.sheet.fixed, len(entry.sheet.opened))
    entry.sheet = entry.sheet.typed(rows)


def _name_of(form: Form, row: pd.Series) -> str:
    """The name of a row, unless somebody wrote the number of a person into it."""
    from analysis.sources.cells import read_free_text

    name = form.label(row)
    return name if isinstance(read_free_text(name), str) else "…"


def _heading(name: str) -> str:
    from analysis.output.columns import column_name

    return column_name(name)


def _in_words(fault: Fault, name_of: Callable[[int], str]) -> str:
    """The sentence of one fault: whose row, which column, what to do; columns by their headings."""
    from dataclasses import replace

    problem = fault.problem
    isi = dict(problem.isi)
    for side in ("kiri", "kanan"):
        if side in isi:
            isi[side] = " + ".join(_heading(name) for name in str(isi[side]).split(" + "))
    for names in ("kolom", "kunci"):
        if names in isi:
            isi[names] = tuple(_heading(name) for name in isi[names])
    if "pertama" in isi:
        isi["pertama"] = name_of(int(isi["pertama"]))
    place = [name_of(fault.baris), *([_heading(problem.kolom)] if problem.kolom else [])]
    return f"{', '.join(place)}: {replace(problem, isi=isi).pesan}"


def _show_faults(found: Checked, name_of: Callable[[int], str]) -> None:
    lines = [f"- {escape(_in_words(fault, name_of))}" for fault in found.faults]
    rest = len(set(found.bad) - {fault.baris for fault in found.faults})
    if rest:
        lines.append("- " + _("… dan {jumlah} baris lain yang perlu diperbaiki.").format(jumlah=number(rest)))
    st.error(
        _("Belum dapat dicatat sampai diperbaiki; baris lain tetap dapat dicatat.") + "\n" + "\n".join(lines),
        icon=":material/error:",
    )


def _show_changes(form: Form, entry: _Open, changed: pd.DataFrame) -> None:
    """How many cells changed, and each from what to what."""
    from analysis.sources.cells import Refusal
    from analysis.sources.layouts import TABLES
    from analysis.sources.problems import quote

    sheet = entry.sheet

    def written(name: str, cell: str) -> str:
        column = TABLES[sheet.table].columns[name]
        if isinstance(column.read(cell), Refusal) and quote(cell) is None:
            return "…"
        cell = form.words.get(name, {}).get(cell, cell)
        return (_written(cell, column) if language.current() == "id" else cell) or language.MISSING

    label = {place: _name_of(form, rows.loc[place]) for rows in (sheet.opened, sheet.now) for place in rows.index}
    st.markdown(
        "**"
        + _("{sel} sel berubah di {baris} baris").format(
            sel=number(len(changed)), baris=number(changed["baris"].nunique())
        )
        + "**"
    )
    first = changed.head(_SHOWN_CHANGES)
    table = pd.DataFrame(
        {
            "nama": [label[place] for place in first["baris"]],
            "kolom_sel": [form.columns[name]["label"] for name in first["kolom"]],
        }
        | {
            f"isi_{side}": [written(*cell) for cell in zip(first["kolom"], first[side], strict=True)]
            for side in ("sebelum", "sesudah")
        }
    )
    show_table(table, key=f"perubahan_{form.key}")
    if len(changed) > _SHOWN_CHANGES:
        st.caption(_("dan {jumlah} sel lain").format(jumlah=number(len(changed) - _SHOWN_CHANGES)))


def _record(form: Form, entry: _Open, found: Checked, open_it: Callable[[], Sheet]) -> None:
    """Record what is right, and open the sheet on the new state; what was refused stays as it was typed."""
    from analysis.sources.store import changed_cells
    from analysis.sources.store.editing import carried_over, cells_to_record

    cells = changed_cells(cells_to_record(entry.sheet, found), data.store().state(fresh=True))
    if cells.empty and found.bad:
        return  # What is wrong stands above.
    apa = _("Isian di layar: {lembar}").format(lembar=form.title)
    if not recording.record(cells, apa, induk=entry.sheet.induk):
        return
    renewed = carried_over(open_it(), entry.sheet, found.bad)
    _opened()[form.key] = _Open(renewed, form.title)
    st.rerun()


def _show_others(key: str) -> None:
    """Typing that waits in other sheets is not forgotten."""
    from analysis.sources.store.editing import changes

    others = [entry for other, entry in _opened().items() if other != key and entry.sheet.can_undo]
    waiting = [entry.title for entry in others if len(changes(entry.sheet))]
    if waiting:
        st.caption(_("Belum dicatat di lembar lain: {daftar}.").format(daftar=escape(join_names(waiting))))
