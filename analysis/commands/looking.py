"""The view that a verb's options ask for: samples, above them what is recorded."""

from __future__ import annotations

from analysis.figures.shapes import with_note
from analysis.figures.view import View, area_names
from analysis.publication.disclosure import Suppression, rules_of
from analysis.sources.by_source import BySource
from analysis.sources.catalog import load_catalog
from analysis.sources.shapes import served_shapes
from analysis.sources.store import open_store


def open_view(store: str | None = None, *, contoh: bool = True, **choices) -> View:
    """The view of `choices` (kota, tahun, ...) over the recorded state; `contoh` False leaves the samples out."""
    catalog = load_catalog()
    recorded = open_store(catalog.tables, store)
    around = catalog.around(choices["kota"]) if "kota" in choices else catalog
    tables = around.view(contoh, recorded.state(fresh=True).frames)
    return View(tables, area_names(catalog.tables), with_note(served_shapes), sources=BySource(recorded), **choices)


def published(view: View) -> View:
    """The same view in publication mode: numbers too small to go out are hidden by the rules of its parameters."""
    return view.on(supresi=Suppression(view.tables, rules_of(view.tables["parameter"])))
