"""Colours, type and number format of every chart, kept outside the charts.

A chart says *what* a mark is (a role: data, quiet, accent); only this module says how that looks. That is
why `finish` is the one place where config enters, and why the dark version is a plain exchange of tokens.

The trap: Streamlit sends a chart's datasets apart from its spec and repaints in place as long as the spec
is the same text. A value, a class limit or a name from the data that slips into the spec makes the browser
build the whole chart anew, so everything that depends on data lives in a named dataset.
"""

from __future__ import annotations

import json
import re

import altair as alt
import pandas as pd
from altair.utils import schemapi

from analysis.language import vega_locale

FONT = "Plus Jakarta Sans"

TEXT = "#1b2a34"
QUIET = "#5f6f7a"
ACCENT = "#c2410c"
DATA = "#26687d"
INTERVAL = "#728f9b"
GRID = "#d9dfe3"
GROUND = "#ffffff"
BAND = "#f4f6f7"
HATCH = "#7f8d96"
INK = "#14222b"  # on a middle tone of the sequence, the same on both grounds
SEQUENCE = ("#eef4f3", "#c9dfe0", "#93bfc6", "#5796a6", DATA)
BETTER, SIMILAR, WORSE = "#0f6e66", "#64737d", ACCENT

_DARK = {
    TEXT: "#e8eef1",
    QUIET: "#a9b7c0",
    ACCENT: "#fb923c",
    DATA: "#7cc0cf",
    INTERVAL: "#567886",
    GRID: "#2b3942",
    GROUND: "#10191f",
    BAND: "#18232b",
    HATCH: "#6b7a84",
    BETTER: "#5fc4b8",
    SIMILAR: "#9aa8b1",
    "#eef4f3": "#1e323b",
    "#c9dfe0": "#2b4f5b",
    "#93bfc6": "#3d707f",
    "#5796a6": "#5a99a9",
}
_TOKEN = re.compile("|".join(_DARK))

# Sizes per mode: text, notes, point area, line width.
_SIZES = {"kerja": (14, 12, 80, 2), "paparan": (24, 20, 190, 3)}
# How much bigger a chart's own measures are on a big screen: rows follow the text, plots the room there is.
_PAPARAN = {"step": 1.7, "height": 1.35, "size": 2.4, "strokeWidth": 1.5, "thickness": 1.5, "dy": 1.5, "dx": 1.5}


def config(ukuran: str = "kerja") -> dict:
    """Vega-Lite config of a mode: "kerja" (text 14, notes 12) or "paparan" (text 24, notes 20).

    Raises KeyError for any other mode.
    """
    text, notes, point, line = _SIZES[ukuran]
    quiet = {"labelColor": QUIET, "labelFontSize": notes, "titleColor": QUIET, "titleFontSize": notes}
    name = {"fontSize": notes, "fontWeight": 600}
    return {
        "font": FONT,
        "background": None,
        "locale": vega_locale(),
        "view": {"stroke": None},
        "axis": {
            **quiet,
            "titleFontWeight": 400,
            "titlePadding": 10,
            "labelPadding": 6,
            "labelLimit": notes * 30,
            "labelLineHeight": notes * 1.4,
            "domain": False,
            "ticks": False,
            "aria": False,  # Vega describes axes and legends in English only
            "gridColor": GRID,
            "gridWidth": 1,
        },
        "axisY": {"labelColor": TEXT, "labelFontSize": text},
        "axisYQuantitative": {"labelColor": QUIET, "labelFontSize": notes},
        "legend": {
            **quiet,
            "labelColor": TEXT,
            "titleFontWeight": 400,
            "titleLimit": 0,
            "aria": False,
            "labelLimit": 0,
            "symbolSize": point * 2,
            "symbolStrokeWidth": 1,
            "columnPadding": notes,
            "rowPadding": 4,
            "titlePadding": 8,
            "offset": 12,
        },
        "text": {"fontSize": notes, "color": TEXT},
        "point": {"size": point, "filled": True, "opacity": 1},
        "rule": {"strokeWidth": line},
        "line": {"strokeWidth": line},
        "bar": {"color": DATA},
        "style": {
            "nama": {**name, "color": TEXT},
            "halo": {**name, "color": GROUND, "stroke": GROUND, "strokeWidth": 3.5, "strokeJoin": "round"},
            "angka": {"fontSize": text, "fontWeight": 600, "color": TEXT},
            "catatan": {"fontSize": notes, "color": QUIET},
        },
    }


def to_dark(spec_json: str) -> str:
    """The same spec text on the dark ground: every light colour exchanged for its dark counterpart."""
    return _TOKEN.sub(lambda match: _DARK[match.group()], spec_json)


def _rows_text(frame: pd.DataFrame) -> str:
    return frame.to_json(orient="records", date_format="iso", double_precision=6)


def records(frame: pd.DataFrame) -> list[dict]:
    """The rows of a dataset for a spec that leaves the app: missing values null, dates ISO text."""
    return json.loads(_rows_text(frame))


def named(frame: pd.DataFrame, name: str = "data") -> alt.InlineData:
    """`frame` as a dataset that keeps its name in the spec; see `records`."""
    # One string instead of a list of rows: Altair would check and copy every cell at every step.
    return alt.InlineData(values=_rows_text(frame), name=name, format=alt.JsonDataFormat(type="json"))


def finish(chart: alt.TopLevelMixin, ukuran: str = "kerja") -> dict:
    """Spec of `chart` with config; the values of every named dataset are moved to `spec["datasets"]`.

    Without its "datasets" the spec is the same for all data of one shape, so a page caches it once per
    choice of options and hands Streamlit new datasets only.
    """
    # Altair checks a spec against its schema where its own debug mode is on: in the tests, not for a visitor.
    spec = chart.to_dict(validate=schemapi.DEBUG_MODE)
    datasets: dict[str, list] = {}
    _hoist(spec, datasets)
    if ukuran == "paparan":
        spec = _enlarge(spec)
    # In the spec and not in config, which Streamlit overrides: symbols at the edge would be cut.
    padding = dict.fromkeys(("left", "right", "top", "bottom"), 6)
    return {**spec, "padding": padding, "config": config(ukuran), "datasets": datasets}


def _enlarge(node, key: str = ""):
    """A copy in which measures, and the values of encodings of such a measure, grow as `_PAPARAN` says."""
    if isinstance(node, dict):
        if node.get("type") == "tick":  # the size of a tick is a length, not an area
            node = {**node, "size": node["size"] * 0.7}
        kept = {"params", "scale", "legend", "axis"}
        return {
            name: item if name in kept else _enlarge(item, key if name in ("value", "condition") else name)
            for name, item in node.items()
        }
    if isinstance(node, list):
        return [_enlarge(item, key) for item in node]
    measured = isinstance(node, (int, float)) and not isinstance(node, bool)
    return node * _PAPARAN.get(key, 1) if measured else node


def _hoist(node, datasets: dict[str, list]) -> None:
    """Move the values of named inline data out of the tree below `node`."""
    if isinstance(node, list):
        for item in node:
            _hoist(item, datasets)
    elif isinstance(node, dict):
        data = node.get("data")
        if isinstance(data, dict) and "name" in data and "values" in data:
            datasets[data["name"]] = json.loads(data.pop("values"))
            del data["format"]
        for item in node.values():
            _hoist(item, datasets)
