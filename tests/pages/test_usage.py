"""Who used the app for what: every download is noted once, nothing of a child is, and an administrator reads it all."""

import ast
import io
import threading
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from analysis.access import Person
from analysis.sources.store import cells_of_rows
from pages.parts import data, usage_log, usage_tab
from pages.parts.person import person
from pages.parts.usage_log import note_use
from tests.commands.test_no_identity_leaves import PLANTED, planted_export
from tests.pages.test_every_page import ROOT, measured_files, open_page, texts
from tests.sources.imports.conftest import ansit

pytestmark = pytest.mark.usefixtures("own_store")

CHILD = "ZUBAEDAHQX"
# The tabs of a page that hold files, by the key of its tabs.
TABS = {
    "manajemen_data": ("manajemen", ["Impor", "Mutu dan rekonsiliasi", "Pertukaran"]),
    "publikasi": ("publikasi", ["Studio", "Rilis", "Laporan wilayah", "Rembuk", "Penilaian"]),
    "rencana_komitmen": ("rencana", ["Kegiatan", "Kader dan KPM", "Regulasi"]),
    "pengelolaan": ("pengelolaan", ["Catatan penggunaan"]),
}
WITH_FILES = [
    "lokus_kelurahan", "analisis_situasi", "keluarga_berisiko", "reviu_kinerja", "skenario", "paparan", "publikasi",
    "pengukuran", "manajemen_data", "rencana_komitmen", "pengelolaan",
]  # fmt: skip
# Drawing every picture would take minutes and is tested elsewhere: of pictures it is enough that they are made on demand.
DRAWN = ("PNG", "SVG", "PDF", "PPTX", "XLSX")


@pytest.fixture
def press(monkeypatch):
    """press(button) -> what the browser gets: made in a thread that knows no session, as the server does it."""
    making, add = {}, MediaFileManager.add_deferred

    def keep(self, data_callable, *args, **kwargs):
        file_id = add(self, data_callable, *args, **kwargs)
        making[file_id] = data_callable
        return file_id

    monkeypatch.setattr(MediaFileManager, "add_deferred", keep)

    def press(button):
        assert button.proto.deferred_file_id and not button.proto.url, f"{button.proto.label} is handed out unseen"
        handed = []
        thread = threading.Thread(target=lambda: handed.append(making[button.proto.deferred_file_id]()))
        thread.start()
        thread.join()
        return handed[0]

    return press


def uses(apa: str = "") -> list:
    found = sorted(usage_log.log().read().values(), key=lambda use: (use.kapan, use.nomor))
    return [use for use in found if apa in ("", use.apa)]


def open_tab() -> AppTest:
    app = open_page("pengelolaan")
    app.session_state["pengelolaan"] = "Catatan penggunaan"
    app.run()
    assert not app.exception
    return app


def open_downloads(app: AppTest) -> AppTest:
    """Open the downloads under every chart and list that stands on the page."""
    for toggle in app.toggle:
        if (toggle.key or "").endswith("_tabel"):
            app.session_state[toggle.key.removesuffix("_tabel") + "_unduh"] = True
    app.run()
    assert not app.exception
    return app


def test_only_one_place_hands_out_files():
    calls = {
        path.relative_to(ROOT).as_posix()
        for path in [*(ROOT / "pages").rglob("*.py"), ROOT / "streamlit_app.py"]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "download_button"
    }
    assert calls == {"pages/parts/downloads.py"}


@pytest.mark.parametrize("page", WITH_FILES)
def test_every_download_of_a_page_is_noted_once_before_it_is_handed_out(press, page):
    data.store().save(row(), oleh="Sudinkes", apa="Impor", berkas="barat.csv")
    note_use("masuk")
    key, tabs = TABS.get(page, ("", [""]))
    seen = 0
    for tab in tabs:
        app = open_page(page)
        if tab:
            app.session_state[key] = tab
            app.run()
        for button in open_downloads(app).get("download_button"):
            if button.proto.label in DRAWN:
                assert button.proto.deferred_file_id and not button.proto.url
                continue
            before = len(uses("unduh"))
            content = press(button)
            found = uses("unduh")
            assert content and len(found) == before + 1, f"{page} {tab} {button.proto.label}"
            assert found[-1].rincian.endswith(" · 31.73 · 2024") and found[-1].peran == "admin"
            seen += 1
    assert seen, f"{page} offers nothing: the test would say nothing"


def row() -> pd.DataFrame:
    counts = {"balita_sasaran": 1000, "diukur": 800, "pendek": 70, "sangat_pendek": 10}
    return cells_of_rows("balita", pd.DataFrame([{"kode_kelurahan": "31.73.01.1005", "tahun": 2024, **counts}]), "siga")


def test_a_download_that_cannot_be_noted_is_refused_in_a_sentence(press, tmp_path):
    app = open_page("manajemen_data")
    (button,) = [one for one in app.get("download_button") if one.proto.label == "Unduh templat"]
    assert b"kode" in press(button)
    place = tmp_path / "catatan/penggunaan"
    place.rename(tmp_path / "aman")
    place.write_bytes(b"bukan folder")
    said = press(button).decode()
    assert "Unduhan ini tidak dapat dicatat, jadi tidak diberikan." in said and "tidak terjangkau" in said
    place.unlink()
    (tmp_path / "aman").rename(place)
    assert b"kode" in press(button)
    assert [use.luput for use in uses("unduh")] == [0, 1]
    assert "1 penggunaan tidak sempat tercatat" in "\n".join(box.value for box in open_tab().warning)


def everything_in(folder: Path) -> str:
    """Every file and every name below a folder, as far as it is text; saves are read as saves."""
    parts = [path.name + path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*.json")]
    parts += [str(save.__dict__) for save in data.store().state(fresh=True).saves]
    return "\n".join(parts)


def test_nothing_of_a_child_is_in_the_records(press, tmp_path):
    """A list of children is read, tables are imported, pictures and lists of problems leave; then all is searched."""
    name = f"{PLANTED[0]} {CHILD}.csv"
    app = open_page("pengukuran")
    measured_files(app)[0].upload(name, planted_export()).run()
    for button in open_downloads(app).get("download_button"):
        if button.proto.label in ("CSV", "Unduh daftar masalah"):
            press(button)
    app = open_page("manajemen_data")
    bad = f"1,2024,CENGKARENG,{CHILD},{PLANTED[0]},3173011005,KAPUK,{PLANTED[1]},200,800,10,70"
    app.file_uploader(key="berkas_impor").upload(name, ansit(bad)).run()
    for button in app.get("download_button"):
        press(button)
    assert [use.apa for use in uses()].count("baca") == 2 and len(uses("unduh")) >= 3
    said = everything_in(tmp_path)
    assert [text for text in PLANTED if text in said] == []


def test_reading_a_list_of_children_is_noted_once_and_without_its_name():
    app = open_page("pengukuran")
    measured_files(app)[0].upload("anak.csv", (ROOT / "tests/kasus/survei_acuan.csv").read_bytes()).run()
    app.run()
    (use,) = uses("baca")
    assert use.rincian.startswith("pengukuran · ") and "anak" not in use.rincian


def test_what_is_saved_is_read_from_its_save_and_not_noted_again():
    data.store().save(row(), oleh="Sudinkes Jakarta Barat", apa="Impor", berkas="barat.csv")
    for apa in ("impor", "ubah", "terbit", "peran"):
        assert note_use(apa) is None
    assert uses() == []
    (table,) = open_tab().dataframe
    assert table.value.iloc[0].tolist()[1:] == [
        "Sudinkes Jakarta Barat", "", "impor", "Balita · 5 sel · barat.csv",
    ]  # fmt: skip


def test_a_use_nobody_knows_is_a_fault_of_the_code():
    with pytest.raises(ValueError, match="mencuri"):
        note_use("mencuri")


def test_the_same_refusal_again_and_again_is_noted_once():
    for _turn in range(5):
        note_use("ditolak", rincian="pengelolaan", person=Person("tamu@x.go.id", "publik"))
    note_use("ditolak", rincian="pengukuran", person=Person("tamu@x.go.id", "publik"))
    assert [use.rincian for use in uses("ditolak")] == ["pengelolaan", "pengukuran"]


def test_an_empty_log_says_what_would_fill_it():
    app = open_tab()
    assert "Belum ada yang tercatat." in "\n".join(box.value for box in app.info)
    assert not app.dataframe and not app.get("download_button")


def test_the_newest_stands_first_and_filters_leave_what_is_asked_for():
    for akun, apa in (("ani@x.go.id", "masuk"), ("budi@x.go.id", "masuk"), ("ani@x.go.id", "unduh")):
        note_use(apa, rincian="studio.png · 31.73 · 2024", person=Person(akun, "perencana"))
    app = open_tab()
    assert "Utuh: 3 catatan" in "\n".join(box.value for box in app.success)
    (table,) = app.dataframe
    assert table.value["Pengguna"].tolist() == ["ani@x.go.id", "budi@x.go.id", "ani@x.go.id"]
    assert table.value["Rincian"].iloc[0] == "studio.png · Jakarta Barat · 2024"
    app.selectbox(key="penggunaan_siapa").set_value("ani@x.go.id").run()
    assert len(app.dataframe[0].value) == 2
    app.button_group(key="penggunaan_apa").set_value(["masuk"]).run()
    assert app.dataframe[0].value["Penggunaan"].tolist() == ["masuk ke aplikasi"]


def test_a_removed_record_is_told_by_name(tmp_path):
    for _turn in range(3):
        note_use("masuk")
    gone = sorted((tmp_path / "catatan/penggunaan").iterdir())[1]
    gone.unlink()
    app = open_tab()
    assert "Tidak utuh: 1 hal" in "\n".join(box.value for box in app.error)
    assert gone.name in texts(app)


def test_the_list_leaves_as_csv_and_xlsx_whole_and_without_formulas(press):
    note_use("masuk", person=Person("=HYPERLINK(1)@x.go.id", "admin"))
    for _turn in range(usage_tab._SHOWN):
        note_use("keluar", person=Person("ani@x.go.id", "admin"))
    app = open_tab()
    assert len(app.dataframe[0].value) == usage_tab._SHOWN
    csv, xlsx = (press(button) for button in app.get("download_button"))
    frame = pd.read_csv(io.BytesIO(csv), sep=";", encoding="utf-8-sig")
    assert len(frame) == usage_tab._SHOWN + 1
    assert frame["Pengguna"].iloc[-1] == "'=HYPERLINK(1)@x.go.id"
    assert frame["Nomor catatan"].iloc[-1] in usage_log.log().read()
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).worksheets[0]
    assert sheet.max_row == usage_tab._SHOWN + 2 and {cell.data_type for row in sheet for cell in row} <= {"s", "n"}


def test_nobody_below_admin_reads_the_records(monkeypatch):
    note_use("masuk", person=Person("ani@x.go.id", "perencana"))
    monkeypatch.setattr(usage_tab, "person", lambda: Person("budi@x.go.id", "pengelola_data"))
    app = open_tab()
    assert "hanya untuk admin" in "\n".join(box.value for box in app.error)
    assert not app.dataframe and not app.get("download_button") and "ani@x.go.id" not in texts(app)
    assert person().at_least("admin")


def test_a_log_that_cannot_be_read_is_a_sentence_and_the_other_pages_work(tmp_path):
    (tmp_path / "catatan").mkdir()
    (tmp_path / "catatan/penggunaan").write_bytes(b"bukan folder")
    assert note_use("masuk").jenis == "tak_terjangkau"
    assert "tidak terjangkau" in "\n".join(box.value for box in open_tab().warning)
    for page in ("ringkasan", "manajemen_data"):
        assert not open_page(page).exception
