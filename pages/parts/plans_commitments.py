"""Komitmen rembuk: what which office promised, until when, and whether it is done."""

from __future__ import annotations

from datetime import date as Date

import pandas as pd

from analysis.convergence.plans import commitment_counts
from analysis.figures import plans as figures
from analysis.figures.view import Empty
from analysis.language import _, date, number
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_panel
from pages.parts.editor import Form
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.plans_editor import date_cell, needs_one_kota, show_editor_heading, show_list_editor, text_cell
from pages.parts.table import show_table
from pages.parts.view import KeyFigure, show_key_figures


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Figures, the course of all promises, and their editor."""
    today = Date.today().isoformat()
    show_key_figures(key_figures(tables, today))
    show_panel(timeline_panel(tables, today))
    rows = figures.promises_listed(view_of(tables), today)
    if len(rows):
        show_table(rows, key="daftar_komitmen")
    if not needs_one_kota():
        show_editor()


@remembered
def key_figures(tables: dict[str, pd.DataFrame], today: str) -> list[KeyFigure]:
    """All promises, those done, done late, and overdue today."""
    found = figures.promises(view_of(tables), today)
    counts = commitment_counts(found)
    kinds = set(found["jenis_data"])
    kind = next((one for one in ("contoh", "diunggah") if one in kinds), "")
    return [
        KeyFigure(_("Komitmen"), number(counts["semua"]), str(state.year()), kind),
        KeyFigure(
            _("Selesai"),
            number(counts["selesai"]),
            _("{jumlah} tepat waktu").format(jumlah=number(counts["tepat_waktu"])),
            kind,
        ),
        KeyFigure(_("Selesai terlambat"), number(counts["terlambat"]), _("sesudah tenggatnya"), kind),
        KeyFigure(
            _("Lewat tenggat"), number(counts["lewat_tenggat"]), _("per {tanggal}").format(tanggal=date(today)), kind
        ),
    ]


@remembered
def timeline_panel(tables: dict[str, pd.DataFrame], today: str) -> Panel | Empty:
    """Due dates against the dates on which promises were kept."""
    return chart(figures.promises_figure(view_of(tables), hari=today), key="garis_komitmen")


def show_editor() -> None:
    """Recorded promises of the kota and year: add, mend, delete."""
    show_editor_heading(grows=True)
    kota, tahun = state.get("kota"), state.year()
    form = Form(
        key=f"komitmen-{kota}-{tahun}",
        title=_("Komitmen rembuk, {wilayah} {tahun}").format(wilayah=data.name(kota), tahun=tahun),
        columns={
            "komitmen": text_cell("komitmen", width="large"),
            "penanggung_jawab": text_cell("penanggung_jawab", help=_("Jabatan atau OPD, bukan nama orang.")),
            "tenggat": date_cell("tenggat"),
            "tanggal_selesai": date_cell("tanggal_selesai"),
            "catatan": text_cell("catatan"),
        },
        label=lambda row: row["komitmen"] or _("baris baru"),
        grows=True,
        ask_who=True,
    )
    show_list_editor(
        "komitmen",
        form,
        belongs=lambda key: key[0] == kota and int(key[1]) == tahun,
        fixed={"kode_kota": kota, "tahun": str(tahun)},
    )
