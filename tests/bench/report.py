"""The table that the benchmark prints: a median, its target beside it, and whether it is met."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One measured value; `limit` is the most it may be, with `more_is_better` the least (None: for information)."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        met = self.value >= self.limit if self.more_is_better else self.value <= self.limit
        return "lolos" if met else "GAGAL"


def quantile(values: list[float], share: float) -> float:
    """The smallest value that at least `share` (0..1] of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: list[float]) -> float:
    return quantile(values, 0.5)


def _figure(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:,.{2 if value < 10 else 0}f} {unit}"


def show(measures: list[Measure]) -> None:
    """Print the rows of one part as soon as they are known."""
    for measure in measures:
        sign = "≥" if measure.more_is_better else "≤"
        limit = "" if measure.limit is None else f"{sign} {_figure(measure.limit, measure.unit)}"
        value = _figure(measure.value, measure.unit)
        print(f"  {measure.name:<58}{value:>14}  {limit:>14}  {measure.verdict:<6}{measure.note}", flush=True)


def show_head(title: str) -> None:
    print(f"\n{title}\n  {'ukuran':<58}{'median':>14}  {'batas':>14}", flush=True)
