"""The recorded state for other systems: a Frictionless Data Package of tidy CSV and Parquet.

Traps: a spreadsheet runs a text that begins like a formula, so such texts carry an apostrophe in the CSV files (never
in Parquet, which no spreadsheet runs). And several systems may have recorded the same row: all of them are here, and
`dipakai` says which one the app shows.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis.language import _
from analysis.sources import cells
from analysis.sources.catalog import SENDIRI, TERCATAT
from analysis.sources.layouts import TABLES
from analysis.sources.rules import Column
from analysis.sources.schemas import EARLIEST_YEAR, LATEST_YEAR
from analysis.sources.store import State

REFERENCES = ("kelurahan", "indikator_esensial", "sumber_data")
# {name that a column gives in `known`: the resource and the field where its values stand}
_KNOWN = {
    "kelurahan": ("kelurahan", "kode_kelurahan"),
    "kota": ("kelurahan", "kode_kota"),
    "indikator": ("indikator_esensial", "kode_indikator"),
}
_TYPES = {"int64": "integer", "Int64": "integer", "float64": "number", "str": "string"}
_SHOWN_SOURCES = 20


def build_package(
    state: State,
    references: Mapping[str, pd.DataFrame],
    *,
    title: Callable[[str], str],
    table_title: Callable[[str], str],
    safe: Callable[[str], str],
) -> dict[str, bytes]:
    """The files of the package by name: datapackage.json, data/*.csv, data/*.parquet.

    `title`: column -> heading; `table_title`: table -> its name for people; `safe`: makes a text harmless for
    spreadsheets. Tables of which nothing is recorded are left out; reference tables are always there.
    """
    files, resources = {}, []
    for table in (*(name for name in TERCATAT if name not in SENDIRI and len(state.by_source(name))), *REFERENCES):
        recorded = table in TERCATAT
        frame = _recorded(state, table) if recorded else references[table][list(TABLES[table].columns)]
        text, binary = f"data/{table}.csv", f"data/{table}.parquet"
        files[text], files[binary] = _csv(frame, safe), _parquet(frame)
        about = {"title": table_title(table), **({"sources": _sources(frame)} if recorded else {})}
        schema = _schema(table, frame, recorded, title)
        resources.append(
            {"name": table, "type": "table", "path": text, "format": "csv", "mediatype": "text/csv"}
            | {"encoding": "utf-8", **_fingerprint(files[text]), **about, "schema": schema}
        )
        resources.append(
            {"name": f"{table}-parquet", "type": "file", "path": binary, "format": "parquet"}
            | {"mediatype": "application/vnd.apache.parquet", **_fingerprint(files[binary]), **about}
        )
    description = {
        "profile": "data-package",
        "name": "konvergensi",
        "title": _("Data tercatat Konvergensi"),
        "description": _(
            "Data yang dicatat kota di aplikasi Konvergensi. Baris dengan dipakai = 1 tampil di aplikasi; baris lain "
            "adalah catatan sistem lain atas hal yang sama. Teks CSV yang berawal seperti rumus diberi tanda petik "
            "tunggal di depannya."
        ),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "resources": resources,
    }
    return {"datapackage.json": json.dumps(description, ensure_ascii=False, indent=1).encode(), **files}


def _recorded(state: State, table: str) -> pd.DataFrame:
    """Every system's rows with `dipakai`: 1 for the row that the app shows."""
    frame, key = state.by_source(table), list(TABLES[table].key)
    # Rows of one key stand in the order of the systems: the first is shown.
    frame.insert(1, "dipakai", (~frame.duplicated(key)).astype("int64"))
    return frame.drop(columns="jenis_data")


def _csv(frame: pd.DataFrame, safe: Callable[[str], str]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(frame.columns)
    columns = []
    for name in frame:
        values = frame[name].astype("object").where(frame[name].notna(), "")
        columns.append([safe(value) if isinstance(value, str) else value for value in values])
    writer.writerows(zip(*columns, strict=True))
    return file.getvalue().encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.to_parquet(file, index=False)
    return file.getvalue()


def _fingerprint(data: bytes) -> dict[str, object]:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _sources(frame: pd.DataFrame) -> list[dict[str, str]]:
    titles = [title for title in frame["sumber_judul"].drop_duplicates() if title]
    return [{"title": title} for title in titles[:_SHOWN_SOURCES]]


def _schema(table: str, frame: pd.DataFrame, recorded: bool, title: Callable[[str], str]) -> dict[str, object]:
    layout = TABLES[table]
    fields = [{"name": name, "title": title(name), **_field(name, layout.columns.get(name))} for name in frame]
    keys = [
        {"fields": [name], "reference": {"resource": resource, "fields": [field]}}
        for name, column in layout.columns.items()
        if column.known in _KNOWN and column.required
        for resource, field in [_KNOWN[column.known]]
    ]
    primary = ["sumber_data", *layout.key] if recorded else list(layout.key)
    schema = {"fields": fields, "missingValues": [""], "primaryKey": primary}
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(name: str, column: Column | None) -> dict[str, object]:
    """Type, constraints and description of one field; `column` is None for what the store adds."""
    if column is None:
        flag = {"type": "integer", "constraints": {"required": True, "enum": [0, 1]}}
        return flag if name == "dipakai" else {"type": "string"}
    kind, rules = _TYPES[column.dtype], {}
    if column.read is cells.read_date:
        kind = "date"
    if column.required:
        rules["required"] = True
    if column.one_of:
        rules["enum"] = [int(one) if kind == "integer" else one for one in column.one_of]
    if column.at_least is not None:
        rules["minimum"] = int(column.at_least)
    if column.is_year:
        rules |= {"minimum": EARLIEST_YEAR, "maximum": LATEST_YEAR}
    return {"type": kind, **({"constraints": rules} if rules else {}), **_description(column)}


def _description(column: Column) -> dict[str, str]:
    words = {
        "kelurahan": _("Kode kelurahan Kemendagri, misalnya 31.73.01.1005."),
        "kota": _("Kode kota Kemendagri, misalnya 31.73."),
        "wilayah": _("Kode wilayah Kemendagri: provinsi, kota, kecamatan, atau kelurahan."),
        "indikator": _("Kode indikator layanan esensial, E01 sampai E29."),
    }
    return {"description": words[column.known]} if column.known in words else {}


def write_package(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below `folder`, which is made where it is missing. OSError when they cannot be written."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """One zip of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()
