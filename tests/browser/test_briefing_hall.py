"""The briefing in a hall: keys and clicker, type that the last row can read, no menus, the numbers of the working page."""

from playwright.sync_api import expect

from tests.browser.running import wait_ready
from tests.browser.visitor import choices_in

# Sizes in CSS px of every text that is seen, charts included; what stands off screen for a keyboard is left out.
SMALL_TEXTS = """
() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(node => {
  const own = [...node.childNodes].some(part => part.nodeType === 3 && part.textContent.trim())
  const box = node.getBoundingClientRect()
  if (!own || !box.width || !box.height || node.closest('.st-key-paparan_lompat, style, script')) return false
  return parseFloat(getComputedStyle(node).fontSize) < 19.9
}).map(node => `${getComputedStyle(node).fontSize} ${node.textContent.trim().slice(0, 40)}`)
"""
OVERFLOWING = "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollHeight - main.clientHeight }"


def press_until(page, key: str, layar: str) -> None:
    page.keyboard.press(key)
    page.wait_for_url(lambda url: choices_in(url).get("layar", "1") == layar)
    wait_ready(page)


def test_keys_move_and_every_screen_is_read_from_the_last_row(visit):
    visitor = visit(width=1920, height=1080)
    page = visitor.open("lokus_kelurahan", mode="paparan")
    forward = ["ArrowRight", "PageDown", "Space", "Enter", *["PageDown"] * 7]
    for layar, key in enumerate([*forward, ""], start=1):
        assert page.evaluate(SMALL_TEXTS) == [], layar
        assert page.evaluate(OVERFLOWING) <= 0, layar
        if key:
            press_until(page, key, str(layar + 1))
    for menu in ("stSidebar", "stHeader", "stToolbar", "stElementToolbar"):
        expect(page.get_by_test_id(menu).locator("visible=true")).to_have_count(0)
    visitor.check_whole()
    for key, layar in [("ArrowLeft", "11"), ("PageUp", "10"), ("Home", "1"), ("End", "12")]:
        press_until(page, key, layar)
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("Lokus kelurahan")
    assert not {"mode", "layar"} & set(choices_in(page.url))


def test_the_working_view_behind_a_screen_shows_the_same_number(visit):
    visitor = visit(width=1920, height=1080)
    page = visitor.open("", mode="paparan", kota="31.74", layar="4")
    number = page.get_by_test_id("stMetricValue").first.inner_text().strip()
    page.get_by_text("Lihat di tampilan kerja").click()
    expect(page.locator("h1")).to_have_text("Lokus kelurahan")
    wait_ready(page)
    assert choices_in(page.url) == {"kota": "31.74"}
    assert page.get_by_test_id("stMetricValue").first.inner_text().strip() == number
    visitor.check_whole()


def test_a_phone_shows_a_screen_without_sideways_scrolling(visit):
    phone = visit(width=390, height=844)
    page = phone.open("", mode="paparan", layar="4")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    phone.check_whole()
