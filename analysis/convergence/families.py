"""Keluarga berisiko stunting (KRS): published totals, factors, welfare ranks and the counting identities.

The trap: the 4T (too young, too old, too close, too many) overlap in one family, so their counts are never added;
`jumlah_4t` counts families with at least one of them. The sum of the four occurs only as an upper limit in the
identity check. Welfare ranks set the order of help, they do not define the risk. And any count of a row may be missing: a share
adds only kelurahan that have both its parts, and an identity is checked only where its parts are known.
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


def _numbers(rows: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Counts as floats, rows x columns, NaN = not known."""
    return rows[columns].to_numpy(dtype=float, na_value=np.nan)


def _paired(rows: pd.DataFrame, columns: list[str], penyebut: str) -> tuple[np.ndarray, np.ndarray]:
    """Each column and its denominator, added over the kelurahan that have both; NaN where none has."""
    parts, base = _numbers(rows, columns), _numbers(rows, [penyebut])
    both = ~np.isnan(parts) & ~np.isnan(base)
    k, n = (np.where(both, values, 0).sum(axis=0) for values in (parts, base))
    known = both.any(axis=0)
    return np.where(known, k, np.nan), np.where(known, n, np.nan)


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
    k, n = _paired(rows, names, penyebut)
    frame = factors[["faktor", "nama", "kelompok"]].reset_index(drop=True).assign(pembilang=k, penyebut=n)
    acuan = np.full(len(names), np.nan)
    if kode_acuan is not None and kode_acuan != kode:
        other_k, other_n = _paired(_rows_of(krs, kode_acuan, tahun), names, penyebut)
        acuan = np.divide(100 * other_k, other_n, out=acuan, where=other_n > 0)
    result = compare_to_value(add_result(frame, share=True), acuan, "turun_baik").assign(**_meta(rows))
    return result[["faktor", "nama", "kelompok", *RESULT, "acuan", "putusan95", "putusan998", *META]]


def welfare_ranks(krs: pd.DataFrame, kode: str, tahun: int) -> pd.DataFrame:
    """KRS by welfare rank for one area of any level: `peringkat` ("1".."4", ">4"), result columns per 100 KRS, META."""
    rows = _rows_of(krs, kode, tahun)
    counted = _numbers(rows, [*WELFARE.values(), "total_krs"])
    # The ranks of one kelurahan are a distribution: known together or not at all.
    counted = counted[~np.isnan(counted).any(axis=1)]
    *parts, total = counted.sum(axis=0) if len(counted) else np.full(len(WELFARE) + 1, np.nan)
    frame = pd.DataFrame({"peringkat": list(WELFARE), "pembilang": parts, "penyebut": total})
    return add_result(frame, share=True).assign(**_meta(rows))[["peringkat", *RESULT, *META]]


def check_identities(krs: pd.DataFrame, kode: str, tahun: int) -> pd.DataFrame:
    """The counting identities, checked per kelurahan and shown as sums over those where both sides are known.

    `identitas` (krs_sasaran | kesejahteraan | batas_bawah_4t | batas_atas_4t | faktor_krs), `hubungan` ("=" or "<="),
    `kiri, kanan` (sums over the kelurahan checked), `n_diperiksa, n_salah`, `benar` (missing: nothing was checked).
    """
    return check_counts(_rows_of(krs, kode, tahun))


def check_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """`check_identities` of these very rows, which may be counts of any group.

    Where rows have them, `tidak_diketahui` (target families of unknown risk) and `kesejahteraan_tidak_diketahui`
    (families at risk without a rank) belong to their sums.
    """
    checked = []
    for name, (relation, left, right) in _sides(rows).items():
        known = ~np.isnan(left) & ~np.isnan(right)
        left, right = left[known], right[known]
        wrong = int((~_holds(relation, left, right)).sum())
        benar = wrong == 0 if len(left) else pd.NA
        checked.append((name, relation, left.sum(), right.sum(), len(left), wrong, benar))
    columns = ["identitas", "hubungan", "kiri", "kanan", "n_diperiksa", "n_salah", "benar"]
    return pd.DataFrame(checked, columns=columns).astype({"benar": "boolean"})


def identities_hold(rows: pd.DataFrame) -> np.ndarray:
    """Which rows keep every identity that `check_counts` can check on them."""
    return np.logical_and.reduce([_holds(*side) for side in _sides(rows).values()])


def _holds(relation: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Row by row; what is not known breaks nothing."""
    return ~((left != right) if relation == "=" else (left > right)) | np.isnan(left) | np.isnan(right)


def _sides(rows: pd.DataFrame) -> dict[str, tuple[str, np.ndarray, np.ndarray]]:
    """Identity -> its relation and both sides, row by row, NaN = not known."""
    risk = [name for name in ("total_krs", "tidak_berisiko", "tidak_diketahui") if name in rows]
    ranks = [name for name in (*WELFARE.values(), "kesejahteraan_tidak_diketahui") if name in rows]
    single = ["air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern"]
    total, target, any_4t = _numbers(rows, ["total_krs", "keluarga_sasaran", "jumlah_4t"]).T
    return {
        "krs_sasaran": ("=", _numbers(rows, risk).sum(axis=1), target),
        "kesejahteraan": ("=", _numbers(rows, ranks).sum(axis=1), total),
        # The largest of the known parts bounds as well as the largest of all.
        "batas_bawah_4t": ("<=", _largest(rows, FOUR_T), any_4t),
        "batas_atas_4t": ("<=", any_4t, _numbers(rows, FOUR_T).sum(axis=1)),
        "faktor_krs": ("<=", _largest(rows, [*single, *FOUR_T]), total),
    }


def _largest(rows: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Largest known count of each row, NaN where none is known."""
    values = _numbers(rows, columns)
    most = np.where(np.isnan(values), -np.inf, values).max(axis=1)
    return np.where(np.isinf(most), np.nan, most)
