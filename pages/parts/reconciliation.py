"""Quality of the data and what to mend first, per owner."""

from __future__ import annotations

import pandas as pd


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Draw this part of the page."""
