"""Every test starts in Bahasa Indonesia, records nowhere but in a folder of its own, and may read the worked cases."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import language

CASES = Path(__file__).parent / "kasus"


@pytest.fixture(autouse=True)
def bahasa():
    language.use("id")


@pytest.fixture(autouse=True, scope="session")
def storage(tmp_path_factory):
    """The store of the app under test, also of servers that a test starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path_factory.mktemp("catatan")))
        yield


@pytest.fixture
def cases():
    """Reads a table of worked cases: text columns as text (empty = ""), numbers as numbers (empty = missing)."""

    def read(name: str, text: tuple[str, ...] = ()) -> pd.DataFrame:
        table = pd.read_csv(CASES / f"{name}.csv", dtype=dict.fromkeys(text, str))
        return table.fillna(dict.fromkeys(text, ""))

    return read
