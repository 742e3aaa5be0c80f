"""What a process of its own does in the tests: it notes uses, and tells each id only once `note` has returned."""

from __future__ import annotations

import itertools
import multiprocessing
import os

from analysis.sources.usage import Log
from tests.sources.usage.conftest import log_at

CONTEXT = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
CONTEXT.set_forkserver_preload(["tests.sources.usage.noting"])


def _noted(log: Log, who: str, turn: int) -> tuple[str, str]:
    detail = f"{who} giliran {turn}"
    return log.note("unduh", akun=who, rincian=detail).id, detail


def keep_noting(location: str, who: str, told, nameless: bool = True) -> None:
    """Note without end."""
    if not nameless:
        del os.O_TMPFILE  # as on a system that has no files without a name
    log = log_at(location)
    told.send("siap")
    for turn in itertools.count():
        told.send(_noted(log, who, turn))


def note_together(location: str, settings: dict[str, str], who: str, count: int, together, told) -> None:
    """Wait until the others are there too, then note `count` uses."""
    os.environ.update(settings)
    log = log_at(location)
    together.wait(60)
    told.send([_noted(log, who, turn) for turn in range(count)])
