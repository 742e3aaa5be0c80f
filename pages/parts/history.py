"""What was recorded, by whom; conflicts; the way back to an earlier state."""

from __future__ import annotations

import pandas as pd


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Draw this part of the page."""
