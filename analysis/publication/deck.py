"""The briefing as a PowerPoint file that people go on working with: native charts and tables, notes, reading order.

The trap: python-pptx starts from a 4:3 template with eleven layouts of its own. Everything a reader would meet there
(size, fonts, colours, layouts) is set anew, so that a slide added by hand looks like ours; and a placeholder left empty
would show "Click to add text", so none is left.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from datetime import date as Date
from io import BytesIO

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide as File
from pptx.util import Pt

from analysis import language
from analysis.language import _
from analysis.output.theme import ACCENT, BAND, DATA, FONT, GRID, GROUND, TEXT
from analysis.publication.deck_chart_parts import add_chart
from analysis.publication.deck_layout import Placed, Slide, slides_of
from analysis.publication.deck_master import CITY_ID, FINDING, POINTS_ID, SOURCE_ID, SUBTITLE_ID, dress
from analysis.publication.deck_notes import speaker_notes
from analysis.publication.deck_pictures import drawn_png
from analysis.publication.deck_tables import PAD_X, PAD_Y, Table
from analysis.publication.deck_text import LINE, Words, clean
from analysis.publication.screens import Screen

LANGUAGES = {"id": "id-ID", "en": "en-US"}
_SIDES = {"kiri": PP_ALIGN.LEFT, "tengah": PP_ALIGN.CENTER, "kanan": PP_ALIGN.RIGHT}
_INDENT = 16  # pt between a bullet and its sentence


def to_pptx(
    screens: list[Screen], *, judul: str, read_shapes: Callable[[str], str | bytes], hari: Date, kota: str = ""
) -> bytes:
    """The deck in the language in use. `read_shapes`: `sources.shapes.read_shapes`; `hari`: the day it is made.

    ExportError where a picture cannot be drawn.
    """
    deck = Presentation()
    dress(deck, judul)
    for slide in slides_of(screens, kota):
        _add(deck, slide, read_shapes, hari)
    about = deck.core_properties
    about.title, about.author, about.subject = clean(judul), "Konvergensi", clean(kota or judul)
    about.language, about.last_modified_by, about.keywords = LANGUAGES[language.current()], "Konvergensi", ""
    about.created = about.modified = datetime(hari.year, hari.month, hari.day, tzinfo=UTC).replace(tzinfo=None)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _add(deck, slide: Slide, read_shapes, hari: Date) -> None:
    page = deck.slides.add_slide(deck.slide_layouts.get_by_name(FINDING))
    _fill_title(page, slide)
    _fill(page, SUBTITLE_ID, [slide.subjudul] if slide.subjudul else [])
    _fill(page, CITY_ID, [slide.kota] if slide.kota else [])
    if slide.lencana:
        _add_badge(page, slide.lencana)
    for group in slide.angka:
        _add_words(page, list(group), group[1].text)
    _fill(page, POINTS_ID, list(slide.butir), bullets=True)
    if slide.gambar:
        _add_figure(page, slide.gambar, read_shapes)
    if slide.tabel:
        _add_table(page, slide.tabel, slide.judul.text)
    _fill(page, SOURCE_ID, list(slide.sumber))
    _add_number(deck, page, slide.nomor)
    page.notes_slide.notes_text_frame.text = speaker_notes(slide.screen, hari)
    for run in page.notes_slide.element.iter(qn("a:rPr"), qn("a:endParaRPr")):
        run.set("lang", LANGUAGES[language.current()])
    _say_language(page)


def _placeholder(page: File, idx: int):
    return next(shape for shape in page.placeholders if shape.placeholder_format.idx == idx)


def _fill_title(page: File, slide: Slide) -> None:
    title = page.shapes.title
    _place(title, slide.judul.x, slide.judul.y, slide.judul.w, slide.judul.h)
    _write(title.text_frame, [slide.judul])


def _fill(page: File, idx: int, texts: list[Words], bullets: bool = False) -> None:
    """The texts in their placeholder at its turn in the reading order; without texts it goes."""
    shape = _placeholder(page, idx)
    if not texts:
        shape._element.getparent().remove(shape._element)
        return
    left = texts[0].x - (_INDENT if bullets else 0)
    width = texts[0].w + (_INDENT if bullets else 0)
    _place(shape, left, texts[0].y, width, texts[-1].end - texts[0].y)
    _write(shape.text_frame, texts, bullets)
    # The order of shapes is the order in which a screen reader tells them.
    page.shapes._spTree.append(shape._element)


def _place(shape, x: float, y: float, w: float, h: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(x), Pt(y), Pt(w), Pt(h)


def _write(frame, texts: list[Words], bullets: bool = False) -> None:
    """One paragraph per text, each in its size, at the line height everything was measured with."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, words in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = clean(words.text)
        font = run.font
        font.name, font.size, font.bold = FONT, Pt(words.size), words.look.weight >= 600
        font.color.rgb = _rgb(words.look.colour)
        paragraph.line_spacing = Pt(words.size * LINE)
        paragraph.space_before = Pt(words.y - texts[place - 1].end) if place else Pt(0)
        paragraph.space_after = Pt(0)
        if bullets:
            _bullet(paragraph)


def _bullet(paragraph) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(_INDENT)))
    properties.set("indent", str(-Pt(_INDENT)))
    colour = etree.SubElement(properties, qn("a:buClr"))
    etree.SubElement(colour, qn("a:srgbClr")).set("val", DATA[1:].upper())
    etree.SubElement(properties, qn("a:buFont")).set("typeface", "Arial")
    etree.SubElement(properties, qn("a:buChar")).set("char", "•")


def _add_words(page: File, texts: list[Words], name: str) -> None:
    box = page.shapes.add_textbox(Pt(texts[0].x), Pt(texts[0].y), Pt(texts[0].w), Pt(texts[-1].end - texts[0].y))
    box.name = clean(name)
    _write(box.text_frame, texts)


def _add_badge(page: File, words: Words) -> None:
    shape = page.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Pt(words.x), Pt(words.y), Pt(words.w), Pt(words.h))
    shape.name = words.text
    shape.adjustments[0] = 0.18
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(ACCENT)
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # the template's shadow and colours
    _write(shape.text_frame, [words])
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    shape.text_frame.word_wrap = False


def _add_number(deck, page: File, words: Words) -> None:
    """The slide number as a field that follows when slides are moved."""
    box = page.shapes.add_textbox(Pt(words.x), Pt(words.y), Pt(words.w), Pt(words.h))
    box.name = _("Nomor slide")
    _write(box.text_frame, [words])
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph.runs[0]._r
    field = etree.Element(qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    field.append(run.find(qn("a:rPr")))
    text = etree.SubElement(field, qn("a:t"))
    text.text = words.text.split(" ")[0]
    run.addprevious(field)
    run.getparent().remove(run)
    properties = box._element.nvSpPr.nvPr
    etree.SubElement(properties, qn("p:ph"), type="sldNum", sz="quarter", idx="12")
    for stale in box._element.nvSpPr.cNvSpPr.attrib:
        del box._element.nvSpPr.cNvSpPr.attrib[stale]


def _add_figure(page: File, placed: Placed, read_shapes) -> None:
    if placed.form is not None:
        frame = add_chart(page, placed.form, (placed.x, placed.y, placed.w, placed.h), placed.alt)
        frame.name = _("Grafik")
        return
    picture = drawn_png(placed, read_shapes)
    added = page.shapes.add_picture(BytesIO(picture.data), Pt(picture.x), Pt(picture.y), Pt(picture.w), Pt(picture.h))
    added.name = _("Gambar")
    added._element.nvPicPr.cNvPr.set("descr", clean(placed.alt))


def _add_table(page: File, table: Table, alt: str) -> None:
    cells = table.cells
    frame = page.shapes.add_table(
        len(cells.rows) + 1, len(cells.headings), Pt(table.x), Pt(table.y), Pt(table.w), Pt(table.h)
    )
    frame.name = _("Tabel")
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
    grid = frame.table
    grid.horz_banding = False
    style = grid._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style: ours is set cell by cell
    for column, width in enumerate(table.widths):
        grid.columns[column].width = Pt(width)
    for row, (height, texts) in enumerate(zip(table.heights, (cells.headings, *cells.rows), strict=True)):
        grid.rows[row].height = Pt(height)
        for column, text in enumerate(texts):
            _cell(grid.cell(row, column), text, table.size, row == 0, _SIDES[cells.sides[column]])


def _cell(cell, text: str, size: float, heading: bool, side: PP_ALIGN) -> None:
    cell.margin_left = cell.margin_right = Pt(PAD_X)
    cell.margin_top = cell.margin_bottom = Pt(PAD_Y)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = clean(text)
    run.font.name, run.font.size, run.font.bold = FONT, Pt(size), heading
    run.font.color.rgb = _rgb(TEXT)
    frame.paragraphs[0].line_spacing = Pt(size * LINE)
    frame.paragraphs[0].alignment = side
    properties = cell._tc.get_or_add_tcPr()
    for edge in ("lnL", "lnR", "lnT"):
        etree.SubElement(etree.SubElement(properties, qn(f"a:{edge}"), w="0"), qn("a:noFill"))
    line = etree.SubElement(properties, qn("a:lnB"), w=str(Pt(1.5 if heading else 0.75)))
    colour = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    colour.set("val", (DATA if heading else GRID)[1:].upper())
    fill = etree.SubElement(etree.SubElement(properties, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", (BAND if heading else GROUND)[1:].upper())


def _say_language(page: File) -> None:
    """Every run says its language, so that spelling and voice are right."""
    for run in page.element.iter(qn("a:rPr"), qn("a:endParaRPr")):
        run.set("lang", LANGUAGES[language.current()])


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())
