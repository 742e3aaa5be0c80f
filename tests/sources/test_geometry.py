"""The map shapes: every kelurahan once, shared edges, y down, and the same bytes from the same data."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point

from analysis.sources.geometry import write_geometry

ROOT = Path(__file__).parents[2]
FORMS = ["indikatif", "ubin"]
KOTA = {"31.01": 6, "31.71": 44, "31.72": 31, "31.73": 56, "31.74": 65, "31.75": 65}
MAPS = [(form, scope) for form in FORMS for scope in ["31", *KOTA]]


class Map:
    """One TopoJSON file, put together again by hand: arcs are steps from a first point."""

    def __init__(self, form: str, scope: str):
        self.text = (ROOT / f"static/peta/{form}/{scope}.json").read_text(encoding="utf-8")
        self.document = json.loads(self.text)
        self.arcs = []
        for steps in self.document["arcs"]:
            x = y = 0
            self.arcs.append([(x := x + dx, y := y + dy) for dx, dy in steps])

    def ring(self, arcs: list[int]) -> list[tuple[int, int]]:
        points = []
        for arc in arcs:
            points += self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
        return points

    def polygons(self, name: str) -> dict[str, MultiPolygon]:
        result = {}
        for geometry in self.document["objects"][name]["geometries"]:
            nested = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            (code,) = geometry["properties"].values()
            rings = [[self.ring(ring) for ring in polygon] for polygon in nested]
            result[code] = MultiPolygon([(outer, holes) for outer, *holes in rings])
        return result


@pytest.fixture(scope="module")
def points() -> pd.DataFrame:
    return pd.read_csv(ROOT / "data/wilayah/titik_peta.csv", dtype={"lingkup": str, "kode_kelurahan": str})


def test_building_again_gives_the_same_bytes(tmp_path):
    source = tmp_path / "data/wilayah"
    source.mkdir(parents=True)
    for name in ["indikatif_kelurahan.geojson", "tiles_hex.json"]:
        shutil.copy(ROOT / "data/wilayah" / name, source / name)
    write_geometry(tmp_path)
    for name in ["data/wilayah/titik_peta.csv", *(f"static/peta/{f}/{s}.json" for f, s in MAPS)]:
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), name


@pytest.mark.parametrize(("form", "scope"), MAPS)
def test_each_kelurahan_of_the_map_is_drawn_once_without_gap_or_overlap(form, scope):
    shapes = Map(form, scope).polygons("kelurahan")
    expected = 267 if scope == "31" else KOTA[scope]
    assert len(shapes) == expected and all(code.startswith(scope) for code in shapes)
    assert all(shape.is_valid and shape.area > 0 for shape in shapes.values())
    assert shapely.coverage_is_valid(list(shapes.values()))


@pytest.mark.parametrize(("form", "scope"), MAPS)
def test_no_edge_is_stored_twice(form, scope):
    """Else a dashed inner line would be drawn over itself and look solid."""
    edges = [frozenset(edge) for arc in Map(form, scope).arcs for edge in pairwise(arc)]
    assert len(edges) == len(set(edges))


@pytest.mark.parametrize(("form", "scope"), MAPS)
def test_kota_outline_and_inner_lines_together_are_all_edges(form, scope):
    drawn = Map(form, scope)
    kelurahan, kota = drawn.polygons("kelurahan"), drawn.polygons("kota")
    assert set(kota) == {code[:5] for code in kelurahan}
    for code, outline in kota.items():
        own = [shape for key, shape in kelurahan.items() if key.startswith(code)]
        assert outline.equals(shapely.union_all(own))
    inner = [drawn.arcs[arc] for (arc,) in drawn.document["objects"]["dalam"]["arcs"]]
    length = sum(shapely.LineString(line).length for line in inner)
    around = sum(shape.length for shape in kelurahan.values()) - sum(s.length for s in kota.values())
    assert length == pytest.approx(around / 2)


@pytest.mark.parametrize("form", FORMS)
def test_islands_stand_in_a_frame_apart_from_the_mainland(form):
    drawn = Map(form, "31")
    (frame,) = drawn.polygons("bingkai").values()
    kelurahan = drawn.polygons("kelurahan")
    for code, shape in kelurahan.items():
        assert frame.contains(shape) if code.startswith("31.01") else frame.disjoint(shape), code
    assert "bingkai" not in Map(form, "31.73").document["objects"]


@pytest.mark.parametrize(("form", "scope"), MAPS)
def test_label_points_lie_inside_their_kelurahan(form, scope, points):
    own = points[(points["bentuk"] == form) & (points["lingkup"] == scope)]
    shapes = Map(form, scope).polygons("kelurahan")
    assert sorted(own["kode_kelurahan"]) == sorted(shapes)
    assert all(shapes[row.kode_kelurahan].contains(Point(row.x, row.y)) for row in own.itertuples())


@pytest.mark.parametrize("form", FORMS)
def test_north_is_up_and_west_is_left(form, points):
    """y grows downwards: Jakarta Utara above Pusat above Selatan, Barat left of Pusat, Timur right."""
    own = points[(points["bentuk"] == form) & (points["lingkup"] == "31")]
    centre = own.groupby(own["kode_kelurahan"].str[:5])[["x", "y"]].mean()
    x, y = centre["x"], centre["y"]
    assert y["31.01"] < y["31.71"] and y["31.72"] < y["31.71"] < y["31.74"]
    assert x["31.01"] < x["31.73"] < x["31.71"] < x["31.75"]


@pytest.mark.parametrize("kota", KOTA)
def test_tiles_keep_the_directions_of_the_real_places(kota, points):
    """Within a kota the hexagons rank from west to east and from north to south as the centroids do."""
    places = pd.read_csv(ROOT / "data/wilayah/kelurahan.csv", dtype={"kode_kelurahan": str})
    tiles = points[(points["bentuk"] == "ubin") & (points["lingkup"] == kota)]
    both = tiles.merge(places, on="kode_kelurahan")
    assert both["x"].corr(both["lon"]) > 0.75
    assert both["y"].corr(both["lat"]) < -0.75


def test_hexagons_of_one_kota_hang_together():
    for kota in KOTA:
        (block,) = Map("ubin", kota).polygons("kota").values()
        assert len(block.geoms) == 1, kota


def test_the_whole_map_stays_light():
    """At most 130 kB, since the browser parses it on every first visit."""
    assert all(len(Map(form, "31").text) < 130_000 for form in FORMS)
