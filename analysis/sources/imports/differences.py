"""What a save would change, told before it is made."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.sources.store import CELLS, ROW, State, changed_cells

_KEY = CELLS[:-1]


@dataclass(frozen=True)
class Difference:
    """How many cells a save adds, changes and leaves as they are; `changed` are the cells worth saving (store.CELLS)."""

    baru: int
    berubah: int
    sama: int
    changed: pd.DataFrame


def compare_cells(cells: pd.DataFrame, state: State) -> Difference:
    """`cells` (store.CELLS) against what stands in `state`; an empty cell that stays unknown counts for nothing."""
    changed = changed_cells(cells, state)
    values = changed[changed["kolom"] != ROW]
    standing = state.cells[state.cells["nilai"] != ""]
    known = pd.MultiIndex.from_frame(standing[_KEY])
    there = pd.MultiIndex.from_frame(values[_KEY]).isin(known)
    filled = cells[(cells["kolom"] != ROW) & (cells["nilai"] != "")]
    same = len(filled) - int((values["nilai"] != "").sum())
    return Difference(int((~there).sum()), int(there.sum()), same, changed)
