"""Names and words from tables are text wherever they are shown, whatever signs they bring."""

from __future__ import annotations

import pandas as pd
import pytest
from playwright.sync_api import expect

from analysis.sources.store import cells_of_rows, open_store
from pages.parts import data
from tests.browser.running import running, wait_ready

HOSTILE = (
    '<img src=jahat onerror="window.diserang=1"><script>window.diserang=1</script> [klik](https://jahat.example) '
    "![x](https://jahat.example/x.png) www.jahat.example petugas@jahat.example :material/star: :red[merah] $x^2$ **tebal**"
)
KOTA = "31.73"
ROWS = {
    "rencana": {"kode_wilayah": KOTA, "tahun": 2024, "kegiatan": HOSTILE, "opd": HOSTILE, "aksi": "2"}
    | {"anggaran_rp": 1_000_000_000, "realisasi_rp": 900_000_000},
    "komitmen": {"kode_kota": KOTA, "tahun": 2024, "komitmen": HOSTILE, "penanggung_jawab": HOSTILE}
    | {"tenggat": "2024-06-30", "catatan": HOSTILE},
    "regulasi_daerah": {"kode_kota": KOTA, "nomor": HOSTILE, "tahun": 2024, "tanggal": "2024-02-01"}
    | {"tentang": HOSTILE},
}
# What only markup can have made: none of ours points to this host, runs a handler, draws a formula or a bold word.
MADE = """
() => [...document.querySelectorAll('[src*=jahat], [href*="jahat.example"], [onerror], .katex')].map(node => node.outerHTML)
  .concat([...document.querySelectorAll('strong, b')].filter(node => node.textContent === 'tebal').map(node => node.outerHTML))
  .concat([...document.querySelectorAll('span')].filter(node => node.textContent === 'merah').map(node => node.outerHTML))
  .concat(window.diserang ? ['a script ran'] : [])
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A server whose store holds hostile names."""
    folder = tmp_path_factory.mktemp("catatan")
    store = open_store(data.load().catalog.tables, str(folder))
    for table, row in ROWS.items():
        store.save(
            cells_of_rows(table, pd.DataFrame([row]), "entri", columns=list(row)),
            oleh=HOSTILE[:60],
            apa=HOSTILE,
            berkas=HOSTILE,
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONVERGENSI_PENYIMPANAN", str(folder))
        with running() as server:
            yield server.url


TABS = {"rencana_komitmen": ["Rencana kegiatan", "Komitmen rembuk", "Regulasi"], "manajemen_data": ["Riwayat"]}


@pytest.mark.parametrize("path", TABS)
def test_hostile_words_are_shown_and_do_nothing(visit, url, path):
    visitor = visit(url)
    page = visitor.open(path, kota=KOTA, tahun="2024", contoh="0")
    seen = ""
    for tab in TABS[path]:
        page.get_by_role("tab", name=tab).click()
        wait_ready(page)
        seen += visitor.read()
        assert page.evaluate(MADE) == []
    assert "<img src=jahat" in seen
    visitor.check_whole()


def test_hostile_words_are_text_in_a_chart_and_beside_the_mouse(visit, url):
    visitor = visit(url)
    page = visitor.open("rencana_komitmen", kota=KOTA, tahun="2024", contoh="0")
    page.get_by_role("tab", name="Komitmen rembuk").click()
    wait_ready(page)
    chart = page.locator("[data-testid=stVegaLiteChart] svg").first
    expect(chart).to_contain_text("<img src=jahat")
    chart.locator("[role=graphics-symbol][aria-label*=jahat]").first.hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("<img src=jahat")
    assert page.evaluate(MADE) == []
    visitor.check_whole()
