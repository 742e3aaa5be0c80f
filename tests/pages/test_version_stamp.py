"""Which version and which data: on every page itself, in both languages, and in the files that leave."""

import io

import altair as alt
import openpyxl
import pandas as pd
import pypdf
import pytest

from analysis import __version__, language
from analysis.output import export
from analysis.output.captions import Caption
from analysis.output.tables_out import to_xlsx
from pages.parts import data
from tests.pages.test_every_page import PAGES, ROOT, open_page

LANGUAGES = ("id", "en")


def stamp(bahasa: str) -> str:
    when, fingerprint = data.load().catalog.fingerprint()
    language.use(bahasa)
    shown = language.date(when)
    language.use("id")
    return {
        "id": f"Konvergensi {__version__} · data per {shown} · sidik {fingerprint}",
        "en": f"Konvergensi {__version__} · data as of {shown} · fingerprint {fingerprint}",
    }[bahasa]


def captions(app, place: str) -> list[str]:
    return [str(one.value) for one in getattr(app, place).caption]


@pytest.mark.parametrize("bahasa", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_ends_with_version_and_data(page, bahasa):
    app = open_page(page, bahasa=bahasa)
    for place in ("main", "sidebar"):
        assert captions(app, place)[-1] == stamp(bahasa), f"{page} {bahasa} {place}"


def test_a_page_that_ends_early_has_it_too():
    app = open_page("keluarga_berisiko", contoh="0", tahun="2025")
    assert captions(app, "main")[-1] == stamp("id")


def test_no_page_ends_itself_without_it():
    stopping = [path.name for path in (ROOT / "pages").rglob("*.py") if "st.stop()" in path.read_text()]
    assert sorted(stopping) == ["foot.py", "guard.py"]


@pytest.mark.parametrize("bahasa", LANGUAGES)
def test_every_screen_of_a_briefing_has_it(bahasa):
    for screen in ("1", "4", "12"):
        app = open_page("ringkasan", bahasa=bahasa, mode="paparan", layar=screen)
        assert any(stamp(bahasa) in str(one.value) for one in app.markdown), screen


def test_files_that_leave_say_which_version_made_them():
    made = f"Konvergensi {__version__}"
    caption = Caption("Kapuk tertinggi", "Prevalensi, 2024", "Dinkes DKI", alt="Satu batang.")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({"nama": ["Kapuk"]}), caption)))
    assert book.properties.creator == made
    spec = alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a:Q").to_dict()
    assert pypdf.PdfReader(io.BytesIO(export.to_pdf(spec, caption))).metadata.creator == made
    assert f"iTXtSoftware\0\0\0id\0\0{made}".encode() in export.to_png(spec, caption)
