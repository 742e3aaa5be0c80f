"""A simulated plan along the years: with and without it, families that leave the risk, several plans side by side.

Trap: every figure here is a simulation. Its band is the middle 90 % of the draws, not a confidence interval of something
measured, and the two arms use the same draws: overlapping bands do not mean that the plan has no effect.
"""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from analysis.language import _, number
from analysis.output.marks import lookup_expr, number_text, reference, spoken
from analysis.output.theme import DATA, GROUND, INTERVAL, QUIET, named

ARMS = ("rencana", "tanpa_rencana")
_ROUNDED_AXIS = 1.3  # how much longer an axis gets when its ends are rounded
_LINE_HEIGHT = 18  # px between two lines of names at the right edge


def arm_words() -> dict[str, str]:
    """The word of each `arah` in the language in use."""
    return dict(zip(ARMS, (_("Dengan rencana"), _("Tanpa rencana")), strict=True))


def range_tooltip(judul: str) -> list[alt.Tooltip]:
    """Value and range of one simulated figure; needs `with_ranges`."""
    return [
        alt.Tooltip("teks_nilai:N", title=judul),
        alt.Tooltip("teks_selang:N", title=_("Rentang 90 % simulasi")),
    ]


def with_ranges(chart: alt.Chart, digits: int) -> alt.Chart:
    """Adds teks_nilai and teks_selang."""
    low, high = number_text("bawah", digits), number_text("atas", digits)
    return chart.transform_calculate(
        teks_nilai=number_text("nilai", digits),
        teks_selang=f"isValid(datum.bawah) && isValid(datum.atas) ? {low} + '–' + {high} : '–'",
    )


def fan_frame(
    frame: pd.DataFrame, target: float | None = None, *, digits: int = 1, satuan: str = "", tinggi: int = 300
):
    """The three datasets of `draw_fan`.

    `frame`: tahun, arah ("rencana" | "tanpa_rencana"), nilai, bawah, atas. `target`: the value to reach, in the same
    unit. `satuan` follows the figures at the right edge ("\u00a0%"). Returns (frame, sasaran, nama).
    """
    rows = frame[["tahun", "arah", "nilai", "bawah", "atas"]].sort_values(["arah", "tahun"], ignore_index=True)
    known = target is not None and not pd.isna(target)
    sasaran = pd.DataFrame({"nilai": [float(target)] if known else []}, dtype=float)
    words, ends = arm_words(), rows.groupby("arah", sort=True).tail(1)
    names = [
        (row.arah, f"{words[row.arah]}\n{number(row.nilai, digits)}{satuan}", row.nilai) for row in ends.itertuples()
    ]
    if known:
        names.append(("target", _("Target {nilai}").format(nilai=number(target, digits) + satuan), float(target)))
    nama = pd.DataFrame(names, columns=["jenis", "nama", "nilai"]).astype({"nilai": float})
    return rows, sasaran, nama.assign(posisi=_apart(nama, rows, tinggi))


def _apart(nama: pd.DataFrame, rows: pd.DataFrame, tinggi: int) -> np.ndarray:
    """Heights (as values) at which the names do not cover each other."""
    if nama.empty:
        return np.array([], dtype=float)
    seen = np.concatenate([rows[["nilai", "bawah", "atas"]].to_numpy(dtype=float).ravel(), nama["nilai"]])
    unit = max(np.nanmax(seen) - np.nanmin(seen), 1e-9) * _ROUNDED_AXIS / tinggi
    half = nama["nama"].str.count("\n").add(1).to_numpy() * _LINE_HEIGHT / 2 * unit
    places = nama["nilai"].to_numpy(dtype=float).copy()
    order = np.argsort(places, kind="stable")
    for lower, upper in pairwise(order):
        places[upper] = max(places[upper], places[lower] + half[lower] + half[upper])
    # Half of what was pushed up is given back, so that names stay around their lines.
    return places - (places - nama["nilai"].to_numpy(dtype=float)).max() / 2


def _years() -> alt.X:
    axis = alt.Axis(format="d", tickMinStep=1, grid=False, labelFlush=False)
    return alt.X("tahun:Q", title=None, scale=alt.Scale(zero=False, nice=False, padding=14), axis=axis)


def draw_fan(
    frame: pd.DataFrame,
    sasaran: pd.DataFrame,
    nama: pd.DataFrame,
    *,
    judul: str,
    digits: int = 1,
    tinggi: int = 300,
) -> alt.LayerChart:
    """Two arms with the middle 90 % of the draws as bands, the target as a dashed level; names at the right edge.

    Datasets "data", "sasaran" and "nama" as `fan_frame` makes them. `judul` says measure and unit.
    """
    words = lookup_expr(arm_words(), "datum.arah")
    base = with_ranges(alt.Chart(named(frame)), digits).transform_calculate(
        teks_arah=words, teks_tahun="format(datum.tahun, '.0f')"
    )
    base = base.transform_calculate(
        uraian="datum.teks_arah + ', ' + datum.teks_tahun + ': ' + datum.teks_nilai + ' (' + datum.teks_selang + ')'"
    )
    x = _years()
    y = alt.Y("nilai:Q", title=judul, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=6))
    color = alt.Color("arah:N", scale=alt.Scale(domain=ARMS, range=[DATA, QUIET]), legend=None)
    band = base.transform_filter("isValid(datum.bawah) && isValid(datum.atas)").mark_area(opacity=0.18, aria=False)
    line = base.mark_line(aria=False).encode(
        x=x,
        y=y,
        color=color,
        strokeDash=alt.StrokeDash("arah:N", scale=alt.Scale(domain=ARMS, range=[[1, 0], [5, 4]]), legend=None),
    )
    points = base.mark_point(size=50, stroke=GROUND, strokeWidth=1).encode(
        x=x,
        y=y,
        color=color,
        tooltip=[
            alt.Tooltip("teks_arah:N", title=_("Simulasi")),
            alt.Tooltip("teks_tahun:N", title=_("Tahun")),
            *range_tooltip(judul),
        ],
        description=spoken(),
    )
    goal = alt.Chart(named(sasaran, "sasaran")).mark_rule(strokeDash=[3, 4], strokeWidth=1.6, color=QUIET, aria=False)
    layers = [
        band.encode(x=x, y=alt.Y("bawah:Q"), y2=alt.Y2("atas:Q"), color=color),
        goal.encode(y=alt.Y("nilai:Q")),
        line,
        points,
        *_edge_names(nama),
    ]
    return alt.layer(*layers).properties(height=tinggi)


def _edge_names(nama: pd.DataFrame) -> list[alt.Chart]:
    """Names right of the plot, each at its own height."""
    base = alt.Chart(named(nama, "nama")).encode(x=alt.value("width"), y=alt.Y("posisi:Q"), text=alt.Text("nama:N"))
    look = {"align": "left", "baseline": "middle", "dx": 12, "lineBreak": "\n", "aria": False}
    plan = base.transform_filter("datum.jenis == 'rencana'").mark_text(style="nama", **look)
    other = base.transform_filter("datum.jenis == 'tanpa_rencana'").mark_text(style="catatan", **look)
    goal = base.transform_filter("datum.jenis == 'target'").mark_text(style="catatan", **look)
    return [plan.encode(color=alt.value(DATA)), other, goal]


def draw_exits(frame: pd.DataFrame, *, judul: str, tinggi: int = 260) -> alt.LayerChart:
    """Families that leave KRS by year: bars from zero with the middle 90 % of the draws and the figure above.

    Dataset "data": tahun, nilai, bawah, atas. `judul` names the count.
    """
    base = with_ranges(alt.Chart(named(frame)), 0).transform_calculate(teks_tahun="format(datum.tahun, '.0f')")
    base = base.transform_calculate(
        uraian="datum.teks_tahun + ': ' + datum.teks_nilai + ' (' + datum.teks_selang + ')'"
    )
    x = alt.X("teks_tahun:N", title=None, axis=alt.Axis(grid=False, labelAngle=0), scale=alt.Scale(padding=0.35))
    y = alt.Y("nilai:Q", title=judul, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=5))
    bars = base.mark_bar(color=DATA, opacity=0.85).encode(
        x=x,
        y=y,
        tooltip=[alt.Tooltip("teks_tahun:N", title=_("Tahun")), *range_tooltip(judul)],
        description=spoken(),
    )
    whiskers = base.transform_filter(
        "isValid(datum.bawah) && isValid(datum.atas) && datum.bawah < datum.atas"
    ).mark_rule(color=QUIET, strokeCap="round", aria=False)
    high = base.transform_calculate(tepi="isValid(datum.atas) ? max(datum.atas, datum.nilai) : datum.nilai")
    figures = high.mark_text(style="nama", dy=-8, baseline="bottom", aria=False)
    return alt.layer(
        bars,
        whiskers.encode(x=x, y=alt.Y("bawah:Q"), y2=alt.Y2("atas:Q")),
        figures.encode(x=x, y=alt.Y("tepi:Q"), text=alt.Text("teks_nilai:N")),
    ).properties(height=tinggi)


def draw_plans(
    frame: pd.DataFrame, acuan: pd.DataFrame, *, judul: str, digits: int = 1, langkah: int = 44
) -> alt.LayerChart:
    """Several plans as dots with the middle 90 % of their draws, beside the target and what happens without a plan.

    Datasets: "data" with nama, urutan, arah ("rencana" | "tanpa_rencana"), nilai, bawah, atas, keterangan (a short text
    at the right, or ""); "acuan" with nilai, nama (vertical lines). `judul` says measure and unit.
    """
    base = with_ranges(alt.Chart(named(frame)), digits).transform_calculate(
        uraian="datum.nama + ': ' + datum.teks_nilai + ' (' + datum.teks_selang + ')'"
    )
    y = alt.Y("nama:N", sort=alt.EncodingSortField("urutan", op="min"), title=None, axis=alt.Axis(grid=False))
    x = alt.X("nilai:Q", title=judul, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=6))
    whiskers = base.transform_filter("isValid(datum.bawah) && isValid(datum.atas)").mark_rule(
        color=INTERVAL, strokeCap="round", aria=False
    )
    dots = base.mark_point(size=110).encode(
        x=x,
        y=y,
        color=alt.Color("arah:N", scale=alt.Scale(domain=ARMS, range=[DATA, QUIET]), legend=None),
        shape=alt.Shape("arah:N", scale=alt.Scale(domain=ARMS, range=["circle", "diamond"]), legend=None),
        tooltip=[alt.Tooltip("nama:N", title=_("Rencana")), *range_tooltip(judul)],
        description=spoken(),
    )
    beside = base.mark_text(style="catatan", align="left", xOffset=14, lineBreak="\n", aria=False).encode(
        x=alt.value("width"), y=y, text=alt.Text("keterangan:N")
    )
    layers = [*reference(acuan), whiskers.encode(x=alt.X("bawah:Q"), x2=alt.X2("atas:Q"), y=y), dots, beside]
    return alt.layer(*layers).properties(height=alt.Step(langkah))
