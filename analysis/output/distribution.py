"""Measured children: their z-scores beside the WHO standard, and shares by age and sex.

The trap: a histogram invites to read only its tail. The standard's curve stands behind it, so that a moved middle is
seen as well; what lies below -2 SD carries the accent.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.marks import lookup_expr, number_text, quoted, spoken, value_axis, value_tooltip, with_texts
from analysis.output.theme import ACCENT, DATA, GROUND, INTERVAL, QUIET, TEXT, named

_CUT = -2.0


def draw_distribution(frame: pd.DataFrame, *, judul: str, tinggi: int = 300) -> alt.LayerChart:
    """Bars of the measured z-scores, the WHO standard as a dashed line, a rule at -2 SD.

    Dataset "data" (distribution.zscore_bins): z_dari, z_sampai, z, n, porsi_pct, standar_pct. `judul` names the index.
    """
    share = number_text("porsi_pct", 1)
    base = alt.Chart(named(frame)).transform_calculate(
        rentang=f"{number_text('z_dari', 2)} + {quoted(' ' + _('sampai') + ' ')} + {number_text('z_sampai', 2)}",
        teks_porsi=f"{share} + ' %'",
        teks_standar=f"{number_text('standar_pct', 1)} + ' %'",
        teks_n=number_text("n"),
    )
    base = base.transform_calculate(uraian="datum.rentang + ': ' + datum.teks_porsi")
    x = alt.X("z_dari:Q", title=judul, scale=alt.Scale(domain=[-6, 6]), axis=alt.Axis(grid=False, tickCount=12))
    y = alt.Y("porsi_pct:Q", title=_("Balita (%)"), scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=5))
    below = alt.condition(f"datum.z < {_CUT}", alt.value(ACCENT), alt.value(DATA))
    bars = base.mark_rect(stroke=GROUND, strokeWidth=0.5).encode(
        x=x,
        x2=alt.X2("z_sampai:Q"),
        y=y,
        y2=alt.Y2Datum(0),
        color=below,
        tooltip=[
            alt.Tooltip("rentang:N", title=_("z-skor")),
            alt.Tooltip("teks_porsi:N", title=_("Balita diukur")),
            alt.Tooltip("teks_standar:N", title=_("Standar WHO")),
            alt.Tooltip("teks_n:N", title=_("Jumlah balita")),
        ],
        description=spoken(),
    )
    standard = base.mark_line(color=TEXT, strokeDash=[5, 4], strokeWidth=1.6, aria=False).encode(
        x=alt.X("z:Q"), y=alt.Y("standar_pct:Q")
    )
    cut = base.mark_rule(color=QUIET, strokeWidth=1, aria=False).encode(x=alt.datum(_CUT))
    return alt.layer(bars, standard, cut).properties(height=tinggi)


def draw_age_sex(frame: pd.DataFrame, *, judul: str, digits: int = 1, langkah: int = 20) -> alt.LayerChart:
    """Shares by age band, boys and girls side by side as dots with intervals, told apart by shape and fill.

    Dataset "data": nama (age band), urutan, jk ("L"|"P"), nilai, bawah, atas, n. `judul` says measure and unit.
    """
    words = lookup_expr({"L": _("laki-laki"), "P": _("perempuan")}, "datum.jk")
    base = with_texts(alt.Chart(named(frame)), digits).transform_calculate(teks_jk=words)
    base = base.transform_calculate(uraian="datum.nama + ', ' + datum.teks_jk + ': ' + datum.teks_nilai")
    y = alt.Y("nama:N", sort=alt.EncodingSortField("urutan", op="min"), title=None, axis=alt.Axis(grid=False))
    beside = alt.YOffset("jk:N", scale=alt.Scale(domain=["L", "P"], paddingInner=0.6, paddingOuter=0.5))
    whiskers = base.transform_filter("isValid(datum.bawah) && isValid(datum.atas)").mark_rule(
        color=INTERVAL, strokeCap="round", aria=False
    )
    label = lookup_expr({"L": _("laki-laki"), "P": _("perempuan")}, "datum.value")
    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", labelExpr=label, symbolStrokeColor=DATA, symbolStrokeWidth=1.6
    )
    dots = base.mark_point(strokeWidth=1.6).encode(
        x=value_axis(judul),
        y=y,
        yOffset=beside,
        shape=alt.Shape("jk:N", scale=alt.Scale(domain=["L", "P"], range=["circle", "diamond"]), legend=legend),
        fill=alt.Fill("jk:N", scale=alt.Scale(domain=["L", "P"], range=[DATA, GROUND]), legend=legend),
        stroke=alt.Stroke("jk:N", scale=alt.Scale(domain=["L", "P"], range=[DATA, DATA]), legend=legend),
        tooltip=[
            alt.Tooltip("nama:N", title=_("Umur (bulan)")),
            alt.Tooltip("teks_jk:N", title=_("Jenis kelamin")),
            *value_tooltip(judul),
        ],
        description=spoken(),
    )
    layers = [whiskers.encode(x=alt.X("bawah:Q"), x2=alt.X2("atas:Q"), y=y, yOffset=beside), dots]
    return alt.layer(*layers).properties(height=alt.Step(langkah))
