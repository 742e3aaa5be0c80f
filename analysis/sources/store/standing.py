"""The state that all saves add up to: tables as the app reads them, conflicts, the history of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial

import pandas as pd

from analysis.sources.catalog import TERCATAT
from analysis.sources.problems import Problem
from analysis.sources.store.merging import Lineage, Row, Standing, in_conflict, write
from analysis.sources.store.records import CELLS, ROW, Save
from analysis.sources.store.rows import Rows

_SAID = ["oleh", "kapan", "apa"]


class State:
    """Everything recorded, as of one set of saves. Never changes; frames are shared, never change one in place.

    `references`: the tables kelurahan, indikator_esensial, aksi and sumber_data of the catalogue. `before`: a state
    of some of these saves, whose results are carried over where nothing was added.
    """

    def __init__(self, saves: Mapping[str, Save], references: Mapping[str, pd.DataFrame], before: State | None = None):
        self._saves, self._references = dict(saves), references
        self._parents = {parent for save in saves.values() for parent in save.induk}
        new = {id: save for id, save in saves.items() if before is None or id not in before._saves}
        # A parent that arrives after its child changes what the child knew: everything is worked out anew.
        if before is None or before._parents & set(new) or not before._saves.keys() <= saves.keys():
            before, new = None, dict(saves)
        self._lineage = before._lineage if before else Lineage()
        self._earlier: dict[str, State] = before._earlier if before else {}
        self._tables, touched = write(before._tables if before else {}, self._lineage.add(new), self._lineage)
        self._rows = {
            table: before._rows[table] if before and table not in touched else self._new_rows(table, before, touched)
            for table in TERCATAT
            if table in self._tables
        }
        self._in_conflict = self._find_conflicts(before, touched)

    def _new_rows(self, table: str, before: State | None, touched: Mapping[str, set[Row]]) -> Rows:
        basis = before._rows.get(table) if before else None
        cells = self._tables[table]
        origin = partial(self._origin, table)
        return Rows(table, cells, self._saves, self._lineage, self._references, origin, basis, touched[table])

    def _origin(self, table: str, row: Row, column: str, id: str) -> str:
        """The save that first brought a value, where the save `id` only brought it back."""
        while (then := self._saves[id].memulihkan) in self._saves:
            writes = self.as_of(then)._tables.get(table, {}).get(row, {}).get(column)
            if not writes:
                break
            id = writes[-1][0]
        return id

    def _find_conflicts(self, before: State | None, touched: Mapping[str, set[Row]]) -> dict[tuple, Standing]:
        """{(tabel, sumber_data, kunci, kolom): what stands there}, for the cells in conflict."""
        old = before._in_conflict if before else {}
        found = {cell: writes for cell, writes in old.items() if cell[1:3] not in touched.get(cell[0], ())}
        for table, rows in touched.items():
            for row in rows:
                for column, writes in self._tables[table][row].items():
                    if in_conflict(writes):
                        found[(table, *row, column)] = writes
        return dict(sorted(found.items()))

    @cached_property
    def frontier(self) -> tuple[str, ...]:
        """The saves that no other save knows of yet: hand them back as `induk` when you save."""
        return tuple(sorted(set(self._saves) - self._parents))

    @cached_property
    def saves(self) -> list[Save]:
        """All saves, ancestors first."""
        return sorted(self._saves.values(), key=lambda save: self._lineage.rank(save.id))

    @cached_property
    def newest_first(self) -> list[Save]:
        """All saves by their time, but none below one that its author had before them: a clock may have gone back."""
        return sorted(reversed(self.saves), key=lambda save: self._moments[save.id], reverse=True)

    @cached_property
    def _moments(self) -> dict[str, str]:
        """When a save can have been made at the earliest: not before what its author had before them."""
        moments: dict[str, str] = {}
        for save in self.saves:
            moments[save.id] = max([save.kapan, *(moments[parent] for parent in save.induk if parent in moments)])
        return moments

    @cached_property
    def misdated(self) -> list[Save]:
        """Saves dated on an earlier day than one that their author had before them: some machine's clock was wrong."""
        return [save for save in self.saves if save.kapan[:10] < self._moments[save.id][:10]]

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The standing cells of TERCATAT: CELLS + `simpanan` (id of the save)."""
        parts = [rows.standing for rows in self._rows.values()]
        nothing = pd.DataFrame(columns=[*CELLS, "simpanan"], dtype="str")
        return pd.concat(parts, ignore_index=True) if parts else nothing

    def value(self, tabel: str, sumber_data: str, kunci: str, kolom: str) -> str | None:
        """The text shown in one cell; None where nobody wrote."""
        writes = self._tables.get(tabel, {}).get((sumber_data, kunci), {}).get(kolom)
        return writes[-1][1] if writes else None

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Tables for `Catalog.view`: one row per key, typed, `jenis_data` "diunggah", with its source.

        Where several systems (`sumber_data`) recorded the same key, the whole row comes from the first of them in the
        order of data/rujukan/sumber_data.csv: a numerator never meets another system's denominator.
        """
        return {table: rows.shown for table, rows in self._rows.items()}

    def by_source(self, table: str) -> pd.DataFrame:
        """All recorded rows of a table, every system's own, with `sumber_data` in front; for reconciliation."""
        rows = self._rows.get(table) or Rows(table, {}, {}, self._lineage, self._references)
        return rows.by_source

    @cached_property
    def problems(self) -> list[Problem]:
        """Rows that were each right when saved but break a rule together; they are kept and not shown as data."""
        return [problem for rows in self._rows.values() for found in rows.typed[1].values() for problem in found]

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """Cells that two people wrote without knowing of each other: one row per standing value.

        CELLS + `oleh, kapan, apa, simpanan` (id of the save); `berlaku` marks the value shown until somebody decides.
        """
        found = [(cell, *one) for cell, writes in self._in_conflict.items() for one in reversed(writes)]
        first = [place == 0 or found[place - 1][0] != cell for place, (cell, *_) in enumerate(found)]
        return self._with_save(((*cell, text), id) for cell, id, text in found).assign(berlaku=first)

    @property
    def conflict_count(self) -> int:
        """Cells in conflict."""
        return len(self._in_conflict)

    def is_disputed(self, tabel: str, sumber_data: str, kunci: str, kolom: str) -> bool:
        """Do differing values stand beside each other in this cell?"""
        return (tabel, sumber_data, kunci, kolom) in self._in_conflict

    def cell_history(self, table: str, sumber_data: str, kunci: str, kolom: str) -> pd.DataFrame:
        """Every value a cell ever had, oldest first: CELLS + `oleh, kapan, apa, simpanan`."""
        cell = (table, sumber_data, kunci, kolom)
        found = [
            (written, save.id)
            for save in self.saves
            for written in zip(*save.columns(), strict=True)
            if written[:-1] == cell
        ]
        return self._with_save(found)

    def _with_save(self, found: Iterable[tuple[tuple, str]]) -> pd.DataFrame:
        rows = [(*cell, *(getattr(self._saves[id], name) for name in _SAID), id) for cell, id in found]
        return pd.DataFrame(rows, columns=[*CELLS, *_SAID, "simpanan"], dtype="str")

    def _known_to(self, id: str) -> dict[str, Save]:
        return {other: save for other, save in self._saves.items() if self._lineage.knows(id, other)}

    def as_of(self, id: str) -> State:
        """The state that the author of a save left behind: this save and all that they had before them."""
        if id not in self._earlier:
            self._earlier[id] = State({**self._known_to(id), id: self._saves[id]}, self._references)
        return self._earlier[id]

    def changes(self, id: str) -> pd.DataFrame:
        """What one save wrote: CELLS + `sebelum`, the text that its author had before them ("" for none)."""
        before, save = State(self._known_to(id), self._references), self._saves[id]
        rows = [(*cell, text, before.value(*cell) or "") for *cell, text in zip(*save.columns(), strict=True)]
        return pd.DataFrame(rows, columns=[*CELLS, "sebelum"], dtype="str")

    def keys(self, table: str) -> pd.DataFrame:
        """Every row that was ever recorded, deleted ones too: `sumber_data`, `kunci` and the key's columns as text."""
        rows = self._rows.get(table) or Rows(table, {}, {}, self._lineage, self._references)
        return rows.keys

    def cells_to_restore(self, id: str) -> pd.DataFrame:
        """The cells (CELLS) that, written as a new save, bring back the state as of the save `id`.

        Rows that came later are deleted, cells that came later are emptied, cells in conflict are decided.
        """
        then, found = self.as_of(id), []
        for table, rows in self._tables.items():
            for row, cells in rows.items():
                old = then._tables.get(table, {}).get(row, {})
                gone = old.get(ROW, (("", ""),))[-1][1] != "1"
                for column in [ROW] if gone else cells:
                    wanted = old[column][-1][1] if column in old else ""
                    cell = (table, *row, column)
                    if column in cells and (cells[column][-1][1] != wanted or cell in self._in_conflict):
                        found.append((*cell, wanted))
        return pd.DataFrame(found, columns=CELLS, dtype="str")
