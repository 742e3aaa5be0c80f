"""What is typed on screen before it is recorded: steps to undo, what changed, what is wrong, which cells to save.

Everything here is text as people type it and becomes a value only through the readers of the layout: a browser would
take a pasted "1.234" for 1.234 without a word. Traps: a save holds only the cells that were really changed, because the
unchanged ones may have been changed by somebody else since the sheet was opened; and a row that came from a system is
mended on that system's row, or numerator and denominator of two systems would meet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.sources.cells import Refusal, is_empty
from analysis.sources.layouts import TABLES
from analysis.sources.problems import Problem, quote
from analysis.sources.schemas import check
from analysis.sources.store.records import CELLS, ROW, cells_of_rows, key_text
from analysis.sources.store.standing import State

# A row that no system brought.
TYPED = "entri"
SHOWN_FAULTS = 12
_KEPT_STEPS = 200


@dataclass(frozen=True)
class Sheet:
    """Rows of one table on their way into the store. Never changes; every step gives a new sheet.

    `opened`: rows as recorded when the sheet was opened, all columns of the layout as text, index = number of the row;
    `source`, `kunci`: system and key of the rows that are recorded, by number; `given`: columns that nobody types (the
    key of a fixed grid, kota and year of a list) with the values that new rows take from `fixed`; `induk`: the frontier
    of the state it was opened on; `steps`, `place`: everything typed since, step by step.
    """

    table: str
    opened: pd.DataFrame
    source: Mapping[int, str]
    kunci: Mapping[int, str]
    given: tuple[str, ...]
    induk: tuple[str, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[pd.DataFrame, ...] = ()
    place: int = -1

    @property
    def now(self) -> pd.DataFrame:
        """The rows as they stand after the last step that was not undone."""
        return self.opened if self.place < 0 else self.steps[self.place]

    @property
    def can_undo(self) -> bool:
        return self.place >= 0

    @property
    def can_redo(self) -> bool:
        return self.place < len(self.steps) - 1

    def typed(self, rows: pd.DataFrame) -> Sheet:
        """One step further; steps that were undone before are gone."""
        if rows.equals(self.now):
            return self
        steps = (*self.steps[: self.place + 1], rows)[-_KEPT_STEPS:]
        return replace(self, steps=steps, place=len(steps) - 1)

    def undo(self) -> Sheet:
        return replace(self, place=self.place - 1) if self.can_undo else self

    def redo(self) -> Sheet:
        return replace(self, place=self.place + 1) if self.can_redo else self

    def discard(self) -> Sheet:
        """Back to what is recorded, as a step that can itself be undone."""
        return self.typed(self.opened)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row: its number and the problem (`problem.kolom` is None for the row as a whole)."""

    baris: int
    problem: Problem


@dataclass(frozen=True)
class Checked:
    """`good`: typed rows, index = number; `faults`: at most SHOWN_FAULTS; `bad`: numbers of all rows refused."""

    good: pd.DataFrame
    faults: list[Fault]
    bad: tuple[int, ...]


def open_sheet(
    state: State,
    table: str,
    references: Mapping[str, pd.DataFrame],
    *,
    keys: Iterable[tuple] | None = None,
    belongs: Callable[[list], bool] | None = None,
    fixed: Mapping[str, str] | None = None,
) -> Sheet:
    """The recorded rows of `table`: for `keys` a fixed grid with a row for each, else those whose key `belongs`.

    Only what is recorded is opened, sample rows never. Where several systems recorded a row the one that stands is
    opened (a row that keeps the rules before one that does not, then by the order of sumber_data). `references`: the
    tables kelurahan, indikator_esensial, aksi and sumber_data. `fixed`: what new rows of a list take for granted.
    """
    layout = TABLES[table]
    names = list(layout.columns)
    grid = None if keys is None else {key_text(key): [str(part) for part in key] for key in keys}
    standing = _standing(state, table, references, grid, belongs)
    if grid is not None:
        empty = pd.DataFrame(list(grid.values()), columns=list(layout.key), index=list(grid), dtype="str")
        rows = empty.reindex(columns=[*names, "_sumber"], fill_value="")
        rows.loc[standing.index, :] = standing
    else:
        rows = standing.sort_values(list(layout.key), kind="stable")
    kunci, source = rows.index.tolist(), rows["_sumber"].tolist()
    recorded = [place for place, name in enumerate(source) if name]
    return Sheet(
        table,
        rows[names].reset_index(drop=True).astype("str"),
        {place: source[place] for place in recorded},
        {place: kunci[place] for place in recorded},
        tuple(layout.key) if grid is not None else tuple(fixed or {}),
        state.frontier,
        dict(fixed or {}),
    )


def _standing(state: State, table: str, references, grid, belongs) -> pd.DataFrame:
    """Text rows by key (index), with the system each came from in `_sumber`."""
    names = list(TABLES[table].columns)
    cells = state.cells[(state.cells["tabel"] == table).to_numpy()]
    parsed = {kunci: json.loads(kunci) for kunci in cells["kunci"].unique() if grid is None or kunci in grid}
    wanted = [kunci for kunci, key in parsed.items() if belongs is None or belongs(key)]
    cells = cells[cells["kunci"].isin(wanted).to_numpy()]
    if cells.empty:
        return pd.DataFrame(columns=[*names, "_sumber"], dtype="str")
    rows = cells.pivot(index=["sumber_data", "kunci"], columns="kolom", values="nilai").fillna("").reset_index()
    rows = rows[(rows[ROW] == "1").to_numpy()].reset_index(drop=True)
    for place, name in enumerate(TABLES[table].key):
        rows[name] = [str(parsed[kunci][place]) for kunci in rows["kunci"]]
    text = rows.reindex(columns=names, fill_value="").astype("str")
    broken = pd.Series(False, index=rows.index)
    for _system, part in text.groupby(rows["sumber_data"]):
        broken[list(refused(table, part, references)[1])] = True
    order = references["sumber_data"].set_index("sumber_data")["urutan"]
    text = text.assign(_sumber=rows["sumber_data"], _kunci=rows["kunci"], _broken=broken)
    text["_urutan"] = rows["sumber_data"].map(order).fillna(len(order) + 1)
    first = text.sort_values(["_broken", "_urutan"], kind="stable").drop_duplicates("_kunci").set_index("_kunci")
    return first[[*names, "_sumber"]]


def apply_edits(shown: pd.DataFrame, edits: Mapping, fixed: Mapping[str, str], opened: int) -> pd.DataFrame:
    """The rows `shown` after the edits of a table widget; `opened` rows existed from the start.

    edits: {"edited_rows": {position: {column: value}}, "added_rows": [{column: value}], "deleted_rows": [position]},
    where None is an emptied cell. Added rows get numbers that no other row has.
    """
    rows = shown.copy()
    for position, cells in edits["edited_rows"].items():
        for name, value in cells.items():
            if name in rows:
                rows.at[shown.index[int(position)], name] = _text(value)
    rows = rows.drop(index=[shown.index[int(position)] for position in edits["deleted_rows"]])
    first = max([opened - 1, *shown.index]) + 1
    added = [
        {**dict.fromkeys(rows, ""), **fixed, **{name: _text(value) for name, value in cells.items() if name in rows}}
        for cells in edits["added_rows"]
    ]
    numbers = range(first, first + len(added))
    return pd.concat([rows, pd.DataFrame(added, index=numbers, columns=rows.columns, dtype="str")]) if added else rows


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    return " ".join(str(value).split())


def plain(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Every cell as the store keeps it ("1.234" and "1234" are the same count); what cannot be read stays as typed."""
    return pd.DataFrame(
        {name: [_plain(column.read, cell) for cell in rows[name]] for name, column in TABLES[table].columns.items()},
        index=rows.index,
        dtype="str",
    )


def _plain(read: Callable[[str], object], cell: str) -> str:
    if is_empty(cell):
        return ""
    value = read(cell)
    if isinstance(value, Refusal):
        return cell.strip()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _blank(sheet: Sheet, rows: pd.DataFrame) -> pd.Series:
    return (rows.drop(columns=list(sheet.given)) == "").all(axis=1)


def filled(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, as the store keeps them, in which something stands that was typed or recorded."""
    cells = plain(sheet.table, rows)
    return cells[~_blank(sheet, cells)]


def changes(sheet: Sheet) -> pd.DataFrame:
    """The cells that differ from what is recorded: `baris` (number), `kolom`, `sebelum`, `sesudah` (text, "" = empty)."""
    if sheet.now is sheet.opened:
        return pd.DataFrame(columns=["baris", "kolom", "sebelum", "sesudah"])
    before, after = filled(sheet, sheet.opened), filled(sheet, sheet.now)
    labels = before.index.union(after.index, sort=True)
    names = [name for name in before if name not in sheet.given]
    old, new = (rows[names].reindex(labels, fill_value="") for rows in (before, after))
    different = (old != new).stack()
    cells = [cell for cell, is_it in different.items() if is_it]
    return pd.DataFrame(
        [(label, name, old.at[label, name], new.at[label, name]) for label, name in cells],
        columns=["baris", "kolom", "sebelum", "sesudah"],
    )


def refused(
    table: str, rows: pd.DataFrame, references: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, dict[int, list[Problem]]]:
    """Text rows through the schema: the good ones typed under their numbers, and the problems of each other one."""
    known = [references.get(name) for name in ("kelurahan", "indikator_esensial", "aksi")]
    good, problems = check(table, rows, "", *known)
    wrong: dict[int, list[Problem]] = {}
    for problem in problems:
        for line in (problem.baris,) if problem.baris is not None else problem.baris_lain:
            wrong.setdefault(line, []).append(problem)
    return good.set_axis([label for label in rows.index if label not in wrong], axis=0), wrong


def checked(sheet: Sheet, references: Mapping[str, pd.DataFrame]) -> Checked:
    """All rows as they stand through the schema's checks, identities included; each wrong row told by itself."""
    rows = filled(sheet, sheet.now)
    if rows.empty:
        return Checked(rows, [], ())
    good, wrong = refused(sheet.table, rows, references)
    return Checked(good, _told(sheet.table, rows, wrong, references), tuple(wrong))


def _told(table: str, rows: pd.DataFrame, wrong: dict[int, list[Problem]], references) -> list[Fault]:
    """One fault per cell. A report folds many rows of one kind into a count, so those are looked at once more."""
    faults: list[Fault] = []
    waiting, rules = dict(wrong), {rule.kind for rule in TABLES[table].rules}
    while waiting and len(faults) < SHOWN_FAULTS:
        told = {line: [one for one in problems if one.baris is not None] for line, problems in waiting.items()}
        for line, problems in told.items():
            # A cell that is wrong by itself comes first; what it does to a sum is no second fault.
            alone = [one for one in problems if one.jenis not in rules]
            faults += [Fault(line, one) for one in alone or problems]
            # A row with a cell that cannot be read is looked at no further by the schema.
            named = {one.kolom for one in problems}
            faults += [Fault(line, one) for one in _below_zero(table, line, rows.loc[line]) if one.kolom not in named]
        rest = [line for line, problems in told.items() if not problems]
        waiting = refused(table, rows.loc[rest], references)[1] if rest else {}
    return sorted(faults, key=lambda fault: fault.baris)[:SHOWN_FAULTS]


def _below_zero(table: str, line: int, row: pd.Series) -> list[Problem]:
    """The negative figures of a row."""
    found = []
    for name, column in TABLES[table].columns.items():
        value = None if column.at_least is None or is_empty(row[name]) else column.read(row[name])
        if isinstance(value, (int, float)) and value < column.at_least:
            found.append(Problem("", line, name, "negatif", {"nilai": quote(row[name])}))
    return found


def cells_to_record(sheet: Sheet, found: Checked) -> pd.DataFrame:
    """The cells of one save (CELLS): what changed in good rows, whole new rows, and rows that are gone.

    Hand them through `changed_cells` before saving. Rows that were refused are left out whole. A row whose key was changed is a new row, and the old one is gone.
    """
    touched = {label: {ROW, *names} for label, names in changes(sheet).groupby("baris")["kolom"]}
    after = filled(sheet, sheet.now)
    gone = [label for label in touched if label not in after.index]
    parts = []
    written = [label for label in touched if label in found.good.index]
    for source in dict.fromkeys(sheet.source.get(label, TYPED) for label in written):
        labels = [label for label in written if sheet.source.get(label, TYPED) == source]
        cells = cells_of_rows(sheet.table, found.good.loc[labels], source)
        # The first cells are those of ROW, one for each row in its order.
        place = dict(zip(cells["kunci"], labels, strict=False))
        gone += [label for kunci, label in place.items() if sheet.kunci.get(label, kunci) != kunci]
        # A new row brings its empty cells too: its key may have stood before, with other values.
        kept = [
            sheet.kunci.get(place[kunci]) != kunci or kolom in touched[place[kunci]]
            for kunci, kolom in zip(cells["kunci"], cells["kolom"], strict=True)
        ]
        parts.append(cells[kept])
    # Where one row takes the key that another one gave up, the row is there.
    cells = pd.concat([*(_gone(sheet, label) for label in gone), *parts, pd.DataFrame(columns=CELLS)])
    return cells.drop_duplicates(CELLS[:-1], keep="last")[CELLS].reset_index(drop=True)


def _gone(sheet: Sheet, label: int) -> pd.DataFrame:
    return pd.DataFrame([[sheet.table, sheet.source[label], sheet.kunci[label], ROW, ""]], columns=CELLS)


def carried_over(new: Sheet, old: Sheet, bad: Iterable[int]) -> Sheet:
    """`new`, opened after a save, with the rows of `old` that could not be saved still as they were typed."""
    places = {kunci: label for label, kunci in new.kunci.items()}
    same_grid = old.opened.index.equals(new.opened.index) and set(old.given) >= set(TABLES[old.table].key)
    rows = new.now.copy()
    for label in bad:
        place = label if same_grid else places.get(old.kunci.get(label, ""))
        if place is None:
            place = max([len(new.opened) - 1, *rows.index]) + 1
        rows.loc[place] = old.now.loc[label]
    return new.typed(rows)
