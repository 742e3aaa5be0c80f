"""Yearly series as the trend chart wants them."""

from __future__ import annotations

import pandas as pd


def yearly(series: pd.DataFrame, nama: str, targets: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Datasets of `draw_trend` for one area's series; `periode` is the year where none is named."""
    from analysis.output.trends import trend_frame

    periods = series["periode"] if "periode" in series else series["tahun"].astype(str)
    frame = series.assign(periode=periods, seri=nama, peran="utama")
    names = ("data", "sasaran", "nama", "sumbu")
    return dict(zip(names, trend_frame(frame, targets), strict=True))
