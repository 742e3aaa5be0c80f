"""Every way a file can be wrong gives the sentence that its owner needs, and spares the good rows."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import language
from analysis.sources.catalog import CONTOH, load_catalog, read_upload
from analysis.sources.layouts import TABLES
from analysis.sources.problems import Problem
from analysis.sources.schemas import check
from analysis.sources.tables import read_csv

CASES = Path(__file__).parent.parent / "kasus" / "berkas_salah.csv"
HEADER = "kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek\n"

# Files that cannot stand in a table of texts.
GENERATED = {
    "@pdf": b"%PDF-1.7\n1 0 obj",
    "@zip": b"PK\x03\x04" + bytes(20),
    "@xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20),
    "@biner": b"kode\x00\x01\x02;\x00",
    "@huruf-rusak": HEADER.encode() + b"31.73.06.1003;2024;\x81\x8d;700;60;15\n",
    "@40-baris-teks": (
        HEADER
        + "31.73.06.1003;2024;900;700;60;15\n"
        + "".join(f"31.73.01.1005;{2015 + i};900;x;60;15\n" for i in range(40))
    ).encode(),
}


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def cases():
    with CASES.open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["kasus"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("case", cases())
def test_wrong_file_is_told_in_one_sentence_per_problem(case, catalog):
    data = GENERATED.get(case["isi"], case["isi"].encode())
    frame, problems = read_upload(case["tabel"], data, "salah.csv", catalog)
    assert [str(problem) for problem in problems] == case["kalimat"].split("\n")
    assert len(frame) == int(case["baris_baik"])
    assert list(frame.columns[: len(TABLES[case["tabel"]].columns)]) == list(TABLES[case["tabel"]].columns)


def test_good_rows_are_kept_as_they_stand(catalog):
    data = (HEADER + "31.73.06.1003;2024;900;x;60;15\n3173011005;2024;1.900;700;60;15\n").encode()
    frame, _problems = read_upload("balita", data, "data.csv", catalog)
    assert frame.loc[0, list(TABLES["balita"].columns)].tolist() == ["31.73.01.1005", 2024, 1900, 700, 60, 15]
    assert frame["diukur"].dtype == "int64"


def test_personal_columns_leave_no_trace(catalog):
    data = (
        "nik;nama;" + HEADER + "rahasia-1;rahasia-2;31.73.06.1003;2024;900;700;60;15\nrahasia-3;rahasia-4;x;y;z;q;r;s\n"
    ).encode()
    frame, problems = read_upload("balita", data, "data.csv", catalog)
    assert len(frame) == 1
    assert "rahasia" not in frame.to_csv() + repr(problems) + "".join(map(str, problems))


def test_a_file_without_header_does_not_have_its_first_row_quoted(catalog):
    frame, problems = read_upload("balita", b"31.73.06.1003;2024;rahasia;rahasia;60;15\n", "data.csv", catalog)
    assert frame.empty
    assert [problem.jenis for problem in problems] == ["tanpa_data", "kolom_hilang"]
    assert "rahasia" not in repr(problems)


def test_a_nik_in_a_wrong_column_is_not_repeated(catalog):
    long_number = "3" * 13
    data = (HEADER + f"{long_number};{long_number};900;700;60;{long_number}\n").encode()
    _frame, problems = read_upload("balita", data, "data.csv", catalog)
    assert len(problems) == 3
    assert long_number not in repr(problems)


def test_sentences_follow_the_language_of_the_reader_not_of_the_file():
    text = Problem("data.csv", 3, "diukur", "bukan_angka", {"nilai": "tujuh"})
    bound = Problem("data.csv", 3, "diukur", "jumlah_lebih", {"kiri": "a", "jumlah": 2000, "kanan": "b", "batas": 1900})
    assert str(text) == "data.csv, baris 3, kolom diukur: “tujuh” bukan angka; tulis angkanya saja, misalnya 1234."
    assert bound.pesan == "a = 2.000 melebihi b = 1.900; perbaiki angka di baris ini."
    language.use("en")
    assert str(text) == "data.csv, row 3, column diukur: “tujuh” is not a number; write digits only, for example 1234."
    assert bound.pesan == "a = 2,000 exceeds b = 1,900; correct the figures in this row."


def test_without_reference_tables_codes_are_not_looked_up():
    """A broken kelurahan.csv is one problem, not one for every row of every other table."""
    text, _problems = read_csv((HEADER + "31.99.01.1001;2024;900;700;60;15\n").encode(), "data.csv")
    frame, problems = check("balita", text, "data.csv")
    assert (len(frame), problems) == (1, [])


def reported_rows(problems):
    one_by_one = {problem.baris for problem in problems if problem.baris is not None}
    return one_by_one.union(*(problem.baris_lain for problem in problems))


# A sample row to start from, and for some rows one cell (by position, also beyond the last) to replace.
spoiled_rows = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.none()
        | st.tuples(
            st.integers(0, 20),
            st.sampled_from(["", "x", "-1", "1.234", "12,5", "2,0", '"', '"a', "3173010005", "E1", "1", "ya"])
            | st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=12),
        ),
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.sampled_from(CONTOH), spoiled_rows, st.sampled_from(";\t,"), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_no_row_is_lost_without_a_word(catalog, table, rows, separator, encoding):
    """Rows in = rows kept + rows reported, however the rows look."""
    columns = list(TABLES[table].columns)
    sample = catalog.tables[table][columns].head(41).astype("object").fillna("").astype(str).to_numpy().tolist()
    lines = [separator.join(columns)]
    for start, spoil in rows:
        cells = list(sample[start])
        if spoil:
            cells[spoil[0] : spoil[0] + 1] = [spoil[1]]
        lines.append(separator.join(cells))
    frame, problems = read_upload(table, "\n".join(lines).encode(encoding), "data.csv", catalog)
    assert len(frame) + len(reported_rows(problems)) == len(rows)
    assert all(str(problem).startswith("data.csv") for problem in problems)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(CONTOH), st.binary(max_size=300), st.booleans())
def test_any_bytes_are_answered(catalog, table, data, with_header):
    if with_header:
        data = ";".join(TABLES[table].columns).encode() + b"\n" + data
    frame, problems = read_upload(table, data, "data.csv", catalog)
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) or problems


def test_a_missing_cell_is_empty_and_never_another_rows_value():
    text = pd.DataFrame(
        {
            "kode_kelurahan": ["31.73.01.1001", "31.73.01.1005"], "tahun": "2024", "balita_sasaran": [pd.NA, "900"],
            "diukur": "800", "pendek": "20", "sangat_pendek": "3",
        },
        index=[2, 3], dtype="str",
    )  # fmt: skip
    frame, problems = check("balita", text, "a.csv")
    assert problems == []
    assert frame["balita_sasaran"].isna().tolist() == [True, False]
