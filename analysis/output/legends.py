"""Legends of a chart that is drawn once, for one width.

On screen a legend chooses its columns from the width of the plot. Vega sizes a picture before it knows that width, so
a legend that changes its columns then stands over whatever is above it. Here the columns are a number, and no more of
them than there is room for.
"""

from __future__ import annotations

import re

_CHOICE = re.compile(r"width (>|<) (\d+) \? (\d+) : ")
_LEGEND = re.compile(
    r'role-legend"[^>]*><g transform="translate\((-?[\d.]+),(-?[\d.]+)\)">'
    r'<path class="background"[^>]*\bd="M0,0h([\d.]+)v([\d.]+)h'
)
_ORIGIN = re.compile(r'<g fill="none"[^>]*transform="translate\((-?[\d.]+),(-?[\d.]+)\)"')


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


def too_wide(svg: str, width: float) -> float:
    """How many times wider than its room the widest legend of a drawing `width` px wide is; at most 1: it fits."""
    origin = _ORIGIN.search(svg)
    left = float(origin[1]) if origin else 0.0
    return max(
        (float(wide) / max(1.0, width - left - float(x)) for x, _y, wide, _high in _LEGEND.findall(svg)), default=0.0
    )


def _nodes(*places):
    for place in places:
        if isinstance(place, list):
            yield from _nodes(*place)
        elif isinstance(place, dict):
            yield place
            yield from _nodes(*(item for key, item in place.items() if key not in ("data", "values")))
