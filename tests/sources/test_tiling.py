"""Tiles of areas that nobody drew: one hexagon each, apart from each other, edges shared."""

import json
from collections import Counter

import pandas as pd

from analysis.sources.shapes import read_shapes, served_shapes, tiles_topojson
from analysis.sources.tiling import tiles_of


def _desa(kota: str, points: list[tuple[float, float]]) -> pd.DataFrame:
    codes = [f"{kota}.01.{2001 + place}" for place in range(len(points))]
    lat, lon = zip(*points, strict=True)
    return pd.DataFrame({"kode_kelurahan": codes, "kode_kota": kota, "lat": lat, "lon": lon})


GRID = [(-row / 10, 100 + column / 10) for row in range(4) for column in range(5)]


def test_every_area_has_a_hexagon_of_its_own():
    made = tiles_of(_desa("11.01", GRID), "11.01")
    points = made.titik[made.titik["bentuk"] == "ubin"]
    assert len(points) == 20 and not points.duplicated(["x", "y"]).any()
    shapes = json.loads(made.topojson)["objects"]["kelurahan"]["geometries"]
    assert sorted(shape["properties"]["kode_kelurahan"] for shape in shapes) == sorted(points["kode_kelurahan"])
    assert {len(shape["arcs"][0]) for shape in shapes} == {6}


def test_north_stays_above_and_east_to_the_right():
    points = tiles_of(_desa("11.01", GRID), "11.01").titik.drop_duplicates("kode_kelurahan")
    x, y = points["x"].to_numpy().reshape(4, 5), points["y"].to_numpy().reshape(4, 5)
    assert (y[0] < y[3]).all() and (x[:, 0] < x[:, 4]).all()


def test_each_edge_is_one_arc_used_by_at_most_two_areas():
    document = json.loads(tiles_of(_desa("11.01", GRID), "11.01").topojson)
    rings = [arc for shape in document["objects"]["kelurahan"]["geometries"] for arc in shape["arcs"][0]]
    used = Counter(arc if arc >= 0 else ~arc for arc in rings)
    assert set(used) == set(range(len(document["arcs"]))) and set(used.values()) <= {1, 2}
    inner = {line[0] for line in document["objects"]["dalam"]["arcs"]}
    assert inner == {arc for arc, times in used.items() if times == 2}


def test_the_outline_of_a_kota_runs_between_two_kota():
    near = [(lat, lon + 0.5) for lat, lon in GRID]
    both = pd.concat([_desa("96.01", GRID), _desa("96.02", near)], ignore_index=True)
    document = json.loads(tiles_of(both, "96").topojson)
    assert [kota["properties"]["kode_kota"] for kota in document["objects"]["kota"]["geometries"]] == ["96.01", "96.02"]


def test_one_desa_alone_is_drawn_too():
    assert len(tiles_of(_desa("11.01", GRID[:1]), "11.01").titik) == 2


def test_a_map_is_found_at_its_address_also_by_a_server_that_just_started():
    areas = _desa("12.05", GRID)
    served = served_shapes({"kelurahan": areas}, "12.05")
    sidik = served.prefix.rpartition("/")[2]
    assert read_shapes(f"peta/{sidik}/ubin/12.05.json") == tiles_topojson(sidik, "12.05", lambda: areas)
    assert tiles_topojson("0" * 16, "12.06", lambda: areas) is None
