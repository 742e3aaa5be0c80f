"""Today's services and risks of every kelurahan, as the scenario model needs them.

The trap: a service that nobody counted is not a service at 0 %. A kelurahan without a count takes the kota's share, a
kota without any keeps "unknown", and what was taken from elsewhere is said.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.language import _, number
from analysis.scenario.families import count_families, fit_families

RISKS = ("terlalu_muda", "terlalu_dekat")
SPACING, LATRINE, WATER = "jarak_umur", "jamban", "air"
# Where no service table counts them: the share of all under-fives (equal cohorts) that a window's people are.
_OF_BALITA = {"hamil": 1 / 5, "0-5": 1 / 10, "6-23": 3 / 10}


def services_of(tables, wilayah: pd.DataFrame, tahun: int, kode: str, said: list[str]):
    """Per lever: today's coverage, eligible share of the cohort, eligible people; and the rows used."""
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
    cakupan, layak, sasaran, taken = {}, {}, {}, []
    for lever in tables["skenario_tuas"].itertuples():
        served, asked = (_column(parts[name], lever.indikator) for name in ("pembilang", "penyebut"))
        eligible, population = (
            _column(parts["penyebut"], kode) for kode in (lever.indikator_sasaran, lever.indikator_populasi)
        )
        share = _filled(served, asked, wilayah["kode_kota"])
        missing = int(np.isnan(_share(served, asked)).sum())
        if missing and np.isfinite(share).any():
            taken.append(f"{_(lever.nama)} ({number(missing)})")
        if lever.indikator in lower:
            share = 1 - share
        if not lever.indikator and pd.notna(lever.cakupan_awal_pct):
            share = np.full(len(index), lever.cakupan_awal_pct / 100)
        part = np.ones(len(index))
        if lever.indikator_populasi:
            part = _filled(eligible, population, wilayah["kode_kota"]).clip(0, 1)
        cakupan[lever.tuas], layak[lever.tuas], sasaran[lever.tuas] = share, part, eligible
    if taken:
        said.append(_("Kelurahan tanpa cakupan memakai nilai kota: {daftar}.").format(daftar=", ".join(taken)))
    return cakupan, layak, sasaran, rows


def fill_eligible(sasaran: dict[str, np.ndarray], tuas: pd.DataFrame, balita: np.ndarray, said: list[str]) -> None:
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


def families_of(krs: pd.DataFrame, wilayah: pd.DataFrame, tahun: int, said: list[str]):
    """Joint table of KRS factors per kelurahan, and the shares of families terlalu_muda and terlalu_dekat; and the rows used."""
    rows = krs[(krs["tahun"] <= tahun).to_numpy(dtype=bool) & krs["kode_kelurahan"].isin(wilayah["kode_kelurahan"])]
    nothing = np.full(len(wilayah), np.nan)
    if rows.empty:
        return None, dict.fromkeys(RISKS, nothing), rows
    used = rows["tahun"].max()
    rows = (
        rows[(rows["tahun"] == used).to_numpy(dtype=bool)].drop_duplicates("kode_kelurahan").set_index("kode_kelurahan")
    )
    found = rows
    rows = rows.reindex(wilayah["kode_kelurahan"])
    if used != tahun:
        said.append(_("Keluarga berisiko dari tahun {tahun}.").format(tahun=used))
    value = {name: rows[name].to_numpy(dtype=float, na_value=np.nan) for name in (
        "keluarga_sasaran", "total_krs", "air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern", *RISKS)}  # fmt: skip
    joint, missed = fit_families(
        value["keluarga_sasaran"], value["total_krs"],
        [value[name] for name in ("air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern")],
    )  # fmt: skip
    say_areas(said, _("Tabel gabungan faktor KRS tidak dapat dicocokkan di: {daftar}."), wilayah["nama"][missed])
    said.append(
        _("Faktor KRS yang bertumpuk ditaksir dari jumlah tiap faktor dan total KRS, bukan dari data keluarga.")
    )
    shares = {name: _filled(value[name], value["keluarga_sasaran"], wilayah["kode_kota"]) for name in RISKS}
    return joint, shares, found


def counted_first(krs: np.ndarray | None, keluarga: pd.DataFrame, kelurahan: pd.Series, said: list[str]) -> np.ndarray:
    counted, unknown = count_families(keluarga, kelurahan)
    here = np.isfinite(counted).all(axis=(1, 2, 3))
    said.append(_("Faktor KRS {jumlah} kelurahan dihitung dari data keluarga.").format(jumlah=number(here.sum())))
    if unknown:
        said.append(
            _("{jumlah} keluarga sasaran dengan faktor tak diketahui tidak dihitung.").format(jumlah=number(unknown))
        )
    return counted if krs is None else np.where(here[:, None, None, None], counted, krs)


def unsafe_without_latrine(krs: np.ndarray | None, cakupan: dict[str, np.ndarray], k: int) -> np.ndarray:
    """Share with unsafe water among families without a latrine; without counts as common as elsewhere, else 0."""
    share = np.full(k, np.nan)
    if krs is not None:
        without = krs[:, :, 1].sum(axis=2)
        share = _share(without[:, 1], without.sum(axis=1))
    elsewhere = 1 - cakupan[WATER] if WATER in cakupan else share
    return np.nan_to_num(np.where(np.isnan(share), elsewhere, share))


def say_areas(said: list[str], sentence: str, names: pd.Series) -> None:
    if len(names):
        listed = ", ".join(names.head(5))
        if len(names) > 5:
            listed = _("{daftar} dan {jumlah} lainnya").format(daftar=listed, jumlah=number(len(names) - 5))
        said.append(sentence.format(daftar=listed))


def _column(part: pd.DataFrame, kode: str) -> np.ndarray:
    return part[kode].to_numpy(dtype=float) if kode in part else np.full(len(part), np.nan)


def _share(k: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.divide(k, n, out=np.full(len(k), np.nan), where=n > 0)


def of_kota(k: np.ndarray, n: np.ndarray, kota: pd.Series) -> np.ndarray:
    """Share k / n of the kota of each row over the rows that are known; that of all rows where the kota has none."""
    known = np.isfinite(k) & (n > 0)
    group, labels = pd.factorize(kota)
    hits, people = (np.bincount(group, np.where(known, part, 0), len(labels)) for part in (k, n))
    share = np.divide(hits, people, out=np.full(len(labels), np.nan), where=people > 0)
    everywhere = hits.sum() / people.sum() if people.sum() > 0 else np.nan
    return np.where(np.isnan(share), everywhere, share)[group]


def _filled(k: np.ndarray, n: np.ndarray, kota: pd.Series) -> np.ndarray:
    """k / n, and the kota's share where a row has no count."""
    own = _share(k, n)
    return np.where(np.isnan(own), of_kota(k, n, kota), own)
