"""The rules by which rows of data are judged, one function per rule.

Traps. A kelurahan is small, so a share may jump by chance: a jump needs both, more than sampling noise explains
(99.8 %) and more points than the user's limit. Kelurahan differ in truth, so control limits widen with the spread that
is there (Spiegelhalter 2005, multiplicative over-dispersion with winsorised z). Every limit is an assumption that stands in
data/rujukan/parameter.csv; nothing here says that a row is wrong, only that somebody should look.

Each rule returns judged units: KEY, `aturan, baik, nilai, pembanding, jumlah` (people or families concerned), `rinci`.
A unit of a whole kota carries the kota's code as `kode_kelurahan`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.convergence.measures import RECIPES
from analysis.convergence.statistics import OUTER_LEVEL, z_value

DIMENSIONS = ("lengkap", "tepat_waktu", "konsisten", "unik", "masuk_akal")
# Rule -> dimension, in the order of consequence: what is wrong for certain, then what hides a lokus, then what may move
# a decision, then what only weakens trust.
RULES = {
    "identitas": "konsisten",
    "belum_lapor_lokus": "lengkap",
    "total_terbit": "konsisten",
    "belum_lapor": "lengkap",
    "lonjakan": "konsisten",
    "lonjakan_sasaran": "konsisten",
    "krs_ekstrem": "masuk_akal",
    "nol": "masuk_akal",
    "penuh": "masuk_akal",
    "luar_kendali": "masuk_akal",
    "kembar": "unik",
    "salinan_tahun": "unik",
    "salinan_sumber": "unik",
    "sel_kosong": "lengkap",
    "terlambat": "tepat_waktu",
    "kelipatan_lima": "masuk_akal",
}
KEY = ["sumber_data", "tabel", "kode_kelurahan", "kode_indikator"]
UNIT = [*KEY, "aturan", "baik", "nilai", "pembanding", "jumlah", "rinci"]
_SHARES = {
    "balita": (("prevalensi_rutin", "balita_sasaran"), ("cakupan_ds", "balita_sasaran")),
    "krs": (("proporsi_krs", "keluarga_sasaran"),),
    "cakupan": (("cakupan", "penyebut"),),
}
JUMP_LIMIT = {"prevalensi_rutin": "lonjakan_prevalensi", "proporsi_krs": "lonjakan_krs", "cakupan": "lonjakan_cakupan"}
_DIGITS = 6  # 100 * 0.3 - 100 * 0.1 must count as 20 points

Identity = tuple[tuple[str, ...], str, tuple[str, ...]]


def column(rows: pd.DataFrame, name: str) -> np.ndarray:
    if name not in rows:
        return np.full(len(rows), np.nan)
    return pd.to_numeric(rows[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def units(
    frame: pd.DataFrame, aturan: str, baik, nilai=np.nan, pembanding=np.nan, jumlah=np.nan, rinci=""
) -> pd.DataFrame:
    """Judged units of one rule for the rows of `frame` (KEY)."""
    judged = frame[KEY].assign(aturan=aturan, baik=baik, nilai=nilai, pembanding=pembanding, jumlah=jumlah, rinci=rinci)
    return judged[UNIT].reset_index(drop=True)


def shares(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The shares of a table's rows in one shape: KEY, `tahun, ukuran, pembilang, penyebut, sasaran, nilai` (per 100)."""
    key = rows.assign(tabel=table)
    key = key if "kode_indikator" in key else key.assign(kode_indikator="")
    parts = []
    for ukuran, sasaran in _SHARES[table]:
        recipe = RECIPES[ukuran]
        k, n = sum(column(rows, name) for name in recipe.pembilang), column(rows, recipe.penyebut)
        nilai = np.divide(100 * k, n, out=np.full(len(rows), np.nan), where=n > 0)
        part = key[[*KEY, "tahun"]].assign(ukuran=ukuran, pembilang=k, penyebut=n, sasaran=column(rows, sasaran))
        parts.append(part.assign(nilai=nilai))
    return pd.concat(parts, ignore_index=True)


def broken_identities(table: str, rows: pd.DataFrame, identities: list[Identity]) -> pd.DataFrame:
    """Rows against the sums that must hold; a sum with an unknown part says nothing. `tertahan` rows are broken."""
    key = rows.assign(tabel=table, kode_indikator=rows.get("kode_indikator", ""))
    good, why = ~rows["tertahan"].to_numpy(dtype=bool), np.full(len(rows), "", dtype=object)
    jumlah = column(rows, {"balita": "diukur", "krs": "keluarga_sasaran", "cakupan": "penyebut"}[table])
    for left, relation, right in identities:
        a, b = (sum(column(rows, name) for name in side) for side in (left, right))
        broken = ((a != b) if relation == "==" else (a > b)) & ~np.isnan(a) & ~np.isnan(b)
        good &= ~broken
        said = f"{' + '.join(left)} {'=' if relation == '==' else '≤'} {' + '.join(right)}"
        why[broken & (why == "")] = said
    return units(key, "identitas", good, jumlah=jumlah, rinci=why)


def two_proportion_z(k1, n1, k0, n0) -> np.ndarray:
    """|z| of two shares of counts with their pooled share; 0 where both are 0 or both are all."""
    k1, n1, k0, n0 = (np.asarray(part, dtype=float) for part in (k1, n1, k0, n0))
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (k1 + k0) / (n1 + n0)
        error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
        return np.where(error > 0, np.abs(k1 / n1 - k0 / n0) / error, 0.0)


def _with_last_year(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    return now.merge(before, on=[*KEY, "ukuran"], suffixes=("", "_lalu"))


def jumps(now: pd.DataFrame, before: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """Shares against the same source's last year: beyond 99.8 % noise and more points than the limit of the measure."""
    pairs = _with_last_year(now[now["ukuran"].isin(list(JUMP_LIMIT))], before).dropna(subset=["nilai", "nilai_lalu"])
    moved = (pairs["nilai"] - pairs["nilai_lalu"]).abs().round(_DIGITS).to_numpy()
    limit = np.array([limits[JUMP_LIMIT[ukuran]] for ukuran in pairs["ukuran"]], dtype=float)
    z = two_proportion_z(*(pairs[name] for name in ("pembilang", "penyebut", "pembilang_lalu", "penyebut_lalu")))
    good = ~((z > z_value(OUTER_LEVEL)) & (moved > limit))
    return units(pairs, "lonjakan", good, pairs["nilai"], pairs["nilai_lalu"], pairs["penyebut"])


def target_jumps(now: pd.DataFrame, before: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """Numbers of people to reach against last year: beyond 99.8 % noise of counts and more percent than the limit."""
    own = now[now["ukuran"].isin(list(JUMP_LIMIT))]
    pairs = _with_last_year(own, before).dropna(subset=["sasaran", "sasaran_lalu"])
    pairs = pairs[(pairs["sasaran_lalu"] > 0).to_numpy()]
    n, last = pairs["sasaran"].to_numpy(dtype=float), pairs["sasaran_lalu"].to_numpy(dtype=float)
    moved, noise = np.abs(n - last), z_value(OUTER_LEVEL) * np.sqrt(n + last)
    good = ~((np.round(100 * moved / last, _DIGITS) > limits["lonjakan_sasaran"]) & (moved > noise))
    return units(pairs, "lonjakan_sasaran", good, n, last, n)


def extremes(now: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """No stunted child among many measured, and a share of families at risk of 0 or 100 among many."""
    many = now[(now["penyebut"] >= limits["diragukan_mulai"]).to_numpy() & now["nilai"].notna().to_numpy()]
    balita, krs = (many[(many["ukuran"] == ukuran).to_numpy()] for ukuran in ("prevalensi_rutin", "proporsi_krs"))
    judged = ((balita, "nol", balita["nilai"] > 0), (krs, "krs_ekstrem", krs["nilai"].between(0, 100, "neither")))
    return pd.concat(
        [units(rows, rule, good, rows["nilai"], jumlah=rows["penyebut"]) for rows, rule, good in judged],
        ignore_index=True,
    )


def kota_of(frame: pd.DataFrame) -> pd.Series:
    return frame["kode_kelurahan"].str[:5]


def full_everywhere(now: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """100 % in every kelurahan that reported: the same list was used as target and as result."""
    rows = now[now["ukuran"].isin(["cakupan", "cakupan_ds"]).to_numpy() & now["nilai"].notna().to_numpy()]
    groups = rows.assign(kota=kota_of(rows)).groupby(["sumber_data", "tabel", "ukuran", "kode_indikator", "kota"])[
        "nilai"
    ]
    rows, lowest = (
        frame[(groups.transform("size") >= limits["seragam_mulai"]).to_numpy()]
        for frame in (rows, groups.transform("min"))
    )
    return units(rows, "penuh", (lowest < 100).to_numpy(), rows["nilai"], jumlah=rows["penyebut"])


def control_z(k: np.ndarray, n: np.ndarray) -> np.ndarray:
    """z of each share around the group's own share, divided by the spread that the group shows beyond chance."""
    share = k.sum() / n.sum()
    if not 0 < share < 1:
        return np.zeros(len(k))
    z = (k / n - share) / np.sqrt(share * (1 - share) / n)
    low, high = np.quantile(z, [0.1, 0.9])
    spread = float(np.mean(np.clip(z, low, high) ** 2))
    return z / np.sqrt(spread) if spread > 1 else z


def outside_control(now: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """Shares outside the 99.8 % control limits around the kota's own share in the same source."""
    rows = now[now["ukuran"].isin(list(JUMP_LIMIT)).to_numpy() & now["nilai"].notna().to_numpy()]
    parts = []
    for _group, part in rows.groupby([rows["sumber_data"], rows["ukuran"], rows["kode_indikator"], kota_of(rows)]):
        if len(part) >= limits["seragam_mulai"]:
            k, n = part["pembilang"].to_numpy(dtype=float), part["penyebut"].to_numpy(dtype=float)
            good = np.abs(control_z(k, n)) <= z_value(OUTER_LEVEL)
            parts.append(units(part, "luar_kendali", good, part["nilai"], 100 * k.sum() / n.sum(), n))
    return pd.concat(parts, ignore_index=True) if parts else no_units()


def no_units() -> pd.DataFrame:
    """The shape of judged units without rows."""
    return pd.DataFrame(columns=UNIT).astype({"baik": bool, "nilai": float, "pembanding": float, "jumlah": float})


def published_totals(
    table_rows: pd.DataFrame, angka: pd.DataFrame, existing: pd.DataFrame, tahun: int, limits: Mapping[str, float]
) -> pd.DataFrame:
    """KRS of all kelurahan together against the kota's published total of the year; only where every kelurahan of
    `existing` reported."""
    rows = table_rows.assign(total=column(table_rows, "total_krs")).dropna(subset="total")
    found = (
        rows.assign(kota=kota_of(rows))
        .groupby(["sumber_data", "kota"], as_index=False)
        .agg(total=("total", "sum"), n=("kode_kelurahan", "nunique"))
    )
    size = kota_of(existing).value_counts()
    figures = angka[((angka["indikator"] == "total_krs") & (angka["tahun"] == tahun)).to_numpy(dtype=bool)]
    figures = figures[(figures["status"].fillna("") == "").to_numpy()].drop_duplicates("kode_wilayah", keep="last")
    found = found.assign(
        terbit=found["kota"].map(figures.set_index("kode_wilayah")["nilai"]).astype(float),
        semua=found["n"] == found["kota"].map(size),
        tabel="krs",
        kode_kelurahan=found["kota"],
        kode_indikator="",
    )
    found = found[(found["terbit"] > 0).to_numpy() & found["semua"].to_numpy(dtype=bool)]
    gap = (100 * (found["total"] - found["terbit"]).abs() / found["terbit"]).round(_DIGITS)
    good = (gap <= limits["selisih_terbit"]).to_numpy()
    return units(found, "total_terbit", good, found["total"], found["terbit"], (found["total"] - found["terbit"]).abs())


def lateness(rows: pd.DataFrame, table: str, tenggat: str) -> pd.DataFrame:
    """Rows by the day on which they were first recorded (`pertama`) against the deadline; ISO dates. Rows without a day
    are not judged, and without a deadline nothing is."""
    dated = rows[(rows["pertama"] != "").to_numpy()] if tenggat else rows.iloc[:0]
    dated = dated.assign(tabel=table, kode_indikator=dated.get("kode_indikator", ""))
    return units(dated, "terlambat", (dated["pertama"] <= tenggat).to_numpy(dtype=bool), rinci=dated["pertama"])
