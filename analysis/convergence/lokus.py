"""Official lokus lists, their history and conflicts, and rule 1.1 of the penilaian kinerja.

Three traps. Official sources conflict (Jakarta Barat 2024, Jakarta Selatan 2024): every version of a list is kept and
none is chosen here. A year may be known by its count only (Jakarta Barat 2021) or not at all: a kelurahan never
"leaves" against a list nobody has published. And lists are compared with the latest earlier list whose names are
known, which is not always the year before: `dibanding` says which.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

SOURCE = ["sumber_judul", "sumber_url", "tanggal_sumber", "catatan"]
_STATUS_COLUMNS = ["kode_kelurahan", "nama", "tahun", "versi", "status", "dibanding"]


def official_lists(lokus: pd.DataFrame, daftar: pd.DataFrame, kode_kota: str, tahun: int | None = None) -> pd.DataFrame:
    """One row per official list of a kota, all versions side by side, oldest year first; `tahun=None` is the history.

    Columns of `daftar` plus `n_nama`: how many names the source prints. 0 = names not published; different from
    `jumlah` = the source contradicts itself (keep both).
    """
    wanted = daftar["kode_kota"] == kode_kota
    wanted = wanted if tahun is None else wanted & (daftar["tahun"] == tahun)
    lists = daftar[wanted.to_numpy(dtype=bool)].sort_values(["tahun", "versi"], ignore_index=True)
    named = Counter(lokus["daftar"].tolist())
    return lists.assign(n_nama=np.array([named[daftar] for daftar in lists["daftar"]], dtype=int))


@dataclass(frozen=True)
class _Listed:
    """One kelurahan in one year's lists: names and versions that print it, and how many versions there are."""

    kode: str
    kode_kota: str
    tahun: int
    nama_di_sumber: str
    versi: tuple[str, ...]
    n_versi_tahun: int

    @property
    def semua(self) -> bool:
        return len(self.versi) == self.n_versi_tahun


def _memberships(lokus: pd.DataFrame, kode_kota: str | None = None, tahun: int | None = None) -> list[_Listed]:
    """Every kelurahan and year that some version lists; the lists are short, so plain dictionaries are fastest."""
    columns = ["kode_kota", "tahun", "versi", "kode_kelurahan", "nama_di_sumber"]
    rows = [
        row
        for row in zip(*(lokus[name].tolist() for name in columns), strict=True)
        if kode_kota in (None, row[0]) and tahun in (None, row[1])
    ]
    versions, members, names = {}, {}, {}
    for kota, year, versi, kode, name in sorted(rows):
        versions.setdefault((kota, year), set()).add(versi)
        members.setdefault((kota, year, kode), []).append(versi)
        names[kota, year, kode] = name
    return [
        _Listed(kode, kota, year, names[kota, year, kode], tuple(versi), len(versions[kota, year]))
        for (kota, year, kode), versi in members.items()
    ]


def lokus_of_year(lokus: pd.DataFrame, kelurahan: pd.DataFrame, kode_kota: str | None, tahun: int) -> pd.DataFrame:
    """Every kelurahan on any published list of that year: for the map outline and the list.

    `kode_kelurahan, nama, kode_kecamatan, nama_kecamatan, kode_kota, nama_di_sumber, versi` ("a, b"), `n_versi,
    n_versi_tahun, semua`. `semua` False = the sources disagree about this kelurahan. kode_kota None = all kota.
    """
    listed = {row.kode: row for row in _memberships(lokus, kode_kota, tahun)}
    columns = ["kode_kelurahan", "nama_kelurahan", "kode_kecamatan", "nama_kecamatan", "kode_kota"]
    areas = kelurahan.loc[kelurahan["kode_kelurahan"].isin(list(listed)).to_numpy(dtype=bool), columns]
    areas = areas.rename(columns={"nama_kelurahan": "nama"}).sort_values(["kode_kota", "nama"], ignore_index=True)
    rows = [listed[kode] for kode in areas["kode_kelurahan"]]
    return areas.assign(
        nama_di_sumber=pd.array([row.nama_di_sumber for row in rows], dtype="str"),
        versi=pd.array([", ".join(row.versi) for row in rows], dtype="str"),
        n_versi=np.array([len(row.versi) for row in rows], dtype=int),
        n_versi_tahun=np.array([row.n_versi_tahun for row in rows], dtype=int),
        semua=np.array([row.semua for row in rows], dtype=bool),
    )


def _status_of(history: list[str | None]) -> list[tuple[str, int | None]]:
    """Statuses of one kelurahan along the years. history: "ya", "tidak", "beda" or None (names not published).

    Returns (status, position of the year compared with) per year.
    """
    result, previous, ever = [], None, False
    for position, now in enumerate(history):
        before = None if previous is None else history[previous]
        if now is None:
            status = "belum_diketahui"
        elif now == "beda":
            status = "beda_sumber"
        elif now == "ya":
            status = {None: "tercatat", "beda": "tercatat", "ya": "bertahan", "tidak": "kembali" if ever else "masuk"}[
                before
            ]
        else:
            status = {None: "", "tidak": "", "ya": "keluar", "beda": "belum_diketahui"}[before]
        result.append((status, previous if now is not None else None))
        if now is not None:
            previous, ever = position, ever or now == "ya"
    return result


def lokus_status(lokus: pd.DataFrame, daftar: pd.DataFrame, kelurahan: pd.DataFrame, kode_kota: str) -> pd.DataFrame:
    """History matrix in long form: every kelurahan ever listed x every year from the first to the last known list.

    `kode_kelurahan, nama, tahun, versi, status, dibanding`. status: `masuk, bertahan, keluar, kembali`; `tercatat` (on
    the list, but no earlier list tells whether it entered or stayed); `beda_sumber` (only in some versions of that
    year); `belum_diketahui` (names of that year not published, or the year compared with is in dispute); "" (not on
    the list, nor on the one before). dibanding: the year of the list compared with, missing if none.
    """
    found = _memberships(lokus, kode_kota)
    known = daftar.loc[(daftar["kode_kota"] == kode_kota).to_numpy(dtype=bool), "tahun"]
    if not found or known.empty:
        return pd.DataFrame(
            {name: pd.Series(dtype="Int64" if name in ("tahun", "dibanding") else "str") for name in _STATUS_COLUMNS}
        )
    years = range(int(known.min()), int(known.max()) + 1)
    named = {row.tahun for row in found}
    member = {(row.kode, row.tahun): row for row in found}
    names = dict(zip(kelurahan["kode_kelurahan"], kelurahan["nama_kelurahan"], strict=True))
    rows = []
    for kode in dict.fromkeys(row.kode for row in found):
        at = [member.get((kode, year)) for year in years]
        history = [
            None if year not in named else "tidak" if row is None else "ya" if row.semua else "beda"
            for year, row in zip(years, at, strict=True)
        ]
        for year, row, (status, previous) in zip(years, at, _status_of(history), strict=True):
            rows.append(
                (
                    kode,
                    names.get(kode, ""),
                    year,
                    "" if row is None else ", ".join(row.versi),
                    status,
                    None if previous is None else years[previous],
                )
            )
    matrix = pd.DataFrame(rows, columns=_STATUS_COLUMNS)
    return matrix.assign(dibanding=matrix["dibanding"].astype("Int64"))


def list_conflicts(
    lokus: pd.DataFrame, daftar: pd.DataFrame, kelurahan: pd.DataFrame, kode_kota: str, tahun: int
) -> pd.DataFrame:
    """Where the versions of one year disagree: one row per kelurahan and version.

    `kode_kelurahan, nama, daftar, versi, ada` (True = this version lists it), `nomor_sk` and the version's source
    columns. Empty when there is one version or all agree.
    """
    disputed = [row for row in _memberships(lokus, kode_kota, tahun) if not row.semua]
    names = dict(zip(kelurahan["kode_kelurahan"], kelurahan["nama_kelurahan"], strict=True))
    pairs = pd.DataFrame(
        {
            "kode_kelurahan": pd.array([row.kode for row in disputed], dtype="str"),
            "nama": pd.array([names.get(row.kode, "") for row in disputed], dtype="str"),
        }
    )
    versions = official_lists(lokus, daftar, kode_kota, tahun)
    versions = versions.loc[versions["n_nama"] > 0, ["daftar", "versi", "nomor_sk", *SOURCE]]
    pairs = pairs.merge(versions, how="cross")
    printed = {(row.kode, versi) for row in disputed for versi in row.versi}
    ada = np.array([pair in printed for pair in zip(pairs["kode_kelurahan"], pairs["versi"], strict=True)], dtype=bool)
    return pairs.assign(ada=ada).sort_values(["nama", "versi"], ignore_index=True)


@dataclass(frozen=True)
class Rule:
    """Rule 1.1: share of lokus with high cases or prevalence.

    huruf: "A" (all), "B" (at least 75 %), "" where the rule gives no letter (C and D were never found) or where a
    lokus has no data (n_dinilai < n_lokus). rinci: `kode_kelurahan, jumlah, prevalensi, jumlah_tinggi,
    prevalensi_tinggi, tinggi` per lokus (tinggi missing where there is no data); gagal: codes that are not high.
    """

    n_lokus: int
    n_dinilai: int
    n_tinggi: int
    persen: float
    huruf: str
    batas_jumlah: float
    batas_prevalensi: float
    rinci: pd.DataFrame
    gagal: tuple[str, ...]


def check_rule_1_1(
    kode_lokus,
    frame: pd.DataFrame,
    batas_jumlah: float | None = None,
    batas_prevalensi: float | None = None,
    batas_a: float = 100,
    batas_b: float = 75,
) -> Rule:
    """Rule 1.1 (form Lampiran I.2): do the lokus have high cases or a high prevalence?

    kode_lokus: codes of one list. frame: all kelurahan of the kota, `kode_kelurahan, jumlah, prevalensi`. "High" is
    above (not at) the limit; the juknis text was not readable, so the limits are arguments and default to the
    median of the kota's kelurahan, which is the app's assumption.
    """
    batas_jumlah = frame["jumlah"].median() if batas_jumlah is None else batas_jumlah
    batas_prevalensi = frame["prevalensi"].median() if batas_prevalensi is None else batas_prevalensi
    codes = list(dict.fromkeys(kode_lokus))
    rinci = frame.set_index("kode_kelurahan")[["jumlah", "prevalensi"]].reindex(codes).rename_axis("kode_kelurahan")
    rinci = rinci.reset_index()
    jumlah_tinggi, prevalensi_tinggi = rinci["jumlah"] > batas_jumlah, rinci["prevalensi"] > batas_prevalensi
    known = (rinci["jumlah"].notna() & rinci["prevalensi"].notna()) | jumlah_tinggi | prevalensi_tinggi
    tinggi = (jumlah_tinggi | prevalensi_tinggi).astype("boolean").mask(~known)
    rinci = rinci.assign(jumlah_tinggi=jumlah_tinggi, prevalensi_tinggi=prevalensi_tinggi, tinggi=tinggi)
    n_tinggi, n_dinilai = int(tinggi.sum()), int(known.sum())
    persen = 100 * n_tinggi / n_dinilai if n_dinilai else float("nan")
    complete = n_dinilai == len(codes) and n_dinilai > 0
    huruf = "" if not complete else "A" if persen >= batas_a else "B" if persen >= batas_b else ""
    gagal = tuple(np.array(codes, dtype=object)[(tinggi == False).fillna(False).to_numpy(dtype=bool)])  # noqa: E712
    return Rule(
        len(codes), n_dinilai, n_tinggi, persen, huruf, float(batas_jumlah), float(batas_prevalensi), rinci, gagal
    )
