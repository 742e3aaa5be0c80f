"""From published effect sizes to prevalence ratios: the equations of the model, one function each.

The trap: an odds ratio, a relative risk, a shift in z-score and grams of birthweight are four different things, and
only a relative risk is what the multiplier of a cohort needs; the first two depend on the local prevalence.
Arrays broadcast; shares are 0..1.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri


def split_by_odds(odds, coverage, p) -> tuple[np.ndarray, np.ndarray]:
    """(uncovered, covered) prevalence with odds(covered) = odds x odds(uncovered) and coverage-weighted mean p."""
    odds, coverage, p = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in (odds, coverage, p)))
    # (1 - c)(odds - 1) u^2 + [(1 - c) + c odds - p (odds - 1)] u - p = 0; this form of the root does not cancel.
    a = (1 - coverage) * (odds - 1)
    b = (1 - coverage) + coverage * odds - p * (odds - 1)
    root = 2 * p / (b + np.sqrt(b * b + 4 * a * p))
    return root, odds * root / (1 + (odds - 1) * root)


def ratio_of_odds(odds, coverage, p) -> np.ndarray:
    """Relative risk (covered / uncovered) of an odds ratio at local prevalence and today's coverage."""
    uncovered, covered = split_by_odds(odds, coverage, p)
    return covered / uncovered


def ratio_of_shift(delta, sigma, p) -> np.ndarray:
    """Relative risk of stunting when the mean z-score rises by `delta` and z has the local SD `sigma`."""
    return ndtr(ndtri(p) - delta / sigma) / p


def log_multiplier(q, coverage, today, ratio) -> np.ndarray:
    """Log of [1 - q c (1 - r)] / [1 - q c0 (1 - r)]; exactly 0 where coverage is today's."""
    reach = q * (1 - ratio)
    return np.log1p(-coverage * reach) - np.log1p(-today * reach)


def birthweight_change(link, grams, q, coverage, today) -> np.ndarray:
    """Change in prevalence (0..1) of a birthweight lever; these add before they multiply anything."""
    return -link * grams * q * (coverage - today)


def latrine_ratios(p, no_latrine, unsafe, odds_unsafe, odds_safe, rounds: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Relative risks of no latrine with unsafe and with safe water, against a proper latrine, at local prevalence p.

    no_latrine: share of households; unsafe: share of those with unsafe water. The reference prevalence solves
    p = no_latrine [unsafe p(odds_unsafe) + (1 - unsafe) p(odds_safe)] + (1 - no_latrine) p_ref by Newton's method.
    """
    p = np.asarray(p, dtype=float)
    reference = p / (1 + no_latrine * (unsafe * (odds_unsafe - 1) + (1 - unsafe) * (odds_safe - 1)) * (1 - p))
    parts = ((no_latrine * unsafe, odds_unsafe), (no_latrine * (1 - unsafe), odds_safe), (1 - no_latrine, 1.0))
    for _round in range(rounds):
        scale = [1 + (odds - 1) * reference for _share, odds in parts]
        mean = sum(share * odds * reference / s for (share, odds), s in zip(parts, scale, strict=True))
        slope = sum(share * odds / s**2 for (share, odds), s in zip(parts, scale, strict=True))
        step = (mean - p) / slope
        reference = reference - step
        if np.abs(step).max(initial=0) < 1e-14:
            break
    return tuple(odds / (1 + (odds - 1) * reference) for odds in (odds_unsafe, odds_safe))
