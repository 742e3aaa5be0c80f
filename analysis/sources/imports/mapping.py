"""Which column of a file becomes which column of a table: told, suggested, kept as a template.

Trap: a template is kept with the data of a kota and comes back from there, so it is read as suspiciously as any file:
what is not exactly a mapping is no mapping. It names columns only, never what stands in them.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import asdict, dataclass, field, replace

import pandas as pd

from analysis.sources.imports.sheet import Sheet, plain
from analysis.sources.imports.spellings import PLACES, YEAR, find_one, find_places, find_target, spellings
from analysis.sources.layouts import TABLES

# What a file may be imported into; the other recorded tables are written by the app itself.
TARGETS = ("balita", "krs", "cakupan", "reviu", "bukti", "rencana", "komitmen", "regulasi_daerah", "pelaku")
WAYS = ("kode", "bps", "nama")
UNITS = ("1", "1000", "1000000", "1000000000")
_AREA_COLUMNS = ("kode_kelurahan", "kode_wilayah", "kode_kota")
_LONGEST_NAME = 200  # characters; a longer heading is a sentence, and likening it takes seconds
_CLOSE = 0.82
_LONGEST_TEXT, _MOST_ENTRIES, _VERSION = 300, 1_000, 1


@dataclass(frozen=True)
class Place:
    """How a file says which area a row is about: `cara` is one of WAYS, the others are columns ("" = none).

    "kode": Kemendagri codes, checked against the names where there are any. "bps": codes of BPS, which are recognised
    and not used: the names decide. "nama": names.
    """

    cara: str = "nama"
    kode: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    kota: str = ""


@dataclass(frozen=True)
class Mapping:
    """Where the columns of `tabel` come from.

    `kolom`: target -> column of the file; `tetap`: target -> one text for all rows; `satuan`: target -> how many its
    unit is (one of UNITS); `di_bawah`: columns below the area (puskesmas, posyandu, RW), whose rows are added up;
    `kisi`: one row per area with columns per indicator (cakupan only), see `grid`.
    """

    tabel: str
    kolom: dict[str, str] = field(default_factory=dict)
    tetap: dict[str, str] = field(default_factory=dict)
    wilayah: Place = field(default_factory=Place)
    satuan: dict[str, str] = field(default_factory=dict)
    di_bawah: tuple[str, ...] = ()
    kisi: bool = False

    @property
    def used(self) -> set[str]:
        """The columns of the file that this mapping looks at."""
        places = {self.wilayah.kode, self.wilayah.kelurahan, self.wilayah.kecamatan, self.wilayah.kota}
        return {*self.kolom.values(), *self.di_bawah, *places} - {""}

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns of the table that nothing fills; the area under its own name."""
        if self.kisi:
            wanted = ["tahun"]
        else:
            columns = TABLES[self.tabel].columns
            wanted = [name for name in value_columns(self.tabel) if columns[name].required]
        place = self.wilayah
        placed = place.kode if place.cara == "kode" else place.kelurahan or place.kota
        lost = [name for name in wanted if name not in self.kolom and not self.tetap.get(name)]
        return tuple(lost if placed else [area_column(self.tabel), *lost])


@dataclass(frozen=True)
class Template:
    """A mapping kept under a name, and the header it was drawn for."""

    nama: str
    mapping: Mapping
    judul: tuple[str, ...]


def area_column(table: str) -> str:
    """The column of a table that says where: kode_kelurahan, kode_wilayah or kode_kota."""
    return next(name for name in _AREA_COLUMNS if name in TABLES[table].columns)


def value_columns(table: str) -> tuple[str, ...]:
    """The columns of a table beside its area."""
    return tuple(name for name in TABLES[table].columns if name != area_column(table))


def suggest(sheet: Sheet, table: str) -> Mapping:
    """The best guess for `table`: known spellings first, then names that are nearly the same."""
    named: dict[str, str] = {}
    for column in sheet.columns:
        if column not in sheet.personal:
            named.setdefault(plain(column), column)
    places = find_places(named)
    open_kinds = [kind for kind in ("kelurahan", "kecamatan") if kind not in places]
    if not {"kode", "kelurahan"} & places.keys() or "kecamatan" not in places:
        found = _nearly({kind: PLACES[kind] for kind in open_kinds}, named, set(places.values()))
        places = found | places
    cara = "kode" if "kode" in places else "bps" if "bps" in places else "nama"
    kode = places.get("kode", places.get("bps", ""))
    place = Place(cara, kode, *(places.get(kind, "") for kind in ("kelurahan", "kecamatan", "kota")))
    targets = tuple(name for name in value_columns(table) if name != "tahun")
    left = {name: column for name, column in named.items() if column not in places.values()}
    found = find_target(table, targets, left)
    wanted = {target: spellings(table, target) for target in targets if target not in found}
    found |= _nearly(wanted, left, {*found.values(), *places.values()})
    if "tahun" in TABLES[table].columns and (year := find_one(YEAR, left)):
        found["tahun"] = year
    return Mapping(table, found, {}, place)


def _nearly(wanted: dict[str, tuple[str, ...]], named: dict[str, str], taken: set[str]) -> dict[str, str]:
    """Columns whose names resemble a spelling of `wanted` (target -> spellings), the closest pairs first."""
    scores = sorted(
        (
            (max(_likeness(name, spelled) for spelled in spelled_so), target, column)
            for name, column in named.items()
            if column not in taken and len(name) > 3
            for target, spelled_so in wanted.items()
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for score, target, column in scores:
        if score >= _CLOSE and target not in found and column not in found.values():
            found[target] = column
    return found


def _likeness(name: str, spelled: str) -> float:
    """0 to 1: how alike two names are, or how much of the first is the second with words added."""
    if len(name) > _LONGEST_NAME:
        return 0.0
    words, wanted = name.split(), spelled.split()
    alike = difflib.SequenceMatcher(None, name, spelled).ratio() if len(spelled) > 3 else 0.0
    whole = len(spelled) > 3 and set(wanted) <= set(words)
    return max(alike, _CLOSE + 0.15 * len(wanted) / len(words) if whole else 0.0)


def fits(template: Template, sheet: Sheet) -> bool:
    """Whether a template was drawn for a file of this form."""
    return template.judul == sheet.signature and template.mapping.used <= set(sheet.columns)


def template_row(nama: str, mapping: Mapping, sheet: Sheet) -> pd.DataFrame:
    """A template as a row of the table `pemetaan`."""
    isi = {"versi": _VERSION, **asdict(mapping), "judul": sheet.signature}
    text = json.dumps(isi, ensure_ascii=False, separators=(",", ":"))
    return pd.DataFrame({"nama": [nama], "tabel": [mapping.tabel], "isi": [text]}, dtype="str")


def read_templates(pemetaan: pd.DataFrame) -> list[Template]:
    """The templates in rows of `pemetaan` (nama, tabel, isi); what is no sound mapping is left out."""
    found = []
    for row in pemetaan.itertuples():
        template = _read(str(row.nama), str(row.isi))
        if template is not None and template.mapping.tabel == row.tabel:
            found.append(template)
    return found


def _read(nama: str, isi: str) -> Template | None:
    if len(isi) > 200_000:
        return None
    try:
        read = json.loads(isi)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or read.pop("versi", None) != _VERSION:
        return None
    judul, place = read.pop("judul", None), read.pop("wilayah", None)
    kisi, below = read.pop("kisi", None), read.pop("di_bawah", None)
    table = read.pop("tabel", None)
    if table not in TARGETS or not isinstance(kisi, bool) or set(read) != {"kolom", "tetap", "satuan"}:
        return None
    if not all(map(_texts, (judul, below))) or not all(map(_pairs, (place, *read.values()))):
        return None
    known = set(value_columns(table))
    if any(set(read[name]) - known for name in read) or set(read["satuan"].values()) - set(UNITS):
        return None
    if set(place) != set(asdict(Place())) or place["cara"] not in WAYS:
        return None
    mapping = Mapping(table, read["kolom"], read["tetap"], Place(**place), read["satuan"], tuple(below), kisi)
    return Template(nama, mapping, tuple(judul))


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT


def _texts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= _MOST_ENTRIES and all(map(_text, value))


def _pairs(value: object) -> bool:
    return isinstance(value, dict) and len(value) <= _MOST_ENTRIES and all(map(_text, [*value, *value.values()]))


def with_year(mapping: Mapping, tahun: str) -> Mapping:
    """The same mapping for a file of one year."""
    kolom = {target: column for target, column in mapping.kolom.items() if target != "tahun"}
    return replace(mapping, kolom=kolom, tetap={**mapping.tetap, "tahun": tahun})
