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
hitung_rutin: indikator, tahun, periode, nilai, satuan, pembilang, penyebut
aksi: tahun, kerangka, n_aksi, aksi [codes with a published date], aksi_terakhir, tanggal
penilaian_kinerja: tahun, tanggal_mulai, tanggal_selesai
survei_berubah: tahun, tahun_sebelum, nilai, nilai_sebelum, selisih, mungkin_derau, batas_derau
lokus_berubah: tahun, tahun_sebelum, masuk, keluar, bertahan, beda [codes]
krs_berubah: tahun, tahun_sebelum, nilai, nilai_sebelum, selisih
kerangka_berganti: tahun, dari, ke
aksi_bergeser: aksi, tahun, tanggal, tanggal_sebelum, hari (later = positive, by day of the year)
tidak_diketahui: topik, pengisi, tahun, tahun_lain (latest year before it that is known, or None)
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.lokus import lokus_of_year, official_lists
from analysis.convergence.prevalence import NOISE_POINTS, gap_to_target, survey_series
from analysis.convergence.review import PERFORMANCE_REVIEW, aksi_dates, frame_actions, frame_for

PROVINCE = "31"
_FILLED_BY = {"survei": "ssgi_kota", "target": "rpjmn", "lokus": "sk_lokus", "krs": "siga_krs", "hitung_rutin": "eppgbm",
              "aksi": "jadwal_aksi", "penilaian_kinerja": "hasil_pk"}


@dataclass(frozen=True)
class Fact:
    """One fact: a code, its numbers (keys in the module docstring) and the published rows it stands on."""

    kode: str
    nilai: dict
    rows: pd.DataFrame


def _unknown(topik: str, tahun: int, years=()) -> Fact:
    earlier = [int(year) for year in years if year < tahun]
    nilai = {"topik": topik, "pengisi": _FILLED_BY[topik], "tahun": tahun, "tahun_lain": max(earlier, default=None)}
    return Fact("tidak_diketahui", nilai, pd.DataFrame())


def _survey(angka: pd.DataFrame, kode: str, tahun: int) -> list[Fact]:
    series = gap_to_target(angka, kode)
    known = series[series["tahun"] <= tahun]
    if known.empty:
        return [_unknown("survei", tahun)]
    rows = known.tail(1)
    last = rows.iloc[0]
    year = int(last["tahun"])
    facts = [Fact("survei", {"kode_wilayah": kode, "tahun": year, "periode": last["periode"], "nilai": last["nilai"],
                             "tahun_diminta": tahun}, rows)]
    versions = survey_series(angka, kode, semua_versi=True)
    for _, other in versions[(versions["tahun"] == year) & (versions["status"].fillna("") != "")].iterrows():
        facts.append(Fact("survei_versi_lain", {"tahun": year, "periode": other["periode"], "nilai": other["nilai"],
                                                "nilai_utama": last["nilai"]}, other.to_frame().T))
    if pd.isna(last["target"]):
        facts.append(_unknown("target", year))
    else:
        target = angka[(angka["indikator"] == last["seri"]) & (angka["tahun"] == year)]
        facts.append(Fact("target", {"tahun": year, "periode": last["periode"], "nilai": last["target"],
                                     "seri": last["seri"], "nilai_survei": last["nilai"],
                                     "selisih": last["selisih"]}, target))
    if year < tahun:
        facts.append(_unknown("survei", tahun, [year]))
    return facts


def _lokus(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> Fact:
    lokus, daftar = tables["lokus"], tables["lokus_daftar"]
    if kode_kota == PROVINCE:
        found = lokus_of_year(lokus, tables["kelurahan"], None, tahun)
        per_kota = found[found["semua"].astype(bool)].groupby("kode_kota").size().to_dict()
        rows = daftar[(daftar["tahun"] == tahun) & daftar["kode_kota"].isin(list(per_kota))]
        return Fact("lokus_provinsi", {"tahun": tahun, "kota": per_kota}, rows) if per_kota else _unknown(
            "lokus", tahun, lokus["tahun"])
    lists = official_lists(lokus, daftar, kode_kota, tahun)
    if lists.empty:
        return _unknown("lokus", tahun, daftar.loc[daftar["kode_kota"] == kode_kota, "tahun"])
    if not lists["n_nama"].any():
        return Fact("lokus_jumlah_saja", {"tahun": tahun, "jumlah": lists["jumlah"].iloc[0]}, lists)
    found = lokus_of_year(lokus, tables["kelurahan"], kode_kota, tahun)
    same = found["semua"].astype(bool)
    return Fact("lokus", {"tahun": tahun, "versi": lists["versi"].tolist(), "jumlah": lists["jumlah"].tolist(),
                          "kode": found.loc[same, "kode_kelurahan"].tolist(),
                          "beda": found.loc[~same, "kode_kelurahan"].tolist()}, lists)


def _figures(angka: pd.DataFrame, indikator: str, kode: str, tahun: int) -> pd.DataFrame:
    """Published figures up to a year, latest last; unverified ones stay out of the headline."""
    rows = angka[(angka["indikator"].str.startswith(indikator)) & (angka["kode_wilayah"] == kode)
                 & (angka["tahun"] <= tahun) & (angka["status"].fillna("") == "")]
    return rows.sort_values(["tahun", "tanggal_sumber"])


def _latest(angka: pd.DataFrame, topik: str, indikator: str, kode: str, tahun: int, keys: list[str]) -> Fact:
    rows = _figures(angka, indikator, kode, tahun).tail(1)
    return Fact(topik, rows.iloc[0][keys].to_dict(), rows) if len(rows) else _unknown(topik, tahun)


def _dates(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> list[Fact]:
    jadwal, aksi = tables["jadwal_aksi"], tables["aksi"]
    own = jadwal[jadwal["kode_kota"] == kode_kota]
    dates = aksi_dates(own[own["tahun"] == tahun])
    done = dates[(dates["aksi"] != PERFORMANCE_REVIEW) & dates["tanggal_selesai"].notna()].sort_values("tanggal_selesai")
    facts = [_unknown("aksi", tahun, own.loc[own["aksi"] != PERFORMANCE_REVIEW, "tahun"])]
    if len(done):
        last = done.iloc[-1]
        rows = own[(own["tahun"] == tahun) & (own["aksi"] != PERFORMANCE_REVIEW)]
        facts = [Fact("aksi", {"tahun": tahun, "kerangka": frame_for(aksi, tahun),
                               "n_aksi": len(frame_actions(aksi, tahun)), "aksi": done["aksi"].tolist(),
                               "aksi_terakhir": last["aksi"], "tanggal": last["tanggal_selesai"].date()}, rows)]
    review = dates[(dates["aksi"] == PERFORMANCE_REVIEW) & dates["tanggal_mulai"].notna()]
    if review.empty:
        return [*facts, _unknown("penilaian_kinerja", tahun, own.loc[own["aksi"] == PERFORMANCE_REVIEW, "tahun"])]
    row = review.iloc[0]
    return [*facts, Fact("penilaian_kinerja", {"tahun": tahun, "tanggal_mulai": row["tanggal_mulai"].date(),
                                               "tanggal_selesai": row["tanggal_selesai"].date()},
                         own[(own["tahun"] == tahun) & (own["aksi"] == PERFORMANCE_REVIEW)])]


def headline_facts(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> list[Fact]:
    """Ordered facts of a kota ("31" = DKI) for a budget year: survey, target, lokus, KRS, routine count, aksi, review.

    A figure of an earlier year is given with its own year; a figure of a later year is not used.
    """
    angka = tables["angka"]
    return [
        *_survey(angka, kode_kota, tahun),
        _lokus(tables, kode_kota, tahun),
        _latest(angka, "krs", "total_krs", kode_kota, tahun, ["tahun", "periode", "nilai"]),
        _latest(angka, "hitung_rutin", "balita_stunting_rutin", kode_kota, tahun,
                ["indikator", "tahun", "periode", "nilai", "satuan", "pembilang", "penyebut"]),
        *_dates(tables, kode_kota, tahun),
    ]


def _survey_change(angka: pd.DataFrame, kode: str, tahun: int, batas_derau: float) -> list[Fact]:
    series = survey_series(angka, kode)
    rows = series[series["tahun"] <= tahun].tail(2)
    if len(rows) < 2:
        return []
    before, now = rows.iloc[0], rows.iloc[1]
    change = round(now["nilai"] - before["nilai"], 6)  # 17.6 - 14.6 must count as 3 points, not 3.0000000000000018
    return [Fact("survei_berubah", {
        "tahun": int(now["tahun"]), "tahun_sebelum": int(before["tahun"]), "nilai": now["nilai"],
        "nilai_sebelum": before["nilai"], "selisih": change, "mungkin_derau": abs(change) < batas_derau,
        "batas_derau": batas_derau}, rows)]


def _lokus_change(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> list[Fact]:
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], kode_kota)
    named = sorted(lists.loc[(lists["n_nama"] > 0) & (lists["tahun"] <= tahun), "tahun"].unique())[-2:]
    if len(named) < 2:
        return []
    before, now = (lokus_of_year(tables["lokus"], tables["kelurahan"], kode_kota, int(year)) for year in named)
    sure = [set(found.loc[found["semua"].astype(bool), "kode_kelurahan"]) for found in (before, now)]
    beda = {kode for found in (before, now) for kode in found.loc[~found["semua"].astype(bool), "kode_kelurahan"]}
    return [Fact("lokus_berubah", {
        "tahun": int(named[1]), "tahun_sebelum": int(named[0]), "masuk": sorted(sure[1] - sure[0] - beda),
        "keluar": sorted(sure[0] - sure[1] - beda), "bertahan": sorted(sure[0] & sure[1]), "beda": sorted(beda)},
        lists[lists["tahun"].isin(named)])]


def _krs_change(angka: pd.DataFrame, kode: str, tahun: int) -> list[Fact]:
    rows = _figures(angka, "total_krs", kode, tahun).drop_duplicates("tahun", keep="last").tail(2)
    if len(rows) < 2:
        return []
    before, now = rows.iloc[0], rows.iloc[1]
    return [Fact("krs_berubah", {"tahun": int(now["tahun"]), "tahun_sebelum": int(before["tahun"]),
                                 "nilai": now["nilai"], "nilai_sebelum": before["nilai"],
                                 "selisih": now["nilai"] - before["nilai"]}, rows)]


def _date_changes(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int) -> list[Fact]:
    jadwal = tables["jadwal_aksi"]
    own = jadwal[jadwal["kode_kota"] == kode_kota]
    now, before = (aksi_dates(own[own["tahun"] == year]) for year in (tahun, tahun - 1))
    both = now.merge(before, on=["kerangka", "aksi"], suffixes=("", "_sebelum"))
    both = both[both["tanggal_selesai"].notna() & both["tanggal_selesai_sebelum"].notna()]
    facts = []
    for row in both.itertuples():
        date, earlier = row.tanggal_selesai.date(), row.tanggal_selesai_sebelum.date()
        rows = own[own["tahun"].isin([tahun - 1, tahun]) & (own["aksi"] == row.aksi)]
        days = (date - earlier.replace(year=earlier.year + 1, day=min(earlier.day, 28))).days
        facts.append(Fact("aksi_bergeser", {"aksi": row.aksi, "tahun": tahun, "tanggal": date,
                                            "tanggal_sebelum": earlier, "hari": days}, rows))
    return facts


def what_changed(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int,
                 batas_derau: float = NOISE_POINTS) -> list[Fact]:
    """What changed up to budget year `tahun`: survey, lokus, KRS, frame, dates of the aksi. Published rows only.

    Empty where nothing published can be compared. batas_derau: points below which a survey change may be noise.
    """
    angka, aksi = tables["angka"], tables["aksi"]
    dari, ke = frame_for(aksi, tahun - 1), frame_for(aksi, tahun)
    switched = [Fact("kerangka_berganti", {"tahun": tahun, "dari": dari, "ke": ke},
                     aksi[aksi["kerangka"].isin([dari, ke])])] if dari and ke and dari != ke else []
    return [*_survey_change(angka, kode_kota, tahun, batas_derau), *_lokus_change(tables, kode_kota, tahun),
            *_krs_change(angka, kode_kota, tahun), *switched, *_date_changes(tables, kode_kota, tahun)]
