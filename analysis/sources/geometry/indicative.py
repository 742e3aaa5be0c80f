"""The indicative boundaries in planar coordinates: 10 m a unit, x to the right, y down.

Trap: Kepulauan Seribu cannot be drawn to scale. Its islands are a few hundred metres wide and
spread over 94 km. Each island is therefore drawn with a wide belt of water around it, cut half-way
to the next kelurahan: shapes to click and colour, not land. In the map of all DKI the islands also
shrink into an inset west of the coast, framed, since their true place lies far to the north-west.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Polygon, box

UTM_48S = 32748
UNIT_M = 10
ISLAND_KOTA = "31.01"

# Width of the belt around an island (m), in its own map and in the inset.
BELT_M, INSET_BELT_M = 1_600, 3_200
INSET_SCALE = 0.15
INSET_MARGIN = 70
MAINLAND_TOLERANCE = 3.0  # 30 m


def planar(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Shapes of any coordinate system in this module's units."""
    flat = shapes.to_crs(UTM_48S).set_crs(None, allow_override=True)
    return flat.affine_transform([1 / UNIT_M, 0, 0, -1 / UNIT_M, 0, 0])


def on_grid(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """The same areas cut from lines with whole coordinates.

    Rounding the corners of each shape by itself would leave crossings and gaps; lines snapped
    together stay shared between neighbours.
    """
    lines = shapely.union_all(shapes.boundary.to_numpy(), grid_size=1)
    faces = list(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))
    spots = [face.representative_point() for face in faces]
    result = {}
    for code, shape in shapes.items():
        own = [face for face, spot in zip(faces, spots, strict=True) if shape.contains(spot)]
        result[code] = shapely.coverage_union_all(own)
    return gpd.GeoSeries(result)


def read_planar(data: Path) -> gpd.GeoSeries:
    """The indicative polygons by kelurahan code, as they are, in this module's units."""
    frame = gpd.read_file(data / "wilayah/indikatif_kelurahan.geojson").set_index("kode")
    return planar(frame.geometry).sort_index()


def _islands(shapes: gpd.GeoSeries, belt_m: float) -> gpd.GeoSeries:
    """Each kelurahan as its islands with their belt, nearer to them than to any other's."""
    parts = shapes.explode()
    everywhere = box(*parts.total_bounds).buffer(10_000)
    centres = MultiPoint(parts.centroid.tolist())
    cells = shapely.voronoi_polygons(centres, extend_to=everywhere, ordered=True)
    nearest = gpd.GeoSeries(list(cells.geoms), index=parts.index)
    belts = parts.buffer(belt_m / UNIT_M, quad_segs=4).union_all()
    filled = MultiPolygon([Polygon(part.exterior) for part in belts.geoms])
    return gpd.GeoSeries({code: nearest.loc[[code]].union_all() & filled for code in shapes.index})


def only(shapes: gpd.GeoSeries, kota: str) -> gpd.GeoSeries:
    """The kelurahan of one kota."""
    return shapes[shapes.index.str.startswith(kota)]


def simplified(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Fewer corners, shared edges still shared."""
    simple = shapely.coverage_simplify(shapes.to_numpy(), MAINLAND_TOLERANCE)
    return gpd.GeoSeries(simple, index=shapes.index)


def place_inset(mainland: gpd.GeoSeries, islands: gpd.GeoSeries) -> tuple[gpd.GeoSeries, Polygon]:
    """All DKI with the islands (as they are) in an inset, and the frame of that inset."""
    islands = _islands(islands, INSET_BELT_M)
    west, north, _east, _south = mainland.total_bounds
    _left, top, right, _bottom = islands.total_bounds
    scale = INSET_SCALE
    shift_x = west - 2 * INSET_MARGIN - scale * right
    shift_y = north + INSET_MARGIN - scale * top
    inset = islands.affine_transform([scale, 0, 0, scale, shift_x, shift_y])
    frame = box(*inset.total_bounds).buffer(INSET_MARGIN, join_style="mitre")
    return gpd.GeoSeries({**inset, **mainland}), frame


def make_map(shapes: gpd.GeoSeries, scope: str, mainland: Callable) -> tuple[gpd.GeoSeries, Polygon | None]:
    """The shapes of one map ("31" or a kota) on the grid, and the frame of the inset in "31".

    `mainland` makes the shapes of the mainland ready (`simplified`, or with official boundaries among them).
    """
    if scope == ISLAND_KOTA:
        return on_grid(_islands(only(shapes, scope), BELT_M)), None
    if scope != "31":
        return on_grid(mainland(only(shapes, scope))), None
    whole, frame = place_inset(mainland(shapes[~shapes.index.str.startswith(ISLAND_KOTA)]), only(shapes, ISLAND_KOTA))
    return on_grid(whole), frame


def read_indicative(data: Path) -> tuple[dict[str, gpd.GeoSeries], Polygon]:
    """Shapes per map ("31" and each kota) by kelurahan code, and the frame of the inset in "31"."""
    shapes = read_planar(data)
    made = {scope: make_map(shapes, scope, simplified) for scope in ("31", *sorted(set(shapes.index.str[:5])))}
    return {scope: part for scope, (part, _frame) in made.items()}, made["31"][1]
