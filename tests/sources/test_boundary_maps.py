"""Maps with recorded official boundaries: the official line wins, nobody vanishes, dashes mean indicative."""

import json

import pytest
import shapely
from shapely.geometry import MultiPolygon, Point

from analysis.sources.geometry.recorded import draw_recorded
from tests.sources.boundary_files import ROOT, polygons

DATA = ROOT / "data"
CENGKARENG = "31.73.01"


def moved(prefix: str = "31", east: float = 0.002) -> dict[str, str]:
    """Stand-ins for official boundaries: the indicative ones some 200 m further east."""
    frame = polygons("31")
    frame = frame[frame["KDEPUM"].str.startswith(prefix)]
    return dict(zip(frame["KDEPUM"], shapely.to_geojson(frame.geometry.translate(east, 0).to_numpy()), strict=True))


class Drawn:
    """A map put together again by hand."""

    def __init__(self, recorded: dict[str, str], scope: str):
        self.map = draw_recorded(DATA, recorded, scope)
        self.document = json.loads(self.map.topojson)
        self.arcs = []
        for steps in self.document["arcs"]:
            x = y = 0
            self.arcs.append([(x := x + dx, y := y + dy) for dx, dy in steps])

    def ring(self, arcs):
        return [point for arc in arcs for point in (self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1])]

    def shapes(self) -> dict[str, MultiPolygon]:
        found = {}
        for geometry in self.document["objects"]["kelurahan"]["geometries"]:
            nested = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            rings = [[self.ring(ring) for ring in part] for part in nested]
            found[geometry["properties"]["kode_kelurahan"]] = MultiPolygon([(o, holes) for o, *holes in rings])
        return found

    def lines(self, name: str) -> int:
        return len(self.document["objects"][name]["arcs"])


@pytest.mark.parametrize("scope", ["31", "31.01", "31.73"])
@pytest.mark.parametrize("prefix", ["31", CENGKARENG, "31.01", "31.73.01.1005"])
def test_every_kelurahan_is_drawn_once_without_overlap_and_labelled_inside(scope, prefix):
    drawn = Drawn(moved(prefix), scope)
    shapes = drawn.shapes()
    assert sorted(shapes) == [code for code in polygons("31")["KDEPUM"] if code.startswith(scope)]
    assert all(shape.is_valid and shape.area > 0 for shape in shapes.values())
    assert shapely.coverage_is_valid(list(shapes.values()))
    points = drawn.map.points
    assert set(points["bentuk"]) == {"indikatif"} and set(points["lingkup"]) == {scope}
    assert all(shapes[row.kode_kelurahan].contains(Point(row.x, row.y)) for row in points.itertuples())
    assert drawn.map.official == {code for code in shapes if code.startswith(prefix)}


def test_lines_between_two_official_areas_are_solid_and_all_others_dashed():
    assert Drawn(moved("31.73"), "31.73").lines("dalam") == 0
    nothing_firm = Drawn(moved("31.73.01.1005"), "31.73")
    assert nothing_firm.lines("dalam_resmi") == 0 and nothing_firm.lines("dalam") > 100
    mixed = Drawn(moved(CENGKARENG), "31.73")
    assert mixed.lines("dalam_resmi") > 0 and mixed.lines("dalam") > 0


def test_belts_around_islands_are_never_drawn_as_official_lines():
    assert Drawn(moved(), "31.01").lines("dalam_resmi") == 0


def test_an_official_area_keeps_its_shape_beside_indicative_ones():
    """What is drawn differs from the recorded polygon only by dropped corners (10 m a unit, 30 m tolerance)."""
    code = "31.73.01.1005"
    drawn = Drawn(moved(code), "31.73").shapes()[code]
    real = shapely.from_geojson(moved(code)[code])
    frame = polygons("31.73").head(1).set_geometry([real], crs=4326).to_crs(32748)
    assert drawn.area * 100 == pytest.approx(frame.area.iloc[0], rel=0.02)


def test_an_area_covered_by_its_official_neighbours_stays_on_the_map():
    """One official polygon lies over all of another kelurahan, whose own boundary is not official yet."""
    frame = polygons().set_index("KDEPUM").geometry
    large = shapely.to_geojson(frame["31.73.01.1005"].union(frame["31.73.01.1004"]).buffer(0.001))
    shapes = Drawn({"31.73.01.1005": large}, "31.73").shapes()
    assert shapes["31.73.01.1004"].area > 0 and len(shapes) == 56


@pytest.mark.parametrize("text", ["", "bukan geometri", '{"type": "Point", "coordinates": [106.7, -6.15]}',
                                  '{"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,0]]]}'])  # fmt: skip
def test_a_recorded_text_that_is_no_polygon_in_jakarta_counts_as_not_recorded(text):
    drawn = Drawn({"31.73.01.1005": text}, "31.73")
    assert drawn.map.official == frozenset() and len(drawn.shapes()) == 56
