"""The yearly review (reviu kinerja) of the aksi: dates, evidence, letters, a simulated score and what to do next.

Traps. The frame changed: 8 aksi up to budget year 2024, 4 aksi utama + 2 pendukung from 2025; a year is read in its
own frame and scores are never compared across the break. Official weights and the value of the letters were never
found: every score here is the user's own `simulasi`. Dates, evidence and letters of one aksi may be of different
kinds of truth, so each has its own `jenis_` column.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.convergence.lokus import Rule, check_rule_1_1
from analysis.convergence.measures import kelurahan_measure

PERFORMANCE_REVIEW = "PK"  # the penilaian kinerja itself stands in jadwal_aksi beside the aksi
KEY = ["kode_kota", "tahun", "kerangka", "aksi"]
DEFAULT_LETTER_VALUES = {"A": 100.0, "B": 75.0, "C": 50.0, "D": 25.0}  # the app's assumption; the user edits it


def frame_for(aksi: pd.DataFrame, tahun: int) -> str:
    """`kerangka` valid in budget year `tahun` ("aksi8" up to 2024, "aksi6" from 2025); "" if none is."""
    start, end = (aksi[name].to_numpy(dtype=float, na_value=np.nan) for name in ("berlaku_dari", "berlaku_sampai"))
    valid = np.flatnonzero(~(start > tahun) & ~(end < tahun))
    return aksi["kerangka"].iloc[valid[0]] if len(valid) else ""


def frame_actions(aksi: pd.DataFrame, tahun: int) -> pd.DataFrame:
    """The aksi of the year's frame in their order."""
    return aksi[aksi["kerangka"] == frame_for(aksi, tahun)].sort_values("urutan", ignore_index=True)


def _keys(rows: pd.DataFrame) -> pd.Index:
    return pd.Index(
        [f"{kota}|{year}|{frame}|{aksi}" for kota, year, frame, aksi in zip(*(rows[c] for c in KEY), strict=True)],
        dtype="str",
    )


def _dates(rows: pd.DataFrame, column: str) -> np.ndarray:
    return pd.to_datetime(rows[column], errors="coerce", format="ISO8601").to_numpy(dtype="datetime64[D]")


def _fold(pick: np.ufunc, at: np.ndarray, dates: np.ndarray, size: int) -> np.ndarray:
    """Latest (np.fmax) or earliest (np.fmin) date on each of `size` rows; `at` is the row of each date.

    fmax and fmin leave NaT aside; maximum would let one missing date wipe out the others.
    """
    found = np.full(size, np.datetime64("NaT", "D"))
    pick.at(found, at, dates)
    return found


def _evidence(bukti: pd.DataFrame, keys: pd.Index) -> dict[str, np.ndarray]:
    """Documents counted per row of `keys`, their last planned and last finished date.

    An aksi is finished only when every document has its date.
    """
    at = keys.get_indexer(_keys(bukti))
    rows, at, size = bukti[at >= 0], at[at >= 0], len(keys)
    total = np.bincount(at, minlength=size).astype(float)
    ada = np.bincount(at, pd.to_numeric(rows["tersedia"], errors="coerce").to_numpy(dtype=float), minlength=size)
    ended = _dates(rows, "tanggal_selesai")
    open_documents = np.bincount(at, np.isnat(ended), minlength=size)
    kind = np.full(size, "", dtype=object)
    kind[at] = rows["jenis_data"].to_numpy(dtype=object)
    return {
        "bukti_ada": np.where(total > 0, ada, np.nan),
        "bukti_total": np.where(total > 0, total, np.nan),
        "bukti_kurang": np.where(total > 0, total - ada, np.nan),
        "bukti_pct": np.divide(100 * ada, total, out=np.full(size, np.nan), where=total > 0),
        "jenis_bukti": kind,
        "rencana": _fold(np.fmax, at, _dates(rows, "tanggal_rencana"), size),
        "selesai": np.where(open_documents > 0, np.datetime64("NaT", "D"), _fold(np.fmax, at, ended, size)),
    }


def _published_dates(jadwal: pd.DataFrame, keys: pd.Index) -> dict[str, np.ndarray]:
    """Published plan, start and end per row of `keys`; a one-day event ends when it starts."""
    at = keys.get_indexer(_keys(jadwal))
    rows, at, size = jadwal[at >= 0], at[at >= 0], len(keys)
    started, ended = _dates(rows, "tanggal_mulai"), _dates(rows, "tanggal_selesai")
    return {
        "rencana": _fold(np.fmax, at, _dates(rows, "tanggal_rencana"), size),
        "mulai": _fold(np.fmin, at, np.where(np.isnat(started), ended, started), size),
        "selesai": _fold(np.fmax, at, np.where(np.isnat(ended), started, ended), size),
    }


def _letters(reviu: pd.DataFrame, keys: pd.Index) -> dict[str, np.ndarray]:
    at = keys.get_indexer(_keys(reviu))
    rows, at = reviu[at >= 0], at[at >= 0]
    found = {"huruf": np.full(len(keys), "", dtype=object), "jenis_huruf": np.full(len(keys), "", dtype=object)}
    found["huruf"][at] = rows["huruf"].fillna("").to_numpy(dtype=object)
    found["jenis_huruf"][at] = rows["jenis_data"].to_numpy(dtype=object)
    return found


def _timeliness(evidence: dict, published: dict, per_tanggal) -> dict[str, np.ndarray]:
    """Published dates win over those of the evidence; days late, and the status of time."""
    own_plan, own_end = ~np.isnat(published["rencana"]), ~np.isnat(published["selesai"])
    plan = np.where(own_plan, published["rencana"], evidence["rencana"])
    end = np.where(own_end, published["selesai"], evidence["selesai"])
    no_plan, no_end = np.isnat(plan), np.isnat(end)
    until = end if per_tanggal is None else np.where(no_end, np.datetime64(per_tanggal, "D"), end)
    late = np.where(np.isnat(until) | no_plan, np.nan, (until - plan).astype(float))
    late = np.where(no_end & ~(late > 0), np.nan, late)
    status = np.select(
        [no_plan & no_end, no_plan, no_end, late > 0],
        ["tanpa_tanggal", "tanpa_rencana", "belum_selesai", "terlambat"],
        default="tepat_waktu",
    )
    dates = {"tanggal_rencana": plan, "tanggal_mulai": published["mulai"], "tanggal_selesai": end}
    return {
        **{name: values.astype("datetime64[s]") for name, values in dates.items()},
        "terlambat_hari": late,
        "status_waktu": status,
        "jenis_rencana": np.where(own_plan, "resmi", np.where(no_plan, "", evidence["jenis_bukti"])),
        "jenis_selesai": np.where(own_end, "resmi", np.where(no_end, "", evidence["jenis_bukti"])),
    }


def _of(frame: pd.DataFrame, kode_kota: list[str], tahun: list[int]) -> pd.DataFrame:
    return frame[(frame["kode_kota"].isin(kode_kota) & frame["tahun"].isin(tahun)).to_numpy(dtype=bool)]


def _frame_rows(aksi: pd.DataFrame, kode_kota: list[str], tahun: list[int]) -> pd.DataFrame:
    """KEY, `urutan, kelompok, nama`: every aksi of the frame of each year, for each kota."""
    ordered = aksi.sort_values("urutan")[["kerangka", "aksi", "urutan", "kelompok", "nama"]]
    frames = {year: np.flatnonzero(ordered["kerangka"] == frame_for(aksi, year)) for year in sorted(tahun)}
    sizes = [len(frame) for frame in frames.values()] * len(kode_kota)
    rows = ordered.take(np.concatenate([*frames.values()] * len(kode_kota))).reset_index(drop=True)
    rows.insert(0, "kode_kota", np.repeat(kode_kota, sum(map(len, frames.values()))))
    rows.insert(1, "tahun", np.repeat([*frames] * len(kode_kota), sizes))
    return rows


def _reviewed(tables: dict[str, pd.DataFrame], kode_kota: list[str], tahun: list[int], per_tanggal) -> pd.DataFrame:
    rows = _frame_rows(tables["aksi"], kode_kota, tahun)
    keys = _keys(rows)
    evidence = _evidence(_of(tables["bukti"], kode_kota, tahun), keys)
    published = _published_dates(_of(tables["jadwal_aksi"], kode_kota, tahun), keys)
    times = _timeliness(evidence, published, per_tanggal)
    del evidence["rencana"], evidence["selesai"]
    letters = _letters(_of(tables["reviu"], kode_kota, tahun), keys)
    columns = {name: rows[name].array for name in rows}
    return pd.DataFrame({**columns, **letters, **evidence, **times})


def review_table(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int, per_tanggal=None) -> pd.DataFrame:
    """The review of one kota and budget year: one row per aksi of that year's frame, in order.

    KEY, `urutan, kelompok, nama, huruf` ("" = no letter), `bukti_ada, bukti_total, bukti_kurang, bukti_pct` (missing =
    no evidence record), `tanggal_rencana, tanggal_mulai, tanggal_selesai`, `terlambat_hari` (end - plan; without an
    end: `per_tanggal` - plan once that has passed), `status_waktu` in {tepat_waktu, terlambat, belum_selesai,
    tanpa_rencana, tanpa_tanggal}, and the kind of truth of each part: `jenis_huruf, jenis_bukti, jenis_rencana,
    jenis_selesai` ("" = nothing there). Published dates win over those of the evidence.
    """
    return _reviewed(tables, [kode_kota], [tahun], per_tanggal)


def review_years(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: list[int]) -> pd.DataFrame:
    """`review_table` of several years under each other, every year in its own frame."""
    return _reviewed(tables, [kode_kota], tahun, None)


def evidence_list(bukti: pd.DataFrame, kode_kota: str, tahun: int, aksi: str | None = None) -> pd.DataFrame:
    """Documents of the year (of one aksi), missing ones first within each aksi."""
    rows = _of(bukti, [kode_kota], [tahun])
    rows = rows if aksi is None else rows[rows["aksi"] == aksi]
    return rows.sort_values(["aksi", "tersedia", "bukti"], ignore_index=True)


def default_weights(aksi: pd.DataFrame, tahun: int) -> pd.DataFrame:
    """Starting point of the user's rubric: `kerangka, aksi, nama, bobot`, every aksi the same. Not official."""
    return frame_actions(aksi, tahun)[["kerangka", "aksi", "nama"]].assign(bobot=1.0)


@dataclass(frozen=True)
class Score:
    """A simulated score, 0-100; NaN when no aksi has a letter. lengkap: every aksi with a weight has one.

    rinci: `aksi, nama, huruf, bobot, nilai_huruf, sumbangan` (points of the score). jenis is always "simulasi".
    """

    nilai: float
    n_dinilai: int
    n_aksi: int
    lengkap: bool
    rinci: pd.DataFrame
    jenis: str = "simulasi"


def _weighted(review: pd.DataFrame, bobot: pd.DataFrame, nilai_huruf: dict[str, float]) -> pd.DataFrame:
    """Rows of a review with `bobot` (0 where there is no letter value) and `nilai_huruf`."""
    rows = review.merge(bobot[["kerangka", "aksi", "bobot"]], on=["kerangka", "aksi"], how="left")
    points = rows["huruf"].map(nilai_huruf).astype(float)
    return rows.assign(nilai_huruf=points, bobot=pd.to_numeric(rows["bobot"], errors="coerce").fillna(0).clip(lower=0))


def score(review: pd.DataFrame, bobot: pd.DataFrame, nilai_huruf: dict[str, float] | None = None) -> Score:
    """Weighted mean of the letters of one review, by the user's rubric (`kerangka, aksi, bobot` and letter values).

    Aksi without a letter, or whose class has no value, are left out of the mean and make it incomplete.
    """
    rows = _weighted(review, bobot, nilai_huruf or DEFAULT_LETTER_VALUES)
    judged = rows["nilai_huruf"].notna() & (rows["bobot"] > 0)
    weight = rows["bobot"].where(judged, 0)
    total = weight.sum()
    share = weight * rows["nilai_huruf"].fillna(0) / total if total else weight * np.nan
    rinci = rows[["aksi", "nama", "huruf", "bobot", "nilai_huruf"]].assign(sumbangan=share.where(judged))
    nilai = float(share.sum()) if total else float("nan")
    return Score(nilai, int(judged.sum()), len(rows), bool(total and (judged | (rows["bobot"] == 0)).all()), rinci)


def compare_reviews(
    tables: dict[str, pd.DataFrame],
    kode_kota: list[str],
    tahun: list[int],
    bobot: pd.DataFrame,
    nilai_huruf: dict[str, float] | None = None,
) -> pd.DataFrame:
    """Years and kota side by side: one row per kota and year, oldest first.

    `kode_kota, tahun, kerangka, skor` (simulated), `n_dinilai, n_aksi, bukti_pct, n_terlambat, n_tanpa_tanggal,
    jenis_data`, `selisih` = skor minus the year before in the same frame, `putus` = the frame changed since the year
    before, so no difference is given. bobot: rows of both frames.
    """
    rows = _weighted(_reviewed(tables, kode_kota, tahun, None), bobot, nilai_huruf or DEFAULT_LETTER_VALUES)
    judged = rows["nilai_huruf"].notna() & (rows["bobot"] > 0)
    weight = rows["bobot"].where(judged, 0.0)
    contoh = (rows[["jenis_huruf", "jenis_bukti", "jenis_rencana", "jenis_selesai"]] == "contoh").any(axis=1)
    rows = rows.assign(
        judged=judged,
        weight=weight,
        points=weight * rows["nilai_huruf"].fillna(0),
        contoh=contoh,
        late=rows["status_waktu"] == "terlambat",
        undated=rows["status_waktu"] == "tanpa_tanggal",
    )
    found = rows.groupby(["kode_kota", "tahun", "kerangka"], as_index=False).agg(
        points=("points", "sum"),
        weight=("weight", "sum"),
        n_dinilai=("judged", "sum"),
        n_aksi=("aksi", "size"),
        ada=("bukti_ada", "sum"),
        total=("bukti_total", "sum"),
        n_terlambat=("late", "sum"),
        n_tanpa_tanggal=("undated", "sum"),
        contoh=("contoh", "any"),
    )
    found["skor"] = (found["points"] / found["weight"]).where(found["weight"] > 0)
    found["bukti_pct"] = (100 * found["ada"] / found["total"]).where(found["total"] > 0)
    found["jenis_data"] = np.where(found["contoh"], "contoh", np.where(found["n_dinilai"] > 0, "diunggah", "resmi"))
    before = found.groupby("kode_kota")[["tahun", "kerangka", "skor"]].shift()
    follows = before["tahun"] == found["tahun"] - 1
    found["selisih"] = (found["skor"] - before["skor"]).where(follows & (before["kerangka"] == found["kerangka"]))
    found["putus"] = before["kerangka"].notna() & (before["kerangka"] != found["kerangka"])
    return found[
        [
            "kode_kota",
            "tahun",
            "kerangka",
            "skor",
            "selisih",
            "putus",
            "n_dinilai",
            "n_aksi",
            "bukti_pct",
            "n_terlambat",
            "n_tanpa_tanggal",
            "jenis_data",
        ]
    ]


def rule_1_1(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int, **limits) -> dict[str, Rule]:
    """Rule 1.1 for every published version of the year's list that has names: `daftar` -> Rule.

    Counts and prevalence come from the balita table of the year; limits as in `lokus.check_rule_1_1`.
    """
    lists = tables["lokus"]
    lists = lists[((lists["kode_kota"] == kode_kota) & (lists["tahun"] == tahun)).to_numpy(dtype=bool)]
    if lists.empty:
        return {}
    found = kelurahan_measure(tables, "prevalensi_rutin", tahun, kode_kota)
    frame = found[["kode_kelurahan"]].assign(jumlah=found["pembilang"], prevalensi=found["nilai"])
    return {
        daftar: check_rule_1_1(rows["kode_kelurahan"], frame, **limits)
        for daftar, rows in lists.groupby("daftar", sort=True)
    }


@dataclass(frozen=True)
class StepRule:
    """A readable rule: when `kolom` of the review `hubungan` `batas`, do `kode`; prioritas 1 comes first."""

    kode: str
    kolom: str
    hubungan: str
    batas: object
    prioritas: int


STEP_RULES = (
    StepRule("aturan_1_1_di_bawah_a", "aturan_1_1_pct", "<", 100, 1),
    StepRule("lokus_beda_sumber", "n_versi_lokus", ">", 1, 1),
    StepRule("bukti_kurang", "bukti_kurang", ">", 0, 2),
    StepRule("terlambat", "terlambat_hari", ">", 30, 3),
    StepRule("huruf_c_atau_d", "huruf", "salah satu", ("C", "D"), 3),
    StepRule("tanpa_catatan_bukti", "bukti_total", "kosong", "", 4),
    StepRule("tanpa_tanggal", "status_waktu", "=", "tanpa_tanggal", 4),
)
_RELATIONS = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "salah satu": lambda values, options: values.isin(options),
    "kosong": lambda values, _: values.isna(),
}


def step_rules() -> pd.DataFrame:
    """The rules as a table to print: `kode, kolom, hubungan, batas, prioritas`."""
    return pd.DataFrame([vars(rule) for rule in STEP_RULES]).astype({"batas": "str"})


def next_steps(review: pd.DataFrame, rules: dict[str, Rule] | None = None) -> pd.DataFrame:
    """What to do next: one row per rule that holds and aksi, most urgent first.

    `prioritas, kode, aksi, nama, kolom, nilai, hubungan, batas`. rules: result of `rule_1_1`; its weakest list counts
    and belongs to the first aksi (Analisis Situasi), as does a year with more than one official list.
    """
    first = review["urutan"] == review["urutan"].min()
    shares = [rule.persen for rule in (rules or {}).values() if rule.n_dinilai]
    rows = review.assign(
        aturan_1_1_pct=np.where(first, min(shares, default=np.nan), np.nan),
        n_versi_lokus=np.where(first, len(rules or {}), np.nan),
    )
    steps = []
    for rule in STEP_RULES:
        hit = rows[_RELATIONS[rule.hubungan](rows[rule.kolom], rule.batas).to_numpy(dtype=bool)]
        steps += [
            {
                "prioritas": rule.prioritas,
                "kode": rule.kode,
                "aksi": row["aksi"],
                "nama": row["nama"],
                "kolom": rule.kolom,
                "nilai": row[rule.kolom],
                "hubungan": rule.hubungan,
                "batas": rule.batas,
                "urutan": row["urutan"],
            }
            for _, row in hit.iterrows()
        ]
    columns = ["prioritas", "kode", "aksi", "nama", "kolom", "nilai", "hubungan", "batas", "urutan"]
    table = pd.DataFrame(steps, columns=columns)
    return table.sort_values(["prioritas", "urutan"], kind="stable", ignore_index=True).drop(columns="urutan")
