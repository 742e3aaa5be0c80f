"""Sample plans, rembuk commitments, and kader and KPM.

Traps: nothing of this is published, so not one figure here means anything; budgets are plain multiples of five million
so that nobody takes them for a real one. Owners are offices. Some lokus have no activity, some activities no indicator
or no target, some kelurahan no count of kader: unknown is not zero, and the views have to say so.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from analysis.sources.sample.areas import POPULATION, YEARS, Area, read_rows
from analysis.sources.sample.numbers import draw, generator, share

RENCANA_COLUMNS = [
    "kode_wilayah", "tahun", "kegiatan", "opd", "aksi", "kode_indikator",
    "anggaran_rp", "realisasi_rp", "target", "realisasi", "satuan",
]  # fmt: skip
KOMITMEN_COLUMNS = ["kode_kota", "tahun", "komitmen", "penanggung_jawab", "tenggat", "tanggal_selesai", "catatan"]
PELAKU_COLUMNS = ["kode_kelurahan", "tahun", "pelaku", "jumlah", "terlatih", "baduta"]

# Invented: activity, office, indicator it serves ("" = none named), unit of its target.
FOR_KOTA = [
    ("Analisis situasi dan penyusunan usulan lokus", "Suku Badan Perencanaan", "", "dokumen"),
    ("Penyuluhan pencegahan stunting bagi calon pengantin", "Suku Dinas PPAPP", "E05", "pasangan"),
    ("Pelatihan kader tentang 25 kompetensi dasar", "Suku Dinas Kesehatan", "", "kader"),
]
FOR_KECAMATAN = [
    ("Rembuk stunting tingkat kecamatan", "Suku Badan Perencanaan", "", "kegiatan"),
    ("Pendampingan keluarga berisiko stunting", "Suku Dinas PPAPP", "E24", "keluarga"),
]
FOR_KELURAHAN = [
    ("Pemberian makanan tambahan bagi balita gizi kurang", "Suku Dinas Kesehatan", "E18", "balita"),
    ("Pemantauan pertumbuhan di posyandu", "Suku Dinas Kesehatan", "E17", "balita"),
    ("Tablet tambah darah bagi remaja putri", "Suku Dinas Kesehatan", "E01", "orang"),
    ("Perbaikan sanitasi rumah tangga", "Suku Dinas SDA", "E27", "rumah tangga"),
    ("Promosi konsumsi ikan", "Suku Dinas KPKP", "E22", "keluarga"),
]
RUPIAH_STEP = 5_000_000

COMMITMENTS = [
    ("Menyediakan anggaran kegiatan prioritas di kelurahan lokus", "Kepala Suku Badan Perencanaan", (9, 30)),
    ("Mengukur semua balita sasaran pada bulan penimbangan Agustus", "Kepala Suku Dinas Kesehatan", (8, 31)),
    ("Mendampingi semua keluarga berisiko stunting", "Kepala Suku Dinas PPAPP", (11, 30)),
    ("Melengkapi data sasaran per kelurahan setiap triwulan", "Camat", (7, 31)),
    ("Menerbitkan keputusan tentang kelurahan lokus tahun berikutnya", "Kepala Bagian Hukum", (12, 15)),
]  # fmt: skip


def _lokus(data: Path) -> dict[tuple[str, int], list[str]]:
    """Codes of the kelurahan that any published list of a kota and year names."""
    found: dict[tuple[str, int], set[str]] = {}
    for row in read_rows(data / "resmi/lokus.csv"):
        found.setdefault((row["kode_kota"], int(row["tahun"])), set()).add(row["kode_kelurahan"])
    return {key: sorted(codes) for key, codes in found.items()}


def _activity(rng: np.random.Generator, code: str, year: int, what: tuple[str, str, str, str], aksi: str) -> list:
    """One row of rencana.csv; now and then the indicator, the target or what came of it is unknown."""
    name, office, indicator, unit = what
    steps, spent, target, reached, luck = (draw(rng, low, high, 1)[0] for low, high in _RANGES)
    budget = steps * RUPIAH_STEP * {5: 6, 8: 2}.get(len(code), 1)
    goal = target * {"dokumen": 0, "kegiatan": 0}.get(unit, 1) or 1
    known = luck > 8
    return [
        code,
        year,
        name,
        office,
        aksi,
        indicator if luck % 11 else "",
        budget,
        share(budget, spent) // 1_000_000 * 1_000_000 if known else "",
        goal if luck % 9 else "",
        min(share(goal, reached), goal + goal // 20) if known and luck % 9 else "",
        unit if luck % 9 else "",
    ]


# Steps of the budget, share of it spent, target, share of it reached (per thousand), luck.
_RANGES = ((2, 30), (520, 1000), (20, 240), (550, 1080), (1, 100))


def make_rencana(areas: list[Area], data: Path) -> list[list]:
    """Rows of rencana.csv: a few activities of each kota, some kecamatan and most lokus."""
    rng, lokus = generator(21), _lokus(data)
    rows = []
    for kota in POPULATION:
        kecamatan = sorted({area.code[:8] for area in areas if area.kota == kota})
        for year in YEARS:
            plan, work = ("2", "5") if year <= 2024 else ("U2", "U3")
            rows += [_activity(rng, kota, year, what, plan) for what in FOR_KOTA]
            for place, code in enumerate(kecamatan):
                rows.append(_activity(rng, code, year, FOR_KECAMATAN[(place + year) % 2], work))
            for place, code in enumerate(lokus.get((kota, year), [])):
                # About one lokus in four is left without an activity.
                for step in range((draw(rng, 0, 3, 1)[0] + 1) // 2):
                    rows.append(_activity(rng, code, year, FOR_KELURAHAN[(place + step) % 5], work))
    return sorted(rows, key=lambda row: tuple(map(str, row[:4])))


def make_komitmen() -> list[list]:
    """Rows of komitmen.csv: the same five promises in each kota and year, kept early, late or not at all."""
    rng = generator(22)
    rows = []
    for kota in POPULATION:
        for year in YEARS:
            for text, owner, (month, day) in COMMITMENTS:
                due = date(year, month, day)
                (delay,), (luck,) = draw(rng, -40, 25, 1), draw(rng, 1, 100, 1)
                done = (due + timedelta(days=delay)).isoformat() if luck > 22 else ""
                rows.append([kota, year, text, owner, due.isoformat(), done, ""])
    return rows


def make_pelaku(areas: list[Area], counts: dict[tuple[str, int], dict[str, int]]) -> list[list]:
    """Rows of pelaku.csv: kader of nearly every kelurahan, KPM of some; baduta are two fifths of the balita."""
    rng = generator(23)
    rows = []
    for area in areas:
        (per_kader,), (trained,) = draw(rng, 12, 30, 1), draw(rng, 250, 700, 1)
        has_kpm = draw(rng, 1, 10, 1)[0] > 7
        for year in YEARS:
            baduta = share(counts[area.code, year]["balita_sasaran"], 400)
            (luck,), (more,) = draw(rng, 1, 100, 1), draw(rng, 0, 60, 1)
            kader = max(baduta // per_kader, 4)
            known = share(kader, min(trained + more * (year - 2020), 980))
            if luck > 3:
                rows.append([area.code, year, "kader", kader, known if luck > 8 else "", baduta])
            if has_kpm:
                rows.append([area.code, year, "KPM", 1 + luck % 3, luck % 2, baduta])
    return rows
