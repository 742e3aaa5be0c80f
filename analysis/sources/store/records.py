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

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.sources.layouts import TABLES
from analysis.sources.problems import hide_numbers

# What a cell is: the table, the system it came from, the row's key as JSON, the column, the text ("" = empty).
CELLS = ["tabel", "sumber_data", "kunci", "kolom", "nilai"]
# The column that says whether a row exists: "1", or "" once it was deleted.
ROW = "_baris"
_META = b"konvergensi"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-([0-9a-f]{20})")
# A few kB of Parquet can ask for all memory; a save of this size is none of ours.
_MOST_CELLS, _MOST_BYTES = 20_000_000, 1_000_000_000
# Further off a time has no place in every time zone.
_EARLIEST, _LATEST = 1900, 9000
_LINE = {"oleh": 60, "apa": 200, "berkas": 120, "sidik": 64}
_SCHEMA = pa.schema([(name, pa.dictionary(pa.int32(), pa.string())) for name in CELLS])


class Damaged(Exception):
    """The bytes are not the save that their name promises."""


@dataclass(frozen=True, eq=False)
class Save:
    """One save. `kapan` is UTC as ISO text; `induk` are the ids of the saves that its author had before them.

    `memulihkan`: the save whose state this one brought back ("" for any other): its values keep their first source.
    """

    id: str
    oleh: str
    kapan: str
    apa: str
    berkas: str
    sidik: str
    induk: tuple[str, ...]
    memulihkan: str
    table: pa.Table

    def columns(self) -> list[list[str]]:
        """tabel, sumber_data, kunci, kolom and nilai of every cell; equal texts are one object."""
        return [_texts(self.table.column(name)) for name in CELLS]

    @property
    def cells(self) -> pd.DataFrame:
        """The cells in long form (CELLS, text)."""
        return pd.DataFrame(
            {name: pd.array(texts, dtype="str") for name, texts in zip(CELLS, self.columns(), strict=True)}
        )

    def __len__(self) -> int:
        return self.table.num_rows


def _texts(column: pa.ChunkedArray) -> list[str]:
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    known = np.array([*whole.dictionary.to_pylist(), ""], dtype=object)
    return known[whole.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False)].tolist()


def one_line(text: str, most: int) -> str:
    """`text` without line breaks and other unprintable signs, at most `most` characters."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def is_save(name: str) -> bool:
    """Is this the name of a save? Anything else in the place is left alone."""
    return name.endswith(".parquet") and _NAME.fullmatch(name.removesuffix(".parquet")) is not None


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


def read_key(kunci: str, length: int) -> tuple[str, ...] | None:
    """The parts of a key as text: '["31.73.01.1005",2024]' -> ("31.73.01.1005", "2024"); None when it is no key."""
    try:
        parts = json.loads(kunci)
    except (ValueError, RecursionError):
        return None
    return tuple(map(str, parts)) if isinstance(parts, list) and len(parts) == length else None


def encode(
    cells: pd.DataFrame,
    *,
    oleh: str,
    apa: str,
    berkas: str = "",
    sidik: str = "",
    induk: tuple[str, ...] = (),
    memulihkan: str = "",
    kapan: datetime | None = None,
) -> tuple[str, bytes]:
    """The id and the bytes of a new save, made now unless `kapan` (UTC) says otherwise."""
    kapan = kapan or datetime.now(UTC)
    said = {"oleh": oleh, "apa": apa, "berkas": berkas, "sidik": sidik}
    about = {
        "skema": 1,
        "kapan": kapan.isoformat(timespec="microseconds"),
        **{name: one_line(text if name == "sidik" else hide_numbers(text), _LINE[name]) for name, text in said.items()},
        "induk": sorted(set(induk)),
        "memulihkan": memulihkan,
        "acak": secrets.token_hex(8),
    }
    columns = [pa.array(cells[name].astype("str"), pa.string()).dictionary_encode() for name in CELLS]
    table = pa.Table.from_arrays(columns, schema=_SCHEMA)
    table = table.replace_schema_metadata({_META: json.dumps(about, ensure_ascii=False).encode()})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    data = sink.getvalue()
    return f"{kapan:%Y%m%dT%H%M%S%f}Z-{hashlib.sha256(data).hexdigest()[:20]}", data


def _utc(text: str) -> str:
    """ISO text with a time zone as ISO text in UTC. ValueError or TypeError for anything else."""
    moment = pd.Timestamp(text)
    if pd.isna(moment) or not _EARLIEST <= moment.year <= _LATEST:
        raise ValueError(text)
    return moment.tz_convert("UTC").isoformat(timespec="microseconds")


def decode(name: str, data: bytes) -> Save:
    """The save in these bytes. Raises `Damaged` when they are not what the name promises."""
    id = name.removesuffix(".parquet")
    matched = _NAME.fullmatch(id)
    if not matched or hashlib.sha256(data).hexdigest()[:20] != matched[2]:
        raise Damaged(name)
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        groups = [file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups)]
        if file.metadata.num_rows > _MOST_CELLS or sum(groups) > _MOST_BYTES:
            raise Damaged(name)
        # Without helpers: a save is small, and threads started just before a program ends may bring it down.
        table = file.read(CELLS, use_threads=False).select(CELLS)
        about = json.loads(table.schema.metadata[_META])
        kapan = _utc(str(about["kapan"]))
        said = {field: one_line(str(about[field]), most) for field, most in _LINE.items()}
        induk, memulihkan = tuple(map(str, about["induk"])), str(about.get("memulihkan", ""))
        table = table.cast(_SCHEMA)
        table.validate(full=True)  # a text may be no UTF-8, a code may point nowhere
        return Save(id, **said, kapan=kapan, induk=induk, memulihkan=memulihkan, table=table)
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise Damaged(name) from error
