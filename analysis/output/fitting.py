"""A chart made to fill a room of fixed width and height, as a page of a template leaves it.

The trap: in Vega-Lite a chart of rows has a height per row, and what its legend and axis titles need is known only
after drawing. So it is drawn, measured and drawn again: first with more or fewer px per row, then smaller as a whole,
and when that would be too small to read, with fewer rows, which the page must then say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analysis.output import export, legends, names
from analysis.output.picture import drawing_size

SMALLEST = 0.6  # of the wanted scale
_ROW_PER_TEXT = 1.15  # least px per row, per px of its text
_ROW_GROWTH = 1.8  # most px per row, as a multiple of the chart's own
_TALLEST = 1.15  # height of a plot per width: steeper lines would exaggerate a trend
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
    found = draw.rows(scale) if isinstance(spec.get("height"), dict) else draw.plot(scale)
    across, down = drawing_size(found.svg)
    # Whatever a chart needs beyond its room, it never leaves the page.
    return Fitted(found.svg, min(found.scale, width / across, height / down), found.shown, found.rows)


def is_map(spec: dict) -> bool:
    return _shapes(spec) is not None


@dataclass(frozen=True)
class _Drawer:
    spec: dict
    width: float
    height: float
    ask: export.Ask | None

    def at(self, scale: float, height: float | dict, spec: dict | None = None) -> Fitted:
        return Fitted(export.draw(spec or self.spec, self.width / scale, height, self.ask), scale)

    def settled(self, scale: float, height: float | dict) -> tuple[Fitted, _Drawer]:
        """The drawing with as many legend columns as there is room for, and a drawer that keeps to them."""
        width, choice = self.width / scale, legends.changing_columns(self.spec)
        if not choice:
            return self.at(scale, height), self
        # The columns the chart itself would choose are often right already.
        columns = legends.columns_at(choice, width)
        drawer = replace(self, spec=legends.with_columns(self.spec, columns))
        drawn = drawer.at(scale, height)
        best = legends.best_columns(drawn.svg, width)
        if best in (0, columns):
            return drawn, drawer
        drawer = replace(self, spec=legends.with_columns(self.spec, best))
        return drawer.at(scale, height), drawer

    def plot(self, scale: float) -> Fitted:
        """A chart of free height. A map takes the shape of its area, so that its legend stays near."""
        shapes = _shapes(self.spec)
        most = self.height / scale if shapes else min(self.height, self.width * _TALLEST) / scale
        drawn, draw = self.settled(scale, most)
        across, down = drawing_size(drawn.svg)
        too_big = max(across * scale / self.width, down / most)
        if too_big > 1 + _NEAR:
            smaller = max(scale / too_big, scale * SMALLEST)
            return draw.at(smaller, most * scale / smaller)
        plot, height = _plot_size(drawn.svg), most
        if shapes:
            tight = plot[0] * _aspect(shapes)
            if tight < plot[1] * (1 - _NEAR):
                plot, height = (plot[0], tight), most - plot[1] + tight
        placed = names.placed_again(self.spec, shapes, *plot)
        if placed is None and height == most:
            return drawn
        return draw.at(scale, height, {**draw.spec, "datasets": placed or draw.spec["datasets"]})

    def rows(self, scale: float) -> Fitted:
        """A chart of rows, each as high as the room allows."""
        own = self.spec["height"]["step"]
        drawn, draw = self.settled(scale, {"step": own})
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
        names = _row_order(self.spec)
        count = int((self.height / scale - around) / step * len(names) / rows)
        if not 0 < count < len(names):
            return self.at(scale, {"step": step})
        field = _row_channel(self.spec)["field"]
        chosen = {row[field] for rows in self.spec["datasets"].values() for row in rows if _chosen(row, field)}
        kept = set([name for name in names if name not in chosen][: max(0, count - len(chosen))]) | chosen
        datasets = {
            key: [row for row in rows if field not in row or row[field] in kept]
            for key, rows in self.spec["datasets"].items()
        }
        found = self.at(scale, {"step": step}, {**self.spec, "datasets": datasets})
        return Fitted(found.svg, scale, len(kept), len(names))


def _chosen(row: dict, field: str) -> bool:
    return field in row and row.get("terpilih") is True


def _plot_size(svg: str) -> tuple[float, float]:
    """Width and height of the plot itself, without axes and legend."""
    found = _PLOT.search(svg)
    return float(found[1]), float(found[2])


def _layers(node: dict):
    yield node
    for layer in node.get("layer", []):
        yield from _layers(layer)


def _shapes(spec: dict) -> dict | None:
    """The TopoJSON of a map; None for any other chart."""
    found = (layer.get("data", {}).get("values") for layer in _layers(spec))
    return next((data for data in found if isinstance(data, dict) and data.get("type") == "Topology"), None)


def _aspect(shapes: dict) -> float:
    """Height per width of a map."""
    left, top, right, bottom = names.extent(shapes)
    return (bottom - top) / (right - left)


def _row_channel(spec: dict) -> dict | None:
    """The y encoding that makes the rows."""
    found = (layer.get("encoding", {}).get("y", {}) for layer in _layers(spec))
    return next((y for y in found if y.get("type") in ("nominal", "ordinal") and "field" in y), None)


def _row_order(spec: dict) -> list:
    """The values of the row field from top to bottom; [] when they are not columns of a dataset."""
    y = _row_channel(spec)
    rows = [row for rows in spec["datasets"].values() for row in rows if y and y["field"] in row]
    names = list(dict.fromkeys(row[y["field"]] for row in rows))
    sort = y.get("sort", "ascending") if y else None
    if isinstance(sort, dict) and "field" in sort:
        down, best = sort.get("order") == "descending", {"min": min, "max": max}.get(sort.get("op"), min)
        keys: dict = {}
        for row in rows:
            value = row.get(sort["field"])
            if value is not None:
                keys[row[y["field"]]] = best(keys.get(row[y["field"]], value), value)
        known = sorted((name for name in names if name in keys), key=keys.get, reverse=down)
        return known + [name for name in names if name not in keys]
    return sorted(names) if sort == "ascending" else names
