"""Words of a drawing that stand outside of it.

Vega makes room for axes and legends, but not always for a figure at the end of a bar: how long the bar is it knows
only afterwards. Such words would leave the page.
"""

from __future__ import annotations

import re
from cmath import rect
from math import radians
from xml.etree import ElementTree

from analysis.output.fonts import text_width
from analysis.output.picture import drawing_size

_SVG = "{http://www.w3.org/2000/svg}"
_STEP = re.compile(r"(translate|rotate)\((-?[\d.e-]+)(?:[ ,]+(-?[\d.e-]+))?\)")
_ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}
_WEIGHTS = {"bold": 700, "normal": 400}
_ALLOWED = 1  # px


def with_overhang(drawing: str) -> str:
    """The drawing, made wider on the left and right by as much as its words stand out there."""
    width, height = drawing_size(drawing)
    ends = list(_ends(ElementTree.fromstring(drawing), 0j, 1 + 0j))  # noqa: S314 # nosec B314 # our own drawing
    left = max(0.0, -min((end.real for end in ends), default=0.0))
    right = max(0.0, max((end.real for end in ends), default=0.0) - width)
    if max(left, right) <= _ALLOWED:
        return drawing
    body = drawing[drawing.index(">") + 1 :].removesuffix("</svg>")
    return f'<svg width="{width + left + right:g}" height="{height:g}"><g transform="translate({left:g},0)">{body}</g></svg>'


def _ends(node: ElementTree.Element, at: complex, turn: complex):
    """Where each visible line of text below `node` begins and ends; numbers x + iy, `turn` the direction of writing."""
    for kind, first, second in _STEP.findall(node.get("transform", "")):
        if kind == "translate":
            at += turn * complex(float(first), float(second or 0))
        else:
            turn *= rect(1, radians(float(first)))
    if node.tag == f"{_SVG}text" and node.get("opacity") != "0":
        size, weight = float(node.get("font-size").removesuffix("px")), node.get("font-weight", "400")
        lines = ["".join(line.itertext()) for line in node.findall(f"{_SVG}tspan")] or ["".join(node.itertext())]
        width = max(text_width(line, size, _WEIGHTS.get(weight) or int(weight)) for line in lines)
        start = at - turn * width * _ANCHOR[node.get("text-anchor", "start")]
        yield from (start, start + turn * width)
    for child in node:
        yield from _ends(child, at, turn)
