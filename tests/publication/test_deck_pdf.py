"""The briefing as PDF: the same screens, tagged, with fonts and language inside, nothing in it is markup."""

from __future__ import annotations

import re
from io import BytesIO

import pandas as pd
import pypdfium2
import pytest
from pypdf import PdfReader

from analysis import language
from analysis.figures.view import Figure
from analysis.output import rankings
from analysis.output.captions import Caption
from analysis.publication.deck_layout import slides_of
from analysis.publication.deck_pdf import to_pdf
from analysis.publication.deck_text import font_embedded
from analysis.publication.screens import Point, Screen
from tests.publication.conftest import DAY


def pages_of(screens) -> list:
    with font_embedded():
        return slides_of(screens, "Jakarta Barat", drawn=True)


def made(*screens: Screen) -> PdfReader:
    return PdfReader(BytesIO(to_pdf(list(screens), judul="Uji", read_shapes=None, hari=DAY)))


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_screen_has_a_page_that_says_its_finding(pdf, screens):
    reader, pages = PdfReader(BytesIO(pdf)), pages_of(screens)
    assert len(reader.pages) == len(pages)
    assert sum(page.bagian == 0 for page in pages) == len(screens)
    for sheet, page in zip(reader.pages, pages, strict=True):
        text = words(sheet.extract_text())
        assert words(page.screen.temuan) in text
        assert ("DATACONTOH" in text) == (page.lencana is not None) or "(DATACONTOH)" in text
        assert (sheet.mediabox.width, sheet.mediabox.height) == (960, 540)


def test_the_file_is_tagged_speaks_its_language_and_has_a_title(pdf):
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "id" and "/StructTreeRoot" in root
    assert PdfReader(BytesIO(pdf)).metadata.title == "Paparan Jakarta Barat"
    assert b"pdfuaid:part" in PdfReader(BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_object().get_data()


def test_what_is_said_of_native_bars_is_not_said_of_drawn_charts(pdf, deck):
    native = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    drawn = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "Bingkai: target" in native and "Bingkai" not in drawn


def elements(node, found=None) -> list:
    """Every structure element below `node`."""
    found = [] if found is None else found
    for kid in kids(node):
        if "/S" in kid:
            found.append(kid)
        elements(kid, found)
    return found


def kids(node) -> list:
    below = node.get("/K", [])
    below = below if isinstance(below, list) else [below]
    return [kid.get_object() for kid in below if hasattr(kid.get_object(), "get")]


def test_pictures_have_alt_texts_and_tables_have_headings(pdf, screens):
    tree = PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    found = elements(tree)
    spoken = [one.get("/Alt") or one.get("/A", {}).get("/Alt") for one in found if one["/S"] == "/Figure"]
    pages = pages_of(screens)
    assert [page.gambar.alt for page in pages if page.gambar] == spoken
    assert sum(one["/S"] == "/Table" for one in found) == sum(page.tabel is not None for page in pages)
    assert any(one["/S"] == "/TH" for one in found)
    assert sum(one["/S"] == "/H1" for one in found) == len(pages)


def test_all_fonts_are_inside(pdf):
    for sheet in PdfReader(BytesIO(pdf)).pages:
        for font in sheet["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(below)
            assert "+" in font.get_object()["/BaseFont"]


def test_words_stay_within_the_page_and_above_the_foot(pdf):
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        text = document[number].get_textpage()
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            assert 0 < left < right < 960 and 0 < bottom < top < 540, number


def test_markup_in_texts_is_text():
    table = pd.DataFrame({"nama": ['#sys.inputs.deck "', "$x$ *y* \\"], "nilai": [1.0, 2.0]})
    reader = made(Screen("a", "#panic[1] $a$ *b* @c", angka=(Point("_n_", "<1>"),), butir=("= judul",), tabel=table))
    text = words(reader.pages[0].extract_text())
    for part in ("#panic[1]$a$*b*@c", "_n_", "<1>", "=judul", "#sys.inputs.deck", "$x$*y*\\"):
        assert part in text


def test_a_name_that_no_font_has_does_not_stop_the_deck():
    rows = pd.DataFrame(
        {"kode_kelurahan": ["1"], "nama": ["漢字\x07"], "nilai": [12.0], "bawah": [10.0], "atas": [14.0], "n": [9],
         "lokus": [True]}
    )  # fmt: skip
    frames = {"data": rows, "acuan": pd.DataFrame({"nilai": [], "nama": []})}
    picture = Figure(rankings.draw_ranking, frames, Caption("a", alt="Uraian"), options={"judul": "Persen"})
    assert len(made(Screen("a", "漢字 tertinggi", gambar=picture)).pages) == 1


@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_the_language_is_the_one_in_use(bahasa):
    language.use(bahasa)
    assert made(Screen("a", "Temuan")).trailer["/Root"]["/Lang"] == bahasa
