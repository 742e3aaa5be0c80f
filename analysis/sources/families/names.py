"""Which column of a file of families holds what, told from its name.

Traps: headers come with spaces, capitals and remarks in brackets; `kondisi_...` of SIGA is a verdict, not a kind of
source, and is read from the same place; and what names a person must never be carried, whatever it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.sources.measurements.findings import Refused
from analysis.sources.measurements.names import is_personal, normalise, unique_names

KEY = "kode_keluarga"
# Our columns and what else files call them (as `normalise` leaves it).
ALIASES: dict[str, tuple[str, ...]] = {
    # Not the number of the Kartu Keluarga, which several families may share.
    KEY: ("id keluarga", "kki", "nomor keluarga", "no keluarga", "nomor keluarga indonesia", "no kode keluarga"),
    "kode_kelurahan": ("kode desa kelurahan", "kode kel", "kode desa", "kode wilayah", "kode kemendagri"),
    "umur_istri": ("usia istri", "umur istri tahun", "usia istri tahun", "umur istri th"),
    "jumlah_anak": ("jml anak", "banyak anak", "jumlah anak kandung"),
    "jarak_anak_bulan": ("jarak anak", "jarak anak bln", "jarak kelahiran bulan", "jarak anak dalam bulan"),
    "pus": ("pasangan usia subur", "status pus"),
    "hamil": ("pus hamil", "istri hamil", "ibu hamil", "bumil"),
    "baduta": ("punya baduta", "memiliki baduta", "ada baduta"),
    "balita": ("punya balita", "memiliki balita", "ada balita"),
    "sumber_air_minum": ("sumber air minum utama", "air minum", "kondisi sumber air minum"),
    "fasilitas_bab": ("fasilitas buang air besar", "jamban", "kondisi fasilitas bab"),
    "kb_modern": ("peserta kb modern", "kb modern aktif", "memakai kb modern"),
    "peringkat_kesejahteraan": ("peringkat", "kesejahteraan", "peringkat kesejahteraan keluarga"),
    "terlalu_muda": ("terlalu muda umur istri 20 tahun",),
    "terlalu_tua": ("terlalu tua umur istri 35 40 tahun",),
    "terlalu_dekat": ("terlalu dekat 2 tahun",),
    "terlalu_banyak": ("terlalu banyak 3 anak",),
}
FOUR_T = ("terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak")
# What the tidy form has; the 4T are stated by SIGA only.
TIDY = tuple(name for name in ALIASES if name not in FOUR_T)
# The 4T are found from these where they are not stated.
_INSTEAD = {"umur_istri": ("terlalu_muda", "terlalu_tua"), "jumlah_anak": ("terlalu_banyak",)} | {
    "jarak_anak_bulan": ("terlalu_dekat",)
}
CARRIED_OWN = ("kecamatan", "kota")
_RECOGNISED_AT_LEAST = 3


@dataclass(frozen=True)
class Columns:
    """What the columns of one file are: `mapping` from our name to the file's column, and its whole `header`."""

    header: tuple[str, ...]
    mapping: dict[str, str]

    @property
    def personal(self) -> tuple[str, ...]:
        """Columns that name persons or households."""
        named = self.mapping.get(KEY)
        used = self.mapping.values()
        return tuple(name for name in self.header if name == named or (name not in used and is_personal(name)))

    @property
    def names_people(self) -> bool:
        """Whether it is about named persons: then no cell of it is repeated in a message."""
        return any(name != self.mapping.get(KEY) for name in self.personal)

    @property
    def usable(self) -> tuple[str, ...]:
        """Columns that may be carried into a result."""
        return tuple(name for name in self.header if name not in self.personal)

    @property
    def absent(self) -> tuple[str, ...]:
        """Columns of the tidy form that nothing in the file stands for."""
        return tuple(
            name
            for name in TIDY
            if name not in self.mapping and not all(four in self.mapping for four in _INSTEAD.get(name, ("",)))
        )


def recognise_families(header: Sequence[str], own: Mapping[str, str] | None = None) -> Columns:
    """What each column is; `own` (our name -> column of `header`) goes first.

    Refused where a file is none of families, and for a name or column in `own` that does not exist or names a person.
    """
    header, own = unique_names(header), dict(own or {})
    for name, column in own.items():
        if name not in ALIASES:
            raise Refused("nama_asing", nama=name, pilihan=tuple(ALIASES))
        if column not in header or (name != KEY and is_personal(column)):
            raise Refused("kolom_asing", kolom=column)
    plain: dict[str, str] = {}
    for column in header:
        if column not in own.values():
            plain.setdefault(normalise(column), column)
    mapping = {}
    for name, aliases in ALIASES.items():
        spellings = (normalise(name), *aliases)
        column = own.get(name) or next((plain[spelling] for spelling in spellings if spelling in plain), None)
        if column is not None:
            mapping[name] = column
    if len([name for name in mapping if name not in (KEY, "kode_kelurahan")]) < _RECOGNISED_AT_LEAST:
        raise Refused("kolom_keluarga")
    return Columns(header, mapping)


def find_family_header(rows: Sequence[Sequence[str]], own: Mapping[str, str]) -> int:
    """Which of the first rows of a file is its header: the first with names we know, else the first."""
    known = {spelling for name, aliases in ALIASES.items() for spelling in (normalise(name), *aliases)}
    for place, cells in enumerate(rows):
        names = {normalise(cell) for cell in cells}
        if len(names & known) >= _RECOGNISED_AT_LEAST or (own and set(own.values()) <= set(unique_names(cells))):
            return place
    return 0
