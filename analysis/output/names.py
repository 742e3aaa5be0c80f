"""Names inside a chart placed again for the size at which it is really drawn.

`maps.map_frame`, `trends.trend_frame` and `rankings.funnel_frame` place names for a column on a screen. On a narrow feed the same places lie
closer together and names would cover each other; on a wide slide they would stand further off than they need to.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.output import maps, rankings, trends


def placed_again(
    spec: dict, plot: tuple[float, float], extent: tuple[float, float, float, float] | None = None
) -> dict | None:
    """The datasets of `spec` with names placed for a plot of this width and height in px; None without such names.

    `extent`: left, top, right and bottom of a map in its own units.
    """
    datasets = spec["datasets"]
    rows = datasets.get("data") or []
    if extent and rows and "label_x" in rows[0]:
        circles = any(layer.get("name") == "lingkaran" for layer in spec["layer"])
        frame = pd.DataFrame(rows)
        if not frame["label"].ne("").any():
            return None
        places = maps.place_names(frame, extent, *plot, circles=circles)
        return {**datasets, "data": _rows(frame.assign(**places))}
    if rows and "label_n" in rows[0]:
        frame, limits = pd.DataFrame(rows).drop(columns=["label_n", "label_nilai"]), pd.DataFrame(datasets["batas"])
        codes = frame.loc[frame["lokus"].astype(bool), "kode_kelurahan"]
        return {
            **datasets,
            "data": _rows(rankings.funnel_frame(frame, limits, lokus_codes=codes, ukuran=plot)),
        }
    if {"data", "sasaran", "nama"} <= set(datasets) and datasets["nama"] and rows and "peran" in rows[0]:
        frame, goals = pd.DataFrame(rows), pd.DataFrame(datasets["sasaran"], columns=["tahun", "nilai", "seri"])
        return {**datasets, "nama": _rows(trends.end_names(frame, goals, *plot))}
    return None


def _rows(frame: pd.DataFrame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def extent(shapes: dict) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of all arcs of a TopoJSON (steps from point to point where it is quantised)."""
    arcs, move = shapes["arcs"], shapes.get("transform")
    sides = [np.array([[point[0], point[1]] for point in arc], dtype=float) for arc in arcs if arc]
    points = np.concatenate([np.cumsum(side, axis=0) for side in sides] if move else sides)
    if move:
        points = points * move["scale"] + move["translate"]
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
