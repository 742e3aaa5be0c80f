"""What a view shows, kept for everybody who makes the same choices.

A rerun is almost all repeated pandas work on the same tables, and in a briefing fifty people look at the same view.
Trap: only what follows from the choices and the tables may be kept. A widget of its own (a toggle, a rubric) must be
handed in as a further argument, or the first visitor's answer would be everybody's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from pages.parts import state

T = TypeVar("T")
_KEPT = 256  # results per view; a panel of one kota is some tens of kB


class Same:
    """A thing (tables, a frame) equal only to itself; holding it keeps its identity from being used again."""

    def __init__(self, thing: object):
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing


def remembered(make: Callable[..., T]) -> Callable[..., T]:
    """`make(tables, *extra)` kept per tables, choices (the language is one) and extra, which must be hashable.

    What it returns is shared between sessions: never change it in place.
    """

    @lru_cache(maxsize=_KEPT)
    def kept(same: Same, choices: tuple[str, ...], extra: tuple) -> T:
        return make(same.thing, *extra)

    @wraps(make)
    def ask(tables: dict, *extra) -> T:
        return kept(Same(tables), state.choices(), extra)

    return ask
