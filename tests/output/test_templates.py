"""Pages that go out to the public: exact sizes, nothing cut off, nothing on top of another, every word that belongs."""

import io
import json
import re
import struct
import zlib
from base64 import b64decode
from dataclasses import replace
from functools import cache

import pandas as pd
import pypdf
import pytest
from PIL import Image

from analysis import language
from analysis.output import export, fonts, logo, rankings, theme
from analysis.output.captions import Caption
from analysis.output.templates import (
    TEMPLATES,
    Dress,
    compose_page,
    template_names,
    template_pdf,
    template_png,
    template_svg,
)
from tests.output import examples
from tests.output.pages import SVG, boxes, parsed, spec_of

SIZES = {
    "slide_16_9": (960, 540),
    "a4": (595, 842),
    "a4_lanskap": (842, 595),
    "feed_1_1": (540, 540),
    "feed_4_5": (540, 675),
    "story_9_16": (540, 960),
}
KINDS = ["draw_map-indikatif-31.73", "draw_ranking", "draw_trend", "draw_heat"]
LONG = (
    "Delapan lokus menampung 41,3 % balita pendek Jakarta Barat, tiga di antaranya di kecamatan Cengkareng, dan dua "
    "baru masuk daftar sesudah pengukuran serentak menemukan lebih banyak balita pendek"
)
CAPTION = Caption(
    judul="Tiga lokus menampung 41 % balita pendek Jakarta Barat",
    subjudul="Balita pendek per 100 balita diukur, per kelurahan, 2024",
    sumber="Sumber: Paparan penilaian kinerja (27 Mei 2025)",
    catatan="Batas indikatif, bukan batas administrasi resmi. © kontributor OpenStreetMap.",
    alt="Peta: Kapuk tertinggi.",
    contoh=True,
)
FULL = replace(
    CAPTION,
    judul=LONG,
    subjudul=LONG,
    catatan=" ".join([f"{LONG}."] * 4),
    sumber=f"Sumber: {LONG}; e-PPGBM; dan 12 sumber lain",
)
DRESS = Dress("Kota Administrasi Jakarta Barat")


@cache
def spec(name: str) -> dict:
    return spec_of(name)


def logo_file(kind: str, size=(300, 200), **options) -> bytes:
    out = io.BytesIO()
    Image.new("CMYK" if options.pop("cmyk", False) else "RGB", size, None).save(out, kind, **options)
    return out.getvalue()


def joined(svg) -> str:
    return " ".join("".join(node.itertext()) for node in parsed(svg).iter(f"{SVG}text")).replace("\xa0", " ")


def part(svg, name: str):
    return next(node for node in parsed(svg) if node.get("id") == name)


def test_the_six_templates_have_their_sizes_and_names():
    assert {code: (template.lebar, template.tinggi) for code, template in TEMPLATES.items()} == SIZES
    assert list(TEMPLATES) == list(SIZES) == list(template_names())
    assert template_names()["a4_lanskap"] == "A4 mendatar"


@pytest.mark.parametrize("code", SIZES)
@pytest.mark.parametrize("name", KINDS)
def test_every_file_has_exactly_the_size_of_its_template(name, code):
    template, (width, height) = TEMPLATES[code], SIZES[code]
    root = parsed(template_svg(spec(name), CAPTION, template, DRESS))
    assert (root.get("width"), root.get("height")) == (str(width), str(height))
    png = Image.open(io.BytesIO(template_png(spec(name), CAPTION, template, DRESS, ppi=90)))
    assert png.size == (round(width * 90 / 72), round(height * 90 / 72))
    (page,) = pypdf.PdfReader(io.BytesIO(template_pdf(spec(name), CAPTION, template, DRESS)), strict=True).pages
    assert [float(side) for side in page.mediabox[2:]] == [width, height]


@pytest.mark.parametrize("ppi", [72, 96, 144, 150, 300])
def test_pixels_are_rounded_and_reach_the_edge(ppi):
    png = Image.open(io.BytesIO(template_png(spec("draw_trend"), CAPTION, TEMPLATES["a4"], DRESS, ppi=ppi)))
    assert png.size == (round(595 * ppi / 72), round(842 * ppi / 72))
    assert png.info["dpi"] == pytest.approx((ppi, ppi), abs=0.02)
    corner = png.convert("RGBA").getpixel((png.width - 1, png.height - 1))
    assert corner == (255, 255, 255, 255), "a transparent rim"


@pytest.mark.parametrize("caption", [CAPTION, FULL], ids=["usual", "long"])
@pytest.mark.parametrize("code", SIZES)
@pytest.mark.parametrize("name", KINDS)
def test_no_text_leaves_the_page_and_no_part_covers_another(name, code, caption):
    template = TEMPLATES[code]
    svg = compose_page(spec(name), caption, template, DRESS)
    found = {key: boxes(part(svg, key)) for key in ("kepala", "gambar", "kaki")}
    for box in [*found["kepala"], *found["gambar"], *found["kaki"]]:
        assert box.left >= template.tepi - 6 and box.right <= template.lebar - template.tepi + 6, box
        assert box.top >= template.atas - 2 and box.bottom <= template.tinggi - template.bawah + 2, box
    pairs = [("kepala", "gambar"), ("gambar", "kaki"), ("kepala", "kaki")]
    covered = [(a, b) for one, other in pairs for a in found[one] for b in found[other] if _cross(a, b)]
    assert covered == []


def _cross(a, b) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


@pytest.mark.parametrize("name", [example.name for example in examples.CHARTS])
def test_every_chart_of_the_app_fits_the_narrowest_template(name):
    template = TEMPLATES["feed_1_1"]
    svg = compose_page(spec(name), CAPTION, template, DRESS)
    outside = [
        box
        for box in boxes(part(svg, "gambar"))
        if box.left < 6 or box.right > template.lebar - 6 or box.top < 60 or box.bottom > 520
    ]
    assert outside == []


@pytest.mark.parametrize("code", SIZES)
def test_the_source_is_always_whole_and_only_the_note_is_cut(code):
    words = joined(compose_page(spec("draw_ranking"), FULL, TEMPLATES[code], DRESS))
    assert FULL.sumber in words
    assert FULL.catatan not in words and "…" in words
    usual = joined(compose_page(spec("draw_ranking"), CAPTION, TEMPLATES[code], DRESS))
    assert "…" not in usual
    assert all(text in usual for text in (CAPTION.judul, CAPTION.subjudul, CAPTION.catatan, CAPTION.sumber, DRESS.kota))


def test_a_long_headline_shrinks_first_and_stays_whole():
    def headline(caption):
        svg = compose_page(spec("draw_trend"), caption, TEMPLATES["slide_16_9"], DRESS)
        bold = [node for node in part(svg, "kepala").iter(f"{SVG}text") if node.get("font-weight") == "700"]
        lines = [node for node in bold if node.text != "DATA CONTOH"]
        return {float(node.get("font-size")) for node in lines}, " ".join(node.text for node in lines)

    usual, _words = headline(CAPTION)
    small, words = headline(FULL)
    assert usual == {28} and small == {19}
    assert words.replace("\xa0", " ") == LONG


def test_a_headline_has_no_single_word_on_its_last_line():
    caption = replace(CAPTION, judul="Tiga kelurahan lokus di Jakarta Barat menampung 41 % balita pendek kota")
    svg = compose_page(spec("draw_trend"), caption, TEMPLATES["feed_4_5"])
    lines = [node.text for node in part(svg, "kepala").iter(f"{SVG}text") if node.get("font-weight") == "700"]
    widths = [fonts.text_width(line, 20, 700) for line in lines if line != "DATA CONTOH"]
    assert len(widths) > 1 and min(widths) > 0.6 * max(widths)


@pytest.mark.parametrize("code", SIZES)
def test_the_sample_badge_stands_top_right_and_only_on_samples(code):
    template = TEMPLATES[code]
    marked = compose_page(spec("draw_ranking"), CAPTION, template, DRESS)
    (badge,) = [box for box in boxes(part(marked, "kepala")) if box.text == "DATA CONTOH"]
    assert badge.right > template.lebar * 0.9 and badge.bottom < template.atas + 30
    assert "DATA CONTOH" not in compose_page(spec("draw_ranking"), replace(CAPTION, contoh=False), template, DRESS)


def test_a_page_speaks_the_language_of_its_caption():
    before = language.current()
    svg = compose_page(spec("draw_ranking"), replace(CAPTION, bahasa="en"), TEMPLATES["a4"])
    assert parsed(svg).get("lang") == "en" and "SAMPLE DATA" in joined(svg)
    assert language.current() == before


def ranking_of_all() -> dict:
    rows = examples.measure("31.73", 0)
    rows = rows.assign(lokus=False, terpilih=rows["nama"] == "Krukut")
    return theme.finish(rankings.draw_ranking(rows, examples.reference(0), judul="Balita pendek per 100"))


def test_rows_that_do_not_fit_are_counted_and_the_chosen_one_stays():
    words = joined(compose_page(ranking_of_all(), CAPTION, TEMPLATES["slide_16_9"], DRESS))
    shown, every = map(int, re.search(r"Ditampilkan (\d+) dari (\d+) baris", words).groups())
    names = {name for name in examples.measure("31.73", 0)["nama"] if f" {name} " in words}
    assert every == 56 and shown < 40
    assert len(names) == shown
    assert "Krukut" in names and "Angke" in names, "the chosen row, and the highest"
    assert "Jakarta Barat" in words, "the reference line is no row"
    assert "Ditampilkan" not in joined(compose_page(ranking_of_all(), CAPTION, TEMPLATES["a4"], DRESS))


def test_a_chart_drawn_for_a_hall_is_set_in_the_same_type():
    def sizes(ukuran):
        frame = pd.DataFrame({"nama": ["Kapuk"], "nilai": [17.2], "bawah": [15.0], "atas": [19.0], "n": [900.0]})
        frame = frame.assign(kode_kelurahan="31.73.01.1005", lokus=True)
        chart = rankings.draw_ranking(frame, examples.reference(0), judul="Persen")
        svg = compose_page(theme.finish(chart, ukuran), CAPTION, TEMPLATES["a4"])
        (name,) = [box for box in boxes(part(svg, "gambar")) if box.text == "Kapuk"]
        return name.right - name.left

    assert sizes("kerja") == pytest.approx(sizes("paparan"), rel=0.01)


def test_svg_names_and_describes_itself_and_carries_its_font():
    root = parsed(template_svg(spec("draw_map-indikatif-31.73"), CAPTION, TEMPLATES["story_9_16"], DRESS))
    assert root.get("role") == "img" and root.get("lang") == "id"
    assert root.find(f"{SVG}title").text == CAPTION.judul and root.find(f"{SVG}desc").text == CAPTION.alt
    font = re.search(r"url\(data:font/woff2;base64,([^)]+)\)", root.find(f"{SVG}style").text)
    assert b64decode(font[1]) == (fonts.FOLDER / "PlusJakartaSans.woff2").read_bytes()


def test_pdf_is_tagged_and_has_its_fonts_and_logo_inside():
    dress = Dress("Jakarta Barat", logo_file("PNG"))
    data = template_pdf(spec("draw_heat"), CAPTION, TEMPLATES["a4"], dress)
    pdf = pypdf.PdfReader(io.BytesIO(data), strict=True)
    found = _fonts(pdf.pages[0]["/Resources"])
    inside = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in found]
    assert inside and all("/FontFile2" in descriptor for descriptor in inside)
    assert all("PlusJakartaSans" in descriptor["/FontName"] for descriptor in inside)
    assert pdf.metadata.title == CAPTION.judul
    assert pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]["/Alt"] == CAPTION.alt
    assert "DATA CONTOH" in pdf.pages[0].extract_text()
    assert b"/Subtype /Image" in data


def _fonts(resources) -> list:
    drawings = [inner.get_object() for inner in resources.get("/XObject", {}).values()]
    inside = [font for drawing in drawings for font in _fonts(drawing.get("/Resources", {}))]
    return [*resources.get("/Font", {}).values(), *inside]


def test_png_carries_its_words_and_is_the_same_each_time():
    def png():
        return template_png(spec("draw_map-indikatif-31.73"), CAPTION, TEMPLATES["feed_1_1"], DRESS, ppi=144)

    image = Image.open(io.BytesIO(png()))
    image.load()
    assert image.text["Title"] == CAPTION.judul and image.text["Description"] == CAPTION.alt
    assert image.text["Source"] == CAPTION.sumber
    assert png() == png()


def test_names_on_a_small_map_do_not_cover_each_other():
    for code in SIZES:
        svg = compose_page(spec("draw_map-indikatif-31"), CAPTION, TEMPLATES[code])
        lokus = [box for box in boxes(part(svg, "gambar")) if box.text in ("Kapuk", "Kalideres", "Duri Kosambi")]
        names = {box.text: box for box in lokus}  # once with a halo, once without
        assert not [(a, b) for a in names.values() for b in names.values() if a.text < b.text and _cross(a, b)]


@pytest.mark.parametrize("code", SIZES)
def test_names_of_series_and_targets_do_not_cover_each_other(code):
    svg = compose_page(spec("draw_trend"), CAPTION, TEMPLATES[code])
    wanted = ["Indonesia", "Jakarta Barat", "Target 2024", "Target 2029"]
    names = {box.text: box for box in boxes(part(svg, "gambar")) if box.text in wanted}
    assert sorted(names) == wanted
    assert not [(a, b) for a in names.values() for b in names.values() if a.text < b.text and _cross(a, b)]


def test_a_legend_takes_the_columns_there_is_room_for():
    """Seven long entries: on a slide in two rows, on a feed in more, never over the headline or out of the page."""

    def rows(code):
        svg = compose_page(spec("draw_heat"), CAPTION, TEMPLATES[code])
        words = ("kurang", "target tercapai", "tanpa target", "tidak ada data")
        return len({round(box.bottom) for box in boxes(part(svg, "gambar")) if box.text.startswith(words)})

    assert rows("slide_16_9") == 2 and rows("feed_1_1") > 2


# Logos ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "aspect"),
    [
        (logo_file("PNG"), 1.5),
        (logo_file("JPEG"), 1.5),
        (logo_file("JPEG", cmyk=True), 1.5),
        (logo_file("PNG", (3000, 300)), 10),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z"/></svg>', 2),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="60px"><circle r="9"/></svg>', 0.5),
        (
            b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
            b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0h9v9z"/><use href="#a"/></svg>',
            1,
        ),
    ],
    ids=["png", "jpeg", "cmyk", "wide", "svg", "svg without viewBox", "svg of a drawing program"],
)
def test_a_usable_logo_keeps_its_shape_and_stands_left_of_the_city(data, aspect):
    assert logo.read_logo(data).aspect == pytest.approx(aspect, rel=0.02)
    template = TEMPLATES["slide_16_9"]
    svg = compose_page(spec("draw_ranking"), CAPTION, template, Dress("Jakarta Barat", data))
    (image,) = part(svg, "kepala").iter(f"{SVG}image")
    (city,) = [box for box in boxes(part(svg, "kepala")) if box.text == "Jakarta Barat"]
    assert float(image.get("x")) == template.tepi
    assert float(image.get("x")) + float(image.get("width")) < city.left
    assert float(image.get("height")) <= template.pita


def test_a_logo_leaves_its_metadata_behind():
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    data = logo_file("JPEG", exif=exif, comment=b"rahasia")
    assert b"rahasia" in data
    assert b"rahasia" not in logo.read_logo(data).png


def test_a_logo_turned_by_its_camera_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    assert logo.read_logo(logo_file("JPEG", (300, 200), exif=exif)).aspect == pytest.approx(200 / 300)


def _svg(inside: str, head: str = "") -> bytes:
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 9 9">{inside}</svg>'
    ).encode()


ENTITY = '<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "data",
    [
        _svg("<script>alert(1)</script>"),
        _svg('<rect onload="x()" width="9" height="9"/>'),
        _svg("<text>&b;</text>", ENTITY),
        _svg("", '<!DOCTYPE svg SYSTEM "x" [ ]>'),
        _svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
        _svg('<image xlink:href="https://contoh.id/a.png" width="9" height="9"/>'),
        _svg('<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>'),
        _svg('<rect style="fill:url(https://contoh.id/a)" width="9" height="9"/>'),
        _svg("<style>@import 'https://contoh.id/a.css';</style>"),
        _svg("<foreignObject><body/></foreignObject>"),
        _svg('<g id="a"><use href="#b"/></g><g id="b"><rect/></g><use href="#a"/>'),
    ],
)
def test_an_svg_logo_that_runs_fetches_or_multiplies_is_refused(data):
    with pytest.raises(logo.BadLogo, match="tidak aman"):
        logo.read_logo(data)


def _unfolding_png(side: int) -> bytes:
    """A few kilobytes that claim `side` x `side` pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 2_000_001, "paling banyak 2 MB"),
        (_unfolding_png(30_000), "4.000 piksel"),
        (logo_file("PNG")[:60], "tidak dapat dibaca"),
        (logo_file("JPEG")[:100], "tidak dapat dibaca"),
        (b"GIF89a", "tidak dapat dibaca"),
        (b"", "tidak dapat dibaca"),
        (b"<svg", "tidak dapat dibaca"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "tidak dapat dibaca"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "tidak dapat dibaca"),
        (_svg("").replace(b"0 0 9 9", b"0 0 0 9"), "tidak dapat dibaca"),
        ("<svg/>".encode("utf-16"), "tidak dapat dibaca"),
    ],
)
def test_a_logo_that_is_too_big_or_broken_says_so_in_one_sentence(data, sentence):
    with pytest.raises(ValueError, match=sentence) as refused:
        compose_page(spec("draw_ranking"), CAPTION, TEMPLATES["a4"], Dress("Jakarta Barat", data))
    assert isinstance(refused.value, logo.BadLogo)


def test_a_map_without_its_shapes_is_refused():
    bare = json.loads(json.dumps(spec("draw_ranking"))) | {"data": {"url": "app/static/peta/ubin/31.73.json"}}
    with pytest.raises(ValueError, match="inline_geometry"):
        compose_page(bare, CAPTION, TEMPLATES["a4"])
    assert export.ExportError
