"""Plans, commitments, regulations and people: what a kota writes itself for aksi 2 to 5."""

from __future__ import annotations

import pandas as pd


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Draw this part of the page."""


def finding(tables: dict[str, pd.DataFrame]) -> str:
    """The sentence of the page."""
    return ""
