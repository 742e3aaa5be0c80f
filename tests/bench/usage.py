"""CPU seconds and memory of processes, from the system's own account.

`python -m tests.bench.usage WORDS...` runs a command and prints what it used. The trap it is there for: Linux counts
the memory of the process that starts another into the peak of the started one, so that process must be small. Only
the standard library is imported here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all its threads, while it does `work`."""
    started = time.process_time()
    work()
    return time.process_time() - started


def resident_mb(pid: int) -> float:
    """Memory that a process holds now in MB, as `ps` tells it."""
    words = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(words.stdout) / 1024


def children_running(script: str) -> dict[int, float]:
    """Process -> CPU seconds (whole ones) of the children of this process that run `script`, as `ps` tells it."""
    command = ["ps", "-Aww", "-o", "pid=,ppid=,time=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    return {
        int(pid): _seconds(time)
        for pid, parent, time, words in (row for row in rows if len(row) == 4)
        if int(parent) == os.getpid() and script in words
    }


def _seconds(text: str) -> float:
    """ "1-02:03:04", "02:03:04" or, as macOS writes it, "3:04.05"."""
    days, _dash, clock = text.rpartition("-")
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total + 86400 * int(days or 0)


def peak_mb(of_children: bool = False) -> float:
    """Most memory that this process, or the largest of those it waited for, ever held, in MB."""
    import resource  # not on Windows, where the other parts of the benchmark run

    used = resource.getrusage(resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF)
    return used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def usage_of(words: list[str]) -> dict:
    """Run a command under a small process: `cpu` and `wall` seconds, `peak_mb`, `said`. CalledProcessError if it fails."""
    command = [sys.executable, "-m", "tests.bench.usage", *words]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main(words: list[str]) -> None:
    started, before = time.perf_counter(), os.times()
    said = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout
    wall, after = time.perf_counter() - started, os.times()
    cpu = sum(getattr(after, name) - getattr(before, name) for name in ("children_user", "children_system"))
    print(json.dumps({"cpu": cpu, "wall": wall, "peak_mb": peak_mb(of_children=True), "said": said}))


if __name__ == "__main__":
    main(sys.argv[1:])
