"""The commitments of a rembuk as a workbook to fill in, which the page Manajemen data takes back as it is.

Two traps. The importer knows the form by its headings, so the first row holds the names of the columns of the table
`komitmen` and nothing else stands above it; what people need to know stands in the notes of those cells and on the
second sheet. And Excel reads the code 31.73 as a number and a name that begins with "=" as a formula: codes and texts
are written as texts.
"""

from __future__ import annotations

from datetime import date as Date
from io import BytesIO

import pandas as pd
import xlsxwriter

from analysis import language
from analysis.figures.view import View
from analysis.language import _
from analysis.output import theme
from analysis.output.captions import has_sample, sample_mark, sources
from analysis.publication.rembuk_facts import COLUMNS

LAST_ROW = 200  # rows that are checked while they are filled in
_WIDTHS = {"kode_kota": 11, "tahun": 8, "komitmen": 62, "penanggung_jawab": 34, "tenggat": 13, "tanggal_selesai": 16}
_REQUIRED = ("kode_kota", "tahun", "komitmen", "penanggung_jawab")


def form_xlsx(view: View, proposed: pd.DataFrame, dibuat: Date) -> bytes:
    """The form with the proposed commitments in it, and rows to add; `proposed` as `rembuk_facts.proposals` gives it."""
    contoh, file = has_sample(proposed), BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        judul = _("Formulir komitmen rembuk stunting {kota} {tahun}").format(kota=view.wilayah, tahun=view.tahun)
        mark = sample_mark() if contoh else ""
        book.set_properties({"title": judul, "author": "Konvergensi", "subject": view.wilayah, "comments": mark})
        form = book.add_worksheet(_("Komitmen") + (_(" CONTOH") if contoh else ""))
        about = book.add_worksheet(_("Keterangan"))
        lists = book.add_worksheet(_("Daftar"))
        _write_form(book, form, view, proposed)
        places = _write_lists(book, lists, view)
        _check(form, lists.get_name(), places, view)
        _print(form, judul, mark, view)
        _write_about(book, about, view, proposed, judul, dibuat)
    return file.getvalue()


def _explained() -> dict[str, str]:
    """What each column wants."""
    return {
        "kode_kota": _("Kode kota; sama untuk semua baris."),
        "tahun": _("Tahun rembuk; sama untuk semua baris."),
        "komitmen": _("Apa yang disepakati, satu komitmen per baris. Ubah atau hapus usulan yang tidak disepakati."),
        "penanggung_jawab": _("Jabatan atau OPD, bukan nama orang. Wajib diisi."),
        "tenggat": _("Tanggal selesai yang disepakati; kosong bila belum ada."),
        "tanggal_selesai": _("Tanggal komitmen selesai; kosong selama belum selesai."),
        "catatan": _("Keterangan. Usulan aplikasi menyebut dasarnya di sini; hapus setelah disepakati."),
    }


def _write_form(book, sheet, view: View, proposed: pd.DataFrame) -> None:
    heading = book.add_format(
        {"bold": True, "font_color": theme.GROUND, "bg_color": theme.DATA, "text_wrap": True, "valign": "top"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    year = book.add_format({"num_format": "0", "valign": "top"})
    wanted = book.add_format({"bg_color": "#fff3e6"})
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, name, heading)
        sheet.write_comment(0, place, _explained()[name], {"x_scale": 2.2, "author": "Konvergensi"})
        look = {"tahun": year, "tenggat": day, "tanggal_selesai": day}.get(name, text)
        sheet.set_column(place, place, _WIDTHS.get(name, 60), look)
    for line, (_place, row) in enumerate(proposed.iterrows(), start=1):
        for place, name in enumerate(COLUMNS):
            if name == "tahun":
                sheet.write_number(line, place, int(row[name]), year)
            elif row[name]:
                sheet.write_string(line, place, str(row[name]), text)
    # A row that has begun asks for its owner.
    owner = COLUMNS.index("penanggung_jawab")
    empty = {"type": "formula", "criteria": '=AND($C2<>"",$D2="")', "format": wanted}
    sheet.conditional_format(1, owner, LAST_ROW, owner, empty)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(proposed), 1), len(COLUMNS) - 1)


def offices(view: View) -> list[str]:
    """The offices that the tables name as owners of services and of activities of the kota; never persons."""
    tables = view.tables
    plans = tables["rencana"]
    own = plans.loc[plans["kode_wilayah"].str.startswith(view.kota).to_numpy(dtype=bool), "opd"]
    return sorted({*tables["pemilik_layanan"]["pemilik"], *own} - {""})


def _write_lists(book, sheet, view: View) -> dict[str, int]:
    """Offices and areas to choose from; how many of each."""
    bold = book.add_format({"bold": True})
    areas = view.tables["kelurahan"]
    areas = areas[(areas["kode_kota"] == view.kota).to_numpy(dtype=bool)].sort_values("kode_kelurahan")
    columns = {
        _("OPD"): offices(view),
        _("Kode kota"): [view.kota],
        _("Kecamatan"): list(dict.fromkeys(areas["nama_kecamatan"])),
        _("Kelurahan"): [f"{row.nama_kelurahan} ({row.nama_kecamatan})" for row in areas.itertuples()],
    }
    for place, (name, values) in enumerate(columns.items()):
        sheet.write_string(0, place, name, bold)
        for line, value in enumerate(values, start=1):
            sheet.write_string(line, place, value)
        sheet.set_column(place, place, 34)
    sheet.freeze_panes(1, 0)
    return {"opd": max(len(columns[_("OPD")]), 1)}


def _check(sheet, lists: str, places: dict[str, int], view: View) -> None:
    """What the program checks while somebody fills in."""
    day = {
        "validate": "date",
        "criteria": "between",
        "minimum": Date(2015, 1, 1),
        "maximum": Date(2045, 12, 31),
        "error_title": _("Tanggal"),
        "error_message": _("Tulis tanggal utuh, misalnya 2026-11-30."),
    }
    rules = {
        "kode_kota": {"validate": "list", "source": f"='{lists}'!$B$2:$B$2"},
        "tahun": {"validate": "list", "source": [view.tahun]},
        # Another office may answer for it, so the list only advises.
        "penanggung_jawab": {
            "validate": "list",
            "source": f"='{lists}'!$A$2:$A${places['opd'] + 1}",
            "error_type": "information",
            "error_title": _("Penanggung jawab"),
            "error_message": _("OPD ini tidak ada di daftar. Pakai jabatan atau OPD, bukan nama orang."),
        },
        "tenggat": day,
        "tanggal_selesai": day,
    }
    for name, rule in rules.items():
        place = COLUMNS.index(name)
        sheet.data_validation(1, place, LAST_ROW, place, {"input_message": _explained()[name], **rule})


def _print(sheet, judul: str, mark: str, view: View) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    internal = _("Internal, tidak untuk publikasi") if view.supresi is None else ""
    # "&" begins an order in the head of a sheet.
    left, right = (text.replace("&", "&&") for text in (judul, " · ".join(part for part in (mark, internal) if part)))
    sheet.set_header(f"&L{left[:110]}&R&B{right}")
    sheet.set_footer(f"&LKonvergensi&R{_('Halaman')} &P / &N")


def _write_about(book, sheet, view: View, proposed: pd.DataFrame, judul: str, dibuat: Date) -> None:
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    lines = [(judul, "")]
    if has_sample(proposed):
        lines.append((sample_mark(), _("Usulan disusun dari data sintetis untuk peragaan; bukan keadaan sebenarnya.")))
    if view.supresi is None:
        lines.append((_("Internal, tidak untuk publikasi"), _("Angka kecil tidak disembunyikan.")))
    lines += [
        (
            _("Cara memakai"),
            _(
                "Isi atau ubah lembar pertama dalam rembuk, hapus usulan yang tidak disepakati, simpan, lalu letakkan "
                "berkas ini di halaman Manajemen data. Judul kolom jangan diubah."
            ),
        ),
        (
            _("Usulan"),
            _(
                'Baris yang catatannya berawal dengan "Usulan aplikasi" disusun aplikasi dari data: kelurahan lokus '
                "dengan sasaran terbanyak terlewat, komitmen yang lewat tenggat, dan langkah dari reviu. Belum ada "
                "yang menyepakatinya."
            ),
        ),
        (_("Wajib diisi"), ", ".join(_REQUIRED)),
        *_explained().items(),
        (_("Daftar"), _("Lembar ketiga memuat OPD, kecamatan, dan kelurahan; daftar OPD menurut aplikasi (asumsi).")),
        (_("Sumber"), "; ".join(sources(proposed)) or _("tidak ada data untuk wilayah dan tahun ini")),
        (_("Dibuat"), _("{tanggal} dengan Konvergensi").format(tanggal=language.date(dibuat))),
    ]
    for line, (name, words) in enumerate(lines):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, words, text)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
