"""The published tables for the tests of the calculations."""

from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
NUMBERS = ["tahun", "nilai", "pembilang", "penyebut", "jumlah", "urutan"]


def _read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    numeric = [name for name in NUMBERS if name in frame]
    return frame.assign(**{name: pd.to_numeric(frame[name]) for name in numeric})


@pytest.fixture(scope="session")
def published() -> dict[str, pd.DataFrame]:
    """Only what is published: no balita, krs, cakupan, reviu or bukti."""
    tables = {path.stem: _read(path).assign(jenis_data="resmi") for path in (ROOT / "data/resmi").glob("*.csv")}
    angka = [frame for frame in tables.values() if "indikator" in frame]
    aksi = _read(ROOT / "data/rujukan/aksi.csv")
    years = {name: pd.to_numeric(aksi[name]) for name in ("berlaku_dari", "berlaku_sampai")}
    return {
        "angka": pd.concat(angka, ignore_index=True),
        "lokus": tables["lokus"],
        "lokus_daftar": tables["lokus_daftar"],
        "jadwal_aksi": tables["jadwal_aksi"],
        "kelurahan": _read(ROOT / "data/wilayah/kelurahan.csv"),
        "aksi": aksi.assign(**years),
    }


KELURAHAN = [  # code, name, valid from, valid until
    ("31.71.01.1001", "Gambir", "", ""),
    ("31.73.01.1005", "Kapuk", "", ""),
    ("31.73.01.1006", "Rawa Buaya", "", ""),
    ("31.73.06.1001", "Kalideres", "", ""),
    ("31.73.01.1009", "Kapuk Baru", "2026-01-01", ""),
    ("31.73.01.1010", "Kapuk Lama", "", "2022-12-31"),
]


@pytest.fixture
def areas() -> pd.DataFrame:
    """Four kelurahan of two kota, one that begins in 2026 and one that ended in 2022."""
    frame = pd.DataFrame(KELURAHAN, columns=["kode_kelurahan", "nama_kelurahan", "berlaku_dari", "berlaku_sampai"])
    kode = frame["kode_kelurahan"]
    short = {"31.71": "Jakarta Pusat", "31.73": "Jakarta Barat"}
    return frame.assign(
        kode_kecamatan=kode.str[:8],
        nama_kecamatan="Kecamatan " + kode.str[6:8],
        kode_kota=kode.str[:5],
        nama_kota="Kota Administrasi " + kode.str[:5].map(short),
        nama_kota_pendek=kode.str[:5].map(short),
        lat=-6.1,
        lon=106.7,
        kode_induk="",
    )


@pytest.fixture
def source() -> dict[str, str]:
    """The columns that every data row carries."""
    return {
        "jenis_data": "contoh",
        "sumber_judul": "Data contoh (sintetis)",
        "sumber_url": "",
        "tanggal_sumber": "",
        "catatan": "",
    }


@pytest.fixture
def reference():
    """Reads a reference table by name, as text."""
    return lambda name: pd.read_csv(ROOT / "data/rujukan" / f"{name}.csv", dtype=str, keep_default_na=False)
