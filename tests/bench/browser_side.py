"""What a person in front of a browser waits for, and what travels over the line."""

from __future__ import annotations

import base64
import time

from tests.bench.redraw import time_redraw
from tests.bench.report import Measure, median
from tests.browser.running import new_context, running, wait_ready

MAP_PAGE = "lokus_kelurahan"
MAP_DRAWN = 'path[aria-roledescription="geoshape"]'
FIRST_WORDS = "[data-testid=stMainBlockContainer] [data-testid=stMarkdown]"
YEARS = ["2021", "2022", "2023", "2024"]
AREAS = {"31.73": 56, "31": 267}
ROUNDS = 12
STARTS = 3


def open_map(page, url: str, kota: str) -> None:
    """The map page of one kota ("31": all 267 kelurahan), standing still."""
    page.goto(f"{url}/{MAP_PAGE}?kota={kota}")
    wait_ready(page)
    page.wait_for_selector(MAP_DRAWN)


def change_year(page, turn: int, areas: int) -> float:
    """One filter change as a person makes it; milliseconds to the redrawn map."""
    page.get_by_role("combobox", name="Tahun").click()
    year = page.get_by_role("option", name=YEARS[turn % len(YEARS)], exact=True)
    return time_redraw(page, year, areas)


def measure_redraws(browser, url: str) -> list[Measure]:
    """Filter change to redrawn map, for one kota and for all kelurahan."""
    rows = []
    for kota, limit in (("31.73", 200), ("31", 300)):
        context = new_context(browser)
        page = context.new_page()
        open_map(page, url, kota)
        times = [change_year(page, turn, AREAS[kota]) for turn in range(len(YEARS) + ROUNDS)]
        label = f"ganti tahun sampai peta tergambar, {AREAS[kota]} kelurahan"
        rows.append(Measure(label, median(times[len(YEARS) :]), "ms", limit))
        context.close()
    return rows


def measure_start(browser) -> list[Measure]:
    """A fresh process and a browser with an empty cache, up to the first painted page."""
    painted, still, drawn = [], [], []
    for _round in range(STARTS):
        context = new_context(browser)
        page = context.new_page()
        with running() as server:
            page.goto(server.url)
            for selector, times in ((FIRST_WORDS, painted), (None, still), (MAP_DRAWN, drawn)):
                page.wait_for_selector(selector) if selector else wait_ready(page)
                times.append(time.perf_counter() - server.started)
        context.close()
    return [
        Measure("mulai proses sampai halaman pertama terlukis", median(painted), "s", 4),
        Measure("mulai proses sampai halaman pertama selesai", median(still), "s"),
        Measure("mulai proses sampai peta tergambar", median(drawn), "s"),
    ]


class Line:
    """Counts what one page receives: files as they travel (compressed), WebSocket messages unpacked."""

    def __init__(self, page):
        self.files = self.messages = 0
        devtools = page.context.new_cdp_session(page)
        devtools.on("Network.loadingFinished", self._file)
        devtools.on("Network.webSocketFrameReceived", self._message)
        devtools.send("Network.enable")

    def _file(self, event: dict) -> None:
        self.files += event["encodedDataLength"]

    def _message(self, event: dict) -> None:
        frame = event["response"]
        binary = frame["opcode"] == 2
        self.messages += len(base64.b64decode(frame["payloadData"]) if binary else frame["payloadData"])


def measure_first_visit(browser, url: str) -> list[Measure]:
    """Bytes over the wire for a visitor with an empty cache, on the first page and on the map page."""
    rows = []
    for path in ("", MAP_PAGE):
        context = new_context(browser)
        page = context.new_page()
        line = Line(page)
        page.goto(f"{url}/{path}")
        wait_ready(page)
        page.wait_for_selector(MAP_DRAWN)
        page.wait_for_load_state("networkidle")
        total = (line.files + line.messages) / 1e6
        rows.append(Measure(f"kunjungan pertama, {path or 'ringkasan'}", total, "MB", 2))
        context.close()
    return rows
