"""What the map is given: every area, no hidden figure, a legend of what is really there."""

import numpy as np
import pandas as pd
import pytest

from analysis import language
from analysis.output.classes import NO_DATA, SUPPRESSED
from analysis.output.maps import LOKUS, map_frame

POINTS = pd.DataFrame(
    {
        "bentuk": "indikatif",
        "lingkup": "31.73",
        "kode_kelurahan": [f"31.73.01.100{place}" for place in range(1, 6)],
        "x": [0, 100, 200, 300, 400],
        "y": [0, 100, 200, 100, 0],
    }
)
NAMES = ["Kedaung Kali Angke", "Cengkareng Barat", "Rawa Buaya", "Duri Kosambi", "Kapuk"]


def measure(values, hidden=()) -> pd.DataFrame:
    codes = POINTS["kode_kelurahan"][: len(values)]
    frame = pd.DataFrame({"kode_kelurahan": codes, "nama": NAMES[: len(values)], "nama_kecamatan": "Cengkareng"})
    return frame.assign(nilai=values, disembunyikan=[place in hidden for place in range(len(values))])


def drawn(values, hidden=(), lokus=(), **options):
    return map_frame(measure(values, hidden), POINTS, lokus_codes=lokus, lingkup="31.73", **options)


def test_an_area_without_a_row_is_on_the_map_as_no_data():
    frame, legend = drawn([10.0, 20.0, 30.0])
    assert list(frame["kelas"]) == [0, 2, 4, NO_DATA, NO_DATA]
    assert list(frame["teks_nilai"]) == ["10,0", "20,0", "30,0", "tidak ada data", "tidak ada data"]
    assert list(legend["label"]) == ["≤ 19,9", "20,0–29,9", "30,0", "Tidak ada data"]


def test_a_hidden_figure_does_not_travel_to_the_browser_and_makes_no_class():
    frame, legend = drawn([10.0, 20.0, 3.0, 20.0, 10.0], hidden=[2])
    assert frame.loc[2, "kelas"] == SUPPRESSED
    assert "3,0" not in frame.astype(str).to_string() and np.isnan(frame.loc[2, "nilai"])
    assert list(legend["label"]) == ["≤ 19,9", "20,0", "Disembunyikan"]


def test_the_legend_has_no_entry_for_what_is_not_there():
    _frame, legend = drawn([10.0] * 5)
    assert list(legend["label"]) == ["10,0"]
    _frame, legend = drawn([10.0] * 5, lokus=["31.73.01.1001"])
    assert list(legend["kelas"]) == [3, LOKUS]


def test_fixed_limits_make_two_years_comparable():
    before, legend = drawn([10.0, 12.0, 14.0, 16.0, 18.0], limits=[11, 13, 15, 17])
    after, _legend = drawn([10.0, 10.0, 10.0, 10.0, 12.0], limits=[11, 13, 15, 17])
    assert before.loc[4, "kelas"] == 4 and after.loc[4, "kelas"] == 1
    assert len(legend) == 5


def test_only_lokus_are_named_and_neighbours_do_not_collide():
    codes = ["31.73.01.1001", "31.73.01.1002"]
    frame, _legend = drawn([10.0] * 5, lokus=codes)
    assert list(frame.loc[frame["label"] != "", "kode_kelurahan"]) == codes
    assert frame.loc[frame["label"] == "", "label_x"].isna().all()


def test_circles_need_no_class_entries():
    _frame, legend = drawn([10.0, 20.0], bentuk="simbol", lokus=["31.73.01.1001"])
    assert list(legend["kelas"]) == [NO_DATA, LOKUS]


@pytest.mark.parametrize(("bahasa", "angka"), [("id", "1.250"), ("en", "1,250")])
def test_numbers_on_the_map_follow_the_language(bahasa, angka):
    language.use(bahasa)
    frame, _legend = drawn([1250.0], digits=0)
    assert frame.loc[0, "teks_nilai"] == angka
