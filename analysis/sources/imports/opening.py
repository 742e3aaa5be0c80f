"""Opening a file of another system: its rows as text, whatever it is saved as.

Traps: what people bring may be made to harm, or be a film by mistake. So the size is asked before anything is read, what
a packed file unpacks to is bounded, and a line, a width or a number of cells beyond reason is refused before it is
cut into cells. A formula is never worked out: Excel keeps its last value beside it and only that is read. And a
name of a file is anyone's text: it is shown and recorded as a plain short name without a path.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from analysis.sources.imports.oldbooks import check_old_book
from analysis.sources.measurements.blocks import Block, Input
from analysis.sources.measurements.findings import Findings, Refused
from analysis.sources.measurements.records import split_lines
from analysis.sources.measurements.sheets import cell_text, check_size
from analysis.sources.problems import Problem
from analysis.sources.tables import decode, find_separator, other_kind

LIMIT_MB = 50
MOST_UNPACKED_BYTES = 200_000_000
MOST_CELLS = 2_000_000
MOST_COLUMNS = 1_000
LONGEST_LINE = 500_000
_NAME_LENGTH = 80
_LOOKED_AT = 40  # lines from which the separator is told
_SEPARATORS = ";\t,|"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
Source = Path | bytes | BinaryIO
# A row as it stands in a file: its line and its cells.
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Opened:
    """The sheets of a file by name ("" for a CSV) as rows of text, those without content left out.

    `sidik` is the SHA-256 of the file; `problems` are lines that could not be cut into cells.
    """

    berkas: str
    sheets: dict[str, list[Row]]
    sidik: str
    problems: list[Problem] = field(default_factory=list)


def safe_name(name: str) -> str:
    """A file's name as it may be shown and recorded: no path, no control characters, not a long number, short."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", last))
    plain = re.sub(r"[0-9]{15,}", "…", " ".join(plain.split()))
    if len(plain) > _NAME_LENGTH:
        stem, dot, suffix = plain.rpartition(".")
        suffix = dot + suffix if stem and len(suffix) <= 5 else ""
        plain = plain[: _NAME_LENGTH - 1 - len(suffix)] + "…" + suffix
    return plain if plain.strip(". ") else "berkas"


def open_file(source: Source, name: str, limit_mb: float = LIMIT_MB) -> Opened:
    """The rows of a CSV (also .gz), XLSX or XLS. Refused for what cannot or must not be read; OSError for a path.

    The file's size is looked at before it is read; a pipe is read no further than `limit_mb`.
    """
    raw = _read_bounded(source, limit_mb)
    data = Input(raw, int(limit_mb * 1_000_000)).read_all()
    berkas, sidik = safe_name(name), hashlib.sha256(raw).hexdigest()
    if data.startswith(b"PK\x03\x04"):
        check_size(data, MOST_UNPACKED_BYTES, MOST_CELLS)
        return Opened(berkas, _book_rows(data), sidik)
    if data.startswith(_OLD_EXCEL):
        check_old_book(data, MOST_CELLS)
        return Opened(berkas, _book_rows(data), sidik)
    if kind := other_kind(data[:512]):
        raise Refused(kind)
    rows, findings = _text_rows(data)
    return Opened(berkas, {"": rows}, sidik, findings.problems(berkas))


def _read_bounded(source: Source, limit_mb: float) -> bytes:
    limit = int(limit_mb * 1_000_000)
    too_large = Refused("berkas_besar", batas=limit_mb)
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, Path):
        if source.stat().st_size > limit:
            raise too_large
        with source.open("rb") as file:
            data = file.read(limit + 1)
    else:
        data = source.read(limit + 1)
    if len(data) > limit:
        raise too_large
    return data


def _book_rows(data: bytes) -> dict[str, list[Row]]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        found, left = {}, MOST_CELLS
        for name, sheet in sheets.items():
            rows = list(_filled(sheet.iter_rows())) if sheet.height else []
            left -= sum(len(cells) for _line, cells in rows)
            if left < 0:
                raise Refused("berkas_luas", batas=MOST_CELLS)
            if rows:
                found[name] = rows
    except Refused:
        raise
    except Exception:  # the reader has an own error for every fault that a workbook can have
        raise Refused("buku_rusak") from None
    if not found:
        raise Refused("berkas_kosong")
    return found


def _filled(rows: Iterator[list]) -> Iterator[Row]:
    for line, cells in enumerate(rows, start=1):
        texts = [cell_text(cell).strip() for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise Refused("kolom_banyak", batas=MOST_COLUMNS)
        if texts:
            yield line, texts


def _text_rows(data: bytes) -> tuple[list[Row], Findings]:
    text, kind = decode(data)
    if kind:
        raise Refused(kind)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise Refused("baris_panjang", batas=LONGEST_LINE)
    separator, first = _find_separator(lines)
    if max(line.count(separator) for line in lines) >= MOST_COLUMNS:
        raise Refused("kolom_banyak", batas=MOST_COLUMNS)
    if text.count(separator) + len(lines) > MOST_CELLS:
        raise Refused("berkas_luas", batas=MOST_CELLS)
    body = "\n".join(lines[first:]) + "\n"
    findings = Findings()
    block = Block(body.encode(), first + 1, body.count("\n"), None)
    cut = ((line, [cell.strip() for cell in cells]) for line, cells in split_lines(block, separator, findings))
    rows = [(line, cells) for line, cells in cut if any(cells)]
    if not rows:
        raise Refused("berkas_kosong")
    return rows, findings


def _find_separator(lines: list[str]) -> tuple[str, int]:
    """The sign that cuts most of the first lines into equally many cells, and the index of the line to start at.

    The title of a report may hold commas, and so do decimal numbers: how often a sign occurs says little.
    """
    first = next(i for i, line in enumerate(lines) if line.strip())
    named, start = find_separator(lines)
    if start > first:
        return named, start
    looked_at = [line for line in islice(lines, first, first + _LOOKED_AT) if line.strip()]

    def agreement(sign: str) -> int:
        counts = Counter(count for line in looked_at if (count := line.count(sign)))
        return max(counts.values(), default=0)

    return max(_SEPARATORS, key=agreement), first
