"""A mapping applied to a sheet: typed good rows, what is wrong with the others, and areas that wait for a person.

Traps: the rows pass the same checks as every table, but the messages must name the line and the column of the file as its
owner sees it; rows of one kelurahan are parts of it only where the file says so (a column of puskesmas, posyandu or
RW), otherwise the second one is a problem; and what the file does not bring stays unknown, not 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import numpy as np
import pandas as pd

from analysis.sources.cells import Refusal, is_empty, read_count, read_decimal
from analysis.sources.imports.areas import AreaFinder, Match, Written, is_total
from analysis.sources.imports.grid import Indicators, find_pairs, lengthen
from analysis.sources.imports.mapping import Mapping, area_column
from analysis.sources.imports.outcome import DOUBTFUL, Outcome
from analysis.sources.imports.sheet import Sheet
from analysis.sources.layouts import TABLES
from analysis.sources.problems import Problem, quote, report
from analysis.sources.schemas import check, empty_frame

# Stands in no cell that says where (it is replaced there): joins what is written about one area, and marks helping columns.
_APART = "\x1f"
_FIRST_COLUMNS = 6
# Tables of counts alone: their parts can be added.
_ADDED = ("balita", "krs", "cakupan", "pelaku")
_YEAR_IN_TEXT = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


@dataclass(frozen=True)
class References:
    """What codes and names are looked up in, made once of the tables of the catalogue."""

    kelurahan: pd.DataFrame
    indikator: pd.DataFrame
    aksi: pd.DataFrame
    areas: AreaFinder
    indicators: Indicators


def make_references(tables: Words[str, pd.DataFrame]) -> References:
    """`tables` of the catalogue: kelurahan, alias, indikator_esensial and aksi are used."""
    kelurahan, indikator = tables["kelurahan"], tables["indikator_esensial"]
    areas = AreaFinder(kelurahan, tables["alias"])
    return References(kelurahan, indikator, tables["aksi"], areas, Indicators(indikator))


def apply_mapping(
    sheet: Sheet, mapping: Mapping, references: References, decided: Words[str, str] | None = None
) -> Outcome:
    """The rows of `sheet` as rows of `mapping.tabel`. `decided`: `tertulis` -> the code a person chose ("" = leave out)."""
    table = mapping.tabel
    place = mapping.wilayah
    if place.cara == "bps" and not place.kelurahan:
        return Outcome(table, empty_frame(table), [Problem(sheet.berkas, None, quote(place.kode), "kode_bps_saja")])
    if missing := mapping.missing:
        return Outcome(table, empty_frame(table), [Problem(sheet.berkas, None, None, "petakan", {"kolom": missing})])
    return _Applying(sheet, mapping, references, decided or {}).outcome()


def apply_all(
    sheet: Sheet, mappings: Sequence[Mapping], references: References, decided: Words[str, str] | None = None
) -> list[Outcome]:
    """As `apply_mapping` for each table that a file fills; what is said of the file as a whole is said once, first."""
    outcomes = [apply_mapping(sheet, mapping, references, decided) for mapping in mappings]
    used = set().union(*(one.used for one in outcomes))
    told: list[Problem] = []
    if unused := tuple(quote(name) or "…" for name in sheet.columns if name not in used):
        told.append(Problem(sheet.berkas, None, None, "kolom_dibuang", {"kolom": unused}))
    result = []
    for one in outcomes:
        problems = [problem for problem in one.problems if problem not in told]
        notes = told[:1] * (not result and bool(unused)) + [note for note in one.notes if note not in told]
        told += problems + notes
        result.append(replace(one, problems=problems, notes=notes))
    return result


class _Applying:
    """One sheet on its way into one table."""

    def __init__(self, sheet: Sheet, mapping: Mapping, references: References, decided: Words[str, str]) -> None:
        self.sheet, self.mapping, self.references, self.decided = sheet, mapping, references, decided
        self.layout = TABLES[mapping.tabel]
        self.area = area_column(mapping.tabel)
        self._used = mapping.used
        self.notes: list[Problem] = []
        self.problems: list[Problem] = []

    def outcome(self) -> Outcome:
        rows, doubtful = self._placed(self.sheet.frame)
        rows, origins = self._values(rows)
        rows, origins = self._added_up(rows, origins)
        lines = rows.index.tolist()
        frame, found = check(
            self.mapping.tabel,
            rows[list(self.layout.columns)].reset_index(drop=True),
            self.sheet.berkas,
            self.references.kelurahan,
            self.references.indikator,
            self.references.aksi,
        )
        self.problems += [self._as_in_file(problem, lines, origins) for problem in found]
        brought = tuple(name for name in self.layout.columns if name in self._filled and name not in self.layout.key)
        return Outcome(self.mapping.tabel, frame, self.problems, self.notes, doubtful, brought, self._used)

    # Where

    def _placed(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows whose area is known, with its code in `self.area`, and the areas that are not certain."""
        place = self.mapping.wilayah
        blank = pd.Series("", index=frame.index)
        named = {
            kind: frame[getattr(place, kind)].str.replace(_APART, " ") if getattr(place, kind) else blank
            for kind in ("kode", "kelurahan", "kecamatan", "kota")
        }
        keys = named["kode"].str.cat([named[kind] for kind in ("kelurahan", "kecamatan", "kota")], sep=_APART)
        codes, texts = pd.factorize(keys)
        written = [Written(*text.split(_APART)) for text in texts]
        matches = [self.references.areas.find(one, place.cara, self.area) for one in written]
        matches = [
            Match(self.decided[str(w)]) if self.decided.get(str(w)) else m
            for w, m in zip(written, matches, strict=True)
        ]
        certain = np.array([bool(match.kode) for match in matches], dtype=bool)[codes]
        total = self._totals(frame) & ~certain
        self._note("baris_jumlah", frame.index[total])
        frame, codes = frame[~total], codes[~total]
        of_row = pd.Series([matches[code] for code in codes], index=frame.index, dtype="object")
        self._tell_unplaced(of_row, [written[code] for code in codes])
        if any(match.bps for match in of_row):
            self.notes.append(Problem(self.sheet.berkas, None, quote(place.kode), "bps_dikenali"))
        doubtful = self._doubtful(of_row, [str(written[code]) for code in codes])
        known = of_row.map(lambda match: match.kode)
        placed = frame.assign(**{self.area: known})
        return placed[(known != "").to_numpy(dtype=bool)], doubtful

    def _totals(self, frame: pd.DataFrame) -> np.ndarray:
        """Which rows sum up others: the first cell in which anything stands says so."""
        first = pd.Series("", index=frame.index, dtype="str")
        for column in frame.columns[:_FIRST_COLUMNS]:
            first = first.where(first != "", frame[column])
        return np.array([is_total(text) for text in first], dtype=bool)

    def _tell_unplaced(self, matches: pd.Series, written: list[Written]) -> None:
        """Rows whose area is no question but a fault, one sentence for each kind."""
        place, of_line = self.mapping.wilayah, dict(zip(matches.index, written, strict=True))
        kinds = matches.map(lambda match: "" if match.kode or match.doubtful else match.alasan)
        for kind in sorted(set(kinds) - {""}):
            by_name = place.kelurahan and kind in ("sel_kosong", "kelurahan_tak_dikenal")
            column = place.kelurahan if by_name else place.kode or place.kota
            self.problems += report(
                self.sheet.berkas,
                quote(column),
                kind,
                kinds.index[kinds == kind],
                lambda line: {"nilai": None if self.sheet.personal else quote(of_line[line].kode)},
            )

    def _doubtful(self, matches: pd.Series, written: list[str]) -> pd.DataFrame:
        found: dict[str, list] = {}
        for line, match, text in zip(matches.index, matches, written, strict=True):
            if match.doubtful and self.decided.get(text) != "":
                found.setdefault(text, [text, int(line), 0, match.alasan, match.usulan])[2] += 1
        return pd.DataFrame(list(found.values()), columns=DOUBTFUL)

    # What

    def _values(self, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[dict[str, str]]]:
        """The rows under the names of the table, lines as index, and where each cell stood ({target: column})."""
        mapping = self.mapping
        values = {self.area: rows[self.area]}
        values |= {target: rows[column] for target, column in mapping.kolom.items()}
        values |= {target: pd.Series(text, index=rows.index) for target, text in mapping.tetap.items() if text}
        origin = dict(mapping.kolom) | {
            self.area: mapping.wilayah.kode or mapping.wilayah.kelurahan or mapping.wilayah.kota
        }
        below = {_APART + column: rows[column] for column in mapping.di_bawah}
        if mapping.kisi:
            return self._grid_values(rows, values, origin, below)
        frame = pd.DataFrame(values | below, index=rows.index, dtype="str")
        if "tahun" in frame:
            frame["tahun"] = frame["tahun"].map(_year_of)
        if "kode_indikator" in mapping.kolom:
            frame["kode_indikator"] = frame["kode_indikator"].map(self._indicator_of)
        for target, unit in mapping.satuan.items():
            if target in mapping.kolom and unit != "1":
                frame[target] = frame[target].map(lambda text, unit=unit: _in_units(text, unit))
        self._filled = set(mapping.kolom) | {name for name, text in mapping.tetap.items() if text}
        return self._completed(frame), [origin] * len(frame)

    def _grid_values(self, rows, values, origin, below) -> tuple[pd.DataFrame, list[dict[str, str]]]:
        pairs = find_pairs(self.sheet, self.references.indicators)
        for pair in pairs:
            if not pair.whole:
                column = pair.persen or pair.pembilang or pair.penyebut
                kind = "hanya_persen" if pair.persen else "tanpa_pasangan"
                self.notes.append(Problem(self.sheet.berkas, None, quote(column), kind))
        kept = {
            name: column for name, column in values.items() if name not in ("pembilang", "penyebut", "kode_indikator")
        }
        renamed = rows.assign(**{_APART * 2 + name: column for name, column in kept.items()})
        long, origins = lengthen(renamed, pairs)
        frame = pd.DataFrame(
            {name: long[_APART * 2 + name] for name in kept}
            | {name: long[name] for name in ("kode_indikator", "pembilang", "penyebut")}
            | {name: long[name[1:]] for name in below},
            dtype="str",
        )
        if "tahun" in frame:
            frame["tahun"] = frame["tahun"].map(_year_of)
        self._filled = {"pembilang", "penyebut"}
        self._used |= {column for pair in pairs for column in (pair.pembilang, pair.penyebut, pair.persen)}
        return self._completed(frame), [origin | own for own in origins]

    def _completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        absent = {name: "" for name in self.layout.columns if name not in frame}
        return frame.assign(**absent) if absent else frame

    def _indicator_of(self, text: str) -> str:
        return self.references.indicators.find(text) or text

    # Rows of one area

    def _added_up(self, frame: pd.DataFrame, origins: list) -> tuple[pd.DataFrame, list]:
        """Rows that are parts of one area become one row, at the line of the first; said in a note."""
        below = [name for name in frame if name.startswith(_APART)]
        key = list(self.layout.key)
        if not below or self.mapping.tabel not in _ADDED or not frame.duplicated(key).any():
            return frame, origins
        whole = frame.reset_index(names="_baris").assign(_asal=origins)
        # The same part twice is a row too many, not a part.
        again = whole.duplicated([*key, *below])
        merged, told = [], 0
        for _key, group in whole[~again].groupby(key, sort=False):
            merged.append(self._sum(group))
            told += len(group) if len(group) > 1 else 0
        if told:
            isi = {"jumlah": told, "kolom": tuple(quote(name[1:]) or "…" for name in below)}
            self.notes.append(Problem(self.sheet.berkas, None, None, "baris_dijumlahkan", isi))
        result = pd.concat([*merged, whole[again]]).sort_values("_baris", kind="stable")
        return result.drop(columns="_asal").set_index("_baris"), result["_asal"].tolist()

    def _sum(self, parts: pd.DataFrame) -> pd.DataFrame:
        """The parts of one area as one row. A cell that cannot be added stands for them all, at its own line, so that
        the checks refuse the area whole; a gap makes the sum unknown.
        """
        row = parts.iloc[[0]].copy()
        if len(parts) == 1:
            return row
        for name, column in self.layout.columns.items():
            if column.at_least is None:
                continue
            counts = [0 if is_empty(text) else read_count(text) for text in parts[name]]
            wrong = [place for place, count in enumerate(counts) if isinstance(count, Refusal) or count < 0]
            gaps = [place for place, text in enumerate(parts[name]) if is_empty(text)]
            if wrong or (gaps and column.required):
                row["_baris"] = parts["_baris"].iloc[(wrong or gaps)[0]]
            row[name] = parts[name].iloc[wrong[0]] if wrong else "" if gaps else str(sum(counts))
        return row

    # What is said

    def _as_in_file(self, problem: Problem, lines: list[int], origins: list[dict[str, str]]) -> Problem:
        """A problem of the checked rows, with the line and the column of the file."""
        isi = dict(problem.isi)
        if self.sheet.personal and "nilai" in isi:
            isi["nilai"] = None
        if "pertama" in isi:
            isi["pertama"] = str(lines[int(isi["pertama"])])
        # The grid has a pair of columns for each indicator, so without a row there is no one column to name.
        one = {} if self.mapping.kisi or not origins else origins[0]
        origin = one if problem.baris is None else origins[problem.baris]

        def named(name: str) -> str:
            return quote(origin.get(name) or name) or name

        for side in ("kiri", "kanan"):
            if side in isi:
                isi[side] = " + ".join(map(named, str(isi[side]).split(" + ")))
        for names in ("kolom", "kunci"):
            if names in isi:
                isi[names] = tuple(map(named, isi[names]))
        kolom = problem.kolom and named(problem.kolom)
        baris = None if problem.baris is None else lines[problem.baris]
        others = tuple(lines[place] for place in problem.baris_lain)
        return replace(problem, baris=baris, kolom=kolom, isi=isi, baris_lain=others)

    def _note(self, kind: str, lines) -> None:
        if len(lines):
            numbers = tuple(int(line) for line in lines)
            self.notes.append(Problem(self.sheet.berkas, None, None, kind, {"jumlah": len(numbers)}, numbers))


def _year_of(text: str) -> str:
    """The one year in a period: "Agustus 2024" -> "2024"; anything else stays for the checks to judge."""
    years = set(_YEAR_IN_TEXT.findall(text))
    return years.pop() if len(years) == 1 and not text.strip().isdigit() else text


def _in_units(text: str, unit: str) -> str:
    """A number in thousands, millions or milliards as a whole number; what is no number stays as it is."""
    value = None if is_empty(text) else read_decimal(text)
    if value is None or isinstance(value, Refusal):
        return text
    try:
        product = Decimal(str(value)) * int(unit)
    except InvalidOperation:
        return text
    return str(int(product)) if product == product.to_integral_value() else str(product)
