"""Views over the sample data, as published and as internal papers see them."""

from __future__ import annotations

import pytest

from analysis.figures.shapes import with_note
from analysis.figures.view import View, area_names
from analysis.publication.disclosure import Suppression, rules_of
from analysis.sources.catalog import load_catalog
from analysis.sources.shapes import served_shapes


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
