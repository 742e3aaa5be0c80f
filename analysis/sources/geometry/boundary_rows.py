"""Matched boundaries as they are kept and handed on: rows of the table `batas`, GeoJSON of all kelurahan.

Trap: a file of all 267 mixes two truths. Every feature therefore says `batas` = resmi or indikatif, and reading such a
file again takes only the official ones.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from analysis.language import _


def boundary_rows(frame: gpd.GeoDataFrame, judul: str, tanggal: str) -> pd.DataFrame:
    """Rows of the table `batas` from `BoundaryImport.frame`, with the source's title and date ("2020", "2020-12-31")."""
    return pd.DataFrame(
        {
            "kode_kelurahan": pd.array(frame["kode_kelurahan"], dtype="str"),
            "geometri": pd.array(shapely.to_geojson(frame.geometry.to_numpy()), dtype="str"),
            "judul": judul,
            "tanggal": tanggal,
        }
    )


@lru_cache(maxsize=1)
def _indicative(data: Path) -> dict[str, dict]:
    document = json.loads((data / "wilayah/indikatif_kelurahan.geojson").read_text(encoding="utf-8"))
    return {feature["properties"]["kode"]: feature["geometry"] for feature in document["features"]}


def to_geojson(frame: gpd.GeoDataFrame, kelurahan: pd.DataFrame, data: Path, sumber: str) -> str:
    """All kelurahan of `kelurahan` as GeoJSON (EPSG:4326) with the properties kode, kelurahan, batas.

    `frame` (`BoundaryImport.frame`) gives the official ones; the others are indicative. The collection names both
    sources. `data` is the project's data folder.
    """
    official = dict(zip(frame["kode_kelurahan"], frame.geometry, strict=True))
    indicative = _indicative(data)
    features = []
    for code, name in zip(kelurahan["kode_kelurahan"], kelurahan["nama_kelurahan"], strict=True):
        is_official = code in official
        if not is_official and code not in indicative:
            continue
        geometry = json.loads(shapely.to_geojson(official[code])) if is_official else indicative[code]
        properties = {"kode": code, "kelurahan": name, "batas": "resmi" if is_official else "indikatif"}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    collection = {"type": "FeatureCollection", "batas_resmi": sumber}
    if len(official) < len(features):
        collection["batas_indikatif"] = _("© kontributor OpenStreetMap") + ", ODbL"
    return json.dumps({**collection, "features": features}, ensure_ascii=False, separators=(",", ":")) + "\n"
