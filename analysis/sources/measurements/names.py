"""Which column of an export holds what, told from its name: e-PPGBM, WHO Anthro and their local cousins.

Traps: the real e-PPGBM export writes "Pukesmas"; `BB Lahir` is no weight of today and `TB/U` no height;
and whatever names a person (NIK, names, addresses, RT, RW, telephone) must be known by its name too,
however it is spelled, because such a column never leaves this package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.sources.measurements.findings import Refused

# What growth is computed from and how exports call it (as `normalise` leaves it), most certain name first.
ALIASES: dict[str, tuple[str, ...]] = {
    "jk": ("jk", "jk l p", "jenis kelamin", "jenis kelamin l p", "jns kelamin", "kelamin", "sex", "gender", "l p"),
    "tanggal_lahir": (
        "tgl lahir", "tanggal lahir", "tgl lhr", "tanggal lahir anak", "tgl lahir anak", "tgl lahir balita",
        "tanggal lahir balita", "dob", "date of birth", "birth date", "birthdate", "birthday", "dateofbirth", "datebir",
    ),
    "tanggal_ukur": (
        "tanggal pengukuran", "tgl pengukuran", "tanggal ukur", "tgl ukur", "tanggal kunjungan", "tgl kunjungan",
        "tanggal penimbangan", "tgl penimbangan", "tgl timbang", "tanggal timbang", "date of visit", "visit date",
        "dov", "dateofvisit", "measurement date", "date of measurement", "survey date", "surveydate",
    ),
    "umur_hari": (
        "umur hari", "usia hari", "umur dalam hari", "usia dalam hari", "age days", "age in days", "agedays",
        "age d", "agedy",
    ),
    "umur_bulan": (
        "umur bulan", "usia bulan", "umur bln", "usia bln", "umur dalam bulan", "usia dalam bulan", "age months",
        "age in months", "agemons", "agemonths", "age mo", "age m", "age month", "age mons",
    ),
    "umur": ("usia saat ukur", "umur saat ukur", "usia saat pengukuran", "umur", "usia", "age"),
    "berat_kg": (
        "berat", "berat badan", "bb", "weight", "bb saat ini", "hasil bb", "bb ukur", "berat badan saat ini", "wt",
        "berat badan bb", "weight in",
    ),
    "tinggi_cm": (
        "tinggi", "tinggi badan", "tb", "tb pb", "pb tb", "panjang", "panjang badan", "pb", "lenhei", "height",
        "length", "length height", "lengthheight", "height length", "panjang tinggi badan", "tinggi panjang badan",
        "panjang tinggi", "tinggi panjang", "lh", "tinggi badan tb", "hasil tb", "tb ukur",
    ),
    "cara_ukur": (
        "cara ukur", "cara pengukuran", "posisi ukur", "posisi pengukuran", "posisi", "measure", "measured",
        "lorh", "standing lying", "recumbent standing",
    ),
    "lingkar_kepala_cm": ("lingkar kepala", "lk", "lika", "headc", "head circumference", "hc", "headcirc"),
    "lila_cm": ("lila", "lingkar lengan atas", "lingkar lengan", "armc", "muac", "lla", "armcirc"),
    "lila_mm": ("lila mm", "muac mm", "armc mm", "lingkar lengan atas mm"),
    "edema": ("edema", "oedema", "bengkak", "odema", "edem", "oedem"),
    "kode_kelurahan": (
        "kode kelurahan", "kode desa", "kode desa kel", "kode kel", "id desa dagri", "kode desa kelurahan",
        "kode kemendagri", "kode wilayah",
    ),
    "prov": ("prov", "provinsi", "propinsi", "province", "nama provinsi", "nama prov"),
    "kota": (
        "kab kota", "kabupaten kota", "kota", "kabupaten", "kab", "kota kab", "kota kabupaten", "nama kota",
        "nama kab kota", "nama kabupaten", "regency",
    ),
    "kecamatan": ("kec", "kecamatan", "nama kecamatan", "nama kec", "district"),
    "puskesmas": ("pukesmas", "puskesmas", "nama puskesmas", "pkm", "nama pukesmas"),
    "kelurahan": (
        "desa kel", "kelurahan", "desa", "desa kelurahan", "kelurahan desa", "kel desa", "kel", "nama desa",
        "nama kelurahan", "nama desa kelurahan", "village",
    ),
    "posyandu": ("posyandu", "nama posyandu"),
}  # fmt: skip
# Whose child it is; read only to make the keyed hash, see `identity`.
IDENTITY = {
    "nik": ("nik", "nik anak", "nik balita", "nik bayi", "no nik", "nomor nik", "nomor induk kependudukan", "no ktp"),
    "nama": (
        "nama", "nama anak", "nama balita", "nama bayi", "nama lengkap", "nama bayi balita", "nama balita bayi",
        "name", "child name", "nm anak", "nama lengkap anak", "nama lengkap balita",
    ),
    "nama_ortu": (
        "nama ortu", "nama orang tua", "nama orangtua", "ortu", "orang tua", "nama ibu", "nama ibu kandung",
        "ibu", "nama ayah", "ayah", "mother name", "mothers name",
    ),
}  # fmt: skip
AREAS = ("prov", "kota", "kecamatan", "puskesmas", "kelurahan", "posyandu")
MEASURES = ("berat_kg", "tinggi_cm", "lingkar_kepala_cm", "lila_cm", "lila_mm")
AGES = ("tanggal_lahir", "umur_hari", "umur_bulan", "umur")

# A header may stand under the title of a report, but not further down.
HEADER_WITHIN = 20
_RECOGNISED_AT_LEAST = 3
# Which of the first rows is the header; see `find_header`.
FindHeader = Callable[[Sequence[Sequence[str]], Mapping[str, str]], int]

_UNITS = re.compile(r" (kg|cm|kilogram|centimeter|sentimeter)$")
_PERSONAL = {
    "nik", "nikk", "nokk", "kk", "ktp", "noktp", "alamat", "address", "jalan", "jln", "rt", "rw", "rtrw", "ortu",
    "telp", "tlp", "telepon", "telpon", "telephone", "phone", "hp", "nohp", "handphone", "wa", "whatsapp", "email",
    "surel", "bpjs", "nobpjs", "jkn", "akta", "akte", "paspor", "latitude", "longitude", "lat", "lon", "lng",
    "koordinat", "gps", "domisili", "firstname", "lastname", "surname",
}  # fmt: skip
_RELATIVES = {"ibu", "ayah", "orang tua", "orangtua", "wali", "pengasuh", "suami", "istri", "mother", "father", "bapak"}
_NAME_WORDS = {"nama", "nm", "name", "names"}
# What may bear a name without being a person.
_PLACES = {
    "prov", "provinsi", "propinsi", "province", "kab", "kabupaten", "kota", "kec", "kecamatan", "district", "puskesmas",
    "pukesmas", "pkm", "desa", "kel", "kelurahan", "village", "posyandu", "wilayah", "daerah", "region", "area", "tim",
    "team", "cluster", "klaster", "kelompok", "dusun", "vaksin", "imunisasi", "obat", "faskes",
}  # fmt: skip


@dataclass(frozen=True)
class Recognised:
    """What the columns of one export are.

    `mapping`: our name -> the export's column, for `ALIASES`; `identity`: role -> column, for `IDENTITY`;
    `personal`: every column that names a person (those of `identity` too); `unrecognised`: what is carried
    along as it is. Every column of the header is in `mapping`, `personal` or `unrecognised`, once.
    """

    header: tuple[str, ...]
    mapping: dict[str, str]
    identity: dict[str, str]
    personal: tuple[str, ...]

    @property
    def unrecognised(self) -> tuple[str, ...]:
        known = {*self.mapping.values(), *self.personal}
        return tuple(name for name in self.header if name not in known)

    @property
    def missing(self) -> tuple[str, ...]:
        """Our names without which nothing can be scored: the sex, and one measurement at least."""
        nothing_measured = not any(name in self.mapping for name in MEASURES)
        return ("jk",) * ("jk" not in self.mapping) + ("berat_kg", "tinggi_cm") * nothing_measured


def normalise(name: str) -> str:
    """ "Kab/Kota" -> "kab kota", "Berat (kg)" -> "berat", "TGL_LAHIR " -> "tgl lahir"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _UNITS.sub("", " ".join(re.findall("[a-z0-9]+", plain)))


def is_personal(name: str) -> bool:
    """Whether a column of this name is about who somebody is or where they live."""
    plain = normalise(name)
    words = set(plain.split())
    # "namaibu", "childname": the word for a name grown together with its owner.
    joined = {match[1] for word in words if (match := re.fullmatch("nama(.+)|(?:child|mother|father|user)name", word))}
    if words & _NAME_WORDS or joined:
        return not (words | joined) & _PLACES
    return bool(words & _PERSONAL) or plain in _RELATIVES


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """The header with a name for every column and no name twice: ["a", "", "a"] -> ("a", "kolom 2", "a (2)")."""
    result: dict[str, None] = {}
    following: dict[str, int] = {}
    for place, name in enumerate(header, start=1):
        base = " ".join(name.replace("\ufeff", "").split()) or f"kolom {place}"
        # Numbers already tried are not tried again: thousands of columns may have one name.
        name, again = base, following.get(base, 2)
        while name in result:
            name, again = f"{base} ({again})", again + 1
        result[name], following[base] = None, again
    return tuple(result)


def recognise(header: Sequence[str], own: Mapping[str, str] | None = None) -> Recognised:
    """What each column is. `own` (our name -> column of `header`) goes before what the names say.

    Refused for a name in `own` that we do not use, a column that the header does not have, and a column that names
    a person and would be used for anything else.
    """
    header = unique_names(header)
    own = dict(own or {})
    if strange := [name for name in own if name not in ALIASES and name not in IDENTITY]:
        raise Refused("nama_asing", nama=strange[0], pilihan=tuple(ALIASES))
    for name, column in own.items():
        if column not in header or (name in ALIASES and is_personal(column)):
            raise Refused("kolom_asing", kolom=column)
    taken = set(own.values())
    plain: dict[str, str] = {}
    for column in header:
        if column not in taken:
            plain.setdefault(normalise(column), column)

    def find(aliases: dict[str, tuple[str, ...]]) -> dict[str, str]:
        found = {}
        for name, spellings in aliases.items():
            column = own.get(name) or next((plain[s] for s in spellings if s in plain), None)
            if column is not None:
                found[name] = column
        return found

    mapping, identity = find(ALIASES), find(IDENTITY)
    personal = tuple(
        column
        for column in header
        if column in identity.values() or (column not in mapping.values() and is_personal(column))
    )
    return Recognised(header, mapping, identity, personal)


def find_header(rows: Sequence[Sequence[str]], own: Mapping[str, str]) -> int:
    """Which of the first rows of a file is its header: the first in which columns are recognised, else the first."""
    known = {spelling for spellings in ALIASES.values() for spelling in spellings}
    for place, cells in enumerate(rows):
        names = {normalise(cell) for cell in cells}
        if len(names & known) >= _RECOGNISED_AT_LEAST or (own and set(own.values()) <= set(unique_names(cells))):
            return place
    return 0
