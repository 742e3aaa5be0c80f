"""Sentences say what the numbers say, the empty and the unchanged included."""

import pandas as pd

from analysis import language
from analysis.convergence.facts import Fact
from analysis.convergence.statistics import decompose_change
from analysis.output.sentences import say_case_change, say_fact, say_measure

NAMES = {"31.73": "Jakarta Barat", "31.73.06.1001": "Kalideres", "31.73.06.1003": "Tegal Alur"}


def fact(jenis, /, **nilai):
    return say_fact(Fact(jenis, nilai, pd.DataFrame()), NAMES)


def test_survey_and_target():
    assert fact("survei", kode_wilayah="31.73", nilai=17.1, periode="SKI 2023") == (
        "Prevalensi stunting Jakarta Barat 17,1\u00a0% menurut SKI 2023."
    )
    target = {"tahun": 2023, "periode": "SKI 2023", "nilai": 16.0}
    assert fact("target", selisih=1.1, **target) == "SKI 2023 berada 1,1 poin di atas target nasional 16,0\u00a0% untuk 2023."
    assert fact("target", selisih=-0.04, **target) == "SKI 2023 tepat pada target nasional 16,0\u00a0% untuk 2023."


def test_a_change_that_rounding_hides_is_called_almost_none_and_a_small_one_maybe_noise():
    moved = {"tahun": 2023, "tahun_sebelum": 2022, "mungkin_derau": True, "batas_derau": 3.0}
    assert fact("survei_berubah", selisih=0.04, **moved) == (
        "Prevalensi survei hampir tidak berubah antara 2022 dan 2023."
    )
    assert fact("survei_berubah", selisih=1.9, **moved) == (
        "Prevalensi survei naik 1,9 poin dari 2022 ke 2023; perubahan di bawah 3 poin mungkin hanya galat survei."
    )


def test_conflicting_lists_are_named():
    said = fact("lokus", tahun=2024, kode=["a"] * 7, beda=["31.73.06.1001", "31.73.06.1003"])
    assert said.startswith(
        "7 kelurahan ada di semua daftar lokus 2024; sumber resmi berbeda tentang Kalideres dan Tegal Alur"
    )


def test_no_data_is_a_sentence():
    empty = pd.DataFrame({"nama": ["Kapuk"], "nilai": [float("nan")]})
    said = say_measure(empty, pd.Series({"nilai": float("nan")}), "Prevalensi rutin", 2024, "Jakarta Barat", "%")
    assert said == "Belum ada data prevalensi rutin 2024 untuk Jakarta Barat."


def test_cases_that_fell_only_because_fewer_children_were_measured_say_so():
    # 10 of 100 before, 5 of 50 now: the same 10 %, so all of the change is measuring.
    before = pd.DataFrame({"kode_kelurahan": ["a"], "pembilang": [10], "penyebut": [100]})
    now = pd.DataFrame({"kode_kelurahan": ["a"], "pembilang": [5], "penyebut": [50]})
    assert say_case_change(decompose_change(now, before), 2024) == (
        "Kasus tercatat 2024: 5, setahun sebelumnya 10 (−5): −5 karena jumlah balita yang diukur."
    )
    language.use("en")
    assert say_case_change(decompose_change(now, before), 2024).startswith(
        "Recorded cases in 2024: 5, the year before 10"
    )
