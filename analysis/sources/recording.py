"""A file recorded without a browser: the same checks as an upload, then one save of what is new in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from analysis.sources.catalog import TERCATAT, UPLOAD_LIMIT_MB, Catalog, read_upload
from analysis.sources.problems import Problem
from analysis.sources.store import Store, cells_of_rows, changed_cells


@dataclass(frozen=True)
class Recorded:
    """What became of a file: its good rows, the cells that were new and are recorded, and what is wrong with it."""

    baris: int
    sel: int
    problems: list[Problem]


def record_file(
    path: Path, table: str, *, oleh: str, apa: str, sumber_data: str, store: Store, catalog: Catalog
) -> Recorded:
    """Record the good rows of a CSV file of `table` as data of the system `sumber_data`.

    OSError when the file cannot be read, StoreError when the store cannot be read or written.
    """
    systems = catalog.tables["sumber_data"]["sumber_data"].tolist()
    for name, options in ((table, list(TERCATAT)), (sumber_data, systems)):
        if name not in options:
            return Recorded(
                0, 0, [Problem(path.name, None, None, "nama_asing", {"nama": name, "pilihan": tuple(options)})]
            )
    if path.stat().st_size > UPLOAD_LIMIT_MB * 1_000_000:
        return Recorded(0, 0, [Problem(path.name, None, None, "berkas_besar", {"batas": UPLOAD_LIMIT_MB})])
    data = path.read_bytes()
    frame, problems = read_upload(table, data, path.name, catalog)
    state = store.state(fresh=True)
    if store.trouble:
        raise store.trouble
    cells = changed_cells(cells_of_rows(table, frame, sumber_data), state)
    if len(cells):
        said = {"oleh": oleh, "apa": apa, "berkas": path.name, "sidik": hashlib.sha256(data).hexdigest()}
        store.save(cells, **said, induk=state.frontier)
    return Recorded(len(frame), len(cells), problems)
