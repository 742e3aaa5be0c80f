"""Coverage of the essential services: gap to the target and people missed.

The traps: two of the 29 indicators (unmet need, unwanted pregnancy) are better when lower, so gap and people missed
turn round with the polarity; and an indicator without data or without a sourced target stays in the table as
missing, it is not a zero.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.convergence.measures import CODE_LENGTH, META, RESULT, add_result, areas_in, summed
from analysis.convergence.statistics import compare_to_value

_INDICATOR = ["kode_indikator", "kelompok", "nama", "nama_pendek", "polaritas", "target", "tahun_target"]
_GAP = ["selisih", "terlewat", "menuju_target", "memenuhi", "putusan95", "putusan998", "n_wilayah"]


def _with_gap(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds `selisih, terlewat, menuju_target, memenuhi, putusan95, putusan998` to rows with a target and polarity."""
    lower_better = (rows["polaritas"] == "turun_baik").to_numpy()
    target = pd.to_numeric(rows["target"], errors="coerce").to_numpy(dtype=float)
    nilai, k, n = (rows[c].to_numpy(dtype=float) for c in ("nilai", "pembilang", "penyebut"))
    selisih = np.where(lower_better, nilai - target, target - nilai)
    # 0.9 * 550 is 495.00000000000006 in binary: without rounding it would ask for one person too many.
    to_target = np.ceil(np.round(selisih / 100 * n, 6))
    met = pd.array(selisih <= 0, dtype="boolean")
    met[np.isnan(selisih)] = pd.NA
    judged = compare_to_value(rows, target, rows["polaritas"])
    return judged.drop(columns="acuan").assign(
        target=target,
        selisih=selisih,
        terlewat=np.where(lower_better, k, n - k),
        menuju_target=np.clip(to_target, 0, None),
        memenuhi=met,
    )


def coverage_gaps(cakupan: pd.DataFrame, indikator_esensial: pd.DataFrame, kode: str, tahun: int) -> pd.DataFrame:
    """All essential indicators for one area of any level (counts added), most people missed first, missing data last.

    `kode_indikator, kelompok, nama, nama_pendek, polaritas, target, tahun_target`, result columns (per 100),
    `selisih` (points short of the target; negative = better than it), `terlewat` (people without the service; for
    lower-is-better indicators the people affected), `menuju_target` (people still needed to reach the target),
    `memenuhi` (point value meets the target; missing if unknown), `putusan95, putusan998`, `n_wilayah`, META.
    """
    rows = cakupan[((cakupan["tahun"] == tahun) & cakupan["kode_kelurahan"].str.startswith(kode)).to_numpy(dtype=bool)]
    found = add_result(summed(rows, ["kode_indikator"]), share=True)
    gaps = _with_gap(indikator_esensial[_INDICATOR].merge(found, on="kode_indikator", how="left"))
    gaps[META] = gaps[META].fillna("")
    gaps["n_wilayah"] = gaps["n_wilayah"].fillna(0).astype(int)
    return gaps.sort_values(
        ["terlewat", "kode_indikator"], ascending=[False, True], na_position="last", ignore_index=True
    )[[*_INDICATOR, *RESULT, *_GAP, *META]]


def coverage_matrix(
    cakupan: pd.DataFrame,
    indikator_esensial: pd.DataFrame,
    kelurahan: pd.DataFrame,
    tahun: int,
    kode: str | None = None,
    level: str = "kelurahan",
) -> pd.DataFrame:
    """Every area of `level` (kelurahan | kecamatan | kota) below `kode` (None = DKI) x every essential indicator.

    One row per pair, areas and indicators in the order of their tables: `kode_<level>, nama` (of the area),
    `nama_indikator` and the other columns of `coverage_gaps`. A pair without data stays as a row with missing values.
    Above the kelurahan numerators and denominators are added, never averaged; `n_wilayah` says over how many.
    """
    key, length = f"kode_{level}", CODE_LENGTH[level]
    areas = areas_in(kelurahan, tahun, kode)
    label = "nama_kota_pendek" if level == "kota" else f"nama_{level}"
    named = areas.drop_duplicates(key)[[key, label]].rename(columns={label: "nama"})
    rows = cakupan[((cakupan["tahun"] == tahun) & cakupan["kode_kelurahan"].isin(areas["kode_kelurahan"])).to_numpy()]
    rows = rows.assign(**{key: rows["kode_kelurahan"].str[:length]})
    found = rows.assign(n_wilayah=1) if level == "kelurahan" else summed(rows, [key, "kode_indikator"])
    found = add_result(found, share=True)[[key, "kode_indikator", *RESULT, "n_wilayah", *META]]
    indicators = indikator_esensial[_INDICATOR].rename(columns={"nama": "nama_indikator"})
    grid = named.merge(indicators, how="cross").merge(found, on=[key, "kode_indikator"], how="left")
    grid[META] = grid[META].fillna("")
    grid["n_wilayah"] = grid["n_wilayah"].fillna(0).astype(int)
    return _with_gap(grid)[
        [key, "nama", "nama_indikator", *(c for c in _INDICATOR if c != "nama"), *RESULT, *_GAP, *META]
    ]


def missed_by(matrix: pd.DataFrame, key: str) -> pd.Series:
    """People missed, added over a `coverage_matrix` by `key`; missing where nothing is known.

    One person may be missed by several services, so a sum over indicators counts services, not people.
    """
    return matrix.groupby(key, sort=False)["terlewat"].sum(min_count=1)
