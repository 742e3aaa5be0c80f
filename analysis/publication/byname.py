"""Does a table name persons? Told from its columns and its cells before it may be published.

The trap: `nama` is the name of a kelurahan or a service in every table of the app and the name of a child in every
export of measurements. So a bare name is looked at beside the codes: names of areas and services follow from a code,
names of persons do not. What is found is never repeated: the sentence must not publish what it refuses.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

from analysis.language import _, number

# Sixteen digits in a row, or grouped as on a card; not the decimals of a number.
_NIK = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(?:[0-9]{16}|[0-9]{6}[ .-][0-9]{6}[ .-][0-9]{4}|(?:[0-9]{4}[ .-]){3}[0-9]{4})(?![0-9])"
)
_TELEPHONE = re.compile(r"(?<![0-9./])(?:\+?62|0)[ .-]?8[0-9]{2}(?:[ .-]?[0-9]){5,9}(?![0-9])")
_HOUSEHOLD = re.compile(r"\bR[TW]\b\.?\s*(?:0[0-9]{1,2}|[0-9]{1,3})\b", re.IGNORECASE)
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
    stands in it, and one when each row is a child or a family. Nothing is found: []. Cells are never repeated."""
    found = {name: kind for name in frame if (kind := _kind_of(str(name), frame))}
    words = _words()
    sentences = [words[kind].format(kolom=name) for name, kind in found.items()]
    for name in frame:
        if name not in found and (cells := _identity_cells(frame[name])):
            sentences += [words[kind].format(kolom=name, jumlah=number(count)) for kind, count in cells.items()]
    columns = {_plain(str(name)).replace(" ", "_") for name in frame}
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
        "isi_rt_rw": _("Kolom {kolom} menyebut RT atau RW di {jumlah} sel; publikasi paling rinci per kelurahan."),
    }


def _plain(name: str) -> str:
    """ "Tgl Lahir" -> "tgl lahir", "NAMA_ORTU " -> "nama ortu"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall("[a-z0-9]+", plain))


def _kind_of(name: str, frame: pd.DataFrame) -> str | None:
    """What a column of this name tells about a person; None for all others."""
    plain = _plain(name)
    words = set(plain.split())
    if words & _COUNTING:
        return None
    if all(words & part for part in _BORN):
        return "lahir"
    if words & _NAME_WORDS and words & _PERSONS:
        return "nama"
    for kind, known in _KINDS.items():
        # A relative's column names the relative only when nothing else stands in its heading.
        if plain.replace(" ", "") in known or (kind != "nama" and words & set(known)):
            return kind
    if plain in _NAME_WORDS:
        return None if _follows_from_a_code(frame, name) else "nama"
    return "alamat" if plain in _POINTS and not _follows_from_a_code(frame, name) else None


def _follows_from_a_code(frame: pd.DataFrame, name: str) -> bool:
    """Beside codes of areas: each code has one name, so the name is the area's and no person's."""
    places, others = ([code for code in codes if code in frame] for codes in (_PLACE_CODES, _OTHER_CODES))
    if not places or frame.empty:
        return bool(places or others)
    return frame.groupby(places + others, dropna=False)[name].nunique().max() <= 1


def _identity_cells(values: pd.Series) -> dict[str, int]:
    """Kind -> how many cells hold it."""
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_datetime64_any_dtype(values.dtype):
        return {}
    if pd.api.types.is_numeric_dtype(values.dtype):
        size = np.abs(values.to_numpy(dtype=float, na_value=np.nan))
        long = int(((size >= 1e15) & (size < 1e16)).sum())
        return {"isi_nik": long} if long else {}
    counted = values.dropna().astype(str).value_counts()
    kinds = {"isi_nik": _NIK, "isi_telepon": _TELEPHONE, "isi_rt_rw": _HOUSEHOLD}
    cells = {kind: sum(n for text, n in counted.items() if pattern.search(text)) for kind, pattern in kinds.items()}
    return {kind: int(n) for kind, n in cells.items() if n}
