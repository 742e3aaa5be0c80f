"""What is wrong with the rows of an export, gathered block after block and told at the end.

Traps: an export of a million rows can have a million faults, so lines are kept as arrays and one kind of
fault in one column becomes at most a few sentences. And a row may be shifted, so that a name stands where
a number should: beside columns that name persons no cell is repeated in a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.sources.problems import SHOWN, Problem, quote


class Refused(Exception):
    """A file that cannot be read at all; `jenis` names the sentence, `isi` fills it. Holds nothing of the file."""

    def __init__(self, jenis: str, **isi: object) -> None:
        super().__init__(jenis)
        self.jenis, self.isi = jenis, isi


_Key = tuple[str | None, str]


@dataclass
class Findings:
    """Faults by column and kind. `quoting`: whether cells may stand in messages."""

    quoting: bool = False
    lines: dict[_Key, list[np.ndarray]] = field(default_factory=dict)
    details: dict[_Key, list[dict[str, object]]] = field(default_factory=dict)

    def add(
        self,
        kolom: str | None,
        jenis: str,
        lines: Sequence[int] | np.ndarray,
        cells: Sequence[str | None] | None = None,
        **isi: object,
    ) -> None:
        """`jenis` at `lines` of the file, in `kolom`; `cells` are what stands there, `isi` holds for all of them."""
        lines = np.asarray(lines, dtype=np.int64)
        if not len(lines):
            return
        key = (kolom, jenis)
        self.lines.setdefault(key, []).append(lines)
        told = self.details.setdefault(key, [])
        for place in range(min(len(lines), SHOWN - len(told))):
            cell = cells[place] if cells is not None and self.quoting else None
            cell = None if cell is None else quote(cell)
            told.append({**isi, "nilai": cell})

    def merge(self, other: Findings) -> None:
        """Take over what another reader of the same file found in later lines."""
        for (kolom, jenis), lines in other.lines.items():
            self.lines.setdefault((kolom, jenis), []).extend(lines)
            told = self.details.setdefault((kolom, jenis), [])
            told.extend(other.details[kolom, jenis][: SHOWN - len(told)])

    def by_first_line(self) -> Findings:
        """The same with its kinds in the order of their first lines, in however many pieces the file was read."""
        ordered = sorted(self.lines, key=lambda kind: self.lines[kind][0][0])
        lines, details = ({kind: of[kind] for kind in ordered} for of in (self.lines, self.details))
        return Findings(self.quoting, lines, details)

    def __len__(self) -> int:
        return sum(len(part) for parts in self.lines.values() for part in parts)

    def problems(self, berkas: str) -> list[Problem]:
        """Sentences in the order of the file: the first few of a kind one by one, the others counted."""
        found = []
        for (kolom, jenis), parts in self.lines.items():
            lines = np.concatenate(parts)
            told = self.details[kolom, jenis]
            found += [
                Problem(berkas, int(line), kolom, jenis, isi)
                for line, isi in zip(lines[: len(told)], told, strict=True)
            ]
            if rest := tuple(lines[len(told) :].tolist()):
                found.append(Problem(berkas, None, kolom, "lain", {"jumlah": len(rest)}, rest))
        return found

    def table(self, berkas: str) -> pd.DataFrame:
        """Every fault as a row for people: berkas, baris, kolom, masalah; ordered by line."""
        rows = [
            pd.DataFrame(
                {"baris": np.concatenate(parts), "kolom": kolom or "", "masalah": self._sentence(kolom, jenis)}
            )
            for (kolom, jenis), parts in self.lines.items()
        ]
        empty = pd.DataFrame({"baris": np.array([], np.int64), "kolom": "", "masalah": ""})
        table = pd.concat(rows or [empty], ignore_index=True).sort_values(["baris", "kolom"], kind="stable")
        table.insert(0, "berkas", berkas)
        return table.reset_index(drop=True)

    def _sentence(self, kolom: str | None, jenis: str) -> str:
        first = {**self.details[kolom, jenis][0], "nilai": None}
        return Problem("", None, kolom, jenis, first).pesan
