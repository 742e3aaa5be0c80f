"""Areas side by side: ranking, funnel and comparison of kota.

The trap is reading an order out of noise: values are dots with their interval, never bars, and every
ranking stands beside a funnel plot, where a small kelurahan must lie further out to be unusual.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.language import _
from analysis.output.labels import place_labels
from analysis.output.marks import (
    VERDICT_SHAPES,
    VERDICTS,
    interval,
    lookup_expr,
    missing_text,
    point_size,
    quoted,
    reference,
    spoken,
    value_axis,
    value_tooltip,
    verdict_words,
    with_texts,
)
from analysis.output.theme import ACCENT, BAND, BETTER, DATA, GROUND, QUIET, SIMILAR, WORSE, named

_VERDICT_COLOURS = (BETTER, SIMILAR, WORSE, SIMILAR, SIMILAR)
# The size in pixels for which names in the funnel are placed: a half-width column.
_FUNNEL_SIZE = (430, 320)
_ABOVE_DOT = 13


def _rows(field: str = "nama") -> alt.Y:
    """Rows from the highest value down; sorted by value, not by position, so that new data re-orders them."""
    order = alt.EncodingSortField("nilai", op="max", order="descending")
    return alt.Y(f"{field}:N", sort=order, title=None, axis=alt.Axis(grid=False))


def _pick() -> alt.Parameter:
    return alt.selection_point(name="pilih", fields=["kode_kelurahan"])


def _lokus_look() -> dict[str, alt.Color | alt.Shape]:
    """Lokus in the accent and as diamonds; the subtitle says so: a legend would stand where the kota's name stands."""
    return {
        "color": alt.Color("lokus:N", scale=alt.Scale(domain=[True, False], range=[ACCENT, DATA]), legend=None),
        "shape": alt.Shape("lokus:N", scale=alt.Scale(domain=[True, False], range=["diamond", "circle"]), legend=None),
    }


def draw_ranking(
    frame: pd.DataFrame, acuan: pd.DataFrame, *, judul: str, digits: int = 1, dari_nol: bool = True, langkah: int = 28
) -> alt.LayerChart:
    """Dots with intervals, highest first; the caller cuts to 15 rows.

    Datasets: "data" with kode_kelurahan, nama, nilai, bawah, atas, n, lokus (bool), optional terpilih (bool);
    "acuan" with nilai, nama (the kota's value; may be empty). `judul` says measure and unit. Click = `pilih`.
    """
    base = with_texts(alt.Chart(named(frame)), digits)
    y = _rows()
    tooltip = [alt.Tooltip("nama:N", title=_("Kelurahan")), *value_tooltip(judul)]
    chosen = alt.condition("datum.terpilih", alt.value(BAND), alt.value("transparent"))
    rows = (
        base.mark_rect(aria=False)
        .encode(y=y, color=chosen, tooltip=tooltip)
        .add_params(_pick())
        .properties(name="baris")
    )
    dots = base.mark_point().encode(
        x=value_axis(judul, dari_nol),
        y=y,
        size=alt.condition("datum.lokus", alt.value(140), alt.value(80)),
        **_lokus_look(),
        tooltip=tooltip,
        description=spoken(),
    )
    layers = [rows, *reference(acuan), interval(base, y), dots, missing_text(base, y)]
    return alt.layer(*layers).properties(height=alt.Step(langkah)).resolve_scale(color="independent")


def funnel_frame(
    points: pd.DataFrame, limits: pd.DataFrame, *, lokus_codes, ukuran: tuple[float, float] = _FUNNEL_SIZE
) -> pd.DataFrame:
    """Points of a funnel with names for lokus and for areas outside the 99.8 % limits, placed without overlap.

    `points`: kode_kelurahan, nama, nilai, n, posisi; `limits`: n, bawah998, atas998 (statistics.funnel);
    `ukuran`: width and height of the plot in px. Adds lokus, label ("" where none or no room), label_n, label_nilai.
    """
    frame = points.assign(lokus=points["kode_kelurahan"].isin(list(lokus_codes)))
    wanted = frame[frame["lokus"] | frame["posisi"].isin(["atas998", "bawah998"])]
    if wanted.empty:
        return frame.assign(label="", label_n=np.nan, label_nilai=np.nan)
    wanted = wanted.sort_values(["lokus", "nilai"], ascending=False)
    width, height = ukuran
    right, top = frame["n"].max() * 1.05, max(frame["nilai"].max(), limits["atas998"].max()) * 1.05
    x, y = wanted["n"] / right * width, height - wanted["nilai"] / top * height
    dots = np.column_stack([frame["n"] / right * width, height - frame["nilai"] / top * height])
    label_x, label_y, _moved = place_labels(
        x, y - _ABOVE_DOT, wanted["nama"], width=width, height=height, reach=22, avoid=dots
    )
    places = pd.DataFrame(
        {"label_n": label_x / width * right, "label_nilai": (height - label_y) / height * top}, index=wanted.index
    )
    frame = frame.join(places)
    return frame.assign(label=frame["nama"].where(frame["label_n"].notna(), ""))


def draw_funnel(
    frame: pd.DataFrame,
    batas: pd.DataFrame,
    acuan: pd.DataFrame,
    *,
    judul: str,
    judul_n: str,
    digits: int = 1,
    tinggi: int = 340,
) -> alt.LayerChart:
    """Each area's share against its denominator, with the limits that chance alone would draw.

    Datasets: "data" from `funnel_frame` (optional terpilih); "batas" with n, bawah95, atas95, bawah998,
    atas998; "acuan" with nilai, nama. `judul` names the share, `judul_n` the denominator. Click = `pilih`.
    """
    base = with_texts(alt.Chart(named(frame)), digits)
    x = alt.X("n:Q", title=judul_n, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(grid=False, tickCount=5))
    y = alt.Y("nilai:Q", title=judul, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=6))
    points = (
        base.mark_point(stroke=GROUND, strokeWidth=0.8)
        .encode(
            x=x,
            y=y,
            **_lokus_look(),
            size=point_size(),
            tooltip=[alt.Tooltip("nama:N", title=_("Kelurahan")), *value_tooltip(judul)],
            description=spoken(),
        )
        .add_params(_pick())
        .properties(name="titik")
    )
    names = [
        base.transform_filter("datum.label != ''")
        .mark_text(style=style, aria=False)
        .encode(x=alt.X("label_n:Q"), y=alt.Y("label_nilai:Q"), text=alt.Text("label:N"))
        for style in ("halo", "nama")
    ]
    return alt.layer(_limit_lines(batas), *_level(acuan), points, *names).properties(height=tinggi)


def _limit_lines(batas: pd.DataFrame) -> alt.Chart:
    words = f"datum.value == '95' ? {quoted(_('batas 95 %'))} : {quoted(_('batas 99,8 %'))}"
    return (
        alt.Chart(named(batas, "batas"))
        .transform_fold(["bawah95", "atas95", "bawah998", "atas998"], as_=["batas", "tepi"])
        .transform_calculate(taraf="indexof(datum.batas, '998') > 0 ? '998' : '95'")
        .mark_line(color=SIMILAR, strokeWidth=1.3, aria=False)
        .encode(
            x=alt.X("n:Q"),
            y=alt.Y("tepi:Q"),
            detail=alt.Detail("batas:N"),
            strokeDash=alt.StrokeDash(
                "taraf:N",
                scale=alt.Scale(domain=["95", "998"], range=[[5, 4], [1, 0]]),
                legend=alt.Legend(
                    title=None, orient="top", direction="horizontal", labelExpr=words, symbolStrokeColor=SIMILAR
                ),
            ),
        )
    )


def _level(acuan: pd.DataFrame) -> list[alt.Chart]:
    """The kota's value as a horizontal line, its name at the left, where n is near 0 and no area lies."""
    base = alt.Chart(named(acuan, "acuan")).encode(y=alt.Y("nilai:Q"))
    line = base.mark_rule(color=QUIET, strokeWidth=1.2, aria=False)
    name = base.mark_text(style="catatan", align="left", baseline="bottom", dx=4, dy=-4, aria=False)
    return [line, name.encode(x=alt.value(0), text=alt.Text("nama:N"))]


def draw_comparison(
    frame: pd.DataFrame, acuan: pd.DataFrame, *, judul: str, digits: int = 1, dari_nol: bool = True, langkah: int = 38
) -> alt.LayerChart:
    """The same measure for several kota, with the judgement against the reference as symbol and word.

    Datasets: "data" with nama, nilai, bawah, atas, n, putusan ("" = no judgement), optional terpilih;
    "acuan" with nilai, nama.
    """
    words = lookup_expr(verdict_words(), "datum.putusan")
    base = with_texts(alt.Chart(named(frame)), digits).transform_calculate(teks_putusan=words)
    base = base.transform_calculate(uraian="datum.uraian + (datum.teks_putusan ? ', ' + datum.teks_putusan : '')")
    y = _rows()
    tooltip = [
        alt.Tooltip("nama:N", title=_("Wilayah")),
        *value_tooltip(judul),
        alt.Tooltip("teks_putusan:N", title=_("Dibanding acuan")),
    ]
    rows = base.mark_rect(aria=False).encode(
        y=y, color=alt.condition("datum.terpilih", alt.value(BAND), alt.value("transparent"))
    )
    dots = base.mark_point(color=DATA).encode(x=value_axis(judul, dari_nol), y=y, tooltip=tooltip, description=spoken())
    layers = [rows, *reference(acuan), interval(base, y), dots, missing_text(base, y), *_verdicts(base, y)]
    return alt.layer(*layers).properties(height=alt.Step(langkah))


def _verdicts(base: alt.Chart, y: alt.Y) -> list[alt.Chart]:
    """Symbol and word beside the plot; rows without a judgement get neither."""
    judged = base.transform_filter("datum.teks_putusan != ''")
    symbol = judged.mark_point(xOffset=18, aria=False).encode(
        x=alt.value("width"),
        y=y,
        shape=alt.Shape("putusan:N", scale=alt.Scale(domain=VERDICTS, range=VERDICT_SHAPES), legend=None),
        color=alt.Color("putusan:N", scale=alt.Scale(domain=VERDICTS, range=_VERDICT_COLOURS), legend=None),
    )
    word = judged.mark_text(align="left", xOffset=30, aria=False).encode(
        x=alt.value("width"), y=y, text=alt.Text("teks_putusan:N")
    )
    return [symbol, word]
