"""The view that the choices on top of a page ask for."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from analysis.figures.shapes import with_note
from analysis.figures.view import View
from analysis.publication.disclosure import Suppression, rules_of
from analysis.same import Same
from analysis.sources.by_source import BySource
from analysis.sources.shapes import served_shapes
from pages.parts import data, state
from pages.parts.memory import remembered, remembered_of_the_kota

map_shapes = with_note(served_shapes)


@remembered
def view_of(tables: dict[str, pd.DataFrame]) -> View:
    """The tables of this session under the choices of this run; small numbers are hidden from the public.

    Views of one kota share what they work out: choosing a kelurahan marks it and changes no figure.
    """
    return replace(_of_the_kota(tables), kelurahan=state.get("kelurahan"))


@remembered_of_the_kota
def _of_the_kota(tables: dict[str, pd.DataFrame]) -> View:
    open_to_all = not data.sees_all()
    return View(
        tables,
        data.load().names,
        map_shapes,
        kota=state.get("kota"),
        tahun=state.year(),
        kecamatan=state.get("kecamatan"),
        indikator=state.get("indikator"),
        peta=state.get("peta"),
        supresi=suppression(tables) if open_to_all else None,
        sources=None if open_to_all else BySource(data.store(), dict(data.uploads())),
    )


@lru_cache(maxsize=4)
def _suppression(same: Same) -> Suppression:
    return Suppression(same.thing, rules_of(same.thing["parameter"]))


def suppression(tables: dict[str, pd.DataFrame]) -> Suppression:
    """What must be hidden of these tables, planned once."""
    return _suppression(Same(tables))
