"""Specs without data are kept for all sessions; titles, some of them typed by people, are put in last."""

import json

import altair as alt
import pandas as pd
import pytest

from analysis.figures import drawing
from analysis.figures.registry import make_figure, recipes
from analysis.figures.view import Figure
from analysis.output.captions import Caption
from analysis.output.theme import finish


def draw(frame: pd.DataFrame, *, judul: str, warna: str) -> alt.Chart:
    drawn.append(warna)
    return alt.Chart(alt.NamedData("data"), title=judul).mark_bar(color=warna).encode(x=alt.X("nilai:Q"))


drawn: list[str] = []


def bars(judul: str, warna: str) -> Figure:
    frame = pd.DataFrame({"nilai": [1]})
    return Figure(draw, {"data": frame}, Caption(judul), options={"judul": judul, "warna": warna})


@pytest.fixture(autouse=True)
def none_kept(monkeypatch):
    monkeypatch.setattr(drawing, "_templates", type(drawing._templates)())
    drawn.clear()


def test_the_specs_used_last_stay_and_the_oldest_go(monkeypatch):
    monkeypatch.setattr(drawing, "_KEPT", 3)
    figures = {name: bars("Judul", name) for name in "abcd"}
    for name in "abcabdab":
        drawing.template(figures[name])
    assert drawn == ["a", "b", "c", "d"]
    assert len(drawing._templates) == 3
    drawing.template(figures["c"])
    assert drawn == ["a", "b", "c", "d", "c"]


@pytest.mark.parametrize(
    "judul", ["Stunting (%)", 'Kata "anak" di \\ jalan', "judul", "\ue000judul\ue001", "baris\nbaru é"]
)
def test_another_title_is_the_same_drawing_with_that_title(judul):
    drawing.template(bars("Judul lain", "red"))
    assert json.loads(drawing.template(bars(judul, "red")))["title"] == judul
    assert drawn == ["red"]


@pytest.mark.parametrize("ukuran", ["kerja", "paparan"])
def test_every_figure_is_what_it_would_be_drawn_with_its_title_at_once(view, ukuran):
    looked_at = view.on(kota="31.73", kecamatan="31.73.01", kelurahan="31.73.01.1001", indikator="E14")
    for code in recipes():
        figure = make_figure(code, looked_at)
        at_once = finish(figure.draw(*figure.frames.values(), **figure.options), ukuran)
        assert json.loads(drawing.template(figure, ukuran)) == json.loads(json.dumps({**at_once, "datasets": {}})), code
