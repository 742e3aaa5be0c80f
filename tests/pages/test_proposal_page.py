"""The tab "Usulan lokus": choices move the result, and everything says simulasi."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_every_page import open_page, texts

TABS = ["Peringkat usulan", "Banding daftar resmi", "Menurut sumber", "Keluar dan masuk"]


def open_tab(tab: str = TABS[0], **choices: str) -> AppTest:
    app = open_page("analisis_situasi", **choices)
    app.session_state["situasi"] = "Usulan lokus"
    app.session_state["usulan"] = tab
    return app.run()


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("kota", ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75", "31"])
def test_every_part_opens_for_every_kota(tab, kota):
    app = open_tab(tab, kota=kota)
    assert not app.exception, f"{kota} {tab}"
    assert "imulasi" in texts(app)


def test_the_province_is_asked_to_choose_a_kota():
    app = open_tab(kota="31")
    assert any("Lokus ditetapkan per kota." in info.value for info in app.info)
    assert not app.number_input


def test_the_first_view_proposes_as_many_as_the_official_list_and_says_how_sure():
    app = open_tab()
    assert app.number_input(key="usulan_k_31.73_2024").value == 8
    seen = texts(app)
    assert "8 kelurahan diusulkan untuk Jakarta Barat 2024 (simulasi)" in seen
    assert "balita stunting 33" in seen and "bobot resmi tidak ditemukan" in seen
    assert "DATA CONTOH" in seen


def test_without_an_official_list_the_number_is_called_an_assumption():
    app = open_tab(kota="31.75")
    assert app.number_input(key="usulan_k_31.75_2024").value == 7
    assert "10 % kelurahan, asumsi" in texts(app)


def test_weights_and_number_move_the_proposal_and_nobody_elses():
    app, other = open_tab(), open_tab()
    before = texts(other)
    app.number_input(key="usulan_bobot_jumlah_pendek").set_value(0)
    app.number_input(key="usulan_bobot_total_krs").set_value(3)
    app.number_input(key="usulan_k_31.73_2024").set_value(3).run()
    seen = texts(app).replace("\u00a0", " ")
    assert "3 kelurahan diusulkan" in seen
    assert "prevalensi rutin 25 %; keluarga berisiko 75 %" in seen
    assert texts(other.run()) == before


def test_a_further_criterion_brings_its_own_weight():
    app = open_tab()
    app.multiselect(key="usulan_lain").set_value(["E05"]).run()
    assert app.number_input(key="usulan_bobot_E05").value == 1
    assert texts(app).replace("\u00a0", " ").count("25 %; ") >= 3


def test_all_weights_0_says_what_to_do():
    app = open_tab()
    for kode in ("jumlah_pendek", "prevalensi_rutin", "total_krs"):
        app.number_input(key=f"usulan_bobot_{kode}").set_value(0)
    app.run()
    assert not app.exception
    assert any("Beri bobot di atas 0" in info.value for info in app.info)


def test_without_variation_nobody_is_called_sure():
    app = open_tab()
    app.session_state["usulan_ragam"] = []
    app.run()
    seen = texts(app)
    assert "kepastiannya belum diuji" in seen and "Tidak ada yang divariasikan" in seen
    assert "Kuat:" not in seen


def test_choices_survive_another_tab():
    app = open_tab()
    app.number_input(key="usulan_bobot_total_krs").set_value(5).run()
    app.session_state["situasi"] = "Kuadran"
    app.run()
    app.session_state["situasi"] = "Usulan lokus"
    app.run()
    assert app.number_input(key="usulan_bobot_total_krs").value == 5


def test_both_versions_of_2024_stand_beside_the_proposal_with_rule_1_1():
    seen = texts(open_tab("Banding daftar resmi"))
    assert "Daftar a: " in seen and "Daftar b: " in seen
    assert seen.count("simulasi aturan 1.1") == 3


def test_exit_and_entry_of_2024_name_the_disputed_and_claim_no_cause():
    seen = texts(open_tab("Keluar dan masuk"))
    assert "Kota Bambu Utara keluar sejak daftar 2023" in seen
    assert "Cengkareng Barat masuk sejak daftar 2023" in seen
    assert "Kalideres hanya ada di daftar b tahun 2024" in seen


def test_without_sample_data_the_view_says_what_would_fill_it():
    app = open_tab(contoh="0")
    assert not app.exception
    assert any("belum dapat disimulasikan" in info.value and "Manajemen data" in info.value for info in app.info)


def test_a_year_with_a_count_but_no_names_has_nothing_to_compare():
    app = open_tab("Banding daftar resmi", tahun="2021")
    assert any("Nama lokus resmi 2021" in info.value for info in app.info)
    assert app.number_input(key="usulan_k_31.73_2021").value == 11
