"""The studio as a publishing officer uses it, with the keyboard alone: template, headline, download."""

import io
import re

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import expect

from tests.browser.running import wait_ready

HEADLINE = "Delapan lokus menampung sepertiga balita pendek"
PREVIEW = ".st-key-studio_pratinjau img"
ARRIVED = "([css, old]) => { const i = document.querySelector(css); return i && i.src !== old && i.complete }"
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"


def tab_to(page, text: str, most: int = 15) -> None:
    """Go on by keyboard until something with this text has the focus."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if text in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{text} is not reached by keyboard")


def changed(page, act) -> None:
    """Do something and wait until another picture is shown."""
    before = page.locator(PREVIEW).evaluate("image => image.src")
    act()
    page.wait_for_function(ARRIVED, arg=[PREVIEW, before])
    wait_ready(page)


def test_a_chart_is_published_by_keyboard_and_the_file_looks_like_its_preview(visit):
    visitor = visit()
    page = visitor.open("lokus_kelurahan", tahun="2023")
    page.locator(".st-key-peringkat_unduh button").first.press("Enter")
    page.locator(".st-key-peringkat_publikasi button").press("Enter")
    expect(page.locator(PREVIEW)).to_have_attribute("alt", re.compile("^Peringkat kelurahan"), timeout=30_000)
    wait_ready(page)

    page.get_by_role("combobox", name="Grafik atau peta", exact=True).focus()
    tab_to(page, "Slide 16:9")
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    changed(page, lambda: page.keyboard.press("Enter"))
    tab_to(page, "Judul")
    page.keyboard.press("Control+A")
    page.keyboard.type(HEADLINE)
    changed(page, lambda: page.keyboard.press("Control+Enter"))

    tab_to(page, "\nPNG")  # its icon stands before it
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    assert caught.value.suggested_filename.endswith("-feed-1-1-CONTOH.png")
    picture = Image.open(caught.value.path())
    picture.load()
    assert picture.size == (2250, 2250) and picture.text["Title"] == HEADLINE
    shown = page.request.get(page.locator(PREVIEW).evaluate("image => image.src")).body()
    preview = Image.open(io.BytesIO(shown)).convert("RGB")
    small = picture.convert("RGB").resize(preview.size, Image.Resampling.LANCZOS)
    apart = ImageStat.Stat(ImageChops.difference(small, preview)).mean
    assert max(apart) < 4, "the file is not what was shown"
    visitor.check_whole()
