"""The frame around a drawn chart: finding, subtitle, CONTOH badge, note and source line, as one SVG.

Built around the finished drawing and not inside Vega-Lite, where a footer cannot know how high the
axis and legend above it turned out. PNG and PDF are made from this same SVG, so all three look alike.
Always the light look: exports go to print and to slides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from analysis.output import theme
from analysis.output.captions import Caption, sample_mark
from analysis.output.fonts import text_width, wrap_lines

MARGIN = 24
BADGE_HEIGHT = 24
GAP = 14
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class TextStyle:
    """Size and line height in px."""

    size: float
    line: float
    weight: int
    colour: str


TITLE = TextStyle(20, 26, 700, theme.TEXT)
SUBTITLE = TextStyle(14, 19, 400, theme.QUIET)
FOOT = TextStyle(12, 16, 400, theme.QUIET)


def clean(text: str) -> str:
    """`text` as SVG may carry it: escaped, without control characters (uploads bring their own names)."""
    return escape(_FORBIDDEN.sub("", text), {'"': "&quot;"})


def compose(drawing: str, caption: Caption, *, width: float) -> str:
    """SVG text of the whole picture, `width` px wide, around `drawing`, the SVG text of the bare chart.

    Root: role="img", `<title>` the finding, `<desc>` the alt text, `lang`. ValueError when `drawing`
    is not an SVG as vl-convert writes it.
    """
    inner = width - 2 * MARGIN
    badge = _badge(caption, width)
    parts, y = _texts(MARGIN, [(caption.judul, TITLE)], inner - badge.room)
    y = max(y, MARGIN + BADGE_HEIGHT) if badge.svg else y
    more, y = _texts(y + 4, [(caption.subjudul, SUBTITLE)], inner)
    chart, chart_height = _place(drawing, y + GAP)
    foot, y = _texts(y + GAP + chart_height + GAP, [(caption.catatan, FOOT), (caption.sumber, FOOT)], inner)
    height = round(y + MARGIN - 4)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height}" viewBox="0 0 {width:g} {height}" role="img" '
        f'lang="{caption.bahasa}" xml:lang="{caption.bahasa}" '
        f'aria-labelledby="judul" aria-describedby="uraian">'
        f'<title id="judul">{clean(caption.judul)}</title><desc id="uraian">{clean(caption.alt)}</desc>'
        f'<rect width="{width:g}" height="{height}" fill="{theme.GROUND}"/>'
        f"{parts}{more}{badge.svg}{chart}{foot}</svg>"
    )


def _texts(y: float, texts: list[tuple[str, TextStyle]], width: float) -> tuple[str, float]:
    """SVG of wrapped texts under each other from `y` on, and the y below them."""
    parts = []
    for text, style in texts:
        for line in wrap_lines(text, width, style.size, style.weight):
            baseline = y + (style.line + style.size * 0.72) / 2
            parts.append(_text(line, MARGIN, baseline, style))
            y += style.line
    return "".join(parts), y


def _text(text: str, x: float, baseline: float, style: TextStyle) -> str:
    return (
        f'<text x="{x:g}" y="{baseline:.1f}" font-family="{theme.FONT}" font-size="{style.size:g}" '
        f'font-weight="{style.weight}" fill="{style.colour}">{clean(text)}</text>'
    )


@dataclass(frozen=True)
class _Badge:
    svg: str = ""
    room: float = 0


def _badge(caption: Caption, width: float) -> _Badge:
    """The mark of synthetic data, top right, and the width the title must leave to it."""
    if not caption.contoh:
        return _Badge()
    style = TextStyle(12, BADGE_HEIGHT, 700, theme.GROUND)
    mark = sample_mark()
    wide = text_width(mark, style.size, style.weight) + 20
    left = width - MARGIN - wide
    baseline = MARGIN + (BADGE_HEIGHT + style.size * 0.72) / 2
    shape = (
        f'<rect x="{left:.1f}" y="{MARGIN}" width="{wide:.1f}" height="{BADGE_HEIGHT}" rx="4" fill="{theme.ACCENT}"/>'
    )
    return _Badge(shape + _text(mark, left + 10, baseline, style), wide + 16)


def _place(drawing: str, y: float) -> tuple[str, float]:
    """The chart's own SVG moved below the header, and its height."""
    root = re.match(r"<svg\b[^>]*>", drawing)
    size = root and re.search(r'\bheight="([\d.]+)"', root[0])
    if not size:
        raise ValueError("not an SVG with a height")
    body = drawing[root.end() :].removesuffix("</svg>")
    return f'<g transform="translate({MARGIN},{y:g})">{body}</g>', float(size[1])
