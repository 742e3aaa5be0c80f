"""The rembuk pack as people open it: its papers, its form brought back in, what it hides and what it says about itself."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from analysis import language
from analysis.convergence.coverage import coverage_gaps
from analysis.convergence.lokus import lokus_of_year
from analysis.convergence.plans import regulations
from analysis.language import number, percent
from analysis.output.captions import sources
from analysis.publication import area, rembuk_facts
from analysis.publication.byname import find_by_name
from analysis.publication.rembuk import file_names, rembuk_pack, rembuk_zip
from analysis.publication.rembuk_form import form_xlsx, offices
from analysis.sources.catalog import load_catalog, with_source
from analysis.sources.imports import apply_all, make_references, open_file, read_and_recognise
from analysis.sources.layouts import TABLES
from analysis.sources.shapes import read_shapes
from analysis.sources.store import cells_of_rows, open_store
from tests.publication.conftest import DAY, view_over
from tests.publication.reading import flat, outside_margins, pages_of, pictures_of

BARAT, SERIBU, PUSAT = "31.73", "31.01", "31.71"


def files_of(pack) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(rembuk_zip(pack, read_shapes)))
    return {kode: archive.read(name) for kode, name in file_names().items()}


def words_of(data: bytes) -> str:
    """Everything that stands in a DOCX, its tables, head and foot included."""
    paper = docx.Document(io.BytesIO(data))
    parts = [paper.element.body, paper.sections[0].header._element, paper.sections[0].footer._element]
    return flat(" ".join("".join(node.itertext()) for part in parts for node in part.iter(qn("w:p"))))


def rows_of(data: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def brought_in(data: bytes, name: str = "formulir-komitmen.xlsx"):
    """The form as the page Manajemen data takes it."""
    references = make_references(load_catalog().tables)
    sheet, found = read_and_recognise(open_file(data, name), references.indicators)
    return found, apply_all(sheet, found.mappings, references)


@pytest.fixture(scope="module")
def pack(public):
    language.use("id")
    return rembuk_pack(public, DAY)


@pytest.fixture(scope="module")
def files(pack):
    return files_of(pack)


@pytest.fixture(scope="module")
def bare_files(empty):
    language.use("id")
    return files_of(rembuk_pack(empty.on(kota=PUSAT), DAY))


def test_the_pack_holds_the_four_files(pack):
    names = zipfile.ZipFile(io.BytesIO(rembuk_zip(pack, read_shapes))).namelist()
    assert names == ["agenda.docx", "situasi-per-kecamatan.pdf", "formulir-komitmen.xlsx", "berita-acara.docx"]


def test_agenda_says_what_the_items_say_and_leaves_the_rest_to_people(pack, files):
    text = words_of(files["agenda"])
    assert "Usulan susunan dari aplikasi, ubah sesuai kebutuhan." in text
    for item in pack.items:
        assert item.kalimat and all(flat(sentence) in text for sentence in item.kalimat)
    table = docx.Document(io.BytesIO(files["agenda"])).tables[1]
    assert [row.cells[2].text for row in table.rows][1:3] == ["Pembukaan", "Keadaan stunting"]
    assert all(row.cells[1].text == row.cells[3].text == "" for row in table.rows[1:])


def test_items_are_the_numbers_of_the_app(pack, public, tables):
    said = {item.kode: " ".join(item.kalimat) for item in pack.items}
    row = area.measured_row(public, "prevalensi_rutin", BARAT)
    assert f"{number(row['pembilang'])} dari {number(row['n'])} balita" in said["stunting"]
    gaps = coverage_gaps(tables["cakupan"], tables["indikator_esensial"], BARAT, 2024)
    worst = gaps[gaps["memenuhi"].notna()].sort_values("terlewat", ascending=False).iloc[0]
    assert f"{worst['nama_pendek']} ({number(worst['terlewat'])})" in said["layanan"]
    # 5 commitments in the sample of 2024, of which the one of July was never done.
    assert "Komitmen rembuk 2024: 4 dari 5 komitmen selesai; 1 lewat tenggat" in said["komitmen"]


def test_proposals_are_lokus_with_most_people_missed_then_late_promises_then_the_review(pack, tables):
    found = pack.usulan
    assert found["dasar"].drop_duplicates().tolist() == ["lokus", "lewat_tenggat", "reviu"]
    lokus = set(lokus_of_year(tables["lokus"], tables["kelurahan"], BARAT, 2024)["nama"])
    first = found[found["dasar"] == "lokus"]
    named = {re.search(r"Kelurahan (.+?):", text)[1] for text in first["komitmen"]}
    assert named == lokus and len(first) == len(lokus)
    gaps = coverage_gaps(tables["cakupan"], tables["indikator_esensial"], "31.73.01.1005", 2024)
    kapuk = gaps[gaps["selisih"] > 0].sort_values("terlewat", ascending=False).iloc[0]
    assert first["komitmen"].iloc[0] == f"Menjangkau sasaran yang terlewat di Kelurahan Kapuk: {kapuk['nama_pendek']}"
    assert (
        f"{number(kapuk['terlewat'])} sasaran terlewat pada 2024 (cakupan {percent(kapuk['nilai'])}"
        in first["catatan"].iloc[0]
    )
    assert (found["tenggat"] == "").all(), "nobody promised a date"
    assert found["catatan"].str.startswith("Usulan aplikasi. ").all()
    assert not found["komitmen"].duplicated().any()


def test_a_proposal_from_synthetic_rows_says_so_where_it_will_be_recorded(pack):
    synthetic = pack.usulan["jenis_data"] == "contoh"
    assert synthetic.any() and (~synthetic).any()
    assert (pack.usulan["catatan"].str.contains("DATA CONTOH") == synthetic).all()


def test_the_form_has_the_columns_of_the_table_and_checks_what_is_filled_in(files, pack, public):
    head, *rows = rows_of(files["formulir"])
    assert list(head) == list(TABLES["komitmen"].columns)
    assert [row[2] for row in rows] == pack.usulan["komitmen"].tolist()
    assert {row[0] for row in rows} == {"31.73"} and {row[1] for row in rows} == {2024}
    book = openpyxl.load_workbook(io.BytesIO(files["formulir"]))
    assert book.sheetnames == ["Komitmen CONTOH", "Keterangan", "Daftar"]
    checks = {str(rule.sqref)[0]: rule.type for rule in book.worksheets[0].data_validations.dataValidation}
    assert checks == {"A": "list", "B": "list", "D": "list", "E": "date", "F": "date"}
    assert [cell.value for cell in book["Daftar"]["A"][1:] if cell.value] == offices(public)
    assert "Dinas Kesehatan" in offices(public)
    about = " ".join(str(cell) for row in book["Keterangan"].iter_rows(values_only=True) for cell in row)
    assert "DATA CONTOH" in about and all(name in about for name in sources(pack.usulan))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def filled_in(data: bytes) -> bytes:
    """As after the rembuk: owners and dates written in, one proposal struck out, one commitment added."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    sheet.delete_rows(3)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 4).value = sheet.cell(row, 4).value or "Kepala Suku Badan Perencanaan"
        sheet.cell(row, 5).value = date(2026, 12, 31)
    sheet.append(["31.73", 2024, "Menambah hari layanan posyandu", "Camat", "31/01/2027", None, "disepakati"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_form_that_was_filled_in_is_recorded_whole(files, tmp_path):
    data = filled_in(files["formulir"])
    found, (outcome,) = brought_in(data)
    assert found.jenis == "tabel" and outcome.tabel == "komitmen"
    assert outcome.problems == [] and outcome.doubtful.empty
    rows = rows_of(data)[1:]
    assert outcome.frame["komitmen"].tolist() == [row[2] for row in rows]
    assert outcome.frame["penanggung_jawab"].tolist() == [row[3] for row in rows]
    assert outcome.frame["tenggat"].tolist() == ["2026-12-31"] * (len(rows) - 1) + ["2027-01-31"]
    assert outcome.frame["catatan"].tolist() == [row[6] for row in rows]
    store = open_store(load_catalog().tables, str(tmp_path))
    frame = with_source(outcome.frame, "diunggah", sumber_judul="formulir-komitmen.xlsx")
    cells = cells_of_rows("komitmen", frame, "berkas", columns=list(outcome.brought))
    store.save(cells, oleh="Bappeda", apa="rembuk", induk=store.state(fresh=True).frontier)
    kept = store.state(fresh=True).frames["komitmen"]
    columns = ["komitmen", "penanggung_jawab", "tenggat", "catatan"]
    assert sorted(map(tuple, kept[columns].values)) == sorted(map(tuple, outcome.frame[columns].values))


def test_a_proposal_that_nobody_owns_is_told_and_the_others_are_recorded(files, pack):
    _found, (outcome,) = brought_in(files["formulir"])
    without = int((pack.usulan["penanggung_jawab"] == "").sum())
    assert without == 5 and len(outcome.frame) == len(pack.usulan) - without
    assert len(outcome.problems) > 0


def test_minutes_name_regulations_of_the_tables_commitments_with_room_and_offices(files, tables, pack):
    text = words_of(files["berita_acara"])
    grounds, agreed, signed = docx.Document(io.BytesIO(files["berita_acara"])).tables[1:]
    known = regulations(tables, BARAT)
    shown = known[known["tanggal"].str[:4] <= "2024"]
    assert [row.cells[0].text for row in grounds.rows[1:]] == shown["nomor"].tolist()
    assert "5 Agustus 2021" in grounds._element.xpath("string(.)") and "Perpres 12/2025" not in text
    promises = rembuk_facts.promised(pack.view, 2024, DAY.isoformat())["komitmen"].tolist()
    assert [row.cells[1].text for row in agreed.rows[1:6]] == [f"{text} (DATA CONTOH)" for text in promises]
    assert [row.cells[1].text for row in agreed.rows[6:]] == [""] * 8
    assert all(row.cells[1].text == row.cells[2].text == "" for row in signed.rows[1:])
    assert "belum sah sebelum disepakati" in text


@pytest.mark.parametrize("kode", ["agenda", "berita_acara"])
def test_papers_have_real_headings_repeated_heads_language_and_sources(files, pack, kode):
    paper = docx.Document(io.BytesIO(files[kode]))
    styles = [paragraph.style.name for paragraph in paper.paragraphs]
    assert styles[0] == "Title" and styles.count("Heading 1") >= 4 and "Heading 2" in styles
    headed = [table for table in paper.tables if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    assert len(headed) == {"agenda": 1, "berita_acara": 3}[kode]
    (said,) = paper.styles.element.xpath("./w:docDefaults//w:lang")
    assert said.get(qn("w:val")) == "id-ID" and paper.core_properties.language == "id-ID"
    assert paper.styles["Normal"].font.name == paper.styles["Heading 1"].font.name == "Plus Jakarta Sans"
    assert not paper.styles["Heading 1"].element.xpath(".//@w:asciiTheme")
    footer = paper.sections[0].footer._element.xpath(".//w:instrText")
    assert [node.text.strip() for node in footer] == ["PAGE", "NUMPAGES"]
    about = paper.core_properties
    assert "Jakarta Barat 2024" in about.title and about.author == "Konvergensi" and about.created.date() == DAY
    assert "DATA CONTOH" in paper.sections[0].header.paragraphs[0].text and "DATA CONTOH" in about.keywords
    text = words_of(files[kode])
    assert all(flat(name) in text for item in pack.items for name in sources(item.rows))


def test_every_kecamatan_has_its_page(files, pack):
    pages = pages_of(files["situasi"])
    names = sorted(set(pack.view.tables["kelurahan"].query("kode_kota == '31.73'")["kode_kecamatan"]))
    assert len(pages) == 2 + len(names)
    for page, kode in zip(pages[2:], names, strict=True):
        row = area.measured_row(pack.view, "prevalensi_rutin", kode)
        assert (
            f"{number(row['pembilang'])} dari {number(row['n'])} balita yang diukur di {pack.view.name(kode)}" in page
        )
        assert all(pack.view.name(one) in page for one in area.parts(pack.view, kode, "kelurahan")["kode"])
    assert all("DATA CONTOH" in page for page in pages) and "Sumber." in pages[-1]
    assert "Komitmen rembuk stunting 2023" in pages[1] and "Usulan komitmen" in pages[1]
    assert all(outside_margins(picture) == 0 for picture in pictures_of(files["situasi"]))


def test_a_commitment_stands_on_the_page_of_the_kecamatan_it_names(internal, tables):
    own = tables["komitmen"].query("kode_kota == '31.73' and tahun == 2024").head(1).assign(komitmen="Sumur di Kapuk")
    view = replace(internal, tables={**tables, "komitmen": own}, _kept={})
    pages = pages_of(files_of(rembuk_pack(view, DAY))["situasi"])
    assert [("Sumur di Kapuk" in page) for page in pages[2:4]] == [True, False]
    assert all("Internal, tidak untuk publikasi" in page for page in pages)


def test_small_numbers_stay_hidden_in_every_file(suppression, tables):
    """Pulau Panggang 2024 has 3 cases among 104 children."""
    view = view_over(tables, kota=SERIBU, supresi=suppression)
    made = rembuk_pack(view, DAY)
    found = files_of(made)
    pages = pages_of(found["situasi"])
    assert "disembunyikan" in pages[2] and "3 dari 104" not in " ".join(pages)
    inside = area.services_inside(view, SERIBU, "kelurahan")
    hidden = set(inside.loc[inside["disembunyikan"], "kode"] + inside.loc[inside["disembunyikan"], "nama_pendek"])
    assert hidden and all("Nama lokus tahun ini tidak ditemukan." in text for text in made.usulan["catatan"][:1])


def test_without_data_the_pack_says_what_is_published_and_what_is_missing(bare_files):
    agenda, minutes = words_of(bare_files["agenda"]), words_of(bare_files["berita_acara"])
    pages = pages_of(bare_files["situasi"])
    assert len(pages) == 1 and "Prevalensi stunting Jakarta Pusat 19,1 % menurut SKI 2023." in pages[0]
    assert "Belum ada rekap KRS 2024 untuk Jakarta Pusat." in agenda
    assert "formulir komitmen disediakan kosong" in agenda and "Belum ada komitmen 2024 yang dicatat" in minutes
    assert len(rows_of(bare_files["formulir"])) == 1
    assert "CONTOH" not in "".join([agenda, minutes, *pages])


def test_english_papers_are_english_to_programs_too(public):
    language.use("en")
    found = files_of(rembuk_pack(public.on(kota=SERIBU), DAY))
    language.use("id")
    paper = docx.Document(io.BytesIO(next(data for kode, data in found.items() if kode == "agenda")))
    assert paper.core_properties.language == "en-US" and "SAMPLE DATA" in paper.sections[0].header.paragraphs[0].text
    assert [cell for cell in rows_of(found["formulir"])[0]] == list(TABLES["komitmen"].columns)
    assert pypdf.PdfReader(io.BytesIO(found["situasi"])).trailer["/Root"]["/Lang"] == "en"


HOSTILE = ['=HYPERLINK("http://x","y")', "</w:t><b>tebal</b>", "a\x07b\x0bc", "+62 & <script>", "#panic(1) $x$"]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_from_data_stay_texts(internal, tables, text):
    komitmen = tables["komitmen"].query("kode_kota == '31.01' and tahun == 2024").head(1)
    wrong = komitmen.assign(komitmen=text, penanggung_jawab=text, tanggal_selesai="")
    view = replace(internal, tables={**tables, "komitmen": wrong}, kota=SERIBU, _kept={})
    made = rembuk_pack(view, DAY)
    assert made.usulan["komitmen"].str.startswith("Menuntaskan komitmen 2024: ").any()
    found = files_of(made)
    letters = "".join(sign for sign in text if sign.isalnum())
    assert letters in "".join(sign for sign in words_of(found["berita_acara"]) if sign.isalnum())
    book = openpyxl.load_workbook(io.BytesIO(found["formulir"]))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_nothing_in_the_pack_is_about_a_person(pack, files):
    assert find_by_name(pack.usulan) == []
    texts = [words_of(files["agenda"]), words_of(files["berita_acara"]), *pages_of(files["situasi"])]
    assert not any(re.search(r"(?<![0-9])[0-9]{16}(?![0-9])", text) for text in texts)


def test_the_province_has_no_rembuk(public):
    with pytest.raises(KeyError):
        rembuk_pack(public.on(kota="31"))


def test_the_form_is_the_same_for_the_same_numbers(pack):
    assert rows_of(form_xlsx(pack.view, pack.usulan, DAY)) == rows_of(form_xlsx(pack.view, pack.usulan, DAY))
