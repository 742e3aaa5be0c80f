"""Tables leave the app readable in Excel, safe in Excel, and marked."""

import csv
import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from analysis.language import LANGUAGES, use
from analysis.output.captions import Caption
from analysis.output.codes import value_names
from analysis.output.columns import column_name, column_names
from analysis.output.export import file_name
from analysis.output.tables_out import safe_text, to_csv, to_xlsx

FRAME = pd.DataFrame(
    {
        "kode_kelurahan": ["31.73.01.1005", "31.73.01.1001"],
        "nama_kelurahan": ["Kapuk", "Cengkareng; Barat"],
        "tahun": pd.array([2024, None], dtype="Int64"),
        "nilai": [17.2, float("nan")],
        "pembilang": [1234, 5],
        "memenuhi": [True, False],
        "tanggal_selesai": [date(2025, 5, 27), None],
        "jenis_data": ["resmi", "contoh"],
    }
)
EVIL = ["=1+1", "+62", "-2", "@SUM(A1)", "\tx", "\rx", "\0x", '=HYPERLINK("http://a")']


def caption(**changes):
    return Caption(**{"judul": "Lokus 2024", "subjudul": "per kelurahan", "sumber": "Sumber: SK"} | changes)


def test_indonesian_csv_to_the_byte():
    assert to_csv(FRAME, caption()) == (
        b"\xef\xbb\xbf"
        b"Kode kelurahan;Kelurahan;Tahun;Nilai;Pembilang;Target terpenuhi;Tanggal selesai;Jenis data\r\n"
        b"31.73.01.1005;Kapuk;2024;17,2;1234;ya;2025-05-27;resmi\r\n"
        b'31.73.01.1001;"Cengkareng; Barat";;;5;tidak;;contoh (sintetis)\r\n'
    )


def test_english_csv_has_comma_and_point():
    lines = to_csv(FRAME[["kode_kelurahan", "nilai"]], caption(bahasa="en")).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["31.73.01.1005,17.2", "31.73.01.1001,"]


@pytest.mark.parametrize("text", EVIL)
def test_no_text_runs_as_a_formula(text):
    frame = pd.DataFrame({"nama": [text]})
    (_, (cell,)) = csv.reader(io.StringIO(to_csv(frame, caption()).decode("utf-8-sig"), newline=""), delimiter=";")
    assert cell == "'" + text
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, caption()))).worksheets[0]
    assert sheet["A2"].data_type == "s"


def test_negative_numbers_and_plain_words_stay_as_they_are():
    assert b"\r\n-2,5\r\n" in to_csv(pd.DataFrame({"selisih": [-2.5]}), caption())
    assert safe_text("Kapuk – Barat") == "Kapuk – Barat"


def test_xlsx_gives_back_numbers_dates_and_text_codes():
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(FRAME, caption()))).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    assert heading == tuple(column_name(column) for column in FRAME)
    assert [(*row[:5], row[5], row[6] and row[6].date(), row[7]) for row in rows] == [
        ("31.73.01.1005", "Kapuk", 2024, 17.2, 1234, "ya", date(2025, 5, 27), "resmi"),
        ("31.73.01.1001", "Cengkareng; Barat", None, None, 5, "tidak", None, "contoh (sintetis)"),
    ]
    assert sheet["C2"].number_format == "0", "a year with a group sign reads 2.024"


def test_sample_rows_mark_the_workbook_without_being_asked():
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(FRAME, caption(contoh=False))))
    assert book.sheetnames == ["Data CONTOH", "Keterangan"]
    assert book.worksheets[0]["A1"].fill.fgColor.rgb == "FFC2410C"
    assert book.worksheets[1]["A1"].value == "DATA CONTOH"
    official = openpyxl.load_workbook(io.BytesIO(to_xlsx(FRAME.head(1), caption())))
    assert official.sheetnames == ["Data", "Keterangan"]


def test_sample_caption_marks_rows_that_do_not_say_it_themselves():
    computed = pd.DataFrame({"nilai": [1.5]})
    assert b"\r\n1,5;contoh (sintetis)\r\n" in to_csv(computed, caption(contoh=True))


def test_second_sheet_says_what_the_rows_are():
    frame = FRAME.assign(sumber_judul=["SK Wali Kota", "Data contoh (sintetis)"])
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, caption(catatan="Catatan."), date(2025, 6, 1))))
    notes = dict(book["Keterangan"].iter_rows(min_row=2, values_only=True))
    assert notes["Judul"] == "Lokus 2024"
    assert notes["Sumber"] == "SK Wali Kota\nData contoh (sintetis)"
    assert notes["Jenis data"] == "resmi dan contoh (sintetis)"
    assert notes["Tanggal unduh"] == "1 Juni 2025"


def test_an_empty_table_still_has_its_headings():
    empty = FRAME.head(0)
    assert to_csv(empty, caption()).count(b"\r\n") == 1
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(empty, caption()))).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column_name(column) for column in FRAME]


@pytest.mark.parametrize("bahasa", LANGUAGES)
def test_headings_are_words_and_no_two_are_alike(bahasa):
    use(bahasa)
    names = column_names()
    assert len(set(names.values())) == len(names)
    assert not [name for name in names.values() if "_" in name]
    assert not [word for words in value_names().values() for word in words.values() if "_" in word]


def test_file_names_are_safe_everywhere_and_say_contoh():
    assert file_name("Peta lokus – Jakarta Barat, 2024", "png") == "peta-lokus-jakarta-barat-2024.png"
    assert file_name("../../é:?*", "csv", contoh=True) == "e-CONTOH.csv"
    assert file_name("", "svg") == "konvergensi.svg"


def test_codes_and_column_names_inside_cells_become_words():
    frame = pd.DataFrame(
        {"faktor": ["air_tidak_layak"], "status": ["beda_sumber"], "batas": [("C", "D")], "jenis_bukti": ["contoh"]}
    )
    (_heading, row) = csv.reader(io.StringIO(to_csv(frame, caption()).decode("utf-8-sig")), delimiter=";")
    assert row == ["Air minum utama tidak layak", "sumber berbeda", "C, D", "contoh (sintetis)"]
