"""Two measures against each other, with the sentence each quadrant asks for."""

from __future__ import annotations

import pandas as pd


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Draw this part of the page."""
