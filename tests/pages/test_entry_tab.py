"""The tab where figures are typed in: what is wrong is said, what is right is recorded and stands on other pages."""

import json

import pandas as pd
import pytest

from analysis.sources.store import cells_of_rows
from pages.parts import data
from tests.pages.test_every_page import open_page, texts

pytestmark = pytest.mark.usefixtures("own_store")

KAPUK = 4  # the fifth kelurahan of Cengkareng
BALITA = ["kode_kelurahan", "tahun", "balita_sasaran", "diukur", "pendek", "sangat_pendek"]


def edit(app, **edits):
    """What the browser sends when somebody types into the grid of the page: everything typed since it was drawn."""
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = app.get("data_editor")[0].proto.id
    state.string_value = json.dumps({"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits)
    app._run(states)
    assert not app.exception
    return app


def open_entry(**choices):
    app = open_page("manajemen_data", **({"kecamatan": "31.73.01", "tahun": "2021"} | choices))
    app.session_state["manajemen"] = "Isi di layar"
    return app.run()


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def grid(app) -> pd.DataFrame:
    return app.get("data_editor")[0].value


def errors(app) -> str:
    return "\n".join(str(box.value) for box in app.error).replace("\\", "")


def good(**figures):
    return {"balita_sasaran": "1.200", "diukur": "1.000", "pendek": "90", "sangat_pendek": "20"} | figures


def test_the_grid_shows_every_kelurahan_and_no_sample_figure():
    shown = grid(open_entry())
    assert shown["nama_kelurahan"].tolist()[KAPUK] == "Kapuk" and len(shown) == 6
    assert shown[BALITA[2:]].isna().all(axis=None)
    assert len(grid(open_entry(kota="31", kecamatan=""))) == 267


def test_a_row_against_the_identity_is_said_in_words_and_not_recorded():
    app = edit(open_entry(), edited_rows={str(KAPUK): good(diukur="100")})
    assert "Kapuk, Balita pendek: Balita pendek + Balita sangat pendek = 110 melebihi Balita diukur = 100" in errors(
        app
    )
    app.text_input(key="pencatat").set_value("Subanppeko").run()
    press(app, "Catat")
    assert "balita" not in data.store().state().frames
    assert "4 sel berubah di 1 baris" in texts(app)


def test_the_number_of_a_person_in_a_cell_of_counts_is_never_repeated():
    app = edit(open_entry(), edited_rows={str(KAPUK): good(diukur="9973010101900001")})
    assert "isi sel terlalu besar" in errors(app)
    shown = [frame.value.astype("str").to_numpy().tolist() for frame in app.get("dataframe")]
    assert "9973010101900001" not in errors(app) + texts(app) + str(shown)


def test_undo_takes_back_the_last_step_and_redo_brings_it_again():
    app = edit(open_entry(), edited_rows={str(KAPUK): good()})
    edit(app, edited_rows={str(KAPUK): good(), "0": {"diukur": "5"}})
    assert "5 sel berubah di 2 baris" in texts(app)
    press(app, "Urungkan")
    assert "4 sel berubah di 1 baris" in texts(app)
    assert grid(app)["pendek"].tolist()[KAPUK] == "90"
    press(app, "Ulangi")
    assert "5 sel berubah di 2 baris" in texts(app)
    press(app, "Buang semua perubahan")
    assert "sel berubah" not in texts(app)
    press(app, "Urungkan")
    assert "5 sel berubah di 2 baris" in texts(app)


def test_typing_survives_another_page_and_another_year():
    app = edit(open_entry(tahun="2022"), edited_rows={str(KAPUK): good()})
    app.switch_page("pages/ringkasan.py").run()
    app.switch_page("pages/manajemen_data.py").run()
    app.session_state["manajemen"] = "Isi di layar"
    app.run()
    assert "4 sel berubah di 1 baris" in texts(app)
    app.selectbox(key="tahun").set_value("2023").run()
    assert "sel berubah" not in texts(app)
    assert "Belum dicatat di lembar lain: Balita, Cengkareng 2022." in texts(app)


def test_nobody_records_without_a_name():
    app = press(edit(open_entry(), edited_rows={str(KAPUK): good()}), "Catat")
    assert "atas nama siapa" in errors(app)
    assert "balita" not in data.store().state(fresh=True).frames


@pytest.mark.parametrize("table", ["krs", "cakupan"])
def test_the_other_tables_open_too(table):
    app = open_entry()
    app.selectbox(key="isi_tabel").set_value(table).run()
    assert not app.exception
    assert len(grid(app)) == 6


def test_one_kelurahan_with_all_29_indicators():
    app = open_entry(tahun="2022")
    app.selectbox(key="isi_tabel").set_value("cakupan").run()
    app.session_state["isi_menurut"] = "kelurahan"
    app.run()
    assert not app.exception and len(grid(app)) == 29
    edit(app, edited_rows={"0": {"pembilang": "30", "penyebut": "20"}})
    assert "cakupan di atas 100 %" in errors(app)


def test_what_is_recorded_stands_on_other_pages_and_the_editor_opens_on_it():
    app = open_entry(tahun="2025")
    app.text_input(key="pencatat").set_value("Subanppeko").run()
    press(edit(app, edited_rows={str(KAPUK): good(), "0": {"diukur": "x"}}), "Catat")
    (row,) = data.store().state(fresh=True).frames["balita"][BALITA].values.tolist()
    assert row == ["31.73.01.1005", 2025, 1200, 1000, 90, 20]
    assert data.store().state().saves[-1].oleh == "Subanppeko"
    # What was refused is still there; what was recorded is no change any more.
    assert "1 sel berubah di 1 baris" in texts(app) and "Cengkareng Barat, Balita diukur" in errors(app)
    press(app, "Buang semua perubahan")
    assert grid(app)["diukur"].tolist()[KAPUK] == "1.000"
    app.switch_page("pages/lokus_kelurahan.py").run()
    assert not app.exception
    seen = texts(open_page("lokus_kelurahan", tahun="2025", kelurahan="31.73.01.1005", contoh="0"))
    assert "11,0 %" in seen.replace("\u00a0", " ")


def test_somebody_elses_save_is_announced_while_one_types():
    app = edit(open_entry(tahun="2024"), edited_rows={str(KAPUK): good()})
    other = pd.DataFrame([["31.73.01.1003", 2024, 10, 10, 1, 0]], columns=BALITA)
    data.store().save(cells_of_rows("balita", other, "entri"), oleh="Dinkes", apa="uji")
    app.run()
    assert any("ada simpanan baru" in box.value for box in app.info)
    assert "4 sel berubah di 1 baris" in texts(app)


@pytest.mark.parametrize("choices", [{"indikator": "jumlah_pendek"}, {"kecamatan": "31.73.06"}])
def test_one_recorded_kelurahan_is_enough_for_the_page_of_the_lokus(choices):
    """A count has no range of ranks, and a kecamatan may be without any figure."""
    row = pd.DataFrame([["31.73.01.1005", 2024, 1200, 1000, 90, 20]], columns=BALITA)
    data.store().save(cells_of_rows("balita", row, "entri"), oleh="Dinkes", apa="uji")
    app = open_page("lokus_kelurahan", tahun="2024", contoh="0", **choices)
    assert not app.exception
