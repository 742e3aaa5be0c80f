import pytest

from analysis.convergence.prevalence import gap_to_target, survey_series, target_series


def test_survey_series_holds_survey_values_only(published):
    series = survey_series(published["angka"], "31")
    # SSGI 2021, SSGI 2022, SKI 2023, SSGI 2024; the routine 1.67 % of August 2024 is another measure.
    assert series["nilai"].tolist() == [16.8, 14.8, 17.6, 17.2]
    assert series["bawah"].isna().all()


def test_version_of_the_kota_stays_beside_the_survey_value(published):
    assert survey_series(published["angka"], "31.73")["nilai"].tolist() == [17.6, 15.2, 17.1]
    both = survey_series(published["angka"], "31.73", semua_versi=True)
    assert both.loc[both["tahun"] == 2021, ["nilai", "status"]].values.tolist() == [[17.6, ""], [17.8, "versi_kota"]]


def test_targets_are_two_series_with_the_published_values(published):
    found = target_series(published["angka"])
    values = {seri: dict(zip(rows["tahun"], rows["nilai"], strict=True)) for seri, rows in found.groupby("seri")}
    assert values == {
        "target_rpjmn_2020": {2020: 24.1, 2021: 21.1, 2022: 18.4, 2023: 16.0, 2024: 14.0},
        "target_rpjmn_2025": {2025: 18.8, 2029: 14.2},
    }


def test_gap_is_survey_minus_the_target_of_the_same_year(published):
    found = gap_to_target(published["angka"], "31").set_index("tahun")
    assert found.loc[2024, "selisih"] == pytest.approx(3.2) and found.loc[2024, "seri"] == "target_rpjmn_2020"
    assert found.loc[2022, "selisih"] == pytest.approx(-3.6)
