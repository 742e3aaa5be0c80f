"""Groups of children for prevalence, quality and rounds: age bands, any column, and combinations of columns.

The trap: age bands ask the unrounded age (182.625 days is six months), and a text such as "None" is a group like any
other; only a missing value or "" belongs to no group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.growth.scoring import DAYS_OF_MONTH

AGE_BAND = "kelompok_umur"
AGE_BAND_MONTHS = (0, 6, 12, 24, 36, 48, 60)
AGE_BANDS = ("00-05 bln", "06-11 bln", "12-23 bln", "24-35 bln", "36-47 bln", "48-59 bln")
EVERYONE = "semua"
_JOINT = " + "


@dataclass(frozen=True)
class Grouping:
    """One way to divide the rows: `codes` (n,) points into `labels`, -1 where a row belongs to no group."""

    column: str
    labels: list[str]
    codes: np.ndarray

    @property
    def columns(self) -> list[str]:
        return self.column.split(_JOINT)


def age_band_codes(umur_hari: np.ndarray) -> np.ndarray:
    """Position in AGE_BANDS, -1 outside 0 to below 60 months."""
    months = np.asarray(umur_hari, dtype=float) / DAYS_OF_MONTH
    position = np.searchsorted(AGE_BAND_MONTHS, np.where(np.isnan(months), -1, months), side="right") - 1
    return np.where(position < len(AGE_BANDS), position, -1)


def _label(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _one_column(frame: pd.DataFrame, column: str) -> Grouping:
    if column == AGE_BAND and column not in frame:
        return Grouping(column, list(AGE_BANDS), age_band_codes(frame["umur_hari"].to_numpy(dtype=float)))
    values = frame[column]
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes, labels = values.cat.codes.to_numpy(dtype=np.int64), list(values.cat.categories)
    else:
        codes, labels = pd.factorize(values, sort=True)
    labels = [_label(label) for label in labels]
    if "" in labels:
        codes = np.where(codes == labels.index(""), -1, codes)
    return Grouping(column, labels, codes)


def _joint(parts: Sequence[Grouping]) -> Grouping:
    codes, labels = parts[0].codes, parts[0].labels
    for part in parts[1:]:
        known = (codes >= 0) & (part.codes >= 0)
        present, among = np.unique(codes[known] * len(part.labels) + part.codes[known], return_inverse=True)
        codes = np.full(len(known), -1)
        codes[known] = among
        labels = [labels[code // len(part.labels)] + _JOINT + part.labels[code % len(part.labels)] for code in present]
    return Grouping(_JOINT.join(part.column for part in parts), labels, codes)


def divide(frame: pd.DataFrame, by: Iterable[str | Sequence[str]] = ()) -> list[Grouping]:
    """Everyone, then each entry of `by`: a column name, or several for their combination.

    "kelompok_umur" is made from `umur_hari` unless the frame has such a column. Groups without a row are left out.
    Raises KeyError for a column the frame does not have.
    """
    result = [Grouping(EVERYONE, [EVERYONE], np.zeros(len(frame), dtype=np.int64))]
    for entry in by:
        columns = [entry] if isinstance(entry, str) else list(entry)
        result.append(_joint([_one_column(frame, column) for column in columns]))
    return [_without_empty(grouping) for grouping in result]


def _without_empty(grouping: Grouping) -> Grouping:
    present = np.flatnonzero(np.bincount(grouping.codes + 1, minlength=1)[1:])
    position = np.full(len(grouping.labels) + 1, -1)  # the last one answers code -1
    position[present] = np.arange(len(present))
    return Grouping(grouping.column, [grouping.labels[code] for code in present], position[grouping.codes])
