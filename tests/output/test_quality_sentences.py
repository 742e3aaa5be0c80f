"""Data quality in words: figures from the rows, both kinds of prevalence told apart, nothing known said so."""

import pandas as pd
import pytest

from analysis.convergence.quality_checks import RULES
from analysis.output import quality_sentences as say
from analysis.output.codes import value_names

NAMES = {"31.73": "Jakarta Barat", "a": "Kapuk", "b": "Rawa Buaya", "c": "Kalideres", "d": "Tegal Alur", "e": "Angke"}
SYSTEMS = pd.DataFrame(
    {
        "sumber_data": ["eppgbm", "siga", "master_ansit"],
        "nama": ["e-PPGBM/SIGIZI", "SIGA/Pendataan", "Master Ansit (web)"],
    }
)
SOURCES = say.source_names(SYSTEMS)


def item(aturan="lonjakan", **other) -> pd.Series:
    usual = {
        "aturan": aturan,
        "tabel": "balita",
        "sumber_data": "eppgbm",
        "tahun": 2024,
        "n_baris": 2,
        "jumlah": 1540.0,
        "wilayah": ("a", "b"),
        "nilai": 73031.0,
        "pembanding": 69553.0,
        "rinci": "",
    }
    return pd.Series(usual | other)


def test_systems_are_called_by_their_short_names():
    assert {code: SOURCES[code] for code in SYSTEMS["sumber_data"]} == {
        "eppgbm": "e-PPGBM",
        "siga": "SIGA",
        "master_ansit": "Master Ansit",
    }


def test_an_item_says_what_where_when_and_how_many():
    assert say.say_item(item(), NAMES, SOURCES) == (
        "2 angka balita dari e-PPGBM melonjak dari 2023 ke 2024: Kapuk dan Rawa Buaya. Menyangkut sedikitnya 1.540 balita."
    )


def test_many_areas_are_named_in_part_and_counted():
    missing = item("belum_lapor_lokus", sumber_data="", wilayah=tuple("abcde"), jumlah=float("nan"), tabel="krs")
    assert say.say_item(missing, NAMES, SOURCES) == (
        "5 kelurahan lokus belum punya data keluarga berisiko 2024: Kapuk, Rawa Buaya, Kalideres, dan 2 lainnya."
    )


def test_the_published_total_is_named_with_the_sum():
    total = item("total_terbit", tabel="krs", sumber_data="siga", wilayah=("31.73",))
    assert say.say_item(total, NAMES, SOURCES) == (
        "Jumlah KRS 2024 semua kelurahan Jakarta Barat menurut SIGA 73.031, yang terbit 69.553."
    )


@pytest.mark.parametrize("aturan", RULES)
def test_every_rule_has_its_word_its_sentence_and_its_task(aturan):
    row = item(aturan, rinci="eppgbm" if aturan == "salinan_sumber" else "")
    for text in (say.say_item(row, NAMES, SOURCES), say.say_row(row, SOURCES), value_names()["aturan"][aturan]):
        assert text and "{" not in text


def test_a_task_says_the_figure_and_what_it_was():
    assert say.say_row(item(nilai=30.0, pembanding=6.0), SOURCES) == "Periksa: 30,0 %, tahun lalu 6,0 %."
    assert say.say_row(item("sel_kosong", nilai=3.0, pembanding=29.0), SOURCES) == "Lengkapi 3 dari 29 sel."


def test_a_broken_relation_is_said_with_the_headings_of_its_columns():
    assert say.say_row(item("identitas", rinci="pendek + sangat_pendek ≤ diukur"), SOURCES) == (
        "Periksa hitungan: Balita pendek + Balita sangat pendek ≤ Balita diukur tidak terpenuhi atau barisnya ditahan."
    )


def total(**dimensions) -> pd.Series:
    return pd.Series(dimensions)


def test_the_finding_names_score_and_weakest_dimension():
    found = total(lengkap=92.0, tepat_waktu=float("nan"), konsisten=88.25, unik=100.0, masuk_akal=99.0, skor=94.8)
    assert say.say_quality(found, 3, "Jakarta Barat", 2024, False) == (
        "Skor mutu data Jakarta Barat 2024 94,8 dari 100; terlemah: konsisten 88,2\u00a0%. 3 hal perlu dibenahi."
    )
    assert "data contoh" in say.say_quality(found, 3, "Jakarta Barat", 2024, True)


def test_a_full_score_has_no_weakest_dimension():
    found = total(lengkap=100.0, tepat_waktu=float("nan"), konsisten=100.0, unik=100.0, masuk_akal=100.0, skor=100.0)
    assert say.say_quality(found, 0, "Jakarta Barat", 2024, False) == (
        "Skor mutu data Jakarta Barat 2024 100,0 dari 100; tidak ada yang lemah di antara 4 dimensi yang dinilai."
    )


def test_without_data_the_finding_says_so():
    assert say.say_quality(None, 3, "Jakarta Utara", 2025, False) == (
        "Belum ada data Jakarta Utara 2025 yang dapat dinilai mutunya."
    )


def prevalence() -> pd.DataFrame:
    rows = [
        ("survei", "SKI 2023", 2023, "SKI 2023", 17.1, float("nan"), float("nan"), float("nan")),
        ("rutin", "eppgbm", 2024, "2024", 2.0, 70000, 43.75, 8.55),
        ("rutin_terbit", "Agustus 2022", 2022, "Agustus 2022", 1.4, float("nan"), float("nan"), 12.214),
    ]
    columns = ["ukuran", "sumber_data", "tahun", "periode", "nilai", "penyebut", "cakupan_ds", "rasio"]
    return pd.DataFrame(rows, columns=columns)


def test_survey_and_routine_are_told_apart_with_their_years_and_what_the_gap_may_mean():
    said = say.say_routine_and_survey(prevalence(), "Jakarta Barat", SOURCES)
    assert said[0] == "Survei SKI 2023: 17,1\u00a0% balita Jakarta Barat stunting, perkiraan untuk semua balita."
    assert said[1] == (
        "e-PPGBM 2024: 2,00\u00a0% dari 70.000 balita yang diukur (44\u00a0% dari balita sasaran); survei 8,6 kali lipat."
    )
    assert said[2] == "Hitungan rutin yang terbit, Agustus 2022: 1,40\u00a0%; survei 12,2 kali lipat."
    assert "tidak menunjukkan mana yang benar" in said[3]


def test_one_prevalence_alone_has_no_gap_to_explain():
    assert len(say.say_routine_and_survey(prevalence().head(1), "Jakarta Barat", SOURCES)) == 1
    assert say.say_routine_and_survey(prevalence().head(0), "Jakarta Barat", SOURCES) == []


def families(**other) -> pd.DataFrame:
    usual = {
        "sumber_data": "siga",
        "total_krs": 69000.0,
        "proporsi_krs": 20.0,
        "n_wilayah": 56,
        "n_wilayah_total": 56,
        "terbit": 69553.0,
        "periode": "Penilaian kinerja TA 2024",
        "selisih": -553.0,
        "selisih_pct": -0.795,
    }
    return pd.DataFrame([usual | other])


@pytest.mark.parametrize(
    ("other", "end"),
    [
        ({}, "553 lebih sedikit dari total yang terbit 69.553 (0,8\u00a0%)."),
        ({"selisih": 47.0, "selisih_pct": 0.07}, "47 lebih banyak dari total yang terbit 69.553 (0,1\u00a0%)."),
        ({"selisih": 0.0, "selisih_pct": 0.0}, "sama dengan total yang terbit 69.553."),
        ({"selisih": float("nan"), "n_wilayah": 55}, "belum semua kelurahan melapor."),
        ({"terbit": float("nan"), "selisih": float("nan")}, "belum ditemukan."),
    ],
)
def test_the_sum_of_the_kelurahan_beside_the_published_total(other, end):
    said = say.say_families(families(**other), "Jakarta Barat", SOURCES)[0]
    assert said.startswith("SIGA: 69.000 keluarga berisiko, 20,0\u00a0% dari keluarga sasaran,")
    assert said.endswith(end)


def test_the_published_total_alone():
    assert say.say_families(families(sumber_data=""), "Jakarta Barat", SOURCES) == [
        "Yang terbit: 69.553 keluarga berisiko di Jakarta Barat (Penilaian kinerja TA 2024); belum ada rekap per kelurahan."
    ]


@pytest.mark.parametrize(
    ("n", "gap", "text"),
    [
        (0, float("nan"), "SIGA dan e-PPGBM tidak melaporkan kelurahan yang sama."),
        (5, 0.0, "SIGA sama dengan e-PPGBM di 5 kelurahan."),
        (5, 12.0, "SIGA 12 lebih banyak dari e-PPGBM di 5 kelurahan yang sama."),
        (5, -12.0, "SIGA 12 lebih sedikit dari e-PPGBM di 5 kelurahan yang sama."),
    ],
)
def test_two_systems_side_by_side(n, gap, text):
    row = pd.Series({"sumber_data": "siga", "acuan": "eppgbm", "n_bersama": n, "selisih": gap})
    assert say.say_side_by_side(row, SOURCES) == text
