"""One theme: readable in print, on a projector and on the dark ground."""

import json
import tomllib

import altair as alt
import pandas as pd
import pytest

from analysis import language
from analysis.output import theme
from tests.output.examples import ROOT


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [part / 255 for part in bytes.fromhex(colour.lstrip("#"))]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = pytest.mark.parametrize("paper", ["GROUND", "BAND"])
ON = {"light": str, "dark": theme.to_dark}


@GROUNDS
@pytest.mark.parametrize("role", ["TEXT", "QUIET", "ACCENT", "DATA", "BETTER", "SIMILAR", "WORSE"])
@pytest.mark.parametrize("ground", ON)
def test_text_and_symbols_stand_out_by_4_5_to_1(role, ground, paper):
    assert contrast(ON[ground](getattr(theme, role)), ON[ground](getattr(theme, paper))) >= 4.5


@GROUNDS
@pytest.mark.parametrize("role", ["INTERVAL", "HATCH"])
@pytest.mark.parametrize("ground", ON)
def test_marks_that_only_shapes_tell_stand_out_by_3_to_1(role, ground, paper):
    assert contrast(ON[ground](getattr(theme, role)), ON[ground](getattr(theme, paper))) >= 3


# What stands on what, of .streamlit/config.toml: text of the page and the sidebar, notices and badges, links, the
# label of a filled button and of a picked tag (pages/parts/accessible.py).
PAPERS = ("backgroundColor", "secondaryBackgroundColor")
WORDS = [
    *((text, paper) for text in ("textColor", "grayTextColor", "linkColor", "primaryColor") for paper in PAPERS),
    *(
        (f"{hue}{part}", f"{hue}BackgroundColor")
        for hue in ("blue", "green", "orange", "red")
        for part in ("Color", "TextColor")
    ),
    *((f"{hue}TextColor", paper) for hue in ("blue", "green", "orange", "red") for paper in PAPERS),
    *(("textColor", f"{hue}BackgroundColor") for hue in ("blue", "green", "orange", "red")),
    ("primaryColor", "blueBackgroundColor"),
    ("backgroundColor", "primaryColor"),
]


@pytest.mark.parametrize("ground", ON)
@pytest.mark.parametrize(("text", "paper"), WORDS, ids="-".join)
def test_words_of_the_pages_stand_out_by_4_5_to_1(text, paper, ground):
    colours = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"][ground]
    assert contrast(colours[text], colours[paper]) >= 4.5


@pytest.mark.parametrize("ground", ON)
def test_charts_and_pages_share_their_colours(ground):
    colours = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"][ground]
    names = {
        "textColor": theme.TEXT,
        "grayTextColor": theme.QUIET,
        "primaryColor": theme.DATA,
        "orangeColor": theme.ACCENT,
    }
    assert {name: colours[name] for name in names} == {name: ON[ground](colour) for name, colour in names.items()}
    assert colours["backgroundColor"] == ON[ground](theme.GROUND)


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_letters_of_the_review_stand_out_from_their_cells(ground):
    # A on the darkest cell, B on the next, C and D on the light ones.
    pairs = zip([theme.GROUND, theme.INK, theme.TEXT, theme.TEXT], theme.SEQUENCE[:0:-1], strict=True)
    for letter, cell in pairs:
        if ground == "dark":
            letter, cell = theme.to_dark(letter), theme.to_dark(cell)
        assert contrast(letter, cell) >= 4.5


def test_the_sequence_keeps_its_order_without_colour_on_both_grounds():
    light = [luminance(shade) for shade in theme.SEQUENCE]
    dark = [luminance(theme.to_dark(shade)) for shade in theme.SEQUENCE]
    assert light == sorted(light, reverse=True)
    assert dark == sorted(dark)


def test_numbers_and_months_follow_the_language():
    assert theme.config()["locale"]["number"]["decimal"] == ","
    assert theme.config()["locale"]["time"]["months"][4] == "Mei"
    language.use("en")
    assert theme.config()["locale"]["number"]["decimal"] == "."


def test_datasets_leave_the_spec_with_missing_values_as_null_and_codes_as_text():
    frame = pd.DataFrame({"kode_kelurahan": ["31.73.01.1005"], "nilai": [float("nan")]})
    spec = theme.finish(alt.Chart(theme.named(frame)).mark_point().encode(x="nilai:Q"))
    assert spec["datasets"] == {"data": [{"kode_kelurahan": "31.73.01.1005", "nilai": None}]}
    assert "31.73.01.1005" not in json.dumps({**spec, "datasets": {}})


def test_rows_grow_with_the_text_on_a_big_screen():
    frame = pd.DataFrame({"nama": ["Kapuk"]})
    chart = alt.Chart(theme.named(frame)).mark_point().encode(y="nama:N").properties(height=alt.Step(20))
    assert theme.finish(chart)["height"] == {"step": 20}
    assert theme.finish(chart, "paparan")["height"] == {"step": 34}
