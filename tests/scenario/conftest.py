"""The shipped tables for the tests of the scenario model."""

import pandas as pd
import pytest

from analysis.sources.catalog import load_catalog


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
