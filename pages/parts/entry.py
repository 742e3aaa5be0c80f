"""Typing figures in on screen, with the schema's checks and undo."""

from __future__ import annotations

import pandas as pd


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Draw this part of the page."""
