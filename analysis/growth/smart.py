"""SMART penalty points: how far measurement departs from what a careful survey gives; 0 is best.

The trap: the points were made for surveys of some hundred children. In a posyandu of twenty, chance alone costs points
(digit preference above all), so a score is read with its n beside it, never as a rank of posyandu.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# column -> (upper limits of the classes, their points); the value is compared with <= unless strict.
_UPPER = {
    "tanda": ("tanda_smart_bbtb_pct", (2.5, 5.0, 7.5), (0, 5, 10, 20), False),
    "dps_berat": ("dps_berat", (8.0, 12.0, 20.0), (0, 2, 4, 10), True),
    "dps_tinggi": ("dps_tinggi", (8.0, 12.0, 20.0), (0, 2, 4, 10), True),
    "dps_lila": ("dps_lila", (8.0, 12.0, 20.0), (0, 2, 4, 10), True),
    "miring": ("miring_smart_bbtb", (0.2, 0.4, 0.6), (0, 1, 3, 5), True),
    "lancip": ("lancip_smart_bbtb", (0.2, 0.4, 0.6), (0, 1, 3, 5), True),
}
_P_VALUE = {"jk": "p_jk", "umur": "p_umur"}
_P_LIMITS, _P_POINTS = (0.1, 0.05, 0.001), (0, 2, 4, 10)
_SD_RANGES, _SD_POINTS = ((0.9, 1.1), (0.85, 1.15), (0.8, 1.2)), (0, 5, 10, 20)

PARTS = ("tanda", "sd", *_P_VALUE, "dps_berat", "dps_tinggi", "dps_lila", "miring", "lancip")


def _points(within: list[np.ndarray], points: tuple[int, ...], known: np.ndarray) -> np.ndarray:
    return np.where(known, np.select(within, points[:-1], points[-1]).astype(float), np.nan)


def smart_points(quality: pd.DataFrame) -> pd.DataFrame:
    """Points of each part (`skor_*`), their sum `skor_smart` and how many parts are known (`bagian_smart`).

    quality: columns of `measure_quality`. A part that cannot be computed (no LiLA, say) is missing and not in the sum;
    without any BB/TB there is no sum.
    """
    result = {}
    for part, (column, limits, points, strict) in _UPPER.items():
        value = quality[column].abs().to_numpy()
        within = [value < limit if strict else value <= limit for limit in limits]
        result[part] = _points(within, points, ~np.isnan(value))
    for part, column in _P_VALUE.items():
        value = quality[column].to_numpy()
        result[part] = _points([value > limit for limit in _P_LIMITS], _P_POINTS, ~np.isnan(value))
    sd = quality["sd_smart_bbtb"].to_numpy()
    result["sd"] = _points([(sd >= low) & (sd <= high) for low, high in _SD_RANGES], _SD_POINTS, ~np.isnan(sd))
    frame = pd.DataFrame({f"skor_{part}": result[part] for part in PARTS}, index=quality.index)
    known = frame.notna().sum(axis=1)
    return frame.assign(skor_smart=frame.sum(axis=1).where(frame["skor_tanda"].notna()), bagian_smart=known)
