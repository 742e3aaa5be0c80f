"""The log of uses: one immutable record each, added beside the saves of a store, read as often as somebody looks."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from analysis.sources.problems import Problem, quote
from analysis.sources.store import Store, StoreError
from analysis.sources.store.places import Place
from analysis.sources.store.records import Damaged
from analysis.sources.usage.chain import check
from analysis.sources.usage.records import ENDING, Use, decode, is_use, new_use, place_of

NAME = "penggunaan"
_READ_AT_ONCE = 500
_WITNESSED = 20  # ends of chains that the first record of a process names


class Log:
    """Uses at one place. Safe to share between threads; other processes may write to the same place.

    `clock` gives the time of a use (UTC; default: now).
    """

    def __init__(self, place: Place, clock: Callable[[], datetime] | None = None):
        self._place, self._clock = place, clock or (lambda: datetime.now(UTC))
        self._uses: dict[str, Use] = {}
        self._there: set[str] = set()
        self._damaged: list[str] = []
        self._problems: list[Problem] = []
        self._last: Use | None = None
        self._missed = 0
        self._writing, self._reading = threading.Lock(), threading.Lock()

    @property
    def location(self) -> str:
        """Where the log lies, without credentials."""
        return self._place.location

    def note(self, apa: str, *, akun: str = "", peran: str = "", rincian: str = "") -> Use:
        """Record a use (one of NOTED) and return it once it is safe. StoreError when it is not."""
        said = {"akun": akun, "peran": peran, "apa": apa, "rincian": rincian}
        with self._writing:
            try:
                use = new_use(self._clock(), said, **self._chain(), luput=self._missed)
                self._add(use)
            except StoreError:
                # Whether it arrived after all is not known: its number is never used again, the chain ends here.
                self._last, self._missed = None, self._missed + 1
                raise
            self._last, self._missed = use, 0
            return use

    def _chain(self) -> dict:
        if self._last is not None:
            return {"proses": self._last.proses, "nomor": self._last.nomor + 1, "sebelum": self._last.id}
        return {"proses": secrets.token_hex(4), "nomor": 0, "saksi": self._ends()}

    def _ends(self) -> tuple[str, ...]:
        """The last records of the chains that were written to last."""
        ends: dict[str, str] = {}
        for name in sorted(filter(is_use, self._place.names()), key=lambda name: place_of(name.removesuffix(ENDING))):
            id = name.removesuffix(ENDING)
            ends[place_of(id).proses] = id
        return tuple(sorted(ends.values())[-_WITNESSED:])

    def _add(self, use: Use) -> None:
        name = f"{use.id}{ENDING}"
        try:
            self._place.add(name, use.data)
        except FileExistsError:
            # The answer to a first attempt may have been lost on the way: then it is our own record that stands there.
            if self._place.read([name]).get(name) != use.data:
                raise StoreError("tak_terjangkau", self.location) from None

    def read(self) -> dict[str, Use]:
        """Every readable use by id, never to be changed: the same object as long as nothing was added.

        Only what is new is read. StoreError when the place cannot be read.
        """
        with self._reading:
            there = set(self._place.names())
            if there != self._there or self._damaged:
                self._take(there)
                self._there = there
            return self._uses

    def _take(self, there: set[str]) -> None:
        ids = {name.removesuffix(ENDING) for name in there if is_use(name)}
        new, self._damaged = self._decoded(sorted(ids - set(self._uses)))
        if new:
            self._uses = {**self._uses, **new}
        standing = {id: use for id, use in self._uses.items() if id in ids}
        foreign = sorted(name for name in there if not is_use(name))
        self._problems = check(standing, self._damaged, set(self._uses) - ids)
        self._problems += [Problem(quote(name) or "…", None, None, "bukan_penggunaan") for name in foreign]

    def _decoded(self, ids: list[str]) -> tuple[dict[str, Use], list[str]]:
        new, damaged = {}, []
        for start in range(0, len(ids), _READ_AT_ONCE):
            names = [f"{id}{ENDING}" for id in ids[start : start + _READ_AT_ONCE]]
            read = self._place.read(names)
            for name in names:
                id = name.removesuffix(ENDING)
                try:
                    new[id] = decode(name, read.get(name, b""))
                except Damaged:
                    damaged.append(id)
        return new, damaged

    @property
    def problems(self) -> list[Problem]:
        """What was removed, changed or put in by hand, a sentence each, as of the last `read`."""
        return self._problems


def open_log(store: Store) -> Log:
    """The log beside the saves of a store. Never raises: nothing is opened or reached yet."""
    return Log(store.beside(NAME))
