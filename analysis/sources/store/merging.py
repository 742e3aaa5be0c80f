"""Which value stands in each cell after all saves, and where two people wrote without knowing of each other.

Trap: "the latest wins" would lose work in silence. A write replaces another only if its author had that other save
before them (it is among the ancestors of the new one); otherwise both stand, and the cell is in conflict until a save
that knows both decides. Clocks only order what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.store.records import CELLS, Save


@dataclass(frozen=True)
class Merged:
    """writes: every cell ever written, CELLS + `simpanan` (place of its save in `saves`) + `sel` (number of the cell).

    head: row of `writes` that stands for each cell; beside: for cells in conflict, the rows that stand beside it.
    """

    saves: list[Save]
    writes: pd.DataFrame
    head: np.ndarray
    beside: dict[int, list[int]]


def in_order(saves: dict[str, Save]) -> list[Save]:
    """Ancestors before descendants; what is independent goes by time."""
    done, order = set(), []
    waiting = sorted(saves.values(), key=lambda save: (save.kapan, save.id))
    while waiting:
        ready = [save for save in waiting if all(parent in done or parent not in saves for parent in save.induk)]
        # A circle cannot be written; should a forged file make one, its saves go by time.
        ready = ready or waiting
        order += ready
        done.update(save.id for save in ready)
        waiting = [save for save in waiting if save.id not in done]
    return order


def ancestors(order: list[Save]) -> list[int]:
    """Bit i of the n-th number: the i-th save is an ancestor of the n-th."""
    place = {save.id: number for number, save in enumerate(order)}
    known: list[int] = []
    for number, save in enumerate(order):
        bits = 0
        for parent in save.induk:
            if (at := place.get(parent, number)) < number:
                bits |= known[at] | (1 << at)
        known.append(bits)
    return known


def merge(saves: dict[str, Save]) -> Merged:
    """The standing value of every cell."""
    order = in_order(saves)
    known = ancestors(order)
    parts = [save.cells.assign(simpanan=number) for number, save in enumerate(order)]
    writes = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*CELLS, "simpanan"])
    cell = np.zeros(len(writes), dtype=np.int64)
    for name in CELLS[:-1]:
        codes, labels = pd.factorize(writes[name])
        # Renumbered at every step: the product of four counts would not fit.
        cell = pd.factorize(cell * max(len(labels), 1) + codes)[0].astype(np.int64)
    head = np.full(cell.max() + 1 if len(cell) else 0, -1, dtype=np.int64)
    head_save = np.full(len(head), -1, dtype=np.int64)
    beside: dict[int, list[int]] = {}
    save_of = writes["simpanan"].to_numpy(dtype=np.int64)
    starts = np.searchsorted(save_of, np.arange(len(order) + 1))
    for number in range(len(order)):
        rows = np.arange(starts[number], starts[number + 1])
        written = cell[rows]
        bits = known[number].to_bytes((len(order) + 7) // 8, "little")
        seen = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little").astype(bool)
        before = head_save[written]
        for place in np.flatnonzero((before >= 0) & ~seen[before] & (before != number)):
            beside.setdefault(int(written[place]), []).append(int(head[written[place]]))
        for touched in [one for one in beside if one in set(written.tolist())] if beside else []:
            beside[touched] = [row for row in beside[touched] if not seen[save_of[row]]]
        head[written], head_save[written] = rows, number
    value = writes["nilai"].to_numpy()
    differing = {
        one: kept
        for one, rows in beside.items()
        if (kept := [row for row in dict.fromkeys(rows) if value[row] != value[head[one]]])
    }
    return Merged(order, writes.assign(sel=cell), head, differing)
