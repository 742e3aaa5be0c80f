"""The server is killed in the middle of entries and exports, or told to end: what was confirmed is there, nobody lingers."""

import random
import signal
import threading
import time
from contextlib import suppress

from websockets.exceptions import WebSocketException

from analysis.sources.catalog import load_catalog
from analysis.sources.store import open_store
from analysis.sources.store.records import is_save
from tests.faults.serving import alive, children, serving, whole_state
from tests.faults.session import Desk

ROUNDS = 3
ENTRY = "kota=31.73&kecamatan=31.73.01&tahun=2023"
SAVED = "sel tercatat"


def at_the_grid(url: str, office: str) -> Desk:
    desk = Desk(url, "manajemen_data", ENTRY)
    desk.set("manajemen", "Isi di layar")
    desk.set("pencatat", office)
    return desk


def record_row(desk: Desk, row: int, sasaran: int) -> bool:
    """Type a row and press the button; True once the page has said that it is recorded."""
    before = len(desk.session.said)
    with suppress(ConnectionError, WebSocketException, TimeoutError):  # the server is gone, in the middle of whatever
        desk.type({row: {"balita_sasaran": str(sasaran), "diukur": "100", "pendek": "9", "sangat_pendek": "2"}})
        desk.press("catat_balita")
    return any(SAVED in said for said in desk.session.said[before:])


def until(true, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())


def test_what_the_page_confirmed_is_there_after_any_kill(tmp_path):
    chance, folder, confirmed = random.Random(5), tmp_path / "catatan", []
    for turn in range(ROUNDS):
        with serving(folder) as server:
            desk = at_the_grid(server.url, f"Dinas {turn}")
            for more in range(chance.randint(2, 3)):
                started = time.monotonic()
                assert record_row(desk, turn, 1000 + 100 * turn + more)
                confirmed.append(1000 + 100 * turn + more)
            # At any moment of the next row, however fast this machine is.
            killer = threading.Timer(chance.random() * (time.monotonic() - started), server.kill)
            killer.start()
            if record_row(desk, turn, 2000 + turn):
                confirmed.append(2000 + turn)
            killer.join()
    state = whole_state(folder)
    written = {int(value) for save in state.saves for value in save.cells.query("kolom == 'balita_sasaran'")["nilai"]}
    assert set(confirmed) <= written
    assert all(is_save(path.name) for path in folder.iterdir()), "no draft and no half file"
    with serving(folder) as server:
        desk = Desk(server.url, "manajemen_data", ENTRY)
        assert not desk.first.failed
        assert any(f"dalam {len(state.saves)} simpanan" in text for text in desk.session.texts), desk.session.texts


def drawing(server) -> set[int]:
    """Order pictures of all kota, and wait for the processes that draw them."""
    desk = Desk(server.url, "publikasi", "kota=31")
    desk.press("studio_buat")
    assert until(lambda: children(server.process.pid)), "nothing is being drawn"
    return children(server.process.pid)


def test_a_server_killed_during_an_export_leaves_no_process_and_no_file(tmp_path):
    rest = tmp_path / "sementara"
    rest.mkdir()
    with serving(tmp_path / "catatan", TMPDIR=str(rest)) as server:
        workers = drawing(server)
        server.kill()
        assert until(lambda: not alive(workers)), "a drawing process outlived the app"
    assert list(rest.iterdir()) == []


def test_a_server_that_is_told_to_end_does_so_with_guests_and_pictures_in_the_making(tmp_path):
    with serving(tmp_path / "catatan") as server:
        guests = [Desk(server.url, "ringkasan"), at_the_grid(server.url, "Dinas")]
        workers = drawing(server)
        assert record_row(guests[1], 2, 1234)
        server.process.send_signal(signal.SIGTERM)
        assert until(lambda: server.process.poll() is not None, 15), "it waits for its guests"
        assert until(lambda: not alive(workers))
    state = open_store(load_catalog().tables, str(tmp_path / "catatan")).state(fresh=True)
    assert [save.oleh for save in state.saves] == ["Dinas"]
