"""Spatial association: a grid worked by hand, esda's own example, permutations by brute force, and who is tested."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest

from analysis.convergence.measures import META
from analysis.convergence.spatial import (
    MIN_AREAS,
    _clusters,
    _global,
    _local,
    corrected,
    nearest,
    outlines_of,
    spatial_pattern,
    to_metres,
    touching,
    two_sided,
)

# Corners of a 2 x 2 grid, neighbours share a side:  0 1
#                                                    2 3
SQUARE = {0: [1, 2], 1: [0, 3], 2: [0, 3], 3: [1, 2]}
NO_OUTLINES = pd.DataFrame({"kode_kelurahan": [], "geometri": []})


def weights(neighbours):
    from libpysal.weights import W

    w = W(neighbours)
    w.transform = "r"
    return w


def grid(rows: int, columns: int, values, share: bool = True) -> pd.DataFrame:
    """Areas about a kilometre apart with a share each."""
    places = list(itertools.product(range(rows), range(columns)))
    codes = [f"31.73.{row:02d}.1{column:03d}" for row, column in places]
    frame = pd.DataFrame({"kode_kelurahan": codes, "nama": codes, "nama_kecamatan": "", "nilai": values})
    lat, lon = ([start + place[axis] / 100 for place in places] for axis, start in ((0, -6.2), (1, 106.7)))
    return frame.assign(lat=lat, lon=lon, **dict.fromkeys(META, ""))


def test_morans_i_of_a_small_grid_worked_by_hand():
    # Values 1, 2, 2, 3: mean 2, z = -1, 0, 0, 1. Every neighbour of the corners -1 and 1 is 0, so all lags of
    # non-zero z are 0: I = 0. Its expectation is -1/(n - 1) = -1/3.
    moran, expected, _p = _global(np.array([1.0, 2, 2, 3]), weights(SQUARE), 99, 1)
    assert (moran, expected) == pytest.approx((0, -1 / 3))
    # Values 1, 1, 3, 3: z = -1, -1, 1, 1. Each has one like and one unlike neighbour: all lags 0, I = 0.
    # Values 1, 3, 3, 1 alternate: every neighbour is the opposite, lag = -z, I = -1.
    assert _global(np.array([1.0, 3, 3, 1]), weights(SQUARE), 99, 1)[0] == pytest.approx(-1)
    # A row of four, 1, 1, 3, 3: z = -1, -1, 1, 1, lags -1, 0, 0, 1 -> I = (1 + 0 + 0 + 1) / 4 = 0.5.
    line = {0: [1], 1: [0, 2], 2: [1, 3], 3: [2]}
    assert _global(np.array([1.0, 1, 3, 3]), weights(line), 99, 1)[0] == pytest.approx(0.5)


def test_the_global_p_agrees_with_all_720_orders_of_six_values():
    line = {0: [1], 1: [0, 2], 2: [1, 3], 3: [2, 4], 4: [3, 5], 5: [4]}
    values, w = np.array([1.0, 2, 3, 4, 7, 9]), weights(line)
    observed, _expected, p = _global(values, w, 20_000, 3)

    def by_definition(order):
        z = np.array(order) - values.mean()
        lags = [np.mean([z[other] for other in line[place]]) for place in range(6)]
        return float(np.dot(z, lags) / np.dot(z, z))

    every = np.array([by_definition(order) for order in itertools.permutations(values)])
    exact = 2 * min(np.mean(every >= observed - 1e-12), np.mean(every <= observed + 1e-12))
    assert by_definition(values) == pytest.approx(observed)
    # Standard error of p from 20,000 draws is below 0.0015.
    assert p == pytest.approx(exact, abs=0.005)


def test_the_local_p_agrees_with_every_choice_of_neighbours():
    # Area 0 stays, its two neighbours are drawn from the other seven: 21 pairs, worked out one by one.
    values = np.array([9.0, 8, 7, 1, 2, 3, 4, 2])
    ring = {place: [(place - 1) % 8, (place + 1) % 8] for place in range(8)}
    z = (values - values.mean()) / values.std()
    observed = z[0] * (z[7] + z[1]) / 2
    drawn = [z[0] * (z[a] + z[b]) / 2 for a, b in itertools.combinations(range(1, 8), 2)]
    exact = 2 * min(np.mean(np.array(drawn) >= observed - 1e-12), np.mean(np.array(drawn) <= observed + 1e-12))
    found = _local(values, ring, "moran", 20_000, 5)
    assert found[0] == pytest.approx(min(exact, 1), abs=0.015)


def test_the_same_question_has_the_same_answer_every_time():
    draw = np.random.default_rng(1)
    frame = grid(6, 6, draw.random(36))
    one, other = (spatial_pattern(frame, NO_OUTLINES, share=True, permutations=999) for _turn in range(2))
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert one.p == other.p


def test_esdas_documented_quadrants_are_ours():
    """esda's docstring of Moran_Local (data desmith): q = 4 4 4 2 3 3 1 4 3 3 (1 HH, 2 LH, 3 LL, 4 HL)."""
    import libpysal

    w = libpysal.io.open(libpysal.examples.get_path("desmith.gal")).read()
    z = np.array(libpysal.io.open(libpysal.examples.get_path("desmith.txt")).by_col["z"])
    neighbours = {
        place: [w.id_order.index(other) for other in w.neighbors[name]] for place, name in enumerate(w.id_order)
    }
    lag = np.array([z[others].mean() for others in neighbours.values()])
    codes = {"tinggi_tinggi": 1, "rendah_tinggi": 2, "rendah_rendah": 3, "tinggi_rendah": 4}
    found = _clusters(z > z.mean(), lag > z.mean(), "moran")
    assert [codes[kind] for kind in found] == [4, 4, 4, 2, 3, 3, 1, 4, 3, 3]


def test_benjamini_hochberg_by_hand():
    # Their rule for m = 5: 0.01*5/1 = 0.05, 0.02*5/2 = 0.05, 0.03*5/3 = 0.05, 0.5*5/4 = 0.625, 0.9*5/5 = 0.9.
    assert corrected(np.array([0.5, 0.01, 0.03, 0.9, 0.02])) == pytest.approx([0.625, 0.05, 0.05, 0.9, 0.05])
    # A smaller p never gets a larger corrected one: 0.04*3/2 = 0.06 steps down to 0.041*3/3 = 0.041.
    assert corrected(np.array([0.04, 0.041, 0.001])) == pytest.approx([0.041, 0.041, 0.003])


def test_a_p_value_is_two_sided_and_never_nought():
    simulated = np.arange(99.0)[None, :]
    assert two_sided([200.0], simulated) == pytest.approx([2 / 100])
    assert two_sided([-1.0], simulated) == pytest.approx([2 / 100])
    assert two_sided([49.0], simulated) == pytest.approx([1])


def test_two_blocks_are_found_as_high_and_low_clusters():
    # Left half 10, right half 30, a little noise: the middles of the halves are clusters, noise alone is not.
    noise = np.random.default_rng(2).random(64) / 10
    blocks = np.where(np.arange(64) % 8 < 4, 10, 30) + noise
    found = spatial_pattern(grid(8, 8, blocks), NO_OUTLINES, share=True, k=8)
    assert found.moran > 0.5 and found.p < 0.01
    kinds = found.frame.set_index("kode_kelurahan")["klaster"]
    assert (kinds["31.73.03.1001"], kinds["31.73.03.1006"]) == ("rendah_rendah", "tinggi_tinggi")
    hot = spatial_pattern(grid(8, 8, blocks), NO_OUTLINES, share=True, k=8, statistik="gstar").frame
    assert hot.set_index("kode_kelurahan").loc["31.73.03.1006", "klaster"] == "tinggi_tinggi"
    assert set(hot["klaster"]) <= {"tinggi_tinggi", "rendah_rendah", "tidak_nyata"}


def test_noise_has_no_pattern():
    found = spatial_pattern(grid(8, 8, np.random.default_rng(4).random(64)), NO_OUTLINES, share=True)
    assert found.p > 0.05
    assert set(found.frame["klaster"]) == {"tidak_nyata"}
    assert found.by_chance == pytest.approx(3.2)


def test_missing_areas_and_the_islands_are_left_out_and_stay_in_the_table():
    values = np.random.default_rng(4).random(64)
    values[5] = np.nan
    frame = grid(8, 8, values)
    frame.loc[6, "kode_kelurahan"] = "31.01.01.1001"
    found = spatial_pattern(frame, NO_OUTLINES, share=True)
    assert found.n == 62
    assert found.frame["klaster"].tolist()[5:7] == ["tidak_dihitung", "tidak_dihitung"]
    assert len(found.frame) == 64


@pytest.mark.parametrize(
    ("values", "share", "why"),
    [
        (np.arange(64.0), False, "jumlah"),
        (np.where(np.arange(64) < MIN_AREAS - 1, np.arange(64.0), np.nan), True, "sedikit"),
        (np.full(64, 7.0), True, "sama"),
    ],
)
def test_counts_few_areas_and_equal_values_are_not_tested(values, share, why):
    found = spatial_pattern(grid(8, 8, values), NO_OUTLINES, share=share)
    assert found.alasan == why
    assert np.isnan(found.p) and set(found.frame["klaster"]) == {"tidak_dihitung"}


def test_distances_are_metres():
    # One minute of latitude is a nautical mile, 1,853 m on the mean sphere; at 6 degrees south a minute of
    # longitude is shorter by cos 6 = 0.9945.
    places = to_metres([-6.0, -6.0 + 1 / 60, -6.0], [106.8, 106.8, 106.8 + 1 / 60])
    north, east = (np.hypot(*(places[place] - places[0])) for place in (1, 2))
    assert (north, east) == pytest.approx((1853.2, 1843.1), abs=0.5)


def test_the_nearest_are_the_nearest():
    # On a line at 0, 1, 3, 7 (minutes): two nearest of the last are 3 and 1.
    lon = 106.7 + np.array([0, 1, 3, 7]) / 60
    assert {place: set(others) for place, others in nearest([-6.2] * 4, lon, 2).items()} == {
        0: {1, 2},
        1: {0, 2},
        2: {0, 1},
        3: {1, 2},
    }


def outline(column: int, row: int) -> str:
    x, y = 106.7 + column / 100, -6.2 + row / 100
    ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def test_official_outlines_touch_in_sides_and_corners():
    # Areas at (0,0), (1,0), (1,1) and one far away.
    codes = pd.Series(["a", "b", "c", "d"])
    batas = pd.DataFrame(
        {"kode_kelurahan": codes, "geometri": [outline(0, 0), outline(1, 0), outline(1, 1), outline(5, 5)]}
    )
    assert touching(outlines_of(batas, codes)) == {0: [1, 2], 1: [0, 2], 2: [0, 1], 3: []}


def test_touching_is_used_only_when_every_area_has_an_official_outline():
    frame = grid(6, 6, np.random.default_rng(1).random(36))
    places = itertools.product(range(6), range(6))
    batas = pd.DataFrame(
        {"kode_kelurahan": frame["kode_kelurahan"], "geometri": [outline(column, row) for row, column in places]}
    )
    asked = {"share": True, "official": True, "permutations": 199}
    assert spatial_pattern(frame, batas, **asked).tetangga == "batas"
    assert spatial_pattern(frame, batas.iloc[1:], **asked).tetangga == "terdekat"
    assert spatial_pattern(frame, NO_OUTLINES, **asked).tetangga == "terdekat"
    broken = batas.assign(geometri=["{}", *batas["geometri"].iloc[1:]])
    assert spatial_pattern(frame, broken, **asked).tetangga == "terdekat"
