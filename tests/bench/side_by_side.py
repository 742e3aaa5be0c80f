"""Streamlit and Dash in turn (A B A B), on the same machine in the same minutes."""

from __future__ import annotations

import sys

from tests.bench.browser_side import AREAS, MAP_DRAWN, ROUNDS, YEARS
from tests.bench.redraw import time_redraw
from tests.bench.report import Measure, median
from tests.bench.same_view import AREAS as NAMES
from tests.browser.running import STREAMLIT, new_context, running, wait_ready

DASH = (sys.executable, "-m", "tests.bench.dash_peer")
PARTS = tuple(word.replace("streamlit_app.py", "tests/bench/three_parts.py") for word in STREAMLIT)


def _wait_for_areas(page, kota: str) -> None:
    page.wait_for_function(f"n => document.querySelectorAll('{MAP_DRAWN}').length >= n", arg=AREAS[kota])


def open_parts(page, url: str, kota: str) -> None:
    page.goto(url)
    wait_ready(page)
    page.get_by_text(NAMES[kota], exact=True).first.click()
    _wait_for_areas(page, kota)
    wait_ready(page)


def open_dash(page, url: str, kota: str) -> None:
    page.goto(url)
    page.get_by_role("radio", name=NAMES[kota]).check()
    _wait_for_areas(page, kota)


def change_year(page, turn: int, areas: int) -> float:
    return time_redraw(page, page.get_by_text(YEARS[turn % len(YEARS)], exact=True).first, areas)


def _compare(browser, parts_url: str, dash_url: str, kota: str) -> list[Measure]:
    parts, dash = (new_context(browser).new_page() for _side in range(2))
    open_parts(parts, parts_url, kota)
    open_dash(dash, dash_url, kota)
    ours, theirs = [], []
    for turn in range(len(YEARS) + ROUNDS):
        ours.append(change_year(parts, turn, AREAS[kota]))
        theirs.append(change_year(dash, turn, AREAS[kota]))
    parts.context.close()
    dash.context.close()
    limit = median(theirs[len(YEARS) :])
    return [
        Measure(f"peta, garis, tabel dengan Dash, {AREAS[kota]} kelurahan", limit, "ms"),
        Measure(f"peta, garis, tabel kita, {AREAS[kota]} kelurahan", median(ours[len(YEARS) :]), "ms", limit),
    ]


def measure_against_dash(browser) -> list[Measure]:
    """Filter change to redrawn map beside Dash; ours may not be slower."""
    with running(PARTS) as parts, running(DASH, port_option="--port", health="/") as dash:
        return [row for kota in AREAS for row in _compare(browser, parts.url, dash.url, kota)]
