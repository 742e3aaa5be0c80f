"""What a process of its own does in the tests: it saves, and tells each id only once `save` has returned."""

from __future__ import annotations

import itertools
import multiprocessing
import os

import pandas as pd

from analysis.sources.store import CELLS, open_store
from tests.sources.store.conftest import one

# The modules are imported once; each process is then forked from a clean server, without threads.
CONTEXT = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
CONTEXT.set_forkserver_preload(["tests.sources.store.saving"])
_CELLS = 2000


def cells_of_turn(who: str, turn: int) -> pd.DataFrame:
    """The cells that one process writes in one turn; nobody else writes them."""
    rows = [("balita", "berkas", f'["{who}",{turn}]', f"kolom{place}", f"{turn}:{place}") for place in range(_CELLS)]
    return pd.DataFrame(rows, columns=CELLS)


def keep_saving(location: str, who: str, told, nameless: bool = True) -> None:
    """Save without end."""
    if not nameless:
        del os.O_TMPFILE  # as on a system that has no files without a name
    store = open_store({}, location)
    told.send("siap")
    for turn in itertools.count():
        told.send((store.save(cells_of_turn(who, turn), oleh=who, apa=f"giliran {turn}"), turn))


def save_once(location: str, settings: dict[str, str], who: str, value: int, together, told) -> None:
    """Look at the store, wait until the others have looked too, then write the same cell."""
    os.environ.update(settings)
    store = open_store({}, location)
    base = store.state(fresh=True).frontier
    together.wait(30)
    told.send(store.save(one("pendek", value), oleh=who, apa="koreksi", induk=base))
