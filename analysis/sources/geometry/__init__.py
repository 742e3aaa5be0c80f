"""Map shapes for the browser, made once from data/wilayah: TopoJSON in static/peta and label points.

Trap: these are pictures, not geography. The boundaries are indicative, the tiles equal hexagons and
the islands enlarged, so nothing may compute areas, densities or neighbours from them. Coordinates
are planar with y DOWN, for Vega's projection "identity"; they differ from map to map.

Only this package uses geopandas and topojson. The running app fetches the finished files and loads this package only
once official boundaries are brought or recorded.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
from shapely.geometry import Polygon, box

from analysis.sources.geometry.indicative import ISLAND_KOTA, read_indicative
from analysis.sources.geometry.placing import POINT_COLUMNS, label_point, to_origin
from analysis.sources.geometry.tiles import HALF_WIDTH, read_tiles
from analysis.sources.geometry.topology import to_topojson


def _tile_maps(data: Path) -> tuple[dict[str, gpd.GeoSeries], Polygon]:
    tiles = read_tiles(data)
    kota = tiles.index.str[:5]
    maps = {"31": tiles} | {code: tiles[kota == code] for code in sorted(set(kota))}
    frame = box(*maps[ISLAND_KOTA].total_bounds).buffer(HALF_WIDTH, join_style="mitre")
    return maps, frame


def write_geometry(root: Path) -> None:
    """Write static/peta/{indikatif,ubin}/{31, 31.01 ...}.json and data/wilayah/titik_peta.csv.

    `root` holds data/wilayah/ (read) and static/ (written).
    """
    data, points = root / "data", []
    for form, (maps, frame) in {"indikatif": read_indicative(data), "ubin": _tile_maps(data)}.items():
        folder = root / "static/peta" / form
        folder.mkdir(parents=True, exist_ok=True)
        for scope, shapes in maps.items():
            placed, placed_frame = to_origin(shapes, frame if scope == "31" else None)
            text = to_topojson(placed, placed_frame)
            (folder / f"{scope}.json").write_text(text, encoding="utf-8", newline="\n")
            for code, shape in placed.items():
                spot = label_point(shape)
                points.append([form, scope, code, round(spot.x), round(spot.y)])
    with (data / "wilayah/titik_peta.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(POINT_COLUMNS)
        writer.writerows(points)
