"""Recaps that bring only some counts (Master Ansit: families and families at risk): no share mixes areas."""

import numpy as np
import pandas as pd
import pytest

from analysis.convergence.families import FOUR_T, WELFARE, check_identities, krs_factors, welfare_ranks
from analysis.convergence.measures import area_profile, kelurahan_measure, measure_series
from tests.convergence.test_families import FACTORS, KAPUK, RAWA_BUAYA, ROW

KALIDERES = "31.73.06.1001"
COUNTS = [name for name in ROW if name not in ("kode_kelurahan", "tahun")]


@pytest.fixture
def krs(source) -> pd.DataFrame:
    """Kapuk complete (30 of 100 at risk); Rawa Buaya only 900 families, 60 at risk; Kalideres without ranks."""
    ansit = {**dict.fromkeys(COUNTS), "kode_kelurahan": RAWA_BUAYA, "tahun": 2024}
    ansit |= {"jumlah_keluarga": 900, "total_krs": 60}
    kalideres = ROW | dict.fromkeys(WELFARE.values()) | {"kode_kelurahan": KALIDERES, "terlalu_tua": None}
    frame = pd.DataFrame([ROW, ansit, kalideres]).assign(**source)
    return frame.astype(dict.fromkeys(COUNTS, "Int64"))


@pytest.fixture
def tables(krs, areas, source) -> dict[str, pd.DataFrame]:
    balita = pd.DataFrame(
        [(KAPUK, 2024, 200, 100, 8, 2), (RAWA_BUAYA, 2024, None, 900, 30, 15)],
        columns=["kode_kelurahan", "tahun", "balita_sasaran", "diukur", "pendek", "sangat_pendek"],
    ).assign(**source)
    balita = balita.astype({"balita_sasaran": "Int64"})
    return {"krs": krs, "balita": balita, "kelurahan": areas, "cakupan": pd.DataFrame()}


def test_a_share_of_families_adds_only_kelurahan_that_tell_both_parts(tables):
    """30 + 30 of 100 + 100; the 60 of Rawa Buaya have no target families to be a share of."""
    kota = kelurahan_measure(tables, "proporsi_krs", 2024, level="kota").set_index("kode_kota").loc["31.73"]
    assert kota[["nilai", "pembilang", "penyebut", "n_wilayah"]].tolist() == [30, 60, 200, 2]
    series = measure_series(tables, "proporsi_krs", "31.73").iloc[0]
    assert series[["nilai", "n_wilayah"]].tolist() == [30, 2]


def test_a_number_of_families_at_risk_needs_no_target_families(tables):
    kota = kelurahan_measure(tables, "total_krs", 2024, level="kota").set_index("kode_kota").loc["31.73"]
    assert kota[["nilai", "n_wilayah"]].tolist() == [120, 3] and np.isnan(kota["n"])
    assert measure_series(tables, "total_krs", "31.73")["nilai"].tolist() == [120]


def test_a_kelurahan_with_a_row_but_without_the_count_did_not_report(tables):
    rows = kelurahan_measure(tables, "cakupan_ds", 2024).set_index("kode_kelurahan")
    assert rows.loc[[KAPUK, RAWA_BUAYA], "n_wilayah"].tolist() == [1, 0]
    assert rows.loc[KAPUK, "nilai"] == 50 and np.isnan(rows.loc[RAWA_BUAYA, "nilai"])
    kota = kelurahan_measure(tables, "cakupan_ds", 2024, level="kota").set_index("kode_kota")
    assert kota.loc["31.73", ["nilai", "n_wilayah"]].tolist() == [50, 1]


def test_the_profile_pairs_what_it_adds_for_the_area_and_for_its_kota(tables):
    found = area_profile(tables, "31.73.01", 2024).set_index("indikator")
    assert found.loc["proporsi_krs", ["nilai", "nilai_kota", "n_wilayah"]].tolist() == [30, 30, 1]
    assert found.loc["total_krs", ["nilai", "n_wilayah"]].tolist() == [90, 2]
    assert found.loc["cakupan_ds", ["nilai", "nilai_kota"]].tolist() == [50, 50]
    alone = area_profile(tables, RAWA_BUAYA, 2024).set_index("indikator")
    assert alone.loc["total_krs", "nilai"] == 60 and np.isnan(alone.loc["proporsi_krs", "nilai"])


def test_each_factor_is_a_share_of_the_families_at_risk_of_those_who_counted_it(krs):
    """Water is known in Kapuk and Kalideres (12 of 30 each), too old in Kapuk only (10 of 30)."""
    found = krs_factors(krs, FACTORS, "31.73", 2024).set_index("faktor")
    assert found.loc["air_tidak_layak", ["pembilang", "penyebut", "nilai"]].tolist() == [24, 60, 40]
    assert found.loc["terlalu_tua", ["pembilang", "penyebut"]].tolist() == [10, 30]
    beside = krs_factors(krs, FACTORS, KAPUK, 2024, kode_acuan="31.73").set_index("faktor")
    assert beside.loc["air_tidak_layak", "acuan"] == 40
    assert krs_factors(krs, FACTORS, RAWA_BUAYA, 2024)["nilai"].isna().all()


def test_welfare_ranks_are_of_the_kelurahan_that_tell_them_all(krs):
    ranks = welfare_ranks(krs, "31.73", 2024)
    assert ranks["pembilang"].sum() == ranks["penyebut"].iloc[0] == 30
    assert welfare_ranks(krs, RAWA_BUAYA, 2024)["nilai"].isna().all()


def test_identities_are_checked_where_their_parts_are_known(krs):
    found = check_identities(krs, "31.73", 2024).set_index("identitas")
    checked = {"krs_sasaran": 2, "kesejahteraan": 1, "batas_bawah_4t": 2, "batas_atas_4t": 1, "faktor_krs": 2}
    assert found["n_diperiksa"].to_dict() == checked
    assert found["benar"].all() and found.loc["krs_sasaran", ["kiri", "kanan"]].tolist() == [200, 200]
    none = check_identities(krs, RAWA_BUAYA, 2024)
    assert none["benar"].isna().all() and none["n_diperiksa"].sum() == 0


def test_a_known_part_that_breaks_a_bound_is_found_beside_unknown_ones(krs):
    krs.loc[krs["kode_kelurahan"] == KALIDERES, FOUR_T[0]] = 99
    found = check_identities(krs, KALIDERES, 2024).set_index("identitas")
    assert found.loc[["batas_bawah_4t", "faktor_krs"], "benar"].tolist() == [False, False]
