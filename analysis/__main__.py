"""Konvergensi without a browser: `python -m analysis VERB`."""

from __future__ import annotations

import argparse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_sample(options: argparse.Namespace) -> None:
    from analysis.sources.sample import write_sample

    write_sample(ROOT / "data/contoh")


def run_geometry(options: argparse.Namespace) -> None:
    from analysis.sources.geometry import write_geometry

    write_geometry(ROOT)


def run_translate(options: argparse.Namespace) -> None:
    from analysis.sources.texts import read_english, write_english

    missing = write_english(ROOT, read_english(ROOT))
    print(f"{len(missing)} teks belum diterjemahkan")
    for text in missing:
        print(" ", text)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, function, help_text in [
        ("sample", run_sample, "menulis ulang data contoh (sintetis) di data/contoh/"),
        ("geometry", run_geometry, "menulis ulang bentuk peta di static/peta/ dan data/wilayah/titik_peta.csv"),
        ("translate", run_translate, "mengumpulkan teks baru ke katalog bahasa Inggris"),
    ]:
        verbs.add_parser(name, help=help_text, description=help_text).set_defaults(run=function)
    return parser


def main() -> None:
    options = build_parser().parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
