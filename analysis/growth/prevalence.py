"""Prevalence of a scored frame by survey design and group, as WHO's `anthro_prevalence` estimates it.

The traps: a flagged z-score is missing; a child with oedema counts as severe (-3.1) in BB/U, BB/TB and IMT/U even
without a weight, but enters no mean; rows older than 1826 days leave the design, rows without a z-score do not;
without a weight a row stays in the design with weight 0. In clustered designs the reference gives a share of exactly
1 % the interval [1, 1]; that is its error and is not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.convergence.statistics import wilson
from analysis.growth.design import Domains, Members, make_design, mean_interval, share_interval
from analysis.growth.groups import Grouping, divide
from analysis.growth.scoring import DAYS_OF_MONTH, INDICES, round_half_up

COLUMNS = (
    "kelompok_kolom",
    "kelompok",
    "indeks",
    "batas",
    "n",
    "n_tertimbang",
    "nilai_pct",
    "se_pct",
    "bawah_pct",
    "atas_pct",
    "deff",
)
CUTS = {"<-3": -3.0, "<-2": -2.0, "<-1": -1.0, ">1": 1.0, ">2": 2.0, ">3": 3.0}
MEAN, SD = "rerata", "sd"
WEIGHT_INDICES = ("bbu", "bbtb", "imtu")
OEDEMA_Z = -3.1
LAST_DAY = 1826
MUAC_MONTHS = (6, 60)  # LiLA cut-offs hold from 6 to below 60 months
MUAC_CUTS_MM = {"<115": 115.0, "<125": 125.0}
SMART_DISTANCE = 3.0
SMALL_N = 30  # below it, without a design, the interval is Wilson's


class Measure(NamedTuple):
    """What is averaged: `value` (n,) where `valid`; `share` of yes/no values or a mean of numbers."""

    indeks: str
    batas: str
    value: np.ndarray
    share: bool


def plausible_zscores(scored: pd.DataFrame, flags: str = "who") -> dict[str, np.ndarray]:
    """z of each index, NaN where missing or flagged.

    flags: "who" = fixed limits (`flag_*`); "smart" = further than 3 from the mean of the z-scores that WHO's limits
    keep (one gross error would move the mean of all).
    """
    if flags not in ("who", "smart"):
        raise ValueError(f"flags: {flags}")
    result = {}
    for index in INDICES:
        zscore = scored[f"zs_{index}"].to_numpy(dtype=float)
        kept = np.where(scored[f"flag_{index}"].to_numpy() == 1, np.nan, zscore)
        if flags == "smart" and not np.isnan(kept).all():
            kept = np.where(np.abs(kept - np.nanmean(kept)) > SMART_DISTANCE, np.nan, kept)
        result[index] = kept
    return result


def _cuts(index: str, zscore: np.ndarray, cuts: dict[str, float]) -> Iterator[Measure]:
    for name, cut in cuts.items():
        yield Measure(index, name, zscore < cut if cut < 0 else zscore > cut, True)


def _measures(scored: pd.DataFrame, flags: str) -> Iterator[tuple[np.ndarray, list[Measure]]]:
    """Measures that are known for the same rows, with those rows."""
    zscores = plausible_zscores(scored, flags)
    oedema = (scored["edema"] == "y").to_numpy(dtype=bool, na_value=False)
    counted = {index: np.where(oedema, OEDEMA_Z, zscores[index]) for index in WEIGHT_INDICES}
    for index in INDICES:
        with_oedema = counted.get(index, zscores[index])
        yield ~np.isnan(with_oedema), list(_cuts(index, with_oedema, CUTS))
        observed = np.where(oedema, np.nan, zscores[index]) if index in counted else zscores[index]
        yield ~np.isnan(observed), [Measure(index, MEAN, observed, False)]
    height, wasting = zscores["tbu"], counted["bbtb"]
    yield (
        ~(np.isnan(height) | np.isnan(wasting)),
        [
            Measure("tbu_bbtb", "pendek_kurus", (height < -2) & (wasting < -2), True),
            Measure("tbu_bbtb", "pendek_gemuk", (height < -2) & (wasting > 2), True),
        ],
    )
    yield from _arm_measures(scored, wasting, oedema)


def _arm_measures(
    scored: pd.DataFrame, wasting: np.ndarray, oedema: np.ndarray
) -> Iterator[tuple[np.ndarray, list[Measure]]]:
    """LiLA below 115 and 125 mm; and wasting by BB/TB, LiLA or oedema together, among children who have both."""
    arm_mm = np.where(scored["flag_lilau"].to_numpy() == 1, np.nan, scored["lila_cm"].to_numpy(dtype=float) * 10)
    months = scored["umur_hari"].to_numpy(dtype=float) / DAYS_OF_MONTH
    of_age = (months >= MUAC_MONTHS[0]) & (months < MUAC_MONTHS[1])
    arm_known = of_age & (arm_mm > 0)
    arm_mm = np.round(arm_mm, 6)  # 11.5 cm is 115 mm, whatever the product of doubles says
    yield arm_known, [Measure("lila", name, arm_mm < cut, True) for name, cut in MUAC_CUTS_MM.items()]
    yield (
        of_age & (oedema | (arm_known & ~np.isnan(wasting))),
        [
            Measure("kurus_gabungan", name, oedema | (wasting < cut) | (arm_mm < arm_cut), True)
            for name, cut, arm_cut in (("berat", -3.0, 115.0), ("sedang_berat", -2.0, 125.0))
        ],
    )


def _numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    return frame[column].to_numpy(dtype=float, na_value=np.nan)


def prevalence(
    scored: pd.DataFrame,
    *,
    weight: str | None = None,
    cluster: str | None = None,
    strata: str | None = None,
    by: Iterable[str | Sequence[str]] = (),
    flags: str = "who",
    small_n: int = SMALL_N,
) -> pd.DataFrame:
    """Shares beyond the cut-offs, means and standard deviations of everyone and of each group.

    scored: the measurement frame (`umur_hari, edema, lila_cm` and what `by`, `weight`, `cluster`, `strata` name)
    beside the columns of `score_growth`. by: column names, or several together for their combination;
    "kelompok_umur" is made from the age. flags: "who" or "smart". small_n: without any design, groups smaller than
    this get Wilson's interval, all others the logit one with t.

    Returns COLUMNS, one row per group and cut-off: `n` children, their weight, value, standard error and 95 % limits
    in percent, `deff` against a simple random sample of n. `batas` "rerata" is the mean z-score with its error and
    limits, "sd" its standard deviation: z-scores, not percent. Rows without cluster or stratum are left out, rows
    without weight have weight 0. Raises KeyError for an unknown column, ValueError for a negative weight.
    """
    age = _numbers(scored, "umur_hari")
    kept = ~(round_half_up(age) > LAST_DAY)
    for column in (cluster, strata):
        if column is not None:
            kept &= scored[column].notna().to_numpy() & (scored[column] != "").to_numpy(dtype=bool, na_value=False)
    scored = scored if kept.all() else scored.loc[kept]
    design = make_design(
        len(scored),
        None if weight is None else np.nan_to_num(_numbers(scored, weight), nan=0.0),
        None if cluster is None else pd.factorize(scored[cluster])[0],
        None if strata is None else pd.factorize(scored[strata])[0],
    )
    simple = weight is None and cluster is None and strata is None
    groupings = divide(scored, by)
    domains = [Domains(design, grouping.codes, len(grouping.labels)) for grouping in groupings]
    parts: list[list[dict]] = [[] for _ in groupings]
    for valid, measures in _measures(scored, flags):
        for part, domain in zip(parts, domains, strict=True):
            members = domain.among(valid)
            for measure in measures:
                part.extend(_estimate(members, measure, design.df, small_n if simple else 0))
    return _assemble(parts, groupings)


def _estimate(members: Members, measure: Measure, df: int, small_n: int) -> Iterator[dict]:
    """Columns of one measure, an array over the groups each."""
    value, error, sd = members.mean(measure.value)
    n, scale = members.n, 100.0 if measure.share else 1.0
    if measure.share:
        low, high = share_interval(value, error, df)
        few = (n > 0) & (n < small_n)
        if few.any():
            counts = np.where(few, np.rint(value * n), np.nan)
            low, high = (
                np.where(few, limit / 100, usual) for limit, usual in zip(wilson(counts, n), (low, high), strict=True)
            )
    else:
        low, high = mean_interval(value, error, df)
    with np.errstate(all="ignore"):
        deff = np.where(sd > 0, error * error * members.weighted_n / (sd * sd), np.nan)
    common = {"indeks": measure.indeks, "n": n, "n_tertimbang": members.weight}
    yield common | {
        "batas": measure.batas,
        "nilai_pct": value * scale,
        "se_pct": error * scale,
        "bawah_pct": low * scale,
        "atas_pct": high * scale,
        "deff": deff,
    }
    if not measure.share:
        without = dict.fromkeys(("se_pct", "bawah_pct", "atas_pct", "deff"), np.full(len(n), np.nan))
        yield common | {"batas": SD, "nilai_pct": sd} | without


def _assemble(parts: list[list[dict]], groupings: list[Grouping]) -> pd.DataFrame:
    """One long frame: grouping by grouping, group by group, measure by measure."""
    columns: dict[str, list[np.ndarray]] = {name: [] for name in COLUMNS}
    for part, grouping in zip(parts, groupings, strict=True):
        groups, measures = len(grouping.labels), len(part)
        columns["kelompok_kolom"].append(np.full(groups * measures, grouping.column, dtype=object))
        columns["kelompok"].append(np.repeat(np.array(grouping.labels, dtype=object), measures))
        for name in ("indeks", "batas"):
            columns[name].append(np.tile(np.array([row[name] for row in part], dtype=object), groups))
        for name in COLUMNS[4:]:
            columns[name].append(np.array([row[name] for row in part]).T.reshape(-1))
    data = {name: np.concatenate(values) for name, values in columns.items()}
    return pd.DataFrame(data).astype(dict.fromkeys(COLUMNS[:4], "str"))
