"""The briefing of Jakarta Barat 2024 as data of this repository tell it, and the decks made of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pptx import Presentation

from analysis.commands.looking import open_view
from analysis.publication.briefing import compose
from analysis.publication.deck import to_pptx
from analysis.publication.deck_pdf import to_pdf
from analysis.sources.shapes import read_shapes

DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def view(tmp_path_factory):
    return open_view(str(tmp_path_factory.mktemp("catatan")), kota="31.73", tahun=2024)


@pytest.fixture(scope="session")
def screens(view):
    return compose(view, DAY.isoformat())


@pytest.fixture(scope="session")
def file(screens):
    return to_pptx(screens, judul="Paparan Jakarta Barat", read_shapes=read_shapes, hari=DAY, kota="Jakarta Barat")


@pytest.fixture(scope="session")
def deck(file):
    return Presentation(BytesIO(file))


@pytest.fixture(scope="session")
def pdf(screens):
    return to_pdf(screens, judul="Paparan Jakarta Barat", read_shapes=read_shapes, hari=DAY, kota="Jakarta Barat")
