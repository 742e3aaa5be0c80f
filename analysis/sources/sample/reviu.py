"""Sample review letters and evidence of the aksi, per kota and year.

Traps: the frame of eight aksi ended with 2024, and with it the letters A to D. From 2025 the
classes are Tumbuh, Berkembang and Berdaya, whose limits are not published, so 2025 has evidence but
no letter. Where a date of an aksi is published (data/resmi/jadwal_aksi.csv) the first document of
that aksi carries it.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from analysis.sources.sample.areas import POPULATION, YEARS, read_rows
from analysis.sources.sample.numbers import clip, draw, generator

REVIU_COLUMNS = ["kode_kota", "tahun", "kerangka", "aksi", "huruf"]
BUKTI_COLUMNS = [
    "kode_kota",
    "tahun",
    "kerangka",
    "aksi",
    "bukti",
    "tersedia",
    "tanggal_rencana",
    "tanggal_selesai",
]

# Invented: aksi -> (planned month and day, documents asked for). Jakarta worked from July on.
EIGHT = {
    "1": ((7, 15), ["Laporan analisis situasi", "Peta sebaran dan usulan lokus"]),
    "2": ((8, 12), ["Dokumen rencana kegiatan", "Matriks program dan anggaran"]),
    "3": ((9, 28), ["Berita acara rembuk stunting", "Naskah komitmen bersama"]),
    "4": ((11, 10), ["Keputusan kepala wilayah tentang lokus"]),
    "5": ((11, 30), ["Laporan pembinaan kader", "Rekap rumah tangga 1.000 HPK"]),
    "6": ((11, 30), ["Laporan sistem manajemen data", "Hasil uji mutu data"]),
    "7": ((10, 20), ["Hasil pengukuran per kelurahan", "Bukti publikasi"]),
    "8": ((12, 18), ["Laporan reviu kinerja tahunan", "Rencana tindak lanjut"]),
}
SIX = {
    "U1": ((5, 30), ["Laporan analisis situasi", "Peta sebaran dan usulan lokus"]),
    "U2": ((7, 31), ["Dokumen rencana kegiatan", "Berita acara rembuk stunting"]),
    "U3": ((10, 31), ["Laporan pelaksanaan kegiatan", "Laporan pembinaan kader"]),
    "U4": ((12, 18), ["Laporan hasil pemantauan dan evaluasi"]),
    "P1": ((9, 30), ["Keputusan kepala wilayah tentang lokus"]),
    "P2": ((11, 25), ["Hasil pengukuran per kelurahan", "Bukti publikasi"]),
}
LETTERS = "ABCD"
NOT_REVIEWED = {("31.01", 2021, "5"), ("31.01", 2021, "6")}


def _frame(year: int) -> tuple[str, dict]:
    return ("aksi8", EIGHT) if year <= 2024 else ("aksi6", SIX)


def _published_dates(data: Path) -> dict[tuple[str, int, str, str], date]:
    """Published last day of an aksi, by kota, year, frame and aksi."""
    result = {}
    for row in read_rows(data / "resmi/jadwal_aksi.csv"):
        last = row["tanggal_selesai"] or row["tanggal_mulai"]
        if len(last) == len("2024-12-20"):
            key = (row["kode_kota"], int(row["tahun"]), row["kerangka"], row["aksi"])
            result[key] = date.fromisoformat(last)
    return result


def make_reviu() -> list[list]:
    """Rows of reviu.csv: one letter per kota, year and aksi up to 2024, better with the years."""
    rng = generator(6)
    level = dict(zip(POPULATION, draw(rng, -4, 8, len(POPULATION)), strict=True))
    rows = []
    for kota in POPULATION:
        for year in (y for y in YEARS if _frame(y)[0] == "aksi8"):
            for aksi, points in zip(EIGHT, draw(rng, 0, 24, len(EIGHT)), strict=True):
                if (kota, year, aksi) in NOT_REVIEWED:
                    continue
                worse = clip((points - level[kota] - 2 * (year - 2022)) // 7, 0, 3)
                rows.append([kota, year, "aksi8", aksi, LETTERS[worse]])
    return rows


def _document(rng: np.random.Generator, planned: date, published: date | None, order: int) -> tuple[int, str, str]:
    """Whether the document exists, and its planned and finished dates; `order` counts from 0."""
    (delay,), (luck,) = draw(rng, -14, 32, 1), draw(rng, 1, 100, 1)
    finished = planned + timedelta(days=delay)
    if published:
        finished = published + timedelta(days=order * abs(delay))
    exists = luck > 8 or bool(published and order == 0)
    return int(exists), planned.isoformat(), finished.isoformat() if exists else ""


def make_bukti(data: Path) -> list[list]:
    """Rows of bukti.csv: the documents asked for, planned and finished dates, some late or absent."""
    rng, published = generator(7), _published_dates(data)
    rows = []
    for kota in POPULATION:
        for year in YEARS:
            frame, documents_of = _frame(year)
            for aksi, ((month, day), documents) in documents_of.items():
                known = published.get((kota, year, frame, aksi))
                for order, document in enumerate(documents):
                    state = _document(rng, date(year, month, day), known, order)
                    rows.append([kota, year, frame, aksi, document, *state])
    return rows
