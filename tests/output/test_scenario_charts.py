"""What the pictures of a simulated plan must show: levers apart from the trend, names that can be read, the unknown."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.output.scenario import fan_frame
from analysis.output.scenario_budget import frontier_frame, money
from analysis.output.scenario_parts import tornado_frame, waterfall_frame
from analysis.output.scenario_tables import plan_table, settings_table, yearly_table
from tests.output.examples import LEVERS, simulated_years
from tests.output.test_charts import svg, texts


def test_the_trend_comes_first_and_what_follows_starts_where_it_ended():
    parts = pd.DataFrame(
        {"komponen": ["awal", "tren", "mms", "suplemen", "sisa", "akhir"], "nilai": [17.1, -1.0, -0.1, -0.6, 0.2, 15.6]}
    )
    frame = waterfall_frame(parts, LEVERS)
    assert frame["komponen"].tolist() == ["tren", "suplemen", "mms", "sisa", "jumlah"]
    assert frame["mulai"].tolist() == pytest.approx([0, -1.0, -1.6, -1.7, 0])
    assert frame["akhir"].tolist() == pytest.approx([-1.0, -1.6, -1.7, -1.5, -1.5])
    assert {"tren (asumsi)", "tuas"} <= set(texts(svg("draw_waterfall")))


def test_a_remainder_that_no_figure_shows_is_left_out():
    parts = pd.DataFrame({"komponen": ["tren", "mms", "sisa"], "nilai": [0.0, -0.1, 0.001]})
    assert "sisa" not in set(waterfall_frame(parts, LEVERS)["komponen"])


def test_both_arms_and_the_target_are_named_without_covering_each_other():
    _rows, _goal, names = fan_frame(simulated_years(0), 15.85, satuan=" %", tinggi=300)
    assert set(names["jenis"]) == {"rencana", "tanpa_rencana", "target"}
    gap = np.diff(np.sort(names["posisi"]))
    pixel = (17.9 - 15.2) / 300
    assert (gap >= 18 * pixel).all(), "a line of text is 18 px high"


def test_without_a_target_no_level_is_drawn():
    _rows, goal, names = fan_frame(simulated_years(0), None)
    assert goal.empty and "target" not in set(names["jenis"])


def test_a_cohort_that_nothing_is_known_of_is_hatched():
    cells = re.findall(r'<path aria-label="(2025, 4 tahun[^"]*)"[^>]*?fill="([^"]*)"', svg("draw_lag"))
    assert [label for label, fill in cells if fill.startswith("url(")] == ["2025, 4 tahun: tidak ada data"]


def test_a_division_that_is_not_known_is_not_a_point_at_zero():
    curve = pd.DataFrame({"biaya_rp": [0.0, 1e9], "dicegah": [0.0, 300]})
    rows = pd.DataFrame({"cara": ["optimum", "sekarang"], "biaya_rp": [1e9, np.nan], "dicegah": [300, np.nan]})
    _line, marks = frontier_frame(curve, rows, 1e9)
    assert marks["cara"].tolist() == ["optimum"]


def test_assumptions_that_explain_nothing_are_not_drawn():
    rows = pd.DataFrame({"nama": ["Tren", "Kappa"], "r2": [0.9, 0.001], "arah": [1, -1]})
    assert tornado_frame(rows)["nama"].tolist() == ["Tren"]


@pytest.mark.parametrize(
    ("rp", "shown"),
    [(2.5e9, "Rp 2,5 miliar"), (401.9e9, "Rp 402 miliar"), (1.2e6, "Rp 1,2 juta"), (950, "Rp 950"), (None, "–")],
)
def test_money_as_people_say_it(rp, shown):
    assert money(rp).replace("\u00a0", " ") == shown


def test_tables_of_years_plan_and_settings():
    long = simulated_years(0)
    both = pd.concat([long.assign(ukuran="prevalensi"), long.assign(ukuran="kasus")])
    years = yearly_table(both)
    assert years.columns.tolist()[:5] == [
        "tahun", "simulasi", "prevalensi_pct", "prevalensi_pct_bawah90", "prevalensi_pct_atas90",
    ]  # fmt: skip
    assert len(years) == 10 and set(years["simulasi"]) == {"Dengan rencana", "Tanpa rencana"}
    costs = pd.DataFrame(
        {"kode_kelurahan": ["b", "a"], "nama": ["B", "A"], "tuas": "mms", "tahun": 2026}
        | {"orang_baru": [10.4, 0.0], "biaya_rp": [np.nan, 0.0]}
    )
    plan = plan_table(costs, LEVERS)
    assert plan[["nama", "tuas", "orang_baru"]].to_numpy().tolist() == [["B", "MMS ibu hamil", 10.0]]
    assert plan["biaya_rp"].isna().all(), "unknown is not nothing"
    told = {"nama": "A", "jalur": {"mms": {"2029": 70.0}}, "biaya": {"mms": 1.5e6}}
    rows = settings_table(told, {"kappa": 0.25}, LEVERS)
    assert ["Cakupan tujuan (%)", "MMS ibu hamil, 2029", "70"] in rows.to_numpy().tolist()
    assert {"1500000.0", "0.25"} <= set(rows["isi"])
