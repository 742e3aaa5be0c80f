"""Everything the app computes with, loaded once: published, reference and sample tables, and uploads.

Trap: three kinds of truth lie side by side and must never lose their mark. `jenis_data` and the source
columns are added here to every row of data/resmi, data/contoh and of uploads, and are never typed in a
file. Sample rows give way to uploaded ones of the same area, year and indicator, never to a part of them.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pandas as pd

from analysis.convergence.measures import province_of
from analysis.sources.layouts import TABLES
from analysis.sources.prepared import Prepared, csv_files, open_prepared
from analysis.sources.problems import Problem
from analysis.sources.regions import WIDE, cut, is_small, read_big, region_of
from analysis.sources.rules import SOURCE_COLUMNS
from analysis.sources.schemas import check, empty_frame
from analysis.sources.settings import settings
from analysis.sources.tables import read_csv

DATA = Path(__file__).resolve().parent.parent.parent / "data"
# In the order of loading: what others are checked against comes first.
WILAYAH = ("kelurahan", "provinsi", "alias", "titik_peta")
RUJUKAN = (
    "aksi", "indikator_esensial", "indikator", "parameter", "faktor_krs", "glosarium", "masalah", "rubrik",
    "sumber_data", "pemilik_layanan", "skenario_parameter", "skenario_tuas", "skenario_biaya",
)  # fmt: skip
RESMI = ("lokus_daftar", "lokus", "jadwal_aksi", "regulasi")
# Files of published figures; they share one layout and become the table `angka`.
ANGKA = ("prevalensi_survei", "hitung_rutin", "krs", "target", "penduduk", "anggaran", "pemekaran")
# Tables of data/contoh, which are also what people upload.
CONTOH = ("balita", "krs", "cakupan", "reviu", "bukti", "rencana", "komitmen", "pelaku")
# Tables that exist only as far as somebody recorded them.
HANYA_TERCATAT = ("regulasi_daerah", "batas", "tenggat", "pemetaan", "skenario", "rilis", "peran")
# Everything the store keeps; who has which role is nobody else's business and never goes into a package for others.
TERCATAT = (*CONTOH, *HANYA_TERCATAT)
SENDIRI = ("peran",)

SAMPLE_SOURCE = "Data contoh (sintetis)"
UPLOAD_LIMIT_MB = 50
_KEPT_VIEWS = 8
_KEPT_REGIONS, _KEPT_PROVINCES = 8, 4


class Fingerprint(NamedTuple):
    """Which data this is: the latest date of a source ("2025-10-19") and a short hash of all data files."""

    tanggal: str
    sidik: str


@dataclass(frozen=True)
class Catalog:
    """All tables by name and what was wrong with their files. Frames are shared: never change one in place.

    `tables`: kelurahan, provinsi, alias, titik_peta; the tables of data/rujukan; lokus_daftar, lokus, jadwal_aksi,
    regulasi and angka (all files of figures) with `jenis_data` "resmi"; those of CONTOH with `jenis_data` "contoh"; those of HANYA_TERCATAT, empty. A table whose file is missing or wrong is empty with the right columns.

    In a folder that was made ready (`prepared`) the big tables are empty here: `around` gives them, one region at a time. `wilayah`: the codes that rows belong to there.
    """

    tables: dict[str, pd.DataFrame]
    problems: list[Problem]
    sidik: str = ""
    prepared: Prepared | None = None
    wilayah: str = ""
    _views: dict = field(default_factory=dict, repr=False, compare=False)
    _regions: OrderedDict = field(default_factory=OrderedDict, repr=False, compare=False)
    _provinces: OrderedDict = field(default_factory=OrderedDict, repr=False, compare=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False, compare=False)

    def around(self, kode: str) -> Catalog:
        """The catalogue as far as the kota or province `kode` needs it; the same object as long as it is in use.

        Itself where all rows are read at the start. Else a few regions are kept, those looked at last, for all
        sessions.
        """
        if self.prepared is None:
            return self
        area = region_of(self.tables["kelurahan"], kode)
        with self._one_at_a_time:
            if area not in self._regions:
                self._regions[area] = self._region(area)
            self._regions.move_to_end(area)
            while len(self._regions) > _KEPT_REGIONS:
                self._regions.popitem(last=False)
            return self._regions[area]

    def shows_whole(self, province: str) -> bool:
        """May a whole province be looked at, fast enough?"""
        return self.prepared is None or is_small(self.tables["kelurahan"], province)

    def _region(self, area: str) -> Catalog:
        tables = {**self._province(province_of(area)), **self._samples(WIDE, area)}
        return Catalog(tables, self.problems, self.sidik, wilayah=area)

    def _province(self, province: str) -> dict[str, pd.DataFrame]:
        """What the kota of a province share; a few provinces are kept."""
        if province not in self._provinces:
            own = {name: cut(name, frame, province) for name, frame in self.tables.items()}
            self._provinces[province] = own | self._samples(set(self.prepared.kota) - set(WIDE), province)
        self._provinces.move_to_end(province)
        while len(self._provinces) > _KEPT_PROVINCES:
            self._provinces.popitem(last=False)
        return self._provinces[province]

    def _samples(self, names: Iterable[str], area: str) -> dict[str, pd.DataFrame]:
        found, problems = read_big(
            self.prepared, [name for name in self.prepared.kota if name in names], self.tables["kelurahan"], area
        )
        self.problems.extend(problem for problem in problems if problem not in self.problems)
        return {name: with_source(rows, "contoh", sumber_judul=SAMPLE_SOURCE) for name, rows in found.items()}

    def view(self, contoh: bool, *layers: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """The tables as one session sees them: sample rows or none, and rows of each layer in place of those below.

        `layers`: frames by table name (one of TERCATAT) with `jenis_data` and the source columns: what the store
        keeps, then what this session uploaded. A view is composed once and found again by `contoh` and the identity
        of the frames, so keep passing the same frames (a dict around them may be new): that costs microseconds. The
        last few views with layers are kept, for all sessions.
        """
        layers = tuple({name: frame for name, frame in layer.items() if len(frame)} for layer in layers)
        key = (contoh, *(tuple(sorted((name, id(frame)) for name, frame in layer.items())) for layer in layers))
        found = self._views.get(key)
        if found is None:
            # The frames are kept beside the view: an id is only unique while its object lives.
            found = self._views[key] = (self._compose(contoh, layers), layers)
            self._forget_oldest()
        return found[0]

    def _forget_oldest(self) -> None:
        layered = [key for key in list(self._views) if any(key[1:])]
        for key in layered[:-_KEPT_VIEWS]:
            self._views.pop(key, None)

    def _compose(self, contoh: bool, layers: tuple[Mapping[str, pd.DataFrame], ...]) -> dict[str, pd.DataFrame]:
        tables = dict(self.tables)
        for name in CONTOH:
            tables[name] = tables[name] if contoh else tables[name].iloc[:0]
        for layer in layers:
            for name, frame in layer.items():
                tables[name] = _replace_rows(tables[name], cut(name, frame, self.wilayah), name)
        return tables

    def fingerprint(self) -> Fingerprint:
        """The stamp of the data for a footer."""
        dates = pd.concat([self.tables[name]["tanggal_sumber"] for name in (*RESMI, "angka")])
        whole = dates[dates.str.len() == len("2025-10-19")]
        return Fingerprint(whole.max() if len(whole) else "", self.sidik)


def _replace_rows(base: pd.DataFrame, uploaded: pd.DataFrame, table: str) -> pd.DataFrame:
    key = list(TABLES[table].replaces or TABLES[table].key)
    old, new = (pd.MultiIndex.from_frame(frame[key]) for frame in (base, uploaded))
    return pd.concat([base[~old.isin(new)], uploaded], ignore_index=True)


def with_source(frame: pd.DataFrame, jenis_data: str, **source: str) -> pd.DataFrame:
    """`frame` with `jenis_data` (resmi | diunggah | contoh), and with the source columns it does not have yet."""
    absent = {name: source.get(name, "") for name in SOURCE_COLUMNS if name not in frame}
    added = {name: pd.array([value], dtype="str").repeat(len(frame)) for name, value in absent.items()}
    kind = pd.array([jenis_data], dtype="str").repeat(len(frame))
    return frame.assign(jenis_data=kind, **added)


def data_folder() -> Path:
    """Where the tables of this installation lie: the setting `data`, else the project's data/."""
    return Path(settings().data or DATA)


def load_catalog(folder: Path | None = None) -> Catalog:
    """All tables under `folder` (`data_folder` unless given). Never raises for what a file contains.

    Where the folder was made ready (`preparing`) its big tables stay on disk: see `Catalog.around`.
    """
    folder = folder or data_folder()
    tables: dict[str, pd.DataFrame] = {}
    prepared, problems = open_prepared(folder)
    digest = hashlib.sha256((prepared.sidik if prepared else "").encode())

    def load(place: str, stem: str, table: str) -> pd.DataFrame:
        parts = []
        for path in csv_files(folder, place, stem):
            source = path
            with suppress(OSError):  # what cannot be opened, the reader names
                source = path.read_bytes()
                digest.update(source)
            frame, found = check_csv(table, source, f"data/{path.relative_to(folder).as_posix()}", tables)
            problems.extend(found)
            parts.append(frame)
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)

    for place, names in (("wilayah", WILAYAH), ("rujukan", RUJUKAN)):
        for name in names:
            ready = prepared is not None and name == "kelurahan"
            tables[name] = prepared.kelurahan if ready else load(place, name, name)
    for name in RESMI:
        tables[name] = with_source(load("resmi", name, name), "resmi")
    figures = [load("resmi", name, "angka") for name in ANGKA]
    tables["angka"] = with_source(pd.concat(figures, ignore_index=True), "resmi")
    for name in CONTOH:
        rows = empty_frame(name) if prepared and name in prepared.kota else load("contoh", name, name)
        tables[name] = with_source(rows, "contoh", sumber_judul=SAMPLE_SOURCE)
    for name in HANYA_TERCATAT:
        tables[name] = with_source(empty_frame(name), "diunggah")
    problems.extend(prepared.masalah if prepared else ())
    return Catalog(tables, problems, digest.hexdigest()[:8], prepared)


def check_csv(
    table: str, source: Path | bytes, berkas: str, tables: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The good rows of a CSV file of the kind `table`, and what is wrong with the others; `tables`: what codes are
    looked up in, as far as it is loaded. `berkas` is the file's name for messages."""
    text, problems = read_csv(source, berkas)
    if text.columns.empty and problems:
        return empty_frame(table), problems
    references = (tables.get(name) for name in ("kelurahan", "indikator_esensial", "aksi"))
    frame, more = check(table, text, berkas, *references)
    return frame, problems + more


def read_upload(
    table: str, data: bytes, nama: str, catalog: Catalog, limit_mb: float = UPLOAD_LIMIT_MB
) -> tuple[pd.DataFrame, list[Problem]]:
    """The good rows of an uploaded CSV, ready for `Catalog.view`, and what is wrong with the others.

    `table` is one of CONTOH. Rows carry `jenis_data` "diunggah", the file's name as `sumber_judul`, today as
    `tanggal_sumber` and the start of its SHA-256 in `catatan`. Nothing is written to disk.
    """
    if len(data) > limit_mb * 1_000_000:
        frame, problems = empty_frame(table), [Problem(nama, None, None, "berkas_besar", {"batas": limit_mb})]
    else:
        frame, problems = check_csv(table, data, nama, catalog.tables)
    mark = "sha256 " + hashlib.sha256(data).hexdigest()[:12]
    today = date.today().isoformat()
    return with_source(frame, "diunggah", sumber_judul=nama, tanggal_sumber=today, catatan=mark), problems


def template_csv(table: str) -> bytes:
    """The header of `table` and nothing else, as Indonesian Excel opens it: semicolons, BOM."""
    return (";".join(TABLES[table].columns) + "\r\n").encode("utf-8-sig")
