"""Sources side by side: what compares, what does not, and the published figures of Jakarta Barat."""

import pandas as pd
import pytest

from analysis.convergence.reconciliation import (
    families_and_published,
    largest_differences,
    routine_and_survey,
    side_by_side,
)

BARAT = "31.73"


def kelurahan_of_barat(published) -> list[str]:
    areas = published["kelurahan"]
    return areas.loc[areas["kode_kota"] == BARAT, "kode_kelurahan"].tolist()


def recorded(source: dict, sumber: str, **columns) -> pd.DataFrame:
    """Recorded rows of one system in 2024."""
    return (
        pd.DataFrame(columns)
        .assign(**source)
        .assign(sumber_data=sumber, tahun=2024, tertahan=False, jenis_data="diunggah", sumber_judul=f"{sumber}.xlsx")
    )


@pytest.fixture
def eppgbm(source) -> pd.DataFrame:
    """1,400 stunted of 70,000 measured of 160,000 children in two kelurahan."""
    return recorded(
        source,
        "eppgbm",
        kode_kelurahan=["31.73.01.1005", "31.73.01.1006"],
        balita_sasaran=[100000, 60000],
        diukur=[40000, 30000],
        pendek=[700, 500],
        sangat_pendek=[100, 100],
    )


def krs(source, codes: list[str], totals: list[float], sumber="siga") -> pd.DataFrame:
    totals = pd.Series(totals, dtype=float)
    columns = {
        "kode_kelurahan": pd.Series(codes, dtype="str"),
        "total_krs": totals,
        "keluarga_sasaran": totals * 5,
        "jumlah_keluarga": totals * 8,
    }
    return recorded(source, sumber, **columns)


def test_survey_and_routine_of_jakarta_barat_stand_side_by_side(published, eppgbm):
    """SKI 2023 17.1 %, published routine August 2022 1.4 %, recorded 1,400 / 70,000 = 2 %."""
    found = routine_and_survey(eppgbm, published["angka"], BARAT, 2024).set_index("ukuran")
    assert found["nilai"].to_dict() == {"survei": 17.1, "rutin": 2.0, "rutin_terbit": 1.4}
    assert found["tahun"].to_dict() == {"survei": 2023, "rutin": 2024, "rutin_terbit": 2022}
    assert found.loc["rutin", "cakupan_ds"] == pytest.approx(43.75)
    assert found.loc["rutin", "rasio"] == pytest.approx(17.1 / 2)
    assert found.loc["rutin_terbit", "rasio"] == pytest.approx(12.2142857)
    assert pd.isna(found.loc["survei", "rasio"])
    assert found.loc["rutin", "bawah"] < 2 < found.loc["rutin", "atas"]
    assert pd.isna(found.loc["survei", "bawah"]), "no interval of the survey is published"


def test_a_survey_of_a_later_year_is_not_used(published, eppgbm):
    found = routine_and_survey(eppgbm.iloc[:0], published["angka"], BARAT, 2022)
    assert found[["ukuran", "nilai"]].values.tolist() == [["survei", 15.2], ["rutin_terbit", 1.4]]
    assert routine_and_survey(eppgbm.iloc[:0], published["angka"], BARAT, 2018).empty


def test_the_sum_of_all_kelurahan_meets_the_published_69553(published, source):
    codes = kelurahan_of_barat(published)
    totals = [1000.0] * 55 + [14000.0]
    found = families_and_published(krs(source, codes, totals), published["angka"], published["kelurahan"], BARAT, 2024)
    row = found.iloc[0]
    assert (row["total_krs"], row["terbit"], row["selisih"]) == (69000, 69553, -553)
    assert row["selisih_pct"] == pytest.approx(-0.795077)
    assert row["proporsi_krs"] == pytest.approx(20)
    assert (row["n_wilayah"], row["n_wilayah_total"]) == (56, 56)
    assert "penilaian kinerja 8 aksi" in row["sumber_judul"] and "siga.xlsx" in row["sumber_judul"]


def test_with_kelurahan_missing_there_is_no_difference_to_a_total_of_all(published, source):
    part = krs(source, kelurahan_of_barat(published)[:55], [1000.0] * 55)
    row = families_and_published(part, published["angka"], published["kelurahan"], BARAT, 2024).iloc[0]
    assert row["terbit"] == 69553
    assert pd.isna(row["selisih"])


def test_a_published_total_of_another_year_is_not_compared(published, source):
    rows = krs(source, kelurahan_of_barat(published), [1000.0] * 56).assign(tahun=2023)
    row = families_and_published(rows, published["angka"], published["kelurahan"], BARAT, 2023).iloc[0]
    assert pd.isna(row["terbit"])


def test_the_published_total_stands_alone_where_nothing_is_recorded(published, source):
    nothing = krs(source, [], [])
    row = families_and_published(nothing, published["angka"], published["kelurahan"], BARAT, 2024).iloc[0]
    assert (row["sumber_data"], row["terbit"], row["periode"]) == ("", 69553, "Penilaian kinerja TA 2024")
    assert families_and_published(nothing, published["angka"], published["kelurahan"], "31.72", 2024).empty


def test_systems_are_compared_over_the_kelurahan_that_both_reported(source, eppgbm):
    siga = krs(source, ["31.73.01.1005", "31.73.01.1006", "31.73.06.1001"], [100.0, 200.0, 400.0])
    carik = krs(source, ["31.73.01.1006", "31.73.06.1001"], [230.0, 370.0], "carik")
    found = side_by_side({"balita": eppgbm, "krs": pd.concat([siga, carik])}, BARAT, 2024, ["eppgbm", "siga", "carik"])
    totals = found[found["ukuran"] == "total_krs"].set_index("sumber_data")
    assert totals["nilai"].to_dict() == {"siga": 700, "carik": 600}
    assert totals["dipakai"].to_dict() == {"siga": True, "carik": False}
    one = totals.loc["carik"]
    assert (one["acuan"], one["n_bersama"], one["nilai_bersama"], one["acuan_bersama"]) == ("siga", 2, 600, 600)
    assert (one["selisih"], one["selisih_pct"]) == (0, 0)


def test_a_total_that_agrees_may_hide_kelurahan_that_differ_largest_first(source):
    siga = krs(source, ["31.73.01.1005", "31.73.01.1006", "31.73.06.1001"], [100.0, 200.0, 400.0])
    carik = krs(source, ["31.73.01.1005", "31.73.01.1006", "31.73.06.1001"], [100.0, 240.0, 370.0], "carik")
    found = largest_differences(pd.concat([siga, carik]), "total_krs", "carik", "siga", BARAT, 2024)
    assert found[["kode_kelurahan", "selisih", "selisih_pct"]].values.tolist() == [
        ["31.73.01.1006", 40, 20],
        ["31.73.06.1001", -30, -7.5],
        ["31.73.01.1005", 0, 0],
    ]


def test_held_and_sample_rows_do_not_enter_a_comparison_of_real_ones(source, eppgbm):
    held = eppgbm.assign(tertahan=True, sumber_data="master_ansit")
    sample = eppgbm.assign(sumber_data="contoh", jenis_data="contoh")
    nothing = krs(source, [], [])
    found = side_by_side({"balita": pd.concat([eppgbm, held, sample]), "krs": nothing}, BARAT, 2024, ["eppgbm"])
    assert set(found["sumber_data"]) == {"eppgbm"}
