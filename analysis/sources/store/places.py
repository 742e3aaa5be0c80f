"""Where saves lie: a place can list names, read one and add one, and nothing else."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Protocol


class Place(Protocol):
    """Saves by name. `add` returns only once the bytes are safe, and never replaces what is there."""

    location: str

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes: ...

    def add(self, name: str, data: bytes) -> None: ...


class Folder:
    """A folder of this machine or of a network drive."""

    def __init__(self, location: str):
        self.location, self._path = location, Path(location)

    def names(self) -> list[str]:
        return [entry.name for entry in os.scandir(self._path)] if self._path.is_dir() else []

    def read(self, name: str) -> bytes:
        return (self._path / name).read_bytes()

    def add(self, name: str, data: bytes) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        draft = self._path / f".{secrets.token_hex(8)}.tulis"
        with open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._path / name)
