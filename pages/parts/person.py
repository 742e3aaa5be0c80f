"""Who uses the app in this session."""

from __future__ import annotations

from analysis.access import LOCAL, Person


def person() -> Person:
    """The person of this session; without a login the one in front of this computer."""
    return LOCAL
