"""The frame around a drawn chart: finding, subtitle, CONTOH badge, note and source line, as one SVG.

Built around the finished drawing and not inside Vega-Lite, where a footer cannot know how high the
axis and legend above it turned out. PNG and PDF are made from this same SVG, so all three look alike.
Always the light look: exports go to print and to slides. `compose` makes a picture as high as it needs
to be; the pages of `templates.py` have a fixed size and are put together from the same pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from analysis.output import theme
from analysis.output.captions import Caption, sample_mark
from analysis.output.fonts import text_width, wrap_lines

MARGIN = 24
GAP = 14
CAP_HEIGHT = 0.72  # of the typeface, as a share of its size
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
BADGE = TextStyle(12, 24, 700, theme.GROUND)


def clean(text: str) -> str:
    """`text` as SVG may carry it: escaped, without control characters (uploads bring their own names)."""
    return escape(_FORBIDDEN.sub("", text), {'"': "&quot;"})


def compose(drawing: str, caption: Caption, *, width: float) -> str:
    """SVG text of the whole picture, `width` px wide, around `drawing`, the SVG text of the bare chart.

    Root: role="img", `<title>` the finding, `<desc>` the alt text, `lang`. ValueError when `drawing`
    is not an SVG as vl-convert writes it.
    """
    inner = width - 2 * MARGIN
    mark = badge(caption, width - MARGIN, MARGIN, BADGE)
    parts, y = _texts(MARGIN, [(caption.judul, TITLE)], inner - mark.room)
    y = max(y, MARGIN + BADGE.line) if mark.svg else y
    more, y = _texts(y + 4, [(caption.subjudul, SUBTITLE)], inner)
    top, chart_height = y + GAP, drawing_size(drawing)[1]
    foot, y = _texts(top + chart_height + GAP, [(caption.catatan, FOOT), (caption.sumber, FOOT)], inner)
    content = f"{parts}{mark.svg}{more}{placed(drawing, MARGIN, top)}{foot}"
    return framed(content, caption, width, round(y + MARGIN - 4))


def framed(content: str, caption: Caption, width: float, height: float) -> str:
    """The SVG of `width` x `height` px that says what it is, around `content`."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'lang="{caption.bahasa}" xml:lang="{caption.bahasa}" '
        f'aria-labelledby="judul" aria-describedby="uraian">'
        f'<title id="judul">{clean(caption.judul)}</title><desc id="uraian">{clean(caption.alt)}</desc>'
        f'<rect width="{width:g}" height="{height:g}" fill="{theme.GROUND}"/>'
        f"{content}</svg>"
    )


def _texts(y: float, texts: list[tuple[str, TextStyle]], width: float) -> tuple[str, float]:
    """SVG of wrapped texts under each other from `y` on, and the y below them."""
    parts = []
    for text, style in texts:
        lines = wrap_lines(text, width, style.size, style.weight)
        parts.append(text_block(lines, MARGIN, y, style))
        y += len(lines) * style.line
    return "".join(parts), y


def text_block(lines: list[str], x: float, y: float, style: TextStyle) -> str:
    """SVG of `lines` under each other, the first in the line that begins at `y`."""
    first = y + (style.line + style.size * CAP_HEIGHT) / 2
    return "".join(_text(line, x, first + place * style.line, style) for place, line in enumerate(lines))


def _text(text: str, x: float, baseline: float, style: TextStyle) -> str:
    return (
        f'<text x="{x:g}" y="{baseline:.1f}" font-family="{theme.FONT}" font-size="{style.size:g}" '
        f'font-weight="{style.weight}" fill="{style.colour}">{clean(text)}</text>'
    )


@dataclass(frozen=True)
class Badge:
    svg: str = ""
    room: float = 0


def badge(caption: Caption, right: float, top: float, style: TextStyle) -> Badge:
    """The mark of synthetic data, its right upper corner at (`right`, `top`), and the width a title leaves to it."""
    if not caption.contoh:
        return Badge()
    mark = sample_mark()
    inside = style.size * 5 / 6
    wide = text_width(mark, style.size, style.weight) + 2 * inside
    left = right - wide
    shape = (
        f'<rect x="{left:.1f}" y="{top:g}" width="{wide:.1f}" height="{style.line:g}" rx="4" fill="{theme.ACCENT}"/>'
    )
    return Badge(shape + text_block([mark], left + inside, top, style), wide + 16)


def drawing_size(drawing: str) -> tuple[float, float]:
    """Width and height in px of an SVG as vl-convert writes it; ValueError for any other text."""
    root = re.match(r"<svg\b[^>]*>", drawing)
    found = root and [re.search(rf'\b{side}="([\d.]+)"', root[0]) for side in ("width", "height")]
    if not found or None in found:
        raise ValueError("not an SVG with a size")
    return float(found[0][1]), float(found[1][1])


def placed(drawing: str, x: float, y: float, scale: float = 1) -> str:
    """The chart's own SVG with its left upper corner at (`x`, `y`), `scale` times its size."""
    body = drawing[drawing.index(">") + 1 :].removesuffix("</svg>")
    grown = "" if scale == 1 else f" scale({scale:.5g})"
    return f'<g transform="translate({x:g},{y:g}){grown}">{body}</g>'
