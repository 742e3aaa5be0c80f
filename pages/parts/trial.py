"""The rows that this session tries out: what recording them would change, recording, letting go."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.language import _, number
from pages.parts import data, importing, recording
from pages.parts.mapping import template_names
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

_SAID = "impor_kabar"
_ROWS = 5


def show() -> None:
    """Each table of the session with its system, its differences to what is recorded, Catat and Lepas."""
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check_circle:")
    own = data.uploads()
    if not own:
        return
    show_section(_("Dicoba dalam sesi ini, belum tercatat"))
    for table, frame in list(own.items()):
        with st.container(border=True):
            _show_one(table, frame)


def _show_one(table: str, frame: pd.DataFrame) -> None:
    from analysis.sources.imports import compare_cells
    from analysis.sources.store import cells_of_rows

    trial = importing.trial_of(table)
    system_box, record_box, forget_box = st.columns([6, 1, 1], vertical_alignment="bottom")
    with system_box:
        st.markdown(
            _("**{tabel}**: {baris} baris dari {berkas}").format(
                tabel=escape(_short(table)), baris=number(len(frame)), berkas=escape(trial.berkas)
            )
        )
        system = _system(table, trial)
    cells = cells_of_rows(table, frame, system, columns=list(trial.brought))
    difference = compare_cells(cells, data.store().state())
    st.caption(
        _("Dibanding yang tercatat dari sistem ini: {baru} sel baru, {berubah} berubah, {sama} sama.").format(
            baru=number(difference.baru), berubah=number(difference.berubah), sama=number(difference.sama)
        )
    )
    with record_box:
        wanted = st.button(_("Catat"), key=f"catat_{table}", type="primary", width="stretch")
    with forget_box:
        st.button(_("Lepas"), key=f"lepas_{table}", on_click=importing.forget, args=(table,), width="stretch")
    if wanted:
        _record(table, trial, difference)
    show_table(_shown(table, frame, trial), key=f"isi_{table}")


def _record(table: str, trial: importing.Trial, difference) -> None:
    apa = _("Impor {berkas}").format(berkas=trial.berkas)
    if trial.aturan:
        apa = _("{apa}; aturan penapisan: {aturan}").format(apa=apa, aturan=", ".join(trial.aturan))
    if recording.record(difference.changed, apa, induk=trial.base, berkas=trial.berkas, sidik=trial.sidik):
        importing.forget(table)
        st.session_state[_SAID] = _("{tabel} dari {berkas} tercatat.").format(
            tabel=escape(_short(table)), berkas=escape(trial.berkas)
        )
        st.rerun()


def _short(table: str) -> str:
    return template_names()[table].split(":")[0]


def _shown(table: str, frame: pd.DataFrame, trial: importing.Trial) -> pd.DataFrame:
    """The first rows, areas by name."""
    from analysis.sources.layouts import TABLES

    rows = frame[[*TABLES[table].key, *trial.brought]].head(_ROWS)
    if "kode_kelurahan" in rows:
        rows = rows.assign(nama_kelurahan=rows["kode_kelurahan"].map(data.name))
        rows = rows[["nama_kelurahan", *(name for name in rows if name not in ("nama_kelurahan", "kode_kelurahan"))]]
    return rows


def _system(table: str, trial: importing.Trial) -> str:
    """Which system the rows come from: guessed from the file, chosen by the user."""
    sources = data.load().catalog.tables["sumber_data"]
    names = dict(zip(sources["sumber_data"], sources["nama"], strict=True))
    fitting = [row.sumber_data for row in sources.itertuples() if table in row.tabel.split()]
    options = [code for code in fitting if code != "entri"]
    if trial.sumber_data not in options:
        options.append(trial.sumber_data)
    return st.selectbox(
        _("Sistem asal"),
        options,
        index=options.index(trial.sumber_data),
        format_func=lambda code: _(names.get(code, code)),
        key=f"sistem_{table}_{trial.sidik[:8]}",
    )
