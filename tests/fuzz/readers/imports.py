"""A file dropped on the page Manajemen data, taken the same way: families, or a sheet that is recognised and mapped."""

from __future__ import annotations

from analysis.sources.imports import (
    apply_all,
    guess_year,
    is_family_source,
    open_file,
    read_and_recognise,
    read_families,
    suggest,
    with_year,
)
from analysis.sources.imports.mapping import TARGETS
from analysis.sources.measurements import Refused
from analysis.sources.problems import Problem
from tests.fuzz.common import catalog, references
from tests.fuzz.property import rows_or_sentences, told


def read(data: bytes) -> None:
    if is_family_source(data):
        outcome = read_families(data, "data.csv", 2024, catalog().tables)
        rows_or_sentences(len(outcome.frame), outcome.problems)
        return
    try:
        opened = open_file(data, "data.csv")
    except Refused as refused:
        told([Problem("data.csv", None, None, refused.jenis, refused.isi)])
        return
    sheet, found = read_and_recognise(opened, references().indicators)
    told(sheet.problems)
    year = guess_year(sheet)
    mappings = list(found.mappings) or [suggest(sheet, TARGETS[len(data) % len(TARGETS)])]
    for mapping in mappings:
        outcomes = apply_all(sheet, [with_year(mapping, year) if year else mapping], references())
        said = [said for one in outcomes for said in (*sheet.problems, *one.problems, *one.notes)]
        rows_or_sentences(sum(len(one.frame) + len(one.doubtful) for one in outcomes), said)


def seeds() -> list[bytes]:
    from tests.sources.families.conftest import tidy
    from tests.sources.imports.conftest import workbook
    from tests.sources.imports.test_broken_files import FILES
    from tests.sources.imports.test_refusals import ROWS, label, number, old_book

    old = b"".join(label(0, place, name) for place, name in enumerate(ROWS[0])) + label(1, 0, "31.73.01.1005")
    old += b"".join(number(1, place, value) for place, value in enumerate((2024, 10, 8, 1, 0), start=1))
    form = ["kode_kota", "tahun", "komitmen", "penanggung_jawab", "tenggat", "tanggal_selesai", "catatan"]
    rembuk = [form, ["31.73", "2025", "Posyandu buka Sabtu", "Dinas Kesehatan", "2025-12-31", None, None]]
    plans = b"kode_wilayah;tahun;kegiatan;opd\n31.73;2024;Kelas ibu;Dinkes\n"
    families = tidy({}, {"umur_istri": "19"}).encode()
    return [*FILES.values(), workbook(("a", ROWS)), old_book(old), workbook(("Komitmen", rembuk)), plans, families]
