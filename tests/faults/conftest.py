"""The app in this process as a new server would start it, with its own data folder and store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.fresh_process import forget_everything
from tests.pages.test_every_page import PAGES, open_page


def fresh_app(monkeypatch, *, data: Path | None = None, store: Path | str | None = None) -> None:
    """From now on (until the test ends) pages stand on this data folder and this store."""
    if data is not None:
        monkeypatch.setenv("KONVERGENSI_DATA", str(data))
    if store is not None:
        monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(store))
    forget_everything()


@pytest.fixture(autouse=True)
def _as_before(monkeypatch):
    """The next test, here or elsewhere, meets a process that has read nothing of this one's."""
    yield
    monkeypatch.undo()
    forget_everything()


def every_page(*names: str) -> Iterator[tuple[str, AppTest]]:
    for page in names or PAGES:
        yield page, open_page(page)
