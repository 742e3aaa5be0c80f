"""The readers by name: the modules of the folder `readers`, each with `read(data)` and `seeds()`."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

CASES = Path(__file__).resolve().parents[1] / "kasus" / "fuzz"
NAMES = sorted(path.stem for path in (Path(__file__).parent / "readers").glob("*.py"))


def reader(name: str) -> ModuleType:
    """One reader; its modules are imported only now."""
    return importlib.import_module(f"tests.fuzz.readers.{name}")
