"""Keluarga berisiko stunting (KRS): published totals, factors, welfare ranks and the counting identities.

The trap: the 4T (too young, too old, too close, too many) overlap in one family, so their counts are never added;
`jumlah_4t` counts families with at least one of them. The sum of the four occurs only as an upper limit in the
identity check. Welfare ranks set the order of help, they do not define the risk.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.convergence.measures import META, RESULT, add_result
from analysis.convergence.statistics import compare_to_value

FOUR_T = ["terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"]
WELFARE = {
    "1": "kesejahteraan_1",
    "2": "kesejahteraan_2",
    "3": "kesejahteraan_3",
    "4": "kesejahteraan_4",
    ">4": "kesejahteraan_lebih_4",
}
KRS_FIGURES = ("total_krs", "keluarga_sasaran")


def krs_totals(angka: pd.DataFrame, kode: str | None = None) -> pd.DataFrame:
    """Published KRS figures (all versions and periods), latest first; kode None = every area incl. Indonesia (00)."""
    wanted = angka["indikator"].isin(KRS_FIGURES)
    rows = angka[wanted if kode is None else wanted & (angka["kode_wilayah"] == kode)]
    return rows.sort_values(
        ["kode_wilayah", "tahun", "tanggal_sumber"], ascending=[True, False, False], ignore_index=True
    )


def _rows_of(krs: pd.DataFrame, kode: str, tahun: int) -> pd.DataFrame:
    return krs[((krs["tahun"] == tahun) & krs["kode_kelurahan"].str.startswith(kode)).to_numpy(dtype=bool)]


def _meta(rows: pd.DataFrame) -> dict[str, str]:
    """Kind of truth and sources of the rows that were added; any sample row makes the sum a sample."""
    kinds = set(rows["jenis_data"])
    kind = next((k for k in ("contoh", "diunggah", "resmi") if k in kinds), "")
    return {"jenis_data": kind, **{name: "; ".join(v for v in rows[name].unique() if v) for name in META[1:]}}


def krs_factors(
    krs: pd.DataFrame,
    faktor_krs: pd.DataFrame,
    kode: str,
    tahun: int,
    kode_acuan: str | None = None,
    penyebut: str = "total_krs",
) -> pd.DataFrame:
    """Families with each factor per 100 `penyebut` (total_krs | keluarga_sasaran) for one area of any level.

    `faktor, nama, kelompok` in the table's order, result columns, `acuan` (the same share in `kode_acuan`, e.g. the
    kota), `putusan95, putusan998` ("" without a benchmark or against itself), META. All factors are better lower.
    Factors overlap: the shares do not add to 100.
    """
    rows = _rows_of(krs, kode, tahun)
    factors = faktor_krs[faktor_krs["faktor"].isin(krs.columns)]
    names = factors["faktor"].tolist()
    total = rows[penyebut].sum() if len(rows) else np.nan
    frame = (
        factors[["faktor", "nama", "kelompok"]]
        .reset_index(drop=True)
        .assign(pembilang=rows[names].sum().to_numpy(dtype=float) if len(rows) else np.nan, penyebut=float(total))
    )
    acuan = np.full(len(names), np.nan)
    if kode_acuan is not None and kode_acuan != kode:
        other = _rows_of(krs, kode_acuan, tahun)
        base = float(other[penyebut].sum())
        acuan = 100 * other[names].sum().to_numpy(dtype=float) / base if base > 0 else acuan
    result = compare_to_value(add_result(frame, share=True), acuan, "turun_baik").assign(**_meta(rows))
    return result[["faktor", "nama", "kelompok", *RESULT, "acuan", "putusan95", "putusan998", *META]]


def welfare_ranks(krs: pd.DataFrame, kode: str, tahun: int) -> pd.DataFrame:
    """KRS by welfare rank for one area of any level: `peringkat` ("1".."4", ">4"), result columns per 100 KRS, META."""
    rows = _rows_of(krs, kode, tahun)
    counted = [rows[column].sum() if len(rows) else np.nan for column in WELFARE.values()]
    frame = pd.DataFrame(
        {
            "peringkat": list(WELFARE),
            "pembilang": np.array(counted, dtype=float),
            "penyebut": float(rows["total_krs"].sum()) if len(rows) else np.nan,
        }
    )
    return add_result(frame, share=True).assign(**_meta(rows))[["peringkat", *RESULT, *META]]


def check_identities(krs: pd.DataFrame, kode: str, tahun: int) -> pd.DataFrame:
    """The counting identities, checked per kelurahan and shown as sums over the area.

    `identitas` (krs_sasaran | kesejahteraan | batas_bawah_4t | batas_atas_4t | faktor_krs), `hubungan` ("=" or "<="),
    `kiri, kanan` (sums over the kelurahan), `n_diperiksa, n_salah`, `benar` (missing when nothing was checked).
    """
    rows = _rows_of(krs, kode, tahun)
    total = rows["total_krs"]
    single = ["air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern"]
    sides = {
        "krs_sasaran": ("=", total + rows["tidak_berisiko"], rows["keluarga_sasaran"]),
        "kesejahteraan": ("=", rows[list(WELFARE.values())].sum(axis=1), total),
        "batas_bawah_4t": ("<=", rows[FOUR_T].max(axis=1), rows["jumlah_4t"]),
        "batas_atas_4t": ("<=", rows["jumlah_4t"], rows[FOUR_T].sum(axis=1)),
        "faktor_krs": ("<=", rows[[*single, *FOUR_T]].max(axis=1), total),
    }
    checked = []
    for name, (relation, left, right) in sides.items():
        wrong = int(((left != right) if relation == "=" else (left > right)).sum())
        checked.append((name, relation, left.sum(), right.sum(), len(rows), wrong, wrong == 0 if len(rows) else pd.NA))
    columns = ["identitas", "hubungan", "kiri", "kanan", "n_diperiksa", "n_salah", "benar"]
    return pd.DataFrame(checked, columns=columns).astype({"benar": "boolean"})
