"""A CSV in the form of one of the app's tables, as `python -m analysis record` takes it; the first byte says which."""

from __future__ import annotations

from analysis.sources.catalog import TERCATAT, read_upload, template_csv
from tests.fuzz.common import catalog
from tests.fuzz.property import rows_or_sentences

CODES = {"kode_kelurahan": "31.73.01.1005", "kode_kota": "31.73", "kode_wilayah": "31.73", "kode_indikator": "E01"}


def read(data: bytes) -> None:
    table = TERCATAT[data[0] % len(TERCATAT)] if data else TERCATAT[0]
    frame, problems = read_upload(table, data[1:], "tabel.csv", catalog())
    rows_or_sentences(len(frame), problems)


def seeds() -> list[bytes]:
    found = []
    for place, table in enumerate(TERCATAT):
        header = template_csv(table).decode("utf-8-sig").strip()
        cells = [CODES.get(name, "2024" if name == "tahun" else "1") for name in header.split(";")]
        found.append(bytes([place]) + f"{header}\n{';'.join(cells)}\n".encode())
    return found
