"""The real app in a process of its own, and a real Chromium in front of it.

Shared by the browser tests and the benchmark. The server listens on a free port of this machine only;
the browser keeps quiet, so every request that leaves a page comes from the app itself.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
STREAMLIT = (sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless", "true")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]
# What a page shows when it stands still: connected, the script has run, nothing is waiting.
READY = (
    "[data-testid=stApp][data-test-script-state=notRunning]"
    "[data-test-connection-state=CONNECTED]:has([data-testid=stMainBlockContainer] [data-testid=stElementContainer])"
)
# The first answers arrive while later ones are still on their way: done is what stays unchanged for a moment.
STANDING_STILL = """
([ready, quiet]) => new Promise(done => {
  let timer = null
  const wait = () => { clearTimeout(timer); timer = setTimeout(look, quiet) }
  const look = () => document.querySelector(ready) ? done(document.fonts.ready.then(() => true)) : wait()
  new MutationObserver(wait).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true})
  wait()
})
"""


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process id and when it was started (time.perf_counter)."""

    url: str
    pid: int
    started: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310
            return answer.status == 200
    except OSError:
        return False


def wait_until_healthy(process: subprocess.Popen, address: str, seconds: float = 60) -> None:
    """Return once `address` answers; a server that ends or stays silent is an error."""
    deadline = time.monotonic() + seconds
    while not answers(address):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode} before it answered")
        if time.monotonic() > deadline:
            raise TimeoutError(f"{address} did not answer within {seconds:.0f} s")
        time.sleep(0.02)


@contextmanager
def running(
    command: tuple[str, ...] = STREAMLIT,
    port_option: str = "--server.port",
    health: str = "/_stcore/health",
    folder: Path = ROOT,
    log: IO[str] | None = None,
) -> Iterator[Server]:
    """Start one server on a free port and end it afterwards; `log` takes what it writes to standard error."""
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, port_option, str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=log,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    try:
        url = f"http://{HOST}:{port}"
        wait_until_healthy(process, url + health)
        yield Server(url, process.pid, started)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def find_browser() -> str | None:
    """The Chromium that run.py found (or installed), else one on the PATH."""
    return os.environ.get("KONVERGENSI_BROWSER") or shutil.which("chromium")


def launch(playwright, path: str):
    """A headless Chromium."""
    return playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)


def new_context(browser, width: int = 1366, height: int = 768, **options):
    """A visitor of their own (own storage, own cache): Indonesian, in Jakarta, without animations."""
    return browser.new_context(
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
        viewport={"width": width, "height": height},
        **options,
    )


def wait_ready(page) -> None:
    """Wait until the script has run, nothing on the page moves any more and the typeface has arrived."""
    page.wait_for_selector(READY, state="attached", timeout=30_000)
    page.evaluate(STANDING_STILL, [READY, 200])
