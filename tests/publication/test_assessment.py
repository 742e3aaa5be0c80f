"""The penilaian pack as assessors get it: every aksi in the frame of its year, in four files that say the same."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from analysis import language
from analysis.convergence.review import default_weights, frame_actions, review_table, rule_1_1, score
from analysis.language import number
from analysis.output.captions import sources
from analysis.output.sentences import say_rule
from analysis.publication.assessment import (
    Rubric,
    assessment,
    assessment_screens,
    assessment_zip,
    file_names,
    missing_evidence,
)
from analysis.publication.assessment_facts import evidence, overview
from analysis.publication.assessment_papers import checklist
from analysis.publication.byname import find_by_name
from analysis.sources.shapes import read_shapes
from tests.publication.conftest import DAY
from tests.publication.reading import flat, pages_of
from tests.publication.test_rembuk import words_of

PUSAT = "31.71"


def files_of(made) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(assessment_zip(made, read_shapes)))
    return {kode: archive.read(name) for kode, name in file_names().items()}


def slides_of(data: bytes) -> list[str]:
    """The text of each slide, its tables included."""
    pages = []
    for slide in Presentation(io.BytesIO(data)).slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        cells = [
            cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
        ]
        pages.append(flat(" ".join([*texts, *cells])))
    return pages


@pytest.fixture(scope="module")
def made(public):
    language.use("id")
    return assessment(public, DAY)


@pytest.fixture(scope="module")
def files(made):
    return files_of(made)


@pytest.mark.parametrize(
    ("tahun", "aksi"),
    [(2024, ["1", "2", "3", "4", "5", "6", "7", "8"]), (2025, ["U1", "U2", "U3", "U4", "P1", "P2"])],
)
@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_each_year_is_told_in_its_own_frame(public, tahun, aksi, bahasa):
    language.use(bahasa)
    screens = assessment_screens(public.on(tahun=tahun), DAY.isoformat())
    assert [one.kode for one in screens] == ["pembuka", *(f"aksi_{one}" for one in aksi), "ikhtisar", "kurang"]
    assert all(one.temuan and one.contoh for one in screens)
    language.use("id")


def test_an_aksi_shows_evidence_result_change_and_follow_up(made, tables):
    """Aksi 6 of Jakarta Barat 2024 in the sample: one of two documents, planned for 30 November, not finished."""
    screen = next(one for one in made.layar if one.kode == "aksi_6")
    assert screen.temuan == (
        "Aksi 6, Sistem Manajemen Data Stunting: 1 dari 2 dokumen bukti tersedia; belum selesai, rencananya 30 November 2024."
    )
    assert screen.tabel["bukti"].tolist() == ["Laporan sistem manajemen data", "Hasil uji mutu data"]
    assert (
        screen.tabel["tersedia"].tolist() == [0, 1]
        and screen.tabel["tanggal_selesai"].tolist()[1] == "22 Desember 2024"
    )
    assert [text.split(":")[0] for text in screen.butir] == ["Hasil", "Perubahan", "Tindak lanjut"]
    assert "Lengkapi bukti: 1 dokumen belum tersedia." in screen.butir[2]
    before, now = (review_table(tables, "31.73", year).set_index("aksi").loc["6"] for year in (2023, 2024))
    wanted = f"bukti {number(before['bukti_ada'])}/{number(before['bukti_total'])} menjadi {number(now['bukti_ada'])}/"
    assert wanted in screen.butir[1] and f"huruf tercatat {before['huruf']} menjadi {now['huruf']}" in screen.butir[1]


def test_rule_1_1_stands_where_lokus_are_chosen_as_a_simulation(made, tables):
    screen = next(one for one in made.layar if one.kode == "aksi_1")
    assert say_rule(rule_1_1(tables, "31.73", 2024)["31.73-2024-a"], 2024) in screen.butir[0]
    assert "simulasi aturan 1.1" in screen.butir[0]
    others = " ".join(" ".join(one.butir) for one in made.layar if one.kode != "aksi_1")
    assert "aturan 1.1" not in others


def test_a_changed_frame_is_said_and_not_compared(public):
    for screen in assessment_screens(public.on(tahun=2025), DAY.isoformat())[1:7]:
        assert screen.butir[1] == "Perubahan: Kerangka berganti pada 2025; tidak dibandingkan dengan 2024."


def test_a_score_stands_there_only_with_a_rubric_and_is_called_a_simulation(public, made, tables):
    assert not any("Skor" in point.nama for one in made.layar for point in one.angka)
    weights = default_weights(tables["aksi"], 2024)
    found = assessment(public, DAY, rubrik=Rubric(weights))
    (point,) = next(one for one in found.layar if one.kode == "ikhtisar").angka
    assert point.nama == "Skor simulasi" and "rubrik Anda" in point.catatan
    assert point.nilai == number(score(review_table(tables, "31.73", 2024), weights).nilai, 1)
    assert "Skor simulasi: " + point.nilai in words_of(files_of(found)["naskah"])


def test_recorded_letters_are_shown_as_recorded(made, tables):
    letters = tables["reviu"].query("kode_kota == '31.73' and tahun == 2024").set_index("aksi")["huruf"]
    for one in made.aksi:
        screen = next(screen for screen in made.layar if screen.kode == f"aksi_{one.row['aksi']}")
        assert f"huruf tercatat {letters[one.row['aksi']]}, bukan dihitung aplikasi" in screen.subjudul


def test_what_is_missing_is_every_document_not_at_hand(made, tables, public):
    wanted = tables["bukti"].query("kode_kota == '31.73' and tahun == 2024 and tersedia == 0")["bukti"]
    assert missing_evidence(public)["bukti"].tolist() == wanted.tolist()
    screen = made.layar[-1]
    assert screen.temuan.startswith("Jakarta Barat 2024: 2 dokumen bukti belum tersedia.")
    assert screen.tabel["bukti"].tolist() == wanted.tolist()


def test_slides_and_pages_are_one_per_screen_with_its_words(made, files):
    slides, pages = slides_of(files["pptx"]), pages_of(files["pdf"])
    assert len(slides) == len(pages) == len(made.layar) == 11
    for screen, slide, page in zip(made.layar, slides, pages, strict=True):
        assert flat(screen.temuan) in slide and flat(screen.temuan) in page
        assert all(flat(text) in slide for text in screen.butir)
        assert "DATA CONTOH" in slide and "DATA CONTOH" in page
        assert "Sumber: " in slide and "Sumber: " in page
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(files["pptx"])).slides]
    assert titles == [screen.temuan for screen in made.layar]


def test_prose_has_every_aksi_with_the_same_words(made, files, tables):
    paper, text = docx.Document(io.BytesIO(files["naskah"])), words_of(files["naskah"])
    heads = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    actions = frame_actions(tables["aksi"], 2024)
    named = [f"Aksi {row.aksi}, {row.nama}" for row in actions.itertuples()]
    assert heads == [*named, "Ikhtisar", "Yang masih kurang sebelum penilaian", "Sumber"]
    for one in made.aksi:
        assert all(flat(said) in text for said in (one.temuan, *one.hasil, one.perubahan, *one.tindak_lanjut))
        assert all(flat(name) in text for name in sources(one.rows))
    assert "DATA CONTOH" in paper.sections[0].header.paragraphs[0].text
    assert paper.core_properties.language == "id-ID"


def test_the_checklist_reads_back_as_the_evidence(made, files, public):
    book = openpyxl.load_workbook(io.BytesIO(files["bukti"]))
    assert book.sheetnames == ["Bukti CONTOH", "Ikhtisar CONTOH", "Keterangan"]
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    read = pd.DataFrame(rows, columns=head)
    documents = evidence(public)
    assert sorted(read["Bukti"]) == sorted(documents["bukti"])
    assert (read["Tersedia"] == "ya").sum() == (documents["tersedia"] == 1).sum()
    assert read["Terlambat (hari)"].sum() == documents["terlambat_hari"].sum()
    assert len(overview(list(made.aksi))) == len(list(book.worksheets[1].iter_rows())) - 1
    notes = {row[0]: row[1] for row in book["Keterangan"].iter_rows(values_only=True)}
    assert notes["Sumber"] == "Sumber: Data contoh (sintetis)" and "DATA CONTOH" in notes


def test_without_data_every_aksi_keeps_its_place(empty):
    found = assessment(empty.on(kota=PUSAT), DAY)
    assert not found.contoh and len(found.layar) == 11
    assert found.layar[1].temuan == (
        "Aksi 1, Analisis Situasi: belum ada catatan bukti; tanggal pelaksanaan belum diketahui."
    )
    assert found.layar[-1].temuan == "Jakarta Pusat 2024: 8 aksi belum punya catatan bukti."
    listed = checklist(empty, list(found.aksi))
    assert listed["aksi"].tolist() == list("12345678") and set(listed["bukti"]) == {"belum ada catatan bukti"}
    made = files_of(found)
    assert "CONTOH" not in " ".join([*slides_of(made["pptx"]), *pages_of(made["pdf"]), words_of(made["naskah"])])
    assert openpyxl.load_workbook(io.BytesIO(made["bukti"])).sheetnames == ["Bukti", "Ikhtisar", "Keterangan"]


HOSTILE = ["=1+1", "</a:t><b>tebal</b>", "a\x07b\x0bc", "#panic(1) $x$"]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_from_data_stay_texts(internal, tables, text):
    proof = tables["bukti"].query("kode_kota == '31.73' and tahun == 2024")
    wrong = proof.assign(bukti=[f"{text} {place}" for place in range(len(proof))])
    found = assessment(replace(internal, tables={**tables, "bukti": wrong}, _kept={}), DAY)
    made = files_of(found)
    letters = "".join(sign for sign in text if sign.isalnum())
    for words in (" ".join(slides_of(made["pptx"])), words_of(made["naskah"])):
        assert letters in "".join(sign for sign in words if sign.isalnum())
    book = openpyxl.load_workbook(io.BytesIO(made["bukti"]))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_nothing_in_the_pack_is_about_a_person(made, files):
    assert find_by_name(checklist(made.view, list(made.aksi))) == []
    texts = [*slides_of(files["pptx"]), words_of(files["naskah"])]
    assert not any(re.search(r"(?<![0-9])[0-9]{16}(?![0-9])", text) for text in texts)


def test_the_province_is_not_assessed(public):
    with pytest.raises(KeyError):
        assessment(public.on(kota="31"))
