import numpy as np
import pandas as pd
import pytest

from analysis.convergence.measures import RECIPES, area_profile, areas_in, kelurahan_measure, measure_series

KAPUK, RAWA_BUAYA, KALIDERES, GAMBIR = "31.73.01.1005", "31.73.01.1006", "31.73.06.1001", "31.71.01.1001"


@pytest.fixture
def tables(areas, source) -> dict[str, pd.DataFrame]:
    balita = pd.DataFrame(
        [
            (KAPUK, 2024, 200, 100, 8, 2),
            (RAWA_BUAYA, 2024, 1000, 900, 30, 15),
            (KAPUK, 2023, 200, 50, 9, 1),
            (GAMBIR, 2024, 100, 80, 4, 0),
        ],
        columns=["kode_kelurahan", "tahun", "balita_sasaran", "diukur", "pendek", "sangat_pendek"],
    )
    krs = pd.DataFrame(
        [(KAPUK, 2024, 300, 60), (KALIDERES, 2024, 100, 40)],
        columns=["kode_kelurahan", "tahun", "keluarga_sasaran", "total_krs"],
    )
    cakupan = pd.DataFrame(
        [(KAPUK, 2024, "E17", 90, 100), (KAPUK, 2024, "E12", 5, 100)],
        columns=["kode_kelurahan", "tahun", "kode_indikator", "pembilang", "penyebut"],
    )
    angka = pd.DataFrame(
        [
            ("prevalensi_survei", "31.73", 2021, "SSGI 2021", 17.6, ""),
            ("prevalensi_survei", "31.73", 2021, "SSGI 2021", 17.8, "versi_kota"),
        ],
        columns=["indikator", "kode_wilayah", "tahun", "periode", "nilai", "status"],
    )
    data = {"balita": balita, "krs": krs, "cakupan": cakupan, "angka": angka}
    return {"kelurahan": areas, **{name: frame.assign(**source) for name, frame in data.items()}}


def test_prevalence_adds_pendek_and_sangat_pendek_over_the_measured(tables):
    row = kelurahan_measure(tables, "prevalensi_rutin", 2024).set_index("kode_kelurahan").loc[KAPUK]
    # Wilson for 10 of 100: see wilson.csv.
    assert row[["nilai", "bawah", "atas", "n"]].tolist() == pytest.approx([10, 5.52, 17.44, 100], abs=0.005)
    assert row["nama"] == "Kapuk" and row["jenis_data"] == "contoh"


def test_kelurahan_without_data_stays_as_a_missing_row(tables):
    found = kelurahan_measure(tables, "prevalensi_rutin", 2024, "31.73").set_index("kode_kelurahan")
    assert found.index.tolist() == [KAPUK, RAWA_BUAYA, KALIDERES]
    assert np.isnan(found.loc[KALIDERES, "nilai"]) and found.loc[KALIDERES, ["jenis_data", "n_wilayah"]].tolist() == [
        "",
        0,
    ]


def test_kecamatan_and_kota_add_counts_and_never_average_shares(tables):
    # (10 + 45) of (100 + 900) is 5.5; the average of 10 and 5 would be 7.5.
    kecamatan = kelurahan_measure(tables, "prevalensi_rutin", 2024, "31.73", level="kecamatan").set_index(
        "kode_kecamatan"
    )
    assert kecamatan.loc["31.73.01", ["nilai", "pembilang", "penyebut"]].tolist() == [5.5, 55, 1000]
    kota = kelurahan_measure(tables, "prevalensi_rutin", 2024, level="kota").set_index("kode_kota")
    assert kota.loc["31.73", ["nilai", "n_wilayah", "n_wilayah_total"]].tolist() == [5.5, 2, 3]
    province = kelurahan_measure(tables, "prevalensi_rutin", 2024, level="provinsi").iloc[0]
    assert (province["kode_provinsi"], province["pembilang"], province["penyebut"]) == ("31", 59, 1080)


def test_count_has_no_interval_but_says_how_many_were_measured(tables):
    row = kelurahan_measure(tables, "jumlah_pendek", 2024).set_index("kode_kelurahan").loc[KAPUK]
    assert (row["nilai"], row["n"]) == (10, 100)
    assert row[["bawah", "atas", "penyebut"]].isna().all()


@pytest.mark.parametrize(
    ("indikator", "kode", "expected"),
    [("cakupan_ds", KAPUK, 50.0), ("total_krs", KALIDERES, 40.0), ("proporsi_krs", KAPUK, 20.0)],
)
def test_other_indicators_use_their_own_denominator(tables, indikator, kode, expected):
    found = kelurahan_measure(tables, indikator, 2024).set_index("kode_kelurahan")
    assert found.loc[kode, "nilai"] == expected


def test_coverage_is_of_the_chosen_indicator_only(tables):
    found = kelurahan_measure(tables, "cakupan", 2024, kode_indikator="E12").set_index("kode_kelurahan")
    assert found.loc[KAPUK, "nilai"] == 5
    with pytest.raises(ValueError, match="kode_indikator"):
        kelurahan_measure(tables, "cakupan", 2024)


def test_survey_is_never_spread_over_kelurahan(tables):
    assert kelurahan_measure(tables, "prevalensi_survei", 2021)["nilai"].isna().all()
    kota = kelurahan_measure(tables, "prevalensi_survei", 2021, level="kota").set_index("kode_kota")
    assert kota.loc["31.73", "nilai"] == 17.6  # the kota's own version (17.8) is not the single value
    assert np.isnan(kota.loc["31.73", "bawah"]) and np.isnan(kota.loc["31.71", "nilai"])


def test_one_sample_row_makes_the_sum_a_sample_and_names_every_source(tables):
    uploaded = tables["balita"]["kode_kelurahan"] == KAPUK
    tables["balita"].loc[uploaded, ["jenis_data", "sumber_judul"]] = ["diunggah", "ukur.csv"]
    kota = kelurahan_measure(tables, "prevalensi_rutin", 2024, level="kota").set_index("kode_kota")
    assert kota.loc["31.73", ["jenis_data", "sumber_judul"]].tolist() == ["contoh", "ukur.csv; Data contoh (sintetis)"]
    assert kota.loc["31.71", "sumber_judul"] == "Data contoh (sintetis)"


def test_without_sample_data_every_area_stays_and_says_missing(tables):
    empty = {**tables, "balita": tables["balita"].iloc[:0]}
    for level, areas in (("kelurahan", 4), ("kecamatan", 3), ("kota", 2), ("provinsi", 1)):
        found = kelurahan_measure(empty, "prevalensi_rutin", 2024, level=level)
        assert len(found) == areas and found["nilai"].isna().all() and set(found["jenis_data"]) == {""}, level
    assert measure_series(empty, "prevalensi_rutin", "31.73").empty


def test_areas_follow_their_validity_dates(areas):
    names = {year: set(areas_in(areas, year)["nama_kelurahan"]) for year in (2022, 2024, 2026)}
    assert "Kapuk Lama" in names[2022] and "Kapuk Baru" not in names[2022]
    assert names[2024] == {"Gambir", "Kapuk", "Rawa Buaya", "Kalideres"}
    assert "Kapuk Baru" in names[2026]


def test_series_adds_the_kelurahan_of_each_year(tables):
    series = measure_series(tables, "prevalensi_rutin", "31.73.01")
    assert series[["tahun", "nilai", "n", "n_wilayah"]].values.tolist() == [[2023, 20, 50, 1], [2024, 5.5, 1000, 2]]


def test_profile_stands_beside_the_kota_and_keeps_what_is_missing(tables):
    profile = area_profile(tables, KAPUK, 2024).set_index("indikator")
    assert profile.loc["prevalensi_rutin", ["nilai", "nilai_kota"]].tolist() == [10, 5.5]
    assert profile.loc["total_krs", "nilai"] == 60 and np.isnan(profile.loc["total_krs", "nilai_kota"])
    empty = area_profile(tables, KALIDERES, 2024).set_index("indikator").loc["prevalensi_rutin"]
    assert np.isnan(empty["nilai"]) and empty["jenis_data"] == ""


def test_recipes_are_those_the_indicator_table_prints(reference):
    printed = reference("indikator").set_index("indikator")
    for name, recipe in RECIPES.items():
        assert printed.loc[name, ["tabel", "pembilang"]].tolist() == [recipe.table, "+".join(recipe.pembilang)], name
        assert printed.loc[name, "penyebut"] == (recipe.penyebut if recipe.share else ""), name
    assert set(printed.index) == {*RECIPES, "prevalensi_survei"}
