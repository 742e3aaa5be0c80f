"""The same map, line and table with the app's own parts: what the Dash peer is held against.

Both sides choose with radio buttons, so that no opening list is timed. A page of the app shows more than these three (rankings, funnel, lists, profile), and Dash would have to
draw all of that too before the two could be compared.
"""

from functools import cache
from pathlib import Path

import streamlit as st

from analysis.figures.view import Figure

GEOMETRY = Path(__file__).parents[2] / "static/peta"


@cache
def map_panel(kota: str, year: str):
    from analysis.output.captions import Caption
    from analysis.output.maps import draw_map
    from pages.parts.chart_panel import chart
    from tests.bench.same_view import TITLE, map_data

    options = {"judul": TITLE, "lingkup": kota, "url_prefix": "/geometri"}
    return chart(
        Figure(
            draw_map,
            map_data(kota, year),
            Caption(TITLE),
            options={**options},
        ),
        key="peta",
    )


@cache
def line_panel(kota: str):
    from analysis.output.captions import Caption
    from analysis.output.trends import draw_trend
    from pages.parts.chart_panel import chart
    from tests.bench.same_view import AREAS, TITLE, line_data

    return chart(
        Figure(
            draw_trend,
            line_data(kota),
            Caption(AREAS[kota]),
            options={"judul": TITLE},
        ),
        key="garis",
    )


def show_page() -> None:
    from pages.parts.chart_panel import show
    from pages.parts.table import show_table
    from tests.bench.same_view import AREAS, YEARS, table_data

    st.set_page_config(layout="wide")
    kota = st.radio("Kota", list(AREAS), format_func=AREAS.get, horizontal=True)
    year = st.radio("Tahun", YEARS, index=3, horizontal=True)
    left, right = st.columns([6, 5])
    with left:
        show(map_panel(kota, year))
    with right:
        show(line_panel(kota))
        show_table(table_data(kota, year), key="tabel")


if __name__ == "three_parts":
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    from pages.parts.server import MIDDLEWARE

    app = st.App(__file__, routes=[Mount("/geometri", StaticFiles(directory=GEOMETRY))], middleware=MIDDLEWARE)
elif __name__ == "__main__":
    show_page()
