"""Analisis situasi: every tab opened in both languages, with and without sample data."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis import language
from tests.pages.test_every_page import open_page, specs, texts

COVERAGE, QUADRANTS, SPATIAL = 0, 1, 3


def open_tab(place: int, **choices: str) -> AppTest:
    """The page with one of its tabs open; only an open tab computes anything."""
    app = open_page("analisis_situasi", **choices)
    if place:
        # What an AppTest sends back it words itself, outside of the session.
        language.use(choices.get("bahasa", "id"))
        app.session_state["situasi"] = app.tabs[place].label
        app.run()
    return app


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("kota", ["31.73", "31.01", "31"])
@pytest.mark.parametrize("place", [COVERAGE, QUADRANTS, SPATIAL])
def test_every_tab_works(place, kota, bahasa):
    app = open_tab(place, kota=kota, bahasa=bahasa)
    assert not app.exception
    assert not re.search(r"\{[a-z_]+\}", texts(app)), "a placeholder was not filled"
    if (place, kota) != (SPATIAL, "31.01"):
        assert specs(app), "something is drawn"


@pytest.mark.parametrize("place", [COVERAGE, QUADRANTS, SPATIAL])
def test_without_data_every_tab_says_what_to_bring(place):
    app = open_tab(place, contoh="0")
    assert not app.exception
    assert not specs(app)
    assert any("Manajemen data" in info.value for info in app.info)
    assert "DATA CONTOH" not in texts(app)
    assert app.header[0].value.startswith("Belum ada data cakupan layanan 2024 untuk Jakarta Barat")


def test_the_finding_carries_the_mark_of_what_it_stands_on():
    sample = open_tab(COVERAGE).header[0].value
    assert re.match(r"\d+ dari \d+ indikator bertarget di Jakarta Barat belum mencapai target pada 2024", sample)
    assert "DATA CONTOH" in sample

    app = open_page("analisis_situasi", contoh="0")
    own = {"jenis_data": "diunggah", "sumber_judul": "Berkas cakupan.csv", "sumber_url": "", "tanggal_sumber": ""}
    row = {"kode_kelurahan": "31.73.01.1005", "tahun": 2024, "kode_indikator": "E11", "pembilang": 40, "penyebut": 100}
    app.session_state["unggahan"] = {"cakupan": pd.DataFrame([row | own | {"catatan": ""}])}
    app.run()
    assert app.header[0].value.replace("\\", "") == (
        "1 dari 1 indikator bertarget di Jakarta Barat belum mencapai target pada 2024; "
        "sasaran terbanyak terlewat: TTD ibu hamil (60)."
    )


def test_a_kecamatan_has_a_finding_of_its_own():
    app = open_tab(COVERAGE, kecamatan="31.73.01")
    assert "di Cengkareng belum mencapai target" in app.header[0].value


def test_the_service_of_the_filter_is_the_one_drawn():
    app = open_tab(COVERAGE, indikator="E14")
    assert not [box for box in app.selectbox if box.key == "cakupan_indikator"]
    assert "ASI eksklusif" in texts(app)
    # Where more is better the ranking begins at the other end: with those who are reached least.
    assert re.search(r"\w+ (jelas )?terendah", texts(app))
    free = open_tab(COVERAGE)
    free.selectbox(key="cakupan_indikator").set_value("E15").run()
    assert not free.exception
    assert "MP-ASI" in texts(free)


def test_a_kelurahan_chosen_anywhere_shows_its_gaps():
    assert "Belum ada kelurahan terpilih." in texts(open_tab(COVERAGE))
    app = open_tab(COVERAGE, kelurahan="31.73.01.1005")
    assert "Cakupan layanan esensial Kapuk, 2024; terbanyak terlewat di atas" in texts(app)


def test_dki_is_grouped_and_can_be_grouped_by_kota():
    app = open_tab(COVERAGE, kota="31")
    assert "per kecamatan, DKI Jakarta, 2024; pembilang dan penyebut dijumlahkan" in texts(app)
    app.segmented_control(key="cakupan_tingkat").set_value("kota").run()
    assert "per kota, DKI Jakarta, 2024" in texts(app)


def test_quadrants_follow_the_measures_and_thresholds_of_the_user():
    app = open_tab(QUADRANTS)
    first = texts(app)
    assert "cara baca umum, bukan kriteria resmi" in first
    assert "Prioritas: keduanya belum baik" in first
    app.selectbox(key="kuadran_y").set_value("prevalensi_rutin").run()
    assert any("Pilih dua ukuran yang berbeda." in info.value for info in app.info)
    app.selectbox(key="kuadran_y").set_value("total_krs").run()
    app.toggle(key="kuadran_sendiri").set_value(True).run()
    app.number_input(key="kuadran_batas_x_prevalensi_rutin").set_value(90.0).run()
    # Nobody lies above 90 %: both quadrants on the right are empty.
    assert texts(app).count("Tidak ada kelurahan di sini.") >= 2


def test_the_spatial_tab_tests_shares_of_enough_areas_only():
    count = open_tab(SPATIAL, indikator="jumlah_pendek")
    assert any("hanya diuji untuk persentase" in info.value for info in count.info)
    islands = open_tab(SPATIAL, kota="31.01")
    assert any("sedikitnya 30 kelurahan" in info.value for info in islands.info)
    province = texts(open_tab(SPATIAL, kota="31"))
    assert "I Moran" in province
    assert "Kepulauan Seribu tidak ikut diuji" in province


def test_the_spatial_tab_says_how_it_was_tested():
    app = open_tab(SPATIAL)
    assert "6 titik pusat terdekat" in texts(app)
    app.segmented_control(key="ruang_k").set_value(8).run()
    app.segmented_control(key="ruang_statistik").set_value("gstar").run()
    assert "Getis-Ord G*" in texts(app)
    assert "8 titik pusat terdekat" in texts(app)
