"""KML as Google Earth saves it: placemarks, mostly with a name and nothing else.

Trap: an XML entity may be another file or a bomb, so KML that declares any is not opened. Heights are left out here.
"""

from __future__ import annotations

from contextlib import suppress
from xml.etree import ElementTree
from xml.parsers import expat

import geopandas as gpd
import numpy as np
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon

from analysis.sources.measurements.findings import Refused


def read_kml(data: bytes) -> gpd.GeoDataFrame | None:
    """Placemarks with their name and, where there are any, the attributes of their extended data, in EPSG:4326.

    None where there are none. Raises `Refused` for KML that declares entities or is cut off.
    """
    if _declares_type(data):
        raise Refused("kml_entitas")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 # nosec B314 # entities were refused above
    except (ElementTree.ParseError, LookupError):
        # LookupError: an encoding that nobody knows.
        raise Refused("batas_rusak") from None
    rows, shapes = [], []
    for placemark in root.iter():
        if _tag(placemark) == "Placemark":
            rows.append(_kml_attributes(placemark))
            shapes.append(_kml_shape_or_nothing(placemark))
    if not rows:
        return None
    frame = gpd.GeoDataFrame(rows, index=range(len(rows))).drop(columns="geometry", errors="ignore")
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index), crs="EPSG:4326")


def _declares_type(data: bytes) -> bool:
    """Does the text, in whatever encoding, begin with a document type? Entities can stand nowhere else."""
    found = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_about: found.append(True)
    # Nothing that is declared is looked up, and what follows the first element is none of this question's business.
    parser.EntityDeclHandler = parser.StartElementHandler = _enough
    with suppress(expat.ExpatError, LookupError, _Enough):
        parser.Parse(data, True)
    return bool(found)


class _Enough(Exception):
    pass


def _enough(*_about) -> None:
    raise _Enough


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _kml_attributes(placemark: ElementTree.Element) -> dict[str, str]:
    found = {}
    for element in placemark.iter():
        text = (element.text or "").strip()
        if _tag(element) == "name":
            found.setdefault("name", text)
        elif _tag(element) == "SimpleData":
            found[element.get("name", "")] = text
        elif _tag(element) == "Data":
            found[element.get("name", "")] = "".join(element.itertext()).strip()
    return found


def _kml_shape_or_nothing(placemark: ElementTree.Element) -> MultiPolygon:
    """One bad placemark must not cost the others: its shape is empty."""
    try:
        return _kml_shape(placemark)
    except (ValueError, ShapelyError):
        return MultiPolygon()


def _kml_shape(placemark: ElementTree.Element) -> MultiPolygon:
    polygons = []
    for element in placemark.iter():
        if _tag(element) == "Polygon":
            rings = {"outerBoundaryIs": [], "innerBoundaryIs": []}
            for side in element:
                rings.get(_tag(side), []).extend(_kml_ring(part) for part in side.iter() if _tag(part) == "coordinates")
            polygons += [Polygon(outer, rings["innerBoundaryIs"]) for outer in rings["outerBoundaryIs"][:1]]
    return MultiPolygon(polygons)


def _kml_ring(coordinates: ElementTree.Element) -> np.ndarray:
    return np.array([[float(part) for part in point.split(",")[:2]] for point in (coordinates.text or "").split()])
