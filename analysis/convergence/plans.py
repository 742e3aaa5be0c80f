"""Aksi 2 to 5: planned activities, rembuk commitments, regulations, and kader and KPM of a kota and year.

Traps: targets of different activities have different units, so they are never added: what can be counted is how many
activities reached theirs. A share is taken only over rows where both of its parts are known, or an office that has not
reported would look idle. And an activity of a kecamatan or kota may reach a lokus, but nobody wrote that it does: a
lokus counts as served only by an activity of its own.
"""

from __future__ import annotations

from datetime import date as Date

import numpy as np
import pandas as pd

from analysis.convergence.lokus import lokus_of_year
from analysis.convergence.measures import META, areas_in, source_of_sum

SUMMARY = [
    "n_kegiatan", "anggaran_rp", "realisasi_rp", "serapan_pct", "n_bertarget", "n_tercapai", "capaian_pct",
    "n_tanpa_indikator", "n_tanpa_target",
]  # fmt: skip
PEOPLE = ["n_wilayah", "n_wilayah_total", "jumlah", "terlatih", "terlatih_pct", "baduta", "baduta_per_pelaku"]


def real_first(rencana: pd.DataFrame) -> pd.DataFrame:
    """The plans without the sample rows of every kota and year that has rows of its own: a list is somebody's whole
    list, and a sum of both would be neither."""
    sample = rencana["jenis_data"] == "contoh"
    lists = pd.MultiIndex.from_arrays([rencana["kode_wilayah"].str[:5], rencana["tahun"]])
    return rencana[~(sample.to_numpy(dtype=bool) & lists.isin(lists[~sample.to_numpy(dtype=bool)]))]


def plans_of(rencana: pd.DataFrame, kode: str, tahun: int | None = None) -> pd.DataFrame:
    """The activities of an area of any level and of all areas in it, with `serapan_pct` and `capaian_pct` of each.

    serapan_pct: budget spent per 100 budgeted; capaian_pct: result per 100 of the target; missing where a part is.
    """
    rencana = real_first(rencana)
    inside = rencana["kode_wilayah"].str.startswith(kode)
    rows = rencana[(inside if tahun is None else inside & (rencana["tahun"] == tahun)).to_numpy(dtype=bool)]
    return rows.assign(
        serapan_pct=_share(rows["realisasi_rp"], rows["anggaran_rp"]),
        capaian_pct=_share(rows["realisasi"], rows["target"]),
    ).reset_index(drop=True)


def _share(part: pd.Series, whole: pd.Series) -> np.ndarray:
    part, whole = (values.astype("Float64").to_numpy(dtype=float, na_value=np.nan) for values in (part, whole))
    return 100 * np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def _both(rows: pd.DataFrame, part: str, whole: str) -> tuple[float, float]:
    """The sums of two columns over the rows where both are known; missing where there is no such row."""
    known = rows[rows[part].notna() & rows[whole].notna()]
    return (float(known[part].sum()), float(known[whole].sum())) if len(known) else (np.nan, np.nan)


def _summary(rows: pd.DataFrame) -> dict[str, object]:
    spent, budget = _both(rows, "realisasi_rp", "anggaran_rp")
    judged = rows["capaian_pct"].dropna()
    return {
        "n_kegiatan": len(rows),
        "anggaran_rp": float(rows["anggaran_rp"].sum()) if rows["anggaran_rp"].notna().any() else np.nan,
        "realisasi_rp": float(rows["realisasi_rp"].sum()) if rows["realisasi_rp"].notna().any() else np.nan,
        "serapan_pct": 100 * spent / budget if budget > 0 else np.nan,
        "n_bertarget": len(judged),
        "n_tercapai": int((judged >= 100).sum()),
        "capaian_pct": float(judged.median()) if len(judged) else np.nan,
        "n_tanpa_indikator": int((rows["kode_indikator"] == "").sum()),
        "n_tanpa_target": int(rows["target"].isna().sum()),
        **source_of_sum(rows),
    }


def plan_summary(rencana: pd.DataFrame, kode: str, tahun: int) -> dict[str, object]:
    """SUMMARY and META of one area and year: counts of activities, rupiah, and shares per 100.

    `serapan_pct` over the activities whose budget and spending are both known; `n_tercapai` of the `n_bertarget`
    activities with target and result; `capaian_pct` is their median.
    """
    return _summary(plans_of(rencana, kode, tahun))


def plans_by(rencana: pd.DataFrame, kode: str, tahun: int | None, by: str) -> pd.DataFrame:
    """SUMMARY and META per value of `by`: "opd", "tahun", or "kode_kecamatan" ("" = planned for the whole kota).

    Largest budget first, unknown budgets last; years in their order.
    """
    rows = plans_of(rencana, kode, tahun)
    rows = rows.assign(kode_kecamatan=[code[:8] if len(code) >= 8 else "" for code in rows["kode_wilayah"]])
    found = [{by: value, **_summary(part)} for value, part in rows.groupby(by, sort=True)]
    table = pd.DataFrame(found, columns=[by, *SUMMARY, *META])
    if by == "tahun":
        return table
    return table.sort_values("anggaran_rp", ascending=False, kind="stable", na_position="last", ignore_index=True)


def lokus_plans(tables: dict[str, pd.DataFrame], kode_kota: str | None, tahun: int) -> pd.DataFrame:
    """Each lokus of the published lists of that year with its own activities, those without any first.

    `kode_kelurahan, nama, nama_kecamatan, n_kegiatan, anggaran_rp, n_kecamatan` (activities planned for its whole
    kecamatan), META of the activities. Empty when no names are published for that year.
    """
    lokus = lokus_of_year(tables["lokus"], tables["kelurahan"], kode_kota, tahun)
    plans = plans_of(tables["rencana"], kode_kota or "", tahun)
    found = []
    for row in lokus.itertuples():
        own = plans[(plans["kode_wilayah"] == row.kode_kelurahan).to_numpy()]
        found.append(
            {
                "kode_kelurahan": row.kode_kelurahan,
                "nama": row.nama,
                "nama_kecamatan": row.nama_kecamatan,
                "n_kegiatan": len(own),
                "anggaran_rp": float(own["anggaran_rp"].sum()) if own["anggaran_rp"].notna().any() else np.nan,
                "n_kecamatan": int((plans["kode_wilayah"] == row.kode_kecamatan).sum()),
                **source_of_sum(own),
            }
        )
    columns = ["kode_kelurahan", "nama", "nama_kecamatan", "n_kegiatan", "anggaran_rp", "n_kecamatan", *META]
    return pd.DataFrame(found, columns=columns).sort_values(["n_kegiatan", "nama"], ignore_index=True)


def commitments(komitmen: pd.DataFrame, kode_kota: str | None, tahun: int, hari_ini: str) -> pd.DataFrame:
    """Commitments of a kota (None = all) and year by due date, with how each stands on the ISO date `hari_ini`.

    Adds `status_waktu`: tepat_waktu | terlambat (done, against its due date), selesai (done, no due date),
    lewat_tenggat (not done and due before today), belum_selesai (not done, not yet due), tanpa_tenggat; and
    `terlambat_hari`, the days after the due date until it was done or until today (missing where not late).
    """
    wanted = (komitmen["tahun"] == tahun) & (True if kode_kota is None else komitmen["kode_kota"] == kode_kota)
    rows = komitmen[wanted.to_numpy(dtype=bool)]
    states = [_stands(due, done, hari_ini) for due, done in zip(rows["tenggat"], rows["tanggal_selesai"], strict=True)]
    rows = rows.assign(
        status_waktu=pd.array([state for state, _days in states], dtype="str"),
        terlambat_hari=np.array([days for _state, days in states], dtype=float),
        _tenggat=rows["tenggat"].where(rows["tenggat"] != "", "9999"),
    )
    return rows.sort_values(["_tenggat", "komitmen"], ignore_index=True).drop(columns="_tenggat")


def _stands(due: str, done: str, today: str) -> tuple[str, float]:
    if not due:
        return ("selesai" if done else "tanpa_tenggat"), np.nan
    late = (Date.fromisoformat(done or today) - Date.fromisoformat(due)).days
    if done:
        return ("terlambat", late) if late > 0 else ("tepat_waktu", np.nan)
    return ("lewat_tenggat", late) if late > 0 else ("belum_selesai", np.nan)


def commitment_counts(found: pd.DataFrame) -> dict[str, int]:
    """How many: `semua`, `selesai` (in time, late or without due date), `tepat_waktu`, `terlambat`, `lewat_tenggat`."""
    states = found["status_waktu"]
    one = {name: int((states == name).sum()) for name in ("tepat_waktu", "terlambat", "lewat_tenggat")}
    return {
        "semua": len(found),
        "selesai": one["tepat_waktu"] + one["terlambat"] + int((states == "selesai").sum()),
    } | one


def regulations(tables: dict[str, pd.DataFrame], kode_kota: str | None) -> pd.DataFrame:
    """Published regulations that hold for a kota and its own recorded ones, latest first.

    `nomor, tanggal, tentang, tingkat, tautan`, META. A published row of level "kota" belongs to the kota whose name
    stands in its number; those of the province and the nation hold for every kota. None = all kota.
    """
    published = tables["regulasi"]
    areas = tables["kelurahan"].drop_duplicates("kode_kota").set_index("kode_kota")["nama_kota_pendek"]
    if kode_kota is not None:
        named = published["nomor"].str.contains(areas[kode_kota], regex=False)
        published = published[((published["tingkat"] != "kota") | named).to_numpy(dtype=bool)]
    own = tables["regulasi_daerah"]
    own = own if kode_kota is None else own[(own["kode_kota"] == kode_kota).to_numpy()]
    columns = ["nomor", "tanggal", "tentang", "tingkat", "tautan", *META]
    rows = [part[columns] for part in (published.assign(tautan=published["sumber_url"]), own.assign(tingkat="kota"))]
    return pd.concat(rows).sort_values("tanggal", ascending=False, kind="stable", ignore_index=True)


def people(
    pelaku: pd.DataFrame, kelurahan: pd.DataFrame, kode: str, tahun: int, level: str = "kode_kecamatan"
) -> pd.DataFrame:
    """Kader and KPM per `level` (a column of `kelurahan`) in the area `kode`: one row per area and `pelaku`.

    PEOPLE: kelurahan with a count of all kelurahan, sums, `terlatih_pct` (trained in the 25 basic competences per 100
    of the kelurahan that say so) and `baduta_per_pelaku` (over the kelurahan where both are known). An area without
    any row is there for kader, with missing values. META.
    """
    areas = areas_in(kelurahan, tahun, kode)
    rows = pelaku[(pelaku["tahun"] == tahun).to_numpy()].merge(
        areas[list(dict.fromkeys(["kode_kelurahan", level]))], on="kode_kelurahan"
    )
    if level == "kode_kelurahan":
        size = pd.Series(1, index=areas["kode_kelurahan"])
    else:
        size = areas.groupby(level)["kode_kelurahan"].size()
    found = []
    for area, total in size.items():
        inside = rows[(rows[level] == area).to_numpy()]
        kinds = ["kader", *(["KPM"] if (inside["pelaku"] == "KPM").any() else [])]
        found += [
            {level: area, "pelaku": kind, **_people(inside[(inside["pelaku"] == kind).to_numpy()], int(total))}
            for kind in kinds
        ]
    return pd.DataFrame(found, columns=[level, "pelaku", *PEOPLE, *META])


def _people(rows: pd.DataFrame, total: int) -> dict[str, object]:
    trained, of = _both(rows, "terlatih", "jumlah")
    baduta, by = _both(rows, "baduta", "jumlah")
    return {
        "n_wilayah": len(rows),
        "n_wilayah_total": total,
        "jumlah": float(rows["jumlah"].sum()) if len(rows) else np.nan,
        "terlatih": trained,
        "terlatih_pct": 100 * trained / of if of > 0 else np.nan,
        "baduta": baduta,
        "baduta_per_pelaku": baduta / by if by > 0 else np.nan,
        **source_of_sum(rows),
    }


def without_people(pelaku: pd.DataFrame, kelurahan: pd.DataFrame, kode: str, tahun: int) -> pd.DataFrame:
    """The kelurahan of an area that say nothing about their kader: `kode_kelurahan, nama_kelurahan, nama_kecamatan`."""
    areas = areas_in(kelurahan, tahun, kode)
    known = pelaku[((pelaku["tahun"] == tahun) & (pelaku["pelaku"] == "kader")).to_numpy()]["kode_kelurahan"]
    missing = areas[~areas["kode_kelurahan"].isin(known)]
    return missing[["kode_kelurahan", "nama_kelurahan", "nama_kecamatan"]].reset_index(drop=True)
