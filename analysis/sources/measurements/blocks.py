"""The bytes of an export in blocks of whole records, so that a file of any size needs little memory.

Traps: a cell may hold a line break between quotation marks, so not every line end ends a record; and one
stray quotation mark must not swallow the rest of the file. A cell may therefore run over at most
`LONGEST_CELL` lines, and where a block may end depends on the lines just before it and on nothing else:
cut anywhere, by whatever number of processes, a file falls into the same records.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np

from analysis.sources.measurements.findings import Refused

BLOCK_BYTES = 8_000_000
PATIENCE_BYTES = 32_000_000
UPLOAD_UNPACKED_BYTES = 1_500_000_000
LONGEST_CELL = 6  # lines
_GZIP = b"\x1f\x8b"
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class Block:
    """Whole lines of a file: the first is line `first_line` of the file, and there are `lines` of them."""

    data: bytes
    first_line: int
    lines: int
    fraction: float | None


class Input:
    """A file, its bytes or a pipe, unpacked where it is gz; knows how much of it is read.

    `most_bytes` bounds what a gz file may unpack to; what is given as bytes was uploaded and is always bounded.
    OSError when a path cannot be opened.
    """

    def __init__(self, source: Path | bytes | BinaryIO, most_bytes: int | None = None) -> None:
        if isinstance(source, bytes):
            self._raw: BinaryIO = io.BytesIO(source)
            self._size: int | None = len(source)
            most_bytes = most_bytes or UPLOAD_UNPACKED_BYTES
        elif isinstance(source, Path):
            # Closed with the object: an Input lives as long as its blocks are asked for.
            self._raw = source.open("rb")
            self._size = source.stat().st_size
        else:
            # A pipe can be looked into but not measured.
            self._raw, self._size = io.BufferedReader(source, 1 << 20), None
        self._open = gzip.GzipFile(fileobj=self._raw) if self._first_bytes() == _GZIP else self._raw
        self._most, self._unpacked, self._ahead = most_bytes, 0, b""

    def _first_bytes(self) -> bytes:
        if self._size is None:
            return self._raw.peek(2)[:2]
        start = self._raw.read(2)
        self._raw.seek(0)
        return start

    def read(self, size: int) -> bytes:
        """Up to `size` bytes (-1: all), fewer only at the end. Refused for a broken or boundless gz."""
        ahead, self._ahead = self._ahead, b""
        if 0 <= size < len(ahead):
            ahead, self._ahead = ahead[:size], ahead[size:]
        try:
            data = self._open.read(size if size < 0 else max(0, size - len(ahead)))
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise Refused("gz_rusak") from None
        self._unpacked += len(data)
        if self._most is not None and self._unpacked > self._most:
            raise Refused("berkas_besar", batas=self._most // 1_000_000)
        return ahead + data if ahead else data

    def peek(self, size: int) -> bytes:
        """The first `size` bytes, which stay unread; only before anything is read."""
        self._ahead = self.read(size)
        return self._ahead

    def read_all(self) -> bytes:
        """The whole file at once."""
        return self.read(-1 if self._most is None else self._most + 1)

    def fraction(self) -> float | None:
        """How much of the file is read, 0 to 1; None where its size is not known."""
        return min(1.0, self._raw.tell() / self._size) if self._size else None


class Readable(Protocol):
    """What blocks are read from."""

    def read(self, size: int) -> bytes: ...

    def fraction(self) -> float | None: ...


class FileRange:
    """The bytes `start` to `stop` of a file."""

    def __init__(self, file: Path, start: int, stop: int) -> None:
        self._file = file.open("rb")
        self._file.seek(start)
        self._left = stop - start

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, fewer only at the end."""
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def fraction(self) -> None:
        """Not known: others read the rest."""
        return None


class _Utf8:
    """The same bytes as UTF-8 when the file is UTF-16 (Excel's "Unicode text"), otherwise as they are."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._start = source.read(2)
        encoding = _BOMS.get(self._start)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        if self._start:
            data, self._start = self._start + data, b""
        if self._decoder is None:
            return data
        return self._decoder.decode(data, final=not data).encode()


def read_blocks(
    source: Readable, first_line: int = 1, size: int = BLOCK_BYTES, patience: int = PATIENCE_BYTES
) -> Iterator[Block]:
    """All of `source`, block after block; lines end in a plain line feed and text is UTF-8 without BOM.

    `patience`: how long a block may grow in search of a safe place to end.
    """
    stream = _Utf8(source)
    line, rest, data = first_line, b"", stream.read(size).removeprefix(codecs.BOM_UTF8)
    if b"\n" not in data and b"\r" in data.rstrip(b"\r"):
        raise Refused("baris_mac")
    while data:
        following = stream.read(size)
        rest = rest + data if rest else data
        if not following:
            # A last line without line feed is a line like the others and stays with them.
            rest += b"" if rest.endswith(b"\n") else b"\n"
            cut = len(rest)
        elif (cut := _last_cut(rest)) == 0 and len(rest) >= patience:
            cut = _last_even_cut(rest)
        block, rest, data = rest[:cut], rest[cut:], following
        if block:
            lines = block.count(b"\n")
            yield Block(clean(block), line, lines, source.fraction())
            line += lines


def clean(block: bytes) -> bytes:
    """Plain line feeds and valid UTF-8: a line that is not UTF-8 is Windows-1252. Refused for what is no text."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    if b"\0" in block:
        raise Refused("berkas_biner")
    if not block.isascii():
        try:
            block.decode()
        except UnicodeDecodeError:
            # Line by line, so that it does not matter which lines a block happens to hold.
            block = b"\n".join(map(_as_utf8, block.split(b"\n")))
    return block


def _as_utf8(line: bytes) -> bytes:
    try:
        line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace").encode()
    return line


def _line_ends(data: bytes) -> np.ndarray:
    return np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))


def _odd_lines(data: bytes, ends: np.ndarray) -> np.ndarray:
    """Which lines (0, 1, ...) hold an odd number of quotation marks: a cell may begin or end there."""
    marks = np.flatnonzero(np.frombuffer(data, np.uint8) == ord('"'))
    return np.flatnonzero(np.bincount(np.searchsorted(ends, marks), minlength=len(ends)) % 2)


def _safe_ends(data: bytes) -> np.ndarray:
    """The line ends that no cell can run across: `LONGEST_CELL` lines before them open none."""
    ends = _line_ends(data)
    if b'"' not in data:
        return ends
    odd = _odd_lines(data, ends)
    last_odd = np.full(len(ends), -LONGEST_CELL - 1)
    last_odd[odd[odd < len(ends)]] = odd[odd < len(ends)]
    return ends[np.arange(len(ends)) - np.maximum.accumulate(last_odd) >= LONGEST_CELL]


def _last_cut(data: bytes) -> int:
    """Where `data`, which starts with a record, can be cut as late as possible; 0 for nowhere."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    safe = _safe_ends(data)
    return int(safe[-1]) + 1 if len(safe) else 0


def _last_even_cut(data: bytes) -> int:
    """The last line end that is not between quotation marks, counted from the start; else the last line end.

    Right for a file in which every record has a line break in a cell, if all its marks are closed.
    """
    ends = _line_ends(data)
    marks = np.flatnonzero(np.frombuffer(data, np.uint8) == ord('"'))
    outside = ends[np.searchsorted(marks, ends) % 2 == 0]
    return int((outside if len(outside) else ends)[-1]) + 1 if len(ends) else len(data)


def cut_points(file: Path, parts: int) -> list[int]:
    """Places to cut a plain file at into about `parts` parts of whole records: [0, ..., size].

    Looks at a little of the file around each place. UTF-16, gz and what has no line ends stay in one part.
    """
    size = os.path.getsize(file)
    with file.open("rb") as stream:
        if stream.read(2) in (_GZIP, *_BOMS):
            return [0, size]
        cuts = [0]
        for part in range(1, parts):
            target = size * part // parts
            start = max(cuts[-1], target - 65_536)
            stream.seek(start)
            window = stream.read(target - start + 1_000_000)
            # The lines at the start of the window are cut off themselves and say nothing about quotes.
            ends = _line_ends(window)[: LONGEST_CELL + 1]
            settled = int(ends[-1]) if len(ends) > LONGEST_CELL else len(window)
            safe = _safe_ends(window) + 1
            safe = safe[(safe > settled) & (safe >= target - start)]
            if len(safe) and start + int(safe[0]) < size:
                cuts.append(start + int(safe[0]))
    return [*dict.fromkeys(cuts), size]
