"""The same map, line and table built with Dash, from the same tables, frames and chart functions.

Only the benchmark uses it: `python -m tests.bench.dash_peer PORT`. Dash gets the app's own tricks (spec
drawn once, geometry by address, data loaded before the first visitor), so the comparison is about the
way from a filter to the picture and not about who was careful.
"""

from __future__ import annotations

import logging
import sys
from functools import cache, partial

import pandas as pd
from dash import Dash, Input, Output, dash_table, dcc, html
from dash_vega_components import Vega
from flask import send_from_directory

from analysis.convergence.measures import kelurahan_measure, measure_series
from analysis.output.columns import for_people
from analysis.output.maps import draw_map, map_frame
from analysis.output.theme import finish, records
from analysis.output.trends import draw_trend, trend_frame
from analysis.sources.catalog import load_catalog
from tests.browser.running import HOST, ROOT

AREAS = {"31.73": "Jakarta Barat", "31": "DKI Jakarta"}
YEARS = ["2021", "2022", "2023", "2024", "2025"]
INDICATOR = "prevalensi_rutin"
TABLE_COLUMNS = ["nama", "nama_kecamatan", "nilai", "bawah", "atas", "pembilang", "penyebut"]
TITLE = "Prevalensi (%)"
LINE_DATASETS = ("data", "sasaran", "nama", "sumbu")
PICTURE = {"renderer": "svg", "actions": False}


@cache
def tables() -> dict[str, pd.DataFrame]:
    return load_catalog().view(contoh=True)


@cache
def map_template(kota: str) -> dict:
    """The map's spec, drawn once per kota."""
    frame, legend = map_data(kota, YEARS[0])
    return finish(draw_map(frame, legend, judul=TITLE, lingkup=kota, url_prefix="/app/static/peta"))


@cache
def line_template(kota: str) -> dict:
    """The line's spec, drawn once per kota."""
    return finish(draw_trend(*line_data(kota), judul=TITLE))


def measure(kota: str, year: str) -> pd.DataFrame:
    return kelurahan_measure(tables(), INDICATOR, int(year), None if kota == "31" else kota)


def map_data(kota: str, year: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    lists = tables()["lokus"]
    lokus = lists.loc[lists["tahun"] == int(year), "kode_kelurahan"].unique()
    return map_frame(measure(kota, year), tables()["titik_peta"], lokus_codes=lokus, lingkup=kota)


def line_data(kota: str) -> tuple[pd.DataFrame, ...]:
    series = measure_series(tables(), INDICATOR, kota)
    return trend_frame(series.assign(periode=series["tahun"].astype(str), seri=AREAS[kota], peran="utama"), None)


def draw(kota: str, year: str) -> tuple[dict, dict, list[dict]]:
    """Map, line and table for one choice, as Dash sends them to the browser."""
    frame, legend = map_data(kota, year)
    areas = {**map_template(kota), "datasets": {"data": records(frame), "legenda": records(legend)}}
    line = {**line_template(kota), "datasets": dict(zip(LINE_DATASETS, map(records, line_data(kota)), strict=True))}
    wide = {"width": "container"}
    return {**areas, **wide}, {**line, **wide}, records(for_people(measure(kota, year)[TABLE_COLUMNS]))


def build() -> Dash:
    """The Dash app with its two filters."""
    app = Dash(__name__)
    app.server.add_url_rule("/app/static/<path:path>", "files", partial(send_from_directory, ROOT / "static"))
    areas, line, rows = draw("31.73", "2024")
    app.layout = html.Div(
        [
            dcc.RadioItems(AREAS, "31.73", id="kota"),
            dcc.RadioItems(YEARS, "2024", id="tahun"),
            Vega(id="peta", spec=areas, opt=PICTURE, style={"width": "700px"}),
            Vega(id="garis", spec=line, opt=PICTURE, style={"width": "500px"}),
            dash_table.DataTable(rows, id="tabel", page_size=15),
        ]
    )
    app.callback(
        Output("peta", "spec"),
        Output("garis", "spec"),
        Output("tabel", "data"),
        Input("kota", "value"),
        Input("tahun", "value"),
    )(draw)
    return app


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    build().run(host=HOST, port=sys.argv[-1], debug=False)
