"""The app and its Dash peer in turn (A B A B), on the same machine in the same minutes."""

from __future__ import annotations

import sys

from tests.bench.browser_side import AREAS, ROUNDS, YEARS, change_year, open_map
from tests.bench.dash_peer import AREAS as LABELS
from tests.bench.redraw import time_redraw
from tests.bench.report import Measure, median
from tests.browser.running import new_context, running

DASH = (sys.executable, "-m", "tests.bench.dash_peer")


def open_peer(page, url: str, kota: str) -> None:
    page.goto(url)
    page.get_by_role("radio", name=LABELS[kota]).check()
    page.wait_for_function(
        "n => document.querySelectorAll('path[aria-roledescription=\"geoshape\"]').length >= n", arg=AREAS[kota]
    )


def change_peer_year(page, turn: int, areas: int) -> float:
    return time_redraw(page, page.get_by_role("radio", name=YEARS[turn % len(YEARS)]), areas)


def _compare(browser, app_url: str, peer_url: str, kota: str) -> list[Measure]:
    app, peer = (new_context(browser).new_page() for _side in range(2))
    open_map(app, app_url, kota)
    open_peer(peer, peer_url, kota)
    times: dict[str, list[float]] = {"app": [], "peer": []}
    for turn in range(len(YEARS) + ROUNDS):
        times["app"].append(change_year(app, turn, AREAS[kota]))
        times["peer"].append(change_peer_year(peer, turn, AREAS[kota]))
    app.context.close()
    peer.context.close()
    dash = median(times["peer"][len(YEARS) :])
    return [
        Measure(f"Dash: ganti tahun, {AREAS[kota]} kelurahan", dash, "ms"),
        Measure(f"aplikasi: ganti tahun, {AREAS[kota]} kelurahan", median(times["app"][len(YEARS) :]), "ms", dash),
    ]


def measure_against_dash(browser, url: str) -> list[Measure]:
    """Filter change to redrawn map beside Dash; the app may not be slower."""
    with running(DASH, port_option="--port", health="/") as peer:
        return [row for kota in AREAS for row in _compare(browser, url, peer.url, kota)]
