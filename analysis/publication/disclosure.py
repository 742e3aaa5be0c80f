"""The release check: small cells out of every table that leaves the app, and nothing that names a person.

The trap: what one release happens to hold must not decide what is hidden. Two releases, or a map and a table, would
then be subtracted from each other. So the plan is made once from the complete tables, for all levels and all columns
that belong together, and each frame is only looked up in it. Mask first, derive afterwards: a rank, a class limit or
a shrunken rate made from hidden numbers tells about them. The limits are the app's policy, no official rule is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.convergence.measures import CODE_LENGTH, RECIPES, RESULT
from analysis.language import _
from analysis.publication.suppression import REASONS, SECOND, SHOWN, Areas, Plan, Rules, make_plan
from analysis.publication.systems import AMONG_KRS, MISSED, RANKS, STUNTED, SYSTEMS

__all__ = ["Rules", "Suppression", "rules_of"]

# What about a hidden row may stay: where and when it is, what is asked, and how many kelurahan reported.
_KEPT = frozenset(["tahun", "lat", "lon", "x", "y", "n_wilayah", "n_wilayah_total", "target", "tahun_target", "urutan"])
_BASES = ("penyebut", "n")
# Words that tell where a value stands.
_VERDICTS = ("putusan95", "putusan998", "posisi", "arah", "klaster", "klaster_mentah", "teks_nilai")
_SHARE_OF_KRS = ("total_krs", "keluarga_sasaran")


def rules_of(parameter: pd.DataFrame) -> Rules:
    """The limits of the parameter table (`parameter, nilai, berlaku_dari`), the latest of each; without them as `Rules`."""
    rows = parameter.sort_values("berlaku_dari") if "berlaku_dari" in parameter else parameter
    known = dict(zip(rows["parameter"], rows["nilai"], strict=True))
    own = Rules()
    return Rules(
        int(float(known.get("supresi_pembilang", own.pembilang))),
        int(float(known.get("supresi_penyebut", own.penyebut))),
    )


@dataclass
class Suppression:
    """What is hidden of `tables` (balita, krs, cakupan as the app sees them). A table and year is planned when asked
    for and remembered; keep one object as long as the tables are the same."""

    tables: dict[str, pd.DataFrame]
    rules: Rules = Rules()
    _plans: dict[tuple[str, int], dict[str, Plan]] = field(default_factory=dict, init=False, repr=False)

    def hidden(self, indikator: str, tahun: int, level: str, kode_indikator: str | None = None) -> pd.DataFrame:
        """The areas of `level` whose figure must not be shown: `kode, alasan` (pembilang | penyebut | sekunder).

        indikator: one of RECIPES; a KRS factor or welfare rank by its column (as a share of the families at risk or
        of the target families); or any other column of balita and krs, alone. Surveys are estimates: nothing is hidden.
        """
        found = self._find(indikator, tahun, kode_indikator)
        if found is None:
            return pd.DataFrame({"kode": [], "alasan": []}, dtype="str")
        plan, columns = found
        reasons = _row_reasons(plan, columns, level)
        at = np.flatnonzero(reasons)
        codes = plan.areas.codes[plan.areas.at(level)]
        return pd.DataFrame({"kode": [codes[i] for i in at], "alasan": [REASONS[reasons[i]] for i in at]}, dtype="str")

    def mask(
        self, frame: pd.DataFrame, indikator: str, tahun: int, level: str, kode_indikator: str | None = None
    ) -> pd.DataFrame:
        """`frame` (by `kode_<level>`, as `kelurahan_measure` or `coverage_matrix` make it) with the numbers and verdicts
        of hidden rows missing, and the bool column `disembunyikan`. `penyebut` and `n` stay where they may be seen.

        Rows of several services are told apart by their own `kode_indikator`.
        """
        services = [kode_indikator]
        if indikator == "cakupan" and kode_indikator is None:
            services = frame["kode_indikator"].unique().tolist()
        hidden, without_base = (np.zeros(len(frame), dtype=bool) for _part in range(2))
        for service in services:
            found = self._find(indikator, tahun, service)
            if found is None:
                continue
            plan, columns = found
            rows = frame[f"kode_{level}"]
            if len(services) > 1 or kode_indikator is None and indikator == "cakupan":
                rows = rows.where(frame["kode_indikator"] == service)
            hidden |= _has_reason(rows, plan, _row_reasons(plan, columns, level), level)
            base = _base_of(indikator)
            if base:
                without_base |= _has_reason(rows, plan, _rows_of_base(plan, columns, base, level), level)
        masked = _emptied(frame, hidden, without_base)
        masked.attrs["rilis"] = {
            "indikator": indikator,
            "tahun": tahun,
            "level": level,
            "kode_indikator": kode_indikator,
        }
        return masked.assign(disembunyikan=hidden)

    def mask_columns(self, frame: pd.DataFrame, table: str, tahun: int, level: str) -> pd.DataFrame:
        """Rows of the table "balita", "krs" or "cakupan" by `kode_<level>` (raw, or added per area) with every hidden
        cell missing. Counts become Int64 where something is hidden; a column that is no count of the table stays."""
        masked = frame.copy()
        plans = self._planned(table, tahun)
        for service, plan in plans.items():
            rows = frame[f"kode_{level}"]
            if table == "cakupan":
                rows = rows.where(frame["kode_indikator"] == service)
            for column in plan.columns:
                if column in masked:
                    cells = _has_reason(rows, plan, plan.of(column, level), level)
                    masked[column] = _missing_where(masked[column], cells)
        masked.attrs["rilis"] = {"tabel": table, "tahun": tahun, "level": level}
        return masked

    def _planned(self, table: str, tahun: int) -> dict[str, Plan]:
        """The plans of a table and year: one by service for `cakupan`, else one under ""."""
        key = (table, int(tahun))
        if key not in self._plans:
            self._plans[key] = _make_plans(self.tables[table], table, int(tahun), self.rules)
        return self._plans[key]

    def _find(self, indikator: str, tahun: int, kode_indikator: str | None) -> tuple[Plan, tuple[str, ...]] | None:
        """The plan that an indicator belongs to and its columns: the count first, then the bases of its share."""
        if indikator in RECIPES:
            recipe = RECIPES[indikator]
            if recipe.table == "cakupan" and not kode_indikator:
                raise ValueError("cakupan needs kode_indikator")
            count = STUNTED if len(recipe.pembilang) > 1 else recipe.pembilang[0]
            table, columns = recipe.table, (count, recipe.penyebut) if recipe.share else (count,)
        else:
            table = next((name for name in ("balita", "krs") if indikator in SYSTEMS[name].columns), None)
            if table is None:
                return None
            columns = (indikator, *(_SHARE_OF_KRS if indikator in (*AMONG_KRS, *RANKS) else ()))
        plan = self._planned(table, tahun).get(kode_indikator if table == "cakupan" else "")
        return None if plan is None else (plan, columns)


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


def _row_reasons(plan: Plan, columns: tuple[str, ...], level: str) -> np.ndarray:
    """Why the rows about a count and the bases of its share are hidden, by area of the level (SHOWN: they are not)."""
    count, *bases = columns
    reasons = plan.of(count, level).copy()
    for base in bases:
        reasons = _weightier(reasons, plan.of(base, level))
        reasons = _weightier(reasons, np.where(_partly_known(plan, count, base, level), SECOND, SHOWN))
    # Who was missed is small: for the reader that is a small count as well.
    for other in (MISSED, "tidak_berisiko"):
        if other in plan.columns and count in ("pembilang", "total_krs"):
            reasons = np.where(reasons == SECOND, _weightier(reasons, plan.of(other, level)), reasons)
    return reasons


def _weightier(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """BASE before COUNT before SECOND before SHOWN."""
    weight = np.array([0, 2, 3, 1])
    return np.where(weight[other] > weight[one], other, one)


def _partly_known(plan: Plan, count: str, base: str, level: str) -> np.ndarray:
    """Where the share adds other kelurahan than the count or the base alone, and one of those is hidden: the
    difference between the two sums would tell about it."""
    here, place = plan.areas.at(level), [plan.columns.index(name) for name in (count, base)]
    both, own, whole = plan.known_below(count, base), plan.known_below(count), plan.known_below(base)
    hidden = plan.hidden_below[place].sum(axis=0) > 0
    return (((both != own) | (both != whole)) & hidden)[here]


def _base_of(indikator: str) -> str | None:
    if indikator in RECIPES:
        return RECIPES[indikator].penyebut
    return "total_krs" if indikator in (*AMONG_KRS, *RANKS) else None


def _rows_of_base(plan: Plan, columns: tuple[str, ...], base: str, level: str) -> np.ndarray:
    partly = _partly_known(plan, columns[0], base, level) if base in columns else False
    return np.where(partly, SECOND, plan.of(base, level))


def _has_reason(codes: pd.Series, plan: Plan, reasons: np.ndarray, level: str) -> np.ndarray:
    """Which rows stand for a hidden area of the level."""
    hidden = {code for code, why in zip(plan.areas.codes[plan.areas.at(level)], reasons, strict=True) if why != SHOWN}
    return codes.isin(hidden).to_numpy(dtype=bool)


def _missing_where(values: pd.Series, cells: np.ndarray) -> pd.Series:
    if not cells.any():
        return values
    if pd.api.types.is_bool_dtype(values.dtype):
        values = values.astype("boolean")
    elif pd.api.types.is_integer_dtype(values.dtype):
        values = values.astype("Int64")
    return values.mask(cells)


def _emptied(frame: pd.DataFrame, hidden: np.ndarray, without_base: np.ndarray) -> pd.DataFrame:
    """The rows without their numbers and verdicts; a number nobody named here may tell about the value too."""
    masked = frame.copy()
    for name in frame:
        numeric = pd.api.types.is_numeric_dtype(frame[name].dtype) and name not in (*_KEPT, "lokus")
        if name in _BASES:
            masked[name] = _missing_where(frame[name], without_base)
        elif numeric or name in RESULT:
            masked[name] = _missing_where(frame[name], hidden)
        elif name in _VERDICTS:
            masked[name] = frame[name].mask(hidden, "")
    return masked
