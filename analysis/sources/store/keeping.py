"""The store: saves are added to a place, and the state is computed from what lies there."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.sources.store.places import Folder, Place
from analysis.sources.store.records import CELLS, Damaged, Save, decode, encode, is_save
from analysis.sources.store.standing import State

DEFAULT = Path(__file__).resolve().parents[3] / "catatan"
SETTING = "KONVERGENSI_PENYIMPANAN"
_LOOK_AGAIN = 1.0  # seconds after which other people's saves are looked for


class Store:
    """Recorded data at one place. Safe to share between threads; other processes may write to the same place.

    `references`: the tables kelurahan, indikator_esensial, aksi and sumber_data of the catalogue.
    """

    def __init__(self, place: Place, references: Mapping[str, pd.DataFrame]):
        self._place, self._references = place, references
        self._saves: dict[str, Save] = {}
        self._damaged: set[str] = set()
        self._state = State({}, references)
        self._looked = 0.0
        self._lock = threading.RLock()

    @property
    def location(self) -> str:
        return self._place.location

    def state(self, fresh: bool = False) -> State:
        """The current state; the same object as long as nothing was added. `fresh` looks at the place right now."""
        with self._lock:
            if fresh or time.monotonic() - self._looked > _LOOK_AGAIN:
                self._look()
            return self._state

    def _look(self) -> None:
        new = [n for n in self._place.names() if is_save(n) and n.removesuffix(".parquet") not in self._saves]
        added = False
        for name in new:
            if name in self._damaged:
                continue
            try:
                save = decode(name, self._place.read(name))
            except Damaged:
                self._damaged.add(name)
                continue
            self._saves[save.id] = save
            added = True
        if added:
            self._state = State(dict(self._saves), self._references)
        self._looked = time.monotonic()

    def save(
        self,
        cells: pd.DataFrame,
        *,
        oleh: str,
        apa: str,
        berkas: str = "",
        sidik: str = "",
        induk: tuple[str, ...] | None = None,
    ) -> str:
        """Record cells (CELLS, text) and return the id of the save once it is safe.

        `oleh`: who; `apa`: what, one short sentence; `berkas`, `sidik`: file name and SHA-256 of what was imported.
        `induk`: the `frontier` of the state that the user had before them (default: the current one). Cells that
        somebody else wrote since then become conflicts.
        """
        state = self.state(fresh=True)
        id, data = encode(
            cells[CELLS],
            oleh=oleh,
            apa=apa,
            berkas=berkas,
            sidik=sidik,
            induk=state.frontier if induk is None else induk,
        )
        self._place.add(f"{id}.parquet", data)
        self.state(fresh=True)
        return id


def changed_cells(cells: pd.DataFrame, state: State) -> pd.DataFrame:
    """Only the cells whose text differs from what stands in `state`; empty cells of new rows are left out.

    A cell in conflict is kept even where it repeats the value shown: writing it again is what decides.
    """
    standing = state.cells.drop(columns="simpanan").rename(columns={"nilai": "_lama"})
    in_conflict = state.conflicts[CELLS[:-1]].drop_duplicates().assign(_bentrok=True)
    merged = cells.merge(standing, on=CELLS[:-1], how="left").merge(in_conflict, on=CELLS[:-1], how="left")
    kept = (merged["nilai"] != merged["_lama"].fillna("")) | merged["_bentrok"].notna()
    return cells[kept.to_numpy()].reset_index(drop=True)


def open_store(references: Mapping[str, pd.DataFrame], location: str | None = None) -> Store:
    """The store at `location`, at KONVERGENSI_PENYIMPANAN, or in the folder catatan/ beside the app."""
    location = location or os.environ.get(SETTING) or str(DEFAULT)
    return Store(Folder(location), references)
