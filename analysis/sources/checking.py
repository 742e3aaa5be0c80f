"""Is this file fit for use? Told without using it: tables of the app, exports of measurements and of other systems.

Trap: a table with a column missing looks like no table at all, and "unknown kind of file" would hide the one word
that helps; so most of the columns are enough, and the file's name is asked where even they are not there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from analysis.sources.catalog import UPLOAD_LIMIT_MB, Catalog, read_upload
from analysis.sources.families import read_families
from analysis.sources.imports import apply_all, guess_year, make_references, open_file, read_and_recognise, with_year
from analysis.sources.imports.families import is_family_file
from analysis.sources.imports.recognising import table_meant
from analysis.sources.measurements import AreaCodes, Options, Refused, read_header, read_measurements
from analysis.sources.measurements.names import MEASURES, recognise
from analysis.sources.measurements.reading import Progress, Source
from analysis.sources.problems import Problem, quote


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
    if (table := table_meant(berkas, header)) and not _is_workbook(source):
        if isinstance(source, Path) and source.stat().st_size > UPLOAD_LIMIT_MB * 1_000_000:
            return [Problem(berkas, None, None, "berkas_besar", {"batas": UPLOAD_LIMIT_MB})], 0
        data = source if isinstance(source, bytes) else source.read_bytes()
        frame, problems = read_upload(table, data, berkas, catalog)
        return problems, len(frame)
    if is_family_file(header):
        families = read_families(source, berkas, set(catalog.tables["kelurahan"]["kode_kelurahan"]), progress=progress)
        return families.problems, len(families.frame)
    mapping = recognise(header).mapping
    if not any(name in mapping for name in MEASURES):
        return _check_import(source, berkas, catalog)
    areas = AreaCodes(catalog.tables["kelurahan"], catalog.tables["alias"])
    found = read_measurements(source, berkas, Options(carry=(), linked=True, area_codes=areas), progress)
    wrong = {line for parts in found.findings.lines.values() for part in parts for line in part.tolist()}
    return found.problems, len(found.frame) - len(wrong)


def _is_workbook(source: Path | bytes) -> bool:
    if isinstance(source, bytes):
        return source.startswith(b"PK")
    with source.open("rb") as file:
        return file.read(2) == b"PK"


def _check_import(source: Path | bytes, berkas: str, catalog: Catalog) -> tuple[list[Problem], int]:
    """As `check_file` for exports of other systems. The year of a file that names none is chosen when it is imported."""
    references = make_references(catalog.tables)
    try:
        opened = open_file(source, berkas)
    except Refused as refused:
        return [Problem(berkas, None, None, refused.jenis, refused.isi)], 0
    sheet, found = read_and_recognise(opened, references.indicators)
    if not found.mappings:
        return [Problem(berkas, None, None, "berkas_keluarga" if found.jenis == "keluarga" else "jenis_asing")], 0
    year = guess_year(sheet) or str(date.today().year)
    mappings = [one if "tahun" in one.kolom else with_year(one, year) for one in found.mappings]
    outcomes = apply_all(sheet, mappings, references)
    doubtful = [
        Problem(berkas, row.baris, None, "wilayah_ragu", {"nilai": quote(row.tertulis), "usulan": row.usulan or ("–",)})
        for row in outcomes[0].doubtful.itertuples()
    ]
    problems = [problem for one in outcomes for problem in one.problems]
    told = [replace(problem, berkas=berkas) for problem in (*sheet.problems, *problems)]
    return [*told, *doubtful], max(len(one.frame) for one in outcomes)
