"""Where records lie: a place can list names, read some and add one, and nothing else."""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname


class Place(Protocol):
    """Immutable records by name. Every method raises `StoreError` when the place cannot do it.

    `location`: where it lies, as it may be shown: never with a user or a password. `slow`: better not asked while
    somebody waits for a page.
    """

    location: str
    slow: bool

    def names(self) -> list[str]:
        """Every name there."""

    def mark(self, name: str) -> object:
        """Something that changes when the file does; asked only for files that could not be used."""

    def read(self, names: list[str]) -> dict[str, bytes]:
        """The bytes of those that can be read."""

    def add(self, name: str, data: bytes) -> None:
        """Return only once the bytes are safe. Never replaces: FileExistsError where the name is taken."""

    def check(self) -> None:
        """Return when the place can be read and written to now. Leaves nothing behind."""

    def beside(self, name: str) -> Place:
        """A place of the same kind for other records, which this one does not list."""


def open_place(location: str) -> Place:
    """The kind of place follows from the form of the location; nothing is opened or reached yet."""
    scheme = location.partition("://")[0].lower() if "://" in location else ""
    if scheme.split("+")[0] in ("postgresql", "postgres"):
        from analysis.sources.store.database import Database

        return Database(location)
    if scheme and scheme != "file":
        from analysis.sources.store.addresses import Address

        return Address(location)
    from analysis.sources.store.folder import Folder

    # A folder given as an address is written like any other folder: whole or not at all.
    return Folder(url2pathname(urlsplit(location).path) if scheme else location)


def without_credentials(location: str) -> str:
    """ "postgresql://ani:rahasia@basis/kota?password=x" -> "postgresql://basis/kota"."""
    scheme, _sign, rest = location.partition("://")
    return f"{scheme}://" + re.split(r"[?#]", rest.rpartition("@")[2])[0]
