"""A measure along the years, with its intervals and the targets as marks of their own.

Two traps. Survey prevalence and routine counts differ tenfold and never share a chart. Surveys of one
chart may still differ in kind (SSGI, SKI): rows of another `ruas` are not joined by a line. The two national
target paths (RPJMN 2020 and 2025) are separate series and are never joined either.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.language import _
from analysis.output.fonts import text_width
from analysis.output.labels import place_beside
from analysis.output.marks import number_text, spoken, value_tooltip, with_texts
from analysis.output.theme import DATA, GROUND, QUIET, named

# The plot width in pixels for which names at the line ends are placed.
_WIDTH = 640
_ROOM_FOR_NAMES = 360  # px
_PADDING = 34  # px left and right of the first and last year
_TARGET_NAME = (-10, -12)  # px from the first point of a target to its name
_BELOW_TARGET = (-10, 13)  # px from the last point of a target to its name, where the first one has no room
_NAMES = ["jenis", "seri", "tahun", "nilai", "posisi"]
_FIGURE_X = 20  # px from a point of the main series to the middle of its figure
_FIGURE_Y = {"atas": -10, "bawah": 13}  # below the point where its own line goes on upwards
_NAME_SIZE = 12
_ROLES = ("utama", "pembanding")


def trend_frame(frame: pd.DataFrame, sasaran: pd.DataFrame | None = None, *, tinggi: int = 320):
    """The four datasets of `draw_trend`.

    `frame`: tahun, periode, nilai, bawah, atas, n, seri, peran ("utama" | "pembanding"), optional ruas.
    `sasaran`: tahun, nilai, seri. Returns (frame, sasaran, nama, sumbu). frame: also letak_angka
    ("atas" | "bawah" of its point); nama: seri, jenis ("utama" |
    "pembanding" | "sasaran"), tahun, nilai, posisi (the value at which the name stands); one area has no name;
    sumbu: tahun, label of every tick of the time axis.
    """
    frame = frame.sort_values(["seri", "tahun"], ignore_index=True)
    frame = frame.assign(ruas=frame.get("ruas", ""))
    rises = frame.groupby(["seri", "ruas"])["nilai"].shift(-1) > frame["nilai"]
    frame = frame.assign(letak_angka=np.where(rises, "bawah", "atas"))
    if sasaran is None:
        sasaran = frame[["tahun", "nilai", "seri"]].iloc[:0]
    sasaran = sasaran[["tahun", "nilai", "seri"]].sort_values(["seri", "tahun"], ignore_index=True)
    return frame, sasaran, end_names(frame, sasaran, _WIDTH, tinggi), _ticks(frame, sasaran)


def end_names(frame: pd.DataFrame, sasaran: pd.DataFrame, lebar: float, tinggi: float) -> pd.DataFrame:
    """Where series are named: targets above their first point or below their last one, areas beside their last one.

    `lebar`, `tinggi`: the plot in px. A single area is named by the title of its chart. Several stand just above or
    below where another line or the name of a target passes.
    """
    known = frame.dropna(subset=["nilai"])
    goals = sasaran.dropna(subset=["nilai"])
    years = pd.concat([known["tahun"], goals["tahun"]])
    highest = np.nanmax([*known[["nilai", "atas"]].to_numpy(dtype=float).ravel(), *goals["nilai"], 1e-9])
    px = np.array([(lebar - 2 * _PADDING) / max(np.ptp(years) if len(years) else 0, 1), -tinggi / 1.1 / highest])
    # The main series chooses its place first.
    order = known["peran"].map({kind: place for place, kind in enumerate(_ROLES)})
    lines = [part for _key, part in known.assign(urutan=order).groupby(["urutan", "seri"])]
    drawn = [_along(part[["tahun", "nilai"]].to_numpy(dtype=float) * px) for part in lines]
    main = known[known["peran"] == _ROLES[0]]
    figures = main[["tahun", "nilai"]].to_numpy(dtype=float) * px
    figures += np.column_stack([np.full(len(main), _FIGURE_X), main["letak_angka"].map(_FIGURE_Y).astype(float)])
    targets, under = _target_names(goals, px, np.vstack([*drawn, figures]))
    if len(lines) < 2:
        return targets
    ends = pd.concat([part.tail(1) for part in lines])
    at = ends[["tahun", "nilai"]].to_numpy(dtype=float) * px
    heights = place_beside(*at.T, list(ends["seri"]), avoid=np.vstack([*drawn, figures, *under]))
    areas = ends.assign(jenis=ends["peran"], posisi=heights / px[1])[_NAMES]
    return pd.concat([areas, targets], ignore_index=True)


def _target_names(goals: pd.DataFrame, px: np.ndarray, drawn: np.ndarray) -> tuple[pd.DataFrame, list[np.ndarray]]:
    """The names of the targets, and points that lie under each: targets only fall, so their own line is out of the way."""
    rows, under = [], []
    for name, path in goals.groupby("seri", sort=False):
        first, last = path.iloc[0], path.iloc[-1]
        above = _under_name(np.array([first["tahun"], first["nilai"]]) * px + _TARGET_NAME, name)
        below = _under_name(np.array([last["tahun"], last["nilai"]]) * px + _BELOW_TARGET, name)
        moved = _meets(above, drawn) and not _meets(below, drawn)
        point, shift = (last, _BELOW_TARGET[1] - _TARGET_NAME[1]) if moved else (first, 0)
        rows.append(("sasaran", name, point["tahun"], point["nilai"], point["nilai"] + shift / px[1]))
        under.append(below if moved else above)
    return pd.DataFrame(rows, columns=_NAMES), under


def _under_name(start: np.ndarray, name: str) -> np.ndarray:
    """Points that lie under a name whose middle line begins at `start`, with some room around it."""
    across = start[0] + np.linspace(-8, text_width(name, _NAME_SIZE), 20)
    return np.array([(x, start[1] + down) for x in across for down in (-5.0, 0.0, 5.0)])


def _meets(name: np.ndarray, drawn: np.ndarray) -> bool:
    """True when something drawn lies within the box around the points under a name."""
    inside = (drawn > name.min(axis=0) - 2) & (drawn < name.max(axis=0) + 2)
    return bool(inside.all(axis=1).any())


def _along(line: np.ndarray, samples: int = 60) -> np.ndarray:
    """Points along a broken line, close enough that no name fits between two of them."""
    at, corners = np.linspace(0, len(line) - 1, samples), np.arange(len(line))
    return np.column_stack([np.interp(at, corners, line[:, 0]), np.interp(at, corners, line[:, 1])])


def _ticks(frame: pd.DataFrame, sasaran: pd.DataFrame) -> pd.DataFrame:
    """One tick per year with data, named by its period, and one per year with only a target."""
    periods = dict(zip(frame["tahun"], frame["periode"], strict=True))
    years = sorted({*periods, *sasaran["tahun"]})
    # A space in front puts a bare year on the second line, beside the years of "SSGI 2021".
    space = " " if any(" " in period for period in periods.values()) else ""
    return pd.DataFrame({"tahun": years, "label": [periods.get(year, f"{space}{year:.0f}") for year in years]})


def draw_trend(
    frame: pd.DataFrame,
    sasaran: pd.DataFrame,
    nama: pd.DataFrame,
    sumbu: pd.DataFrame,
    *,
    judul: str,
    digits: int = 1,
    dari_nol: bool = True,
    tinggi: int = 320,
) -> alt.LayerChart:
    """Points with intervals joined by lines, targets as dashed steps, every series named at its end.

    Datasets "data", "sasaran", "nama" and "sumbu" as `trend_frame` makes them. The x axis names the survey or
    period of each year ("SSGI 2021"); years with only a target show the year. `judul` says measure and unit.
    """
    base = with_texts(alt.Chart(named(frame)), digits)
    base = base.transform_calculate(uraian="datum.seri + ', ' + datum.periode + ': ' + datum.teks_nilai")
    x = alt.X("tahun:Q", title=None, scale=alt.Scale(zero=False, padding=_PADDING), axis=_period_axis())
    y = alt.Y("nilai:Q", title=judul, scale=alt.Scale(zero=dari_nol, nice=True), axis=alt.Axis(tickCount=6))
    color = alt.Color("peran:N", scale=alt.Scale(domain=_ROLES, range=[DATA, QUIET]), legend=None)
    line = base.mark_line(aria=False).encode(
        x=x, y=y, color=color, detail=["seri:N", "ruas:N"], opacity=_by_role(1, 0.55)
    )
    whiskers = (
        base.transform_filter("isValid(datum.bawah) && isValid(datum.atas)")
        .mark_rule(strokeOpacity=0.45, strokeCap="round", aria=False)
        .encode(x=x, y=alt.Y("bawah:Q"), y2=alt.Y2("atas:Q"), color=color)
    )
    points = base.mark_point(stroke=GROUND, strokeWidth=1).encode(
        x=x,
        y=y,
        color=color,
        size=_by_role(95, 50),
        tooltip=[
            alt.Tooltip("seri:N", title=_("Wilayah")),
            alt.Tooltip("periode:N", title=_("Periode")),
            *value_tooltip(judul),
        ],
        description=spoken(),
    )
    figures = [
        base.transform_filter(f"datum.peran == 'utama' && datum.letak_angka == '{side}'")
        .mark_text(style=style, align="left", dx=7, dy=down, aria=False)
        .encode(x=x, y=y, text=alt.Text("nilai:Q", format=f",.{digits}f"))
        for side, down in (("atas", -9), ("bawah", 13))
        for style in ("halo", "nama")
    ]
    ticks = alt.Chart(named(sumbu, "sumbu")).mark_point(opacity=0, size=0, aria=False).encode(x=x)
    layers = [ticks, *_targets(sasaran, x, y, digits), line, whiskers, points, *figures, *_series_names(nama, x)]
    return alt.layer(*layers).properties(height=tinggi).resolve_scale(color="independent", size="independent")


def _by_role(main: float, other: float):
    return alt.condition("datum.peran == 'utama'", alt.value(main), alt.value(other))


def _period_axis() -> alt.Axis:
    """Ticks at the years of the dataset "sumbu"; two lines, "SSGI" over "2021", on a phone only "\u201921"."""
    years = "pluck(data('sumbu'), 'tahun')"
    short = "'\u2019' + slice(datum.label, -2)"
    return alt.Axis(
        grid=False,
        values={"expr": years},
        labelExpr=f"width < {_ROOM_FOR_NAMES} ? {short} : split(data('sumbu')[indexof({years}, datum.value)].label, ' ')",
        labelPadding=10,
        labelOverlap=False,
    )


def _targets(sasaran: pd.DataFrame, x: alt.X, y: alt.Y, digits: int) -> list[alt.Chart]:
    """Targets: a tick at each year, joined by a dashed line within one plan."""
    base = alt.Chart(named(sasaran, "sasaran")).transform_calculate(
        teks_nilai=number_text("nilai", digits), teks_tahun="format(datum.tahun, '.0f')"
    )
    base = base.transform_calculate(uraian="datum.seri + ', ' + datum.teks_tahun + ': ' + datum.teks_nilai")
    line = base.mark_line(strokeDash=[3, 4], strokeWidth=1.4, color=QUIET, aria=False)
    tick = base.mark_tick(orient="horizontal", size=22, thickness=2.4, color=QUIET)
    tooltip = [
        alt.Tooltip("seri:N", title=_("Target")),
        alt.Tooltip("teks_tahun:N", title=_("Tahun")),
        alt.Tooltip("teks_nilai:N", title=_("Nilai")),
    ]
    return [
        line.encode(x=x, y=y, detail=alt.Detail("seri:N")),
        tick.encode(x=x, y=y, tooltip=tooltip, description=spoken()),
    ]


def _series_names(nama: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    base = alt.Chart(named(nama, "nama")).encode(x=x, y=alt.Y("posisi:Q"), text=alt.Text("seri:N"))
    areas = base.transform_filter("datum.jenis != 'sasaran'").mark_text(align="left", dx=14, aria=False)
    targets = base.transform_filter("datum.jenis == 'sasaran'").mark_text(
        style="catatan", align="left", dx=_TARGET_NAME[0], dy=_TARGET_NAME[1], aria=False
    )
    return [
        areas.encode(color=alt.condition("datum.jenis == 'utama'", alt.value(DATA), alt.value(QUIET))),
        targets,
    ]
