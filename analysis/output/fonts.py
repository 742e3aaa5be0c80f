"""Plus Jakarta Sans for exports: where the files lie, how wide a text is, how to embed it.

Exports may be opened where the font is missing, so widths are measured from our own files and SVGs
carry the font inside. `static/fonts/SUMBER.md` says how the files were made.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from functools import cache
from pathlib import Path

from PIL import ImageFont

from analysis.output.theme import FONT

FOLDER = Path(__file__).parents[2] / "static" / "fonts"
_MEASURED_AT = 100
_log = logging.getLogger("konvergensi")


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(str(FOLDER / f"PlusJakartaSans-{weight}.ttf"), _MEASURED_AT)
    except OSError:
        # Missing or damaged: names stand a little off, and pages and pictures are still made.
        _log.error("the typeface in static/fonts cannot be read")
        return ImageFont.load_default(_MEASURED_AT)


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Width in px of `text` on one line at `size` px; weight 400, 600 or 700."""
    return _font(weight).getlength(text) * size / _MEASURED_AT


def wrap_lines(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """`text` broken between words, and inside words longer than a line, to lines of at most `width` px.

    Newlines in `text` start a new line; a non-breaking space stays unbroken. "" gives no line.
    """
    lines = []
    for paragraph in text.splitlines():
        line = ""
        for word in (part for part in paragraph.split(" ") if part):
            longer = f"{line} {word}" if line else word
            if text_width(longer, size, weight) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _break_word(word, width, size, weight)
            lines += full
        if line:
            lines.append(line)
    return lines


def _break_word(word: str, width: float, size: float, weight: int) -> list[str]:
    """A word that is wider than a line (an address, a file name) in pieces."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def font_face_css() -> str:
    """An `@font-face` rule that carries the variable font, weights 200 to 800."""
    try:
        data = b64encode((FOLDER / "PlusJakartaSans.woff2").read_bytes()).decode()
    except OSError:
        return ""
    return (
        f"@font-face{{font-family:'{FONT}';font-weight:200 800;font-style:normal;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )
