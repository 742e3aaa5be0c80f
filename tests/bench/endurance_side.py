"""Fifty people at once for five minutes: first in browsers of their own, then as bare connections.

Both stand on the same two cores as the server, so the first says what a machine can do that plays both the city hall
and its server, and the second what the server does of that alone. Memory is told each minute, its growth over the
second half, and once more after everybody left and Streamlit forgot their sessions.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.async_api import async_playwright

from tests.bench.endurance_visitor import Told, Visitor, look_on, page_of
from tests.bench.processes import Seen, Watch, slope_mb_per_minute
from tests.bench.report import Measure, median, quantile, show, show_head
from tests.bench.ws_session import Run, Session
from tests.browser.running import FLAGS, find_browser, running

VISITORS = 50
SECONDS = 300
# Seconds that a person looks at what they see, on average, each time drawn anew (exponentially): nobody acts in step with
# the others. Fifty browsers on the server's own two cores draw more than it computes, so they look longer.
THINK_IN_BROWSER, THINK = 60.0, 10.0
CHANGES = {"tahun": 3, "kota": 2, "indikator": 2, "kelurahan": 2}  # how often each is changed
COMING_SECONDS = 60
FORGOTTEN_AFTER = 135  # server.disconnectedSessionTTL is 120
SMALL = {"width": 1366, "height": 768}
# One renderer process per page is what fifty machines would have; on one machine they only fight for it.
SHARED = ["--renderer-process-limit=16", "--disable-extensions", "--mute-audio"]


def measure_endurance(seconds: int = SECONDS, visitors: int = VISITORS) -> None:
    """Print both readings; `seconds` is how long everybody acts once all have come in."""
    with tempfile.TemporaryFile("w+") as log:
        show_head(f"Tahan: {visitors} peramban menyaring, mengklik, dan mengunduh selama {seconds} detik")
        print(f"  berpikir rata-rata {THINK_IN_BROWSER:.0f} detik; sambungan {THINK:.0f}")
        with running(log=log) as server:
            show(asyncio.run(_in_browsers(server, seconds, visitors)))
        show(_log_lines(log))
    with tempfile.TemporaryFile("w+") as log:
        show_head(f"Tahan: {visitors} sambungan tanpa peramban selama {seconds} detik (bagian server saja)")
        with running(log=log) as server:
            show(asyncio.run(_connected(server, seconds, visitors)))
        show(_log_lines(log))


async def _in_browsers(server, seconds: int, visitors: int) -> list[Measure]:
    told, began = Told(), time.perf_counter()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), headless=True, args=[*FLAGS, *SHARED]
        )
        crowd = [Visitor(browser, server.url, number, told, began, THINK_IN_BROWSER) for number in range(visitors)]
        with Watch({"server": server.pid, "semua": os.getpid()}) as seen:
            for visitor in crowd:
                await visitor.open(viewport=SMALL)
            opened, cpu = time.perf_counter(), _cpu(seen)
            await asyncio.gather(*(visitor.live(opened + seconds) for visitor in crowd))
            acted, used = time.perf_counter() - opened, _cpu(seen)
            rows = _waits([took for _when, took in told.changes])
            rows += [
                Measure("perbuatan", sum(told.done.values()), "", None, _listed(told.done)),
                Measure("galat (halaman, kalimat gagal, sambungan, HTTP, unduhan)", len(told.errors), "", 0),
                Measure("masuk: satu demi satu, per orang", (opened - began) / visitors, "dtk"),
            ]
            rows += _memory(seen["server"], opened - began, acted)
            share = {name: (used[name] - cpu[name]) / acted for name in used}
            rows += [
                Measure("CPU server (inti)", share["server"], "inti"),
                Measure("CPU peramban dan pengukur (inti)", share["semua"] - share["server"], "inti"),
            ]
            for visitor in crowd:
                await visitor.close()
            await browser.close()
            await asyncio.sleep(FORGOTTEN_AFTER)
            rows.append(Measure("memori server sesudah semua pergi", seen["server"].looks[-1][1], "MB"))
    _print_errors(told.errors)
    return rows


async def _connected(server, seconds: int, visitors: int) -> list[Measure]:
    runs: list[Run] = []
    with Watch({"server": server.pid}) as seen:
        began = time.perf_counter()
        until = began + COMING_SECONDS + seconds
        crowd = [_connection(server.url, number, until, runs) for number in range(visitors)]
        ended = await asyncio.gather(*crowd, return_exceptions=True)
        lost = [repr(result) for result in ended if isinstance(result, BaseException)]
        failed = [run.failed for run in runs if run.failed]
        rows = _waits([run.seconds * 1000 for run in runs])
        rows += [
            Measure("perbuatan", len(runs), ""),
            Measure("galat", len(lost) + len(failed), "", 0),
            *_memory(seen["server"], COMING_SECONDS, seconds),
            Measure("CPU server (inti)", seen["server"].cpu_seconds / (seconds + COMING_SECONDS), "inti"),
        ]
        await asyncio.sleep(FORGOTTEN_AFTER)
        rows.append(Measure("memori server sesudah semua pergi", seen["server"].looks[-1][1], "MB"))
    _print_errors(lost + failed)
    return rows


async def _connection(url: str, number: int, until: float, runs: list[Run]) -> None:
    """The same pages, filters and kelurahan as in a browser; nobody draws and nobody downloads."""
    chance = random.Random(number)
    session = Session(url, page_of(number))
    await asyncio.sleep(chance.uniform(0, COMING_SECONDS))
    await session.open()
    while True:
        await look_on(chance, THINK, until)
        if time.perf_counter() >= until:
            break
        offered = {key: often for key, often in CHANGES.items() if key in session.filters()}
        key = chance.choices(list(offered), list(offered.values()))[0]
        runs.append(await session.change(key, chance.randrange(len(session.options(key)))))
    await session.close()


def _cpu(seen: dict[str, Seen]) -> dict[str, float]:
    return {name: one.cpu_seconds for name, one in seen.items()}


def _waits(waits: list[float]) -> list[Measure]:
    """From a filter change to the page redrawn."""
    if not waits:
        return []
    return [
        Measure("ganti saringan sampai tergambar, p50", median(waits), "ms", None, f"dari {len(waits)}"),
        Measure("ganti saringan sampai tergambar, p95", quantile(waits, 0.95), "ms", 2000),
        Measure("ganti saringan sampai tergambar, terlama", max(waits), "ms"),
    ]


def _memory(seen: Seen, start: float, seconds: float) -> list[Measure]:
    """Each minute (or the ends of a shorter run), and the growth over the second half."""
    marks = [60.0 * minute for minute in range(1, int(seconds // 60) + 1)] or [seconds]
    at = {mark: min(seen.looks, key=lambda look: abs(look[0] - start - mark))[1] for mark in [0.0, *marks]}
    told = ", ".join(f"{held:.0f} ({mark / 60:.0f} mnt)" for mark, held in at.items())
    looks = [look for look in seen.looks if look[0] <= start + seconds]
    slope = slope_mb_per_minute(looks, start + seconds / 2)
    return [
        Measure("memori server pada akhirnya", at[marks[-1]], "MB", None, told),
        Measure("memori server, tumbuh di paruh kedua", slope, "MB/mnt"),
        Measure("memori pembuat gambar, puncak", seen.largest_child_mb, "MB"),
    ]


def _listed(done: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(done.items()))


def _print_errors(errors: list[str]) -> None:
    """Some of each kind: fifty sessions meet the same fault fifty times."""
    kinds = Counter(error.partition(": ")[2] or error for error in errors)
    for kind, count in kinds.most_common(12):
        first = next(error for error in errors if kind in error)
        print(f"  galat ({count} kali): {first}")


def _log_lines(log) -> list[Measure]:
    """What the server wrote to its log: under load it should have nothing to say."""
    log.seek(0)
    lines = [line.rstrip() for line in log if line.strip()]
    if target := os.environ.get("KONVERGENSI_BENCH_LOG"):
        Path(target).write_text("\n".join(lines), encoding="utf-8")
    wrong = [line for line in lines if "Traceback" in line or "ERROR" in line or "Exception" in line]
    for line in wrong[:6]:
        print(f"  log: {line}")
    return [Measure("log server: baris galat", len(wrong), "", 0, f"{len(lines)} baris seluruhnya")]
