"""Does a table name persons? Told from its columns and its cells before it may be published.

The trap: `nama` is the name of a kelurahan or a service in every table of the app and the name of a child in every
export of measurements. So a bare name is looked at beside the codes: names of areas and services follow from a code,
names of persons do not. What is found is never repeated: the sentence must not publish what it refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import numpy as np
import pandas as pd

from analysis.language import _, number

# Sixteen digits in a row, or grouped as on a card; not the decimals of a number.
_NIK = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(?:[0-9]{16}|[0-9]{6}[ .-][0-9]{6}[ .-][0-9]{4}|(?:[0-9]{4}[ .-]){3}[0-9]{4})(?![0-9])"
)
_TELEPHONE = re.compile(r"(?<![0-9./])(?:\+?62|0)[ .-]?8[0-9]{2}(?:[ .-]?[0-9]){5,9}(?![0-9])")
_HOUSEHOLD = re.compile(r"\bR[TW]\b\.?\s*(?:0[0-9]{1,2}|[0-9]{1,3})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:jl|jln|jalan|gang|gg)\b\.?\s[^,;]{2,40}\bno(?:mor)?\b\.?\s*[0-9]", re.IGNORECASE)
_INSIDE = {"isi_nik": _NIK, "isi_telepon": _TELEPHONE, "isi_rt_rw": _HOUSEHOLD, "isi_alamat": _ADDRESS}
_NAME_WORDS = frozenset(["nama", "nm", "name", "names"])
_PERSONS = frozenset([
    "anak", "balita", "baduta", "bayi", "ibu", "ayah", "ortu", "orangtua", "wali", "suami", "istri", "bumil", "lengkap",
    "child", "mother", "father", "panggilan", "keluarga", "responden", "kader",
])  # fmt: skip
_KINDS = {
    "nik": ("nik", "nikk", "ktp", "noktp", "nokk", "kk", "paspor", "bpjs", "nobpjs", "jkn", "akta", "akte"),
    "alamat": ("alamat", "address", "jalan", "jln", "domisili", "gps", "koordinat"),
    "rt_rw": ("rt", "rw", "rtrw"),
    "lahir": ("ttl", "dob", "birthdate", "dateofbirth", "birthday", "tgllhr"),
    "telepon": ("telp", "tlp", "telepon", "telpon", "telephone", "phone", "hp", "nohp", "handphone", "wa", "whatsapp"),
    "surel": ("email", "surel"),
    "nama": (
        "firstname", "lastname", "surname", "namaanak", "namaibu", "namaayah", "namaortu", "namabalita", "childname",
        "ibu", "ayah", "ortu", "wali", "pengasuh", "suami", "istri",
    ),
}  # fmt: skip
_BORN = (frozenset(["tgl", "tanggal", "tempat"]), frozenset(["lahir", "lhr"]))
# How many families have a card or an insurance is a count and names nobody.
_COUNTING = frozenset(["jumlah", "jml", "total", "banyak", "n", "persen", "pct"])
# The address of a source is one of the web.
_OF_SOURCES = frozenset(["sumber", "tautan", "url"])
_PLACE_CODES = ("kode_kelurahan", "kode_kecamatan", "kode_kota", "kode_provinsi", "kode_wilayah")
# Codes of what is no person; a name beside them is the name of an indicator, a lever, a parameter.
_OTHER_CODES = (
    "kode_indikator", "indikator", "faktor", "tuas", "parameter", "kerangka", "aksi", "peringkat", "sumber_data", "tabel",
    "daftar",
)  # fmt: skip
_POINTS = frozenset(["lat", "lon", "lng", "latitude", "longitude"])
# What is measured on one child.
_MEASURED = frozenset([
    "berat_kg", "tinggi_cm", "lingkar_kepala_cm", "lila_cm", "lila_mm", "umur_hari", "tanggal_ukur", "zs_tbu", "zs_bbu",
    "zs_bbtb", "kode_keluarga", "id_anak", "sidik_anak", "berat", "tinggi", "tanggal_pengukuran", "umur_istri",
])  # fmt: skip
_COUNTED = frozenset(["n", "penyebut"])


def find_by_name(frame: pd.DataFrame) -> list[str]:
    """Why a table may not be published: one sentence for each column that names persons, by its heading or by what
    stands in it, and one when each row is a child or a family. Nothing is found: []. Cells are never repeated.

    Headings may be column names or the words that people read ("Kode kelurahan")."""
    names = [_plain(str(name)) for name in frame]
    words = _words()
    sentences = []
    for place, (heading, name) in enumerate(zip(frame, names, strict=True)):
        values = frame.iloc[:, place]
        kind = _kind_of(name, frame, names, values)
        cells = {kind: 0} if kind else _identity_cells(values)
        shown = _("ke-{nomor}").format(nomor=number(place + 1)) if _identity(str(heading)) else heading
        sentences += [words[kind].format(kolom=shown, jumlah=number(count)) for kind, count in cells.items()]
        if shown is not heading and not cells:
            sentences.append(words["nik"].format(kolom=shown))
    columns = {name.replace(" ", "_") for name in names}
    if columns & _MEASURED and not columns & _COUNTED:
        sentences.append(_("Setiap baris adalah satu anak atau satu keluarga; publikasikan jumlahnya saja."))
    return sentences


def _words() -> dict[str, str]:
    return {
        "nik": _("Kolom {kolom} memuat nomor identitas orang; hapus kolom itu."),
        "alamat": _("Kolom {kolom} memuat alamat; hapus kolom itu."),
        "rt_rw": _("Kolom {kolom} memuat RT atau RW; publikasi paling rinci per kelurahan."),
        "lahir": _("Kolom {kolom} memuat tanggal lahir; hapus kolom itu."),
        "telepon": _("Kolom {kolom} memuat nomor telepon; hapus kolom itu."),
        "surel": _("Kolom {kolom} memuat alamat surel; hapus kolom itu."),
        "nama": _("Kolom {kolom} memuat nama orang; hapus kolom itu."),
        "isi_nik": _("Kolom {kolom} berisi angka seperti NIK (16 angka) di {jumlah} sel; hapus angka itu."),
        "isi_telepon": _("Kolom {kolom} berisi angka seperti nomor telepon di {jumlah} sel; hapus angka itu."),
        "isi_alamat": _("Kolom {kolom} berisi alamat di {jumlah} sel; hapus alamat itu."),
        "isi_rt_rw": _("Kolom {kolom} menyebut RT atau RW di {jumlah} sel; publikasi paling rinci per kelurahan."),
    }


def _plain(name: str) -> str:
    """ "Tgl Lahir" -> "tgl lahir", "NAMA_ORTU " -> "nama ortu"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall("[a-z0-9]+", plain))


def _kind_of(name: str, frame: pd.DataFrame, names: list[str], values: pd.Series) -> str | None:
    """What a column of this (plain) name tells about a person; None for all others."""
    words = set(name.split())
    if words & _COUNTING or words & _OF_SOURCES:
        return None
    if all(words & part for part in _BORN):
        return "lahir"
    if words & _NAME_WORDS and words & _PERSONS:
        return "nama"
    for kind, known in _KINDS.items():
        # A relative's column names the relative only when nothing else stands in its heading.
        if name.replace(" ", "") in known or (kind != "nama" and words & set(known)):
            return kind
    if name in (*_NAME_WORDS, *_POINTS) and not _follows_from_a_code(frame, names, values):
        return "nama" if name in _NAME_WORDS else "alamat"
    return None


def _follows_from_a_code(frame: pd.DataFrame, names: list[str], values: pd.Series) -> bool:
    """Beside codes of areas: each code has one name, so the name is the area's and no person's."""
    columns = [name.replace(" ", "_") for name in names]
    places, others = (
        [columns.index(code) for code in codes if code in columns] for codes in (_PLACE_CODES, _OTHER_CODES)
    )
    if not places or frame.empty:
        return bool(places or others)
    codes = [frame.iloc[:, place].to_numpy() for place in places + others]
    return values.groupby(codes, dropna=False).nunique().max() <= 1


def _identity(text: str) -> str | None:
    """What a text holds that belongs to a person or a household; None for all other texts."""
    return next((kind for kind, pattern in _INSIDE.items() if pattern.search(text)), None)


def _identity_cells(values: pd.Series) -> dict[str, int]:
    """Kind -> how many cells hold it."""
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_datetime64_any_dtype(values.dtype):
        return {}
    if pd.api.types.is_numeric_dtype(values.dtype):
        size = np.abs(values.to_numpy(dtype=float, na_value=np.nan))
        long = int(((size >= 1e15) & (size <= 1e16)).sum())
        return {"isi_nik": long} if long else {}
    counted: Counter[str] = Counter()
    for text, cells in values.dropna().astype(str).value_counts().items():
        if kind := _identity(text):
            counted[kind] += int(cells)
    return dict(counted)
