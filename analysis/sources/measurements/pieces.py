"""An export cut into pieces that can be read apart, by other processes or other machines.

Traps: a piece must know the number of its first line, which only those who read the lines before it can
say, so line feeds are counted first; and all pieces must mean the same, so the header, the unit of ages and
the key of the hash are settled once, on the first piece, and sent along (`Plan`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Protocol

from analysis.sources.measurements.blocks import FileRange, cut_points, read_blocks
from analysis.sources.measurements.findings import Findings, Refused
from analysis.sources.measurements.names import FindHeader, find_header, unique_names
from analysis.sources.measurements.plan import Part, Plan
from analysis.sources.measurements.reading import Csv, open_reader, read_parts, tables_of, without_lines
from analysis.sources.measurements.records import Layout, Tables
from analysis.sources.measurements.sheets import Parquet, Workbook

PIECE_BYTES = 32_000_000
PIECE_ROWS = 200_000


@dataclass(frozen=True)
class Piece:
    """Part of one file: bytes `start` to `stop` of a CSV, row groups `start` to `stop` of a Parquet, or all of it.

    `first_line`: the number of its first line or row; `separator` and `header_line` are those of the CSV.
    """

    file: Path
    kind: str  # "csv", "parquet", "whole"
    start: int = 0
    stop: int = 0
    first_line: int = 1
    separator: str = ""
    header_line: int = 1


def find_files(name: str) -> list[Path]:
    """The file of that name; of a folder its CSV, XLSX and Parquet files; of a pattern what fits it. Sorted."""
    path = Path(name)
    if path.is_dir():
        return sorted(f for f in path.iterdir() if f.name.lower().endswith((".csv", ".csv.gz", ".xlsx", ".parquet")))
    if path.exists() or not any(mark in name for mark in "*?["):
        return [path]
    return sorted(path.parent.glob(path.name))


def cut_file(file: Path, plan: Plan, piece_bytes: int = PIECE_BYTES, piece_rows: int = PIECE_ROWS) -> list[Piece]:
    """Pieces of one file; those of a CSV are still without line numbers, see `count_lines` and `number_lines`.

    Refused for a file whose columns are not those of `plan`.
    """
    reader = open_reader(file, plan.own)
    if unique_names(reader.header) != plan.recognised.header:
        raise Refused("kolom_lain")
    return cut_reader(file, reader, piece_bytes, piece_rows)


def cut_reader(
    file: Path, reader: Csv | Workbook | Parquet, piece_bytes: int = PIECE_BYTES, piece_rows: int = PIECE_ROWS
) -> list[Piece]:
    """The same of a file that is opened already."""
    if isinstance(reader, Parquet):
        return _cut_parquet(file, reader.group_sizes(), piece_rows)
    cuts = cut_points(file, max(1, file.stat().st_size // piece_bytes)) if isinstance(reader, Csv) else []
    if len(cuts) <= 2:
        return [Piece(file, "whole")]
    described = Piece(file, "csv", separator=reader.separator, header_line=reader.header_line)
    return [replace(described, start=start, stop=stop) for start, stop in pairwise(cuts)]


def _cut_parquet(file: Path, sizes: Sequence[int], piece_rows: int) -> list[Piece]:
    pieces, first, rows, line = [], 0, 0, 2
    for group, size in enumerate(sizes, start=1):
        rows += size
        if rows >= piece_rows or group == len(sizes):
            pieces.append(Piece(file, "parquet", first, group, line))
            first, rows, line = group, 0, line + rows
    return pieces


def count_lines(piece: Piece) -> int:
    """How many lines a piece of a CSV has."""
    source, count = FileRange(piece.file, piece.start, piece.stop), 0
    while data := source.read(1 << 20):
        count += data.count(b"\n")
    return count


def number_lines(pieces: Sequence[Piece], counts: Sequence[int]) -> list[Piece]:
    """The pieces of one CSV with the number of their first line."""
    lines = accumulate(counts, initial=1)
    return [replace(piece, first_line=line) for piece, line in zip(pieces, lines, strict=False)]


def read_piece(piece: Piece, plan: Plan) -> tuple[Iterator[Part], Findings]:
    """The rows of a piece and what is wrong with them, which is complete once the rows are read."""
    findings = Findings(quoting=not plan.recognised.personal)
    return read_parts(plan, piece_tables(piece, plan, findings), findings), findings


class Wanted(Protocol):
    """How all pieces are read: the user's own names of columns, and where the wanted cells of a line are."""

    own: Mapping[str, str]

    def layout(self, separator: str) -> Layout: ...


def piece_tables(piece: Piece, wanted: Wanted, findings: Findings, find: FindHeader = find_header) -> Tables:
    """The wanted columns of a piece as tables of text; `find` knows the header of the file."""
    if piece.kind == "csv":
        blocks = read_blocks(FileRange(piece.file, piece.start, piece.stop), piece.first_line)
        if piece.start == 0:
            blocks = chain([without_lines(next(blocks), piece.header_line)], blocks)
        return tables_of(blocks, wanted.layout(piece.separator), findings)
    reader = open_reader(piece.file, wanted.own, find=find)
    if piece.kind == "parquet":
        reader = Parquet(piece.file, range(piece.start, piece.stop), piece.first_line)
    return reader.tables(wanted.layout(reader.separator), findings)
