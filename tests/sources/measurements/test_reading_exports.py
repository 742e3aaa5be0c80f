"""Whole exports: every form a file comes in gives the same rows; bad rows are told and never stop good ones."""

import gzip
import io
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.sources.measurements import Refused, read_header
from tests.sources.measurements.conftest import EPPGBM, eppgbm, read, sentences

PLAIN = eppgbm({}, {"NIK": "9900000000000002", "JK": "2", "Berat": "9.8", "Posyandu": "MELATI Ü"})
DAYS = (date(2024, 8, 15) - date(2022, 5, 1)).days


def xlsx(data: bytes) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "kosong"
    sheet = book.create_sheet("ekspor")
    for line in data.decode().splitlines():
        sheet.append([date.fromisoformat(cell) if cell[4:5] == "-" else cell for cell in line.split(";")])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "form",
    [
        lambda data: data,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("cp1252"),
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(),
        lambda data: b"sep=;\n" + data,
        lambda data: b"LAPORAN PENGUKURAN\n\n" + data,
        lambda data: data.replace(b",", b".").replace(b";", b","),
        lambda data: data.replace(b";", b"\t"),
        gzip.compress,
        xlsx,
    ],
    ids=["utf8", "bom", "cp1252", "utf16", "crlf", "no-end", "sep", "title", "comma", "tab", "gz", "xlsx"],
)
def test_every_form_of_a_file_gives_the_same_rows(form):
    frame = read(form(PLAIN)).frame
    assert frame["jk"].tolist() == ["L", "P"]
    assert frame["umur_hari"].tolist() == [DAYS, DAYS]
    assert frame["berat_kg"].tolist() == [12.5, 9.8]
    assert frame["tinggi_cm"].tolist() == [87.4, 87.4]
    assert frame["cara_ukur"].tolist() == ["berdiri", "berdiri"]
    assert frame["posyandu"].tolist() == ["", "MELATI Ü"]
    assert np.diff(frame["baris"]).tolist() == [1]


def test_a_who_anthro_file():
    data = b"id,sex,age,weight,lenhei,measure,headc,armc,oedema\n1,2,826,13.3,88.1,H,48.6,,n\n2,1,,7,63,l,,14,Y\n"
    found = read(data)
    assert sentences(found) == [
        "ekspor.csv, baris 3: umur tidak diketahui; isi tanggal lahir dan tanggal pengukuran.",
    ]
    frame = found.frame
    assert frame["jk"].tolist() == ["P", "L"]
    assert frame["edema"].tolist() == ["n", "y"]
    assert frame["cara_ukur"].tolist() == ["berdiri", "terlentang"]
    assert frame["umur_hari"].tolist() == pytest.approx([826, np.nan], nan_ok=True)
    assert frame["id"].tolist() == ["1", "2"]


def anthro(ages: list[float], height: float) -> bytes:
    return "\n".join(["sex,age,lenhei", *(f"1,{age},{height}" for age in ages)]).encode()


@pytest.mark.parametrize(
    ("data", "days"),
    [
        (anthro([24] * 12, 86), 24 * 30.4375),  # nobody is 86 cm tall at 24 days
        (anthro([24] * 12, 52), 24),
        (anthro([24] * 3, 86), 24),  # too few to say
        (anthro([24] * 12 + [800], 86), 24),
        (b"jk;usia;tinggi\nL;24;86\n", 24 * 30.4375),
        (b"jk;umur;tinggi\nL;24;86\nL;700;80\n", 24),
        (b"jk;umur (hari);tinggi\nL;24;52\n", 24),
        (b"sex,age in months,lenhei\n1,24,86\n", 24 * 30.4375),
    ],
)
def test_the_unit_of_a_bare_age(data, days):
    assert read(data).frame["umur_hari"][0] == days


def test_the_unit_of_a_bare_age_can_be_said():
    assert read(anthro([24] * 12, 86), umur="hari").frame["umur_hari"][0] == 24


def test_dates_go_before_the_age_as_written():
    found = read(
        eppgbm({"Usia Saat Ukur": "1 Tahun - 0 Bulan - 0 Hari"}, {"Tgl Lahir": "", "Usia Saat Ukur": "2 Tahun"})
    )
    assert found.frame["umur_hari"].tolist() == [DAYS, 24 * 30.4375]
    assert sentences(found) == [
        "ekspor.csv, baris 2, kolom Usia Saat Ukur: umur tertulis berbeda lebih dari 31 hari dari selisih kedua "
        "tanggal; yang dipakai selisihnya."
    ]


def test_bad_rows_are_told_and_good_rows_stay():
    found = read(
        eppgbm(
            {"JK": "X"},
            {"JK": ""},
            {"Berat": "abc", "Tinggi": "0"},
            {"Tgl Lahir": "31/02/2022"},
            {"Tgl Lahir": "2025-01-01"},
            {"Berat": "", "Tinggi": "-"},
            {},
        )
    )
    assert len(found.frame) == 7
    assert found.frame["tinggi_cm"][2] == 0  # whether that is missing is for growth to say
    assert found.frame["umur_hari"][4] == -139
    assert sorted(sentences(found)) == [
        "ekspor.csv, baris 2, kolom JK: isi sel tidak dikenal; pakai salah satu dari L dan P.",
        "ekspor.csv, baris 3, kolom JK: jenis kelamin kosong; isi L atau P.",
        "ekspor.csv, baris 4, kolom Berat: isi sel bukan angka; tulis angkanya saja, misalnya 1234.",
        "ekspor.csv, baris 4, kolom Tinggi: isi sel bukan hasil ukur; kosongkan selnya bila anak tidak diukur.",
        "ekspor.csv, baris 5, kolom Tgl Lahir: isi sel bukan tanggal; tulis seperti 2024-12-31 atau 31/12/2024.",
        "ekspor.csv, baris 5: umur tidak diketahui; isi tanggal lahir dan tanggal pengukuran.",
        "ekspor.csv, baris 6, kolom Tanggal Pengukuran: tanggal pengukuran mendahului tanggal lahir; perbaiki salah satunya.",
        "ekspor.csv, baris 7: tidak ada hasil ukur yang terbaca; isi berat atau tinggi, atau hapus barisnya.",
    ]


def test_many_faults_of_a_kind_become_few_sentences_and_a_whole_table():
    found = read(b"sex,weight\n" + b"1,x\n" * 1000, umur="hari")
    wrong_weight = [s for s in sentences(found) if "kolom weight" in s]
    assert wrong_weight[0] == "ekspor.csv, baris 2, kolom weight: “x” bukan angka; tulis angkanya saja, misalnya 1234."
    assert wrong_weight[-1] == "ekspor.csv, kolom weight: … dan 997 baris lain dengan masalah yang sama."
    table = found.problem_table("ekspor.csv")
    assert table.columns.tolist() == ["berkas", "baris", "kolom", "masalah"]
    assert (table["kolom"] == "weight").sum() == 1000


def test_quotation_marks_and_line_breaks_in_cells():
    rows = [
        'L;87,4;"JL ""MAWAR"" 5; RT 1"',
        'P;80,1;"baris satu\nbaris dua"',
        'L;81,2;5" kayu',
        'P;82,3;"tidak ditutup',
        "L;83,4;polos",
    ]
    found = read(("JK;Tinggi;Catatan\n" + "\n".join(rows) + "\n").encode())
    assert found.frame["tinggi_cm"].tolist() == [87.4, 80.1, 81.2, 82.3, 83.4]
    assert found.frame["baris"].tolist() == [2, 3, 5, 6, 7]
    assert found.frame["Catatan"].tolist()[1] == "baris satu\nbaris dua"
    assert "ekspor.csv, baris 6: tanda kutip tidak ditutup" in sentences(found)[0]


def test_lines_are_counted_past_empty_ones():
    assert read(b"sex,lenhei\n1,80\n\n2,81\n").frame["baris"].tolist() == [2, 4]


def test_a_row_with_nothing_in_it_stays_a_row():
    found = read(b"sex,age,lenhei\n1,700,80\n,,\n2,700,81\n")
    assert found.frame["baris"].tolist() == [2, 3, 4]
    assert sentences(found) == []


def test_a_row_with_too_many_cells_is_emptied_not_shifted():
    found = read(b"sex,lenhei,weight\n1,80,5,10\n1,80,10\n")
    assert found.frame["tinggi_cm"].tolist() == pytest.approx([np.nan, 80], nan_ok=True)
    assert "ekspor.csv, baris 2: ada 4 sel untuk 3 kolom" in sentences(found)[0]


def test_a_row_without_its_empty_last_cells_is_whole():
    line = eppgbm({}).decode().splitlines()[1].rstrip(";")
    assert read(f"{EPPGBM}\n{line}\n".encode()).frame["tinggi_cm"].tolist() == [87.4]


def test_a_shifted_row_is_emptied_so_that_no_name_moves_into_another_column():
    """One cell lost before the name of the parent: it would stand under TB Lahir."""
    cells = eppgbm({}).decode().splitlines()[1].split(";")
    del cells[4]
    found = read(f"{EPPGBM}\n{';'.join(cells)}\n".encode())
    assert found.frame["TB Lahir"].tolist() == [""]
    assert "baris 2: hanya 33 dari 34 sel" in sentences(found)[0]


def test_no_rows_give_no_rows():
    frame = read(EPPGBM.encode()).frame
    assert len(frame) == 0 and "umur_hari" in frame


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "berkas kosong"),
        (b"\n\n", "berkas kosong"),
        (b"%PDF-1.7", "isinya PDF"),
        (b"<html><table>", "isinya halaman web"),
        (b"\xd0\xcf\x11\xe0abc", "Excel lama"),
        (b"PK\x03\x04 not a zip", "berkas Excel rusak"),
        (b"a,b\n1,\0\n", "isinya bukan teks"),
        (gzip.compress(PLAIN)[:-20], "berkas gz rusak"),
        (b"PAR1 not a parquet", "berkas Parquet rusak"),
        (b"JK\rL\rP\r", "cara Mac lama"),
    ],
)
def test_files_that_cannot_be_read_are_one_sentence(data, reason):
    found = read(data)
    assert found.frame.empty and found.recognised is None
    (sentence,) = sentences(found)
    assert sentence.startswith("ekspor.csv: ") and reason in sentence


def test_a_gz_that_unpacks_to_too_much():
    (sentence,) = sentences(read(gzip.compress(b"sex,lenhei\n" + b"1,80\n" * 1_000_000), most_bytes=1_000_000))
    assert "lebih dari 1 MB" in sentence


def test_columns_that_are_not_recognised_are_asked_for():
    found = read(b"a;b\n1;2\n")
    assert sentences(found) == [
        "ekspor.csv: kolom untuk jk, berat_kg, dan tinggi_cm tidak dikenali; sebutkan sendiri kolom berkas ini yang "
        "berisi data itu."
    ]
    mapped = read(b"a;b\n1;80\n", own={"jk": "a", "tinggi_cm": "b"})
    assert mapped.frame["tinggi_cm"].tolist() == [80.0]


def test_the_header_alone_can_be_asked_for():
    assert read_header(PLAIN) == tuple(EPPGBM.split(";"))
    with pytest.raises(Refused):
        read_header(b"")


def test_progress_is_told_up_to_the_end():
    heard = []
    from analysis.sources.measurements import read_measurements

    read_measurements(PLAIN, "ekspor.csv", progress=heard.append)
    assert heard[-1] == 1.0


def test_text_columns_are_categories():
    frame = read(PLAIN).frame
    for column in ("jk", "cara_ukur", "edema", "kecamatan", "posyandu", "BB/U"):
        assert isinstance(frame[column].dtype, pd.CategoricalDtype), column
