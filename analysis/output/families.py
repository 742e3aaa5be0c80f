"""Keluarga berisiko stunting: factors and welfare ranks.

The trap: a family may have several factors and the 4T overlap, so shares are separate dots, never stacked
and never added. Welfare ranks do add up to the KRS total and are bars from zero.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.marks import (
    interval,
    missing_text,
    number_text,
    quoted,
    spoken,
    value_axis,
    value_tooltip,
    with_texts,
)
from analysis.output.theme import BAND, DATA, GROUND, QUIET, named


def draw_factors(frame: pd.DataFrame, *, judul: str, digits: int = 1, langkah: int = 32) -> alt.LayerChart:
    """Factors of one area as dots with intervals, beside the same share of the kota as a hollow dot.

    Dataset "data": nama, kelompok ("4T" rows get a band and a note), nilai, bawah, atas, n, acuan (missing =
    no comparison), urutan (reading order), and on every row nama_wilayah and nama_acuan ("" = no comparison),
    the names of the two kinds of dot. `judul` says measure and unit.
    """
    base = with_texts(alt.Chart(named(frame)), digits)
    base = base.transform_calculate(
        milik="'wilayah'", pembanding="'acuan'", teks_acuan=number_text("acuan", digits)
    ).transform_calculate(uraian_acuan="datum.nama_acuan + ', ' + datum.nama + ': ' + datum.teks_acuan")
    y = alt.Y("nama:N", sort=alt.EncodingSortField("urutan", op="min"), title=None, axis=alt.Axis(grid=False))
    tooltip = [
        alt.Tooltip("nama:N", title=_("Faktor")),
        *value_tooltip(judul),
        alt.Tooltip("teks_acuan:N", title=_("Pembanding")),
    ]
    overlapping = base.transform_filter("datum.kelompok == '4T'")
    band = overlapping.mark_rect(color=BAND, aria=False).encode(y=y)
    scale = alt.Scale(domain=["wilayah", "acuan"], range=[DATA, GROUND])
    dots = base.mark_point(strokeWidth=1.6)
    other = dots.encode(
        x=alt.X("acuan:Q"),
        y=y,
        fill=alt.Fill("pembanding:N", scale=scale, legend=_area_legend()),
        stroke=alt.value(QUIET),
        tooltip=tooltip,
        description=alt.Description("uraian_acuan:N"),
    )
    own = dots.encode(
        x=value_axis(judul),
        y=y,
        fill=alt.Fill("milik:N", scale=scale),
        stroke=alt.value(DATA),
        tooltip=tooltip,
        description=spoken(),
    )
    layers = [band, interval(base, y), other, own, _overlap_note(overlapping, y), missing_text(base, y)]
    return alt.layer(*layers).properties(height=alt.Step(langkah))


def _area_legend() -> alt.Legend:
    """Names of the two areas, read from the data."""
    first = "(data('data')[0] || {})"
    return alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        symbolStrokeColor=QUIET,
        symbolStrokeWidth=1.6,
        values={"expr": f"{first}.nama_acuan ? ['wilayah', 'acuan'] : ['wilayah']"},
        labelExpr=f"datum.value == 'acuan' ? {first}.nama_acuan : {first}.nama_wilayah",
    )


def _overlap_note(overlapping: alt.Chart, y: alt.Y) -> alt.Chart:
    """Said once, at the first of the 4T rows."""
    first = overlapping.transform_joinaggregate(pertama="min(urutan)").transform_filter("datum.urutan == datum.pertama")
    return (
        first.transform_calculate(pesan=quoted(_("4T saling beririsan, jangan dijumlahkan")))
        .mark_text(style="catatan", align="right", dx=-6, aria=False)
        .encode(x=alt.value("width"), y=y, text=alt.Text("pesan:N"))
    )


def draw_welfare(frame: pd.DataFrame, *, judul: str, digits: int = 1, langkah: int = 36) -> alt.LayerChart:
    """KRS by welfare rank: bars of the count from zero with count and share written at the end.

    Dataset "data": peringkat ("1".."4", ">4"), pembilang (families), nilai (per 100 KRS). `judul` names the
    count.
    """
    figures = f"{number_text('pembilang')} + ' (' + {number_text('nilai', digits)} + '\u00a0%)'"
    base = (
        alt.Chart(named(frame))
        .transform_calculate(label=f"isValid(datum.pembilang) ? {figures} : {quoted(_('tidak ada data'))}")
        .transform_calculate(uraian=f"{quoted(_('Peringkat'))} + ' ' + datum.peringkat + ': ' + datum.label")
    )
    order = ["1", "2", "3", "4", ">4"]
    y = alt.Y(
        "peringkat:N",
        sort=order,
        title=_("Peringkat kesejahteraan"),
        axis=alt.Axis(grid=False),
        scale=alt.Scale(paddingInner=0.35),
    )
    bars = base.mark_bar(color=DATA).encode(
        x=alt.X("pembilang:Q", title=judul, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=5)),
        y=y,
        description=spoken(),
    )
    ends = base.mark_text(align="left", dx=6, aria=False).encode(x=alt.X("pembilang:Q"), y=y, text=alt.Text("label:N"))
    return alt.layer(bars, ends).properties(height=alt.Step(langkah))
