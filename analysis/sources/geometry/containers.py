"""The features of a boundary file as a dinas sends it: text of every attribute, geometry, coordinate system as written.

Traps, all of them harm that a stranger's file can do. A ZIP may name members "../../x" or unpack to terabytes: members
are read within a limit and written, where GDAL needs files, under names of our own in a folder of our own. GDAL opens
whatever it recognises, also text that makes it read other files or the network: so the format is settled here from the
first bytes, GDAL sees only shapefiles and GeoPackages, and GeoJSON and KML are read by Python. An XML entity may be a
file or a bomb: KML that declares any is not opened.
"""

from __future__ import annotations

import io
import json
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pyogrio
import shapely
from pyproj.exceptions import CRSError
from shapely.geometry import Polygon, shape

from analysis.sources.geometry.attributes import has_names
from analysis.sources.geometry.kml import read_kml
from analysis.sources.measurements.findings import Refused
from analysis.sources.measurements.sheets import BROKEN_ZIP
from analysis.sources.problems import Problem, quote

LIMIT_MB = 100  # of the file; the villages of DKI are 1 to 10 MB
UNPACKED_MB = 400
TEXT_MB = 50  # GeoJSON and KML take ten times their size while they are read
MOST_MEMBERS = 2_000
MOST_FEATURES = 100_000  # all villages of Indonesia are 84 thousand
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ONE_FILE = (".geojson", ".json", ".gpkg", ".kml")


@dataclass
class Features:
    """Attributes as text and geometry (`crs` as the file says, None where it says nothing), and what is worth telling.

    The index counts the features of the file from 1.
    """

    frame: gpd.GeoDataFrame
    notes: list[Problem] = field(default_factory=list)


def read_features(source: Path | bytes, nama: str) -> Features:
    """The features of a shapefile in a ZIP, GeoJSON, GPKG, KML or KMZ. Raises `Refused` for anything else and OSError
    where there is no file."""
    data = _bytes(source)
    found = _guarded(_read, data, nama)
    if found.frame.empty:
        raise Refused("batas_tanpa_fitur")
    if len(found.frame) > MOST_FEATURES:
        raise Refused("batas_banyak", batas=MOST_FEATURES)
    found.frame.index = range(1, len(found.frame) + 1)
    return found


def _bytes(source: Path | bytes) -> bytes:
    if isinstance(source, Path):
        if source.stat().st_size > LIMIT_MB * 1_000_000:
            raise Refused("berkas_besar", batas=LIMIT_MB)
        source = source.read_bytes()
    if len(source) > LIMIT_MB * 1_000_000:
        raise Refused("berkas_besar", batas=LIMIT_MB)
    if not source.strip():
        raise Refused("berkas_kosong")
    return source


def _read(data: bytes, nama: str) -> Features:
    if data.startswith(b"PK"):
        return _read_zip(data, nama)
    if data.startswith(b"SQLite format 3\0"):
        return _read_gdal({".gpkg": data}, nama)
    if data.startswith(b"\x00\x00\x27\x0a"):
        raise Refused("batas_tanpa_zip")
    if len(data) > TEXT_MB * 1_000_000:
        raise Refused("berkas_besar", batas=TEXT_MB)
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return Features(_read_geojson(data))
    if start.startswith(b"<") and b"<kml" in start.lower():
        found = read_kml(data)
        return Features(_nothing() if found is None else found)
    raise Refused("batas_asing")


# ZIP


def _read_zip(data: bytes, nama: str) -> Features:
    """The one set of members that holds kelurahan; the first that can be read where none does."""
    found, refused = {}, [Refused("batas_zip_kosong")]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for stem, members in _member_sets(archive).items():
                try:
                    found[stem] = _read_set(_unpacked(archive, members), nama)
                except Refused as reason:
                    # Another layer of the same ZIP may be sound.
                    refused.append(reason)
    except BROKEN_ZIP:
        raise Refused("zip_rusak") from None
    if not found:
        raise refused[-1]
    chosen = next((stem for stem, part in found.items() if has_names(part.frame)), next(iter(found)))
    return _with_others_told(found[chosen], chosen, list(found), nama)


def _member_sets(archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Members by the file they belong to (path without ending) and by ending. Refuses what would unpack too large."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > UNPACKED_MB * 1_000_000:
        raise Refused("zip_besar", batas=UNPACKED_MB)
    sets: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        ending = path.suffix.lower()
        if ending in (*_SHAPEFILE, *_ONE_FILE) and not path.name.startswith(".") and "__MACOSX" not in path.parts:
            sets.setdefault(str(path.with_suffix("")).lower(), {}).setdefault(ending, member)
    readable = (".shp", *_ONE_FILE)
    return {stem: parts for stem, parts in sets.items() if any(ending in parts for ending in readable)}


def _unpacked(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    """The bytes of the members: never more than each declares, and all of them together were weighed before."""
    unpacked = {}
    for ending, member in members.items():
        with archive.open(member) as stream:
            unpacked[ending] = stream.read(member.file_size)
    return unpacked


def _read_set(files: Mapping[str, bytes], nama: str) -> Features:
    if ".shp" in files:
        parts = {ending: files[ending] for ending in _SHAPEFILE if ending in files}
        return _guarded(_read_gdal, parts, nama)
    data = next(files[ending] for ending in _ONE_FILE if ending in files)
    if data.startswith(b"PK"):
        raise Refused("batas_asing")
    return _guarded(_read, data, nama)


def _guarded(read: Callable[..., Features], *words: object) -> Features:
    """What GDAL, shapely or Python say about a damaged file is not for its owner."""
    try:
        return read(*words)
    except (RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError) as error:
        raise Refused("batas_rusak") from error


def _nothing() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"geometry": []}, geometry="geometry")


def _with_others_told(found: Features, chosen: str, names: list[str], nama: str) -> Features:
    others = tuple(_layer_name(name) for name in names if name != chosen)
    if others:
        told = {"lapisan": _layer_name(chosen), "lain": others}
        found.notes.append(Problem(nama, None, None, "lapisan_lain", told))
    return found


def _layer_name(path: str) -> str:
    return quote(PurePosixPath(path).name) or "…"


# Formats


def _read_gdal(files: Mapping[str, bytes], nama: str) -> Features:
    """A shapefile or GeoPackage, from copies under our own name in a folder that is gone afterwards."""
    main = ".shp" if ".shp" in files else ".gpkg"
    if main == ".shp" and not {".shx", ".dbf"} <= set(files):
        raise Refused("batas_tanpa_zip")
    # GDAL's warnings speak of our own copy, to nobody who could use them.
    with tempfile.TemporaryDirectory(prefix="batas") as folder, warnings.catch_warnings(action="ignore"):
        for ending, data in files.items():
            (Path(folder) / f"batas{ending}").write_bytes(data)
        path = Path(folder) / f"batas{main}"
        layers = [name for name, kind in pyogrio.list_layers(path) if kind is not None] or [None]
        found = {str(layer): Features(_layer(path, layer)) for layer in layers[:20]}
    chosen = next((name for name, part in found.items() if has_names(part.frame)), next(iter(found)))
    return _with_others_told(found[chosen], chosen, list(found), nama)


def _layer(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, max_features=MOST_FEATURES + 1)
    except UnicodeDecodeError:
        frame = pyogrio.read_dataframe(path, layer=layer, max_features=MOST_FEATURES + 1, encoding="cp1252")
    return frame if isinstance(frame, gpd.GeoDataFrame) else _nothing()


def _read_geojson(data: bytes) -> gpd.GeoDataFrame:
    document = json.loads(data.decode("utf-8-sig"))
    features = document.get("features") if document.get("type") == "FeatureCollection" else None
    if document.get("type") == "Feature":
        features = [document]
    if features is None:
        raise Refused("batas_asing")
    shapes = [_shape_of(feature.get("geometry")) for feature in features]
    rows = [feature.get("properties") or {} for feature in features]
    frame = gpd.GeoDataFrame(rows, index=range(len(shapes))).drop(columns="geometry", errors="ignore")
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index), crs=_geojson_crs(document))


def _shape_of(geometry: dict | None):
    """One bad geometry must not cost the others: it becomes an empty one."""
    try:
        return shape(geometry) if geometry else Polygon()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return Polygon()


def _geojson_crs(document: dict) -> str | None:
    """The old member `crs`; without it the standard says EPSG:4326."""
    written = document.get("crs")
    if written is None:
        return "EPSG:4326"
    name = str((written.get("properties") or {}).get("name", ""))
    try:
        return gpd.GeoSeries([], crs=name).crs
    except CRSError:
        return None
