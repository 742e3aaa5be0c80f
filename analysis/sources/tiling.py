"""Tiles for areas that nobody drew a map of: one equal hexagon per kelurahan, near where it lies.

Traps: these are pictures, not geography: places are brought near, sizes mean nothing. The file is made while somebody
waits, so neither geopandas nor topojson is loaded: the corners are whole numbers, an arc is one edge, and neighbours
share theirs. A province is tiled as one picture.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.convergence.measures import kota_of

# As in geometry.tiles: half the width and half the side of a hexagon.
_HALF_WIDTH, _HALF_SIDE = 26, 15
_CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))
_ROOM = 1.25  # cells per area: room to keep the shape of the kota
_FORMS = ("indikatif", "ubin")


@dataclass(frozen=True)
class Tiles:
    """Label points as rows of titik_peta (the same for each form), the TopoJSON and its fingerprint."""

    titik: pd.DataFrame
    topojson: str
    sidik: str


def tiles_of(kelurahan: pd.DataFrame, lingkup: str) -> Tiles:
    """The tiles of a kota or province; `kelurahan`: that table, of which at least one row lies in it."""
    rows = kelurahan[kelurahan["kode_kelurahan"].str.startswith(lingkup + ".")].sort_values("kode_kelurahan")
    return _tiles(lingkup, *(tuple(rows[name].tolist()) for name in ("kode_kelurahan", "lon", "lat")))


@lru_cache(maxsize=32)
def _tiles(lingkup: str, codes: tuple[str, ...], lon: tuple[float, ...], lat: tuple[float, ...]) -> Tiles:
    x, y = _places(np.array(lon), -np.array(lat))
    titik = pd.DataFrame({"kode_kelurahan": codes, "x": x.astype(float), "y": y.astype(float)})
    titik = pd.concat([titik.assign(bentuk=form, lingkup=lingkup) for form in _FORMS], ignore_index=True)
    text = _topojson(codes, x.tolist(), y.tolist())
    return Tiles(titik, text, hashlib.sha256(text.encode()).hexdigest()[:16])


def _places(east: np.ndarray, south: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middle of each area's hexagon: all areas together as near to their places as they can be."""
    from scipy.optimize import linear_sum_assignment

    points = np.column_stack([east - east.min(), south - south.min()])
    extent = np.maximum(points.max(axis=0), 1e-6)
    extent = np.maximum(extent, extent.max() / 4)
    cell = (extent.prod() / (_ROOM * len(points))) ** 0.5
    columns, rows = (int(np.ceil(side / cell)) + 1 for side in extent)
    row, column = np.divmod(np.arange(columns * rows), columns)
    cells = np.column_stack([(column + row % 2 / 2) * cell, row * cell])
    distance = ((points[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    _area, taken = linear_sum_assignment(distance)
    return _HALF_WIDTH * (2 * column[taken] + row[taken] % 2), 3 * _HALF_SIDE * row[taken]


def _topojson(codes: list[str], x: list[int], y: list[int]) -> str:
    """Objects as in geometry.topology: `kelurahan`, `kota` (here lines) and `dalam`; one arc per edge."""
    arcs: dict[tuple, int] = {}
    sides: dict[int, list[str]] = defaultdict(list)
    shapes = []
    for code, east, south in zip(codes, x, y, strict=True):
        corners = [(east + dx * _HALF_WIDTH, south + dy * _HALF_SIDE) for dx, dy in _CORNERS]
        ring = []
        for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
            arc = arcs.setdefault(min((start, end), (end, start)), len(arcs))
            sides[arc].append(code)
            ring.append(arc if start < end else ~arc)
        shapes.append({"type": "Polygon", "properties": {"kode_kelurahan": code}, "arcs": [ring]})
    within = [arc for arc, both in sides.items() if len(both) > 1 and len(set(map(kota_of, both))) == 1]
    inner, outline = set(within), defaultdict(list)
    for arc, both in sides.items():
        if arc not in inner:
            outline[kota_of(both[0])].append([arc])
    kota = [_lines(part) | {"properties": {"kode_kota": code}} for code, part in sorted(outline.items())]
    document = {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {
            "kelurahan": {"type": "GeometryCollection", "geometries": shapes},
            "kota": {"type": "GeometryCollection", "geometries": kota},
            "dalam": _lines([[arc] for arc in within]),
        },
        "arcs": [[list(start), [end[0] - start[0], end[1] - start[1]]] for start, end in arcs],
    }
    return json.dumps(document, separators=(",", ":")) + "\n"


def _lines(arcs: list[list[int]]) -> dict:
    return {"type": "MultiLineString", "arcs": arcs}
