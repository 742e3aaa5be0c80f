"""The CSV files of a data folder, checked once and written as Parquet, a row group for each kota.

Traps: a file half written looks like a whole one, so everything is made in a folder beside and takes its name at the
end; and a table may come in several files (an office, a province, a year each), so the same row may stand in two of
them: the first file's stays.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.convergence.measures import CODE_LENGTH
from analysis.sources.catalog import check_csv
from analysis.sources.layouts import TABLES
from analysis.sources.prepared import AREAS, BIG, FOLDER, MANIFEST, VERSION, csv_files, source_files
from analysis.sources.problems import Problem

Pieces = dict[str, list[tuple[str, pa.Table]]]


def prepare(folder: Path, progress: Callable[[float], None] = lambda done: None) -> tuple[int, list[Problem]]:
    """Make `folder` ready: rows written and what was wrong with the others. OSError where it cannot be written.

    progress: told the share of the work that is done. A folder made ready before is replaced only at the end.
    """
    new, place = folder / f"{FOLDER}.baru", folder / FOLDER
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    references, problems = _references(folder)
    areas = references["kelurahan"].sort_values("kode_kelurahan", ignore_index=True)
    pq.write_table(_compact(areas), new / f"{AREAS}.parquet", store_schema=False)
    files = source_files(folder)
    size, done, rows, kota = sum(file.stat().st_size for file in files), 0, 0, {}
    digest = hashlib.sha256()
    for table in BIG:
        pieces: Pieces = {}
        for file in (file for file in csv_files(folder, "contoh", table) if file.is_file()):
            name = f"data/{file.relative_to(folder).as_posix()}"
            frame, found = check_csv(table, file, name, references)
            problems += found
            for code, piece in _by_kota(frame):
                pieces.setdefault(code, []).append((name, piece))
            done += file.stat().st_size
            progress(done / max(size, 1))
        if pieces:
            kota[table] = sorted(pieces)
            written, twice = _write(table, pieces, new / f"{table}.parquet")
            rows, problems = rows + written, problems + twice
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    about = {
        "versi": VERSION,
        "sidik": digest.hexdigest(),
        "sumber": {file.relative_to(folder).as_posix(): file.stat().st_size for file in files},
        "kota": kota,
        "masalah": [asdict(problem) for problem in problems],
    }
    (new / MANIFEST).write_text(json.dumps(about), encoding="utf-8")
    _take_place(new, place)
    return rows, problems


def _references(folder: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """What codes are looked up in; problems of kelurahan only, for the others are told at every start."""
    tables: dict[str, pd.DataFrame] = {}
    tables["kelurahan"], problems = check_csv(
        "kelurahan", folder / f"wilayah/{AREAS}.csv", f"data/wilayah/{AREAS}.csv", tables
    )
    for name in ("indikator_esensial", "aksi"):
        tables[name], _told_elsewhere = check_csv(name, folder / f"rujukan/{name}.csv", name, tables)
    return tables, problems


def _compact(frame: pd.DataFrame) -> pa.Table:
    """Arrow columns, codes once per distinct text."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            text = table.column(place).cast(pa.string()).dictionary_encode()
            table = table.set_column(place, field.name, text)
    return table.replace_schema_metadata(None)


def _by_kota(frame: pd.DataFrame):
    """(kota, rows) of one checked file."""
    kota, codes = np.unique(
        frame["kode_kelurahan"].str[: CODE_LENGTH["kota"]].to_numpy(dtype=object), return_inverse=True
    )
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(len(kota) + 1))
    for place, code in enumerate(kota):
        yield code, _compact(frame.iloc[order[edges[place] : edges[place + 1]]])


def _write(table: str, pieces: Pieces, file: Path) -> tuple[int, list[Problem]]:
    """One row group per kota, sorted by key; rows that stood in an earlier file are left out and told."""
    key, rows, problems = list(TABLES[table].key), 0, []
    writer = None
    for code in sorted(pieces):
        frames = [piece.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get) for _name, piece in pieces[code]]
        whole = pd.concat(frames, ignore_index=True).astype({n: c.dtype for n, c in TABLES[table].columns.items()})
        again = whole.duplicated(key).to_numpy()
        if again.any():
            origin = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
            for place in np.unique(origin[again]):
                count = int(again[origin == place].sum())
                problems.append(Problem(pieces[code][place][0], None, None, "baris_di_dua_berkas", {"jumlah": count}))
            whole = whole[~again]
        group = _compact(whole.sort_values(key, ignore_index=True))
        writer = writer or pq.ParquetWriter(file, group.schema, store_schema=False, compression="zstd")
        writer.write_table(group, row_group_size=max(len(whole), 1))
        rows += len(whole)
    writer.close()
    return rows, problems


def _take_place(new: Path, place: Path) -> None:
    old = place.with_name(f"{FOLDER}.lama")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
