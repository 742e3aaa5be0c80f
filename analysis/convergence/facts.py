"""The headline facts of a kota and what changed since the year before, from published rows only.

The trap: these are the sentences a wali kota repeats, so nothing synthetic may enter. Only the published tables are
read (`angka, lokus, lokus_daftar, jadwal_aksi`); balita, krs, cakupan, reviu and bukti are never touched. What is
not published becomes a fact of its own, `tidak_diketahui`, that names the data which would fill it.

Codes of facts and the keys of `nilai`:
survei: kode_wilayah, tahun, periode, nilai, tahun_diminta (older `tahun` = that year's survey is not published)
survei_versi_lain: tahun, periode, nilai, nilai_utama
target: tahun, periode, nilai (target), seri, nilai_survei, selisih (points, survey - target)
lokus: tahun, versi [str], jumlah [number each list states], kode [in every version], beda [in some versions only]
lokus_jumlah_saja: tahun, jumlah (names not published)
lokus_provinsi: tahun, kota {kode_kota: number of kelurahan in every version of its list}
krs: tahun, periode, nilai
hitung_rutin: tahun, periode, nilai (children, or None), prevalensi (percent of the same period, or None)
aksi: tahun, kerangka, n_aksi, aksi [codes with a published date], aksi_terakhir, tanggal
penilaian_kinerja: tahun, tanggal_mulai, tanggal_selesai (for DKI: first and last day over the kota)
survei_berubah: tahun, tahun_sebelum, nilai, nilai_sebelum, selisih, mungkin_derau, batas_derau
lokus_berubah: tahun, tahun_sebelum, masuk, keluar, bertahan, beda [codes]
krs_berubah: tahun, tahun_sebelum, nilai, nilai_sebelum, selisih
kerangka_berganti: tahun, dari, ke
aksi_bergeser: aksi, tahun, tanggal, tanggal_sebelum, hari (later = positive, by day of the year)
tidak_diketahui: topik, pengisi, tahun, tahun_lain (nearest other year that is published, or None)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

import pandas as pd

from analysis.convergence.lokus import lokus_of_year, official_lists
from analysis.convergence.measures import is_province
from analysis.convergence.prevalence import NOISE_POINTS, gap_to_target, survey_series, target_series
from analysis.convergence.review import PERFORMANCE_REVIEW, frame_actions, frame_for

_FILLED_BY = {
    "survei": "ssgi_kota",
    "target": "rpjmn",
    "lokus": "sk_lokus",
    "krs": "siga_krs",
    "hitung_rutin": "eppgbm",
    "aksi": "jadwal_aksi",
    "penilaian_kinerja": "hasil_pk",
}


@dataclass(frozen=True)
class Fact:
    """One fact: a code, its numbers (keys in the module docstring) and the published rows it stands on."""

    kode: str
    nilai: dict
    rows: pd.DataFrame


def _unknown(topik: str, tahun: int, years=()) -> Fact:
    other = min(
        (int(year) for year in years if year != tahun), key=lambda year: (abs(year - tahun), year), default=None
    )
    return Fact(
        "tidak_diketahui",
        {"topik": topik, "pengisi": _FILLED_BY[topik], "tahun": tahun, "tahun_lain": other},
        pd.DataFrame(),
    )


def _survey(angka: pd.DataFrame, kode: str, tahun: int) -> list[Fact]:
    series = gap_to_target(angka, kode)
    known = series[series["tahun"] <= tahun]
    if known.empty:
        return [_unknown("survei", tahun)]
    rows = known.tail(1)
    last = rows.iloc[0]
    year = int(last["tahun"])
    nilai = float(last["nilai"])
    facts = [
        Fact(
            "survei",
            {"kode_wilayah": kode, "tahun": year, "periode": last["periode"], "nilai": nilai, "tahun_diminta": tahun},
            rows,
        )
    ]
    versions = survey_series(angka, kode, semua_versi=True)
    for _, other in versions[(versions["tahun"] == year) & (versions["status"].fillna("") != "")].iterrows():
        facts.append(
            Fact(
                "survei_versi_lain",
                {"tahun": year, "periode": other["periode"], "nilai": float(other["nilai"]), "nilai_utama": nilai},
                other.to_frame().T,
            )
        )
    if pd.isna(last["target"]):
        facts.append(_unknown("target", year))
    else:
        target = target_series(angka)
        target = target[((target["seri"] == last["seri"]) & (target["tahun"] == year)).to_numpy(dtype=bool)]
        facts.append(
            Fact(
                "target",
                {
                    "tahun": year,
                    "periode": last["periode"],
                    "nilai": float(last["target"]),
                    "seri": last["seri"],
                    "nilai_survei": nilai,
                    "selisih": float(last["selisih"]),
                },
                target,
            )
        )
    if year < tahun:
        facts.append(_unknown("survei", tahun, [year]))
    return facts


def lokus_fact(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> Fact:
    """The official lists of the year: `lokus`, `lokus_jumlah_saja`, `lokus_provinsi` or `tidak_diketahui`."""
    lokus, daftar = tables["lokus"], tables["lokus_daftar"]
    if is_province(kode_kota):
        found = lokus_of_year(lokus, tables["kelurahan"], None, tahun)
        per_kota = found[found["semua"]].groupby("kode_kota").size().to_dict()
        rows = daftar[(daftar["tahun"] == tahun) & daftar["kode_kota"].isin(list(per_kota))]
        return (
            Fact("lokus_provinsi", {"tahun": tahun, "kota": per_kota}, rows)
            if per_kota
            else _unknown("lokus", tahun, lokus["tahun"])
        )
    lists = official_lists(lokus, daftar, kode_kota, tahun)
    if lists.empty:
        return _unknown("lokus", tahun, daftar.loc[daftar["kode_kota"] == kode_kota, "tahun"])
    if not lists["n_nama"].any():
        return Fact("lokus_jumlah_saja", {"tahun": tahun, "jumlah": int(lists["jumlah"].iloc[0])}, lists)
    found = lokus_of_year(lokus, tables["kelurahan"], kode_kota, tahun)
    same = found["semua"]
    return Fact(
        "lokus",
        {
            "tahun": tahun,
            "versi": lists["versi"].tolist(),
            "jumlah": lists["jumlah"].tolist(),
            "kode": found.loc[same, "kode_kelurahan"].tolist(),
            "beda": found.loc[~same, "kode_kelurahan"].tolist(),
        },
        lists,
    )


def _figures(angka: pd.DataFrame, indikator: list[str], kode: str) -> pd.DataFrame:
    """Published figures of one area, latest last; second versions and unverified ones stay out of the headline."""
    rows = angka[(angka["indikator"].isin(indikator) & (angka["kode_wilayah"] == kode)).to_numpy(dtype=bool)]
    return rows[(rows["status"].fillna("") == "").to_numpy()].sort_values(["tahun", "tanggal_sumber"])


def krs_fact(tables: dict[str, pd.DataFrame], kode: str, tahun: int) -> Fact:
    """The latest published number of families at risk up to the year: `krs` or `tidak_diketahui`."""
    angka = tables["angka"]
    rows = _figures(angka, ["total_krs"], kode)
    last = rows[(rows["tahun"] <= tahun).to_numpy(dtype=bool)].tail(1)
    if last.empty:
        return _unknown("krs", tahun, rows["tahun"])
    row = last.iloc[0]
    return Fact("krs", {"tahun": int(row["tahun"]), "periode": row["periode"], "nilai": float(row["nilai"])}, last)


def _routine(angka: pd.DataFrame, kode: str, tahun: int) -> Fact:
    """Latest routine count with the prevalence of the same period; either may stand alone."""
    rows = _figures(angka, ["balita_stunting_rutin", "prevalensi_rutin"], kode)
    known = rows[(rows["tahun"] <= tahun).to_numpy(dtype=bool)]
    if known.empty:
        return _unknown("hitung_rutin", tahun, rows["tahun"])
    same = known[
        ((known["tahun"] == known["tahun"].iloc[-1]) & (known["periode"] == known["periode"].iloc[-1])).to_numpy(
            dtype=bool
        )
    ]
    found = dict(zip(same["indikator"], same["nilai"], strict=True))
    return Fact(
        "hitung_rutin",
        {
            "tahun": int(same["tahun"].iloc[-1]),
            "periode": same["periode"].iloc[-1],
            "nilai": found.get("balita_stunting_rutin"),
            "prevalensi": found.get("prevalensi_rutin"),
        },
        same,
    )


def _dated(jadwal: pd.DataFrame, kode_kota: str) -> pd.DataFrame:
    """Published rows of a kota (31 = all) that carry a date, as `mulai` and `selesai` (one-day events have one)."""
    rows = jadwal[jadwal["kode_kota"].str.startswith(kode_kota).to_numpy(dtype=bool)]
    mulai, selesai = (
        pd.to_datetime(rows[c], errors="coerce", format="ISO8601") for c in ("tanggal_mulai", "tanggal_selesai")
    )
    rows = rows.assign(mulai=mulai.fillna(selesai), selesai=selesai.fillna(mulai))
    return rows[rows["selesai"].notna().to_numpy()].sort_values("selesai")


def _aksi(dated: pd.DataFrame, aksi: pd.DataFrame, tahun: int) -> Fact:
    own = dated[(dated["aksi"] != PERFORMANCE_REVIEW).to_numpy()]
    rows = own[(own["tahun"] == tahun).to_numpy()]
    if rows.empty:
        return _unknown("aksi", tahun, own["tahun"])
    last = rows.iloc[-1]
    return Fact(
        "aksi",
        {
            "tahun": tahun,
            "kerangka": frame_for(aksi, tahun),
            "n_aksi": len(frame_actions(aksi, tahun)),
            "aksi": list(dict.fromkeys(rows["aksi"])),
            "aksi_terakhir": last["aksi"],
            "tanggal": last["selesai"].date(),
        },
        rows,
    )


def assessment_fact(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> Fact:
    """When the province assessed the year: `penilaian_kinerja` or `tidak_diketahui`."""
    dated = _dated(tables["jadwal_aksi"], kode_kota)
    own = dated[(dated["aksi"] == PERFORMANCE_REVIEW).to_numpy()]
    rows = own[(own["tahun"] == tahun).to_numpy()]
    if rows.empty:
        return _unknown("penilaian_kinerja", tahun, own["tahun"])
    return Fact(
        "penilaian_kinerja",
        {"tahun": tahun, "tanggal_mulai": rows["mulai"].min().date(), "tanggal_selesai": rows["selesai"].max().date()},
        rows,
    )


def headline_facts(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> list[Fact]:
    """Ordered facts of a kota ("31" = DKI) for a budget year: survey, target, lokus, KRS, routine count, aksi, review.

    The aksi are carried out by each kota, so DKI has no fact about them.
    A figure of an earlier year is given with its own year; a figure of a later year is not used.
    """
    angka, dated = tables["angka"], _dated(tables["jadwal_aksi"], kode_kota)
    return [
        *_survey(angka, kode_kota, tahun),
        lokus_fact(tables, kode_kota, tahun),
        krs_fact(tables, kode_kota, tahun),
        _routine(angka, kode_kota, tahun),
        *([] if is_province(kode_kota) else [_aksi(dated, tables["aksi"], tahun)]),
        assessment_fact(tables, kode_kota, tahun),
    ]


def _survey_change(angka: pd.DataFrame, kode: str, tahun: int, batas_derau: float) -> list[Fact]:
    series = survey_series(angka, kode)
    rows = series[series["tahun"] <= tahun].tail(2)
    if len(rows) < 2:
        return []
    before, now = rows.iloc[0], rows.iloc[1]
    change = round(float(now["nilai"] - before["nilai"]), 6)  # 19.3 - 16.3 must count as 3 points, not 2.9999999
    return [
        Fact(
            "survei_berubah",
            {
                "tahun": int(now["tahun"]),
                "tahun_sebelum": int(before["tahun"]),
                "nilai": float(now["nilai"]),
                "nilai_sebelum": float(before["nilai"]),
                "selisih": change,
                "mungkin_derau": abs(change) < batas_derau,
                "batas_derau": batas_derau,
            },
            rows,
        )
    ]


def _lokus_change(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> list[Fact]:
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], kode_kota)
    named = sorted(lists.loc[(lists["n_nama"] > 0) & (lists["tahun"] <= tahun), "tahun"].unique())[-2:]
    if len(named) < 2:
        return []
    before, now = (lokus_of_year(tables["lokus"], tables["kelurahan"], kode_kota, int(year)) for year in named)
    sure = [set(found.loc[found["semua"], "kode_kelurahan"]) for found in (before, now)]
    beda = {kode for found in (before, now) for kode in found.loc[~found["semua"], "kode_kelurahan"]}
    return [
        Fact(
            "lokus_berubah",
            {
                "tahun": int(named[1]),
                "tahun_sebelum": int(named[0]),
                "masuk": sorted(sure[1] - sure[0] - beda),
                "keluar": sorted(sure[0] - sure[1] - beda),
                "bertahan": sorted(sure[0] & sure[1]),
                "beda": sorted(beda),
            },
            lists[lists["tahun"].isin(named)],
        )
    ]


def _krs_change(angka: pd.DataFrame, kode: str, tahun: int) -> list[Fact]:
    rows = _figures(angka, ["total_krs"], kode)
    rows = rows[(rows["tahun"] <= tahun).to_numpy(dtype=bool)].drop_duplicates("tahun", keep="last").tail(2)
    if len(rows) < 2:
        return []
    before, now = rows.iloc[0], rows.iloc[1]
    return [
        Fact(
            "krs_berubah",
            {
                "tahun": int(now["tahun"]),
                "tahun_sebelum": int(before["tahun"]),
                "nilai": float(now["nilai"]),
                "nilai_sebelum": float(before["nilai"]),
                "selisih": float(now["nilai"] - before["nilai"]),
            },
            rows,
        )
    ]


def _day_of_year_shift(date: Date, earlier: Date) -> int:
    """Days by which `date` is later in its year than `earlier` was in the year before (29 February counts as 28)."""
    day = 28 if (earlier.month, earlier.day) == (2, 29) else earlier.day
    return (date - Date(earlier.year + 1, earlier.month, day)).days


def _date_changes(dated: pd.DataFrame, tahun: int) -> list[Fact]:
    dated = dated[(dated["aksi"] != PERFORMANCE_REVIEW).to_numpy()]
    now, before = (
        {
            (row.kerangka, row.aksi): row.selesai.date()
            for row in dated[(dated["tahun"] == year).to_numpy()].itertuples()
        }
        for year in (tahun, tahun - 1)
    )
    return [
        Fact(
            "aksi_bergeser",
            {
                "aksi": aksi,
                "tahun": tahun,
                "tanggal": now[kerangka, aksi],
                "tanggal_sebelum": before[kerangka, aksi],
                "hari": _day_of_year_shift(now[kerangka, aksi], before[kerangka, aksi]),
            },
            dated[(dated["tahun"].isin([tahun - 1, tahun]) & (dated["aksi"] == aksi)).to_numpy(dtype=bool)],
        )
        for kerangka, aksi in now
        if (kerangka, aksi) in before
    ]


def what_changed(
    tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int, batas_derau: float = NOISE_POINTS
) -> list[Fact]:
    """What changed up to budget year `tahun`: survey, lokus, KRS, frame, dates of the aksi. Published rows only.

    Empty where nothing published can be compared. batas_derau: points below which a survey change may be noise.
    """
    angka, aksi = tables["angka"], tables["aksi"]
    dari, ke = frame_for(aksi, tahun - 1), frame_for(aksi, tahun)
    switched = (
        [Fact("kerangka_berganti", {"tahun": tahun, "dari": dari, "ke": ke}, aksi[aksi["kerangka"].isin([dari, ke])])]
        if dari and ke and dari != ke
        else []
    )
    shifted = [] if is_province(kode_kota) else _date_changes(_dated(tables["jadwal_aksi"], kode_kota), tahun)
    return [
        *_survey_change(angka, kode_kota, tahun, batas_derau),
        *_lokus_change(tables, kode_kota, tahun),
        *_krs_change(angka, kode_kota, tahun),
        *switched,
        *shifted,
    ]
