"""What an old Excel workbook (.xls) would cost to read, told before it is read.

Trap: two cells at opposite corners make a reader allocate a sheet's whole rectangle, and a workbook may hold hundreds
of sheets. An .xls is a small file system (OLE2) whose stream "Workbook" is a chain of records; each cell's record begins with its row
and column, so the corners are known after walking the records. Sources: [MS-CFB] and [MS-XLS], Microsoft Open Specifications.
"""

from __future__ import annotations

import struct

from analysis.sources.measurements.findings import Refused

_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_BOF = {0x0809, 0x0409, 0x0209, 0x0009}
# BLANK, NUMBER, LABEL, BOOLERR, FORMULA, RK, MULRK, MULBLANK, LABELSST, RSTRING, and FORMULA of older versions.
_CELLS = {0x0201, 0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00BD, 0x00BE, 0x00FD, 0x00D6, 0x0206, 0x0406}


def check_old_book(data: bytes, most_cells: int) -> None:
    """Refused for an .xls whose sheets span more than `most_cells`, and for what is none."""
    try:
        cells = sum(rows * columns for rows, columns in _spans(_workbook(data)))
    except (struct.error, IndexError, ValueError):
        raise Refused("buku_rusak") from None
    if cells > most_cells:
        raise Refused("berkas_luas", batas=most_cells)


def _workbook(data: bytes) -> bytes:
    """The stream that holds the sheets. ValueError when there is none or its chain of sectors never ends."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    sectors = len(data) // size

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    table = _allocation(data, size, sector, sectors)

    def chain(start: int) -> bytes:
        parts: list[bytes] = []
        while start < _END:
            parts.append(sector(start))
            if len(parts) > sectors:
                raise ValueError("endless chain")
            start = table[start]
        return b"".join(parts)

    directory = chain(struct.unpack_from("<I", data, 48)[0])
    for place in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        if directory[place : place + max(length - 2, 0)] in _STREAMS:
            start, stream_size = struct.unpack_from("<II", directory, place + 116)
            return chain(start)[:stream_size]
    raise ValueError("no workbook")


def _allocation(data: bytes, size: int, sector, sectors: int) -> list[int]:
    """Which sector follows which, for all sectors."""
    listed = list(struct.unpack_from("<109I", data, 76))
    following, seen = struct.unpack_from("<I", data, 68)[0], 0
    while following < _END and seen <= sectors:
        part = struct.unpack(f"<{size // 4}I", sector(following))
        listed, following, seen = listed + list(part[:-1]), part[-1], seen + 1
    table: list[int] = []
    for number in listed:
        if number < _END:
            table += struct.unpack(f"<{size // 4}I", sector(number))
    return table


def _spans(stream: bytes) -> list[tuple[int, int]]:
    """Rows and columns of the rectangle from the first cell on, for each sheet."""
    spans: list[tuple[int, int]] = []
    place, rows, columns = 0, 0, 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind in _BOF:
            spans.append((rows, columns))
            rows = columns = 0
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, place + 4)
            last = struct.unpack_from("<H", stream, place + 2 + length)[0] if kind in (0x00BD, 0x00BE) else column
            rows, columns = max(rows, row + 1), max(columns, column + 1, min(last, 255) + 1)
        place += 4 + length
    return [*spans, (rows, columns)]
