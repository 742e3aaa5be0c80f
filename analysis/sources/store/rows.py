"""The rows of one recorded table, typed and checked.

Trap: a small save on top of a large table must not cost a check of the whole table, so rows that no save touched are
carried over from the state before; the result must be the same as if everything had been worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.sources.catalog import with_source
from analysis.sources.layouts import TABLES
from analysis.sources.problems import Problem, quote
from analysis.sources.schemas import check, empty_frame
from analysis.sources.store.merging import Cells, Lineage, Row
from analysis.sources.store.records import CELLS, ROW, Save, read_key

# What a save without a file is called as a source.
ON_SCREEN = "Isian di layar"
_LAST = 99
_INNER = ["sumber_data", "_kunci", "_urutan"]


class Rows:
    """One table in one state. `before`, `touched`: the same table in an earlier state and the rows that changed.

    `origin(row, column, id)`: the save that first brought the value which the save `id` wrote.
    """

    def __init__(
        self,
        table: str,
        cells: Cells,
        saves: Mapping[str, Save],
        lineage: Lineage,
        references: Mapping[str, pd.DataFrame],
        origin: Callable[[Row, str, str], str] = lambda row, column, id: id,
        before: Rows | None = None,
        touched: Iterable[Row] = (),
    ):
        self.table, self.cells = table, cells
        self._saves, self._lineage, self._references, self._origin = saves, lineage, references, origin
        # Only what was really worked out is built upon; a chain of states nobody looked at is not kept.
        if before is None or "typed" in before.__dict__:
            self._basis, self._touched = before, set(touched)
        else:
            self._basis, self._touched = before._basis, before._touched | set(touched)

    @cached_property
    def typed(self) -> tuple[pd.DataFrame, dict[Row, list[Problem]]]:
        """Every system's rows: columns of the layout, source columns and _INNER; and what is wrong, by row."""
        basis = self._basis
        if basis is None:
            frame, problems = self._read(self.cells)
        else:
            old, wrong = basis.typed
            new, problems = self._read(row for row in self._touched if row in self.cells)
            problems = {row: found for row, found in wrong.items() if row not in self._touched} | problems
            frame = pd.concat([old[~self._is_touched(old)], new])
            self._basis = None
        # The order of saving is another one in every process; the order of rows is not.
        return frame.sort_values(["_kunci", "_urutan"], kind="stable", ignore_index=True), problems

    def _is_touched(self, old: pd.DataFrame) -> np.ndarray:
        changed = old["_kunci"].isin({kunci for _source, kunci in self._touched}).to_numpy(copy=True)
        pairs = old.loc[changed, ["sumber_data", "_kunci"]].itertuples(index=False, name=None)
        changed[changed] = [pair in self._touched for pair in pairs]
        return changed

    @cached_property
    def shown(self) -> pd.DataFrame:
        """One row per key: of the first system that recorded it, in the order of data/rujukan/sumber_data.csv."""
        frame = self.typed[0]
        return frame[~frame["_kunci"].duplicated()].drop(columns=_INNER).reset_index(drop=True)

    @cached_property
    def by_source(self) -> pd.DataFrame:
        """Every system's rows with `sumber_data` in front."""
        frame = self.typed[0].drop(columns=["_kunci", "_urutan"])
        return frame[["sumber_data", *(name for name in frame if name != "sumber_data")]]

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The cells as they are shown: CELLS + `simpanan` (id of the save)."""
        found = [
            (self.table, source, kunci, column, writes[-1][1], writes[-1][0])
            for (source, kunci), cells in self.cells.items()
            for column, writes in cells.items()
        ]
        return pd.DataFrame(found, columns=[*CELLS, "simpanan"], dtype="str")

    @cached_property
    def keys(self) -> pd.DataFrame:
        """Every row ever recorded: `sumber_data`, `kunci` and the key's columns, all text, in the order of keys."""
        layout = TABLES[self.table]
        found = [(source, kunci, read_key(kunci, len(layout.key))) for source, kunci in self.cells]
        rows = sorted((source, kunci, *key) for source, kunci, key in found if key)
        return pd.DataFrame(rows, columns=["sumber_data", "kunci", *layout.key], dtype="str")

    def _read(self, wanted: Iterable[Row]) -> tuple[pd.DataFrame, dict[Row, list[Problem]]]:
        layout = TABLES[self.table]
        plain = [name for name in layout.columns if name not in layout.key]
        by_source: dict[str, list[tuple]] = {}
        restoring = {id for id, save in self._saves.items() if save.memulihkan}
        for source, kunci in wanted:
            cells = self.cells[source, kunci]
            key = read_key(kunci, len(layout.key))
            if key is None or ROW not in cells or cells[ROW][-1][1] != "1":
                continue
            written = {writes[-1][0] for writes in cells.values()}
            if written & restoring:
                written = {self._origin((source, kunci), name, writes[-1][0]) for name, writes in cells.items()}
            latest = max(written, key=self._lineage.rank)
            texts = [cells[name][-1][1] if name in cells else "" for name in plain]
            by_source.setdefault(source, []).append((*key, *texts, kunci, latest))
        good, problems = [], {}
        order = self._references["sumber_data"].set_index("sumber_data")["urutan"].to_dict()
        # Each system's rows are checked apart: the same key may stand once in each of them.
        for source, rows in by_source.items():
            text = pd.DataFrame(rows, columns=[*layout.key, *plain, "_kunci", "_simpanan"], dtype="str")
            frame, wrong = self._checked(text)
            good.append(frame.assign(sumber_data=source, _urutan=order.get(source, _LAST)))
            problems |= {(source, kunci): found for kunci, found in wrong.items()}
        return (pd.concat(good, ignore_index=True) if good else self._nothing()), problems

    def _nothing(self) -> pd.DataFrame:
        inner = {name: pd.Series(dtype="int64" if name == "_urutan" else "str") for name in _INNER}
        return with_source(empty_frame(self.table), "diunggah").assign(**inner)

    def _checked(self, text: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[Problem]]]:
        """The good rows of one system with their source; the problems of the others by `_kunci`."""
        layout = TABLES[self.table]
        key = list(layout.key)
        references = (self._references.get(name) for name in ("kelurahan", "indikator_esensial", "aksi"))
        frame, found = check(self.table, text[list(layout.columns)], self.table, *references)
        problems: dict[str, list[Problem]] = {}
        for problem in found:
            for line in [*([] if problem.baris is None else [problem.baris]), *problem.baris_lain]:
                kunci = text["_kunci"][line]
                place = " ".join(quote(text.at[line, name]) or "…" for name in key)
                told = replace(problem, berkas=f"{self.table} {place}", baris=None)
                problems.setdefault(kunci, []).extend([] if problem.baris is None else [told])
        known = {
            parts: where
            for *parts_, kunci, id in text[[*key, "_kunci", "_simpanan"]].itertuples(index=False, name=None)
            for parts, where in [(tuple(parts_), (kunci, id))]
        }
        # A key that is spelled in another way than the app spells it belongs to no row that could be edited.
        where = [known.get(parts) for parts in frame[key].astype("str").itertuples(index=False, name=None)]
        frame = frame[np.array([one is not None for one in where], dtype=bool)]
        where = [one for one in where if one is not None]
        return frame.assign(
            _kunci=pd.array([kunci for kunci, _id in where], dtype="str"), **self._source(where)
        ), problems

    def _source(self, where: list[tuple[str, str]]) -> dict[str, object]:
        """The source columns of rows by the save that wrote to each of them last."""
        saves = {id: self._saves[id] for _kunci, id in where}
        texts = {
            "sumber_judul": {id: save.berkas or ON_SCREEN for id, save in saves.items()},
            "sumber_url": dict.fromkeys(saves, ""),
            "tanggal_sumber": {id: save.kapan[:10] for id, save in saves.items()},
            "catatan": {id: _about(save) for id, save in saves.items()},
        }
        if "catatan" in TABLES[self.table].columns:
            texts.pop("catatan")
        texts = {"jenis_data": dict.fromkeys(saves, "diunggah")} | texts
        return {name: pd.array([known[id] for _kunci, id in where], dtype="str") for name, known in texts.items()}


def _about(save: Save) -> str:
    return f"sha256 {save.sidik[:12]}" if save.sidik else f"simpanan {save.id[-20:][:12]}"
