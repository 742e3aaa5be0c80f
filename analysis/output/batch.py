"""Many pictures at once: drawn by several processes, handed on in order, a few at a time.

The trap is memory: 267 maps with their data and their PNG are gigabytes. So jobs are taken from the caller only when a
process is about to be free, and a picture is let go as soon as it was handed on.
"""

from __future__ import annotations

import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from operator import length_hint
from pathlib import PurePosixPath
from typing import BinaryIO

from analysis.language import _
from analysis.output.captions import Caption, in_language
from analysis.output.logo import BadLogo
from analysis.output.templates import Dress, Template, page_file
from analysis.output.worker import ExportError, Workers

Progress = Callable[[int, int], None]
_AHEAD = 2  # jobs taken per process


@dataclass(frozen=True)
class Job:
    """One file of a batch; `spec` has its data and geometry inside, `format` is "png", "svg" or "pdf"."""

    nama: str
    spec: dict = field(repr=False)
    caption: Caption
    template: Template
    dress: Dress = field(default_factory=Dress)
    format: str = "png"
    ppi: int = 300


def draw_batch(
    jobs: Iterable[Job], progress: Progress | None = None, workers: int | None = None
) -> Iterator[tuple[str, bytes | ExportError]]:
    """(file name, bytes) of each job in the order of `jobs`; an ExportError in place of the bytes of one that failed.

    `progress(done, all)` is called after each; all is 0 when `jobs` does not know its length. `workers`: processes
    (default: one per core, at most 4). Closing the generator ends them in the middle of their pictures.
    """
    pool = Workers(workers)
    threads = ThreadPoolExecutor(len(pool.workers))
    try:
        yield from _drawn(jobs, progress, pool, threads)
    finally:
        pool.retire()
        threads.shutdown(cancel_futures=True)


def _drawn(jobs: Iterable[Job], progress: Progress | None, pool: Workers, threads: ThreadPoolExecutor):
    waiting: deque[tuple[str, Future]] = deque()
    total, done = length_hint(jobs), 0
    source = iter(jobs)
    while True:
        while len(waiting) < len(pool.workers) * _AHEAD and (job := next(source, None)):
            waiting.append((job.nama, threads.submit(_draw, job, pool)))
        if not waiting:
            return
        name, future = waiting.popleft()
        result = future.result()
        done += 1
        if progress:
            progress(done, total)
        yield name, result


def _draw(job: Job, pool: Workers) -> bytes | ExportError:
    try:
        page = job.spec, job.caption, job.template, job.dress
        return in_language(job.caption.bahasa, lambda: page_file(job.format, *page, ppi=job.ppi, ask=pool.ask))
    except ExportError as error:
        return error
    except BadLogo as error:
        return ExportError(str(error))
    except Exception as error:  # the others go on, and the list says that this one is missing
        failed = ExportError(in_language(job.caption.bahasa, _failed))
        failed.__cause__ = error
        return failed


def _failed() -> str:
    return _("Gambar ini tidak dapat dibuat; tabelnya tetap dapat diunduh sebagai CSV atau XLSX.")


def zip_batch(
    jobs: Iterable[Job], file: BinaryIO, progress: Progress | None = None, workers: int | None = None
) -> list[tuple[str, str]]:
    """Write all pictures of `jobs` into a zip at `file`, each as soon as it is drawn; see `draw_batch`.

    Two of one name get numbers. What failed is returned as (file name, sentence) and listed in a text file inside.
    """
    failed, taken = [], set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for wanted, result in draw_batch(jobs, progress, workers):
            name = _free_name(wanted, taken)
            if isinstance(result, ExportError):
                failed.append((name, str(result)))
            else:
                archive.writestr(name, result)
        if failed:
            lines = [_("Gambar yang tidak jadi dibuat:"), *(f"{name}: {sentence}" for name, sentence in failed)]
            archive.writestr(_free_name(_("tidak-jadi") + ".txt", taken), "\r\n".join(lines) + "\r\n")
    return failed


def _free_name(wanted: str, taken: set[str]) -> str:
    path, number = PurePosixPath(wanted), 2
    name = wanted
    while name.lower() in taken:
        name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        number += 1
    taken.add(name.lower())
    return name
