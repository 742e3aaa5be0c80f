"""What is known about one area of any level, read so that nothing hidden comes through.

The trap: a report repeats a number in a sentence, a table and a chart, and one unmasked copy gives the other two away.
So every count of a report is read here and nowhere else: through `View.measured`, or masked by `mask_columns` where a
table has more columns than indicators. A hidden number is missing and flagged `disembunyikan`; what is computed from
it (an order, a verdict, a trend) is computed from what is left.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.coverage import coverage_gaps
from analysis.convergence.families import krs_factors
from analysis.convergence.lokus import lokus_status
from analysis.convergence.measures import CODE_LENGTH, META, RECIPES, RESULT, below
from analysis.convergence.statistics import compare_to_value, rank_with_interval
from analysis.figures.view import PROVINCE, View

_LEVELS = {length: level for level, length in CODE_LENGTH.items()}


def level_of(kode: str) -> str:
    """ "kelurahan", "kecamatan", "kota" or "provinsi" of an area code; KeyError for anything else."""
    return _LEVELS[len(kode)]


def above(kode: str) -> str:
    """What an area is compared with: its kota, or for a kota DKI."""
    return PROVINCE if level_of(kode) == "kota" else kode[: CODE_LENGTH["kota"]]


def _below(kode: str) -> str | None:
    return None if level_of(kode) == "provinsi" else kode[: CODE_LENGTH["kota"]]


def with_flag(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the column `disembunyikan`, False where nothing was masked."""
    return frame if "disembunyikan" in frame else frame.assign(disembunyikan=False)


def measured_row(view: View, indikator: str, kode: str, tahun: int | None = None, layanan: str | None = None):
    """One indicator of one area in one year: a row of `View.measured` with `disembunyikan`."""
    level = level_of(kode)
    frame = view.measured(indikator, level=level, tahun=tahun, below=_below(kode), kode_indikator=layanan)
    rows = with_flag(frame)
    return rows[rows[f"kode_{level}"] == kode].iloc[0]


def exists(view: View, kode: str) -> bool:
    """Is it the code of a kota, kecamatan or kelurahan?"""
    level = _LEVELS.get(len(kode))
    return level not in (None, "provinsi") and bool((view.tables["kelurahan"][f"kode_{level}"] == kode).any())


def series(view: View, indikator: str, kode: str) -> pd.DataFrame:
    """The years with rows of an area, oldest first: `tahun`, result columns, `disembunyikan`, META."""
    rows = view.tables[RECIPES[indikator].table]
    years = sorted(rows.loc[below(rows, kode), "tahun"].unique())
    columns = [*RESULT, "disembunyikan", *META]
    found = [{"tahun": int(year), **measured_row(view, indikator, kode, int(year))[columns]} for year in years]
    return pd.DataFrame(found, columns=["tahun", *columns])


def peers(view: View, kode: str, indikator: str = "prevalensi_rutin") -> pd.DataFrame:
    """The areas an area stands among: kelurahan of its kecamatan, kecamatan of its kota, all kota. Ranked, highest first.

    Adds `kode, milik` (the area itself) to `rank_with_interval`; hidden and unknown ones stand last.
    """
    level = level_of(kode)
    frame = with_flag(view.measured(indikator, level=level, below=None if level == "kota" else _below(kode)))
    inside = frame[f"kode_{level}"].str.startswith(kode[: CODE_LENGTH["kecamatan"]] if level == "kelurahan" else "")
    ranked = rank_with_interval(frame[inside.to_numpy(dtype=bool)])
    return ranked.assign(kode=ranked[f"kode_{level}"], milik=ranked[f"kode_{level}"] == kode)


def parts(view: View, kode: str, level: str, indikator: str = "prevalensi_rutin") -> pd.DataFrame:
    """The areas of `level` inside an area with the verdict against its kota's value: `putusan95`, `nilai_acuan`."""
    inside = with_flag(view.measured(indikator, level=level, below=_below(kode)))
    inside = inside[inside[f"kode_{level}"].str.startswith(kode).to_numpy(dtype=bool)]
    acuan = measured_row(view, indikator, kode[: CODE_LENGTH["kota"]])["nilai"]
    return compare_to_value(inside, acuan, "turun_baik").rename(columns={f"kode_{level}": "kode"})


def factors(view: View, kode: str) -> pd.DataFrame:
    """Each factor per 100 families at risk, beside the same share of `above`: `krs_factors` and `disembunyikan`.

    Factors overlap, and the 4T are never added.
    """
    found = krs_factors(view.tables["krs"], view.tables["faktor_krs"], kode, view.tahun, above(kode))
    if view.supresi is None:
        return with_flag(found)
    return view.supresi.mask_rows(found, found["faktor"], view.tahun, kode, kode_acuan=above(kode))


def services(view: View, kode: str) -> pd.DataFrame:
    """`coverage_gaps` of an area from masked counts, with `disembunyikan`; furthest from its target first."""
    essential = view.tables["indikator_esensial"]
    rows = [measured_row(view, "cakupan", kode, layanan=code) for code in essential["kode_indikator"]]
    found = pd.DataFrame([{name: row[name] for name in ("pembilang", "penyebut", "disembunyikan", *META)} for row in rows])
    found = found.assign(kode_kelurahan=kode, tahun=view.tahun, kode_indikator=essential["kode_indikator"].to_numpy())
    gaps = coverage_gaps(found, essential, kode, view.tahun)
    hidden = found.set_index("kode_indikator")["disembunyikan"].reindex(gaps["kode_indikator"]).to_numpy(dtype=bool)
    return gaps.assign(disembunyikan=hidden).sort_values("selisih", ascending=False, na_position="last", kind="stable")


def lokus_years(view: View, kode: str) -> pd.DataFrame:
    """The official lokus lists of the kota as seen from an area: `lokus_status` of the kelurahan in it."""
    tables = view.tables
    matrix = lokus_status(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], kode[: CODE_LENGTH["kota"]])
    return matrix[matrix["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)]
