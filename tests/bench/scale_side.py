"""How screening families and scoring children grow with rows and with workers: seconds, CPU, memory, same answers.

One file per size: the answers of a million families (children) over and over, each family with a code of its own.
Every way of running it must write the same bytes. Two cores can at most halve the time, whatever the workers. The
exponent is the slope of log seconds over log rows: 1 is in proportion to the rows. It is fitted without the smallest
size where there are more than two, because starting Python and the workers takes seconds that do not grow.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from tests.bench.krs_rows import make_families
from tests.bench.processes import Watch
from tests.bench.report import show_head
from tests.browser.running import HOST, ROOT, free_port

MILLION = 1_000_000
MILLIONS = (1, 3, 10, 30)
BYTES_A_ROW = 900  # a child's row in and twice out
ANALYSIS = (sys.executable, "-m", "analysis")
WORKERS = (1, 2)
# What the command line sets for its own workers; a cluster of one's own is told by its environment.
NO_SPILLING = {"DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False", "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False"}


@dataclass(frozen=True)
class Ran:
    """One run of one size: wall and CPU seconds (all processes), peaks in MB, what it wrote."""

    rows: int
    wall: float
    cpu: float
    driver_mb: float
    worker_mb: float
    digest: str


def measure_scale(millions: Sequence[int] = ()) -> None:
    """Print a table per verb; `millions` of rows, by default MILLIONS."""
    sizes = sorted(set(millions)) or list(MILLIONS)
    with tempfile.TemporaryDirectory() as folder:
        if shutil.disk_usage(folder).free < max(sizes) * MILLION * BYTES_A_ROW * 1.2:
            print(f"Ruang di {folder} tidak cukup untuk {max(sizes)} juta baris; sebutkan ukuran yang lebih kecil.")
            return
        for verb, make in (("krs", _write_families), ("zscore", _write_children)):
            show_head(f"Skala: python -m analysis {verb}; {os.cpu_count()} inti, jadi percepatan paling tinggi 2")
            print(
                _line("baris", "cara", "detik", "CPU", "baris/dtk", "percepatan", "penggerak MB", "pekerja MB", "hasil")
            )
            _measure_verb(verb, make, sizes, Path(folder))


def _measure_verb(verb: str, make, sizes: Sequence[int], folder: Path) -> None:
    ways: dict[str, list[Ran]] = {}
    seed = make(1, folder / "satu.csv")
    for size in sizes:
        source = make(size, folder / "masukan.csv", seed)
        first = None
        for way, words, cluster in _ways():
            with cluster() as (address, helpers):
                ran = _run([*ANALYSIS, verb, source, "-o", folder / "hasil.csv", *words, *address], helpers, size)
            first = first or ran
            ways.setdefault(way, []).append(ran)
            speed = next((done[-1].wall for name, done in ways.items() if name == "1 pekerja"), first.wall) / ran.wall
            same = "sama" if ran.digest == first.digest else "BEDA"
            print(
                _line(
                    f"{ran.rows:,}", way, f"{ran.wall:.1f}", f"{ran.cpu:.1f}", f"{ran.rows / ran.wall:,.0f}",
                    f"{speed:.2f}", f"{ran.driver_mb:.0f}", f"{ran.worker_mb:.0f}", same,
                )
            )  # fmt: skip
        source.unlink()
    seed.unlink(missing_ok=True)
    for way, runs in ways.items():
        grown = runs[1:] if len(runs) > 2 else runs
        if len(grown) > 1:
            print(f"  {way}: detik ~ baris^{_exponent(grown):.2f}, memori pekerja {_memory(way, runs)}")


def _line(*cells: object) -> str:
    widths = (12, 16, 8, 8, 12, 11, 13, 11, 6)
    return "  " + "".join(f"{cell!s:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _exponent(runs: Sequence[Ran]) -> float:
    rows, seconds = ([math.log(getattr(run, name)) for run in runs] for name in ("rows", "wall"))
    return float(np.polyfit(rows, seconds, 1)[0])


def _memory(way: str, runs: Sequence[Ran]) -> str:
    peaks = [run.driver_mb if way == "satu proses" else run.worker_mb for run in runs]
    return " -> ".join(f"{peak:.0f}" for peak in peaks) + " MB"


def _ways() -> Iterator[tuple[str, list[str], object]]:
    yield "satu proses", [], _no_cluster
    for count in WORKERS:
        yield f"{count} pekerja", ["--workers", str(count)], _no_cluster
    yield f"klaster {WORKERS[-1]}", [], lambda: _cluster(WORKERS[-1])


@contextlib.contextmanager
def _no_cluster() -> Iterator[tuple[list[str], list[int]]]:
    yield [], []


@contextlib.contextmanager
def _cluster(workers: int) -> Iterator[tuple[list[str], list[int]]]:
    """A scheduler and workers as an office would start them: what the command line is told, and their processes."""
    address = f"tcp://{HOST}:{free_port()}"
    start = [sys.executable, "-m", "distributed.cli.dask_"]
    scheduler = [*start[:2], f"{start[2]}scheduler", "--host", address, "--no-dashboard"]
    worker = [*start[:2], f"{start[2]}worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    environment = {**os.environ, **NO_SPILLING, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": ROOT}
    with tempfile.TemporaryDirectory() as scratch:
        started = [subprocess.Popen(scheduler, **quiet)]
        started += [
            subprocess.Popen([*worker, "--memory-limit", "0", "--local-directory", scratch], **quiet)
            for _worker in range(workers)
        ]
        try:
            _wait_for_workers(address, workers)
            yield ["--scheduler", address], [process.pid for process in started]
        finally:
            for process in reversed(started):
                process.terminate()
            for process in reversed(started):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                process.kill()
                process.wait()


def _wait_for_workers(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout="60s") as client:
        client.wait_for_workers(workers, timeout=60)


def _run(words: Sequence[object], helpers: Sequence[int], size: int) -> Ran:
    """Run a command to its end, watching it, what it starts and `helpers`."""
    target = Path(words[words.index("-o") + 1])
    started = time.perf_counter()
    process = subprocess.Popen([str(word) for word in words], cwd=ROOT, stderr=subprocess.DEVNULL)
    roots = {"driver": process.pid, **{f"helper {pid}": pid for pid in helpers}}
    before = _cpu_of(helpers)
    with Watch(roots, every=0.25) as seen:
        code = process.wait()
        wall = time.perf_counter() - started
    if code:
        raise RuntimeError(f"{words} ended with code {code}")
    driver = seen.pop("driver")
    children = [*(peak for pid, peak in driver.peak_mb.items() if pid != driver.root)]
    children += [max(one.peak_mb.values(), default=0.0) for one in seen.values()]
    cpu = driver.cpu_seconds + sum(one.cpu_seconds for one in seen.values()) - before
    with target.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    target.unlink()
    peak = driver.peak_mb.get(driver.root, 0.0)
    return Ran(size * MILLION, wall, cpu, peak, max(children, default=0.0), digest)


def _cpu_of(pids: Sequence[int]) -> float:
    import psutil

    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


def _write_families(millions: int, file: Path, seed: Path | None = None) -> Path:
    """`millions` of families; one in a thousand of each million stands twice."""
    if millions == 1 and seed is None:
        return file  # nothing to prepare
    base = make_families(MILLION)
    table = pa.table({name: pa.array(column.to_numpy(dtype=object)) for name, column in base.items()})
    numbers = pc.cast(pc.utf8_slice_codeunits(table.column("kode_keluarga"), 4), pa.int64())
    with file.open("wb") as target:
        for block in range(millions):
            own = pc.utf8_lpad(pc.cast(pc.add(numbers, block * MILLION), pa.string()), 12, "0")
            coded = table.set_column(0, "kode_keluarga", pc.binary_join_element_wise("3173", own, ""))
            pacsv.write_csv(coded, target, pacsv.WriteOptions(include_header=not block, quoting_style="none"))
    return file


def _write_children(millions: int, file: Path, seed: Path | None = None) -> Path:
    """`millions` of children: the export of one million, its rows again and again."""
    if seed is None:
        subprocess.run([*ANALYSIS, "sample", "--balita", str(MILLION), "-o", str(file)], cwd=ROOT, check=True)
        return file
    with file.open("wb") as target:
        for block in range(millions):
            with seed.open("rb") as rows:
                if block:
                    rows.readline()
                shutil.copyfileobj(rows, target, 1 << 24)
    return file
