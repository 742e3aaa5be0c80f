"""Each page in a real browser, in both languages, on a big screen and on a phone."""

import re

import pytest

from analysis import language
from analysis.language import _
from tests.browser.visitor import Visitor

# Address -> name in the navigation, heading of the page.
PAGES = {
    "": ("Ringkasan", "Ringkasan"),
    "lokus_kelurahan": ("Lokus kelurahan", "Lokus kelurahan"),
    "analisis_situasi": ("Analisis situasi", "Analisis situasi"),
    "keluarga_berisiko": ("Keluarga berisiko", "Keluarga berisiko stunting"),
    "rencana_komitmen": ("Rencana dan komitmen", "Rencana dan komitmen"),
    "skenario": ("Skenario", "Skenario"),
    "reviu_kinerja": ("Reviu kinerja", "Reviu kinerja"),
    "paparan": ("Paparan", "Paparan"),
    "publikasi": ("Publikasi", "Publikasi"),
    "pengukuran": ("Pengukuran", "Pengukuran"),
    "manajemen_data": ("Manajemen data", "Manajemen data"),
    "metode_sumber": ("Metode & sumber", "Metode & sumber"),
    "pengelolaan": ("Pengelolaan", "Pengelolaan"),
}
# These two name columns and files on purpose: people have to write them.
NAMING_COLUMNS = {"manajemen_data", "metode_sumber"}
# What Streamlit writes itself when a page forgets to say it in Indonesian.
BUILT_IN_ENGLISH = ["Choose an option", "Choose options", "No results", "Select an option", "Deploy", "Rerun"]
OVERFLOWING = """
() => [document.documentElement, document.querySelector('[data-testid=stMain]'),
       document.querySelector('[data-testid=stMainBlockContainer]')]
  .filter(box => box.scrollWidth > box.clientWidth).map(box => `${box.dataset.testid}: ${box.scrollWidth}`)
"""


@pytest.fixture(scope="module")
def reader(browser, server):
    """One visitor for all pages of this module: the second page comes from a warm cache, as for people."""
    visitor = Visitor(browser, server.url)
    yield visitor
    visitor.context.close()


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_whole_in_its_language(reader, path, bahasa):
    page = reader.open(path, bahasa=bahasa)
    language.use(bahasa)
    name, heading = PAGES[path]
    assert page.locator("h1").inner_text() == _(heading)
    assert page.title() == f"{_(name)} · Konvergensi"
    assert page.locator("html").get_attribute("lang") == bahasa
    navigation = page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()
    assert [text.split("\n")[-1] for text in navigation] == [_(name) for name, _heading in PAGES.values()]
    reader.check_whole()


@pytest.mark.parametrize("path", PAGES)
def test_no_words_of_the_machine_room(reader, path):
    reader.open(path)
    text = reader.read()
    assert [word for word in BUILT_IN_ENGLISH if word in text] == []
    if path not in NAMING_COLUMNS:
        assert re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", text) == []


def test_phone_shows_every_page_without_sideways_scrolling(visit):
    phone = visit(width=390, height=844)
    wide = {path: phone.open(path).evaluate(OVERFLOWING) for path in PAGES}
    assert wide == {path: [] for path in PAGES}
    phone.check_whole()
