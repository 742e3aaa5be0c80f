"""Each rule of data quality at its boundary."""

import numpy as np
import pandas as pd
import pytest

from analysis.convergence import quality_checks as checks

LIMITS = {
    "lonjakan_prevalensi": 5,
    "lonjakan_krs": 10,
    "lonjakan_cakupan": 20,
    "lonjakan_sasaran": 25,
    "selisih_terbit": 5,
    "diragukan_mulai": 100,
    "seragam_mulai": 5,
    "kelipatan_lima": 30,
    "kelipatan_lima_n": 50,
}
KAPUK, RAWA_BUAYA = "31.73.01.1005", "31.73.01.1006"


def share(ukuran="prevalensi_rutin", k=10, n=100, sasaran=100, kode=KAPUK, sumber="eppgbm", indikator="") -> dict:
    table = {"prevalensi_rutin": "balita", "cakupan_ds": "balita", "proporsi_krs": "krs"}.get(ukuran, "cakupan")
    return {
        "sumber_data": sumber,
        "tabel": table,
        "kode_kelurahan": kode,
        "kode_indikator": indikator,
        "tahun": 2024,
        "ukuran": ukuran,
        "pembilang": float(k),
        "penyebut": float(n),
        "sasaran": float(sasaran),
        "nilai": 100 * k / n,
    }


def frame(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def kelurahan(place: int) -> str:
    return f"31.73.01.1{place:03d}"


def test_the_limits_used_here_are_those_of_the_parameter_table(reference):
    standing = reference("parameter").set_index("parameter")
    assert {name: float(standing["nilai"][name]) for name in LIMITS} == LIMITS
    assert set(standing.loc[list(LIMITS), "jenis"]) == {"asumsi"}


def test_a_jump_needs_more_than_noise_and_more_points_than_the_limit(cases):
    for case in cases("mutu_data").itertuples():
        now = frame(share(case.ukuran, case.pembilang, case.penyebut))
        before = frame(share(case.ukuran, case.pembilang_lalu, case.penyebut_lalu))
        assert checks.jumps(now, before, LIMITS)["baik"].tolist() == [bool(case.wajar)], case.kasus


def test_the_number_of_people_to_reach_jumps_beyond_the_noise_of_counts(cases):
    for case in cases("mutu_sasaran").itertuples():
        now, before = frame(share(sasaran=case.sasaran)), frame(share(sasaran=case.sasaran_lalu))
        assert checks.target_jumps(now, before, LIMITS)["baik"].tolist() == [bool(case.wajar)], case.kasus


def test_a_jump_is_judged_only_within_one_source_and_only_with_both_years():
    now = frame(share(k=50), share(k=50, kode=RAWA_BUAYA))
    before = frame(share(k=1, sumber="master_ansit"), share(k=50, kode=RAWA_BUAYA))
    assert checks.jumps(now, before, LIMITS)["kode_kelurahan"].tolist() == [RAWA_BUAYA]
    assert checks.target_jumps(now, frame(share(sasaran=0)), LIMITS).empty


def rows(table="balita", **columns) -> pd.DataFrame:
    size = max(len(values) for values in columns.values())
    return pd.DataFrame(
        {"sumber_data": "eppgbm", "kode_kelurahan": [kelurahan(i) for i in range(size)]} | columns
    ).assign(tahun=2024, tertahan=False, tabel=table)


BALITA = [(("diukur",), "<=", ("balita_sasaran",)), (("pendek", "sangat_pendek"), "<=", ("diukur",))]


def test_an_identity_is_broken_by_the_sum_and_an_unknown_part_says_nothing():
    counts = rows(
        balita_sasaran=[100, 100, 79, None],
        diukur=[80, 80, 80, 80],
        pendek=[70, 70, 1, 1],
        sangat_pendek=[10, 11, 0, 0],
    )
    found = checks.broken_identities("balita", counts, BALITA)
    assert found["baik"].tolist() == [True, False, False, True]
    assert found["rinci"].tolist() == ["", "pendek + sangat_pendek ≤ diukur", "diukur ≤ balita_sasaran", ""]
    assert found["jumlah"].tolist() == [80] * 4


def test_krs_identities_hold_exactly():
    counts = rows("krs", total_krs=[30, 30], tidak_berisiko=[70, 71], keluarga_sasaran=[100, 100])
    rule = [(("total_krs", "tidak_berisiko"), "==", ("keluarga_sasaran",))]
    found = checks.broken_identities("krs", counts, rule)
    assert found["baik"].tolist() == [True, False]
    assert found["rinci"][1] == "total_krs + tidak_berisiko = keluarga_sasaran"


def test_a_row_that_the_store_holds_back_is_broken_whatever_the_reason():
    held = rows(diukur=[10]).assign(tertahan=True)
    assert checks.broken_identities("balita", held, BALITA)["baik"].tolist() == [False]


def test_no_stunting_is_doubtful_from_100_measured_on():
    now = frame(share(k=0, n=100), share(k=0, n=99, kode=RAWA_BUAYA), share(k=1, n=500, kode=kelurahan(7)))
    found = checks.extremes(now, LIMITS)
    assert dict(zip(found["kode_kelurahan"], found["baik"], strict=True)) == {KAPUK: False, kelurahan(7): True}


@pytest.mark.parametrize(("k", "good"), [(0, False), (1, True), (99, True), (100, False)])
def test_families_at_risk_of_none_or_all_are_doubtful(k, good):
    found = checks.extremes(frame(share("proporsi_krs", k=k)), LIMITS)
    assert found[["aturan", "baik"]].values.tolist() == [["krs_ekstrem", good]]


def test_full_coverage_is_doubtful_only_when_every_one_of_at_least_five_kelurahan_has_it():
    full = [share("cakupan", k=50, n=50, kode=kelurahan(i), indikator="E14") for i in range(5)]
    assert not checks.full_everywhere(frame(*full), LIMITS)["baik"].any()
    assert checks.full_everywhere(frame(*full[:4]), LIMITS).empty
    almost = [*full[:4], share("cakupan", k=49, n=50, kode=kelurahan(4), indikator="E14")]
    assert checks.full_everywhere(frame(*almost), LIMITS)["baik"].all()


def test_one_kelurahan_far_from_the_kotas_share_is_outside_the_control_limits():
    usual = [share(k=50 + place % 3, n=1000, kode=kelurahan(place)) for place in range(20)]
    found = checks.outside_control(frame(*usual, share(k=120, n=1000)), LIMITS)
    assert found.loc[~found["baik"], "kode_kelurahan"].tolist() == [KAPUK]
    assert found["pembanding"].iloc[0] == pytest.approx(100 * (sum(50 + i % 3 for i in range(20)) + 120) / 21000)


def test_control_limits_widen_with_the_spread_that_the_kota_has():
    """Shares 2 % to 12 % in steps of half a point: chance explains 2.49 points around 7 %, so 12 of 21 would be outside,
    but none stands out."""
    spread = [share(k=20 + 5 * place, n=1000, kode=kelurahan(place)) for place in range(21)]
    k, n = (np.array([row[name] for row in spread]) for name in ("pembilang", "penyebut"))
    share_of_all = k.sum() / n.sum()
    plain = np.abs(k / n - share_of_all) / np.sqrt(share_of_all * (1 - share_of_all) / n)
    assert (plain > 3.09).sum() == 12
    assert checks.outside_control(frame(*spread), LIMITS)["baik"].all()


def krs_of_jakarta_barat(published, total: float, without: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every kelurahan of Jakarta Barat with an equal part of `total`, the last `without` of them missing."""
    areas = published["kelurahan"]
    areas = areas[areas["kode_kota"] == "31.73"]
    codes = areas["kode_kelurahan"].tolist()[: len(areas) - without]
    frame = pd.DataFrame(
        {"kode_kelurahan": codes, "sumber_data": "siga", "tahun": 2024, "total_krs": total / len(codes)}
    )
    return frame, areas


@pytest.mark.parametrize(
    ("total", "good"), [(69553, True), (73030, True), (73031, False), (66076, True), (66075, False)]
)
def test_the_sum_of_kelurahan_may_differ_from_the_published_69553_by_5_percent(published, total, good):
    """5 % of 69,553 is 3,477.65: 66,075.35 to 73,030.65."""
    frame, areas = krs_of_jakarta_barat(published, total)
    found = checks.published_totals(frame, published["angka"], areas, 2024, LIMITS)
    assert found[["kode_kelurahan", "baik", "pembanding"]].values.tolist() == [["31.73", good, 69553]]


def test_a_sum_over_some_kelurahan_is_not_compared_with_the_total_of_all(published):
    frame, areas = krs_of_jakarta_barat(published, 60000, without=1)
    assert checks.published_totals(frame, published["angka"], areas, 2024, LIMITS).empty


def test_on_time_is_the_day_of_the_deadline_itself_and_is_judged_only_with_a_deadline():
    dated = rows(pertama=["2025-01-31", "2025-02-01", ""])
    found = checks.lateness(dated, "balita", "2025-01-31")
    assert found["baik"].tolist() == [True, False]
    assert checks.lateness(dated, "balita", "").empty
