"""What people do on the pages: filter, share a link, click the map, switch language, take a picture away."""

import csv
import io
from contextlib import suppress

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import expect

from analysis import language
from analysis.language import _
from tests.browser.running import ROOT, running, wait_ready
from tests.browser.visitor import choices_in

AREA = 'path[role="graphics-symbol"][aria-roledescription="geoshape"][aria-label*="{name}"]'
# The middle of a shape's box may lie outside the shape: try points until one is inside and on the screen.
POINT_INSIDE = """
shape => {
  const box = shape.getBoundingClientRect(), toShape = shape.getScreenCTM().inverse()
  for (let step = 1; step < 200; step++) {
    const x = box.left + box.width * ((step * 0.618) % 1), y = box.top + box.height * (step / 200)
    const on_top = document.elementFromPoint(x, y)
    if (shape.isPointInFill(new DOMPoint(x, y).matrixTransform(toShape)) && shape.ownerSVGElement.contains(on_top))
      return [x, y]
  }
}
"""
PICTURE_WIDTH_PX = 3750  # 900 px at 72 per inch are 12.5 inches, at 300 dpi


def name_of(code: str) -> str:
    with (ROOT / "data/wilayah/kelurahan.csv").open(encoding="utf-8", newline="") as file:
        return next(row["nama_kelurahan"] for row in csv.DictReader(file) if row["kode_kelurahan"] == code)


def click_area(visitor, name: str) -> None:
    shape = visitor.page.locator(AREA.format(name=name)).first
    shape.scroll_into_view_if_needed()
    visitor.page.mouse.click(*shape.evaluate(POINT_INSIDE))


def test_filters_stand_in_the_address_and_a_link_shows_the_same_view(visit):
    planner, colleague = visit(), visit()
    planner.open("lokus_kelurahan")
    planner.choose("Kota", "Jakarta Timur")
    planner.wait_address(kota="31.75")
    planner.choose("Tahun", "2023")
    planner.wait_address(tahun="2023")
    planner.choose("Kecamatan", "Cakung")
    planner.wait_address(kecamatan="31.75.06")
    planner.press("Ubin")
    planner.wait_address(kota="31.75", tahun="2023", kecamatan="31.75.06", peta="ubin")
    colleague.follow(planner.page.url)
    colleague.wait_words(planner.words())
    assert colleague.words() == planner.words()
    planner.check_whole()


def test_choices_survive_moving_to_another_page(visit):
    visitor = visit()
    page = visitor.open("lokus_kelurahan", kota="31.72", tahun="2023")
    page.locator("[data-testid=stSidebarNavLink]").get_by_text("Keluarga berisiko").click()
    expect(page.locator("h1")).to_have_text("Keluarga berisiko stunting")
    visitor.wait_address(kota="31.72", tahun="2023")
    assert page.get_by_role("combobox", name="Kota", exact=True).input_value() == "Jakarta Utara"
    visitor.check_whole()


@pytest.mark.parametrize(
    ("code", "kecamatan"), [("31.73.01.1005", "Cengkareng"), ("31.73.08.1005", "Kembangan")], ids=["lokus", "other"]
)
def test_click_on_an_area_opens_its_profile(visit, code, kecamatan):
    visitor = visit()
    page = visitor.open("lokus_kelurahan", kota="31.73")
    click_area(visitor, name_of(code))
    visitor.wait_address(kelurahan=code)
    assert page.get_by_role("combobox", name="Profil kelurahan").input_value() == name_of(code)
    expect(page.get_by_text(f"{name_of(code)}, Kecamatan {kecamatan}")).to_be_visible()
    expect(page.get_by_role("tab", name="Kesenjangan layanan")).to_be_visible()
    visitor.check_whole()


def test_language_switch_covers_page_and_frame(visit):
    visitor = visit()
    page = visitor.open("")
    assert "17,1\u00a0%" in visitor.read()
    visitor.press("English")
    visitor.wait_address(bahasa="en")
    language.use("en")
    expect(page.locator("h1")).to_have_text(_("Ringkasan"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("[data-testid=stSidebarNavLink]").last.inner_text().endswith(_("Pengelolaan"))
    assert "17.1%" in visitor.read()
    assert "17,1" not in visitor.read()
    visitor.press("Bahasa Indonesia")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    assert "bahasa" not in choices_in(page.url)
    visitor.check_whole()


def open_downloads(page, key: str) -> None:
    """Open the downloads of a chart, with the button in the middle of the screen as a reader has it.

    A rerun may swallow the click or close what it opened: a button that says it is closed is pressed again.
    """
    button = page.locator(f".st-key-{key}_unduh button").first
    for _try in range(5):
        wait_ready(page)
        button.evaluate("element => element.scrollIntoView({block: 'center'})")
        if button.get_attribute("aria-expanded") != "true":
            button.click()
        with suppress(AssertionError):
            expect(page.locator(f".st-key-{key}_xlsx button")).to_be_visible(timeout=10_000)
            return
    raise AssertionError(f"the downloads of {key} do not open")


def take(page, key: str, ending: str) -> tuple[str, bytes]:
    """Download one format of a chart; its file name and content."""
    button = page.locator(f".st-key-{key}_{ending} button")
    expect(button).to_be_enabled()
    with page.expect_download(timeout=60_000) as download:
        # Straight to the button: while the page below still grows, a popover may stand beyond the screen's edge.
        button.evaluate("element => element.click()")
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_the_foot_of_a_chart_keeps_the_language_when_it_reruns_alone(visit):
    page = visit().open("lokus_kelurahan", bahasa="en")
    open_downloads(page, "peta_kelurahan")
    expect(page.locator(".st-key-peta_kelurahan_png button")).to_be_visible()
    expect(page.locator(".st-key-peta_kelurahan_unduh button").first).to_contain_text("Download")
    expect(page.locator(".st-key-peta_kelurahan_tabel")).to_contain_text("Table")


def test_downloads_are_what_they_say(visit):
    visitor = visit()
    page = visitor.open("lokus_kelurahan")
    open_downloads(page, "peta_kelurahan")
    files = {ending: take(page, "peta_kelurahan", ending) for ending in ("png", "svg", "xlsx")}
    # The map stands on sample data, and the file name says so.
    assert all(name.endswith(f"-CONTOH.{ending}") for ending, (name, _content) in files.items())
    picture = Image.open(io.BytesIO(files["png"][1]))
    picture.load()
    assert picture.format == "PNG"
    assert picture.width == PICTURE_WIDTH_PX
    assert 1500 < picture.height < 6000
    assert [round(dpi) for dpi in picture.info["dpi"]] == [300, 300]
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 20, "an empty picture"
    drawing = files["svg"][1].decode()
    assert drawing.startswith("<svg") and "<title" in drawing and "<desc" in drawing
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"][1]), read_only=True)
    assert len(list(book.worksheets[0].rows)) > 56
    visitor.check_whole()


def test_an_export_of_measurements_is_scored_in_the_browser(visit):
    visitor = visit()
    page = visitor.open("pengukuran", contoh="0")
    page.get_by_text("Berkas pengukuran").first.click()
    page.locator("input[type=file]").set_input_files(ROOT / "tests/kasus/survei_acuan.csv")
    expect(page.get_by_text("5.386 baris dibaca")).to_be_visible(timeout=60_000)
    expect(page.locator("h2")).to_contain_text("survei_acuan.csv")
    visitor.check_whole()


def test_deep_link_on_a_fresh_server_comes_with_its_frame(visit):
    with running() as fresh:
        visitor = visit(fresh.url)
        page = visitor.open("lokus_kelurahan", kota="31.75")
        assert page.title() == "Lokus kelurahan · Konvergensi"
        assert page.locator("[data-testid=stSidebarNavLink]").count() == 13
        assert page.get_by_role("combobox", name="Kota", exact=True).input_value() == "Jakarta Timur"
        visitor.check_whole()
