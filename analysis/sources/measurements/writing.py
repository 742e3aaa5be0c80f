"""Results as CSV: comma, decimal point, UTF-8, missing values empty.

Trap: a file that was only half written looks like a whole one, so a result appears under its name when it
is complete and not before.
"""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from analysis.sources.measurements.plan import Part

_FORMULA, _NUMBER = "^[=+\\-@\t\r\x00]", "^[+-]?[0-9.,]*$"
_STARTS, _SIGNS, _OF_NUMBER = (np.zeros(256, dtype=bool) for _table in range(3))
_STARTS[list(b"=@\t\r\0")] = True
_SIGNS[list(b"+-")] = True
_OF_NUMBER[list(b"0123456789.,")] = True


def scored_table(part: Part, scored: pd.DataFrame) -> pa.Table:
    """The rows of an export beside their scores: `baris`, the columns of the export, those of `scored`.

    A column of the export that is called like a result (it was scored before) gives way.
    """
    kept = [name for name in part.text.column_names if name not in scored and name != "baris"]
    given = {name: _harmless(part.text.column(name)) for name in kept}
    lines = {"baris": part.frame["baris"].to_numpy()}
    return pa.table(lines | given | {name: _column(scored[name]) for name in scored})


def _column(values: pd.Series) -> pa.Array | np.ndarray:
    """Numbers with NaN as missing; text and codes of text with "" as missing and nothing to run in it."""
    if isinstance(values.array, pd.arrays.IntegerArray):
        return pa.array(values.array)
    if not isinstance(values.dtype, pd.CategoricalDtype):
        column = pa.array(values.to_numpy(), from_pandas=True)
        return _quoted(column) if pa.types.is_string(column.type) else column
    codes, categories = values.cat.codes.to_numpy(), values.cat.categories.to_numpy(dtype=object)
    empty = categories == ""
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=empty[codes]), pa.array(categories, pa.string()))


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts of the export that a spreadsheet would run as a formula get an apostrophe; numbers stay numbers."""
    chunks = [
        pa.DictionaryArray.from_arrays(chunk.indices, _quoted(chunk.dictionary))
        if pa.types.is_dictionary(chunk.type)
        else _quoted(chunk)
        for chunk in column.chunks
    ]
    return pa.chunked_array(chunks, type=column.type)


def _quoted(texts: pa.StringArray) -> pa.StringArray:
    if not _may_run(texts):
        return texts
    risky = pc.and_(pc.match_substring_regex(texts, _FORMULA), pc.invert(pc.match_substring_regex(texts, _NUMBER)))
    return pc.if_else(risky, pc.binary_join_element_wise("'", texts, ""), texts)


def _may_run(texts: pa.StringArray) -> bool:
    """A quick look at the bytes: is there a text that begins like a formula, and is not a signed number?"""
    _valid, offsets, data = texts.buffers()
    if data is None or not len(texts):
        return False
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data, np.uint8)
    starts, ends = ends[:-1], ends[1:]
    filled = starts < ends
    starts, ends = starts[filled], ends[filled]
    first = data[starts]
    if _STARTS[first].any():
        return True
    signed = _SIGNS[first]
    if not signed.any():
        return False
    strange = np.concatenate([[0], np.cumsum(~_OF_NUMBER[data])])
    return bool((strange[ends[signed]] > strange[starts[signed] + 1]).any())


def csv_bytes(table: pa.Table, header: bool) -> pa.Buffer:
    """`table` as the lines of a CSV."""
    sink = pa.BufferOutputStream()
    pacsv.write_csv(table, sink, pacsv.WriteOptions(include_header=header))
    return sink.getvalue()


class Output:
    """A CSV that is written piece by piece: to a path (gz when its name ends so) or, for "-", to standard output.

    Under its name only when everything was written; an error leaves nothing behind. OSError as `open`.
    """

    def __init__(self, target: str) -> None:
        self._target = None if target == "-" else Path(target)
        self._waiting = self._target and self._target.with_name(f".{self._target.name}.{os.getpid()}.sebagian")
        if self._target and self._target.exists() and not self._target.is_file():
            # A device or a pipe is written to; a file put in its place would break it for everybody.
            self._waiting = self._target

    def __enter__(self) -> Output:
        if self._target is None:
            self._file: BinaryIO = sys.stdout.buffer
        elif self._target.suffix == ".gz":
            self._file = gzip.open(self._waiting, "wb", compresslevel=5)
        else:
            self._file = self._waiting.open("wb")
        return self

    def write(self, data: bytes | pa.Buffer) -> None:
        self._file.write(data)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._target is None:
            self._file.flush()
            return
        self._file.close()
        if self._waiting is self._target:
            return
        if kind is None:
            self._waiting.replace(self._target)
        else:
            self._waiting.unlink(missing_ok=True)


def to_table(frame: pd.DataFrame) -> pa.Table:
    """A frame as it is written."""
    return pa.table({name: _column(frame[name]) for name in frame})


def write_frame(frame: pd.DataFrame, target: str) -> None:
    """A whole frame as CSV."""
    with Output(target) as output:
        output.write(csv_bytes(to_table(frame), header=True))
