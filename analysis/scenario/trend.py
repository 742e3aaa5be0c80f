"""The trend apart from levers: its yearly pace, and how well such a trend foretold published years.

The trap: a straight line through the good years of 2018-2022 promised more than 2023 and 2024 brought. An interval is
only worth what it covers of years that it has not seen.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import t as student

SEEN_UNTIL = 2022
INTERVAL = 0.90


def fit_line(tahun: np.ndarray, nilai: np.ndarray) -> tuple[float, float, float]:
    """(yearly change of the log, log at the mean year, SD of the residuals) of a log-linear fit; n - 2 degrees."""
    y = np.log(np.asarray(nilai, dtype=float))
    x = np.asarray(tahun, dtype=float) - np.mean(tahun)
    slope = float(x @ y / (x @ x))
    rest = y - y.mean() - slope * x
    free = len(y) - 2
    return slope, float(y.mean()), math.sqrt(rest @ rest / free) if free > 0 else float("nan")


def yearly_change_needed(now_pct: float, target_pct: float, years: int) -> float:
    """Percent a year (negative: falling) that takes `now_pct` to `target_pct` in `years` years."""
    return 100 * ((target_pct / now_pct) ** (1 / years) - 1)


def backtest(national: pd.DataFrame, tren_sd: float, sampai: int = SEEN_UNTIL) -> pd.DataFrame:
    """Foretell the years after `sampai` from the years up to it, with 90 % intervals of two kinds.

    national: tahun, nilai (percent), one row per year. Rows: cara_ramal "regresi" (prediction interval of the fitted line,
    Student t, knows nothing of later years) and "model" (the model's own: the line with a normal yearly change of SD
    `tren_sd`, which was itself chosen from these errors). Columns tahun, cara_ramal, nilai, bawah, atas, teramati, di_dalam.
    Empty with fewer than three years to fit.
    """
    columns = ["tahun", "cara_ramal", "nilai", "bawah", "atas", "teramati", "di_dalam"]
    seen, later = (national[part] for part in (national["tahun"] <= sampai, national["tahun"] > sampai))
    if len(seen) < 3 or later.empty:
        return pd.DataFrame(columns=columns)
    slope, mean, rest = fit_line(seen["tahun"], seen["nilai"])
    x = seen["tahun"].to_numpy(dtype=float) - seen["tahun"].mean()
    ahead = later["tahun"].to_numpy(dtype=float) - seen["tahun"].mean()
    line = mean + slope * ahead
    predicted = rest * np.sqrt(1 + 1 / len(x) + ahead**2 / (x @ x)) * student.ppf(0.5 + INTERVAL / 2, len(x) - 2)
    drifting = (
        tren_sd * (later["tahun"].to_numpy(dtype=float) - seen["tahun"].max()) * student.ppf(0.5 + INTERVAL / 2, np.inf)
    )
    rows = [_told(later, cara, line, half) for cara, half in (("regresi", predicted), ("model", drifting))]
    return pd.concat(rows, ignore_index=True)[columns]


def _told(later: pd.DataFrame, cara: str, line: np.ndarray, half: np.ndarray) -> pd.DataFrame:
    observed = later["nilai"].to_numpy(dtype=float)
    low, high = np.exp(line - half), np.exp(line + half)
    inside = (low <= observed) & (observed <= high)
    return pd.DataFrame(
        {"tahun": later["tahun"].to_numpy(), "cara_ramal": cara, "nilai": np.exp(line), "bawah": low, "atas": high,
         "teramati": observed, "di_dalam": inside}
    )  # fmt: skip
