"""The tab Impor: one place to drop any file; what it is, what it brings, what is wrong, and recording it.

Uploaded rows live in this session's memory and nowhere else until somebody records them.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.language import _, number
from pages.parts import areas_check, data, importing, mapping, trial
from pages.parts.downloads import offer
from pages.parts.dropzone import drop_file
from pages.parts.mapping import template_names
from pages.parts.measured import LIMIT_MB
from pages.parts.text import escape
from pages.parts.view import show_section

_SHOWN_PROBLEMS = 20
_YEARS = list(range(2030, 2014, -1))


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Drop a file, see what it is and what came of it, record it."""
    left, right = st.columns([5, 3], gap="large")
    with left:
        _show_dropzone()
    with right:
        _show_template()
    bringing = importing.current()
    if bringing is not None:
        _show_file(bringing)
    trial.show()


def _show_dropzone() -> None:
    drop_file(
        _("Taruh berkas apa saja: CSV, XLSX, atau XLS"),
        key=importing.UPLOADER,
        take=importing.take,
        type=["csv", "txt", "tsv", "gz", "xlsx", "xls"],
        max_upload_size=LIMIT_MB,
    )
    st.caption(
        _(
            "Dikenali sendiri: ekspor Data Sasaran Master Ansit, kisi 29 layanan esensial, rekap KRS dari SIGA, rekap "
            "e-PPGBM, berkas per keluarga (ditapis di sini), dan templat aplikasi. Tabel lain dipetakan sekali lalu "
            "diingat. Paling besar {batas} MB, berkas per keluarga {batas_keluarga} MB."
        ).format(batas=number(_table_limit()), batas_keluarga=number(LIMIT_MB))
    )


def _table_limit() -> int:
    from analysis.sources.imports import LIMIT_MB as limit

    return limit


def _show_template() -> None:
    from analysis.output.columns import column_name
    from analysis.sources.catalog import template_csv
    from analysis.sources.layouts import TABLES

    names = template_names()
    table = st.selectbox(_("Templat kosong"), list(names), format_func=names.get, key="tabel_templat")
    columns = ", ".join(column_name(name) for name in TABLES[table].columns)
    st.caption(_("Kolomnya: {kolom}.").format(kolom=escape(columns)))
    offer(_("Unduh templat"), f"templat-{table}.csv", template_csv(table), key=f"templat_{table}")


def _kinds() -> dict[str, str]:
    return {
        "master_ansit": _("ekspor Data Sasaran Master Ansit"),
        "kisi": _("kisi layanan esensial per kelurahan"),
        "krs": _("rekap KRS per kelurahan"),
        "eppgbm": _("rekap e-PPGBM per kelurahan"),
        "tabel": _("tabel menurut templat aplikasi"),
        "keluarga": _("data per keluarga"),
    }


def _show_file(bringing: importing.Bringing) -> None:
    if bringing.refused is not None:
        st.error(escape(str(bringing.refused)), icon=":material/error:")
        return
    with st.container(border=True):
        _show_what(bringing)
        if bringing.sheet is not None:
            _show_choices(bringing)
            mapping.show(bringing)
            areas_check.show(bringing)
        elif bringing.found.jenis == "keluarga":
            _show_family_choices(bringing.sidik[:8])
        _show_report(bringing)


def _show_what(bringing: importing.Bringing) -> None:
    """What the file was taken for, in one sentence."""
    found, sheet = bringing.found, bringing.sheet
    rows = number(len(sheet.frame)) if sheet is not None else ""
    if found.jenis == "templat":
        text = _("**{berkas}** dikenali dengan templat “{nama}”, {baris} baris.")
        icon = ":material/check_circle:"
    elif found.jenis == "keluarga":
        text, icon = _("**{berkas}** dikenali sebagai data per keluarga."), ":material/check_circle:"
    elif found.jenis:
        text, icon = _("**{berkas}** dikenali sebagai {jenis}, {baris} baris."), ":material/check_circle:"
    elif bringing.mappings:
        text, icon = _("**{berkas}** dibaca dengan pemetaan Anda, {baris} baris."), ":material/check_circle:"
    else:
        text = _("**{berkas}**, {baris} baris, bentuknya belum dikenal: tunjukkan kolom mana berisi apa.")
        icon = ":material/help:"
    said = text.format(
        berkas=escape(bringing.berkas), jenis=_kinds().get(found.jenis, ""), baris=rows, nama=escape(found.nama)
    )
    st.markdown(f"{icon} {said}")


def _show_choices(bringing: importing.Bringing) -> None:
    """Which sheet, and which year where the file names none."""
    sheets = list(bringing.sheets)
    constant = [one for one in bringing.mappings if "tahun" not in one.kolom and _has_year(one.tabel)]
    if len(sheets) < 2 and not constant:
        return
    left, middle, _right = st.columns([2, 2, 4], vertical_alignment="bottom")
    if len(sheets) > 1:
        with left:
            key = f"lembar_{bringing.sidik[:8]}"
            place = sheets.index(bringing.sheet.lembar)
            st.selectbox(_("Lembar"), sheets, index=place, key=key, on_change=importing.choose_sheet, args=(key,))
    if constant:
        year = constant[0].tetap.get("tahun", "")
        with middle if len(sheets) > 1 else left:
            key = f"tahun_{bringing.sidik[:8]}_{bringing.sheet.lembar}"
            _show_year_box(year, key, importing.choose_year)


def _switch_names() -> dict[str, str]:
    """The switches of the screening, where sources conflict or a file says less than it could."""
    return {
        "anak_lebih_dari_3": _("Terlalu banyak: lebih dari 3 anak (baku: 3 atau lebih)"),
        "umur_tua_tanpa_batas": _("Terlalu tua: 35 tahun ke atas (baku: 35–40 tahun)"),
        "kb_kecuali_hamil": _("PUS hamil tidak dihitung bukan peserta KB modern"),
        "semua_sasaran": _("Semua keluarga di berkas adalah keluarga sasaran"),
    }


def _show_family_choices(sidik: str) -> None:
    """The year of the families, and the rules they are screened by."""
    keys = f"tahun_keluarga_{sidik}", f"sakelar_keluarga_{sidik}"
    names = _switch_names()
    left, right = st.columns([2, 5])
    with left:
        _show_year_box("", keys[0], importing.screen_again, *keys)
    with right:
        st.multiselect(
            _("Aturan penapisan yang lain dari baku"),
            list(names),
            format_func=names.get,
            placeholder=_("aturan baku"),
            key=keys[1],
            on_change=importing.screen_again,
            args=keys,
        )


def _show_year_box(year: str, key: str, chosen, *args: str) -> None:
    """Ask for the year of a file that names none; `year` is the one in use. `args` go to `chosen` (default: the key)."""
    st.selectbox(
        _("Tahun data (tidak disebut per baris)"),
        _YEARS,
        index=_YEARS.index(int(year)) if year.isdigit() and int(year) in _YEARS else None,
        placeholder=_("Pilih tahun"),
        key=key,
        on_change=chosen,
        args=args or (key,),
        width=320,
    )


def _has_year(table: str) -> bool:
    from analysis.sources.layouts import TABLES

    return "tahun" in TABLES[table].columns


def _show_report(bringing: importing.Bringing) -> None:
    """What came of the file: rows in use per table, what to mend, what was done."""
    good, none = [], []
    for one in bringing.outcomes:
        name = escape(template_names()[one.tabel].split(":")[0])
        if len(one.frame):
            rows = number(len(one.frame))
            good.append(_("{tabel}: {baris} baris benar dipakai.").format(tabel=name, baris=rows))
        elif not _only_year_missing(one):
            none.append(_("{tabel}: tidak ada baris yang dapat dipakai.").format(tabel=name))
    if good:
        st.success(" ".join(good), icon=":material/check_circle:")
    if none:
        st.error(" ".join(none), icon=":material/error:")
    unread = bringing.sheet.problems if bringing.sheet is not None else ()
    # The year is asked for above: that it is missing is no fault of the file.
    told = [one for one in bringing.outcomes if not _only_year_missing(one)]
    problems = [*unread, *(problem for one in told for problem in one.problems)]
    if problems:
        show_section(_("Yang perlu diperbaiki"))
        st.markdown("\n".join(f"- {escape(str(problem))}" for problem in problems[:_SHOWN_PROBLEMS]))
        if len(problems) > _SHOWN_PROBLEMS:
            rest = number(len(problems) - _SHOWN_PROBLEMS)
            st.caption(_("… dan {jumlah} lagi dalam daftar masalah.").format(jumlah=rest))
        _show_problem_list(problems)
    if notes := [note for one in bringing.outcomes for note in one.notes]:
        with st.expander(_("Yang perlu diketahui ({jumlah})").format(jumlah=number(len(notes)))):
            st.markdown("\n".join(f"- {escape(str(note))}" for note in notes))


def _only_year_missing(outcome) -> bool:
    return [problem.isi.get("kolom") for problem in outcome.problems if problem.jenis == "petakan"] == [("tahun",)]


def _show_problem_list(problems: list) -> None:
    """Every problem by line and column of the file, the counted ones too."""
    from analysis.output.captions import Caption
    from analysis.output.tables_out import to_csv

    rows = [
        (one.berkas, line, one.kolom or "", one.pesan)
        for one in problems
        for line in ([one.baris] if one.jenis != "lain" else one.baris_lain)
    ]
    report = pd.DataFrame(rows, columns=["berkas", "baris", "kolom", "masalah"]).astype({"baris": "Int64"})
    offer(
        _("Unduh daftar masalah"),
        "masalah-impor.csv",
        to_csv(report, Caption(_("Daftar masalah"))),
        key="masalah_impor",
    )


def show_file_problems() -> None:
    """Problems with the app's own files: the other tables keep working."""
    problems = data.load().catalog.problems
    if problems:
        show_section(_("Masalah pada berkas aplikasi"))
        st.markdown("\n".join(f"- {escape(str(problem))}" for problem in problems))
