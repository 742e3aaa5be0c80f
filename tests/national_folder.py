"""A small country for tests: three provinces, five kota, a large province of which one kota is read at a time."""

from __future__ import annotations

from pathlib import Path

from analysis.sources.catalog import DATA
from analysis.sources.preparing import prepare
from analysis.sources.sample.national import write_national

KOTA = {"11": 3, "12": 1, "96": 1}
DESA = 900


def make_country(folder: Path) -> Path:
    """Write and prepare it."""
    write_national(folder, DATA, DESA, KOTA)
    prepare(folder)
    return folder
