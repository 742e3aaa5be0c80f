import numpy as np
import pandas as pd
import pytest

from analysis.growth.quality import measure_quality
from analysis.growth.smart import smart_points
from tests.growth.conftest import scored


def everyone(frame: pd.DataFrame, **options) -> pd.Series:
    return measure_quality(frame, **options).iloc[0]


def test_digit_preference_is_0_for_even_digits_and_100_for_one_digit():
    """DPS = 100 * sqrt(chi2 / (n * 9)); all in one of ten digits: chi2 = 9 n."""
    even = everyone(scored(*[{"tinggi_cm": 90 + tenth / 10, "berat_kg": 12.0} for tenth in range(10)]))
    assert even["dps_tinggi"] == pytest.approx(0)
    assert even["dps_berat"] == pytest.approx(100)


def test_digit_preference_between_the_ends():
    """Twelve heights at .0 and eight at .5: chi2 = (10^2 + 6^2 + 8 * 2^2) / 2 = 84; 100 * sqrt(84 / 180)."""
    got = everyone(scored(*[{"tinggi_cm": 90.0}] * 12, *[{"tinggi_cm": 90.5}] * 8))
    assert got["dps_tinggi"] == pytest.approx(68.3130, abs=1e-4)


def test_sex_and_age_ratio_against_what_is_expected():
    """60 boys to 40 girls: chi2 = 4, p = .0455. 46 of 6-29 and 54 of 30-59 months: ratio .852, as expected."""
    children = [{"jk": "L"}] * 60 + [{"jk": "P"}] * 40
    ages = [{"umur_hari": 800.0}] * 46 + [{"umur_hari": 1200.0}] * 54
    got = everyone(scored(*[a | b for a, b in zip(children, ages, strict=True)]))
    assert (got["rasio_jk"], got["rasio_umur"]) == (1.5, pytest.approx(46 / 54))
    assert got["p_jk"] == pytest.approx(0.0455, abs=5e-5)
    assert got["p_umur"] > 0.9
    assert (got["skor_jk"], got["skor_umur"]) == (4, 0)


def test_ratio_of_boys_to_girls_among_boys_says_nothing():
    got = measure_quality(scored(*[{"jk": "L"}] * 5, *[{"jk": "P"}] * 5), by=["jk"]).set_index("kelompok")
    assert got.loc[["L", "P"], ["p_jk", "skor_jk"]].isna().all(axis=None)
    assert got.loc["semua", "skor_jk"] == 0


def test_spread_skewness_and_kurtosis_are_those_of_the_kept_scores(survey):
    """Against pandas on the scores that WHO's limits keep (its estimators differ by factors that vanish with n)."""
    kept = survey["zs_bbtb"].where(survey["flag_bbtb"] == 0)
    got = everyone(survey)
    assert got["sd_bbtb"] == pytest.approx(kept.std())
    assert got["miring_bbtb"] == pytest.approx(kept.skew(), abs=1e-3)
    assert got["lancip_bbtb"] == pytest.approx(kept.kurt(), abs=3e-3)
    assert got["tanda_bbtb_pct"] == pytest.approx(100 * (survey["flag_bbtb"].sum() / survey["zs_bbtb"].notna().sum()))


def test_prevalence_stands_there_under_both_kinds_of_flag(survey):
    """34.48 % under -2 by WHO's flags, unweighted, out of the same children as the reference's n."""
    got = everyone(survey)
    kept = survey.loc[(survey["flag_tbu"] == 0) & survey["zs_tbu"].notna() & ~(survey["umur_hari"] >= 1826.5), "zs_tbu"]
    assert got["pendek_pct"] == pytest.approx(100 * (kept < -2).mean())
    assert got["pendek_smart_pct"] < got["pendek_pct"]
    assert got["tanda_smart_tbu_pct"] > got["tanda_tbu_pct"]


def test_what_is_missing_repeated_or_falls_is_counted_per_posyandu():
    first, second = pd.Timestamp("2024-02-05"), pd.Timestamp("2024-08-05")
    rows = [
        {"posyandu": "A", "anak": 1, "tanggal_ukur": first, "tinggi_cm": 90.0},
        {"posyandu": "A", "anak": 1, "tanggal_ukur": second, "tinggi_cm": 89.4},
        {"posyandu": "A", "anak": 2, "tanggal_ukur": first, "tinggi_cm": 90.0},
        {"posyandu": "A", "anak": 2, "tanggal_ukur": second, "tinggi_cm": 89.5},
        {"posyandu": "B", "anak": 3, "tanggal_ukur": first, "berat_kg": np.nan, "ganda": 1},
        {"posyandu": "B", "anak": 0, "tanggal_ukur": pd.NaT, "jk": ""},
    ]
    frame = scored(*rows)
    got = measure_quality(frame, by=["posyandu"], sasaran={("posyandu", "A"): 4}).set_index("kelompok")
    assert got.loc[["semua", "A", "B"], "anak"].tolist() == [4, 2, 2]
    assert got.loc["A", ["cakupan_ds_pct", "kunjungan_ulang", "tinggi_turun_pct"]].tolist() == [50, 2, 50]
    assert got.loc["B", ["kosong_berat_pct", "kosong_jk_pct", "kosong_tanggal_pct", "ganda_pct"]].tolist() == [50] * 4
    assert np.isnan(got.loc["B", "cakupan_ds_pct"]) and got.loc["B", "kunjungan_ulang"] == 0


QUALITY = {
    "tanda_smart_bbtb_pct": 2.5,
    "sd_smart_bbtb": 1.1,
    "p_jk": 0.2,
    "p_umur": 0.2,
    "dps_berat": 7.9,
    "dps_tinggi": 7.9,
    "dps_lila": 7.9,
    "miring_smart_bbtb": 0.19,
    "lancip_smart_bbtb": -0.19,
}
# SMART's table of penalty points: column, value, part, points.
POINTS = [
    ("tanda_smart_bbtb_pct", (2.5, 5, 7.5, 7.6), "tanda", (0, 5, 10, 20)),
    ("sd_smart_bbtb", (0.9, 1.15, 0.8, 1.21), "sd", (0, 5, 10, 20)),
    ("p_jk", (0.11, 0.1, 0.05, 0.001), "jk", (0, 2, 4, 10)),
    ("p_umur", (0.11, 0.06, 0.002, 0.0005), "umur", (0, 2, 4, 10)),
    ("dps_berat", (7.9, 8, 12, 20), "dps_berat", (0, 2, 4, 10)),
    ("dps_tinggi", (7.9, 11.9, 19.9, 20), "dps_tinggi", (0, 2, 4, 10)),
    ("dps_lila", (7.9, 11.9, 19.9, 35), "dps_lila", (0, 2, 4, 10)),
    ("miring_smart_bbtb", (-0.19, 0.2, -0.4, 0.6), "miring", (0, 1, 3, 5)),
    ("lancip_smart_bbtb", (0.19, -0.2, 0.4, -0.6), "lancip", (0, 1, 3, 5)),
]


@pytest.mark.parametrize(("column", "values", "part", "points"), POINTS)
def test_penalty_points_are_those_of_smart(column, values, part, points):
    got = smart_points(pd.DataFrame([QUALITY | {column: value} for value in values]))
    assert got[f"skor_{part}"].tolist() == list(points)
    assert got["skor_smart"].tolist() == list(points)  # every other part is at its best


def test_part_that_cannot_be_computed_is_left_out_of_the_sum():
    got = smart_points(pd.DataFrame([QUALITY | {"dps_lila": np.nan, "dps_berat": 15}, QUALITY])).iloc[0]
    assert (got["skor_smart"], got["bagian_smart"]) == (4, 8) and np.isnan(got["skor_dps_lila"])


def test_nobody_has_no_quality(survey):
    assert len(measure_quality(survey.iloc[:0], by=["jk"])) == 0
