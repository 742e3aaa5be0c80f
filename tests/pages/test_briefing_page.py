"""The briefing on screen and the page that arranges it: what the address holds, what buttons do, which numbers show."""

import json

import pytest

from tests.pages.test_every_page import open_page, texts


def briefing(page: str = "ringkasan", **choices: str):
    app = open_page(page, mode="paparan", **choices)
    assert not app.exception
    return app


def place(app) -> str:
    """ "3 / 12", as it stands at the foot."""
    return next(text.value for text in app.markdown if " / " in text.value and text.value[0].isdigit())


def press(app, key: str):
    button = app.button(key=key)
    assert not button.disabled
    return button.click().run()


def test_the_first_screen_tells_what_ringkasan_tells():
    assert briefing().header[0].value == open_page("ringkasan").header[0].value


@pytest.mark.parametrize("page", ["ringkasan", "lokus_kelurahan", "paparan", "metode_sumber"])
def test_any_page_address_can_be_a_briefing_without_menus(page):
    app = briefing(page, kota="31.74", tahun="2023", bahasa="en")
    assert len(app.header) == 1
    assert "Jakarta Selatan" in app.header[0].value
    assert not app.sidebar.children
    assert not app.title
    assert not app.selectbox


@pytest.mark.parametrize("kota", ["31.01", "31.71", "31"])
@pytest.mark.parametrize("contoh", ["0", "1"])
def test_every_screen_is_drawn(kota, contoh):
    app = briefing(kota=kota, contoh=contoh, tahun="2025")
    total = int(place(app).split(" / ")[1])
    for number in range(2, total + 1):
        app = press(app, "layar_maju")
        assert not app.exception
        assert place(app) == f"{number} / {total}"
        assert app.query_params["layar"] == str(number)
        if contoh == "0":
            assert "DATA CONTOH" not in texts(app)
    assert app.button(key="layar_maju").disabled


def test_a_screen_number_beyond_the_last_shows_the_last_and_nonsense_the_first():
    last = briefing(layar="99")
    assert place(last) == "12 / 12"
    assert place(press(last, "layar_mundur")) == "11 / 12"
    assert place(briefing(layar="-4")) == "1 / 12"
    assert place(briefing(layar="<b>")) == "1 / 12"


def test_home_and_end():
    app = briefing(layar="5")
    assert place(press(app, "layar_akhir")) == "12 / 12"
    assert place(press(app, "layar_awal")) == "1 / 12"


def test_closing_leaves_for_the_working_view_with_the_same_choices():
    app = briefing("lokus_kelurahan", kota="31.74", layar="3")
    app = press(app, "paparan_tutup")
    assert app.title[0].value == "Lokus kelurahan"
    assert app.query_params == {"kota": "31.74"}
    assert place(press(app, "mulai_paparan")).startswith("3 / ")


def test_the_order_in_the_address_decides_and_unknown_codes_are_passed_over():
    app = briefing(susunan="keputusan,tidak_ada,pembuka")
    assert place(app) == "1 / 2"
    assert "perlu diputuskan" in app.header[0].value
    assert place(briefing(susunan="<script>")) == "1 / 12"
    assert place(briefing(susunan="tidak_ada")) == "1 / 12"


def test_screens_are_dropped_and_moved_on_the_page_that_arranges_them():
    app = open_page("paparan")
    assert "12 dipakai" in app.header[0].value
    app = press(app, "turun_pembuka")
    assert app.query_params["susunan"].startswith("survei,pembuka,lokus")
    app.checkbox(key="pakai_survei_1_31.73_2024").uncheck().run()
    assert app.query_params["susunan"].startswith("pembuka,lokus")
    assert "11 dipakai" in app.header[0].value
    app = press(app, "paparan_mulai")
    assert place(app) == "1 / 11"
    assert press(press(app, "paparan_tutup"), "paparan_awal").query_params == {}


def test_a_note_stands_on_its_screen_of_its_kota_and_year_only():
    app = open_page("paparan")
    app.text_input(key="catatan_pembuka_31.73_2024").set_value("Sapa *camat* dulu").run()
    app = press(app, "paparan_mulai")
    assert "Sapa *camat* dulu" in texts(app)
    assert "Sapa *camat* dulu" not in texts(press(app, "layar_maju"))
    app = press(app, "paparan_tutup")
    app.selectbox(key="tahun").set_value("2023").run()
    assert "Sapa *camat* dulu" not in texts(press(app, "paparan_mulai"))


def test_a_note_with_a_number_like_a_nik_reaches_no_screen_and_no_file():
    app = open_page("paparan")
    app.text_input(key="catatan_pembuka_31.73_2024").set_value("Ibu 9973010101900001 hadir").run()
    assert [error.value for error in app.error] == [
        "Catatan ini memuat nomor 16 angka seperti NIK, jadi tidak dipakai. Hapus nomor itu."
    ]
    assert app.session_state["catatan_paparan"] == {"31.73 2024": {}}
    assert "9973010101900001" not in texts(press(app, "paparan_mulai"))
    kept = {"jenis": "paparan", "susunan": ["pembuka"], "catatan": {"pembuka": "Ibu 9973010101900001 hadir"}}
    bad = upload(open_page("paparan"), json.dumps(kept).encode())
    assert [warning.value for warning in bad.warning] == [
        "Satu catatan di berkas ini memuat nomor 16 angka seperti NIK; hapus nomor itu lalu buka kembali."
    ]


def upload(app, content: bytes):
    return app.file_uploader(key="paparan_berkas").upload("susunan.json", content, "application/json").run()


def test_a_saved_arrangement_opens_again_and_a_bad_file_is_one_sentence():
    kept = {"jenis": "paparan", "susunan": ["keputusan", "lama", "lokus"], "catatan": {"lokus": "Dua daftar"}}
    app = upload(open_page("paparan"), json.dumps(kept).encode())
    assert not app.exception
    assert app.query_params["susunan"] == "keputusan,lokus"
    assert app.text_input(key="catatan_lokus_31.73_2024").value == "Dua daftar"
    bad = upload(open_page("paparan"), b"bukan json")
    assert not bad.exception
    assert [warning.value for warning in bad.warning] == [
        "Ini bukan berkas susunan paparan; pilih berkas JSON yang disimpan dari halaman ini."
    ]
