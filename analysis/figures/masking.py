"""What publication mode hides beyond the areas of one indicator: yearly series, sums of several columns, service tables.

The trap: a sum is asked for from the whole rows and then masked as the area it is about. A sum of masked kelurahan would
be wrong, and who knows the true one could subtract.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.measures import CODE_LENGTH, measure_series
from analysis.figures.view import Empty, View
from analysis.language import _, number

_LEVELS = {length: level for level, length in CODE_LENGTH.items()}


def level_of(kode: str) -> str:
    """kelurahan, kecamatan, kota or provinsi."""
    return _LEVELS[len(kode)]


def series_of(view: View, indikator: str, kode: str, kode_indikator: str | None = None) -> pd.DataFrame:
    """`measures.measure_series` of an area; in publication mode each year is masked and `disembunyikan` says where."""

    def make() -> pd.DataFrame:
        series = measure_series(view.tables, indikator, kode, kode_indikator)
        masking = view.supresi
        if masking is None or series.empty:
            return series
        masked = masking.mask_rows(series, indikator, series["tahun"], kode, kode_indikator).assign(kode_wilayah=kode)
        masked.attrs["rilis"] = {"indikator": indikator, "kode_indikator": kode_indikator}
        return masked

    return view.kept(("deret", indikator, kode, kode_indikator), make)


def hidden_years(series: pd.DataFrame) -> str:
    """Which years of a masked series are left out, as a sentence for the note; "" when none."""
    if "disembunyikan" not in series or not series["disembunyikan"].any():
        return ""
    years = ", ".join(str(year) for year in series.loc[series["disembunyikan"].to_numpy(dtype=bool), "tahun"])
    return _("Disembunyikan karena angkanya kecil (aturan aplikasi): {tahun}.").format(tahun=years)


def mask_services(view: View, frame: pd.DataFrame, kode: pd.Series | str) -> pd.DataFrame:
    """Rows of area (`kode`, one or one per row) x essential indicator, masked in publication mode."""
    if view.supresi is None:
        return frame
    masked = view.supresi.mask_rows(frame, "cakupan", view.tahun, kode, frame["kode_indikator"])
    return _placed(view, masked, kode)


def mask_parts(view: View, frame: pd.DataFrame, indikator: pd.Series, kode: str, acuan: str = "") -> pd.DataFrame:
    """Rows of one area, each about a column of krs, masked in publication mode; `acuan`: whose value they are held to."""
    if view.supresi is None:
        return frame
    return _placed(view, view.supresi.mask_rows(frame, indikator, view.tahun, kode, kode_acuan=acuan or None), kode)


def _placed(view: View, masked: pd.DataFrame, kode: pd.Series | str) -> pd.DataFrame:
    """With area and year in its rows: the release check reads there what a table is about."""
    return masked.assign(kode_wilayah=kode, tahun=view.tahun)


def hidden_cells(frame: pd.DataFrame) -> str:
    """How many cells of a masked table of areas and services are hidden, as a sentence for the note; "" when none."""
    hidden = int(frame["disembunyikan"].sum()) if "disembunyikan" in frame else 0
    if not hidden:
        return ""
    return _("{jumlah} sel disembunyikan karena angkanya kecil (aturan aplikasi).").format(jumlah=number(hidden))


def hidden_figures(frame: pd.DataFrame) -> str:
    """How many figures of one area are hidden, as a sentence for the note; "" when none."""
    hidden = int(frame["disembunyikan"].sum()) if "disembunyikan" in frame else 0
    if not hidden:
        return ""
    return _("{jumlah} angka disembunyikan karena kecil (aturan aplikasi).").format(jumlah=number(hidden))


def not_for_publication(what: str) -> Empty:
    """A figure whose numbers cannot be masked one by one without giving some away."""
    return Empty(
        _("{grafik} tidak untuk publikasi.").format(grafik=what),
        _("Isinya turunan dari angka kecil yang tidak dapat disembunyikan satu per satu; pakai di dalam saja."),
    )
