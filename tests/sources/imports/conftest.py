"""Files built from synthetic numbers under the real headers, and how a test reads one."""

import io
from types import SimpleNamespace

import openpyxl
import pytest

from analysis.sources.catalog import load_catalog
from analysis.sources.imports import apply_all, make_references, open_file, read_and_recognise, with_year

ANSIT_HEADER = (
    "NO,PERIODE_TAHUN,NAMA_KECAMATAN,NAMA_PUSKESMAS,ID_DESA_BPS,ID_DESA_DAGRI,NAMA_DESA,JUMLAH_KELUARGA,"
    "JUMLAH_KELUARGA_BERESIKO_STUNTING,JUMLAH_BALITA,JUMLAH_BALITA_SANGAT_PENDEK,JUMLAH_BALITA_PENDEK"
)


def ansit(*rows: str) -> bytes:
    return "\n".join([ANSIT_HEADER, *rows, ""]).encode()


def workbook(*sheets: tuple[str, list[list]], merge: tuple[str, ...] = ()) -> bytes:
    """An XLSX of sheets (name, rows); `merge`: ranges of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in merge:
        book.worksheets[0].merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="session")
def catalog():
    return load_catalog()


@pytest.fixture(scope="session")
def references(catalog):
    return make_references(catalog.tables)


@pytest.fixture
def read(references):
    """read(data, name, tahun=...) -> what was recognised and what came of it."""

    def from_file(data, name="data.csv", tahun="", decided=None, templates=(), lembar=None):
        opened = open_file(data, name)
        sheet, found = read_and_recognise(opened, references.indicators, templates, lembar)
        mappings = [with_year(mapping, tahun) if tahun else mapping for mapping in found.mappings]
        outcomes = apply_all(sheet, mappings, references, decided)
        return SimpleNamespace(
            sheet=sheet,
            found=found,
            outcomes=outcomes,
            tables={one.tabel: one.frame for one in outcomes},
            problems=[str(problem) for one in outcomes for problem in one.problems],
            notes=[str(note) for one in outcomes for note in one.notes],
            doubtful=[tuple(row) for one in outcomes for row in one.doubtful.itertuples(index=False)],
        )

    return from_file
