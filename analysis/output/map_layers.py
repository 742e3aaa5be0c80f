"""The layers a map of kelurahan is made of: areas, lines, hatch, circles, names.

Each takes the dataset "data" of `maps.map_frame` and, for shapes, the address of the TopoJSON. A click must
always answer with a `kode_kelurahan`, so shapes that are not a kelurahan carry an empty one.
"""

from __future__ import annotations

import altair as alt

from analysis.language import _
from analysis.output.classes import NO_DATA, SUPPRESSED
from analysis.output.marks import quoted, spoken
from analysis.output.theme import ACCENT, DATA, GROUND, HATCH, INTERVAL, QUIET, SEQUENCE, SIMILAR, TEXT

LOKUS = 9  # the legend's own number for the lokus outline, beside the classes 0..4, -1 and -2
DOTS = "".join(
    f"M{x},{y}m-.17,0a.17,.17,0,1,0,.34,0a.17,.17,0,1,0,-.34,0"
    for x, y in [(-0.9, -0.75), (0, -0.75), (0.9, -0.75), (-0.45, 0), (0.45, 0), (-0.9, 0.75), (0, 0.75), (0.9, 0.75)]
)
_SQUARE = "M-1,-1L1,-1L1,1L-1,1Z"
_CROSS = "M-.7,-.7L.7,.7M-.7,.7L.7,-.7"


def _topology(url: str, feature: str) -> alt.UrlData:
    return alt.UrlData(url=url, format=alt.TopoDataFormat(feature=feature, type="topojson"))


def lines(url: str, feature: str, **look) -> alt.Chart:
    """Lines of the map: kota, inner lines, the frame of the inset."""
    shapes = alt.Chart(_topology(url, feature)).transform_calculate(kode_kelurahan="''")
    # Left to itself an outline has a transparent inside, which would catch every click on the areas below it.
    return shapes.mark_geoshape(filled=False, fill=None, aria=False, **look)


# Indicative inner lines are dashed: they are computed, not surveyed. Tiles and official boundaries have real edges.
_DASH = {"indikatif": {"strokeDash": [3, 2]}, "ubin": {}}


def address(url_prefix: str, geometri: str, lingkup: str, resmi: bool) -> str:
    """Where the browser finds the shapes."""
    shapes = "ubin" if geometri == "ubin" else "resmi" if resmi else "indikatif"
    return f"{url_prefix}/{shapes}/{lingkup}.json"


def city_lines(url: str, lingkup: str) -> list[alt.Chart]:
    """The outline of the kota; in the map of DKI also the frame of the inset."""
    city = [lines(url, "kota", stroke=TEXT, strokeWidth=1.4)]
    return [*city, lines(url, "bingkai", stroke=INTERVAL, strokeWidth=1)] if lingkup == "31" else city


def inner_lines(url: str, geometri: str, resmi: bool, stroke: str) -> list[alt.Chart]:
    """The lines between kelurahan, solid where both sides are official."""
    inner = [lines(url, "dalam", stroke=stroke, strokeWidth=0.9, **_DASH[geometri])]
    return [*inner, lines(url, "dalam_resmi", stroke=stroke, strokeWidth=0.9)] if resmi else inner


def hatch(count: int = 11, ink: float = 0.22) -> alt.Parameter:
    """Diagonal hatch. Vega has no patterns; a gradient of hard stops is one in every renderer."""
    stops = []
    for line in range(count):
        start, edge, end = line / count, (line + 1 - ink) / count, (line + 1) / count
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


def with_values(data: alt.InlineData, url: str, *more: str) -> alt.Chart:
    """The shapes with the columns of their row (and `more` of them); a shape without a row counts as no data."""
    columns = ["nama", "nama_kecamatan", "teks_nilai", "kelas", "lokus", "terpilih", "redup", *more]
    return (
        alt.Chart(_topology(url, "kelurahan"))
        .transform_calculate(kode_kelurahan="datum.properties.kode_kelurahan")
        .transform_lookup(lookup="kode_kelurahan", from_=alt.LookupData(data, "kode_kelurahan", columns))
    )


def areas(data: alt.InlineData, url: str, judul: str) -> alt.Chart:
    return (
        _with_texts(with_values(data, url))
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
            # Outside the kecamatan that was asked for an area stays in sight, but steps back.
            opacity=alt.condition("datum.redup", alt.value(0.25), alt.value(1)),
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
        symbolType={"expr": f"{is_hidden} ? '{DOTS}' : '{_SQUARE}'"},
        symbolStrokeColor={"expr": f"{is_lokus} ? '{ACCENT}' : {is_hidden} ? '{SIMILAR}' : '{INTERVAL}'"},
        symbolStrokeWidth={"expr": f"{is_lokus} ? 2.4 : {is_hidden} ? 0 : 0.8"},
    )


_NO_LEGEND = "length(data('legenda')) == 0"
_LEGEND_LABEL = "data('legenda')[indexof(pluck(data('legenda'), 'kelas'), datum.value)].label"


def outlines(data: alt.InlineData, url: str) -> alt.Chart:
    """Lokus in the accent, the chosen area in the text colour, drawn over all neighbours."""
    return (
        with_values(data, url)
        .transform_filter("datum.lokus || datum.terpilih")
        .mark_geoshape(filled=False, strokeJoin="round", aria=False)
        .encode(
            stroke=alt.condition("datum.terpilih", alt.value(TEXT), alt.value(ACCENT)),
            strokeWidth=alt.condition("datum.terpilih", alt.value(3.6), alt.value(2.4)),
        )
    )


def suppressed_dots(data: alt.InlineData) -> alt.Chart:
    return (
        alt.Chart(data)
        .transform_filter(f"datum.kelas == {SUPPRESSED}")
        .mark_point(shape=DOTS, filled=True, color=SIMILAR, size=110, aria=False)
        .encode(longitude=alt.Longitude("x:Q"), latitude=alt.Latitude("y:Q"))
    )


def circles(data: alt.InlineData, judul: str, largest: int) -> alt.Chart:
    return (
        _with_texts(alt.Chart(data))
        .transform_filter(f"datum.kelas > {NO_DATA}")
        .mark_point(filled=True, fillOpacity=0.72, strokeOpacity=1)
        .encode(
            longitude=alt.Longitude("x:Q"),
            latitude=alt.Latitude("y:Q"),
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
            opacity=alt.condition("datum.redup", alt.value(0.25), alt.value(1)),
            tooltip=_tooltip(judul),
            description=spoken(),
        )
        .add_params(_pick())
        .properties(name="lingkaran")
    )


def symbol_marks(data: alt.InlineData, judul: str) -> alt.Chart:
    """Areas without a circle: a cross where there is no data, dots where it is suppressed."""
    return (
        _with_texts(alt.Chart(data))
        .transform_filter("datum.kelas < 0")
        .mark_point(filled=False, size=90, strokeWidth=1.4)
        .encode(
            longitude=alt.Longitude("x:Q"),
            latitude=alt.Latitude("y:Q"),
            tooltip=_tooltip(judul),
            description=spoken(),
            stroke=alt.condition("datum.lokus", alt.value(ACCENT), alt.value(QUIET)),
            shape=alt.Shape(
                "kelas:O",
                scale=alt.Scale(domain=[NO_DATA, SUPPRESSED, LOKUS], range=[_CROSS, DOTS, "circle"]),
                legend=alt.Legend(
                    title=None,
                    orient="bottom",
                    direction="horizontal",
                    # Where every area has a circle and none is a lokus there is nothing to explain, but a legend
                    # without entries has no extent and blanks the picture: one unseen entry stands in.
                    values={"expr": f"{_NO_LEGEND} ? [{LOKUS}] : pluck(data('legenda'), 'kelas')"},
                    labelExpr=f"{_NO_LEGEND} ? '' : {_LEGEND_LABEL}",
                    symbolStrokeColor={"expr": f"datum.value == {LOKUS} ? '{ACCENT}' : '{QUIET}'"},
                    symbolStrokeWidth={"expr": f"{_NO_LEGEND} ? 0 : datum.value == {LOKUS} ? 2.4 : 1.4"},
                ),
            ),
        )
    )


def names(data: alt.InlineData) -> list[alt.Chart]:
    """Names of the lokus on a halo, with a leader line where the name had to move."""
    shown = alt.Chart(data).transform_filter("datum.label != ''")
    leader = (
        shown.transform_filter("datum.dipindah")
        .mark_rule(color=TEXT, strokeWidth=0.8, aria=False)
        .encode(
            longitude=alt.Longitude("x:Q"),
            latitude=alt.Latitude("y:Q"),
            longitude2=alt.Longitude2("label_x:Q"),
            latitude2=alt.Latitude2("label_y:Q"),
        )
    )
    placed = shown.encode(
        longitude=alt.Longitude("label_x:Q"), latitude=alt.Latitude("label_y:Q"), text=alt.Text("label:N")
    )
    return [leader, *(placed.mark_text(style=style, aria=False) for style in ("halo", "nama"))]
