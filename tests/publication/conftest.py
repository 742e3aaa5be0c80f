"""Views over the sample data, as published and as internal papers see them; the briefing and the decks made of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pptx import Presentation

from analysis.commands.looking import open_view
from analysis.figures.shapes import with_note
from analysis.figures.view import View, area_names
from analysis.publication.briefing import compose
from analysis.publication.deck import to_pptx
from analysis.publication.deck_pdf import to_pdf
from analysis.publication.disclosure import Suppression, rules_of
from analysis.sources.catalog import load_catalog
from analysis.sources.shapes import read_shapes, served_shapes

DAY = date(2026, 11, 22)


def view_over(tables: dict, **choices) -> View:
    return View(tables, area_names(tables), with_note(served_shapes), **{"kota": "31.73", "tahun": 2024} | choices)


@pytest.fixture(scope="session")
def tables() -> dict:
    """Published and sample rows."""
    return load_catalog().view(True, {})


@pytest.fixture(scope="session")
def suppression(tables) -> Suppression:
    return Suppression(tables, rules_of(tables["parameter"]))


@pytest.fixture(scope="session")
def public(tables, suppression) -> View:
    """What may go out."""
    return view_over(tables, supresi=suppression)


@pytest.fixture(scope="session")
def internal(tables) -> View:
    return view_over(tables)


@pytest.fixture(scope="session")
def empty() -> View:
    """Published rows only."""
    tables = load_catalog().view(False, {})
    return view_over(tables, supresi=Suppression(tables, rules_of(tables["parameter"])))


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
