"""The tab Rilis: a package is made from masked numbers, recorded, and the next one is compared with it."""

import io
import zipfile

import pytest

from analysis import language
from tests.pages.test_every_page import open_page, texts

pytestmark = pytest.mark.usefixtures("own_store")


def open_tab(**choices: str):
    # What reads the widgets back writes their options in the language of this thread.
    language.use(choices.get("bahasa", "id"))
    app = open_page("publikasi", **choices)
    app.session_state["publikasi"] = "Release" if choices.get("bahasa") == "en" else "Rilis"
    return app.run()


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("kota", ["31.73", "31", "31.01"])
def test_the_tab_says_what_the_check_did(kota, bahasa):
    app = open_tab(kota=kota, bahasa=bahasa)
    assert not app.exception and not app.error
    seen = texts(app)
    assert (
        ("A rule of this app, not an official rule" in seen)
        if bahasa == "en"
        else ("Aturan aplikasi, bukan aturan resmi" in seen)
    )


def test_a_release_is_made_recorded_and_compared_with():
    app = open_tab(kota="31.73", tahun="2024")
    assert "Rilis pertama yang tercatat" in texts(app)
    app.button_group(key="rilis_gambar").set_value(["riwayat_lokus"]).run()
    app.button(key="rilis_buat").click().run(timeout=60)
    assert not app.exception and not app.error
    made = app.session_state["rilis_dibuat"][2]
    assert "rilis.json" in zipfile.ZipFile(io.BytesIO(made)).namelist()
    app.text_input(key="pencatat").set_value("Sudinkes Jakarta Barat").run()
    app.button(key="rilis_catat").click().run()
    assert not app.exception and not app.error
    seen = texts(app)
    assert "Tidak ada angka yang berubah sejak rilis 1" in seen and "Rilis yang tercatat" in seen


def test_nothing_chosen_offers_no_package():
    app = open_tab(kota="31.73")
    app.button_group(key="rilis_gambar").set_value([]).run()
    assert not app.exception
    assert all(button.key != "rilis_buat" for button in app.button)
