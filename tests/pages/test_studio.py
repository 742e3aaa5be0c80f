"""The studio: every choice gives the picture that is downloaded, and words typed stay until they are given back."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from PIL import Image
from streamlit.runtime.memory_media_file_storage import _calculate_file_id
from streamlit.testing.v1 import AppTest

from analysis import language
from analysis.commands.looking import open_view
from analysis.figures.registry import make_figure, recipes
from analysis.figures.view import Figure, View
from analysis.output.tables_out import to_xlsx
from analysis.output.templates import Dress
from analysis.publication.area_jobs import credits
from analysis.publication.disclosure import Suppression, rules_of
from analysis.publication.words import split_note, suggested_alt, worded
from analysis.same import Same
from pages.parts import studio_files
from tests.pages.test_every_page import open_page, texts

NIK = "9973 0101 0190 0001"


def masked_view(**choices) -> View:
    view = open_view(**{"kota": "31.73", "tahun": 2024, **choices})
    return view.on(supresi=Suppression(view.tables, rules_of(view.tables["parameter"])))


def picture_of(view: View, kode: str, template: str = "slide_16_9", **words: str) -> studio_files.Picture:
    figure = make_figure(kode, view)
    own, kept = split_note(figure.caption.catatan, credits(view))
    caption = figure.caption
    texts = {"judul": caption.judul, "subjudul": caption.subjudul, "catatan": own, "alt": suggested_alt(figure)} | words
    return studio_files.Picture(Same(figure), worded(caption, texts, kept), template, Dress(view.wilayah))


def open_studio(**choices: str) -> AppTest:
    return open_page("publikasi", **choices)


def preview(app: AppTest) -> str:
    """The name under which the picture is sent: Streamlit derives it from its bytes."""
    return app.get("image")[0].proto.imgs[0].url.rpartition("/")[2].removesuffix(".png")


def named(png: bytes) -> str:
    return _calculate_file_id(png, "image/png")


def errors(app: AppTest) -> str:
    return "\n".join(box.value for box in app.error)


def write(app: AppTest, field: str, text: str) -> AppTest:
    boxes = app.text_input if field == "kota" else app.text_area
    return boxes(key=f"studio_kata_{field}").set_value(text).run()


def box(app: AppTest, field: str) -> str:
    return app.text_area(key=f"studio_kata_{field}").value


def choose_template(app: AppTest, code: str) -> AppTest:
    group = next(group for group in app.get("button_group") if group.key == "studio_templat")
    return group.set_value(code).run()


def downloads(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_what_is_shown_is_what_is_downloaded():
    app = open_studio()
    wanted = picture_of(masked_view(), "peta")
    assert preview(app) == named(wanted.file("png", studio_files.PREVIEW_PPI))
    assert downloads(app) == ["PNG", "SVG", "PDF", "CSV", "XLSX"]

    write(app, "judul", "Delapan lokus")
    choose_template(app, "feed_4_5")
    edited = picture_of(masked_view(), "peta", "feed_4_5", judul="Delapan lokus")
    assert preview(app) == named(edited.file("png", studio_files.PREVIEW_PPI))
    assert not app.exception


def test_a_download_holds_the_words_the_size_and_the_kind_of_truth():
    picture = picture_of(masked_view(), "peringkat", "feed_1_1", judul="Judul saya", alt="Uraian saya")
    for dpi, side in ((150, 1125), (300, 2250)):
        image = Image.open(io.BytesIO(picture.file("png", dpi)))
        assert image.size == (side, side)
        assert (image.text["Title"], image.text["Description"]) == ("Judul saya", "Uraian saya")
        assert image.text["Source"] == picture.figure.thing.caption.sumber
    assert picture.name("png") == "peringkat-prevalensi-rutin-jakarta-barat-2024-feed-1-1-CONTOH.png"
    assert picture.name("xlsx") == "peringkat-prevalensi-rutin-jakarta-barat-2024-CONTOH.xlsx"
    assert "DATA CONTOH" in picture.file("svg").decode()


def test_official_lists_go_out_without_the_mark():
    picture = picture_of(masked_view(), "lokus_resmi")
    assert picture.name("svg") == "lokus-jakarta-barat-2024-slide-16-9.svg"
    assert "CONTOH" not in picture.file("svg").decode()


def test_the_workbook_holds_no_number_that_is_hidden():
    figure = make_figure("peta", masked_view())
    hidden = figure.table["disembunyikan"]
    assert hidden.any() and figure.table.loc[hidden, ["nilai", "pembilang"]].isna().all(axis=None)
    rows = list(openpyxl.load_workbook(io.BytesIO(to_xlsx(figure.table, figure.caption))).worksheets[0].values)
    place = rows[0].index("Pembilang")
    assert sum(row[place] is None for row in rows[1:]) == int(hidden.sum())
    assert min(row[place] for row in rows[1:] if row[place]) > 4


def test_a_figure_from_unmasked_numbers_is_refused():
    view = masked_view()
    check = studio_files.check(make_figure("peta", view.on(supresi=None)), view.supresi)
    assert not check.boleh and "Peta kelurahan" in check.ditolak[0]
    assert studio_files.check(make_figure("peta", view), view.supresi).boleh


def test_words_typed_stay_and_untouched_ones_follow_the_figure():
    app = open_studio()
    subtitle = box(app, "subjudul")
    write(app, "judul", "Judul saya")
    app.selectbox(key="studio_gambar").set_value("peringkat").run()
    assert box(app, "judul") == "Judul saya"
    assert box(app, "subjudul") != subtitle
    assert "Anda mengubah ini untuk gambar lain" in texts(app)
    app.selectbox(key="tahun").set_value("2023").run()
    assert box(app, "judul") == "Judul saya" and "2023" in box(app, "subjudul")

    app.switch_page("pages/ringkasan.py").run()
    app.switch_page("pages/publikasi.py").run()
    assert box(app, "judul") == "Judul saya"
    assert app.selectbox(key="studio_gambar").value == "peringkat"
    app.button(key="studio_kembali_judul").click().run()
    assert box(app, "judul") == make_figure("peringkat", masked_view(tahun=2023)).caption.judul
    assert "Anda mengubah" not in texts(app)


def test_credits_and_hidden_areas_stay_whatever_is_written():
    app = open_studio()
    assert box(app, "catatan") == ""
    write(app, "catatan", "Catatan kami.")
    kept = (
        "Batas indikatif, bukan batas administrasi resmi. © kontributor OpenStreetMap. "
        "7 wilayah disembunyikan karena angkanya kecil (aturan aplikasi)."
    )
    assert f"Selalu ikut di bawah catatan: {kept}" in texts(app)
    wanted = picture_of(masked_view(), "peta", catatan="Catatan kami.")
    assert wanted.caption.catatan == f"Catatan kami. {kept}"
    assert preview(app) == named(wanted.file("png", studio_files.PREVIEW_PPI))


@pytest.mark.parametrize("field", ["judul", "alt", "kota"])
def test_a_number_like_a_nik_stops_the_picture(field):
    app = write(open_studio(), field, f"Balita {NIK} di Kapuk")
    assert "nomor 16 angka" in errors(app)
    assert NIK not in errors(app)
    assert downloads(app) == [] and not app.get("image")
    write(app, field, "Balita di Kapuk, 31.73.01.1005, Rp1.234.567.890.123")
    assert errors(app) == "" and app.get("image")


def test_a_long_headline_is_counted():
    app = write(open_studio(), "judul", "a" * 91)
    assert "91 huruf. Lebih dari 90 huruf" in texts(app)


def test_a_chart_handed_over_is_the_one_that_opens():
    app = open_page("ringkasan", indikator="prevalensi_rutin")
    app.session_state["studio_resep"] = ("peringkat", (("code", "jumlah_pendek"),))
    app.switch_page("pages/publikasi.py").run()
    assert app.selectbox(key="studio_gambar").value == "peringkat"
    assert box(app, "judul") == make_figure("peringkat", masked_view(), code="jumlah_pendek").caption.judul
    app.button(key="studio_lepas").click().run()
    assert box(app, "judul") == make_figure("peringkat", masked_view()).caption.judul


def entrusted(figure: Figure):
    app = open_page("ringkasan")
    app.session_state["studio_titipan"], app.session_state["studio_resep"] = figure, ("", ())
    return app.switch_page("pages/publikasi.py").run()


def test_a_chart_without_a_recipe_comes_as_it_is_and_is_checked():
    own = replace(make_figure("peringkat", masked_view()), resep=("", ()))
    app = entrusted(own)
    assert app.selectbox(key="studio_gambar").value == "titipan"
    assert box(app, "judul") == own.caption.judul and app.get("image") and downloads(app)
    whole = make_figure("peringkat", masked_view().on(supresi=None), everything=True)
    refused = entrusted(replace(whole, resep=("", ())))
    assert "angka kecil" in errors(refused)
    assert downloads(refused) == [] and not refused.get("image")


def test_a_figure_about_one_area_asks_for_it():
    app = open_studio(kelurahan="31.73.01.1005")
    app.selectbox(key="studio_gambar").set_value("satu_wilayah").run()
    assert "Kapuk" in box(app, "judul")
    app.selectbox(key="studio_wilayah_31.73").set_value("31.73.06.1004").run()
    assert "Kapuk" not in box(app, "judul")


@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_every_figure_opens_or_says_what_it_lacks(bahasa):
    language.use(bahasa)  # AppTest finds options by the words that the page shows
    app = open_studio(bahasa=bahasa)
    for kode in recipes():
        app.selectbox(key="studio_gambar").set_value(kode).run()
        assert not app.exception, kode
        assert app.get("image") or app.info, kode
        assert errors(app) == "", kode


def test_what_is_not_known_is_an_empty_state_without_downloads():
    app = open_studio(kota="31.01", contoh="0")
    app.selectbox(key="studio_gambar").set_value("riwayat_lokus").run()
    assert "Belum ada daftar lokus bernama untuk Kepulauan Seribu" in app.info[0].value
    assert downloads(app) == []
    assert "CONTOH" not in texts(app)


def test_a_bad_logo_is_one_sentence_and_a_good_one_is_used():
    app = open_studio()
    plain = preview(app)
    app.file_uploader(key="studio_berkas_logo").upload("logo.png", b"\x89PNG\r\n\x1a\nbroken").run()
    assert "Logo tidak dapat dibaca" in errors(app) and preview(app) == plain
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(logo, "PNG")
    app.file_uploader(key="studio_berkas_logo").upload("logo.png", logo.getvalue()).run()
    assert errors(app) == "" and preview(app) != plain
    wanted = picture_of(masked_view(), "peta")
    wanted = replace(wanted, dress=replace(wanted.dress, logo=logo.getvalue()))
    assert preview(app) == named(wanted.file("png", studio_files.PREVIEW_PPI))


def start_batch(app: AppTest, level: str, kind: str):
    app.selectbox(key="studio_tingkat").set_value(level).run()
    app.selectbox(key="studio_jenis").set_value(kind).run()
    app.button(key="studio_buat").click().run()
    return app.session_state["studio_kumpulan"]


def test_a_batch_makes_every_kecamatan_with_its_own_words():
    app = open_studio()
    app.selectbox(key="studio_gambar").set_value("tren_wilayah").run()
    write(app, "judul", "Judul satu wilayah")
    write(app, "kota", "Kota Adm. Barat")
    batch = start_batch(app, "kecamatan", "svg")
    batch.future.result(120)
    app.run()
    assert "8 gambar selesai" in app.success[0].value
    assert "Unduh ZIP" in downloads(app)
    archive = zipfile.ZipFile(io.BytesIO(batch.content()))
    names = [name for name in archive.namelist() if name.endswith(".svg")]
    assert names[0] == "31-73-01-cengkareng-tren-wilayah-CONTOH.svg" and len(names) == 8
    drawn = [archive.read(name).decode() for name in names]
    assert all("Kota Adm. Barat" in text and "Judul satu wilayah" not in text for text in drawn)
    assert len(set(drawn)) == 8
    assert archive.read("teks-alt.txt").decode().count("CONTOH.svg: ") == 8


def test_areas_without_a_picture_are_named():
    app = open_studio(contoh="0")
    app.selectbox(key="studio_gambar").set_value("tren_wilayah").run()
    batch = start_batch(app, "kecamatan", "png")
    batch.future.result(60)
    app.run()
    assert "8 tidak jadi" in app.warning[0].value
    assert "Cengkareng" in texts(app)


def test_a_batch_can_be_cancelled_and_leaves_nothing():
    app = open_studio()
    batch = start_batch(app, "kecamatan", "pdf")
    app.button(key="studio_batal").click().run()
    assert "studio_kumpulan" not in app.session_state
    assert batch.future.cancelled() or batch.future.exception(60) is not None
    assert app.button(key="studio_buat")


def test_the_suggested_alt_text_says_the_finding_and_the_numbers():
    view = masked_view(kelurahan="31.73.01.1005")
    course, ranking = (make_figure(kode, view) for kode in ("tren_wilayah", "peringkat"))
    said = suggested_alt(course)
    assert course.caption.judul in said
    values = course.table.set_index("tahun")["nilai"]
    assert f"2021: {language.number(values[2021], 1)}; 2022: {language.number(values[2022], 1)}" in said
    first, last = ranking.table.iloc[0], ranking.table.iloc[-1]
    assert f"Tertinggi {first['nama']} ({language.number(first['nilai'], 1)}), terendah {last['nama']} (" in (
        suggested_alt(ranking)
    )
