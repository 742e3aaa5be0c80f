"""Stores at every kind of place, and rows to save in them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.sources.catalog import load_catalog
from analysis.sources.store import Store, cells_of_rows, open_store
from analysis.sources.store.places import open_place

KAPUK, KALIDERES = "31.73.01.1005", "31.73.06.1001"


@pytest.fixture(scope="session")
def tables() -> dict[str, pd.DataFrame]:
    return load_catalog().tables


@pytest.fixture
def office(location, tables):
    """office() -> one more Store at the same place, as another office opens it."""
    return lambda: open_store(tables, location)


def row(kelurahan: str = KAPUK, tahun: int = 2024, sumber: str = "berkas", **counts: int) -> pd.DataFrame:
    """The cells of one row of balita."""
    values = {"balita_sasaran": 1000, "diukur": 800, "pendek": 70, "sangat_pendek": 10} | counts
    frame = pd.DataFrame([{"kode_kelurahan": kelurahan, "tahun": tahun, **values}])
    return cells_of_rows("balita", frame, sumber)


def one(column: str, value: object, kelurahan: str = KAPUK) -> pd.DataFrame:
    """One cell of that row."""
    cells = row(kelurahan)
    return cells[cells["kolom"] == column].assign(nilai=str(value))


def at(location: str, tables, **options) -> Store:
    return Store(open_place(location), tables, **options)


def shown(store: Store, column: str, kelurahan: str = KAPUK) -> int:
    frame = store.state(fresh=True).frames["balita"].set_index("kode_kelurahan")
    return int(frame.at[kelurahan, column])
