"""The grid of the 29 essential services: one row per kelurahan, columns per indicator, made long.

Trap: a percentage without the counts behind it cannot be added up, weighed or given an interval, so it is left out and
said; a denominator is never worked back from a share.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.cells import is_empty
from analysis.sources.imports.sheet import Sheet, plain

_ROLES = {
    "pembilang": (
        "jumlah yang mendapat layanan", "jumlah yang dilayani", "jumlah dilayani", "jumlah capaian", "mendapat layanan",
        "yang mendapat layanan", "jumlah cakupan", "pembilang", "numerator", "num", "dilayani", "capaian", "realisasi",
        "jumlah", "jml", "n",
    ),
    "penyebut": (
        "jumlah sasaran", "jml sasaran", "total sasaran", "target sasaran", "penyebut", "denominator", "denom",
        "sasaran", "d",
    ),
    "persen": (
        "persentase cakupan", "persen cakupan", "cakupan persen", "capaian persen", "persentase capaian", "persentase",
        "prosentase", "persen", "cakupan", "pct",
    ),
}  # fmt: skip
_PHRASES = sorted(
    ((phrase, role) for role, phrases in _ROLES.items() for phrase in phrases), key=lambda pair: -len(pair[0])
)
_CODE = re.compile(r"^(?:e|i|indikator|ind|no)? ?0*([0-9]{1,2})(?= |$)")
_CLOSE = 0.86


@dataclass(frozen=True)
class Pair:
    """Where the counts of one indicator stand; "" for a column that the file does not have."""

    kode_indikator: str
    pembilang: str = ""
    penyebut: str = ""
    persen: str = ""

    @property
    def whole(self) -> bool:
        return bool(self.pembilang and self.penyebut)


class Indicators:
    """Finds the indicator that a text means; made from the table indikator_esensial."""

    def __init__(self, indikator: pd.DataFrame) -> None:
        codes = indikator["kode_indikator"].tolist()
        self._by_number = {int(code[1:]): code for code in codes if re.fullmatch("E[0-9]+", code)}
        self._by_name = {
            plain(name): code
            for column in ("nama", "nama_pendek", "definisi")
            for code, name in zip(codes, indikator[column], strict=True)
            if name
        }

    def find(self, text: str, numbered: bool = True) -> str:
        """The code, by a number in front ("E01", "1. TTD ...") or by its name; "" for none."""
        name = plain(text)
        if match := _CODE.match(name):
            rest = name[match.end() :].strip()
            explicit = not name[0].isdigit() or bool(rest)
            if explicit or numbered:
                return self._by_number.get(int(match[1]), "")
        if name in self._by_name:
            return self._by_name[name]
        if len(name) < 6:
            return ""
        close = difflib.get_close_matches(name, self._by_name, n=2, cutoff=_CLOSE)
        codes = {self._by_name[one] for one in close}
        return codes.pop() if len(codes) == 1 else ""


def _role(name: str) -> tuple[str, str]:
    """The role that a name ends or begins with, and what is left: "e01 penyebut" -> ("penyebut", "e01")."""
    for phrase, role in _PHRASES:
        if name == phrase:
            return role, ""
        if name.endswith(f" {phrase}"):
            return role, name[: -len(phrase) - 1]
        if len(phrase) > 2 and name.startswith(f"{phrase} "):
            return role, name[len(phrase) + 1 :]
    return "", name


def find_pairs(sheet: Sheet, indicators: Indicators) -> list[Pair]:
    """The indicators of a grid in the order of the file; empty when the file is none."""
    found: dict[str, dict[str, str]] = {}
    for column, parts in zip(sheet.columns, sheet.parts, strict=True):
        if column in sheet.personal or not parts:
            continue
        code, role = _read_header(parts, indicators)
        if code:
            found.setdefault(code, {}).setdefault(role or "persen", column)
    return [Pair(code, **columns) for code, columns in found.items()]


def _read_header(parts: Sequence[str], indicators: Indicators) -> tuple[str, str]:
    """The indicator and the role that the texts above one column name together."""
    if len(parts) > 1:
        role, rest = _role(plain(parts[-1]))
        upper = parts[:-1]
        if role and not rest:
            found = (indicators.find(text) or indicators.find(_role(plain(text))[1]) for text in reversed(upper))
            return next(filter(None, found), ""), role
    text = parts[-1]
    # The whole name first: "... mendapat tambahan asupan gizi" must not lose its end to a role.
    code = indicators.find(text, numbered=False)
    role, rest = _role(plain(text))
    if role and rest and (inner := indicators.find(rest)):
        return inner, role
    return code, ""


def lengthen(rows: pd.DataFrame, pairs: Sequence[Pair]) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Rows of a sheet (with any further columns) as one row per indicator: adds kode_indikator, pembilang, penyebut.

    Also, per row of the result, where its counts stood ({target: column}). An indicator of which neither count is
    filled in says nothing and is left out.
    """
    frames, origins = [], []
    for pair in pairs:
        if not pair.whole:
            continue
        part = rows.assign(
            kode_indikator=pair.kode_indikator, pembilang=rows[pair.pembilang], penyebut=rows[pair.penyebut]
        )
        counts = zip(part["pembilang"], part["penyebut"], strict=True)
        filled = np.array([not (is_empty(above) and is_empty(below)) for above, below in counts], dtype=bool)
        frames.append(part[filled])
        columns = {"pembilang": pair.pembilang, "penyebut": pair.penyebut, "kode_indikator": pair.pembilang}
        origins += [columns] * len(frames[-1])
    if not frames:
        return rows.iloc[:0].assign(kode_indikator="", pembilang="", penyebut=""), []
    return pd.concat(frames), origins
