"""What is known about one area of any level, read so that nothing hidden comes through.

The trap: a report repeats a number in a sentence, a table and a chart, and one unmasked copy gives the other two away.
So every count of a report is read here and nowhere else, through `View.measured` or masked row by row. A hidden number is missing and flagged `disembunyikan`; what is computed from
it (an order, a verdict, a trend) is computed from what is left.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.coverage import coverage_gaps, coverage_matrix
from analysis.convergence.families import krs_factors
from analysis.convergence.lokus import lokus_status
from analysis.convergence.measures import CODE_LENGTH
from analysis.convergence.statistics import compare_to_value, rank_with_interval
from analysis.figures.masking import level_of, mask_parts, mask_services, series_of
from analysis.figures.view import View


def above(kode: str) -> str:
    """What an area is compared with: its kota, or for a kota its province."""
    return kode[: CODE_LENGTH["provinsi" if level_of(kode) == "kota" else "kota"]]


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
    areas = view.tables["kelurahan"]
    return any((areas[f"kode_{level}"] == kode).any() for level in ("kota", "kecamatan", "kelurahan"))


def series(view: View, indikator: str, kode: str) -> pd.DataFrame:
    """The years up to that of the view, oldest first: `tahun`, result columns, `disembunyikan`, META."""
    found = series_of(view, indikator, kode)
    return with_flag(found[(found["tahun"] <= view.tahun).to_numpy(dtype=bool)].reset_index(drop=True))


def peers(view: View, kode: str, indikator: str = "prevalensi_rutin") -> pd.DataFrame:
    """The areas an area stands among: kelurahan of its kecamatan, kecamatan of its kota, all kota. Ranked, highest first.

    Adds `kode, milik` (the area itself) to `rank_with_interval`; hidden and unknown ones stand last.
    """
    level = level_of(kode)
    frame = with_flag(view.measured(indikator, level=level, below=None if level == "kota" else _below(kode)))
    inside = frame[f"kode_{level}"].str.startswith(kode[: CODE_LENGTH["kecamatan"]] if level == "kelurahan" else "")
    inside = inside.to_numpy(dtype=bool)
    ranked = view.kept(("urutan laporan", kode, indikator), lambda: rank_with_interval(frame[inside]))
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

    def make() -> pd.DataFrame:
        found = krs_factors(view.tables["krs"], view.tables["faktor_krs"], kode, view.tahun, above(kode))
        return mask_parts(view, found, found["faktor"], kode, above(kode))

    return with_flag(view.kept(("faktor laporan", kode), make))


def services(view: View, kode: str) -> pd.DataFrame:
    """`coverage_gaps` of an area with `disembunyikan`, furthest from its target first."""

    def make() -> pd.DataFrame:
        found = coverage_gaps(view.tables["cakupan"], view.tables["indikator_esensial"], kode, view.tahun)
        return mask_services(view, found, kode)

    found = with_flag(view.kept(("layanan laporan", kode), make))
    return found.sort_values("selisih", ascending=False, na_position="last", kind="stable", ignore_index=True)


def counted(view: View, kode: str) -> bool:
    """Is anything counted in the area in the year: children, families or services?"""
    rows = [measured_row(view, name, kode) for name in ("jumlah_pendek", "total_krs")]
    found = services(view, kode)
    known = found["nilai"].notna() | found["disembunyikan"].to_numpy(dtype=bool)
    return bool(known.any()) or any(pd.notna(row["nilai"]) or row["disembunyikan"] for row in rows)


def lokus_years(view: View, kode: str) -> pd.DataFrame:
    """The official lokus lists of the kota as seen from an area: `lokus_status` of the kelurahan in it."""
    tables = view.tables
    matrix = lokus_status(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], kode[: CODE_LENGTH["kota"]])
    return matrix[matrix["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)]


def services_inside(view: View, kode: str, level: str) -> pd.DataFrame:
    """`coverage_matrix` of the areas of `level` in an area (kota or kecamatan), with `disembunyikan` and `kode`."""

    def make() -> pd.DataFrame:
        tables = view.tables
        found = coverage_matrix(
            tables["cakupan"], tables["indikator_esensial"], tables["kelurahan"], view.tahun, kode, level
        ).rename(columns={f"kode_{level}": "kode"})
        return mask_services(view, found, found["kode"])

    return with_flag(view.kept(("layanan di dalam", kode, level), make))
