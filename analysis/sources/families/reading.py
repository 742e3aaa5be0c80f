"""A whole file of families as one frame, read block by block.

Traps: a million rows have a few hundred different texts per column, so texts are read once and rows are looked up;
the same family on two lines counts once, whichever blocks they are in; and a message may repeat a cell only where it
cannot be somebody's name or number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.convergence.screening import UNKNOWN, YES, Thresholds
from analysis.sources.cells import is_empty
from analysis.sources.families.names import FOUR_T, KEY, Columns, find_family_header, recognise_families
from analysis.sources.families.values import FIELDS, OTHER_CODING, read_kelurahan
from analysis.sources.measurements import identity
from analysis.sources.measurements.findings import Findings, Refused
from analysis.sources.measurements.reading import Progress, Source, open_reader
from analysis.sources.measurements.records import Layout, mask_long_numbers
from analysis.sources.problems import Problem, quote

LISTED_WORDS = 12


@dataclass(frozen=True)
class Families:
    """The families of a file and what is wrong with it; `columns` is None when it could not be read at all."""

    frame: pd.DataFrame
    columns: Columns | None
    problems: list[Problem]
    findings: Findings = field(default_factory=Findings)

    def problem_table(self, berkas: str) -> pd.DataFrame:
        """Every problem as a row (berkas, baris, kolom, masalah), in the language in use, for download."""
        return self.findings.table(berkas)


def read_families(
    source: Source,
    berkas: str,
    known: Collection[str] = (),
    own: Mapping[str, str] | None = None,
    carry: Sequence[str] = (),
    progress: Progress | None = None,
    most_bytes: int | None = None,
) -> Families:
    """All families of a file, first rows only of those that stand there twice. Never raises for what it contains.

    `known`: codes of kelurahan that exist (none = not checked); `own`: our name -> column, before what is recognised;
    `carry`: further columns, as categoricals (never one that names a person; see `Columns.usable`); `most_bytes`: what
    a packed file may unpack to. OSError when a path cannot be opened.
    """
    try:
        reader = open_reader(source, own or {}, most_bytes, find_family_header)
        columns = recognise_families(reader.header, own)
        if strange := [name for name in carry if name not in columns.usable]:
            raise Refused("kolom_asing", kolom=strange[0])
        rows = FamilyRows(columns, frozenset(known), tuple(carry))
        for table, lines, fraction in reader.tables(rows.layout(reader.separator), rows.findings):
            rows.add(table.rename_columns([columns.header[int(place)] for place in table.column_names]), lines)
            if progress:
                progress(fraction)
    except Refused as refused:
        return Families(pd.DataFrame(), None, [Problem(berkas, None, None, refused.jenis, refused.isi)])
    frame = rows.frame()
    return Families(frame, columns, rows.problems(berkas), rows.findings)


class FamilyRows:
    """The rows of one file, or of a piece of it, while they are being read.

    `key`: what households are hashed with; None where others say which rows are repeated (`frame`).
    """

    def __init__(
        self, columns: Columns, known: frozenset[str], carry: tuple[str, ...], key: bytes | None = identity.KEY
    ) -> None:
        self.columns, self.known, self.carry, self.key = columns, known, carry, key
        self.findings = Findings(quoting=not columns.names_people)
        self.parts: dict[str, list[np.ndarray]] = {}
        self.categories: dict[str, dict[str, int]] = {name: {"": 0} for name in ("kode_kelurahan", *carry)}
        self.words: dict[str, Counter[str]] = {}
        self.read = [name for name in FIELDS if name in columns.mapping]
        self.coding: set[str] = set()

    def layout(self, separator: str) -> Layout:
        """Where the wanted cells are: nothing else of a line is ever looked at."""
        mapping, place = self.columns.mapping, {name: i for i, name in enumerate(self.columns.header)}
        coded = dict.fromkeys([*(column for name, column in mapping.items() if name != KEY), *self.carry])
        plain = (place[mapping[KEY]],) if KEY in mapping else ()
        return Layout(separator, len(place), tuple(place[name] for name in coded), plain, self._in_place)

    def _in_place(self, cells: Sequence[str]) -> bool:
        """Whether a row of another width still has its cells where they belong: a shifted one makes no sense."""
        row = dict(zip(self.columns.header, cells, strict=False))
        mapping = self.columns.mapping
        one = {name: pa.array([row.get(column, "")]) for name, column in mapping.items()}
        if "kode_kelurahan" in one and read_kelurahan(one["kode_kelurahan"], frozenset())[1]:
            return False
        faults = [fault.any() for name in self.read for fault in FIELDS[name].read(one[name]).faults.values()]
        return sum(faults) <= 1

    def add(self, table: pa.Table, lines: np.ndarray) -> None:
        """Take the rows of one block."""
        self._keep("baris", lines)
        texts = key_texts(table, self.columns)
        if self.key is not None:
            self._keep("kunci", hash_keys(texts, len(lines), self.key))
        self._keep("terisi", self._filled(table, texts, len(lines)))
        self._keep("kode_kelurahan", self._kelurahan(table, lines))
        for name in self.read:
            cells = _chunk(table, self.columns.mapping[name])
            found, codes = FIELDS[name].read(cells.dictionary), cells.indices.to_numpy()
            self._keep(name, found.values[codes])
            if name in FOUR_T and (found.values == OTHER_CODING).any():
                self.coding.add(name)
            for kind, which in found.faults.items():
                if which.any():
                    self._tell(name, kind, which[codes], cells, lines)
        for name in self.carry:
            cells = mask_long_numbers(_chunk(table, name))
            of_text = self._places(name, [" ".join(text.split()) for text in cells.dictionary.to_pylist()])
            self._keep(name, of_text[cells.indices.to_numpy()])

    def _keep(self, name: str, values: np.ndarray) -> None:
        self.parts.setdefault(name, []).append(values)

    def _filled(self, table: pa.Table, texts: pa.Array | None, size: int) -> np.ndarray:
        """Rows in which anything stands: the others are blank lines of a sheet, or were said to be of no use."""
        filled = np.zeros(size, dtype=bool) if texts is None else ~_is_empty(texts)
        for name, column in self.columns.mapping.items():
            if filled.all():
                break
            if name != KEY:
                cells = _chunk(table, column)
                of_text = np.array([not is_empty(text) for text in cells.dictionary.to_pylist()], dtype=bool)
                filled |= of_text[cells.indices.to_numpy()]
        return filled

    def _kelurahan(self, table: pa.Table, lines: np.ndarray) -> np.ndarray:
        if "kode_kelurahan" not in self.columns.mapping:
            return np.zeros(len(lines), dtype=np.int32)
        cells = _chunk(table, self.columns.mapping["kode_kelurahan"])
        of_text, faults = read_kelurahan(cells.dictionary, self.known)
        codes = cells.indices.to_numpy()
        for kind, which in faults.items():
            self._tell("kode_kelurahan", kind, which[codes], cells, lines)
        return self._places("kode_kelurahan", of_text)[codes]

    def _places(self, name: str, texts: list[str]) -> np.ndarray:
        """The codes of texts among all that the column had so far."""
        known = self.categories[name]
        return np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)

    def _tell(self, name: str, kind: str, where: np.ndarray, cells: pa.DictionaryArray, lines: np.ndarray) -> None:
        places = np.flatnonzero(where)
        texts = [_quotable(name, text) for text in cells.take(pa.array(places[:3])).to_pylist()]
        column, details = self.columns.mapping[name], FIELDS[name].details if name in FIELDS else None
        self.findings.add(column, kind, lines[places], texts, **(details or {}))
        if kind == "pilihan" and self.findings.quoting:
            codes = cells.indices.to_numpy()[places]
            for code, times in zip(*np.unique(codes, return_counts=True), strict=True):
                if (text := _quotable(name, cells.dictionary[int(code)].as_py())) and (word := quote(text)):
                    self.words.setdefault(name, Counter())[word] += int(times)

    def frame(self, repeated: np.ndarray | None = None) -> pd.DataFrame:
        """All rows but blank ones and those of a family that stands there already, which are told.

        `repeated`: the places of the latter among all rows, where they are not found here.
        """
        columns = {}
        for name in list(self.parts):
            columns[name] = np.concatenate(self.parts.pop(name))
        filled = columns.pop("terisi", np.array([], dtype=bool))
        keys = columns.pop("kunci", np.array([], dtype=np.uint64))
        again = np.zeros(len(filled), dtype=bool)
        if repeated is None:
            again = pd.Series(keys).duplicated().to_numpy() & (keys != identity.UNKNOWN)
        else:
            again[repeated] = True
        if again.any():
            self.findings.add(None, "keluarga_ganda", columns["baris"][again])
        kept = filled & ~again
        if not kept.all():
            columns = {name: values[kept] for name, values in columns.items()}
        for name in self.coding & columns.keys():
            columns[name] = np.full_like(columns[name], UNKNOWN)
        self._tell_contradictions(columns)
        if not columns:
            columns = {"baris": np.array([], dtype=np.int64), "kode_kelurahan": np.array([], dtype=np.int32)}
        return pd.DataFrame({name: self._column(name, values) for name, values in columns.items()}, copy=False)

    def _tell_contradictions(self, columns: Mapping[str, np.ndarray]) -> None:
        """A PUS of an age that makes none: the screening goes by what is stated."""
        if "pus" in columns and "umur_istri" in columns:
            usual = Thresholds()
            low, high, age = usual.umur_pus_dari, usual.umur_pus_sampai, np.floor(columns["umur_istri"])
            wrong = (columns["pus"] == YES) & ((age < low) | (age > high))
            limits = {"bawah": int(low), "atas": int(high)}
            self.findings.add(self.columns.mapping["pus"], "pus_umur", columns["baris"][wrong], **limits)

    def _column(self, name: str, values: np.ndarray) -> np.ndarray | pd.Categorical:
        if name in self.categories:
            return pd.Categorical.from_codes(values, categories=list(self.categories[name]))
        if name in FIELDS and FIELDS[name].categorical:
            return pd.Categorical.from_codes(values, categories=["", *FIELDS[name].options])
        return values

    def problems(self, berkas: str) -> list[Problem]:
        """What is wrong, once the frame is made."""
        told = self.findings.by_first_line().problems(berkas)
        return self._about_columns(berkas) + told + self._strange_words(berkas)

    def _about_columns(self, berkas: str) -> list[Problem]:
        """What is not there, and how SIGA's codes were taken."""
        found = []
        if absent := self.columns.absent:
            found.append(Problem(berkas, None, None, "kolom_keluarga_tiada", {"kolom": absent}))
        stated = {name: self.columns.mapping[name] for name in FOUR_T if name in self.columns.mapping}
        found += [Problem(berkas, None, stated[name], "kode_4t_asing") for name in stated if name in self.coding]
        if taken := tuple(column for name, column in stated.items() if name not in self.coding):
            found.append(Problem(berkas, None, None, "kode_siga", {"kolom": taken}))
        return found

    def _strange_words(self, berkas: str) -> list[Problem]:
        """The words of each column that are no option, most frequent first."""
        found = []
        for name in [name for name in FIELDS if name in self.words]:
            listed = tuple(f"“{word}” ({times})" for word, times in self.words[name].most_common(LISTED_WORDS))
            found.append(Problem(berkas, None, self.columns.mapping[name], "kata_asing", {"daftar": listed}))
        return found


def key_texts(table: pa.Table, columns: Columns) -> pa.Array | None:
    """The household codes as they are compared; None where the file has none. Hashed, or looked at for being there."""
    if KEY not in columns.mapping:
        return None
    return pc.utf8_upper(pc.utf8_trim(_chunk(table, columns.mapping[KEY]), " '\t\u00a0"))


def hash_keys(texts: pa.Array | None, size: int, key: bytes) -> np.ndarray:
    """A keyed hash of each household code, 0 = none: nobody keeps the code itself."""
    if texts is None:
        return np.zeros(size, dtype=np.uint64)
    hashed = pd.util.hash_array(texts.to_numpy(zero_copy_only=False), hash_key=key.hex()[:16], categorize=False)
    return np.where(_is_empty(texts), np.uint64(identity.UNKNOWN), hashed)


def _is_empty(texts: pa.Array) -> np.ndarray:
    return pc.equal(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)


def _chunk(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _quotable(name: str, cell: str) -> str | None:
    """A cell that a message may repeat: words, short numbers and codes of areas; anything else may name a household."""
    digits = sum(character.isdigit() for character in cell)
    if not digits or re.fullmatch(r"[-+0-9.,% ]{1,8}", cell.strip()):
        return cell
    return cell if name == "kode_kelurahan" and re.fullmatch(r"\s*31[0-9.]{8,11}\s*", cell) else None
