"""CPU seconds and memory of running processes with everything they started, looked at every so often.

Trap: a process that ends between two looks takes its last CPU seconds with it, so looks must be closer together than
processes live. The parts of a browser share most of their memory, so only CPU is told of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType

import psutil


@dataclass
class Seen:
    """One process and what it started: CPU seconds of each, memory (MB) of itself at each look, peaks of each."""

    root: int
    cpu: dict[int, float] = field(default_factory=dict)
    peak_mb: dict[int, float] = field(default_factory=dict)
    looks: list[tuple[float, float]] = field(default_factory=list)

    @property
    def cpu_seconds(self) -> float:
        """Of itself and of everything it started."""
        return sum(self.cpu.values())

    @property
    def largest_child_mb(self) -> float:
        """Most memory that one of the started processes ever held."""
        return max((peak for pid, peak in self.peak_mb.items() if pid != self.root), default=0.0)

    def look(self, now: float) -> None:
        try:
            root = psutil.Process(self.root)
            family = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for process in family:
            try:
                with process.oneshot():
                    times, held = process.cpu_times(), process.memory_info().rss / 1024**2
            except psutil.NoSuchProcess:
                continue
            self.cpu[process.pid] = times.user + times.system
            self.peak_mb[process.pid] = max(held, self.peak_mb.get(process.pid, 0.0))
            if process.pid == self.root:
                self.looks.append((now, held))


class Watch:
    """Looks at the processes named while the block runs: `with Watch({"server": pid}) as seen: ...`."""

    def __init__(self, roots: Mapping[str, int], every: float = 2.0) -> None:
        self.seen = {name: Seen(pid) for name, pid in roots.items()}
        self._every, self._end = every, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> dict[str, Seen]:
        self._thread.start()
        return self.seen

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        started = time.perf_counter()
        while not self._end.wait(self._every):
            for seen in self.seen.values():
                seen.look(time.perf_counter() - started)


def slope_mb_per_minute(looks: list[tuple[float, float]], since: float) -> float:
    """Least-squares growth of what a process holds, from `since` seconds on."""
    rows = [(when / 60, held) for when, held in looks if when >= since]
    if len(rows) < 2:
        return float("nan")
    middle, mean = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    spread = sum((when - middle) ** 2 for when, _held in rows)
    return sum((when - middle) * (held - mean) for when, held in rows) / spread
