import pandas as pd
import pytest

from analysis.convergence.families import (
    check_identities,
    krs_factors,
    krs_totals,
    welfare_ranks,
)

KAPUK, RAWA_BUAYA = "31.73.01.1005", "31.73.01.1006"
ROW = {
    "kode_kelurahan": KAPUK,
    "tahun": 2024,
    "jumlah_keluarga": 150,
    "keluarga_sasaran": 100,
    "total_krs": 30,
    "tidak_berisiko": 70,
    "air_tidak_layak": 12,
    "jamban_tidak_layak": 9,
    "terlalu_muda": 2,
    "terlalu_tua": 10,
    "terlalu_dekat": 4,
    "terlalu_banyak": 5,
    "jumlah_4t": 15,
    "bukan_kb_modern": 8,
    "kesejahteraan_1": 10,
    "kesejahteraan_2": 8,
    "kesejahteraan_3": 6,
    "kesejahteraan_4": 4,
    "kesejahteraan_lebih_4": 2,
}
FACTORS = pd.DataFrame(
    [("air_tidak_layak", "Air", "lingkungan"), ("terlalu_tua", "Terlalu tua", "4T")],
    columns=["faktor", "nama", "kelompok"],
)


@pytest.fixture
def krs(source) -> pd.DataFrame:
    """Kapuk as in ROW; Rawa Buaya ten times as large with nobody lacking water."""
    other = {k: v * 10 if isinstance(v, int) and k != "tahun" else v for k, v in ROW.items()}
    return pd.DataFrame([ROW, {**other, "kode_kelurahan": RAWA_BUAYA, "air_tidak_layak": 0}]).assign(**source)


def test_factor_is_a_share_of_families_at_risk_compared_with_the_kota(krs):
    found = krs_factors(krs, FACTORS, KAPUK, 2024, kode_acuan="31.73").set_index("faktor")
    water = found.loc["air_tidak_layak"]
    assert (water["pembilang"], water["penyebut"], water["nilai"]) == (12, 30, 40)
    assert water["acuan"] == pytest.approx(100 * 12 / 330) and water["putusan95"] == "lebih_buruk"
    assert found.loc["terlalu_tua", "putusan95"] == "serupa"


def test_factors_can_be_read_per_target_family_and_a_kota_is_not_judged_by_itself(krs):
    found = krs_factors(krs, FACTORS, "31.73", 2024, kode_acuan="31.73", penyebut="keluarga_sasaran").iloc[0]
    assert (found["pembilang"], found["penyebut"], found["putusan95"]) == (12, 1100, "")


def test_factor_rows_come_only_from_the_table_so_the_4t_are_never_summed(krs, reference):
    found = krs_factors(krs, reference("faktor_krs"), KAPUK, 2024)
    assert found["faktor"].tolist() == reference("faktor_krs")["faktor"].tolist()
    overlapping = found.loc[found["kelompok"] == "4T", "pembilang"]
    assert overlapping.sum() > ROW["jumlah_4t"]  # the reason why no row may add them


def test_area_without_data_has_missing_factors_and_ranks(krs):
    assert krs_factors(krs, FACTORS, "31.71", 2024)["nilai"].isna().all()
    assert welfare_ranks(krs, "31.71", 2024)["pembilang"].isna().all()
    assert check_identities(krs, "31.71", 2024)["benar"].isna().all()


def test_welfare_ranks_add_up_to_the_families_at_risk(krs):
    ranks = welfare_ranks(krs, "31.73", 2024)
    assert ranks["peringkat"].tolist() == ["1", "2", "3", "4", ">4"]
    assert ranks["pembilang"].sum() == ranks["penyebut"].iloc[0] == 330
    assert ranks["nilai"].sum() == pytest.approx(100)


def test_identities_find_exactly_the_one_that_is_broken(cases, krs):
    for case in cases("identitas_krs", text=("ubah", "salah")).itertuples():
        row = krs.iloc[[0]].copy()
        if case.ubah:
            row[case.ubah] = int(case.menjadi)
        found = check_identities(row, KAPUK, 2024)
        assert found.loc[~found["benar"].astype(bool), "identitas"].tolist() == ([case.salah] if case.salah else []), (
            case.kasus
        )


def test_identities_are_checked_per_kelurahan_not_on_the_sum(krs):
    krs.loc[0, "tidak_berisiko"] += 1
    krs.loc[1, "tidak_berisiko"] -= 1
    found = check_identities(krs, "31.73", 2024).set_index("identitas").loc["krs_sasaran"]
    assert (found["kiri"], found["kanan"], found["n_salah"]) == (1100, 1100, 2) and not found["benar"]


def test_published_totals_of_jakarta(published):
    west = krs_totals(published["angka"], "31.73").iloc[0]
    assert (west["nilai"], west["jenis_data"]) == (69553, "resmi") and west["sumber_url"] != ""
    assert krs_totals(published["angka"], "31.71")["nilai"].tolist() == [27429]
    assert krs_totals(published["angka"], "31.72").empty
