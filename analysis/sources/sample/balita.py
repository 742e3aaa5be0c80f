"""Sample counts of balita: sasaran, measured (diukur), pendek and sangat pendek.

Traps: `pendek` here leaves out `sangat_pendek`, so stunting is their sum; and these are routine
counts among the balita measured, about 43 % of all balita of DKI in 2024, never comparable with
survey prevalence.
"""

from __future__ import annotations

from pathlib import Path

from analysis.sources.sample.areas import POPULATION, YEARS, Area, by_kota, read_rows
from analysis.sources.sample.numbers import apportion, draw, generator, share, skewed

COLUMNS = ["kode_kelurahan", "tahun", "balita_sasaran", "diukur", "pendek", "sangat_pendek"]

# Balita of DKI; 2023 is published (data/resmi/penduduk.csv, about 799 thousand).
SASARAN = {2021: 811_000, 2022: 805_000, 2023: 799_000, 2024: 795_000, 2025: 791_000}

# Measured and stunted balita per kota in the order of YEARS. Published figures are met where there
# are any (tests/kasus/contoh_kalibrasi.csv lists them); the rest is invented to lie between them.
TOTALS = {
    "31.01": [(1_080, 41), (1_220, 44), (1_390, 46), (1_500, 46), (1_560, 45)],
    "31.71": [(24_600, 960), (29_200, 1_051), (33_100, 1_109), (36_100, 1_080), (37_400, 1_043)],
    "31.72": [(41_467, 1_389), (46_300, 1_436), (52_900, 1_529), (58_100, 1_610), (60_900, 1_608)],
    "31.73": [(57_000, 1_511), (65_200, 868), (72_900, 1_137), (81_400, 1_361), (85_700, 1_363)],
    "31.74": [(49_800, 996), (55_600, 851), (61_200, 796), (66_100, 780), (64_213, 794)],
    "31.75": [(71_300, 1_283), (80_900, 1_084), (89_600, 914), (97_400, 811), (99_800, 802)],
}

TANAH_ABANG_2024 = ("31.71.07", 213)
JAKBAR_LOKUS_2022_PER_THOUSAND = 14  # 1.4 %, published for the nine lokus of 2022


def _sasaran(areas: list[Area]) -> dict[int, dict[str, int]]:
    """Balita sasaran per year and kelurahan: DKI's total by population of kota and kelurahan."""
    rng = generator(1)
    result = {}
    for year in YEARS:
        per_kota = dict(zip(POPULATION, apportion(SASARAN[year], list(POPULATION.values())), strict=True))
        drift = draw(rng, 980, 1020, len(areas))
        weight = {a.code: a.population * d for a, d in zip(areas, drift, strict=True)}
        result[year] = {}
        for kota, members in by_kota(areas).items():
            parts = apportion(per_kota[kota], [weight[a.code] for a in members])
            result[year] |= {a.code: part for a, part in zip(members, parts, strict=True)}
    return result


def _lokus_jakbar_2022(data: Path) -> set[str]:
    return {
        row["kode_kelurahan"]
        for row in read_rows(data / "resmi/lokus.csv")
        if row["kode_kota"] == "31.73" and row["tahun"] == "2022"
    }


def _fixed_part(
    kota: str, year: int, members: list[Area], measured: list[int], lokus: set[str]
) -> tuple[list[int], int]:
    """Which members of a kota have a published total of their own, and that total of cases."""
    if (kota, year) == ("31.71", 2024):
        kecamatan, cases = TANAH_ABANG_2024
        return [i for i, a in enumerate(members) if a.code.startswith(kecamatan)], cases
    if (kota, year) == ("31.73", 2022):
        inside = [i for i, a in enumerate(members) if a.code in lokus]
        count = sum(measured[i] for i in inside)
        return inside, share(count, JAKBAR_LOKUS_2022_PER_THOUSAND)
    return [], 0


def _cases(total: int, fixed: tuple[list[int], int], weights: list[int]) -> list[int]:
    """Cases per member of a kota by weight; the fixed part gets exactly its own total."""
    inside, inside_total = fixed
    outside = [i for i in range(len(weights)) if i not in inside]
    cases = [0] * len(weights)
    for members, count in ((inside, inside_total), (outside, total - inside_total)):
        if members:
            parts = apportion(count, [weights[i] for i in members])
            for i, part in zip(members, parts, strict=True):
                cases[i] = part
    return cases


def make_balita(areas: list[Area], data: Path) -> list[list]:
    """Rows of balita.csv (COLUMNS), every kelurahan and year; counts of children."""
    sasaran, lokus, rng = _sasaran(areas), _lokus_jakbar_2022(data), generator(2)
    reach = dict(zip((a.code for a in areas), skewed(rng, len(areas), 260), strict=True))
    severe = dict(zip((a.code for a in areas), draw(rng, 130, 330, len(areas)), strict=True))
    rows = []
    for step, year in enumerate(YEARS):
        for kota, members in by_kota(areas).items():
            target = [sasaran[year][a.code] for a in members]
            wobble = draw(rng, 900, 1100, len(members))
            measured = apportion(
                TOTALS[kota][step][0],
                [n * reach[a.code] * w for n, a, w in zip(target, members, wobble, strict=True)],
                [share(n, 980) for n in target],
            )
            noise = skewed(rng, len(members), 200)
            cases = _cases(
                TOTALS[kota][step][1],
                _fixed_part(kota, year, members, measured, lokus),
                [m * a.need * n for m, a, n in zip(measured, members, noise, strict=True)],
            )
            for a, n, m, c in zip(members, target, measured, cases, strict=True):
                very = share(c, severe[a.code])
                rows.append([a.code, year, n, m, c - very, very])
    return sorted(rows)
