"""The briefing as PPTX: charts are charts, tables are tables, every slide can be heard, nothing is run and nothing lost."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import combinations
from zipfile import ZipFile

import pandas as pd
import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis import language
from analysis.figures.view import Figure
from analysis.output import rankings, services, timelines, trends
from analysis.output.captions import Caption, has_sample
from analysis.publication import deck_charts
from analysis.publication.deck import to_pptx
from analysis.publication.deck_charts import Grid, NativeChart, native_form
from analysis.publication.deck_layout import HEIGHT, WIDTH, slides_of
from analysis.publication.screens import Point, Screen
from tests.output.examples import CHARTS
from tests.publication.conftest import DAY

SOURCE = {
    "jenis_data": "resmi",
    "sumber_judul": "Buku A",
    "sumber_url": "https://a.example/b",
    "tanggal_sumber": "2024",
}


def no_shapes(path):
    raise AssertionError(f"{path}: a native chart needs no shapes")


def made(*screens: Screen):
    return Presentation(BytesIO(to_pptx(list(screens), judul="Uji", read_shapes=no_shapes, hari=DAY, kota="Kota X")))


def figure(draw, *frames, alt="Uraian", contoh=False, **options) -> Figure:
    named = {f"data{place}": frame for place, frame in enumerate(frames)}
    return Figure(draw, named, Caption("Temuan", "Sub", "Sumber: Buku A", "", alt, contoh), options=options)


def ranking(names=("Duri", "Kapuk", "Angke")) -> Figure:
    rows = pd.DataFrame(
        {
            "kode_kelurahan": ["1", "2", "3"],
            "nama": names,
            "nilai": [12.34, 30.06, 20.0],
            "bawah": [10.0, 25.0, float("nan")],
            "atas": [15.0, 36.5, float("nan")],
            "n": [100, 90, 80],
            "lokus": [False, True, False],
        }
    )
    return figure(rankings.draw_ranking, rows, pd.DataFrame({"nilai": [18.0], "nama": ["Kota X"]}), judul="Persen")


def chart_of(deck, slide: int = 0):
    return next(shape.chart for shape in deck.slides[slide].shapes if shape.has_chart)


def drawn(chart) -> dict[str, list]:
    return {series.name: list(series.values) for series in chart.plots[0].series}


def test_a_ranking_is_a_bar_chart_of_the_frame_with_the_city_where_its_value_puts_it():
    chart = chart_of(made(Screen("a", "Kapuk tertinggi", gambar=ranking())))
    assert list(chart.plots[0].categories) == ["Kapuk (lokus)", "Angke", "Kota X", "Duri"]
    assert drawn(chart) == {"Persen": [30.1, 20.0, 18.0, 12.3]}


def ends_in(chart) -> dict[str, dict[int, float]]:
    """Plus and minus of the first error bars, by point."""
    bars = chart._chartSpace.find(f".//{qn('c:errBars')}")
    return {
        side: {
            int(point.get("idx")): float(point.find(qn("c:v")).text)
            for point in bars.find(qn(f"c:{side}")).iter(qn("c:pt"))
        }
        for side in ("plus", "minus")
    }


def test_intervals_are_error_bars_and_follow_the_workbook():
    chart = chart_of(made(Screen("a", "Kapuk tertinggi", gambar=ranking())))
    # 36.5 - 30.1 = 6.4 and 30.1 - 25 = 5.1; Angke and the city have no interval.
    assert ends_in(chart) == {"plus": {0: 6.4, 3: 2.7}, "minus": {0: 5.1, 3: 2.3}}
    sheet = workbook(chart)
    assert [cell.value for cell in sheet[1]][2:] == [
        f"Persen – {word}" for word in ("batas bawah", "batas atas", "minus", "plus")
    ]
    assert [sheet.cell(2, column).value for column in (3, 4, 5, 6)] == [25, 36.5, "=B2-C2", "=D2-B2"]
    reference = chart._chartSpace.find(f".//{qn('c:errBars')}/{qn('c:plus')}/{qn('c:numRef')}/{qn('c:f')}").text
    assert reference == "Sheet1!$F$2:$F$5"


def workbook(chart):
    return load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).worksheets[0]


def test_a_trend_keeps_gaps_of_years_and_targets_are_series_of_their_own():
    rows = pd.DataFrame(
        {"tahun": [2021, 2024], "periode": ["SSGI 2021", "SSGI 2024"], "nilai": [17.6, 16.22], "bawah": [16.0, None],
         "atas": [19.0, None], "n": [900, None], "seri": "Kota X", "peran": "utama"}
    )  # fmt: skip
    target = pd.DataFrame({"tahun": [2024, 2026], "nilai": [14.0, 12.0], "seri": "RPJMN"})
    picture = figure(trends.draw_trend, *trends.trend_frame(rows, target), judul="Persen")
    chart = chart_of(made(Screen("a", "Turun", gambar=picture)))
    assert list(chart.plots[0].categories) == ["SSGI 2021", "2022", "2023", "SSGI 2024", "2025", "2026"]
    assert drawn(chart) == {
        "Kota X": [17.6, None, None, 16.2, None, None],
        "RPJMN": [None, None, None, 14.0, None, 12.0],
    }
    assert chart._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val") == "span"


def test_figures_of_a_line_stand_below_it_where_another_line_passes_above():
    rows = pd.DataFrame(
        {"tahun": [2021, 2022], "periode": ["2021", "2022"], "nilai": [17.0, 15.0], "bawah": None, "atas": None,
         "n": None, "seri": "Kota X", "peran": "utama"}
    )  # fmt: skip
    target = pd.DataFrame({"tahun": [2021, 2022], "nilai": [16.0, 15.5], "seri": "RPJMN"})
    picture = figure(trends.draw_trend, *trends.trend_frame(rows, target), judul="Persen")
    labels = chart_of(made(Screen("a", "Turun", gambar=picture)))._chartSpace.find(f".//{qn('c:dLbls')}")
    assert {
        one.find(qn("c:idx")).get("val"): one.find(qn("c:dLblPos")).get("val") for one in labels.iter(qn("c:dLbl"))
    } == {"1": "b"}
    assert labels.find(qn("c:dLblPos")).get("val") == "t"


def test_coverage_and_target_are_two_series_and_a_missing_service_says_so():
    rows = pd.DataFrame(
        {"nama_pendek": ["TTD", "ASI"], "nama": ["TTD", "ASI"], "nilai": [80.0, None], "bawah": [78.0, None],
         "atas": [82.0, None], "n": [10, None], "target": [90.0, 80.0], "memenuhi": [False, None],
         "polaritas": "naik_baik", "urutan": [1, 0]}
    )  # fmt: skip
    chart = chart_of(made(Screen("a", "Belum", gambar=figure(services.draw_coverage, rows, judul="Persen"))))
    assert list(chart.plots[0].categories) == ["ASI (tidak ada data)", "TTD"]
    assert drawn(chart) == {"cakupan": [None, 80.0], "target": [80.0, 90.0]}


def test_a_timeline_holds_dates_as_dates():
    rows = pd.DataFrame(
        {"nama": ["1 · Analisis", "2 · Rencana"], "urutan": [0, 1], "terlambat_hari": [13, None],
         "tanggal_rencana": pd.to_datetime(["2024-07-15", "2024-09-01"]), "status_waktu": ["terlambat", "belum_selesai"],
         "tanggal_mulai": pd.to_datetime(["2024-07-28", None]), "tanggal_selesai": pd.to_datetime(["2024-07-28", None])}
    )  # fmt: skip
    chart = chart_of(made(Screen("a", "Terlambat", gambar=figure(timelines.draw_timeline, rows))))
    assert list(chart.plots[0].categories) == ["1 · Analisis (+13 hari)", "2 · Rencana"]
    # Day 45501 of a spreadsheet is 28 July 2024, 45488 is 15 July, 45536 is 1 September.
    assert drawn(chart) == {"pelaksanaan": [45501, None], "rencana": [45488, 45536]}
    assert workbook(chart)["B2"].value.date().isoformat() == "2024-07-28"


def test_every_known_chart_has_a_native_form_or_is_drawn():
    known = {example.draw.__name__ for example in CHARTS}
    assert set(deck_charts._BUILDERS) <= known
    assert not {"draw_map", "draw_funnel", "draw_heat"} & set(deck_charts._BUILDERS)


@pytest.mark.parametrize(
    "example", [one for one in CHARTS if one.draw.__name__ in deck_charts._BUILDERS], ids=lambda e: e.name
)
@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_native_charts_and_their_workbooks_are_the_same_numbers(example, bahasa):
    language.use(bahasa)
    frames = example.frames(0)
    frames = frames if isinstance(frames, tuple) else (frames,)
    screen = Screen("a", "Temuan", gambar=figure(example.draw, *frames, **example.options))
    form = native_form(screen.gambar)
    deck = made(screen)
    if isinstance(form, Grid):
        assert [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
        return
    chart = chart_of(deck)
    assert list(drawn(chart).values()) == [
        [y for x, y in zip(one.x or one.values, one.values, strict=True) if None not in (x, y) or not one.x]
        for one in form.series
    ]
    assert behind(chart, form) == list(drawn(chart).values())


def behind(chart, form: NativeChart) -> list[list]:
    """The values of every series as the workbook holds them; dates as day numbers."""
    sheet = workbook(chart)
    if form.kind == "scatter":
        found, top = [], 1
        for series in chart.plots[0].series:
            count = len(list(series.values))
            assert sheet.cell(top, 2).value == series.name
            found.append([sheet.cell(row, 2).value for row in range(top + 1, top + 1 + count)])
            top += count + 2
        return found
    rows = range(2, len(form.categories) + 2)
    assert [sheet.cell(row, 1).value for row in rows] == list(chart.plots[0].categories)
    cells = [[sheet.cell(row, column).value for row in rows] for column in range(2, len(form.series) + 2)]
    return [[as_day(value) for value in column] for column in cells]


def as_day(value):
    return (pd.Timestamp(value) - pd.Timestamp("1899-12-30")).days if hasattr(value, "year") else value


def test_a_table_is_the_frame_and_continues_after_ten_rows():
    frame = pd.DataFrame(
        {"nama": [f"Kelurahan {place}" for place in range(23)], "nilai": [place / 2 for place in range(23)]}
    )
    deck = made(Screen("a", "Panjang", tabel=frame.assign(kode_kelurahan="31.73.01.1001", jenis_data="resmi")))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [len(table.rows) - 1 for table in tables] == [10, 10, 3]
    rows = [[cell.text for cell in row.cells] for table in tables for row in list(table.rows)[1:]]
    assert rows[:3] == [["Kelurahan 0", "0,0"], ["Kelurahan 1", "0,5"], ["Kelurahan 2", "1,0"]]
    assert [row[0] for row in rows] == frame["nama"].tolist()
    assert [cell.text for cell in tables[2].rows[0].cells] == ["Nama", "Nilai"]


# ---- the whole deck of a city


def notes_of(slide) -> str:
    return slide.notes_slide.notes_text_frame.text


def test_every_screen_has_its_slide_with_its_finding_as_title(deck, screens):
    pages = slides_of(screens, "Jakarta Barat")
    assert [page.screen.kode for page in pages if page.bagian == 0] == [screen.kode for screen in screens]
    assert len(deck.slides) == len(pages)
    for slide, page in zip(deck.slides, pages, strict=True):
        assert slide.shapes.title.text == page.screen.temuan
        assert notes_of(slide).startswith(page.screen.temuan)


def test_charts_of_the_city_equal_their_figures(deck, screens):
    pages, found = slides_of(screens, "Jakarta Barat"), 0
    for slide, page in zip(deck.slides, pages, strict=True):
        for shape in slide.shapes:
            if shape.has_chart:
                form = native_form(page.screen.gambar)
                assert list(shape.chart.plots[0].categories) == list(form.categories)
                assert drawn(shape.chart) == {one.name: list(one.values) for one in form.series}
                assert behind(shape.chart, form) == list(drawn(shape.chart).values())
                found += 1
    assert found >= 3


def test_the_ranking_of_the_city_is_in_the_order_of_its_frame(deck, screens):
    screen = next(one for one in screens if one.kode == "krs")
    at = [page.screen.kode for page in slides_of(screens, "x")].index("krs")
    shown = dict(zip(chart_of(deck, at).plots[0].categories, chart_of(deck, at).plots[0].series[0].values, strict=True))
    rows = screen.gambar.frames["data"]
    expected = {f"{row.nama} (lokus)" if row.lokus else row.nama: round(row.nilai, 1) for row in rows.itertuples()}
    assert {name: value for name, value in shown.items() if name != "Jakarta Barat"} == expected


def test_nothing_leaves_the_slide_and_nothing_overlaps(deck):
    assert (deck.slide_width, deck.slide_height) == (Pt(WIDTH), Pt(HEIGHT)) == (12192000, 6858000)
    for number, slide in enumerate(deck.slides, 1):
        boxes = {
            shape.name: (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            for shape in slide.shapes
        }
        assert len(boxes) == len(slide.shapes), f"slide {number}: two shapes of one name"
        for name, (left, top, right, bottom) in boxes.items():
            assert 0 <= left < right <= deck.slide_width and 0 <= top < bottom <= deck.slide_height, (number, name)
        for (one, a), (other, b) in combinations(boxes.items(), 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, f"slide {number}: {one} covers {other}"


def test_pictures_charts_and_tables_say_what_they_show(deck):
    kinds = set()
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                kinds.add("chart" if shape.has_chart else "table" if shape.has_table else "picture")
                assert len(shape._element.xpath("./*/p:cNvPr")[0].get("descr", "")) > 10
    assert kinds == {"chart", "table", "picture"}


def test_reading_order_is_title_subtitle_content_source_number(deck):
    for slide in deck.slides:
        kinds = [
            shape._element.xpath(".//p:ph")[0].get("idx", "0") if shape.is_placeholder else "isi"
            for shape in slide.shapes
        ]
        assert kinds[0] == "0" and kinds[-1] == "12"
        assert "16" not in kinds or kinds[-2] == "16"
        assert [kind for kind in kinds if kind in ("0", "13", "16", "12")] == sorted(
            (kind for kind in kinds if kind in ("0", "13", "16", "12")), key=["0", "13", "16", "12"].index
        )
        assert not [shape for shape in slide.placeholders if shape.has_text_frame and not shape.text_frame.text.strip()]


def test_the_badge_stands_exactly_on_slides_with_sample_rows(deck, screens):
    for slide, page in zip(deck.slides, slides_of(screens, "x"), strict=True):
        screen = page.screen
        sample = has_sample(screen.rows) or bool(screen.gambar and screen.gambar.caption.contoh)
        sample = sample or any(point.jenis_data == "contoh" for point in screen.angka)
        assert ("DATA CONTOH" in [shape.name for shape in slide.shapes]) == sample
    assert {"DATA CONTOH" in [shape.name for shape in slide.shapes] for slide in deck.slides} == {True, False}


def test_notes_name_sources_with_addresses_kind_day_and_working_view(deck, screens):
    texts = {
        page.screen.kode: notes_of(slide) for slide, page in zip(deck.slides, slides_of(screens, "x"), strict=True)
    }
    survey = texts["survei"]
    assert re.search(r"Sumber:\n– .+: https?://", survey)
    assert "Jenis data: resmi" in survey and "Dibuat 22 November 2026" in survey
    assert "Tampilan kerja: ringkasan?kota=31.73&tahun=2024" in survey
    assert "contoh (sintetis)" in texts["beban"] and "indikator=prevalensi_rutin" in texts["beban"]


def test_the_user_s_own_note_is_spoken():
    deck = made(Screen("a", "Temuan", rows=pd.DataFrame([SOURCE]), catatan_pengguna="Tanyakan Puskesmas Kapuk."))
    assert "Catatan Anda: Tanyakan Puskesmas Kapuk." in notes_of(deck.slides[0])
    assert "– Buku A (2024): https://a.example/b" in notes_of(deck.slides[0])


@pytest.mark.parametrize(("bahasa", "tag"), [("id", "id-ID"), ("en", "en-US")])
def test_texts_say_their_language(bahasa, tag):
    language.use(bahasa)
    deck = made(Screen("a", "Temuan", "Sub", ranking(), (Point("Nama", "1"),), ("Kalimat.",)))
    slide = deck.slides[0]
    runs = list(slide.element.iter(qn("a:rPr")))
    assert runs and {run.get("lang") for run in runs} == {tag}
    assert chart_of(deck)._chartSpace.find(qn("c:lang")).get("val") == tag


def test_the_file_says_what_it_is(deck):
    about = deck.core_properties
    assert (about.title, about.author, about.subject) == ("Paparan Jakarta Barat", "Konvergensi", "Jakarta Barat")
    assert about.created.date() == DAY and about.language == "id-ID"


def test_every_part_of_the_file_is_well_formed_and_has_our_typeface(file):
    with ZipFile(BytesIO(file)) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        for name in names:
            etree.fromstring(parts.read(name))
        theme = parts.read(next(name for name in names if "theme/theme1" in name)).decode()
        layouts = [name for name in names if re.fullmatch(r"ppt/slideLayouts/slideLayout\d+\.xml", name)]
    assert len(re.findall(r'latin typeface="Plus Jakarta Sans"', theme)) == 2
    assert len(layouts) == 1


# ---- what comes from anywhere


def test_texts_like_formulas_stay_texts():
    names = ("=1+1", "@SUM(A1)", "+62 Kapuk")
    table = pd.DataFrame({"nama": names, "nilai": [1.0, 2.0, 3.0]})
    deck = made(Screen("a", "=HYPERLINK()", gambar=ranking(names), tabel=table))
    chart = chart_of(deck)
    sheet = workbook(chart)
    cells = {sheet.cell(row, 1).value: sheet.cell(row, 1).data_type for row in range(2, 6)}
    assert cells == {"@SUM(A1) (lokus)": "s", "+62 Kapuk": "s", "Kota X": "s", "=1+1": "s"}
    grid = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert [grid.cell(row, 0).text for row in (1, 2, 3)] == list(names)


def test_control_characters_and_endless_names_break_nothing():
    names = ("Ka\x00puk\x1b", "A" * 400, "Duri\ud800 Kosambi & <b>")
    finding = "Temuan\x0b yang " + "sangat panjang " * 40
    table = pd.DataFrame({"nama": names, "nilai": [1.0, 2.0, 3.0]})
    screen = Screen(
        "a", finding, "Sub\x01judul", ranking(names), (Point("N\x02ama", "1" * 60),), ("Kata " * 200,), table
    )
    deck = made(screen)
    chart = chart_of(deck)
    assert any(name.startswith("Duri Kosambi & <b>") for name in chart.plots[0].categories)
    assert max(map(len, chart.plots[0].categories)) <= 60
    for slide in deck.slides:
        assert slide.shapes.title.text.startswith("Temuan yang sangat panjang")
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height, shape.name


def test_an_empty_figure_still_makes_a_slide():
    empty = figure(
        rankings.draw_ranking, ranking().frames["data0"].iloc[:0], pd.DataFrame({"nilai": [], "nama": []}), judul="P"
    )
    assert native_form(empty) is None
