"""The table inside a sheet: which row is its header, and the rows below it under the names of that header.

Traps: the header stands under the title of a report and may take two or three rows, of which the upper ones name what the
lower ones divide ("TTD remaja putri" above "Pembilang" and "Penyebut"); a row that only numbers the columns is no
data; and whatever names a person is emptied here, before anybody looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analysis.sources.imports.opening import Opened, Row
from analysis.sources.measurements.names import is_personal, normalise, unique_names
from analysis.sources.problems import Problem, report

HEADER_WITHIN = 20
_MOST_HEADER_ROWS = 3
_JOINED = " · "
_NUMBER = re.compile(r"[-−]?[0-9][0-9.,  ]*%?")


@dataclass(frozen=True)
class Sheet:
    """One table as it stands in a file.

    `frame`: every cell as text under the file's own column names, index = line in the file; columns that name
    persons (`personal`) are empty. `parts`: the texts of the header above each column, from top to bottom.
    `title`: what stands above the header; `problems`: lines that could not be cut into cells.
    """

    berkas: str
    lembar: str
    frame: pd.DataFrame
    parts: tuple[tuple[str, ...], ...]
    personal: tuple[str, ...]
    title: str
    sidik: str
    problems: tuple[Problem, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.frame.columns)

    @property
    def signature(self) -> tuple[str, ...]:
        """The header as templates are found by: the same for files of the same form."""
        return tuple(plain(name) for name in self.columns)


def plain(name: str) -> str:
    """The name of a column as it is compared: ">4" and "4" stay apart, "%" becomes a word."""
    return normalise(name.replace(">", " lebih ").replace("%", " persen "))


def read_sheet(
    opened: Opened, lembar: str, known: Callable[[Iterable[str]], int], kept: Callable[[str], bool]
) -> Sheet:
    """The table of one sheet. `known(names)` counts the names of a row that any table knows; `kept(name)` says whether
    a column keeps its cells although its name may be about a person.
    """
    rows = opened.sheets[lembar]
    top = _find_top(rows[:HEADER_WITHIN], known)
    height = _header_height(rows, top)
    header = _filled_right([cells for _line, cells in rows[top : top + height]])
    width = max(len(cells) for cells in header)
    body = [row for row in rows[top + height :] if not _numbers_columns(row[1])]
    problems = list(opened.problems)
    if not lembar:
        body, too_long = _without_too_long(body, width)
        isi = {line: {"ada": len(cells), "harus": width} for line, cells in too_long}
        problems += report(opened.berkas, None, "sel_lebih", isi, isi.get)
    # What stands right of the header of a workbook has no name; it gets one, so that nothing is lost without a word.
    width = max([width, *(len(cells) for _line, cells in body)])
    parts = tuple(
        tuple(dict.fromkeys(cells[place] for cells in header if place < len(cells) and cells[place]))
        for place in range(width)
    )
    names = unique_names([_JOINED.join(part) for part in parts])
    personal = tuple(name for name in names if is_personal(name) and not kept(name))
    columns = {
        name: pd.array(
            ["" if name in personal or place >= len(cells) else cells[place] for _line, cells in body], dtype="str"
        )
        for place, name in enumerate(names)
    }
    frame = pd.DataFrame(columns, index=[line for line, _cells in body])
    # A nameless column without content was only a wide line.
    empty = [name for name, part in zip(names, parts, strict=True) if not part and not (frame[name] != "").any()]
    frame = frame.drop(columns=empty)
    parts = tuple(part for name, part in zip(names, parts, strict=True) if name not in empty)
    if frame.empty and not problems:
        problems.append(Problem(opened.berkas, None, None, "tanpa_data"))
    title = " ".join(cell for _line, cells in rows[:top] for cell in cells if cell)
    return Sheet(opened.berkas, lembar, frame, parts, personal, title[:500], opened.sidik, tuple(problems))


def _without_too_long(rows: list[Row], width: int) -> tuple[list[Row], list[Row]]:
    """Lines of a text file that fit under the header, and those that do not: their cells are shifted."""
    too_long = [(line, cells) for line, cells in rows if any(cells[width:])]
    lines = {line for line, _cells in too_long}
    return [(line, cells[:width]) for line, cells in rows if line not in lines], too_long


def _find_top(rows: list[Row], known: Callable[[Iterable[str]], int]) -> int:
    """The first row of the header: where most names are known, else the first row nearly as full as any."""
    scores = [known(cells) for _line, cells in rows]
    if max(scores) >= 2:
        return scores.index(max(scores))
    texts = [sum(bool(cell) and not _NUMBER.fullmatch(cell) for cell in cells) for _line, cells in rows]
    return next(place for place, count in enumerate(texts) if count >= 0.6 * max(texts))


def _header_height(rows: list[Row], top: int) -> int:
    height = 1
    while height < _MOST_HEADER_ROWS and top + height < len(rows) and _continues(rows[top][1], rows[top + height][1]):
        height += 1
    return height


def _continues(upper: list[str], lower: list[str]) -> bool:
    """Whether a row divides the header above it: words only, and some of them where nothing stood above."""
    filled = [(place, cell) for place, cell in enumerate(lower) if cell]
    if any(_NUMBER.fullmatch(cell) for _place, cell in filled):
        return False
    named = [place for place, _cell in filled if place < len(upper) and upper[place]]
    # Data fill the columns that say where; a divided header leaves them empty.
    first = next((place for place, cell in enumerate(upper) if cell), 0)
    return bool(filled) and filled[0][0] > first and len(named) < len(filled)


def _numbers_columns(cells: list[str]) -> bool:
    """ "1 2 3 4" or "(1) (2) (3)" under a header."""
    filled = [(place, re.sub(r"[().]", "", cell)) for place, cell in enumerate(cells, start=1) if cell]
    if len(filled) < 4:
        return False
    shift = {
        int(cell) - place if cell.isascii() and cell.isdigit() and len(cell) < 4 else None for place, cell in filled
    }
    return len(shift) == 1 and None not in shift


def _filled_right(header: list[list[str]]) -> list[list[str]]:
    """A merged cell names every column below it: filled up as far as the last row still has names."""
    width = max(len(cells) for cells in header)
    header = [cells + [""] * (width - len(cells)) for cells in header]
    for above, below in pairwise(header):
        for place in range(1, width):
            # Only where the row below divides it: a column of its own keeps its own name.
            if not above[place] and below[place] and above[place - 1] and below[place - 1]:
                above[place] = above[place - 1]
    return header
