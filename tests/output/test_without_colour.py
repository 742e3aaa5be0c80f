"""Printed grey, or seen by somebody who cannot tell orange from teal, every chart still says what it says."""

import itertools
import json
import re

import pytest

from analysis.output import theme
from tests.output.examples import CHARTS
from tests.output.test_theme import luminance

COLOURS = {"color", "fill", "stroke"}
OTHERWISE = {"shown", "shape", "strokeDash", "strokeWidth", "text", "size", "x", "y", "xOffset", "yOffset"}
HEX = r"#[0-9a-f]{6}"
# Neighbouring shades of one chart: what a grey print keeps apart (CIE lightness, 0 black to 100 white).
STEP = 8


def lightness(colour: str) -> float:
    """CIE L* of a colour."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def parts(node: dict):
    """Every mark of a spec."""
    if "mark" in node:
        yield node
    for name in ("layer", "hconcat", "vconcat", "concat"):
        for part in node.get(name, ()):
            yield from parts(part)


def without_guides(channel):
    return {name: part for name, part in channel.items() if name not in ("legend", "axis")}


def columns(node) -> set[str]:
    """The columns of the data that a piece of a spec asks for."""
    text = json.dumps(node)
    return set(re.findall(r"datum\.(\w+)", text)) | set(re.findall(r'"field": "(\w+)"', text))


def channels(part: dict) -> dict[str, dict]:
    """What a mark says in which way, also where it is written as an expression, or drawn for some rows only."""
    mark = part["mark"] if isinstance(part["mark"], dict) else {}
    said = {
        **mark,
        **part.get("encoding", {}),
        "shown": {"if": [t for t in part.get("transform", ()) if "filter" in t]},
    }
    return {name: without_guides(channel) for name, channel in said.items() if isinstance(channel, dict)}


def related(spec: dict, known: set[str]) -> set[str]:
    """`known`, the columns that the spec works out from them, and those they are worked out from."""
    steps = [json.loads(step) for step in re.findall(r'\{"calculate": .*?"as": "\w+"\}', json.dumps(spec))]
    for step in reversed(steps):
        known = known | (columns(step["calculate"]) if step["as"] in known else set())
    for step in steps:
        known = known | ({step["as"]} if columns(step["calculate"]) & known else set())
    return known


def told_apart(colours: list[str]) -> bool:
    """The shades differ in lightness; with one of them, or none at all, it is there or not."""
    light = sorted(map(lightness, colours))
    return bool(colours) and all(more - less >= STEP for less, more in itertools.pairwise(light))


def only_coloured(spec: dict) -> list[str]:
    """What is said by the hue of a mark and by nothing else; a text says itself."""
    marks = [part for part in parts(spec) if "text" not in part.get("encoding", {})]
    otherwise = set().union(
        *(columns(channel) for part in parts(spec) for name, channel in channels(part).items() if name in OTHERWISE)
    )
    alone = []
    for part in marks:
        coloured = {name: channel for name, channel in channels(part).items() if name in COLOURS and columns(channel)}
        shades = {name: sorted(set(re.findall(HEX, json.dumps(channel)))) for name, channel in coloured.items()}
        said = set().union(*map(columns, coloured.values()))
        if said and not related(spec, said) & otherwise and not any(map(told_apart, shades.values())):
            alone.append(f"{sorted(said)} by {shades}")
    return alone


@pytest.mark.parametrize("example", CHARTS, ids=lambda example: example.name)
def test_nothing_is_said_by_hue_alone(example):
    spec = theme.finish(example.chart())
    assert only_coloured({name: part for name, part in spec.items() if name not in ("datasets", "config")}) == []


@pytest.mark.parametrize("ground", [str, theme.to_dark], ids=["light", "dark"])
def test_the_five_classes_of_a_map_are_five_greys(ground):
    shades = [lightness(ground(shade)) for shade in theme.SEQUENCE]
    steps = [after - before for before, after in itertools.pairwise(shades)]
    assert all(step >= STEP for step in steps) or all(step <= -STEP for step in steps)


def test_a_chart_with_a_second_meaning_in_hue_only_is_found():
    coloured = {"mark": "point", "encoding": {"color": {"condition": {"test": "datum.lokus", "value": theme.ACCENT}}}}
    assert only_coloured({"layer": [coloured]}) == []  # there or not
    coloured["encoding"]["color"]["value"] = theme.DATA
    assert only_coloured({"layer": [coloured]}) == ["['lokus'] by {'color': ['#26687d', '#c2410c']}"]
    coloured["encoding"]["shape"] = {"field": "lokus"}
    assert only_coloured({"layer": [coloured]}) == []
