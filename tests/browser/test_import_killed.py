"""The server is killed while an import is being recorded, and started again: the page comes back by itself."""

import random
import threading
import time
from contextlib import suppress

from playwright.sync_api import Error, expect

from analysis.sources.store.records import is_save
from tests.browser.running import free_port, wait_ready
from tests.faults.serving import serving, whole_state
from tests.sources.imports.conftest import ansit

ROUNDS = 3
CONFIRMED = "Balita dari Data Sasaran.csv tercatat."
# What a page needs to be drawn again after the server is back: the browser asks again by itself, ever more slowly.
PATIENCE_MS = 60_000


def file_of(turn: int) -> dict:
    """Another number of children in each round, so that a save is known by what stands in it. Synthetic."""
    kapuk = f"1,2024,CENGKARENG,PKM KAPUK,3174070004,3173011005,KAPUK,1000,200,{800 + turn},10,70"
    return {"name": "Data Sasaran.csv", "mimeType": "text/csv", "buffer": ansit(kapuk)}


def bring(page, turn: int) -> None:
    """Everything up to the button that records."""
    page.get_by_role("textbox", name="Dicatat atas nama").fill("Uji peramban")
    page.get_by_role("textbox", name="Dicatat atas nama").press("Enter")
    wait_ready(page)
    page.locator(".st-key-berkas_impor input[type=file]").set_input_files(file_of(turn))
    expect(page.get_by_text("dikenali sebagai ekspor Data Sasaran Master Ansit, 1 baris")).to_be_visible(timeout=30_000)
    wait_ready(page)


def record(page, wait_ms: int) -> bool:
    """Press the button; True once the page says that it is recorded."""
    with suppress(Error, AssertionError):
        page.locator(".st-key-catat_balita button").click()
        expect(page.get_by_text(CONFIRMED)).to_be_visible(timeout=wait_ms)
        return True
    return False


def test_a_confirmed_import_survives_a_kill_and_the_page_comes_back_by_itself(visit, tmp_path):
    chance, folder, port, confirmed = random.Random(7), tmp_path / "catatan", free_port(), []
    with serving(folder, port) as server:
        visitor = visit(server.url)
        page = visitor.open("manajemen_data", contoh="0")
        bring(page, 0)
        started = time.monotonic()
        assert record(page, 30_000)
        took = time.monotonic() - started
        confirmed.append(800)
    for turn in range(1, ROUNDS + 1):
        with serving(folder, port) as server:
            # The page of the server before still stands there; nobody reloads it.
            expect(page.get_by_text(f"dalam {len(saves(folder))} simpanan")).to_be_visible(timeout=PATIENCE_MS)
            wait_ready(page)
            bring(page, turn)
            # At any moment of the recording, however fast this machine is.
            killer = threading.Timer(chance.random() * took, server.kill)
            killer.start()
            if record(page, 3000):
                confirmed.append(800 + turn)
            killer.join()
    state = whole_state(folder)
    written = {int(value) for save in state.saves for value in save.cells.query("kolom == 'diukur'")["nilai"]}
    assert set(confirmed) <= written
    assert visitor.errors == []


def saves(folder) -> list[str]:
    return [path.name for path in folder.iterdir() if is_save(path.name)]
