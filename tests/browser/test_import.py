"""An export of Master Ansit dropped in the tab Impor: recorded, and there for whoever comes later."""

import re

from playwright.sync_api import expect

from tests.browser.running import running, wait_ready
from tests.sources.imports.conftest import ansit

# Synthetic: (70 + 10) / 800 = 10,0 %.
KAPUK = "1,2024,CENGKARENG,PKM KAPUK,3174070004,3173011005,KAPUK,1000,200,800,10,70"


def test_a_recorded_import_is_there_for_another_visitor(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path))
    with running() as own:
        _import_and_record(visit(own.url))
        _find(visit(own.url))


def _import_and_record(visitor) -> None:
    page = visitor.open("manajemen_data", contoh="0")
    page.get_by_role("textbox", name="Dicatat atas nama").fill("Uji peramban")
    page.get_by_role("textbox", name="Dicatat atas nama").press("Enter")
    wait_ready(page)
    file = {"name": "Data Sasaran.csv", "mimeType": "text/csv", "buffer": ansit(KAPUK)}
    page.locator(".st-key-berkas_impor input[type=file]").set_input_files(file)
    expect(page.get_by_text("dikenali sebagai ekspor Data Sasaran Master Ansit, 1 baris")).to_be_visible(timeout=30_000)
    page.locator(".st-key-catat_balita button").click()
    expect(page.get_by_text("Balita dari Data Sasaran.csv tercatat.")).to_be_visible()
    wait_ready(page)
    visitor.check_whole()


def _find(visitor) -> None:
    page = visitor.open("lokus_kelurahan", kelurahan="31.73.01.1005", contoh="0")
    # Nothing else is known, so the figure of Kapuk is that of the kota.
    finding = re.compile(r"Prevalensi rutin Jakarta Barat 10,0\s% pada 2024; tertinggi di Kapuk")
    expect(page.get_by_text(finding)).to_be_visible()
    visitor.check_whole()
