"""Exports saved as XLSX or Parquet: the same rows of text as a CSV has.

Traps: a small XLSX can unpack to gigabytes, and two cells at opposite corners of a sheet make a reader
allocate the whole rectangle, so sizes and corners are looked at before anything is read. Excel keeps 12.0
for 12 and a date as a date; they become the text a CSV would have. Rows are numbered as Excel numbers
them, those of Parquet as if a header stood above them, like in a CSV.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.sources.measurements.findings import Findings, Refused
from analysis.sources.measurements.names import HEADER_WITHIN, FindHeader, find_header
from analysis.sources.measurements.records import CODED, TEXT, Layout, Tables, fit_row, take_cells

ROWS_AT_ONCE = 50_000
# An export of a million children fits; what is beyond was made to harm.
MOST_UNPACKED_BYTES = 2_000_000_000
MOST_RATIO = 250
MOST_CELLS = 45_000_000
_HARMLESS_BYTES = 20_000_000
_WINDOW = 8_000_000
# All that Python says of a ZIP that is cut, changed or locked with a password (RuntimeError).
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError,
)  # fmt: skip
_BROKEN_PARQUET = (pa.ArrowException, OSError, ValueError)
_COLUMN = re.compile(rb'[ \n]r="([A-Z]{1,3})[0-9]')
_ROW = re.compile(rb'row [^>]{0,200}?r="([0-9]{1,7})"')


class Workbook:
    """The first sheet of an XLSX in which anything stands. Refused for what is no workbook or too large."""

    separator = ""

    def __init__(self, data: bytes, own: Mapping[str, str], find: FindHeader = find_header) -> None:
        check_size(data)
        rows, self._height = _rows(data)
        numbered = ((line, [cell_text(cell) for cell in cells]) for line, cells in enumerate(rows, start=1))
        filled = ((line, cells) for line, cells in numbered if any(cells))
        first = list(islice(filled, HEADER_WITHIN))
        place = find([cells for _line, cells in first], own)
        self.header_line, self.header = first[place]
        self._filled = chain(first[place + 1 :], filled)

    def tables(self, layout: Layout, findings: Findings) -> Tables:
        """The wanted columns of the rows under the header, some at once, with their lines and how far that is."""
        while batch := list(islice(self._filled, ROWS_AT_ONCE)):
            lines = np.array([line for line, _cells in batch], dtype=np.int64)
            rows = [fit_row(cells, line, layout, findings) for line, cells in batch]
            yield take_cells(rows, layout), lines, int(lines[-1]) / self._height


def _rows(data: bytes) -> tuple[Iterator[list], int]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheet = next((s for s in map(book.get_sheet_by_name, book.sheet_names) if s.height), None)
    except Exception:  # the reader has an own error for every fault that a ZIP can have
        raise Refused("buku_rusak") from None
    if sheet is None:
        raise Refused("berkas_kosong")
    return sheet.iter_rows(), sheet.total_height


def cell_text(cell: object) -> str:
    """A cell as a CSV of the same sheet would have it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def check_size(data: bytes, most_bytes: int = MOST_UNPACKED_BYTES, most_cells: int = MOST_CELLS) -> None:
    """Refused for an XLSX that would unpack to more than this, or that is none."""
    try:
        book = zipfile.ZipFile(BytesIO(data))
        parts = book.infolist()
        total = sum(part.file_size for part in parts)
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise Refused("berkas_zip")
        too_dense = any(
            part.file_size > _HARMLESS_BYTES and part.file_size > MOST_RATIO * part.compress_size for part in parts
        )
        if total > most_bytes or too_dense:
            raise Refused("buku_besar", batas=most_bytes // 1_000_000)
        for part in parts:
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                _check_corners(book, part, most_cells)
    except BROKEN_ZIP:
        raise Refused("buku_rusak") from None


def _check_corners(book: zipfile.ZipFile, part: zipfile.ZipInfo, most_cells: int) -> None:
    columns: set[bytes] = set()
    last_row, rest, seen = 1, b"", 0
    with book.open(part) as sheet:
        while data := sheet.read(_WINDOW):
            seen += len(data)
            if seen > part.file_size:
                raise Refused("buku_rusak")  # says it is smaller than it is
            data = rest + data
            columns.update(_COLUMN.findall(data))
            last_row = max([last_row, *map(int, _ROW.findall(data))])
            rest = data[-300:]
    widest = max((_column_number(letters) for letters in columns), default=1)
    if widest * last_row > most_cells:
        raise Refused("berkas_luas", batas=most_cells)


def _column_number(letters: bytes) -> int:
    """b"A" -> 1, b"AA" -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


class Parquet:
    """A Parquet file, or some of its row groups (`groups`, all by default). Refused for what is no Parquet."""

    separator, header_line = "", 1

    def __init__(self, source: object, groups: range | None = None, first_line: int = 2) -> None:
        import pyarrow.parquet as pq

        try:
            self._file = pq.ParquetFile(source)
            self.header = list(self._file.schema_arrow.names)
        except _BROKEN_PARQUET:
            raise Refused("parquet_rusak") from None
        self._groups = range(self._file.num_row_groups) if groups is None else groups
        self._first_line = first_line

    def group_sizes(self) -> list[int]:
        """Rows of each row group."""
        meta = self._file.metadata
        return [meta.row_group(group).num_rows for group in range(meta.num_row_groups)]

    def tables(self, layout: Layout, findings: Findings) -> Tables:
        """As `Workbook.tables`. Refused where a page is damaged, or a column holds what is no cell of a table."""
        try:
            yield from self._pages(layout)
        except _BROKEN_PARQUET:
            raise Refused("parquet_rusak") from None

    def _pages(self, layout: Layout) -> Tables:
        line, wanted = self._first_line, (*layout.coded, *layout.plain)
        total, read = sum(self.group_sizes()) or 1, 0
        batches = self._file.iter_batches(
            ROWS_AT_ONCE, row_groups=list(self._groups), columns=[self.header[place] for place in wanted]
        )
        for batch in batches:
            names = {name: _column_text(batch.column(place)) for place, name in enumerate(batch.schema.names)}
            columns = {str(place): names[self.header[place]] for place in wanted}
            coded = {name: _coded(c) if int(name) in layout.coded else c for name, c in columns.items()}
            lines = np.arange(line, line + batch.num_rows)
            line, read = line + batch.num_rows, read + batch.num_rows
            yield pa.table(coded), lines, read / total


def _column_text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return pc.fill_null(pc.cast(column, TEXT), "")


def _coded(column: pa.Array) -> pa.Array:
    return column.dictionary_encode().cast(CODED)
