"""What the app reads beside its tables is missing or damaged: words, typeface, shapes, and a page that fails all the same."""

import shutil

import pytest

from analysis import language
from analysis.output import fonts
from analysis.sources import static
from analysis.sources.catalog import DATA
from pages.parts.downloads import _delivery
from tests.faults.serving import serving
from tests.faults.session import Desk
from tests.pages.test_every_page import open_page

CONTENTS = {"missing": None, "empty": b"", "half": b'msgid "Ringkasan\nmsgstr', "binary": bytes(range(256)) * 9}


@pytest.fixture
def read_anew():
    """What is read once per process is read again, in the test and after it."""
    made = (language._translations, fonts._font, fonts.font_face_css, static.read_static)
    for each in made:
        each.cache_clear()
    yield
    for each in made:
        each.cache_clear()


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_without_its_catalogue_the_english_app_speaks_indonesian(tmp_path, monkeypatch, read_anew, content):
    folder = tmp_path / "en/LC_MESSAGES"
    folder.mkdir(parents=True)
    if content is not None:
        (folder / "konvergensi.po").write_bytes(content)
    monkeypatch.setattr(language, "_CATALOGUES", tmp_path)
    language.use("en")
    assert language._("Ringkasan") == "Ringkasan"
    assert language.number(1234.5, 1) == "1,234.5"


@pytest.mark.parametrize("content", [None, b"", b"\0\1\0\0 no font"])
def test_without_its_typeface_maps_are_drawn_with_another(tmp_path, monkeypatch, read_anew, content):
    if content is not None:
        for weight in (400, 600, 700):
            (tmp_path / f"PlusJakartaSans-{weight}.ttf").write_bytes(content)
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    assert 10 < fonts.text_width("Kapuk", 12) < 60
    assert fonts.font_face_css() == "" or content is not None
    app = open_page("lokus_kelurahan", kota="31.75")
    assert not app.exception


@pytest.mark.parametrize("content", [None, b"{", b"\xff\xfe\0"])
def test_a_picture_whose_shapes_are_missing_is_a_sentence(tmp_path, monkeypatch, read_anew, content):
    from analysis.output.export import inline_geometry

    if content is not None:
        (tmp_path / "peta").mkdir()
        (tmp_path / "peta/31.json").write_bytes(content)
    monkeypatch.setattr(static, "STATIC", tmp_path)
    spec = {"data": {"url": "app/static/peta/31.json"}}
    said = _delivery("id", lambda: inline_geometry(spec, static.read_static))().decode()
    assert said.startswith("Berkas ini tidak jadi dibuat") and said.endswith(".")


def test_a_page_that_fails_for_a_lost_file_names_it_and_other_pages_work(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    (folder / "wilayah/kelurahan.csv").unlink()
    with serving(tmp_path / "catatan", KONVERGENSI_DATA=str(folder)) as server:
        failed = Desk(server.url, "lokus_kelurahan").first.failed.replace("\\", "")
        assert failed.startswith("Halaman ini tidak dapat ditampilkan.")
        assert "kelurahan.csv: berkas tidak ada; letakkan kembali dari salinan proyek." in failed
        assert "Error" not in failed and "Traceback" not in failed
        for page in ("ringkasan", "manajemen_data", "metode_sumber", "rencana_komitmen"):
            assert not Desk(server.url, page).first.failed, page
