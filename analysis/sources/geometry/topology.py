"""Shapes with whole coordinates as TopoJSON in which neighbours share their arcs.

Objects: `kelurahan` and `kota` (polygons with their code), `dalam` (lines between two kelurahan of
the same kota, each once, so that they can be dashed while the kota outline stays firm) and, in the
map of all DKI, `bingkai` (the frame of the inset). With official boundaries among them `dalam` keeps the indicative
lines, and `dalam_resmi` has those that are official on both sides.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import geopandas as gpd
import shapely
from shapely.geometry import Polygon
from topojson import Topology


def outline_kota(kelurahan: gpd.GeoSeries) -> gpd.GeoSeries:
    """The outline of each kota, made of the very edges of its kelurahan."""
    kota = kelurahan.index.str[:5]
    return gpd.GeoSeries(
        {code: shapely.coverage_union_all(kelurahan[kota == code].to_numpy()) for code in sorted(set(kota))}
    )


def _arcs_of(geometry: dict) -> list[int]:
    """The arcs a geometry uses, without direction (TopoJSON writes a reversed arc i as ~i)."""
    flat, nested = [], [geometry["arcs"]]
    while nested:
        for item in nested.pop():
            if isinstance(item, list):
                nested.append(item)
            else:
                flat.append(item if item >= 0 else ~item)
    return flat


def _inner_lines(kelurahan: list[dict]) -> dict[int, set[str]]:
    """The arcs between kelurahan of one kota, with the codes on their sides."""
    users = defaultdict(set)
    for geometry in kelurahan:
        for arc in _arcs_of(geometry):
            users[arc].add(geometry["properties"]["kode_kelurahan"])
    return {
        arc: codes for arc, codes in sorted(users.items()) if len(codes) > 1 and len({code[:5] for code in codes}) == 1
    }


def _lines(arcs: Iterable[int]) -> dict:
    return {"type": "MultiLineString", "arcs": [[arc] for arc in arcs]}


def _deltas(arc: list) -> list[list[int]]:
    """TopoJSON's short form: the first point, then steps from point to point."""
    points = [(round(x), round(y)) for x, y in arc]
    steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(points)]
    return [list(point) for point in [points[0], *steps]]


def _collection(result: dict, name: str) -> dict:
    geometries = [
        {key: geometry[key] for key in ("type", "properties", "arcs")}
        for geometry in result["objects"][name]["geometries"]
    ]
    return {"type": "GeometryCollection", "geometries": geometries}


def to_topojson(kelurahan: gpd.GeoSeries, frame: Polygon | None, official: frozenset[str] | None = None) -> str:
    """One compact TopoJSON text; coordinates are whole and stay as they are (scale 1).

    `official`: the codes whose boundary is official; None for a map that has nothing to do with boundaries' truth.
    """
    kota = outline_kota(kelurahan)
    layers = {
        "kelurahan": gpd.GeoDataFrame({"kode_kelurahan": kelurahan.index}, geometry=kelurahan.to_list()),
        "kota": gpd.GeoDataFrame({"kode_kota": kota.index}, geometry=kota.to_list()),
    }
    if frame is not None:
        layers["bingkai"] = gpd.GeoDataFrame({"kode_kota": ["31.01"]}, geometry=[frame])
    result = Topology(list(layers.values()), object_name=list(layers), prequantize=False, shared_coords=True).to_dict()
    objects = {name: _collection(result, name) for name in layers}
    inner = _inner_lines(objects["kelurahan"]["geometries"])
    firm = {arc for arc, codes in inner.items() if official is not None and codes <= official}
    objects["dalam"] = _lines(arc for arc in inner if arc not in firm)
    if official is not None:
        objects["dalam_resmi"] = _lines(arc for arc in inner if arc in firm)
    document = {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": objects,
        "arcs": [_deltas(arc) for arc in result["arcs"]],
    }
    return json.dumps(document, separators=(",", ":")) + "\n"
