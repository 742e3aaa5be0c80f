"""Boundary files as offices send them, made from the indicative polygons: made-up files, real places."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd

ROOT = Path(__file__).parents[2]
TEXT = {"kode_kelurahan": str, "kode_kecamatan": str, "kode_kota": str}
AREAS = pd.read_csv(ROOT / "data/wilayah/kelurahan.csv", dtype=TEXT)
ALIAS = pd.read_csv(ROOT / "data/wilayah/alias.csv", dtype=TEXT)


def polygons(kota: str = "31.73") -> gpd.GeoDataFrame:
    """The kelurahan of one kota as BIG names them: KDEPUM, WADMKD, WADMKC, WADMKK."""
    frame = gpd.read_file(ROOT / "data/wilayah/indikatif_kelurahan.geojson")
    names = {"kode": "KDEPUM", "kelurahan": "WADMKD", "kecamatan": "WADMKC", "kota": "WADMKK"}
    frame = frame[frame["kode"].str.startswith(kota)].rename(columns=names)
    return frame.drop(columns="batas").reset_index(drop=True)


def shapefile(frame: gpd.GeoDataFrame, folder: Path, stem: str = "batas", without: tuple[str, ...] = ()) -> bytes:
    """A ZIP of a shapefile; `without` are endings left out."""
    frame.to_file(folder / f"{stem}.shp")
    return zipped({file.name: file.read_bytes() for file in folder.glob(f"{stem}.*") if file.suffix not in without})


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Coordinates as they stand in the frame, without a word about their system."""
    return frame.set_crs(None, allow_override=True).to_json().encode()


def kml(frame: gpd.GeoDataFrame, name: str = "WADMKD") -> bytes:
    """Placemarks with nothing but a name, heights included, as Google Earth saves them."""
    placemarks = []
    for title, shape in zip(frame[name], frame.geometry, strict=True):
        rings = "".join(
            f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{_points(part.exterior)}</coordinates></LinearRing>"
            "</outerBoundaryIs></Polygon>"
            for part in getattr(shape, "geoms", [shape])
        )
        placemarks.append(f"<Placemark><name>{title}</name><MultiGeometry>{rings}</MultiGeometry></Placemark>")
    body = "".join(placemarks)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>'
        f"{body}</Folder></Document></kml>"
    ).encode()


def _points(ring) -> str:
    return " ".join(f"{x},{y},0" for x, y in ring.coords)
