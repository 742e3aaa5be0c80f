"""Files of families as people bring them: what is read, what is said, what is refused."""

import gzip
import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.convergence.screening import screen_families
from analysis.sources.families import Families, read_families
from analysis.sources.measurements.blocks import BLOCK_BYTES
from tests.sources.families.conftest import TIDY, tidy

KNOWN = {"31.73.01.1005", "31.73.01.1006"}


def read(data: str | bytes, **options: object) -> Families:
    data = data.encode() if isinstance(data, str) else data
    return read_families(data, "keluarga.csv", KNOWN, **options)


def sentences(found: Families) -> list[str]:
    return [str(problem) for problem in found.problems]


def as_xlsx(text: str) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(";")])
    book.save(file)
    return file.getvalue()


def as_parquet(text: str) -> bytes:
    file = io.BytesIO()
    pd.read_csv(io.StringIO(text.replace(",", ".")), sep=";").to_parquet(file)
    return file.getvalue()


TWO = tidy({}, {"umur_istri": "19,5", "sumber_air_minum": "air hujan", "peringkat_kesejahteraan": ">4"})
SPELLED = TWO.replace(TIDY, TIDY.upper().replace("_", " ").replace(";", " ; "))


@pytest.mark.parametrize(
    "data",
    [
        TWO.encode("utf-8-sig"),
        TWO.encode("utf-16"),
        TWO.encode("cp1252").replace(b"\n", b"\r\n"),
        TWO.replace(";", "\t").encode(),
        TWO.replace("19,5", '"19,5"').replace(";", ",").encode(),
        b"sep=;\n" + TWO.encode(),
        b"LAPORAN KELUARGA\n\n" + TWO.encode(),
        SPELLED.encode(),
        TWO.replace("ledeng/PAM", " Ledeng/pam ").replace("31.73.01.1005", "3173011005").encode(),
        TWO.replace(";1;0;0;1;", ";ya;tidak;Tidak;YA;").encode(),
        gzip.compress(TWO.encode()),
        as_xlsx(TWO),
        as_parquet(TWO),
    ],
    ids=[
        "bom",
        "utf16",
        "crlf",
        "tab",
        "comma",
        "sep",
        "title",
        "spelled",
        "options",
        "words",
        "gz",
        "xlsx",
        "parquet",
    ],
)
def test_any_usual_form_of_the_same_file_reads_the_same(data):
    expected, found = read(TWO), read(data)
    assert found.problems == []
    pd.testing.assert_frame_equal(found.frame.drop(columns="baris"), expected.frame.drop(columns="baris"))
    assert found.frame["umur_istri"].tolist() == [30, 19.5]
    assert found.frame["peringkat_kesejahteraan"].tolist() == ["2", ">4"]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("umur_istri", "tiga puluh", "“tiga puluh” bukan angka"),
        ("umur_istri", "300", "“300” di luar 10 sampai 110"),
        ("umur_istri", "-5", "“-5” di luar 10 sampai 110"),
        ("jumlah_anak", "2,5", "“2,5” bukan bilangan bulat"),
        ("jumlah_anak", "99", "“99” di luar 0 sampai 25"),
        ("jarak_anak_bulan", "dua tahun", "“dua tahun” bukan angka"),
        ("pus", "2", "“2” tidak dikenal; pakai salah satu dari 1 dan 0"),
        ("hamil", "mungkin", "“mungkin” tidak dikenal"),
        ("kb_modern", "pil", "“pil” tidak dikenal"),
        ("sumber_air_minum", "galon tetangga", "“galon tetangga” tidak dikenal; pakai salah satu dari air kemasan"),
        ("fasilitas_bab", "cubluk", "“cubluk” tidak dikenal; pakai salah satu dari jamban dengan tangki septik"),
        ("peringkat_kesejahteraan", "0", "“0” tidak dikenal; pakai salah satu dari 1, 2, 3, 4, dan >4"),
        ("umur_istri", "=1+1", "bukan angka"),
    ],
)
def test_a_wrong_cell_is_said_with_its_place_and_makes_one_answer_unknown(column, cell, reason):
    found = read(tidy({}, {column: cell}, {}))
    first = sentences(found)[0]
    assert first.startswith(f"keluarga.csv, baris 3, kolom {column}: ") and reason in first
    value = found.frame[column].iloc[1]
    assert (value in (-1, "")) or np.isnan(value)
    pd.testing.assert_frame_equal(found.frame.drop(columns=column), read(tidy({}, {}, {})).frame.drop(columns=column))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31.73.01.0005", "kode BPS"),
        ("3173010005", "kode BPS"),
        ("31.73.01.1999", "“31.73.01.1999” tidak ada dalam daftar wilayah"),
        ("Kapuk", "bukan kode kelurahan"),
        ("3,17301E+09", "dibulatkan Excel"),
    ],
)
def test_a_code_that_is_no_kelurahan_is_said_and_left_empty(cell, reason):
    found = read(tidy({"kode_kelurahan": cell}, {}))
    assert reason in sentences(found)[0] and "baris 2, kolom kode_kelurahan" in sentences(found)[0]
    assert found.frame["kode_kelurahan"].tolist() == ["", "31.73.01.1005"]


def test_the_same_family_twice_counts_once_and_families_without_a_code_are_all_kept():
    rows = [
        {"kode_keluarga": code, "umur_istri": age}
        for code, age in [("A1", "20"), (" a1 ", "50"), ("", "30"), ("", "31")]
    ]
    found = read(tidy(*rows))
    assert found.frame["baris"].tolist() == [2, 4, 5]
    assert sentences(found) == [
        "keluarga.csv, baris 3: keluarga ini sudah ada di baris sebelumnya dan baris itu yang dihitung; hapus salah satunya."
    ]


def test_the_same_family_is_found_across_blocks(tmp_path):
    """14 MB are two blocks; the last line repeats the first family."""
    header = TIDY.split(";")
    line = ";".join(read_usual(name) for name in header[1:])
    file = tmp_path / "besar.csv"
    file.write_text("\n".join([TIDY, *(f"K{n};{line}" for n in range(180_000)), f"K0;{line}", ""]))
    assert file.stat().st_size > BLOCK_BYTES
    found = read_families(file, file.name, KNOWN)
    assert len(found.frame) == 180_000 and found.frame["baris"].iloc[-1] == 180_001
    assert [problem.baris for problem in found.problems] == [180_002]


def read_usual(name: str) -> str:
    return tidy({}).splitlines()[1].split(";")[TIDY.split(";").index(name)]


def test_unknown_words_are_listed_with_how_often_they_occur():
    rows = [{"sumber_air_minum": word} for word in ["sumur pompa"] * 5 + ["galon"] * 2]
    told = sentences(read(tidy(*rows)))
    assert told[-1].endswith("“sumur pompa” (5) dan “galon” (2).") and "kolom sumber_air_minum" in told[-1]


def test_columns_that_are_not_there_are_named_and_unknown():
    found = read("kode_keluarga;kode_kelurahan;umur_istri;jumlah_anak;pus\nK1;31.73.01.1005;19;1;1\n")
    (told,) = sentences(found)
    assert "jarak_anak_bulan" in told and "kb_modern" in told and "umur_istri" not in told
    screened = screen_families(found.frame).iloc[0]
    assert screened[["sasaran", "terlalu_muda", "terlalu_dekat", "berisiko"]].tolist() == [1, 1, 0, 1]
    assert screened[["air_tidak_layak", "bukan_kb_modern"]].isna().all()


def test_blank_lines_of_a_sheet_are_no_families():
    blank = ";" * TIDY.count(";")
    found = read(
        tidy({}) + f"{blank}\n\n{blank.replace(';', ' ;')}\n" + tidy({"kode_keluarga": "KK-9"}).splitlines()[1]
    )
    assert found.problems == [] and found.frame["baris"].tolist() == [2, 6]


def test_a_pus_of_an_age_that_makes_none_is_said_and_what_is_stated_counts():
    found = read(tidy({"umur_istri": "50", "balita": "0"}, {"umur_istri": "49"}))
    (told,) = sentences(found)
    assert told.startswith("keluarga.csv, baris 2, kolom pus: tertulis PUS, tetapi umur istri di luar 15 sampai 49")
    assert screen_families(found.frame)["sasaran"].tolist() == [1, 1]


def test_own_names_of_columns_can_be_said():
    header = TIDY.replace("umur_istri", "Usia Bini")
    data = tidy({"Usia Bini": "19"}, header=header)
    assert np.isnan(read(data).frame.get("umur_istri", pd.Series([np.nan])).iloc[0])
    assert read(data, own={"umur_istri": "Usia Bini"}).frame["umur_istri"].tolist() == [19]
    assert "tidak ada di berkas ini atau memuat identitas" in sentences(read(data, own={"umur_istri": "Umur"}))[0]
    assert "bukan data yang dikenal" in sentences(read(data, own={"umur": "Usia Bini"}))[0]


# SIGA's household file as far as it is known: columns, and the 4T as 1, 2, 3.
SIGA = (
    "kode_keluarga,kondisi_sumber_air_minum,kondisi_fasilitas_bab,terlalu_muda,terlalu_tua,terlalu_dekat,"
    "terlalu_banyak,latitude,longitude,sasaran_prioritas_genting\n"
    "1001,Layak,Tidak Layak,1,2,3,1,-6.1,106.7,1\n"
    "1002,1,2,3,3,3,3,-6.2,106.8,2\n"
)


def test_siga_states_the_4t_and_what_its_numbers_for_water_mean_is_not_known():
    found = read(SIGA)
    told = " | ".join(sentences(found))
    assert "dibaca sebagai kode SIGA: 2 berisiko, 3 tidak berlaku" in told
    assert "baris 3, kolom kondisi_sumber_air_minum: isi sel tidak dikenal" in told
    assert "pus" in told and "kb_modern" in told  # absent, said
    assert "latitude" not in found.frame and "umur_istri" not in sentences(found)[0]
    answers = screen_families(found.frame)
    assert answers[["terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"]].to_numpy(dtype=int).tolist() == [
        [0, 1, 0, 0],
        [0, 0, 0, 0],
    ]
    assert answers["air_tidak_layak"].astype(object).tolist() == [0, pd.NA]
    assert answers["jamban_tidak_layak"].astype(object).tolist() == [1, pd.NA]
    assert answers[["sasaran", "berisiko"]].isna().all(axis=None)


def test_a_zero_among_sigas_codes_means_another_coding_and_none_of_it_is_taken():
    found = read(SIGA.replace("1,2,3,1,-6.1", "0,2,3,1,-6.1"))
    assert found.frame["terlalu_muda"].tolist() == [-1, -1] and found.frame["terlalu_tua"].tolist() == [1, 0]
    assert any("kolom terlalu_muda: ada kode 0" in text for text in sentences(found))


WHO = {"NIK": "9912345678901234", "nama_istri": "ZUBAEDAHQX", "Alamat": "GANG BUNTUQX"}
NAMED = TIDY + ";NIK;nama_istri;Alamat"


def test_nobody_is_in_what_is_kept_or_said():
    """Identities where they belong, and where faults put them."""
    shifted = tidy(WHO, header=NAMED).splitlines()[1].split(";")
    del shifted[2]
    text = tidy(
        WHO,
        WHO | {"kode_keluarga": "KK-QX-77"},
        WHO | {"kode_keluarga": "KK-QX-77", "sumber_air_minum": "ZUBAEDAHQX", "umur_istri": "9912345678901234"},
        header=NAMED,
    )
    found = read(text + ";".join(shifted) + "\n" + tidy(WHO, header=NAMED).splitlines()[1].replace("GANG", "GANG;X"))
    assert len(found.frame) == 2 and len(found.problems) >= 3
    kept = pickle.dumps(found.frame) + found.problem_table("k").to_csv().encode() + "".join(sentences(found)).encode()
    assert [word for word in ("QX", "9912345678901234") if word.encode() in kept] == []


def test_a_code_of_a_household_in_the_wrong_column_is_not_repeated_either():
    found = read(tidy({"sumber_air_minum": "KK-0042", "umur_istri": "317301100512"}))
    assert len(found.problems) == 2 and "KK-0042" not in "".join(sentences(found))


@pytest.mark.parametrize("column", ["kode_keluarga", "NIK", "nama_istri", "Alamat", "tidak ada"])
def test_no_group_by_who_it_is(column):
    found = read(tidy(WHO, header=NAMED), carry=(column,))
    assert found.columns is None and "memuat identitas" in sentences(found)[0]


def bomb() -> bytes:
    """A sheet of a hundred million spaces in some hundred kilobytes."""
    plain, file = io.BytesIO(as_xlsx(TWO)), io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<sheetData>", b"<sheetData>" + b" " * 100_000_000)
            target.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "berkas kosong"),
        (b" \n\n", "berkas kosong"),
        (b"%PDF-1.7 ...", "isinya PDF"),
        (b"\xd0\xcf\x11\xe0 ...", "Excel lama"),
        (b"<html><table>", "halaman web"),
        (b"\x89PNG\r\n\x1a\n", "isinya bukan teks"),
        (TWO.encode().replace(b"ledeng", b"\0edeng"), "isinya bukan teks"),
        (bomb(), "melebihi 2000 MB"),
        (as_xlsx(TWO)[:-50], "berkas Excel rusak"),
        (gzip.compress(TWO.encode())[:-12], "gz rusak"),
        (b"a;b;c\n1;2;3\n", "kolom berkas keluarga tidak dikenali"),
        (b"NIK;JK;Berat;Tinggi\n1;L;12;80\n", "kolom berkas keluarga tidak dikenali"),
    ],
    ids=["empty", "blank", "pdf", "xls", "web", "png", "nul", "bomb", "cut", "gz", "other", "children"],
)
def test_what_is_no_file_of_families_is_refused_with_one_sentence(data, reason):
    found = read(data)
    (sentence,) = sentences(found)
    assert reason in sentence.replace("\u202f", "").replace(".", "") or reason in sentence
    assert found.columns is None and found.frame.empty


def test_a_gz_that_unpacks_without_end_is_refused():
    data = gzip.compress(TWO.encode() + b"x;" * 3_000_000)
    (sentence,) = sentences(read(data, most_bytes=1_000_000))
    assert "lebih dari 1 MB" in sentence


def test_a_header_alone_is_no_families_and_no_fault():
    found = read(TIDY + "\n")
    assert found.frame.empty and found.problems == []
    assert screen_families(found.frame).empty


def test_a_path_that_is_not_there_is_the_callers():
    with pytest.raises(FileNotFoundError):
        read_families(Path("tidak-ada.csv"), "tidak-ada.csv")
