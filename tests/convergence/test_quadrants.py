"""Quadrants: where a point lies, how sure that is, and what is missing."""

import numpy as np
import pandas as pd
import pytest

from analysis.convergence.measures import META
from analysis.convergence.quadrants import QUADRANTS, quadrant_counts, quadrant_points, threshold
from analysis.convergence.statistics import add_share

NAMES = ["A", "B", "C", "D", "E"]


def shares(counts, n=1000, **meta) -> pd.DataFrame:
    frame = pd.DataFrame({"nama": NAMES[: len(counts)], "k": counts, "m": float(n)})
    described = dict.fromkeys(META, "") | meta
    codes = [f"31.73.01.100{place}" for place in range(len(counts))]
    frame = frame.assign(kode_kelurahan=codes, kode_kecamatan="31.73.01", nama_kecamatan="Cengkareng", **described)
    return add_share(frame, "k", "m")


def counted(values, **meta) -> pd.DataFrame:
    frame = shares([0] * len(values), **meta)
    return frame.assign(nilai=np.asarray(values, dtype=float), bawah=np.nan, atas=np.nan)


def test_a_point_on_a_threshold_is_not_above_it():
    # 10, 20, 30 against a threshold of 20; the other measure against 5.
    points = quadrant_points(counted([10, 20, 30, 30]), counted([9, 9, 9, 5]), 20, 5)
    assert points["kuadran"].tolist() == ["rendah_tinggi", "rendah_tinggi", "tinggi_tinggi", "tinggi_rendah"]


def test_the_median_cuts_an_odd_number_of_areas_so_that_the_middle_one_is_low():
    frame = counted([1, 2, 3, 4, 100])
    assert threshold(frame) == 3
    points = quadrant_points(frame, frame, 3, 3)
    assert quadrant_counts(points)["jumlah"].tolist() == [2, 0, 0, 3]


def test_missing_values_stay_in_the_table_without_a_quadrant():
    points = quadrant_points(counted([1, np.nan, 3]), counted([1, 2, np.nan]), 2, 2)
    assert points["kuadran"].tolist() == ["rendah_rendah", "", ""]
    assert points["nama"].tolist() == ["A", "B", "C"]
    assert points["pasti"].tolist() == [True, False, False]
    assert quadrant_counts(points)["jumlah"].sum() == 1


def test_no_threshold_no_quadrant():
    points = quadrant_points(counted([1]), counted([1]), threshold(counted([np.nan])), 2)
    assert points["kuadran"].tolist() == [""]


def test_a_point_whose_interval_reaches_over_a_threshold_is_not_sure():
    # 100/1000 = 10 % has the Wilson interval 8,3-12,0: sure below 15 and above 8, not against 11.
    x = shares([100])
    assert (x["bawah"][0], x["atas"][0]) == pytest.approx((8.29, 12.01), abs=0.01)
    y = counted([7])
    assert [quadrant_points(x, y, limit, 5)["pasti"][0] for limit in (8, 11, 15)] == [True, False, True]


def test_a_count_has_no_interval_and_is_as_it_stands():
    assert quadrant_points(counted([7]), counted([7]), 7, 6)["pasti"].tolist() == [True]


def test_all_four_quadrants_are_counted_even_when_empty():
    counts = quadrant_counts(quadrant_points(counted([9]), counted([9]), 5, 5))
    assert counts["kuadran"].tolist() == list(QUADRANTS)
    assert counts["jumlah"].tolist() == [1, 0, 0, 0]


def test_one_sample_measure_makes_the_pair_a_sample_and_both_sources_are_named():
    x = shares([100], jenis_data="diunggah", sumber_judul="Berkas balita.csv")
    y = shares([100], jenis_data="contoh", sumber_judul="Data contoh (sintetis)")
    row = quadrant_points(x, y, 5, 5).iloc[0]
    assert row["jenis_data"] == "contoh"
    assert row["sumber_judul"] == "Berkas balita.csv; Data contoh (sintetis)"
    assert quadrant_points(x, x, 5, 5).iloc[0][["jenis_data", "sumber_judul"]].tolist() == [
        "diunggah",
        "Berkas balita.csv",
    ]
