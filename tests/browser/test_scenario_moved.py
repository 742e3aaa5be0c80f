"""What people do with a plan: move a lever and read what it does, pass the plan on, look at it on a phone."""

import re

import pytest
from playwright.sync_api import expect

from analysis.sources.plan_files import from_address
from tests.browser.running import wait_ready
from tests.browser.test_pages import OVERFLOWING
from tests.browser.visitor import choices_in

PREVIEW, FULL = "Pratinjau 100 undian", "Simulasi 1.000 undian."
LEVER = "suplemen"  # one of the first view, which opens at 70 %
TABS = ["Prevalensi dan kasus", "Sumbangan tuas", "Keluarga berisiko", "Anggaran", "Asumsi", "Banding rencana"]


def coverage_in(url: str) -> float | None:
    """The last coverage of the lever in the plan that an address holds."""
    link = choices_in(url).get("rencana")
    return list(from_address(link)["jalur"][LEVER].values())[-1] if link else None


def slider(page):
    """The slider of the lever; in whatever order the levers stand."""
    return page.locator(f".st-key-sk_c_{LEVER}").get_by_role("slider", name="Cakupan tujuan")


def wait_full(visitor) -> None:
    """Wait, touching nothing, until the preview has given way to all draws."""
    expect(visitor.page.get_by_text(FULL, exact=True)).to_be_visible(timeout=60_000)
    expect(visitor.page.get_by_text(PREVIEW)).to_have_count(0)
    wait_ready(visitor.page)


def move(visitor, steps: int) -> None:
    """Move the slider of the lever with the arrow keys and wait until the plan in the address followed."""
    thumb = slider(visitor.page)
    wanted = coverage_in(visitor.page.url) + steps
    thumb.focus()
    for _step in range(abs(steps)):
        thumb.press("ArrowRight" if steps > 0 else "ArrowLeft")
    expect(thumb).to_have_attribute("aria-valuetext", f"{wanted:.0f} %")
    visitor.page.wait_for_url(lambda url: coverage_in(url) == wanted)
    wait_ready(visitor.page)


def key_figure(page, label: str) -> str:
    return (
        page.locator("[data-testid=stMetric]")
        .filter(has_text=label)
        .locator("[data-testid=stMetricValue]")
        .inner_text()
    )


def finding(page) -> str:
    return page.get_by_text(re.compile("^Simulasi Jakarta Barat: prevalensi")).first.inner_text()


def averted(page) -> int:
    return int(key_figure(page, "Kasus dicegah 2029 (simulasi)").replace(".", ""))


@pytest.fixture
def planner(visit):
    """A visitor whose page shows the first plan with all draws."""
    visitor = visit()
    visitor.open("skenario", kota="31.73")
    wait_full(visitor)
    return visitor


def test_a_moved_slider_tells_what_the_other_coverage_does(planner):
    page = planner.page
    before, told = averted(page), finding(page)
    move(planner, 20)
    wait_full(planner)
    more, told_more = averted(page), finding(page)
    assert more > before > 0
    assert told_more != told
    move(planner, -20)
    wait_full(planner)
    assert (averted(page), finding(page)) == (before, told)
    planner.check_whole()


def test_a_link_opens_the_same_plan_for_another_visitor(planner, visit):
    move(planner, 11)
    wait_full(planner)
    colleague = visit()
    page = colleague.follow(planner.page.url)
    wait_full(colleague)
    expect(slider(page)).to_have_attribute("aria-valuetext", "81 %")
    assert averted(page) == averted(planner.page)
    colleague.wait_words(planner.words())
    assert colleague.words() == planner.words()
    colleague.check_whole()


def test_no_tab_overflows_a_phone(visit):
    phone = visit(width=390, height=844)
    page = phone.open("skenario", kota="31.73")
    wait_full(phone)
    wide = {}
    for tab in TABS:
        page.get_by_role("tab", name=tab, exact=True).click()
        expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")
        wait_ready(page)
        wide[tab] = page.evaluate(OVERFLOWING)
    assert wide == {tab: [] for tab in TABS}
    phone.check_whole()
