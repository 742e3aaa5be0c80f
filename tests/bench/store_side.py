"""What recording costs: the sample tables recorded, two hundred small saves on top, then one more."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable

from analysis.sources.catalog import Catalog, load_catalog
from analysis.sources.store import Store, cells_of_rows, open_store
from tests.bench.report import Measure, median

RECORDED = {"balita": "eppgbm", "krs": "siga", "cakupan": "master_ansit"}
SMALL_SAVES = 200
ROUNDS = 20


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _filled(place: str, catalog: Catalog) -> Store:
    store = open_store(catalog.tables, place)
    for table, system in RECORDED.items():
        store.save(cells_of_rows(table, catalog.tables[table], system), oleh="ukur", apa="impor")
    for place_of_row in range(SMALL_SAVES):
        _small_save(store, catalog, place_of_row)
    return store


def _small_save(store: Store, catalog: Catalog, place_of_row: int) -> str:
    row = catalog.tables["balita"].iloc[[place_of_row]]
    return store.save(cells_of_rows("balita", row, "eppgbm"), oleh="ukur", apa="isian")


def measure_store() -> list[Measure]:
    """Times in ms, medians over ROUNDS where a step can be repeated."""
    catalog = load_catalog()
    with tempfile.TemporaryDirectory() as place:
        store = _filled(place, catalog)
        _ = store.state().frames
        saving, after = [], []
        for turn in range(ROUNDS):
            saving.append(_seconds(lambda turn=turn: _small_save(store, catalog, turn)))
            after.append(_seconds(lambda: store.state().frames))
        idle = [_seconds(lambda: store.state().frames) for _turn in range(1000)]
        opened: list[Store] = []
        opening = _seconds(lambda: opened.append(open_store(catalog.tables, place)) or opened[0].state())
        first = _seconds(lambda: opened[0].state().frames)
    return [
        Measure("menyimpan satu baris", median(saving) * 1000, "ms"),
        Measure("semua tabel sesudah satu baris disimpan", median(after) * 1000, "ms"),
        Measure("jalan ulang tanpa yang baru", median(idle) * 1000, "ms"),
        Measure(f"membuka penyimpanan dengan {len(RECORDED) + SMALL_SAVES + ROUNDS} simpanan", opening * 1000, "ms"),
        Measure("tabel pertama sesudah dibuka", first * 1000, "ms"),
    ]
