"""Sample counts of keluarga berisiko stunting (KRS) with their factors and welfare ranks.

Traps: a family has several factors at once. So the 4T counts overlap (`jumlah_4t` lies between the
largest of them and their sum) and are never added up, and no factor exceeds `total_krs`.
"""

from __future__ import annotations

from analysis.sources.sample.areas import YEARS, Area, by_kota
from analysis.sources.sample.numbers import apportion, draw, generator, share, skewed

FOUR_T = ["terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"]
WELFARE = [f"kesejahteraan_{rank}" for rank in ("1", "2", "3", "4", "lebih_4")]
COLUMNS = [
    "kode_kelurahan",
    "tahun",
    "jumlah_keluarga",
    "keluarga_sasaran",
    "total_krs",
    "tidak_berisiko",
    "air_tidak_layak",
    "jamban_tidak_layak",
    *FOUR_T,
    "jumlah_4t",
    "bukan_kb_modern",
    *WELFARE,
]

# Published totals (data/resmi/krs.csv): Jakarta Barat in the paparan of TA 2024, Jakarta Pusat 2025.
PUBLISHED = {("31.73", 2024): 69_553, ("31.71", 2025): 27_429}

# Invented: KRS per thousand keluarga sasaran, and each kota against DKI per thousand.
KRS_SHARE = {2021: 262, 2022: 236, 2023: 203, 2024: 170, 2025: 161}
KOTA_LEVEL = {
    "31.01": 1_180,
    "31.71": 1_010,
    "31.72": 1_120,
    "31.73": 1_000,
    "31.74": 880,
    "31.75": 960,
}

# Invented ranges: families with the factor per thousand KRS, from and to.
FACTORS = {
    "air_tidak_layak": (20, 110),
    "jamban_tidak_layak": (140, 480),
    "terlalu_muda": (4, 22),
    "terlalu_tua": (280, 430),
    "terlalu_dekat": (50, 130),
    "terlalu_banyak": (220, 390),
    "bukan_kb_modern": (420, 610),
}
WELFARE_SHARE = [118, 142, 168, 152, 420]


def _factors(total: int, level: dict[str, int], wobble: list[int], overlap: int) -> dict[str, int]:
    """Counts per factor among `total` families; `overlap` per thousand widens the union of the 4T."""
    counts = {factor: share(total, level[factor] * w // 1000) for factor, w in zip(FACTORS, wobble, strict=True)}
    four = [counts[factor] for factor in FOUR_T]
    counts["jumlah_4t"] = max(four) + share(sum(four) - max(four), overlap)
    # Every family counted has at least one factor, so the factors together reach the total.
    explained = counts["air_tidak_layak"] + counts["jamban_tidak_layak"] + counts["jumlah_4t"]
    counts["bukan_kb_modern"] = max(counts["bukan_kb_modern"], total - explained)
    return counts


def _welfare(total: int, fixed: list[int], wobble: list[int]) -> list[int]:
    parts = zip(WELFARE_SHARE, fixed, wobble, strict=True)
    return apportion(total, [usual * own * w for usual, own, w in parts])


def _family_counts(areas: list[Area]) -> tuple[dict[str, int], dict[str, int]]:
    """Families per kelurahan in 2024 (3.4 people each) and keluarga sasaran per thousand of them."""
    rng = generator(3)
    sasaran = draw(rng, 500, 600, len(areas))
    return (
        {a.code: a.population * 10 // 34 for a in areas},
        {a.code: s for a, s in zip(areas, sasaran, strict=True)},
    )


def make_krs(areas: list[Area]) -> list[list]:
    """Rows of krs.csv (COLUMNS), every kelurahan and year; counts of families."""
    families, targeted = _family_counts(areas)
    rng = generator(4)
    level = {factor: draw(rng, low, high, len(areas)) for factor, (low, high) in FACTORS.items()}
    own = {a.code: {f: level[f][i] for f in FACTORS} for i, a in enumerate(areas)}
    risk = dict(zip((a.code for a in areas), skewed(rng, len(areas), 190), strict=True))
    welfare = {a.code: draw(rng, 700, 1300, len(WELFARE)) for a in areas}
    rows = []
    for year in YEARS:
        for kota, members in by_kota(areas).items():
            growth = 1000 + 4 * (year - 2024)
            all_families = [share(families[a.code], growth) for a in members]
            target = [share(n, targeted[a.code]) for n, a in zip(all_families, members, strict=True)]
            usual = share(sum(target), KRS_SHARE[year] * KOTA_LEVEL[kota] // 1000)
            noise = draw(rng, 920, 1080, len(members))
            krs = apportion(
                PUBLISHED.get((kota, year), usual),
                [n * risk[a.code] * (1000 + a.need) * w for n, a, w in zip(target, members, noise, strict=True)],
                [share(n, 700) for n in target],
            )
            for a, n, t, k in zip(members, all_families, target, krs, strict=True):
                (overlap,) = draw(rng, 380, 620, 1)
                factors = _factors(k, own[a.code], draw(rng, 900, 1100, len(FACTORS)), overlap)
                named = {"total_krs": k, "tidak_berisiko": t - k} | factors
                ranks = _welfare(k, welfare[a.code], draw(rng, 950, 1050, len(WELFARE)))
                rows.append([a.code, year, n, t, *(named[c] for c in COLUMNS[4:-5]), *ranks])
    return sorted(rows)
