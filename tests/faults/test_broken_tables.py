"""Every CSV of the app broken in every way, file by file: a sentence with its place, the other rows stay, pages open."""

import csv
import shutil
from pathlib import Path

import pytest

from analysis.sources.catalog import ANGKA, CONTOH, DATA, RESMI, RUJUKAN, WILAYAH, Catalog, load_catalog
from analysis.sources.layouts import TABLES
from analysis.sources.schemas import check
from analysis.sources.tables import read_csv
from tests.faults.conftest import every_page, fresh_app

# pengukuran.csv is an export of measurements, which has readers and tests of its own; provinsi.csv has one row here,
# and no broken third line.
FILES = [
    *(("wilayah", name, name) for name in WILAYAH),
    *(("rujukan", name, name) for name in RUJUKAN),
    *(("resmi", name, name) for name in RESMI),
    *(("resmi", name, "angka") for name in ANGKA),
    *(("contoh", name, name) for name in CONTOH),
]
BROKEN = 3  # the line that is broken: the header is line 1


@pytest.fixture(scope="module")
def whole() -> Catalog:
    return load_catalog(DATA)


@pytest.fixture(
    scope="module", params=[file for file in FILES if file[1] != "provinsi"], ids=lambda file: f"{file[0]}/{file[1]}"
)
def file(request) -> tuple[str, str, list[bytes]]:
    """The table, the name for messages and the lines of one file."""
    place, stem, table = request.param
    return table, f"data/{place}/{stem}.csv", (DATA / place / f"{stem}.csv").read_bytes().splitlines(keepends=True)


def read(table: str, data: bytes, name: str, whole: Catalog):
    text, problems = read_csv(data, name)
    if text.columns.empty:
        return 0, problems
    frame, more = check(
        table, text, name, *(whole.tables[each] for each in ("kelurahan", "indikator_esensial", "aksi"))
    )
    return len(frame), problems + more


def told(problems: list, name: str, line: int | None = BROKEN) -> str:
    """What is said about one line (None: about the file as a whole); no sentence is left unfilled."""
    sentences = [str(problem) for problem in problems]
    assert all(sentence.startswith(name) and "{" not in sentence for sentence in sentences)
    return " ".join(str(problem) for problem in problems if problem.baris == line)


def wrong_cell(table: str) -> tuple[str, bytes]:
    """A column that does not take just anything, and what it does not take."""
    columns = TABLES[table].columns
    for name, column in columns.items():
        if column.dtype != "str":
            return name, b"abc"
    for name, column in columns.items():
        if column.known or column.one_of:
            return name, b"99.99"
    return next(name for name, column in columns.items() if column.required), b""


def with_cell(lines: list[bytes], name: str, cell: bytes) -> bytes:
    header, row = (line.strip() for line in (lines[0].removeprefix(b"\xef\xbb\xbf"), lines[BROKEN - 1]))
    place = [each.strip().lower() for each in header.decode().split(",")].index(name)
    cells = next(csv.reader([row.decode()]))
    cells[place] = cell.decode()
    quoted = ",".join(f'"{each}"' if "," in each else each for each in cells)
    return b"".join([*lines[: BROKEN - 1], quoted.encode() + b"\n", *lines[BROKEN:]])


def test_a_cell_of_the_wrong_kind_costs_its_row_and_no_other(file, whole):
    table, name, lines = file
    column, cell = wrong_cell(table)
    rows, problems = read(table, with_cell(lines, column, cell), name, whole)
    assert rows == read(table, b"".join(lines), name, whole)[0] - 1
    assert f"baris {BROKEN}, kolom {column}: " in told(problems, name)


def test_a_row_with_cells_too_many_or_a_broken_letter_costs_its_row_and_no_other(file, whole):
    table, name, lines = file
    good = read(table, b"".join(lines), name, whole)[0]
    row = lines[BROKEN - 1].rstrip(b"\r\n")
    for damaged, word in ((row + b",x,y\n", "sel"), (b"\xe2\x80\n", "")):
        rows, problems = read(table, b"".join([*lines[: BROKEN - 1], damaged, *lines[BROKEN:]]), name, whole)
        assert rows == good - 1, damaged
        assert word in told(problems, name) != ""


def test_a_row_that_stands_twice_counts_once(file, whole):
    table, name, lines = file
    data = b"".join([*lines[:BROKEN], lines[BROKEN - 1], *lines[BROKEN:]])
    rows, problems = read(table, data, name, whole)
    assert rows == read(table, b"".join(lines), name, whole)[0]
    assert told(problems, name, BROKEN + 1) != ""


def test_no_header_and_no_content_are_said_about_the_file(file, whole):
    table, name, lines = file
    assert "kosong" in told(read(table, b"", name, whole)[1], name, None)
    assert "kolom" in told(read(table, b"".join(lines[1:]), name, whole)[1], name, None)
    assert read(table, lines[0], name, whole)[0] == 0
    assert told(read(table, lines[0], name, whole)[1], name, None) != ""


def test_one_damaged_byte_leaves_the_letters_of_all_other_rows(whole):
    lines = "kode;nama\n1;31–45 %\n2;Ibu – anak\n3;“Rembuk”\n".encode().splitlines(keepends=True)
    lines[2] = lines[2].replace("–".encode(), b"\xe2\x80")
    frame, problems = read_csv(b"".join(lines), "daftar.csv")
    assert frame["nama"].tolist() == ["31–45 %", "“Rembuk”"]
    assert [str(problem) for problem in problems] == [
        "daftar.csv, baris 3: ada huruf yang rusak, jadi baris ini tidak dipakai; ketik ulang dari sumbernya."
    ]
    frame, problems = read_csv("kode;nama\n1;Café – Ibu\n".encode("cp1252"), "excel.csv")
    assert (frame["nama"].tolist(), problems) == (["Café – Ibu"], []), "the alphabet of Excel is no damage"


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.mark.parametrize("fault", ["missing", "folder", "empty", "binary"])
def test_files_that_cannot_be_read_leave_empty_tables_with_their_columns(tmp_path, fault):
    folder = copied(tmp_path)
    for place, stem, _table in FILES:
        path = folder / place / f"{stem}.csv"
        path.unlink()
        if fault == "folder":
            path.mkdir()
        elif fault != "missing":
            path.write_bytes(b"" if fault == "empty" else bytes(range(256)) * 40)
    catalog = load_catalog(folder)
    named = [problem.berkas for problem in catalog.problems]
    assert named == [f"data/{place}/{stem}.csv" for place, stem, _table in FILES]
    assert all(str(problem).endswith(".") for problem in catalog.problems)
    assert all(frame.empty and set(TABLES[name].columns) <= set(frame) for name, frame in catalog.tables.items())
    assert catalog.fingerprint().tanggal == ""


def test_every_page_opens_with_a_broken_row_in_every_file_and_says_so(tmp_path, monkeypatch):
    """The last row of each file: every table is a little short at once."""
    folder = copied(tmp_path)
    for path in folder.rglob("*.csv"):
        lines = path.read_bytes().rstrip(b"\r\n").split(b"\n")
        path.write_bytes(b"\n".join([*lines[:-1], b"\xff,rusak"]) + b"\n")
    fresh_app(monkeypatch, data=folder)
    for page, app in every_page():
        assert not app.exception, page
        assert any("masalah pada berkas data aplikasi" in warning.value for warning in app.warning), page


@pytest.mark.parametrize("lost", ["wilayah/titik_peta", "rujukan/parameter", "rujukan/indikator_esensial"])
def test_pages_open_without_a_table_that_they_look_up(tmp_path, monkeypatch, lost):
    folder = copied(tmp_path)
    (folder / f"{lost}.csv").unlink()
    (folder / "contoh/pengukuran.csv").unlink()
    fresh_app(monkeypatch, data=folder)
    for page, app in every_page("ringkasan", "lokus_kelurahan", "rencana_komitmen", "pengukuran"):
        assert not app.exception, page
