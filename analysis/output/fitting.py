"""A chart made to fill a room of fixed width and height, as a page of a template leaves it.

The trap: in Vega-Lite a chart of rows has a height per row, and what its legend and axis titles need is known only
after drawing. So it is drawn, measured and drawn again: first with more or fewer px per row, then smaller as a whole,
and when that would be too small to read, with fewer rows, which the page must then say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analysis.output import export, legends, names
from analysis.output.overhang import with_overhang
from analysis.output.picture import drawing_size

SMALLEST = 0.7  # of the wanted scale
_ROW_PER_TEXT = 1.15  # least px per row, per px of its text
_ROW_GROWTH = 1.8  # most px per row, as a multiple of the chart's own
_TALLEST = 1.0  # height of a plot per width: steeper lines would exaggerate a trend
_NEAR = 0.03  # what is this near to the wanted size is not drawn again
_PLOT = re.compile(r'<path class="background"[^>]*\bd="M0,0h([\d.]+)v([\d.]+)h')


@dataclass(frozen=True)
class Fitted:
    """A drawing and the factor to place it with; `shown` of `rows` rows when it had to leave some out."""

    svg: str
    scale: float
    shown: int = 0
    rows: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height on the page."""
        width, height = drawing_size(self.svg)
        return width * self.scale, height * self.scale


def text_size(spec: dict) -> float:
    """The size in px in which the chart of `spec` writes names (`theme.config`)."""
    return spec["config"]["axisY"]["labelFontSize"]


def fitted(spec: dict, width: float, height: float, scale: float, ask: export.Ask | None = None) -> Fitted:
    """The chart of `spec` at most `width` x `height` px big, its type `scale` times the chart's own where possible."""
    draw = _Drawer(spec, width, height, ask)
    shapes = _shapes(spec)
    if shapes:
        found = draw.map(scale, shapes)
    else:
        found = draw.rows(scale) if isinstance(spec.get("height"), dict) else draw.plot(scale)
    # Whatever a chart needs beyond its room, it never leaves the page.
    svg = with_overhang(found.svg)
    across, down = drawing_size(svg)
    return Fitted(svg, min(found.scale, width / across, height / down), found.shown, found.rows)


def is_map(spec: dict) -> bool:
    return _shapes(spec) is not None


@dataclass(frozen=True)
class _Drawer:
    spec: dict
    width: float
    height: float
    ask: export.Ask | None

    def at(self, scale: float, height: float | dict, spec: dict | None = None) -> Fitted:
        svg = export.draw(spec or self.spec, self.width / scale, height, self.ask)
        return Fitted(legends.from_the_margin(svg), scale)

    def with_columns(self, columns: int) -> _Drawer:
        """A drawer that keeps its legend to so many columns; 0 leaves the legend as it is."""
        return replace(self, spec=legends.with_columns(self.spec, columns)) if columns else self

    def settled(self, scale: float, height: float | dict) -> tuple[Fitted, int]:
        """A drawing with as many columns of its legend as there is room for, and their number."""
        width, choice = self.width / scale, legends.changing_columns(self.spec)
        # The columns the chart itself would choose are often right already.
        columns = legends.columns_at(choice, width) if choice else 0
        drawn = self.with_columns(columns).at(scale, height)
        best = legends.best_columns(drawn.svg, width, columns) if choice else 0
        if best in (0, columns):
            return drawn, columns
        return self.with_columns(best).at(scale, height), best

    def plot(self, scale: float) -> Fitted:
        """A chart of free height, not steeper than it is wide."""
        most = min(self.height, self.width * _TALLEST) / scale
        drawn, columns = self.settled(scale, most)
        draw = self.with_columns(columns)
        smaller = self.smaller(drawn, scale, most)
        if smaller < scale:
            return draw.at(smaller, most * scale / smaller)
        placed = names.placed_again(self.spec, _plot_size(drawn.svg))
        return draw.at(scale, most, {**draw.spec, "datasets": placed}) if placed else drawn

    def map(self, scale: float, shapes: dict) -> Fitted:
        """A map takes the shape of its area, so that its legend stays near."""
        most = self.height / scale
        left, top, right, bottom = extent = names.extent(shapes)
        # Legend and plot take the same room whatever stands in the plot, and shapes are most of the work.
        corners = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
        drawn, columns = replace(self, spec=_without_shapes(self.spec, corners)).settled(scale, most)
        draw = self.with_columns(columns)
        smaller = self.smaller(drawn, scale, most)
        if smaller < scale:
            return draw.at(smaller, most * scale / smaller)
        across, down = _plot_size(drawn.svg)
        tight = min(down, across * (bottom - top) / (right - left))
        placed = names.placed_again(self.spec, (across, tight), extent)
        return draw.at(scale, most - down + tight, {**draw.spec, "datasets": placed or draw.spec["datasets"]})

    def smaller(self, drawn: Fitted, scale: float, most: float) -> float:
        """The scale at which a drawing that came out too big fits; `scale` itself when it fits."""
        across, down = drawing_size(drawn.svg)
        excess = max(across * scale / self.width, down / most)
        return max(scale / excess, scale * SMALLEST) if excess > 1 + _NEAR else scale

    def rows(self, scale: float) -> Fitted:
        """A chart of rows, each as high as the room allows."""
        own = self.spec["height"]["step"]
        drawn, columns = self.settled(scale, {"step": own})
        draw = self.with_columns(columns)
        plot = _plot_size(drawn.svg)[1]
        around, rows = drawing_size(drawn.svg)[1] - plot, plot / own
        least = text_size(self.spec) * _ROW_PER_TEXT
        step = min((self.height / scale - around) / rows, own * _ROW_GROWTH)
        if abs(step / own - 1) < _NEAR and step <= own:
            return drawn
        if step >= least:
            return draw.at(scale, {"step": step})
        smaller = self.height / (around + rows * least)
        if smaller >= scale * SMALLEST:
            return draw.at(smaller, {"step": least})
        return draw.fewer_rows(scale * SMALLEST, least, around, rows)

    def fewer_rows(self, scale: float, step: float, around: float, rows: float) -> Fitted:
        """The first rows in the chart's order, and those chosen elsewhere."""
        field, names = _row_order(self.spec)
        count = int((self.height / scale - around) / step * len(names) / rows)
        if not 0 < count < len(names):
            return self.at(scale, {"step": step})
        datasets = self.spec["datasets"]
        chosen = {row[field] for found in datasets.values() for row in found if row.get("terpilih") is True}
        first = [name for name in names if name not in chosen][: max(0, count - len(chosen))]
        left_out = set(names) - chosen - set(first)
        # The name of a reference line stands in a column of the same heading, but is no row.
        datasets = {
            key: [row for row in found if row.get(field) not in left_out]
            if {row.get(field) for row in found} <= set(names)
            else found
            for key, found in datasets.items()
        }
        found = self.at(scale, {"step": step}, {**self.spec, "datasets": datasets})
        return Fitted(found.svg, scale, len(names) - len(left_out), len(names))


def _plot_size(svg: str) -> tuple[float, float]:
    """Width and height of the plot itself, without axes and legend."""
    found = _PLOT.search(svg)
    return float(found[1]), float(found[2])


def _layers(node: dict, data: dict | None = None):
    """Each layer with the data that it draws."""
    data = node.get("data", data) or {}
    yield node, data
    for layer in node.get("layer", []):
        yield from _layers(layer, data)


def _shapes(spec: dict) -> dict | None:
    """The TopoJSON of a map; None for any other chart."""
    found = (data.get("values") for _layer, data in _layers(spec))
    return next((data for data in found if isinstance(data, dict) and data.get("type") == "Topology"), None)


def _without_shapes(spec: dict, corners: list) -> dict:
    """A copy of the layers in which every TopoJSON holds the corners of the map only."""
    frame = {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]]}]}

    def emptied(node):
        if isinstance(node, list):
            return [emptied(item) for item in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") == "Topology":
            return {"type": "Topology", "objects": dict.fromkeys(node["objects"], frame), "arcs": [corners]}
        kept = {"datasets", "config"}
        return {key: item if key in kept else emptied(item) for key, item in node.items()}

    return emptied(spec)


def _row_order(spec: dict) -> tuple[str, list]:
    """The field that makes the rows and its values from top to bottom; [] when it is computed."""
    channels = ((layer.get("encoding", {}).get("y", {}), data.get("name", "")) for layer, data in _layers(spec))
    y, dataset = next(((y, data) for y, data in channels if y.get("type") in ("nominal", "ordinal")), ({}, ""))
    field, sort = y.get("field", ""), y.get("sort", "ascending")
    rows = [row for row in spec["datasets"].get(dataset, []) if field in row]
    names = list(dict.fromkeys(row[field] for row in rows))
    if isinstance(sort, dict) and "field" in sort:
        best = {"min": min, "max": max}.get(sort.get("op"), min)
        keys: dict = {}
        for row in rows:
            value = row.get(sort["field"])
            if value is not None:
                keys[row[field]] = best(keys.get(row[field], value), value)
        known = sorted(
            (name for name in names if name in keys), key=keys.get, reverse=sort.get("order") == "descending"
        )
        return field, known + [name for name in names if name not in keys]
    return field, sorted(names) if sort == "ascending" else names
