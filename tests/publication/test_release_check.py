"""The last look before a release leaves: refused with a sentence, or told what was done."""

import pandas as pd
import pytest

from analysis.convergence.coverage import coverage_matrix
from analysis.convergence.measures import kelurahan_measure
from analysis.publication.disclosure import Rules, Suppression, check_release
from analysis.sources.catalog import load_catalog

YEAR = 2024


@pytest.fixture(scope="module")
def sample() -> dict[str, pd.DataFrame]:
    return load_catalog().tables


@pytest.fixture(scope="module")
def suppression(sample) -> Suppression:
    return Suppression(sample, Rules(4, 20))


@pytest.fixture
def release(sample, suppression) -> dict[str, pd.DataFrame]:
    """What a release holds: two measures, all services, the counts of families."""
    krs = sample["krs"].query("tahun == 2024")
    matrix = coverage_matrix(sample["cakupan"], sample["indikator_esensial"], sample["kelurahan"], YEAR)
    return {
        "Balita stunting": masked(sample, suppression, "jumlah_pendek", "kelurahan"),
        "Proporsi KRS": masked(sample, suppression, "proporsi_krs", "kecamatan"),
        "Layanan": suppression.mask(matrix, "cakupan", YEAR, "kelurahan"),
        "Keluarga": suppression.mask_columns(krs, "krs", YEAR, "kelurahan"),
        "Survei": sample["angka"].query("indikator == 'prevalensi_survei'"),
    }


def masked(sample, suppression, indikator, level) -> pd.DataFrame:
    return suppression.mask(kelurahan_measure(sample, indikator, YEAR, level=level), indikator, YEAR, level)


def test_a_masked_release_may_leave_and_says_what_was_done(release, suppression):
    check = check_release(release, suppression)
    assert check.boleh and check.ditolak == []
    said = "\n".join(check.dilakukan)
    assert "Aturan aplikasi, bukan aturan resmi: angka 1–4 dan penyebut di bawah 20 disembunyikan." in said
    rows = suppression.hidden("jumlah_pendek", YEAR, "kelurahan")["alasan"].value_counts()
    assert (
        f"Tabel Balita stunting: {rows.sum()} angka disembunyikan: {rows['pembilang']} karena angkanya kecil dan "
        f"{rows['sekunder']} agar yang lain tidak dapat dihitung." in said
    )
    assert "Tabel Proporsi KRS" not in said, "nothing was hidden there"


def test_tables_with_sample_rows_are_named(release, suppression):
    check = check_release(release, suppression)
    (mark,) = [sentence for sentence in check.dilakukan if "CONTOH" in sentence]
    assert check.contoh and "Layanan" in mark and "Survei" not in mark
    official = check_release({"Survei": release["Survei"]}, suppression)
    assert not official.contoh and official.boleh


def test_the_unmasked_table_is_refused(sample, suppression):
    whole = kelurahan_measure(sample, "jumlah_pendek", YEAR)
    for given in (suppression, None):
        check = check_release({"Peta": whole}, given)
        assert not check.boleh
        assert check.ditolak[0].startswith("Tabel Peta: kolom Pembilang masih memuat 21 angka kecil")


def test_one_cell_put_back_by_hand_is_refused(release, suppression, sample):
    """Also where the cell itself is large: it gives a small one away."""
    frame = release["Balita stunting"].copy()
    secondary = suppression.hidden("jumlah_pendek", YEAR, "kelurahan").query("alasan == 'sekunder'")["kode"].iloc[0]
    frame.loc[frame["kode_kelurahan"] == secondary, "nilai"] = 12.0
    check = check_release({"Peta": frame}, suppression)
    assert check.ditolak == ["Tabel Peta: 1 sel yang harus disembunyikan masih terisi; samarkan lebih dahulu."]


def test_hidden_families_put_back_are_refused(release, suppression, sample):
    frame = release["Keluarga"].copy()
    frame["terlalu_muda"] = sample["krs"].query("tahun == 2024")["terlalu_muda"]
    check = check_release({"Keluarga": frame}, suppression)
    assert any("kolom Terlalu muda masih memuat" in sentence for sentence in check.ditolak)
    assert any("sel yang harus disembunyikan" in sentence for sentence in check.ditolak)


def test_a_table_that_says_its_indicator_and_year_itself_is_compared_with_the_plan(sample, suppression):
    whole = kelurahan_measure(sample, "jumlah_pendek", YEAR).assign(indikator="jumlah_pendek", tahun=YEAR)
    above = whole[(whole["nilai"] > 4)]
    check = check_release({"Peta": above}, suppression)
    secondary = suppression.hidden("jumlah_pendek", YEAR, "kelurahan").query("alasan == 'sekunder'")
    assert len(check.ditolak) == 1 and f"{2 * len(secondary)} sel" in check.ditolak[0], "nilai and pembilang of each"


def test_a_table_nobody_can_place_is_said_to_be_checked_for_small_numbers_only(suppression):
    frame = pd.DataFrame({"kelompok": ["0-5", "6-11"], "nilai": [4.0, 5.5], "n": [220, 340]})
    check = check_release({"Umur": frame}, suppression)
    assert check.boleh and check.dilakukan[0].startswith("Tabel Umur: hanya angka kecilnya yang diperiksa")
    assert not check_release({"Umur": frame.assign(n=[220, 19])}, suppression).boleh
    assert check_release({"Umur": frame.assign(n=[220, 0])}, suppression).boleh, "nobody was measured"


def test_counts_of_aksi_and_evidence_are_no_counts_of_people(sample, suppression):
    assert check_release({name: sample[name] for name in ("reviu", "bukti", "lokus", "jadwal_aksi")}, suppression).boleh


def test_persons_stop_the_release(release, suppression):
    release["Daftar"] = pd.DataFrame(
        {"kode_kelurahan": ["31.73.01.1005"], "NIK": ["9959848582137978"], "nama_anak": ["X"]}
    )
    check = check_release(release, suppression)
    assert [sentence.split(";")[0] for sentence in check.ditolak] == [
        "Tabel Daftar: Kolom NIK memuat nomor identitas orang",
        "Tabel Daftar: Kolom nama_anak memuat nama orang",
    ]
    assert "9959848582137978" not in " ".join(check.ditolak)
