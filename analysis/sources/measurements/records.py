"""A block of lines becomes a table of text: one row per record, each with its line in the file.

Traps: Arrow parses ten times as fast as Python but gives up on a whole block for one wrong line, and a
stray quotation mark makes it swallow lines without a word. So its row count is compared with the lines,
and a block that is not plain is read line by line. A row that lost or gained a cell is shifted: names
would stand in columns that are passed on, so such a row stays in its place, with every cell empty.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from analysis.sources.measurements.blocks import LONGEST_CELL, Block
from analysis.sources.measurements.findings import Findings, Refused

TEXT = pa.string()
_NIK_DIGITS = 16
CODED = pa.dictionary(pa.int32(), TEXT)
# What readers of files give: wanted columns by their place, the line of each row, how far that is (0..1).
Tables = Iterator[tuple[pa.Table, np.ndarray, float | None]]


@dataclass(frozen=True)
class Layout:
    """How the lines of one file are cut into cells, and which cells are wanted.

    `coded`: places of the columns kept as codes of their texts, because every different text is read once;
    `plain`: places of the columns that are only passed on or hashed. Cells of other columns are never looked at. `in_place(cells)` says whether a
    row with too few cells, or empty ones too many, still has its cells where they belong.
    """

    separator: str
    width: int
    coded: tuple[int, ...]
    plain: tuple[int, ...]
    in_place: Callable[[Sequence[str]], bool]


def read_records(block: Block, layout: Layout, findings: Findings) -> tuple[pa.Table, np.ndarray]:
    """The wanted columns, named by their place ("0", "5", ...), and the line of each row."""
    table = _parse_fast(block.data, layout)
    if table is not None and table.num_rows == block.lines:
        return table, np.arange(block.first_line, block.first_line + block.lines)
    filled = _filled_lines(block.data)
    if table is not None and table.num_rows == len(filled):
        return table, block.first_line + filled
    return _parse_lines(block, layout, findings)


def _filled_lines(data: bytes) -> np.ndarray:
    """Which lines (0, 1, ...) are not empty."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
    return np.flatnonzero(np.diff(ends, prepend=-1) > 1)


def _parse_fast(data: bytes, layout: Layout) -> pa.Table | None:
    types = {str(place): CODED for place in layout.coded} | {str(place): TEXT for place in layout.plain}
    try:
        return pacsv.read_csv(
            pa.BufferReader(data),
            pacsv.ReadOptions(
                column_names=[str(place) for place in range(layout.width)], block_size=len(data) + 1, use_threads=False
            ),
            pacsv.ParseOptions(delimiter=layout.separator),
            pacsv.ConvertOptions(column_types=types, include_columns=list(types), check_utf8=False),
        )
    except pa.ArrowInvalid:
        return None  # its message quotes the line, so it goes no further


def _parse_lines(block: Block, layout: Layout, findings: Findings) -> tuple[pa.Table, np.ndarray]:
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, cells in split_lines(block, layout.separator, findings):
        rows.append(fit_row(cells, line, layout, findings))
        lines.append(line)
    return take_cells(rows, layout), np.array(lines, dtype=np.int64)


def take_cells(rows: list[list[str]], layout: Layout) -> pa.Table:
    """The wanted columns of rows that all have `layout.width` cells."""
    columns = {place: pa.array([row[place] for row in rows], TEXT) for place in (*layout.coded, *layout.plain)}
    coded = {str(place): columns[place].dictionary_encode() for place in layout.coded}
    return pa.table(coded | {str(place): columns[place] for place in layout.plain})


def fit_row(cells: list[str], line: int, layout: Layout, findings: Findings) -> list[str]:
    """The cells of one row brought to the width of the header; all empty when they cannot be told apart."""
    width = layout.width
    if len(cells) > width and (any(cell.strip() for cell in cells[width:]) or not layout.in_place(cells)):
        findings.add(None, "sel_lebih", [line], ada=len(cells), harus=width)
        return [""] * width
    if len(cells) < width and not layout.in_place(cells):
        findings.add(None, "sel_kurang", [line], ada=len(cells), harus=width)
        return [""] * width
    return (cells + [""] * (width - len(cells)))[:width]


def split_lines(block: Block, separator: str, findings: Findings | None = None) -> Iterator[tuple[int, list[str]]]:
    """The records of a block as lists of cells, with the line each begins on; empty lines are no records.

    Refused for a cell that is no cell of a table.
    """
    texts = block.data.decode().split("\n")[:-1]
    place = 0
    while place < len(texts):
        line, count = block.first_line + place, 1
        if not texts[place].strip():
            place += 1
            continue
        if _is_open(texts[place], separator):
            count = _lines_of_cell(texts[place : place + LONGEST_CELL], separator)
        text = "\n".join(texts[place : place + max(count, 1)])
        if count == 0:
            # Opened and never closed: the mark is dirt, not a quotation.
            text, count = text.replace('"', " "), 1
            if findings is not None:
                findings.add(None, "kutip", [line])
        try:
            cells = next(csv.reader([text], delimiter=separator))
        except csv.Error:  # a cell longer than Python's reader takes
            raise Refused("baris_panjang", batas=csv.field_size_limit()) from None
        yield line, cells
        place += count


def _is_open(text: str, separator: str) -> bool:
    """Whether a line ends inside quotation marks."""
    if '"' not in text:
        return False
    try:
        next(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _lines_of_cell(texts: list[str], separator: str) -> int:
    """Over how many lines a record runs that begins on the first one; 0 when its quotation is never closed."""
    for count in range(2, len(texts) + 1):
        if not _is_open("\n".join(texts[:count]), separator):
            return count
    return 0


def mask_long_numbers(cells: pa.Array) -> pa.Array:
    """Cells (text or codes of text) with sixteen digits in a row emptied, whatever their column is: maybe a NIK."""
    texts = cells.dictionary if pa.types.is_dictionary(cells.type) else cells
    if (pc.max(pc.binary_length(texts)).as_py() or 0) < _NIK_DIGITS or not _has_digits(texts):
        return cells
    coded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    long = pc.match_substring_regex(coded.dictionary, rf"(^|[^0-9.,])[0-9]{{{_NIK_DIGITS}}}([^0-9]|$)")
    if not pc.any(long).as_py():
        return cells
    return pa.DictionaryArray.from_arrays(coded.indices, pc.if_else(long, "", coded.dictionary)).cast(cells.type)


def _has_digits(texts: pa.Array) -> bool:
    """Whether sixteen bytes in a row may all be digits; every eighth byte of the texts is looked at."""
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[:: _NIK_DIGITS // 2]
    digits = (data >= ord("0")) & (data <= ord("9"))
    return bool((digits[1:] & digits[:-1]).any())
