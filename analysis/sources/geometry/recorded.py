"""Maps in which recorded official boundaries replace indicative ones, area by area.

Trap: an official polygon never fits the indicative ones beside it. The official line wins: its neighbour gives way, and
thin strips that nobody claims go to the indicative neighbour; a larger piece stays open (water, or land of an area
whose boundary is not official yet). Still pictures, not geography: 10 m a unit, corners dropped, islands with belts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely import STRtree

from analysis.sources.geometry.indicative import ISLAND_KOTA, make_map, planar, read_planar, simplified
from analysis.sources.geometry.placing import POINT_COLUMNS, label_point, to_origin
from analysis.sources.geometry.repairs import inside, mend
from analysis.sources.geometry.topology import to_topojson

# A strip along an indicative neighbour shares about half of its outline with it; a bay or a coast much less.
_STRIP = 0.3
_CORE = 10  # 100 m around the middle of an area that official ones would cover whole


@dataclass(frozen=True)
class DrawnMap:
    """One map: TopoJSON text (objects as in `topology`), its label points (POINT_COLUMNS), and which kelurahan on it
    have official shapes."""

    topojson: str
    points: pd.DataFrame
    official: frozenset[str]


def draw_recorded(data: Path, recorded: Mapping[str, str], scope: str) -> DrawnMap:
    """The map of `scope` ("31" or a kota) with `recorded`: kelurahan code -> GeoJSON geometry in EPSG:4326.

    Takes well under a second for all DKI. `data` is the project's data folder.
    """
    indicative = _indicative(data)
    official = _official(tuple(sorted(recorded.items())))
    official = official[official.index.isin(indicative.index)]
    # Islands keep apart: they are exchanged one by one. On the mainland the lines have to be fitted.
    shapes = indicative.where(~indicative.index.isin(official.index), official.reindex(indicative.index))
    shapes = shapes.where(shapes.index.str.startswith(ISLAND_KOTA), indicative)
    placed, frame = make_map(shapes, scope, lambda part: _fitted(part, official[official.index.isin(part.index)]))
    placed, frame = to_origin(placed, frame)
    # What is drawn around an island is a belt of water: no line there is an official one.
    firm = frozenset(code for code in official.index if not code.startswith(ISLAND_KOTA))
    spots = {code: label_point(shape) for code, shape in placed.items()}
    rows = [("indikatif", scope, code, float(spot.x), float(spot.y)) for code, spot in spots.items()]
    drawn = frozenset(code for code in official.index if code in spots)
    return DrawnMap(to_topojson(placed, frame, firm), pd.DataFrame(rows, columns=POINT_COLUMNS), drawn)


@lru_cache(maxsize=2)
def _indicative(data: Path) -> gpd.GeoSeries:
    return read_planar(data)


@lru_cache(maxsize=2)
def _official(recorded: tuple[tuple[str, str], ...]) -> gpd.GeoSeries:
    """Planar and simplified. A text that is no polygon in Jakarta (it may have been typed) counts as not recorded."""
    codes = [code for code, _text in recorded]
    read = shapely.from_geojson([text for _code, text in recorded], on_invalid="ignore")
    shapes = gpd.GeoSeries([shape or shapely.Polygon() for shape in read], index=codes, crs=4326)
    sound, _mended = mend(planar(shapes[inside(shapes)]))
    sound = sound[~sound.is_empty]
    return simplified(sound) if len(sound) else sound


def _fitted(indicative: gpd.GeoSeries, official: gpd.GeoSeries) -> gpd.GeoSeries:
    """A coverage: official shapes as they are, indicative ones in what is left to them."""
    others = simplified(indicative)[~indicative.index.isin(official.index)]
    owned = _shared_out(others, official, indicative)
    if swallowed := [code for code in others.index if code not in owned]:
        # An area must never vanish from the map, however wrong its indicative place was.
        cores = others[swallowed].representative_point().buffer(_CORE, quad_segs=2)
        owned = _shared_out(others, gpd.GeoSeries({**cores, **official}), indicative)
    return gpd.GeoSeries({code: shapely.coverage_union_all(owned[code]) for code in indicative.index if code in owned})


def _shared_out(others: gpd.GeoSeries, first: gpd.GeoSeries, area: gpd.GeoSeries) -> dict[str, list]:
    """The faces between all lines by the code that gets them: `first` before `others`, each face once."""
    everything = [*first.boundary, *others.boundary]
    lines = shapely.union_all(everything, grid_size=1)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    owners = _owners(faces, others) | _owners(faces, first)
    if len(others):
        owners |= _strips(faces, owners, set(others.index), area)
    owned: dict[str, list] = {}
    for place, code in sorted(owners.items()):
        owned.setdefault(code, []).append(faces[place])
    return owned


def _owners(faces, shapes: gpd.GeoSeries) -> dict[int, str]:
    """The shape each face lies in; where shapes overlap, the one that comes first."""
    spots = shapely.point_on_surface(faces)
    within, holder = STRtree(shapes.to_numpy()).query(spots, predicate="within")
    last_first = sorted(zip(holder.tolist(), within.tolist(), strict=True), reverse=True)
    return {face: shapes.index[shape] for shape, face in last_first}


def _strips(faces, owners: Mapping[int, str], others: set[str], area: gpd.GeoSeries) -> dict[int, str]:
    """Faces that nobody owns but the indicative map covered, for the neighbour along most of their outline."""
    tree, covered = STRtree(faces), STRtree(area.to_numpy())
    found = {}
    for place, face in enumerate(faces):
        if place in owners or not len(covered.query(face.representative_point(), predicate="within")):
            continue
        shared: dict[str, float] = {}
        for beside in tree.query(face, predicate="touches"):
            if owners.get(int(beside)) in others:
                length = shapely.length(shapely.intersection(face.boundary, faces[beside].boundary))
                shared[owners[int(beside)]] = shared.get(owners[int(beside)], 0) + length
        if sum(shared.values()) > _STRIP * face.length:
            found[place] = max(shared, key=shared.get)
    return found
