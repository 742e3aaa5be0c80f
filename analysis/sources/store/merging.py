"""Which values stand in each cell after all saves, and where two people wrote without knowing of each other.

Trap: "the latest wins" would lose work in silence. A write replaces another only if its author had that other save
before them (it is among the ancestors of the new one); otherwise both stand, and the cell is in conflict until a save
that knows both decides. Clocks only order what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from analysis.sources.store.records import Save

# What stands in a cell: (id of the save, text). More than one only where nobody decided; the last one is shown.
Standing = tuple[tuple[str, str], ...]
# (sumber_data, kunci)
Row = tuple[str, str]
# One table: every row with its cells by column.
Cells = dict[Row, dict[str, Standing]]


class Lineage:
    """Which save was made with which others in view. Grows only: states that share it see no difference."""

    def __init__(self) -> None:
        self._bit: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._depth: dict[str, int] = {}

    def add(self, saves: Mapping[str, Save]) -> list[Save]:
        """Take in new saves, none of which is a parent of one taken in before; returns them, ancestors first.

        A parent that is not there (yet) counts as unknown: what it knew may then show as a conflict, never be lost.
        """
        graph = {id: [parent for parent in save.induk if parent in saves] for id, save in saves.items()}
        for id in TopologicalSorter(graph).static_order():
            parents = [parent for parent in saves[id].induk if parent in self._bit]
            self._known[id] = 0
            for parent in parents:
                self._known[id] |= self._known[parent] | 1 << self._bit[parent]
            self._bit[id] = len(self._bit)
            self._depth[id] = 1 + max((self._depth[parent] for parent in parents), default=0)
        return sorted(saves.values(), key=lambda save: self.rank(save.id))

    def rank(self, id: str) -> tuple[int, str]:
        """Ancestors come first; what is independent goes by depth and time, the same in every process."""
        return self._depth[id], id

    def knows(self, later: str, earlier: str) -> bool:
        """Had the author of `later` the save `earlier` before them?"""
        return bool(self._known[later] >> self._bit[earlier] & 1)


def write(tables: Mapping[str, Cells], saves: Iterable[Save], lineage: Lineage) -> tuple[dict, dict[str, set[Row]]]:
    """`tables` ({name: Cells}) after further saves, ancestors first, and the rows that they touched, by table.

    What was handed in stays as it is; rows that were not touched are shared.
    """
    after: dict[str, Cells] = dict(tables)
    touched: dict[str, set[Row]] = {}
    for save in saves:
        alone: dict[str, Standing] = {}
        for table, source, kunci, column, text in zip(*save.columns(), strict=True):
            if table not in touched:
                touched[table], after[table] = set(), dict(after.get(table, {}))
            rows, row = after[table], (source, kunci)
            if row not in touched[table]:
                touched[table].add(row)
                rows[row] = dict(rows.get(row, ()))
            standing = alone.get(text) or alone.setdefault(text, ((save.id, text),))
            if column in rows[row]:
                others = [one for one in rows[row][column] if one[0] != save.id and not lineage.knows(save.id, one[0])]
                if others:
                    standing = tuple(sorted([*others, *standing], key=lambda one: lineage.rank(one[0])))
            rows[row][column] = standing
    return after, touched


def in_conflict(standing: Standing) -> bool:
    """Do values stand beside each other that differ?"""
    return len(standing) > 1 and len({text for _id, text in standing}) > 1
