"""What one person records another sees; conflicts, the way back, and a store that fails, as pages show them."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.sources.store import ROW, Store, cells_of_rows
from pages.parts import data
from tests.pages.test_every_page import open_page, texts

KAPUK = "31.73.01.1005"
COUNTS = {"balita_sasaran": 1000, "diukur": 800, "pendek": 70, "sangat_pendek": 10}


@pytest.fixture
def store(own_store) -> Store:
    """An empty store of the app under test."""
    return data.store()


def row(**counts: int) -> pd.DataFrame:
    frame = pd.DataFrame([{"kode_kelurahan": KAPUK, "tahun": 2024, **(COUNTS | counts)}])
    return cells_of_rows("balita", frame, "eppgbm")


def only(column: str, **counts: int) -> pd.DataFrame:
    cells = row(**counts)
    return cells[cells["kolom"] == column]


def warnings(app: AppTest) -> str:
    return "\n".join(box.value for box in app.warning).replace("\\", "")


def open_tab(tab: str, **choices: str) -> AppTest:
    app = open_page("manajemen_data", **choices)
    app.session_state["manajemen"] = tab
    return app.run()


def test_what_one_session_records_another_sees_on_its_pages_without_upload(store):
    before = open_page("lokus_kelurahan", kelurahan=KAPUK, contoh="0")
    assert "Belum ada angka 2024 untuk kelurahan ini." in "\n".join(box.value for box in before.info)
    store.save(row(), oleh="Sudinkes Jakarta Barat", apa="Impor", berkas="barat.csv")
    other = open_page("lokus_kelurahan", kelurahan=KAPUK, contoh="0")
    assert not other.exception and not other.session_state["unggahan"]
    assert "Belum ada angka 2024 untuk kelurahan ini." not in "\n".join(box.value for box in other.info)
    assert any("barat.csv" in str(table.value.to_dict()) for table in other.dataframe)


def test_an_empty_store_says_what_would_fill_it(store):
    app = open_tab("Riwayat")
    assert any("Belum ada yang dicatat." in box.value for box in app.info)
    assert not app.warning


def test_a_conflict_is_shown_to_everybody_and_a_button_decides(store):
    store.save(row(), oleh="awal", apa="Impor")
    base = store.state().frontier
    store.save(only("pendek", pendek=55), oleh="Puskesmas Cengkareng", apa="Koreksi", induk=base)
    store.save(only("pendek", pendek=61), oleh="Subanppeko", apa="Koreksi", induk=base)
    first, second = open_tab("Riwayat"), open_tab("Impor")
    for app in (first, second):
        assert "1 sel ditulis berbeda oleh dua pihak" in warnings(app)
    seen = texts(first)
    assert "Balita · Kapuk · 2024 · Balita pendek · e-PPGBM/SIGIZI" in seen
    assert "Puskesmas Cengkareng" in seen and "Subanppeko" in seen
    keep = [button for button in first.button if button.label == "Pakai nilai ini"]
    assert len(keep) == 2
    keep[1].click().run()
    assert any("atas nama siapa" in box.value for box in first.error), "nobody decides without a name"
    kept = store.state().conflicts["nilai"][1]
    first.text_input(key="pencatat").set_value("Bapperida\nKota").run()
    [button for button in first.button if button.label == "Pakai nilai ini"][1].click().run()
    assert not first.exception
    assert store.state().conflict_count == 0
    assert store.state().frames["balita"]["pendek"].tolist() == [int(kept)]
    assert "Bapperida Kota" in [save.oleh for save in store.state().saves]
    assert not first.warning and not open_tab("Impor").warning


def test_an_earlier_state_is_restored_after_the_number_of_cells_was_read(store):
    first = store.save(row(), oleh="awal", apa="Impor")
    store.save(only("pendek", pendek=5), oleh="salah", apa="Salah ketik")
    store.save(only(ROW).assign(nilai=""), oleh="salah", apa="Terhapus")
    app = open_tab("Riwayat")
    app.text_input(key="pencatat").set_value("Bapperida").run()
    app.selectbox(key="simpanan_dipilih").set_value(first).run()
    app.session_state["pulihkan"] = True
    app.run()
    assert "2 sel berubah kembali" in texts(app)
    app.button(key="pulihkan_ya").click().run()
    assert not app.exception
    assert store.state().frames["balita"][list(COUNTS)].to_numpy().tolist() == [list(COUNTS.values())]
    assert len(store.state().saves) == 4, "nothing was taken out of the history"


def test_the_history_of_a_cell_names_every_value_and_who_wrote_it(store):
    store.save(row(), oleh="Puskesmas", apa="Impor")
    store.save(only("pendek", pendek=55), oleh="Subanppeko", apa="Koreksi")
    app = open_tab("Riwayat")
    app.selectbox(key="riwayat_balita_kolom").set_value("pendek").run()
    assert not app.exception
    history = [table.value for table in app.dataframe if "Nilai" in table.value.columns][-1]
    assert history[["Nilai", "Dicatat oleh"]].to_numpy().tolist() == [["55", "Subanppeko"], ["70", "Puskesmas"]]


def test_a_save_tells_what_it_changed_from_what_to_what(store):
    store.save(row(), oleh="Puskesmas", apa="Impor")
    second = store.save(only("pendek", pendek=55), oleh="Subanppeko", apa="Koreksi")
    app = open_tab("Riwayat")
    app.selectbox(key="simpanan_dipilih").set_value(second).run()
    changed = next(table.value for table in app.dataframe if "Sebelum" in table.value.columns)
    assert changed.to_numpy().tolist() == [["Balita", "Kapuk · 2024", "e-PPGBM/SIGIZI", "Balita pendek", "70", "55"]]


def test_damaged_files_are_named_and_the_rest_is_shown(store, tmp_path):
    store.save(row(), oleh="awal", apa="Impor")
    broken = store.save(only("pendek", pendek=5), oleh="awal", apa="Koreksi")
    file = tmp_path / f"catatan/{broken}.parquet"
    file.write_bytes(file.read_bytes()[:-3])
    data.store.cache_clear()
    app = open_tab("Riwayat")
    assert not app.exception
    assert "rusak atau diubah" in texts(app)
    assert data.store().state().frames["balita"]["pendek"].tolist() == [70]


def test_the_exchange_tab_says_where_and_how_much(store, tmp_path):
    store.save(row(), oleh="awal", apa="Impor")
    app = open_tab("Pertukaran")
    assert not app.exception
    assert f"{tmp_path}/catatan · 1 simpanan · 5 sel tertulis" in texts(app)
    assert len(app.get("download_button")) == 2


@pytest.mark.parametrize(
    "location", ["/tiada/sama/sekali", "postgresql://ani:rahasia@127.0.0.1:1/kota", "gs://ember/kota"]
)
def test_a_store_that_cannot_be_reached_gives_a_sentence_and_every_page_opens(monkeypatch, location):
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", location)
    data.store.cache_clear()
    try:
        for page in ("ringkasan", "lokus_kelurahan", "rencana_komitmen"):
            assert not open_page(page).exception
        for tab in ("Riwayat", "Pertukaran"):
            app = open_tab(tab)
            assert not app.exception
            assert "Penyimpanan di" in warnings(app)
            assert "rahasia" not in warnings(app) + texts(app)
    finally:
        data.store.cache_clear()


def test_saving_into_a_store_that_went_away_is_a_sentence(store, tmp_path):
    store.save(row(), oleh="awal", apa="Impor")
    base = store.state().frontier
    store.save(only("pendek", pendek=55), oleh="a", apa="Koreksi", induk=base)
    store.save(only("pendek", pendek=61), oleh="b", apa="Koreksi", induk=base)
    app = open_tab("Riwayat")
    app.text_input(key="pencatat").set_value("Bapperida").run()
    (tmp_path / "catatan").rename(tmp_path / "lepas")
    Path(tmp_path / "catatan").write_bytes(b"a file where the folder was")
    app.button[0].click().run()
    assert not app.exception
    assert any("tidak terjangkau" in box.value for box in app.error)
    assert store.state().conflict_count == 1
