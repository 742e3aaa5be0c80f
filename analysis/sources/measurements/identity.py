"""Which rows are the same child, without keeping who the child is.

Traps: twins may share a mother's NIK only by mistake, but a NIK of zeros is shared by everybody; a NIK may
be empty, and then name, date of birth and parent tell the child. What leaves this module is a keyed hash:
the key is random and lives only in this process (and in the workers it hands it to), so a hash says
nothing outside of it and is never written.
"""

from __future__ import annotations

import re
import secrets
from hashlib import blake2b

import numpy as np
import pandas as pd
import pyarrow as pa

KEY = secrets.token_bytes(32)
UNKNOWN = 0

_NIK = re.compile(r"[0-9]{16}")


def hash_children(
    nik: pa.Array, nama: pa.Array, tanggal_lahir: np.ndarray, nama_ortu: pa.Array, key: bytes = KEY
) -> np.ndarray:
    """One number (uint64) per row, the same for the same child; UNKNOWN (0) where nothing tells.

    By NIK where it has sixteen digits that differ, otherwise by name, date of birth (days, NaN = unknown) and parent.
    """
    base = blake2b(key=key, digest_size=8)
    rows = zip(nik.to_pylist(), nama.to_pylist(), tanggal_lahir.tolist(), nama_ortu.to_pylist(), strict=True)
    return np.array([_hash(base, *row) for row in rows], dtype=np.uint64)


def _hash(base: blake2b, nik: str, nama: str, born: float, ortu: str) -> int:
    digits = nik if _NIK.fullmatch(nik) else re.sub("[^0-9]", "", nik.removesuffix(".0")) if nik else ""
    if len(digits) == 16 and len(set(digits)) > 1:
        text = digits
    elif nama and born == born and (name := _letters(nama)):
        text = f"{name}|{born:.0f}|{_letters(ortu)}"
    else:
        return UNKNOWN
    one = base.copy()
    one.update(text.encode())
    return int.from_bytes(one.digest(), "little")


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.upper()))


def repeated(anak: np.ndarray, day: np.ndarray) -> np.ndarray:
    """For each row the place of an earlier row of the same child on the same day, -1 where there is none.

    Rows of an unknown child or day repeat nothing.
    """
    known = np.flatnonzero((anak != UNKNOWN) & ~np.isnan(day))
    keys = pd.DataFrame({"anak": anak[known], "day": day[known]})
    groups = keys.groupby(["anak", "day"], sort=False).ngroup().to_numpy()
    first = np.full(groups.max() + 1 if len(groups) else 0, -1)
    places, index = np.unique(groups, return_index=True)
    first[places] = known[index]
    result = np.full(len(anak), -1)
    result[known] = np.where(first[groups] == known, -1, first[groups])
    return result
