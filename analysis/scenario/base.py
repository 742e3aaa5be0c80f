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
from analysis.language import _, number, percent
from analysis.scenario.families import count_families, fit_families

ROUTINE, SURVEY = "rutin", "survei"
HIGHEST = 0.95
RISKS = ("terlalu_muda", "terlalu_dekat")
SPACING = "jarak_umur"
# Where no service table counts them: the share of all under-fives (equal cohorts) that a window's people are.
_OF_BALITA = {"hamil": 1 / 5, "0-5": 1 / 10, "6-23": 3 / 10}


@dataclass(frozen=True)
class Base:
    """Arrays aligned on the k rows of `wilayah`; shares are 0..1.

    wilayah: kode_kelurahan, nama, kode_kecamatan, nama_kecamatan, kode_kota + META of the counts used. balita: number
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
        noise = rng.standard_normal((d, len(self.balita)))
        level = rng.standard_normal((d, len(self.survei)))
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
    """The base of an area (code of any level) in a year; None where no kelurahan has counts of under-fives.

    tables: kelurahan, balita, cakupan, krs, angka, skenario_tuas, skenario_parameter. Where no survey value exists
    for a kota its routine level stays, and `catatan` says so. keluarga: screened families (one row each, see
    `families.count_families`); where it has families of a kelurahan their table is counted instead of fitted.
    """
    said: list[str] = []
    areas = areas_in(tables["kelurahan"], tahun, kode_kota).reset_index(drop=True)
    wilayah, balita, rutin, galat = _children(tables, areas, tahun, kode_kota, said)
    if wilayah.empty:
        return None
    codes, kota = np.unique(wilayah["kode_kota"], return_inverse=True)
    survei = (
        _survey_values(tables["angka"], codes, wilayah, tahun, said) if level == SURVEY else np.full(len(codes), np.nan)
    )
    if level == SURVEY and np.isnan(survei).all():
        level = ROUTINE
    error = tables["skenario_parameter"].set_index("parameter")["nilai"]["survei_galat_pp"] / 100
    p0 = rutin
    if level == SURVEY:
        mean = np.bincount(kota, rutin * balita) / np.bincount(kota, balita)
        p0 = np.minimum(rutin * np.where(np.isnan(survei), 1, survei / mean)[kota], HIGHEST)
    services = _services(tables, wilayah, tahun, kode_kota, said)
    krs, risiko = _families(tables["krs"], wilayah, tahun, said)
    if keluarga is not None:
        krs = _counted_first(krs, keluarga, wilayah["kode_kelurahan"], said)
    _fill_eligible(services[2], tables["skenario_tuas"], balita, said)
    unsafe = _unsafe_without_latrine(krs, services[0], len(wilayah))
    return Base(
        wilayah, tahun, balita, p0, *services, risiko, krs, level, rutin, galat, kota, survei, float(error), unsafe, said
    )  # fmt: skip


def _fill_eligible(sasaran: dict[str, np.ndarray], tuas: pd.DataFrame, balita: np.ndarray, said: list[str]) -> None:
    """Eligible people that no table counts: as many per under-five as elsewhere, else the share of the age window."""
    filled = []
    for lever in tuas.itertuples():
        counted = sasaran[lever.tuas]
        known = np.isfinite(counted)
        part = counted[known].sum() / balita[known].sum() if known.any() else _OF_BALITA.get(lever.jendela, np.nan)
        if not known.all() and np.isfinite(part) and (known.any() or not lever.indikator_populasi):
            sasaran[lever.tuas] = np.where(known, counted, balita * part)
            filled.append(_(lever.nama))
    if filled:
        said.append(
            _("Sasaran tanpa hitungan ditaksir dari jumlah balita (asumsi): {daftar}.").format(daftar=", ".join(filled))
        )


def _unsafe_without_latrine(krs: np.ndarray | None, cakupan: dict[str, np.ndarray], k: int) -> np.ndarray:
    """Share with unsafe water among families without a latrine; without counts as common as elsewhere, else 0."""
    share = np.full(k, np.nan)
    if krs is not None:
        without = krs[:, :, 1].sum(axis=2)
        share = _share(without[:, 1], without.sum(axis=1))
    elsewhere = 1 - cakupan["air"] if "air" in cakupan else share
    return np.nan_to_num(np.where(np.isnan(share), elsewhere, share))


def _children(tables, areas: pd.DataFrame, tahun: int, kode: str, said: list[str]):
    """Kelurahan with under-fives: their rows, number, shrunken routine share and the SD of its logit."""
    rows = tables["balita"]
    rows = rows[(rows["tahun"] == tahun).to_numpy(dtype=bool)].drop_duplicates("kode_kelurahan")
    found = areas.merge(rows, on="kode_kelurahan", how="left")
    diukur, target = (found[name].to_numpy(dtype=float, na_value=np.nan) for name in ("diukur", "balita_sasaran"))
    balita = np.where(np.isnan(target), diukur, target)
    kept = np.nan_to_num(balita) > 0
    _say_areas(said, _("Tanpa hitungan balita, tidak ikut dihitung: {daftar}."), areas["nama_kelurahan"][~kept])
    found, balita, diukur = found[kept].reset_index(drop=True), balita[kept], diukur[kept]
    stunted = (found["pendek"] + found["sangat_pendek"]).to_numpy(dtype=float, na_value=np.nan)
    shrunk = shrink(found.assign(pembilang=stunted, penyebut=diukur))
    share = shrunk["nilai_susut"].to_numpy(dtype=float) / 100
    kota_share = np.nansum(stunted) / np.nansum(np.where(np.isnan(stunted), np.nan, diukur)) if kept.any() else np.nan
    unknown = ~np.isfinite(share)
    _say_areas(said, _("Tanpa hasil pengukuran, memakai prevalensi kota: {daftar}."), found["nama_kelurahan"][unknown])
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


def _survey_values(angka, codes, wilayah: pd.DataFrame, tahun: int, said: list[str]) -> np.ndarray:
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


def _say_areas(said: list[str], sentence: str, names: pd.Series) -> None:
    if len(names):
        some = ", ".join(names.head(5))
        more = _(" dan {jumlah} lainnya").format(jumlah=number(len(names) - 5)) if len(names) > 5 else ""
        said.append(sentence.format(daftar=some + more))


def _services(tables, wilayah: pd.DataFrame, tahun: int, kode: str, said: list[str]):
    """Per lever: today's coverage, eligible share of the cohort, eligible people."""
    rows = tables["cakupan"]
    rows = rows[
        (rows["tahun"] <= tahun).to_numpy(dtype=bool) & rows["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)
    ]
    used = rows["tahun"].max() if len(rows) else tahun
    if used != tahun and len(rows):
        said.append(_("Cakupan layanan dari tahun {tahun}.").format(tahun=used))
    rows = rows[(rows["tahun"] == used).to_numpy(dtype=bool)]
    index = wilayah["kode_kelurahan"]
    parts = {
        name: rows.pivot_table(index="kode_kelurahan", columns="kode_indikator", values=name, aggfunc="first").reindex(
            index
        )
        for name in ("pembilang", "penyebut")
    }
    lower = set(tables["indikator_esensial"].query("polaritas == 'turun_baik'")["kode_indikator"])
    cakupan, layak, sasaran = {}, {}, {}
    for lever in tables["skenario_tuas"].itertuples():
        eligible = _column(parts["penyebut"], lever.indikator_sasaran)
        share = _share(_column(parts["pembilang"], lever.indikator), _column(parts["penyebut"], lever.indikator))
        if lever.indikator in lower:
            share = 1 - share
        if not lever.indikator and pd.notna(lever.cakupan_awal_pct):
            share = np.full(len(index), lever.cakupan_awal_pct / 100)
        elif lever.indikator and np.isnan(share).any() and np.isfinite(share).any():
            named = _("Cakupan {tuas} memakai nilai kota di: {daftar}.").replace("{tuas}", _(lever.nama))
            _say_areas(said, named, wilayah["nama"][np.isnan(share)])
            share = np.where(np.isnan(share), _whole(share, _column(parts["penyebut"], lever.indikator)), share)
        population = _column(parts["penyebut"], lever.indikator_populasi)
        part = _share(eligible, population) if lever.indikator_populasi else np.ones(len(index))
        cakupan[lever.tuas] = share
        layak[lever.tuas] = np.where(np.isnan(part), _whole(part, population), part).clip(0, 1)
        sasaran[lever.tuas] = eligible
    return cakupan, layak, sasaran


def _column(part: pd.DataFrame, kode: str) -> np.ndarray:
    return part[kode].to_numpy(dtype=float) if kode in part else np.full(len(part), np.nan)


def _share(k: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.divide(k, n, out=np.full(len(k), np.nan), where=n > 0)


def _whole(share: np.ndarray, n: np.ndarray) -> float:
    known = np.isfinite(share) & (n > 0)
    return float(np.average(share[known], weights=n[known])) if known.any() else float("nan")


def _families(krs: pd.DataFrame, wilayah: pd.DataFrame, tahun: int, said: list[str]):
    """Joint table of KRS factors per kelurahan, and the shares of families terlalu_muda and terlalu_dekat."""
    rows = krs[(krs["tahun"] <= tahun).to_numpy(dtype=bool) & krs["kode_kelurahan"].isin(wilayah["kode_kelurahan"])]
    nothing = np.full(len(wilayah), np.nan)
    if rows.empty:
        return None, dict.fromkeys(RISKS, nothing)
    used = rows["tahun"].max()
    rows = (
        rows[(rows["tahun"] == used).to_numpy(dtype=bool)].drop_duplicates("kode_kelurahan").set_index("kode_kelurahan")
    )
    rows = rows.reindex(wilayah["kode_kelurahan"])
    if used != tahun:
        said.append(_("Keluarga berisiko dari tahun {tahun}.").format(tahun=used))
    value = {name: rows[name].to_numpy(dtype=float, na_value=np.nan) for name in (
        "keluarga_sasaran", "total_krs", "air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern", *RISKS)}  # fmt: skip
    joint, missed = fit_families(
        value["keluarga_sasaran"], value["total_krs"],
        [value[name] for name in ("air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern")],
    )  # fmt: skip
    _say_areas(said, _("Tabel gabungan faktor KRS tidak dapat dicocokkan di: {daftar}."), wilayah["nama"][missed])
    said.append(
        _("Faktor KRS yang bertumpuk ditaksir dari jumlah tiap faktor dan total KRS, bukan dari data keluarga.")
    )
    families = value["keluarga_sasaran"]
    shares = {name: _share(value[name], families) for name in RISKS}
    return joint, {name: np.where(np.isnan(part), _whole(part, families), part) for name, part in shares.items()}


def _counted_first(krs: np.ndarray | None, keluarga: pd.DataFrame, kelurahan: pd.Series, said: list[str]) -> np.ndarray:
    counted, unknown = count_families(keluarga, kelurahan)
    here = np.isfinite(counted).all(axis=(1, 2, 3))
    said.append(_("Faktor KRS {jumlah} kelurahan dihitung dari data keluarga.").format(jumlah=number(here.sum())))
    if unknown:
        said.append(
            _("{jumlah} keluarga sasaran dengan faktor tak diketahui tidak dihitung.").format(jumlah=number(unknown))
        )
    return counted if krs is None else np.where(here[:, None, None, None], counted, krs)


def meta_of(base: Base) -> dict[str, str]:
    """META of everything computed from the base: the weakest kind of truth and every source once."""
    return source_of_sum(base.wilayah)
