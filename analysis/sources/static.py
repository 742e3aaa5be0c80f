"""Files that the browser fetches, read here where a picture is made without a browser."""

from __future__ import annotations

import re
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


def inline_scripts(page: Path) -> list[str]:
    """The scripts that stand inside an HTML file, as written."""
    return re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
