"""A kelurahan is found by its name and kecamatan, as people spell them."""

import pytest

from tests.sources.measurements.conftest import eppgbm, read, sentences


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"kecamatan": "CENGKARENG", "kelurahan": "KAPUK"}, "31.73.01.1005"),
        ({"kecamatan": "Kec. Cengkareng", "kelurahan": "Kel. Kapuk "}, "31.73.01.1005"),
        ({"prov": "DKI JAKARTA", "kecamatan": "PENJARINGAN", "kelurahan": "KAPUK MUARA"}, "31.72.01.1003"),
        ({"kecamatan": "KRAMATJATI", "kelurahan": "KRAMATJATI"}, "31.75.04.1001"),
        ({"kecamatan": "Cengkareng", "kelurahan": "Kedaung Kaliangke"}, "31.73.01.1004"),  # alias
        ({"kelurahan": "Kapuk"}, "31.73.01.1005"),
        ({"kode_kelurahan": "3173011005"}, "31.73.01.1005"),
        ({"prov": "JAWA BARAT", "kecamatan": "CENGKARENG", "kelurahan": "KAPUK"}, ""),
        ({"kecamatan": "LEMBANG", "kelurahan": "KAPUK"}, ""),
        ({"kecamatan": "CENGKARENG", "kelurahan": ""}, ""),
        ({"prov": "DKI JAKARTA", "kecamatan": "CENGKARENG", "kelurahan": "KAPUKK"}, None),
    ],
)
def test_codes(area_codes, row, code):
    assert area_codes.find(row) == code


def test_a_kelurahan_that_should_be_known_is_told(area_codes):
    found = read(eppgbm({"Desa/Kel": "KAPUKK"}, {}), area_codes=area_codes)
    assert found.frame["kode_kelurahan"].tolist() == ["", "31.73.01.1005"]
    assert sentences(found) == [
        "ekspor.csv, baris 2, kolom Desa/Kel: kelurahan dan kecamatan ini tidak ada dalam daftar wilayah DKI; "
        "periksa ejaan keduanya."
    ]
