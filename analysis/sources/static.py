"""Files that the browser fetches, read here where a picture is made without a browser."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent.parent / "static"


@lru_cache(maxsize=32)
def read_static(path: str) -> bytes:
    """The file at `path` below static/ ("peta/indikatif/31.json"). ValueError for a path that leaves it."""
    file = (STATIC / path).resolve()
    if not file.is_relative_to(STATIC):
        raise ValueError(path)
    return file.read_bytes()
