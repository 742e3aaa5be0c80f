"""Where every text of an SVG really stands, through all its transforms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from analysis.output import export, fonts, theme
from tests.output.examples import CHARTS

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
_STEP = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
_ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def spec_of(name: str) -> dict:
    """The spec of a chart of `examples`, as it is exported."""
    example = next(example for example in CHARTS if example.name == name)
    return export.inline_geometry(theme.finish(example.chart()), read_shapes)


def read_shapes(path: str) -> str:
    return (ROOT / "static" / path).read_text("utf-8")


def parsed(svg: bytes | str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own file)


def boxes(node: ElementTree.Element, matrix=(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)) -> list[Box]:
    """The box of each text below `node`: from the top of its capitals to its baseline."""
    matrix = _through(matrix, node.get("transform", ""))
    found = [_box(node, matrix)] if node.tag == f"{SVG}text" and "".join(node.itertext()).strip() else []
    return found + [box for child in node for box in boxes(child, matrix)]


def _through(matrix, transform: str):
    from math import cos, radians, sin

    for kind, numbers in _STEP.findall(transform):
        values = [float(value) for value in re.split(r"[ ,]+", numbers.strip())]
        if kind == "translate":
            step = (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0)
        elif kind == "scale":
            step = (values[0], 0, 0, values[-1], 0, 0)
        else:
            turn = radians(values[0])
            step = (cos(turn), sin(turn), -sin(turn), cos(turn), 0, 0)
        a, b, c, d, e, f = matrix
        p, q, r, s, t, u = step
        matrix = (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f)
    return matrix


def _box(node: ElementTree.Element, matrix) -> Box:
    text = "".join(node.itertext())
    size, weight = float(node.get("font-size").removesuffix("px")), node.get("font-weight", "400")
    lines = ["".join(line.itertext()) for line in node.findall(f"{SVG}tspan")] or [text]
    weight = {"bold": 700, "normal": 400}.get(weight) or int(weight)
    width = max(fonts.text_width(line, size, weight) for line in lines)
    x, y = float(node.get("x", 0)), float(node.get("y", 0))
    left = x - width * _ANCHOR[node.get("text-anchor", "start")]
    a, b, c, d, e, f = matrix
    corners = [(a * px + c * py + e, b * px + d * py + f) for px in (left, left + width) for py in (y - 0.72 * size, y)]
    across, down = zip(*corners, strict=True)
    return Box(text, min(across), min(down), max(across), max(down))
