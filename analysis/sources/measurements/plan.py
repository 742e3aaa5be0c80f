"""From the text of an export to the measurement frame: decided once per file, applied to every part of it.

Traps: age is the difference of two dates wherever both stand there, whatever the age column says; a bare
number of age is in days in a WHO Anthro file and in months in an Indonesian one, and nobody writes which;
and a measurement of 0 means "not measured" but is passed on as it is, for the rules of growth to judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.sources.measurements import identity, values
from analysis.sources.measurements.areas import AreaCodes
from analysis.sources.measurements.findings import Findings
from analysis.sources.measurements.names import AREAS, Recognised, normalise
from analysis.sources.measurements.records import Layout, mask_long_numbers

AGE_DISAGREES_DAYS = 31
# A number of age up to here may be months; a child of 72 days is no taller than 66 cm, of 72 months no shorter.
_MONTHS_AT_MOST = 72
_TALLER_THAN_ANY_BABY_CM = 66
_SAMPLE_AT_LEAST = 10
_CHOICES = {
    "jk": (values.SEX, ("L", "P")),
    "cara_ukur": (values.POSITION, ("Berdiri", "Terlentang")),
    "edema": (values.OEDEMA, ("Y", "N")),
}


@dataclass(frozen=True)
class Part:
    """Some consecutive rows of an export.

    `frame`: the measurement columns, index 0..n-1; `text`: every column that names no person, as it stands in
    the file; same rows, same order.
    """

    frame: pd.DataFrame
    text: pa.Table


@dataclass(frozen=True)
class Plan:
    """How one export is read: what its columns are, the unit of bare ages, what is wanted of it.

    `umur`: that unit, "hari" or "bulan"; `assumed`: whether there are such ages and nobody said what they are in.
    `carried`: the columns that go into `Part.text`. `linked`: whether `anak` is made; `placed`: whether the areas are
    read. Can be sent to another
    process; `key` is the key of the hash and belongs in no file.
    """

    berkas: str
    recognised: Recognised
    carried: tuple[str, ...]
    umur: str = "hari"
    assumed: bool = False
    linked: bool = False
    placed: bool = True
    area_codes: AreaCodes | None = None
    key: bytes = field(default=identity.KEY, repr=False)
    own: Mapping[str, str] = field(default_factory=dict)

    def layout(self, separator: str) -> Layout:
        """Where the cells of a file with this separator are that have to be read."""
        place = {name: i for i, name in enumerate(self.recognised.header)}
        skipped = () if self.placed else (*AREAS, "kode_kelurahan")
        coded = dict.fromkeys(column for name, column in self.recognised.mapping.items() if name not in skipped)
        hashed = self.recognised.identity.values() if self.linked else ()
        plain = (name for name in dict.fromkeys([*self.carried, *hashed]) if name not in coded)
        return Layout(separator, len(place), tuple(map(place.get, coded)), tuple(map(place.get, plain)), self._in_place)

    def _in_place(self, cells: Sequence[str]) -> bool:
        """Whether a row with too few cells lost only empty ones at its end: sex and date stand where they should."""
        if not self.recognised.personal:
            return True
        row = dict(zip(self.recognised.header, cells, strict=False))
        jk, tanggal = (self.recognised.mapping.get(name) for name in ("jk", "tanggal_ukur"))
        sexed = jk is None or values.read_codes(pa.array([row.get(jk, "")]), values.SEX)[0][0] >= 0
        dated = tanggal is None or not np.isnan(values.read_dates(pa.array([row.get(tanggal, "")]))[0][0])
        return sexed and dated

    def named(self, table: pa.Table) -> pa.Table:
        """`table`, whose columns are called by their place, under the names of the header."""
        return table.rename_columns([self.recognised.header[int(place)] for place in table.column_names])

    def interpret(self, table: pa.Table, lines: np.ndarray, findings: Findings) -> Part:
        """The rows of `table` (columns by the names of the header) at `lines` of the file."""
        rows = _Rows(self, table, lines, findings)
        places = rows.places() if self.placed else {}
        frame = pd.DataFrame({"baris": lines} | rows.measurements() | places, copy=False)
        if self.linked:
            frame = frame.assign(**rows.children())
        cells = {name: mask_long_numbers(_chunk(table, name)) for name in self.carried}
        return Part(frame, pa.table(cells))

    def with_unit_of_age(self, table: pa.Table) -> Plan:
        """The same plan with the unit of bare ages that the first rows suggest."""
        column = self.recognised.mapping.get("umur")
        if column is None:
            return self
        cells = _chunk(table, column)
        ages, bare, _bad = values.read_ages(cells.dictionary)
        ages = np.where(bare, ages, np.nan)[cells.indices.to_numpy()]
        ages = ages[~np.isnan(ages)]
        if not len(ages):
            return self
        months = ages.max() <= _MONTHS_AT_MOST
        if "age" in normalise(column).split():
            months = months and len(ages) >= _SAMPLE_AT_LEAST and self._too_tall_for_babies(table)
        return replace(self, umur="bulan" if months else "hari", assumed=True)

    def _too_tall_for_babies(self, table: pa.Table) -> bool:
        column = self.recognised.mapping.get("tinggi_cm")
        if column is None:
            return False
        cells = _chunk(table, column)
        heights = values.read_numbers(cells.dictionary)[0][cells.indices.to_numpy()]
        return bool((heights > 0).any() and np.nanmedian(heights) > _TALLER_THAN_ANY_BABY_CM)


def _chunk(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


class _Rows:
    """The rows of one part while they are being read."""

    def __init__(self, plan: Plan, table: pa.Table, lines: np.ndarray, findings: Findings) -> None:
        self.plan, self.table, self.lines, self.findings = plan, table, lines, findings
        self.n = len(lines)

    def _cells(self, name: str) -> pa.DictionaryArray | None:
        column = self.plan.recognised.mapping.get(name)
        return None if column is None else _chunk(self.table, column)

    def _tell(
        self, name: str | None, jenis: str, where: np.ndarray, cells: pa.DictionaryArray | None = None, **isi
    ) -> None:
        places = np.flatnonzero(where)
        if len(places):
            texts = None if cells is None else cells.take(pa.array(places[:3])).to_pylist()
            self.findings.add(self.plan.recognised.mapping.get(name), jenis, self.lines[places], texts, **isi)

    def _read(self, name: str, read, jenis: str) -> np.ndarray:
        """A column of numbers or days, NaN where it has none; what cannot be read is told."""
        cells = self._cells(name)
        if cells is None:
            return np.full(self.n, np.nan)
        of_unique, bad = read(cells.dictionary)
        codes = cells.indices.to_numpy()
        if bad.any():
            self._tell(name, jenis, bad[codes], cells)
        return of_unique[codes]

    def _choice(self, name: str) -> pd.Categorical:
        spellings, shown = _CHOICES[name]
        cells = self._cells(name)
        codes = np.full(self.n, -1, dtype=np.int8)
        if cells is not None:
            of_unique, bad = values.read_codes(cells.dictionary, spellings)
            codes = of_unique[cells.indices.to_numpy()]
            if bad.any():
                self._tell(name, "pilihan", bad[cells.indices.to_numpy()], cells, pilihan=shown)
        # "" is the first category: nothing is missing in the sense of pandas.
        return pd.Categorical.from_codes(codes + 1, categories=["", *spellings])

    def measurements(self) -> dict[str, object]:
        """The columns that growth takes, and the day of measurement."""
        jk = self._choice("jk")
        born = self.born = self._read("tanggal_lahir", values.read_dates, "bukan_tanggal")
        visit = self.visit = self._read("tanggal_ukur", values.read_dates, "bukan_tanggal")
        age = self._age(born, visit)
        sizes = {
            name: self._read(name, values.read_numbers, "bukan_angka")
            for name in ("berat_kg", "tinggi_cm", "lingkar_kepala_cm", "lila_cm", "lila_mm")
        }
        for name, size in sizes.items():
            if (empty := size <= 0).any():
                self._tell(name, "ukuran_nol", empty, self._cells(name))
        millimetres = sizes.pop("lila_mm") / 10
        sizes["lila_cm"] = np.where(np.isnan(sizes["lila_cm"]), millimetres, sizes["lila_cm"])
        measured = ~np.isnan(np.vstack(list(sizes.values()))).all(axis=0)
        self._tell(None, "tanpa_ukuran", ~measured & self._any_cell(measured))
        self._tell("jk", "jk_kosong", measured & (jk.codes == 0) & self._is_blank("jk"))
        self._tell(None, "umur_tak_diketahui", measured & np.isnan(age))
        return {
            "jk": jk,
            "umur_hari": age,
            **sizes,
            "cara_ukur": self._choice("cara_ukur"),
            "edema": self._choice("edema"),
            "tanggal_ukur": _as_dates(visit),
        }

    def _age(self, born: np.ndarray, visit: np.ndarray) -> np.ndarray:
        """Age in days: from the dates, or as it is given."""
        between = visit - born
        self._tell("tanggal_ukur", "tanggal_terbalik", between < 0)
        age = np.where(np.isnan(between), self._read("umur_hari", values.read_numbers, "bukan_angka"), between)
        written = self._written_age()
        self._tell("umur", "umur_beda", np.abs(written - between) > AGE_DISAGREES_DAYS)
        age = np.where(np.isnan(age), written, age)
        months = self._read("umur_bulan", values.read_numbers, "bukan_angka")
        return np.where(np.isnan(age), months * values.DAYS_OF_MONTH, age)

    def _written_age(self) -> np.ndarray:
        """The age in words or as a bare number of the file's unit, in days."""
        cells = self._cells("umur")
        if cells is None:
            return np.full(self.n, np.nan)
        of_unique, bare, bad = values.read_ages(cells.dictionary)
        if self.plan.umur == "bulan":
            of_unique = np.where(bare, of_unique * values.DAYS_OF_MONTH, of_unique)
        codes = cells.indices.to_numpy()
        if bad.any():
            self._tell("umur", "bukan_umur", bad[codes], cells)
        return of_unique[codes]

    def _is_blank(self, name: str) -> np.ndarray:
        cells = self._cells(name)
        if cells is None:
            return np.zeros(self.n, dtype=bool)
        of_unique = np.array([values.is_empty(text) for text in cells.dictionary.to_pylist()], dtype=bool)
        return of_unique[cells.indices.to_numpy()]

    def _any_cell(self, found: np.ndarray) -> np.ndarray:
        """Rows in which anything stands, areas aside; those `found` are known to."""
        for name in self.plan.recognised.mapping:
            if found.all():
                break
            if name not in AREAS:
                found = found | ~self._is_blank(name)
        return found

    def places(self) -> dict[str, object]:
        """The area columns as they are spelled, and the code of the kelurahan."""
        columns = {name: _stripped(self._cells(name), self.n) for name in AREAS}
        if self.plan.area_codes is not None:
            columns["kode_kelurahan"] = self._codes(columns)
        return columns

    def _codes(self, places: dict[str, pd.Categorical]) -> pd.Categorical:
        parts = {name: places[name] for name in ("prov", "kecamatan", "kelurahan")}
        parts["kode_kelurahan"] = _stripped(self._cells("kode_kelurahan"), self.n)
        key = np.zeros(self.n, dtype=np.int64)
        for part in parts.values():
            key = key * (len(part.categories) + 1) + part.codes
        _keys, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        rows = [{name: part[place] for name, part in parts.items()} for place in first]
        found = [self.plan.area_codes.find(row) for row in rows]
        lost = np.array([code is None for code in found], dtype=bool)
        if lost.any():
            self._tell("kelurahan", "kelurahan_tak_dikenal", lost[inverse])
        codes = pd.Categorical([code or "" for code in found])
        return pd.Categorical.from_codes(codes.codes[inverse], categories=codes.categories)

    def children(self) -> dict[str, np.ndarray]:
        """`anak`, the keyed hash of each child, and whether its NIK is missing.

        The identities are read here and nowhere else, and forgotten here.
        """
        blank = pa.array([""] * self.n, pa.string())
        columns = self.plan.recognised.identity
        nik, nama, ortu = (
            _chunk(self.table, columns[role]) if role in columns else blank for role in ("nik", "nama", "nama_ortu")
        )
        found = {"anak": identity.hash_children(nik, nama, self.born, ortu, self.plan.key)}
        if "nik" in columns:
            empty = pc.equal(pc.utf8_trim_whitespace(nik.cast(pa.string())), "")
            found["nik_kosong"] = empty.to_numpy(zero_copy_only=False).astype(np.int8)
        return found


def _as_dates(days: np.ndarray) -> np.ndarray:
    known = ~np.isnan(days)
    result = np.full(len(days), np.datetime64("NaT", "s"))
    result[known] = days[known].astype(np.int64).astype("datetime64[D]")
    return result


def _stripped(cells: pa.DictionaryArray | None, n: int) -> pd.Categorical:
    """Text without blanks around it; "" where the column or the cell is empty."""
    if cells is None:
        return pd.Categorical.from_codes(np.zeros(n, dtype=np.int8), categories=[""])
    texts = mask_long_numbers(cells).dictionary.to_pylist()
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(" ".join(text.split()), len(places)) for text in texts], dtype=np.int32)
    return pd.Categorical.from_codes(codes[cells.indices.to_numpy()], categories=list(places))
