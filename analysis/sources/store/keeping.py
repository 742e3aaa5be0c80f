"""The store: saves are added to a place, and the state is computed from what lies there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd

from analysis.sources.problems import Problem, quote
from analysis.sources.settings import settings
from analysis.sources.store.errors import StoreError
from analysis.sources.store.places import Place, open_place
from analysis.sources.store.records import CELLS, Damaged, Save, decode, encode, is_save
from analysis.sources.store.standing import State

DEFAULT = Path(__file__).resolve().parents[3] / "catatan"
_LOOK_AGAIN = 1.0  # seconds after which other people's saves are looked for
_FIRST_LOOK = 5.0  # seconds that the first page waits for a slow place
_READ_AT_ONCE = 64
_UNMARKED = object()  # damaged when first met: read once more


class Store:
    """Recorded data at one place. Safe to share between threads; other processes may write to the same place.

    `references`: the tables kelurahan, indikator_esensial, aksi and sumber_data of the catalogue. `clock` gives the
    time of a save (UTC; default: now).
    """

    def __init__(
        self, place: Place, references: Mapping[str, pd.DataFrame], clock: Callable[[], datetime] | None = None
    ):
        self._place, self._references, self._clock = place, references, clock
        self._saves: dict[str, Save] = {}
        self._skipped: dict[str, object] = {}  # damaged files by name, with the mark they had
        self._foreign: list[str] = []
        self._gone: list[str] = []
        self._state = State({}, references)
        self._looked = float("-inf")
        self._trouble: StoreError | None = None
        self._taking, self._looking = threading.Lock(), threading.Lock()

    @property
    def location(self) -> str:
        """Where the store lies, without credentials."""
        return self._place.location

    @property
    def slow(self) -> bool:
        """Is the place better not asked while somebody waits?"""
        return self._place.slow

    @property
    def trouble(self) -> StoreError | None:
        """Why the place could not be read when it was last looked at; None when it could."""
        return self._trouble

    def beside(self, name: str) -> Place:
        """A place for other records, of the same kind and beside the saves."""
        return self._place.beside(name)

    def state(self, fresh: bool = False) -> State:
        """The current state; the same object as long as nothing was added. Never raises: see `trouble`.

        `fresh` looks at the place right now. A slow place is looked at on a thread of its own.
        """
        if fresh:
            self._look()
        elif time.monotonic() - self._looked > _LOOK_AGAIN and not self._looking.locked():
            if self._place.slow:
                self._look_aside()
            else:
                self._look()
        return self._state

    def _look_aside(self) -> None:
        first = self._looked == float("-inf")
        self._looked = time.monotonic()
        aside = threading.Thread(target=self._look, daemon=True)
        aside.start()
        if first:
            aside.join(_FIRST_LOOK)
            if aside.is_alive():
                self._trouble = StoreError("belum_menjawab", self.location)

    def _look(self) -> None:
        with self._looking:
            try:
                self._read_new()
                self._trouble = None
            except StoreError as error:
                self._trouble = error
            finally:
                self._looked = time.monotonic()

    def _read_new(self) -> None:
        there = self._place.names()
        known = {f"{id}.parquet" for id in self._saves}
        unread = [name for name in there if name not in known and is_save(name)]
        # A file that was damaged is read again once it has changed: it may still have been on its way.
        marks = {name: self._place.mark(name) for name in unread if name in self._skipped}
        wanted = [name for name in unread if name not in self._skipped or self._skipped[name] != marks[name]]
        new, skipped = {}, {name: mark for name, mark in self._skipped.items() if name in marks}
        for start in range(0, len(wanted), _READ_AT_ONCE):
            part = wanted[start : start + _READ_AT_ONCE]
            read = self._place.read(part)
            for name in part:
                try:
                    save = decode(name, read.get(name, b""))
                    new[save.id] = save
                    skipped.pop(name, None)
                except Damaged:
                    skipped[name] = marks.get(name, _UNMARKED)
        self._skipped = skipped
        self._foreign = sorted(name for name in there if not is_save(name))
        self._gone = sorted(known - set(there))
        self._take(new)

    def _take(self, new: Mapping[str, Save]) -> None:
        """Further saves become part of the state."""
        with self._taking:
            new = {id: save for id, save in new.items() if id not in self._saves}
            if new:
                self._saves = {**self._saves, **new}
                self._state = State(self._saves, self._references, self._state)

    @property
    def problems(self) -> list[Problem]:
        """Files of the place that are not what they should be, a sentence each; the rest is used without them."""
        missing = {parent for save in self._saves.values() for parent in save.induk} - set(self._saves)
        found = {
            "simpanan_rusak": sorted(self._skipped),
            "simpanan_hilang": self._gone,
            "induk_hilang": sorted(f"{id}.parquet" for id in missing if f"{id}.parquet" not in self._skipped),
            "bukan_simpanan": [quote(name) or "…" for name in self._foreign],
        }
        return [Problem(name, None, None, jenis) for jenis, names in found.items() for name in names]

    def save(
        self,
        cells: pd.DataFrame,
        *,
        oleh: str,
        apa: str,
        berkas: str = "",
        sidik: str = "",
        induk: tuple[str, ...] | None = None,
        memulihkan: str = "",
    ) -> str:
        """Record cells (CELLS, text) and return the id of the save once it is safe. StoreError when it is not.

        `oleh`: who; `apa`: what, one short sentence; `berkas`, `sidik`: file name and SHA-256 of what was imported.
        `induk`: the `frontier` of the state that the user had before them (default: the current one). Cells that
        somebody else wrote since then become conflicts. `memulihkan`: the save whose state these cells bring back.
        """
        if induk is None:
            induk = self.state(fresh=True).frontier
            if self._trouble:
                raise self._trouble
        said = {"oleh": oleh, "apa": apa, "berkas": berkas, "sidik": sidik}
        id, data = encode(cells[CELLS], **said, induk=induk, memulihkan=memulihkan, kapan=self._clock and self._clock())
        name = f"{id}.parquet"
        save = decode(name, data)  # what could not be read again is not written
        try:
            self._place.add(name, data)
        except FileExistsError:
            # The answer to a first attempt may have been lost on the way: then it is our own save that stands there.
            if self._place.read([name]).get(name) != data:
                raise StoreError("tak_terjangkau", self.location) from None
        self._take({id: save})
        return id

    def cells_to_restore(self, id: str) -> pd.DataFrame:
        """The cells (CELLS) that, saved, bring back the state as of the save `id`: see `State.cells_to_restore`."""
        return self.state(fresh=True).cells_to_restore(id)

    def check(self) -> None:
        """Return when the place can be read and written to right now, else StoreError. Nothing is left behind."""
        self._place.check()


def changed_cells(cells: pd.DataFrame, state: State) -> pd.DataFrame:
    """Only the cells whose text differs from what stands in `state`; empty cells of new rows are left out.

    A cell in conflict is kept even where it repeats the value shown: writing it again is what decides.
    """
    kept = [
        (state.value(*cell) or "") != text or state.is_disputed(*cell)
        for *cell, text in cells[CELLS].itertuples(index=False, name=None)
    ]
    return cells[kept].reset_index(drop=True)


def open_store(references: Mapping[str, pd.DataFrame], location: str | None = None) -> Store:
    """The store at `location`, else where the settings say, else in the folder catatan/ beside the app. Never raises.

    The place follows from the form of the location: a folder, an address (s3://...), or a database (postgresql://...).
    """
    return Store(open_place(location or chosen_location()), references)


def chosen_location() -> str:
    """Where this installation records; it may hold a password, so it is never shown (see `Place.location`)."""
    return settings().penyimpanan or str(DEFAULT)
