"""Map shapes for the browser, made once from data/wilayah: TopoJSON in static/peta and label points.

Trap: these are pictures, not geography. The boundaries are indicative, the tiles equal hexagons and
the islands enlarged, so nothing may compute areas, densities or neighbours from them. Coordinates
are planar with y DOWN, for Vega's projection "identity"; they differ from map to map.

Only this package uses geopandas and topojson; the running app fetches the finished files.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.affinity import translate
from shapely.geometry import Point, Polygon, box

from analysis.sources.geometry.indicative import ISLAND_KOTA, read_indicative
from analysis.sources.geometry.tiles import HALF_WIDTH, read_tiles
from analysis.sources.geometry.topology import to_topojson

POINT_COLUMNS = ["bentuk", "lingkup", "kode_kelurahan", "x", "y"]


def _tile_maps(data: Path) -> tuple[dict[str, gpd.GeoSeries], Polygon]:
    tiles = read_tiles(data)
    kota = tiles.index.str[:5]
    maps = {"31": tiles} | {code: tiles[kota == code] for code in sorted(set(kota))}
    frame = box(*maps[ISLAND_KOTA].total_bounds).buffer(HALF_WIDTH, join_style="mitre")
    return maps, frame


def _label_point(shape) -> Point:
    """A whole-numbered point inside the shape: the centroid, or else the middle of its widest place."""
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    centre = shapely.transform(largest.centroid, lambda points: points.round())
    if largest.contains(centre):
        return centre
    middle = Point(shapely.maximum_inscribed_circle(largest).coords[0])
    return shapely.transform(middle, lambda points: points.round())


def _to_origin(shapes: gpd.GeoSeries, frame: Polygon | None) -> tuple[gpd.GeoSeries, Polygon | None]:
    """Moved by whole steps so that the picture starts at (0, 0)."""
    west, north, _east, _south = shapes.total_bounds
    if frame:
        west, north = min(west, frame.bounds[0]), min(north, frame.bounds[1])
    step = (-round(west), -round(north))
    return shapes.translate(*step).normalize(), frame and translate(frame, *step)


def write_geometry(root: Path) -> None:
    """Write static/peta/{indikatif,ubin}/{31, 31.01 ...}.json and data/wilayah/titik_peta.csv.

    `root` holds data/wilayah/ (read) and static/ (written).
    """
    data, points = root / "data", []
    for form, (maps, frame) in {"indikatif": read_indicative(data), "ubin": _tile_maps(data)}.items():
        folder = root / "static/peta" / form
        folder.mkdir(parents=True, exist_ok=True)
        for scope, shapes in maps.items():
            placed, placed_frame = _to_origin(shapes, frame if scope == "31" else None)
            text = to_topojson(placed, placed_frame)
            (folder / f"{scope}.json").write_text(text, encoding="utf-8", newline="\n")
            for code, shape in placed.items():
                spot = _label_point(shape)
                points.append([form, scope, code, round(spot.x), round(spot.y)])
    with (data / "wilayah/titik_peta.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(POINT_COLUMNS)
        writer.writerows(points)
