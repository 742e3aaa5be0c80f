"""Sample coverage of the 29 essential services: people reached over people entitled.

Traps: two indicators are better when lower (unmet need KB, kehamilan tidak diinginkan). Growth
monitoring cannot exceed the balita actually measured, so it follows `diukur`. Some rows are absent
on purpose: a coverage nobody reported is unknown, not zero.
"""

from __future__ import annotations

from analysis.sources.sample.areas import YEARS, Area
from analysis.sources.sample.numbers import clip, draw, generator, share

COLUMNS = ["kode_kelurahan", "tahun", "kode_indikator", "pembilang", "penyebut"]

# Invented: indicator -> (counted population, people entitled per thousand of it, coverage per
# thousand in 2024, its change per year). Populations are columns of krs.csv and balita.csv, chosen
# after the denominators defined in data/rujukan/indikator_esensial.csv.
SERVICES = {
    "E01": ("jumlah_keluarga", 250, 640, 45),
    "E02": ("jumlah_keluarga", 250, 710, 50),
    "E03": ("jumlah_keluarga", 14, 840, 35),
    "E04": ("jumlah_keluarga", 14, 860, 25),
    "E05": ("jumlah_keluarga", 14, 780, 45),
    "E06": ("jumlah_keluarga", 14, 820, 30),
    "E07": ("total_krs", 240, 680, 25),
    "E08": ("total_krs", 260, 720, 25),
    "E09": ("total_krs", 260, 910, 12),
    "E10": ("balita_sasaran", 20, 880, 35),
    "E11": ("balita_sasaran", 210, 830, 30),
    "E12": ("jumlah_keluarga", 640, 115, -6),
    "E13": ("balita_sasaran", 210, 145, -5),
    "E14": ("balita_sasaran", 100, 740, 25),
    "E15": ("balita_sasaran", 300, 790, 20),
    "E16": ("balita_sasaran", 5, 930, 20),
    "E17": ("balita_sasaran", 1000, 0, 0),  # follows diukur
    "E18": ("balita_sasaran", 35, 860, 35),
    "E19": ("balita_sasaran", 1000, 880, 20),
    "E20": ("total_krs", 1000, 905, 14),
    "E21": ("total_krs", 1000, 690, 30),
    "E22": ("total_krs", 1000, 580, 60),
    "E23": ("total_krs", 1000, 660, 40),
    "E24": ("total_krs", 1000, 810, 55),
    "E25": ("total_krs", 1000, 370, 40),
    "E26": ("jumlah_keluarga", 1000, 972, 5),
    "E27": ("jumlah_keluarga", 1000, 925, 10),
    "E28": ("total_krs", 180, 840, 30),
    "E29": ("total_krs", 260, 770, 40),
}
LOWER_IS_BETTER = {"E12", "E13"}

# What was never reported: an indicator of a whole kota and year, and one kelurahan's whole year.
NOT_REPORTED = {("31.72", 2021, "E22"), ("31.01", 2021, "E02"), ("31.75", 2022, "E25")}
SILENT_KELURAHAN = {("31.74.01.1003", 2023), ("31.71.02.1002", 2022)}
MISSING_PER_THOUSAND = 9


def _rate(code: str, year: int, service: int, own: int, noise: int) -> int:
    """Coverage per thousand; a strong service (above 1000) halves the distance to full coverage."""
    _population, _entitled, level, slope = SERVICES[code]
    usual = clip(level + slope * (year - 2024), 20, 995)
    strength = service + own + noise - 2000
    if code in LOWER_IS_BETTER:
        return clip(usual * 1000 // max(strength, 500), 5, 950)
    return clip(1000 - (1000 - usual) * (2000 - strength) // 1000, 50, 1000)


def _reported(area: Area, year: int, code: str, chance: int) -> bool:
    return (
        (area.kota, year, code) not in NOT_REPORTED
        and (area.code, year) not in SILENT_KELURAHAN
        and chance > MISSING_PER_THOUSAND
    )


def make_cakupan(areas: list[Area], counts: dict[tuple[str, int], dict[str, int]]) -> list[list]:
    """Rows of cakupan.csv (COLUMNS) for all kelurahan, years and indicators that were reported.

    `counts` gives, per kelurahan and year, the columns of balita.csv and krs.csv.
    """
    rng = generator(5)
    own = {code: draw(rng, 650, 1350, len(areas)) for code in SERVICES}
    rows = []
    for i, area in enumerate(areas):
        for year in YEARS:
            known = counts[area.code, year]
            noise = draw(rng, 900, 1100, len(SERVICES))
            chance = draw(rng, 1, 1000, len(SERVICES))
            for j, (code, (population, entitled, _level, _slope)) in enumerate(SERVICES.items()):
                if not _reported(area, year, code, chance[j]):
                    continue
                people = max(share(known[population], entitled), 1)
                rate = _rate(code, year, area.service, own[code][i], noise[j])
                reached = share(people, rate)
                if code == "E17":
                    reached = share(known["diukur"], min(noise[j], 990))
                rows.append([area.code, year, code, reached, people])
    return rows
