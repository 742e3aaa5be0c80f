"""Pictures leave the app whole: readable without the page, the font and the network."""

import io
import json
import re
import threading
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pypdf
import pytest
from PIL import Image, ImageChops

from analysis.output import export, fonts, maps, theme
from analysis.output.captions import Caption
from analysis.output.picture import clean
from analysis.output.worker import ExportError, Worker

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
LONG = "Delapan lokus menampung 41,3 % balita pendek Jakarta Barat, tiga di antaranya di kecamatan Cengkareng"
CAPTION = Caption(
    judul="Kapuk <tertinggi> & terluas",
    subjudul="Balita pendek per 100 balita diukur, 2024",
    sumber="Sumber: Paparan penilaian kinerja (27 Mei 2025)",
    catatan="Batas indikatif, bukan batas administrasi resmi. © kontributor OpenStreetMap.",
    alt="Diagram titik: Kapuk 17,2, Semanan 9.",
)
SAMPLE = Caption(**{**CAPTION.__dict__, "contoh": True})


@pytest.fixture(scope="module")
def spec() -> dict:
    frame = pd.DataFrame({"nama": ["Kapuk", "Semanan"], "nilai": [17.25, 9.0]})
    chart = alt.Chart(theme.named(frame)).mark_point().encode(x="nilai:Q", y=alt.Y("nama:N", title=None))
    return {**theme.finish(chart), "width": "container"}


def parsed(svg: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own file)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def colours(image: Image.Image) -> set:
    return {colour for _count, colour in image.getcolors(image.width * image.height)}


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.lstrip("#")))


def words(svg: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in parsed(svg).iter(f"{SVG}text")]


def test_png_has_print_size_and_carries_its_words(spec):
    png = export.to_png(spec, CAPTION, width=480, height=240)
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.width == 480 * 300 / 72
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert image.text["Title"] == CAPTION.judul
    assert image.text["Description"] == CAPTION.alt
    assert image.text["Source"] == CAPTION.sumber
    assert rgb(theme.TEXT) in colours(opened(png))


def test_sample_mark_is_added_by_the_exporter_top_right(spec):
    plain, marked = (opened(export.to_png(spec, c, width=480, height=240)) for c in (CAPTION, SAMPLE))
    assert rgb(theme.ACCENT) not in colours(plain)
    assert rgb(theme.ACCENT) in colours(marked)
    left, top, _right, _bottom = ImageChops.difference(plain, marked.crop((0, 0, *plain.size))).getbbox()
    assert left > plain.width * 0.6 and top < plain.height * 0.15
    assert "DATA CONTOH" in words(export.to_svg(spec, SAMPLE))


def test_svg_names_and_describes_itself(spec):
    root = parsed(export.to_svg(spec, CAPTION))
    assert root.get("role") == "img" and root.get("lang") == "id"
    assert root.find(f"{SVG}title").text == CAPTION.judul
    assert root.find(f"{SVG}desc").text == CAPTION.alt
    font = re.search(r"url\(data:font/woff2;base64,([^)]+)\)", root.find(f"{SVG}style").text)
    assert b64decode(font[1]) == (fonts.FOLDER / "PlusJakartaSans.woff2").read_bytes()
    families = {node.get("font-family") for node in root.iter(f"{SVG}text")}
    assert families == {"Plus Jakarta Sans"}


def test_everything_a_reader_needs_stands_in_the_picture(spec):
    shown = words(export.to_svg(spec, CAPTION))
    assert {CAPTION.judul, CAPTION.subjudul, CAPTION.catatan, CAPTION.sumber, "Kapuk"} <= set(shown)
    assert [text for text in shown if re.fullmatch(r"\d+,\d", text) or text.isdigit()], "axis in Indonesian"


def test_svg_is_the_same_each_time(spec):
    assert export.to_svg(spec, CAPTION) == export.to_svg(spec, CAPTION)


@pytest.mark.parametrize("width", [320, 640, 900])
def test_long_titles_wrap_and_no_text_leaves_the_picture(spec, width):
    caption = Caption(judul=LONG, subjudul=LONG, sumber="Sumber: " + "x" * 200, contoh=True)
    root = parsed(export.to_svg(spec, caption, width=width))
    assert float(root.get("width")) == width
    own = [node for node in root.findall(f"{SVG}text")]
    assert " ".join(node.text for node in own if node.get("font-size") == "20") == LONG
    for node in own:
        size, weight = float(node.get("font-size")), int(node.get("font-weight"))
        assert float(node.get("x")) + fonts.text_width(node.text, size, weight) <= width - 20
        assert float(node.get("y")) < float(root.get("height"))


def test_control_characters_of_an_uploads_name_do_not_break_the_file(spec):
    assert clean("a\0<b>\x1b") == "a&lt;b&gt;"
    parsed(export.to_svg(spec, Caption(judul="x\x00y", sumber='berkas\x0b"&.csv')))


def test_pdf_is_one_tagged_page_with_the_fonts_inside(spec):
    pdf = pypdf.PdfReader(io.BytesIO(export.to_pdf(spec, SAMPLE)), strict=True)
    (page,) = pdf.pages
    assert float(page.mediabox.width) == export.WIDTH
    descendants = [font.get_object()["/DescendantFonts"][0].get_object() for font in _fonts(page["/Resources"])]
    assert {re.sub(r"^/[A-Z]{6}\+", "", font["/BaseFont"]) for font in descendants} == {
        "PlusJakartaSans-Regular",
        "PlusJakartaSans-Bold",
    }
    assert all("/FontFile2" in font["/FontDescriptor"] for font in descendants)
    assert pdf.metadata.title == CAPTION.judul and pdf.metadata.subject == CAPTION.alt
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/Lang"] == "id"
    assert catalogue["/StructTreeRoot"]["/K"]["/Alt"] == CAPTION.alt
    assert "DATA CONTOH" in page.extract_text()


def _fonts(resources) -> list:
    """Fonts of a page and of the drawings inside it."""
    drawings = [inner.get_object() for inner in resources.get("/XObject", {}).values()]
    inside = [font for drawing in drawings for font in _fonts(drawing.get("/Resources", {}))]
    return [*resources.get("/Font", {}).values(), *inside]


def test_weights_are_drawn_with_their_own_font():
    def ink(weight):
        mark = alt.Chart(theme.named(pd.DataFrame({"t": ["Cengkareng Barat"]})))
        chart = mark.mark_text(fontSize=40, fontWeight=weight).encode(text="t:N")
        return opened(export.to_png(theme.finish(chart), Caption(""), height=100, ppi=72)).convert("L")

    darkness = [sum(255 - value for value in ink(weight).get_flattened_data()) for weight in (400, 600, 700)]
    assert darkness[0] * 1.1 < darkness[1] < darkness[2]


def test_geometry_by_address_is_put_inside():
    square = {"type": "Polygon", "arcs": [[0]]}
    topology = {
        "type": "Topology",
        "objects": {"kelurahan": {"type": "GeometryCollection", "geometries": [square]}},
        "arcs": [[[0, 0], [100, 0], [100, 50], [0, 50], [0, 0]]],
    }
    data = alt.UrlData(
        url="app/static/peta/ubin/31.73.json", format=alt.TopoDataFormat(feature="kelurahan", type="topojson")
    )
    spec = theme.finish(alt.Chart(data).mark_geoshape(fill=theme.DATA).project("identity"))
    asked = []
    inlined = export.inline_geometry(spec, lambda path: asked.append(path) or json.dumps(topology))
    assert asked == ["peta/ubin/31.73.json"]
    assert "url" in spec["data"], "the page's own spec stays as it was"
    assert rgb(theme.DATA) in colours(opened(export.to_png(inlined, CAPTION, ppi=72)))


def test_a_map_whose_geometry_was_not_put_inside_is_refused(spec):
    with pytest.raises(ValueError, match="inline_geometry"):
        export.to_svg({**spec, "data": {"url": "app/static/peta/ubin/31.73.json"}}, CAPTION)


def test_a_chart_that_cannot_be_drawn_says_so_and_the_next_one_works(spec):
    with pytest.raises(ExportError, match="tidak dapat dibuat"):
        export.to_svg({"mark": "tidak ada"}, CAPTION)
    assert export.to_svg(spec, CAPTION).startswith(b"<svg")


def test_a_killed_worker_is_replaced(spec):
    before = export.to_svg(spec, CAPTION)
    first = export._worker.process
    first.kill()
    assert export.to_svg(spec, CAPTION) == before
    assert export._worker.process.pid != first.pid


def test_a_drawing_that_takes_too_long_is_stopped():
    slow = Worker(timeout_s=0.001)
    with pytest.raises(ExportError, match="belum selesai"):
        slow.ask(make="svg", spec={"mark": "point"})
    slow.timeout_s = 30
    assert slow.ask(make="svg", spec={"data": {"values": []}, "mark": "point"}).startswith(b"<svg")
    slow.stop()


def test_two_sessions_may_export_at_once(spec):
    results = {}

    def run(title):
        results[title] = words(export.to_svg(spec, Caption(title)))

    threads = [threading.Thread(target=run, args=(title,)) for title in ("Satu", "Dua", "Tiga")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(title in shown for title, shown in results.items()) and len(results) == 3


@pytest.mark.parametrize("bentuk", ["indikatif", "ubin", "simbol"])
def test_every_depiction_of_the_real_map_is_drawn(bentuk):
    text = {"kode_kelurahan": str, "lingkup": str}
    areas = pd.read_csv(ROOT / "data/wilayah/kelurahan.csv", dtype=str).rename(columns={"nama_kelurahan": "nama"})
    points = pd.read_csv(ROOT / "data/wilayah/titik_peta.csv", dtype=text)
    measure = areas.assign(nilai=[place % 40 for place in range(len(areas))])
    frame, legend = maps.map_frame(
        measure, points, lokus_codes=["31.73.01.1005"], lingkup="31.73", bentuk=bentuk, digits=0
    )
    chart = maps.draw_map(frame, legend, judul="Balita stunting", geometri=bentuk, lingkup="31.73")
    spec = export.inline_geometry(theme.finish(chart), lambda path: (ROOT / "static" / path).read_text("utf-8"))
    found = colours(opened(export.to_png(spec, CAPTION, ppi=72)))
    assert rgb(theme.ACCENT) in found, "the outline of the lokus"
    if bentuk != "simbol":
        assert {rgb(shade) for shade in theme.SEQUENCE} <= found
