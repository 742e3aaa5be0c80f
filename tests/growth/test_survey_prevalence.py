import numpy as np
import pandas as pd
import pytest

from analysis.convergence.statistics import wilson
from analysis.growth.prevalence import COLUMNS, prevalence
from tests.growth.conftest import number, read_case, scored

KEYS = ["kelompok_kolom", "kelompok", "indeks", "batas"]
FULL = {"weight": "sw", "cluster": "cluster", "strata": "strata"}
DESIGNS = {
    "sederhana": {},
    "bobot": {"weight": "sw"},
    "klaster": {"cluster": "cluster"},
    "strata": {"strata": "strata"},
    "bobot_strata": {"weight": "sw", "strata": "strata"},
    "bobot_klaster": {"weight": "sw", "cluster": "cluster"},
    "klaster_strata": {"cluster": "cluster", "strata": "strata"},
    "lengkap": FULL,
    "bobot_nol": {**FULL, "weight": "sebagian_nol"},
    "satu_psu": FULL,
}
WHO_GROUPS = {"All": ("semua", "semua"), "Sex: Female": ("jk", "P"), "Sex: Male": ("jk", "L")}
WHO_INDEX = {"tbu": "HA", "bbu": "WA", "imtu": "BMI", "bbtb": "WH"}
WHO_CUT = {"<-3": "_3", "<-2": "_2", "<-1": "_1", ">1": "1", ">2": "2", ">3": "3", "rerata": ""}
VALUES = {"r": ("nilai_pct", 1e-6), "se": ("se_pct", 1e-6), "ll": ("bawah_pct", 1e-4), "ul": ("atas_pct", 1e-4)}


def by_key(result: pd.DataFrame) -> pd.DataFrame:
    return result.set_index(KEYS).sort_index()


@pytest.fixture(scope="module")
def estimates(survey):
    return by_key(prevalence(survey, by=["jk"], **FULL))


@pytest.mark.parametrize("group", WHO_GROUPS)
@pytest.mark.parametrize("index", WHO_INDEX)
def test_survey_equals_the_who_reference(estimates, group, index):
    who = number(read_case("prevalensi_acuan").set_index("Group").loc[group])
    name = WHO_INDEX[index]
    for cut, suffix in WHO_CUT.items():
        ours = estimates.loc[(*WHO_GROUPS[group], index, cut)]
        for value, (column, tolerance) in VALUES.items():
            assert ours[column] == pytest.approx(who[f"{name}{suffix}_{value}"], abs=tolerance), (cut, column)
    ours = estimates.loc[(*WHO_GROUPS[group], index)]
    assert ours.loc["sd", "nilai_pct"] == pytest.approx(who[f"{name}_stdev"], abs=1e-6)
    assert ours.loc["<-2", "n"] == who[f"{name}Z_unwpop"]
    assert ours.loc["<-2", "n_tertimbang"] == pytest.approx(who[f"{name}Z_pop"], abs=1e-6)


@pytest.mark.parametrize("group", WHO_GROUPS)
def test_stunted_and_wasted_together_equal_the_who_reference(estimates, group):
    who = number(read_case("prevalensi_acuan").set_index("Group").loc[group])
    ours = estimates.loc[(*WHO_GROUPS[group], "tbu_bbtb")]
    for name, cut in (("HA_2_WH_2", "pendek_kurus"), ("HA_2_WH2", "pendek_gemuk")):
        for value, (column, tolerance) in VALUES.items():
            assert ours.loc[cut, column] == pytest.approx(who[f"{name}_{value}"], abs=tolerance), (cut, column)
    assert ours.loc["pendek_kurus", "n"] == who["HA_2_WH_2_unwpop"]


@pytest.mark.parametrize("name", DESIGNS)
def test_every_design_and_group_equals_the_r_package_survey(survey, name):
    """`sebagian_nol`: every 17th child without weight; `satu_psu`: strata 1-6 keep only their first cluster."""
    frame = survey.assign(sebagian_nol=np.where(survey.index % 17 == 3, 0, survey["sw"]))
    if name == "satu_psu":
        first = frame.groupby("strata")["cluster"].transform("min")
        frame = frame[(frame["strata"] > 6) | (frame["cluster"] == first)]
    ours = by_key(prevalence(frame, by=["kelompok_umur", "mothered"], **DESIGNS[name]))
    table = read_case("desain_acuan")
    cases = table[table["rancangan"] == name]
    assert len(cases) == 40
    for case in cases.to_dict("records"):
        key = (case["kolom"], case["kelompok"], case["indeks"])
        got, scale = ours.loc[(*key, case["batas"])], 1 if case["batas"] == "rerata" else 100
        assert got["n"] == int(case["n"]), key
        for column, expected, tolerance in [
            ("n_tertimbang", float(case["nt"]), 1e-2),
            ("nilai_pct", float(case["nilai"]) * scale, 1e-6),
            ("se_pct", float(case["se"]) * scale, 1e-6),
            ("bawah_pct", float(case["bawah"]) * scale, 1e-4),
            ("atas_pct", float(case["atas"]) * scale, 1e-4),
            ("deff", float(case["deff"]), 1e-6),
        ]:
            assert got[column] == pytest.approx(expected, abs=tolerance), (name, key, column)
        if case["sd"]:
            assert ours.loc[(*key, "sd"), "nilai_pct"] == pytest.approx(float(case["sd"]), abs=1e-6)


def test_text_none_is_a_group_and_an_empty_one_is_not(survey):
    ours = prevalence(survey, by=["mothered"])
    assert set(ours.loc[ours["kelompok_kolom"] == "mothered", "kelompok"]) == {"None", "Primary", "Secondary"}


def test_combined_groups_hold_the_children_of_both(survey):
    ours = by_key(prevalence(survey, by=[("kelompok_umur", "jk"), "jk", "area"]))
    both = ours.loc["kelompok_umur + jk"].xs(("tbu", "<-2"), level=("indeks", "batas"))
    assert both.index.tolist()[:3] == ["00-05 bln + L", "00-05 bln + P", "06-11 bln + L"]
    girls = both[both.index.str.endswith("+ P")]["n"].sum()
    banded = survey["umur_hari"].notna()
    assert girls == ours.loc[("jk", "P", "tbu", "<-2"), "n"] and banded.any()


def test_oedema_counts_as_severe_without_a_weight_and_enters_no_mean():
    frame = scored({}, {"edema": "y", "berat_kg": np.nan}, {}, {"umur_hari": np.nan, "edema": "y"})
    ours = by_key(prevalence(frame, small_n=0)).loc[("semua", "semua")]
    assert ours.loc[("bbtb", "<-3"), ["n", "nilai_pct"]].tolist() == [4, 50]
    assert ours.loc[("bbtb", "rerata"), "n"] == 2
    assert ours.loc[("tbu", "<-3"), "n"] == 3  # oedema says nothing about height; no age, no height-for-age


def test_flagged_scores_are_missing():
    frame = scored({}, {}, {"tinggi_cm": 50.0})
    assert by_key(prevalence(frame)).loc[("semua", "semua", "tbu", "<-2"), ["n", "nilai_pct"]].tolist() == [2, 0]


def test_child_past_1826_days_leaves_the_design_and_a_child_of_60_months_does_not():
    """Oedema at 1826.25 days still counts (day 1826), at 1826.5 (day 1827) no longer."""
    frame = scored({}, {"umur_hari": 1826.25, "edema": "y"}, {"umur_hari": 1826.5, "edema": "y"})
    assert by_key(prevalence(frame)).loc[("semua", "semua", "bbu", "<-3"), "n"] == 2


def test_small_group_without_design_has_wilson_and_a_design_has_zero_width_at_zero():
    """0 of 20: Wilson 0-16.11 % (Newcombe 1998, table I)."""
    frame = scored(*[{"tinggi_cm": 91.0 + row / 10} for row in range(20)]).assign(bobot=1.0)
    plain = by_key(prevalence(frame)).loc[("semua", "semua", "tbu", "<-2")]
    assert plain[["bawah_pct", "atas_pct"]].tolist() == pytest.approx([0, 16.11], abs=0.005)
    assert plain["atas_pct"] == pytest.approx(float(wilson(0, 20)[1]))
    weighted = by_key(prevalence(frame, weight="bobot")).loc[("semua", "semua", "tbu", "<-2")]
    assert weighted[["bawah_pct", "atas_pct"]].tolist() == [0, 0]


def test_arm_circumference_from_six_months_and_wasting_of_either_kind():
    """11.4 cm and 12.4 cm are under 115 and 125 mm, 11.5 and 12.5 are not; five months is too young."""
    frame = scored(
        {"lila_cm": 11.4},
        {"lila_cm": 11.5},
        {"lila_cm": 12.5},
        {"lila_cm": 15.0, "berat_kg": 9.0},
        {"lila_cm": 11.0, "umur_hari": 150.0, "tinggi_cm": 63.0, "berat_kg": 6.8, "cara_ukur": "terlentang"},
    )
    ours = by_key(prevalence(frame)).loc[("semua", "semua")]
    assert ours.loc[("lila", "<115"), ["n", "nilai_pct"]].tolist() == [4, 25]
    assert ours.loc[("lila", "<125"), "nilai_pct"] == 50
    assert ours.loc[("kurus_gabungan", "sedang_berat"), ["n", "nilai_pct"]].tolist() == [4, 75]


def test_smart_flags_follow_the_observed_mean(survey):
    """Mean TB/U of the survey about -1.5: -4.6 is kept by WHO's limits and not by SMART's."""
    frame = survey.copy()
    who, smart = (by_key(prevalence(frame, flags=flags)).loc[("semua", "semua", "tbu")] for flags in ("who", "smart"))
    mean = who.loc["rerata", "nilai_pct"]
    kept = frame["zs_tbu"].where(frame["flag_tbu"] == 0)
    expected = ((kept - kept.mean()).abs() <= 3).sum()
    assert smart.loc["<-2", "n"] == expected < who.loc["<-2", "n"]
    assert mean == pytest.approx(-1.5, abs=0.05)
    assert smart.loc["<-3", "nilai_pct"] < who.loc["<-3", "nilai_pct"]


def test_nobody_in_gives_the_columns_and_no_rows(survey):
    empty = prevalence(survey.iloc[:0], by=["jk", ("kelompok_umur", "jk")], **FULL)
    assert len(empty) == 0 and tuple(empty.columns) == COLUMNS


def test_rows_without_cluster_or_stratum_are_left_out(survey):
    frame = survey.assign(cluster=survey["cluster"].where(survey.index > 99))
    ours = by_key(prevalence(frame, cluster="cluster")).loc[("semua", "semua", "tbu", "<-2"), "n"]
    known = by_key(prevalence(survey.iloc[100:], cluster="cluster")).loc[("semua", "semua", "tbu", "<-2"), "n"]
    assert ours == known
