"""geometry: the shapes of the maps in static/peta/ and data/wilayah/titik_peta.csv."""

from __future__ import annotations

import argparse

from analysis.sources.catalog import DATA
from analysis.sources.geometry import write_geometry


def run(options: argparse.Namespace) -> None:
    """Write the shapes again."""
    write_geometry(DATA.parent)
