"""Words made to fit a width: smaller first, in lines of about the same length, cut only at the very end."""

from __future__ import annotations

from analysis.output.fonts import text_width, wrap_lines
from analysis.output.picture import TextStyle

Look = tuple[int, float, str]  # weight, line height per size, colour
_ELLIPSIS = "…"
_SLIGHTLY = 0.87


def styled(size: float, look: Look) -> TextStyle:
    return TextStyle(size, size * look[1], look[0], look[2])


def sizes_down(wanted: float, smallest: float) -> list[float]:
    """From `wanted` down to `smallest` in even steps."""
    steps = 6
    return [round(wanted - (wanted - smallest) * step / steps, 2) for step in range(steps + 1)]


def fit_text(text: str, width: float, sizes: tuple[float, float], most: int, look: Look) -> tuple[list[str], TextStyle]:
    """`text` in lines of about the same length, as large as `most` lines allow; the smallest size may need more.

    A line less is worth a little of the size.
    """
    text = tied(text)
    styles = [styled(size, look) for size in sizes_down(*sizes)]
    slightly = [style for style in styles if style.size >= sizes[0] * _SLIGHTLY]
    for count in range(1, most + 1):
        for style in styles if count == most else slightly:
            lines = wrap_lines(text, width, style.size, style.weight)
            if len(lines) <= count:
                return _balanced(text, len(lines), width, style), style
    return _balanced(text, len(lines), width, style), style


def tied(text: str) -> str:
    """A per cent sign stays on the line of its number."""
    return text.replace(" %", "\u00a0%")


def _balanced(text: str, count: int, width: float, style: TextStyle) -> list[str]:
    """`text` in `count` lines of about the same length: no single word on the last one."""
    narrow, wide = width / max(count, 1) * 0.5, width
    while wide - narrow > 2:
        middle = (narrow + wide) / 2
        if len(wrap_lines(text, middle, style.size, style.weight)) > count:
            narrow = middle
        else:
            wide = middle
    return wrap_lines(text, wide, style.size, style.weight)


def cut(lines: list[str], most: int, width: float, style: TextStyle) -> list[str]:
    """At most `most` lines (one at least) of at most `width` px, "…" where something was left out."""
    most = max(1, most)
    kept = lines[:most]
    if not kept or (len(lines) <= most and text_width(kept[-1], style.size, style.weight) <= width):
        return kept
    last = kept[-1]
    while last and text_width(last + _ELLIPSIS, style.size, style.weight) > width:
        last = last[:-1]
    return [*kept[:-1], last.rstrip(" ,.;:") + _ELLIPSIS]
