"""What a simulated plan says: the plan is credited with its own effect only, and silence where nothing is known."""

import numpy as np
import pandas as pd
import pytest

from analysis.output.scenario_sentences import (
    chance,
    say_budget,
    say_cases,
    say_comparison,
    say_cost,
    say_coverage_alone,
    say_drivers,
    say_exits,
    say_lag,
    say_parts,
    say_plan,
)

LEVERS = {"suplemen": "Suplemen 6–23 bulan", "jamban": "Jamban layak"}


def years(start: float, plan: float, without: float, spread: float = 0.6) -> pd.DataFrame:
    """Base year 2024 and last year 2029 of both arms."""
    rows = [
        (year, arm, "prevalensi", value, value - spread, value + spread)
        for arm, last in (("rencana", plan), ("tanpa_rencana", without))
        for year, value in ((2024, start), (2029, last))
    ]
    return pd.DataFrame(rows, columns=["tahun", "arah", "ukuran", "nilai", "bawah", "atas"])


def plain(sentence: str) -> str:
    return sentence.replace("\u00a0", " ")


def test_without_a_trend_the_fall_is_the_plans():
    assert plain(say_plan(years(17.1, 15.9, 17.1), "Jakarta Barat", 14.2, 0.03)) == (
        "Simulasi Jakarta Barat: rencana ini menurunkan prevalensi dari 17,1 % menjadi 15,9 % (15,3–16,5) pada 2029; "
        "peluang mencapai 14,2 %: 3 dari 100."
    )


def test_what_falls_without_a_plan_is_not_credited_to_it():
    said = plain(say_plan(years(17.1, 13.0, 13.9), "Jakarta Barat"))
    assert "menurunkan" not in said
    assert said.endswith("menjadi 13,0 % (12,4–13,6) pada 2029 dengan rencana ini, 13,9 % tanpa rencana.")
    both = plain(say_plan(years(17.1, 13.0, 13.9), "Jakarta Barat", 14.2, 0.6, 0.52))
    assert both.endswith("peluang mencapai 14,2 %: 60 dari 100 (tanpa rencana 52 dari 100).")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (17.08, "hampir tidak mengubah prevalensi 2029, 17,1 %"),
        (17.9, "menaikkan prevalensi dari 17,1 % menjadi 17,9 %"),
    ],
)
def test_a_plan_that_does_nothing_or_harm_is_told_so(plan, words):
    assert words in plain(say_plan(years(17.1, plan, 17.1), "Jakarta Barat"))


def test_without_data_the_finding_says_so():
    empty = years(17.1, 15.9, 17.1).iloc[:0]
    assert say_plan(empty, "Jakarta Barat", 14.2, 0.1) == (
        "Rencana untuk Jakarta Barat belum dapat disimulasikan: datanya belum ada."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "kurang dari 1 dari 100"), (0.034, "3 dari 100"), (0.5, "50 dari 100"), (1.0, "lebih dari 99 dari 100")],
)
def test_chance_in_words(share, words):
    assert chance(share) == words


def test_coverage_alone_is_judged_only_where_the_numbers_say_so():
    said = plain(say_coverage_alone(years(19.8, 16.0, 19.8), 14.2, 2026))
    assert said.startswith("Cakupan saja tidak mencapai 14,2 %") and "masih 16,0 % (15,4–16,6)" in said
    assert say_coverage_alone(years(15.0, 14.6, 15.0), 14.2, 2026).startswith("Cakupan saja belum tentu mencapai")
    assert say_coverage_alone(years(15.0, 14.2, 15.0), 14.2, 2026) == ""
    assert say_coverage_alone(years(19.8, 16.0, 19.8), None, 2026) == ""
    assert say_coverage_alone(None, 14.2, 2026) == ""


def test_trend_and_levers_are_told_apart():
    parts = pd.DataFrame(
        {"komponen": ["awal", "tren", "suplemen", "jamban", "akhir"], "nilai": [17.1, -3.2, -0.62, -0.05, 13.23]}
    )
    said = say_parts(parts, LEVERS)
    assert "tren (asumsi, bukan hasil rencana) −3,20 poin" in said and "tuas bersama −0,67 poin" in said
    assert said.endswith("suplemen 6–23 bulan (−0,62 poin).")
    assert "tidak ada yang mengubah prevalensi" in say_parts(parts.assign(nilai=[17.1, 0, 0, 0, 17.1]), LEVERS)


def test_children_born_too_early_are_named():
    lag = pd.DataFrame({"tahun": [2029] * 5, "umur": range(5), "terjangkau": [1.0, 1.0, 0.5, 0.5, 0.0]})
    said = plain(say_lag(lag))
    assert "60 % dari jangkauan penuh" in said and "umur 4 tahun lahir terlalu awal" in said
    assert "Belum ada kelompok umur" in say_lag(lag.assign(terjangkau=0.0))
    assert say_lag(lag.assign(terjangkau=np.nan)) == ""


def test_cases_and_families_are_different_outcomes():
    found = pd.DataFrame({"tahun": [2025, 2029], "nilai": [0.0, 1234.0], "bawah": [0, 900], "atas": [0, 1500]})
    assert plain(say_cases(found)).startswith("1.234 kasus dicegah pada 2029")
    assert "bukan kasus stunting yang dicegah" in say_exits(found)
    assert "tidak ada keluarga yang keluar" in say_exits(found.assign(nilai=0.0))
    assert "rekap KRS belum ada" in say_exits(None, ada_rekap=False)
    assert "Tidak ada tuas air, jamban, atau KB" in say_exits(None)
    assert "tidak ada kasus yang dicegah" in say_cases(found.assign(nilai=0.0))


def test_the_strongest_assumption_comes_first():
    rows = pd.DataFrame({"nama": ["Efek PMBA", "Tren tahunan"], "r2": [0.2, 0.7]})
    assert plain(say_drivers(rows)) == (
        "Asumsi yang paling menentukan prevalensi: tren tahunan (70 %), lalu efek PMBA (20 %)."
    )
    assert say_drivers(rows.assign(r2=0.0)) == "Tidak ada asumsi yang menggerakkan hasil simulasi ini."


def test_an_unknown_unit_cost_is_said_and_never_counted_as_nothing():
    rows = pd.DataFrame(
        {"tuas": ["suplemen", "jamban"], "tahun": [2026, 2027], "orang_baru": [100.0, 50], "biaya_rp": [2.5e9, np.nan]}
    )
    said = plain(say_cost(rows, LEVERS))
    assert "2026–2027: Rp 2,5 miliar" in said and "belum diisi untuk jamban layak" in said
    assert say_cost(rows.assign(biaya_rp=np.nan), LEVERS).startswith("Biaya satuan belum diisi")
    assert "tidak ada biaya tambahan" in say_cost(rows.assign(orang_baru=0.0), LEVERS)


def test_the_best_split_stands_beside_the_others():
    rows = pd.DataFrame(
        {"cara": ["optimum", "sama_rata", "sekarang"], "biaya_rp": [3e9, 3e9, np.nan], "dicegah": [620.0, 410, np.nan]}
    )
    said = plain(say_budget(rows, 4.2e6))
    assert "Dengan Rp 3,0 miliar, pembagian terbaik mencegah 620 kasus (simulasi); sama rata per balita 410." in said
    assert said.endswith("satu kasus lagi berharga Rp 4,2 juta.")
    assert say_budget(rows.iloc[1:], None) == ""
    families = plain(say_budget(rows, 4.2e6, "krs"))
    assert "pembagian terbaik membuat 620 keluarga keluar dari KRS (simulasi)" in families
    assert families.endswith("satu keluarga lagi berharga Rp 4,2 juta.") and "kasus" not in families


def test_plans_are_compared_only_when_there_are_two():
    rows = pd.DataFrame({"nama": ["A", "B"], "nilai": [15.9, 15.4], "bawah": [15.0, 14.6], "atas": [16.6, 16.1]})
    assert plain(say_comparison(rows)) == (
        "B memberi prevalensi terendah dalam simulasi, 15,4 % (14,6–16,1), 0,5 poin di bawah A."
    )
    assert "prevalensi yang sama" in say_comparison(rows.assign(nilai=15.41))
    assert say_comparison(rows.head(1)) == ""
