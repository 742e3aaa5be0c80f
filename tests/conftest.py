"""Every test starts in Bahasa Indonesia."""

import pytest

from analysis import language


@pytest.fixture(autouse=True)
def bahasa():
    language.use("id")
