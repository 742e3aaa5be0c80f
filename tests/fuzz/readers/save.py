"""A file in the store, which somebody may have copied there: as bytes of Parquet, and as any cells soundly packed."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import pandas as pd

from analysis.sources.layouts import TABLES
from analysis.sources.store import CELLS, ROW, open_store
from analysis.sources.store.records import Damaged, decode, encode
from tests.fuzz.common import catalog
from tests.fuzz.property import told

TIME = "20240101T000000000000Z"


def read(data: bytes) -> None:
    if data[:1] == b"[":
        packed = _packed(data)
        if packed is None:
            return
        name, data = packed
    else:
        name = f"{TIME}-{hashlib.sha256(data).hexdigest()[:20]}"
        try:
            decode(name, data)
        except Damaged:
            return
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{name}.parquet").write_bytes(data)
        state = open_store(catalog().tables, folder).state(fresh=True)
        told(state.problems)
        for table in TABLES:
            if table in state.frames:
                state.by_source(table)
        assert len(state.saves) <= 1


def _packed(data: bytes) -> tuple[str, bytes] | None:
    """Cells told as JSON, packed as the app does it: then what they say is what is tried."""
    try:
        rows = json.loads(data)
        cells = pd.DataFrame([[str(cell) for cell in row][:5] for row in rows], columns=CELLS, dtype="str")
        return encode(cells, oleh="a", apa="b")
    except (ValueError, TypeError, RecursionError, AttributeError):
        return None


def seeds() -> list[bytes]:
    key = '["31.73.01.1005",2024]'
    columns = {"balita_sasaran": "10", "diukur": "8", "pendek": "1", "sangat_pendek": "0", ROW: "1"}
    rows = [["balita", "berkas", key, column, value] for column, value in columns.items()]
    rows += [["regulasi_daerah", "entri", '["31.73","a"]', ROW, "1"], ["balita", "siga", key, ROW, ""]]
    return [json.dumps(rows).encode(), encode(pd.DataFrame(rows, columns=CELLS), oleh="a", apa="b")[1]]
