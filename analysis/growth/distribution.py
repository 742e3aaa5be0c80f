"""How z-scores lie beside the WHO standard, which is a normal curve with mean 0 and SD 1.

Trap: a whole population that is shorter moves the curve, it does not only lengthen its left tail; and flagged
z-scores are errors of measurement, so they stay out of the bins.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd

LOWEST, HIGHEST, WIDTH = -6.0, 6.0, 0.25


def zscore_bins(zscores, flags) -> pd.DataFrame:
    """Share of children per bin of 0.25 SD from -6 to 6: `z_dari, z_sampai, z, n, porsi_pct, standar_pct`.

    zscores: float, missing as NaN; flags: 0/1 of the same length, flagged rows are left out. `z` is the middle of the
    bin, `standar_pct` the share that the WHO standard has there. A z on a limit belongs to the upper bin, so the bins
    below -2 hold exactly the children below -2. No z at all: shares are missing.
    """
    values = np.asarray(zscores, dtype=float)
    values = values[~np.isnan(values) & (np.asarray(flags) == 0)]
    edges = np.arange(LOWEST, HIGHEST + WIDTH / 2, WIDTH)
    counts = np.histogram(values, edges)[0]
    normal = np.array([NormalDist().cdf(edge) for edge in edges])
    share = 100 * counts / len(values) if len(values) else np.full(len(counts), np.nan)
    return pd.DataFrame(
        {
            "z_dari": edges[:-1],
            "z_sampai": edges[1:],
            "z": edges[:-1] + WIDTH / 2,
            "n": counts,
            "porsi_pct": share,
            "standar_pct": 100 * np.diff(normal),
        }
    )
