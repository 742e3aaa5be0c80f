"""translate: new texts of code and tables into the English catalogue."""

from __future__ import annotations

import argparse

from analysis.sources.catalog import DATA
from analysis.sources.texts import read_english, write_english


def run(options: argparse.Namespace) -> None:
    """Collect the texts and list those without English."""
    root = DATA.parent
    missing = write_english(root, read_english(root))
    print(f"{len(missing)} teks belum diterjemahkan")
    for text in missing:
        print(" ", text)
