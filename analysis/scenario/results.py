"""From draws to frames: median, 5 % and 95 %, and what drives them.

The trap: medians of parts do not add up to the median of the whole, so the waterfall carries a row `sisa` for that and
for the overlap of levers; and a chance is the share of draws, not one minus a p-value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.language import _
from analysis.scenario.base import meta_of
from analysis.scenario.draws import TREND
from analysis.scenario.exposure import AGES
from analysis.scenario.families import AXES, exits

QUANTILES = (0.5, 0.05, 0.95)
LEVEL = "tingkat_awal"


@dataclass(frozen=True)
class Result:
    """Frames with nilai, bawah, atas (median, 5 %, 95 %) and META; prevalence per 100, changes in percentage points.

    tahunan: tahun, arah (tanpa_rencana | rencana), ukuran (prevalensi | kasus). dicegah: tahun (cases averted).
    tuas: the last year's waterfall: komponen (awal, tren, each lever alone, sisa = overlap and rounding of medians,
    akhir), nilai, bawah, atas, mulai, akhir. kelurahan: kode_kelurahan, nama, kode_kecamatan, nama_kecamatan, awal,
    nilai, bawah, atas (last year), dicegah. krs: tahun, nilai (families that leave KRS; no interval), None without
    counts or levers on it. biaya: kode_kelurahan, nama, tuas, tahun, orang_baru, biaya_rp (missing: unknown).
    peluang: target and target_tanpa_rencana (None without one), lebih_baik, 0..1. pendorong: hasil (prevalensi | dicegah), parameter, nama, r2,
    arah (+1 higher parameter, higher outcome). lag: tahun, umur, terjangkau 0..1. pengaturan: name -> value.
    """

    tahunan: pd.DataFrame
    dicegah: pd.DataFrame
    tuas: pd.DataFrame
    kelurahan: pd.DataFrame
    krs: pd.DataFrame | None
    biaya: pd.DataFrame
    peluang: dict
    pendorong: pd.DataFrame
    lag: pd.DataFrame
    pengaturan: dict


def tell(work, found, parameter: pd.DataFrame, tuas: pd.DataFrame) -> Result:
    """The frames of `model.Outcome` found for `model.Work`."""
    meta = meta_of(work.base)
    children = work.children.sum()
    planned = found.kasus - found.dicegah
    prevalence = {"tanpa_rencana": found.kasus / children, "rencana": planned / children}
    krs = families_leaving(work)
    return Result(
        tahunan=_yearly(work, {"tanpa_rencana": found.kasus, "rencana": planned}, prevalence).assign(**meta),
        dicegah=_frame(found.dicegah, tahun=work.years).assign(**meta),
        tuas=_waterfall(work, found, prevalence).assign(**meta),
        kelurahan=_by_area(work, found),
        krs=None if krs is None else krs.assign(**meta),
        biaya=costs_of(work).assign(**meta),
        peluang=_chances(work, found, prevalence),
        pendorong=_drivers(work, found, planned, parameter),
        lag=lag_of(work),
        pengaturan=_settings(work),
    )


def _frame(draws: np.ndarray, **columns) -> pd.DataFrame:
    """Quantiles over the first axis beside the columns given."""
    # Sorting once is cheaper than three partial selections, and every quantile is an interpolation of it.
    ordered = np.sort(draws, axis=0)
    place = np.array(QUANTILES) * (len(ordered) - 1)
    low = place.astype(int)
    high = np.minimum(low + 1, len(ordered) - 1)
    part = (place - low)[:, None]
    nilai, bawah, atas = ordered[low] + part * (ordered[high] - ordered[low])
    return pd.DataFrame({**columns, "nilai": nilai, "bawah": bawah, "atas": atas})


def _yearly(work, cases: dict[str, np.ndarray], prevalence: dict[str, np.ndarray]) -> pd.DataFrame:
    parts = [
        _frame(scale * drawn[arah], tahun=work.years, arah=arah, ukuran=ukuran)
        for ukuran, drawn, scale in (("prevalensi", prevalence, 100), ("kasus", cases, 1))
        for arah in drawn
    ]
    return pd.concat(parts, ignore_index=True)


def _waterfall(work, found, prevalence: dict[str, np.ndarray]) -> pd.DataFrame:
    children = work.children.sum()
    start, without, end = prevalence["rencana"][:, 0], prevalence["tanpa_rencana"][:, -1], prevalence["rencana"][:, -1]
    parts = np.column_stack([start, without - start, -found.sendiri / children, end])
    named = ["awal", "tren", *(reach.tuas for reach in work.reaches), "akhir"]
    told = _frame(100 * parts, komponen=named)
    inner = told.iloc[1:-1]
    rest = told["nilai"].iloc[-1] - told["nilai"].iloc[0] - inner["nilai"].sum()
    sisa = pd.DataFrame({"komponen": ["sisa"], "nilai": [rest], "bawah": [np.nan], "atas": [np.nan]})
    told = pd.concat([told.iloc[:-1], sisa, told.iloc[-1:]], ignore_index=True)
    running = told["nilai"].iloc[:-1].cumsum().to_numpy()
    return told.assign(
        mulai=np.concatenate([[0.0], running[:-1], [0.0]]), akhir=np.concatenate([running, told["nilai"].iloc[-1:]])
    )


def _by_area(work, found) -> pd.DataFrame:
    areas = work.base.wilayah.iloc[work.chosen].reset_index(drop=True)
    # The trend's upper draws know no ceiling; a share does.
    end = _frame(100 * np.minimum(found.akhir, 1))
    awal = 100 * np.median(work.p0, axis=0)
    return pd.concat([areas.assign(awal=awal), end], axis=1).assign(dicegah=np.median(found.dicegah_kelurahan, axis=0))


def families_leaving(work) -> pd.DataFrame | None:
    """tahun, nilai: families that leave KRS through the plan's levers on air, jamban and 4T. No draws touch them.

    Kelurahan without a joint table are left out. None without any table or without such a lever.
    """
    paths = {reach.tuas: reach for reach in work.reaches if reach.tuas in AXES}
    if work.base.krs is None or not paths:
        return None
    table = work.base.krs[work.chosen]
    known = np.isfinite(table).all(axis=(1, 2, 3))
    if not known.any():
        return None
    left = {name: still_uncovered(reach)[:, known] for name, reach in paths.items()}
    gone = exits(table[known], left).sum(axis=1)
    return pd.DataFrame({"tahun": work.years, "nilai": gone, "bawah": np.nan, "atas": np.nan})


def still_uncovered(reach) -> np.ndarray:
    """(years, k) share of those without the service today who are still without it."""
    return np.where(reach.today < 1, (1 - reach.path) / np.where(reach.today < 1, 1 - reach.today, 1), 1.0)


def newly_covered(reach) -> np.ndarray:
    """(years, k) people or households to pay for: above today's coverage, or newly reached that year if paid once."""
    above = np.maximum(reach.path - reach.today, 0)
    if reach.sekali:
        above = np.diff(np.maximum.accumulate(above, axis=0), axis=0, prepend=0)
    return reach.sasaran * above


def costs_of(work) -> pd.DataFrame:
    """kode_kelurahan, nama, tuas, tahun, orang_baru, biaya_rp from tahun_awal on."""
    areas = work.base.wilayah.iloc[work.chosen]
    since = work.years >= work.plan.tahun_awal
    years, k = int(since.sum()), len(areas)
    parts = []
    for reach in work.reaches:
        people = newly_covered(reach)[since]
        parts.append((reach.tuas, people, people * float(work.plan.biaya.get(reach.tuas, np.nan))))
    names = [code for code, _people, _cost in parts]
    return pd.DataFrame(
        {
            "kode_kelurahan": np.tile(areas["kode_kelurahan"].to_numpy(dtype=object), len(parts) * years),
            "nama": np.tile(areas["nama"].to_numpy(dtype=object), len(parts) * years),
            "tuas": np.repeat(np.array(names, dtype=object), years * k),
            "tahun": np.tile(np.repeat(work.years[since], k), len(parts)),
            "orang_baru": np.concatenate([people.ravel() for _c, people, _r in parts] or [np.empty(0)]),
            "biaya_rp": np.concatenate([cost.ravel() for _c, _p, cost in parts] or [np.empty(0)]),
        }
    )


def _chances(work, found, prevalence: dict[str, np.ndarray]) -> dict:
    target = work.plan.target_pct
    at = list(work.years).index(work.plan.target_year)

    def met(drawn: np.ndarray) -> float | None:
        return None if target is None else float(np.mean(100 * drawn[:, at] <= target))

    return {
        "target": met(prevalence["rencana"]),
        "target_tanpa_rencana": met(prevalence["tanpa_rencana"]),
        "lebih_baik": float(np.mean(found.dicegah[:, -1] > 0)),
    }


def _ranks(values: np.ndarray) -> np.ndarray:
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, np.argsort(values, axis=0), np.arange(len(values), dtype=float)[:, None], axis=0)
    return ranks - ranks.mean(axis=0)


def _drivers(work, found, planned: np.ndarray, parameter: pd.DataFrame) -> pd.DataFrame:
    """Squared rank correlation of every assumption that varies with the outcome in the last year, largest first."""
    used = {TREND: _("Tren di luar tuas"), LEVEL: _("Tingkat prevalensi awal")}
    levers = {reach.tuas for reach in work.reaches}
    for row in parameter.itertuples():
        if levers & set(row.tuas.split(";")):
            used[row.parameter] = _(row.nama)
    inputs = {name: work.drawn.get(name) for name in used if name != LEVEL}
    inputs[LEVEL] = found.kasus[:, 0]
    varying = {name: values for name, values in inputs.items() if np.ptp(values) > 0}
    if not varying:
        return pd.DataFrame(columns=["hasil", "parameter", "nama", "r2", "arah"])
    ranked = _ranks(np.column_stack(list(varying.values())))
    outcomes = {"prevalensi": planned[:, -1], "dicegah": found.dicegah[:, -1]}
    rows = []
    for hasil, values in outcomes.items():
        if np.ptp(values) == 0:
            continue
        other = _ranks(values[:, None])
        r = (ranked * other).sum(axis=0) / np.sqrt((ranked**2).sum(axis=0) * (other**2).sum())
        named = {"hasil": hasil, "parameter": list(varying), "nama": [used[name] for name in varying]}
        rows.append(pd.DataFrame({**named, "r2": r**2, "arah": np.sign(r).astype(int)}))
    told = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    return told.sort_values(["hasil", "r2"], ascending=[False, False], ignore_index=True) if len(told) else told


def lag_of(work) -> pd.DataFrame:
    """tahun, umur, terjangkau: how much of the plan's full change in coverage children of each age have lived under.

    Mean over the plan's levers and, by number of children, over kelurahan; a lever that changes nothing is left out.
    """
    seen, weight = np.zeros((len(work.years), AGES)), 0
    for reach in work.reaches:
        full = np.abs(reach.path - reach.today).max(axis=0) @ work.children
        if full > 0:
            seen += (np.abs(reach.rows - reach.today) @ work.children)[reach.place] / full
            weight += 1
    share = seen / max(weight, 1)
    return pd.DataFrame(
        {
            "tahun": np.repeat(work.years, AGES),
            "umur": np.tile(np.arange(AGES), len(work.years)),
            "terjangkau": share.ravel().clip(0, 1),
        }
    )


def _settings(work) -> dict:
    plan, preset = work.plan, work.preset
    return {
        "rencana": plan.nama,
        "kode_kota": plan.kode_kota,
        "jumlah_kelurahan": len(work.chosen),
        "balita": float(work.children.sum()),
        "tahun_dasar": work.base.tahun,
        "tahun_awal": plan.tahun_awal,
        "tahun_akhir": plan.tahun_akhir,
        "tahun_target": plan.target_year,
        "target_pct": plan.target_pct,
        "tingkat": work.base.level,
        "preset": preset.kode,
        "kappa": preset.kappa,
        "persistensi": preset.persistensi,
        "edukasi": preset.edukasi,
        "tren": preset.tren,
        "tren_sd": preset.tren_sd,
        "tumpang": preset.tumpang,
        "simulasi": len(work.p0),
    }
