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
_DATES = ["tanggal_rencana", "tanggal_mulai", "tanggal_selesai"]


def frame_for(aksi: pd.DataFrame, tahun: int) -> str:
    """`kerangka` valid in budget year `tahun` ("aksi8" up to 2024, "aksi6" from 2025); "" if none is."""
    start, end = (pd.to_numeric(aksi[c], errors="coerce") for c in ("berlaku_dari", "berlaku_sampai"))
    valid = aksi.loc[~(start > tahun) & ~(end < tahun), "kerangka"]
    return "" if valid.empty else valid.iloc[0]


def frame_actions(aksi: pd.DataFrame, tahun: int) -> pd.DataFrame:
    """The aksi of the year's frame in their order."""
    return aksi[aksi["kerangka"] == frame_for(aksi, tahun)].sort_values("urutan", ignore_index=True)


def aksi_dates(jadwal: pd.DataFrame) -> pd.DataFrame:
    """One row per kota, year and aksi: first start, last end as dates (a one-day event ends when it starts)."""
    rows = jadwal[[*KEY, *_DATES, "jenis_data"]].assign(
        **{name: pd.to_datetime(jadwal[name], errors="coerce", format="ISO8601") for name in _DATES})
    rows["tanggal_selesai"] = rows["tanggal_selesai"].fillna(rows["tanggal_mulai"])
    rows["tanggal_mulai"] = rows["tanggal_mulai"].fillna(rows["tanggal_selesai"])
    return rows.groupby(KEY, as_index=False, sort=False).agg(
        tanggal_rencana=("tanggal_rencana", "max"), tanggal_mulai=("tanggal_mulai", "min"),
        tanggal_selesai=("tanggal_selesai", "max"), jenis_data=("jenis_data", "first"))


def _evidence(bukti: pd.DataFrame) -> pd.DataFrame:
    """One row per kota, year and aksi: documents counted, the last planned date, and the last finished date.

    An aksi is finished only when every document has its date.
    """
    rows = bukti[[*KEY, "jenis_data"]].assign(
        ada=pd.to_numeric(bukti["tersedia"], errors="coerce"),
        rencana=pd.to_datetime(bukti["tanggal_rencana"], errors="coerce", format="ISO8601"),
        selesai=pd.to_datetime(bukti["tanggal_selesai"], errors="coerce", format="ISO8601"))
    rows["tertanggal"] = rows["selesai"].notna()
    found = rows.groupby(KEY, as_index=False, sort=False).agg(
        bukti_ada=("ada", "sum"), bukti_total=("ada", "size"), rencana_bukti=("rencana", "max"),
        selesai_bukti=("selesai", "max"), lengkap=("tertanggal", "all"), jenis_bukti=("jenis_data", "first"))
    return found.assign(selesai_bukti=found["selesai_bukti"].where(found["lengkap"])).drop(columns="lengkap")


def _time_status(rencana: pd.Series, selesai: pd.Series, late: pd.Series) -> np.ndarray:
    return np.select([rencana.isna() & selesai.isna(), rencana.isna(), selesai.isna(), late > 0],
                     ["tanpa_tanggal", "tanpa_rencana", "belum_selesai", "terlambat"], default="tepat_waktu")


def timeliness(jadwal: pd.DataFrame, bukti: pd.DataFrame, per_tanggal=None) -> pd.DataFrame:
    """Planned against actual dates: one row per kota, year and aksi that either table knows.

    KEY, `tanggal_rencana, tanggal_mulai, tanggal_selesai`, `jenis_rencana, jenis_selesai` (published dates win over
    those of the evidence), `terlambat_hari` (end - plan; without an end: `per_tanggal` - plan if that has passed),
    `status_waktu` in {tepat_waktu, terlambat, belum_selesai, tanpa_rencana, tanpa_tanggal}, and the evidence counts
    `bukti_ada, bukti_total, jenis_bukti`.
    """
    dates = aksi_dates(jadwal[(jadwal["aksi"] != PERFORMANCE_REVIEW).to_numpy(dtype=bool)])
    rows = dates.merge(_evidence(bukti), on=KEY, how="outer")
    planned, ended = rows["tanggal_rencana"].notna(), rows["tanggal_selesai"].notna()
    rows["jenis_rencana"] = rows["jenis_data"].where(planned, rows["jenis_bukti"].where(rows["rencana_bukti"].notna()))
    rows["jenis_selesai"] = rows["jenis_data"].where(ended, rows["jenis_bukti"].where(rows["selesai_bukti"].notna()))
    rows["tanggal_rencana"] = rows["tanggal_rencana"].fillna(rows["rencana_bukti"])
    rows["tanggal_selesai"] = rows["tanggal_selesai"].fillna(rows["selesai_bukti"])
    late = (rows["tanggal_selesai"] - rows["tanggal_rencana"]).dt.days.astype(float)
    if per_tanggal is not None:
        overdue = (pd.Timestamp(per_tanggal) - rows["tanggal_rencana"]).dt.days.astype(float)
        late = late.fillna(overdue.where(rows["tanggal_selesai"].isna() & (overdue > 0)))
    rows["terlambat_hari"] = late
    rows["status_waktu"] = _time_status(rows["tanggal_rencana"], rows["tanggal_selesai"], late)
    return rows.drop(columns=["rencana_bukti", "selesai_bukti", "jenis_data"])


def _frames_of(aksi: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Every aksi of the year's frame for each kota and year in `pairs`."""
    frames = pairs.assign(kerangka=pairs["tahun"].map({int(y): frame_for(aksi, int(y)) for y in pairs["tahun"].unique()}))
    return frames.merge(aksi[["kerangka", "aksi", "urutan", "kelompok", "nama"]], on="kerangka").sort_values(
        ["kode_kota", "tahun", "urutan"], ignore_index=True)


def _of(frame: pd.DataFrame, kode_kota, tahun) -> pd.DataFrame:
    return frame[(frame["kode_kota"].isin(kode_kota) & frame["tahun"].isin(tahun)).to_numpy(dtype=bool)]


def _reviewed(tables: dict[str, pd.DataFrame], kode_kota: list[str], tahun: list[int], per_tanggal) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_product([kode_kota, tahun], names=["kode_kota", "tahun"]).to_frame(index=False)
    dates = timeliness(_of(tables["jadwal_aksi"], kode_kota, tahun), _of(tables["bukti"], kode_kota, tahun), per_tanggal)
    letters = _of(tables["reviu"], kode_kota, tahun).drop_duplicates(KEY)[[*KEY, "huruf", "jenis_data"]]
    rows = _frames_of(tables["aksi"], pairs).merge(letters.rename(columns={"jenis_data": "jenis_huruf"}), on=KEY,
                                                   how="left").merge(dates, on=KEY, how="left")
    texts = ["huruf", "jenis_huruf", "jenis_rencana", "jenis_selesai", "jenis_bukti"]
    rows[texts] = rows[texts].astype("str").fillna("")
    rows["status_waktu"] = rows["status_waktu"].astype("str").fillna("tanpa_tanggal")
    total, ada = rows["bukti_total"].astype(float), rows["bukti_ada"].astype(float)
    return rows.assign(bukti_total=total, bukti_ada=ada, bukti_kurang=total - ada,
                       bukti_pct=(100 * ada / total).where(total > 0))


def review_table(tables: dict[str, pd.DataFrame], kode_kota: str, tahun: int, per_tanggal=None) -> pd.DataFrame:
    """The review of one kota and budget year: one row per aksi of that year's frame, in order.

    KEY, `urutan, kelompok, nama, huruf` ("" = no letter), `bukti_ada, bukti_total, bukti_kurang, bukti_pct` (missing =
    no evidence record), `tanggal_rencana, tanggal_mulai, tanggal_selesai, terlambat_hari, status_waktu`, and the kind
    of truth of each part: `jenis_huruf, jenis_bukti, jenis_rencana, jenis_selesai` ("" = nothing there).
    """
    return _reviewed(tables, [kode_kota], [tahun], per_tanggal)


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


def compare_reviews(tables: dict[str, pd.DataFrame], kode_kota: list[str], tahun: list[int], bobot: pd.DataFrame,
                    nilai_huruf: dict[str, float] | None = None) -> pd.DataFrame:
    """Years and kota side by side: one row per kota and year, oldest first.

    `kode_kota, tahun, kerangka, skor` (simulated), `n_dinilai, n_aksi, bukti_pct, n_terlambat, n_tanpa_tanggal,
    jenis_data`, `selisih` = skor minus the year before in the same frame, `putus` = the frame changed since the year
    before, so no difference is given. bobot: rows of both frames.
    """
    rows = _weighted(_reviewed(tables, kode_kota, tahun, None), bobot, nilai_huruf or DEFAULT_LETTER_VALUES)
    judged = rows["nilai_huruf"].notna() & (rows["bobot"] > 0)
    weight = rows["bobot"].where(judged, 0.0)
    contoh = (rows[["jenis_huruf", "jenis_bukti", "jenis_rencana", "jenis_selesai"]] == "contoh").any(axis=1)
    rows = rows.assign(judged=judged, weight=weight, points=weight * rows["nilai_huruf"].fillna(0), contoh=contoh,
                       late=rows["status_waktu"] == "terlambat", undated=rows["status_waktu"] == "tanpa_tanggal")
    found = rows.groupby(["kode_kota", "tahun", "kerangka"], as_index=False).agg(
        points=("points", "sum"), weight=("weight", "sum"), n_dinilai=("judged", "sum"), n_aksi=("aksi", "size"),
        ada=("bukti_ada", "sum"), total=("bukti_total", "sum"), n_terlambat=("late", "sum"),
        n_tanpa_tanggal=("undated", "sum"), contoh=("contoh", "any"))
    found["skor"] = (found["points"] / found["weight"]).where(found["weight"] > 0)
    found["bukti_pct"] = (100 * found["ada"] / found["total"]).where(found["total"] > 0)
    found["jenis_data"] = np.where(found["contoh"], "contoh", np.where(found["n_dinilai"] > 0, "diunggah", "resmi"))
    before = found.groupby("kode_kota")[["tahun", "kerangka", "skor"]].shift()
    follows = before["tahun"] == found["tahun"] - 1
    found["selisih"] = (found["skor"] - before["skor"]).where(follows & (before["kerangka"] == found["kerangka"]))
    found["putus"] = before["kerangka"].notna() & (before["kerangka"] != found["kerangka"])
    return found[["kode_kota", "tahun", "kerangka", "skor", "selisih", "putus", "n_dinilai", "n_aksi", "bukti_pct",
                  "n_terlambat", "n_tanpa_tanggal", "jenis_data"]]


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
    return {daftar: check_rule_1_1(rows["kode_kelurahan"], frame, **limits)
            for daftar, rows in lists.groupby("daftar", sort=True)}


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
_RELATIONS = {"<": operator.lt, ">": operator.gt, "=": operator.eq,
              "salah satu": lambda values, options: values.isin(options), "kosong": lambda values, _: values.isna()}


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
    rows = review.assign(aturan_1_1_pct=np.where(first, min(shares, default=np.nan), np.nan),
                         n_versi_lokus=np.where(first, len(rules or {}), np.nan))
    steps = []
    for rule in STEP_RULES:
        hit = rows[_RELATIONS[rule.hubungan](rows[rule.kolom], rule.batas).to_numpy(dtype=bool)]
        steps += [{"prioritas": rule.prioritas, "kode": rule.kode, "aksi": row["aksi"], "nama": row["nama"],
                   "kolom": rule.kolom, "nilai": row[rule.kolom], "hubungan": rule.hubungan, "batas": rule.batas,
                   "urutan": row["urutan"]} for _, row in hit.iterrows()]
    columns = ["prioritas", "kode", "aksi", "nama", "kolom", "nilai", "hubungan", "batas", "urutan"]
    table = pd.DataFrame(steps, columns=columns)
    return table.sort_values(["prioritas", "urutan"], kind="stable", ignore_index=True).drop(columns="urutan")
