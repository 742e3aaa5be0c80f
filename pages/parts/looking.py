"""The view that the choices on top of a page ask for."""

from __future__ import annotations

import pandas as pd

from analysis.figures.shapes import with_note
from analysis.figures.view import View
from analysis.sources.by_source import BySource
from analysis.sources.shapes import served_shapes
from pages.parts import data, state
from pages.parts.memory import remembered

map_shapes = with_note(served_shapes)


@remembered
def view_of(tables: dict[str, pd.DataFrame]) -> View:
    """The tables of this session under the choices of this run."""
    return View(
        tables,
        data.load().names,
        map_shapes,
        kota=state.get("kota"),
        tahun=state.year(),
        kecamatan=state.get("kecamatan"),
        kelurahan=state.get("kelurahan"),
        indikator=state.get("indikator"),
        peta=state.get("peta"),
        sources=BySource(data.store(), dict(data.uploads())),
    )
