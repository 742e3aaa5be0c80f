"""The heat map: a class for every gap, and three kinds of empty that look different."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis import language
from analysis.convergence.coverage import coverage_matrix
from analysis.convergence.measures import META
from analysis.output import heatmap, theme
from tests.output.test_charts import draw_svg, texts

AREAS = pd.DataFrame(
    [("31.73.01.1005", "Kapuk"), ("31.73.01.1006", "Rawa Buaya"), ("31.73.06.1001", "Kapuk")],
    columns=["kode_kelurahan", "nama_kelurahan"],
).assign(berlaku_dari="", berlaku_sampai="")


def matrix(cells) -> pd.DataFrame:
    """cells: (kelurahan, service, people reached of 1,000)."""
    kinds = pd.DataFrame(
        [
            ("E11", "Ibu hamil", "TTD ibu hamil", "naik_baik", 80.0),
            ("E13", "Ibu hamil", "Kehamilan tidak diinginkan", "turun_baik", 15.5),
            ("E20", "Keluarga berisiko stunting", "Stop BABS", "naik_baik", np.nan),
        ],
        columns=["kode_indikator", "kelompok", "nama_pendek", "polaritas", "target"],
    ).assign(tahun_target=2024, nama=lambda frame: frame["nama_pendek"])
    rows = pd.DataFrame(cells, columns=["kode_kelurahan", "kode_indikator", "pembilang"])
    rows = rows.assign(penyebut=1000, tahun=2024, **dict.fromkeys(META, ""))
    return coverage_matrix(rows, kinds, AREAS, 2024)


@pytest.mark.parametrize(
    ("reached", "state", "text"),
    [
        (800, "tercapai", ""),  # exactly on the target
        (900, "tercapai", ""),
        (797, "kurang_0", "<1"),  # 0.3 points short must not read as 0
        (754, "kurang_1", "5"),  # 4.6 is printed as 5, so it stands in the class 5-9
        (756, "kurang_0", "4"),
        (700, "kurang_2", "10"),
        (605, "kurang_3", "20"),  # 19.5 is printed as 20
        (100, "kurang_3", "70"),
    ],
)
def test_classes_are_cut_on_the_gap_as_printed(reached, state, text):
    data, _rows, _columns = heatmap.heat_frame(matrix([("31.73.01.1005", "E11", reached)]))
    cell = data.iloc[0]
    assert (cell["keadaan"], cell["teks_sel"]) == (state, text)


def test_less_is_better_no_target_and_no_data_are_told_apart():
    data, _rows, columns = heatmap.heat_frame(
        matrix([("31.73.01.1005", "E13", 100), ("31.73.01.1006", "E13", 300), ("31.73.01.1005", "E20", 640)])
    )
    state = data.set_index(["kode_kelurahan", "kode_indikator"])["keadaan"]
    assert state["31.73.01.1005", "E13"] == "tercapai", "10 % is below the most that is wanted"
    assert state["31.73.01.1006", "E13"] == "kurang_2", "30 % is 14.5 points above it"
    assert state["31.73.01.1005", "E20"] == "tanpa_target"
    assert state["31.73.01.1006", "E20"] == "tanpa_data"
    shown = data.set_index(["kode_kelurahan", "kode_indikator"])["teks_sel"]
    assert shown["31.73.01.1005", "E20"] == "64", "without a target the coverage itself"
    assert columns["judul_kolom"].tolist() == ["TTD ibu hamil  ≥ 80", "Kehamilan tidak diinginkan  ≤ 15,5", "Stop BABS"]
    assert columns["awal"].tolist() == [True, False, True]


def test_areas_and_services_by_people_missed():
    rows = [("31.73.01.1005", "E11", 900), ("31.73.01.1006", "E11", 200), ("31.73.01.1006", "E20", 100)]
    _data, listed, columns = heatmap.heat_frame(matrix(rows))
    assert listed["kode_kelurahan"].tolist() == ["31.73.01.1005", "31.73.01.1006", "31.73.06.1001"]
    _data, missed, columns = heatmap.heat_frame(matrix(rows), rows_by_missed=True, columns_by_missed=True)
    assert missed["nama"].tolist()[0] == "Rawa Buaya", "800 + 900 missed"
    assert missed["kode_kelurahan"].tolist()[-1] == "31.73.06.1001", "nothing known comes last"
    # E11 misses 100 + 800, as many as E20 misses in one area: listed order decides.
    assert columns["kode_indikator"].tolist() == ["E11", "E20", "E13"]


def test_two_areas_of_one_name_stay_two_rows():
    _data, rows, _columns = heatmap.heat_frame(matrix([("31.73.01.1005", "E11", 1)]))
    assert rows["nama"].tolist() == ["Kapuk 31.73.01.1005", "Rawa Buaya", "Kapuk 31.73.06.1001"]


def test_a_reader_sees_the_figure_the_triangle_the_hatch_and_their_legend():
    language.use("id")
    frames = heatmap.heat_frame(
        matrix([("31.73.01.1005", "E11", 605), ("31.73.01.1006", "E11", 900), ("31.73.01.1005", "E20", 640)])
    )
    drawing = draw_svg({**theme.finish(heatmap.draw_heat(*frames)), "width": 640})
    shown = texts(drawing)
    assert {"20", "64", "target tercapai", "tanpa target: cakupan (%)", "tidak ada data"} <= set(shown)
    spoken = [text for text in shown if text.startswith("Rawa Buaya, TTD ibu hamil")]
    assert spoken == ["Rawa Buaya, TTD ibu hamil: 90,0, target tercapai"]
    missing = re.findall(r'<path aria-label="[^"]*tidak ada data[^"]*"[^>]*?fill="([^"]*)"', drawing)
    assert len(missing) == 9 - 3 and all(fill.startswith("url(") for fill in missing)


def test_a_hidden_cell_is_dotted_and_has_a_legend_entry_of_its_own():
    """Hidden is not missing: grey dots instead of the hatch, and no figure."""
    cells = matrix([("31.73.01.1005", "E11", 605), ("31.73.01.1006", "E11", 900)])
    hidden = (cells["kode_kelurahan"] == "31.73.01.1006") & (cells["kode_indikator"] == "E11")
    cells = cells.assign(disembunyikan=hidden, nilai=cells["nilai"].mask(hidden), selisih=cells["selisih"].mask(hidden))
    frames = heatmap.heat_frame(cells)
    shown = texts(draw_svg({**theme.finish(heatmap.draw_heat(*frames, tersembunyi=True)), "width": 640}))
    assert "disembunyikan (angka kecil)" in shown and "tidak ada data" in shown
    assert any(text.startswith("Rawa Buaya, TTD ibu hamil: disembunyikan") for text in shown)
    open_to_all = heatmap.heat_frame(matrix([("31.73.01.1005", "E11", 605)]))
    shown = texts(draw_svg({**theme.finish(heatmap.draw_heat(*open_to_all)), "width": 640}))
    assert "disembunyikan (angka kecil)" not in shown, "a working view explains nothing that it does not show"
