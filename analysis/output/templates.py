"""Pages of a fixed size for a chart that leaves the app: slide, A4, feed, story.

What the user may edit comes in as `Caption` and `Dress`; where everything stands and how big it is, is computed here.
The trap is the fixed height: every word takes room from the chart. The source is always complete; a long headline and
a long note first become smaller, then the chart yields, and only then a text is cut. A story leaves top and bottom
free, where phones lay their own buttons over it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace

from analysis.language import _, number
from analysis.output import export, stamp, theme
from analysis.output.captions import Caption, in_language
from analysis.output.fitting import Fitted, fitted, is_map, text_size
from analysis.output.fonts import wrap_lines
from analysis.output.lines import cut, fit_text, sizes_down, styled, tied
from analysis.output.logo import read_logo
from analysis.output.picture import TextStyle, badge, framed, placed, text_block


@dataclass(frozen=True)
class Template:
    """A page: size, margins and type in px at 72 per inch. `teks` is the size of names inside the chart.

    Type sizes are (wanted, smallest). `kolom`: where a map stands beside its words, their share of the width.
    """

    kode: str
    lebar: float
    tinggi: float
    tepi: float
    atas: float
    bawah: float
    pita: float
    judul: tuple[float, float]
    baris_judul: int  # lines before the headline shrinks
    subjudul: tuple[float, float]
    kaki: tuple[float, float]
    baris_kaki: int  # lines before note and source shrink
    teks: float
    kolom: float = 0
    di_atas: float = 0.4  # how much of the height that a chart leaves free lies above it

    @property
    def isi(self) -> float:
        """Width between the margins."""
        return self.lebar - 2 * self.tepi

    @property
    def jarak(self) -> float:
        """Between head and chart, chart and foot."""
        return self.teks


TEMPLATES = {
    template.kode: template
    for template in (
        Template("slide_16_9", 960, 540, 40, 30, 26, 24, (28, 19), 2, (15, 13), (11, 9), 2, 14.5, kolom=0.36),
        Template("a4", 595, 842, 44, 40, 36, 22, (22, 15), 3, (12, 10), (9, 7.5), 4, 10.5, di_atas=0.15),
        Template("a4_lanskap", 842, 595, 44, 36, 32, 22, (23, 16), 2, (12.5, 10.5), (9, 7.5), 3, 11.5, kolom=0.32),
        Template("feed_1_1", 540, 540, 30, 26, 22, 24, (25, 18), 2, (15, 13), (11, 9), 3, 15),
        Template("feed_4_5", 540, 675, 30, 30, 26, 26, (27, 19), 3, (16, 13.5), (11.5, 9.5), 4, 15),
        Template("story_9_16", 540, 960, 36, 110, 130, 28, (30, 20), 4, (17, 14), (12.5, 10.5), 5, 14.6),
    )
}


def template_names() -> dict[str, str]:
    """Code of each template -> its name for the user, in the order of `TEMPLATES`."""
    return {
        "slide_16_9": _("Slide 16:9"),
        "a4": _("A4 tegak"),
        "a4_lanskap": _("A4 mendatar"),
        "feed_1_1": _("Feed 1:1"),
        "feed_4_5": _("Feed 4:5"),
        "story_9_16": _("Story 9:16"),
    }


@dataclass(frozen=True)
class Dress:
    """What a city puts on its pictures: its name and its logo (bytes of a PNG, JPEG or SVG file)."""

    kota: str = ""
    logo: bytes | None = None


def compose_page(
    spec: dict, caption: Caption, template: Template, dress: Dress = Dress(), *, ask: export.Ask | None = None
) -> str:
    """SVG text of exactly the template's size. `spec`: Vega-Lite with its config, data and geometry inside.

    Parts are groups named "kepala", "gambar" and "kaki". `ask` draws elsewhere than in the app's own process. Raises
    ExportError when the chart cannot be drawn, `logo.BadLogo` when the logo cannot be used.
    """
    return in_language(caption.bahasa, _compose, spec, caption, template, dress, ask)


def template_svg(spec: dict, caption: Caption, template: Template, dress: Dress = Dress()) -> bytes:
    """SVG with role, title, description and the typeface inside."""
    return page_file("svg", spec, caption, template, dress)


def template_png(spec: dict, caption: Caption, template: Template, dress: Dress = Dress(), *, ppi: int = 300) -> bytes:
    """PNG of round(lebar * ppi / 72) x round(tinggi * ppi / 72) pixels, its words in text chunks."""
    return page_file("png", spec, caption, template, dress, ppi=ppi)


def template_pdf(spec: dict, caption: Caption, template: Template, dress: Dress = Dress()) -> bytes:
    """One-page PDF, fonts embedded, tagged as one figure with alt text."""
    return page_file("pdf", spec, caption, template, dress)


def page_file(
    kind: str,
    spec: dict,
    caption: Caption,
    template: Template,
    dress: Dress = Dress(),
    *,
    ppi: int = 300,
    ask: export.Ask | None = None,
) -> bytes:
    """A page as "svg", "png" (`ppi` pixels per inch) or "pdf"; see `compose_page`. KeyError for any other kind."""
    write = {
        "svg": lambda svg: stamp.stamp_svg(svg).encode(),
        "png": lambda svg: export.png_of(_in_whole_pixels(svg, template, ppi), caption, ppi, ask),
        "pdf": lambda svg: export.pdf_of(svg, caption, ask),
    }[kind]
    return write(compose_page(spec, caption, template, dress, ask=ask))


def _in_whole_pixels(svg: str, template: Template, ppi: float) -> str:
    """The page stretched by less than half a pixel, so that it ends where a pixel ends."""
    width, height = (round(side * ppi / 72) * 72 / ppi for side in (template.lebar, template.tinggi))
    old = f'width="{template.lebar:g}" height="{template.tinggi:g}"'
    return svg.replace(old, f'width="{width:.6f}" height="{height:.6f}" preserveAspectRatio="none"', 1)


def _compose(spec: dict, caption: Caption, template: Template, dress: Dress, ask: export.Ask | None) -> str:
    band = _band(caption, template, dress)
    place = _beside if template.kolom and is_map(spec) else _stacked
    page = place(caption, template, band)
    chart = _chart(spec, template, page, ask)
    if chart.shown < chart.rows:
        page = place(_saying_rows(caption, chart), template, band)
        chart = _chart(spec, template, page, ask)
        # With the note a row less may fit than the note says: its line stays, only the number changes.
        page = place(_saying_rows(caption, chart), template, band)
    width, height = chart.size
    left = page.left + (page.width - width) / 2
    top = page.top + (page.height - height) * template.di_atas
    drawn = placed(chart.svg, round(left, 2), round(top, 2), chart.scale)
    parts = (("kepala", band.svg + page.head), ("gambar", drawn), ("kaki", page.foot))
    content = "".join(f'<g id="{name}">{svg}</g>' for name, svg in parts)
    return framed(content, caption, template.lebar, template.tinggi)


def _saying_rows(caption: Caption, chart: Fitted) -> Caption:
    said = _("Ditampilkan {jumlah} dari {semua} baris.").format(jumlah=number(chart.shown), semua=number(chart.rows))
    return replace(caption, catatan=f"{said} {caption.catatan}".strip())


def _chart(spec: dict, template: Template, page: _Page, ask: export.Ask | None) -> Fitted:
    return fitted(spec, page.width, page.height, template.teks / text_size(spec), ask)


@dataclass(frozen=True)
class _Page:
    """Words in their places, and the room they leave to the chart."""

    head: str
    foot: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class _Band:
    """The line with city and badge; `end` is where words go on, `taken` what the badge takes of the first line."""

    svg: str
    end: float
    taken: float
    badge_end: float


def _stacked(caption: Caption, template: Template, band: _Band) -> _Page:
    """Head, chart and foot below each other."""
    foot, foot_top = _foot(caption, template, template.isi)
    limit = template.atas + (template.tinggi - template.atas - template.bawah) * _MOST_HEAD
    head, end = _head(caption, template, band, template.isi, limit)
    top = max(end, band.badge_end) + template.jarak
    return _Page(head, foot, template.tepi, top, template.isi, foot_top - template.jarak - top)


def _beside(caption: Caption, template: Template, band: _Band) -> _Page:
    """Words in a column on the left, the map on the right as high as the page."""
    words = template.isi * template.kolom
    foot, foot_top = _foot(caption, replace(template, baris_kaki=template.baris_kaki * 3), words)
    roomy = replace(template, baris_judul=5)
    free = replace(band, taken=0, end=max(band.end, band.badge_end + template.jarak * 0.5))
    head, _end = _head(caption, roomy, free, words, foot_top - template.jarak)
    gap = template.tepi * 0.8
    top, bottom = free.end, template.tinggi - template.bawah
    return _Page(head, foot, template.tepi + words + gap, top, template.isi - words - gap, bottom - top)


def _band(caption: Caption, template: Template, dress: Dress) -> _Band:
    """Logo and name of the city on one line, as long as the badge of synthetic data at its end allows."""
    size = template.kaki[0]
    mark = badge(caption, template.lebar - template.tepi, template.atas, TextStyle(size, size * 2, 700, theme.GROUND))
    badge_end = template.atas + size * 2 if mark.svg else 0
    if dress.logo is None and not dress.kota.strip():
        return _Band(mark.svg, template.atas, mark.room, badge_end)
    left, parts, end = template.tepi, "", template.lebar - template.tepi - mark.room
    if dress.logo is not None:
        logo = read_logo(dress.logo)
        height = min(template.pita, template.isi * 0.35 / logo.aspect)
        top = template.atas + (template.pita - height) / 2
        parts = (
            f'<image x="{left:g}" y="{top:.2f}" width="{height * logo.aspect:.2f}" height="{height:.2f}" '
            f'xlink:href="data:image/png;base64,{b64encode(logo.png).decode()}"/>'
        )
        left += height * logo.aspect + template.pita * 0.4
    style = TextStyle(template.subjudul[1], template.pita, 600, theme.QUIET)
    name = cut(wrap_lines(dress.kota, _ENDLESS, style.size, style.weight), 1, end - left, style)
    svg = parts + text_block(name, left, template.atas, style) + mark.svg
    return _Band(svg, template.atas + template.pita + template.jarak * 0.75, 0, badge_end)


def _head(caption: Caption, template: Template, band: _Band, width: float, limit: float) -> tuple[str, float]:
    """Headline and what the chart shows, above `limit`; and the y below them."""
    under, under_style = fit_text(caption.subjudul, width, template.subjudul, 2, _SUBTITLE)
    under = cut(under, 4, width, under_style)
    room = width - band.taken
    title, style = fit_text(caption.judul, room, template.judul, template.baris_judul, _TITLE)
    title = cut(title, int((limit - band.end - len(under) * under_style.line) / style.line), room, style)
    svg = text_block(title, template.tepi, band.end, style)
    y = band.end + len(title) * style.line
    # A badge on the line of a short headline ends below it.
    y = max(y, band.badge_end if band.taken else 0) + style.size * 0.25
    return svg + text_block(under, template.tepi, y, under_style), y + len(under) * under_style.line


def _foot(caption: Caption, template: Template, width: float) -> tuple[str, float]:
    """Note and source above the lower margin, and where they begin.

    The source stays whole; the note is cut when even small type does not fit.
    """
    for size in sizes_down(*template.kaki):
        style = styled(size, _FOOT)
        note, source = (wrap_lines(tied(text), width, style.size, 400) for text in (caption.catatan, caption.sumber))
        if len(note) + len(source) <= template.baris_kaki:
            break
    note = cut(note, max(1, template.baris_kaki + 1 - len(source)), width, style)
    lines = note + source
    top = template.tinggi - template.bawah - len(lines) * style.line
    return text_block(lines, template.tepi, top, style), top


# Weight, line height per size, colour.
_TITLE = (700, 1.22, theme.TEXT)
_SUBTITLE = (400, 1.34, theme.QUIET)
_FOOT = (400, 1.36, theme.QUIET)
_MOST_HEAD = 0.5  # of the height between the margins, for city, headline and subtitle
_ENDLESS = 1e9
