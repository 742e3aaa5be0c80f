"""Text becomes a typed frame that can be trusted, and every row that cannot be is reported.

Traps: pandera repeats one failure for each column of a row and reports types it was asked to convert,
so cells are read first (`cells`) and its failures are folded into one sentence per problem. And a
table may come with names and NIK: columns that are not described in `layouts` are dropped unseen, and
beside such columns no cell is quoted at all, for rows may be shifted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.same import Same
from analysis.sources.cells import Refusal, is_empty
from analysis.sources.layouts import TABLES
from analysis.sources.problems import Problem, quote, report
from analysis.sources.rules import Column, InFrame, Table

EARLIEST_YEAR, LATEST_YEAR = 2015, 2100
# "nama" and "alamat", but not "nama_kelurahan"; "rt" and "rw" but not "rata".
_IDENTITY = re.compile(
    r"(^|_)(nik|kk|no_kk|nama(?!_(kelurahan|desa|kecamatan|kota|kab|prov|puskesmas|posyandu|indikator))|alamat|rt|rw"
    r"|lahir|ortu|ibu|ayah|istri|suami|telepon|telp|hp|email|surel)(_|$)"
)


def empty_frame(table: str) -> pd.DataFrame:
    """No rows, with the columns and types of `table`."""
    columns = TABLES[table].columns
    return pd.DataFrame({name: pd.Series(dtype=column.dtype) for name, column in columns.items()})


def check(
    table: str,
    frame_text: pd.DataFrame,
    berkas: str,
    wilayah: pd.DataFrame | None = None,
    indikator: pd.DataFrame | None = None,
    aksi: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """The good rows of a table, typed, and one problem for each thing that is wrong with the others.

    `frame_text` comes from `tables.read_csv` (text cells, index = line in the file). `wilayah`, `indikator` and
    `aksi` are the tables kelurahan, indikator_esensial and aksi that codes are looked up in; what is absent or
    empty is not looked up. A missing or repeated column gives an empty frame. KeyError for an unknown `table`.
    """
    layout = TABLES[table]
    if missing := tuple(name for name in layout.columns if name not in frame_text.columns):
        return empty_frame(table), [Problem(berkas, None, None, "kolom_hilang", {"kolom": missing})]
    names = list(frame_text.columns)
    if repeated := tuple(name for name in layout.columns if names.count(name) > 1):
        return empty_frame(table), [Problem(berkas, None, None, "kolom_ganda", {"kolom": repeated})]
    extra = [name for name in dict.fromkeys(names) if name not in layout.columns]
    problems = _dropped(extra, berkas)
    frame_text = frame_text[list(layout.columns)]
    checking = _Checking(layout, frame_text, berkas, not any(_IDENTITY.search(name) for name in extra))
    frame, refused = checking.read_cells()
    frame, broken = checking.hold_rules(frame, _known_values(wilayah, indikator), aksi)
    frame, repeated = checking.find_repeats(frame)
    return frame.reset_index(drop=True), [*problems, *refused, *broken, *repeated]


def _dropped(extra: list[str], berkas: str) -> list[Problem]:
    names = tuple(quote(name) or "…" for name in extra)
    return [Problem(berkas, None, None, "kolom_dibuang", {"kolom": names})] if names else []


def _known_values(wilayah: pd.DataFrame | None, indikator: pd.DataFrame | None) -> dict[str, set[str]]:
    """The codes that exist, by the name a column gives in `known`; an empty set means: do not look up."""
    known: dict[str, set[str]] = {"kelurahan": set(), "kota": set(), "wilayah": set(), "indikator": set()}
    if wilayah is not None and len(wilayah):
        known |= _area_codes(Same(wilayah))
    if indikator is not None:
        known["indikator"] = set(indikator["kode_indikator"])
    return known


@lru_cache(maxsize=4)
def _area_codes(same: Same) -> dict[str, set[str]]:
    """The codes of areas by level, worked out once: a whole country has 84,000 of them."""
    wilayah = same.thing
    kelurahan, kota = set(wilayah["kode_kelurahan"].tolist()), set(wilayah["kode_kota"].unique())
    above = {"00"}.union({code[:2] for code in kota}, kota, wilayah["kode_kecamatan"].unique())
    return {"kelurahan": kelurahan, "kota": kota, "wilayah": above | kelurahan}


def _among(known: set[str], empty: bool) -> Callable[[pd.Series], pd.Series]:
    """Does each cell hold one of `known`? Each distinct text is looked up once; `empty`: it may also be empty."""

    def holds(column: pd.Series) -> pd.Series:
        strange = [text for text in column.unique() if text not in known and not (empty and text == "")]
        return ~column.isin(strange)

    return holds


def build_schema(layout: Table, known: Mapping[str, set[str]], aksi: pd.DataFrame | None):
    """The pandera schema of a table; the `error` of each check is the kind of problem it finds.

    Checks between columns are named by their place in `layout.rules`.
    """
    import pandera.pandas as pa  # here because importing it takes a quarter of a second

    def checks(column: Column) -> list:
        found = []
        if column.at_least is not None:
            found.append(pa.Check.ge(column.at_least, error="negatif"))
        if column.is_year:
            found.append(pa.Check.in_range(EARLIEST_YEAR, LATEST_YEAR, error="tahun_luar"))
        if column.one_of and column.dtype == "str":
            allowed = column.one_of if column.required else ("", *column.one_of)
            found.append(pa.Check.isin(allowed, error="pilihan"))
        if known.get(column.known):
            kind = "indikator_tak_dikenal" if column.known == "indikator" else "kode_tak_dikenal"
            # A code that need not be given may be empty.
            found.append(pa.Check(_among(known[column.known], not column.required), error=kind))
        return found

    columns = {name: (column, checks(column)) for name, column in layout.columns.items()}
    rules = [replace(rule, frames=aksi) if isinstance(rule, InFrame) else rule for rule in layout.rules]
    return pa.DataFrameSchema(
        {
            # A cell is text to begin with: pandera has nothing to ask of free text.
            name: pa.Column(None if column.dtype == "str" else column.dtype, found, nullable=not column.required)
            for name, (column, found) in columns.items()
            if found or column.dtype != "str"
        },
        checks=[pa.Check(rule.holds, error=str(place)) for place, rule in enumerate(rules)],
    )


def _failures(schema, frame: pd.DataFrame) -> pd.DataFrame:
    """What pandera found, once per row: `column` ("" for a check between columns), `check`, `index` (the line)."""
    from pandera.errors import SchemaErrors

    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        own = cases["schema_context"] == "Column"
        cases = cases.assign(column=cases["column"].where(own, ""))
        return cases[["column", "check", "index"]].drop_duplicates().sort_values("index", kind="stable")
    return pd.DataFrame({"column": [], "check": [], "index": []})


class _Checking:
    """One file on its way through the steps; each gives the rows that pass and the problems of the others."""

    def __init__(self, layout: Table, frame_text: pd.DataFrame, berkas: str, may_quote: bool):
        self.layout, self.text, self.berkas, self.may_quote = layout, frame_text, berkas, may_quote

    def _quoted(self, name: str, line: int) -> dict[str, object]:
        cell = quote(self.text.at[line, name]) if self.may_quote else None
        return {"nilai": cell, "pilihan": self.layout.columns[name].one_of}

    def _report(self, kolom: str, jenis: str, lines) -> list[Problem]:
        return report(self.berkas, kolom, jenis, lines, lambda line: self._quoted(kolom, line))

    def read_cells(self) -> tuple[pd.DataFrame, list[Problem]]:
        values, problems, empty = {}, [], {}
        bad = np.zeros(len(self.text), dtype=bool)
        for name, column in self.layout.columns.items():
            values[name], kinds = _read_column(self.text[name], column)
            if (kinds == "").all():
                continue
            bad |= kinds != ""
            empty[name] = kinds == "sel_kosong"
            for kind in sorted(set(kinds) - {"", "sel_kosong"}):
                problems += self._report(name, kind, self.text.index[kinds == kind])
        frame = pd.DataFrame(values, index=self.text.index)
        if not bad.any():
            return frame, []
        return frame[~bad], self._report_empty(pd.DataFrame(empty, index=self.text.index)) + problems

    def _report_empty(self, empty: pd.DataFrame) -> list[Problem]:
        """One problem per row, however many of its cells are empty."""
        problems = []
        empty = empty[empty.any(axis=1)]
        for pattern, rows in empty.groupby(list(empty.columns), sort=False) if len(empty) else []:
            names = tuple(name for name, is_it in zip(empty.columns, pattern, strict=True) if is_it)
            if len(names) == 1:
                problems += report(self.berkas, names[0], "sel_kosong", rows.index)
            else:
                isi = {"kolom": names}
                problems += report(self.berkas, None, "sel_kosong_banyak", rows.index, lambda line, isi=isi: isi)
        return problems

    def hold_rules(
        self, frame: pd.DataFrame, known: Mapping[str, set[str]], aksi: pd.DataFrame | None
    ) -> tuple[pd.DataFrame, list[Problem]]:
        if frame.empty:
            return frame, []
        failures, problems = _failures(build_schema(self.layout, known, aksi), frame), []
        if failures.empty:
            return frame, []
        for (column, kind), lines in failures.groupby(["column", "check"], sort=False)["index"]:
            if column:
                problems += self._report(column, kind, lines)
            else:
                rule = self.layout.rules[int(kind)]
                problems += report(
                    self.berkas, rule.column, rule.kind, lines, lambda line, rule=rule: rule.values(frame.loc[[line]])
                )
        return frame.drop(index=failures["index"].unique()), problems

    def find_repeats(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
        """Rows whose key stood in an earlier row that is good: the earlier row stays."""
        key = list(self.layout.key)
        lines = frame.index[frame.duplicated(key)]
        if lines.empty:
            return frame, []
        first = pd.Series(frame.index, index=frame.index).groupby([frame[name] for name in key]).transform("first")
        problems = report(
            self.berkas, None, "kunci_ganda", lines, lambda line: {"kunci": tuple(key), "pertama": str(first[line])}
        )
        return frame.drop(index=lines), problems


def _read_column(cells: pd.Series, column: Column) -> tuple[pd.api.extensions.ExtensionArray | np.ndarray, np.ndarray]:
    """The values of a column and, per row, the kind of problem or "". Each distinct text is read once."""
    # A missing cell would get the code −1, and that takes the last value instead of none.
    codes, texts = pd.factorize(cells.fillna(""))
    readings = [None if is_empty(text) else column.read(text) for text in texts]
    missing = "sel_kosong" if column.required else ""
    kinds = [missing if r is None else r.jenis if isinstance(r, Refusal) else "" for r in readings]
    # Rows without a value that they need are dropped, so anything may stand in for it.
    nothing = {"str": "", "int64": 0}.get(column.dtype)
    values = [nothing if r is None or isinstance(r, Refusal) else r for r in readings]
    return pd.array(values, dtype=column.dtype).take(codes), np.array(kinds, dtype=object)[codes]
