"""`python -m analysis check` knows the exports of other systems too."""

from analysis.sources.checking import check_file
from tests.sources.imports.conftest import ansit, workbook
from tests.sources.imports.test_formats import GRID

ROW = "1,2024,CENGKARENG,PKM KAPUK,3174070004,3173011005,KAPUK,1000,200,800,10,70"


def said(data, name, catalog):
    problems, rows = check_file(data, name, catalog)
    return [str(problem) for problem in problems], rows


def test_a_good_export_of_master_ansit(catalog):
    assert said(ansit(ROW), "ansit.csv", catalog) == ([], 1)


def test_what_is_wrong_and_what_is_doubtful_stands_by_line(catalog):
    data = ansit(ROW.replace(",70", ",7O"), ROW.replace("3173011005", "3173011001"))
    assert said(data, "ansit.csv", catalog)[0] == [
        "ansit.csv, baris 2, kolom JUMLAH_BALITA_PENDEK: “7O” bukan angka; tulis angkanya saja, misalnya 1234.",
        "ansit.csv, baris 3: “KAPUK, CENGKARENG, 3173011001” tidak pasti kelurahan mana (mungkin 31.73.01.1001 dan "
        "31.73.01.1005); pastikan saat mengimpor.",
    ]


def test_a_grid_in_a_workbook(catalog):
    problems, rows = said(workbook(("Rekap", GRID)), "kisi 2024.xlsx", catalog)
    assert rows == 4
    assert len(problems) == 1 and "di atas 100 %" in problems[0]


def test_what_nobody_knows_is_said_to_be_unknown(catalog):
    assert "bukan tabel yang dikenal" in said(b"warna;jumlah\nmerah;1\n", "x.csv", catalog)[0][0]
