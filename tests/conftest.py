"""Every test starts in Bahasa Indonesia, and records nowhere but in a folder of its own."""

import pytest

from analysis import language


@pytest.fixture(autouse=True)
def bahasa():
    language.use("id")


@pytest.fixture(autouse=True, scope="session")
def storage(tmp_path_factory):
    """The store of the app under test, also of servers that a test starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path_factory.mktemp("catatan")))
        yield
