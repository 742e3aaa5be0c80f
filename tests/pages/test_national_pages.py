"""The pages on a country: the same views, for a kota of any province."""

import re

import pytest

from tests.fresh_process import forget_everything
from tests.national_folder import make_country
from tests.pages.test_every_page import PAGES, open_page, specs, texts


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    return make_country(tmp_path_factory.mktemp("negara"))


@pytest.fixture(autouse=True)
def on_the_country(country, tmp_path, monkeypatch):
    with monkeypatch.context() as set_:
        set_.setenv("KONVERGENSI_DATA", str(country))
        set_.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path / "catatan"))
        forget_everything()
        yield
    forget_everything()


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_a_kota_and_for_a_whole_small_province(page, bahasa):
    for kota in ("11.02", "96.01", "96"):
        app = open_page(page, kota=kota, bahasa=bahasa)
        assert not app.exception, f"{page} {kota} {bahasa}"
        said = texts(app)
        assert not re.search(r"\{[a-z_]+\}", said), f"{page} {kota} {bahasa}: a placeholder was not filled"
        assert "Jakarta Barat" not in " ".join(header.value for header in app.header)


def test_the_kota_stand_under_their_province():
    app = open_page("lokus_kelurahan", kota="11.02")
    assert app.selectbox(key="provinsi").value == "11"
    assert app.selectbox(key="kota").options == [f"Kab. 11.0{one} (contoh)" for one in (1, 2, 3)]
    app.selectbox(key="provinsi").set_value("96").run()
    assert app.session_state["kota"] == "96.01"
    # A small province may be looked at whole, a large one not.
    assert app.selectbox(key="kota").options == ["Kab. 96.01 (contoh)", "Provinsi 96 (contoh)"]


def test_an_unknown_kota_in_the_address_opens_the_first():
    assert open_page("ringkasan", kota="31.73").session_state["kota"] == "11.01"


def test_a_kota_without_a_map_is_drawn_as_tiles_and_says_so():
    app = open_page("lokus_kelurahan", kota="11.02")
    assert "Peta ubin: letak didekatkan, luas tidak bermakna" in texts(app)
    assert "DATA CONTOH" in texts(app)
    addresses = re.findall(r"app/peta/[0-9a-f]{16}/[a-z]+/([0-9.]+)[.]json", str(specs(app)))
    assert set(addresses) == {"11.02"}


def test_kota_are_compared_with_their_own_province():
    said = texts(open_page("keluarga_berisiko", kota="11.02"))
    assert "dibanding nilai Provinsi 11 (contoh)" in said and "DKI" not in said
