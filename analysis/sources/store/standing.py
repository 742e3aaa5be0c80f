"""The state that all saves add up to: tables as the app reads them, conflicts, the history of a cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.sources.catalog import TERCATAT, with_source
from analysis.sources.layouts import TABLES
from analysis.sources.problems import Problem
from analysis.sources.schemas import check, empty_frame
from analysis.sources.store.merging import Merged, merge
from analysis.sources.store.records import CELLS, ROW, Save

# What a save without a file is called as a source.
ON_SCREEN = "Isian di layar"
_LAST = 99


class State:
    """Everything recorded, as of one set of saves. Never changes; frames are shared, never change one in place.

    `references`: the tables kelurahan, indikator_esensial, aksi and sumber_data of the catalogue.
    """

    def __init__(self, saves: dict[str, Save], references: Mapping[str, pd.DataFrame]):
        self._saves, self._references = saves, references

    @cached_property
    def _merged(self) -> Merged:
        return merge(self._saves)

    @cached_property
    def frontier(self) -> tuple[str, ...]:
        """The saves that no other save knows of yet: hand them back as `induk` when you save."""
        parents = {parent for save in self._saves.values() for parent in save.induk}
        return tuple(sorted(set(self._saves) - parents))

    @property
    def saves(self) -> list[Save]:
        """All saves, ancestors first."""
        return self._merged.saves

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The standing cells: CELLS + `simpanan` (place in `saves`)."""
        return self._merged.writes.iloc[self._merged.head][[*CELLS, "simpanan"]].reset_index(drop=True)

    @cached_property
    def _by_table(self) -> dict[str, tuple[pd.DataFrame, list[Problem]]]:
        return {table: self._rows(table) for table in TERCATAT if (self.cells["tabel"] == table).any()}

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Tables for `Catalog.view`: one row per key, typed, `jenis_data` "diunggah", with its source.

        Where several systems (`sumber_data`) recorded the same key, the whole row comes from the first of them in the
        order of data/rujukan/sumber_data.csv: a numerator never meets another system's denominator.
        """
        chosen = {}
        for table, (rows, _) in self._by_table.items():
            first = rows.sort_values("_urutan", kind="stable").drop_duplicates(list(TABLES[table].key))
            chosen[table] = first.drop(columns=["_urutan", "sumber_data"]).sort_index().reset_index(drop=True)
        return chosen

    def by_source(self, table: str) -> pd.DataFrame:
        """All recorded rows of a table, every system's own, with `sumber_data` in front; for reconciliation."""
        rows = self._by_table.get(table, (None, []))[0]
        if rows is None:
            rows = with_source(empty_frame(table), "diunggah").assign(sumber_data=pd.Series(dtype="str"))
            rows = rows.assign(_urutan=0)
        columns = [name for name in rows.drop(columns="_urutan") if name != "sumber_data"]
        return rows[["sumber_data", *columns]].reset_index(drop=True)

    @cached_property
    def problems(self) -> list[Problem]:
        """Rows that were each right when saved but break a rule together; they are kept and not shown as data."""
        return [problem for _, problems in self._by_table.values() for problem in problems]

    def _rows(self, table: str) -> tuple[pd.DataFrame, list[Problem]]:
        layout, cells = TABLES[table], self.cells[self.cells["tabel"] == table]
        row, labels = pd.factorize(pd.MultiIndex.from_frame(cells[["sumber_data", "kunci"]]))
        text = pd.DataFrame("", index=range(len(labels)), columns=[ROW, *layout.columns], dtype="object")
        for name, part in cells.groupby("kolom", sort=False):
            if name in text:
                text.iloc[row[text_positions(cells, part)], text.columns.get_loc(name)] = part["nilai"].to_numpy()
        keys = [json.loads(kunci) for _, kunci in labels]
        for place, name in enumerate(layout.key):
            text[name] = [str(key[place]) for key in keys]
        latest = np.zeros(len(labels), dtype=np.int64)
        np.maximum.at(latest, row, cells["simpanan"].to_numpy(dtype=np.int64))
        order = dict(
            zip(self._references["sumber_data"]["sumber_data"], self._references["sumber_data"]["urutan"], strict=True)
        )
        text = text.assign(_sumber=[source for source, _ in labels], _simpanan=latest)
        text = text[(text[ROW] == "1").to_numpy()].drop(columns=ROW)
        # Each system's rows are checked apart: the same key may stand once in each of them.
        good, problems = [], []
        references = (self._references.get(name) for name in ("kelurahan", "indikator_esensial", "aksi"))
        references = tuple(references)
        for source, part in text.groupby("_sumber", sort=False):
            frame, found = self._checked(table, part, references)
            good.append(frame.assign(sumber_data=source, _urutan=order.get(source, _LAST)))
            problems += found
        return (pd.concat(good, ignore_index=True) if good else _no_rows(table)), problems

    def _checked(self, table: str, part: pd.DataFrame, references: tuple) -> tuple[pd.DataFrame, list[Problem]]:
        layout = TABLES[table]
        key = list(layout.key)
        frame, problems = check(table, part[list(layout.columns)].astype("str"), f"penyimpanan:{table}", *references)
        place = dict(zip(map(tuple, part[key].astype("str").to_numpy()), part["_simpanan"], strict=True))
        saves = [self.saves[place[tuple(values)]] for values in frame[key].astype("str").to_numpy()]
        return frame.assign(
            jenis_data=pd.array(["diunggah"] * len(frame), dtype="str"),
            sumber_judul=pd.array([save.berkas or ON_SCREEN for save in saves], dtype="str"),
            sumber_url=pd.array([""] * len(frame), dtype="str"),
            tanggal_sumber=pd.array([save.kapan[:10] for save in saves], dtype="str"),
            **({} if "catatan" in frame else {"catatan": pd.array([_about(save) for save in saves], dtype="str")}),
        ), problems

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """Cells that two people wrote without knowing of each other: one row per standing value.

        CELLS + `oleh, kapan, apa, simpanan` (id of the save); `berlaku` marks the value shown until somebody decides.
        """
        merged = self._merged
        rows = [row for cell, others in merged.beside.items() for row in [merged.head[cell], *others]]
        found = self._with_save(merged.writes.iloc[rows])
        heads = set(merged.head.tolist())
        return found.assign(berlaku=[row in heads for row in rows])

    def cell_history(self, table: str, sumber_data: str, kunci: str, kolom: str) -> pd.DataFrame:
        """Every value a cell ever had, oldest first: CELLS + `oleh, kapan, apa, simpanan`."""
        writes = self._merged.writes
        wanted = (writes["kunci"] == kunci) & (writes["kolom"] == kolom)
        wanted &= (writes["tabel"] == table) & (writes["sumber_data"] == sumber_data)
        return self._with_save(writes[wanted.to_numpy()])

    def _with_save(self, writes: pd.DataFrame) -> pd.DataFrame:
        saves = [self.saves[place] for place in writes["simpanan"]]
        return (
            writes[CELLS]
            .assign(
                **{
                    name: pd.array([getattr(save, name) for save in saves], dtype="str")
                    for name in ("oleh", "kapan", "apa")
                },
                simpanan=pd.array([save.id for save in saves], dtype="str"),
            )
            .reset_index(drop=True)
        )


def text_positions(cells: pd.DataFrame, part: pd.DataFrame) -> np.ndarray:
    """Where the rows of `part` stand in `cells`."""
    return cells.index.get_indexer(part.index)


def _no_rows(table: str) -> pd.DataFrame:
    return with_source(empty_frame(table), "diunggah").assign(sumber_data=pd.Series(dtype="str"), _urutan=0)


def _about(save: Save) -> str:
    return f"sha256 {save.sidik[:12]}" if save.sidik else f"simpanan {save.id[-20:][:12]}"
