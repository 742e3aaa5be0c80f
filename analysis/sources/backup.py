"""Everything that an installation recorded as one file, and back again.

Traps. Other processes go on saving while a backup is made, and a folder is not listed at one instant: a save may be seen
and the one it stands on not. So what a save names is fetched too, whether it was listed or not. And a restore may be
killed half-way. So saves are written before those they stand on: a store that is only half there misses saves and says
so, and the same command goes on where it stopped. `konvergensi.toml` holds secrets and is never in a backup.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from analysis import __version__
from analysis.language import _
from analysis.sources.store.errors import StoreError
from analysis.sources.store.keeping import chosen_location
from analysis.sources.store.places import Place, open_place
from analysis.sources.store.records import Damaged, decode, is_save
from analysis.sources.usage.log import NAME
from analysis.sources.usage.records import ENDING, is_use
from analysis.sources.usage.records import decode as decode_use

_MANIFEST, _KIND, _SCHEME = "isi.json", "konvergensi-cadangan", 1
_SAFE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,150}")
_AT_ONCE = 64
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, KeyError, TypeError, ValueError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


class BackupError(Exception):
    """A file that cannot be restored, or not here; `str()` is a sentence in the language in use."""

    def __init__(self, jenis: str, **words: str):
        super().__init__(jenis)
        self.jenis, self._words = jenis, words

    def __str__(self) -> str:
        return _sentences()[self.jenis].format(**self._words)


@dataclass(frozen=True)
class Part:
    """One folder of a backup: the place its files come from, and which names there are ours.

    `before`: from the bytes of a file, the names of those it stands on.
    """

    place: Place
    is_ours: Callable[[str], bool]
    before: Callable[[str, bytes], Iterable[str]]


@dataclass(frozen=True)
class Done:
    """What was backed up or restored. `rusak`: names of damaged files, kept as they are; `sudah`: were there before."""

    berkas: int
    ukuran: int
    rusak: tuple[str, ...] = ()
    sudah: int = 0


def parts(location: str | None = None) -> dict[str, Part]:
    """What belongs to a backup of the store at `location` (default: the settings'), by its folder in the file."""
    place = open_place(location or chosen_location())
    return {"simpanan": Part(place, is_save, _parents), NAME: Part(place.beside(NAME), is_use, _noted_before)}


def _parents(name: str, data: bytes) -> list[str]:
    return [f"{id}.parquet" for id in decode(name, data).induk]


def _noted_before(name: str, data: bytes) -> list[str]:
    use = decode_use(name, data)
    return [f"{id}{ENDING}" for id in (use.sebelum, *use.saksi) if id]


def back_up(wanted: Mapping[str, Part], target: Path) -> Done:
    """Write the backup; an older file of this name stays until the new one is whole.

    StoreError and BackupError when a place or a file in it cannot be read; OSError when the target cannot be written.
    """
    handle, draft = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.", suffix=".tulis")
    try:
        with os.fdopen(handle, "wb") as file:
            done = pack(wanted, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    return done


def packed(wanted: Mapping[str, Part]) -> bytes:
    """The backup as bytes. StoreError, BackupError."""
    file = io.BytesIO()
    pack(wanted, file)
    return file.getvalue()


def pack(wanted: Mapping[str, Part], file: IO[bytes]) -> Done:
    """Write the backup into an open file. StoreError, BackupError."""
    listed, damaged, size = [], [], 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for folder, part in wanted.items():
            stands_on: dict[str, list[str]] = {}
            marks = {}
            for name, data in _everything(part):
                try:
                    stands_on[name] = [parent for parent in part.before(name, data) if part.is_ours(parent)]
                except Damaged:
                    stands_on[name] = []
                    damaged.append(name)
                archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), data)
                marks[name] = [f"{folder}/{name}", len(data), hashlib.sha256(data).hexdigest()]
                size += len(data)
            listed += [marks[name] for name in _last_first(stands_on)]
        about = {"jenis": _KIND, "skema": _SCHEME, "versi": __version__}
        about |= {"dibuat": datetime.now(UTC).isoformat(timespec="seconds"), "berkas": listed}
        archive.writestr(zipfile.ZipInfo(_MANIFEST), json.dumps(about, separators=(",", ":")))
    return Done(len(listed), size, tuple(damaged))


def _everything(part: Part) -> Iterator[tuple[str, bytes]]:
    """Every file of a part, and whatever these stand on that came between the listing and the reading."""
    listed = {name for name in part.place.names() if part.is_ours(name)}
    waiting, known = sorted(listed), set(listed)
    while waiting:
        now, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        read = part.place.read(now)
        if lost := [name for name in now if name in listed and name not in read]:
            raise BackupError("tak_terbaca", nama=lost[0], tempat=part.place.location)
        for name, data in read.items():
            yield name, data
            with suppress(Damaged):
                new = [parent for parent in part.before(name, data) if part.is_ours(parent) and parent not in known]
                known.update(new)
                waiting.extend(new)


def _last_first(stands_on: Mapping[str, list[str]]) -> list[str]:
    """Every name after all that stand on it: the ends of the store first."""
    followers = dict.fromkeys(stands_on, 0)
    for parents in stands_on.values():
        for parent in parents:
            if parent in followers:
                followers[parent] += 1
    free = sorted(name for name, count in followers.items() if not count)
    ordered = []
    while free:
        ordered += free
        later = []
        for name in free:
            for parent in stands_on[name]:
                if parent in followers:
                    followers[parent] -= 1
                    if not followers[parent]:
                        later.append(parent)
        free = sorted(later)
    return ordered


def restore(wanted: Mapping[str, Part], source: Path) -> Done:
    """Write everything of a backup into empty places, or go on with a restore of it that was broken off.

    Nothing is written unless the whole file is what it was. BackupError, StoreError; OSError when it cannot be opened.
    """
    with source.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
            listed = _listed(archive, wanted, source.stat().st_size)
            for name, mark in listed.items():
                _bytes_of(archive, name, mark)
        except _BROKEN as error:
            raise BackupError("rusak", berkas=source.name) from error
        there = {folder: _already(archive, folder, part, listed, source.name) for folder, part in wanted.items()}
        for name, mark in listed.items():
            folder, _slash, own = name.partition("/")
            if own not in there[folder]:
                with suppress(FileExistsError):  # a second restore of the same file runs beside this one
                    wanted[folder].place.add(own, _bytes_of(archive, name, mark))
    for folder, part in wanted.items():
        if not _names(listed, folder) <= set(part.place.names()):
            raise StoreError("tak_terjangkau", part.place.location)
    size = sum(size for size, _hash in listed.values())
    return Done(len(listed), size, sudah=sum(map(len, there.values())))


def _names(listed: Iterable[str], folder: str) -> set[str]:
    return {name.partition("/")[2] for name in listed if name.startswith(f"{folder}/")}


def _listed(archive: zipfile.ZipFile, wanted: Mapping[str, Part], size: int) -> dict[str, tuple[int, str]]:
    """{name in the file: (bytes, hash)} in the order of writing; a file that is not such a backup raises."""
    entries = archive.infolist()
    # Nothing is compressed and nothing is read twice, so a small file cannot grow.
    plain = all(one.compress_type == zipfile.ZIP_STORED and one.file_size == one.compress_size for one in entries)
    if not plain or sum(one.file_size for one in entries) > size:
        raise ValueError
    about = json.loads(archive.read(_MANIFEST))
    if about["jenis"] != _KIND:
        raise ValueError
    if about["skema"] != _SCHEME:
        raise BackupError("skema", versi=str(about["versi"])[:20])
    listed = {str(name): (int(size), str(mark)) for name, size, mark in about["berkas"]}
    if len(listed) != len(about["berkas"]) or sorted([*listed, _MANIFEST]) != sorted(archive.namelist()):
        raise ValueError
    for name in listed:
        folder, _slash, own = name.partition("/")
        if folder not in wanted or not _SAFE.fullmatch(own) or not wanted[folder].is_ours(own):
            raise ValueError
    return listed


def _bytes_of(archive: zipfile.ZipFile, name: str, mark: tuple[int, str]) -> bytes:
    data = archive.read(name)
    if (len(data), hashlib.sha256(data).hexdigest()) != mark:
        raise ValueError
    return data


def _already(
    archive: zipfile.ZipFile, folder: str, part: Part, listed: Mapping[str, tuple[int, str]], berkas: str
) -> set[str]:
    """Names that a broken-off restore of this very file left; anything else there is somebody's work."""
    there = set(part.place.names())
    same = there <= _names(listed, folder)
    for at in range(0, len(there) if same else 0, _AT_ONCE):
        names = sorted(there)[at : at + _AT_ONCE]
        found = part.place.read(names)
        same = same and all(found.get(name) == archive.read(f"{folder}/{name}") for name in names)
    if not same:
        raise BackupError("tidak_kosong", tempat=part.place.location, berkas=berkas)
    return there


def _sentences() -> dict[str, str]:
    return {
        "rusak": _(
            "{berkas}: bukan cadangan Konvergensi yang utuh (rusak, diubah, atau berkas lain); tidak ada yang ditulis."
        ),
        "skema": _("Cadangan ini dibuat oleh versi {versi} yang lebih baru; perbarui aplikasi, lalu pulihkan."),
        "tak_terbaca": _("{nama} di {tempat} tidak dapat dibaca, jadi cadangan tidak dibuat; periksa izinnya."),
        "tidak_kosong": _(
            "Penyimpanan di {tempat} sudah berisi catatan lain, jadi {berkas} tidak dipulihkan ke sana; "
            "tunjuk tempat yang kosong."
        ),
    }
