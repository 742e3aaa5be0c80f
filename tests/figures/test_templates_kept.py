"""Specs without data are kept for all sessions, but titles are typed by people: there is an end to what is kept."""

import altair as alt
import pandas as pd

from analysis.figures import drawing
from analysis.figures.view import Figure
from analysis.output.captions import Caption


def draw(frame: pd.DataFrame, *, judul: str) -> alt.Chart:
    drawn.append(judul)
    return alt.Chart(alt.NamedData("data"), title=judul).mark_bar().encode(x="nilai:Q")


drawn: list[str] = []


def test_the_specs_used_last_stay_and_the_oldest_go(monkeypatch):
    monkeypatch.setattr(drawing, "_KEPT", 3)
    monkeypatch.setattr(drawing, "_templates", type(drawing._templates)())
    figures = {
        name: Figure(draw, {"data": pd.DataFrame({"nilai": [1]})}, Caption(name), options={"judul": name})
        for name in "abcd"
    }
    for name in "abcabdab":
        drawing.template(figures[name])
    assert drawn == ["a", "b", "c", "d"]
    assert len(drawing._templates) == 3
    drawing.template(figures["c"])
    assert drawn == ["a", "b", "c", "d", "c"]
