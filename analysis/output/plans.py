"""Budgets of the planned activities, and the rows of the commitments' timeline.

The trap: an office that has not reported its spending has not spent nothing. Without spending there is no inner bar,
and the words at the end of the row say that it is unknown.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.marks import LINES, lookup_expr, number_text, quoted, spoken, two_lines
from analysis.output.theme import DATA, INTERVAL, named

_MILLION = 1_000_000
_BARS = {"anggaran": ("anggaran_juta", INTERVAL, 20), "realisasi": ("realisasi_juta", DATA, 9)}


def budget_frame(plans: pd.DataFrame, by: str = "opd") -> pd.DataFrame:
    """Rows of `plans.plans_by` as `draw_budget` wants them: names in two lines, millions of rupiah, their order."""
    return plans.assign(
        nama=[two_lines(name) for name in plans[by]],
        anggaran_juta=plans["anggaran_rp"] / _MILLION,
        realisasi_juta=plans["realisasi_rp"] / _MILLION,
        urutan=range(len(plans)),
    )


def draw_budget(frame: pd.DataFrame, *, langkah: int = 36) -> alt.LayerChart:
    """One row per office: the budget as a wide bar from zero, what was spent as a narrow one inside it.

    Dataset "data" (`budget_frame`): nama, urutan, anggaran_juta, realisasi_juta (may be missing), serapan_pct (spent
    per 100 budgeted of the activities that say both), n_kegiatan.
    """
    share = f"{number_text('serapan_pct')} + '\u00a0%'"
    base = (
        alt.Chart(named(frame))
        .transform_calculate(
            teks_anggaran=number_text("anggaran_juta"),
            teks_realisasi=number_text("realisasi_juta"),
            teks_kegiatan=number_text("n_kegiatan"),
            teks_serapan=f"isValid(datum.serapan_pct) ? {share} : {quoted(_('realisasi belum diketahui'))}",
            ujung="max(isValid(datum.anggaran_juta) ? datum.anggaran_juta : 0, datum.realisasi_juta || 0)",
        )
        .transform_calculate(
            uraian="datum.nama + ': ' + datum.teks_anggaran + ', ' + datum.teks_realisasi + ', ' + datum.teks_serapan"
        )
    )
    y = alt.Y("nama:N", sort=alt.EncodingSortField("urutan", op="min"), title=None, axis=LINES)
    ends = base.mark_text(style="catatan", align="left", dx=6, aria=False).encode(
        x=alt.X("ujung:Q"), y=y, text=alt.Text("teks_serapan:N")
    )
    return alt.layer(*(_bars(base, kind, y) for kind in _BARS), ends).properties(height=alt.Step(langkah))


def _bars(base: alt.Chart, kind: str, y: alt.Y) -> alt.Chart:
    column, _colour, width = _BARS[kind]
    words = lookup_expr({"anggaran": _("anggaran"), "realisasi": _("realisasi")}, "datum.value")
    scale = alt.Scale(domain=list(_BARS), range=[colour for _column, colour, _width in _BARS.values()])
    legend = alt.Legend(title=None, orient="top", direction="horizontal", labelExpr=words)
    tooltip = [
        alt.Tooltip("nama:N", title=_("OPD pelaksana")),
        alt.Tooltip("teks_kegiatan:N", title=_("Kegiatan")),
        alt.Tooltip("teks_anggaran:N", title=_("Anggaran (juta rupiah)")),
        alt.Tooltip("teks_realisasi:N", title=_("Realisasi (juta rupiah)")),
        alt.Tooltip("teks_serapan:N", title=_("Anggaran terserap")),
    ]
    return (
        base.transform_filter(f"isValid(datum.{column})")
        .transform_calculate(jenis=f"'{kind}'")
        .mark_bar(size=width)
        .encode(
            x=alt.X(
                f"{column}:Q", title=_("Juta rupiah"), scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=5)
            ),
            y=y,
            color=alt.Color("jenis:N", scale=scale, legend=legend),
            tooltip=tooltip,
            description=spoken(),
        )
    )


def commitments_frame(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of `plans.commitments` as `timelines.draw_timeline` wants them, numbered in the order of their due dates."""
    dates = {
        "tanggal_rencana": pd.to_datetime(found["tenggat"].replace("", None)),
        "tanggal_mulai": pd.to_datetime(found["tanggal_selesai"].replace("", None)),
        "tanggal_selesai": pd.to_datetime(found["tanggal_selesai"].replace("", None)),
    }
    names = [two_lines(f"{place} · {text}") for place, text in enumerate(found["komitmen"], 1)]
    return found.assign(nama=names, urutan=range(len(found)), **dates)
