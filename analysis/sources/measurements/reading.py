"""Opening an export and reading it part by part.

Traps: the header may stand under a title; a pipe cannot be read twice; and what a file contains may be
about named children, so whatever is wrong with it as a whole ends in a `Refused` that repeats none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from analysis.sources.measurements import identity
from analysis.sources.measurements.areas import AreaCodes
from analysis.sources.measurements.blocks import Block, Input, Refused, read_blocks
from analysis.sources.measurements.findings import Findings
from analysis.sources.measurements.names import HEADER_WITHIN, FindHeader, Recognised, find_header, recognise
from analysis.sources.measurements.plan import Part, Plan
from analysis.sources.measurements.records import CODED, TEXT, Layout, Tables, read_records, split_lines
from analysis.sources.measurements.sheets import Parquet, Workbook
from analysis.sources.tables import find_separator, other_kind

MOST_COLUMNS = 1_000
Progress = Callable[[float | None], None]
Source = Path | bytes | BinaryIO


@dataclass(frozen=True)
class Options:
    """What a reader wants of an export.

    `own`: our name -> column, before what is recognised; `umur`: unit of bare ages, "hari" or "bulan", "" = as
    the file suggests; `carry`: columns for `Part.text` (None = all; never one that names a person); `linked`: make `anak`;
    `placed`: read the areas; `area_codes`: find `kode_kelurahan`; `most_bytes`: what a packed file may unpack to.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    umur: str = ""
    carry: tuple[str, ...] | None = None
    linked: bool = False
    placed: bool = True
    area_codes: AreaCodes | None = None
    key: bytes = field(default=identity.KEY, repr=False)
    most_bytes: int | None = None


class Csv:
    """A CSV or a part of one: lines of text with cells between separators, under a header."""

    def __init__(self, source: Input, own: Mapping[str, str], find: FindHeader = find_header) -> None:
        self._blocks = read_blocks(source)
        first = next(self._blocks, None)
        if first is None or not first.data.strip():
            raise Refused("berkas_kosong")
        texts = first.data[:1_000_000].decode(errors="replace").split("\n")
        # The title of a report has no cells and says nothing about what stands between them.
        title = next((i for i, text in enumerate(texts) if any(mark in text for mark in ";,\t")), 0)
        self.separator, skipped = find_separator(texts[title:])
        start = without_lines(first, title + skipped)
        rows = list(islice(split_lines(start, self.separator), HEADER_WITHIN))
        place = find([cells for _line, cells in rows], own)
        line, self.header = rows[place]
        # The next record begins where the header ends, which may be lines later.
        self.header_line = rows[place + 1][0] - 1 if place + 1 < len(rows) else line + first.data.count(b"\n")
        self._blocks = chain([without_lines(first, self.header_line - first.first_line + 1)], self._blocks)

    def tables(self, layout: Layout, findings: Findings) -> Tables:
        """The wanted columns of the rows under the header, some at once, with their lines and how far that is."""
        return tables_of(self._blocks, layout, findings)


def tables_of(blocks: Iterator[Block], layout: Layout, findings: Findings) -> Tables:
    """Blocks of lines without header as tables of the wanted columns."""
    for block in blocks:
        table, lines = read_records(block, layout, findings)
        yield table, lines, block.fraction


def without_lines(block: Block, count: int) -> Block:
    """A block without its first `count` lines."""
    place = 0
    for _line in range(count):
        place = block.data.find(b"\n", place) + 1 or len(block.data)
    return Block(block.data[place:], block.first_line + count, block.lines - count, block.fraction)


def open_reader(
    source: Source, own: Mapping[str, str], most_bytes: int | None = None, find: FindHeader = find_header
) -> Csv | Workbook | Parquet:
    """What reads this file, whose header `find` knows. Refused for a file that cannot be read, OSError for a path that
    cannot be opened."""
    reader = _open(source, own, most_bytes, find)
    if len(reader.header) > MOST_COLUMNS:
        raise Refused("kolom_banyak", batas=MOST_COLUMNS)
    return reader


def _open(source: Source, own: Mapping[str, str], most_bytes: int | None, find: FindHeader) -> Csv | Workbook | Parquet:
    file = Input(source, most_bytes)
    start = file.peek(512)
    if start.startswith(b"PK\x03\x04"):
        return Workbook(file.read_all(), own, find)
    if start.startswith(b"PAR1"):
        return Parquet(source if isinstance(source, Path) else pa.BufferReader(file.read_all()))
    if kind := other_kind(start):
        raise Refused(kind)
    return Csv(file, own, find)


class Export:
    """An opened export: what was recognised in it, and its rows, which can be read once.

    `findings` fills while the rows are read. Refused for a file that cannot be read at all and as `recognise` says for
    `options.own`; OSError when its path cannot be opened.
    """

    def __init__(self, source: Source, berkas: str, options: Options | None = None) -> None:
        options = options or Options()
        reader = open_reader(source, options.own, options.most_bytes)
        recognised = recognise(reader.header, options.own)
        self.separator, self.header_line = reader.separator, reader.header_line
        self.findings = Findings(quoting=not recognised.personal)
        plan = make_plan(berkas, recognised, options)
        tables = reader.tables(plan.layout(reader.separator), self.findings)
        first = next(tables, None) or (*no_rows(plan), 1.0)
        self.plan = plan if options.umur else plan.with_unit_of_age(plan.named(first[0]))
        self._tables = chain([first], tables)

    @property
    def recognised(self) -> Recognised:
        return self.plan.recognised

    def parts(self, progress: Progress | None = None) -> Iterator[Part]:
        """The rows in their order; `progress` hears how much of the file is read (0 to 1, None = unknown)."""
        return read_parts(self.plan, self._tables, self.findings, progress)


def make_plan(berkas: str, recognised: Recognised, options: Options) -> Plan:
    """How to read an export whose columns are known, as `options` want it."""
    wanted = recognised.header if options.carry is None else options.carry
    carry = tuple(name for name in recognised.header if name in wanted and name not in recognised.personal)
    return Plan(
        berkas,
        recognised,
        carry,
        umur=options.umur or "hari",
        linked=options.linked,
        placed=options.placed,
        area_codes=options.area_codes,
        key=options.key,
        own=dict(options.own),
    )


def read_parts(plan: Plan, tables: Tables, findings: Findings, progress: Progress | None = None) -> Iterator[Part]:
    """Tables of text as parts of the measurement frame."""
    for table, lines, fraction in tables:
        yield plan.interpret(plan.named(table), lines, findings)
        if progress:
            progress(fraction)


def no_rows(plan: Plan) -> tuple[pa.Table, np.ndarray]:
    """What a reader gives for a file without rows."""
    layout = plan.layout("")
    coded = {str(place): pa.array([], TEXT).dictionary_encode().cast(CODED) for place in layout.coded}
    return pa.table(coded | {str(place): pa.array([], TEXT) for place in layout.plain}), np.array([], dtype=np.int64)
