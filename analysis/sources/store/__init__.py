"""Recording: an append-only store in which several people and offices may write at once.

Each save is one immutable file (who, when, what, which state it was made on, the cells) named by its time and the hash
of its bytes. Nothing is ever changed in place: the current state is computed from all saves.
"""

from analysis.sources.store.errors import StoreError
from analysis.sources.store.keeping import Store, changed_cells, open_store
from analysis.sources.store.records import CELLS, ROW, Save, cells_of_rows, key_text
from analysis.sources.store.standing import State

__all__ = [
    "CELLS",
    "ROW",
    "Save",
    "State",
    "Store",
    "StoreError",
    "cells_of_rows",
    "changed_cells",
    "key_text",
    "open_store",
]
