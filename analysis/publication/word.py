"""Papers that people go on writing in: DOCX with real heading styles, tables with repeated heads, blanks to fill.

Two traps. python-docx starts from a template whose headings name the theme's fonts, and a theme font wins over the one
set beside it, so those references go. And a text from data may hold signs that XML forbids: it is cleaned, and it only
ever enters as the text of a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import date as Date
from io import BytesIO

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from analysis import language
from analysis.language import _
from analysis.output.captions import sample_mark
from analysis.output.theme import ACCENT, BAND, DATA, FONT, GRID, QUIET, TEXT

LANGUAGES = {"id": "id-ID", "en": "en-US"}
BLANK = "…" * 18
_ROOM = 174.0  # mm between the margins of A4
# Where the typeface is not installed the reader's program takes this one.
_INSTEAD = "Segoe UI"
_SIZES = {"Title": 20, "Heading 1": 14, "Heading 2": 11.5}


@dataclass(frozen=True)
class About:
    """What a paper says about itself on every page and in its properties."""

    judul: str
    wilayah: str
    dibuat: Date
    contoh: bool = False
    internal: bool = False
    bahasa: str = field(default_factory=language.current)

    @property
    def tanda(self) -> str:
        """The marks that every page carries; "" when there is nothing to say."""
        marks = [sample_mark()] if self.contoh else []
        return " · ".join([*marks, *([_("Internal, tidak untuk publikasi")] if self.internal else [])])


def text_of(value: object) -> str:
    """A text from data as one line that XML allows."""
    kept = "".join(sign if sign.isprintable() or sign == "\u00a0" else " " for sign in str(value))
    return " ".join(kept.split(" ")).strip()


class Paper:
    """A4 paper of headings, paragraphs, lists, tables and blanks, in their order."""

    def __init__(self, about: About, subjudul: str = "") -> None:
        self.about, self._file = about, Document()
        _dress(self._file, LANGUAGES[about.bahasa])
        self._head_and_foot()
        self._file.add_paragraph(text_of(about.judul), style="Title")
        if subjudul:
            self.text(subjudul, quiet=True)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading that the program lists in its outline."""
        self._file.add_heading(text_of(text), level)

    def text(self, text: str, head: str = "", quiet: bool = False) -> None:
        """A paragraph, `head` bold in front of it; `quiet`: an explanation."""
        paragraph = self._file.add_paragraph()
        if head:
            paragraph.add_run(text_of(head) + " ").bold = True
        run = paragraph.add_run(text_of(text))
        if quiet:
            run.font.color.rgb, run.font.size = _colour(QUIET), Pt(9)
            paragraph.paragraph_format.keep_with_next = True

    def bullets(self, texts: Iterable[str]) -> None:
        """One item per text."""
        for text in texts:
            self._file.add_paragraph(text_of(text), style="List Bullet")

    def blanks(self, lines: Iterable[tuple[str, str]]) -> None:
        """Lines to be filled in: (what, what is known already)."""
        rows = [(name, known or BLANK) for name, known in lines]
        self.table(None, rows, (1, 2.6))

    def table(
        self,
        heads: tuple[str, ...] | None,
        rows: Iterable[Iterable[object]],
        widths: tuple[float, ...],
        name: str = "",
        room: float = 0,
    ) -> None:
        """Rows under a head that repeats on every page; `widths` as shares, `name` for who cannot see it.

        room: mm that a row has at least, to write in by hand.
        """
        rows = [tuple(text_of(cell) for cell in row) for row in rows]
        table = self._file.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        # Some programs read the width of the columns, some that of the cells.
        for column, share in zip(table.columns, widths, strict=True):
            column.width = Mm(_ROOM * share / sum(widths))
        _say(table, name)
        for place, cells in enumerate([*([heads] if heads else []), *rows]):
            line = table.add_row()
            _property(line._tr.get_or_add_trPr(), "w:cantSplit")
            is_head = bool(heads) and place == 0
            if room and not is_head:
                line.height = Mm(room)
            if is_head:
                _property(line._tr.get_or_add_trPr(), "w:tblHeader")
            for cell, text, share in zip(line.cells, cells, widths, strict=True):
                cell.width = Mm(_ROOM * share / sum(widths))
                _fill(cell, text, bold=is_head, shaded=is_head)
                # What is signed stays on one page.
                cell.paragraphs[0].paragraph_format.keep_with_next = bool(room) and place < len(rows)
        after = self._file.add_paragraph()
        after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(8)

    def file(self) -> bytes:
        """The DOCX."""
        about, words = self._file.core_properties, self.about
        about.title, about.author, about.subject = text_of(words.judul), "Konvergensi", text_of(words.wilayah)
        about.language, about.last_modified_by = LANGUAGES[words.bahasa], "Konvergensi"
        about.keywords = ", ".join(part for part in ("stunting", words.tanda) if part)
        about.comments, about.category = words.tanda, ""
        day = words.dibuat
        about.created = about.modified = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).replace(tzinfo=None)
        made = BytesIO()
        self._file.save(made)
        return made.getvalue()

    def _head_and_foot(self) -> None:
        section = self._file.sections[0]
        head = section.header.paragraphs[0]
        head.paragraph_format.tab_stops.add_tab_stop(Mm(_ROOM), WD_TAB_ALIGNMENT.RIGHT)
        _small(head.add_run(f"Konvergensi · {text_of(self.about.judul)}"), QUIET)
        if self.about.tanda:
            mark = head.add_run(f"\t{self.about.tanda}")
            _small(mark, ACCENT)
            mark.bold = True
        foot = section.footer.paragraphs[0]
        foot.paragraph_format.tab_stops.add_tab_stop(Mm(_ROOM), WD_TAB_ALIGNMENT.RIGHT)
        made = _("Dibuat {tanggal} dengan Konvergensi").format(tanggal=language.date(self.about.dibuat))
        _small(foot.add_run(f"{made}\t"), QUIET)
        before, between, after = _("Halaman {halaman} dari {semua}").replace("{semua}", "{halaman}").split("{halaman}")
        for part in (before, between, after):
            _small(foot.add_run(part), QUIET)
            if part is not after:
                _field(foot, "PAGE" if part is before else "NUMPAGES")


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#").upper())


def _small(run, colour: str) -> None:
    run.font.size, run.font.color.rgb = Pt(8), _colour(colour)


def _field(paragraph, name: str) -> None:
    """A number that the program counts itself."""
    for kind in ("begin", "asked", "separate", "shown", "end"):
        run = paragraph.add_run()
        _small(run, QUIET)
        if kind == "shown":
            run.text = "1"
        elif kind == "asked":
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = f" {name} "
            run._r.append(asked)
        else:
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run._r.append(sign)


def _property(properties, name: str) -> None:
    properties.append(OxmlElement(name))


def _say(table, name: str) -> None:
    """Words for who cannot see the table, and thin lines."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", GRID.removeprefix("#"))):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    # The schema wants the borders before the layout.
    properties.find(qn("w:tblLayout")).addprevious(borders)
    if name:
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), text_of(name))
        properties.append(caption)


def _fill(cell, text: str, bold: bool, shaded: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9)
    if shaded:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", BAND.removeprefix("#"))):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _dress(file, lang: str) -> None:
    """Paper, typeface and language of every style that is used."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    styles = file.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for node in defaults.findall(qn("w:lang")):
        defaults.remove(node)
    said = OxmlElement("w:lang")
    for key in ("val", "eastAsia"):
        said.set(qn(f"w:{key}"), lang)
    defaults.append(said)
    for name in ("Normal", "List Bullet", "Title", "Heading 1", "Heading 2", "Header", "Footer"):
        style = styles[name]
        style.font.name = FONT
        _own_font(style.element.get_or_add_rPr())
        if name in _SIZES:
            style.font.size, style.font.bold = Pt(_SIZES[name]), True
            style.font.color.rgb = _colour(TEXT if name == "Title" else DATA)
            style.paragraph_format.keep_with_next = True
        if name in ("Header", "Footer"):
            style.paragraph_format.tab_stops.clear_all()
    styles["Normal"].font.size, styles["Normal"].font.color.rgb = Pt(10.5), _colour(TEXT)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    title = styles["Title"].element.get_or_add_pPr()
    for line in title.findall(qn("w:pBdr")):
        title.remove(line)
    _font_instead(file)


def _own_font(properties) -> None:
    fonts = properties.find(qn("w:rFonts"))
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), FONT)


def _font_instead(file) -> None:
    """Tell programs without the typeface what to take."""
    for part in file.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            entry = (
                f'<w:font w:name="{FONT}"><w:altName w:val="{_INSTEAD}"/><w:family w:val="swiss"/>'
                '<w:pitch w:val="variable"/></w:font></w:fonts>'
            )
            part._blob = part.blob.replace(b"</w:fonts>", entry.encode())
