"""Exports of other systems are recognised by their header and become rows of our tables, unknown staying unknown."""

import pandas as pd
import pytest

from analysis.sources.catalog import load_catalog
from analysis.sources.imports.families import read_families
from tests.sources.imports.conftest import ansit, workbook

GRID = [
    ["Rekap cakupan 29 layanan esensial, Kota Jakarta Barat, Tahun 2024"],
    [],
    ["No", "Kecamatan", "Kelurahan", "1. TTD remaja putri", None, "E11", None, "ASI eksklusif", None, "PHBS"],
    [None, None, None, "Pembilang", "Penyebut", "N", "D", "Jumlah dilayani", "Sasaran", "Cakupan %"],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    [1, "Cengkareng", "Kapuk", 80, 100, 45, 50, 9, 20, 77.5],
    [2, "Kalideres", "Tegal Alur", 61, 90, None, None, 8, 6, 50],
    ["Jumlah", None, None, 141, 190, 45, 50, 17, 26, None],
]


def test_master_ansit_fills_balita_and_krs(read):
    """Jumlah balita there is the number measured; nobody knows the number expected."""
    found = read(
        ansit(
            "1,2024,CENGKARENG,PKM KAPUK,3174070004,3173011005,KAPUK,1000,200,800,10,70",
            "2,2024,KALIDERES,PKM TEGAL ALUR,3174060003,31.73.06.1003,TEGAL ALUR,500,100,400,5,30",
        ),
        "Data Sasaran.csv",
    )
    assert (found.found.jenis, found.found.sumber_data) == ("master_ansit", "master_ansit")
    balita, krs = found.tables["balita"], found.tables["krs"]
    assert balita[["kode_kelurahan", "tahun", "diukur", "pendek", "sangat_pendek"]].values.tolist() == [
        ["31.73.01.1005", 2024, 800, 70, 10],
        ["31.73.06.1003", 2024, 400, 30, 5],
    ]
    assert balita["balita_sasaran"].isna().all()
    assert krs[["jumlah_keluarga", "total_krs"]].values.tolist() == [[1000, 200], [500, 100]]
    assert krs[["keluarga_sasaran", "air_tidak_layak", "kesejahteraan_1"]].isna().all(axis=None)
    assert [one.brought for one in found.outcomes] == [
        ("diukur", "pendek", "sangat_pendek"),
        ("jumlah_keluarga", "total_krs"),
    ]
    assert found.problems == []


def test_rows_of_several_puskesmas_are_parts_of_one_kelurahan(read):
    found = read(
        ansit(
            "1,2024,CENGKARENG,PKM KAPUK I,0,3173011005,KAPUK,1000,200,800,10,70",
            "2,2024,CENGKARENG,PKM KAPUK II,0,3173011005,KAPUK,500,100,400,5,30",
        )
    )
    assert found.tables["balita"][["diukur", "pendek", "sangat_pendek"]].values.tolist() == [[1200, 100, 15]]
    assert found.tables["krs"]["total_krs"].tolist() == [300]
    assert any("2 baris adalah bagian" in note and "NAMA_PUSKESMAS" in note for note in found.notes)


def test_a_part_that_cannot_be_read_refuses_the_kelurahan_and_is_named_at_its_own_line(read):
    found = read(
        ansit(
            "1,2024,CENGKARENG,PKM KAPUK I,0,3173011005,KAPUK,1000,200,800,10,70",
            "2,2024,CENGKARENG,PKM KAPUK II,0,3173011005,KAPUK,500,100,400,5,banyak",
        )
    )
    assert len(found.tables["balita"]) == 0
    assert found.problems == [
        "data.csv, baris 3, kolom JUMLAH_BALITA_PENDEK: “banyak” bukan angka; tulis angkanya saja, misalnya 1234."
    ]


def test_the_same_part_twice_is_a_repeat_and_not_a_part(read):
    row = "1,2024,CENGKARENG,PKM KAPUK,0,3173011005,KAPUK,1000,200,800,10,70"
    found = read(ansit(row, row))
    assert found.tables["balita"]["diukur"].tolist() == [800]
    assert "sudah ada di baris 2" in found.problems[0]


def test_without_a_lower_level_a_second_row_of_a_kelurahan_is_a_problem(read):
    data = (
        b"Kecamatan;Kelurahan;Tahun;Jumlah Sasaran;Jumlah Timbang/Ukur;Sangat Pendek;Pendek\n"
        b"Cengkareng;Kapuk;2024;1.000;800;10;70\nCengkareng;Kapuk;2024;900;700;9;60\n"
    )
    found = read(data)
    assert found.tables["balita"]["diukur"].tolist() == [800]
    assert found.problems == [
        "data.csv, baris 3: isi Kelurahan dan Tahun sudah ada di baris 2 dan baris itu yang dipakai; hapus salah satunya."
    ]


def test_the_grid_with_merged_heads_title_and_total_becomes_long(read):
    merged = ("D3:E3", "F3:G3", "H3:I3", "A3:A4", "B3:B4", "C3:C4")
    found = read(workbook(("Rekap 2024", GRID), merge=merged), "kisi.xlsx", tahun="2024")
    assert found.found.jenis == "kisi"
    assert found.tables["cakupan"].values.tolist() == [
        ["31.73.01.1005", 2024, "E01", 80, 100],
        ["31.73.06.1003", 2024, "E01", 61, 90],
        ["31.73.01.1005", 2024, "E11", 45, 50],
        ["31.73.01.1005", 2024, "E14", 9, 20],
    ]
    assert found.problems == [
        "kisi.xlsx, baris 7, kolom ASI eksklusif · Jumlah dilayani: pembilang 8 lebih besar daripada penyebut 6, jadi cakupan "
        "di atas 100 %; periksa apakah keduanya tertukar."
    ]


def test_a_share_without_its_counts_is_left_out_and_said(read):
    found = read(workbook(("Rekap", GRID)), "kisi.xlsx", tahun="2024")
    assert "E21" not in set(found.tables["cakupan"]["kode_indikator"])
    assert any("kolom PHBS · Cakupan %: hanya berisi persentase" in note for note in found.notes)
    assert any("1 baris jumlah atau total dilewati" in note for note in found.notes)


@pytest.mark.parametrize(
    "header",
    [
        "E01_pembilang;E01_penyebut;E02_pembilang;E02_penyebut",
        "E1 N;E1 D;E2 N;E2 D",
        "E01 (pembilang);E01 (sasaran);E02 (pembilang);E02 (sasaran)",
        "Pembilang TTD remaja putri;Penyebut TTD remaja putri;Pembilang E02;Penyebut E02",
        "1. TTD rematri - jumlah;1. TTD rematri - sasaran;2. Periksa anemia - jumlah;2. Periksa anemia - sasaran",
        "Remaja putri mengonsumsi tablet tambah darah (TTD) Jumlah;Remaja putri mengonsumsi tablet tambah darah (TTD) "
        "Jumlah Sasaran;Periksa anemia remaja putri N;Periksa anemia remaja putri D",
    ],
)
def test_spellings_of_the_grid(read, header):
    data = f"kode_kelurahan;tahun;{header}\n31.73.01.1005;2024;1;2;3;4\n".encode()
    assert read(data).tables["cakupan"].values.tolist() == [
        ["31.73.01.1005", 2024, "E01", 1, 2],
        ["31.73.01.1005", 2024, "E02", 3, 4],
    ]


def test_the_long_form_with_names_of_indicators(read):
    data = (
        b"Kelurahan;Kecamatan;Periode;Nama Indikator;Jumlah Capaian;Jumlah Sasaran\n"
        b"Kapuk;Cengkareng;Agustus 2024;TTD remaja putri;5;10\nKapuk;Cengkareng;Agustus 2024;ASI eksklusif;4;8\n"
    )
    assert read(data).tables["cakupan"].values.tolist() == [
        ["31.73.01.1005", 2024, "E01", 5, 10],
        ["31.73.01.1005", 2024, "E14", 4, 8],
    ]


def test_verval_export_of_siga(read):
    header = (
        "Kabupaten;Kecamatan;Kelurahan/Desa;Kel Baduta Ada;Kel Baduta Baru;hamil;catin;"
        "TERLALU TUA (UMUR ISTRI 35-40 TAHUN);TERLALU MUDA (UMUR ISTRI < 20 TAHUN);TERLALU BANYAK (≥ 3 ANAK);"
        "TERLALU DEKAT (< 2 TAHUN);KELUARGA TIDAK MEMPUNYAI JAMBAN YANG LAYAK;"
        "KELUARGA TIDAK MEMPUNYAI SUMBER AIR MINUM UTAMA YANG LAYAK;BUKAN PESERTA KB MODERN\n"
    )
    found = read((header + "JAKARTA BARAT;CENGKARENG;KAPUK;1;2;3;4;10;1;5;2;7;4;8\n").encode(), "verval.csv", "2023")
    row = found.tables["krs"].dropna(axis=1).iloc[0].to_dict()
    assert row == {
        "kode_kelurahan": "31.73.01.1005", "tahun": 2023, "air_tidak_layak": 4, "jamban_tidak_layak": 7,
        "terlalu_muda": 1, "terlalu_tua": 10, "terlalu_dekat": 2, "terlalu_banyak": 5, "bukan_kb_modern": 8,
    }  # fmt: skip
    assert found.found.sumber_data == "siga"
    assert any("Kel Baduta Ada" in note and "tidak disimpan" in note for note in found.notes)


def test_recap_of_krs_with_welfare_ranks_keeps_4_and_over_4_apart_and_the_identities_hold(read):
    header = (
        "kecamatan,desa,tahun,jumlah_keluarga,jumlah_keluarga_sasaran,total_krs,tidak_berisiko,kesejahteraan 1,"
        "kesejahteraan 2,kesejahteraan 3,kesejahteraan 4,kesejahteraan >4\n"
    )
    good, bad = (
        "Cengkareng,Kapuk,2024,900,500,200,300,10,20,30,40,100",
        "Kalideres,Tegal Alur,2024,900,500,200,299,,,,,",
    )
    found = read(f"{header}{good}\n{bad}\n".encode())
    krs = found.tables["krs"]
    assert krs[["kesejahteraan_4", "kesejahteraan_lebih_4"]].values.tolist() == [[40, 100]]
    assert found.problems == [
        "data.csv, baris 3, kolom total_krs: total_krs + tidak_berisiko = 499, seharusnya sama dengan "
        "jumlah_keluarga_sasaran = 500; perbaiki angka di baris ini."
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Jumlah Sasaran;Jumlah Timbang/Ukur;Sangat Pendek;Pendek",
        "Jumlah Balita;Jumlah Timbang/Ukur;SP;P",
        "Sasaran;Diukur;Jumlah Sangat Pendek;Jumlah Pendek",
        "S;D;Balita Sangat Pendek;Balita Pendek",
    ],
)
def test_aggregates_of_eppgbm(read, header):
    data = f"Kec;Desa/Kel;{header}\nCengkareng;Kapuk;1.000;800;10;70\n".encode()
    found = read(data, "eppgbm.csv", "2024")
    assert (found.found.jenis, found.found.sumber_data) == ("eppgbm", "eppgbm")
    assert found.tables["balita"].values.tolist() == [["31.73.01.1005", 2024, 1000, 800, 70, 10]]


def test_balita_without_the_number_measured_is_not_recognised(read):
    """Jumlah balita alone may be those expected or those measured: a person says which."""
    assert read(b"Kec;Desa/Kel;Jumlah Balita;SP;P\nCengkareng;Kapuk;1000;10;70\n").found.jenis == ""


def test_a_file_of_families_is_recognised_and_not_taken_for_a_table(read):
    data = b"kode_keluarga;kode_kelurahan;umur_istri;jumlah_anak;pus;hamil;kb_modern\n1;31.73.01.1005;30;2;1;0;1\n"
    found = read(data)
    assert (found.found.jenis, found.found.mappings) == ("keluarga", ())


def test_every_template_of_the_app_is_read_back(read, catalog):
    from analysis.sources.catalog import template_csv
    from analysis.sources.imports.mapping import TARGETS

    for table in TARGETS:
        found = read(template_csv(table) + b";" * 3 + b"x\r\n", f"{table}.csv")
        assert found.found.jenis == "tabel", table
        assert found.found.mappings[0].tabel == table


def test_the_samples_come_out_as_they_went_in(read, catalog):
    for table in ("balita", "krs", "cakupan"):
        rows = catalog.tables[table].drop(
            columns=["jenis_data", "sumber_judul", "sumber_url", "tanggal_sumber", "catatan"]
        )
        found = read(rows.head(60).to_csv(index=False, sep=";").encode())
        pd.testing.assert_frame_equal(found.tables[table], rows.head(60), check_dtype=False)
        assert found.problems == []


def test_the_sheet_that_is_recognised_is_taken_and_another_can_be_named(read):
    sheets = (("Sampul", [["Laporan tahunan"], ["Kota Jakarta Barat"]]), ("Rekap", GRID))
    assert read(workbook(*sheets), "buku.xlsx", "2024").sheet.lembar == "Rekap"
    assert read(workbook(*sheets), "buku.xlsx", lembar="Sampul").found.jenis == ""


@pytest.mark.parametrize(
    "rows", [GRID[2:4], [["kode_kelurahan", "tahun", "balita_sasaran", "diukur", "pendek", "sangat_pendek"]]]
)
def test_a_header_without_rows_is_said_to_be_one(read, rows):
    found = read(workbook(("Rekap", rows)), "kosong.xlsx", tahun="2024")
    assert [len(frame) for frame in found.tables.values()] == [0]
    assert [str(problem) for problem in found.sheet.problems] == [
        "kosong.xlsx: tidak ada baris data di bawah nama kolom; isi datanya."
    ]


def test_families_without_a_welfare_rank_leave_the_ranks_of_their_kelurahan_empty():
    """Two target families at risk (air hujan), one in each kelurahan; only the first has a rank."""
    head = "kode_keluarga;kode_kelurahan;umur_istri;jumlah_anak;jarak_anak_bulan;pus;hamil;baduta;balita;kb_modern"
    data = (
        f"{head};sumber_air_minum;fasilitas_bab;peringkat_kesejahteraan\n"
        "1;31.73.01.1005;30;2;40;1;0;0;1;1;air hujan;jamban dengan tangki septik;2\n"
        "2;31.73.01.1006;30;2;40;1;0;0;1;1;air hujan;jamban dengan tangki septik;\n"
    )
    rows = read_families(data.encode(), "k.csv", 2024, load_catalog().tables).frame.set_index("kode_kelurahan")
    assert rows["total_krs"].to_dict() == {"31.73.01.1005": 1, "31.73.01.1006": 1}
    assert rows["kesejahteraan_2"].isna().to_dict() == {"31.73.01.1005": False, "31.73.01.1006": True}
    assert rows.at["31.73.01.1005", "kesejahteraan_2"] == 1
