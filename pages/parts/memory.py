"""What a view shows, kept for everybody who makes the same choices.

A rerun is almost all repeated pandas work on the same tables, and in a briefing fifty people look at the same view.
Two traps. Only what follows from the choices and the tables may be kept: a widget of its own (a toggle, a rubric) must
be handed in as a further argument, or the first visitor's answer would be everybody's. And every save makes new tables:
what was worked out from tables that nobody sees any more must go, or a day of typing in would fill the memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

from analysis.same import Same
from pages.parts import state

T = TypeVar("T")
# Results of all views together: what fifty people look at, a page of some two dozen views each. A panel is some tens
# of kB, up to 0.5 MB; bounded per view instead, a hundred views could hold eight times as much.
_MOST = 1200
_IN_SIGHT = 12  # sets of tables whose results are kept: with and without samples, and a few people's trials


_in_sight: OrderedDict[Same, None] = OrderedDict()
_kept: OrderedDict[tuple, object] = OrderedDict()
_one_at_a_time = Lock()


def remembered(make: Callable[..., T]) -> Callable[..., T]:
    """`make(tables, *extra)` kept per tables, choices (the language is one) and extra, which must be hashable.

    What it returns is shared between sessions: never change it in place.
    """
    return _remembered(make, state.choices)


def remembered_of_the_kota(make: Callable[..., T]) -> Callable[..., T]:
    """As `remembered`, and the same whichever kelurahan is chosen: `make` must not ask for that."""
    return _remembered(make, state.choices_but_kelurahan)


def _remembered(make: Callable[..., T], choices: Callable[[], tuple[str, ...]]) -> Callable[..., T]:
    @wraps(make)
    def ask(tables: dict, *extra) -> T:
        same = Same(tables)
        key = (same, make, choices(), extra)
        with _one_at_a_time:
            _see(same)
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        result = make(tables, *extra)
        with _one_at_a_time:
            _kept[key] = result
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
        return result

    return ask


def _see(same: Same) -> None:
    """These tables are in use; the results of those that were not for longest go."""
    _in_sight[same] = None
    _in_sight.move_to_end(same)
    while len(_in_sight) > _IN_SIGHT:
        gone, _nothing = _in_sight.popitem(last=False)
        for key in [key for key in _kept if key[0] == gone]:
            del _kept[key]
