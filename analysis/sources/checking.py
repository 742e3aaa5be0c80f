"""Is this file fit for use? Told without using it: tables of the app and exports of measurements.

Trap: a table with a column missing looks like no table at all, and "unknown kind of file" would hide the one word
that helps; so most of the columns are enough, and the file's name is asked where even they are not there.
"""

from __future__ import annotations

from pathlib import Path

from analysis.sources.catalog import Catalog, read_upload
from analysis.sources.families import read_families, recognise_families
from analysis.sources.layouts import TABLES
from analysis.sources.measurements import AreaCodes, Options, Refused, read_header, read_measurements
from analysis.sources.measurements.names import normalise, recognise
from analysis.sources.measurements.reading import Progress, Source
from analysis.sources.problems import Problem

# A table is meant when most of its columns are there.
_MOST = 0.6


def check_file(
    source: Source, berkas: str, catalog: Catalog, progress: Progress | None = None
) -> tuple[list[Problem], int]:
    """Everything that is wrong with a file, and how many of its rows are good. Never raises for what it contains.

    `berkas` is its name; a path that cannot be opened is a problem too.
    """
    try:
        if not isinstance(source, Path | bytes):
            source = source.read()
        header = read_header(source)
    except Refused as refused:
        return [Problem(berkas, None, None, refused.jenis, refused.isi)], 0
    except OSError as error:
        kind = "berkas_hilang" if isinstance(error, FileNotFoundError) else "berkas_terkunci"
        return [Problem(berkas, None, None, kind)], 0
    if table := _table_meant(berkas, header):
        data = source if isinstance(source, bytes) else source.read_bytes()
        frame, problems = read_upload(table, data, berkas, catalog)
        return problems, len(frame)
    if _of_families(header):
        families = read_families(source, berkas, set(catalog.tables["kelurahan"]["kode_kelurahan"]), progress=progress)
        return families.problems, len(families.frame)
    if not recognise(header).mapping:
        return [Problem(berkas, None, None, "jenis_asing")], 0
    areas = AreaCodes(catalog.tables["kelurahan"], catalog.tables["alias"])
    found = read_measurements(source, berkas, Options(carry=(), linked=True, area_codes=areas), progress)
    wrong = {line for parts in found.findings.lines.values() for part in parts for line in part.tolist()}
    return found.problems, len(found.frame) - len(wrong)


def _of_families(header: tuple[str, ...]) -> bool:
    try:
        recognise_families(header)
    except Refused:
        return False
    return True


def _table_meant(berkas: str, header: tuple[str, ...]) -> str | None:
    """The table of the app that a file is meant to be; None when it is none of them."""
    names = {normalise(name) for name in header}
    shares = {
        table: sum(normalise(name) in names for name in layout.columns) / len(layout.columns)
        for table, layout in TABLES.items()
    }
    # The fullest fit, and of several the one with most columns.
    best = max(TABLES, key=lambda table: (shares[table], len(TABLES[table].columns)))
    if shares[best] >= _MOST:
        return best
    stem = Path(berkas).stem
    return stem if shares.get(stem, 0) > 0 else None
