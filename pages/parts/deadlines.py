"""Deadlines for reporting, set by the user: without one nothing is called late."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.figures.quality import deadlines
from analysis.language import _
from analysis.output.quality_sentences import judged_tables
from pages.parts import data, recording, state


def show(tables: dict[str, pd.DataFrame]) -> None:
    """One date per table for the year chosen; saving records them."""
    tahun = state.year()
    standing = deadlines(tables, tahun)
    base = st.session_state.setdefault(f"tenggat_induk_{tahun}", recording.base())
    st.caption(
        _(
            "Tenggat berlaku untuk semua wilayah pada tahun {tahun}. Tanpa tenggat, ketepatan waktu tidak dinilai."
        ).format(tahun=tahun)
    )
    with st.form("tenggat", border=True):
        chosen = {}
        for column, (table, name) in zip(st.columns(len(judged_tables())), judged_tables().items(), strict=True):
            known = standing.get(table)
            chosen[table] = column.date_input(
                name.capitalize(),
                value=date.fromisoformat(known) if known else None,
                format="DD/MM/YYYY",
                key=f"tenggat_{table}_{tahun}",
            )
        saved = st.form_submit_button(_("Catat tenggat {tahun}").format(tahun=tahun), icon=":material/save:")
    if saved and _record(chosen, standing, tahun, base):
        del st.session_state[f"tenggat_induk_{tahun}"]
        st.rerun()


def _record(chosen: dict[str, date | None], standing: dict[str, str], tahun: int, base: tuple[str, ...]) -> bool:
    from analysis.sources.store import cells_of_rows, changed_cells

    rows = [(table, tahun, day.isoformat() if day else "") for table, day in chosen.items() if day or table in standing]
    frame = pd.DataFrame(rows, columns=["tabel", "tahun", "tenggat"])
    cells = changed_cells(cells_of_rows("tenggat", frame, "entri"), data.store().state())
    return recording.record(cells, _("Tenggat pelaporan {tahun}").format(tahun=tahun), induk=base)
