"""The tab on data quality: what it says of samples, of recorded rows and of nothing; deadlines; what is sent."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.sources.store import CELLS, cells_of_rows, key_text
from pages.parts import data
from tests.pages.test_every_page import open_page, specs, texts

KAPUK = "31.73.01.1005"


def open_tab(**choices: str) -> AppTest:
    app = open_page("manajemen_data", **choices)
    labels = [tab.label for tab in app.tabs]
    app.session_state["manajemen"] = labels[3]
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def fresh_store():
    """A store of its own for one test; the one that all sessions share is opened anew before and after."""

    def restart(folder) -> object:
        data.store.cache_clear()
        patch.setenv("KONVERGENSI_PENYIMPANAN", str(folder))
        return data.store()

    with pytest.MonkeyPatch.context() as patch:
        yield restart
    data.store.cache_clear()


def of_barat(table: str, tahun: int = 2024) -> pd.DataFrame:
    rows = data.load().catalog.tables[table]
    return rows[rows["kode_kelurahan"].str.startswith("31.73") & (rows["tahun"] == tahun)]


def test_sample_rows_are_judged_with_their_mark_and_are_no_report():
    seen = texts(open_tab())
    assert "Skor mutu data contoh Jakarta Barat 2024" in seen
    assert "DATA CONTOH" in seen
    assert "9 kelurahan lokus belum punya data balita 2024" in seen


def test_published_figures_are_reconciled_without_any_sample():
    seen = texts(open_tab(contoh="0"))
    assert "Belum ada data Jakarta Barat 2024 yang dapat dinilai mutunya." in seen
    assert "Belum ada data Jakarta Barat 2024 dari sumber mana pun." in seen
    assert "Survei SKI 2023: 17,1\u00a0%" in seen
    assert "Yang terbit: 69.553 keluarga berisiko di Jakarta Barat" in seen
    assert "DATA CONTOH" not in seen


def test_every_kota_and_language_opens():
    for bahasa in ("id", "en"):
        for kota in ("31", "31.01", "31.72"):
            open_tab(kota=kota, bahasa=bahasa, tahun="2025")


def test_two_systems_of_one_kota_stand_side_by_side_and_the_held_row_comes_first(fresh_store, tmp_path):
    store = fresh_store(tmp_path / "catatan")
    balita = of_barat("balita")
    balita = balita[balita["kode_kelurahan"] != KAPUK]
    ansit = balita.head(10).assign(diukur=balita["diukur"].head(10) + 2)
    store.save(cells_of_rows("balita", balita, "eppgbm"), oleh="Sudinkes", apa="uji")
    store.save(cells_of_rows("balita", ansit, "master_ansit"), oleh="Subanppeko", apa="uji")
    first = balita.iloc[0]
    broken = ["balita", "eppgbm", key_text([first["kode_kelurahan"], 2024]), "balita_sasaran", "1"]
    store.save(pd.DataFrame([broken], columns=CELLS), oleh="Sudinkes", apa="uji")
    app = open_tab()
    seen = texts(app)
    name = data.name(first["kode_kelurahan"])
    assert f"1. 1 baris balita 2024 dari e-PPGBM melanggar hubungan hitungan: {name}." in seen
    assert ". 1 kelurahan lokus belum punya data balita 2024: Kapuk." in seen
    assert "Master Ansit 18 lebih banyak dari e-PPGBM di 9 kelurahan yang sama." in seen
    assert len(specs(app)) == 1


def test_the_list_of_one_owner_holds_only_its_own(fresh_store, tmp_path):
    store = fresh_store(tmp_path / "catatan")
    store.save(cells_of_rows("krs", of_barat("krs").head(3), "siga"), oleh="PPAPP", apa="uji")
    app = open_tab(contoh="0")
    app.selectbox(key="mutu_pemilik").set_value("Dinas PPAPP").run()
    assert not app.exception
    numbered = [line for box in app.markdown for line in str(box.value).splitlines() if line[:2] in ("1.", "2.")]
    assert numbered and all("keluarga berisiko" in line for line in numbered)
    assert not any("balita 2024" in line for line in numbered)


def test_a_deadline_is_recorded_and_makes_lateness_a_dimension(fresh_store, tmp_path):
    store = fresh_store(tmp_path / "catatan")
    store.save(cells_of_rows("balita", of_barat("balita"), "eppgbm"), oleh="Sudinkes", apa="uji")
    app = open_tab(contoh="0")
    assert "tenggat belum ditetapkan" in texts(app)
    app.text_input(key="pencatat").set_value("Subanppeko").run()
    app.date_input(key="tenggat_balita_2024").set_value(pd.Timestamp("2025-01-31").date())
    next(button for button in app.button if button.label.startswith("Catat tenggat")).click().run()
    assert not app.exception
    standing = store.state(fresh=True).frames["tenggat"]
    assert standing[["tabel", "tahun", "tenggat"]].values.tolist() == [["balita", 2024, "2025-01-31"]]
    assert "tenggat belum ditetapkan" not in texts(app)
    assert "Tepat waktu 0,0" in texts(app), "recorded today, long after the deadline"


def test_what_is_sent_to_an_office_names_areas_and_counts_only(fresh_store, tmp_path):
    store = fresh_store(tmp_path / "catatan")
    store.save(cells_of_rows("balita", of_barat("balita").head(3), "eppgbm"), oleh="Budi 9973010101010001", apa="uji")
    app = open_tab(contoh="0")
    sent = [frame.value for frame in app.dataframe if len(frame.value) > 50]
    assert sent, "the rows of the list are on screen"
    everything = " ".join(map(str, sent[0].to_numpy().ravel()))
    assert "Kapuk" in everything and "9973010101010001" not in everything
