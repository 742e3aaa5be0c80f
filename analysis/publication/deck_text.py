"""Texts on slides: without what XML cannot hold, and as large as their room allows.

Measured in Plus Jakarta Sans, with room to spare: where it is not installed an office program takes another font, and
the widest of the usual ones (DejaVu Sans) runs an eighth wider, its bold a fifth. Nothing may overlap then either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from analysis.output.fonts import text_width, wrap_lines
from analysis.output.theme import GROUND, QUIET, TEXT

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ELLIPSIS = "…"
LINE = 1.22  # height of a line per size
_WIDER = {400: 1.13, 600: 1.22, 700: 1.21}
_SAFE = 1.02  # programs kern and break a little differently
_embedded: ContextVar[bool] = ContextVar("huruf_tertanam", default=False)


@contextmanager
def font_embedded() -> Iterator[None]:
    """Measure for a file that carries its font: no room to spare."""
    before = _embedded.set(True)
    try:
        yield
    finally:
        _embedded.reset(before)


def _wider(weight: int) -> float:
    return _SAFE if _embedded.get() else _WIDER[weight]


def clean(text: object) -> str:
    """`text` without control characters and halves of characters: uploads bring their own names."""
    return _FORBIDDEN.sub("", str(text))


def shortened(text: str, most: int) -> str:
    """At most `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + _ELLIPSIS


def wide(text: str, size: float, weight: int = 400) -> float:
    """Width in pt to keep for `text` on one line."""
    return text_width(text, size, weight) * _wider(weight)


def lines_in(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """`text` in lines that fit `width` pt in any font."""
    return wrap_lines(text, width / _wider(weight), size, weight)


@dataclass(frozen=True)
class Look:
    """How a kind of text is set: sizes in pt from wanted to smallest, weight, colour, lines before it shrinks.

    `more`: sizes to try with a line more before shrinking further.
    """

    sizes: tuple[float, ...]
    weight: int = 400
    colour: str = TEXT
    lines: int = 1
    more: tuple[float, ...] = ()


TITLE = Look((32, 30, 28), 700, TEXT, 2, (28, 26, 24, 22, 20))
TITLE_AGAIN = Look((24, 22), 700, TEXT, 1, (24, 22, 20))
SUBTITLE = Look((18, 17, 16), 400, QUIET, 2)
CITY = Look((13,), 600, QUIET)
BADGE = Look((13,), 700, GROUND)
FOOT = Look((12, 11.5, 11), 400, QUIET, 2)
SENTENCE = Look((24, 22, 20, 18, 17, 16), 400, TEXT, 2)
STRIP = Look((20, 18, 17, 16), 400, TEXT, 2)
BESIDE = Look((20, 18, 17, 16), 400, TEXT, 4)
FIGURE = Look((60, 54, 48, 44, 40, 36, 32, 28, 24), 700, TEXT)
FIGURE_BESIDE = Look((44, 40, 36, 32, 28, 24, 20), 700, TEXT)
FIGURE_ABOVE = Look((34, 32, 28, 24, 20), 700, TEXT)
FIGURE_NAME = Look((18, 17, 16), 600, TEXT, 2)
FIGURE_NOTE = Look((16,), 400, QUIET, 2)
NUMBER = Look((12,), 400, QUIET)


@dataclass(frozen=True)
class Words:
    """A text in its place: left, top, width, height in pt."""

    text: str
    look: Look
    size: float
    x: float
    y: float
    w: float
    h: float

    @property
    def end(self) -> float:
        return self.y + self.h


def set_words(text: str, look: Look, x: float, y: float, w: float, *, most: int = 0, size: float = 0) -> Words:
    """`text` as large as `look` wants it within its lines; longer texts use up to `most` lines and are cut there."""
    text = " ".join(clean(text).split(" "))
    tries = [(size, look.lines)] if size else [(one, look.lines) for one in look.sizes]
    tries += [] if size else [(one, look.lines + 1) for one in look.more]
    for tried, allowed in tries:
        lines = lines_in(text, w, tried, look.weight)
        if len(lines) <= allowed:
            break
    allowed = max(most, allowed)
    if len(lines) > allowed:
        lines = lines[:allowed]
        text = _cut(lines, w, tried, look.weight)
    return Words(text, look, tried, x, y, w, len(lines) * tried * LINE + 2)


def _cut(lines: list[str], width: float, size: float, weight: int) -> str:
    last = lines[-1]
    while last and wide(last + _ELLIPSIS, size, weight) > width:
        last = last[:-1]
    return " ".join([*lines[:-1], last.rstrip(" ,.;:") + _ELLIPSIS])
