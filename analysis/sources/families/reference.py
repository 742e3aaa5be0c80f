"""The project's own tables that screening needs, as text: reading them so takes a tenth of the catalogue's time.

Trap: nothing is checked here; the files are the project's own, and tests check them through the catalogue.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.sources.tables import read_csv

_DATA = Path(__file__).resolve().parents[3] / "data"


def read_kelurahan() -> pd.DataFrame:
    """data/wilayah/kelurahan.csv, every cell as text."""
    return read_csv(_DATA / "wilayah/kelurahan.csv", "data/wilayah/kelurahan.csv")[0]


def read_parameter() -> pd.DataFrame:
    """data/rujukan/parameter.csv with `nilai, batas_bawah, batas_atas` as numbers (NaN where empty)."""
    frame, _problems = read_csv(_DATA / "rujukan/parameter.csv", "data/rujukan/parameter.csv")
    return frame.assign(**{name: pd.to_numeric(frame[name]) for name in ("nilai", "batas_bawah", "batas_atas")})
