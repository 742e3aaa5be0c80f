"""Many processes or machines for one export, with Dask. The results are those of a single process, row by row.

Traps: a worker may die at any moment, so a task holds no state and is simply done again elsewhere; results are
taken in order and only a few are asked for ahead, so that neither the scheduler nor this process fills up;
and what workers hold may include keyed hashes of children, so nothing may be spilled to disk.

Plan for the country, on paper: 22 million balita, measured in February and August, are 44 million rows and some
13 GB of CSV a year; with a file per kabupaten/kota and round, a thousand pieces of at most 32 MB.
- z-scores: one core reads, scores and writes about 220 thousand rows a second, so a round of 22 million rows is about
  100 core-seconds: a minute and a half on one laptop core, under ten seconds on four workers of four cores. A piece
  needs about 350 MB; the driver holds at most two results per worker (some 45 MB each).
- prevalence and quality: each worker scores its pieces and sends back numbers and codes of text, about 150 bytes a
  row: 3.3 GB for a round, joined in one frame on a machine with 16 GB. Taylor linearisation then runs there, once, on
  all rows; that keeps it equal to a single process to the last digit. Should one frame ever be too large, the sums per
  PSU and group are enough and can be added up per kabupaten/kota: PSUs do not cross their borders.
- families: 72 million in the country, screened at half a million a second per core. Every piece is looked through twice,
  first for the hashes by which a family is found in two pieces: the driver holds twelve bytes for each, under 1 GB.
- linking rounds: `anak` is a keyed hash of eight bytes; the key is made by the driver and sent with the tasks.
- a lost worker costs its running pieces, seconds of work each; the scheduler gives them to others.
Workers need this project on their path and the files under the same names (a shared disk). On a cluster of your
own, set `distributed.worker.memory.spill` and `target` to false, as is done for `--workers`.
"""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from analysis.commands import dialogue
from analysis.language import _
from analysis.sources.measurements import Export, Options
from analysis.sources.measurements.pieces import Piece, count_lines, cut_file, number_lines
from analysis.sources.measurements.plan import Plan

if TYPE_CHECKING:
    from distributed import Client

Item, How, Result = TypeVar("Item"), TypeVar("How"), TypeVar("Result")
RETRIES = 3
AHEAD_PER_WORKER = 2
# Nothing of a child is written to a disk, not even for lack of memory.
_NO_SPILLING = {
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
}


@contextmanager
def spreading(options: argparse.Namespace) -> Iterator[Client | None]:
    """A client of the cluster that the options ask for; None when they ask for none."""
    if not options.workers and not options.scheduler:
        yield None
        return
    if options.input == dialogue.STDIN:
        dialogue.stop(_("Masukan standar hanya dapat diolah satu proses; sebutkan berkasnya."))
    from distributed import Client

    if options.scheduler:
        try:
            client = Client(options.scheduler, timeout="15s")
        except OSError:
            message = _("{alamat}: penjadwal Dask tidak menjawab; periksa alamatnya.")
            dialogue.stop(message.format(alamat=options.scheduler))
        with client:
            yield client
        return
    with local_cluster(options.workers) as client:
        yield client


@contextmanager
def local_cluster(workers: int) -> Iterator[Client]:
    """That many worker processes on this machine, reachable from nowhere else."""
    import dask
    from distributed import Client, LocalCluster

    with (
        dask.config.set(_NO_SPILLING),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            silence_logs="CRITICAL",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def settle(
    files: Sequence[Path], wanted: Options, client: Client | None, piece_bytes: int | None = None
) -> tuple[Plan, list[Piece]]:
    """How all files are read and the pieces they are read in, in order. Refused and OSError as `Export`."""
    plan = Export(files[0], files[0].name, wanted).plan
    pieces: list[Piece] = []
    for file in files:
        parts = cut_file(file, plan, piece_bytes) if piece_bytes else cut_file(file, plan)
        if parts and parts[0].kind == "csv":
            counts = (
                client.gather(client.map(count_lines, parts, retries=RETRIES)) if client else map(count_lines, parts)
            )
            parts = number_lines(parts, list(counts))
        pieces += parts
    return plan, pieces


def run_pieces(
    work: Callable[[Item, How], Result], pieces: Sequence[Item], plan: How, client: Client | None
) -> Iterator[Result]:
    """`work` of every piece, in order; on the cluster of `client`, a few pieces ahead, or here when it is None."""
    if client is None:
        yield from (work(piece, plan) for piece in pieces)
        return
    ahead = max(2, AHEAD_PER_WORKER * len(client.scheduler_info()["workers"]))
    waiting = iter(pieces)
    running: deque = deque()
    while True:
        while len(running) < ahead and (piece := next(waiting, None)) is not None:
            running.append(client.submit(work, piece, plan, pure=False, retries=RETRIES))
        if not running:
            return
        yield running.popleft().result()
