"""The words in which a table is described: what a column holds and what must hold between columns.

Trap: a rule speaks about whole columns at once and a missing part makes a sum say nothing, so a row
with an unknown numerator is not a row with a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

# Where a figure comes from; on every row of published, sample and uploaded tables.
SOURCE_COLUMNS = ("sumber_judul", "sumber_url", "tanggal_sumber", "catatan")


@dataclass(frozen=True)
class Column:
    """How one column is read and what its values must be.

    `one_of` lists the only values allowed; `known` names the reference whose values are allowed
    ("kelurahan", "wilayah", "kota", "indikator") and is not checked while that reference is empty.
    """

    read: Callable[[str], object]
    dtype: str = "str"
    required: bool = True
    one_of: tuple[str, ...] = ()
    known: str = ""
    at_least: float | None = None
    is_year: bool = False


@dataclass(frozen=True)
class Bound:
    """The sum of the columns `left` is `relation` ("<=" or "==") the sum of the columns `right`."""

    left: tuple[str, ...]
    relation: str
    right: tuple[str, ...]
    jenis: str = ""

    @property
    def column(self) -> str:
        return self.left[0]

    @property
    def kind(self) -> str:
        return self.jenis or {"<=": "jumlah_lebih", "==": "jumlah_beda"}[self.relation]

    def holds(self, frame: pd.DataFrame) -> pd.Series:
        left, right = self._sums(frame)
        # A sum with a missing part says nothing.
        return ((left == right) if self.relation == "==" else (left <= right)).fillna(True).astype(bool)

    def _sums(self, frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
        return tuple(sum(frame[name] for name in side) for side in (self.left, self.right))

    def values(self, row: pd.DataFrame) -> dict[str, object]:
        left, right = (int(side.iloc[0]) for side in self._sums(row))
        sides = {"kiri": " + ".join(self.left), "kanan": " + ".join(self.right)}
        return {**sides, "jumlah": left, "batas": right}


@dataclass(frozen=True)
class Belongs:
    """`part` (a code) must lie in `whole` (a shorter code of the same system)."""

    part: str
    whole: str
    kind: str = "kota_lain"

    @property
    def column(self) -> str:
        return self.part

    def holds(self, frame: pd.DataFrame) -> pd.Series:
        return frame[self.part].str[: len("31.73")] == frame[self.whole]

    def values(self, row: pd.DataFrame) -> dict[str, object]:
        return {name: row[name].iloc[0] for name in (self.part, self.whole)}


@dataclass(frozen=True)
class InFrame:
    """The aksi must be one of its frame in that year; `also` are codes that stand outside the frames."""

    also: tuple[str, ...] = ()
    frames: pd.DataFrame | None = field(default=None, compare=False)
    kind: str = "aksi_tak_dikenal"
    column: str = "aksi"

    def holds(self, frame: pd.DataFrame) -> pd.Series:
        if self.frames is None or self.frames.empty:
            return pd.Series(True, index=frame.index)
        pairs = frame[["kerangka", "aksi"]].merge(self.frames, on=["kerangka", "aksi"], how="left")
        first, last = (
            pairs[name].fillna(year).to_numpy(dtype=float)
            for name, year in (("berlaku_dari", 0), ("berlaku_sampai", 9999))
        )
        inside = pairs["nama"].notna().to_numpy() & (frame["tahun"] >= first) & (frame["tahun"] <= last)
        return inside | frame["aksi"].isin(self.also)

    def values(self, row: pd.DataFrame) -> dict[str, object]:
        return {name: str(row[name].iloc[0]) for name in ("aksi", "kerangka", "tahun")}


@dataclass(frozen=True)
class Table:
    """A table: its columns, the rules between them, and the columns that identify a row (`key`).

    Uploaded rows push out sample rows with the same `replaces` (the key unless said otherwise).
    """

    columns: dict[str, Column]
    rules: tuple[Bound | Belongs | InFrame, ...] = ()
    key: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
