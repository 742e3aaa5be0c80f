"""The sentences of a briefing that are said only when something is wrong or missing."""

import pandas as pd
import pytest

from analysis.output.briefing_sentences import decide_step, decide_unserved, marked, rupiah, say_krs_shares, say_plans


@pytest.mark.parametrize(
    ("amount", "text"),
    [(3_740_000_000, "Rp 3,7 miliar"), (17_100_000_000_000, "Rp 17,1 triliun"), (950_000, "Rp 950.000"), (None, "–")],
)
def test_an_amount_is_said_as_people_say_it(amount, text):
    assert rupiah(amount) == text


def test_only_a_sentence_on_sample_rows_carries_the_mark():
    rows = pd.DataFrame({"jenis_data": ["resmi", "contoh"]})
    assert marked("Satu hal.", rows) == "Satu hal. (DATA CONTOH)"
    assert marked("Satu hal.", rows.head(1)) == "Satu hal."


@pytest.mark.parametrize(
    ("kode", "values", "text"),
    [
        ("bukti_kurang", [2.0, 3.0], "Lengkapi 5 dokumen bukti yang belum tersedia, di 2 aksi (1 dan 2)."),
        (
            "terlambat",
            [31.0, 45.0],
            "Catat sebab dan tindak lanjut 2 aksi yang terlambat lebih dari 30 hari; terlama aksi 2, 45 hari.",
        ),
        (
            "huruf_c_atau_d",
            ["C", "D"],
            "Siapkan perbaikan 2 aksi berhuruf C atau D sebelum penilaian berikutnya (1 dan 2).",
        ),
        ("tanpa_tanggal", ["", ""], "Catat tanggal pelaksanaan 2 aksi (1 dan 2)."),
        ("lokus_beda_sumber", [2, 2], ""),
    ],
)
def test_steps_of_one_kind_are_one_sentence(kode, values, text):
    assert decide_step(kode, pd.DataFrame({"aksi": ["1", "2"], "nilai": values})) == text


def test_many_names_are_cut_and_counted():
    assert decide_unserved(["A", "B", "C", "D", "E", "F"]).endswith("sendiri: A, B, C, D dan 2 lainnya.")


def test_plans_without_names_of_lokus_or_without_any_plan():
    none = pd.DataFrame({"n_kegiatan": []})
    assert say_plans({"n_kegiatan": 0}, none, "Kota", 2024) == "Kota 2024: belum ada rencana kegiatan yang tercatat."
    assert "nama lokus tahun itu tidak dipublikasikan" in say_plans({"n_kegiatan": 3}, none, "Kota", 2024)
    assert say_plans({"n_kegiatan": 3}, pd.DataFrame({"n_kegiatan": [1, 2]}), "Kota", 2024) == (
        "Kota 2024: 3 kegiatan; semua 2 lokus punya kegiatan sendiri."
    )


def test_a_kelurahan_is_above_only_when_its_whole_interval_is():
    """20 % of the kota: A 30 (25-35) is above, B 22 (19-25) may not be."""
    frame = pd.DataFrame({"nama": ["A", "B"], "nilai": [30.0, 22.0], "bawah": [25.0, 19.0]})
    text = say_krs_shares(frame, pd.Series({"nilai": 20.0}))
    assert "1 kelurahan jelas di atasnya, tertinggi A (30,0\u00a0%)" in text
    assert say_krs_shares(frame.iloc[:0], pd.Series({"nilai": 20.0})) == ""
