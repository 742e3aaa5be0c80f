"""Small exports written out in the tests, and how they are read."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.sources.catalog import DATA
from analysis.sources.measurements import AreaCodes, Measurements, Options, read_measurements

# The header of a real e-PPGBM export, "Pukesmas" included (four independent public samples).
EPPGBM = (
    "NIK;Nama;JK;Tgl Lahir;BB Lahir;TB Lahir;Nama Ortu;Prov;Kab/Kota;Kec;Pukesmas;Desa/Kel;Posyandu;RT;RW;Alamat;"
    "Usia Saat Ukur;Tanggal Pengukuran;Berat;Tinggi;Cara Ukur;LiLA;BB/U;ZS BB/U;TB/U;ZS TB/U;BB/TB;ZS BB/TB;"
    "Naik Berat Badan;PMT Diterima (kg);Jml Vit A;KPSP;KIA;Detail"
)
_USUAL = {
    "NIK": "9900000000000001",
    "Nama": "ANANDA",
    "JK": "L",
    "Tgl Lahir": "2022-05-01",
    "Nama Ortu": "IBU CONTOH",
    "Prov": "DKI JAKARTA",
    "Kab/Kota": "JAKARTA BARAT",
    "Kec": "CENGKARENG",
    "Desa/Kel": "KAPUK",
    "Tanggal Pengukuran": "2024-08-15",
    "Berat": "12,5",
    "Tinggi": "87,4",
    "Cara Ukur": "Berdiri",
}


def eppgbm(*rows: dict[str, str]) -> bytes:
    """An e-PPGBM export; each row says only what differs from a usual child."""
    names = EPPGBM.split(";")
    lines = [";".join((_USUAL | row).get(name, "") for name in names) for row in rows]
    return "\n".join([EPPGBM, *lines, ""]).encode()


def read(data: bytes, **options: object) -> Measurements:
    return read_measurements(data, "ekspor.csv", Options(**options))


def sentences(found: Measurements) -> list[str]:
    return [str(problem) for problem in found.problems]


@pytest.fixture(scope="session")
def area_codes() -> AreaCodes:
    tables = [
        pd.read_csv(DATA / "wilayah" / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("kelurahan", "alias")
    ]
    return AreaCodes(*tables)
