"""The kelurahan as the sample sees them: size, latent need and service strength of each.

These three stay the same over the years and resemble those of the neighbours, so that sample maps,
trends and lokus look like real ones. They are invented. Only the population of the kota and of the
three kelurahan below is published (data/resmi/penduduk.csv and pemekaran.csv).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from math import isqrt
from pathlib import Path

from analysis.sources.sample.numbers import apportion, draw, generator, skewed

YEARS = (2021, 2022, 2023, 2024, 2025)

POPULATION = {
    "31.01": 30_334,
    "31.71": 1_057_270,
    "31.72": 1_832_032,
    "31.73": 2_556_752,
    "31.74": 2_331_411,
    "31.75": 3_230_417,
}
KNOWN_POPULATION = {
    "31.73.01.1005": 171_374,  # Kapuk, the sum of its three parts
    "31.72.01.1001": 109_486,  # Penjaringan
    "31.72.02.1002": 78_028,  # Sunter Jaya
}


@dataclass(frozen=True)
class Area:
    """One kelurahan. `need` and `service` are multipliers per thousand (1000 = usual)."""

    code: str
    population: int
    need: int
    service: int

    @property
    def kota(self) -> str:
        return self.code[:5]


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _nearest(points: list[tuple[int, int]], count: int) -> list[list[tuple[int, int]]]:
    """For each point its `count` nearest others as (squared distance, index)."""
    return [
        sorted(((x - u) ** 2 + (y - v) ** 2, j) for j, (u, v) in enumerate(points) if j != i)[:count]
        for i, (x, y) in enumerate(points)
    ]


def _smooth(values: list[int], near: list[list[tuple[int, int]]]) -> list[int]:
    """Each value three parts itself and one part each of its four nearest neighbours."""
    return [
        (3 * value + sum(values[j] for _distance, j in others)) // (3 + len(others))
        for value, others in zip(values, near, strict=True)
    ]


def _populations(codes: list[str], weights: list[int]) -> dict[str, int]:
    """The population of each kota shared out by weight, known kelurahan first."""
    result = dict(KNOWN_POPULATION)
    for kota, total in POPULATION.items():
        known = sum(n for code, n in KNOWN_POPULATION.items() if code.startswith(kota))
        open_ = [i for i, code in enumerate(codes) if code[:5] == kota and code not in result]
        parts = apportion(total - known, [weights[i] for i in open_])
        result |= {codes[i]: part for i, part in zip(open_, parts, strict=True)}
    return result


def make_areas(data: Path) -> list[Area]:
    """All kelurahan in the order of their codes, from the tables in `data`.

    Sizes follow the spacing of the centroids (wide kelurahan hold more people); areas that were
    ever a lokus mostly have a higher need, some do not.
    """
    rows = sorted(read_rows(data / "wilayah/kelurahan.csv"), key=lambda row: row["kode_kelurahan"])
    lokus = {row["kode_kelurahan"] for row in read_rows(data / "resmi/lokus.csv")}
    codes = [row["kode_kelurahan"] for row in rows]
    points = [(round(float(r["lon"]) * 1_000_000), round(float(r["lat"]) * 1_000_000)) for r in rows]
    near = _nearest(points, 4)
    rng = generator(0)
    size = skewed(rng, len(codes), 220)
    spacing = [isqrt(others[1][0]) for others in near]
    population = _populations(codes, [s * m for s, m in zip(spacing, size, strict=True)])
    need = _smooth(skewed(rng, len(codes), 420), near)
    service = _smooth(draw(rng, 780, 1220, len(codes)), near)
    lift = draw(rng, 950, 1900, len(codes))
    return [
        Area(
            code,
            population[code],
            need[i] * lift[i] // 1000 if code in lokus else need[i],
            service[i],
        )
        for i, code in enumerate(codes)
    ]


def by_kota(areas: list[Area]) -> dict[str, list[Area]]:
    """The areas of each kota, in order."""
    return {kota: [area for area in areas if area.kota == kota] for kota in POPULATION}
