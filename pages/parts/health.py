"""Does the server answer (/healthz), and can it be sent visitors (/readyz)?

Trap: whoever asks is a machine that asks every few seconds and a login stands before everything else. So the answers
hold names of parts and nothing more (no data, no addresses), are remembered for a moment, and are worked out on threads
of their own: a store that does not answer makes this server not ready, never silent.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from analysis import __version__

READY = "siap"
_PATIENCE_S = 3.0  # that one request waits for a part
_FAST_S, _SLOW_S = 1.0, 30.0  # a store far away is not written to every second
# Without these tables there is nothing to show.
_FOUNDATION = ("kelurahan", "indikator", "indikator_esensial", "aksi", "parameter", "angka", "lokus", "lokus_daftar")
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass
class Part:
    """One thing that has to work. `ask` gives READY or a code of what is wrong; it may take its time.

    `lasts`: seconds that an answer is remembered.
    """

    ask: Callable[[], str]
    lasts: Callable[[], float] = lambda: _FAST_S
    answer: str = "belum_diperiksa"
    _until: float = float("-inf")
    _asking: threading.Thread | None = None

    def __post_init__(self) -> None:
        self._turn = threading.Lock()

    def now(self, patience: float = _PATIENCE_S) -> str:
        """The answer, at most a moment old; "belum_menjawab" while it is waited for longer than `patience` seconds."""
        with self._turn:
            if time.monotonic() < self._until:
                return self.answer
            if not (self._asking and self._asking.is_alive()):
                self._asking = threading.Thread(target=self._ask, name="readiness", daemon=True)
                self._asking.start()
            asking = self._asking
        asking.join(patience)
        return "belum_menjawab" if asking.is_alive() else self.answer

    def _ask(self) -> None:
        try:
            self.answer = self.ask()
            lasts = self.lasts()
        except Exception:  # whatever it is, this part does not work; the page that meets it logs it
            self.answer, lasts = "gagal", _FAST_S
        self._until = time.monotonic() + lasts


def _data() -> str:
    from pages.parts import data

    if not data.is_loaded():
        return "sedang_dibaca"
    return of_tables(data.load().catalog.tables)


def of_tables(tables: Mapping[str, pd.DataFrame]) -> str:
    """Is there what every page stands on?"""
    return "tabel_dasar_kosong" if any(tables[name].empty for name in _FOUNDATION) else READY


def _store() -> str:
    from analysis.sources.store import StoreError
    from pages.parts import data

    if not data.is_loaded():
        return "sedang_dibaca"
    try:
        data.store().check()
    except StoreError as error:
        return error.jenis
    return READY


def _store_lasts() -> float:
    from pages.parts import data

    return _SLOW_S if data.is_loaded() and data.store().slow else _FAST_S


def _drawing() -> str:
    from analysis.output.worker import can_draw

    return READY if can_draw() else "tidak_lengkap"


PARTS: Mapping[str, Part] = {
    "data": Part(_data),
    "penyimpanan": Part(_store, _store_lasts),
    "gambar": Part(_drawing),
}


def readiness() -> dict[str, str]:
    """Every part with READY or the code of what is wrong."""
    for part in PARTS.values():
        part.now(0)  # all are asked at once
    return {name: part.now() for name, part in PARTS.items()}


async def answer_alive(request: Request) -> Response:
    """The process answers; nothing else is asked."""
    return JSONResponse({"status": "hidup", "versi": __version__}, headers=_NO_STORE)


async def answer_ready(request: Request) -> Response:
    """200 when every part works, else 503; the parts by name either way."""
    parts = await run_in_threadpool(readiness)
    ready = all(answer == READY for answer in parts.values())
    body = {"status": READY if ready else "belum_siap", "versi": __version__, "bagian": parts}
    return JSONResponse(body, status_code=200 if ready else 503, headers=_NO_STORE)
