"""A CSV file as people bring it, read as text: any usual separator and encoding, nothing interpreted.

Trap: pandas turns `31.71.01.1001` into a number and a cell too many into a shifted row, without a
word. Here every cell stays text, every row keeps its line number in the file, and a line that cannot
be read is reported and never swallows its neighbours (a record is one line: no line breaks in cells).
"""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from pathlib import Path

import pandas as pd

from analysis.sources.problems import Problem, report

# Short lines are filled up to the width of the header, so a small file could ask for all memory.
MOST_CELLS = 10_000_000
MOST_COLUMNS = 1_000

# How files begin that are not CSV whatever their name says.
_OTHER_KINDS = [
    (b"%PDF", "berkas_pdf"),
    (b"PK\x03\x04", "berkas_zip"),
    (b"PK\x05\x06", "berkas_zip"),
    (b"\xd0\xcf\x11\xe0", "berkas_xls"),
    (b"\x1f\x8b", "berkas_biner"),
    (b"\x89PNG", "berkas_biner"),
    (b"\xff\xd8\xff", "berkas_biner"),
]


def read_csv(source: Path | bytes, nama_berkas: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Every cell of a CSV file as text, under lower-case column names; `nama_berkas` is for messages.

    The index holds the line of each row in the file (the header is usually line 1). Rows without any
    content are left out. A file that cannot be read gives an empty frame without columns and one
    problem; a line that cannot be read gives a problem. A name may stand over two columns. Never raises for
    what a file contains.
    """
    if isinstance(source, Path):
        try:
            source = source.read_bytes()
        except OSError as error:
            kind = "berkas_hilang" if isinstance(error, FileNotFoundError) else "berkas_terkunci"
            return pd.DataFrame(), [Problem(nama_berkas, None, None, kind)]
    source, broken = _without_broken_lines(source)
    text, kind = decode(source)
    if kind:
        return pd.DataFrame(), [Problem(nama_berkas, None, None, kind)]
    frame, problems = _read_text(text, nama_berkas)
    return frame, report(nama_berkas, None, "huruf_baris", broken) + problems


def _without_broken_lines(data: bytes) -> tuple[bytes, list[int]]:
    """A file that is UTF-8 but for some bytes, those lines emptied, and their numbers.

    One damaged byte must not make every "–" of the other lines three signs of another alphabet.
    """
    with suppress(UnicodeDecodeError):
        data.decode()
        return data, []
    readable = data.decode(errors="ignore")
    broken = len(data) - len(readable.encode())
    if sum(sign > "\x7f" for sign in readable) <= broken:
        return data, []  # another alphabet
    lines, numbers = data.split(b"\n"), []
    for place, line in enumerate(lines):
        try:
            line.decode()
        except UnicodeDecodeError:
            lines[place] = b""
            numbers.append(place + 1)
    return b"\n".join(lines), numbers


def other_kind(start: bytes) -> str | None:
    """The kind of problem of a file that begins like this, when it is not CSV."""
    start = start.lstrip()
    for signature, kind in _OTHER_KINDS:
        if start.startswith(signature):
            return kind
    if start.removeprefix(b"\xef\xbb\xbf").lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        return "berkas_web"
    return None


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of a file, or the kind of problem that keeps it from being text."""
    if kind := other_kind(data[:512]):
        return "", kind
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    # cp1252 reads nearly any bytes, so it comes last; latin-1 would make control characters of “ and –.
    for encoding in ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            return "", "berkas_biner"
        return (text, None) if text.strip() else ("", "berkas_kosong")
    return "", "huruf_rusak"


def _read_text(text: str, nama_berkas: str) -> tuple[pd.DataFrame, list[Problem]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator, first = find_separator(lines)
    header: list[str] | None = None
    # All cells in one list: thousands of small lists would keep the garbage collector busy.
    flat: list[str] = []
    rows: list[int] = []
    unclosed: list[int] = []
    too_long: dict[int, int] = {}
    for line_number, line in enumerate(lines[first:], start=first + 1):
        cells = _split(line, separator)
        if cells is None:
            unclosed.append(line_number)
        elif _is_blank(cells):
            continue
        elif header is None:
            header = _read_header(cells)
            if len(header) > MOST_COLUMNS:
                return pd.DataFrame(), [Problem(nama_berkas, None, None, "kolom_banyak", {"batas": MOST_COLUMNS})]
        elif len(cells) > len(header) and not _is_blank(cells[len(header) :]):
            too_long[line_number] = len(cells)
        else:
            flat += cells[: len(header)]
            flat += [""] * (len(header) - len(cells))
            rows.append(line_number)
            if len(flat) > MOST_CELLS:
                return pd.DataFrame(), [Problem(nama_berkas, None, None, "berkas_luas", {"batas": MOST_CELLS})]
    problems = report(nama_berkas, None, "kutip", unclosed)
    if header is None:
        return pd.DataFrame(), problems or [Problem(nama_berkas, None, None, "berkas_kosong")]
    width = len(header)
    problems += report(nama_berkas, None, "sel_lebih", too_long, lambda line: {"ada": too_long[line], "harus": width})
    if not rows and not problems:
        problems = [Problem(nama_berkas, None, None, "tanpa_data")]
    columns = [pd.array(flat[place::width], dtype="str") for place in range(width)]
    frame, about_names = _name_columns(header, columns, rows, nama_berkas)
    return frame, problems + about_names


def find_separator(lines: list[str]) -> tuple[str, int]:
    """The separator and the index of the line to start at; Excel may name it in a first line `sep=;`."""
    first = next(i for i, line in enumerate(lines) if line.strip())
    if named := re.fullmatch(r'"?sep=([;,|\t])"?[;,\s]*', lines[first], re.IGNORECASE):
        return named[1], first + 1
    return max(";,\t", key=lines[first].count), first


def _split(line: str, separator: str) -> list[str] | None:
    """The cells of one line; None when a quotation mark is left open."""
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:
        return None


def _is_blank(cells: list[str]) -> bool:
    return not cells[0].strip() and not "".join(cells).strip()


def _read_header(cells: list[str]) -> list[str]:
    """[" Kode Kelurahan", "TAHUN", "", ""] -> ["kode_kelurahan", "tahun"]."""
    names = ["_".join(cell.replace("\ufeff", "").lower().split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _name_columns(
    header: list[str], columns: list, rows: list[int], nama_berkas: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame without its nameless columns; one of them is worth a word only when something stands in it."""
    nameless = [column for name, column in zip(header, columns, strict=True) if not name]
    lost = any(cell.strip() for column in nameless for cell in column)
    problems = [Problem(nama_berkas, None, None, "kolom_tanpa_nama")] if lost else []
    frame = pd.DataFrame(dict(enumerate(columns)), index=rows)
    frame.columns = header
    return frame.loc[:, [bool(name) for name in header]], problems
