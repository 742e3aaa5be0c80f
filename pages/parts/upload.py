"""The views of the page Manajemen data. Uploaded rows live in this session's memory and nowhere else."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.language import _, number
from pages.parts import data
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section


def _tables() -> dict[str, str]:
    return {
        "balita": _("Balita: sasaran, diukur, pendek, sangat pendek per kelurahan"),
        "krs": _("KRS: keluarga berisiko dengan faktor dan peringkat kesejahteraan"),
        "cakupan": _("Cakupan: 29 layanan esensial per kelurahan"),
        "reviu": _("Reviu: huruf per aksi"),
        "bukti": _("Bukti: dokumen dan tanggal per aksi"),
    }


def finding() -> str:
    """How many tables of the session are the user's own."""
    own = data.uploads()
    if not own:
        return _("Belum ada berkas Anda. Taruh CSV di bawah; baris yang benar langsung dipakai di semua halaman.")
    rows = sum(len(frame) for frame in own.values())
    return _("{baris} baris dari {tabel} tabel Anda dipakai di semua halaman selama sesi ini.").format(
        baris=number(rows), tabel=number(len(own))
    )


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Bring a file, and see what this session tries out."""
    show_upload()
    show_uploaded()


def show_upload() -> None:
    """Choose a table, take its template, drop a file, read the report."""
    names = _tables()
    left, right = st.columns([5, 4], gap="large")
    with left:
        table = st.selectbox(_("Tabel"), list(names), format_func=names.get, key="tabel_unggah")
        st.file_uploader(
            _("Berkas CSV (pemisah titik koma atau koma, koma desimal boleh, paling besar 50 MB)"),
            type=["csv", "txt"],
            max_upload_size=50,
            key=f"berkas_{table}",
            on_change=_take,
            args=(table,),
        )
        _show_report(table)
    with right:
        _show_template(table)


def _take(table: str) -> None:
    """Check a dropped file once, before the page is drawn: its good rows stay in the session."""
    from analysis import language
    from analysis.sources.catalog import read_upload

    reports = st.session_state.setdefault("laporan_unggah", {})
    file = st.session_state.get(f"berkas_{table}")
    if file is None:
        reports.pop(table, None)
        return
    language.use(st.session_state["bahasa"])
    frame, problems = read_upload(table, file.getvalue(), file.name, data.load().catalog)
    reports[table] = (len(frame), problems)
    if len(frame):
        data.uploads()[table] = frame


def _show_template(table: str) -> None:
    from analysis.output.columns import column_name
    from analysis.sources.catalog import template_csv
    from analysis.sources.layouts import TABLES

    st.markdown("**" + _("Kolom yang dikenali") + "**")
    columns = [f"`{name}` {escape(column_name(name))}" for name in TABLES[table].columns]
    st.markdown("  \n".join(columns))
    st.download_button(
        _("Unduh templat"),
        data=template_csv(table),
        file_name=f"templat-{table}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _show_report(table: str) -> None:
    """What came of the last file of this table: rows in use, and one sentence per problem."""
    if table not in st.session_state.get("laporan_unggah", {}):
        return
    from analysis.output.captions import Caption
    from analysis.output.tables_out import to_csv

    rows, problems = st.session_state["laporan_unggah"][table]
    if rows:
        st.success(_("{baris} baris benar dipakai.").format(baris=number(rows)), icon=":material/check_circle:")
    else:
        st.error(_("Tidak ada baris yang dapat dipakai."), icon=":material/error:")
    if problems:
        show_section(_("Yang perlu diperbaiki"))
        st.markdown("\n".join(f"- {escape(str(problem))}" for problem in problems[:50]))
        report = pd.DataFrame({"masalah": [str(problem) for problem in problems]})
        st.download_button(
            _("Unduh daftar masalah"),
            data=to_csv(report, Caption(_("Daftar masalah"))),
            file_name=f"masalah-{table}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def show_uploaded() -> None:
    """The session's own tables, each with a way to let it go."""
    own = data.uploads()
    if not own:
        return
    show_section(_("Berkas Anda dalam sesi ini"))
    for table, frame in list(own.items()):
        left, right = st.columns([6, 1], vertical_alignment="center")
        with left:
            st.markdown(
                _("**{tabel}**: {baris} baris dari {berkas}").format(
                    tabel=escape(_tables()[table]),
                    baris=number(len(frame)),
                    berkas=escape(frame["sumber_judul"].iloc[0]),
                )
            )
        with right:
            st.button(_("Lepas"), key=f"lepas_{table}", on_click=own.pop, args=(table, None))
        show_table(frame.head(5), key=f"isi_{table}")


def show_file_problems() -> None:
    """Problems with the app's own files: the other tables keep working."""
    problems = data.load().catalog.problems
    if problems:
        show_section(_("Masalah pada berkas aplikasi"))
        st.markdown("\n".join(f"- {escape(str(problem))}" for problem in problems))
