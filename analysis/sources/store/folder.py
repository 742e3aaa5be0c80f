"""A folder of this machine or of a network drive.

Trap: a rename is not enough. The bytes must have reached the disk before the name appears and the name before the
save is confirmed, and a process may be killed between any two steps. On Linux the file has no name at all until it is
whole; elsewhere it has a draft's name, which nobody reads and which is swept away when the store is next opened.
And a drive that goes away may leave an empty folder in its place, in which nothing must be saved: it would be hidden
as soon as the drive is back. So a folder that held saves and holds none any more cannot be reached.
"""

from __future__ import annotations

import errno
import os
import secrets
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from analysis.sources.store.errors import StoreError, of_system

_DRAFT = ".tulis"
# A younger draft may still be written by another process.
_ABANDONED_SECONDS = 3600
# What a file system says that cannot make a file without a name, or no second name for a file.
_UNABLE = (errno.EOPNOTSUPP, errno.EINVAL, errno.EISDIR, errno.ENOENT, errno.ENOSYS, errno.EPERM, errno.EMLINK)


class Folder:
    """Saves as files of one folder. Its parent must exist: an absent network drive is not replaced by a new folder."""

    slow = False

    def __init__(self, location: str, above: Folder | None = None):
        self.location, self._path, self._above = location, Path(location), above
        self._seen = self._swept = self._held = False

    def names(self) -> list[str]:
        try:
            with os.scandir(self._path) as entries:
                files = [entry for entry in entries if entry.is_file()]
            self._seen = True
            self._sweep([entry for entry in files if entry.name.endswith(_DRAFT)])
            names = [entry.name for entry in files if not entry.name.startswith(".")]
        except FileNotFoundError as error:
            if self._seen or not self._can_be_made():
                raise of_system(error, self.location) from error
            return []
        except OSError as error:
            raise of_system(error, self.location) from error
        self._refuse_hollow(bool(names))
        return names

    def _refuse_hollow(self, holds: bool) -> None:
        """A drive that went away leaves an empty folder; what is written there the drive would hide when it is back."""
        if self._held and not holds:
            raise StoreError("tak_terjangkau", self.location)
        self._held = holds

    def _can_be_made(self) -> bool:
        parent = self._path.absolute().parent
        return parent.is_dir() or (self._above is not None and self._above._can_be_made())

    def beside(self, name: str) -> Folder:
        return Folder(str(self._path / name), self)

    def mark(self, name: str) -> object:
        with suppress(OSError):
            about = (self._path / name).stat()
            return about.st_size, about.st_mtime_ns

    def _sweep(self, drafts: list[os.DirEntry]) -> None:
        if self._swept:
            return
        self._swept = True
        for draft in drafts:
            with suppress(OSError):
                if time.time() - draft.stat().st_mtime > _ABANDONED_SECONDS:
                    os.unlink(draft.path)

    def read(self, names: list[str]) -> dict[str, bytes]:
        found = {}
        for name in names:
            with suppress(OSError):
                found[name] = (self._path / name).read_bytes()
        return found

    def add(self, name: str, data: bytes) -> None:
        try:
            if self._held:
                with os.scandir(self._path) as entries:
                    self._refuse_hollow(any(not entry.name.startswith(".") for entry in entries if entry.is_file()))
            self._make()
            if not self._add_nameless(name, data):
                self._add_draft(name, data)
            _settle(self._path)
            self._held = True
        except FileExistsError:
            raise
        except OSError as error:
            raise of_system(error, self.location) from error

    def check(self) -> None:
        self.names()
        # A folder that nobody saved to yet is made by the first save, in a parent that is there.
        folder = self._path if self._path.is_dir() else self._path.absolute().parent
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                _write(file.fileno(), b"Konvergensi")
        except OSError as error:
            raise of_system(error, self.location) from error

    def _make(self) -> None:
        if self._path.is_dir():
            return
        if self._above is not None:
            self._above._make()
        self._path.mkdir(exist_ok=True)  # another process may just have made it
        _settle(self._path.absolute().parent)

    def _add_nameless(self, name: str, data: bytes) -> bool:
        """Write a file without a name, then name it; False where the system has no such thing."""
        if not hasattr(os, "O_TMPFILE"):
            return False
        try:
            file = os.open(self._path, os.O_TMPFILE | os.O_WRONLY, 0o644)
        except OSError as error:
            if error.errno in _UNABLE:
                return False
            raise
        try:
            _write(file, data)
            # Naming a folder makes Python follow the link in /proc to the file itself; the folder is not used.
            os.link(f"/proc/self/fd/{file}", self._path / name, src_dir_fd=file, follow_symlinks=True)
        except FileNotFoundError:  # no /proc
            return False
        finally:
            os.close(file)
        return True

    def _add_draft(self, name: str, data: bytes) -> None:
        draft = self._path / f".{secrets.token_hex(8)}{_DRAFT}"
        file = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o644)
        try:
            try:
                _write(file, data)
            finally:
                os.close(file)
            self._name_draft(draft, self._path / name)
        finally:
            draft.unlink(missing_ok=True)

    def _name_draft(self, draft: Path, target: Path) -> None:
        try:
            os.link(draft, target)
        except OSError as error:
            if error.errno not in _UNABLE:
                raise
            # No second names here. The name carries a hash of the content, so nothing else can stand under it.
            if target.exists():
                raise FileExistsError(target) from error
            os.replace(draft, target)


def _write(file: int, data: bytes) -> None:
    """All of `data`, down to the disk."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)


def _settle(folder: Path) -> None:
    """The names of a folder, down to the disk (Windows does so by itself and cannot open a folder)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
