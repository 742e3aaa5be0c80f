"""The same map, line and table built with Dash: `python -m tests.bench.dash_peer --port PORT`.

Only the benchmark uses it. Dash gets the app's own tricks (spec drawn once, geometry by address, data
loaded before the first visitor), so the comparison is about the way from a filter to the picture and
not about who was careful.
"""

from __future__ import annotations

import logging
import sys
from functools import cache, partial

from dash import Dash, Input, Output, dash_table, dcc, html
from dash_vega_components import Vega
from flask import send_from_directory

from analysis.output.columns import for_people
from analysis.output.maps import draw_map
from analysis.output.theme import finish, records
from analysis.output.trends import draw_trend
from tests.bench.same_view import AREAS, TITLE, YEARS, Frames, line_data, map_data, table_data
from tests.browser.running import HOST, ROOT

PICTURE = {"renderer": "svg", "actions": False}


@cache
def map_template(kota: str) -> dict:
    frames = map_data(kota, YEARS[0])
    return finish(draw_map(*frames.values(), judul=TITLE, lingkup=kota, url_prefix="/app/static/peta"))


@cache
def line_template(kota: str) -> dict:
    return finish(draw_trend(*line_data(kota).values(), judul=TITLE))


def filled(template: dict, frames: Frames) -> dict:
    """The spec with the data of this choice."""
    datasets = {name: records(frame) for name, frame in frames.items()}
    return {**template, "width": "container", "datasets": datasets}


def draw(kota: str, year: str) -> tuple[dict, dict, list[dict]]:
    """Map, line and table for one choice, as Dash sends them to the browser."""
    return (
        filled(map_template(kota), map_data(kota, year)),
        filled(line_template(kota), line_data(kota)),
        records(for_people(table_data(kota, year))),
    )


def build() -> Dash:
    """The Dash app with its two filters."""
    app = Dash(__name__)
    app.server.add_url_rule("/app/static/<path:path>", "files", partial(send_from_directory, ROOT / "static"))
    areas, line, rows = draw("31.73", "2024")
    app.layout = html.Div(
        [
            dcc.RadioItems(AREAS, "31.73", id="kota"),
            dcc.RadioItems(YEARS, "2024", id="tahun"),
            Vega(id="peta", spec=areas, opt=PICTURE, style={"width": "620px"}),
            Vega(id="garis", spec=line, opt=PICTURE, style={"width": "520px"}),
            dash_table.DataTable(rows, id="tabel", page_size=15),
        ]
    )
    outputs = Output("peta", "spec"), Output("garis", "spec"), Output("tabel", "data")
    app.callback(*outputs, Input("kota", "value"), Input("tahun", "value"))(draw)
    return app


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    build().run(host=HOST, port=sys.argv[-1], debug=False)
