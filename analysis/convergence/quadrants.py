"""Two measures of the same kelurahan against each other, cut into four parts at a threshold on each.

The traps: the cut makes neighbours on both sides of a line look different in kind, so every point says whether its
95 % interval reaches over the line; and quadrants are common practice, no official method or threshold exists, so
the threshold is the median of the areas shown unless the user sets one. A value exactly on the threshold is not
"above" it, as in rule 1.1.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.convergence.measures import META, SOURCE

QUADRANTS = ("tinggi_tinggi", "rendah_tinggi", "tinggi_rendah", "rendah_rendah")  # horizontal measure, then vertical
_SIDE = ["nilai", "bawah", "atas"]


def threshold(frame: pd.DataFrame) -> float:
    """The median over the areas with data; NaN where there are none."""
    return float(frame["nilai"].median()) if len(frame) else float("nan")


def _meta(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """META of a pair: the weaker kind of truth, both sources once."""
    one, other = (rows[[f"{name}_{side}" for name in META]].fillna("") for side in "xy")
    kinds = [one["jenis_data_x"].to_numpy(dtype=object), other["jenis_data_y"].to_numpy(dtype=object)]
    weakest = np.select(
        [(kinds[0] == kind) | (kinds[1] == kind) for kind in ("contoh", "diunggah", "resmi")],
        ["contoh", "diunggah", "resmi"],
        default="",
    )
    joined = {"jenis_data": weakest}
    for name in SOURCE:
        first, second = (side.astype(object) for side in (one[f"{name}_x"], other[f"{name}_y"]))
        both = (first != second) & (first != "") & (second != "")
        joined[name] = np.where(both, first + "; " + second, np.where(first != "", first, second))
    return joined


def _sure(rows: pd.DataFrame, side: str, limit: float) -> np.ndarray:
    """Does the interval stay on one side of the threshold? A count has no interval and counts as it is."""
    low, high = (rows[f"{end}_{side}"].to_numpy(dtype=float) for end in ("bawah", "atas"))
    return np.isnan(low) | np.isnan(high) | (low > limit) | (high <= limit)


def quadrant_points(x: pd.DataFrame, y: pd.DataFrame, batas_x: float, batas_y: float) -> pd.DataFrame:
    """Each area of two frames of `measures.kelurahan_measure` (matched by `kode_kelurahan`) with its quadrant.

    Returns `kode_kelurahan, nama, kode_kecamatan, nama_kecamatan, nilai_x, bawah_x, atas_x, nilai_y, bawah_y,
    atas_y, kuadran, pasti` + META. kuadran: one of QUADRANTS, "" where a value or a threshold is missing. Above the
    threshold is "tinggi", on or below it "rendah". pasti: no 95 % interval reaches over its threshold.
    """
    names = ["kode_kelurahan", "nama", "kode_kecamatan", "nama_kecamatan"]
    rows = x[[*names, *_SIDE, *META]].merge(
        y[["kode_kelurahan", *_SIDE, *META]], on="kode_kelurahan", suffixes=("_x", "_y"), validate="one_to_one"
    )
    high_x, high_y = rows["nilai_x"] > batas_x, rows["nilai_y"] > batas_y
    known = rows["nilai_x"].notna() & rows["nilai_y"].notna() & np.isfinite(batas_x) & np.isfinite(batas_y)
    place = np.select([high_x & high_y, ~high_x & high_y, high_x & ~high_y], QUADRANTS[:3], default=QUADRANTS[3])
    sure = _sure(rows, "x", batas_x) & _sure(rows, "y", batas_y)
    sides = [f"{name}_{side}" for side in "xy" for name in _SIDE]
    return rows[[*names, *sides]].assign(kuadran=np.where(known, place, ""), pasti=sure & known, **_meta(rows))


def quadrant_counts(points: pd.DataFrame) -> pd.DataFrame:
    """`kuadran, jumlah, pasti` for the four quadrants in the order of QUADRANTS, empty ones included."""
    found = points.groupby("kuadran").agg(jumlah=("pasti", "size"), pasti=("pasti", "sum"))
    return found.reindex(QUADRANTS, fill_value=0).rename_axis("kuadran").reset_index().astype({"pasti": int})
