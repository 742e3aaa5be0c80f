"""Pieces that several charts share, so that an interval or a reference line looks the same everywhere."""

from __future__ import annotations

import textwrap

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


def number_text(field: str, digits: int = 0) -> str:
    """Vega expression: the number in column `field` as text in the chart's locale, "–" where missing."""
    return f"(isValid(datum.{field}) ? format(datum.{field}, ',.{digits}f') : '–')"


def with_texts(chart: alt.Chart, digits: int, name: str = "nama") -> alt.Chart:
    """Adds a result row as text: teks_nilai, teks_selang, teks_n for the tooltip, uraian for screen readers.

    Left to itself Vega would show a missing value as "null" and speak of columns by their raw names.
    """
    low, high = (number_text(side, digits) for side in ("bawah", "atas"))
    return chart.transform_calculate(
        teks_nilai=number_text("nilai", digits),
        teks_selang=f"isValid(datum.bawah) && isValid(datum.atas) ? {low} + '–' + {high} : '–'",
        teks_n=number_text("n"),
    ).transform_calculate(uraian=f"datum.{name} + ': ' + datum.teks_nilai + ' (' + datum.teks_selang + ')'")


def value_tooltip(judul: str) -> list[alt.Tooltip]:
    """Value, interval and denominator of one result row; needs `with_texts`."""
    return [
        alt.Tooltip("teks_nilai:N", title=judul),
        alt.Tooltip("teks_selang:N", title=_("Selang 95 %")),
        alt.Tooltip("teks_n:N", title=_("Penyebut")),
    ]


def point_size():
    """The size of an area's point: the one chosen anywhere stands out, then the lokus."""
    return (
        alt.when("datum.terpilih")
        .then(alt.value(260))
        .when("datum.lokus")
        .then(alt.value(130))
        .otherwise(alt.value(75))
    )


def spoken() -> alt.Description:
    """What a screen reader says of a mark: the column `uraian`."""
    return alt.Description("uraian:N")


def value_axis(judul: str, from_zero: bool = True) -> alt.X:
    """The horizontal axis of `nilai`, few ticks; `judul` says measure and unit."""
    return alt.X("nilai:Q", title=judul, scale=alt.Scale(zero=from_zero, nice=True), axis=alt.Axis(tickCount=6))


def interval(chart: alt.Chart, y: alt.Y) -> alt.Chart:
    """Horizontal interval from `bawah` to `atas`, only for rows that have one."""
    shown = chart.transform_filter("isValid(datum.bawah) && isValid(datum.atas)")
    return shown.mark_rule(color=INTERVAL, strokeCap="round", aria=False).encode(
        x=alt.X("bawah:Q"), x2=alt.X2("atas:Q"), y=y
    )


def reference(acuan: pd.DataFrame) -> list[alt.Chart]:
    """Thin vertical line at each `nilai` of `acuan` with its `nama` above the plot; dataset "acuan"."""
    base = alt.Chart(named(acuan, "acuan")).encode(x=alt.X("nilai:Q"))
    line = base.mark_rule(color=QUIET, strokeWidth=1.2, aria=False)
    name = base.mark_text(style="catatan", baseline="bottom", dy=-6, aria=False).encode(
        y=alt.value(0), text=alt.Text("nama:N")
    )
    return [line, name]


def missing_text(chart: alt.Chart, y: alt.Y) -> alt.Chart:
    """Why a row has no value, at its start: missing and hidden rows (`disembunyikan`) stay visible and look different."""
    missing, hidden = quoted(_("tidak ada data")), quoted(_("disembunyikan (angka kecil)"))
    shown = chart.transform_filter("!isValid(datum.nilai)").transform_calculate(
        kosong=f"datum.disembunyikan ? {hidden} : {missing}"
    )
    words = shown.mark_text(style="catatan", align="left", dx=4, aria=False)
    return words.encode(x=alt.value(0), y=y, text=alt.Text("kosong:N"))


_LABEL_CHARACTERS = 30
# On a phone only what stands before the dot: "3 · Rembuk Stunting" becomes "3".
_SHORT = "containerSize()[0] < 440 ? split(split(datum.label, ' · ')[0], '\\n') : "
# The first of two lines stands where a single one would, so both move up by half a line.
LINES = alt.Axis(
    grid=False,
    labelExpr=_SHORT + "split(datum.label, '\\n')",
    labelOffset=alt.condition(
        "indexof(datum.value, '\\n') > 0 && !(containerSize()[0] < 440)", alt.value(-8), alt.value(0)
    ),
)


def two_lines(name: str) -> str:
    """A long name broken once, for an axis that splits its labels (`LINES`); what is still too long ends in "…"."""
    first, *rest = textwrap.wrap(name, _LABEL_CHARACTERS) or [""]
    if not rest:
        return first
    return first + "\n" + textwrap.shorten(" ".join(rest), _LABEL_CHARACTERS, placeholder="…")
