"""Drawing processes: one for the whole app, started at the first export, and a few more while a batch is made.

A plain subprocess rather than multiprocessing: a spawned child would import the running Streamlit
script again, with everything the app imports.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

from analysis.language import _
from analysis.output import fonts

TIMEOUT_S = 60.0
_AFTER_S = 5.0
_MOST_WORKERS = 4  # each holds about 200 MB


_SCRIPT = Path(__file__).with_name("render.py")


class ExportError(Exception):
    """A picture could not be made; the message is a sentence for the user."""


class _Died(Exception):
    pass


class Worker:
    """Draws in a process of its own, one picture at a time; safe to share between threads."""

    def __init__(self, timeout_s: float = TIMEOUT_S):
        self.timeout_s = timeout_s
        self.process: subprocess.Popen | None = None
        self._turn = threading.Lock()
        self._retired = False
        atexit.register(self.stop)

    def ask(self, **question) -> bytes:
        """The picture for one question of `render.py`; ExportError when it fails or takes too long."""
        if not self._turn.acquire(timeout=self.timeout_s):
            raise ExportError(_("Pembuat gambar sedang sibuk. Coba lagi sebentar lagi."))
        try:
            # A worker found dead (killed, out of memory) gets one successor for the same question.
            try:
                return self._ask(question)
            except _Died:
                return self._ask(question)
        except _Died:
            raise ExportError(_("Gambar tidak jadi dibuat karena pembuat gambar berhenti. Coba lagi.")) from None
        finally:
            self._turn.release()

    def stop(self) -> None:
        """End the process; the next question starts a new one."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def retire(self) -> None:
        """End the process for good, in the middle of a picture if need be; further questions are refused."""
        self._retired = True
        process = self.process
        if process:
            process.kill()
        with self._turn:
            self.stop()
        atexit.unregister(self.stop)

    def _start(self) -> subprocess.Popen:
        if self._retired:
            raise ExportError(_("Pembuatan gambar dihentikan."))
        # A picture of an app that was killed ends by itself, a little later than this app would have ended it.
        words = [sys.executable, "-P", str(_SCRIPT), str(fonts.FOLDER), str(self.timeout_s + _AFTER_S)]
        # Our own script, by this very Python.
        return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 # nosec B603

    def _ask(self, question: dict) -> bytes:
        if self.process is None or self.process.poll() is not None:
            self.stop()
            self.process = self._start()
        late = threading.Event()
        clock = threading.Timer(self.timeout_s, lambda: (late.set(), self.process.kill()))
        clock.start()
        try:
            ok, body = self._exchange(question)
        except (OSError, ValueError) as error:
            self.stop()
            if late.is_set():
                raise ExportError(
                    _("Gambar belum selesai setelah {detik} detik, jadi dihentikan. Coba lagi.").format(
                        detik=round(self.timeout_s)
                    )
                ) from None
            raise _Died from error
        finally:
            clock.cancel()
        if not ok:
            message = _("Gambar ini tidak dapat dibuat; tabelnya tetap dapat diunduh sebagai CSV atau XLSX.")
            raise ExportError(message) from RuntimeError(body.decode())
        return body

    def _exchange(self, question: dict) -> tuple[bool, bytes]:
        """Write the question, read the answer; ValueError or OSError when the pipe ends early."""
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        head = json.loads(self.process.stdout.readline())
        body = self.process.stdout.read(head["size"])
        if len(body) < head["size"]:
            raise OSError("answer cut short")
        return head["ok"], body


def can_draw() -> bool:
    """Is everything there that a drawing process is started with? Nothing is started."""
    return bool(find_spec("vl_convert")) and _SCRIPT.is_file() and any(fonts.FOLDER.glob("*.*"))


def worker_count() -> int:
    """Processes that a batch uses: one per core, a few at most."""
    return min(os.cpu_count() or 1, _MOST_WORKERS)


class Workers:
    """Several drawing processes for a batch; each question goes to one that is free. Safe to share between threads."""

    def __init__(self, count: int | None = None, timeout_s: float = TIMEOUT_S):
        self.workers = [Worker(timeout_s) for _place in range(count or worker_count())]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self.workers:
            self._free.put(worker)

    def ask(self, **question) -> bytes:
        """As `Worker.ask`; waits until a process is free."""
        worker = self._free.get()
        try:
            return worker.ask(**question)
        finally:
            self._free.put(worker)

    def retire(self) -> None:
        """End all processes for good, also those that are drawing."""
        for worker in self.workers:
            worker.retire()
