"""One walk over all charts: data stay out of the spec, and what is drawn reads as Indonesian.

Each chart is drawn to SVG, so these facts are read from what a reader would see.
"""

import json
import re
from functools import cache

import pandas as pd
import pytest
import vl_convert

from analysis import language
from analysis.output import export, maps, theme
from analysis.output.trends import trend_frame
from tests.output.examples import CHARTS, ROOT, Example

IDS = [example.name for example in CHARTS]
every_chart = pytest.mark.parametrize("example", CHARTS, ids=IDS)


@cache
def svg(example_name: str, variant: int = 0, width: int = 640) -> str:
    example = CHARTS[IDS.index(example_name)]
    language.use("id")
    return draw_svg({**theme.finish(example.chart(variant)), "width": width})


def draw_svg(spec: dict) -> str:
    inlined = export.inline_geometry(spec, lambda path: (ROOT / "static" / path).read_text("utf-8"))
    return vl_convert.vegalite_to_svg(inlined)


def texts(drawing: str) -> list[str]:
    """Every printed text and every text that a screen reader speaks."""
    lines = re.findall(r"<text[^>]*>(.*?)</text>", drawing)
    return [re.sub(r"<[^>]*>", " ", line).strip() for line in lines] + re.findall(r'aria-label="([^"]*)"', drawing)


def without_data(example: Example, variant: int) -> dict:
    return {key: value for key, value in theme.finish(example.chart(variant)).items() if key != "datasets"}


@every_chart
def test_other_data_give_the_same_spec_so_the_browser_only_swaps_datasets(example):
    first, second = theme.finish(example.chart(0)), theme.finish(example.chart(1))
    assert first["datasets"] != second["datasets"]
    assert list(first["datasets"]) == list(second["datasets"])
    assert {**first, "datasets": second["datasets"]} == second


@every_chart
def test_a_frame_without_rows_is_drawn_as_an_empty_chart_of_the_same_spec(example):
    frames = [frame.iloc[:0] for frame in example.frames(0)]
    empty = theme.finish(example.draw(*frames, **example.options))
    assert draw_svg({**empty, "width": 400}).startswith("<svg")
    assert {key: value for key, value in empty.items() if key != "datasets"} == without_data(example, 0)


ROW_NAMES = ("nama_pendek", "nama", "seri", "peringkat")


@pytest.mark.parametrize(
    "example", [e for e in CHARTS if set(ROW_NAMES) & set(e.frames(0)[0])], ids=lambda example: example.name
)
def test_every_row_is_named_in_the_picture(example):
    shown = " | ".join(texts(svg(example.name))).replace("&gt;", ">")
    frame = example.frames(0)[0]
    column = next(name for name in ROW_NAMES if name in frame)
    lines = {line for name in frame[column].dropna() for line in name.split("\n")}
    assert {line for line in lines if line not in shown} == set()


@every_chart
def test_no_code_word_no_english_and_no_decimal_point_reaches_the_reader(example):
    found = texts(svg(example.name))
    columns = {name for frame in example.frames(0) for name in frame.columns if "_" in name}
    for text in found:
        assert not re.search(r"undefined|null|NaN|true|false|[Aa]xis|scale", text), text
        assert not columns & set(re.findall(r"\w+", text)), text
        assert not re.search(r"\d\.\d(?!\d\d)", text), f"decimal point: {text}"


@every_chart
def test_dark_ground_leaves_no_light_token_behind(example):
    dark = theme.to_dark(json.dumps(theme.finish(example.chart(0))))
    assert not [token for token in theme._DARK if token in dark]
    assert json.loads(dark)


@every_chart
def test_names_and_notes_are_at_least_20_px_on_a_big_screen(example):
    spec = {**theme.finish(example.chart(0), "paparan"), "width": 1400}
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', draw_svg(spec))]
    assert min(sizes) >= 20


def shapes(drawing: str, pattern: str) -> int:
    return len(re.findall(pattern, drawing))


@pytest.mark.parametrize("name", [name for name in IDS if name.startswith("draw_map") and "simbol" not in name])
def test_the_map_hatches_what_is_missing_dots_what_is_hidden_and_outlines_lokus(name):
    drawing = svg(name)
    areas = re.findall(r'<path aria-label="([^"]*)"[^>]*?fill="([^"]*)"', drawing)
    hatched = [label for label, fill in areas if fill.startswith("url(")]
    assert len(hatched) == 1 and "tidak ada data" in hatched[0]
    assert [label for label, fill in areas if "disembunyikan" in label and fill == theme.GROUND]
    assert shapes(drawing, f'stroke="{theme.ACCENT}" stroke-width="2.4"') == 3 + 1, "three lokus and the legend"
    assert {"Tidak ada data", "Disembunyikan", "Lokus"} <= set(texts(drawing))


def test_missing_rows_of_a_ranking_stay_and_say_so():
    assert "tidak ada data" in texts(svg("draw_ranking"))


def test_the_trend_names_surveys_and_keeps_the_two_target_paths_apart():
    shown = texts(svg("draw_trend"))
    assert any(re.fullmatch(r"SKI\s+2023", text) for text in shown)
    assert {"Target 2024", "Target 2029"} <= set(shown)
    # 14.0 in 2024 and 18.8 in 2025 belong to different plans: two dashed lines, not one.
    assert shapes(svg("draw_trend"), r'stroke-dasharray="3,4"') == 2


def test_the_figure_of_a_point_keeps_off_its_own_line():
    """17.6, 15.2, 17.1: after the lowest the line goes on upwards, so that figure stands below its point."""
    years = {
        "tahun": [2021, 2022, 2023],
        "periode": ["SSGI 2021", "SSGI 2022", "SKI 2023"],
        "nilai": [17.6, 15.2, 17.1],
    }
    frame = pd.DataFrame(years | {"bawah": None, "atas": None, "n": None, "seri": "Jakarta Barat", "peran": "utama"})
    assert trend_frame(frame)[0]["letak_angka"].tolist() == ["atas", "bawah", "atas"]


def test_factors_are_not_stacked_and_say_that_4t_overlap():
    assert "4T saling beririsan, jangan dijumlahkan" in texts(svg("draw_factors"))


def test_judgement_is_a_symbol_and_a_word():
    shown = texts(svg("draw_comparison"))
    assert "lebih buruk" in shown or "lebih baik" in shown


def test_circles_are_drawn_where_the_legend_has_nothing_to_explain():
    """All areas measured and none a lokus: a legend without entries once had no extent and blanked the map."""
    rows = pd.read_csv(ROOT / "data/wilayah/kelurahan.csv", dtype={"kode_kelurahan": str})
    points = pd.read_csv(ROOT / "data/wilayah/titik_peta.csv", dtype={"lingkup": str, "kode_kelurahan": str})
    measure = rows.rename(columns={"nama_kelurahan": "nama"}).assign(nilai=range(len(rows)))
    frame, legend = maps.map_frame(measure, points, lokus_codes=(), lingkup="31.73", bentuk="simbol", digits=0)
    assert legend.empty
    chart = maps.draw_map(frame, legend, judul="Balita", geometri="simbol", lingkup="31.73")
    width = re.search(r'<svg[^>]* width="([^"]+)"', draw_svg({**theme.finish(chart), "width": 640}))[1]
    assert float(width) < 1000
