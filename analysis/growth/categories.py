"""Permenkes 2/2020: from a z-score to the category that a posyandu writes down.

The trap: the cut-offs belong to the middle. -3.00 is pendek, not sangat pendek; -2.00 and +1.00 are normal; and they
are applied to the z-score rounded to two decimals, like WHO's flags. Categories are codes here; words are the output's.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Scale(NamedTuple):
    """Categories of one index from low to high. `below`: cut-offs under which the category changes (z < cut);
    `above`: cut-offs over which it changes (z > cut)."""

    codes: tuple[str, ...]
    below: tuple[float, ...]
    above: tuple[float, ...]


_NUTRITION = Scale(
    ("gizi_buruk", "gizi_kurang", "gizi_baik", "berisiko_gizi_lebih", "gizi_lebih", "obesitas"),
    below=(-3.0, -2.0),
    above=(1.0, 2.0, 3.0),
)

# Permenkes 2/2020, table of categories for children of 0-60 months. LK/U and LiLA/U have none there.
PERMENKES_2_2020: dict[str, Scale] = {
    "tbu": Scale(("sangat_pendek", "pendek", "normal", "tinggi"), below=(-3.0, -2.0), above=(3.0,)),
    "bbu": Scale(("bb_sangat_kurang", "bb_kurang", "bb_normal", "risiko_bb_lebih"), below=(-3.0, -2.0), above=(1.0,)),
    "bbtb": _NUTRITION,
    "imtu": _NUTRITION,
}


def categorise(zscore: np.ndarray, scale: Scale) -> np.ndarray:
    """Position of each rounded z-score in ("", *scale.codes), int8; 0 ("") where it is missing."""
    position = np.ones(len(zscore), dtype=np.int8)
    for cut in scale.below:
        position += zscore >= cut
    for cut in scale.above:
        position += zscore > cut
    position[np.isnan(zscore)] = 0
    return position
