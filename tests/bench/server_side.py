"""What the server alone costs: reruns of every page, and fifty visitors at once."""

from __future__ import annotations

import asyncio
import itertools
import random
import time

from tests.bench.report import Measure, median, quantile
from tests.bench.usage import resident_mb
from tests.bench.ws_session import Run, Session

PAGES = [
    "", "lokus_kelurahan", "analisis_situasi", "keluarga_berisiko", "rencana_komitmen", "skenario", "reviu_kinerja",
    "manajemen_data", "metode_sumber", "pengelolaan",
]  # fmt: skip
HEAVIEST = "lokus_kelurahan"
PROVINCE = "kota=31"
FILTER = "tahun"
CHANGES = 20
VISITORS = 50
THINK_SECONDS = 5
LOAD_SECONDS = 60


async def _changes(url: str, page: str, query: str = "") -> list[Run]:
    """Reruns of one page by its year, warm: the first round of all years is not counted."""
    session = Session(url, page, query)
    await session.open()
    key = FILTER if FILTER in session.filters() else "kota"
    if key not in session.filters():
        await session.close()
        return []
    years = len(session.options(key))
    runs = [await session.change(key, turn) for turn in range(years + CHANGES)]
    await session.close()
    return runs[years:]


def _rerun_rows(name: str, runs: list[Run], limited: bool) -> list[Measure]:
    failed = next((run.failed for run in runs if run.failed), "")
    return [
        Measure(
            f"{name}: jalan ulang di server",
            median([run.seconds for run in runs]) * 1000,
            "ms",
            60 if limited else None,
            failed,
        ),
        Measure(f"{name}: dikirim per gambar ulang", max(run.bytes for run in runs) / 1000, "kB", 60),
    ]


def measure_reruns(url: str) -> list[Measure]:
    """Server part of a rerun and bytes sent, for every page; the map page also for all kelurahan."""
    rows, heaviest = [], 0.0
    for page in PAGES:
        if runs := asyncio.run(_changes(url, page)):
            heaviest = max(heaviest, median([run.seconds for run in runs]) * 1000)
            rows += _rerun_rows(page or "ringkasan", runs, limited=False)
    rows += _rerun_rows(f"{HEAVIEST}, 267 kelurahan", asyncio.run(_changes(url, HEAVIEST, PROVINCE)), False)
    return [*rows, Measure("halaman terberat: jalan ulang di server", heaviest, "ms", 60)]


async def _visitor(url: str, number: int, until: float, runs: list[Run], opened: list[Run]) -> None:
    """Open the heaviest page and change its year again and again, thinking in between."""
    chance = random.Random(number)
    session = Session(url, HEAVIEST)
    await asyncio.sleep(chance.uniform(0, THINK_SECONDS))
    opened.append(await session.open())
    for year in itertools.count(number):
        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK_SECONDS)
        if time.perf_counter() > until:
            break
        runs.append(await session.change(FILTER, year))
    await session.close()


async def _crowd(url: str, pid: int) -> tuple[list[Run], list[Run], int, float]:
    runs, opened, until = [], [], time.perf_counter() + LOAD_SECONDS
    crowd = [_visitor(url, number, until, runs, opened) for number in range(VISITORS)]
    results = await asyncio.gather(*crowd, return_exceptions=True)
    lost = [result for result in results if isinstance(result, BaseException)]
    for problem in lost[:3]:
        print(f"  sesi terputus: {problem!r}")
    return runs, opened, len(lost), resident_mb(pid)


def measure_crowd(url: str, pid: int) -> list[Measure]:
    """Fifty visitors with five seconds between their changes: waiting times, errors, memory."""
    asyncio.run(_changes(url, HEAVIEST))
    before = resident_mb(pid)
    runs, opened, lost, after = asyncio.run(_crowd(url, pid))
    waits = [run.seconds * 1000 for run in runs]
    failed = [run.failed for run in [*runs, *opened] if run.failed]
    note = f"dari {len(runs)} perubahan" + (f"; {failed[0]}" if failed else "")
    return [
        Measure("50 sesi: menunggu, p50", median(waits), "ms"),
        Measure("50 sesi: menunggu, p95", quantile(waits, 0.95), "ms", 300),
        Measure("50 sesi: menunggu, terlama", max(waits), "ms"),
        Measure("50 sesi: halaman pertama, p95", quantile([run.seconds * 1000 for run in opened], 0.95), "ms"),
        Measure("50 sesi: galat", lost + len(failed), "", 0, note),
        Measure("50 sesi: memori per sesi", (after - before) / VISITORS, "MB", 3),
    ]
