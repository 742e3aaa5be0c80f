"""Quality of recorded data per source, table, area and year in five dimensions.

lengkap (complete), tepat waktu (on time), konsisten (consistent), unik (unique), masuk akal (plausible): each a share of
what was judged, with its numerator and denominator. Traps: a dimension that nothing could be judged on is missing, never
100 and never 0; the score is the plain mean of the dimensions that were judged (equal weights are an assumption) and is
never given without them; and sample rows are judged only while nothing real stands beside them, as a source of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.convergence import quality_checks as checks
from analysis.convergence import quality_copies as copies
from analysis.convergence.measures import areas_in
from analysis.convergence.quality_checks import DIMENSIONS, KEY, RULES

SAMPLE = "contoh"
LEVELS = {"kecamatan": 8, "kelurahan": 13}
PARTS = ["sumber_data", "tabel", "kode_kelurahan", "dimensi", "pembilang", "penyebut"]
FINDINGS = [*KEY, "tahun", "dimensi", "aturan", "nilai", "pembanding", "jumlah", "rinci", "jenis_data"]


@dataclass(frozen=True)
class Assessment:
    """parts: PARTS, one row per source, table, kelurahan (or kota, for rules about a whole kota) and dimension judged.
    findings: FINDINGS, every unit that broke a rule. reported: `sumber_data, tabel, n_wilayah, n_wilayah_total`."""

    parts: pd.DataFrame
    findings: pd.DataFrame
    reported: pd.DataFrame


@dataclass(frozen=True)
class Basis:
    """What rows are judged against. limits: parameter -> value; identities and columns per table; deadlines: table ->
    ISO date ("" or absent = none set); order: sources, the one that is used first; lokus: codes of the year."""

    kelurahan: pd.DataFrame
    angka: pd.DataFrame
    limits: Mapping[str, float]
    identities: Mapping[str, list]
    columns: Mapping[str, list[str]]
    indicators: list[str]
    deadlines: Mapping[str, str]
    order: list[str]
    lokus: frozenset[str]


def assess(rows: Mapping[str, pd.DataFrame], basis: Basis, kode: str | None, tahun: int) -> Assessment:
    """Judge the rows of every table in area `kode` (None = DKI) and year `tahun`.

    rows: table -> `sumber_data, kode_kelurahan, tahun`, its counts, `jenis_data, tertahan, pertama`.
    """
    existing = areas_in(basis.kelurahan, tahun, kode)
    judged, filled, reported = [], [], []
    for table, every in rows.items():
        every = _of_area(every, kode, tahun)
        now = every[(every["tahun"] == tahun).to_numpy()]
        whole = now[~now["tertahan"].to_numpy(dtype=bool)]
        judged.append(_judge(table, every, now, basis, tahun))
        cells = _cells(table, whole, existing, basis)
        filled.append(cells)
        judged.append(_gaps(table, now, cells, existing, basis))
        reported.append(_reported(table, whole, existing))
    units = pd.concat([part for part in judged if len(part)] or [checks.no_units()], ignore_index=True)
    units = units.assign(dimensi=units["aturan"].map(RULES))
    parts = pd.concat([*(part for part in filled if len(part)), _row_parts(units)], ignore_index=True)[PARTS]
    broken = units[~units["baik"].to_numpy(dtype=bool)].assign(tahun=tahun)
    kinds = broken["sumber_data"].map({SAMPLE: "contoh", "": ""}).fillna("diunggah")
    return Assessment(parts, broken.assign(jenis_data=kinds)[FINDINGS].reset_index(drop=True), pd.concat(reported))


def _of_area(rows: pd.DataFrame, kode: str | None, tahun: int) -> pd.DataFrame:
    """Rows of the year and the one before; of a kota with real rows in the year, without its sample rows."""
    rows = rows[rows["tahun"].isin([tahun, tahun - 1]).to_numpy()]
    rows = rows if kode is None else rows[rows["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)]
    sample, kota = (rows["sumber_data"] == SAMPLE).to_numpy(), rows["kode_kelurahan"].str[:5]
    real = set(kota[~sample & (rows["tahun"] == tahun).to_numpy()])
    return rows[~(sample & kota.isin(real).to_numpy())].reset_index(drop=True)


def _judge(table: str, every: pd.DataFrame, now: pd.DataFrame, basis: Basis, tahun: int) -> pd.DataFrame:
    whole = every[~every["tertahan"].to_numpy(dtype=bool)]
    rates = checks.shares(table, whole)
    this, last = (rates[(rates["tahun"] == year).to_numpy()] for year in (tahun, tahun - 1))
    known = copies.figures(table, whole, basis.columns.get(table, []))
    this_year = whole[(whole["tahun"] == tahun).to_numpy()]
    found = [
        checks.broken_identities(table, now, basis.identities.get(table, [])),
        checks.jumps(this, last, basis.limits),
        checks.target_jumps(this, last, basis.limits),
        checks.extremes(this, basis.limits),
        checks.full_everywhere(this, basis.limits),
        checks.outside_control(this, basis.limits),
        copies.copied_reports(known, tahun, basis.order),
        copies.favourite_digits(known[(known["tahun"] == tahun).to_numpy()], basis.limits),
        checks.lateness(this_year, table, basis.deadlines.get(table, "")),
    ]
    if table == "krs":
        existing = areas_in(basis.kelurahan, tahun)
        found.append(checks.published_totals(this_year, basis.angka, existing, tahun, basis.limits))
    return pd.concat([part for part in found if len(part)] or [checks.no_units()], ignore_index=True)


def _cells(table: str, whole: pd.DataFrame, existing: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    """Completeness as parts: cells filled of cells expected, for every kelurahan that exists, per source."""
    known = copies.figures(table, whole, basis.columns.get(table, []))
    known = known.assign(sel=known["kolom"].str.split(".").str[0]).drop_duplicates(
        ["sumber_data", "kode_kelurahan", "sel"]
    )
    filled = known.groupby(["sumber_data", "kode_kelurahan"]).size()
    expected = len(basis.indicators) if table == "cakupan" else len(basis.columns[table])
    index = pd.MultiIndex.from_product(
        [sorted(whole["sumber_data"].unique()), existing["kode_kelurahan"]], names=["sumber_data", "kode_kelurahan"]
    )
    parts = filled.reindex(index, fill_value=0).rename("pembilang").reset_index()
    return parts.assign(tabel=table, dimensi="lengkap", penyebut=expected)


def _gaps(table: str, now: pd.DataFrame, cells: pd.DataFrame, existing: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    """What is missing: kelurahan of which no real source reported (a held row is a report), and cells left empty."""
    real = now[(now["sumber_data"] != SAMPLE).to_numpy()]
    absent = existing[~existing["kode_kelurahan"].isin(real["kode_kelurahan"]).to_numpy()]
    absent = absent.assign(sumber_data="", tabel=table, kode_indikator="")
    lokus = absent["kode_kelurahan"].isin(basis.lokus).to_numpy()
    short = cells[((cells["pembilang"] > 0) & (cells["pembilang"] < cells["penyebut"])).to_numpy()]
    short = short.assign(kode_indikator="")
    empty = (short["penyebut"] - short["pembilang"]).to_numpy(dtype=float)
    return pd.concat(
        [
            checks.units(absent[lokus], "belum_lapor_lokus", False),
            checks.units(absent[~lokus], "belum_lapor", False),
            checks.units(short, "sel_kosong", False, empty, short["penyebut"]),
        ],
        ignore_index=True,
    )


def _reported(table: str, whole: pd.DataFrame, existing: pd.DataFrame) -> pd.DataFrame:
    found = whole.groupby("sumber_data", as_index=False).agg(n_wilayah=("kode_kelurahan", "nunique"))
    return found.assign(tabel=table, n_wilayah_total=len(existing))


def _row_parts(units: pd.DataFrame) -> pd.DataFrame:
    """Dimensions judged by rules: a row counts as good when it broke none of the dimension's rules."""
    rows = units[(units["dimensi"] != "lengkap").to_numpy()]
    each = rows.groupby([*KEY, "dimensi"], as_index=False)["baik"].all()
    parts = each.groupby(["sumber_data", "tabel", "kode_kelurahan", "dimensi"], as_index=False).agg(
        pembilang=("baik", "sum"), penyebut=("baik", "size")
    )
    return parts


def dimension_shares(parts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """`by, dimensi, pembilang, penyebut, nilai` (per 100); every dimension is there, missing where not judged."""
    sums = parts.groupby([*by, "dimensi"], as_index=False)[["pembilang", "penyebut"]].sum()
    every = sums[by].drop_duplicates().merge(pd.DataFrame({"dimensi": DIMENSIONS}), how="cross")
    found = every.merge(sums, on=[*by, "dimensi"], how="left")
    k, n = (pd.to_numeric(found[name]).to_numpy(dtype=float) for name in ("pembilang", "penyebut"))
    nilai = np.divide(100 * k, n, out=np.full(len(found), np.nan), where=n > 0)
    return found.assign(pembilang=k, penyebut=n, nilai=nilai)


def scores(parts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row per `by`: the five dimensions (per 100), `skor` = plain mean of those judged, `n_dimensi`, `n_diperiksa`."""
    long = dimension_shares(parts, by)
    wide = long.pivot(index=by, columns="dimensi", values="nilai").reindex(columns=list(DIMENSIONS))
    n = long.groupby(by)["penyebut"].sum()
    wide = wide.assign(skor=wide.mean(axis=1), n_dimensi=wide.notna().sum(axis=1), n_diperiksa=n)
    return wide.reset_index().rename_axis(columns=None)


def main_sources(reported: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """`tabel, sumber_data`: per table the source that most kelurahan reported to; of equals the one used first."""
    rank = reported["sumber_data"].map({source: place for place, source in enumerate(order)}).fillna(len(order))
    ranked = reported.assign(urutan=rank).sort_values(["n_wilayah", "urutan"], ascending=[False, True])
    return ranked.drop_duplicates("tabel")[["tabel", "sumber_data"]]


def headline(parts: pd.DataFrame, main: pd.DataFrame) -> pd.Series | None:
    """The five dimensions as plain means over the tables (their main sources), and `skor`, the mean of those judged;
    None when there is nothing to judge."""
    own = parts.merge(main, on=["tabel", "sumber_data"])
    if own.empty:
        return None
    found = dimension_shares(own, ["tabel"]).groupby("dimensi")["nilai"].mean().reindex(list(DIMENSIONS))
    return pd.concat([found, pd.Series({"skor": found.mean()})])


def area_scores(parts: pd.DataFrame, level: str, kelurahan: pd.DataFrame) -> pd.DataFrame:
    """`scores` per source, table and area of `level` (kecamatan | kelurahan), weakest first, with the area's `nama`.

    Rules about a whole kota belong to no kelurahan and are left out here.
    """
    own = parts[(parts["kode_kelurahan"].str.len() == LEVELS["kelurahan"]).to_numpy()]
    key = f"kode_{level}"
    found = scores(own.assign(**{key: own["kode_kelurahan"].str[: LEVELS[level]]}), ["sumber_data", "tabel", key])
    names = kelurahan.drop_duplicates(key).set_index(key)[f"nama_{level}"]
    found.insert(0, "nama", found[key].map(names))
    return found.sort_values(["skor", "nama"], ignore_index=True)
