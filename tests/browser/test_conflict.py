"""Two offices write the same cell without knowing of each other: both see it, and one decision settles it."""

import re

from playwright.sync_api import expect

from tests.browser.running import running, wait_ready
from tests.browser.test_entry import type_row

SHEET = {"kota": "31.73", "kecamatan": "31.73.01", "tahun": "2023"}
KAPUK = 4  # its row among the kelurahan of Cengkareng
WARNING = "1 sel ditulis berbeda oleh dua pihak"
FIRST, SECOND = "1200", "1350"  # balita; the other figures of the row agree, and agreement is no conflict
SAME = ["1.000", "90", "20"]
CHANGED = "4 sel berubah di 1 baris"
KEEP = "Pakai nilai ini"


def as_read(figure: str) -> re.Pattern:
    """A figure on the page, with or without the point of the thousands."""
    return re.compile(rf"^{figure[0]}\.?{figure[1:]}$")


def open_tab(visitor, office: str, tab: str):
    """Open the page anew, say for which office, and open a tab."""
    page = visitor.open("manajemen_data", **SHEET)
    page.get_by_role("textbox", name="Dicatat atas nama").fill(office)
    page.get_by_role("textbox", name="Dicatat atas nama").press("Enter")
    wait_ready(page)
    page.get_by_role("tab", name=tab).click()
    wait_ready(page)
    return page


def record(page) -> None:
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text(CHANGED)).to_have_count(0)
    wait_ready(page)


def conflict(page):
    """The box of the cell that waits for a decision."""
    box = page.locator("[data-testid=stVerticalBlock]").filter(has=page.get_by_role("button", name=KEEP))
    return box.filter(has_text="Kapuk").last


def test_two_figures_for_one_cell_are_both_shown_until_one_is_kept(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path))
    with running() as own:
        _write_twice_and_decide(visit(own.url), visit(own.url))


def _write_twice_and_decide(dinas, puskesmas):
    offices = {"Dinas uji": dinas, "Puskesmas uji": puskesmas}
    pages = [open_tab(visitor, office, "Isi di layar") for office, visitor in offices.items()]
    # Both type before either records: each stands on a state without the other's figure.
    for page, figure in zip(pages, (FIRST, SECOND), strict=True):
        type_row(page, KAPUK, [figure, *SAME])
        expect(page.get_by_text(CHANGED)).to_be_visible()
    for page in pages:
        record(page)
    for office, visitor in offices.items():
        page = open_tab(visitor, office, "Riwayat")
        expect(page.get_by_text(WARNING)).to_be_visible()
        for writer, figure in zip(offices, (FIRST, SECOND), strict=True):
            expect(conflict(page).get_by_text(as_read(figure))).to_be_visible()
            expect(conflict(page).get_by_text(writer)).to_be_visible()
        visitor.check_whole()
    _keep_the_first(dinas.page)
    page = open_tab(puskesmas, "Puskesmas uji", "Riwayat")
    expect(page.get_by_role("heading", name="Simpanan", exact=True)).to_be_visible()
    expect(page.get_by_text(WARNING)).to_have_count(0)
    puskesmas.check_whole()


def _keep_the_first(page) -> None:
    side = page.locator("[data-testid=stColumn]").filter(has=page.get_by_text(as_read(FIRST)))
    side.get_by_role("button", name=KEEP).click()
    expect(page.get_by_text(WARNING)).to_have_count(0)
    expect(page.get_by_role("button", name=KEEP)).to_have_count(0)
    wait_ready(page)
