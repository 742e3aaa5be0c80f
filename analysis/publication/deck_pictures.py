"""Figures drawn for a slide: the bare chart at the size of its place, for its title and source stand on the slide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.figures.drawing import whole_spec
from analysis.output.export import png_of
from analysis.output.fitting import Fitted, fitted, text_size
from analysis.publication.deck_layout import Placed

PPI = 300
_NAMES = 17.0  # pt of the names inside a picture


@dataclass(frozen=True)
class Drawn:
    """A picture (SVG text or PNG bytes as `data`) and its place in pt."""

    data: bytes
    x: float
    y: float
    w: float
    h: float


def drawn_svg(placed: Placed, read_shapes: Callable[[str], str | bytes]) -> Drawn:
    """The chart as SVG, in the middle of its place."""
    return _centred(placed, chart := _chart(placed, read_shapes), chart.svg.encode())


def drawn_png(placed: Placed, read_shapes: Callable[[str], str | bytes]) -> Drawn:
    """The chart as PNG of 300 pixels per inch on the slide, its words in text chunks."""
    chart = _chart(placed, read_shapes)
    return _centred(placed, chart, png_of(chart.svg, placed.figure.caption, PPI * chart.scale))


def _chart(placed: Placed, read_shapes) -> Fitted:
    spec = whole_spec(placed.figure, read_shapes)
    return fitted(spec, placed.w, placed.h, _NAMES / text_size(spec))


def _centred(placed: Placed, chart: Fitted, data: bytes) -> Drawn:
    width, height = chart.size
    return Drawn(data, placed.x + (placed.w - width) / 2, placed.y + (placed.h - height) / 2, width, height)
