"""Means and shares of groups under a survey design, with Taylor linearisation.

The trap: a group is a domain, not a sample of its own. Its variance counts every PSU of the whole design, those
without a single member of the group too (as zeros), and its t has the whole design's degrees of freedom. Dropping the
other rows first makes intervals too narrow. A stratum with one PSU is centred at the grand mean ("adjust" of Lumley's
R package `survey`, which these functions agree with).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

LEVEL = 0.95


@dataclass(frozen=True)
class Design:
    """weight, psu, stratum: (n,), one per row; psu 0.. in the order of strata; psu_count: PSUs of each stratum.

    df: PSUs minus strata, counting only those with a non-zero weight. clustered: a PSU can have several rows.
    """

    weight: np.ndarray
    psu: np.ndarray
    stratum: np.ndarray
    psu_count: np.ndarray
    df: int
    clustered: bool


def make_design(n: int, weight=None, cluster=None, strata=None) -> Design:
    """Design of n rows from (n,) arrays without missing values, or None for what the design does not have.

    Clusters are nested in strata. One single cluster is no cluster. Raises ValueError for a negative weight.
    """
    weight = np.ones(n) if weight is None else np.asarray(weight, dtype=float)
    if (weight < 0).any():
        raise ValueError("Negative weights cannot be used.")
    stratum = np.zeros(n, dtype=np.int64) if strata is None else np.unique(strata, return_inverse=True)[1]
    labels = None if cluster is None else np.unique(cluster, return_inverse=True)[1]
    clustered = labels is not None and n > 0 and labels.max() > 0
    if clustered:
        psu = np.unique(stratum * (labels.max() + 1) + labels, return_inverse=True)[1]
        stratum_of = np.zeros(psu.max() + 1, dtype=np.int64)
        stratum_of[psu] = stratum
    else:
        psu = np.empty(n, dtype=np.int64)
        psu[np.argsort(stratum, kind="stable")] = np.arange(n)
        stratum_of = np.sort(stratum)
    weighted = np.bincount(psu, weights=weight > 0) > 0
    df = np.count_nonzero(weighted) - np.count_nonzero(np.bincount(stratum_of[weighted]))
    psu_count = np.bincount(stratum_of)
    return Design(weight, psu, stratum, psu_count, df, clustered)


def _starts(*keys: np.ndarray) -> np.ndarray:
    """Where runs of equal keys begin."""
    changed = np.zeros(len(keys[0]), dtype=bool)
    changed[:1] = True
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)


class Domains:
    """The rows of a design sorted by group and PSU; `count` groups, `codes` (n,) as in groups.Grouping."""

    def __init__(self, design: Design, codes: np.ndarray, count: int):
        self.design, self.codes, self.count = design, codes, count
        rows = np.flatnonzero(codes >= 0)
        self.order = rows[np.argsort(codes[rows] * (design.psu.max(initial=0) + 1) + design.psu[rows], kind="stable")]

    def among(self, valid: np.ndarray) -> Members:
        """The rows for which a value exists; valid: (n,) bool."""
        return Members(self, self.order[valid[self.order]])


class Members:
    """Rows that have a value, and the runs in which their sums are taken; n and weight: (groups,)."""

    def __init__(self, domains: Domains, rows: np.ndarray):
        design, self.rows = domains.design, rows
        group, psu, stratum = domains.codes[rows], design.psu[rows], design.stratum[rows]
        self._w = design.weight[rows]
        self._starts = _starts(group)
        self._present = group[self._starts]
        self._sizes = np.diff(np.append(self._starts, len(rows)))
        self._totals = self._sum(self._w, self._starts)
        with np.errstate(all="ignore"):
            self._scaled = self._w / np.repeat(self._totals, self._sizes)
        self._cells = _starts(group, psu) if design.clustered else None
        if self._cells is not None:
            group, stratum = group[self._cells], stratum[self._cells]
        self._strata = _starts(group, stratum)
        self._psu_count = design.psu_count[stratum[self._strata]]
        self._of_group = _starts(group[self._strata])
        self._groups = domains.count
        self.n = self.spread(self._sizes, 0).astype(np.int64)
        self.weight = self.spread(self._totals, 0.0)
        self.weighted_n = self.spread(self._sum((self._w > 0).astype(np.int64), self._starts), 0)

    @staticmethod
    def _sum(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
        return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=values.dtype)

    def spread(self, values: np.ndarray, empty: float = np.nan) -> np.ndarray:
        """Values of the groups that have members, at their places among all groups."""
        result = np.full(self._groups, empty, dtype=np.result_type(values, type(empty)))
        result[self._present] = values
        return result

    def mean(self, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Weighted mean, its standard error and the standard deviation of `value` (n,) in each group: (groups,) each."""
        y = value[self.rows]
        with np.errstate(all="ignore"):
            mean = self._sum(self._w * y, self._starts) / self._totals
            deviation = y - np.repeat(mean, self._sizes)
            influence = self._scaled * deviation
            n = self._sum((self._w > 0).astype(float), self._starts)
            sd = np.sqrt(self._sum(influence * deviation, self._starts) * n / (n - 1))
            error = np.sqrt(self._variance(influence))
        return self.spread(mean), self.spread(error), self.spread(sd)

    def _variance(self, influence: np.ndarray) -> np.ndarray:
        totals = influence if self._cells is None else self._sum(influence, self._cells)
        squares, sums = self._sum(totals * totals, self._strata), self._sum(totals, self._strata)
        count = self._psu_count
        within = count / (count - 1) * np.maximum(squares - sums * sums / count, 0)
        return self._sum(np.where(count == 1, squares, within), self._of_group)


def _student_tail(t: float, df: int) -> float:
    """P(|T| < t) for whole df: the finite series in the angle (Abramowitz & Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2
    k = np.arange(2 + odd, df - 1, 2)
    terms = np.cumprod(np.concatenate([[cosine if odd else 1.0], (k - 1) / k * cosine * cosine]))
    if not odd:
        return sine * float(terms.sum())
    return 2 / math.pi * (angle + (sine * float(terms.sum()) if df > 1 else 0.0))


@cache
def student_quantile(df: int, level: float = LEVEL) -> float:
    """Two-sided quantile of Student's t: 2.2281 for 10 degrees of freedom at 0.95; NaN below one degree.

    Start: expansion in 1/df (Abramowitz & Stegun 26.7.5), exact to rounding for large df; below that Newton steps.
    """
    if df < 1:
        return math.nan
    z = NormalDist().inv_cdf(0.5 + level / 2)
    t = z + sum(
        term / df**power
        for power, term in enumerate(
            (
                (z**3 + z) / 4,
                (5 * z**5 + 16 * z**3 + 3 * z) / 96,
                (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
                (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
            ),
            start=1,
        )
    )
    if df > 2000:
        return t
    scale = 2 * math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    for _ in range(50):
        step = (_student_tail(t, df) - level) / (scale * (1 + t * t / df) ** (-(df + 1) / 2))
        t -= step
        if abs(step) < 1e-13 * t:
            break
    return t


def mean_interval(mean: np.ndarray, error: np.ndarray, df: int) -> tuple[np.ndarray, np.ndarray]:
    half = student_quantile(df) * error
    return mean - half, mean + half


def share_interval(share: np.ndarray, error: np.ndarray, df: int) -> tuple[np.ndarray, np.ndarray]:
    """Logit interval of shares in 0..1; a share of 0 or 1 keeps no width (with a design, nothing more is known)."""
    inner = (share > 0) & (share < 1)
    p = np.where(inner, share, 0.5)
    logit, half = np.log(p / (1 - p)), student_quantile(df) * error / (p * (1 - p))
    return tuple(np.where(inner, 1 / (1 + np.exp(-(logit + side * half))), share) for side in (-1, 1))
