"""Legends of a chart that is drawn once, for one width.

On screen a legend chooses its columns from the width of the plot. Vega sizes a picture before it knows that width, so
a legend that changes its columns then stands over whatever is above it. Here the columns are a number: as many as
there is room for, in rows of about the same length.
"""

from __future__ import annotations

import re
from html import unescape
from math import ceil

from analysis.output.fonts import text_width

_CHOICE = re.compile(r"width (>|<) (\d+) \? (\d+) : ")
_LEGEND = re.compile(r'role-legend"[^>]*><g transform="translate\((-?[\d.]+),')
_AT_PLOT = re.compile(r'(role-legend"[^>]*><g transform="translate\()0,')
_LABEL = re.compile(
    r'role-legend-label"[^>]*><text[^>]*translate\(([\d.]+),[^>]*font-size="([\d.]+)px"[^>]*>(.*?)</text>'
)
_BETWEEN = 14  # px between columns
_ORIGIN = re.compile(r'<g fill="none"[^>]*transform="translate\((-?[\d.]+),(-?[\d.]+)\)"')


def from_the_margin(svg: str) -> str:
    """The drawing with a legend above or below its plot moved to the left edge, where the headline begins.

    Vega begins it at the plot, which leaves it little room on a narrow page with long names beside the plot.
    """
    origin = _ORIGIN.search(svg)
    return _AT_PLOT.sub(rf"\g<1>-{origin[1]},", svg) if origin and float(origin[1]) > 0 else svg


def changing_columns(spec: dict) -> str:
    """The expression by which the legend of `spec` chooses its columns; "" when there is none."""
    for node in _nodes(spec.get("encoding", {}), spec.get("layer", [])):
        columns = node.get("columns")
        if isinstance(columns, dict) and "expr" in columns:
            return columns["expr"]
    return ""


def columns_at(expression: str, width: float) -> int:
    """What the expression says for a plot `width` px wide: "width > 740 ? 8 : width > 440 ? 5 : 2"."""
    rest = expression
    while choice := _CHOICE.match(rest):
        sign, limit, columns = choice.groups()
        if width > float(limit) if sign == ">" else width < float(limit):
            return int(columns)
        rest = rest[choice.end() :]
    return int(rest)


def with_columns(node, columns: int):
    """A copy of the layers with the changing columns of every legend replaced by a number."""
    if isinstance(node, list):
        return [with_columns(item, columns) for item in node]
    if not isinstance(node, dict):
        return node
    fixed = {"columns": columns} if isinstance(node.get("columns"), dict) else {}
    kept = {"data", "datasets", "values", "config"}  # long, and no legend in them
    return {key: item if key in kept else with_columns(item, columns) for key, item in node.items()} | fixed


def best_columns(svg: str, width: float, own: int) -> int:
    """Columns of the legend of a drawing `width` px wide; 0 when nothing is drawn of it.

    `own`: what the chart itself chose, kept where it needs no more rows than the best (classes and what is special
    then stand in rows of their own).
    """
    legend = _LEGEND.search(svg)
    labels = [(float(x), float(size), unescape(text)) for x, size, text in _LABEL.findall(svg)]
    if not legend or not labels:
        return 0
    room = width - max(0.0, float(legend[1]))
    wide = [x + text_width(text, size) for x, size, text in labels]
    rows = 1
    while rows < len(wide) and _taken(wide, ceil(len(wide) / rows)) > room:
        rows += 1
    fits = ceil(len(wide) / own) == rows and _taken(wide, min(own, len(wide))) <= room
    return own if fits else ceil(len(wide) / rows)


def _taken(wide: list[float], columns: int) -> float:
    return sum(max(wide[place::columns]) for place in range(columns)) + _BETWEEN * (columns - 1)


def _nodes(*places):
    for place in places:
        if isinstance(place, list):
            yield from _nodes(*place)
        elif isinstance(place, dict):
            yield place
            yield from _nodes(*(item for key, item in place.items() if key not in ("data", "values")))
