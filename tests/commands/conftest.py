"""The verbs as somebody at a terminal runs them, in this process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.sources.catalog import DATA

CASES = Path(__file__).parents[1] / "kasus"
SHIPPED = DATA / "contoh/pengukuran.csv"


@dataclass(frozen=True)
class Said:
    """What a verb answered: its exit code, standard output (bytes) and standard error."""

    code: int
    out: bytes
    err: str


@pytest.fixture
def run(capfdbinary):
    """run("zscore", "in.csv", "-o", "out.csv") -> Said."""

    def run(*words: object) -> Said:
        capfdbinary.readouterr()
        code, message = 0, ""
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
            message = "" if isinstance(end.code, int | None) else str(end.code)
        out, err = capfdbinary.readouterr()
        return Said(code or 0, out, err.decode() + message)

    return run


def as_text(file: Path) -> pd.DataFrame:
    """A result with every cell as it stands there."""
    return pd.read_csv(file, dtype=str, keep_default_na=False)
