"""Places for names so that they do not cover each other.

Vega has no label placement of its own, so names are placed here, in the pixels of a reference size, before
the chart is drawn. A narrower screen shows the same places closer together: sizes are chosen for the
narrowest use. Names that find no place are left to the tooltip, never printed on top of others.
"""

from __future__ import annotations

import numpy as np

# Mean advance of Plus Jakarta Sans 600 in em, a little generous.
_EM = 0.58
_DIRECTIONS = [(0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)]


def text_size(text: str, font_size: float) -> tuple[float, float]:
    """Estimated (width, height) of one line of `text` in pixels, with a margin around it."""
    return len(text) * font_size * _EM + 6, font_size * 1.25


def place_labels(x, y, texts, *, width: float, height: float, font_size: float = 12, reach: float = 90, avoid=()):
    """Centres for `texts` near the points (`x`, `y`), all in pixels of a width x height picture.

    Greedy, in the order given: on the point itself, else on growing rings up to `reach` pixels away, the
    first place inside the picture that covers no name placed before, no other named point and none of the
    (x, y) points in `avoid`. Returns arrays label_x, label_y (NaN where no place was found) and moved (True where a leader line is needed).
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


def spread(positions, gap: float) -> np.ndarray:
    """`positions` on one axis moved apart to at least `gap`, order and mean of each crowd kept."""
    positions = np.asarray(positions, dtype=float)
    order = np.argsort(positions, kind="stable")
    crowds: list[list[int]] = []
    for index in order:
        crowds.append([index])
        while len(crowds) > 1 and _start(positions, crowds[-1], gap) < _end(positions, crowds[-2], gap) + gap:
            crowds[-2:] = [crowds[-2] + crowds[-1]]
    result = positions.copy()
    for crowd in crowds:
        result[crowd] = _start(positions, crowd, gap) + np.arange(len(crowd)) * gap
    return result


def _start(positions, crowd, gap: float) -> float:
    return positions[crowd].mean() - (len(crowd) - 1) * gap / 2


def _end(positions, crowd, gap: float) -> float:
    return positions[crowd].mean() + (len(crowd) - 1) * gap / 2
