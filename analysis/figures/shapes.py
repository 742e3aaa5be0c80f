"""The shapes of a map with the note that a reader must have."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from analysis.figures.view import Empty, Shapes, Tables
from analysis.language import _, join_names, published
from analysis.output.captions import OfficialAreas, map_note
from analysis.output.lacking import NoPoints


def unless_pointless(make: Callable) -> Callable:
    """`make(...) -> Figure | ...`, or what is missing where its map has no point to draw at."""

    @wraps(make)
    def figure(*args, **params):
        try:
            return make(*args, **params)
        except NoPoints:
            return Empty(
                _("Peta tidak dapat digambar: titik kelurahannya tidak ada."),
                _("Yang mengisinya: data/wilayah/titik_peta.csv; letakkan kembali dari salinan proyek."),
            )

    return figure


def with_note(serve: Callable) -> Callable[[Tables, str, str], Shapes]:
    """`View.shapes` from `sources.shapes.served_shapes` (tables, lingkup, bentuk -> Served)."""

    def shapes(tables: Tables, lingkup: str, bentuk: str = "indikatif") -> Shapes:
        served = serve(tables, lingkup, bentuk)
        if served.ubin:
            return Shapes(served.titik, map_note("ubin"), {"url_prefix": served.prefix})
        if not served.prefix:
            return Shapes(served.titik, map_note(bentuk))
        names = [", ".join(part for part in (title, published(date)) if part) for title, date in served.sumber]
        about = OfficialAreas(served.resmi, served.semua, join_names(names), served.pulau)
        return Shapes(served.titik, map_note(bentuk, about), {"url_prefix": served.prefix, "resmi": True})

    return shapes
