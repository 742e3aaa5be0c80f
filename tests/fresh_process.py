"""What a process reads once is read anew: a test that brings its own data must leave none of it to the next."""

from __future__ import annotations

from functools import _lru_cache_wrapper


def forget_everything() -> None:
    """Settings, tables, the store, the sample of measurements and what files are looked up in."""
    from analysis.sources import settings
    from pages.parts import data, importing, measured

    for module in (settings, data, importing, measured):
        for made in vars(module).values():
            if isinstance(made, _lru_cache_wrapper):
                made.cache_clear()
