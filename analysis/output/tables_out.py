"""CSV and XLSX that open right in Excel and say what kind of truth their rows are.

Two traps. Excel runs a text that starts like a formula, and names in uploads are anyone's text. And an
Indonesian Excel splits a CSV at semicolons and reads 17.2 as a date, so the file follows the language.
"""

from __future__ import annotations

import csv
from datetime import date as Date
from datetime import datetime
from io import BytesIO, StringIO

import numpy as np
import pandas as pd
import xlsxwriter

from analysis import language
from analysis.language import _
from analysis.output import captions, theme
from analysis.output.captions import Caption, in_language
from analysis.output.columns import for_people
from analysis.output.stamp import MADE_BY

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
SEPARATORS = {"id": (";", ","), "en": (",", ".")}
_WIDEST, _NARROWEST = 60, 8


def to_csv(frame: pd.DataFrame, caption: Caption) -> bytes:
    """UTF-8 with BOM in the caption's language: semicolon and decimal comma (id), comma and point (en).

    Headings are words, dates ISO, missing values empty; nothing above the heading row, so the file stays
    readable for programs: the CONTOH mark is the jenis data of each row (and the file's name).
    """
    return in_language(caption.bahasa, _csv, _marked(frame, caption))


def to_xlsx(frame: pd.DataFrame, caption: Caption, today: Date | None = None) -> bytes:
    """Workbook of two sheets: the rows under a fixed heading, and what a reader must know about them.

    Numbers and dates are numbers and dates, codes are text, no cell is a formula. Sample data show in the
    sheet's name, in the heading's colour and on each printed page. `today`: date of download, now by default.
    """
    return in_language(caption.bahasa, _xlsx, _marked(frame, caption), caption, today or Date.today())


def to_workbook(frames: dict[str, pd.DataFrame], caption: Caption, today: Date | None = None) -> bytes:
    """Workbook of several sheets (name -> rows) and what a reader must know about them; as safe as `to_xlsx`."""
    return in_language(caption.bahasa, _workbook, frames, caption, today or Date.today())


def _marked(frame: pd.DataFrame, caption: Caption) -> pd.DataFrame:
    """A caption that says contoh marks rows that do not say it themselves (computed tables)."""
    if caption.contoh and "jenis_data" not in frame:
        return frame.assign(jenis_data="contoh")
    return frame


def _plain(value):
    """A cell as Python's own type; None where it is missing."""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return value


def _cells(frame: pd.DataFrame) -> list[tuple]:
    """Rows of plain cells."""
    return list(zip(*([_plain(value) for value in frame[name]] for name in frame), strict=True))


def safe_text(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(frame: pd.DataFrame) -> bytes:
    separator, decimal = SEPARATORS[language.current()]
    shown = for_people(frame)
    file = StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    writer.writerow([safe_text(name) for name in shown])
    writer.writerows([[_csv_cell(value, decimal) for value in row] for row in _cells(shown)])
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(value, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return np.format_float_positional(value, precision=6, trim="-").replace(".", decimal)
    if isinstance(value, str):
        return safe_text(value)
    return str(value)


def _xlsx(frame: pd.DataFrame, caption: Caption, today: Date) -> bytes:
    return _workbook({_("Data"): frame}, caption, today)


def _workbook(frames: dict[str, pd.DataFrame], caption: Caption, today: Date) -> bytes:
    contoh = caption.contoh or any(map(captions.has_sample, frames.values()))
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        about = {"title": caption.judul, "subject": caption.subjudul, "comments": caption.sumber, "author": MADE_BY}
        book.set_properties(about)
        for name, frame in frames.items():
            # Rows that carry their sources say themselves what they are: published parameters are not samples.
            own = "sumber_judul" in frame and len(frames) > 1
            _write_data(book, frame, name, captions.has_sample(frame) if own else contoh)
        rows = next(iter(frames.values())) if len(frames) == 1 else pd.DataFrame()
        _write_notes(book, rows, caption, contoh, today)
    return file.getvalue()


def _write_data(book: xlsxwriter.Workbook, frame: pd.DataFrame, name: str, contoh: bool) -> None:
    sheet = book.add_worksheet(_sheet_name(name, contoh))
    heading = book.add_format(
        {"bold": True, "font_color": theme.GROUND, "bg_color": theme.ACCENT if contoh else theme.DATA}
        | {"text_wrap": True, "valign": "top"}
    )
    shown = for_people(frame)
    rows = _cells(shown)
    for column, (name, original) in enumerate(zip(shown, frame, strict=True)):
        values = [row[column] for row in rows]
        sheet.write_string(0, column, name, heading)
        look = book.add_format({"num_format": _number_format(original, values)})
        for row, value in enumerate(values, start=1):
            _write_cell(sheet, row, column, value, look)
        sheet.set_column(column, column, _column_width(name, values))
    sheet.freeze_panes(1, 0)
    if len(shown.columns):
        sheet.autofilter(0, 0, max(len(rows), 1), len(shown.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if contoh:
        sheet.set_header(f"&R&B{captions.sample_mark()}")


def _sheet_name(name: str, contoh: bool) -> str:
    """A name that Excel takes (31 characters, no signs of its own), with the mark of sample data."""
    mark = _(" CONTOH") if contoh else ""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[: 31 - len(mark)].strip() + mark


def _write_cell(sheet, row: int, column: int, value, look) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, Date):
        sheet.write_datetime(row, column, value, look)
    elif value is not None:
        sheet.write_number(row, column, value, look)


def _number_format(column: str, values: list) -> str:
    """Excel shows group and decimal signs as its own language has them; years carry no group sign."""
    known = [value for value in values if value is not None]
    if any(isinstance(value, Date) for value in known):
        return "yyyy-mm-dd"
    if column.startswith(("tahun", "berlaku", "dibanding")):
        return "0"
    numbers = [abs(float(value)) for value in known if isinstance(value, (int, float))]
    if all(value.is_integer() for value in numbers):
        return "#,##0"
    # Parameters span from 0.0001 to 67: one decimal would show the small ones as 0.
    return "#,##0.0" if min((value for value in numbers if value), default=1) >= 0.05 else "#,##0.0#####"


def _column_width(name: str, values: list) -> float:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest + 2, max(map(len, name.split())) + 4, _NARROWEST), _WIDEST)


def _write_notes(book, frame: pd.DataFrame, caption: Caption, contoh: bool, today: Date) -> None:
    sheet = book.add_worksheet(_("Keterangan"))
    label, text = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    kinds = for_people(frame[["jenis_data"]]).iloc[:, 0].dropna().unique() if "jenis_data" in frame else []
    notes = {
        _("Judul"): caption.judul,
        _("Subjudul"): caption.subjudul,
        _("Sumber"): "\n".join(captions.sources(frame)) or caption.sumber,
        _("Catatan"): caption.catatan,
        _("Jenis data"): language.join_names([str(kind) for kind in kinds]),
        _("Tanggal unduh"): language.date(today),
        _("Bahasa"): language.LANGUAGES[language.current()],
        _("Dibuat dengan"): "Konvergensi",
    }
    if contoh:
        notes = {captions.sample_mark(): _("Berisi data sintetis untuk peragaan; bukan angka resmi.")} | notes
    for row, (name, value) in enumerate(notes.items()):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, value, text)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
