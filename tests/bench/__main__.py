"""`python3 run.py bench`: medians beside their targets. Never fails a build; people read it."""

from __future__ import annotations

import os
import sys
import tempfile

from playwright.sync_api import sync_playwright

from tests.bench.browser_side import measure_first_visit, measure_redraws, measure_start
from tests.bench.budget_side import measure_budget
from tests.bench.deck_side import measure_deck
from tests.bench.endurance_side import measure_endurance
from tests.bench.growth_side import measure_export, measure_scoring, measure_survey
from tests.bench.krs_side import measure_families
from tests.bench.national_side import measure_national
from tests.bench.publish_side import measure_batch, measure_pictures
from tests.bench.report import show, show_head
from tests.bench.scale_side import measure_scale
from tests.bench.scenario_side import measure_scenario
from tests.bench.server_side import measure_crowd, measure_reruns
from tests.bench.side_by_side import measure_against_dash
from tests.bench.store_side import measure_store
from tests.browser.running import find_browser, launch, running


def measure_in_browser(wanted: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright, find_browser())
        if "mulai" in wanted:
            show_head("Mulai dari proses baru")
            show(measure_start(browser))
        with running() as server:
            if "kunjungan" in wanted:
                show_head("Kunjungan pertama (tembolok kosong)")
                show(measure_first_visit(browser, server.url))
            if "saring" in wanted:
                show_head("Ganti saringan di peramban")
                show(measure_redraws(browser, server.url))
            if "dash" in wanted:
                show_head("Berdampingan dengan Dash")
                show(measure_against_dash(browser))
        if "nasional" in wanted:
            show_head("Seukuran negara: 84.000 desa x 5 tahun x 29 indikator (sintetis)")
            show(measure_national(browser))
        browser.close()


def measure_server(wanted: list[str]) -> None:
    if "server" in wanted:
        show_head("Jalan ulang di server")
        with running() as server:
            show(measure_reruns(server.url))
    if "ramai" in wanted:
        show_head("Ramai")
        with running() as server:
            show(measure_crowd(server.url, server.pid))


def measure_growth() -> None:
    show_head("Menilai 1 juta anak (rb/dtk = ribu baris per detik CPU)")
    show(measure_scoring())
    show_head("Seluruh jalan: CSV e-PPGBM masuk, CSV ternilai keluar (python -m analysis zscore)")
    show(measure_export())
    show_head("Prevalensi survei acuan")
    show(measure_survey())


def measure_screening() -> None:
    show_head("Menapis 1 juta keluarga: CSV masuk, CSV keluar (python -m analysis krs)")
    show(measure_families())


def measure_recording() -> None:
    show_head("Mencatat (folder; data contoh balita, KRS, dan cakupan tercatat)")
    show(measure_store())


def machine() -> str:
    """What a reader needs to judge the figures: cores, and how busy they already were."""
    busy = f", beban sebelum mulai {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} inti prosesor{busy}"


IN_BROWSER = ["mulai", "kunjungan", "saring", "dash"]
PARTS = [*IN_BROWSER, "server", "ramai", "ukur", "keluarga", "simpan", "anggaran", "skenario", "publikasi", "paparan"]
# Minutes each, so only when they are named: `tahan [DETIK [ORANG]]`, `skala [JUTA BARIS ...]`.
LONG = ["nasional", "tahan", "skala"]


def main(words: list[str]) -> None:
    wanted = [word for word in words if word in PARTS + LONG] or PARTS
    figures = [int(word) for word in words if word.isdigit()]
    print(f"Bagian: {', '.join(wanted)} (dari {', '.join(PARTS + LONG)}); {machine()}.")
    if "tahan" in wanted:
        measure_endurance(*figures[:2])
    if "skala" in wanted:
        measure_scale(figures)
    if any(part in (*IN_BROWSER, "nasional") for part in wanted):
        if find_browser():
            measure_in_browser(wanted)
        else:
            print("Tidak ada Chromium: ukuran di peramban dilewati.")
    measure_server(wanted)
    if "ukur" in wanted:
        measure_growth()
    if "keluarga" in wanted:
        measure_screening()
    if "simpan" in wanted:
        measure_recording()
    if "anggaran" in wanted:
        show_head("Membagi anggaran")
        show(measure_budget())
    if "skenario" in wanted:
        show_head("Skenario: 267 kelurahan x 10 tahun, 10 tuas")
        show(measure_scenario())
    if "paparan" in wanted:
        show_head("Paparan sebagai berkas")
        show(measure_deck())
    if "publikasi" in wanted:
        show_head("Gambar publikasi, PNG 300 ppi")
        show(measure_pictures())
        show(measure_batch())


if __name__ == "__main__":
    # Servers under measurement record nothing in the user's own store.
    with tempfile.TemporaryDirectory() as empty:
        os.environ["KONVERGENSI_PENYIMPANAN"] = empty
        main(sys.argv[1:])
