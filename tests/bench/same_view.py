"""What both sides of the comparison show: map, line and table of one kota and year, from the app's own functions.

Both sides get prepared frames for a choice made before, as the app keeps them (`pages.parts.memory`).
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis.convergence.measures import kelurahan_measure, measure_series
from analysis.output.maps import map_frame
from analysis.output.trends import trend_frame
from analysis.sources.catalog import load_catalog

AREAS = {"31.73": "Jakarta Barat", "31": "DKI Jakarta"}
YEARS = ["2021", "2022", "2023", "2024", "2025"]
TITLE = "Prevalensi (%)"
_INDICATOR = "prevalensi_rutin"
_COLUMNS = ["nama", "nama_kecamatan", "nilai", "bawah", "atas", "pembilang", "penyebut", "jenis_data"]

Frames = dict[str, pd.DataFrame]


@cache
def _tables() -> Frames:
    return load_catalog().view(contoh=True)


def _measure(kota: str, year: str) -> pd.DataFrame:
    return kelurahan_measure(_tables(), _INDICATOR, int(year), None if kota == "31" else kota)


@cache
def map_data(kota: str, year: str) -> Frames:
    lists = _tables()["lokus"]
    lokus = lists.loc[lists["tahun"] == int(year), "kode_kelurahan"].unique()
    frames = map_frame(_measure(kota, year), _tables()["titik_peta"], lokus_codes=lokus, lingkup=kota)
    return dict(zip(("data", "legenda"), frames, strict=True))


@cache
def line_data(kota: str) -> Frames:
    series = measure_series(_tables(), _INDICATOR, kota)
    frames = trend_frame(series.assign(periode=series["tahun"].astype(str), seri=AREAS[kota], peran="utama"))
    return dict(zip(("data", "sasaran", "nama", "sumbu"), frames, strict=True))


@cache
def table_data(kota: str, year: str) -> pd.DataFrame:
    return _measure(kota, year)[_COLUMNS]
