"""Cells of a matrix whose number stands in them: one of five tones by class, hatched where nothing is known.

Trap: the tone is decided by limits in the chart itself, so rows need no class; the words on a tone must stay readable.
"""

from __future__ import annotations

import altair as alt

from analysis.output.marks import spoken
from analysis.output.theme import GRID, GROUND, INK, SEQUENCE, TEXT

_TONES = {"kosong": {"expr": "arsir"}, **dict(zip("12345", SEQUENCE, strict=True))}


def tone_expr(column: str, limits: tuple[float, float, float, float]) -> str:
    """Vega expression of the class of `column`: "1" below the first limit to "5" from the last, "kosong" when missing."""
    value = f"datum.{column}"
    steps = [f"{value} < {limit} ? '{tone}'" for tone, limit in enumerate(limits, 1)]
    return " : ".join([f"!isValid({value}) ? 'kosong'", *steps, "'5'"])


def toned_cells(base: alt.Chart, *, tooltip: list[alt.Tooltip], further: dict[str, str] | None = None, **place):
    """Rectangles filled by `kelas`; `further`: classes of the chart's own and their fill. Needs `map_layers.hatch`."""
    tones = _TONES | (further or {})
    scale = alt.Scale(domain=list(tones), range=list(tones.values()))
    fill = alt.Fill("kelas:N", scale=scale, legend=None)
    cells = base.mark_rect(cornerRadius=3, strokeWidth=1, stroke=GRID)
    return cells.encode(fill=fill, tooltip=tooltip, description=spoken(), **place)


def words_in_cells(base: alt.Chart, *, text: str, **place):
    """The text of each cell in the ink that its tone asks for."""
    ink = alt.when("datum.kelas == '5'").then(alt.value(GROUND)).when("datum.kelas == '4' || datum.kelas == '3'")
    words = base.mark_text(style="nama", baseline="middle", aria=False)
    return words.encode(text=text, color=ink.then(alt.value(INK)).otherwise(alt.value(TEXT)), **place)
