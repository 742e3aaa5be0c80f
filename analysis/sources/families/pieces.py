"""A file of families in pieces that other processes read, so that no process ever holds all of them.

Traps: the same family may stand in two pieces, and whether a column of SIGA's is coded as SIGA codes it may show in a
single row; so every piece is looked through first for just that, and read when all have answered. What a household is
compared by is a keyed hash, which is written nowhere; the process that asks holds twelve bytes a family.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.sources.families.names import FOUR_T, KEY, Columns, find_family_header, recognise_families
from analysis.sources.families.reading import Families, FamilyRows, hash_keys, key_texts
from analysis.sources.families.values import FIELDS, OTHER_CODING
from analysis.sources.measurements import identity
from analysis.sources.measurements.findings import Findings, Refused
from analysis.sources.measurements.pieces import Piece, count_lines, cut_reader, number_lines, piece_tables
from analysis.sources.measurements.reading import open_reader
from analysis.sources.measurements.records import Layout

_BUCKETS = 256  # hashes are compared within their first byte: small enough for a processor's cache


@dataclass(frozen=True)
class FamilyPlan:
    """How every piece of one file is read; can be sent to another process, `key` belongs in no file.

    `coding`: the 4T columns that are coded otherwise than SIGA's, known once every piece was surveyed.
    """

    berkas: str
    columns: Columns
    known: frozenset[str]
    carry: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    coding: frozenset[str] = frozenset()
    key: bytes = field(default=identity.KEY, repr=False)

    def layout(self, separator: str) -> Layout:
        """Where the wanted cells of a line are."""
        return FamilyRows(self.columns, self.known, self.carry, None).layout(separator)


@dataclass(frozen=True)
class _Surveyed(FamilyPlan):
    """The same lines, of which only the household's code and the 4T are looked at."""

    def layout(self, separator: str) -> Layout:
        whole, place = super().layout(separator), {name: i for i, name in enumerate(self.columns.header)}
        four = tuple(place[self.columns.mapping[name]] for name in FOUR_T if name in self.columns.mapping)
        return replace(whole, coded=four)


@dataclass(frozen=True)
class Survey:
    """What all pieces must know of one: its lines, its keys by their first byte (bucket b ends at `ends[b]`) with the
    place of each row, and its 4T columns that are no SIGA code."""

    lines: int
    keys: np.ndarray
    places: np.ndarray
    ends: np.ndarray
    coding: frozenset[str]


@dataclass(frozen=True)
class Task:
    """A piece and the places of its rows whose family stands in an earlier row of the file."""

    piece: Piece
    repeated: np.ndarray


@dataclass
class Told:
    """What is wrong with the rows of pieces, gathered in their order."""

    findings: Findings
    words: dict[str, Counter[str]] = field(default_factory=dict)

    def merge(self, other: Told) -> None:
        """Take over what was found in a later piece."""
        self.findings.merge(other.findings)
        for name, words in other.words.items():
            self.words.setdefault(name, Counter()).update(words)


def plan_families(
    file: Path,
    berkas: str,
    known: Collection[str],
    own: Mapping[str, str],
    carry: Sequence[str],
    piece_bytes: int,
) -> tuple[FamilyPlan, list[Piece]]:
    """How a file is read and the pieces it is read in. Refused and OSError as `read_families` finds them."""
    reader = open_reader(file, own, find=find_family_header)
    columns = recognise_families(reader.header, own)
    if strange := [name for name in carry if name not in columns.usable]:
        raise Refused("kolom_asing", kolom=strange[0])
    plan = FamilyPlan(berkas, columns, frozenset(known), tuple(carry), dict(own))
    return plan, cut_reader(file, reader, piece_bytes)


def survey_piece(piece: Piece, plan: FamilyPlan) -> Survey:
    """Look through a piece whose lines have no numbers yet; runs in any process."""
    surveyed = _Surveyed(**vars(plan))
    hashes, coding = [], set()
    for table, lines, _fraction in piece_tables(piece, surveyed, Findings(), find_family_header):
        named = table.rename_columns([plan.columns.header[int(place)] for place in table.column_names])
        hashes.append(hash_keys(key_texts(named, plan.columns), len(lines), plan.key))
        coding.update(name for name in FOUR_T if name in plan.columns.mapping and _otherwise(named, plan, name))
    keys = np.concatenate(hashes) if hashes else np.array([], dtype=np.uint64)
    places = np.flatnonzero(keys != identity.UNKNOWN).astype(np.uint32)
    first = (keys[places] >> np.uint64(56)).astype(np.uint8)
    order = np.argsort(first, kind="stable")
    ends = np.cumsum(np.bincount(first, minlength=_BUCKETS))
    lines = count_lines(piece) if piece.kind == "csv" else 0
    return Survey(lines, keys[places[order]], places[order], ends, frozenset(coding))


def _otherwise(table: pa.Table, plan: FamilyPlan, name: str) -> bool:
    column = table.column(plan.columns.mapping[name])
    return any((FIELDS[name].read(chunk.dictionary).values == OTHER_CODING).any() for chunk in column.chunks)


def settle_tasks(plan: FamilyPlan, pieces: Sequence[Piece], surveys: Iterable[Survey]) -> tuple[FamilyPlan, list[Task]]:
    """The plan and the tasks, once every piece was surveyed, in the order of the file."""
    found = list(surveys)
    coding = frozenset().union(*(survey.coding for survey in found))
    if pieces and pieces[0].kind == "csv":
        pieces = number_lines(pieces, [survey.lines for survey in found])
    repeated = find_repeated(found) if KEY in plan.columns.mapping else [np.array([], np.uint32)] * len(found)
    return replace(plan, coding=coding), [Task(*pair) for pair in zip(pieces, repeated, strict=True)]


def find_repeated(surveys: Sequence[Survey]) -> list[np.ndarray]:
    """For each piece the places of rows whose key stands in an earlier row, of this piece or another; sorted."""
    found: list[list[np.ndarray]] = [[] for _survey in surveys]
    for bucket in range(_BUCKETS) if surveys else ():
        spans = [slice(survey.ends[bucket - 1] if bucket else 0, survey.ends[bucket]) for survey in surveys]
        keys = [survey.keys[span] for survey, span in zip(surveys, spans, strict=True)]
        again = pd.Series(np.concatenate(keys)).duplicated().to_numpy()
        if not again.any():
            continue
        cuts = np.cumsum([len(part) for part in keys])[:-1]
        for rows, survey, span, part in zip(found, surveys, spans, np.split(again, cuts), strict=True):
            rows.append(survey.places[span][part])
    return [np.sort(np.concatenate(rows)) if rows else np.array([], dtype=np.uint32) for rows in found]


def read_task(task: Task, plan: FamilyPlan) -> tuple[pd.DataFrame, Told]:
    """The families of a piece, as `read_families` gives those of a file, and what is wrong; runs in any process."""
    rows = FamilyRows(plan.columns, plan.known, plan.carry, None)
    rows.coding = set(plan.coding)
    for table, lines, _fraction in piece_tables(task.piece, plan, rows.findings, find_family_header):
        rows.add(table.rename_columns([plan.columns.header[int(place)] for place in table.column_names]), lines)
    frame = rows.frame(task.repeated)
    return frame, Told(rows.findings, rows.words)


def no_families(plan: FamilyPlan) -> pd.DataFrame:
    """What a file without rows gives: the columns that a result is written with."""
    frame = FamilyRows(plan.columns, plan.known, plan.carry).frame()
    return frame.assign(**{name: pd.Categorical([], categories=[""]) for name in plan.carry})


def told_families(plan: FamilyPlan, told: Told) -> Families:
    """The problems of all pieces, as those of one file."""
    rows = FamilyRows(plan.columns, plan.known, plan.carry)
    rows.findings, rows.words, rows.coding = told.findings, told.words, set(plan.coding)
    return Families(pd.DataFrame(), plan.columns, rows.problems(plan.berkas), told.findings)
