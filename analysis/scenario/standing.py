"""The published and recorded rows that a simulation stands on, for its source line.

The trap: what is shown comes from counts and from a survey at once; naming only one of them would credit the wrong source.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.measures import META
from analysis.convergence.prevalence import survey_series
from analysis.scenario.base import SURVEY, Base
from analysis.scenario.plan import Plan

TARGET = "target_rpjmn_2025"


def national_target(angka: pd.DataFrame, tahun: int) -> pd.DataFrame:
    """The national target of a year as one row of `angka`; no row where none is published."""
    rows = (angka["indikator"] == TARGET) & (angka["kode_wilayah"] == "00") & (angka["tahun"] == tahun)
    return angka[rows.to_numpy(dtype=bool)].head(1)


def stands_on(angka: pd.DataFrame, base: Base, plan: Plan) -> pd.DataFrame:
    """META of the counts, of the survey values that set their level, and of the target where it is the national one."""
    parts = [base.wilayah]
    if base.level == SURVEY:
        for kode in base.wilayah["kode_kota"].unique():
            series = survey_series(angka, kode)
            parts.append(series[(series["tahun"] <= base.tahun).to_numpy(dtype=bool)].tail(1))
    goal = national_target(angka, plan.target_year)
    if plan.target_pct is not None and len(goal) and goal["nilai"].iloc[0] == plan.target_pct:
        parts.append(goal)
    return pd.concat([part.reindex(columns=META) for part in parts if len(part)], ignore_index=True)
