"""Figures drawn for a slide: the bare chart at the size of its place, for its title and source stand on the slide."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from analysis.figures.drawing import whole_spec
from analysis.output.export import png_of
from analysis.output.fitting import fitted, text_size
from analysis.output.picture import drawing_size
from analysis.publication.deck_layout import Placed
from analysis.publication.deck_text import clean

PPI = 300
_NAMES = 17.0  # pt of the names inside a picture
_RIM = 7.0  # pt
_SMALLEST = 10.0  # pt
_ONE_LINE, _TWO_LINES = 1.3, 2.5  # height of a row per size of its name
_AROUND = 70.0  # pt that axis and legend take


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
    return _drawn(placed, read_shapes, lambda svg, _scale: svg.encode())


def drawn_png(placed: Placed, read_shapes: Callable[[str], str | bytes]) -> Drawn:
    """The chart as PNG of 300 pixels per inch on the slide, its words in text chunks."""
    return _drawn(placed, read_shapes, lambda svg, scale: png_of(svg, placed.figure.caption, PPI * scale))


def _drawn(placed: Placed, read_shapes, write: Callable[[str, float], bytes]) -> Drawn:
    spec = _clean(whole_spec(placed.figure, read_shapes))
    chart = fitted(spec, placed.w - 2 * _RIM, placed.h - 2 * _RIM, _names(spec, placed.h) / text_size(spec))
    width, height = (side + 2 * _RIM for side in chart.size)
    x, y = placed.x + (placed.w - width) / 2, placed.y + (placed.h - height) / 2
    return Drawn(write(_with_rim(chart.svg, _RIM / chart.scale), chart.scale), x, y, width, height)


def _clean(spec: dict) -> dict:
    """The drawing process dies of a control character in a name."""
    datasets = {
        name: [{key: clean(cell) if isinstance(cell, str) else cell for key, cell in row.items()} for row in rows]
        for name, rows in spec["datasets"].items()
    }
    return {**spec, "datasets": datasets}


def _names(spec: dict, height: float) -> float:
    """The size of names at which all rows of a chart of rows have room; names of two lines need twice as much."""
    if not isinstance(spec.get("height"), dict):
        return _NAMES
    rows = {row["nama"] for data in spec["datasets"].values() for row in data if "nama" in row}
    line = _TWO_LINES if any("\n" in str(name) for name in rows) else _ONE_LINE
    return min(_NAMES, max(_SMALLEST, (height - _AROUND) / max(len(rows), 1) / line))


def _with_rim(svg: str, rim: float) -> str:
    """The drawing with a rim: names at its edge reach a little beyond it and would be cut."""
    width, height = (side + 2 * rim for side in drawing_size(svg))
    root = svg[: svg.index(">") + 1]
    fresh = re.sub(r'\s(?:width|height|viewBox)="[^"]*"', "", root)
    size = f' width="{width:.3f}" height="{height:.3f}" viewBox="{-rim:.3f} {-rim:.3f} {width:.3f} {height:.3f}">'
    return fresh[:-1] + size + svg[len(root) :]
