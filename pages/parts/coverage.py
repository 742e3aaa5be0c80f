"""Coverage of the essential services: heat map, one indicator, one kelurahan."""

from __future__ import annotations

import pandas as pd


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Draw this part of the page."""


def finding(tables: dict[str, pd.DataFrame]) -> str:
    """The sentence of the page."""
    return ""
