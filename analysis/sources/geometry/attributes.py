"""Which attribute of a boundary file names the kelurahan, its kecamatan, its code.

Trap: a ten-digit number is not yet a Kemendagri code. BPS numbers the kota in another order (BPS 3174 is Jakarta
Barat, Kemendagri 31.74 Jakarta Selatan); the seventh digit tells them apart: 1 for a kelurahan of Kemendagri, 0 for BPS.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

# As written by BIG (KDEPUM, WADM..; older KDEBPS), Dukcapil (KODE_DESA, KEL_DESA), BPS and HDX (IDDESA, NMDESA,
# ADM..), this app (kode, kelurahan) and, for a name, any KML. Compared without signs and case, first found first used.
CODES = (
    "KDEPUM", "KODEDESA", "KODEKEL", "KODEKELURAHAN", "KODEKEMENDAGRI", "KODE", "KDDESA", "KDEBPS", "IDDESA",
    "KODEBPS", "ADM4PCODE",
)  # fmt: skip
NAMES = (
    "WADMKD", "KELDESA", "NMDESA", "NAMAKELURAHAN", "NAMAKEL", "KELURAHAN", "DESA", "NAMADESA", "DESAKELUR",
    "ADM4EN", "NAMOBJ", "NAMA", "NAME",
)  # fmt: skip
DISTRICTS = ("WADMKC", "KECAMATAN", "NMKEC", "NAMAKECAMATAN", "NAMAKEC", "ADM3EN")
PROVINCES = ("WADMPR", "PROVINSI", "NMPROV", "NAMAPROVINSI", "ADM1EN")


class Named(NamedTuple):
    """What a feature is called: text, "" where the file does not say. `bps` is true for a code of BPS."""

    kode: str
    kelurahan: str
    kecamatan: str
    prov: str
    bps: bool


def _columns(frame: pd.DataFrame, wanted: tuple[str, ...]) -> list[str]:
    plain = {}
    for name in frame.columns:
        plain.setdefault(re.sub("[^A-Z0-9]", "", str(name).upper()), name)
    return [plain[name] for name in wanted if name in plain and plain[name] != "geometry"]


def has_names(frame: pd.DataFrame) -> bool:
    """Does the layer say which kelurahan its features are?"""
    return len(frame) > 0 and bool(_columns(frame, CODES) or _columns(frame, NAMES))


def marked_indicative(frame: pd.DataFrame) -> np.ndarray:
    """Which features say `batas` = indikatif, in a file of the form that this app writes."""
    if not {"kode", "kelurahan", "batas"} <= set(frame.columns):
        return np.zeros(len(frame), dtype=bool)
    return (frame["batas"].astype("str") == "indikatif").to_numpy()


def read_names(frame: pd.DataFrame) -> list[Named]:
    """What each feature is called, from the first of the known attributes that is filled."""
    sides = [_filled(frame, wanted) for wanted in (NAMES, DISTRICTS, PROVINCES)]
    codes = [_code(cells) for cells in _cells(frame, CODES)]
    return [
        Named(kode, kelurahan, kecamatan, prov, bps)
        for (kode, bps), kelurahan, kecamatan, prov in zip(codes, *sides, strict=True)
    ]


def _cells(frame: pd.DataFrame, wanted: tuple[str, ...]) -> list[list[str]]:
    columns = [frame[name] for name in _columns(frame, wanted)]
    texts = [["" if pd.isna(cell) else str(cell).strip() for cell in column] for column in columns]
    return [list(cells) for cells in zip(*texts, strict=True)] or [[] for _row in range(len(frame))]


def _filled(frame: pd.DataFrame, wanted: tuple[str, ...]) -> list[str]:
    return [next((cell for cell in cells if cell), "") for cells in _cells(frame, wanted)]


def _code(cells: list[str]) -> tuple[str, bool]:
    """The first Kemendagri code with its dots; "" and True where there are only codes of BPS."""
    bps = False
    for cell in cells:
        digits = re.sub("[^0-9]", "", re.sub(r"\.0$", "", cell.removeprefix("ID")))
        if len(digits) != 10:
            continue
        if digits[6] == "1":
            return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}", False
        bps = bps or digits[6] == "0"
    return "", bps
