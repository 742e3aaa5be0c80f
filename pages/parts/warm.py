"""What is loaded before the first visitor asks for it."""

from __future__ import annotations


def load() -> None:
    """Import the heavy modules and read the tables once."""
    import altair  # noqa: F401

    from pages.parts import data

    data.load()
