"""Planned against actual dates of the aksi.

The trap: Jakarta carries the aksi out later than the national calendar suggests, so nothing is
measured against a calendar. Without a published plan there is only the actual date, never a delay.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.marks import LINES, lookup_expr, quoted, spoken, two_lines
from analysis.output.theme import DATA, GROUND, TEXT, WORSE, named

_DATES = {"rencana": "tanggal_rencana", "mulai": "tanggal_mulai", "selesai": "tanggal_selesai"}


def timeline_frame(review: pd.DataFrame) -> pd.DataFrame:
    """`review.review_table` with long names in two lines."""
    return review.assign(nama=[two_lines(name) for name in review["nama"]])


def draw_timeline(
    frame: pd.DataFrame, *, langkah: int = 34, judul: str = "", rencana: str = "", selesai: str = ""
) -> alt.LayerChart:
    """One row per aksi (or what `judul` names): planned end as a hollow diamond, carried out as a bar from start to end.

    `rencana` and `selesai` name the two dates (default: planned, carried out).
    Dataset "data" (`timeline_frame`): nama, urutan, tanggal_rencana, tanggal_mulai, tanggal_selesai (dates
    or missing), terlambat_hari, status_waktu. The state of each aksi stands in words right of its row.
    """
    # Streamlit hands dates over as numbers, the exporter as ISO text; toDate reads both.
    dates = {name: f"isValid(datum.{column}) ? toDate(datum.{column}) : null" for name, column in _DATES.items()}
    texts = {f"teks_{name}": f"isValid(datum.{name}) ? utcFormat(datum.{name}, '%-d %B %Y') : '–'" for name in _DATES}
    words = {"rencana": rencana or _("rencana"), "selesai": selesai or _("pelaksanaan")}
    tooltip = _tooltip(judul or _("Aksi"), rencana.capitalize() or _("Rencana"))
    base = alt.Chart(named(frame)).transform_calculate(**dates, keterangan=_state_text())
    base = base.transform_calculate(**texts, uraian="datum.nama + ': ' + datum.keterangan")
    order = alt.EncodingSortField("urutan", op="min")
    y = alt.Y("nama:N", sort=order, title=None, axis=LINES)
    late = base.transform_filter("datum.status_waktu == 'terlambat' && isValid(datum.selesai)")
    delay = late.mark_rule(color=WORSE, strokeDash=[2, 3], strokeWidth=1.8, aria=False)
    bars = base.transform_filter("isValid(datum.mulai) && isValid(datum.selesai)").mark_rule(
        strokeWidth=9, strokeCap="round", color=DATA
    )
    state = base.mark_text(style="catatan", align="left", dx=10, aria=False)
    layers = [
        delay.encode(x=_time("rencana"), x2=alt.X2("selesai:T"), y=y),
        bars.encode(x=_time("mulai"), x2=alt.X2("selesai:T"), y=y, tooltip=tooltip, description=spoken()),
        *(_dates_of(base, kind, y, tooltip, words) for kind in ("selesai", "rencana")),
        state.encode(x=alt.value("width"), y=y, text=alt.Text("keterangan:N")),
    ]
    return alt.layer(*layers).properties(height=alt.Step(langkah))


def _state_text() -> str:
    words = {
        "tepat_waktu": _("tepat waktu"),
        "terlambat": _("terlambat"),
        "belum_selesai": _("belum selesai"),
        "tanpa_rencana": _("rencana tidak ada"),
        "tanpa_tanggal": _("tanggal tidak ada"),
        "selesai": _("selesai"),
        "lewat_tenggat": _("lewat tenggat"),
        "tanpa_tenggat": _("tanpa tenggat"),
    }
    days = f"' ' + format(datum.terlambat_hari, ',.0f') + {quoted(' ' + _('hari'))}"
    late = "indexof(['terlambat', 'lewat_tenggat'], datum.status_waktu) >= 0"
    return f"({lookup_expr(words, 'datum.status_waktu')}) + ({late} ? {days} : '')"


def _time(name: str) -> alt.X:
    # Between two months a tick is a day: "Agu 2024, Agu 2024" would look like a fault.
    day = "utcdate(datum.value) == 1 ? utcFormat(datum.value, '%b %Y') : utcFormat(datum.value, '%-d %b')"
    axis = alt.Axis(
        labelExpr=day, tickCount={"expr": "max(2, floor(width / 90))"}, labelOverlap="greedy", labelSeparation=8
    )
    return alt.X(f"{name}:T", title=None, scale=alt.Scale(type="utc", padding=14), axis=axis)


def _dates_of(base: alt.Chart, kind: str, y: alt.Y, tooltip: list[alt.Tooltip], names: dict[str, str]) -> alt.Chart:
    """The planned dates as hollow diamonds or the ends as filled dots, with one legend for both."""
    words = lookup_expr(names, "datum.value")
    legend = alt.Legend(title=None, orient="top", direction="horizontal", labelExpr=words, symbolStrokeWidth=1.8)
    looks = {alt.Shape: ["diamond", "circle"], alt.Fill: [GROUND, DATA], alt.Stroke: [TEXT, DATA]}
    look = [
        channel("jenis:N", scale=alt.Scale(domain=["rencana", "selesai"], range=values), legend=legend)
        for channel, values in looks.items()
    ]
    return (
        base.transform_filter(f"isValid(datum.{kind})")
        .transform_calculate(jenis=f"'{kind}'")
        .mark_point(strokeWidth=1.8)
        .encode(*look, x=_time(kind), y=y, tooltip=tooltip, description=spoken())
    )


def _tooltip(judul: str, rencana: str) -> list[alt.Tooltip]:
    titles = zip(_DATES, (rencana, _("Mulai"), _("Selesai")), strict=True)
    return [
        alt.Tooltip("nama:N", title=judul),
        *(alt.Tooltip(f"teks_{name}:N", title=title) for name, title in titles),
        alt.Tooltip("keterangan:N", title=_("Keterangan")),
    ]
