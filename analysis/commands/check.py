"""check: is a file fit for use? Exit code 1 and the reasons when it is not."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.commands.dialogue import STDIN, Progress
from analysis.language import _, number
from analysis.sources.catalog import load_catalog
from analysis.sources.checking import check_file


def run(options: argparse.Namespace) -> None:
    """Check every file; the sentences go to standard output."""
    catalog = load_catalog()
    wrong = False
    for name in options.files:
        source = sys.stdin.buffer if name == STDIN else Path(name)
        problems, rows = check_file(source, name, catalog, Progress(name))
        wrong |= bool(problems)
        for problem in problems:
            print(problem)
        if not problems:
            print(_("{berkas}: {jumlah} baris, tidak ada masalah.").format(berkas=name, jumlah=number(rows)))
    if wrong:
        sys.exit(1)
