"""Which system a table comes from, told from its header alone.

Traps: the header of Master Ansit's "Data Sasaran" fills two of our tables at once, and its "Jumlah Balita" is the
number measured; a recap with a few known words is not yet recognised: what a table cannot do without must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath

from analysis.sources.imports.families import is_family_file
from analysis.sources.imports.grid import Indicators, find_pairs
from analysis.sources.imports.mapping import TARGETS, Mapping, Template, area_column, fits, suggest
from analysis.sources.imports.opening import Opened
from analysis.sources.imports.sheet import Sheet, plain, read_sheet
from analysis.sources.imports.spellings import BELOW, NO_PERSON, YEAR, find_places, find_target
from analysis.sources.layouts import TABLES

MASTER_ANSIT = {"id desa dagri", "jumlah balita", "jumlah balita sangat pendek", "jumlah balita pendek"}
_ANSIT_COLUMNS = {
    "balita": {
        "diukur": "jumlah balita", "pendek": "jumlah balita pendek", "sangat_pendek": "jumlah balita sangat pendek",
    },
    "krs": {"jumlah_keluarga": "jumlah keluarga", "total_krs": "jumlah keluarga beresiko stunting"},
}  # fmt: skip
# A table is meant when most of its columns stand there under their own names.
MOST = 0.6
_KRS_AT_LEAST = 2
_YEAR = re.compile(r"(?<![0-9])(20[12][0-9])(?![0-9])")


@dataclass(frozen=True)
class Recognised:
    """What a sheet is. `jenis`: "tabel" (our own form), "master_ansit", "kisi", "krs", "eppgbm", "keluarga",
    "templat" (of the user, under `nama`) or "" (a mapping must be drawn). `mappings`: one for each table it fills;
    `sumber_data`: the system it comes from, as far as can be told.
    """

    jenis: str
    mappings: tuple[Mapping, ...] = ()
    sumber_data: str = "berkas"
    nama: str = ""


def table_meant(berkas: str, header: Iterable[str]) -> str | None:
    """The table of the app that a file is meant to be; None when it is none of them."""
    names = {plain(name) for name in header}
    shares = {
        table: sum(plain(name) in names for name in layout.columns) / len(layout.columns)
        for table, layout in TABLES.items()
    }
    # The fullest fit, and of several the one with most columns.
    best = max(TABLES, key=lambda table: (shares[table], len(TABLES[table].columns)))
    if shares[best] >= MOST:
        return best
    stem = PurePath(berkas).stem
    return stem if shares.get(stem, 0) > 0 else None


def known_names(names: Iterable[str], indicators: Indicators) -> int:
    """How much of a row looks like a header: columns that say where weigh most, for the header begins there."""
    plains = {plain(name): name for name in names if name}
    places = len(find_places(plains))
    others = max(len(find_target(table, tuple(TABLES[table].columns), plains)) for table in TARGETS)
    others += sum(name in YEAR for name in plains)
    return 100 * places + others + sum(bool(indicators.find(name, numbered=False)) for name in plains.values())


def no_person(name: str) -> bool:
    """Whether a column is one of ours although its name has "nama" in it."""
    return plain(name) in NO_PERSON


def read_and_recognise(
    opened: Opened, indicators: Indicators, templates: Iterable[Template] = (), lembar: str | None = None
) -> tuple[Sheet, Recognised]:
    """The table of one sheet and what it is; without `lembar` the first sheet that is recognised, else the first."""
    templates, first = list(templates), None
    for name in opened.sheets if lembar is None else [lembar]:
        sheet = read_sheet(opened, name, partial(known_names, indicators=indicators), no_person)
        found = recognise_sheet(sheet, indicators, templates)
        if found.jenis:
            return sheet, found
        first = first or (sheet, found)
    return first


def recognise_sheet(sheet: Sheet, indicators: Indicators, templates: Iterable[Template] = ()) -> Recognised:
    """What a sheet is; the user's own templates go first."""
    for template in templates:
        if fits(template, sheet):
            return Recognised("templat", (template.mapping,), _system(sheet), template.nama)
    if is_family_file(sheet.columns):
        return Recognised("keluarga", sumber_data="siga")
    named = {plain(column): column for column in reversed(sheet.columns)}
    below = tuple(named[name] for names in BELOW.values() for name in names if name in named)
    if named.keys() >= MASTER_ANSIT:
        return Recognised("master_ansit", _ansit(sheet, named, below), "master_ansit")
    table = table_meant(sheet.berkas, sheet.columns)
    if table in TARGETS and area_column(table) in named.keys() | {plain(name).replace(" ", "_") for name in named}:
        return Recognised("tabel", (replace(_own_form(sheet, table, named), di_bawah=below),), _system(sheet))
    pairs = find_pairs(sheet, indicators)
    mapping = suggest(sheet, "cakupan")
    placed = mapping.wilayah.kode or mapping.wilayah.kelurahan
    if placed and (len(pairs) > 1 or (pairs and pairs[0].whole)):
        year = {"tahun": mapping.kolom["tahun"]} if "tahun" in mapping.kolom else {}
        return Recognised("kisi", (replace(mapping, kolom=year, di_bawah=below, kisi=True),), _system(sheet))
    for table, jenis, system in (("cakupan", "tabel", ""), ("krs", "krs", "siga"), ("balita", "eppgbm", "eppgbm")):
        mapping = _certain(sheet, table, named)
        if mapping is not None:
            return Recognised(jenis, (replace(mapping, di_bawah=below),), _system(sheet, system or "berkas"))
    return Recognised("", sumber_data=_system(sheet))


def guess_year(sheet: Sheet) -> str:
    """The one year that the title, the sheet or the name of the file speaks of; "" for none or several."""
    years = set(_YEAR.findall(f"{sheet.title} {sheet.lembar} {sheet.berkas}"))
    return years.pop() if len(years) == 1 else ""


def _ansit(sheet: Sheet, named: dict[str, str], below: tuple[str, ...]) -> tuple[Mapping, ...]:
    base = suggest(sheet, "balita")
    year = {"tahun": base.kolom["tahun"]} if "tahun" in base.kolom else {}
    mappings = []
    for table, columns in _ANSIT_COLUMNS.items():
        there = {target: named[name] for target, name in columns.items() if name in named}
        if there:
            mappings.append(Mapping(table, year | there, {}, base.wilayah, {}, below))
    return tuple(mappings)


def _own_form(sheet: Sheet, table: str, named: dict[str, str]) -> Mapping:
    """The columns under exactly our names."""
    mapping = suggest(sheet, table)
    own = {target: named[plain(target)] for target in TABLES[table].columns if plain(target) in named}
    place = replace(mapping.wilayah, cara="kode", kode=own.pop(area_column(table)))
    return replace(mapping, kolom=own, wilayah=place)


def _certain(sheet: Sheet, table: str, named: dict[str, str]) -> Mapping | None:
    """A mapping made of known spellings only, when nothing is missing but the year; None otherwise."""
    mapping = suggest(sheet, table)
    left = {name: column for name, column in named.items() if column not in sheet.personal}
    places = set(find_places(left).values())
    free = {name: column for name, column in left.items() if column not in places}
    targets = tuple(name for name in TABLES[table].columns if name != "tahun")
    kolom = find_target(table, targets, free)
    if "tahun" in mapping.kolom:
        kolom["tahun"] = mapping.kolom["tahun"]
    certain = replace(mapping, kolom=kolom)
    counts = set(kolom) - {"tahun", "jumlah_keluarga"}
    if set(certain.missing) - {"tahun"} or (table == "krs" and len(counts) < _KRS_AT_LEAST):
        return None
    return certain


def _system(sheet: Sheet, usual: str = "berkas") -> str:
    """The system that a file's name, title or header speaks of."""
    text = plain(" ".join([sheet.berkas, sheet.lembar, sheet.title, *sheet.columns]))
    words = set(text.split())
    if "carik" in words:
        return "carik"
    if words & {"siga", "newsiga"} or "pendataan keluarga" in text:
        return "siga"
    if words & {"eppgbm", "sigizi", "ppgbm"}:
        return "eppgbm"
    return "master_ansit" if "ansit" in words else usual
