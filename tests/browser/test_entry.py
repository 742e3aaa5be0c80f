"""Typing a figure into the grid, as a planner does: refused while it is wrong, undone, mended, recorded, found again."""

from contextlib import suppress

from playwright.sync_api import expect

from tests.browser.running import running, wait_ready

GRID = ".stDataFrameGlideDataEditor"
CELL = "#portal textarea"
_ROW_PX = 32


def _close_cell(page) -> None:
    """Leave an open cell; Escape with none open would take the selection away, and Enter would open nothing."""
    if page.locator(CELL).count():
        page.keyboard.press("Escape")
        expect(page.locator(CELL)).to_have_count(0)


def _select_cell(page, row: int, column: int) -> None:
    """Put the cursor of the grid on a cell: click its row's name, then walk right."""
    wait_ready(page)
    _close_cell(page)
    # A click on a selected name would open it, hence first the name beside it.
    for place in (row + 1, row):
        page.locator(GRID).first.click(position={"x": 60, "y": _ROW_PX * (place + 1) + _ROW_PX // 2})
    for _step in range(column):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"#glide-cell-{column}-{row}[aria-selected=true]")).to_have_count(1)


def open_cell(page, row: int, column: int) -> None:
    """Open a cell for typing; a rerun may take away focus or selection, or open it for reading only: begin again."""
    for _try in range(10):
        with suppress(AssertionError):
            _select_cell(page, row, column)
            page.keyboard.press("Enter")
            expect(page.locator(CELL)).to_be_enabled(timeout=3000)
            return
    raise AssertionError(f"the cell {column} of row {row} does not open")


def type_row(page, row: int, figures: list[str]) -> None:
    """Type figures into the cells right of the two names of a row of the grid."""
    for column, figure in enumerate(figures, start=2):
        open_cell(page, row, column)
        page.locator(CELL).fill(figure)
        page.locator(CELL).press("Enter")
        expect(page.locator(CELL)).to_have_count(0)


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
