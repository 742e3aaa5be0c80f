"""Survey prevalence (SSGI, SKI) and its targets.

The trap: survey prevalence and routine counts (e-PPGBM) differ about tenfold and are different measures, so only
`prevalensi_survei` is read here and nothing of `hitung_rutin`. Two target paths exist (RPJMN 2020-2024 and RPJMN
2025-2029) and stay two series. Survey intervals are not published for the kota: `bawah`, `atas` are missing, and a
change below about 3 points may be noise.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.convergence.measures import META, RESULT, SURVEY

TARGETS = ("target_rpjmn_2020", "target_rpjmn_2025")
NATIONAL = "00"
NOISE_POINTS = 3.0


def _main(angka: pd.DataFrame) -> pd.Series:
    """True for the figure itself, False for second versions (`versi_kota`, `belum_diverifikasi`, `turunan`)."""
    return angka["status"].fillna("") == ""


def survey_series(angka: pd.DataFrame, kode: str, semua_versi: bool = False) -> pd.DataFrame:
    """Published survey prevalence of one area (00 Indonesia, 31 DKI, 31.xx kota), oldest first.

    `kode_wilayah, nama_wilayah, tahun, periode, status` + result columns (percent) + META. With `semua_versi` also
    the second versions that another source gives for a year, marked by `status`.
    """
    rows = angka[(angka["indikator"] == SURVEY) & (angka["kode_wilayah"] == kode)]
    rows = rows if semua_versi else rows[_main(rows)]
    rows = rows.sort_values(["tahun", "status"], ignore_index=True).assign(bawah=np.nan, atas=np.nan, n=np.nan)
    return rows[["kode_wilayah", "nama_wilayah", "tahun", "periode", "status", *RESULT, *META]]


def target_series(angka: pd.DataFrame) -> pd.DataFrame:
    """National targets, two separate series: `seri` (target_rpjmn_2020 | target_rpjmn_2025), `tahun, nilai` + META."""
    rows = angka[angka["indikator"].isin(TARGETS) & _main(angka)].sort_values(["indikator", "tahun"], ignore_index=True)
    return rows.rename(columns={"indikator": "seri"})[["seri", "tahun", "nilai", *META]]


def gap_to_target(angka: pd.DataFrame, kode: str) -> pd.DataFrame:
    """`survey_series` with the national `target` of the same year, its `seri`, `selisih` = nilai - target (points).

    Missing where no target is set for the year. Where both paths name a year the later plan counts.
    """
    targets = target_series(angka).drop_duplicates("tahun", keep="last")[["tahun", "nilai", "seri"]]
    series = survey_series(angka, kode).merge(targets.rename(columns={"nilai": "target"}), on="tahun", how="left")
    return series.assign(selisih=(series["nilai"] - series["target"]).round(6), seri=series["seri"].fillna(""))
