"""Axe finds nothing serious, and the keyboard reaches everything with a focus that shows, on every page.

A page is opened once; the tests that follow each other look at it in one state after the other: as it opens,
with what can be opened open, in English, in the dark, on a phone.
"""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from analysis import language
from analysis.language import _
from tests.browser.running import wait_ready
from tests.browser.test_pages import PAGES
from tests.browser.visitor import Visitor

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
FIND = """
async () => {
  const found = await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']})
  return found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).flatMap(one => one.nodes.map(
    node => `${one.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.failureSummary}`))
}
"""
PHONE = {"width": 390, "height": 844}

# A control that is not a stop of its own is worked from within its group: arrows in tabs, choices and numbers,
# the field of a select box for its arrow, the button of a file picker for its drop area.
START = """
() => {
  // Without a focus, Tab would go on from where the focus was last.
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute('tabindex')
  const GROUPS = '[role=radiogroup], [role=toolbar], [role=tablist], [data-testid=stSelectbox], [data-testid=stMultiSelect], ' +
    '[data-testid=stNumberInput], [data-testid=stFileUploader], [data-testid=stDateInput], [data-testid=stDataFrame]'
  const CONTROLS = 'a[href], button, input, select, textarea, summary, canvas, [tabindex], [contenteditable=true], ' +
    '[role=tab], [role=slider], [role=radio], [role=combobox]'
  const shown = node => node.getClientRects().length && node.checkVisibility({visibilityProperty: true})
  const outline = node => {
    const style = getComputedStyle(node)
    return style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`
  }
  const rgba = text => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number)
    return {r, g, b, a}
  }
  const ground = node => {
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor)
      if (colour.a > 0.99) return colour
    }
    return {r: 255, g: 255, b: 255}
  }
  const light = ({r, g, b}) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0)
  const contrast = (one, other) => {
    const [more, less] = [light(one), light(other)].sort((a, b) => b - a)
    return (more + 0.05) / (less + 0.05)
  }
  const group = node => node.closest(GROUPS) ?? node
  const clipped = node => [node, node.parentElement].some(box => box && getComputedStyle(box).clipPath !== 'none')
  const describe = node => `${node.tagName.toLowerCase()} ${node.closest('[data-testid]')?.dataset.testid} ` +
    `"${(node.getAttribute('aria-label') ?? node.innerText ?? '').slice(0, 50)}"`
  const controls = [...document.querySelectorAll(CONTROLS)].filter(node => shown(node) &&
    !node.matches(':disabled, [aria-disabled=true]') && (node.tabIndex >= 0 || group(node) !== node))
  const stops = new Set(), rings = new Map()
  const around = node => {
    const boxes = []
    for (let box = node; box && boxes.length < 12; box = box.parentElement) boxes.push(box)
    return boxes
  }
  controls.forEach(node => around(node).forEach(box => rings.set(box, outline(box))))
  window.walk = {
    step: () => {
      const active = document.activeElement
      if (!active || active === document.body) return {name: ''}
      // The cells of a grid stand inside its canvas, where nothing is painted.
      const node = active.closest('canvas') ?? active, box = node.getBoundingClientRect()
      stops.add(group(node))
      const ring = around(node).find(box => !clipped(box) && outline(box) && outline(box) !== rings.get(box))
      const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
      const style = ring && getComputedStyle(ring)
      return {
        name: describe(node),
        first: node === controls[0],
        seen: inside && Boolean(ring) && parseFloat(style.outlineWidth) >= 2 &&
          contrast(rgba(style.outlineColor), ground(parseFloat(style.outlineOffset) < 0 ? ring : ring.parentElement)) >= 3,
      }
    },
    // A panel of tabs is a stop only until its content has come.
    missed: () => [...new Set(controls.filter(node => !stops.has(group(node)) &&
      !(node.matches('[role=tabpanel]') && node.tabIndex < 0)).map(describe))],
  }
}
"""
LONGEST_WALK = 600


def check_serious(page) -> None:
    """The page as it stands has no violation of serious or critical impact."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate(FIND)
    assert not found, "\n".join(found)


def walk(page) -> tuple[list[dict], list[str]]:
    """Tab from the top to the end: each stop, and the controls that were never reached."""
    page.evaluate(START)
    steps = []
    while len(steps) < LONGEST_WALK:
        page.keyboard.press("Tab")
        step = page.evaluate("window.walk.step()")
        if steps and (not step["name"] or step["first"]):
            return steps, page.evaluate("window.walk.missed()")
        steps.append(step)
    raise AssertionError(f"the focus never leaves: {steps[-1]['name']}")


def open_more(page) -> None:
    """What can be opened, one of each kind: the second tab, an expander, the table of a chart, a popover."""
    for closed in (
        "[role=tab][aria-selected=false]",
        "details:not([open]) > summary",
        "[class*=_tabel] label:has(input:not(:checked))",
        "[data-testid=stMain] [data-testid=stPopoverButton][aria-expanded=false]",
    ):
        if page.locator(f"{closed}:visible").count():
            page.locator(f"{closed}:visible").first.click()
            wait_ready(page)


def check_walk(page) -> None:
    """The way is there for the keyboard: from the skip link through every control to the end, always seen."""
    steps, missed = walk(page)
    unseen = [step["name"] for step in steps if not step["seen"]]
    assert not missed, f"never reached: {missed}"
    assert not unseen, f"focused, but nothing shows it: {unseen}"
    assert steps[0]["name"].startswith("a stSkipToContent")


@pytest.fixture(scope="module", params=PAGES)
def reader(request, browser, server):
    """A visitor who has opened one page; the tests of a page follow each other."""
    visitor = Visitor(browser, server.url, color_scheme="light")
    visitor.open(request.param)
    yield visitor
    visitor.context.close()


def test_axe_finds_nothing_serious_as_a_page_opens(reader):
    check_serious(reader.page)


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(reader):
    check_walk(reader.page)


def test_axe_finds_nothing_serious_in_what_opens(reader):
    open_more(reader.page)
    check_serious(reader.page)


def test_the_keyboard_reaches_what_opened(reader):
    reader.page.keyboard.press("Escape")
    wait_ready(reader.page)
    check_walk(reader.page)


def test_axe_finds_nothing_serious_in_english(reader):
    reader.press("English")
    reader.wait_address(bahasa="en")
    check_serious(reader.page)


def test_axe_finds_nothing_serious_in_the_dark(reader):
    reader.page.emulate_media(color_scheme="dark")
    wait_ready(reader.page)
    check_serious(reader.page)


def test_axe_finds_nothing_serious_on_a_phone(reader):
    reader.page.set_viewport_size(PHONE)
    wait_ready(reader.page)
    check_serious(reader.page)


def test_the_skip_link_leads_past_the_navigation_and_speaks_the_language(visit):
    visitor = visit()
    page = visitor.open("lokus_kelurahan")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Langsung ke isi halaman"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Kota"
    visitor.press("English")
    visitor.wait_address(bahasa="en")
    language.use("en")
    expect(page.locator("[data-testid=stSkipToContent]")).to_have_text(_("Langsung ke isi halaman"))
    expect(page.locator("[data-testid=stSidebar]")).to_have_attribute("aria-label", _("Bilah sisi"))
