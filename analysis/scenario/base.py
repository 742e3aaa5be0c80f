"""Where a plan starts: under-fives, prevalence, today's coverage and KRS of every kelurahan.

The traps: survey and routine prevalence differ about tenfold and are different measures; the survey (kota only) gives
the level, the routine counts (kelurahan) give the pattern, and neither is shown as the other. What is unknown is
taken from the kota or left out, and either is said in `catatan`, never filled in silently.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.convergence.measures import META, areas_in, source_of_sum
from analysis.convergence.prevalence import survey_series
from analysis.convergence.statistics import shrink, z_value
from analysis.language import _, percent
from analysis.scenario.chance import mirrored_normals
from analysis.scenario.services import (
    LATRINE,
    RISKS,
    SPACING,
    counted_first,
    families_of,
    fill_eligible,
    of_kota,
    say_areas,
    services_of,
    unsafe_without_latrine,
)

ROUTINE, SURVEY = "rutin", "survei"
HIGHEST = 0.95
STRUCTURAL = {
    "kappa", "persistensi", "tumpang", "tren_nasional", "tren_simpangan", "survei_galat_pp", "bb_ke_stunting", "sigma_haz",
}  # fmt: skip


@dataclass(frozen=True)
class Base:
    """Arrays aligned on the k rows of `wilayah`; shares are 0..1.

    wilayah: kode_kelurahan, nama, kode_kecamatan, nama_kecamatan, kode_kota + META of all counts used, the same on
    every row: levels, shrinkage and missing values tie the kelurahan to one another, so one sample row marks all. balita: number
    of under-fives, constant over the years. p0: prevalence on `level` (rutin | survei). cakupan: lever -> today's
    coverage of its eligible group (NaN: unknown in the whole kota). layak: lever -> eligible share of the cohort.
    sasaran: lever -> eligible people or households (NaN unknown). risiko: share of families terlalu_muda,
    terlalu_dekat. krs: k x 2 x 2 x 2 families by (air, jamban, 4T/KB), index 1 = at risk; NaN rows unknown; None
    when no kelurahan has counts. rutin, galat_logit: routine share and the SD of its logit; kota: index of the kota of
    each row; survei: its survey value, 0..1 (NaN: none), galat_survei: SD of a survey value, 0..1.
    air_tak_aman: share with unsafe water among households without a proper latrine.
    """

    wilayah: pd.DataFrame
    tahun: int
    balita: np.ndarray
    p0: np.ndarray
    cakupan: dict[str, np.ndarray]
    layak: dict[str, np.ndarray]
    sasaran: dict[str, np.ndarray]
    risiko: dict[str, np.ndarray]
    krs: np.ndarray | None
    level: str
    rutin: np.ndarray
    galat_logit: np.ndarray
    kota: np.ndarray
    survei: np.ndarray
    galat_survei: float
    air_tak_aman: np.ndarray
    catatan: list[str] = field(default_factory=list)

    def p0_draws(self, d: int, rng: np.random.Generator) -> np.ndarray:
        """k x d draws of p0: every kelurahan's own error, and one common error of the survey level per kota."""
        noise = mirrored_normals(rng, d, len(self.balita))
        level = mirrored_normals(rng, d, len(self.survei))
        shares = 1 / (1 + np.exp(-(np.log(self.rutin / (1 - self.rutin)) + self.galat_logit * noise)))
        if self.level == SURVEY:
            weight = self.balita * (self.kota == np.arange(len(self.survei))[:, None])
            wanted = np.clip(self.survei + self.galat_survei * level, 0.1 * self.survei, HIGHEST)
            factor = wanted / (shares @ weight.T / weight.sum(axis=1))
            shares = shares * np.where(np.isnan(factor), 1, factor)[:, self.kota]
        return np.minimum(shares, HIGHEST).T

    def knows(self, lever: str) -> bool:
        """Everything the effect of a lever needs is known in every kelurahan, but for today's coverage."""
        needed = [self.layak[lever], *(self.risiko[name] for name in RISKS if lever == SPACING)]
        return all(np.isfinite(part).all() for part in needed)

    def mean_coverage(self, lever: str) -> float:
        """Today's coverage of a lever over all kelurahan, percent, weighted by its eligible people (else by balita)."""
        known = self.cakupan[lever]
        weight = self.sasaran[lever] if np.isfinite(self.sasaran[lever]).any() else self.balita
        usable = np.isfinite(known) & (weight > 0)
        return 100 * float(np.average(known[usable], weights=weight[usable])) if usable.any() else float("nan")


def base_of(
    tables: dict[str, pd.DataFrame],
    kode_kota: str,
    tahun: int,
    level: str = SURVEY,
    keluarga: pd.DataFrame | None = None,
) -> Base | None:
    """The base of an area (code of any level) in a year; None where no kelurahan has counts of under-fives, or where
    the tables of the model are damaged.

    tables: kelurahan, balita, cakupan, krs, angka, indikator_esensial, skenario_tuas, skenario_parameter. Where no survey value exists
    for a kota its routine level stays, and `catatan` says so. keluarga: screened families (one row each, see
    `families.count_families`); where it has families of a kelurahan their table is counted instead of fitted.
    """
    if not _complete(tables["skenario_parameter"], tables["skenario_tuas"]):
        return None
    said: list[str] = []
    areas = areas_in(tables["kelurahan"], tahun, kode_kota).reset_index(drop=True)
    wilayah, balita, rutin, galat = _children(tables, areas, tahun, said)
    if wilayah.empty:
        return None
    codes, kota = np.unique(wilayah["kode_kota"], return_inverse=True)
    survei = _survey_values(tables["angka"], codes, tahun, said) if level == SURVEY else np.full(len(codes), np.nan)
    if level == SURVEY and np.isnan(survei).all():
        level = ROUTINE
    error = tables["skenario_parameter"].set_index("parameter")["nilai"]["survei_galat_pp"] / 100
    p0 = rutin
    if level == SURVEY:
        mean = np.bincount(kota, rutin * balita) / np.bincount(kota, balita)
        p0 = np.minimum(rutin * np.where(np.isnan(survei), 1, survei / mean)[kota], HIGHEST)
    *services, counted = services_of(tables, wilayah, tahun, kode_kota, said)
    krs, risiko, families = families_of(tables["krs"], wilayah, tahun, said)
    wilayah = wilayah.assign(**source_of_sum(pd.concat([wilayah, counted, families])[META]))
    if keluarga is not None:
        krs = counted_first(krs, keluarga, wilayah["kode_kelurahan"], said)
    fill_eligible(services[2], tables["skenario_tuas"], balita, said)
    unsafe = unsafe_without_latrine(krs, services[0], len(wilayah))
    return Base(
        wilayah, tahun, balita, p0, *services, risiko, krs, level, rutin, galat, kota, survei, float(error), unsafe, said
    )  # fmt: skip


def _complete(parameter: pd.DataFrame, tuas: pd.DataFrame) -> bool:
    """Every parameter that a lever or a preset needs is there: a damaged table must not become a traceback."""
    needed = {name for names in tuas["parameter"] for name in names.split(";")} | STRUCTURAL
    return LATRINE in set(tuas["tuas"]) and needed <= set(parameter["parameter"])


def _children(tables, areas: pd.DataFrame, tahun: int, said: list[str]):
    """Kelurahan with under-fives: their rows, number, shrunken routine share and the SD of its logit."""
    rows = tables["balita"]
    rows = rows[(rows["tahun"] == tahun).to_numpy(dtype=bool)].drop_duplicates("kode_kelurahan")
    found = areas.merge(rows, on="kode_kelurahan", how="left")
    diukur, target = (found[name].to_numpy(dtype=float, na_value=np.nan) for name in ("diukur", "balita_sasaran"))
    balita = np.where(np.isnan(target), diukur, target)
    kept = np.nan_to_num(balita) > 0
    say_areas(said, _("Tanpa hitungan balita, tidak ikut dihitung: {daftar}."), areas["nama_kelurahan"][~kept])
    found, balita, diukur = found[kept].reset_index(drop=True), balita[kept], diukur[kept]
    stunted = (found["pendek"] + found["sangat_pendek"]).to_numpy(dtype=float, na_value=np.nan)
    shrunk = shrink(found.assign(pembilang=stunted, penyebut=diukur))
    share = shrunk["nilai_susut"].to_numpy(dtype=float) / 100
    kota_share = of_kota(stunted, diukur, found["kode_kota"])
    unknown = ~np.isfinite(share)
    say_areas(said, _("Tanpa hasil pengukuran, memakai prevalensi kota: {daftar}."), found["nama_kelurahan"][unknown])
    # Half a child measured among those counted: a share of exactly 0 has no logit.
    floor = 0.5 / np.maximum(np.nan_to_num(diukur), 1)
    share = np.clip(np.where(unknown, kota_share, share), np.minimum(floor, 0.001), HIGHEST)
    low, high = (
        np.clip(shrunk[f"{side}_susut"].to_numpy(dtype=float) / 100, 1e-4, 0.999) for side in ("bawah", "atas")
    )
    spread = (np.log(high / (1 - high)) - np.log(low / (1 - low))) / (2 * z_value(0.95))
    spread = np.where(unknown | ~np.isfinite(spread), 0.5, spread)
    names = {"nama_kelurahan": "nama"}
    columns = ["kode_kelurahan", "nama_kelurahan", "kode_kecamatan", "nama_kecamatan", "kode_kota", *META]
    return found[columns].rename(columns=names), balita, share, spread


def _survey_values(angka, codes, tahun: int, said: list[str]) -> np.ndarray:
    """Latest survey value (0..1) of each kota up to `tahun`; NaN where there is none."""
    values = np.full(len(codes), np.nan)
    for i, kode in enumerate(codes):
        series = survey_series(angka, kode)
        series = series[series["tahun"] <= tahun]
        if series.empty:
            said.append(_("Kota {kode}: tanpa nilai survei, jadi memakai tingkat rutin.").format(kode=kode))
            continue
        last = series.iloc[-1]
        values[i] = last["nilai"] / 100
        told = {"wilayah": last["nama_wilayah"], "periode": last["periode"], "nilai": percent(last["nilai"])}
        said.append(
            _("Tingkat prevalensi {wilayah} dari {periode}: {nilai}; polanya dari hitungan rutin.").format(**told)
        )
    return values


def meta_of(base: Base) -> dict[str, str]:
    """META of everything computed from the base: the weakest kind of truth and every source once."""
    return source_of_sum(base.wilayah)
