"""Small bases that a reader can compute by hand."""

import numpy as np
import pandas as pd

from analysis.convergence.measures import META
from analysis.scenario.base import Base
from analysis.scenario.plan import Plan

BASE_YEAR = 2024


def base_with(p0, tuas: pd.DataFrame, balita=None, cakupan=None, krs=None, unsafe=0.5) -> Base:
    """One row per value of `p0`, known without error; coverage 0 unless given; everybody eligible."""
    p0 = np.atleast_1d(np.asarray(p0, dtype=float))
    k = len(p0)
    codes = [f"31.73.01.10{number:02d}" for number in range(1, k + 1)]
    wilayah = pd.DataFrame({"kode_kelurahan": codes, "nama": codes, "kode_kecamatan": "31.73.01"})
    wilayah = wilayah.assign(nama_kecamatan="Cengkareng", kode_kota="31.73", **dict.fromkeys(META, ""))
    balita = np.full(k, 1_000_000.0) if balita is None else np.asarray(balita, dtype=float)
    every = {lever: np.ones(k) for lever in tuas["tuas"]}
    covered = {lever: np.full(k, (cakupan or {}).get(lever, 0.0)) for lever in every}
    return Base(
        wilayah=wilayah, tahun=BASE_YEAR, balita=balita, p0=p0, cakupan=covered, layak=every,
        sasaran={lever: balita * 0.3 for lever in every},
        risiko={"terlalu_muda": np.full(k, 0.01), "terlalu_dekat": np.full(k, 0.02)},
        krs=krs, level="rutin", rutin=p0, galat_logit=np.zeros(k), kota=np.zeros(k, dtype=int),
        survei=np.full(1, np.nan), galat_survei=0.0, air_tak_aman=np.full(k, unsafe),
    )  # fmt: skip


def plan_of(jalur, preset="kappa0", sampai=2034, **options) -> Plan:
    return Plan("Uji", "31.73", (), 2026, sampai, jalur, preset=preset, **options)


def without_drift(parameter: pd.DataFrame) -> pd.DataFrame:
    """No uncertainty of the trend: what is left is the plan."""
    drift = parameter["parameter"].isin(["tren_simpangan"])
    return parameter.assign(nilai=parameter["nilai"].where(~drift, 0.0))
