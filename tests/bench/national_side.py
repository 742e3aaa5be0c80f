"""The whole country on one machine: 84,000 desa x 5 years x 29 indicators, synthetic.

The folder takes minutes to prepare, so it is kept outside the project (KONVERGENSI_BENCH_NASIONAL, else the system's
folder for temporary files) and made again only when it is not there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

from tests.bench.browser_side import FIRST_WORDS, MAP_DRAWN, MAP_PAGE, change_year
from tests.bench.redraw import time_redraw
from tests.bench.report import Measure, median, quantile
from tests.browser.running import ROOT, new_context, running, wait_ready

PAGES = ("ringkasan", MAP_PAGE, "analisis_situasi", "keluarga_berisiko")
VISITED = 60
CHANGES = 12
START_S, CHANGE_MS, PEAK_MB = 10, 1000, 2000


def national_folder() -> tuple[Path, float | None]:
    """The prepared folder and the seconds it took to make it (None: it was there)."""
    folder = Path(os.environ.get("KONVERGENSI_BENCH_NASIONAL") or Path(tempfile.gettempdir()) / "konvergensi_nasional")
    if (folder / "siap/siap.json").is_file():
        return folder, None
    started = time.perf_counter()
    command = [sys.executable, "-m", "analysis", "sample", "--nasional", "-o", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder, time.perf_counter() - started


@contextmanager
def _on(folder: Path) -> Iterator[None]:
    """Servers started in here read `folder`."""
    before = os.environ.get("KONVERGENSI_DATA")
    os.environ["KONVERGENSI_DATA"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("KONVERGENSI_DATA")
        if before is not None:
            os.environ["KONVERGENSI_DATA"] = before


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _desa(folder: Path) -> dict[str, int]:
    """Desa of each kota outside DKI."""
    found: dict[str, int] = {}
    for line in (folder / "wilayah/kelurahan.csv").read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("31."):
            found[line[:5]] = found.get(line[:5], 0) + 1
    return found


def peak_mb(pid: int) -> float:
    """The most memory that a process ever held, in MB (Linux)."""
    about = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", about)[1]) / 1024


def _change_kota(page, code: str, areas: int) -> float:
    """Another kota of the province, chosen as a person does; milliseconds to its map."""
    box = page.get_by_role("combobox", name="Kota")
    box.click()
    box.fill(code)
    option = page.get_by_role("option", name=f"Kab. {code} (contoh)", exact=True)
    expect(option).to_be_visible()
    return time_redraw(page, option, areas)


def measure_national(browser) -> list[Measure]:
    """Size, preparation, start, change of kota and year, and the most memory after many kota and pages."""
    folder, seconds = national_folder()
    rows = [] if seconds is None else [Measure("membuat dan menyiapkan folder", seconds, "s")]
    rows += [
        Measure("CSV yang diserahkan", _megabytes(folder / "contoh") + _megabytes(folder / "wilayah"), "MB"),
        Measure("siap pakai (Parquet)", _megabytes(folder / "siap"), "MB"),
    ]
    with _on(folder), running() as server:
        context = new_context(browser)
        page = context.new_page()
        page.goto(f"{server.url}/?kota=11.01")
        page.wait_for_selector(FIRST_WORDS)
        rows.append(
            Measure("mulai proses sampai halaman pertama terlukis", time.perf_counter() - server.started, "s", START_S)
        )
        wait_ready(page)
        rows += _measure_changes(page, server.url, _desa(folder))
        rows.append(_measure_peak(page, server, sorted(_desa(folder))))
        context.close()
    return rows


def _measure_changes(page, url: str, desa: dict[str, int]) -> list[Measure]:
    inside = [code for code in sorted(desa) if code.startswith("35.")]
    page.goto(f"{url}/{MAP_PAGE}?kota={inside[0]}")
    wait_ready(page)
    page.wait_for_selector(MAP_DRAWN)
    kota = [_change_kota(page, code, desa[code]) for code in inside[1 : CHANGES + 1]]
    years = [change_year(page, turn, desa[inside[CHANGES]]) for turn in range(CHANGES)]
    return [
        Measure("ganti kota yang belum pernah dibuka sampai peta tergambar", median(kota), "ms", CHANGE_MS),
        Measure("  yang paling lambat", max(kota), "ms"),
        Measure("ganti tahun sampai peta tergambar", median(years), "ms", CHANGE_MS),
        Measure("  p95", quantile(years, 0.95), "ms"),
    ]


def _measure_peak(page, server, kota: list[str]) -> Measure:
    step = max(len(kota) // VISITED, 1)
    for code in kota[::step][:VISITED]:
        for name in PAGES:
            page.goto(f"{server.url}/{name}?kota={code}")
            wait_ready(page)
    return Measure(f"memori puncak sesudah {VISITED} kota di {len(PAGES)} halaman", peak_mb(server.pid), "MB", PEAK_MB)
