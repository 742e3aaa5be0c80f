"""Rows of every source side by side, as the checks of data quality want them.

Two traps. A row that breaks an identity only together (each cell was right when it was saved) is kept by the store and
not shown as data; here it comes back, marked `tertahan`, because it is the first thing to mend. And a correction after
the deadline must not make a row late that was sent in time: `pertama` is when the row was recorded first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.sources.layouts import TABLES
from analysis.sources.rules import SOURCE_COLUMNS, Bound
from analysis.sources.store import ROW, State, Store, key_text

# Sources that no system stands behind: what this session tries out, and the synthetic rows.
TRIAL, SAMPLE = "coba", "contoh"
JUDGED = ("balita", "krs", "cakupan")

Identity = tuple[tuple[str, ...], str, tuple[str, ...]]


def identities() -> dict[str, list[Identity]]:
    """The sums that must hold in a row of each judged table: (left columns, "<=" or "==", right columns)."""
    return {
        table: [(rule.left, rule.relation, rule.right) for rule in TABLES[table].rules if isinstance(rule, Bound)]
        for table in JUDGED
    }


def cells_expected() -> dict[str, list[str]]:
    """The counts that a full row of each judged table has; `cakupan` is counted by its indicators instead."""
    return {
        table: [name for name in TABLES[table].columns if name not in TABLES[table].key]
        for table in JUDGED
        if table != "cakupan"
    }


def source_rows(
    tables: Mapping[str, pd.DataFrame], state: State, trial: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Each judged table with the rows of all sources: `sumber_data`, the layout's columns, `jenis_data`, the source
    columns, `tertahan` (bool) and `pertama` (ISO date of the first record, "" where none is known).

    tables: what the session sees (its sample rows are taken from there); trial: tables being tried out.
    """
    return {table: _rows(table, tables[table], state, trial.get(table)) for table in JUDGED}


@dataclass(frozen=True)
class BySource:
    """What a view asks about the systems behind its tables; `trial`: the tables that a session tries out."""

    store: Store
    trial: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def frontier(self) -> tuple[str, ...]:
        """The saves that the answers stand on."""
        return tuple(self.store.state().frontier)

    def recorded(self, table: str) -> pd.DataFrame:
        """The recorded rows of all systems."""
        return self.store.state().by_source(table)

    def rows(self, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """`source_rows` of what is seen now."""
        return source_rows(tables, self.store.state(), self.trial)

    identities = staticmethod(identities)
    cells_expected = staticmethod(cells_expected)


def _rows(table: str, shown: pd.DataFrame, state: State, trial: pd.DataFrame | None) -> pd.DataFrame:
    recorded = state.by_source(table)
    held = _held(table, recorded, state)
    recorded = pd.concat([recorded.assign(tertahan=False), held], ignore_index=True) if len(held) else recorded
    first = _first_dates(table, state)
    keys = zip(recorded["sumber_data"], _keys(table, recorded), strict=True)
    recorded = recorded.assign(pertama=[first.get(key, "") for key in keys])
    parts = [recorded]
    if trial is not None and len(trial):
        parts.append(trial.assign(sumber_data=TRIAL, pertama=trial["tanggal_sumber"]))
    sample = shown[(shown["jenis_data"] == "contoh").to_numpy()]
    parts.append(sample.assign(sumber_data=SAMPLE, pertama=""))
    rows = pd.concat([part for part in parts if len(part)] or [sample.assign(sumber_data="", pertama="")])
    held = rows["tertahan"].eq(True) if "tertahan" in rows else False
    return rows.assign(tertahan=held).reset_index(drop=True)


def _keys(table: str, rows: pd.DataFrame) -> list[str]:
    key = rows[list(TABLES[table].key)].astype("object")
    return [key_text(values) for values in key.itertuples(index=False, name=None)]


def _held(table: str, recorded: pd.DataFrame, state: State) -> pd.DataFrame:
    """Rows that stand in the store and are not shown as data, their counts as numbers where they are numbers."""
    cells = state.cells
    cells = cells[(cells["tabel"] == table).to_numpy()]
    standing = cells[((cells["kolom"] == ROW) & (cells["nilai"] == "1")).to_numpy()]
    shown = set(zip(recorded["sumber_data"], _keys(table, recorded), strict=True))
    missing = [pair for pair in zip(standing["sumber_data"], standing["kunci"], strict=True) if pair not in shown]
    if not missing:
        return pd.DataFrame()
    text = cells.set_index(["sumber_data", "kunci", "kolom"])["nilai"].unstack("kolom").reindex(missing)
    key = pd.DataFrame([json.loads(kunci) for _source, kunci in missing], columns=list(TABLES[table].key))
    numbers = {
        name: pd.to_numeric(text[name], errors="coerce").to_numpy(dtype=float)
        for name in TABLES[table].columns
        if name in text and name not in key
    }
    return key.assign(
        sumber_data=[source for source, _kunci in missing],
        **numbers,
        jenis_data="diunggah",
        **dict.fromkeys(SOURCE_COLUMNS, ""),
        tertahan=True,
    )


def _first_dates(table: str, state: State) -> dict[tuple[str, str], str]:
    """(source, key) -> ISO date of the earliest save that brought the row."""
    first: dict[tuple[str, str], str] = {}
    for save in state.saves:
        cells = save.cells
        rows = cells[((cells["tabel"] == table) & (cells["kolom"] == ROW) & (cells["nilai"] == "1")).to_numpy()]
        for pair in zip(rows["sumber_data"], rows["kunci"], strict=True):
            first[pair] = min(save.kapan[:10], first.get(pair, save.kapan[:10]))
    return first
