"""What came of one table of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.sources.problems import Problem

# Columns of the frame of doubtful areas.
DOUBTFUL = ["tertulis", "baris", "n_baris", "alasan", "usulan"]


@dataclass(frozen=True)
class Outcome:
    """What came of one table of a file.

    `frame`: the good rows, typed, in the layout of `tabel`; `problems`: what to mend; `notes`: what was done and should
    be known; `doubtful`: one row per area that is not certain (DOUBTFUL; `tertulis` is the key of a decision,
    `usulan` a tuple of codes), whose rows wait; `brought`: the columns beside the key that the file fills; `used`: the columns of the file that were looked at.
    """

    tabel: str
    frame: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    doubtful: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=DOUBTFUL))
    brought: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)
