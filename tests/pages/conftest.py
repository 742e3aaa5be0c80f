"""What page tests share."""

import pytest

from pages.parts import data


@pytest.fixture
def own_store(tmp_path, monkeypatch):
    """A store of the test's own, which nobody else sees."""
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path / "catatan"))
    data.store.cache_clear()
    yield
    data.store.cache_clear()
