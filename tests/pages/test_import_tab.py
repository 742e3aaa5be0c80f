"""The tab Impor as a person uses it: any file in, doubts asked, a mapping drawn once, rows tried out and recorded."""

import pytest

from pages.parts import data
from tests.pages.test_every_page import open_page, texts
from tests.sources.imports.conftest import ansit, workbook
from tests.sources.imports.test_formats import GRID
from tests.sources.imports.test_mapping import OWN

pytestmark = pytest.mark.usefixtures("own_store")

KAPUK = "1,2024,CENGKARENG,PKM KAPUK,3174070004,3173011005,KAPUK,1000,200,800,10,70"
KAPOK = "2,2024,CENGKARENG,PKM KAPUK,,,KAPOK,900,100,700,9,60"


def drop(app, name: str, content: bytes):
    app.file_uploader(key="berkas_impor").upload(name, content).run()
    assert not app.exception
    return app


def said(app) -> str:
    return texts(app) + "\n".join(box.value for kind in ("success", "error") for box in app.get(kind)).replace("\\", "")


def button(app, label: str):
    return next(one for one in app.button if one.label == label)


def test_an_export_of_master_ansit_is_recognised_and_used_on_the_other_pages():
    app = drop(open_page("manajemen_data", contoh="0"), "Data Sasaran.csv", ansit(KAPUK))
    assert "Data Sasaran.csv** dikenali sebagai ekspor Data Sasaran Master Ansit, 1 baris." in said(app)
    assert "Balita: 1 baris benar dipakai. KRS: 1 baris benar dipakai." in said(app)
    app.switch_page("pages/lokus_kelurahan.py").run()
    assert not app.exception
    # (70 + 10) / 800
    assert "10,0" in texts(app)


def test_what_is_wrong_is_named_in_the_words_of_the_file():
    app = drop(open_page("manajemen_data"), "ansit.csv", ansit(KAPUK.replace(",70", ",banyak")))
    assert "ansit.csv, baris 2, kolom JUMLAH_BALITA_PENDEK: “banyak” bukan angka" in said(app)


def test_a_doubtful_area_waits_and_is_used_once_confirmed():
    app = drop(
        open_page("manajemen_data"),
        "ansit.csv",
        ansit(KAPUK.replace("KAPUK,1000", "KAPOK,1000").replace("3173011005", "")),
    )
    assert "Wilayah yang perlu dipastikan" in said(app)
    assert "balita" not in app.session_state["unggahan"]
    box = next(one for one in app.selectbox if one.label.startswith("Kelurahan untuk"))
    assert box.value == "?"  # nothing is taken before somebody says so
    box.set_value("31.73.01.1005").run()
    assert app.session_state["unggahan"]["balita"]["kode_kelurahan"].tolist() == ["31.73.01.1005"]
    assert "Sudah Anda pastikan: KAPOK, CENGKARENG → Kapuk, Cengkareng (31.73.01.1005)" in said(app)
    button(app, "Ulangi").click().run()
    assert "balita" not in app.session_state["unggahan"]


def test_all_suggestions_at_once_and_leaving_rows_out():
    app = drop(open_page("manajemen_data"), "ansit.csv", ansit(KAPUK, KAPOK.replace("KAPOK", "RAWA BUYA")))
    button(app, "Pakai usulan pertama untuk semua").click().run()
    assert app.session_state["unggahan"]["balita"]["kode_kelurahan"].tolist() == ["31.73.01.1005", "31.73.01.1003"]
    button(app, "Ulangi").click().run()
    next(one for one in app.selectbox if one.label.startswith("Kelurahan untuk")).set_value("").run()
    assert app.session_state["unggahan"]["balita"]["kode_kelurahan"].tolist() == ["31.73.01.1005"]
    assert "Wilayah yang perlu dipastikan" not in said(app)


def test_a_grid_without_a_year_is_read_for_the_year_of_its_title_and_for_the_year_chosen():
    app = drop(open_page("manajemen_data"), "kisi.xlsx", workbook(("Rekap", GRID), ("Lain", [["a", "b"], [1, 2]])))
    assert set(app.session_state["unggahan"]["cakupan"]["tahun"]) == {2024}
    year = next(one for one in app.selectbox if one.label.startswith("Tahun data"))
    year.set_value(2023).run()
    assert set(app.session_state["unggahan"]["cakupan"]["tahun"]) == {2023}
    next(one for one in app.selectbox if one.label == "Lembar").set_value("Lain").run()
    assert not app.exception
    assert "cakupan" not in app.session_state["unggahan"]
    assert "bentuknya belum dikenal" in said(app)


def test_an_unknown_table_is_mapped_kept_as_a_template_and_offered_again():
    app = drop(open_page("manajemen_data"), "puskesmas.csv", OWN)
    assert "bentuknya belum dikenal" in said(app)
    assert button(app, "Pakai pemetaan ini").disabled
    chosen = {
        "Kolom kelurahan": "Wilayah kerja",
        "Tahun *": "\x00tetap",
        "Balita sasaran": "",
    }
    for label, value in chosen.items():
        next(one for one in app.selectbox if one.label == label).set_value(value).run()
    app.text_input(key=next(one.key for one in app.text_input if one.label == "Tahun untuk semua baris")).set_value(
        "2024"
    ).run()
    assert not button(app, "Pakai pemetaan ini").disabled
    app.text_input(key="pencatat").set_value("Subanppeko Jakarta Barat").run()
    next(one for one in app.text_input if one.label == "Nama templat").set_value("Rekap puskesmas").run()
    button(app, "Simpan sebagai templat").click().run()
    button(app, "Pakai pemetaan ini").click().run()
    rows = app.session_state["unggahan"]["balita"]
    assert rows[["kode_kelurahan", "tahun", "diukur", "pendek", "sangat_pendek"]].values.tolist() == [
        ["31.73.01.1005", 2024, 800, 70, 10]
    ]
    again = drop(open_page("manajemen_data"), "bulan depan.csv", OWN.replace(b"800;70;10", b"810;71;9"))
    assert "bulan depan.csv** dikenali dengan templat “Rekap puskesmas”, 1 baris." in said(again)
    assert again.session_state["unggahan"]["balita"]["diukur"].tolist() == [810]


def test_recorded_rows_are_seen_in_a_new_session_and_a_second_import_says_what_it_changes():
    app = drop(open_page("manajemen_data", contoh="0"), "ansit.csv", ansit(KAPUK))
    assert "3 sel baru, 0 berubah, 0 sama" in said(app)
    app.button(key="catat_balita").click().run()
    assert "Isi dahulu atas nama siapa" in said(app)
    app.text_input(key="pencatat").set_value("Subanppeko Jakarta Barat").run()
    app.button(key="catat_balita").click().run()
    assert not app.exception
    assert "Balita dari ansit.csv tercatat." in said(app)
    assert "balita" not in app.session_state["unggahan"]
    recorded = data.store().state().by_source("balita")
    assert recorded[["sumber_data", "kode_kelurahan", "diukur", "sumber_judul"]].values.tolist() == [
        ["master_ansit", "31.73.01.1005", 800, "ansit.csv"]
    ]
    assert recorded["balita_sasaran"].isna().all()
    other = drop(open_page("manajemen_data", contoh="0"), "baru.csv", ansit(KAPUK.replace(",70", ",75")))
    assert "0 sel baru, 1 berubah, 2 sama" in said(other)
    app = open_page("lokus_kelurahan", contoh="0")
    assert "10,0" in texts(app)


def test_letting_go_brings_back_what_was_there():
    app = drop(open_page("manajemen_data"), "ansit.csv", ansit(KAPUK))
    app.button(key="lepas_balita").click().run()
    assert "balita" not in app.session_state["unggahan"] and "krs" in app.session_state["unggahan"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("../../etc/passwd.csv", b"%PDF-1.7", "passwd.csv: isinya PDF"),
        ("kosong.csv", b"", "kosong.csv: berkas kosong"),
        ("halaman.xls", b"<html><table></table></html>", "halaman.xls: isinya halaman web"),
        ("keluarga.csv", b"kode_keluarga;umur_istri;jumlah_anak;pus\n1;30;2;1\n", "keluarga.csv** dikenali sebagai data per keluarga"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_in_one_sentence(name, content, sentence):
    app = drop(open_page("manajemen_data"), name, content)
    assert sentence in said(app)
    assert "/etc" not in said(app)
    assert app.session_state["unggahan"] == {}


def test_who_a_row_is_about_never_reaches_the_session():
    content = b"NIK;Nama;Kelurahan;Kecamatan;tahun;diukur;pendek;sangat pendek\n3173010101010001;SITI RAHASIA;Kapuk;Cengkareng;2024;8;1;x\n"
    app = drop(open_page("manajemen_data"), "b.csv", content)
    bringing = app.session_state["impor"]
    kept = said(app) + bringing.sheet.frame.to_csv() + str(bringing)
    assert not [word for word in ("RAHASIA", "9973010101010001") if word in kept]


def test_a_file_of_families_asks_for_its_year():
    content = b"kode_keluarga;umur_istri;jumlah_anak;pus\n1;30;2;1\n"
    app = drop(open_page("manajemen_data"), "keluarga.csv", content)
    year = next(one for one in app.selectbox if one.label.startswith("Tahun data"))
    assert year.value is None
    year.set_value(2024).run()
    assert not app.exception
    assert next(one for one in app.selectbox if one.label.startswith("Tahun data")).value == 2024


def test_the_rule_chosen_for_families_changes_the_count_and_stands_in_the_save():
    """A wife of 30 with three children: at risk by SIGA's rule (3 or more), not by the other one (more than 3)."""
    content = (
        b"kode_keluarga;kode_kelurahan;umur_istri;jumlah_anak;jarak_anak_bulan;pus;hamil;baduta;balita;kb_modern;"
        b"sumber_air_minum;fasilitas_bab\n"
        b"1;31.73.01.1005;30;3;40;1;0;0;1;1;ledeng/PAM;jamban dengan tangki septik\n"
    )
    app = drop(open_page("manajemen_data"), "keluarga.csv", content)
    next(one for one in app.selectbox if one.label.startswith("Tahun data")).set_value(2024).run()
    assert app.session_state["unggahan"]["krs"]["total_krs"].tolist() == [1]
    app.multiselect[0].set_value(["anak_lebih_dari_3"]).run()
    assert app.session_state["unggahan"]["krs"]["total_krs"].tolist() == [0]
    next(one for one in app.text_input if one.key == "pencatat").set_value("Sudin PPAPP").run()
    button(app, "Catat").click().run()
    assert not app.exception
    assert data.store().state().saves[-1].apa == "Impor keluarga.csv; aturan penapisan: anak_lebih_dari_3"


def test_the_tab_speaks_english_too():
    app = drop(open_page("manajemen_data", bahasa="en"), "ansit.csv", ansit(KAPUK, KAPOK.replace("KAPOK", "RAWA BUYA")))
    assert "{" not in said(app)
