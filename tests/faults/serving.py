"""Real servers that a test may kill, restart on the same port, or run several of on one store."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.sources.catalog import load_catalog
from analysis.sources.store import State, open_store
from tests.browser.running import HOST, ROOT, STREAMLIT, free_port, wait_until_healthy


@dataclass
class Served:
    """One server; `kill` as the system does when memory ends or the power fails."""

    url: str
    process: subprocess.Popen

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(store: Path | str, port: int = 0, **environment: str) -> Iterator[Served]:
    """A server on this store, on a free port unless one is given; ended afterwards if it still runs."""
    port = port or free_port()
    process = subprocess.Popen(
        [*STREAMLIT, "--server.port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KONVERGENSI_PENYIMPANAN": str(store), **environment},
    )
    try:
        wait_until_healthy(process, f"http://{HOST}:{port}/_stcore/health")
        yield Served(f"http://{HOST}:{port}", process)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def whole_state(folder: Path) -> State:
    """What a store holds after a fault; nothing in it is damaged, missing or disputed."""
    store = open_store(load_catalog().tables, str(folder))
    state = store.state(fresh=True)
    assert store.problems == [] and state.problems == [] and state.conflicts.empty
    return state


def children(pid: int) -> set[int]:
    """The processes that this one started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return {int(child) for child, parent in (line.split() for line in listed.splitlines()) if int(parent) == pid}


def alive(pids: set[int]) -> set[int]:
    """Those that still run; one that ended and waits for nobody to ask is dead."""
    wanted = ",".join(map(str, pids))
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "-p", wanted], capture_output=True, text=True).stdout
    return {int(pid) for pid, state in (line.split() for line in listed.splitlines()) if not state.startswith("Z")}
