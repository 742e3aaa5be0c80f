"""A release says everything twice at most once wrong: the same masked numbers in pictures, tables, words and manifest."""

import csv
import io
import json
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest

from analysis.commands.looking import open_view
from analysis.language import use
from analysis.output.columns import for_people
from analysis.publication import manifest as manifests
from analysis.publication.disclosure import Suppression, rules_of
from analysis.publication.press import press_paragraph
from analysis.publication.release import Look, ReleaseError, compose_release, release_zip
from analysis.sources.shapes import read_shapes

DAY = date(2025, 9, 1)
WANTED = [("peta", {}), ("peringkat", {}), ("peta", {"code": "E17"})]


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    shown = open_view(str(tmp_path_factory.mktemp("catatan")), kota="31.73", tahun=2024)
    return shown.on(supresi=Suppression(shown.tables, rules_of(shown.tables["parameter"])))


@pytest.fixture(scope="module")
def release(view):
    return compose_release(view, WANTED, hari=DAY, sidik="abc123")


@pytest.fixture(scope="module")
def files(release):
    content = release_zip(release, Look("feed_1_1", ("svg",)), None, read_shapes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_it_holds_pictures_numbers_words_sources_method_changes(files):
    assert {name for name in files if "/" not in name} == {
        "baca-dulu.txt", "siaran-pers.id.txt", "siaran-pers.en.txt", "metode.txt", "perubahan.txt", "sumber.csv",
        "rilis.json",
    }  # fmt: skip
    stems = ["01-peta", "02-peringkat", "03-peta-e17"]
    for folder, ending in (("grafik", "svg"), ("angka", "csv")):
        inside = sorted(name for name in files if name.startswith(f"{folder}/") and name.endswith(ending))
        assert inside == [f"{folder}/{stem}-CONTOH.{ending}" for stem in stems]
    assert b"DATA CONTOH" in files["grafik/01-peta-CONTOH.svg"]
    assert "bukan angka resmi" in files["baca-dulu.txt"].decode("utf-8-sig")


def test_the_workbook_equals_the_tables_and_carries_a_sheet_about_them(release, files):
    book = openpyxl.load_workbook(io.BytesIO(files["angka/angka-CONTOH.xlsx"]))
    assert book.sheetnames[-1] == "Keterangan" and len(book.sheetnames) == 4
    sheet = list(book["01-peta CONTOH"].iter_rows(values_only=True))
    shown = for_people(release.pieces[0].figure.table)
    assert list(sheet[0]) == list(shown)
    place = list(shown).index("Nilai")
    written = [row[place] for row in sheet[1:]]
    expected = release.pieces[0].figure.table["nilai"].tolist()
    assert written == [None if pd.isna(value) else pytest.approx(value) for value in expected]
    about = {row[0]: row[1] for row in book["Keterangan"].iter_rows(values_only=True)}
    assert "01-peta: " in about["Subjudul"] and "di bawah 20 disembunyikan" in about["Catatan"]


def test_a_hidden_kelurahan_has_no_number_anywhere(view, release, files):
    hidden = view.supresi.hidden("prevalensi_rutin", 2024, "kelurahan")["kode"]
    inside = [code for code in hidden if code.startswith("31.73")]
    assert inside, "the sample has small numbers in Jakarta Barat"
    rows = {row[0]: row for row in read_csv(files["angka/01-peta-CONTOH.csv"])}
    heading = rows["Kode kelurahan"]
    for code in inside:
        assert rows[code][heading.index("Nilai")] == rows[code][heading.index("Pembilang")] == ""
        assert rows[code][heading.index("Disembunyikan")] == "ya"
        said = [cells for key, cells in release.manifest["tabel"]["01-peta"].items() if code in key]
        assert said and all(cells["nilai"] is None and cells["pembilang"] is None for cells in said)


def test_the_press_paragraph_tells_published_facts_in_both_languages_and_nothing_synthetic(view, files):
    told = files["siaran-pers.id.txt"].decode("utf-8-sig")
    assert told.startswith(
        "JAKARTA BARAT, 1 September 2025 – Prevalensi stunting Jakarta Barat 17,1\u00a0% menurut SKI 2023."
    )
    assert "69.553 keluarga berisiko stunting" in told
    assert "17.1% according to SKI 2023" in files["siaran-pers.en.txt"].decode("utf-8-sig")
    # 1,7 % is the routine prevalence of the sample rows.
    assert "1,7\u00a0%" not in told and "CONTOH" not in told and "contoh" not in told


def test_a_press_paragraph_tells_what_the_city_uploaded(view):
    use("id")
    own = view.tables["balita"].assign(jenis_data="diunggah", sumber_judul="Sudinkes, ekspor Agustus 2024")
    tables = {**view.tables, "balita": own}
    told = press_paragraph(view.on(tables=tables, supresi=Suppression(tables, view.supresi.rules)))
    assert "Prevalensi rutin Jakarta Barat 1,7\u00a0% pada 2024" in told and "disembunyikan" in told


def test_sources_stand_there_once_with_their_addresses(files):
    heading, *rows = read_csv(files["sumber.csv"])
    titles = [row[0] for row in rows]
    assert heading == ["Sumber", "Alamat sumber", "Tanggal sumber", "Jenis data"]
    assert len(titles) == len(set(titles)) and titles[-1] == "Data contoh (sintetis)"
    assert all(row[1].startswith("https://") for row in rows[:-1])


def test_the_next_release_names_what_was_corrected(view, release):
    use("id")
    before = json.loads(manifests.to_text(release.manifest))
    rows = view.tables["balita"]
    # Kapuk had 61 stunted among the measured; ten more are recorded.
    at = ((rows["kode_kelurahan"] == "31.73.01.1005") & (rows["tahun"] == 2024)).to_numpy(dtype=bool)
    mended = rows.assign(pendek=rows["pendek"].where(~at, rows["pendek"] + 10))
    tables = {**view.tables, "balita": mended}
    later = view.on(tables=tables, supresi=Suppression(tables, view.supresi.rules))
    second = compose_release(later, WANTED[:1], hari=date(2025, 10, 1), sidik="def", nomor=2)
    told = manifests.say_changes(before, second.manifest, {"01-peta": "Peta kelurahan"})
    old, new = (
        frame.set_index("kode_kelurahan").loc["31.73.01.1005"]
        for frame in (release.pieces[0].figure.table, second.pieces[0].figure.table)
    )
    assert new["pembilang"] == old["pembilang"] + 10
    assert told[0] == "4 perubahan sejak rilis 1 (1 September 2025):"
    assert f"Peta kelurahan, Kapuk, Pembilang: {old['pembilang']:.0f} menjadi {new['pembilang']:.0f}" in told
    assert sorted(line for line in told if "ditarik" in line) == ["02-peringkat: ditarik", "03-peta-e17: ditarik"]


def test_without_a_change_the_note_says_so(release):
    use("id")
    assert manifests.say_changes(release.manifest, release.manifest, {}) == [
        "Tidak ada angka yang berubah sejak rilis 1 (1 September 2025)."
    ]
    assert "pertama" in manifests.say_changes(None, release.manifest, {})[0]


def test_hiding_and_showing_are_told_without_the_hidden_number():
    def said(value):
        return {"tabel": {"t": {'{"nama": "Kapuk"}': {"nilai": value}}}, "nomor": 1, "tanggal": "2025-01-01"}

    use("id")
    hid, shown = (
        manifests.say_changes(one, other, {})[1] for one, other in ((said(3), said(None)), (said(None), said(7)))
    )
    assert hid == "t, Kapuk, Nilai: kini disembunyikan atau belum diketahui"
    assert shown == "t, Kapuk, Nilai: 7, sebelumnya disembunyikan atau belum diketahui"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format":"lain"}', '{"format":"konvergensi-rilis/1","tabel":[]}'])
def test_what_is_no_manifest_is_passed_over(text):
    assert manifests.from_text(text) is None


def test_a_refused_release_writes_nothing(release):
    release.check.ditolak.append("Tabel X: memuat NIK.")
    try:
        with pytest.raises(ReleaseError, match="memuat NIK"):
            release_zip(release, Look(), None, read_shapes)
    finally:
        release.check.ditolak.clear()


def test_a_view_with_all_numbers_makes_no_release(view):
    with pytest.raises(ValueError):
        compose_release(view.on(supresi=None), WANTED, hari=DAY, sidik="abc")
