"""The map of kelurahan: indicative areas, tiles, or proportional symbols.

Geometry comes by URL and values by lookup, because geometry inside a chart would be sent again with every
filter change. Two traps: a kelurahan without a row must be hatched, never left out; and the indicative
areas may not carry meaning of their own, so inner lines stay thin and dashed and nothing is measured on
them. Coordinates are planar with y pointing down (projection "identity").
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.language import _, number
from analysis.output.classes import NO_DATA, SUPPRESSED, class_labels, class_limits, classify, shades
from analysis.output.labels import place_labels
from analysis.output.marks import quoted, spoken
from analysis.output.theme import ACCENT, DATA, GROUND, HATCH, INTERVAL, QUIET, SEQUENCE, SIMILAR, TEXT, named

LOKUS = 9  # the legend's own number for the lokus outline, beside the classes 0..4, -1 and -2
_DOTS = "".join(
    f"M{x},{y}m-.17,0a.17,.17,0,1,0,.34,0a.17,.17,0,1,0,-.34,0"
    for x, y in [(-0.9, -0.75), (0, -0.75), (0.9, -0.75), (-0.45, 0), (0.45, 0), (-0.9, 0.75), (0, 0.75), (0.9, 0.75)]
)
_SQUARE = "M-1,-1L1,-1L1,1L-1,1Z"
_CROSS = "M-.7,-.7L.7,.7M-.7,.7L.7,-.7"
# Names are placed for a picture of this size and text of this size in pixels: a column on a laptop, a hall.
_REFERENCE = {"kerja": (620, 500, 12), "paparan": (1000, 680, 20)}
_MARGIN = 0.06
# Indicative inner lines are dashed: they are computed, not surveyed. Tiles have real edges.
_DASH = {"indikatif": {"strokeDash": [3, 2]}, "ubin": {}}
# How far a name may move from its area: in the whole of DKI a far name would point across other kota.
_REACH = {"31": 24}
_REACH_KOTA = 90
# Area in px of the largest circle, and how far below its point a name clears it.
_CIRCLE, _CIRCLE_DKI = (1100, 21), (420, 15)


def map_frame(
    measure: pd.DataFrame,
    titik: pd.DataFrame,
    *,
    lokus_codes,
    lingkup: str,
    bentuk: str = "indikatif",
    digits: int = 1,
    limits: list[float] | None = None,
    ukuran: str = "kerja",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What `draw_map` draws: one row per kelurahan of `lingkup` that has a label point, and the legend.

    `measure`: kode_kelurahan, nama, nama_kecamatan, nilai and, optionally, disembunyikan (bool: a figure exists
    but is too small to publish). `titik`: rows of titik_peta.csv. `limits` fixes the class limits (to compare
    years); otherwise they are quantiles of `nilai`. `ukuran` ("kerja" | "paparan") is the text size that names
    are placed for.

    Returns (frame, legenda). frame: kode_kelurahan, nama, nama_kecamatan, nilai, kelas (0..4, -1 no data, -2
    suppressed), teks_nilai, lokus, x, y, label, label_x, label_y, dipindah. legenda: kelas, label, in reading
    order.
    """
    shape = "ubin" if bentuk == "ubin" else "indikatif"
    points = titik[((titik["bentuk"] == shape) & (titik["lingkup"] == lingkup)).to_numpy()]
    codes = points["kode_kelurahan"].to_numpy()
    rows = measure.set_index("kode_kelurahan").reindex(codes)
    hidden = rows["disembunyikan"].eq(True).to_numpy() if "disembunyikan" in rows else np.zeros(len(rows), dtype=bool)
    nilai = np.where(hidden, np.nan, rows["nilai"].to_numpy(dtype=float, na_value=np.nan))
    if limits is None:
        limits = class_limits(nilai, digits)
    kelas = np.where(hidden, SUPPRESSED, classify(nilai, limits, digits))
    columns = {
        "kode_kelurahan": codes,
        "nama": rows["nama"].to_numpy(),
        "nama_kecamatan": rows["nama_kecamatan"].to_numpy(),
        "nilai": nilai,
        "kelas": kelas,
        "teks_nilai": _value_texts(nilai, kelas, digits),
        "lokus": np.isin(codes, list(lokus_codes)),
        "x": points["x"].to_numpy(dtype=float),
        "y": points["y"].to_numpy(dtype=float),
    }
    below = np.where(kelas == SUPPRESSED, 16, 0)
    if bentuk == "simbol":
        below = np.full(len(codes), _circle(lingkup)[1])
    places = _name_places(columns, below, reach=_REACH.get(lingkup, _REACH_KOTA), ukuran=ukuran)
    frame = pd.DataFrame({**columns, **places})
    return frame, _legend(columns, limits, bentuk, digits)


def _circle(lingkup: str) -> tuple[int, int]:
    return _CIRCLE_DKI if lingkup == "31" else _CIRCLE


def _value_texts(nilai: np.ndarray, kelas: np.ndarray, digits: int) -> list[str]:
    special = {NO_DATA: _("tidak ada data"), SUPPRESSED: _("disembunyikan (angka kecil)")}
    return [special.get(place) or number(value, digits) for value, place in zip(nilai, kelas, strict=True)]


def _legend(columns: dict, limits: list[float], bentuk: str, digits: int) -> pd.DataFrame:
    """Entries of what is really on the map: classes (not beside circles), no data, suppressed, lokus."""
    labels = [] if bentuk == "simbol" else class_labels(columns["nilai"], limits, digits)
    entries = list(zip(shades(limits), labels, strict=False))
    present = set(columns["kelas"])
    if SUPPRESSED in present:
        entries.append((SUPPRESSED, _("Disembunyikan")))
    if NO_DATA in present:
        entries.append((NO_DATA, _("Tidak ada data")))
    if columns["lokus"].any():
        entries.append((LOKUS, _("Lokus")))
    return pd.DataFrame(entries, columns=["kelas", "label"])


def _name_places(columns: dict, below: np.ndarray, *, reach: float, ukuran: str) -> dict:
    """Names of the lokus, placed without overlap `below` px under their point; the rest have label ""."""
    x, y, names = columns["x"], columns["y"], columns["nama"]
    label = np.full(len(x), "", dtype=object)
    label_x, label_y = np.full(len(x), np.nan), np.full(len(x), np.nan)
    moved = np.zeros(len(x), dtype=bool)
    named_areas = np.flatnonzero(columns["lokus"] & pd.notna(names))
    if len(named_areas):
        # From north to south: crowded names then fan out instead of jumping over each other.
        chosen = named_areas[np.argsort(y[named_areas] + below[named_areas], kind="stable")]
        *picture, font_size = _REFERENCE[ukuran]
        corner, extent = np.array([x.min(), y.min()]), np.maximum([np.ptp(x), np.ptp(y)], 1e-9)
        margin = np.array(picture) * _MARGIN
        scale = min((np.array(picture) - 2 * margin) / extent)
        pixel_x = (x[chosen] - corner[0]) * scale + margin[0]
        pixel_y = (y[chosen] - corner[1]) * scale + margin[1] + below[chosen]
        width, height = extent * scale + 2 * margin
        at_x, at_y, moved[chosen] = place_labels(
            pixel_x, pixel_y, names[chosen], width=width, height=height, font_size=font_size, reach=reach
        )
        label_x[chosen] = (at_x - margin[0]) / scale + corner[0]
        label_y[chosen] = (at_y - margin[1]) / scale + corner[1]
        placed = ~np.isnan(label_x)
        label[placed] = names[placed]
    return {"label": label, "label_x": label_x, "label_y": label_y, "dipindah": moved}


def draw_map(
    frame: pd.DataFrame,
    legenda: pd.DataFrame,
    *,
    judul: str,
    geometri: str = "indikatif",
    lingkup: str = "31",
    url_prefix: str = "app/static/peta",
    tinggi: int = 520,
) -> alt.LayerChart:
    """Map of one kota ("31.73") or of DKI ("31"), datasets "data" and "legenda" as `map_frame` makes them.

    `geometri`: "indikatif", "ubin" or "simbol". `judul` names measure and unit in legend and tooltip. An
    optional bool column `terpilih` marks the area chosen elsewhere. A click selects (`pilih`).
    """
    data = named(frame)
    url = f"{url_prefix}/{'ubin' if geometri == 'ubin' else 'indikatif'}/{lingkup}.json"
    city = [_lines(url, "kota", stroke=TEXT, strokeWidth=1.4)]
    if lingkup == "31":
        city.append(_lines(url, "bingkai", stroke=INTERVAL, strokeWidth=1))
    if geometri == "simbol":
        layers = [*city, _circles(data, judul, _circle(lingkup)[0]), _symbol_marks(data, judul)]
    else:
        inner = _lines(url, "dalam", stroke=GROUND, strokeWidth=0.9, **_DASH[geometri])
        layers = [_areas(data, url, judul), inner, *city, _outlines(data, url), _suppressed_dots(data)]
    legend_rows = alt.Chart(named(legenda, "legenda")).mark_point(opacity=0, size=0, aria=False)
    picture = alt.layer(legend_rows, *layers, *_names(data)).add_params(_hatch())
    return picture.project("identity").properties(height=tinggi)


def _topology(url: str, feature: str) -> alt.UrlData:
    return alt.UrlData(url=url, format=alt.TopoDataFormat(feature=feature, type="topojson"))


def _lines(url: str, feature: str, **look) -> alt.Chart:
    """Lines of the map. They catch clicks like every shape, so they answer with an empty code, not with none."""
    lines = alt.Chart(_topology(url, feature)).transform_calculate(kode_kelurahan="''")
    return lines.mark_geoshape(filled=False, aria=False, **look)


def _hatch(lines: int = 11, ink: float = 0.22) -> alt.Parameter:
    """Diagonal hatch. Vega has no patterns; a gradient of hard stops is one in every renderer."""
    stops = []
    for line in range(lines):
        start, edge, end = line / lines, (line + 1 - ink) / lines, (line + 1) / lines
        stops += [(start, GROUND), (edge, GROUND), (edge, HATCH), (end, HATCH)]
    colours = [{"offset": round(at, 4), "color": colour} for at, colour in stops]
    return alt.param(name="arsir", value={"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": colours})


def _pick() -> alt.Parameter:
    return alt.selection_point(name="pilih", fields=["kode_kelurahan"])


def _tooltip(judul: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("nama:N", title=_("Kelurahan")),
        alt.Tooltip("nama_kecamatan:N", title=_("Kecamatan")),
        alt.Tooltip("teks_nilai:N", title=judul),
        alt.Tooltip("teks_lokus:N", title=_("Lokus")),
    ]


def _with_texts(chart: alt.Chart) -> alt.Chart:
    """Texts of an area for its tooltip and for screen readers."""
    lokus = f"datum.lokus ? {quoted(_('ya'))} : {quoted(_('tidak'))}"
    spoken_lokus = f"(datum.lokus ? {quoted(', ' + _('lokus'))} : '')"
    return chart.transform_calculate(
        teks_lokus=lokus,
        uraian=f"datum.nama + ', ' + datum.nama_kecamatan + ': ' + datum.teks_nilai + {spoken_lokus}",
    )


def _with_values(data: alt.InlineData, url: str) -> alt.Chart:
    """The shapes with the columns of their row; a shape without a row counts as no data."""
    columns = ["nama", "nama_kecamatan", "teks_nilai", "kelas", "lokus", "terpilih"]
    return (
        alt.Chart(_topology(url, "kelurahan"))
        .transform_calculate(kode_kelurahan="datum.properties.kode_kelurahan")
        .transform_lookup(lookup="kode_kelurahan", from_=alt.LookupData(data, "kode_kelurahan", columns))
    )


def _areas(data: alt.InlineData, url: str, judul: str) -> alt.Chart:
    return (
        _with_texts(_with_values(data, url))
        .transform_calculate(kelas=f"isValid(datum.kelas) ? datum.kelas : {NO_DATA}")
        .mark_geoshape(strokeWidth=0.9)
        .encode(
            fill=alt.condition(
                f"datum.kelas == {SUPPRESSED}",
                alt.value(GROUND),
                alt.Fill(
                    "kelas:O",
                    scale=alt.Scale(
                        domain=[0, 1, 2, 3, 4, NO_DATA, SUPPRESSED, LOKUS],
                        range=[*SEQUENCE, {"expr": "arsir"}, SIMILAR, "transparent"],
                    ),
                    legend=_class_legend(judul),
                ),
            ),
            # Between areas that are white themselves the white inner lines leave a grey rim to be seen.
            stroke=alt.condition("datum.kelas < 0", alt.value(INTERVAL), alt.value("transparent")),
            tooltip=_tooltip(judul),
            description=spoken(),
        )
        .add_params(_pick())
        .properties(name="wilayah")
    )


def _class_legend(judul: str) -> alt.Legend:
    """Entries and texts come from the dataset "legenda", so the spec does not change with the data."""
    is_lokus, is_hidden = f"datum.value == {LOKUS}", f"datum.value == {SUPPRESSED}"
    return alt.Legend(
        title=judul,
        orient="bottom",
        direction="horizontal",
        titleOrient="top",
        columns={"expr": "width > 740 ? 8 : width > 440 ? 5 : 2"},
        values={"expr": "pluck(data('legenda'), 'kelas')"},
        labelExpr=_LEGEND_LABEL,
        symbolType={"expr": f"{is_hidden} ? '{_DOTS}' : '{_SQUARE}'"},
        symbolStrokeColor={"expr": f"{is_lokus} ? '{ACCENT}' : {is_hidden} ? '{SIMILAR}' : '{INTERVAL}'"},
        symbolStrokeWidth={"expr": f"{is_lokus} ? 2.4 : {is_hidden} ? 0 : 0.8"},
    )


_LEGEND_LABEL = "data('legenda')[indexof(pluck(data('legenda'), 'kelas'), datum.value)].label"


def _outlines(data: alt.InlineData, url: str) -> alt.Chart:
    """Lokus in the accent, the chosen area in the text colour, drawn over all neighbours."""
    return (
        _with_values(data, url)
        .transform_filter("datum.lokus || datum.terpilih")
        .mark_geoshape(filled=False, strokeJoin="round", aria=False)
        .encode(
            stroke=alt.condition("datum.terpilih", alt.value(TEXT), alt.value(ACCENT)),
            strokeWidth=alt.condition("datum.terpilih", alt.value(3.6), alt.value(2.4)),
        )
    )


def _suppressed_dots(data: alt.InlineData) -> alt.Chart:
    return (
        alt.Chart(data)
        .transform_filter(f"datum.kelas == {SUPPRESSED}")
        .mark_point(shape=_DOTS, filled=True, color=SIMILAR, size=110, aria=False)
        .encode(longitude="x:Q", latitude="y:Q")
    )


def _circles(data: alt.InlineData, judul: str, largest: int) -> alt.Chart:
    return (
        _with_texts(alt.Chart(data))
        .transform_filter(f"datum.kelas > {NO_DATA}")
        .mark_point(filled=True, fillOpacity=0.72, strokeOpacity=1)
        .encode(
            longitude="x:Q",
            latitude="y:Q",
            size=alt.Size(
                "nilai:Q",
                scale=alt.Scale(zero=True, rangeMin=0, rangeMax=largest),
                legend=alt.Legend(
                    title=judul,
                    orient="bottom",
                    direction="horizontal",
                    tickCount=3,
                    symbolFillColor=DATA,
                    symbolStrokeColor=GROUND,
                ),
            ),
            order=alt.Order("nilai:Q", sort="descending"),
            fill=alt.value(DATA),
            stroke=alt.condition("datum.lokus", alt.value(ACCENT), alt.value(GROUND)),
            strokeWidth=alt.when("datum.terpilih")
            .then(alt.value(5))
            .when("datum.lokus")
            .then(alt.value(2.4))
            .otherwise(alt.value(0.8)),
            tooltip=_tooltip(judul),
            description=spoken(),
        )
        .add_params(_pick())
        .properties(name="lingkaran")
    )


def _symbol_marks(data: alt.InlineData, judul: str) -> alt.Chart:
    """Areas without a circle: a cross where there is no data, dots where it is suppressed."""
    return (
        _with_texts(alt.Chart(data))
        .transform_filter("datum.kelas < 0")
        .mark_point(filled=False, size=90, strokeWidth=1.4)
        .encode(
            longitude="x:Q",
            latitude="y:Q",
            tooltip=_tooltip(judul),
            description=spoken(),
            stroke=alt.condition("datum.lokus", alt.value(ACCENT), alt.value(QUIET)),
            shape=alt.Shape(
                "kelas:O",
                scale=alt.Scale(domain=[NO_DATA, SUPPRESSED, LOKUS], range=[_CROSS, _DOTS, "circle"]),
                legend=alt.Legend(
                    title=None,
                    orient="bottom",
                    direction="horizontal",
                    values={"expr": "pluck(data('legenda'), 'kelas')"},
                    labelExpr=_LEGEND_LABEL,
                    symbolStrokeColor={"expr": f"datum.value == {LOKUS} ? '{ACCENT}' : '{QUIET}'"},
                    symbolStrokeWidth={"expr": f"datum.value == {LOKUS} ? 2.4 : 1.4"},
                ),
            ),
        )
    )


def _names(data: alt.InlineData) -> list[alt.Chart]:
    """Names of the lokus on a halo, with a leader line where the name had to move."""
    shown = alt.Chart(data).transform_filter("datum.label != ''")
    leader = (
        shown.transform_filter("datum.dipindah")
        .mark_rule(color=TEXT, strokeWidth=0.8, aria=False)
        .encode(longitude="x:Q", latitude="y:Q", longitude2="label_x:Q", latitude2="label_y:Q")
    )
    place = {"longitude": "label_x:Q", "latitude": "label_y:Q", "text": "label:N"}
    return [leader, *(shown.mark_text(style=style, aria=False).encode(**place) for style in ("halo", "nama"))]
