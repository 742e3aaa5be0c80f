"""The same measure from several systems, side by side; nothing is mended or averaged here.

Traps. The survey (SSGI/SKI) estimates all balita of a kota from a sample, the routine count (e-PPGBM) sees the balita
that were brought to be measured: two measures that differ about tenfold, never one series; their ratio is described and
not used to correct anything. Totals of two systems over different kelurahan do not compare, so a difference is taken
only over the kelurahan that both reported. A published total has its own date and definition and stays beside the sum.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.convergence.measures import META, areas_in, source_of_sum
from analysis.convergence.prevalence import survey_series
from analysis.convergence.statistics import wilson

PROVINCE = "31"
# Sums per table that systems are compared on; shares come from these sums.
SUMS = {
    "balita": ("balita_sasaran", "diukur", "jumlah_pendek"),
    "krs": ("jumlah_keluarga", "keluarga_sasaran", "total_krs"),
}
_OF = {"jumlah_pendek": ("pendek", "sangat_pendek")}
_ROUTINE = "prevalensi_rutin"


def _of_area(rows: pd.DataFrame, kode: str | None, tahun: int) -> pd.DataFrame:
    """Rows of the year in the area that are shown as data; sample rows only where nothing real stands."""
    wanted = (rows["tahun"] == tahun).to_numpy(dtype=bool) & ~rows["tertahan"].to_numpy(dtype=bool)
    if kode is not None:
        wanted &= rows["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)
    rows = rows[wanted]
    real = rows[(rows["sumber_data"] != "contoh").to_numpy()]
    return real if len(real) else rows


def _figure(rows: pd.DataFrame, ukuran: str) -> np.ndarray:
    parts = [pd.to_numeric(rows[name]).to_numpy(dtype=float, na_value=np.nan) for name in _OF.get(ukuran, (ukuran,))]
    return sum(parts)


def _published(angka: pd.DataFrame, indikator: str, kode: str, sampai: int) -> pd.DataFrame:
    """The latest published figure up to a year, at most one row; second versions stay out."""
    rows = angka[((angka["indikator"] == indikator) & (angka["kode_wilayah"] == kode)).to_numpy(dtype=bool)]
    rows = rows[(rows["status"].fillna("") == "").to_numpy() & (rows["tahun"] <= sampai).to_numpy(dtype=bool)]
    return rows.sort_values(["tahun", "tanggal_sumber"]).tail(1)


def routine_and_survey(balita: pd.DataFrame, angka: pd.DataFrame, kode: str | None, tahun: int) -> pd.DataFrame:
    """Every stunting prevalence known for an area up to a year, each with its own meaning.

    `ukuran` (survei | rutin | rutin_terbit), `sumber_data, tahun, periode, nilai` (percent), `bawah, atas` (Wilson, for
    counts), `pembilang, penyebut, cakupan_ds` (percent measured of the target), `n_wilayah, rasio` = survey / this
    (missing for the survey itself) and META. Empty without any of them.
    """
    area = kode or PROVINCE
    parts = []
    survey = survey_series(angka, area)
    survey = survey[(survey["tahun"] <= tahun).to_numpy(dtype=bool)].tail(1)
    for row in survey.to_dict("records"):
        parts.append({**row, "ukuran": "survei", "sumber_data": row["periode"]})
    for source, rows in _of_area(balita, kode, tahun).groupby("sumber_data", sort=False):
        parts.append(_routine(source, rows, tahun))
    for row in _published(angka, _ROUTINE, area, tahun).to_dict("records"):
        parts.append({**row, "ukuran": "rutin_terbit", "sumber_data": row["periode"]})
    columns = ["ukuran", "sumber_data", "tahun", "periode", "nilai", "bawah", "atas", "pembilang", "penyebut"]
    found = pd.DataFrame(parts, columns=[*columns, "cakupan_ds", "n_wilayah", *META])
    value = float(survey["nilai"].iloc[0]) if len(survey) else np.nan
    own = found["nilai"].where((found["nilai"] > 0) & (found["ukuran"] != "survei")).astype(float)
    found.insert(11, "rasio", value / own)
    return found


def _routine(source: str, rows: pd.DataFrame, tahun: int) -> dict:
    stunted, measured = _figure(rows, "jumlah_pendek").sum(), _figure(rows, "diukur").sum()
    low, high = wilson(stunted, measured)
    target = _figure(rows, "balita_sasaran")
    known = ~np.isnan(target) & (target > 0)
    covered = 100 * _figure(rows, "diukur")[known].sum() / target[known].sum() if known.any() else np.nan
    return {
        "ukuran": "rutin",
        "sumber_data": source,
        "tahun": tahun,
        "periode": str(tahun),
        "nilai": 100 * stunted / measured if measured else np.nan,
        "bawah": float(low),
        "atas": float(high),
        "pembilang": stunted,
        "penyebut": measured,
        "cakupan_ds": covered,
        "n_wilayah": rows["kode_kelurahan"].nunique(),
        **source_of_sum(rows),
    }


def families_and_published(
    krs: pd.DataFrame, angka: pd.DataFrame, kelurahan: pd.DataFrame, kode: str | None, tahun: int
) -> pd.DataFrame:
    """Families at risk of each source as sums over kelurahan, beside the published total of the area.

    `sumber_data, total_krs, keluarga_sasaran, proporsi_krs` (percent), `jumlah_keluarga, n_wilayah, n_wilayah_total,
    terbit, periode, selisih` = total_krs - terbit, `selisih_pct`, META. The difference is missing where not every
    kelurahan reported or the published figure is of another year. Without rows of kelurahan one row with the published
    figure alone (`sumber_data` ""); empty where nothing is known.
    """
    size = len(areas_in(kelurahan, tahun, kode))
    official = _published(angka, "total_krs", kode or PROVINCE, tahun)
    official = official[(official["tahun"] == tahun).to_numpy(dtype=bool)]
    terbit, periode = (
        official[name].iloc[0] if len(official) else empty for name, empty in (("nilai", np.nan), ("periode", ""))
    )
    parts = []
    for source, rows in _of_area(krs, kode, tahun).groupby("sumber_data", sort=False):
        sums = {name: float(np.nansum(_figure(rows, name))) for name in SUMS["krs"]}
        both = ~np.isnan(_figure(rows, "total_krs")) & ~np.isnan(_figure(rows, "keluarga_sasaran"))
        target = _figure(rows, "keluarga_sasaran")[both].sum()
        share = 100 * _figure(rows, "total_krs")[both].sum() / target if target else np.nan
        n = rows["kode_kelurahan"].nunique()
        gap = sums["total_krs"] - terbit if n == size else np.nan
        parts.append(
            {"sumber_data": source, **sums, "proporsi_krs": share, "n_wilayah": n, "selisih": gap}
            | source_of_sum(pd.concat([rows[META], official[META]]))
        )
    if not parts and len(official):
        parts.append({"sumber_data": "", **official.iloc[0][META].to_dict()})
    columns = [
        "sumber_data",
        "total_krs",
        "keluarga_sasaran",
        "proporsi_krs",
        "jumlah_keluarga",
        "n_wilayah",
        "selisih",
        *META,
    ]
    found = pd.DataFrame(parts, columns=columns).assign(n_wilayah_total=size, terbit=float(terbit), periode=periode)
    return found.assign(selisih_pct=100 * found["selisih"].astype(float) / found["terbit"])


def side_by_side(rows: Mapping[str, pd.DataFrame], kode: str | None, tahun: int, order: list[str]) -> pd.DataFrame:
    """Totals of every source, beside the source that the app uses first (`order`).

    `tabel, ukuran, sumber_data, nilai, n_wilayah, dipakai` (the app takes this source where it reported), `acuan` (the
    source compared with), `n_bersama` (kelurahan that both reported), `nilai_bersama, acuan_bersama, selisih,
    selisih_pct` over those alone, `jenis_data`.
    """
    parts = []
    for table, measures in SUMS.items():
        shown = _of_area(rows[table], kode, tahun)
        sources = sorted(
            shown["sumber_data"].unique(), key=lambda one: order.index(one) if one in order else len(order)
        )
        for ukuran in measures:
            per_area = shown.assign(nilai=_figure(shown, ukuran)).pivot_table(
                index="kode_kelurahan", columns="sumber_data", values="nilai", aggfunc="sum", min_count=1
            )
            for source in [one for one in sources if one in per_area]:
                parts.append(_beside(per_area, source, sources[0]) | {"tabel": table, "ukuran": ukuran})
    columns = ["tabel", "ukuran", "sumber_data", "nilai", "n_wilayah", "dipakai", "acuan", "n_bersama", "nilai_bersama"]
    found = pd.DataFrame(parts, columns=[*columns, "acuan_bersama", "selisih"])
    pct = 100 * found["selisih"].astype(float) / found["acuan_bersama"].replace(0, np.nan).astype(float)
    kinds = np.where(found["sumber_data"] == "contoh", "contoh", "diunggah")
    return found.assign(selisih_pct=pct, jenis_data=kinds)


def _beside(per_area: pd.DataFrame, source: str, first: str) -> dict:
    own = per_area[source]
    result = {
        "sumber_data": source,
        "nilai": own.sum(),
        "n_wilayah": int(own.notna().sum()),
        "dipakai": source == first,
    }
    if source == first or first not in per_area:
        return result | {
            "acuan": "",
            "n_bersama": 0,
            "nilai_bersama": np.nan,
            "acuan_bersama": np.nan,
            "selisih": np.nan,
        }
    both = per_area[[source, first]].dropna()
    mine, theirs = (float(both[name].sum()) if len(both) else np.nan for name in (source, first))
    return result | {
        "acuan": first,
        "n_bersama": len(both),
        "nilai_bersama": mine,
        "acuan_bersama": theirs,
        "selisih": mine - theirs,
    }


def largest_differences(
    rows: pd.DataFrame, ukuran: str, sumber: str, acuan: str, kode: str | None, tahun: int
) -> pd.DataFrame:
    """Per kelurahan that both sources reported: `kode_kelurahan, nilai_bersama, acuan_bersama, selisih, selisih_pct`,
    the largest difference first."""
    shown = _of_area(rows, kode, tahun)
    shown = shown.assign(nilai=_figure(shown, ukuran)).dropna(subset="nilai").set_index("kode_kelurahan")
    own, other = (shown.loc[(shown["sumber_data"] == one).to_numpy(), "nilai"] for one in (sumber, acuan))
    both = pd.DataFrame({"nilai_bersama": own, "acuan_bersama": other}).dropna().reset_index(names="kode_kelurahan")
    gap = both["nilai_bersama"] - both["acuan_bersama"]
    both = both.assign(selisih=gap, selisih_pct=100 * gap / both["acuan_bersama"].replace(0, np.nan))
    return both.iloc[np.argsort(-gap.abs().to_numpy(), kind="stable")].reset_index(drop=True)
