"""One save as bytes: a Parquet file of cells with who, when and what in its metadata.

Trap: the hash in the name is the hash of the whole file, so a file that was changed, cut or renamed by hand is found
out when it is read. And the time in the name only sorts for people: which save came after which is told by `induk`,
never by clocks.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.sources.layouts import TABLES

# What a cell is: the table, the system it came from, the row's key as JSON, the column, the text ("" = empty).
CELLS = ["tabel", "sumber_data", "kunci", "kolom", "nilai"]
# The column that says whether a row exists: "1", or "" once it was deleted.
ROW = "_baris"
_META = b"konvergensi"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-([0-9a-f]{20})")
_SCHEMA = pa.schema([(name, pa.dictionary(pa.int32(), pa.string())) for name in CELLS])


class Damaged(Exception):
    """The bytes are not the save that their name promises."""


@dataclass(frozen=True)
class Save:
    """One save. `kapan` is UTC as ISO text; `induk` are the ids of the saves that its author had before them."""

    id: str
    oleh: str
    kapan: str
    apa: str
    berkas: str
    sidik: str
    induk: tuple[str, ...]
    cells: pd.DataFrame


def is_save(name: str) -> bool:
    """Is this the name of a save? Anything else in the place is left alone."""
    return _NAME.fullmatch(name.removesuffix(".parquet")) is not None


def key_text(values: list | tuple) -> str:
    """The key of a row as one text: ["31.73.01.1005", 2024] -> '["31.73.01.1005",2024]'."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _text(value: object) -> str:
    """A value as a cell keeps it; a float without its ".0" where it is whole."""
    if pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def cells_of_rows(table: str, frame: pd.DataFrame, sumber_data: str, columns: list[str] | None = None) -> pd.DataFrame:
    """Every cell of typed rows of `table` in long form (CELLS), with one `ROW` cell for each row.

    `columns` limits what is written to the columns that the rows really bring (default: all but the key).
    """
    layout = TABLES[table]
    key = list(layout.key)
    columns = [name for name in layout.columns if name not in key] if columns is None else columns
    keys = [key_text(values) for values in frame[key].astype("object").itertuples(index=False, name=None)]
    parts = [pd.DataFrame({"kunci": keys, "kolom": ROW, "nilai": "1"})]
    for name in columns:
        parts.append(pd.DataFrame({"kunci": keys, "kolom": name, "nilai": [_text(v) for v in frame[name]]}))
    cells = pd.concat(parts, ignore_index=True)
    return cells.assign(tabel=table, sumber_data=sumber_data)[CELLS]


def encode(
    cells: pd.DataFrame, *, oleh: str, apa: str, berkas: str = "", sidik: str = "", induk: tuple[str, ...] = ()
) -> tuple[str, bytes]:
    """The id and the bytes of a new save."""
    kapan = datetime.now(UTC)
    about = {
        "skema": 1,
        "oleh": oleh,
        "kapan": kapan.isoformat(timespec="microseconds"),
        "apa": apa,
        "berkas": berkas,
        "sidik": sidik,
        "induk": sorted(induk),
        "acak": secrets.token_hex(8),
    }
    columns = [pa.array(cells[name].astype("str"), pa.string()).dictionary_encode() for name in CELLS]
    table = pa.Table.from_arrays(columns, schema=_SCHEMA)
    table = table.replace_schema_metadata({_META: json.dumps(about, ensure_ascii=False).encode()})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    data = sink.getvalue()
    return f"{kapan:%Y%m%dT%H%M%S%f}Z-{hashlib.sha256(data).hexdigest()[:20]}", data


def decode(name: str, data: bytes) -> Save:
    """The save in these bytes. Raises `Damaged` when they are not what the name promises."""
    id = name.removesuffix(".parquet")
    matched = _NAME.fullmatch(id)
    if not matched or hashlib.sha256(data).hexdigest()[:20] != matched[2]:
        raise Damaged(name)
    try:
        table = pq.read_table(io.BytesIO(data))
        about = json.loads(table.schema.metadata[_META])
        cells = table.select(CELLS).to_pandas().astype("str")
        fields = {field: str(about[field]) for field in ("oleh", "kapan", "apa", "berkas", "sidik")}
        return Save(id, **fields, induk=tuple(about["induk"]), cells=cells)
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise Damaged(name) from error
