"""One view over the sample data for all tests of figures; a test that chooses otherwise makes its own from it."""

import pytest

from analysis.commands.looking import open_view


@pytest.fixture(scope="session")
def view(tmp_path_factory):
    return open_view(str(tmp_path_factory.mktemp("gambar")))
