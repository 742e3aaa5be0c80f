"""The parts of the page that make the packs for rembuk and penilaian."""

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_every_page import texts

SCRIPT = """
from analysis import language
from pages.parts import data, packs, state
state.adopt()
language.use(state.get("bahasa"))
packs.show_{part}(data.tables())
"""


def opened(part: str, **choices: str) -> AppTest:
    app = AppTest.from_string(SCRIPT.format(part=part), default_timeout=90)
    for key, value in choices.items():
        app.query_params[key] = value
    return app.run()


def files_in(app: AppTest, part: str) -> list[str]:
    _wanted, file, _name, _problem = app.session_state[f"paket_{part}_jadi"]
    return zipfile.ZipFile(io.BytesIO(file)).namelist()


def test_a_rembuk_pack_is_made_and_offered_until_a_choice_changes():
    app = opened("rembuk", kota="31.01")
    assert not app.exception and not app.get("download_button")
    assert "46 dari 1.500 balita" in texts(app)
    app.button(key="paket_rembuk_buat").click().run()
    (offered,) = app.get("download_button")
    assert "paket-rembuk-kepulauan-seribu-2024-CONTOH.zip" in offered.label
    assert files_in(app, "rembuk") == [
        "agenda.docx", "situasi-per-kecamatan.pdf", "formulir-komitmen.xlsx", "berita-acara.docx",
    ]  # fmt: skip
    app.toggle(key="paket_rembuk_internal").set_value(True).run()
    assert not app.get("download_button") and not app.exception


def test_a_penilaian_pack_in_each_frame():
    for tahun, aksi in (("2024", "Aksi 8, Reviu Kinerja Tahunan"), ("2025", "Aksi P2, Publikasi")):
        app = opened("assessment", kota="31.73", tahun=tahun)
        assert not app.exception and aksi in texts(app)
    app.button(key="paket_penilaian_buat").click().run()
    assert len(app.get("download_button")) == 1 and not app.exception
    assert files_in(app, "penilaian") == [
        "paparan-penilaian.pptx", "paparan-penilaian.pdf", "naskah-penilaian.docx", "bukti.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["rembuk", "assessment"])
@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_the_whole_province_is_asked_to_choose_one_kota(part, bahasa):
    app = opened(part, kota="31", bahasa=bahasa)
    assert not app.exception and not app.button and texts(app)


@pytest.mark.parametrize("part", ["rembuk", "assessment"])
def test_a_kota_without_data_says_what_would_fill_it(part):
    app = opened(part, kota="31.71", contoh="0")
    assert not app.exception and "CONTOH" not in texts(app)
    wanted = {"rembuk": "Data yang ada belum memberi usulan.", "assessment": "8 aksi belum punya catatan bukti"}[part]
    assert wanted in texts(app)
