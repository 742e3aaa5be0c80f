"""Two measures against each other, and the sentence that each quadrant asks for.

The trap: "high" is bad for stunting and good for a service, so a sentence is made from the direction of each
measure, never from the corner of the picture. Quadrants are a way of reading, not an official criterion: the page
says so beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from analysis.convergence.quadrants import QUADRANTS
from analysis.language import _, number
from analysis.output.labels import place_labels
from analysis.output.marks import number_text, point_size, spoken
from analysis.output.sentences import lower_first
from analysis.output.theme import ACCENT, DATA, GROUND, INTERVAL, QUIET, named

# The size in pixels for which names are placed: a plot as wide as a laptop's page.
_SIZE = (720, 430)
_ABOVE_DOT = 13
_REACH = 22  # px: without leader lines a name must stand close to its dot
_ROOM_FOR_NAMES = 420  # px: on a phone names would cover each other; a touch tells them
# Where the number of areas of a quadrant stands: horizontal, vertical, text alignment.
_CORNERS = {
    "tinggi_tinggi": ("width", 0, "right", "top"),
    "rendah_tinggi": (0, 0, "left", "top"),
    "tinggi_rendah": ("width", "height", "right", "bottom"),
    "rendah_rendah": (0, "height", "left", "bottom"),
}


@dataclass(frozen=True)
class Axis:
    """One measure of a quadrant: its name, its direction (polaritas), and whether it tells of a service rendered."""

    nama: str
    polaritas: str
    layanan: bool

    def good(self, high: bool) -> bool | None:
        """Is this side of the threshold the good one? None for a measure without direction."""
        return None if self.polaritas == "netral" else high == (self.polaritas == "naik_baik")

    def side(self, high: bool) -> str:
        """ "prevalensi rutin tinggi", "KRS rendah"."""
        return (_("{ukuran} tinggi") if high else _("{ukuran} rendah")).format(ukuran=lower_first(self.nama))


def quadrant_name(x: Axis, y: Axis, kuadran: str) -> str:
    """ "Prevalensi rutin tinggi, cakupan D/S rendah"."""
    parts = [axis.side(side == "tinggi") for axis, side in zip((x, y), kuadran.split("_"), strict=True)]
    name = ", ".join(parts)
    return name[:1].upper() + name[1:]


def worst_quadrant(x: Axis, y: Axis) -> str | None:
    """The quadrant on the bad side of both measures; None where one of them has no direction."""
    return next((code for code in QUADRANTS if _goods(x, y, code) == [False, False]), None)


def _goods(x: Axis, y: Axis, kuadran: str) -> list[bool | None]:
    return [axis.good(side == "tinggi") for axis, side in zip((x, y), kuadran.split("_"), strict=True)]


def say_quadrant(x: Axis, y: Axis, kuadran: str) -> str:
    """What a quadrant asks for, from the direction and the kind of its two measures."""
    judged = _goods(x, y, kuadran)
    sides = list(zip((x, y), judged, strict=True))
    if None in judged:
        return _say_undirected([(axis, good) for axis, good in sides if good is not None])
    if not any(judged):
        return _("Prioritas: keduanya belum baik; dahulukan kelurahan di sini.")
    if all(judged):
        return _("Pertahankan: keduanya sudah baik dibanding ambangnya.")
    good, bad = (next(axis for axis, is_good in sides if is_good == wanted) for wanted in (True, False))
    if good.layanan and not bad.layanan:
        return _("Layanan ada, hasil belum: periksa mutu layanan, ketepatan sasaran, dan pendataannya.")
    if bad.layanan and not good.layanan:
        return _("Hasil baik, layanan belum menjangkau: periksa siapa yang belum terlayani dan belum terdata.")
    return _("Timpang: {baik} sudah baik, {kurang} belum; cari penyebab bedanya.").format(
        baik=lower_first(good.nama), kurang=lower_first(bad.nama)
    )


def _say_undirected(judged: list[tuple[Axis, bool]]) -> str:
    """A measure without direction gives no judgement; the other one may."""
    if not judged:
        return _("Tanpa arah baik atau buruk: bandingkan saja.")
    axis, good = judged[0]
    text = _("{ukuran} sudah baik; ukuran lainnya tidak punya arah baik atau buruk.")
    if not good:
        text = _("{ukuran} belum baik; ukuran lainnya tidak punya arah baik atau buruk.")
    return text.format(ukuran=axis.nama)


def quadrant_frame(points: pd.DataFrame, *, lokus_codes) -> pd.DataFrame:
    """What `draw_quadrants` draws of `quadrants.quadrant_points`: areas with both values; names of lokus placed.

    Adds lokus, label ("" where none or no room) and geser_x, geser_y: pixels from the dot to the middle of its name,
    so that a name stays beside its dot however wide the picture is. A name covers no dot and no other name.
    """
    frame = points[(points["kuadran"] != "").to_numpy()].reset_index(drop=True)
    frame = frame.assign(lokus=frame["kode_kelurahan"].isin(list(lokus_codes)), label="", geser_x=0.0, geser_y=0.0)
    if not frame["lokus"].any():
        return frame
    # The axes reach as far as the intervals do.
    corner = np.array([frame[[f"nilai_{side}", f"bawah_{side}"]].min().min() for side in "xy"])
    top = np.array([frame[[f"nilai_{side}", f"atas_{side}"]].max().max() for side in "xy"])
    share = (frame[["nilai_x", "nilai_y"]].to_numpy(dtype=float) - corner) / np.maximum(top - corner, 1e-9)
    width, height = _SIZE
    dots = np.column_stack([share[:, 0] * width, (1 - share[:, 1]) * height])
    named_rows = frame[frame["lokus"]].sort_values(["nilai_y", "nilai_x"], ascending=False).index
    at = dots[named_rows]
    label_x, label_y, _moved = place_labels(
        at[:, 0],
        at[:, 1] - _ABOVE_DOT,
        frame.loc[named_rows, "nama"],
        width=width,
        height=height,
        reach=_REACH,
        avoid=dots,
    )
    # A name far above or below would be read as that of another dot.
    placed = ~np.isnan(label_x) & (np.abs(label_y - at[:, 1]) <= _REACH)
    rows = named_rows[placed]
    frame.loc[rows, "label"] = frame.loc[rows, "nama"]
    frame.loc[rows, "geser_x"] = (label_x - at[:, 0])[placed].round(1)
    frame.loc[rows, "geser_y"] = (label_y - at[:, 1])[placed].round(1)
    return frame


def corner_frame(counts: pd.DataFrame) -> pd.DataFrame:
    """`kuadran, teks` for the corners from `quadrants.quadrant_counts`: "14 kelurahan"."""
    return counts.assign(teks=[_("{jumlah} kelurahan").format(jumlah=number(count)) for count in counts["jumlah"]])[
        ["kuadran", "teks"]
    ]


def draw_quadrants(
    frame: pd.DataFrame,
    ambang: pd.DataFrame,
    sudut: pd.DataFrame,
    *,
    judul_x: str,
    judul_y: str,
    digits_x: int = 1,
    digits_y: int = 1,
    tinggi: int = 480,
) -> alt.LayerChart:
    """Points with their intervals and the two thresholds.

    Datasets: "data" from `quadrant_frame` (optional terpilih, redup), "ambang" with one row x, y, teks_x, teks_y,
    "sudut" from `corner_frame`. A hollow point has an interval that reaches over a threshold. Click = `pilih`.
    """
    base = _with_words(alt.Chart(named(frame)), digits_x, digits_y)
    x = alt.X(
        "nilai_x:Q", title=judul_x, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=6, grid=False)
    )
    y = alt.Y(
        "nilai_y:Q", title=judul_y, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=6, grid=False)
    )
    faint = {"color": INTERVAL, "strokeWidth": 1, "strokeOpacity": 0.45, "aria": False}
    across = base.transform_filter("isValid(datum.bawah_x)").mark_rule(**faint)
    along = base.transform_filter("isValid(datum.bawah_y)").mark_rule(**faint)
    intervals = [
        across.encode(x=alt.X("bawah_x:Q"), x2=alt.X2("atas_x:Q"), y=y),
        along.encode(x=x, y=alt.Y("bawah_y:Q"), y2=alt.Y2("atas_y:Q")),
    ]
    names = [
        base.transform_filter("datum.label != ''")
        .mark_text(
            style=style,
            aria=False,
            dx={"expr": "datum.geser_x"},
            dy={"expr": "datum.geser_y"},
            opacity={"expr": f"width < {_ROOM_FOR_NAMES} ? 0 : 1"},
        )
        .encode(x=x, y=y, text=alt.Text("label:N"))
        for style in ("halo", "nama")
    ]
    layers = [*intervals, *_thresholds(ambang), *_corners(sudut), _points(base, x, y, judul_x, judul_y), *names]
    return alt.layer(*layers).properties(height=tinggi).resolve_scale(color="independent")


def _with_words(chart: alt.Chart, digits_x: int, digits_y: int) -> alt.Chart:
    def span(side: str, digits: int) -> str:
        low, high = (number_text(f"{end}_{side}", digits) for end in ("bawah", "atas"))
        value = number_text(f"nilai_{side}", digits)
        return f"{value} + (isValid(datum.bawah_{side}) ? ' (' + {low} + '–' + {high} + ')' : '')"

    return chart.transform_calculate(teks_x=span("x", digits_x), teks_y=span("y", digits_y)).transform_calculate(
        uraian="datum.nama + ': ' + datum.teks_x + '; ' + datum.teks_y"
    )


def _points(base: alt.Chart, x: alt.X, y: alt.Y, judul_x: str, judul_y: str) -> alt.Chart:
    colour = f"datum.lokus ? '{ACCENT}' : '{DATA}'"
    tooltip = [
        alt.Tooltip("nama:N", title=_("Kelurahan")),
        alt.Tooltip("nama_kecamatan:N", title=_("Kecamatan")),
        alt.Tooltip("teks_x:N", title=judul_x),
        alt.Tooltip("teks_y:N", title=judul_y),
    ]
    shape = {"expr": "datum.lokus ? 'diamond' : 'circle'"}
    look = {
        "strokeWidth": 1.8,
        "shape": shape,
        "stroke": {"expr": colour},
        "fill": {"expr": f"datum.pasti ? {colour} : '{GROUND}'"},
    }
    return (
        base.mark_point(**look)
        .encode(
            x=x,
            y=y,
            size=point_size(),
            opacity=alt.condition("datum.redup", alt.value(0.25), alt.value(1)),
            tooltip=tooltip,
            description=spoken(),
        )
        .add_params(alt.selection_point(name="pilih", fields=["kode_kelurahan"]))
        .properties(name="titik")
    )


def _thresholds(ambang: pd.DataFrame) -> list[alt.Chart]:
    """The two lines; each says its value at its end."""
    base = alt.Chart(named(ambang, "ambang"))
    look = {"color": QUIET, "strokeWidth": 1.2, "aria": False}
    words = {"style": "catatan", "aria": False}
    return [
        base.mark_rule(**look).encode(x=alt.X("x:Q")),
        base.mark_rule(**look).encode(y=alt.Y("y:Q")),
        base.mark_text(baseline="bottom", dy=-6, **words).encode(
            x=alt.X("x:Q"), y=alt.value(0), text=alt.Text("teks_x:N")
        ),
        base.mark_text(align="right", baseline="bottom", dx=-4, dy=-4, **words).encode(
            x=alt.value("width"), y=alt.Y("y:Q"), text=alt.Text("teks_y:N")
        ),
    ]


def _corners(sudut: pd.DataFrame) -> list[alt.Chart]:
    base = alt.Chart(named(sudut, "sudut"))
    charts = []
    for kuadran, (across, down, align, baseline) in _CORNERS.items():
        text = base.transform_filter(f"datum.kuadran == '{kuadran}'").mark_text(
            style="catatan",
            align=align,
            baseline=baseline,
            dx=-6 if align == "right" else 6,
            dy=6 if baseline == "top" else -6,
            aria=False,
        )
        charts.append(text.encode(x=alt.value(across), y=alt.value(down), text=alt.Text("teks:N")))
    return charts
