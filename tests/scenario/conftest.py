"""Worked cases and the shipped tables for the tests of the scenario model."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.sources.catalog import load_catalog

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cases():
    """Reads a table of worked cases: text columns as text (empty = ""), numbers as numbers (empty = missing)."""

    def read(name: str, text: tuple[str, ...] = ()) -> pd.DataFrame:
        table = pd.read_csv(ROOT / "tests/kasus" / f"{name}.csv", dtype=dict.fromkeys(text, str))
        return table.fillna(dict.fromkeys(text, ""))

    return read


@pytest.fixture(scope="session")
def tables() -> dict[str, pd.DataFrame]:
    """What the app ships, sample rows included."""
    return load_catalog().view(True)


@pytest.fixture(scope="session")
def parameter(tables) -> pd.DataFrame:
    return tables["skenario_parameter"]


@pytest.fixture(scope="session")
def tuas(tables) -> pd.DataFrame:
    return tables["skenario_tuas"]
