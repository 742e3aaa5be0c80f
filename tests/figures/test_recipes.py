"""Every recipe makes a figure that draws and says what it is, for every area it is made for, or says what is missing."""

import json

import pytest

from analysis.figures.drawing import template
from analysis.figures.registry import make_figure, recipes
from analysis.figures.view import YEARS, Empty, Figure
from analysis.output.captions import has_sample, source_line

WITHOUT_DATA = 2019
ONE_OF = {"kecamatan": {"kecamatan": "31.73.01"}, "kelurahan": {"kecamatan": "31.73.01", "kelurahan": "31.73.01.1001"}}
CODES = list(recipes())


def check(figure) -> None:
    """A figure draws and its words are complete; an empty one says what is missing."""
    if not isinstance(figure, Figure):
        assert figure is None or (isinstance(figure, Empty) and figure.what and figure.filled_by)
        return
    spec, caption = json.loads(template(figure)), figure.caption
    assert spec["$schema"] and caption.judul and caption.alt and figure.file_name
    rows = [figure.table, *figure.frames.values()]
    assert caption.contoh == any(has_sample(frame) for frame in rows)
    assert caption.sumber or not source_line(figure.table)
    for name, frame in figure.frames.items():
        assert name in json.dumps(spec), f"dataset {name} is never drawn"
        assert len(frame.columns.drop_duplicates()) == len(frame.columns)


@pytest.mark.parametrize("kota", ["31.73", "31", "31.01"])
@pytest.mark.parametrize("tahun", [2024, 2025, WITHOUT_DATA])
def test_every_recipe_for_a_kota(view, kota, tahun):
    looked_at = view.on(kota=kota, tahun=tahun)
    for code in CODES:
        check(make_figure(code, looked_at))


@pytest.mark.parametrize("code", CODES)
def test_a_recipe_makes_the_same_figure_again(view, code):
    """The recipe on a figure, gone through a link and back, makes it again."""
    looked_at = view.on(kota="31.73", **ONE_OF["kelurahan"])
    first = make_figure(code, looked_at)
    assert isinstance(first, Figure)
    kode, params = first.resep
    assert kode == code
    again = make_figure(kode, view.on(kota="31.73", **ONE_OF["kelurahan"]), **json.loads(json.dumps(dict(params))))
    assert again.caption == first.caption
    for name, frame in first.frames.items():
        assert frame.equals(again.frames[name]), name


def test_every_parameter_of_a_page_survives_a_link(view):
    """Lists of weights come back from JSON as lists."""
    weights = (("jumlah_pendek", 2), ("E17", 1))
    first = make_figure("usulan_lokus", view, kriteria=weights, k=5, derau=False)
    kode, params = first.resep
    again = make_figure(kode, view, **json.loads(json.dumps(dict(params))))
    assert "5 kelurahan diusulkan" in again.caption.judul
    assert again.table.equals(first.table)


@pytest.mark.parametrize("level", ONE_OF)
def test_a_recipe_says_truly_for_which_areas_it_can_be_made(view, level):
    """A batch over an area's parts gives different figures: the area stands in what is drawn or said."""
    for code, recipe in recipes().items():
        if level not in recipe.wilayah:
            continue
        other = {"kecamatan": "31.73.02", "kelurahan": "31.73.02.1001"}
        choices = {key: other[key] for key in ONE_OF[level]}
        one, two = (make_figure(code, view.on(kota="31.73", **where)) for where in (ONE_OF[level], choices))
        same = one.caption == two.caption and all(frame.equals(two.frames[name]) for name, frame in one.frames.items())
        assert not same, code


def test_recipes_follow_the_indicator_and_the_year_as_they_say(view):
    """Other than a survey trend, whatever claims to follow a choice changes with it, and nothing else does."""
    where = {"kota": "31.73", **ONE_OF["kelurahan"]}
    for code, recipe in recipes().items():
        first = make_figure(code, view.on(**where))
        for follows, change in (
            (recipe.indikator, {"indikator": "proporsi_krs"}),
            (recipe.tahun, {"tahun": 2023}),
        ):
            other = make_figure(code, view.on(**where, **change))
            changed = not isinstance(other, Figure) or other.caption != first.caption
            assert changed == follows, f"{code} {change}"


def test_the_app_has_one_list_of_years():
    from pages.parts.state import YEARS as offered

    assert [str(year) for year in YEARS] == offered


def test_one_area_is_named_outlined_and_judged(view):
    """Cengkareng Barat: 55 short children of 2,389 measured (2.30 %); its kota: 1,361 of 81,400 (1.67 %)."""
    figure = make_figure("satu_wilayah", view.on(**ONE_OF["kelurahan"]))
    said = figure.caption.judul.replace("\u00a0", " ")
    assert said.startswith("Cengkareng Barat: 2,3 % (selang 95 %") and said.endswith("(1,7 %)")
    assert "lebih buruk daripada Jakarta Barat" in figure.caption.judul
    marked = figure.frames["data"].query("terpilih")
    assert marked["kode_kelurahan"].tolist() == ["31.73.01.1001"] and marked["label"].tolist() == ["Cengkareng Barat"]


def test_one_kecamatan_has_all_its_kelurahan_marked_and_one_name(view):
    figure = make_figure("satu_wilayah", view.on(kecamatan="31.73.01"))
    data = figure.frames["data"]
    assert data.loc[data["terpilih"], "kode_kelurahan"].str[:8].unique().tolist() == ["31.73.01"]
    assert data.loc[data["label"] != "", "label"].tolist() == ["Cengkareng"]
    assert figure.caption.judul.startswith("Kecamatan Cengkareng: ")


def test_a_count_is_told_as_a_part_of_its_kota(view):
    figure = make_figure("satu_wilayah", view.on(kecamatan="31.73.01"), code="jumlah_pendek")
    assert " balita dari " in figure.caption.judul and "selang" not in figure.caption.judul


def test_without_an_area_chosen_it_asks_for_one(view):
    assert isinstance(make_figure("satu_wilayah", view), Empty)


def test_a_trend_goes_no_further_down_than_it_is_told(view):
    looked_at = view.on(**ONE_OF["kelurahan"])
    names = {
        level: make_figure("tren_wilayah", looked_at, sampai=level).caption.alt
        for level in ("kota", "kecamatan", "kelurahan")
    }
    assert {level: text.rsplit(", ", 1)[1] for level, text in names.items()} == {
        "kota": "Jakarta Barat.",
        "kecamatan": "Cengkareng.",
        "kelurahan": "Cengkareng Barat.",
    }


def test_a_mark_of_lokus_is_explained_only_where_one_is_drawn(view):
    """Kepulauan Seribu has no official list; in Taman Sari no kelurahan is on one."""
    for code, mark in (
        ("peta", "garis jingga: lokus resmi"),
        ("peta_krs", "garis jingga: lokus resmi"),
        ("peringkat", "belah ketupat jingga: lokus resmi"),
        ("corong", "belah ketupat jingga: lokus resmi"),
        ("kuadran", "belah ketupat jingga: lokus resmi"),
        ("cakupan_layanan", "jingga tebal: lokus resmi"),
    ):
        assert make_figure(code, view.on(kota="31.73")).caption.subjudul.endswith(mark), code
        assert "lokus" not in make_figure(code, view.on(kota="31.01")).caption.subjudul, code
    assert "lokus" not in make_figure("cakupan_layanan", view.on(kota="31.73", kecamatan="31.73.03")).caption.subjudul


def test_the_map_of_a_kecamatan_speaks_of_the_kecamatan(view):
    """Cengkareng in the sample: 361 of 16,014 children."""
    looked_at = view.on(kota="31.73", kecamatan="31.73.01", indikator="prevalensi_rutin")
    judul = make_figure("peta", looked_at).caption.judul
    assert judul.startswith("Prevalensi rutin Cengkareng 2,3\u00a0% pada 2024; tertinggi di Cengkareng Timur")
    assert "Tegal Alur" not in make_figure("peta_krs", looked_at).caption.judul
