"""boundaries: official boundaries matched to the kelurahan, as GeoJSON; what was refused is told."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.commands.dialogue import STDIN, stop, tell, told_plainly
from analysis.language import _, number
from analysis.sources.catalog import DATA, load_catalog
from analysis.sources.geometry.boundary_rows import to_geojson
from analysis.sources.geometry.official import read_boundaries
from analysis.sources.measurements.writing import Output


def run(options: argparse.Namespace) -> None:
    """Match FILE into OUT; exit code 1 when nothing matched."""
    tables = load_catalog().tables
    source = sys.stdin.buffer.read() if options.file == STDIN else Path(options.file)
    name = options.file if options.file == STDIN else Path(options.file).name
    with told_plainly(options.file):
        result = read_boundaries(source, name, tables["kelurahan"], tables["alias"])
    tell(result.notes)
    for feature in result.refused:
        print(feature, file=sys.stderr)
    words = {
        "resmi": number(len(result.frame)),
        "semua": number(len(tables["kelurahan"])),
        "ditolak": number(len(result.refused)),
    }
    summary = _("{berkas}: {resmi} dari {semua} kelurahan berbatas resmi, {ditolak} fitur ditolak.")
    if result.frame.empty and not result.refused:
        sys.exit(1)
    if result.frame.empty:
        stop(summary.format(berkas=name, **words))
    with told_plainly(options.output), Output(options.output) as output:
        output.write(to_geojson(result.frame, tables["kelurahan"], DATA, name).encode())
    print(summary.format(berkas=name, **words), file=sys.stderr)
