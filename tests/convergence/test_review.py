from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.convergence.lokus import Rule
from analysis.convergence.review import (
    compare_reviews,
    default_weights,
    evidence_list,
    frame_actions,
    frame_for,
    next_steps,
    review_table,
    rule_1_1,
    score,
    step_rules,
)

KOTA = "31.73"


@pytest.fixture
def tables(published, areas, source) -> dict[str, pd.DataFrame]:
    """2023-2025 of Jakarta Barat: letters for three aksi, documents for two, published dates for two."""
    reviu = pd.DataFrame(
        [(2023, "aksi8", "1", "B"), (2024, "aksi8", "1", "A"), (2024, "aksi8", "2", "C"), (2025, "aksi6", "U1", "A")],
        columns=["tahun", "kerangka", "aksi", "huruf"],
    )
    bukti = pd.DataFrame(
        [
            ("1", "Laporan", 1, "2024-07-01", "2024-07-01"),
            ("1", "Peta", 1, "2024-07-15", "2024-08-20"),
            ("2", "Rencana", 1, "2024-08-01", "2024-07-30"),
            ("2", "Matriks", 0, "2024-08-01", ""),
        ],
        columns=["aksi", "bukti", "tersedia", "tanggal_rencana", "tanggal_selesai"],
    )
    jadwal = pd.DataFrame(
        [
            ("8", "2024-12-10", "2024-12-20", ""),
            ("3", "", "2024-10-05", "2024-10-06"),
            ("PK", "", "2025-05-27", "2025-05-27"),
        ],
        columns=["aksi", "tanggal_rencana", "tanggal_mulai", "tanggal_selesai"],
    )
    return {
        "aksi": published["aksi"],
        "kelurahan": areas,
        "reviu": reviu.assign(kode_kota=KOTA, **source),
        "bukti": bukti.assign(kode_kota=KOTA, tahun=2024, kerangka="aksi8", **source),
        "jadwal_aksi": jadwal.assign(kode_kota=KOTA, tahun=2024, kerangka="aksi8", **{**source, "jenis_data": "resmi"}),
    }


def test_frame_changes_in_2025(published):
    assert [frame_for(published["aksi"], year) for year in (2023, 2024, 2025, 2026)] == [
        "aksi8",
        "aksi8",
        "aksi6",
        "aksi6",
    ]
    assert frame_actions(published["aksi"], 2024)["aksi"].tolist() == list("12345678")
    assert frame_actions(published["aksi"], 2025)["aksi"].tolist() == ["U1", "U2", "U3", "U4", "P1", "P2"]


def test_review_has_a_row_for_every_aksi_of_the_frame(tables):
    review = review_table(tables, KOTA, 2024).set_index("aksi")
    assert review.index.tolist() == list("12345678")
    assert review["huruf"].tolist() == ["A", "C", "", "", "", "", "", ""]


def test_late_days_are_end_minus_the_last_planned_date(tables):
    review = review_table(tables, KOTA, 2024).set_index("aksi")
    # Aksi 1: last document planned 15 July, last finished 20 August. Aksi 8: 10 and 20 December, published.
    assert review.loc[["1", "8"], "terlambat_hari"].tolist() == [36, 10]
    assert review["status_waktu"].tolist() == [
        "terlambat",
        "belum_selesai",
        "tanpa_rencana",
        *["tanpa_tanggal"] * 4,
        "terlambat",
    ]
    assert review.loc["3", "tanggal_selesai"] == pd.Timestamp("2024-10-06")
    assert review.loc["8", "tanggal_selesai"] == pd.Timestamp("2024-12-20")  # one-day event


def test_unfinished_aksi_is_late_only_once_its_date_has_passed(tables):
    late = [
        review_table(tables, KOTA, 2024, per_tanggal=day).set_index("aksi").loc["2", "terlambat_hari"]
        for day in (date(2024, 7, 31), date(2024, 8, 11))
    ]
    assert np.isnan(late[0]) and late[1] == 10


def test_evidence_share_counts_documents_and_no_record_is_missing_not_zero(tables):
    review = review_table(tables, KOTA, 2024).set_index("aksi")
    assert review.loc[["1", "2"], ["bukti_ada", "bukti_kurang", "bukti_pct"]].values.tolist() == [
        [2, 0, 100],
        [1, 1, 50],
    ]
    assert review.loc["3", ["bukti_total", "bukti_pct"]].isna().all()


def test_each_part_of_a_row_keeps_its_own_kind_of_truth(tables):
    review = review_table(tables, KOTA, 2024).set_index("aksi")
    kinds = ["jenis_huruf", "jenis_bukti", "jenis_rencana", "jenis_selesai"]
    assert review.loc["1", kinds].tolist() == ["contoh", "contoh", "contoh", "contoh"]
    assert review.loc["8", kinds].tolist() == ["", "", "resmi", "resmi"]
    assert review.loc["4", kinds].tolist() == ["", "", "", ""]


def test_missing_documents_come_first_in_the_evidence_list(tables):
    assert evidence_list(tables["bukti"], KOTA, 2024, "2")["bukti"].tolist() == ["Matriks", "Rencana"]
    assert evidence_list(tables["bukti"], KOTA, 2023).empty


def test_simulated_score_is_the_weighted_mean_of_the_letters_given(tables):
    review, weights = review_table(tables, KOTA, 2024), default_weights(tables["aksi"], 2024)
    plain = score(review, weights)
    # A = 100 and C = 50 with equal weights; six aksi have no letter.
    assert (plain.nilai, plain.n_dinilai, plain.n_aksi, plain.lengkap, plain.jenis) == (75, 2, 8, False, "simulasi")
    weighted = score(review, weights.assign(bobot=[3, 1, 0, 0, 0, 0, 0, 0]), {"A": 90.0, "C": 50.0})
    assert weighted.nilai == (3 * 90 + 50) / 4 and weighted.lengkap
    assert weighted.rinci["sumbangan"].sum() == pytest.approx(80)


def test_score_without_any_letter_is_missing_not_zero(tables):
    empty = score(review_table(tables, "31.71", 2024), default_weights(tables["aksi"], 2024))
    assert np.isnan(empty.nilai) and empty.n_dinilai == 0 and not empty.lengkap


def test_years_are_never_compared_across_the_break(tables):
    weights = pd.concat([default_weights(tables["aksi"], year) for year in (2024, 2025)])
    found = compare_reviews(tables, [KOTA], [2023, 2024, 2025], weights)
    assert found["skor"].tolist() == [75, 75, 100]
    assert found["selisih"].isna().tolist() == [True, False, True]
    assert found["putus"].tolist() == [False, False, True]
    assert found.loc[1, ["bukti_pct", "n_terlambat", "n_tanpa_tanggal", "jenis_data"]].tolist() == [75, 2, 4, "contoh"]


def test_kota_side_by_side_keep_their_own_rows(tables):
    found = compare_reviews(tables, ["31.71", KOTA], [2024], default_weights(tables["aksi"], 2024))
    assert (
        found["kode_kota"].tolist() == ["31.71", KOTA] and np.isnan(found.loc[0, "skor"]) and found.loc[1, "skor"] == 75
    )


def test_rule_1_1_is_checked_for_every_published_version(published, source):
    kelurahan = published["kelurahan"]
    west = kelurahan.loc[kelurahan["kode_kota"] == KOTA, "kode_kelurahan"].tolist()
    # Cases 1..56 in code order of equally many measured: the upper half is high.
    balita = pd.DataFrame(
        {
            "kode_kelurahan": west,
            "tahun": 2024,
            "balita_sasaran": 900,
            "diukur": 800,
            "pendek": range(1, 57),
            "sangat_pendek": 0,
        }
    ).assign(**source)
    rules = rule_1_1({**published, "balita": balita}, KOTA, 2024)
    assert list(rules) == ["31.73-2024-a", "31.73-2024-b"]
    assert rules["31.73-2024-a"].batas_jumlah == 28.5
    high = {kode for kode, cases in zip(west, range(1, 57), strict=True) if cases > 28.5}
    listed = published["lokus"].query("daftar == '31.73-2024-b'")["kode_kelurahan"]
    assert rules["31.73-2024-b"].n_tinggi == len(high & set(listed))
    assert rule_1_1({**published, "balita": balita}, "31.71", 2024) == {}


def a_rule(n_tinggi: int) -> Rule:
    return Rule(4, 4, n_tinggi, 25.0 * n_tinggi, "", 1.0, 1.0, pd.DataFrame(), ())


def test_next_steps_follow_the_printed_rules(tables):
    steps = next_steps(review_table(tables, KOTA, 2024), {"a": a_rule(4), "b": a_rule(3)})
    found = list(zip(steps["kode"], steps["aksi"], strict=True))
    assert found[:3] == [("aturan_1_1_di_bawah_a", "1"), ("lokus_beda_sumber", "1"), ("bukti_kurang", "2")]
    assert ("terlambat", "1") in found and ("terlambat", "8") not in found  # 36 and 10 days; the rule says 30
    assert ("huruf_c_atau_d", "2") in found
    assert [aksi for kode, aksi in found if kode == "tanpa_tanggal"] == list("4567")
    assert steps.loc[0, ["nilai", "hubungan", "batas"]].tolist() == [75, "<", 100]
    assert set(steps["kode"]) <= set(step_rules()["kode"])


def test_nothing_to_do_when_every_rule_is_met(tables):
    review = (
        review_table(tables, KOTA, 2024).query("aksi == '1'").assign(terlambat_hari=0.0, status_waktu="tepat_waktu")
    )
    assert next_steps(review, {"a": a_rule(4)}).empty
