"""A whole deck, warm and from a fresh process. Waiting time, as a person sees it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from analysis.commands.looking import open_view
from analysis.publication.briefing import compose
from analysis.publication.deck import to_pptx
from analysis.publication.deck_pdf import to_pdf
from analysis.sources.shapes import read_shapes
from tests.bench.report import Measure, median

ROUNDS = 3
LIMIT_S = 15


def measure_deck() -> list[Measure]:
    """Jakarta Barat 2024 with sample data: composing and writing, drawing of maps included."""
    with tempfile.TemporaryDirectory() as folder:
        view = open_view(folder, kota="31.73", tahun=2024)
        screens = compose(view)
        size = f"{len(screens)} layar"
        options = {"judul": "Paparan", "read_shapes": read_shapes, "hari": date.today(), "kota": view.wilayah}
        rows = [Measure("menyusun layar", _waited(lambda: compose(view.on())), "dtk", None, size)]
        for name, write in (("PPTX", to_pptx), ("PDF", to_pdf)):
            rows.append(
                Measure(f"paparan {name}, hangat", _waited(lambda w=write: w(screens, **options)), "dtk", LIMIT_S)
            )
            rows.append(
                Measure(f"paparan {name}, proses baru (brief)", _fresh(Path(folder), name.lower()), "dtk", LIMIT_S)
            )
    return rows


def _waited(work) -> float:
    taken = []
    for _round in range(ROUNDS + 1):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return median(taken[1:])


def _fresh(folder: Path, ending: str) -> float:
    start = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "analysis", "brief", "--store", str(folder), "-o", str(folder / f"paparan.{ending}")],
        check=True,
        capture_output=True,
    )
    return perf_counter() - start
