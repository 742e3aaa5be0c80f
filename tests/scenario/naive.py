"""The model once more, one child age, kelurahan and draw at a time, from its description and not from its code."""

import math
from itertools import pairwise
from statistics import NormalDist

NORMAL = NormalDist()
BIRTHWEIGHT = {"mms": "mms_bb_g", "ttd": "ttd_bb_g", "pmt_kek": "pmt_kek_bb_g"}
FADE = {"suplemen", "pmba", "asi", "zinc", "pmt_pemulihan"}


def coverage(path, today, first, year):
    """Linear from `today` in the year before `first` through `path` {year: 0..1}, then constant."""
    points = [(first - 1, today), *sorted((y, max(share, today)) for y, share in path.items())]
    if year <= points[0][0]:
        return today
    for (y0, c0), (y1, c1) in pairwise(points):
        if year <= y1:
            return c0 + (c1 - c0) * (year - y0) / (y1 - y0)
    return points[-1][1]


def lived(lever, cover, today, year, age):
    """Coverage that a child of this age has lived under in the window of the lever."""
    born = year - age
    if lever in FADE - {"asi"}:
        return (cover(born) + (cover(born + 1) if age >= 1 else today)) / 2
    if lever in ("jamban", "air"):
        years = [born + j for j in range(min(age, 2) + 1)]
        return sum(cover(y) for y in years) / len(years)
    if lever == "pkh":
        return sum(cover(year - j) for j in range(6)) / 6
    return cover(born)


def household_ratios(p, bare, unsafe, odds):
    """Relative risks without latrine (unsafe, safe water), the reference prevalence found by bisection."""
    low, high = 0.0, p
    if all(o == 1 for o in odds):
        return 1.0, 1.0
    low, high = 1e-9, 0.999
    for _step in range(200):
        middle = (low + high) / 2
        of = [o * middle / (1 + (o - 1) * middle) for o in odds]
        mean = bare * (unsafe * of[0] + (1 - unsafe) * of[1]) + (1 - bare) * middle
        low, high = (middle, high) if mean < p else (low, middle)
    return tuple(o / (1 + (o - 1) * middle) for o in odds)


def odds_ratio_to_ratio(odds, c, p):
    low, high = 1e-12, 1 - 1e-12
    for _step in range(200):
        u = (low + high) / 2
        v = odds * u / (1 + (odds - 1) * u)
        low, high = (u, high) if c * v + (1 - c) * u < p else (low, u)
    return v / u


def multiplier(plan, value, p, base, i, year, age):
    """M of one kelurahan, year, age and draw; `value`: parameter -> number."""
    today = {lever: float(base.cakupan[lever][i]) for lever in plan.jalur}
    paths = {lever: {y: s / 100 for y, s in path.items()} for lever, path in plan.jalur.items()}
    seen = {
        lever: lived(
            lever, lambda y, it=lever: coverage(paths[it], today[it], plan.tahun_awal, y), today[lever], year, age
        )
        for lever in paths
    }
    result, points = 1.0, 0.0
    for lever, c in seen.items():
        q = float(base.layak[lever][i])
        if lever in BIRTHWEIGHT:
            points -= value["bb_ke_stunting"] * value[BIRTHWEIGHT[lever]] * q * (c - today[lever])
            continue
        if lever in ("jamban", "air"):
            continue
        if lever == "jarak_umur":
            excess = base.risiko["terlalu_dekat"][i] * (value["jarak_rr_dekat"] - 1)
            excess += base.risiko["terlalu_muda"][i] * (value["umur_rr_muda"] - 1)
            result *= (1 + excess * (1 - c) / (1 - today[lever])) / (1 + excess)
            continue
        r = ratio(lever, value, p, today[lever])
        one = (1 - q * c * (1 - r)) / (1 - q * today[lever] * (1 - r))
        result *= one ** (value["persistensi"] if lever in FADE and age >= 2 else 1)
    return result * household(value, p, base, i, today, seen) * (p + points) / p


def ratio(lever, value, p, today):
    if lever in ("pmba", "zinc"):
        z = NORMAL.inv_cdf(p) - value[f"{lever}_haz"] / value["sigma_haz"]
        return NORMAL.cdf(z) / p
    if lever == "asi":
        odds = value["diare_or_5"] ** (-(value["asi_rr_diare"] - 1) * value["asi_episode"] / 5)
        return odds_ratio_to_ratio(odds, today, p)
    return value[f"{lever}_rr"]


def household(value, p, base, i, today, seen):
    """Latrines and water together: the mean risk of the households now over what it was."""
    if not {"jamban", "air"} & set(seen):
        return 1.0
    unsafe = float(base.air_tak_aman[i])
    bare = 1 - today.get("jamban", float(base.cakupan["jamban"][i]))
    odds = [value[name] ** value["kappa"] for name in ("wash_or_tak_aman", "wash_or_aman")]
    bad, fair = household_ratios(p, bare, unsafe, odds)
    bare_now = 1 - seen.get("jamban", 1 - bare)
    unsafe_now = unsafe * (1 - seen["air"]) / (1 - today["air"]) if "air" in seen else unsafe
    then = 1 + bare * (unsafe * (bad - 1) + (1 - unsafe) * (fair - 1))
    return (1 + bare_now * (unsafe_now * (bad - 1) + (1 - unsafe_now) * (fair - 1))) / then


def averted(plan, base, drawn, p0, d):
    """Cases averted per year in draw `d`: {year: children}."""
    value = {name: float(draws[d]) for name, draws in drawn.items()}
    found = {}
    for year in range(base.tahun, plan.tahun_akhir + 1):
        total = 0.0
        for i, children in enumerate(base.balita):
            p = float(p0[d, i])
            mean = sum(multiplier(plan, value, p, base, i, year, age) for age in range(5)) / 5
            total += children * p * math.exp(value["tren"] * (year - base.tahun)) * (1 - mean)
        found[year] = total
    return found
