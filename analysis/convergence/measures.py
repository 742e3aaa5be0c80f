"""Figures per kelurahan, kecamatan, kota and DKI for the map, the ranking and the profile.

The trap: shares are never averaged. A kecamatan's share is the sum of its kelurahan's numerators over the sum of
their denominators, and a survey prevalence is never spread over kelurahan (no survey estimate exists below the
kota). Areas without data stay in the frame with missing values, so that the map can hatch them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.convergence.statistics import add_share

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


def is_province(kode: str) -> bool:
    """Is it the code of a whole province ("31")?"""
    return len(kode) == CODE_LENGTH["provinsi"]


def province_of(kode: str) -> str:
    """The code of the province of an area: "31.73" -> "31"."""
    return kode[: CODE_LENGTH["provinsi"]]


def kota_of(kode: str) -> str:
    """The code of the kota of an area in it: "31.73.01.1005" -> "31.73"."""
    return kode[: CODE_LENGTH["kota"]]


def areas_in(kelurahan: pd.DataFrame, tahun: int, kode: str | None = None) -> pd.DataFrame:
    """Kelurahan that exist in `tahun` (validity dates as ISO text, empty = open) below `kode` of any level."""
    starts, ends = kelurahan["berlaku_dari"], kelurahan["berlaku_sampai"]
    ended = (ends < str(tahun)) & (ends != "")
    valid = ~((starts > f"{tahun}-12-31") | ended).to_numpy(dtype=bool)
    return kelurahan[valid & below(kelurahan, kode)]


def below(frame: pd.DataFrame, kode: str | None) -> np.ndarray:
    """Mask of the rows whose kelurahan is or lies in the area `kode` of any level (None = all)."""
    if kode is None:
        return np.ones(len(frame), dtype=bool)
    return frame["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)


def counts(
    tables: dict[str, pd.DataFrame],
    indikator: str,
    kode_indikator: str | None = None,
    tahun: int | None = None,
    kode: str | None = None,
) -> pd.DataFrame:
    """Raw counts of an indicator: `kode_kelurahan, tahun, pembilang, penyebut` + META, of one year and area if given.

    KeyError for an unknown indicator; ValueError for `cakupan` without `kode_indikator`.
    """
    recipe = RECIPES[indikator]
    rows = tables[recipe.table]
    wanted = below(rows, kode) if tahun is None else (rows["tahun"] == tahun).to_numpy(dtype=bool)
    if recipe.table == "cakupan":
        if not kode_indikator:
            raise ValueError("cakupan needs kode_indikator")
        wanted = wanted & (rows["kode_indikator"] == kode_indikator).to_numpy(dtype=bool)
    rows = rows.loc[wanted, list(dict.fromkeys(["kode_kelurahan", "tahun", *recipe.pembilang, recipe.penyebut, *META]))]
    if tahun is not None and kode is not None:
        rows = rows[below(rows, kode)]
    k, n = _parts(rows, recipe)
    return rows[["kode_kelurahan", "tahun", *META]].assign(pembilang=k, penyebut=n)


def _parts(rows: pd.DataFrame, recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    """Numerator and denominator of each row, NaN where not known."""
    *added, base = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in (*recipe.pembilang, recipe.penyebut))
    return sum(added), base


def add_result(frame: pd.DataFrame, share: bool) -> pd.DataFrame:
    """`nilai, bawah, atas, n` beside the `pembilang, penyebut` of a frame. A count has no interval and no penyebut."""
    if share:
        return add_share(frame, "pembilang", "penyebut")
    return frame.assign(nilai=frame["pembilang"], bawah=np.nan, atas=np.nan, n=frame["penyebut"], penyebut=np.nan)


def _sum_of_text(name: str, values: np.ndarray) -> str:
    """META of a sum: the weakest kind of truth (one sample row makes the sum a sample), every source once."""
    if name == "jenis_data":
        return next((kind for kind in ("contoh", "diunggah", "resmi") if kind in values), "")
    return "; ".join(dict.fromkeys(value for value in values if value))


def source_of_sum(rows: pd.DataFrame) -> dict[str, str]:
    """META of all `rows` added together."""
    return {name: _sum_of_text(name, rows[name].unique()) for name in META}


def _reported(frame: pd.DataFrame, share: bool) -> np.ndarray:
    """Which rows have what the indicator needs."""
    known = frame["pembilang"].notna().to_numpy()
    return known & frame["penyebut"].notna().to_numpy() if share else known


def summed(frame: pd.DataFrame, by: list[str], share: bool = True) -> pd.DataFrame:
    """Counts added within the columns `by`, sorted by them; `n_wilayah` = kelurahan that reported; META of what was
    added. Rows without both counts are not added to a share; a number of cases needs no `penyebut`, and what then is
    missing of it makes its sum missing."""
    known = _reported(frame, share)
    rows = frame if known.all() else frame[known]
    group = np.zeros(len(rows), dtype=np.int64)
    for name in by:
        codes, labels = pd.factorize(rows[name], sort=True)
        group = group * max(len(labels), 1) + codes
    _, first, group = np.unique(group, return_index=True, return_inverse=True)
    result = {name: rows[name].iloc[first].array for name in by}
    for name in ("pembilang", "penyebut"):
        result[name] = np.bincount(group, rows[name].to_numpy(dtype=float), minlength=len(first))
    result["n_wilayah"] = np.bincount(group, minlength=len(first))
    for name in META:
        distinct = rows[name].unique()
        if len(distinct) < 2:
            result[name] = distinct[0] if len(distinct) else ""
        else:
            values = rows[name].to_numpy(dtype=object)
            result[name] = [_sum_of_text(name, values[group == i]) for i in range(len(first))]
    return pd.DataFrame(result, index=pd.RangeIndex(len(first)))


def _survey_rows(angka: pd.DataFrame, tahun: int) -> pd.DataFrame:
    """Published survey values of one year by `kode_wilayah`; second versions stay out of the single value."""
    rows = angka.loc[
        ((angka["indikator"] == SURVEY) & (angka["tahun"] == tahun)).to_numpy(dtype=bool),
        ["kode_wilayah", "nilai", "status", *META],
    ]
    rows = rows[(rows["status"].fillna("") == "").to_numpy()].drop_duplicates("kode_wilayah").drop(columns="status")
    return rows.assign(n_wilayah=0, **dict.fromkeys(RESULT[1:], np.nan))


_OWN_AND_ABOVE = {
    "kelurahan": ["nama_kelurahan", "kode_kecamatan", "nama_kecamatan", "kode_kota", "nama_kota_pendek", "lat", "lon"],
    "kecamatan": ["nama_kecamatan", "kode_kota", "nama_kota_pendek"],
    "kota": ["nama_kota_pendek"],
}


def _areas_of_level(kelurahan: pd.DataFrame, level: str) -> dict[str, object]:
    """Columns with one value per area: `kode_<level>, nama`, codes and names of the areas above, `n_wilayah_total`."""
    key = f"kode_{level}"
    if level == "provinsi":
        return {key: kelurahan["kode_kelurahan"].str[:2].unique(), "nama": "", "n_wilayah_total": len(kelurahan)}
    name, *above = _OWN_AND_ABOVE[level]
    codes, _ = pd.factorize(kelurahan[key])
    _, first, size = np.unique(codes, return_index=True, return_counts=True)
    columns = {column: kelurahan[column].array.take(first) for column in (key, name, *above)}
    return {
        key: columns[key],
        "nama": columns[name],
        **{column: columns[column] for column in above},
        "n_wilayah_total": size,
    }


def _aligned(found: pd.DataFrame, key: str, codes) -> dict[str, object]:
    """Columns of `found` in the order of `codes`; areas without a row get missing numbers and empty texts."""
    at = pd.Index(found[key]).get_indexer(pd.Index(codes))
    empty = {**dict.fromkeys(RESULT, np.nan), "n_wilayah": 0, **dict.fromkeys(META, "")}
    return {
        name: pd.api.extensions.take(found[name].array, at, allow_fill=True, fill_value=missing)
        for name, missing in empty.items()
    }


def kelurahan_measure(
    tables: dict[str, pd.DataFrame],
    indikator: str,
    tahun: int,
    kode_kota: str | None = None,
    kode_indikator: str | None = None,
    level: str = "kelurahan",
) -> pd.DataFrame:
    """One indicator in one year for every area of `level` (kelurahan | kecamatan | kota | provinsi) below `kode_kota`.

    kode_kota: code of a kota or kecamatan, None for DKI. kode_indikator: E01..E29, for `cakupan`.
    Returns `kode_<level>, nama`, the codes and names above (kelurahan: also `lat, lon`), `n_wilayah_total`, `nilai,
    bawah, atas, n, pembilang, penyebut` (per 100 and Wilson; counts without interval), `n_wilayah` (kelurahan that
    reported, of `n_wilayah_total`) and META. Areas without data are rows with missing values. `provinsi` has no
    name: the province is being renamed. `prevalensi_survei` exists from kota up only.
    """
    key = f"kode_{level}"
    areas = _areas_of_level(areas_in(tables["kelurahan"], tahun, kode_kota), level)
    if indikator == SURVEY:
        found = _survey_rows(tables["angka"], tahun).rename(columns={"kode_wilayah": key})
    else:
        rows, share = counts(tables, indikator, kode_indikator, tahun, kode_kota), RECIPES[indikator].share
        if level == "kelurahan":
            found = rows.drop(columns="tahun").assign(n_wilayah=_reported(rows, share).astype(int))
        else:
            found = summed(rows.assign(**{key: rows["kode_kelurahan"].str[: CODE_LENGTH[level]]}), [key], share)
        found = add_result(found, share)
    return pd.DataFrame({**areas, **_aligned(found, key, areas[key])})


def measure_series(
    tables: dict[str, pd.DataFrame], indikator: str, kode: str, kode_indikator: str | None = None
) -> pd.DataFrame:
    """Yearly series of one indicator for one area of any level, from counts: `tahun` + result columns + `n_wilayah` +
    META, oldest first. For `prevalensi_survei` use `prevalence.survey_series`."""
    share = RECIPES[indikator].share
    series = summed(counts(tables, indikator, kode_indikator, kode=kode), ["tahun"], share)
    return add_result(series, share)[["tahun", *RESULT, "n_wilayah", *META]]


def _total(k: np.ndarray, n: np.ndarray, share: bool) -> tuple[float, float, int]:
    """Numerator and denominator added over the rows that reported, and how many did; missing, not 0, without any."""
    known = ~np.isnan(k) & ~np.isnan(n) if share else ~np.isnan(k)
    if not known.any():
        return np.nan, np.nan, 0
    return float(k[known].sum()), float(n[known].sum()), int(known.sum())


def area_profile(tables: dict[str, pd.DataFrame], kode: str, tahun: int) -> pd.DataFrame:
    """All counted indicators but `cakupan` for one area in one year, beside its kota: `indikator` + result columns +
    `nilai_kota` (missing for counts and for the kota itself) + `n_wilayah` + META. Indicators without data keep a row.
    """
    kota, parts = kode[: CODE_LENGTH["kota"]], []
    for table in ("balita", "krs"):
        whole = tables[table][(tables[table]["tahun"] == tahun).to_numpy(dtype=bool)]
        whole = whole[below(whole, kota)]
        inside = below(whole, kode)
        source = source_of_sum(whole[inside])
        for indikator, recipe in RECIPES.items():
            if recipe.table == table:
                k, n = _parts(whole, recipe)
                whole_k, whole_n, _reporting = _total(k, n, recipe.share)
                k, n, reported = _total(k[inside], n[inside], recipe.share)
                compared = recipe.share and kode != kota and whole_n > 0
                parts.append(
                    {
                        "indikator": indikator,
                        "share": recipe.share,
                        "pembilang": k,
                        "penyebut": n,
                        "nilai_kota": 100 * whole_k / whole_n if compared else np.nan,
                        "n_wilayah": reported,
                        **source,
                    }
                )
    profile = pd.DataFrame(parts)
    result = pd.concat([add_result(rows, share) for share, rows in profile.groupby("share")]).sort_index()
    return result[["indikator", *RESULT, "nilai_kota", "n_wilayah", *META]]
