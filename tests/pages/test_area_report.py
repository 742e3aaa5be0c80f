"""The part of the page that makes reports and bulletins."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis import language
from tests.pages.test_every_page import texts

SCRIPT = """
from analysis import language
from pages.parts import area_report, data, state
state.adopt()
language.use(state.get("bahasa"))
area_report.show(data.tables())
"""


def opened(**choices: str) -> AppTest:
    # What reads the widgets back writes their options in the language of this thread.
    language.use(choices.get("bahasa", "id"))
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    for key, value in choices.items():
        app.query_params[key] = value
    return app.run()


def test_a_report_is_made_and_offered_until_a_choice_changes():
    app = opened(kota="31.01")
    assert not app.exception and not app.get("download_button")
    app.selectbox(key="laporan_wilayah_31.01").select("31.01.01.1001")
    app.button(key="laporan_buat").click().run()
    (offered,) = app.get("download_button")
    assert "laporan-wilayah-pulau-panggang-2024-CONTOH.pdf" in offered.label
    app.toggle(key="laporan_internal").set_value(True).run()
    assert not app.get("download_button") and not app.exception


def test_a_bulletin_of_the_kota():
    app = opened(kota="31.01", bahasa="en")
    app.selectbox(key="laporan_jenis").select("buletin").run()
    app.text_input(key="laporan_kontak").input("Sudin Kesehatan").run()
    app.button(key="laporan_buat").click().run()
    assert not app.exception and len(app.get("download_button")) == 1


@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_the_whole_province_has_neither(bahasa):
    app = opened(kota="31", bahasa=bahasa)
    assert not app.exception and not app.button and texts(app)
