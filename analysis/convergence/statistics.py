"""Intervals, comparisons, rankings, funnels, shrinkage and trends for shares of counts.

The trap: kelurahan are small, so raw shares and their rank numbers jump from year to year by chance alone. Nothing
here gives a verdict or a rank without an interval, and an area is compared with a benchmark value by its own
interval, never with another area's point. Rules and precedents: Fingertips (comparison, trend), Goldstein &
Spiegelhalter 1996 (ranks), Spiegelhalter 2005 (funnel), Kleinman 1973 (moments of the beta-binomial).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
import pandas as pd

LEVEL = 0.95
OUTER_LEVEL = 0.998
TREND_POINTS = 5
TREND_CHI2 = 9.55  # p = .002 with one degree of freedom
OVERDISPERSED_ABOVE_PCT = 5.0

_VERDICTS = {  # polaritas -> (interval below the benchmark, interval above it)
    "turun_baik": ("lebih_baik", "lebih_buruk"),
    "naik_baik": ("lebih_buruk", "lebih_baik"),
    "netral": ("lebih_rendah", "lebih_tinggi"),
}


@cache
def z_value(level: float) -> float:
    """Two-sided normal quantile: 1.96 for 0.95, 3.09 for 0.998."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(pembilang, penyebut, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Wilson score interval of pembilang/penyebut, in percent (Wilson 1927; Newcombe 1998, method 3).

    Scalars or arrays. NaN where the denominator is missing or not positive, or the numerator is missing or
    outside 0..denominator.
    """
    k, n = np.asarray(pembilang, dtype=float), np.asarray(penyebut, dtype=float)
    usable = (n > 0) & (k >= 0) & (k <= n)
    k, n = np.where(usable, k, np.nan), np.where(usable, n, np.nan)
    z = z_value(level)
    share = k / n
    scale = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / scale
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale
    return 100 * np.clip(centre - half, 0, 1), 100 * np.clip(centre + half, 0, 1)


def add_share(frame: pd.DataFrame, pembilang: str, penyebut: str, level: float = LEVEL) -> pd.DataFrame:
    """Copy of `frame` with `nilai` (per 100), `bawah`, `atas` (Wilson), `n`, `pembilang`, `penyebut`.

    `pembilang` and `penyebut` name the count columns. A denominator of 0 gives no value, not 0.
    """
    k = frame[pembilang].to_numpy(dtype=float, na_value=np.nan)
    n = frame[penyebut].to_numpy(dtype=float, na_value=np.nan)
    bawah, atas = wilson(k, n, level)
    nilai = np.divide(100 * k, n, out=np.full(len(frame), np.nan), where=n > 0)
    return frame.assign(nilai=nilai, bawah=bawah, atas=atas, n=n, pembilang=k, penyebut=n)


def _verdict(bawah: np.ndarray, atas: np.ndarray, acuan: np.ndarray, polaritas: np.ndarray) -> np.ndarray:
    below, above = (np.array([_VERDICTS[p][side] for p in polaritas], dtype=object) for side in (0, 1))
    known = ~(np.isnan(bawah) | np.isnan(atas) | np.isnan(acuan))
    return np.select([~known, atas < acuan, bawah > acuan], ["", below, above], default="serupa")


def compare_to_value(frame: pd.DataFrame, acuan, polaritas, itself=None) -> pd.DataFrame:
    """Compare each row's interval with a benchmark value; adds `acuan`, `putusan95`, `putusan998`.

    frame: `nilai, bawah, atas, pembilang, penyebut` (per 100). acuan: one value or one per row.
    polaritas: `turun_baik | naik_baik | netral`, one or one per row. itself: boolean mask of rows that are the
    benchmark's own area; they get no verdict. Verdicts: `lebih_baik, serupa, lebih_buruk`, without polarity
    `lebih_rendah, serupa, lebih_tinggi`; "" where there is no interval or no benchmark. The 99.8 % verdict needs
    counts: rows without them (surveys) have only the 95 % one.
    """
    rows = len(frame)
    acuan = np.broadcast_to(np.asarray(acuan, dtype=float), rows)
    acuan = acuan if itself is None else np.where(np.asarray(itself, dtype=bool), np.nan, acuan)
    polaritas = np.broadcast_to(np.asarray(polaritas, dtype=object), rows)
    inner = frame["bawah"].to_numpy(dtype=float), frame["atas"].to_numpy(dtype=float)
    # A count (no interval at 95 %) must not get one at 99.8 % only because it has a denominator.
    outer = (
        np.where(np.isnan(inner[0]), np.nan, side)
        for side in wilson(frame["pembilang"], frame["penyebut"], OUTER_LEVEL)
    )
    return frame.assign(
        acuan=acuan, putusan95=_verdict(*inner, acuan, polaritas), putusan998=_verdict(*outer, acuan, polaritas)
    )


@dataclass(frozen=True)
class Funnel:
    """Limits around a benchmark share, and where the areas fall.

    limits: `n, acuan, bawah95, atas95, bawah998, atas998` along a grid of n (per 100).
    points: the areas with `posisi` in {dalam, atas95, bawah95, atas998, bawah998}.
    share_outside: percent of areas outside the 95 % limits; about 5 is what chance alone gives.
    overdispersed: more than that, so the limits are too narrow to call single areas unusual.
    """

    limits: pd.DataFrame
    points: pd.DataFrame
    share_outside: float
    overdispersed: bool


def _funnel_limit(acuan: float, n: np.ndarray, level: float, side: int) -> np.ndarray:
    share = acuan / 100
    return np.clip(acuan + side * 100 * z_value(level) * np.sqrt(share * (1 - share) / n), 0, 100)


def funnel(frame: pd.DataFrame, acuan: float, points: int = 60) -> Funnel:
    """Funnel plot around `acuan` (per 100) with 95 % and 99.8 % normal limits (Spiegelhalter 2005, appendix A.1.1).

    frame: one row per area with `nilai` and `n`; rows without either are left out of `points`.
    """
    known = frame[(frame["nilai"].notna() & (frame["n"] > 0)).to_numpy()]
    if known.empty or not np.isfinite(acuan):
        empty = pd.DataFrame(columns=["n", "acuan", "bawah95", "atas95", "bawah998", "atas998"], dtype=float)
        return Funnel(empty, known.assign(posisi=""), float("nan"), False)
    n, nilai = known["n"].to_numpy(dtype=float), known["nilai"].to_numpy(dtype=float)
    # Even steps in the square root of n: the limits bend where n is small.
    grid = np.linspace(np.sqrt(n.min()), np.sqrt(n.max()), points) ** 2
    sides = {
        f"{name}{label}": (level, side)
        for label, level in (("95", LEVEL), ("998", OUTER_LEVEL))
        for name, side in (("bawah", -1), ("atas", 1))
    }
    limits = pd.DataFrame(
        {"n": grid, "acuan": float(acuan), **{name: _funnel_limit(acuan, grid, *how) for name, how in sides.items()}}
    )
    at = {name: _funnel_limit(acuan, n, *how) for name, how in sides.items()}
    posisi = np.select(
        [nilai > at["atas998"], nilai < at["bawah998"], nilai > at["atas95"], nilai < at["bawah95"]],
        ["atas998", "bawah998", "atas95", "bawah95"],
        default="dalam",
    )
    outside = 100 * float(np.mean(posisi != "dalam"))
    return Funnel(limits, known.assign(posisi=posisi), outside, outside > OVERDISPERSED_ABOVE_PCT)


def _drawn_ranks(k: np.ndarray, n: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Ranks (1 = highest) in `draws` draws of every area's share: normal on the logit scale, Jeffreys counts."""
    hits, misses = k + 0.5, n - k + 0.5
    noise = np.random.default_rng(seed).standard_normal((draws, len(k)), dtype=np.float32)
    shares = np.log(hits / misses).astype(np.float32) + noise * np.sqrt(1 / hits + 1 / misses).astype(np.float32)
    ranks = np.empty((draws, len(k)), dtype=np.int32)
    np.put_along_axis(ranks, np.argsort(-shares, axis=1), np.arange(1, len(k) + 1, dtype=np.int32)[None, :], axis=1)
    return ranks


def _tie_groups(bawah: np.ndarray, atas: np.ndarray) -> np.ndarray:
    """Group number along rows sorted from the highest value: a row stays while it overlaps the group's first row."""
    groups, group, floor = np.empty(len(bawah), dtype=int), 0, np.inf
    for i in range(len(bawah)):
        if atas[i] < floor:
            group, floor = group + 1, bawah[i]
        groups[i] = group
    return groups


def rank_with_interval(frame: pd.DataFrame, level: float = LEVEL, draws: int = 400, seed: int = 2024) -> pd.DataFrame:
    """Rows sorted from the highest value, with `peringkat, peringkat_bawah, peringkat_atas, grup`.

    frame: `nilai, bawah, atas, pembilang, penyebut`. Rank intervals come from seeded draws of all areas together
    (Goldstein & Spiegelhalter 1996), so the same rows give the same ranks. `grup` counts from 1; areas of one group
    cannot be told apart from the first of it. Rows without an interval (counts, missing) come last of all or keep
    their order by value but have no rank: the four columns are missing there.
    """
    ordered = frame.sort_values("nilai", ascending=False, kind="stable", na_position="last", ignore_index=True)
    ranked = (ordered["bawah"].notna() & ordered["atas"].notna() & (ordered["penyebut"] > 0)).to_numpy()
    result = {
        name: np.full(len(ordered), np.nan) for name in ("peringkat", "peringkat_bawah", "peringkat_atas", "grup")
    }
    if ranked.any():
        rows = ordered[ranked]
        drawn = _drawn_ranks(
            rows["pembilang"].to_numpy(dtype=float), rows["penyebut"].to_numpy(dtype=float), draws, seed
        )
        drawn.sort(axis=0)
        tail = int((1 - level) / 2 * draws)
        peringkat = rows["nilai"].rank(method="min", ascending=False).to_numpy()
        result["peringkat"][ranked] = peringkat
        # The normal approximation on the logit scale may miss the observed rank by one when counts are tiny.
        result["peringkat_bawah"][ranked] = np.minimum(drawn[tail], peringkat)
        result["peringkat_atas"][ranked] = np.maximum(drawn[draws - 1 - tail], peringkat)
        result["grup"][ranked] = _tie_groups(rows["bawah"].to_numpy(), rows["atas"].to_numpy())
    return ordered.assign(**{name: pd.array(values, dtype="Int64") for name, values in result.items()})


def _correlation(k: np.ndarray, n: np.ndarray, group: np.ndarray) -> float:
    """Intra-class correlation of beta-binomial shares within groups, by moments (Kleinman 1973), pooled over groups.

    With w = n and q = mean (1 - mean): E[sum n (p - mean)^2] / q = (1 - rho) (areas - 1) + rho (N - sum n^2 / N).
    """
    size, total, hits, squares = (np.bincount(group, weights) for weights in (n > 0, n, k, n * n))
    usable = (size > 1) & (hits > 0) & (hits < total)
    size, total, hits, squares = size[usable], total[usable], hits[usable], squares[usable]
    mean = np.full(len(usable), np.nan)
    mean[usable] = hits / total
    inside = usable[group] & (n > 0)
    at, share = mean[group[inside]], k[inside] / n[inside]
    observed = np.sum(n[inside] * (share - at) ** 2 / (at * (1 - at)))
    free = np.sum(size - 1)
    room = np.sum(total - squares / total) - free
    return float(np.clip((observed - free) / room, 0, 1)) if room > 0 else 0.0


def shrink(frame: pd.DataFrame, kelompok: str = "kode_kecamatan", level: float = LEVEL) -> pd.DataFrame:
    """Empirical-Bayes shares: each row pulled towards its group's share; adds `nilai_susut, bawah_susut, atas_susut`.

    frame: `pembilang, penyebut` and the group column. Beta-binomial; the correlation is estimated over all groups
    together, because one kecamatan has too few kelurahan to estimate its own. Also adds `bobot_susut`, the weight of
    the group's share (0 = raw, 1 = group). The interval is Wilson with the posterior's effective number, at most the
    group's own number. The only area of a group is left as it is.
    """
    k, n = frame["pembilang"].to_numpy(dtype=float), frame["penyebut"].to_numpy(dtype=float)
    known = (n > 0) & ~np.isnan(k)
    k, n = np.where(known, k, 0.0), np.where(known, n, 0.0)
    group, _ = pd.factorize(frame[kelompok])
    rho = _correlation(k, n, group)
    total, alone = np.bincount(group, n)[group], np.bincount(group, known)[group] < 2
    with np.errstate(divide="ignore", invalid="ignore"):
        # M / (M + n) with the prior's number M = 1 / rho - 1, written so that rho = 0 needs no infinity.
        weight = np.where(alone, 0.0, (1 - rho) / (1 - rho + rho * n))
        nilai = np.where(known, weight * np.bincount(group, k)[group] / total + (1 - weight) * k / n, np.nan)
        effective = np.minimum(n / (1 - weight), total)
    bawah, atas = wilson(nilai * effective, effective, level)
    weight = np.where(known, weight, np.nan)
    return frame.assign(nilai_susut=100 * nilai, bawah_susut=bawah, atas_susut=atas, bobot_susut=weight)


@dataclass(frozen=True)
class Trend:
    """Direction of a yearly series. slope: points per year (NaN when it cannot be fitted); points: years used;
    arah: `naik | turun | belum_dapat_disimpulkan`, "" where the indicator forbids trends."""

    slope: float
    chi2: float
    arah: str
    points: int


def _weighted_slope(year: np.ndarray, nilai: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Slope and its chi-square with known variances (weights = 1 / variance)."""
    centred = year - np.average(year, weights=weight)
    room = float(np.sum(weight * centred**2))
    slope = float(np.sum(weight * centred * nilai)) / room
    return slope, slope**2 * room


def trend(frame: pd.DataFrame, boleh_tren: bool = True, level: float = LEVEL) -> Trend:
    """Weighted trend of the 5 latest points of `tahun, nilai, bawah, atas` (Fingertips).

    `naik` or `turun` only when chi-square > 9.55 (p = .002) and the slope keeps its sign with each point left out.
    Fewer than 5 points with an interval: `belum_dapat_disimpulkan`. A year must occur once: two sources or two
    kinds of truth are two series.
    """
    if frame["tahun"].duplicated().any():
        raise ValueError("trend: one value per year; separate the series first")
    half = (frame["atas"] - frame["bawah"]).to_numpy(dtype=float) / 2
    usable = frame[frame["nilai"].notna().to_numpy() & (half > 0)].nlargest(TREND_POINTS, "tahun").sort_values("tahun")
    if not boleh_tren:
        return Trend(float("nan"), float("nan"), "", len(usable))
    if len(usable) < TREND_POINTS:
        return Trend(float("nan"), float("nan"), "belum_dapat_disimpulkan", len(usable))
    year, nilai = usable["tahun"].to_numpy(dtype=float), usable["nilai"].to_numpy(dtype=float)
    half = (usable["atas"] - usable["bawah"]).to_numpy(dtype=float) / 2
    weight = (z_value(level) / half) ** 2
    slope, chi2 = _weighted_slope(year, nilai, weight)
    kept = ~np.eye(len(usable), dtype=bool)
    steady = all(_weighted_slope(year[keep], nilai[keep], weight[keep])[0] * slope > 0 for keep in kept)
    arah = ("naik" if slope > 0 else "turun") if chi2 > TREND_CHI2 and steady else "belum_dapat_disimpulkan"
    return Trend(slope, chi2, arah, len(usable))


def decompose_change(now: pd.DataFrame, before: pd.DataFrame, key: str = "kode_kelurahan") -> pd.DataFrame:
    """Split the change in cases between two years; rows ready for a waterfall: `komponen, nilai, mulai, akhir`.

    now, before: `key, pembilang` (cases), `penyebut` (measured). Components in order: `sebelum`, `diukur` (more or
    fewer measured at the mean share), `prevalensi` (share moved at the mean number measured), `wilayah` (areas
    counted in one year only: split, new or not reported), `sesudah`. Computed per area and added, so the three add
    up exactly to the change.
    """
    columns = [key, "pembilang", "penyebut"]
    both = before[columns].dropna().merge(now[columns].dropna(), on=key, how="outer", suffixes=("_0", "_1"))
    k0, n0, k1, n1 = (both[c].to_numpy(dtype=float) for c in ("pembilang_0", "penyebut_0", "pembilang_1", "penyebut_1"))
    common = ~np.isnan(n0) & ~np.isnan(n1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p0, p1 = k0 / n0, k1 / n1
    # Nobody measured in one year: the share is unknown there, so the whole change is one of measuring.
    p0, p1 = np.where(n0 > 0, p0, p1), np.where(n1 > 0, p1, p0)
    diukur = np.nansum(((n1 - n0) * (p0 + p1) / 2)[common])
    prevalensi = np.nansum(((p1 - p0) * (n0 + n1) / 2)[common])
    start, end = float(np.nansum(k0)), float(np.nansum(k1))
    wilayah = float(np.nansum(k1[~common]) - np.nansum(k0[~common]))
    nilai = np.array([start, diukur, prevalensi, wilayah, end])
    akhir = np.array([start, start + diukur, start + diukur + prevalensi, end, end])
    mulai = np.array([0.0, start, start + diukur, start + diukur + prevalensi, 0.0])
    return pd.DataFrame(
        {
            "komponen": ["sebelum", "diukur", "prevalensi", "wilayah", "sesudah"],
            "nilai": nilai,
            "mulai": mulai,
            "akhir": akhir,
        }
    )
