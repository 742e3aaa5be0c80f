"""Where a map starts and where the names stand on it."""

from __future__ import annotations

import geopandas as gpd
import shapely
from shapely.affinity import translate
from shapely.geometry import Point, Polygon

POINT_COLUMNS = ["bentuk", "lingkup", "kode_kelurahan", "x", "y"]


def label_point(shape) -> Point:
    """A whole-numbered point inside the shape: the centroid, or else the middle of its widest place."""
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    centre = shapely.transform(largest.centroid, lambda points: points.round())
    if largest.contains(centre):
        return centre
    middle = Point(shapely.maximum_inscribed_circle(largest).coords[0])
    return shapely.transform(middle, lambda points: points.round())


def to_origin(shapes: gpd.GeoSeries, frame: Polygon | None) -> tuple[gpd.GeoSeries, Polygon | None]:
    """Moved by whole steps so that the picture starts at (0, 0)."""
    west, north, _east, _south = shapes.total_bounds
    if frame:
        west, north = min(west, frame.bounds[0]), min(north, frame.bounds[1])
    step = (-round(west), -round(north))
    return shapes.translate(*step).normalize(), frame and translate(frame, *step)
