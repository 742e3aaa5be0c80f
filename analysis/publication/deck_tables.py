"""Frames as tables of texts for a slide: headings, words for codes, figures in the deck's language, columns that fit.

Trap: a table on a slide is read from afar. Codes, sources and other columns for machines stay away, and what does not
fit ten rows continues on the next slide instead of becoming small.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.language import MISSING, number
from analysis.output.columns import for_people
from analysis.publication.deck_text import LINE, clean, lines_in, shortened, wide

MOST_ROWS = 10
SIZES = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
PAD_X, PAD_Y = 9.0, 4.0  # pt
_READABLE = 13.0  # pt: to save a slide no type becomes smaller
_FOR_MACHINES = ("kode_", "sumber_", "jenis_", "teks_", "label", "geser_")
_ALSO = frozenset(
    ["tanggal_sumber", "catatan", "urutan", "terpilih", "redup", "kunci", "kota_kode", "pembilang_definisi"]
)
_YEARS = frozenset(["tahun", "berlaku_dari", "berlaku_sampai", "tahun_target", "dibanding"])
_LONGEST_CELL = 160  # characters


@dataclass(frozen=True)
class Cells:
    """Texts of a table: headings, rows, and how each column is set: "kiri", figures "kanan", years across "tengah"."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sides: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table in its place, in pt: left, top, widths of the columns, heights of heading and rows, size of its type."""

    cells: Cells
    x: float
    y: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float

    @property
    def w(self) -> float:
        return sum(self.widths)

    @property
    def h(self) -> float:
        return sum(self.heights)


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns for people; `jenis_data` only where rows of different kinds stand together."""
    kept = [name for name in frame if not str(name).startswith(_FOR_MACHINES) and name not in _ALSO]
    if "jenis_data" in frame and frame["jenis_data"].nunique() > 1:
        kept.append("jenis_data")
    return frame[kept]


def cells_of(frame: pd.DataFrame) -> Cells:
    """The frame as texts: figures as they are printed, missing ones as a dash."""
    frame = readable(frame)
    shown = for_people(frame)
    columns, sides = [], []
    for place, name in enumerate(frame):
        values = shown.iloc[:, place]
        numeric = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)
        columns.append(_figures(str(name), values) if numeric else [_text(value) for value in values])
        sides.append("tengah" if str(name).isdigit() else "kanan" if numeric else "kiri")
    headings = tuple(shortened(clean(name), _LONGEST_CELL) for name in shown.columns)
    return Cells(headings, tuple(zip(*columns, strict=True)), tuple(sides))


def _figures(column: str, values: pd.Series) -> list[str]:
    if column in _YEARS:
        return [MISSING if pd.isna(value) else f"{value:.0f}" for value in values]
    known = values.dropna()
    digits = 0 if (known == known.round()).all() else 1
    return [number(None if pd.isna(value) else value, digits) for value in values]


def _text(value: object) -> str:
    if value is None or (not isinstance(value, str | list | tuple) and pd.isna(value)):
        return MISSING
    if isinstance(value, pd.Timestamp):
        value = value.date().isoformat()
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return shortened(" ".join(clean(value).split()), _LONGEST_CELL)


def tables_in(cells: Cells, x: float, y: float, width: float, height: float) -> list[Table]:
    """`cells` in as many tables as slides are needed, each within `width` x `height` pt and at most ten rows.

    The type becomes a little smaller where that saves a slide.
    """
    needed = -(-len(cells.rows) // MOST_ROWS)
    for size in _sizes(cells, width):
        tables = _cut_rows(cells, x, y, width, height, size)
        if len(tables) <= needed:
            break
    return tables


def natural_width(cells: Cells, size: float = SIZES[1]) -> float:
    """The width at which no cell wraps."""
    return sum(_natural(cells, place, size) for place in range(len(cells.headings)))


def _sizes(cells: Cells, width: float) -> list[float]:
    """The sizes at which every column has room, two steps below the largest at most."""
    possible = [size for size in SIZES if sum(_leasts(cells, size)) <= width] or [SIZES[-1]]
    return possible[: 1 + max(0, sum(size >= _READABLE for size in possible[1:]))]


def _cut_rows(cells: Cells, x: float, y: float, width: float, height: float, size: float) -> list[Table]:
    widths = _fit_columns(cells, width, size)
    heading = _row_height(cells.headings, widths, size, 600)
    heights = [_row_height(row, widths, size, 400) for row in cells.rows]
    tables, start = [], 0
    while start < len(cells.rows):
        end, used = start, heading
        while end < len(cells.rows) and end - start < MOST_ROWS and (end == start or used + heights[end] <= height):
            used += heights[end]
            end += 1
        part = Cells(cells.headings, cells.rows[start:end], cells.sides)
        tables.append(Table(part, x, y, widths, (heading, *heights[start:end]), size))
        start = end
    return tables


def _fit_columns(cells: Cells, width: float, size: float) -> tuple[float, ...]:
    """The widths of the columns; long texts wrap where there is no room, spare room is shared out."""
    natural = [_natural(cells, place, size) for place in range(len(cells.headings))]
    spare = width - sum(natural)
    if spare >= 0:
        each = min(spare, 0.3 * sum(natural)) / len(natural)
        return tuple(one + each for one in natural)
    least = _leasts(cells, size)
    if sum(least) <= width:
        return _shared(natural, least, width)
    return tuple(width * one / sum(natural) for one in natural)


def _leasts(cells: Cells, size: float) -> list[float]:
    return [_least(cells, place, size) for place in range(len(cells.headings))]


def _shared(natural: list[float], least: list[float], width: float) -> tuple[float, ...]:
    """What the least widths leave is given to the columns that want more."""
    wanted = [full - low for full, low in zip(natural, least, strict=True)]
    spare = width - sum(least)
    return tuple(low + spare * want / (sum(wanted) or 1) for low, want in zip(least, wanted, strict=True))


def _natural(cells: Cells, place: int, size: float) -> float:
    texts = [wide(row[place], size) for row in cells.rows]
    # A heading may take two lines.
    heading = max(wide(cells.headings[place], size, 600) / 1.7, _longest_word(cells.headings[place], size, 600))
    return max([heading, *texts]) + 2 * PAD_X + 3


def _least(cells: Cells, place: int, size: float) -> float:
    words = [_longest_word(row[place], size, 400) for row in cells.rows]
    full = max(words, default=0) if cells.sides[place] != "kiri" else min(max(words, default=0), 150)
    return max(full, _longest_word(cells.headings[place], size, 600)) + 2 * PAD_X + 3


def _longest_word(text: str, size: float, weight: int) -> float:
    return max((wide(word, size, weight) for word in text.split()), default=0)


def _row_height(row: tuple[str, ...], widths: tuple[float, ...], size: float, weight: int) -> float:
    lines = max(
        (len(lines_in(text, w - 2 * PAD_X, size, weight)) for text, w in zip(row, widths, strict=True)), default=1
    )
    return max(lines, 1) * size * LINE + 2 * PAD_Y
