"""Records of use: noting one from a page.

Trap: what was imported, changed or published stands in the saves of the store already, and a second record of the same
could only contradict it. So those are read from there, and only what leaves no save is noted here.
"""

from __future__ import annotations

import logging
import threading
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.same import Same
from pages.parts import data

if TYPE_CHECKING:
    from analysis.access import Person
    from analysis.sources.store import StoreError
    from analysis.sources.usage import Log

_LOG = logging.getLogger("konvergensi")
# Who tries the same door again and again fills no disk: one record of it in this time.
_ONE_REFUSAL_IN_S = 60.0
_refused: dict[tuple[str, str], float] = {}
_refusing = threading.Lock()


def note_use(apa: str, *, rincian: str = "", person: Person | None = None) -> StoreError | None:
    """Note a use (one of analysis.sources.usage.KINDS) by this session's person, unless another is given.

    `rincian`: codes, table names, area codes or our own words, never what stands in a cell. It is safe once this returns
    None; otherwise what kept it from being recorded is returned, and told in the server's log. What is saved (impor,
    ubah, terbit, peran) is read from its save: noting it adds nothing.
    """
    from analysis.sources.store import StoreError
    from analysis.sources.usage import KINDS, SAVED

    if apa not in KINDS:
        raise ValueError(apa)
    who = person or _this_person()
    if apa in SAVED or (apa == "ditolak" and _just_refused(who.akun, rincian)):
        return None
    try:
        log().note(apa, akun=who.akun, peran=who.peran or "", rincian=rincian)
    except StoreError as trouble:
        _LOG.warning("a use was not recorded: %s (%s)", apa, trouble.jenis)
        return trouble
    return None


def log() -> Log:
    """The log beside the store of this process."""
    return _log(Same(data.store()))


def _this_person() -> Person:
    from pages.parts.person import person

    return person()


@lru_cache(maxsize=1)
def _log(store: Same) -> Log:
    from analysis.sources.usage import open_log

    return open_log(store.thing)


def _just_refused(akun: str, rincian: str) -> bool:
    now = time.monotonic()
    with _refusing:
        for key in [key for key, then in _refused.items() if now - then > _ONE_REFUSAL_IN_S]:
            del _refused[key]
        return _refused.setdefault((akun, rincian), now) != now
