"""One use as bytes: a small JSON whose name holds its place in a chain and the hash of the bytes.

Traps. A record names the one before it of the same process, and the first of a process names the ends of the chains it
found: what is removed is missed by what came later. The very last records of a place, and a place written anew as a
whole by somebody who may write there, show no gap: for that there are the copies that administrators download, and
rights on the place. And nothing that stands in a cell belongs here: a record holds codes and our own words.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property

from analysis.sources.problems import hide_numbers
from analysis.sources.store.records import Damaged, one_line

# What may be noted; "baca": a file was opened and worked on without being recorded.
NOTED = ("masuk", "keluar", "ditolak", "unduh", "baca")
# In place of a role: no person but a verb of the command line.
VERB = "perintah"
ENDING = ".json"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-([0-9a-f]{8})-(\d{6,9})-([0-9a-f]{20})")
_LINE = {"akun": 120, "peran": 20, "apa": 20, "rincian": 160}
_MOST_BYTES = 20_000


@dataclass(frozen=True)
class Use:
    """One use. `kapan` is UTC as ISO text; `akun` is "" without a login; `rincian` holds codes and our own words.

    `proses`, `nomor`: the chain and the place in it, from 0. `sebelum`: the id of the record before it in its chain.
    `saksi`: ids of the ends of other chains, in the first record of a chain. `luput`: how many uses could not be
    recorded since the one before.
    """

    kapan: str
    akun: str
    peran: str
    apa: str
    rincian: str
    proses: str
    nomor: int
    sebelum: str = ""
    saksi: tuple[str, ...] = ()
    luput: int = 0
    acak: str = ""

    @property
    def data(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def id(self) -> str:
        """The name without its ending."""
        kapan, sidik = datetime.fromisoformat(self.kapan), hashlib.sha256(self.data).hexdigest()
        return f"{kapan:%Y%m%dT%H%M%S%f}Z-{self.proses}-{self.nomor:06d}-{sidik[:20]}"


@dataclass(frozen=True, order=True)
class Place:
    """What a name tells: which record of which chain."""

    proses: str
    nomor: int


def place_of(id: str) -> Place | None:
    """The place in its chain of the record of this id; None when it is no id."""
    matched = _NAME.fullmatch(id)
    return Place(matched[2], int(matched[3])) if matched else None


def is_use(name: str) -> bool:
    """Is this the name of a record of use?"""
    return name.endswith(ENDING) and place_of(name.removesuffix(ENDING)) is not None


def plain(text: str, most: int) -> str:
    """`text` on one line of at most `most` characters, without what may be a NIK or a telephone number."""
    return one_line(hide_numbers(text), most)


def new_use(kapan: datetime, said: dict[str, str], *, proses: str, nomor: int, **chain: object) -> Use:
    """A use that is said with `akun, peran, apa, rincian`, at its place in the chain."""
    words = {name: plain(said[name], most) for name, most in _LINE.items()}
    moment = kapan.astimezone(UTC).isoformat(timespec="microseconds")
    return Use(moment, **words, proses=proses, nomor=nomor, **chain, acak=secrets.token_hex(4))


def stands_on(name: str, data: bytes) -> list[str]:
    """The names of the records that this one names. Raises `Damaged`."""
    use = decode(name, data)
    return [f"{id}{ENDING}" for id in (use.sebelum, *use.saksi) if id]


def decode(name: str, data: bytes) -> Use:
    """The use in these bytes. Raises `Damaged` when they are not what the name promises."""
    try:
        if len(data) > _MOST_BYTES:
            raise Damaged(name)
        told = json.loads(data)
        use = Use(**{**told, "saksi": tuple(told["saksi"])})
        texts = [use.akun, use.peran, use.apa, use.rincian, use.sebelum, *use.saksi]
        right = all(isinstance(text, str) for text in texts) and use.kapan.endswith("+00:00")
        if not right or f"{use.id}{ENDING}" != name or use.data != data:
            raise Damaged(name)
        return use
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Damaged(name) from error
