"""What publication mode hides beyond the areas of one indicator: yearly series, sums of several columns, service tables.

The trap: a sum is asked for from the whole rows and then masked as the area it is about. Sums of masked kelurahan would
be wrong, and they would give a hidden kelurahan away to who knows the true sum.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.convergence.measures import CODE_LENGTH, below, measure_series
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
        level = level_of(kode)
        rows = series.assign(**{f"kode_{level}": kode})
        years = [
            masking.mask(rows.iloc[[place]], indikator, int(year), level, kode_indikator)
            for place, year in enumerate(rows["tahun"])
        ]
        return pd.concat(years, ignore_index=True).drop(columns=f"kode_{level}")

    return view.kept(("deret", indikator, kode, kode_indikator), make)


def hidden_years(series: pd.DataFrame) -> str:
    """Which years of a masked series are left out, as a sentence for the note; "" when none."""
    if "disembunyikan" not in series or not series["disembunyikan"].any():
        return ""
    years = ", ".join(str(year) for year in series.loc[series["disembunyikan"].to_numpy(dtype=bool), "tahun"])
    return _("Disembunyikan karena angkanya kecil (aturan aplikasi): {tahun}.").format(tahun=years)


def hidden_columns(view: View, table: str, kode: str, columns: list[str]) -> set[str]:
    """Which of these counts of a table must not be told for the area: hidden, or known in some of its kelurahan only.

    A count that only some kelurahan know is a sum of its own that no rule has looked at. Empty outside publication mode.
    """
    if view.supresi is None:
        return set()
    rows = view.tables[table]
    rows = rows[(rows["tahun"] == view.tahun).to_numpy(dtype=bool) & below(rows, kode)]
    level, counts = level_of(kode), rows[columns]
    sums = counts.sum(min_count=1).astype(float)
    masked = view.supresi.mask_columns(pd.DataFrame([{f"kode_{level}": kode, **sums}]), table, view.tahun, level)
    known = counts.notna().sum()
    # What any of the columns knows is what all must know.
    partial = known[(known > 0) & (known < known.max())].index
    return {name for name in columns if pd.isna(masked[name].iloc[0]) and pd.notna(sums[name])} | set(partial)


def hide(frame: pd.DataFrame, hidden: np.ndarray | pd.Series) -> pd.DataFrame:
    """The rows without their numbers and judgements where hidden; `disembunyikan` says where."""
    hidden = np.asarray(hidden, dtype=bool)
    if not hidden.any():
        return frame.assign(disembunyikan=hidden)
    frame = frame.copy()
    for name in _TELLING:
        if name in frame:
            empty = "" if name.startswith("putusan") else pd.NA if name == "memenuhi" else np.nan
            frame[name] = frame[name].where(~hidden, empty)
    return frame.assign(disembunyikan=hidden)


_TELLING = (
    *("nilai", "bawah", "atas", "n", "pembilang", "penyebut", "acuan", "selisih", "terlewat", "menuju_target"),
    *("memenuhi", "putusan95", "putusan998"),
)


def hide_services(view: View, frame: pd.DataFrame, level: str, kode: str = "") -> pd.DataFrame:
    """Rows of area x essential indicator (`coverage_matrix`, or `coverage_gaps` of `kode`), masked per indicator."""
    if view.supresi is None or frame.empty:
        return frame
    key = f"kode_{level}"
    keyed = frame if key in frame else frame.assign(**{key: kode})
    hidden = np.zeros(len(frame), dtype=bool)
    for indicator, places in keyed.groupby("kode_indikator", sort=False).indices.items():
        masked = view.supresi.mask(keyed.iloc[places], "cakupan", view.tahun, level, indicator)
        hidden[places] = masked["disembunyikan"].to_numpy(dtype=bool)
    return hide(frame, hidden)


def hidden_cells(frame: pd.DataFrame) -> str:
    """How many cells of a masked table are hidden, as a sentence for the note; "" when none."""
    hidden = int(frame["disembunyikan"].sum()) if "disembunyikan" in frame else 0
    if not hidden:
        return ""
    return _("{jumlah} sel disembunyikan karena angkanya kecil (aturan aplikasi).").format(jumlah=number(hidden))


def not_for_publication(what: str) -> Empty:
    """A figure whose numbers cannot be masked one by one without giving some away."""
    return Empty(
        _("{grafik} tidak untuk publikasi.").format(grafik=what),
        _("Isinya turunan dari angka kecil yang tidak dapat disembunyikan satu per satu; pakai di dalam saja."),
    )
