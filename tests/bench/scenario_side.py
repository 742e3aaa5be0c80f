"""The scenario model at the size of all Jakarta: preview, full run, its memory, and the gains of 64 packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

from analysis.scenario.base import base_of
from analysis.scenario.gains import gains
from analysis.scenario.model import run
from analysis.scenario.plan import Plan
from analysis.sources.catalog import load_catalog
from tests.bench.report import Measure, median
from tests.bench.usage import cpu_seconds, peak_mb, resident_mb

PREVIEW, FULL = 100, 1000
ROUNDS = 9
PATHS = {
    "mms": 70, "ttd": 98, "pmt_kek": 100, "suplemen": 70, "pmba": 95, "asi": 95, "pkh": 95, "jamban": 100, "air": 100,
    "jarak_umur": 95,
}  # fmt: skip
PACKED = ["mms", "ttd", "suplemen", "pmba", "asi", "jamban"]


def _setting() -> tuple:
    """Plan, base and tables: all of DKI, ten years shown (2024-2033), ten levers."""
    tables = load_catalog().view(True)
    paths = {lever: {2029: share} for lever, share in PATHS.items()}
    plan = Plan("Ukur", "31", (), 2025, 2033, paths, dict.fromkeys(PACKED, 100_000), "baku", 14.2)
    return plan, base_of(tables, "31", 2024), tables["skenario_parameter"], tables["skenario_tuas"]


def _typical(work: Callable[[], object]) -> float:
    work()
    return median([cpu_seconds(work) for _round in range(ROUNDS)])


def measure_scenario() -> list[Measure]:
    """CPU time of a whole run, frames included; memory in a process of its own."""
    setting = _setting()
    kelurahan, years = len(setting[1].balita), setting[0].tahun_akhir - setting[1].tahun + 1
    size = f"{kelurahan} kelurahan, {years} tahun, {len(PATHS)} tuas"
    alone = json.loads(
        subprocess.run(
            [sys.executable, "-m", "tests.bench.scenario_side"], check=True, capture_output=True, text=True
        ).stdout
    )
    return [
        Measure(f"pratinjau {PREVIEW} simulasi", 1000 * _typical(lambda: run(*setting, PREVIEW)), "ms", 100, size),
        Measure(f"penuh {FULL} simulasi", _typical(lambda: run(*setting, FULL)), "dtk", 1),
        Measure(f"memori tambahan puncak, {FULL} simulasi", alone["extra_mb"], "MB", 300, "dalam proses sendiri"),
        Measure("manfaat dan biaya 64 paket, 100 simulasi", 1000 * _typical(lambda: gains(*setting, PACKED)), "ms"),
    ]


def main() -> None:
    """One full run in this fresh process: what it adds to the memory held just before."""
    setting = _setting()
    run(*setting, 10)
    before = resident_mb(os.getpid())
    run(*setting, FULL)
    print(json.dumps({"extra_mb": peak_mb() - before}))


if __name__ == "__main__":
    main()
