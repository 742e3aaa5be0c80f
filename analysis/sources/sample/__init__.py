"""Synthetic demonstration data for what nobody publishes per kelurahan.

Trap: the rows look real and are not. They meet the published totals (data/contoh/SUMBER.md lists
which), so a sum over a kota can be right while every single kelurahan is invented. They must reach
the screen only with the mark CONTOH.

`write_sample` gives the same bytes on every machine; data/contoh holds its output, and the same
files show users the columns of what they may upload.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from analysis.sources.sample import balita, cakupan, krs, measurements, plans, reviu
from analysis.sources.sample.areas import make_areas

DATA = Path(__file__).parents[3] / "data"


def _write(file: Path, columns: Sequence[str], rows: list[list]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _counts(*tables: tuple[list[str], list[list]]) -> dict[tuple[str, int], dict[str, int]]:
    """The counts of several tables, by kelurahan and year."""
    result: dict[tuple[str, int], dict[str, int]] = {}
    for columns, rows in tables:
        for code, year, *values in rows:
            known = result.setdefault((code, year), {})
            known |= dict(zip(columns[2:], values, strict=True))
    return result


def write_sample(folder: Path, data: Path = DATA) -> None:
    """Write balita, krs, cakupan, reviu, bukti, rencana, komitmen, pelaku and pengukuran (CSV, UTF-8, LF) into `folder`.

    Reads the kelurahan, the lokus and the published dates of aksi from `data`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    areas = make_areas(data)
    children, families = balita.make_balita(areas, data), krs.make_krs(areas)
    counts = _counts((balita.COLUMNS, children), (krs.COLUMNS, families))
    _write(folder / "balita.csv", balita.COLUMNS, children)
    _write(folder / "krs.csv", krs.COLUMNS, families)
    _write(folder / "cakupan.csv", cakupan.COLUMNS, cakupan.make_cakupan(areas, counts))
    _write(folder / "reviu.csv", reviu.REVIU_COLUMNS, reviu.make_reviu())
    _write(folder / "bukti.csv", reviu.BUKTI_COLUMNS, reviu.make_bukti(data))
    _write(folder / "rencana.csv", plans.RENCANA_COLUMNS, plans.make_rencana(areas, data))
    _write(folder / "komitmen.csv", plans.KOMITMEN_COLUMNS, plans.make_komitmen())
    _write(folder / "pelaku.csv", plans.PELAKU_COLUMNS, plans.make_pelaku(areas, counts))
    with (folder / "pengukuran.csv").open("wb") as file:
        measurements.write_export(file, measurements.SHIPPED_CHILDREN, data, measurements.SHIPPED_ROUNDS)
