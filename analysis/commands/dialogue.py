"""How the verbs speak: progress, problems and errors that a user can mend.

Trap: a result may go to standard output, so everything that is said goes to standard error; and an error
must not show a traceback, whose lines may hold cells of the file.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

from analysis.language import _, join_names, percent
from analysis.sources.measurements import Options, Refused
from analysis.sources.measurements.pieces import find_files
from analysis.sources.measurements.plan import Plan
from analysis.sources.problems import Problem

STDIN = "-"
Result = TypeVar("Result")
_SAID_AFTER_SECONDS, _SAID_EVERY_SECONDS = 2.0, 1.0


def stop(message: str) -> NoReturn:
    """End with a sentence and exit code 1."""
    raise SystemExit(message)


@contextmanager
def told_plainly(berkas: str) -> Iterator[None]:
    """Ends with one sentence where a file cannot be read or written."""
    try:
        yield
    except Refused as refused:
        stop(str(Problem(berkas, None, None, refused.jenis, refused.isi)))
    except FileNotFoundError as error:
        stop(_("{nama}: berkas atau folder tidak ada; periksa namanya.").format(nama=error.filename or berkas))
    except OSError as error:
        message = _("{nama}: tidak dapat dibuka atau ditulis; periksa izin dan ruang penyimpanannya.")
        stop(message.format(nama=error.filename or berkas))


def tell(problems: Sequence[Problem]) -> None:
    """Every problem as a sentence."""
    for problem in problems:
        print(problem, file=sys.stderr)


class Progress:
    """Tells how far a long piece of work is; short work passes in silence."""

    def __init__(self, berkas: str) -> None:
        self._berkas, self._started = berkas, time.monotonic()
        self._said = self._started + _SAID_AFTER_SECONDS - _SAID_EVERY_SECONDS

    def __call__(self, fraction: float | None) -> None:
        now = time.monotonic()
        if now - self._said < _SAID_EVERY_SECONDS:
            return
        self._said = now
        seconds = _("{detik} detik").format(detik=round(now - self._started))
        done = seconds if fraction is None else percent(fraction * 100, 0)
        print(f"{self._berkas}: {done}", file=sys.stderr, flush=True)


def inputs(options: argparse.Namespace) -> list[Path]:
    """The files of IN; none for standard input."""
    if options.input == STDIN:
        return []
    files = find_files(options.input)
    if not files:
        stop(_("{nama}: tidak ada berkas CSV, XLSX, atau Parquet.").format(nama=options.input))
    if options.output != STDIN and Path(options.output).resolve() in [file.resolve() for file in files]:
        stop(_("Hasil tidak dapat ditulis ke berkas masukannya sendiri; pilih nama lain sesudah -o."))
    return files


def reading_options(options: argparse.Namespace, **wanted: object) -> Options:
    """What the line says about reading, with what else the verb wants."""
    return Options(own=own_columns(options), umur=options.umur, **wanted)


def own_columns(options: argparse.Namespace) -> dict[str, str]:
    """What --kolom says: our name -> column."""
    pairs = [pair.partition("=") for pair in options.kolom]
    if wrong := [name for name, sign, _column in pairs if not sign]:
        stop(_("--kolom {nama}: tulis NAMA=KOLOM, misalnya berat_kg=Bobot.").format(nama=wrong[0]))
    return {name: column for name, _sign, column in pairs}


def require_measurements(plan: Plan, berkas: str) -> None:
    """Stop where nothing can be scored for want of columns; say which unit of age is assumed."""
    recognised = plan.recognised
    if missing := recognised.missing:
        problem = Problem(berkas, None, None, "kolom_ukur", {"kolom": missing})
        hint = _("Kolom berkas ini: {kolom}. Petakan dengan --kolom {nama}=KOLOM.")
        usable = [name for name in recognised.header if name not in recognised.personal]
        stop(f"{problem}\n" + hint.format(kolom=join_names(usable), nama=missing[0]))
    if plan.assumed:
        unit = {"hari": _("hari"), "bulan": _("bulan")}[plan.umur]
        note = _("{berkas}: angka di kolom {kolom} dibaca sebagai {satuan}; bila bukan, sebutkan dengan --umur.")
        print(note.format(berkas=berkas, kolom=recognised.mapping["umur"], satuan=unit), file=sys.stderr)


def counted(results: Iterator[Result], total: int, berkas: str) -> Iterator[Result]:
    """`results`, `total` of them, with their progress told."""
    progress = Progress(berkas)
    for number, result in enumerate(results, start=1):
        progress(number / total)
        yield result
