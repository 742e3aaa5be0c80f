"""Tables of persons do not leave; tables of areas, services and aksi do."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.convergence.coverage import coverage_matrix
from analysis.convergence.families import krs_factors
from analysis.convergence.measures import kelurahan_measure
from analysis.output.columns import for_people
from analysis.publication.disclosure import find_by_name
from analysis.sources.catalog import load_catalog

AREAS = {"kode_kelurahan": ["31.73.01.1005", "31.73.01.1006"], "nilai": [4.5, 5.0]}


@pytest.fixture(scope="module")
def sample() -> dict[str, pd.DataFrame]:
    return load_catalog().tables


def test_every_table_of_the_app_may_leave(sample):
    """Names of kelurahan, services, aksi, sources and plans are no names of persons."""
    assert {name: found for name, frame in sample.items() if (found := find_by_name(frame))} == {}


def test_results_may_leave(sample):
    assert find_by_name(kelurahan_measure(sample, "jumlah_pendek", 2024)) == []
    assert find_by_name(kelurahan_measure(sample, "total_krs", 2024, level="kecamatan")) == []
    assert (
        find_by_name(coverage_matrix(sample["cakupan"], sample["indikator_esensial"], sample["kelurahan"], 2024)) == []
    )
    assert find_by_name(krs_factors(sample["krs"], sample["faktor_krs"], "31.73", 2024)) == []


def test_an_export_of_measurements_does_not_leave():
    export = pd.read_csv("data/contoh/pengukuran.csv", sep=";", dtype=str, nrows=20)
    sentences = find_by_name(export)
    for column in ("NIK", "Nama", "Tgl Lahir", "Nama Ortu", "RT", "RW", "Alamat"):
        assert any(f"Kolom {column} " in sentence for sentence in sentences), column
    assert "satu anak" in sentences[-1]


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("nik", "identitas"), ("NIK Anak", "identitas"), ("no_kk", "identitas"), ("nomor bpjs", "identitas"),
        ("nama_anak", "nama orang"), ("Nama Ibu Kandung", "nama orang"), ("Nama Ortu", "nama orang"),
        ("nama_kader", "nama orang"), ("Ibu", "nama orang"), ("alamat", "alamat"), ("Alamat Domisili", "alamat"),
        ("rt", "RT atau RW"), ("RT/RW", "RT atau RW"), ("tanggal_lahir", "tanggal lahir"), ("Tgl. Lahir", "tanggal lahir"),
        ("dob", "tanggal lahir"), ("no_hp", "telepon"), ("Telepon", "telepon"), ("WhatsApp", "telepon"), ("Email", "surel"),
    ],
)  # fmt: skip
def test_a_column_that_names_persons_is_refused(column, word):
    (sentence,) = find_by_name(pd.DataFrame(AREAS | {column: ["x", "y"]}))
    assert column in sentence and word in sentence


@pytest.mark.parametrize(
    "column",
    [
        "nama_kelurahan", "nama_kecamatan", "nama_kota_pendek", "nama_pendek", "nama_indikator", "nama_puskesmas",
        "nama_posyandu", "nama_di_sumber", "jumlah_kk", "jumlah_balita", "balita_sasaran", "diukur", "jumlah_keluarga",
        "ibu_hamil_kek_pct", "tanggal_sumber", "sumber_judul", "penanggung_jawab", "terlalu_banyak", "umur",
    ],
)  # fmt: skip
def test_a_column_about_areas_and_counts_is_not(column):
    assert find_by_name(pd.DataFrame(AREAS | {column: ["a", "b"]})) == []


def test_a_bare_name_is_the_areas_only_where_each_area_has_one():
    codes = ["31.73.01.1005", "31.73.01.1005", "31.73.01.1006"]
    areas = pd.DataFrame(
        {"kode_kelurahan": codes, "tahun": [2023, 2024, 2024], "nama": ["Kapuk", "Kapuk", "Rawa Buaya"]}
    )
    assert find_by_name(areas) == []
    assert "nama orang" in find_by_name(areas.assign(nama=["Ananda", "Bunga", "Citra"]))[0]
    assert "nama orang" in find_by_name(pd.DataFrame({"nama": ["Ananda", "Bunga"], "kelas": ["a", "b"]}))[0]


def test_one_row_per_child_is_refused_without_a_name():
    children = pd.DataFrame(AREAS | {"umur_hari": [400, 500], "tinggi_cm": [76.0, 80.5]})
    assert find_by_name(children) == ["Setiap baris adalah satu anak atau satu keluarga; publikasikan jumlahnya saja."]
    assert find_by_name(children.assign(n=[120, 130])) == [], "means of many children"


nik = st.integers(10**15, 10**16 - 1)


@given(nik, st.sampled_from(["{}", "NIK {} tercatat", "{0:,}", "x{}y"]), st.sampled_from(["catatan", "kode", "isi"]))
def test_sixteen_digits_are_refused_wherever_they_stand_and_never_repeated(number, text, column):
    cell = text.format(number)
    if "," in cell:
        digits = str(number)
        cell = f"{digits[:6]} {digits[6:12]} {digits[12:]}"
    (sentence,) = find_by_name(pd.DataFrame(AREAS | {column: ["-", cell]}))
    assert "NIK" in sentence and column in sentence and " 1 sel" in sentence
    assert not any(character.isdigit() for character in sentence.replace("16 angka", "").replace(" 1 sel", ""))


@given(nik)
def test_sixteen_digits_are_refused_as_a_number(number):
    for kind in ("int64", "float64", "Int64"):
        frame = pd.DataFrame(AREAS).assign(isi=pd.array([1, number], dtype=kind))
        assert len(find_by_name(frame)) == 1


def test_shorter_numbers_and_decimals_are_no_persons():
    texts = [
        "2024-01-31 10:20:30.123456",
        "0.9934567890123456",
        "Rp 1.250.000.000",
        "31.73.01.1005",
        "sha256 123456789012",
    ]
    assert find_by_name(pd.DataFrame({"kode_kelurahan": "31.73.01.1005", "isi": texts})) == []
    assert find_by_name(pd.DataFrame(AREAS | {"nilai": [0.12345678901234567, 999_999_999_999.0]})) == []


def test_telephones_and_households_inside_texts_are_refused():
    frame = pd.DataFrame(AREAS | {"catatan": ["Hubungi 0812-3456-7890", "Rumah di RT 003/RW 08"]})
    telephone, household = find_by_name(frame)
    assert "telepon" in telephone and "0812" not in telephone
    assert "RT atau RW" in household and "003" not in household
    (address,) = find_by_name(pd.DataFrame(AREAS | {"catatan": ["-", "Jl. Melati Raya No. 12"]}))
    assert "alamat" in address and "Melati" not in address
    assert find_by_name(pd.DataFrame(AREAS | {"catatan": ["Kapuk Timur (6 RW)", "per RT dan RW"]})) == []


def test_a_heading_that_is_itself_a_number_of_a_person_is_not_repeated():
    (sentence,) = find_by_name(pd.DataFrame(AREAS | {"9959848582137978": [1, 2]}))
    assert "ke-3" in sentence and "9959848582137978" not in sentence


def test_tables_with_the_headings_that_people_read_are_judged_alike(sample):
    """As they stand in a CSV or XLSX."""
    measure = for_people(kelurahan_measure(sample, "jumlah_pendek", 2024))
    assert {"Kode kelurahan", "Nama", "Alamat sumber"} <= set(measure) and find_by_name(measure) == []
    assert "nama orang" in find_by_name(measure.assign(**{"Nama": "x"}, **{"Nama anak": "x"}))[0]


def test_two_columns_of_one_name_are_both_looked_at():
    frame = pd.DataFrame([["31.73.01.1005", "a", "9959848582137978"]], columns=["kode_kelurahan", "isi", "isi"])
    assert len(find_by_name(frame)) == 1
