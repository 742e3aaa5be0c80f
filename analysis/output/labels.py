"""Places for names so that they do not cover each other.

Vega has no label placement of its own, so names are placed here, in the pixels of a reference size, before
the chart is drawn. A narrower screen shows the same places closer together: sizes are chosen for the
narrowest use. Names that find no place are left to the tooltip, never printed on top of others.
"""

from __future__ import annotations

import numpy as np

from analysis.output.fonts import text_width

_MARGIN = 6
_DIRECTIONS = [(0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)]


def text_size(text: str, font_size: float) -> tuple[float, float]:
    """Width and height of one line of a name (weight 600) in pixels, with a margin around it."""
    return text_width(text, font_size, 600) + _MARGIN, font_size * 1.25


def place_labels(x, y, texts, *, width: float, height: float, font_size: float = 12, reach: float = 90, avoid=()):
    """Centres for `texts` near the points (`x`, `y`), all in pixels of a width x height picture.

    Greedy, in the order given: on the point itself, else on growing rings up to `reach` pixels away, the
    first place inside the picture that covers no name placed before, no other named point and none of the
    (x, y) points in `avoid`. Returns arrays label_x, label_y (NaN where no place was found) and moved (True
    where a leader line is needed).
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    placed: list[tuple[float, float, float, float]] = []
    avoid = np.asarray(avoid, dtype=float).reshape(-1, 2)
    label_x, label_y = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for i, text in enumerate(texts):
        if not text:
            continue
        size = text_size(text, font_size)
        others = np.arange(len(x)) != i
        anchors = np.vstack([np.column_stack([x[others], y[others]]), avoid])
        for centre in _candidates(x[i], y[i], size, reach):
            box = _box(centre, size)
            if _inside(box, width, height) and not _covers(box, placed, anchors):
                label_x[i], label_y[i] = centre
                placed.append(box)
                break
    moved = ~np.isnan(label_x) & (np.hypot(label_x - x, label_y - y) > 1)
    return label_x, label_y, moved


def _candidates(x: float, y: float, size: tuple[float, float], reach: float):
    yield x, y
    for distance in np.arange(size[1], reach + 1, size[1] / 2):
        for right, down in _DIRECTIONS:
            yield x + right * (distance + size[0] / 2 - size[1] / 2), y + down * distance


def _box(centre, size) -> tuple[float, float, float, float]:
    return centre[0] - size[0] / 2, centre[1] - size[1] / 2, centre[0] + size[0] / 2, centre[1] + size[1] / 2


def _inside(box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _covers(box, placed, anchors) -> bool:
    for other in placed:
        if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]:
            return True
    inside = (anchors > box[:2]) & (anchors < box[2:])
    return bool(inside.all(axis=1).any())


def place_beside(x, y, texts, *, avoid, font_size: float = 12, gap: float = 14) -> np.ndarray:
    """Heights for `texts` that start `gap` px right of (`x`, `y`): the nearest that covers nothing.

    `avoid`: points in pixels that must stay visible, such as samples along the lines of a chart. A name that
    finds no free height stays beside its point.
    """
    placed: list[tuple[float, float, float, float]] = []
    avoid = np.asarray(avoid, dtype=float).reshape(-1, 2)
    heights = np.asarray(y, dtype=float).copy()
    for i, (left, middle, text) in enumerate(zip(x, y, texts, strict=True)):
        size = text_size(text, font_size)
        centre = left + gap + size[0] / 2
        for shift in _up_and_down(size[1]):
            box = _box((centre, middle + shift), size)
            if not _covers(box, placed, avoid):
                heights[i] = middle + shift
                break
        placed.append(_box((centre, heights[i]), size))
    return heights


def _up_and_down(step: float, steps: int = 4):
    yield 0.0
    for count in range(1, steps):
        yield -count * step / 2
        yield count * step / 2
