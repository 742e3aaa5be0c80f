"""The area report as it leaves: its pages, its numbers, what it hides and what it says about itself."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from analysis import language
from analysis.convergence.measures import area_profile
from analysis.figures.view import Empty
from analysis.language import number, percent
from analysis.publication import area, report_figures, report_words
from analysis.publication.blocks import Band, Cell, Document, Finding, Table, Text, Tiles
from analysis.publication.disclosure import check_release
from analysis.publication.report import area_report, document_of, report_pdf
from analysis.publication.typeset import set_pdf
from analysis.sources.shapes import read_shapes
from tests.publication.reading import A4, flat, fonts_of, outside_margins, pages_of, pictures_of

MADE = date(2026, 11, 22)
KAPUK, CENGKARENG, BARAT, SERIBU = "31.73.01.1005", "31.73.01", "31.73", "31.01"


def made(view, kode):
    report = area_report(view, kode, MADE)
    return report, report_pdf(report, read_shapes)


@pytest.fixture(scope="module")
def kapuk(public):
    language.use("id")
    return made(public, KAPUK)


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize(
    ("kode", "most"), [(KAPUK, 1), ("31.01.01.1001", 1), (CENGKARENG, 2), ("31.74.07", 2), (BARAT, 2), (SERIBU, 2)]
)
def test_every_level_keeps_to_its_a4_pages_inside_the_margins(public, kode, most, bahasa):
    language.use(bahasa)
    _report, pdf = made(public, kode)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert 1 <= len(reader.pages) <= most
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    for picture in pictures_of(pdf):
        assert outside_margins(picture) == 0
        assert (picture < 250).mean() > 0.02, "blank"


def test_it_is_tagged_named_and_carries_its_fonts(kapuk):
    _report, pdf = kapuk
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "id"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Laporan wilayah Kapuk 2024" and reader.metadata.author == "Konvergensi"
    assert "pdfuaid:part" in str(root["/Metadata"].get_object().get_data())
    assert reader.metadata.creation_date.date() == MADE
    fonts = fonts_of(pdf)
    assert all(fonts.values()) and all("PlusJakartaSans" in name for name in fonts)
    assert A4[0] == pytest.approx(float(reader.pages[0].mediabox.width), abs=0.01)


def test_every_picture_has_words_for_who_cannot_see_it(kapuk):
    _report, pdf = kapuk
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(node.get("/Alt", ""))
            if "/K" in node and not isinstance(node["/K"], int):
                walk(node["/K"])

    walk(pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    assert len(found) == 4 and all(len(text) > 20 for text in found)


@pytest.mark.parametrize(("bahasa", "mark"), [("id", "DATA CONTOH"), ("en", "SAMPLE DATA")])
def test_synthetic_rows_are_marked_on_every_page_and_in_the_metadata(public, bahasa, mark):
    language.use(bahasa)
    report, pdf = made(public, BARAT)
    assert report.contoh and all(mark in text for text in pages_of(pdf))
    information = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert mark in information.subject and mark in information["/Keywords"]


def test_finding_sources_date_and_rule_stand_in_the_text(kapuk):
    report, pdf = kapuk
    (text,) = pages_of(pdf)
    assert flat(report.temuan) in text
    for part in report_words.source_text(report.rows).removesuffix(".").split("; "):
        assert flat(part) in text
    assert "Dibuat 22 November 2026" in text and "Halaman 1 dari 1" in text
    assert "angka 1–4, penyebut di bawah 20" in text


@pytest.mark.parametrize("kode", [KAPUK, CENGKARENG, BARAT])
def test_key_figures_are_those_of_the_profile(internal, tables, kode):
    profile = area_profile(tables, kode, 2024).set_index("indikator")["nilai"]
    report, pdf = made(internal, kode)
    shown = [point.nilai for point in report.angka]
    assert shown[:2] == [percent(profile["prevalensi_rutin"]), number(profile["jumlah_pendek"])]
    if kode != BARAT:
        assert shown[2:] == [percent(profile["cakupan_ds"]), number(profile["total_krs"])]
    else:
        # SKI 2023 and the penilaian kinerja TA 2024, as published (domain brief 5.1 and 3.4).
        assert shown[2:] == [percent(17.1), number(69553)]
    assert all(flat(value) in pages_of(pdf)[0] for value in shown)


def test_kelurahan_of_a_kecamatan_stand_there_with_their_numbers(public):
    _report, pdf = made(public, CENGKARENG)
    rows, text = area.parts(public, CENGKARENG, "kelurahan"), pages_of(pdf)[1]
    assert len(rows) == 6
    for _place, row in rows.iterrows():
        line = f"{row['nama']} {number(row['n'])} {number(row['pembilang'])} {number(row['nilai'], 1)}"
        assert line in text


def test_small_numbers_are_hidden_and_said_to_be(public, internal):
    """Pulau Panggang 2024 has 3 cases among 104 children."""
    kode = "31.01.01.1001"
    report, pdf = made(public, kode)
    assert [point.nilai for point in report.angka[:2]] == ["disembunyikan", "disembunyikan"]
    assert "terlalu kecil untuk dipublikasikan" in report.temuan
    (text,) = pages_of(pdf)
    assert "2,9 %" not in text and "3 dari 104" not in text
    assert isinstance(report_figures.trend_figure(public.on(kota=SERIBU), kode), Empty)
    open_report, open_pdf = made(internal, kode)
    assert flat(open_report.angka[0].nilai) == "2,9 %"
    assert all("Internal, tidak untuk publikasi" in page for page in pages_of(open_pdf))
    assert "Internal" not in text


def test_nothing_of_a_later_year_is_told(public):
    found = area.series(public.on(tahun=2023), "prevalensi_rutin", KAPUK)
    assert found["tahun"].tolist() == [2021, 2022, 2023]


@pytest.mark.parametrize("kode", ["31.71", "31.71.01", "31.71.01.1001"])
def test_an_area_without_counts_says_what_is_published_and_what_would_fill_the_rest(empty, kode):
    report, pdf = made(empty, kode)
    (text,) = pages_of(pdf)
    assert not report.contoh and "CONTOH" not in text
    assert "Belum ada data pengukuran balita 2024" in report.temuan
    assert "Prevalensi stunting Jakarta Pusat 19,1 % menurut SKI 2023." in text
    assert "Tabel Balita dari e-PPGBM/SIGIZI." in text
    assert outside_margins(pictures_of(pdf)[0]) == 0


def test_the_accent_of_a_map_is_the_area_of_the_report(internal):
    frame = report_figures.map_figure(internal, CENGKARENG).frames["data"]
    assert set(frame.loc[frame["lokus"], "kode_kelurahan"].str[:8]) == {CENGKARENG}


@pytest.mark.parametrize("kode", [KAPUK, CENGKARENG, SERIBU])
def test_the_numbers_of_a_report_pass_the_release_check(public, suppression, kode):
    frames = {
        "tetangga": area.peers(public, kode).drop(columns=["milik", "kode"]),
        "tren": area.series(public, "prevalensi_rutin", kode).assign(indikator="prevalensi_rutin", kode_wilayah=kode),
        "faktor": area.factors(public, kode).assign(tahun=2024, kode_wilayah=kode),
        "layanan": area.services(public, kode).assign(tahun=2024, kode_wilayah=kode),
    }
    found = check_release(frames, suppression)
    assert found.boleh, found.ditolak


def test_other_codes_are_refused(public):
    for kode in ("31", "", "31.79", "31.73.01.9999", "abc"):
        with pytest.raises(KeyError):
            area_report(public, kode)


HOSTILE = [
    "#panic(1) $x^2$ *tebal* _miring_ [isi] <label> @rujuk `kode` // komentar \\ ~",
    "Panjang" * 60,
    "tab\tdan\x00kendali\x07 \u202ebalik",
    "多字 Кириллица 🙂 العربية",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_from_data_are_set_as_text(text):
    rows = ((Cell(text), Cell("1")), text, (Cell("b"), Cell("2")))
    table = Table((text, "n"), rows, ("kiri", "kanan"), (2, 1), judul=text, catatan=text)
    blocks = (Band(text, text, text), Finding(text), Tiles(()), table, Text(text, text))
    pdf = set_pdf(Document(text, text, text, text, blocks, MADE), read_shapes)
    assert all(outside_margins(picture) == 0 for picture in pictures_of(pdf))
    letters = [letter for letter in flat("".join(pages_of(pdf))) if letter.isalnum()]
    assert "".join(letter for letter in text if letter.isascii() and letter.isalnum())[:12] in "".join(letters)


def test_hostile_names_of_areas_reach_the_report_as_text(internal, tables):
    areas = tables["kelurahan"]
    name = "#let x = 1; *Kapuk* $[<"
    wrong = areas.assign(nama_kelurahan=areas["nama_kelurahan"].where(areas["kode_kelurahan"] != KAPUK, name))
    view = replace(internal, tables={**tables, "kelurahan": wrong}, names={**internal.names, KAPUK: name})
    _report, pdf = made(view, KAPUK)
    assert name in pages_of(pdf)[0]


def test_the_document_is_the_same_for_the_same_numbers(public, kapuk):
    report, pdf = kapuk
    assert document_of(report) == document_of(report)
    assert report_pdf(report, read_shapes) == pdf
