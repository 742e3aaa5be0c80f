"""Classes of a map: at most five, with limits a person can read.

Classes are cut on the value *as printed*: a kelurahan shown as 12,5 must never lie in a class labelled
"10,0–12,4" because its unrounded value is 12,46.
"""

from __future__ import annotations

import numpy as np

from analysis.language import number

NO_DATA, SUPPRESSED = -1, -2
# Which of the five shades are used when there are fewer classes: keep them far apart.
_SHADES = {0: (), 1: (3,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
_NICE_STEPS = (5.0, 2.5, 2.0, 1.0)


def class_limits(values, digits: int = 1, classes: int = 5) -> list[float]:
    """Lower limits of the second to the last class; [] when all values are equal or missing.

    Quantiles, rounded to the coarsest readable step that leaves no class with less than half of its share
    of the areas. With no more distinct values than classes, each value is its own class.
    """
    known = np.round(np.asarray(values, dtype=float), digits)
    known = np.sort(known[~np.isnan(known)])
    distinct = np.unique(known)
    if len(distinct) <= classes:
        return [round(float(value), digits) for value in distinct[1:]]
    rest = known[known > known[0]]
    if classes > 2 and len(known) - len(rest) > len(known) / classes:
        # Many areas share the lowest value (mostly zero): it is a class of its own.
        return [round(float(rest[0]), digits), *class_limits(rest, digits, classes - 1)]
    quantiles = np.quantile(known, np.arange(1, classes) / classes)
    for step in _steps(distinct[-1] - distinct[0], digits):
        limits = np.unique(np.round(quantiles / step) * step)
        if _well_filled(known, limits, classes):
            return [round(float(limit), digits) for limit in limits]
    # Too many equal values for full classes: limits at values that occur, so that no class is empty.
    limits = np.unique(known[np.searchsorted(known, np.round(quantiles, digits) - 1e-9)])
    return [round(float(limit), digits) for limit in limits if limit > known[0]]


def _steps(spread: float, digits: int):
    """Readable steps from coarse to fine, none finer than the printed digits."""
    finest = 10.0**-digits
    power = 10.0 ** np.floor(np.log10(spread))
    while power >= finest * 0.999:
        for nice in _NICE_STEPS:
            # 2,5 with no decimals to print it would read as 2 or 3.
            if round(nice * power, digits) == round(nice * power, digits + 2):
                yield nice * power
        power /= 10


def _well_filled(known: np.ndarray, limits: np.ndarray, classes: int) -> bool:
    counts = np.bincount(np.searchsorted(limits, known + 1e-9, side="right"), minlength=len(limits) + 1)
    return len(limits) == classes - 1 and counts.min() >= len(known) / classes / 2


def shades(limits: list[float]) -> tuple[int, ...]:
    """Shade (0 lightest .. 4 darkest) of each of the len(limits) + 1 classes."""
    return _SHADES[len(limits) + 1]


def classify(values, limits: list[float], digits: int = 1) -> np.ndarray:
    """Shade 0..4 of each value; NO_DATA (-1) where missing. A value on a limit belongs to the upper class."""
    printed = np.round(np.asarray(values, dtype=float), digits)
    index = np.searchsorted(np.asarray(limits, dtype=float), printed + 10.0 ** -(digits + 3), side="right")
    return np.where(np.isnan(printed), NO_DATA, np.asarray(shades(limits))[index])


def class_labels(values, limits: list[float], digits: int = 1) -> list[str]:
    """One label per class in the language in use: "≤ 9,9", "10,0–12,4", "≥ 20,0"; one value alone: "3"."""
    printed = np.round(np.asarray(values, dtype=float), digits)
    if np.isnan(printed).all():
        return []
    lowest, highest = float(np.nanmin(printed)), float(np.nanmax(printed))
    starts = [lowest, *limits]
    ends = [limit - 10.0**-digits for limit in limits] + [highest]
    labels = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if round(start - end, digits) >= 0:
            labels.append(number(start, digits))
        elif place == 0:
            labels.append("≤ " + number(end, digits))
        elif place == len(limits):
            labels.append("≥ " + number(start, digits))
        else:
            labels.append(f"{number(start, digits)}–{number(end, digits)}")
    return labels
