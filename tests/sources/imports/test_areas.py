"""Areas are matched by code, by name and by known other spellings; what is doubtful is asked, never taken."""

import pytest

from analysis.sources.imports.areas import Match, Written

HEADER = "kode;kelurahan;kecamatan;kota;tahun;jumlah sasaran;diukur;pendek;sangat pendek\n"


@pytest.mark.parametrize(
    ("written", "way", "match"),
    [
        (Written("3173011005"), "kode", Match("31.73.01.1005")),
        (Written("31.73.01.1005", "KAPUK", "Kec. Cengkareng"), "kode", Match("31.73.01.1005")),
        (Written("", "Kel. Kapuk", "CENGKARENG"), "nama", Match("31.73.01.1005")),
        # Known other spellings count as certain.
        (Written("", "Kedaung Kaliangke", "Cengkareng"), "nama", Match("31.73.01.1004")),
        (Written("31.73.01.1004", "Kedaung Kaliangke"), "kode", Match("31.73.01.1004")),
        # No kecamatan, one kelurahan of that name in the whole province.
        (Written("", "Tegal Alur"), "nama", Match("31.73.06.1003")),
        # The code of BPS is recognised, and the name decides.
        (Written("3174070004", "Kapuk", "Cengkareng"), "kode", Match("31.73.01.1005", bps=True)),
        (Written("3174070004", "Kapuk", "Cengkareng"), "bps", Match("31.73.01.1005", bps=True)),
        (Written("3174070004"), "kode", Match(alasan="kode_bps")),
        # Close spellings are suggested.
        (Written("", "Kapok", "Cengkareng"), "nama", Match("", "ejaan", ("31.73.01.1005",))),
        # The name stands in another kecamatan than the one written.
        (Written("", "Kapuk", "Kalideres"), "nama", Match("", "kecamatan", ("31.73.01.1005",))),
        (Written("", "Kapuk", "Cengkarang"), "nama", Match("", "kecamatan", ("31.73.01.1005",))),
        # Code and name disagree: one of them slipped a row.
        (Written("3173011001", "Kapuk", "Cengkareng"), "kode", Match("", "beda", ("31.73.01.1001", "31.73.01.1005"))),
        # A broken code beside a good name is a question too.
        (Written("3.17E+09", "Kapuk", "Cengkareng"), "kode", Match("", "beda", ("31.73.01.1005",))),
        (Written("", "Rumah Sakit Umum", "Cengkareng"), "nama", Match("", "asing")),
        # Another province is no question.
        (Written("3213012001", "Subang", "Subang"), "kode", Match("", "kode_tak_dikenal")),
        (Written("", "Cigadung", "Subang"), "nama", Match("", "kelurahan_tak_dikenal")),
        (Written(), "nama", Match("", "sel_kosong")),
    ],
)  # fmt: skip
def test_kelurahan(references, written, way, match):
    assert references.areas.find(written, way, "kode_kelurahan") == match


@pytest.mark.parametrize(
    ("written", "level", "match"),
    [
        (Written("3173"), "kode_kota", Match("31.73")),
        (Written("31.73.01.1005"), "kode_kota", Match("31.73")),
        (Written(kota="Kota Administrasi Jakarta Barat"), "kode_kota", Match("31.73")),
        (Written(kota="Jakarta Barta"), "kode_kota", Match("", "ejaan", ("31.73", "31.72", "31.71"))),
        (Written("31.73.01"), "kode_wilayah", Match("31.73.01")),
        (Written(kelurahan="Kapuk", kecamatan="Cengkareng"), "kode_wilayah", Match("31.73.01.1005")),
        (Written("99.99"), "kode_kota", Match("", "kode_tak_dikenal")),
    ],
)
def test_other_levels(references, written, level, match):
    found = references.areas.find(written, "kode" if written.kode else "nama", level)
    assert (found.kode, found.alasan) == (match.kode, match.alasan)
    assert found.usulan[:1] == match.usulan[:1]


def test_a_name_that_two_kecamatan_share_is_asked_unless_the_kecamatan_is_written(catalog):
    from analysis.sources.imports.areas import AreaFinder

    kelurahan = catalog.tables["kelurahan"]
    twice = kelurahan["kode_kelurahan"].isin(["31.73.01.1005", "31.72.01.1001"])
    shared = kelurahan.assign(nama_kelurahan=kelurahan["nama_kelurahan"].mask(twice, "Kapuk"))
    finder = AreaFinder(shared, catalog.tables["alias"].iloc[:0])
    found = finder.find(Written("", "Kapuk"), "nama", "kode_kelurahan")
    assert (found.alasan, set(found.usulan)) == ("ganda", {"31.73.01.1005", "31.72.01.1001"})
    assert finder.find(Written("", "Kapuk", "Cengkareng"), "nama", "kode_kelurahan") == Match("31.73.01.1005")


def test_doubtful_rows_wait_until_a_person_decides(read):
    data = (
        HEADER
        + ";Kapok;Cengkareng;;2024;10;8;1;0\n;Kapok;Cengkareng;;2023;10;8;1;0\n;Tegal Alur;Kalideres;;2024;9;8;1;0\n"
    ).encode()
    waiting = read(data)
    assert waiting.tables["balita"]["kode_kelurahan"].tolist() == ["31.73.06.1003"]
    assert waiting.doubtful == [("Kapok, Cengkareng", 2, 2, "ejaan", ("31.73.01.1005",))]
    decided = read(data, decided={"Kapok, Cengkareng": "31.73.01.1005"})
    assert decided.tables["balita"]["kode_kelurahan"].tolist() == ["31.73.01.1005", "31.73.01.1005", "31.73.06.1003"]
    assert decided.doubtful == []
    left_out = read(data, decided={"Kapok, Cengkareng": ""})
    assert left_out.doubtful == [] and len(left_out.tables["balita"]) == 1


def test_two_spellings_that_a_person_gave_to_one_kelurahan_are_still_a_repeat(read):
    data = (HEADER + ";Kapok;Cengkareng;;2024;10;8;1;0\n;Kapuk;Cengkareng;;2024;9;8;1;0\n").encode()
    found = read(data, decided={"Kapok, Cengkareng": "31.73.01.1005"})
    assert found.tables["balita"]["balita_sasaran"].tolist() == [10]
    assert "sudah ada di baris 2" in found.problems[0]


def test_codes_of_bps_alone_are_refused_with_a_word_and_beside_names_are_set_aside(read):
    alone = "ID_DESA_BPS;tahun;jumlah sasaran;diukur;pendek;sangat pendek\n3174070004;2024;10;8;1;0\n"
    found = read(alone.encode(), "bps.csv")
    assert found.tables == {} or len(found.tables["balita"]) == 0
    beside = alone.replace("ID_DESA_BPS;", "ID_DESA_BPS;Kelurahan;Kecamatan;").replace("04;2", "04;Kapuk;Cengkareng;2")
    found = read(beside.encode(), "bps.csv")
    assert found.tables["balita"]["kode_kelurahan"].tolist() == ["31.73.01.1005"]
    assert any("ID_DESA_BPS" in note and "kode BPS dikenali" in note for note in found.notes)


def test_codes_of_bps_in_the_column_of_our_own_form_are_named(read):
    data = b"kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek\n3174070004;2024;10;8;1;0\n"
    found = read(data)
    assert len(found.tables["balita"]) == 0
    assert "baris 2, kolom kode_kelurahan" in found.problems[0] and "kode BPS" in found.problems[0]
