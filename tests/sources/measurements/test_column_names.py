"""Columns are known by their names, however an export spells them; what names a person is known too."""

import pytest

from analysis.sources.measurements import Refused, recognise
from analysis.sources.measurements.names import is_personal
from tests.sources.measurements.conftest import EPPGBM


def test_the_real_eppgbm_header():
    found = recognise(EPPGBM.split(";"))
    assert found.mapping == {
        "jk": "JK", "tanggal_lahir": "Tgl Lahir", "tanggal_ukur": "Tanggal Pengukuran", "umur": "Usia Saat Ukur",
        "berat_kg": "Berat", "tinggi_cm": "Tinggi", "cara_ukur": "Cara Ukur", "lila_cm": "LiLA", "prov": "Prov",
        "kota": "Kab/Kota", "kecamatan": "Kec", "puskesmas": "Pukesmas", "kelurahan": "Desa/Kel", "posyandu": "Posyandu",
    }  # fmt: skip
    assert found.personal == ("NIK", "Nama", "Nama Ortu", "RT", "RW", "Alamat")
    assert found.identity == {"nik": "NIK", "nama": "Nama", "nama_ortu": "Nama Ortu"}
    assert {"BB Lahir", "TB Lahir", "TB/U", "ZS TB/U", "Detail"} <= set(found.unrecognised)


def test_a_who_anthro_header():
    header = ["id", "sex", "age", "weight", "lenhei", "measure", "headc", "armc", "oedema", "area", "sw", "cluster"]
    found = recognise(header)
    assert found.mapping == {
        "jk": "sex", "umur": "age", "berat_kg": "weight", "tinggi_cm": "lenhei", "cara_ukur": "measure",
        "lingkar_kepala_cm": "headc", "lila_cm": "armc", "edema": "oedema",
    }  # fmt: skip
    assert found.unrecognised == ("id", "area", "sw", "cluster")


@pytest.mark.parametrize(
    "name",
    [
        "NIK", "no_kk", "Nomor KK", "Nama Ibu Kandung", "NAMA_BALITA", "namaortu", "Child Name", "Alamat Domisili", "RT/RW",
        "No HP", "Telp.", "Email Ortu", "Ayah", "No. BPJS", "Latitude", "First Name", "NIK Ibu",
    ],
)  # fmt: skip
def test_columns_about_persons(name):
    assert is_personal(name)


@pytest.mark.parametrize(
    "name",
    [
        "Nama Posyandu", "nama_desa", "Nama Kelurahan", "Team name", "Pendidikan Ibu", "mothered", "Umur Ibu", "KIA",
        "Rata-rata", "BB/U", "Detail", "cluster", "strata", "wealthq", "Status Bulan",
    ],
)  # fmt: skip
def test_columns_about_measurements_and_places(name):
    assert not is_personal(name)


def test_the_users_own_mapping_goes_first():
    found = recognise(["Bobot", "Berat", "sex"], {"berat_kg": "Bobot"})
    assert found.mapping == {"jk": "sex", "berat_kg": "Bobot"}
    assert found.unrecognised == ("Berat",)


@pytest.mark.parametrize("own", [{"berat_kg": "Tidak Ada"}, {"bobot": "Bobot"}, {"posyandu": "Alamat"}])
def test_a_mapping_that_cannot_be(own):
    with pytest.raises(Refused):
        recognise(["Bobot", "Alamat"], own)


def test_what_is_missing_is_named():
    assert recognise(["a", "b"]).missing == ("jk", "berat_kg", "tinggi_cm")
    assert recognise(["sex", "headc"]).missing == ()


def test_every_column_has_a_name_of_its_own():
    assert recognise(["a", "", "a", " a "]).header == ("a", "kolom 2", "a (2)", "a (3)")
