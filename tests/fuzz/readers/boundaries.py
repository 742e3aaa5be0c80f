"""A file of boundaries: matched, made into rows of the table `batas` and into GeoJSON."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from analysis.sources.catalog import DATA
from analysis.sources.geometry.boundary_rows import boundary_rows, to_geojson
from analysis.sources.geometry.official import read_boundaries
from tests.fuzz.common import catalog
from tests.fuzz.property import rows_or_sentences, told


def read(data: bytes) -> None:
    tables = catalog().tables
    found = read_boundaries(data, "batas.zip", tables["kelurahan"], tables["alias"])
    told(found.refused)
    rows_or_sentences(len(found.frame) + len(found.refused), found.notes)
    if len(found.frame):
        boundary_rows(found.frame, "judul", "2024")
        to_geojson(found.frame, tables["kelurahan"], DATA, "sumber")


@cache
def two_kelurahan():
    from tests.sources.boundary_files import polygons

    frame = polygons().iloc[:2].copy()
    return frame.set_geometry(frame.geometry.simplify(0.002))


def seeds() -> list[bytes]:
    from tests.sources.boundary_files import geojson, kml, shapefile, zipped

    frame = two_kelurahan()
    with tempfile.TemporaryDirectory() as folder:
        shape = shapefile(frame, Path(folder))
        frame.to_file(Path(folder) / "batas.gpkg")
        package = (Path(folder) / "batas.gpkg").read_bytes()
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(shape)) as packed, zipfile.ZipFile(plain, "w") as stored:
        for name in packed.namelist():
            stored.writestr(name, packed.read(name))
    crs = json.loads(geojson(frame)) | {"crs": {"type": "name", "properties": {"name": "EPSG:4326"}}}
    return [
        geojson(frame),
        kml(frame),
        plain.getvalue(),
        package,
        zipped({"doc.kml": kml(frame)}),
        json.dumps(crs).encode(),
    ]
