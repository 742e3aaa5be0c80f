"""Pieces that several charts share, so that an interval or a reference line looks the same everywhere."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.theme import INTERVAL, QUIET, named

# Judgement: symbol, word and colour together, never colour alone.
VERDICTS = ("lebih_baik", "serupa", "lebih_buruk", "lebih_rendah", "lebih_tinggi")
VERDICT_SHAPES = ("triangle-up", "circle", "triangle-down", "triangle-down", "triangle-up")


def verdict_words() -> dict[str, str]:
    """The word of each `putusan` in the language in use."""
    words = (_("lebih baik"), _("serupa"), _("lebih buruk"), _("lebih rendah"), _("lebih tinggi"))
    return dict(zip(VERDICTS, words, strict=True))


def lookup_expr(words: dict, field: str) -> str:
    """Vega expression that turns the code in `field` into its word; other codes become ""."""
    pairs = ", ".join(f"'{code}': {quoted(word)}" for code, word in words.items())
    return f"({{{pairs}}})[{field}] || ''"


def quoted(text: str) -> str:
    """`text` as a string literal of a Vega expression."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def with_interval_text(chart: alt.Chart, digits: int) -> alt.Chart:
    """Adds `teks_selang`, the interval as text ("18,2–22,4", "–" without one), for tooltips."""
    low, high = (f"format(datum.{side}, ',.{digits}f')" for side in ("bawah", "atas"))
    return chart.transform_calculate(teks_selang=f"isValid(datum.bawah) ? {low} + '–' + {high} : '–'")


def value_tooltip(judul: str, digits: int) -> list[alt.Tooltip]:
    """Value, interval and denominator of one result row; needs `with_interval_text`."""
    return [
        alt.Tooltip("nilai:Q", title=judul, format=f",.{digits}f"),
        alt.Tooltip("teks_selang:N", title=_("Selang 95 %")),
        alt.Tooltip("n:Q", title=_("Penyebut"), format=",.0f"),
    ]


def value_axis(judul: str, from_zero: bool = True) -> alt.X:
    """The horizontal axis of `nilai`, few ticks; `judul` says measure and unit."""
    return alt.X("nilai:Q", title=judul, scale=alt.Scale(zero=from_zero, nice=True), axis=alt.Axis(tickCount=6))


def interval(chart: alt.Chart, y: alt.Y) -> alt.Chart:
    """Horizontal interval from `bawah` to `atas`, only for rows that have one."""
    shown = chart.transform_filter("isValid(datum.bawah) && isValid(datum.atas)")
    return shown.mark_rule(color=INTERVAL, strokeCap="round", tooltip=None).encode(
        x=alt.X("bawah:Q"), x2=alt.X2("atas:Q"), y=y
    )


def reference(acuan: pd.DataFrame) -> list[alt.Chart]:
    """Thin vertical line at each `nilai` of `acuan` with its `nama` above the plot; dataset "acuan"."""
    base = alt.Chart(named(acuan, "acuan")).encode(x=alt.X("nilai:Q"))
    line = base.mark_rule(color=QUIET, strokeWidth=1.2, tooltip=None)
    name = base.mark_text(style="catatan", baseline="bottom", dy=-6, tooltip=None).encode(y=alt.value(0), text="nama:N")
    return [line, name]


def missing_text(chart: alt.Chart, y: alt.Y) -> alt.Chart:
    """ "tidak ada data" at the start of every row without a value: missing rows stay visible."""
    shown = chart.transform_filter("!isValid(datum.nilai)").transform_calculate(kosong=quoted(_("tidak ada data")))
    words = shown.mark_text(style="catatan", align="left", dx=4, tooltip=None)
    return words.encode(x=alt.value(0), y=y, text="kosong:N")
