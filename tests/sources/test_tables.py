"""CSV files as they come from Indonesian Excel are read without a question."""

from pathlib import Path

import pytest

from analysis.sources.cells import Refusal, read_code, read_count, read_date, read_decimal
from analysis.sources.tables import read_csv

PLAIN = "kode_kelurahan;tahun;nilai\n31.73.01.1005;2024;12,5\n31.73.06.1003;2024;–\n"


def rows(data: bytes):
    frame, problems = read_csv(data, "data.csv")
    assert problems == []
    return list(frame.columns), frame.to_numpy().tolist(), list(frame.index)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.encode(), id="titik koma"),
        pytest.param(PLAIN.encode("utf-8-sig"), id="BOM"),
        pytest.param(PLAIN.encode("cp1252"), id="cp1252"),
        pytest.param(PLAIN.encode("utf-16"), id="utf-16"),
        pytest.param(PLAIN.replace(";", "\t").encode(), id="tab"),
        pytest.param(PLAIN.replace("12,5", '"12,5"').replace(";", ",").encode(), id="koma"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="Windows"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="Mac lama"),
        pytest.param(PLAIN.replace("\n", ";;\n").encode(), id="kolom kosong di kanan"),
        pytest.param((PLAIN + ";;\n\n   ;;\n").encode(), id="baris kosong di bawah"),
        pytest.param(PLAIN.replace("kode_kelurahan;tahun", " KODE KELURAHAN ;Tahun").encode(), id="judul"),
    ],
)
def test_habits_of_excel_make_no_difference(data):
    columns, values, lines = rows(data)
    assert columns == ["kode_kelurahan", "tahun", "nilai"]
    assert values == [["31.73.01.1005", "2024", "12,5"], ["31.73.06.1003", "2024", "–"]]
    assert lines == [2, 3]


def test_separator_line_of_excel_is_not_the_header():
    columns, _values, lines = rows(("sep=;\n" + PLAIN).encode())
    assert columns[0] == "kode_kelurahan"
    assert lines == [3, 4]


def test_lines_are_counted_as_in_the_file_even_past_empty_ones():
    assert rows(b"a;b\n1;2\n\n;\n3;4\n")[2] == [2, 5]


def test_missing_file_is_a_problem_not_an_error(tmp_path: Path):
    frame, problems = read_csv(tmp_path / "krs.csv", "data/contoh/krs.csv")
    assert frame.empty
    assert [str(p) for p in problems] == [
        "data/contoh/krs.csv: berkas tidak ada; letakkan kembali dari salinan proyek."
    ]


def test_a_small_file_cannot_ask_for_all_memory():
    """A header of 1,000 columns above 12,000 lines with one cell: 26 kB that would become 12 million cells."""
    data = b"a" + b";a" * 999 + b"\n" + b"1\n" * 12_000
    frame, problems = read_csv(data, "data.csv")
    assert frame.empty
    assert [str(p) for p in problems] == [
        "data.csv: ada lebih dari 10.000.000 sel; hapus kolom yang tidak diperlukan atau bagi berkasnya."
    ]
    _frame, problems = read_csv(b"a" + b";a" * 1000 + b"\n1\n", "data.csv")
    assert [str(p) for p in problems] == ["data.csv: ada lebih dari 1.000 kolom; hapus kolom yang tidak diperlukan."]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", 1234),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        (" 12,0 ", 12),
        ("12.0", 12),
        ("−3", -3),
        ("12,5", Refusal("bukan_bulat")),
        ("12.5", Refusal("bukan_bulat")),
        ("1,234", Refusal("bukan_bulat")),  # 1.234 in English, 1,234 in Indonesian: not for us to guess
        ("12 %", Refusal("bukan_angka")),
        ("1e5", Refusal("bukan_angka")),
        ("9" * 5000, Refusal("terlalu_besar")),
    ],
)
def test_counts(text, value):
    assert read_count(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("-5.733789", -5.733789),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
        ("inf", Refusal("bukan_angka")),
        ("1,2,3", Refusal("bukan_angka")),
    ],
)
def test_decimals(text, value):
    assert read_decimal(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31.73.01.1005", "31.73.01.1005"),
        ("3173011005", "31.73.01.1005"),
        ("3173011005.0", "31.73.01.1005"),
        ("'3173011005", "31.73.01.1005"),
        ('="3173011005"', "31.73.01.1005"),
        ("3173010005", Refusal("kode_bps")),
        ("31.73.01", Refusal("kode_bentuk")),
        ("3.17E+09", Refusal("kode_rusak")),
    ],
)
def test_codes_of_kelurahan(text, value):
    assert read_code((10,), "kode_bentuk")(text) == value


def test_code_of_a_kota():
    assert read_code((4,), "kode_kota_bentuk")("3173") == "31.73"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-12-31", "2024-12-31"),
        ("31/12/2024", "2024-12-31"),
        ("1-2-2026", "2026-02-01"),  # day first
        ("2024-12-31 00:00:00", "2024-12-31"),
        ("31/02/2024", Refusal("bukan_tanggal")),
        ("12/31/2024", Refusal("bukan_tanggal")),
    ],
)
def test_dates(text, value):
    assert read_date(text) == value
