"""A data folder made ready: its big tables as Parquet, so that one kota is read in milliseconds.

Traps: CSV stays what people hand in, and this is only made from it (`preparing`), so it says from which files, and a CSV
that was changed since is told. Each row group holds the rows of one kota; which one stands in the file `siap.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import pandas as pd
import pyarrow as pa

from analysis.sources.layouts import TABLES
from analysis.sources.problems import Problem
from analysis.sources.schemas import empty_frame

FOLDER = "siap"
MANIFEST = "siap.json"
VERSION = 1
AREAS = "kelurahan"
# Tables with rows per kelurahan and year, which a whole country makes big.
BIG = ("balita", "krs", "cakupan", "pelaku")


def csv_files(folder: Path, place: str, stem: str) -> list[Path]:
    """The files of one table: the parts in contoh/cakupan/*.csv where they are, else contoh/cakupan.csv."""
    parts = sorted((folder / place / stem).glob("*.csv"))
    return parts or [folder / place / f"{stem}.csv"]


@dataclass(frozen=True)
class Prepared:
    """What `siap.json` says, and the rows of any kota. Safe to share between threads.

    `kelurahan`: that table, whole. `kota`: for each big table the kota of each row group. `sidik`: fingerprint of the CSV files. `masalah`: what was
    wrong with them.
    """

    folder: Path
    kelurahan: pd.DataFrame = field(repr=False)
    kota: Mapping[str, tuple[str, ...]]
    sidik: str
    sumber: Mapping[str, int]
    masalah: list[Problem]
    _files: dict = field(default_factory=dict, repr=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def rows(self, table: str, kota: Iterable[str]) -> pd.DataFrame:
        """The rows of these kota in the order of their keys. OSError or ValueError where the file is damaged."""
        wanted = set(kota)
        groups = [place for place, code in enumerate(self.kota[table]) if code in wanted]
        if not groups:
            return empty_frame(table)
        with self._one_at_a_time:
            return _typed(table, self._file(table).read_row_groups(groups))

    def _file(self, table: str):
        """The open file: what was opened stays the same while the folder is prepared anew."""
        import pyarrow.parquet as pq

        if table not in self._files:
            self._files[table] = pq.ParquetFile(self.folder / f"{table}.parquet")
        return self._files[table]

    def changed(self, folder: Path) -> list[Problem]:
        """A problem for each CSV file that is not the one this was made from."""
        there = {file.relative_to(folder).as_posix(): file for file in source_files(folder)}
        made = (self.folder / MANIFEST).stat().st_mtime
        new = [name for name, file in there.items() if _differs(file, self.sumber.get(name), made)]
        gone = sorted(set(self.sumber) - set(there))
        return [Problem(f"data/{name}", None, None, "siap_lama") for name in (*new, *gone)]


def _differs(file: Path, size: int | None, made: float) -> bool:
    about = file.stat()
    return about.st_size != size or about.st_mtime > made


def source_files(folder: Path) -> list[Path]:
    """The CSV files that are made ready, as far as they are there."""
    files = [folder / "wilayah" / f"{AREAS}.csv"]
    for table in BIG:
        files += csv_files(folder, "contoh", table)
    return [file for file in files if file.is_file()]


def _typed(table: str, found: pa.Table) -> pd.DataFrame:
    frame = found.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame.astype({name: column.dtype for name, column in TABLES[table].columns.items()})


def open_prepared(folder: Path) -> tuple[Prepared | None, list[Problem]]:
    """What was made ready in `folder`, and what is wrong with it. (None, []) where nothing was; never raises."""
    place = folder / FOLDER
    if not (place / MANIFEST).is_file():
        return None, []
    import pyarrow.parquet as pq

    try:
        told = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        if told["versi"] != VERSION:
            return None, [_damaged()]
        kota = {table: tuple(codes) for table, codes in told["kota"].items()}
        problems = [_problem(one) for one in told["masalah"]]
        areas = _typed(AREAS, pq.read_table(place / f"{AREAS}.parquet"))
        prepared = Prepared(place, areas, kota, str(told["sidik"]), dict(told["sumber"]), problems)
        for table in kota:
            prepared._file(table)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, [_damaged()]
    return prepared, prepared.changed(folder)


def _damaged() -> Problem:
    return Problem(f"data/{FOLDER}", None, None, "siap_rusak")


def _problem(one: Mapping) -> Problem:
    """A problem as it stood in the JSON, where a tuple is a list."""
    isi = {name: tuple(value) if isinstance(value, list) else value for name, value in one["isi"].items()}
    return Problem(one["berkas"], one["baris"], one["kolom"], one["jenis"], isi, tuple(one["baris_lain"]))
