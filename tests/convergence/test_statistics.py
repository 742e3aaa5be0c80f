import numpy as np
import pandas as pd
import pytest

from analysis.convergence.statistics import (
    add_share,
    compare_to_value,
    decompose_change,
    funnel,
    rank_with_interval,
    shrink,
    trend,
    wilson,
)


def shares(*counts: tuple[float, float]) -> pd.DataFrame:
    return add_share(pd.DataFrame(counts, columns=["k", "n_"]), "k", "n_")


def test_wilson_gives_the_published_intervals(cases):
    for case in cases("wilson").itertuples():
        bawah, atas = wilson(case.pembilang, case.penyebut, case.tingkat)
        assert [bawah, atas] == pytest.approx([case.bawah, case.atas], abs=case.toleransi, nan_ok=True), case.kasus


def test_share_of_nobody_is_missing_and_not_zero():
    row = shares((0, 0)).iloc[0]
    assert np.isnan(row["nilai"]) and np.isnan(row["bawah"]) and row["n"] == 0


def test_area_is_judged_by_its_interval_against_the_value(cases):
    table = cases("banding", text=("polaritas", "putusan95", "putusan998"))
    judged = compare_to_value(add_share(table, "pembilang", "penyebut"), table["acuan"], table["polaritas"])
    for got, case in zip(judged.itertuples(), table.itertuples(), strict=True):
        assert (got.putusan95, got.putusan998) == (case.putusan95, case.putusan998), case.kasus


def test_benchmark_area_gets_no_verdict_about_itself():
    judged = compare_to_value(shares((10, 100), (30, 100)), 30, "turun_baik", itself=[False, True])
    assert judged["putusan95"].tolist() == ["lebih_baik", ""]


def test_published_interval_without_counts_is_judged_at_95_only():
    survey = pd.DataFrame(
        {"nilai": [17.1], "bawah": [15.0], "atas": [19.0], "pembilang": [np.nan], "penyebut": [np.nan]}
    )
    judged = compare_to_value(survey, 14, "turun_baik")
    assert (judged["putusan95"][0], judged["putusan998"][0]) == ("lebih_buruk", "")


def test_funnel_limits_follow_the_formula(cases):
    for case in cases("corong").itertuples():
        points = pd.DataFrame({"nilai": [20.0, 20.0], "n": [case.n, case.n * 2]})
        first = funnel(points, case.acuan).limits.iloc[0]
        expected = [case.bawah95, case.atas95, case.bawah998, case.atas998]
        assert first[["bawah95", "atas95", "bawah998", "atas998"]].tolist() == pytest.approx(
            expected, abs=case.toleransi
        ), case.kasus


def test_funnel_says_where_areas_fall_and_when_too_many_fall_outside():
    # Limits at n = 100 around 20: 12.16-27.84 (95 %) and 7.64-32.36 (99.8 %).
    drawn = funnel(pd.DataFrame({"nilai": [20.0, 28.0, 33.0, 12.0, 7.0], "n": 100}), 20)
    assert drawn.points["posisi"].tolist() == ["dalam", "atas95", "atas998", "bawah95", "bawah998"]
    assert (drawn.share_outside, drawn.overdispersed) == (80.0, True)
    quiet = funnel(pd.DataFrame({"nilai": [20.0] * 39 + [28.0], "n": 100}), 20)
    assert (quiet.share_outside, quiet.overdispersed) == (2.5, False)


def test_funnel_without_data_is_empty_and_says_nothing():
    drawn = funnel(pd.DataFrame({"nilai": [np.nan], "n": [np.nan]}), 20)
    assert drawn.limits.empty and not drawn.overdispersed


def test_clearly_different_areas_keep_their_rank_and_group():
    ranked = rank_with_interval(shares((100, 1000), (500, 1000), (300, 1000)))
    assert ranked["nilai"].tolist() == [50.0, 30.0, 10.0]
    for column in ("peringkat", "peringkat_bawah", "peringkat_atas", "grup"):
        assert ranked[column].tolist() == [1, 2, 3], column


def test_areas_that_cannot_be_told_apart_share_group_and_rank_range():
    ranked = rank_with_interval(shares((11, 100), (10, 100), (9, 100), (700, 1000)))
    assert ranked["grup"].tolist() == [1, 2, 2, 2]
    assert ranked["peringkat"].tolist() == [1, 2, 3, 4]
    small = ranked.iloc[1:]
    assert small["peringkat_bawah"].tolist() == [2, 2, 2] and small["peringkat_atas"].tolist() == [4, 4, 4]


def test_same_rows_always_give_the_same_ranks():
    frame = shares(*[(k, 200) for k in range(20, 60, 2)])
    pd.testing.assert_frame_equal(rank_with_interval(frame), rank_with_interval(frame))


def test_count_without_interval_is_sorted_but_never_ranked():
    counts = pd.DataFrame(
        {
            "nilai": [5.0, 9.0, np.nan],
            "bawah": np.nan,
            "atas": np.nan,
            "pembilang": [5.0, 9.0, np.nan],
            "penyebut": np.nan,
        }
    )
    ranked = rank_with_interval(counts)
    assert ranked["nilai"].tolist()[:2] == [9.0, 5.0]
    assert ranked["peringkat"].isna().all() and ranked["grup"].isna().all()


def test_shrinkage_pulls_towards_the_kecamatan_as_calculated_by_hand(cases):
    for name, table in cases("susut").groupby("kasus"):
        # Each case stands alone: the correlation is estimated over all groups handed in together.
        got = shrink(table, "kelompok")
        tolerance = table["toleransi"].max()
        assert got["nilai_susut"].tolist() == pytest.approx(table["nilai_harapan"].tolist(), abs=tolerance), name
        assert got["bobot_susut"].tolist() == pytest.approx(table["bobot_harapan"].tolist(), abs=tolerance), name


def test_shrunken_interval_is_narrower_than_the_raw_one_and_missing_stays_missing():
    raw = shares((2, 20), (5, 20), (3, 20), (np.nan, np.nan)).assign(kode_kecamatan="31.73.01")
    got = shrink(raw)
    known = got.iloc[:3]
    assert ((known["atas_susut"] - known["bawah_susut"]) < (known["atas"] - known["bawah"])).all()
    assert got.iloc[3][["nilai_susut", "bawah_susut", "bobot_susut"]].isna().all()


def test_trend_follows_the_rule_case_by_case(cases):
    for case in cases("tren", text=("nilai", "arah")).itertuples():
        nilai = np.array(case.nilai.split(";"), dtype=float)
        series = pd.DataFrame(
            {
                "tahun": case.tahun_pertama + np.arange(len(nilai)),
                "nilai": nilai,
                "bawah": nilai - case.setengah_selang,
                "atas": nilai + case.setengah_selang,
            }
        )
        found = trend(series)
        assert found.arah == case.arah, case.kasus
        assert [found.slope, found.chi2] == pytest.approx([case.slope, case.chi2], abs=0.01, nan_ok=True), case.kasus


def test_indicator_that_forbids_trends_gets_no_direction():
    series = pd.DataFrame(
        {"tahun": range(2020, 2025), "nilai": [9, 7, 5, 3, 1], "bawah": [8, 6, 4, 2, 0], "atas": [10, 8, 6, 4, 2]}
    )
    assert trend(series, boleh_tren=False).arah == ""


def test_trend_refuses_two_values_for_one_year():
    with pytest.raises(ValueError, match="one value per year"):
        trend(pd.DataFrame({"tahun": [2023, 2023], "nilai": [1, 2], "bawah": [0, 1], "atas": [2, 3]}))


def test_change_in_cases_is_split_as_calculated_by_hand_and_adds_up(cases):
    table = cases("perubahan")
    before, now = (
        table.rename(columns={f"kasus_{when}": "pembilang", f"diukur_{when}": "penyebut"}).assign(
            kode_kelurahan=table["kasus"]
        )
        for when in ("sebelum", "sesudah")
    )
    for i, case in enumerate(table.itertuples()):
        parts = decompose_change(now.iloc[[i]], before.iloc[[i]]).set_index("komponen")["nilai"]
        assert parts[["diukur", "prevalensi", "wilayah"]].tolist() == pytest.approx(
            [case.diukur, case.prevalensi, case.wilayah]
        ), case.kasus
    whole = decompose_change(now, before).set_index("komponen")
    assert whole.loc["sebelum", "nilai"] == 34 and whole.loc["sesudah", "nilai"] == 55
    assert whole.loc[["sebelum", "diukur", "prevalensi", "wilayah"], "nilai"].sum() == pytest.approx(55)
    assert whole.loc["wilayah", "akhir"] == pytest.approx(55)
