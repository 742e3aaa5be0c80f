"""A million families from CSV to CSV, beside plain pandas and beside a screener that goes family by family.

CPU seconds of whole processes. That both say the same of each family is counted, so that no one is fast by being wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.convergence.screening import RESULTS
from analysis.sources.families import read_families
from tests.bench.krs_rows import write_families
from tests.bench.report import Measure, median
from tests.bench.usage import cpu_seconds, usage_of
from tests.convergence.naive_screening import screen_one

MILLION = 1_000_000
ROUNDS = 5
ONE_BY_ONE = 50_000


def measure_families() -> list[Measure]:
    """Ours and pandas in turns; then the naive screener on some of the rows, already read."""
    with TemporaryDirectory() as folder:
        source, ours, theirs = (Path(folder, name) for name in ("keluarga.csv", "kita.csv", "pandas.csv"))
        write_families(MILLION, source)
        command = [sys.executable, "-m", "analysis", "krs", str(source), "-o"]
        turns = {
            "kita": [*command, str(ours)],
            "kelompok": [*command, str(Path(folder, "per_kecamatan.csv")), "--by", "kecamatan"],
            "pandas": [sys.executable, "-m", "tests.bench.krs_peer", str(source), str(theirs)],
        }
        runs: dict[str, list[dict]] = {name: [] for name in turns}
        for _round in range(ROUNDS):
            for name, words in turns.items():
                runs[name].append(usage_of(words))
        equal = _share_equal(ours, theirs)
        size = f"{source.stat().st_size / 1e6:.0f} MB masuk, {ours.stat().st_size / 1e6:.0f} MB keluar"
        naive = _one_by_one(source)
    cpu = {name: median([run["cpu"] for run in found]) for name, found in runs.items()}
    peak = {name: median([run["peak_mb"] for run in found]) for name, found in runs.items()}
    return [
        Measure("kita, detik CPU", cpu["kita"], "dtk", 3, size),
        Measure("kita, jumlah per kecamatan", cpu["kelompok"], "dtk", 3),
        Measure("kita, memori puncak", peak["kita"], "MB"),
        Measure("pandas saja, tanpa pemeriksaan", cpu["pandas"], "dtk", None, f"{equal:.2f} % baris sama dengan kita"),
        Measure("pandas saja, memori puncak", peak["pandas"], "MB"),
        Measure("satu per satu, tanpa membaca dan menulis (ekstrapolasi)", naive, "dtk", None, f"dari {ONE_BY_ONE} baris"),
    ]  # fmt: skip


def _share_equal(ours: Path, theirs: Path) -> float:
    """Percent of rows in which every answer is the same (kelurahan aside: pandas does not check codes)."""
    one, other = (pd.read_csv(file, usecols=["baris", *RESULTS], index_col="baris") for file in (ours, theirs))
    if not one.index.equals(other.index):
        return 0.0
    other = other[one.columns]
    return 100 * float(((one == other) | (one.isna() & other.isna())).all(axis=1).mean())


def _one_by_one(source: Path) -> float:
    frame = read_families(source, source.name).frame.head(ONE_BY_ONE)
    flags = ["pus", "hamil", "baduta", "balita", "kb_modern"]
    frame[flags] = frame[flags].astype(float).where(frame[flags] >= 0)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return cpu_seconds(lambda: [screen_one(row) for row in rows]) * MILLION / ONE_BY_ONE
