"""What a load balancer asks: is the process alive, may visitors be sent to it?"""

import asyncio
import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from analysis import __version__
from pages.parts import data, health
from tests.browser.running import running


def ask(url: str) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310
            status, body, kind = answer.status, answer.read(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as refused:
        status, body, kind = refused.code, refused.read(), refused.headers["Content-Type"]
    assert kind == "application/json", f"{url} is answered by a page"
    return status, json.loads(body)


def ask_until(url: str, wanted: int) -> dict:
    deadline = time.monotonic() + 60
    while (found := ask(url))[0] != wanted:
        assert time.monotonic() < deadline, f"{url} stayed {found}"
    return found[1]


@contextmanager
def served(monkeypatch, location: str, below: str = ""):
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", location)
    if below:
        monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", below)
    with running(health=f"/{below}/_stcore/health" if below else "/_stcore/health") as server:
        yield server.url


def test_a_server_below_a_path_answers_at_both_addresses_before_anybody_came(monkeypatch, tmp_path):
    with served(monkeypatch, str(tmp_path / "catatan"), below="stunting/kota") as url:
        for place in ("", "/stunting/kota"):
            assert ask(f"{url}{place}/healthz") == (200, {"status": "hidup", "versi": __version__})
            found = ask_until(f"{url}{place}/readyz", 200)
            assert found["bagian"] == {"data": "siap", "penyimpanan": "siap", "gambar": "siap"}
        with urllib.request.urlopen(f"{url}/stunting/kota/", timeout=20) as page:  # noqa: S310
            assert page.headers["Content-Type"].startswith("text/html")
    assert not (tmp_path / "catatan").exists(), "asking recorded something"


def test_a_store_that_went_away_makes_the_server_not_ready_and_comes_back(monkeypatch, tmp_path):
    parent = tmp_path / "jaringan"
    parent.mkdir()
    with served(monkeypatch, str(parent / "catatan")) as url:
        ask_until(f"{url}/readyz", 200)
        shutil.rmtree(parent)
        found = ask_until(f"{url}/readyz", 503)
        assert found["status"] == "belum_siap" and found["bagian"]["penyimpanan"] == "tak_terjangkau"
        assert ask(f"{url}/healthz")[0] == 200
        parent.mkdir()
        ask_until(f"{url}/readyz", 200)


def test_an_answer_names_no_address_and_no_password(monkeypatch):
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", "postgresql://ani:rahasia@127.0.0.1:1/kota")
    data.store.cache_clear()
    try:
        data.load()
        with ThreadPoolExecutor(1) as apart:  # a test before this one may have left a loop running here
            said = apart.submit(asyncio.run, health.answer_ready(None)).result()
        assert said.status_code == 503 and json.loads(said.body)["bagian"]["penyimpanan"] == "tak_terjangkau"
        assert b"rahasia" not in said.body and b"127.0.0.1" not in said.body
    finally:
        data.store.cache_clear()


def test_a_part_that_hangs_is_told_and_nobody_else_waits_for_it():
    release, asked = threading.Event(), []

    def hang() -> str:
        asked.append(1)
        release.wait()
        return health.READY

    part = health.Part(hang)
    assert [part.now(0.01) for _again in range(5)] == ["belum_menjawab"] * 5
    assert len(asked) == 1, "one question at a time"
    release.set()
    assert part.now(10) == health.READY
    assert part.now(10) == health.READY and len(asked) == 1, "an answer is remembered for a moment"


def test_a_part_that_fails_is_told_without_its_words():
    def fail() -> str:
        raise RuntimeError("postgresql://ani:rahasia@basis")

    assert health.Part(fail).now() == "gagal"


@pytest.mark.parametrize("missing", ["kelurahan", "angka"])
def test_tables_that_everything_stands_on_must_be_there(missing):
    tables = data.load().catalog.tables
    assert health.of_tables(tables) == health.READY
    assert health.of_tables({**tables, missing: tables[missing].iloc[:0]}) == "tabel_dasar_kosong"
