"""Figures per kelurahan, kecamatan, kota and DKI for the map, the ranking and the profile.

The trap: shares are never averaged. A kecamatan's share is the sum of its kelurahan's numerators over the sum of
their denominators, and a survey prevalence is never spread over kelurahan (no survey estimate exists below the
kota). Areas without data stay in the frame with missing values, so that the map can hatch them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.convergence.statistics import wilson

SOURCE = ["sumber_judul", "sumber_url", "tanggal_sumber", "catatan"]
META = ["jenis_data", *SOURCE]
RESULT = ["nilai", "bawah", "atas", "n", "pembilang", "penyebut"]
CODE_LENGTH = {"kelurahan": 13, "kecamatan": 8, "kota": 5, "provinsi": 2}
SURVEY = "prevalensi_survei"


@dataclass(frozen=True)
class Recipe:
    """Which columns of which table make an indicator. share False: a count, without interval; `penyebut` then only
    tells how many were looked at (n)."""

    table: str
    pembilang: tuple[str, ...]
    penyebut: str
    share: bool


RECIPES = {
    "jumlah_pendek": Recipe("balita", ("pendek", "sangat_pendek"), "diukur", False),
    "prevalensi_rutin": Recipe("balita", ("pendek", "sangat_pendek"), "diukur", True),
    "cakupan_ds": Recipe("balita", ("diukur",), "balita_sasaran", True),
    "total_krs": Recipe("krs", ("total_krs",), "keluarga_sasaran", False),
    "proporsi_krs": Recipe("krs", ("total_krs",), "keluarga_sasaran", True),
    "cakupan": Recipe("cakupan", ("pembilang",), "penyebut", True),
}


def areas_in(kelurahan: pd.DataFrame, tahun: int, kode: str | None = None) -> pd.DataFrame:
    """Kelurahan that exist in `tahun` (validity dates, empty = open), below `kode` (any level; None = all)."""
    start, end = (pd.to_numeric(kelurahan[c].astype("str").str[:4], errors="coerce").to_numpy()
                  for c in ("berlaku_dari", "berlaku_sampai"))
    valid = ~(start > tahun) & ~(end < tahun)
    if kode is not None:
        valid &= kelurahan["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)
    return kelurahan[valid]


def counts(tables: dict[str, pd.DataFrame], indikator: str, kode_indikator: str | None = None) -> pd.DataFrame:
    """Raw counts of an indicator, all areas and years: `kode_kelurahan, tahun, pembilang, penyebut` + META.

    KeyError for an unknown indicator; ValueError for `cakupan` without `kode_indikator`.
    """
    recipe = RECIPES[indikator]
    rows = tables[recipe.table]
    if recipe.table == "cakupan":
        if not kode_indikator:
            raise ValueError("cakupan needs kode_indikator")
        rows = rows[(rows["kode_indikator"] == kode_indikator).to_numpy(dtype=bool)]
    pembilang = rows[list(recipe.pembilang)].to_numpy(dtype=float, na_value=np.nan).sum(axis=1)
    return pd.DataFrame({"kode_kelurahan": rows["kode_kelurahan"], "tahun": rows["tahun"], "pembilang": pembilang,
                         "penyebut": rows[recipe.penyebut].to_numpy(dtype=float, na_value=np.nan),
                         **{name: rows[name] for name in META}})


def add_result(frame: pd.DataFrame, share: bool) -> pd.DataFrame:
    """`nilai, bawah, atas, n` beside the `pembilang, penyebut` of a frame. A count has no interval and no penyebut."""
    k, n = frame["pembilang"].to_numpy(dtype=float), frame["penyebut"].to_numpy(dtype=float)
    if not share:
        nothing = np.full(len(frame), np.nan)
        return frame.assign(nilai=k, bawah=nothing, atas=nothing, n=n, penyebut=nothing)
    bawah, atas = wilson(k, n)
    return frame.assign(nilai=np.divide(100 * k, n, out=np.full(len(k), np.nan), where=n > 0), bawah=bawah, atas=atas,
                        n=n)


def _joined(values: pd.Series) -> str:
    return "; ".join(value for value in values.unique() if value)


def _kind(values: pd.Series) -> str:
    """The weakest kind of truth in a sum: one sample row makes the sum a sample."""
    return next((kind for kind in ("contoh", "diunggah", "resmi") if (values == kind).any()), "")


def summed(frame: pd.DataFrame, by: str | list[str]) -> pd.DataFrame:
    """Counts added within `by` (column names), with `n_wilayah` = kelurahan that reported and META of the rows added."""
    reported = frame[frame["penyebut"].notna().to_numpy() & frame["pembilang"].notna().to_numpy()]
    groups = reported.groupby(by, sort=True)
    total = groups.agg(pembilang=("pembilang", "sum"), penyebut=("penyebut", "sum"), n_wilayah=("penyebut", "size"))
    for name in META:
        first = reported[name].iloc[0] if len(reported) else ""
        same = len(reported) == 0 or bool((reported[name] == first).all())
        total[name] = first if same else groups[name].agg(_kind if name == "jenis_data" else _joined)
    return total.reset_index()


def _survey_rows(tables: dict[str, pd.DataFrame], tahun: int) -> pd.DataFrame:
    """Published survey values of one year by `kode_wilayah`; second versions stay out of the single value."""
    angka = tables["angka"]
    rows = angka[(angka["indikator"] == SURVEY) & (angka["tahun"] == tahun) & (angka["status"].fillna("") == "")]
    return rows.drop_duplicates("kode_wilayah")[["kode_wilayah", "nilai", *META]]


def _areas_of_level(kelurahan: pd.DataFrame, level: str) -> pd.DataFrame:
    """One row per area: `kode_<level>, nama, n_wilayah_total` and the codes and names of the areas above."""
    if level == "kelurahan":
        keep = ["kode_kelurahan", "nama_kelurahan", "kode_kecamatan", "nama_kecamatan", "kode_kota",
                "nama_kota_pendek", "lat", "lon"]
        return kelurahan[keep].rename(columns={"nama_kelurahan": "nama"}).assign(n_wilayah_total=1)
    if level == "provinsi":
        return pd.DataFrame({"kode_provinsi": kelurahan["kode_kelurahan"].str[:2].unique(), "nama": ""}).assign(
            n_wilayah_total=len(kelurahan))
    own = {"kecamatan": ["kode_kecamatan", "nama_kecamatan", "kode_kota", "nama_kota_pendek"],
           "kota": ["kode_kota", "nama_kota_pendek"]}[level]
    areas = kelurahan[own].drop_duplicates(f"kode_{level}")
    size = kelurahan[f"kode_{level}"].value_counts()
    return areas.rename(columns={own[1]: "nama"}).assign(n_wilayah_total=areas[f"kode_{level}"].map(size))


def kelurahan_measure(tables: dict[str, pd.DataFrame], indikator: str, tahun: int, kode_kota: str | None = None,
                      kode_indikator: str | None = None, level: str = "kelurahan") -> pd.DataFrame:
    """One indicator in one year for every area of `level` (kelurahan | kecamatan | kota | provinsi) below `kode_kota`.

    kode_kota: prefix code of a kota or kecamatan, None for DKI. kode_indikator: E01..E29, for `cakupan`.
    Returns `kode_<level>, nama`, the codes and names above (kelurahan: also `lat, lon`), `nilai, bawah, atas, n,
    pembilang, penyebut` (per 100 and Wilson; counts without interval), `n_wilayah` / `n_wilayah_total` (kelurahan
    that reported / that exist) and META. Areas without data are rows with missing values. `provinsi` has no name:
    the province is being renamed. `prevalensi_survei` exists from kota up only.
    """
    kelurahan = areas_in(tables["kelurahan"], tahun, kode_kota)
    areas, key = _areas_of_level(kelurahan, level), f"kode_{level}"
    if indikator == SURVEY:
        rows = _survey_rows(tables, tahun).rename(columns={"kode_wilayah": key})
        found = rows.assign(n_wilayah=0, **dict.fromkeys(RESULT[1:], np.nan))
    else:
        rows = counts(tables, indikator, kode_indikator)
        rows = rows[(rows["tahun"] == tahun).to_numpy(dtype=bool)]
        rows = rows[rows["kode_kelurahan"].isin(kelurahan["kode_kelurahan"]).to_numpy()]
        if level == "kelurahan":
            found = rows.drop(columns="tahun").assign(n_wilayah=1)
        else:
            found = summed(rows.assign(**{key: rows["kode_kelurahan"].str[: CODE_LENGTH[level]]}), key)
        found = add_result(found, RECIPES[indikator].share)
    merged = areas.merge(found, on=key, how="left")
    merged[META] = merged[META].fillna("")
    merged["n_wilayah"] = merged["n_wilayah"].fillna(0).astype(int)
    above = [name for name in areas.columns if name != "n_wilayah_total"]
    return merged[[*above, *RESULT, "n_wilayah", "n_wilayah_total", *META]]


def measure_series(tables: dict[str, pd.DataFrame], indikator: str, kode: str,
                   kode_indikator: str | None = None) -> pd.DataFrame:
    """Yearly series of one indicator for one area of any level, from counts: `tahun` + result columns + `n_wilayah` +
    META, oldest first. For `prevalensi_survei` use `prevalence.survey_series`."""
    rows = counts(tables, indikator, kode_indikator)
    rows = rows[rows["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)]
    series = add_result(summed(rows, "tahun"), RECIPES[indikator].share)
    return series[["tahun", *RESULT, "n_wilayah", *META]]


def area_profile(tables: dict[str, pd.DataFrame], kode: str, tahun: int) -> pd.DataFrame:
    """All counted indicators but `cakupan` for one area in one year, beside its kota: `indikator` + result columns +
    `nilai_kota` (missing for counts and for the kota itself) + META. Indicators without data keep a row."""
    parts = []
    for indikator, recipe in RECIPES.items():
        if recipe.table == "cakupan":
            continue
        series = measure_series(tables, indikator, kode)
        row = series[series["tahun"] == tahun].drop(columns="tahun")
        row = row if len(row) else pd.DataFrame({name: [""] if name in META else [np.nan] for name in row.columns})
        kota = measure_series(tables, indikator, kode[:5]) if recipe.share and len(kode) > 5 else series.iloc[:0]
        nilai_kota = kota.loc[kota["tahun"] == tahun, "nilai"]
        parts.append(row.assign(indikator=indikator, nilai_kota=nilai_kota.iloc[0] if len(nilai_kota) else np.nan))
    profile = pd.concat(parts, ignore_index=True)
    return profile[["indikator", *RESULT, "nilai_kota", "n_wilayah", *META]]
