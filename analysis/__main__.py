"""Konvergensi without a browser: `python -m analysis VERB`; `--help` after any verb explains it."""

from __future__ import annotations

import sys
from importlib import import_module

from analysis.commands.arguments import build_parser


def main(words: list[str] | None = None) -> None:
    """Run one verb; SystemExit carries the exit code or what is wrong."""
    options = build_parser().parse_args(words)
    try:
        import_module(f"analysis.commands.{options.module}").run(options)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
