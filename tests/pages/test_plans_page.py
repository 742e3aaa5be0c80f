"""The trackers of aksi 2 to 5: sample lists carry their mark, a kota's own rows take their place."""

import json

import pandas as pd
import pytest

from analysis.sources.store import cells_of_rows
from pages.parts import data
from tests.pages.test_entry_tab import edit, errors, press
from tests.pages.test_every_page import open_page, texts

pytestmark = pytest.mark.usefixtures("own_store")

TABS = ["Rencana kegiatan", "Komitmen rembuk", "Regulasi", "Kader dan KPM"]


def open_tab(tab, **choices):
    app = open_page("rencana_komitmen", **choices)
    app.session_state["rencana"] = tab
    return app.run()


def written(app) -> str:
    """What stands in the editor of the page."""
    return json.dumps(app.get("data_editor")[0].value.astype("str").to_numpy().tolist())


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("choices", [{"kota": "31"}, {"kota": "31.01"}, {"kecamatan": "31.73.01", "bahasa": "en"}])
def test_every_tab_opens_for_a_kota_a_kecamatan_and_the_province(tab, choices):
    app = open_tab(tab, **choices)
    assert not app.exception


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_shows_sample_rows_that_are_switched_off(tab):
    app = open_tab(tab, contoh="0")
    assert not app.exception
    assert "DATA CONTOH" not in texts(app)


def test_sample_plans_carry_their_mark_in_the_finding_too():
    app = open_tab("Rencana kegiatan")
    assert app.header[0].value.startswith("DATA CONTOH")
    assert "Lokus dengan kegiatan" in texts(app)


def test_sample_rows_never_stand_in_an_editor():
    for tab in ("Rencana kegiatan", "Komitmen rembuk"):
        assert len(open_tab(tab).get("data_editor")[0].value) == 0, tab
    assert open_tab("Kader dan KPM").get("data_editor")[0].value["jumlah"].isna().all()


def test_the_published_kepwal_of_a_kota_are_listed_and_not_editable():
    app = open_tab("Regulasi", contoh="0")
    assert "Jakarta Barat: 2 keputusan kota dari sumber terbit dan 0 yang dicatat kota" in texts(app)
    listed = app.get("dataframe")[0].value.astype("str").to_numpy().tolist()
    assert any("e-0025/2024" in cell for row in listed for cell in row)
    assert not any("e-0102/2023" in cell for row in listed for cell in row)  # Jakarta Selatan
    assert "e-0025/2024" not in written(app)


def test_a_plan_typed_in_takes_the_place_of_the_sample_list():
    app = open_tab("Rencana kegiatan")
    row = {
        "kode_wilayah": "31.73.01.1005",
        "kegiatan": "PMT",
        "opd": "Suku Dinas Kesehatan",
        "anggaran_rp": "250.000.000",
    }
    edit(app, added_rows=[row])
    assert errors(app) == ""
    app.text_input(key="pencatat").set_value("Subanppeko").run()
    press(app, "Catat")
    (recorded,) = data.store().state(fresh=True).frames["rencana"].to_dict("records")
    assert (recorded["tahun"], recorded["anggaran_rp"], recorded["kode_wilayah"]) == (
        2024,
        250_000_000,
        "31.73.01.1005",
    )
    assert "Jakarta Barat 2024: 1 kegiatan; 8 dari 9 lokus belum punya kegiatan sendiri." in texts(app)
    assert "DATA CONTOH" not in app.header[0].value
    assert "PMT" in written(app)


def test_a_commitment_with_the_number_of_a_person_is_refused():
    app = edit(
        open_tab("Komitmen rembuk"),
        added_rows=[{"komitmen": "Mendampingi keluarga 9973010101900001", "penanggung_jawab": "Camat"}],
    )
    assert "seperti NIK atau nomor telepon" in errors(app)
    shown = [frame.value.astype("str").to_numpy().tolist() for frame in app.get("dataframe")]
    assert "9973010101900001" not in errors(app) + texts(app) + str(shown)
    press(app, "Catat")
    assert "komitmen" not in data.store().state(fresh=True).frames


def test_a_link_that_leads_elsewhere_than_the_web_is_refused():
    row = {"nomor": "e-1/2025", "tahun": "2025", "tanggal": "2025", "tentang": "Lokus", "tautan": "javascript:alert(1)"}
    app = edit(open_tab("Regulasi"), added_rows=[row])
    assert "e-1/2025, Tautan" in errors(app) and "bukan tautan" in errors(app)


def test_more_trained_kader_than_kader_is_refused():
    app = edit(open_tab("Kader dan KPM", kecamatan="31.73.01"), edited_rows={"4": {"jumlah": "10", "terlatih": "12"}})
    assert "Kapuk, Terlatih 25 kompetensi dasar" in errors(app)


def test_recorded_commitments_push_the_sample_ones_of_that_kota_and_year_out():
    row = pd.DataFrame([{"kode_kota": "31.73", "tahun": 2024, "komitmen": "A", "penanggung_jawab": "Camat"}])
    cells = cells_of_rows("komitmen", row, "entri", ["penanggung_jawab"])
    data.store().save(cells, oleh="Kesra", apa="uji")
    seen = texts(open_tab("Komitmen rembuk"))
    assert "Komitmen 1" in seen and "0 dari 1 komitmen selesai; 0 lewat tenggat" in seen


def test_the_province_has_no_list_of_its_own_to_fill():
    app = open_tab("Komitmen rembuk", kota="31")
    assert any("Pilih satu kota" in box.value for box in app.info)
    assert not app.get("data_editor")
