"""Recorded data for other systems: the data package, and where the store lies."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from analysis.figures.view import Empty
from analysis.language import _, current, number
from analysis.same import Same
from pages.parts import data
from pages.parts.chart_panel import show as show_part
from pages.parts.downloads import offer
from pages.parts.person import person
from pages.parts.text import escape
from pages.parts.view import show_bullets, show_section


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Where the store lies, what can be taken from it, and how another system reads it."""
    store = data.store()
    state = store.state()
    show_section(_("Letak penyimpanan"))
    cells = sum(len(save) for save in state.saves)
    where = _("{tempat} · {simpanan} simpanan · {sel} sel tertulis")
    st.markdown(escape(where.format(tempat=store.location, simpanan=number(len(state.saves)), sel=number(cells))))
    show_section(_("Unduh"))
    if not state.saves:
        show_part(Empty(_("Belum ada yang dicatat."), _("Paket data tersedia setelah simpanan pertama.")))
    else:
        with st.container(horizontal=True):
            offer(_("Paket data (CSV dan Parquet)"), "konvergensi-paket-data.zip", _package_zip, key="unduh_paket")
            # Every save as it lies there also says who was given which role.
            if person().at_least("admin"):
                offer(_("Cadangan semua catatan"), "konvergensi-cadangan.zip", _backup_zip, key="unduh_semua")
    show_section(_("Cara sistem lain membacanya"))
    show_bullets(
        [
            _("datapackage.json menjelaskan setiap tabel dan kolom (Frictionless Data Package)."),
            _("CSV: UTF-8, pemisah koma, desimal titik. Parquet memuat isi yang sama dengan jenis kolomnya."),
            _("Otomatis tanpa peramban: python -m analysis export -o FOLDER; mencatat: python -m analysis record."),
            _("Cadangan dipulihkan ke penyimpanan kosong dengan python -m analysis restore BERKAS.zip."),
            _("Beberapa kantor dapat memakai satu penyimpanan: folder bersama, alamat s3://, atau PostgreSQL."),
        ]
    )


@lru_cache(maxsize=4)
def _package(same: Same, bahasa: str) -> dict[str, bytes]:
    """The files of the package of one state, in the language in use."""
    from analysis.output.columns import column_name
    from analysis.output.tables_out import safe_text
    from analysis.sources.package import build_package
    from pages.parts.cell_words import table_name

    tables = data.load().catalog.tables
    return build_package(same.thing, tables, title=column_name, table_title=table_name, safe=safe_text)


def _package_zip() -> bytes:
    from analysis.sources.package import zipped

    return zipped(_package(Same(data.store().state()), current()))


def _backup_zip() -> bytes:
    from analysis.sources.backup import packed, parts

    return packed(parts())
