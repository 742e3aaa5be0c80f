"""Features put where they belong and made sound: coordinate system, order of the axes, rings, height.

Trap: a missing or wrong .prj does not stop a file from being read, it only puts Jakarta elsewhere. So the coordinate
system is not believed but tried: it is right when features fall into the box around Jakarta, and every guess is told.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from pyproj.exceptions import CRSError, ProjError

from analysis.sources.measurements.findings import Refused
from analysis.sources.problems import Problem

# West, south, east, north in degrees: DKI with Kepulauan Seribu.
JAKARTA = (106.0, -6.75, 107.35, -4.75)
# What files in Jakarta are found in, in this order: degrees, UTM 48S, TM-3 zone 48.2, web Mercator.
_SEEN = {4326: "WGS 84 (EPSG:4326)", 32748: "UTM 48S (EPSG:32748)", 23834: "TM-3 48.2 (EPSG:23834)"}
_SEEN |= {3857: "Web Mercator (EPSG:3857)"}

# A line of a sound polygon meets itself and its two neighbours.
_CROSSINGS, _MANY_CORNERS, _LOOKED_AT = 20, 1_000, 200


def place(frame: gpd.GeoDataFrame, nama: str) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """`frame` in EPSG:4326 without heights, and what had to be guessed. Raises `Refused` when nothing falls into Jakarta."""
    shapes, written, notes = _flat(frame.geometry), frame.crs, []
    if lifted := int(frame.geometry.has_z.sum()):
        notes.append(Problem(nama, None, None, "dimensi_tiga", {"jumlah": lifted}))
    if written is not None and inside(placed := _moved(shapes, written)).any():
        return frame.set_geometry(placed), notes
    tries = [(crs, swapped) for swapped in (False, True) for crs in _SEEN]
    if written is not None:
        tries.insert(0, (written, True))
    found = [(_moved(_swapped(shapes) if swapped else shapes, crs), crs, swapped) for crs, swapped in tries]
    counts = [int(inside(placed).sum()) for placed, _crs, _swap in found]
    if not any(counts):
        raise Refused("batas_di_luar")
    placed, crs, swapped = found[int(np.argmax(counts))]
    if crs is not written:
        kind = "crs_ditebak" if written is None else "crs_salah"
        notes.append(Problem(nama, None, None, kind, {"crs": _SEEN[crs], "tertulis": _crs_name(written)}))
    if swapped:
        notes.append(Problem(nama, None, None, "sumbu_tertukar"))
    return frame.set_geometry(placed), notes


def _crs_name(crs) -> str:
    return "" if crs is None else crs.name[:60]


def _flat(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapely.force_2d(shapes.to_numpy()), index=shapes.index)


def _swapped(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapely.transform(shapes.to_numpy(), lambda points: points[:, ::-1]), index=shapes.index)


def _moved(shapes: gpd.GeoSeries, crs) -> gpd.GeoSeries:
    """In EPSG:4326; points that no projection knows become infinite and so fall outside."""
    try:
        return shapes.set_crs(crs, allow_override=True).to_crs(4326)
    except (CRSError, ProjError):
        return gpd.GeoSeries(shapely.transform(shapes.to_numpy(), lambda points: points * np.inf), index=shapes.index)


def inside(shapes: gpd.GeoSeries) -> np.ndarray:
    """Which features have the middle of their extent in the box around Jakarta."""
    west, south, east, north = shapes.bounds.to_numpy().T
    x, y = (west + east) / 2, (south + north) / 2
    return (x >= JAKARTA[0]) & (x <= JAKARTA[2]) & (y >= JAKARTA[1]) & (y <= JAKARTA[3])


def mend(shapes: gpd.GeoSeries) -> tuple[gpd.GeoSeries, int]:
    """Valid polygons with rings in the usual order, and how many had to be mended.

    A polygon of nothing (empty, of lines, with an infinite corner) becomes empty, and so does one that crosses itself
    everywhere: to mend it would take minutes and make nothing of use.
    """
    finite = np.isfinite(shapes.bounds.to_numpy()).all(axis=1)
    wrong = finite & ~shapely.is_valid(shapes.to_numpy())
    finite[wrong] = [not _knotted(part) for part in shapes[wrong]]
    sound = [
        _polygons(shapely.make_valid(part) if bad else part) if known else shapely.Polygon()
        for part, bad, known in zip(shapes, wrong, finite, strict=True)
    ]
    return gpd.GeoSeries(shapely.orient_polygons(sound), index=shapes.index, crs=shapes.crs), int(wrong.sum())


def _knotted(part) -> bool:
    """Whether its lines cross so many others that the crossings outnumber the corners many times; some are looked at."""
    corners = shapely.get_coordinates(part)
    if len(corners) < _MANY_CORNERS:
        return False
    lines = shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1))
    tree, looked_at = shapely.STRtree(lines), lines[:: -(-len(lines) // _LOOKED_AT)]
    met = 0
    for line in looked_at:
        met += len(tree.query(line, predicate="intersects"))
        if met > _CROSSINGS * len(looked_at):
            return True
    return False


def _polygons(part) -> shapely.Geometry:
    """The polygons of a geometry: make_valid leaves lines where a ring folded onto itself."""
    if part.geom_type in ("Polygon", "MultiPolygon"):
        return part
    kept = [piece for piece in shapely.get_parts(part) if piece.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(kept) if kept else shapely.Polygon()


def simplify(shapes: gpd.GeoSeries, tolerance_m: float) -> gpd.GeoSeries:
    """Shapes in metres with fewer corners; edges that neighbours share stay shared.

    Corners are first put on a grid of 1 cm: two files' worth of rounding would hide that an edge is shared.
    """
    snapped = shapely.transform(shapes.to_numpy(), lambda points: points.round(2))
    simple = shapely.coverage_simplify(snapped, tolerance_m)
    sound, _mended = mend(gpd.GeoSeries(simple, index=shapes.index, crs=shapes.crs))
    # An island smaller than the tolerance would vanish: it stays as it was.
    return sound.where(~sound.is_empty, shapes)
