"""Data quality as a matrix: sources down, dimensions across, the number in every cell.

Trap: a dimension that could not be judged (no deadline set, too few figures) is hatched with its own words; it is
neither 0 nor 100. The score stands apart from its parts and never without them.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.cells import tone_expr, toned_cells, words_in_cells
from analysis.output.codes import dimension_names
from analysis.output.map_layers import hatch
from analysis.output.marks import lookup_expr, number_text, quoted
from analysis.output.theme import GROUND, named

SCORE = "skor"
_NARROW = "containerSize()[0] < 560"
_NAMES = alt.Axis(grid=False, labelExpr="split(datum.label, '\\n')", labelBaseline="bottom")
# Darker is higher. The limits only set the tone, the number stands in the cell.
_CLASS = f"datum.dimensi == '{SCORE}' ? 'skor' : {tone_expr('nilai', (50, 80, 90, 98))}"


def quality_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `draw_quality`: `nama` broken at its comma, and one row of `dimensi` "skor" per source.

    frame: nama, urutan, dimensi, nilai, pembilang, penyebut (data_quality.dimension_shares).
    """
    score = frame.groupby(["nama", "urutan"], as_index=False).agg(nilai=("nilai", "mean"), penyebut=("penyebut", "sum"))
    rows = pd.concat([frame, score.assign(dimensi=SCORE)], ignore_index=True)
    return rows.assign(nama=rows["nama"].str.replace(", ", "\n"))


def draw_quality(frame: pd.DataFrame, *, langkah: int = 46) -> alt.LayerChart:
    """Heat map of shares (per 100). Dataset "data" from `quality_frame`: nama, urutan, dimensi, nilai (missing = not
    judged), pembilang, penyebut."""
    words = {**dimension_names(), SCORE: _("Skor")}
    # On a phone the names of the dimensions stand upright, as the cells are narrower than the words.
    axis = alt.Axis(
        orient="top",
        grid=False,
        labelExpr=lookup_expr(words, "datum.value"),
        labelAngle={"expr": f"{_NARROW} ? -90 : 0"},
        labelAlign={"expr": f"{_NARROW} ? 'left' : 'center'"},
        labelBaseline={"expr": f"{_NARROW} ? 'middle' : 'bottom'"},
        labelOverlap=False,
    )
    x = alt.X("dimensi:N", title=None, sort=list(words), axis=axis, scale=alt.Scale(domain=list(words), padding=0.05))
    order = alt.EncodingSortField("urutan", op="min")
    y = alt.Y("nama:N", title=None, sort=order, axis=_NAMES, scale=alt.Scale(padding=0.08))
    base = alt.Chart(named(frame)).transform_calculate(
        kelas=_CLASS,
        teks_dimensi=lookup_expr(words, "datum.dimensi"),
        teks_nilai=f"isValid(datum.nilai) ? {number_text('nilai', 1)} : {quoted(_('belum dapat dinilai'))}",
        teks_n=f"{number_text('pembilang')} + ' / ' + {number_text('penyebut')}",
    )
    base = base.transform_calculate(uraian="datum.nama + ', ' + datum.teks_dimensi + ': ' + datum.teks_nilai")
    cells = toned_cells(
        base,
        x=x,
        y=y,
        further={"skor": GROUND},
        tooltip=[
            alt.Tooltip("nama:N", title=_("Sumber dan tabel")),
            alt.Tooltip("teks_dimensi:N", title=_("Dimensi")),
            alt.Tooltip("teks_nilai:N", title=_("Per 100")),
            alt.Tooltip("teks_n:N", title=_("Baik / diperiksa")),
        ],
    )
    known = base.transform_filter("isValid(datum.nilai)").transform_calculate(
        isi=f"datum.nilai == round(datum.nilai) ? {number_text('nilai')} : {number_text('nilai', 1)}"
    )
    numbers = words_in_cells(known, x=x, y=y, text="isi:N")
    return alt.layer(cells, numbers).add_params(hatch()).properties(height=alt.Step(langkah))
