"""What is hidden, from complete tables: the limits, the second cells, and that no two releases differ in them."""

import pandas as pd
import pytest

from analysis.convergence.coverage import coverage_gaps, coverage_matrix
from analysis.convergence.families import krs_factors
from analysis.convergence.measures import area_profile, kelurahan_measure, measure_series
from analysis.publication.disclosure import Rules, Suppression, rules_of
from analysis.sources.catalog import load_catalog
from tests.publication.small_tables import YEAR, families, tables_of

LEVELS = {13: "kelurahan", 8: "kecamatan", 5: "kota", 2: "provinsi"}
RESULT = ["nilai", "bawah", "atas", "pembilang"]


@pytest.fixture(scope="module")
def sample() -> dict[str, pd.DataFrame]:
    return load_catalog().tables


@pytest.fixture(scope="module")
def suppression(sample) -> Suppression:
    return Suppression(sample, rules_of(sample["parameter"]))


def service_of(counts: dict[str, tuple[int, int]]) -> dict[str, pd.DataFrame]:
    rows = [
        {"kode_kelurahan": code, "kode_indikator": "E05", "pembilang": k, "penyebut": n}
        for code, (k, n) in counts.items()
    ]
    return tables_of(list(counts), cakupan=rows)


def test_worked_cases(cases):
    table = cases("supresi", text=("kasus", "wilayah", "disembunyikan", "alasan", "penjelasan"))
    for name, case in table.groupby("kasus", sort=False):
        leaves = case[case["wilayah"].str.len() == 13]
        pairs = leaves[["pembilang", "penyebut"]].itertuples(index=False, name=None)
        hidden = Suppression(service_of(dict(zip(leaves["wilayah"], pairs, strict=True))), Rules(4, 20))
        found = {}
        for level in LEVELS.values():
            rows = hidden.hidden("cakupan", YEAR, level, "E05")
            found |= dict(zip(rows["kode"], rows["alasan"], strict=True))
        listed = case[case["disembunyikan"] == "ya"]
        expected = dict(zip(listed["wilayah"], listed["alasan"], strict=True))
        shown = case.loc[case["disembunyikan"] == "tidak", "wilayah"]
        assert expected.items() <= found.items(), name
        assert not set(shown) & set(found), name


def test_the_limits_are_the_parameters(sample):
    assert rules_of(sample["parameter"]) == Rules(4, 20)
    changed = sample["parameter"].assign(
        nilai=sample["parameter"]["nilai"].where(sample["parameter"]["parameter"] != "supresi_pembilang", 9)
    )
    assert rules_of(changed) == Rules(9, 20)
    tables = service_of({"31.71.01.1001": (9, 100), "31.71.01.1002": (40, 90), "31.71.01.1003": (50, 99)})
    assert Suppression(tables, Rules(4, 20)).hidden("cakupan", YEAR, "kelurahan", "E05").empty
    hidden = Suppression(tables, Rules(9, 20)).hidden("cakupan", YEAR, "kelurahan", "E05")
    assert hidden["alasan"].tolist() == ["pembilang", "sekunder"]


def test_no_limit_hides_nothing(sample):
    free = Suppression(sample, Rules(0, 0))
    assert all(free.hidden(one, 2024, "kelurahan").empty for one in ("jumlah_pendek", "terlalu_muda", "sangat_pendek"))


def test_a_hidden_row_says_nothing_but_its_base(sample, suppression):
    whole = kelurahan_measure(sample, "prevalensi_rutin", 2024)
    masked = suppression.mask(whole, "prevalensi_rutin", 2024, "kelurahan")
    hidden = masked["disembunyikan"]
    small = whole["pembilang"].between(1, 4)
    assert 0 < small.sum() < hidden.sum() < len(whole) / 2 and hidden[small].all()
    assert masked.loc[hidden, RESULT].isna().all(axis=None)
    assert masked.loc[hidden, "n"].equals(whole.loc[hidden, "n"]), "the children measured stand in other tables too"
    assert masked[~hidden].drop(columns="disembunyikan").equals(whole[~hidden]), "the rest is as it was"


def test_a_hidden_base_is_missing_too(sample, suppression):
    masked = suppression.mask(
        kelurahan_measure(sample, "cakupan", 2024, kode_indikator="E03"), "cakupan", 2024, "kelurahan", "E03"
    )
    small = sample["cakupan"].query("tahun == 2024 and kode_indikator == 'E03' and 0 < penyebut < 20")["kode_kelurahan"]
    rows = masked[masked["kode_kelurahan"].isin(small)]
    assert len(rows) == 3 and rows[[*RESULT, "n", "penyebut"]].isna().all(axis=None) and rows["disembunyikan"].all()


def test_what_is_made_from_a_hidden_number_goes_with_it(sample, suppression):
    matrix = coverage_matrix(sample["cakupan"], sample["indikator_esensial"], sample["kelurahan"], 2024, "31.01")
    masked = suppression.mask(matrix, "cakupan", 2024, "kelurahan")
    rows = masked[masked["disembunyikan"]]
    assert len(rows) and rows[["selisih", "terlewat", "menuju_target", "memenuhi"]].isna().all(axis=None)
    assert set(rows["putusan95"]) == {""}
    assert rows["target"].equals(matrix.loc[rows.index, "target"])


def test_kelurahan_without_data_are_missing_and_not_hidden(sample, suppression):
    tables = sample | {"balita": sample["balita"].query("kode_kelurahan != '31.73.01.1005'")}
    masked = Suppression(tables, Rules()).mask(
        kelurahan_measure(tables, "jumlah_pendek", 2024), "jumlah_pendek", 2024, "kelurahan"
    )
    row = masked.set_index("kode_kelurahan").loc["31.73.01.1005"]
    assert pd.isna(row["nilai"]) and not row["disembunyikan"]


def test_two_releases_cannot_be_subtracted(sample, suppression):
    """A map of kecamatan now, a table of kelurahan later, one kota or all: the same cells are missing in each."""
    whole = suppression.mask(
        kelurahan_measure(sample, "cakupan", 2024, None, "E03", "kecamatan"), "cakupan", 2024, "kecamatan", "E03"
    )
    later = Suppression(sample, Rules(4, 20))
    one = later.mask(
        kelurahan_measure(sample, "cakupan", 2024, "31.01", "E03", "kelurahan"), "cakupan", 2024, "kelurahan", "E03"
    )
    again = later.mask(
        kelurahan_measure(sample, "cakupan", 2024, "31.01", "E03", "kecamatan"), "cakupan", 2024, "kecamatan", "E03"
    )
    hidden = whole[whole["kode_kecamatan"].str.startswith("31.01")].reset_index(drop=True)
    assert again["nilai"].equals(hidden["nilai"]) and again["disembunyikan"].equals(hidden["disembunyikan"])
    for kecamatan, rows in one.groupby("kode_kecamatan"):
        total = again.set_index("kode_kecamatan").loc[kecamatan, "pembilang"]
        assert pd.isna(total) or rows["disembunyikan"].sum() != 1, "a total and all but one of its parts"


def test_a_figure_is_hidden_in_every_indicator_that_tells_it(suppression):
    for level in LEVELS.values():
        count, share = (suppression.hidden(one, 2024, level) for one in ("jumlah_pendek", "prevalensi_rutin"))
        assert set(count["kode"]) <= set(share["kode"])


def test_short_and_very_short_do_not_tell_each_other(sample, suppression):
    raw = sample["balita"].query("tahun == 2024").reset_index(drop=True)
    masked = suppression.mask_columns(raw, "balita", 2024, "kelurahan")
    known = masked[["pendek", "sangat_pendek"]].notna().sum(axis=1)
    stunted = suppression.hidden("jumlah_pendek", 2024, "kelurahan")["kode"]
    assert known[~raw["kode_kelurahan"].isin(stunted)].isin([0, 2]).all(), "with the sum shown, one tells the other"
    assert masked["sangat_pendek"].dropna().between(1, 4).sum() == 0
    assert masked["diukur"].tolist() == raw["diukur"].tolist()


def test_families_not_at_risk_are_the_other_side_of_families_at_risk():
    """98 of 100 at risk: the two that are not make the 98 a small figure."""
    none = dict.fromkeys(("air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern"), 30)
    four = dict.fromkeys(("terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"), 20)
    codes = [f"31.71.01.100{place}" for place in (1, 2, 3)]
    sizes = [(98, 2), (60, 140), (80, 160)]
    rows = [
        families(code, k, m, [k - 40, 10, 10, 10, 10], none | four) for code, (k, m) in zip(codes, sizes, strict=True)
    ]
    found = Suppression(tables_of(codes, krs=rows), Rules(4, 20))
    shares = found.hidden("proporsi_krs", YEAR, "kelurahan")
    assert shares["kode"].tolist() == codes[:2] and shares["alasan"].tolist() == ["pembilang", "sekunder"]


def test_a_rank_is_hidden_in_two_places_at_least(sample):
    """Ranks add up over areas and over ranks: one hidden cell needs three more."""
    none = dict.fromkeys(("air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern"), 30)
    four = dict.fromkeys(("terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"), 20)
    codes = [f"31.71.01.100{place}" for place in (1, 2, 3)]
    ranks = [[2, 30, 30, 30, 30], [30, 31, 32, 33, 34], [40, 41, 42, 43, 44]]
    rows = [families(code, sum(own), 300, own, none | four) for code, own in zip(codes, ranks, strict=True)]
    tables = tables_of(codes, krs=rows)
    masked = Suppression(tables, Rules(4, 20)).mask_columns(tables["krs"], "krs", YEAR, "kelurahan")
    missing = masked.filter(like="kesejahteraan").isna()
    assert missing.to_numpy().sum() == 4 and set(missing.sum(axis=1)) == {2, 0} and set(missing.sum()) == {2, 0}


def test_sums_of_columns_are_masked_by_the_same_plan(sample, suppression):
    raw = sample["balita"].query("tahun == 2024")
    sums = raw.groupby(raw["kode_kelurahan"].str[:8])[["pendek", "sangat_pendek"]].sum()
    sums = sums.rename_axis("kode_kecamatan").reset_index()
    masked = suppression.mask_columns(sums, "balita", 2024, "kecamatan")
    small = sums["sangat_pendek"].between(1, 4)
    assert small.any() and masked.loc[small, ["pendek", "sangat_pendek"]].isna().all(axis=None)
    assert masked["sangat_pendek"].isna().sum() == 2, "one small kecamatan and one beside it"


def test_rows_of_one_area_are_masked_by_what_they_are_about(sample, suppression):
    area, year = "31.01.01.1001", 2024
    factors = krs_factors(sample["krs"], sample["faktor_krs"], area, year, "31.01")
    masked = suppression.mask_rows(factors, factors["faktor"], year, area, kode_acuan="31.01").set_index("faktor")
    assert masked["disembunyikan"][masked["disembunyikan"]].index.tolist() == ["terlalu_muda"]
    assert masked.loc["terlalu_muda", RESULT].isna().all() and masked.loc["terlalu_tua", RESULT].notna().all()
    gaps = coverage_gaps(sample["cakupan"], sample["indikator_esensial"], area, year)
    masked = suppression.mask_rows(gaps, "cakupan", year, area, gaps["kode_indikator"]).set_index("kode_indikator")
    assert masked.loc["E03", "disembunyikan"] and pd.isna(masked.loc["E03", "terlewat"])
    profile = area_profile(sample, area, year)
    masked = suppression.mask_rows(profile, profile["indikator"], year, area).set_index("indikator")
    assert masked.loc[["jumlah_pendek", "prevalensi_rutin"], "disembunyikan"].all()
    assert not masked.loc[["cakupan_ds", "total_krs"], "disembunyikan"].any()


def test_a_series_loses_the_years_in_which_it_is_small(sample, suppression):
    series = measure_series(sample, "jumlah_pendek", "31.01.01.1001")
    masked = suppression.mask_rows(series, "jumlah_pendek", series["tahun"], "31.01.01.1001")
    assert masked.loc[series["nilai"].between(1, 4), "nilai"].isna().all()
    for row in masked.itertuples():
        hidden = suppression.hidden("jumlah_pendek", row.tahun, "kelurahan")["kode"].tolist()
        assert row.disembunyikan == ("31.01.01.1001" in hidden)


def test_services_with_the_same_targets_hide_the_same_targets():
    """Otherwise the target that one service hides beside a small one stands in the other."""
    bases = {"31.71.01.1001": 12, "31.71.01.1002": 40, "31.71.01.1003": 41, "31.71.01.1004": 300}
    reached = {"E05": [6, 20, 20, 150], "E06": [6, 40, 20, 150], "E07": [0, 0, 41, 0]}
    rows = [
        {"kode_kelurahan": code, "kode_indikator": service, "pembilang": k, "penyebut": n}
        for service, counts in reached.items()
        for (code, n), k in zip(bases.items(), counts, strict=True)
    ]
    tables = tables_of(list(bases), cakupan=rows)
    found = Suppression(tables, Rules(4, 20)).mask_columns(tables["cakupan"], "cakupan", YEAR, "kelurahan")
    missing = found.groupby("kode_indikator")["penyebut"].agg(lambda values: tuple(values.isna()))
    assert len(set(missing)) == 1 and sum(missing.iloc[0]) >= 2


def test_a_share_of_some_kelurahan_does_not_tell_about_the_others():
    """Stunted 2 of 50 without targets: D/S adds two kelurahan, the children measured three."""
    rows = [
        {"kode_kelurahan": "31.71.01.1001", "balita_sasaran": None, "diukur": 12, "pendek": 0, "sangat_pendek": 0},
        {"kode_kelurahan": "31.71.01.1002", "balita_sasaran": 90, "diukur": 60, "pendek": 10, "sangat_pendek": 10},
        {"kode_kelurahan": "31.71.01.1003", "balita_sasaran": 99, "diukur": 70, "pendek": 10, "sangat_pendek": 10},
    ]
    tables = tables_of([row["kode_kelurahan"] for row in rows], balita=rows)
    masked = Suppression(tables, Rules(4, 20)).mask(
        kelurahan_measure(tables, "cakupan_ds", YEAR, level="kecamatan"), "cakupan_ds", YEAR, "kecamatan"
    )
    assert masked.loc[0, ["nilai", "pembilang", "penyebut"]].isna().all(), "142 measured less 130 are the 12"


def test_surveys_and_other_years_hide_nothing(sample, suppression):
    assert suppression.hidden("prevalensi_survei", 2022, "kota").empty
    assert suppression.hidden("jumlah_pendek", 1999, "kelurahan").empty
    with pytest.raises(ValueError, match="kode_indikator"):
        suppression.hidden("cakupan", 2024, "kelurahan")
