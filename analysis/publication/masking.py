"""The tables as the public may see them: every hidden cell missing, looked up in a plan of the complete tables.

The trap: what one release happens to hold must not decide what is hidden. Two releases, or a map and a table, would
then be subtracted from each other. So the plan is made once from the complete tables, for all levels and all columns
that belong together, and each frame is only looked up in it. Mask first, derive afterwards: a rank, a class limit or
a shrunken rate made from hidden numbers tells about them. And add first, mask afterwards: the sum of what is left
of a kecamatan is not its total.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.convergence.measures import CODE_LENGTH, RECIPES, RESULT
from analysis.publication.suppression import REASONS, SECOND, SHOWN, Areas, Plan, Rules, make_plan
from analysis.publication.systems import AMONG_KRS, MISSED, RANKS, STUNTED, SYSTEMS

# What about a hidden row may stay: where and when it is, what is asked, and how many kelurahan reported.
_KEPT = frozenset(
    ["tahun", "lat", "lon", "x", "y", "n_wilayah", "n_wilayah_total", "target", "tahun_target", "urutan", "lokus"]
)
_BASES = ("penyebut", "n")
# Words that tell where a value stands.
_VERDICTS = ("putusan95", "putusan998", "posisi", "arah", "klaster", "klaster_mentah", "teks_nilai")
# The value of another area beside the row's own.
_BENCHMARKS = ("acuan", "nilai_kota")
_SHARE_OF_KRS = ("total_krs", "keluarga_sasaran")


class _Hidden(NamedTuple):
    """Why the rows of one indicator and year are hidden, by area code of any level, and whose base is hidden."""

    reasons: dict[str, str]
    bases: frozenset[str]


class Suppression:
    """What is hidden of `tables` (balita, krs, cakupan as the app sees them), by `rules`.

    A table and year is planned when asked for and remembered; keep one object as long as the tables are the same.
    """

    def __init__(self, tables: dict[str, pd.DataFrame], rules: Rules):
        self.rules = rules
        self._tables = tables
        self._plans: dict[tuple[str, int], dict[str, Plan]] = {}
        self._found: dict[tuple, _Hidden] = {}

    def hidden(self, indikator: str, tahun: int, level: str, kode_indikator: str | None = None) -> pd.DataFrame:
        """The areas of `level` whose figure must not be shown: `kode, alasan` (pembilang | penyebut | sekunder).

        indikator: one of RECIPES (`cakupan` with `kode_indikator`, else ValueError); a KRS factor or welfare rank by
        its column, as a share of the families at risk or of the target families; or any other column of balita and
        krs, alone. Surveys are estimates: nothing of them is hidden. The reason is for those who publish: told to
        readers it would narrow down what is hidden.
        """
        found = self._hidden(indikator, tahun, kode_indikator).reasons
        here = {code: why for code, why in found.items() if len(code) == CODE_LENGTH[level]}
        return pd.DataFrame({"kode": list(here), "alasan": list(here.values())}, dtype="str")

    def mask(
        self, frame: pd.DataFrame, indikator: str, tahun: int, level: str, kode_indikator: str | None = None
    ) -> pd.DataFrame:
        """`frame` (by `kode_<level>`, as `kelurahan_measure` or `coverage_matrix` make it) with the numbers and verdicts
        of hidden rows missing and the bool column `disembunyikan`. `penyebut` and `n` stay where they may be seen.

        Rows of several services are told apart by their own `kode_indikator`.
        """
        service = frame.get("kode_indikator") if indikator == "cakupan" and not kode_indikator else kode_indikator
        masked = self.mask_rows(frame, indikator, tahun, frame[f"kode_{level}"], service)
        masked.attrs["rilis"] = {"indikator": indikator, "tahun": int(tahun), "kode_indikator": kode_indikator}
        return masked

    def mask_rows(
        self, frame: pd.DataFrame, indikator, tahun, kode, kode_indikator=None, kode_acuan=None
    ) -> pd.DataFrame:
        """As `mask` for rows of any kind: each of the arguments is one value or one per row.

        A series of years, the factors or services of one area: `mask_rows(factors, factors["faktor"], 2024, "31.73")`.
        kode_acuan: whose value stands in `acuan`; `nilai_kota` is the row's own kota.
        """
        hidden, without_base = (np.zeros(len(frame), dtype=bool) for _part in range(2))
        others = {name: np.zeros(len(frame), dtype=bool) for name in _BENCHMARKS}
        for found, rows, at in self._asked(frame.index, indikator, tahun, kode, kode_indikator, kode_acuan):
            hidden[at] = rows["kode"].isin(found.reasons)
            without_base[at] = rows["kode"].isin(found.bases)
            others["acuan"][at] = rows["acuan"].isin(found.reasons)
            others["nilai_kota"][at] = rows["kode"].str[: CODE_LENGTH["kota"]].isin(found.reasons)
        masked = _emptied(frame, hidden, without_base)
        for name, cells in others.items():
            if name in frame and cells.any():
                masked[name] = _missing_where(masked[name], cells)
                masked = _without_verdicts(masked, cells)
        return masked.assign(disembunyikan=hidden)

    def reasons(self, index: pd.Index, indikator, tahun, kode, kode_indikator=None) -> list[str]:
        """Why each row of `index` is hidden ("" = it is not); arguments as in `mask_rows`."""
        why = np.full(len(index), "", dtype=object)
        for found, rows, at in self._asked(index, indikator, tahun, kode, kode_indikator):
            why[at] = [found.reasons.get(code, "") for code in rows["kode"]]
        return why.tolist()

    def _asked(self, index, indikator, tahun, kode, kode_indikator, kode_acuan=None) -> Iterator[tuple]:
        """What is hidden of each indicator, year and service asked for, with the rows about it and their places."""
        columns = {"indikator": indikator, "tahun": tahun, "kode": kode, "layanan": kode_indikator, "acuan": kode_acuan}
        # By place: an index may hold a label twice.
        columns = {name: part.array if isinstance(part, pd.Series) else part for name, part in columns.items()}
        asked = pd.DataFrame(columns, index=pd.RangeIndex(len(index))).astype({"kode": "str", "acuan": "str"})
        for (one, year, service), at in asked.groupby(["indikator", "tahun", "layanan"], dropna=False).indices.items():
            yield self._hidden(one, int(year), service if isinstance(service, str) else None), asked.iloc[at], at

    def mask_columns(self, frame: pd.DataFrame, table: str, tahun: int, level: str) -> pd.DataFrame:
        """Rows of the table "balita", "krs" or "cakupan" by `kode_<level>` (raw, or added per area) with every hidden
        cell missing. Counts become Int64 where something is hidden; what is no count of the table stays."""
        reasons = self.cell_reasons(frame, table, tahun, level)
        hidden = {name: np.array([bool(why) for why in cells], dtype=bool) for name, cells in reasons.items()}
        masked = frame.assign(**{name: _missing_where(frame[name], cells) for name, cells in hidden.items()})
        masked.attrs["rilis"] = {"tabel": table, "tahun": int(tahun)}
        return masked

    def cell_reasons(self, frame: pd.DataFrame, table: str, tahun: int, level: str) -> dict[str, list[str]]:
        """Why each cell is hidden ("" = it is not), by column; arguments as in `mask_columns`."""
        found: dict[str, list[str]] = {}
        codes, plans = frame[f"kode_{level}"].tolist(), self.planned(table, tahun)
        services = frame["kode_indikator"].tolist() if table == "cakupan" else [""] * len(codes)
        for column in (name for name in SYSTEMS[table].columns if name in frame):
            why = {service: plan.hidden_codes(column) for service, plan in plans.items()}
            found[column] = [why.get(one, {}).get(code, "") for one, code in zip(services, codes, strict=True)]
        return found

    def planned(self, table: str, tahun: int) -> dict[str, Plan]:
        """The plans of a table and year: one by service for `cakupan`, else one under ""."""
        key = (table, int(tahun))
        if key not in self._plans:
            self._plans[key] = _make_plans(self._tables[table], table, int(tahun), self.rules)
        return self._plans[key]

    def _hidden(self, indikator: str, tahun: int, kode_indikator: str | None) -> _Hidden:
        key = (indikator, int(tahun), kode_indikator)
        if key not in self._found:
            self._found[key] = self._look_up(*key)
        return self._found[key]

    def _look_up(self, indikator: str, tahun: int, kode_indikator: str | None) -> _Hidden:
        table, columns, base = _columns_of(indikator)
        if table == "cakupan" and not kode_indikator:
            raise ValueError("cakupan needs kode_indikator")
        plan = self.planned(table, tahun).get(kode_indikator if table == "cakupan" else "") if table else None
        if plan is None:
            return _Hidden({}, frozenset())
        reasons = _row_reasons(plan, columns)
        bases = _base_reasons(plan, columns, base) if base else np.zeros(len(reasons), dtype=int)
        codes = plan.areas.codes
        return _Hidden(
            {codes[i]: REASONS[reasons[i]] for i in np.flatnonzero(reasons)},
            frozenset(codes[i] for i in np.flatnonzero(bases)),
        )


def _columns_of(indikator: str) -> tuple[str, tuple[str, ...], str | None]:
    """The table of an indicator, its columns (the count first, then the bases of its share) and its `penyebut`."""
    if indikator in RECIPES:
        recipe = RECIPES[indikator]
        count = STUNTED if len(recipe.pembilang) > 1 else recipe.pembilang[0]
        return recipe.table, (count, recipe.penyebut) if recipe.share else (count,), recipe.penyebut
    if indikator in (*AMONG_KRS, *RANKS):
        return "krs", (indikator, *_SHARE_OF_KRS), "total_krs"
    return next((name for name in ("balita", "krs") if indikator in SYSTEMS[name].columns), ""), (indikator,), None


def _make_plans(rows: pd.DataFrame, table: str, tahun: int, rules: Rules) -> dict[str, Plan]:
    rows = rows[(rows["tahun"] == tahun).to_numpy(dtype=bool)]
    if rows.empty:
        return {}
    system, areas = SYSTEMS[table], Areas(rows["kode_kelurahan"])
    groups = rows.groupby("kode_indikator") if table == "cakupan" else [("", rows)]
    plans = {service: make_plan(system, areas, _leaves(part, table, areas), rules) for service, part in groups}
    return _alike(plans) if table == "cakupan" else plans


def _leaves(rows: pd.DataFrame, table: str, areas: Areas) -> np.ndarray:
    """Counts as columns of the system x kelurahan, NaN = not known."""
    system = SYSTEMS[table]
    leaves = np.full((len(system.columns), len(areas.codes[areas.at("kelurahan")])), np.nan)
    at = rows["kode_kelurahan"].map(areas.index).to_numpy(dtype=int)
    known = {name: rows[name].to_numpy(dtype=float, na_value=np.nan) for name in system.columns if name in rows}
    if table == "balita":
        known[STUNTED] = known["pendek"] + known["sangat_pendek"]
    if table == "cakupan":
        known[MISSED] = known["penyebut"] - known["pembilang"]
    for place, name in enumerate(system.columns):
        if name in known:
            leaves[place, at] = known[name]
    return leaves


def _alike(plans: dict[str, Plan]) -> dict[str, Plan]:
    """Services with the very same targets hide the same targets: one would tell what the other hides."""
    groups: dict[bytes, list[Plan]] = {}
    for plan in plans.values():
        groups.setdefault(plan.values[plan.columns.index("penyebut")].tobytes(), []).append(plan)
    for same in groups.values():
        base = same[0].columns.index("penyebut")
        hidden = np.logical_or.reduce([plan.reason[base] != SHOWN for plan in same])
        for plan in same:
            plan.reason[base] = np.where(hidden & (plan.reason[base] == SHOWN), SECOND, plan.reason[base])
    return plans


def _row_reasons(plan: Plan, columns: tuple[str, ...]) -> np.ndarray:
    """Why the rows about a count and the bases of its share are hidden, by area (SHOWN: they are not)."""
    count, *bases = columns
    reasons = plan.of(count)
    for base in bases:
        reasons = _weightier(reasons, _base_reasons(plan, columns, base))
    # Who was missed is small: for the reader that is a small count as well.
    for other in (MISSED, "tidak_berisiko"):
        if other in plan.columns and count in ("pembilang", "total_krs"):
            reasons = np.where(reasons == SECOND, _weightier(reasons, plan.of(other)), reasons)
    return reasons


def _weightier(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """BASE before COUNT before SECOND before SHOWN."""
    weight = np.array([0, 2, 3, 1])
    return np.where(weight[other] > weight[one], other, one)


def _base_reasons(plan: Plan, columns: tuple[str, ...], base: str) -> np.ndarray:
    """Why the base of a share is hidden, by area. Where the share adds other kelurahan than the count or the base
    alone, and one of those is hidden, the difference between the two sums would tell about it."""
    if base not in columns:
        return plan.of(base)
    count = columns[0]
    both, own, whole = plan.known_below(count, base), plan.known_below(count), plan.known_below(base)
    partly = ((both != own) | (both != whole)) & (plan.hidden_below(count) + plan.hidden_below(base) > 0)
    return _weightier(plan.of(base), np.where(partly, SECOND, SHOWN))


def _missing_where(values: pd.Series, cells: np.ndarray) -> pd.Series:
    if not cells.any():
        return values
    if pd.api.types.is_bool_dtype(values.dtype):
        values = values.astype("boolean")
    elif pd.api.types.is_integer_dtype(values.dtype):
        values = values.astype("Int64")
    return values.mask(cells)


def _numbers_of(frame: pd.DataFrame) -> Iterator[str]:
    """Columns that tell about the row's value: a number nobody named here may do so too."""
    for name in frame:
        if name not in (*_KEPT, *_BASES) and (name in RESULT or pd.api.types.is_numeric_dtype(frame[name].dtype)):
            yield name


def _emptied(frame: pd.DataFrame, hidden: np.ndarray, without_base: np.ndarray) -> pd.DataFrame:
    masked = frame.copy()
    for name in _numbers_of(frame):
        masked[name] = _missing_where(frame[name], hidden)
    for name in _BASES:
        if name in frame:
            masked[name] = _missing_where(frame[name], without_base)
    return _without_verdicts(masked, hidden)


def _without_verdicts(frame: pd.DataFrame, cells: np.ndarray) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].mask(cells, "") for name in _VERDICTS if name in frame})
