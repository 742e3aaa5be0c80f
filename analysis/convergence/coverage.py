"""Coverage of the essential services: gap to the target and people missed.

The traps: two of the 29 indicators (unmet need, unwanted pregnancy) are better when lower, so gap and people missed
turn round with the polarity; and an indicator without data or without a sourced target stays in the table as
missing, it is not a zero.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.convergence.measures import META, RESULT, add_result, summed
from analysis.convergence.statistics import compare_to_value

_INDICATOR = ["kode_indikator", "kelompok", "nama", "nama_pendek", "polaritas", "target", "tahun_target"]


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
    order = ["selisih", "terlewat", "menuju_target", "memenuhi", "putusan95", "putusan998", "n_wilayah"]
    return gaps.sort_values(
        ["terlewat", "kode_indikator"], ascending=[False, True], na_position="last", ignore_index=True
    )[[*_INDICATOR, *RESULT, *order, *META]]
