"""What is made to harm, or is no table at all, is refused with one sentence; nothing of it is run, kept or repeated."""

import gzip
import io
import struct
import zipfile

import openpyxl
import pytest

from analysis.output.captions import Caption
from analysis.output.tables_out import to_csv, to_xlsx
from analysis.sources.imports import open_file, safe_name
from analysis.sources.measurements import Refused
from analysis.sources.problems import Problem
from tests.sources.imports.conftest import workbook

GOOD = b"kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek\n31.73.01.1005;2024;10;8;1;0\n"
ROWS = [line.split(";") for line in GOOD.decode().splitlines()]


def refusal(data, name="data.csv") -> str:
    with pytest.raises(Refused) as refused:
        open_file(data, name)
    return str(Problem(safe_name(name), None, None, refused.value.jenis, refused.value.isi))


def in_zip(edit) -> bytes:
    """A good workbook with the XML of its sheet changed."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("a", ROWS)))) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, edit(data) if name == "xl/worksheets/sheet1.xml" else data)
    return file.getvalue()


class Endless(io.RawIOBase):
    """A pipe that never ends; remembers how much was asked of it."""

    given = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        buffer[:] = b"a;b\n" * (len(buffer) // 4) + b"a" * (len(buffer) % 4)
        self.given += len(buffer)
        return len(buffer)


def test_a_file_of_1_gb_is_refused_by_its_size_before_it_is_read(tmp_path):
    large = tmp_path / "besar.csv"
    with large.open("wb") as file:
        file.truncate(1_000_000_000)
    large.chmod(0o200)  # even where reading it would be an error
    assert refusal(large) == "data.csv: ukuran berkas lebih dari 50 MB; bagi menjadi beberapa berkas yang lebih kecil."


def test_a_pipe_is_read_no_further_than_the_limit():
    pipe = Endless()
    assert "lebih dari 50 MB" in refusal(io.BufferedReader(pipe))
    assert pipe.given < 51_000_000


def test_an_upload_beyond_the_limit_is_refused():
    assert "lebih dari 50 MB" in refusal(bytes(50_000_001))


def test_a_bomb_in_gz_is_not_unpacked():
    assert "lebih dari 50 MB" in refusal(gzip.compress(b" " * 60_000_000), "data.csv.gz")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 100_000_000), "melebihi 200 MB"),
        (lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"'), "2.000.000 sel"),
        (lambda xml: xml[:200], "rusak"),
    ],
    ids=["density", "corners", "cut"],
)
def test_bombs_in_xlsx(edit, said):
    assert said in refusal(in_zip(edit), "data.xlsx")


def test_formulas_in_xlsx_give_their_last_value_and_are_never_worked_out():
    """openpyxl writes no value beside a formula: then the cell is empty, and the row is said to lack it."""
    rows = [*ROWS, ["31.73.06.1003", 2024, "=1+2", '=HYPERLINK("http://x","8")', 1, 0]]
    sheet = open_file(workbook(("a", rows)), "data.xlsx").sheets["a"]
    assert sheet[-1][1] == ["31.73.06.1003", "2024", "", "", "1", "0"]
    with_value = in_zip(lambda xml: xml.replace(b'<c r="C2" t="inlineStr"', b'<c r="C2" t="inlineStr"'))
    assert open_file(with_value, "data.xlsx").sheets["a"][-1][1][2] == "10"


def test_a_formula_with_a_value_beside_it_is_read_as_that_value():
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    file = io.BytesIO()
    book.save(file)
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<v>2</v>", b'<f>WEBSERVICE("http://x")</f><v>7</v>')
            target.writestr(name, data)
    assert open_file(changed.getvalue(), "data.xlsx").sheets["Sheet"] == [(1, ["a", "b"]), (2, ["1", "7"])]


def test_a_text_that_begins_like_a_formula_stays_text_on_its_way_out(read):
    """All signs that a spreadsheet runs, in a column of free text: imported as they are, exported harmless."""
    dangerous = ["=cmd|' /C calc'!A0", "+SUM(1)", "-2+3", "@SUM(1)"]
    lines = [f"31.73;2024;{text};Dinkes {place}" for place, text in enumerate(dangerous)]
    found = read(("kode_wilayah;tahun;kegiatan;opd\n" + "\n".join(lines) + "\n").encode(), "rencana.csv")
    frame = found.tables["rencana"]
    assert frame["kegiatan"].tolist() == dangerous
    exported = to_csv(frame, Caption("Rencana")).decode("utf-8-sig")
    assert all(f";'{text};" in exported for text in dangerous)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, Caption("Rencana"))))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\x\\x.csv", "x.csv"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\x1b[31m\n.csv", "a b [31m .csv"),
        ("a\u202egpj.csv", "a gpj.csv"),  # a sign that turns the reading direction
        ("x" * 5000 + ".csv", "x" * 75 + "….csv"),
        ("data 9973010101010001.csv", "data ….csv"),
        ("..", "berkas"),
        ("", "berkas"),
    ],
)
def test_a_name_of_a_file_is_shown_without_a_path_or_what_could_harm(name, shown):
    assert safe_name(name) == shown
    assert open_file(GOOD, name).berkas == shown


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "berkas kosong"),
        (b"\n\n  \n", "berkas kosong"),
        (b";;;\n;;\n", "berkas kosong"),
        (b"\xef\xbb\xbf", "berkas kosong"),
        (b"%PDF-1.7\n1 0 obj\n", "isinya PDF"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "halaman web"),
        (b"<table><tr><td>kode</td></tr></table>", "halaman web"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "bukan teks"),
        (b"a;b\n1;\x00\n", "bukan teks"),
        (b"a;b\n1;\x81\x8d\n", "bukan UTF-8"),
        (gzip.compress(b"a;b\n1;2\n")[:-9], "gz rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "rusak atau terkunci sandi"),
        (b"PK\x03\x04" + bytes(100), "rusak"),
        (b"a;" * 1_000_000 + b"\n", "lebih panjang"),
        (b";".join([b"a"] * 1_500) + b"\n1\n", "lebih dari 1.000 kolom"),
        (b"a" * 49_000_000, "lebih panjang"),
        (b"a;b\n" * 1_100_000, "2.000.000 sel"),
    ],
    ids=[
        "empty", "blank lines", "only separators", "only a BOM", "PDF", "HTML", "table", "picture", "NUL",
        "no encoding", "cut gz", "old Excel", "cut zip", "a million columns", "many columns", "one line of 49 MB",
        "too many cells",
    ],
)  # fmt: skip
def test_what_is_no_table(data, said):
    assert said in refusal(data)


def test_a_zip_that_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("a.csv", GOOD)
    assert "ZIP" in refusal(file.getvalue(), "data.xlsx")


@pytest.mark.parametrize("name", ["data.csv", "data.txt", "tanpa akhiran"])
def test_a_workbook_under_another_name_is_simply_read(read, name):
    assert len(read(workbook(("a", ROWS)), name).tables["balita"]) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_and_gz_make_no_difference(read, encoding):
    data = GOOD.decode().encode(encoding)
    assert len(read(data).tables["balita"]) == 1
    assert len(read(gzip.compress(data), "data.csv.gz").tables["balita"]) == 1


def test_a_quotation_mark_left_open_harms_its_own_line_only():
    opened = open_file(b'a;b\n"1;2\n3;4\n', "data.csv")
    assert [cells for _line, cells in opened.sheets[""]] == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert [str(problem) for problem in opened.problems] == [
        "data.csv, baris 2: tanda kutip tidak ditutup; tutup atau hapus tanda itu dan tulis setiap baris data di satu baris."
    ]


# An old workbook by hand: one BIFF8 sheet in the smallest OLE2 file that readers accept.


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))


def old_book(cells: bytes, sheets: int = 1) -> bytes:
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    body = begin + cells + record(0x000A, b"")
    names = [f"S{place}".encode() for place in range(sheets)]
    globals_length = 20 + sum(4 + 8 + len(name) for name in names) + 4
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    for place, name in enumerate(names):
        start = globals_length + place * len(body)
        head += record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
    stream = head + record(0x000A, b"") + body * sheets
    stream += bytes(max(0, 4096 - len(stream)))
    stream += bytes(-len(stream) % 512)
    count = len(stream) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + stream


def test_an_old_workbook_is_read(read):
    cells = b"".join(label(0, place, name) for place, name in enumerate(ROWS[0]))
    cells += label(1, 0, "31.73.01.1005")
    cells += b"".join(number(1, place, value) for place, value in enumerate((2024, 10, 8, 1, 0), start=1))
    found = read(old_book(cells), "data.xls")
    assert found.tables["balita"].values.tolist() == [["31.73.01.1005", 2024, 10, 8, 1, 0]]


def test_an_old_workbook_whose_corners_would_fill_all_memory_is_refused():
    """Twenty sheets of two cells each: 335 million cells to a reader, 4 kB in the file."""
    corners = number(0, 0, 1) + number(65535, 255, 1)
    assert "2.000.000 sel" in refusal(old_book(corners, sheets=20), "data.xls")


def test_a_line_with_too_many_cells_is_named_and_not_taken_for_a_shifted_row(read):
    """A decimal comma in a file cut at commas."""
    data = GOOD.replace(b";", b",") + b"31.73.06.1003,2024,10,8,1,5,0\n"
    found = read(data)
    assert found.tables["balita"]["kode_kelurahan"].tolist() == ["31.73.01.1005"]
    assert [str(problem) for problem in found.sheet.problems] == [
        "data.csv, baris 3: ada 7 sel untuk 6 kolom; hapus yang berlebih atau, bila memakai koma desimal, pisahkan kolom "
        "dengan titik koma."
    ]


def test_a_remark_right_of_the_table_of_a_workbook_harms_nothing(read):
    found = read(workbook(("a", [*ROWS, [None] * 7 + ["dicek Budi"]])), "data.xlsx")
    assert len(found.tables["balita"]) == 1
