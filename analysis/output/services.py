"""Coverage of the essential services against their targets.

The trap: for most indicators more is better, for unmet need and unwanted pregnancy less is. The gap is
therefore judged by whether the target is met, and rows where less is better say so.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.marks import (
    interval,
    lookup_expr,
    missing_text,
    number_text,
    quoted,
    spoken,
    value_axis,
    value_tooltip,
    with_texts,
)
from analysis.output.theme import BETTER, SIMILAR, TEXT, WORSE, named

_KINDS = ("tercapai", "belum", "tanpa_target")
_SHAPES = ("triangle-up", "triangle-down", "circle")


def draw_coverage(frame: pd.DataFrame, *, judul: str, digits: int = 1, langkah: int = 28) -> alt.LayerChart:
    """One row per indicator: coverage as a dot with interval, target as a tick, the gap between them.

    Dataset "data" (coverage.coverage_gaps): nama_pendek, nama, nilai, bawah, atas, n, target (may be
    missing), selisih, terlewat, memenuhi, polaritas, plus urutan (reading order). An indicator without data keeps
    its row and says so. `judul` says measure and unit.
    """
    kind = "!isValid(datum.target) || !isValid(datum.nilai) ? 'tanpa_target' : datum.memenuhi ? 'tercapai' : 'belum'"
    base = with_texts(alt.Chart(named(frame)), digits, "nama_pendek").transform_calculate(
        keadaan=kind,
        teks_target=number_text("target", digits),
        teks_selisih=number_text("selisih", digits),
        teks_terlewat=number_text("terlewat"),
    )
    y = alt.Y("nama_pendek:N", sort=alt.EncodingSortField("urutan", op="min"), title=None, axis=alt.Axis(grid=False))
    x = value_axis(_("{ukuran} (garis tegak: target)").format(ukuran=judul))
    measured = base.transform_filter("isValid(datum.nilai) && isValid(datum.target)")
    gap = measured.mark_rule(strokeWidth=5, strokeOpacity=0.35, aria=False).encode(
        x=x, x2=alt.X2("target:Q"), y=y, color=_state_colour(None)
    )
    targets = base.transform_filter("isValid(datum.target)").mark_tick(
        orient="vertical", thickness=2.6, size=17, color=TEXT, aria=False
    )
    dots = base.mark_point().encode(
        x=x,
        y=y,
        color=_state_colour(_legend()),
        shape=_state_shape(),
        tooltip=_tooltip(judul),
        description=spoken(),
    )
    layers = [gap, interval(base, y), targets.encode(x=alt.X("target:Q"), y=y), dots, missing_text(base, y)]
    rows = alt.layer(*layers, _direction(base, y)).properties(height=alt.Step(langkah))
    return rows.resolve_scale(color="independent")


def _state_colour(legend: alt.Legend | None) -> alt.Color:
    return alt.Color("keadaan:N", scale=alt.Scale(domain=_KINDS, range=[BETTER, WORSE, SIMILAR]), legend=legend)


def _state_shape() -> alt.Shape:
    return alt.Shape("keadaan:N", scale=alt.Scale(domain=_KINDS, range=_SHAPES), legend=None)


def _legend() -> alt.Legend:
    words = {"tercapai": _("target tercapai"), "belum": _("belum tercapai"), "tanpa_target": _("tanpa target")}
    return alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        columns={"expr": "width < 360 ? 2 : 3"},
        labelExpr=lookup_expr(words, "datum.value"),
        symbolType={"expr": lookup_expr(dict(zip(_KINDS, _SHAPES, strict=True)), "datum.value")},
    )


def _direction(base: alt.Chart, y: alt.Y) -> alt.Chart:
    """Said only where less is better; elsewhere the reader expects more."""
    shown = base.transform_filter("datum.polaritas == 'turun_baik'").transform_calculate(
        petunjuk=quoted(_("makin rendah makin baik"))
    )
    return shown.mark_text(style="catatan", align="right", dx=-4, aria=False).encode(
        x=alt.value("width"), y=y, text=alt.Text("petunjuk:N")
    )


def _tooltip(judul: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("nama:N", title=_("Indikator")),
        *value_tooltip(judul),
        alt.Tooltip("teks_target:N", title=_("Target")),
        alt.Tooltip("teks_selisih:N", title=_("Selisih ke target (poin)")),
        alt.Tooltip("teks_terlewat:N", title=_("Sasaran terlewat")),
    ]
