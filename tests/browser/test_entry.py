"""Typing a figure into the grid, as a planner does: refused while it is wrong, undone, mended, recorded, found again."""

from playwright.sync_api import expect

from tests.browser.running import running, wait_ready

GRID = ".stDataFrameGlideDataEditor"
CELL = "#portal textarea"
_ROW_PX = 32


def open_cell(page) -> None:
    """Open the cell under the cursor; one that opened while the page was busy stays closed to typing: open it again."""
    for _try in range(10):
        wait_ready(page)
        page.keyboard.press("Enter")
        try:
            expect(page.locator(CELL)).to_be_enabled(timeout=2000)
            return
        except AssertionError:
            page.keyboard.press("Escape")
    raise AssertionError("the cell does not open")


def type_row(page, row: int, figures: list[str]) -> None:
    """Type figures into the cells right of the two names of a row of the grid."""
    page.locator(GRID).first.click(position={"x": 60, "y": _ROW_PX * (row + 1) + _ROW_PX // 2})
    page.keyboard.press("ArrowRight")
    for figure in figures:
        page.keyboard.press("ArrowRight")
        open_cell(page)
        page.locator(CELL).fill(figure)
        page.locator(CELL).press("Enter")
        wait_ready(page)
        page.keyboard.press("ArrowUp")


def test_a_figure_typed_in_is_checked_undone_recorded_and_seen_on_another_page(visit, tmp_path, monkeypatch):
    # What this visitor records is nothing for the other tests.
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path))
    with running() as own:
        _type_and_record(visit(own.url))


def _type_and_record(visitor):
    page = visitor.open("manajemen_data", kota="31.73", kecamatan="31.73.01", tahun="2023")
    page.get_by_role("tab", name="Isi di layar").click()
    wait_ready(page)
    # Kapuk is the fifth kelurahan of Cengkareng: 90 + 20 balita pendek among 100 measured cannot be.
    type_row(page, 4, ["1.200", "100", "90", "20"])
    error = page.locator("[data-testid=stAlert]").filter(has_text="Belum dapat dicatat")
    expect(error).to_contain_text("Kapuk, Balita pendek: Balita pendek + Balita sangat pendek = 110 melebihi")
    page.get_by_role("button", name="Urungkan").click()
    wait_ready(page)
    expect(page.get_by_text("3 sel berubah di 1 baris")).to_be_visible()
    type_row(page, 4, ["1.200", "1.000", "90", "20"])
    expect(error).to_have_count(0)
    page.get_by_role("textbox", name="Dicatat atas nama").fill("Uji peramban")
    page.get_by_role("textbox", name="Dicatat atas nama").press("Enter")
    wait_ready(page)
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text("4 sel berubah di 1 baris")).to_have_count(0)
    wait_ready(page)
    page = visitor.open(
        "lokus_kelurahan", kota="31.73", tahun="2023", kelurahan="31.73.01.1005", indikator="jumlah_pendek", contoh="0"
    )
    expect(page.get_by_text("Kapuk tertinggi")).to_be_visible()
    expect(page.get_by_text("110", exact=True).first).to_be_visible()
    visitor.check_whole()
