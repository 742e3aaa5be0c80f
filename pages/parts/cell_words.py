"""Recorded cells in words: which row, which column, what value, when and by whom."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pandas as pd

from analysis import language
from analysis.language import _
from pages.parts import data

# Jakarta has no summer time, and Windows no list of time zones.
_WIB = timezone(timedelta(hours=7))


def table_name(table: str) -> str:
    """What people call a table."""
    from analysis.output.codes import table_names
    from analysis.output.columns import column_name

    return table_names().get(table) or column_name(table)


def system_name(code: str) -> str:
    """The name of the system a row came from."""
    systems = data.load().catalog.tables["sumber_data"]
    found = systems.loc[systems["sumber_data"] == code, "nama"]
    return _(found.iloc[0]) if len(found) else code


def key_words(column: str, value: str) -> str:
    """One part of a key in words: an area or an indicator by its name."""
    if column in ("kode_kelurahan", "kode_kota", "kode_wilayah"):
        return data.name(value)
    if column == "kode_indikator":
        return data.indicator_name(value)
    return _("Aksi {kode}").format(kode=value) if column == "aksi" else value


def row_words(table: str, kunci: str) -> str:
    """'["31.73.01.1005",2024]' -> "Kapuk · 2024"."""
    from analysis.sources.layouts import TABLES
    from analysis.sources.store.records import read_key

    key = TABLES[table].key if table in TABLES else ()
    parts = read_key(kunci, len(key))
    return " · ".join(key_words(*part) for part in zip(key, parts, strict=True)) if parts else kunci


def column_words(column: str) -> str:
    """The heading of a column; the one that marks a row says so."""
    from analysis.output.columns import column_name
    from analysis.sources.store import ROW

    return _("Baris data") if column == ROW else column_name(column)


def value_words(column: str, text: str) -> str:
    """A cell's text as a reader meets it: empty cells and deleted rows are said."""
    from analysis.sources.store import ROW

    if column == ROW:
        return _("baris ada") if text == "1" else _("baris dihapus")
    return text or _("(kosong)")


def when(kapan: str) -> str:
    """UTC as ISO text -> "22 November 2026 07.15 WIB"."""
    moment = datetime.fromisoformat(kapan).astimezone(_WIB)
    clock = moment.strftime("%H.%M" if language.current() == "id" else "%H:%M")
    return f"{language.date(moment.date())} {clock} WIB"


def cells_for_people(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells (store.CELLS, perhaps with `sebelum`) with words in place of codes."""
    shown = pd.DataFrame(
        {
            "tabel": [table_name(table) for table in cells["tabel"]],
            "kunci": [row_words(*row) for row in zip(cells["tabel"], cells["kunci"], strict=True)],
            "sumber_data": [system_name(code) for code in cells["sumber_data"]],
            "kolom_sel": [column_words(column) for column in cells["kolom"]],
        }
    )
    if "sebelum" in cells:
        before = zip(cells["kolom"], cells["sebelum"], strict=True)
        shown["sebelum"] = [value_words(column, text) if text else language.MISSING for column, text in before]
    shown["nilai"] = [value_words(*cell) for cell in zip(cells["kolom"], cells["nilai"], strict=True)]
    return shown
