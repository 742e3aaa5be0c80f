"""A key that is a thing itself: caches of what was worked out from tables that nobody copies."""

from __future__ import annotations


class Same:
    """A thing (tables, a frame) equal only to itself; holding it keeps its identity from being used again."""

    def __init__(self, thing: object):
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing
