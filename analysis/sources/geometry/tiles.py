"""The tile map: one equal hexagon per kelurahan, so that small crowded kelurahan are seen too.

data/wilayah/tiles_hex.json places the kelurahan within each kota (axial q to the east, r to the
south, pointy tops). The blocks of the kota lie on one common grid at OFFSET, found by a search for
the least squared distance to the real centroids without overlap. The small holes between blocks
stay; closing them would push kelurahan to the wrong side of their neighbours.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
from shapely.geometry import Polygon

OFFSET = {
    "31.01": (-3, -13),
    "31.71": (4, -4),
    "31.72": (9, -10),
    "31.73": (-3, -5),
    "31.74": (-6, 6),
    "31.75": (2, 5),
}

# Kepulauan Seribu has no place in tiles_hex.json: from north to south as the islands lie.
ISLANDS = {
    "31.01.01.1003": (-1, 0),  # Pulau Harapan
    "31.01.01.1002": (-1, 1),  # Pulau Kelapa
    "31.01.01.1001": (0, 1),  # Pulau Panggang
    "31.01.02.1002": (-2, 2),  # Pulau Tidung
    "31.01.02.1003": (-1, 2),  # Pulau Pari
    "31.01.02.1001": (-1, 3),  # Pulau Untung Jawa
}

# Half the width and half the side of a hexagon: whole numbers keep shared corners identical.
HALF_WIDTH, HALF_SIDE = 26, 15


def _hexagon(q: int, r: int) -> Polygon:
    x, y = HALF_WIDTH * (2 * q + r), 3 * HALF_SIDE * r
    corners = [(0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1)]
    return Polygon([(x + dx * HALF_WIDTH, y + dy * HALF_SIDE) for dx, dy in corners])


def read_tiles(data: Path) -> gpd.GeoSeries:
    """One hexagon per kelurahan code on the common grid of all DKI; x to the right, y down."""
    placed = json.loads((data / "wilayah/tiles_hex.json").read_text(encoding="utf-8"))
    axial = {code: (place["q"], place["r"]) for code, place in placed.items()} | ISLANDS
    shapes = {}
    for code, (q, r) in sorted(axial.items()):
        shift_q, shift_r = OFFSET[code[:5]]
        shapes[code] = _hexagon(q + shift_q, r + shift_r)
    return gpd.GeoSeries(shapes)
