"""prepare: a data folder's CSV files checked once and made ready to be read one kota at a time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.commands.dialogue import Progress, stop, tell, told_plainly
from analysis.language import _, number
from analysis.sources.catalog import data_folder
from analysis.sources.preparing import prepare


def run(options: argparse.Namespace) -> None:
    """Make the folder ready; exit code 1 when rows were left out."""
    folder = Path(options.folder) if options.folder else data_folder()
    if not (folder / "wilayah/kelurahan.csv").is_file():
        stop(_("{nama}: bukan folder data; wilayah/kelurahan.csv tidak ada di dalamnya.").format(nama=folder))
    with told_plainly(str(folder)):
        rows, problems = prepare(folder, Progress(str(folder)))
    tell(problems)
    print(_("{nama}: {jumlah} baris siap dipakai.").format(nama=folder, jumlah=number(rows)))
    if problems:
        sys.exit(1)
