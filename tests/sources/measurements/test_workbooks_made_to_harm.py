"""An XLSX is a ZIP: what it would unpack to is looked at before it is read."""

import io
import zipfile

import openpyxl
import pytest

from tests.sources.measurements.conftest import read, sentences


def workbook(edit=lambda name, data: data) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["JK", "Tinggi"])
    book.active.append(["L", 80.5])
    plain, file = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, edit(name, source.read(name)))
    return file.getvalue()


def only_sheet(change):
    return lambda name, data: change(data) if name == "xl/worksheets/sheet1.xml" else data


def test_a_usual_workbook_is_read():
    assert read(workbook()).frame["tinggi_cm"].tolist() == [80.5]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        # Two cells that span seventeen thousand million.
        (
            workbook(
                only_sheet(lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"'))
            ),
            "sel",
        ),
        # A hundred million spaces in some hundred kilobytes.
        (workbook(only_sheet(lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 100_000_000))), "MB"),
        (workbook()[:-60], "rusak"),
        (workbook(only_sheet(lambda xml: xml[:200])), "rusak"),
        (workbook(lambda name, data: b"" if name == "xl/workbook.xml" else data), "rusak"),
    ],
    ids=["corners", "density", "cut", "sheet", "book"],
)
def test_what_it_would_cost_to_read_is_refused(data, reason):
    (sentence,) = sentences(read(data))
    assert reason in sentence


def test_another_zip_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("a.txt", "a")
    (sentence,) = sentences(read(file.getvalue()))
    assert "ZIP, bukan CSV" in sentence
