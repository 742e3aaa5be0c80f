"""The file that a session is bringing in: opened, recognised, mapped, and tried out in this session.

Trap: what is kept of a file is one table without the columns that name persons (another sheet is read from the file
again); and every step (another sheet, another
mapping, an area confirmed) works the rows out again from the file, so that nothing of an earlier step stays behind.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import data, recording
from pages.parts.usage_log import note_use

if TYPE_CHECKING:
    from analysis.sources.imports import Mapping, Opened, Outcome, Recognised, Sheet
    from analysis.sources.problems import Problem

UPLOADER = "berkas_impor"
_STATE = "impor"


@dataclass(frozen=True)
class Bringing:
    """One file on its way in. `sheets`, `sidik`: names and SHA-256 of the file;
    `refused`: why it cannot be read; `decided`: areas that a person confirmed; `base`: the
    recorded state that the person had before them; `aturan`: switches of the screening that are on.
    """

    berkas: str
    sheets: tuple[str, ...] = ()
    sidik: str = ""
    sheet: Sheet | None = None
    found: Recognised | None = None
    mappings: tuple[Mapping, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    refused: Problem | None = None
    decided: dict[str, str] = field(default_factory=dict)
    base: tuple[str, ...] = ()
    aturan: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trial:
    """What is known of rows that this session tries out, beside the rows: for recording them."""

    berkas: str
    sidik: str
    sumber_data: str
    brought: tuple[str, ...]
    base: tuple[str, ...]
    aturan: tuple[str, ...] = ()


@cache
def references():
    """What areas and indicators are looked up in, made once."""
    from analysis.sources.imports import make_references

    return make_references(data.load().catalog.tables)


def current() -> Bringing | None:
    """The file of this session, None before one was dropped."""
    return st.session_state.get(_STATE)


def trials() -> dict[str, Trial]:
    """About the tables in `data.uploads()`, by name."""
    return st.session_state.setdefault("impor_percobaan", {})


def trial_of(table: str) -> Trial:
    """What is known of the rows of one table; rows that came another way bring every column."""
    from analysis.sources.layouts import TABLES

    layout = TABLES[table]
    brought = tuple(name for name in layout.columns if name not in layout.key)
    name = data.uploads()[table]["sumber_judul"].iloc[0]
    return trials().setdefault(table, Trial(name, "", "berkas", brought, recording.base()))


def templates() -> list:
    """The mappings that somebody kept."""
    from analysis.sources.imports import read_templates

    return read_templates(data.store().state().by_source("pemetaan"))


def take() -> None:
    """Open a dropped file and try its good rows out, before the page is drawn."""
    from analysis import language

    language.use(st.session_state["bahasa"])
    file = st.session_state.get(UPLOADER)
    opened = file is not None and recording.may_read_people()
    bringing = st.session_state[_STATE] = _open(file) if opened else None
    if bringing is not None and bringing.refused is None:
        _note(bringing)


def _note(bringing: Bringing) -> None:
    """That a file was opened: what it was taken for, which tables it brought and how many rows; not what it is called."""
    tables = ",".join(one.tabel for one in bringing.outcomes)
    rows = sum(len(one.frame) for one in bringing.outcomes)
    note_use("baca", rincian=" · ".join((bringing.found.jenis or "tabel", tables, str(rows))))


def _open(file) -> Bringing:
    from analysis.sources.imports import is_family_source, open_file, safe_name
    from analysis.sources.measurements import Refused
    from analysis.sources.problems import Problem

    name, source = safe_name(file.name), file.getvalue()
    about = Bringing(name, base=recording.base())
    if is_family_source(source):
        return _families(about, source, None)
    try:
        opened = open_file(source, file.name)
    except Refused as refused:
        return Bringing(name, refused=Problem(name, None, None, refused.jenis, refused.isi))
    bringing = _recognised(replace(about, sheets=tuple(opened.sheets), sidik=opened.sidik), opened, None)
    return _families(about, source, None) if bringing.found.jenis == "keluarga" else bringing


def _families(bringing: Bringing, source: bytes, tahun: int | None, switches: list[str] | None = None) -> Bringing:
    from analysis.sources.imports import Recognised, read_families

    outcome = read_families(source, bringing.berkas, tahun, data.load().catalog.tables, switches or ())
    bringing = replace(bringing, sidik=hashlib.sha256(source).hexdigest(), aturan=tuple(switches or ()))
    forget("krs")
    _try_out([outcome], bringing, "siga")
    return replace(bringing, found=Recognised("keluarga", sumber_data="siga"), outcomes=(outcome,))


def _recognised(bringing: Bringing, opened: Opened, lembar: str | None) -> Bringing:
    from analysis.sources.imports import guess_year, read_and_recognise, with_year

    sheet, found = read_and_recognise(opened, references().indicators, templates(), lembar)
    year = guess_year(sheet)
    mappings = tuple(with_year(one, year) if "tahun" in one.missing and year else one for one in found.mappings)
    return _applied(replace(bringing, sheet=sheet, found=found, mappings=mappings, decided={}))


def _applied(bringing: Bringing) -> Bringing:
    from analysis.sources.imports import apply_all

    before = {one.tabel for one in bringing.outcomes}
    for table in before:
        forget(table)
    outcomes = apply_all(bringing.sheet, bringing.mappings, references(), bringing.decided)
    _try_out(outcomes, bringing, bringing.found.sumber_data)
    return replace(bringing, outcomes=tuple(outcomes))


def _try_out(outcomes: list[Outcome], bringing: Bringing, sumber_data: str) -> None:
    from analysis.sources.catalog import with_source

    sidik = bringing.sidik
    for one in outcomes:
        if len(one.frame):
            mark, today = f"sha256 {sidik[:12]}" if sidik else "", date.today().isoformat()
            frame = with_source(one.frame, "diunggah", sumber_judul=bringing.berkas, tanggal_sumber=today, catatan=mark)
            data.uploads()[one.tabel] = frame
            trials()[one.tabel] = Trial(
                bringing.berkas, sidik, sumber_data, one.brought, bringing.base, bringing.aturan
            )


def forget(table: str) -> None:
    """Let the rows go that this session tries out."""
    data.uploads().pop(table, None)
    trials().pop(table, None)


def choose_sheet(key: str) -> None:
    """Callback: another sheet of the workbook, which is opened again for it."""
    from analysis.sources.imports import open_file

    file = st.session_state.get(UPLOADER)
    if file is not None and recording.may_read_people():
        opened = open_file(file.getvalue(), file.name)
        _change(lambda now: _recognised(now, opened, st.session_state[key]))


def choose_year(key: str) -> None:
    """Callback: the year of a file that names none."""
    from analysis.sources.imports import with_year

    year = st.session_state[key]
    _change(lambda now: _applied(replace(now, mappings=tuple(with_year(one, str(year)) for one in now.mappings))))


def screen_again(year_key: str, switches_key: str) -> None:
    """Callback: the year that the families were counted for, and the switches of the rules, as chosen now."""
    from analysis import language

    language.use(st.session_state["bahasa"])
    file, year = st.session_state.get(UPLOADER), st.session_state[year_key]
    if file is not None and year is not None and recording.may_read_people():
        chosen = st.session_state.get(switches_key) or []
        st.session_state[_STATE] = _families(current(), file.getvalue(), int(year), chosen)


def use_mapping(mapping: Mapping) -> None:
    """Read the file with a mapping that was drawn."""
    _change(lambda now: _applied(replace(now, mappings=(mapping,), decided={})))


def decide(choices: dict[str, str]) -> None:
    """Confirm areas: what is written -> code, "" to leave its rows out."""
    _change(lambda now: _applied(replace(now, decided=now.decided | choices)))


def undo_decisions() -> None:
    """Callback: ask for every doubtful area again."""
    _change(lambda now: _applied(replace(now, decided={})))


def _change(step) -> None:
    from analysis import language

    language.use(st.session_state["bahasa"])
    if (now := current()) is not None and now.sheet is not None:
        st.session_state[_STATE] = step(now)
