"""Plausibility of measurement per area, posyandu or team: what a prevalence has to be read with.

The traps: a low prevalence with half of the children absent, heights rounded to whole centimetres or an SD of 1.5 is
not good news; and flags by fixed limits (WHO) and by distance from the observed mean (SMART) keep different children,
so both shares and the prevalence under each stand side by side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.growth.groups import AGE_BAND, Grouping, divide
from analysis.growth.prevalence import plausible_zscores
from analysis.growth.scoring import DAYS_OF_MONTH, INDICES
from analysis.growth.smart import smart_points

AGE_RATIO = 0.85  # children of 6-29 to 30-59 months in a young population (SMART)
HEIGHT_LOSS_CM = 0.5  # asumsi: two careful measurements differ by less
_DIGITS = 10
_MONTHS = 12


class _Groups:
    """Sums over the groups of one grouping; values (n,), results (groups,)."""

    def __init__(self, grouping: Grouping):
        self.count, self.codes, self.columns = len(grouping.labels), grouping.codes, grouping.columns

    def total(self, value: np.ndarray) -> np.ndarray:
        """Sum of finite values (bool counts)."""
        use = (self.codes >= 0) & np.isfinite(value)
        return np.bincount(self.codes[use], weights=value[use].astype(float), minlength=self.count)

    def table(self, cell: np.ndarray, cells: int, use: np.ndarray) -> np.ndarray:
        """Counts (groups, cells) of the rows in `use` by the whole number `cell` 0..cells-1."""
        use = use & (self.codes >= 0)
        flat = self.codes[use] * cells + cell[use].astype(np.int64)
        return np.bincount(flat, minlength=self.count * cells).reshape(self.count, cells)

    def moments(self, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """SD (n - 1), skewness and excess kurtosis (moment estimators) of the finite values."""
        n = self.total(np.isfinite(value))
        mean = self.total(value) / n
        deviation = value - np.append(mean, np.nan)[self.codes]
        second, third, fourth = (self.total(deviation**power) / n for power in (2, 3, 4))
        return np.sqrt(second * n / (n - 1)), third / second**1.5, fourth / second**2 - 3

    def share(self, part: np.ndarray, whole: np.ndarray) -> np.ndarray:
        """Rows of `part` per 100 rows of `whole`."""
        return 100 * self.total(part & whole) / self.total(whole)


def _uneven(counts: np.ndarray) -> np.ndarray:
    """100 * sqrt(chi2 / (n * (cells - 1))) of counts (groups, cells) against equal ones: 0 even, 100 all in one."""
    n = counts.sum(axis=1)
    expected = n[:, None] / counts.shape[1]
    chi2 = ((counts - expected) ** 2 / expected).sum(axis=1)
    return 100 * np.sqrt(chi2 / (n * (counts.shape[1] - 1)))


def _two_way(first: np.ndarray, second: np.ndarray, ratio: float) -> tuple[np.ndarray, np.ndarray]:
    """first / second and the p-value (chi-square, one degree of freedom) of its difference from `ratio`."""
    n = first + second
    expected = n * ratio / (1 + ratio)
    chi2 = (first - expected) ** 2 / expected + (first - expected) ** 2 / (n - expected)
    p = np.array([math.erfc(math.sqrt(value / 2)) if value == value else math.nan for value in chi2])
    return np.where(second > 0, first / second, np.nan), p


def _falls(scored: pd.DataFrame) -> np.ndarray:
    """0/1 for a visit whose height is, or is not, more than HEIGHT_LOSS_CM below the child's visit before; else NaN."""
    falls = np.full(len(scored), np.nan)
    if "anak" not in scored or "tanggal_ukur" not in scored:
        return falls
    visits = pd.DataFrame(
        {
            "row": np.arange(len(scored)),
            "child": scored["anak"].to_numpy(),
            "date": scored["tanggal_ukur"].to_numpy(),
            "height": scored["tinggi_sesuai_cm"].to_numpy(dtype=float),
        }
    )
    visits = visits[known_child(scored["anak"]) & visits["date"].notna() & (visits["height"] > 0)]
    visits = visits.sort_values(["child", "date"], kind="stable")
    before = visits.shift()
    again = (visits["child"] == before["child"]) & (visits["date"] > before["date"])
    loss = (before["height"] - visits["height"])[again]
    falls[visits.loc[again, "row"]] = np.round(loss, 6) > HEIGHT_LOSS_CM
    return falls


def known_child(anak: pd.Series) -> np.ndarray:
    """Whether a row's child can be told from others: 0, "" and missing mean no."""
    return anak.notna().to_numpy() & ~anak.isin([0, ""]).to_numpy()


def _first_of_child(scored: pd.DataFrame) -> np.ndarray:
    """Rows that stand for one child each; a child that cannot be linked counts at every row."""
    if "anak" not in scored:
        return np.ones(len(scored), dtype=bool)
    return ~(scored["anak"].duplicated().to_numpy() & known_child(scored["anak"]))


def _completeness(groups: _Groups, scored: pd.DataFrame, falls: np.ndarray) -> dict[str, np.ndarray]:
    everyone = np.ones(len(scored), dtype=bool)
    missing = {
        "jk": ~scored["jk"].isin(["L", "P"]).to_numpy(),
        "umur": scored["umur_hari"].isna().to_numpy(),
        "berat": scored["berat_kg"].isna().to_numpy(),
        "tinggi": scored["tinggi_cm"].isna().to_numpy(),
        "lila": scored["lila_cm"].isna().to_numpy(),
    }
    if "tanggal_ukur" in scored:
        missing["tanggal"] = scored["tanggal_ukur"].isna().to_numpy()
    if "nik_kosong" in scored:
        missing["nik"] = (scored["nik_kosong"] == 1).to_numpy()
    result = {f"kosong_{name}_pct": groups.share(absent, everyone) for name, absent in missing.items()}
    if "ganda" in scored:
        result["ganda_pct"] = groups.share((scored["ganda"] == 1).to_numpy(), everyone)
    result["kunjungan_ulang"] = groups.total(np.isfinite(falls)).astype(np.int64)
    return result | {"tinggi_turun_pct": groups.share(falls == 1, np.isfinite(falls))}


def _scores(groups: _Groups, scored: pd.DataFrame, who: dict, smart: dict) -> dict[str, np.ndarray]:
    result = {}
    for index in INDICES:
        present = scored[f"zs_{index}"].notna().to_numpy()
        sd, skewness, kurtosis = groups.moments(who[index])
        result[f"n_{index}"] = groups.total(present).astype(np.int64)
        result[f"tanda_{index}_pct"] = groups.share(np.isnan(who[index]), present)
        result[f"tanda_smart_{index}_pct"] = groups.share(np.isnan(smart[index]), present)
        result |= {f"sd_{index}": sd, f"miring_{index}": skewness, f"lancip_{index}": kurtosis}
    sd, skewness, kurtosis = groups.moments(smart["bbtb"])
    result |= {"sd_smart_bbtb": sd, "miring_smart_bbtb": skewness, "lancip_smart_bbtb": kurtosis}
    for name, index in (("pendek", "tbu"), ("kurus", "bbtb")):
        for suffix, zscores in (("", who), ("_smart", smart)):
            result[f"{name}{suffix}_pct"] = groups.share(zscores[index] < -2, ~np.isnan(zscores[index]))
    return result


def _preferences(groups: _Groups, scored: pd.DataFrame) -> dict[str, np.ndarray]:
    """Digits, ages and ratios. A ratio that the groups themselves fix (boys to girls among boys) is missing."""
    result = {}
    for name, column in (("berat", "berat_kg"), ("tinggi", "tinggi_cm"), ("lila", "lila_cm")):
        value = scored[column].to_numpy(dtype=float)
        use = np.isfinite(value) & (value > 0)
        digit = np.rint(np.where(use, value, 0) * _DIGITS) % _DIGITS
        result[f"dps_{name}"] = _uneven(groups.table(digit, _DIGITS, use))
    months = scored["umur_hari"].to_numpy(dtype=float) / DAYS_OF_MONTH
    use = (months >= 12) & (months < 60)  # four whole years: each month after a birthday is there four times
    result["penumpukan_umur"] = _uneven(groups.table(np.floor(np.where(use, months, 0)) % _MONTHS, _MONTHS, use))
    boys, girls = (groups.total((scored["jk"] == sex).to_numpy(dtype=bool, na_value=False)) for sex in ("L", "P"))
    result["rasio_jk"], result["p_jk"] = _two_way(boys, girls, 1.0)
    young, old = groups.total((months >= 6) & (months < 30)), groups.total((months >= 30) & (months < 60))
    result["rasio_umur"], result["p_umur"] = _two_way(young, old, AGE_RATIO)
    for column, name in (("jk", "jk"), (AGE_BAND, "umur")):
        if column in groups.columns:
            result[f"rasio_{name}"] = result[f"p_{name}"] = np.full(groups.count, np.nan)
    return result


def measure_quality(
    scored: pd.DataFrame,
    *,
    by: Iterable[str | Sequence[str]] = (),
    sasaran: Mapping[tuple[str, str], float] | None = None,
) -> pd.DataFrame:
    """One row for everyone and for each group of `by` (as in `prevalence`).

    scored: the measurement frame beside the columns of `score_growth`; `anak` (0 or "" = not known), `tanggal_ukur`,
    `ganda` and `nik_kosong` (0/1) are used where they are there. sasaran: children who should be measured by
    (kelompok_kolom, kelompok), for D/S.

    Returns `kelompok_kolom, kelompok, n` (rows), `anak` (children), `cakupan_ds_pct`; `kosong_*_pct`, `ganda_pct`,
    `kunjungan_ulang`, `tinggi_turun_pct`; for each index `n_*`, `tanda_*_pct` (WHO), `tanda_smart_*_pct`, `sd_*`,
    `miring_*` (skewness), `lancip_*` (excess kurtosis) of the scores that WHO's limits keep, the same of BB/TB for
    SMART's; `pendek_pct`, `kurus_pct` under each kind of flag; `dps_*`, `penumpukan_umur` (0 even, 100 all alike),
    `rasio_jk` and `rasio_umur` with p; and the points of `smart_points`. SMART's flags use the mean of the whole
    frame, not of the group.
    """
    who, smart = (plausible_zscores(scored, flags) for flags in ("who", "smart"))
    first, falls = _first_of_child(scored), _falls(scored)
    frames = []
    for grouping in divide(scored, by):
        groups = _Groups(grouping)
        keys = pd.MultiIndex.from_product([[grouping.column], grouping.labels])
        with np.errstate(all="ignore"):
            children = groups.total(first)
            expected = np.array([(sasaran or {}).get(key, np.nan) for key in keys], dtype=float)
            columns = {
                "kelompok_kolom": np.repeat(grouping.column, groups.count),
                "kelompok": grouping.labels,
                "n": groups.total(np.ones(len(scored), dtype=bool)).astype(np.int64),
                "anak": children.astype(np.int64),
                "cakupan_ds_pct": 100 * children / np.where(expected > 0, expected, np.nan),
                **_completeness(groups, scored, falls),
                **_scores(groups, scored, who, smart),
                **_preferences(groups, scored),
            }
        frames.append(pd.DataFrame(columns))
    result = pd.concat(frames, ignore_index=True)
    return pd.concat([result, smart_points(result)], axis=1)
