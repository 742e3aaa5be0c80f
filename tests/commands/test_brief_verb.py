"""brief: a deck in one line; what is wrong is one sentence and exit code 1."""

from __future__ import annotations

import re

import pytest
from pptx import Presentation
from pypdf import PdfReader

from tests.commands.conftest import Said

CITY = ("--kota", "31.73", "--tahun", "2024")


def titles(deck) -> list[str]:
    return [slide.shapes.title.text for slide in deck.slides]


def test_a_deck_of_the_screens_asked_for(run, tmp_path):
    file = tmp_path / "paparan.pptx"
    said: Said = run("brief", *CITY, "--susunan", "keputusan,survei", "-o", file)
    assert said.code == 0 and "2 layar tentang Jakarta Barat 2024" in said.err
    deck = Presentation(file)
    assert len(deck.slides) == 2 and "diputuskan" in titles(deck)[0] and "survei" in titles(deck)[1]
    assert deck.core_properties.title == "Paparan Jakarta Barat 2024"


def test_a_pdf_in_english(run, tmp_path):
    file = tmp_path / "briefing.PDF"
    assert run("brief", *CITY, "--susunan", "pembuka", "--bahasa", "en", "-o", file).code == 0
    assert PdfReader(file).trailer["/Root"]["/Lang"] == "en"


def badges(file) -> list[bool]:
    return ["DATA CONTOH" in [shape.name for shape in slide.shapes] for slide in Presentation(file).slides]


def test_without_samples_there_is_no_badge(run, tmp_path):
    with_samples, without = tmp_path / "a.pptx", tmp_path / "b.pptx"
    run("brief", *CITY, "--susunan", "krs", "-o", with_samples)
    assert any(badges(with_samples))
    run("brief", *CITY, "--tanpa-contoh", "-o", without)
    assert badges(without) and not any(badges(without))


def test_a_public_deck_hides_small_numbers(run, tmp_path):
    """Of the 56 kelurahan of Jakarta Barat some have one to four short children: their figures are on no slide."""
    file = tmp_path / "umum.pptx"
    said = run("brief", *CITY, "--publik", "-o", file)
    assert said.code == 0 and re.search(r"Tabel beban: \d+ angka disembunyikan", said.err)
    slides = {slide.shapes.title.text[:15]: slide for slide in Presentation(file).slides}
    assert "disembunyikan" in slides["Prevalensi ruti"].notes_slide.notes_text_frame.text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--kota", "99"), "--kota 99: kode ini tidak dikenal"),
        (("--kota", "31.73.01"), "tidak dikenal"),
        (("--tahun", "1999"), "--tahun 1999: pilih 2021"),
        (("--susunan", "survei,entah"), "layar entah tidak ada di paparan ini"),
    ],
)
def test_a_wrong_choice_is_one_sentence(run, tmp_path, words, sentence):
    file = tmp_path / "x.pptx"
    said = run("brief", *words, "-o", file)
    assert said.code == 1 and sentence in said.err and len(said.err.strip().splitlines()) == 1
    assert not file.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("x.docx", "berakhiran .pptx atau .pdf"), ("tiada/x.pdf", "folder tidak ada"), ("paparan", "berakhiran")],
)
def test_a_wrong_file_is_one_sentence(run, tmp_path, name, sentence):
    said = run("brief", *CITY, "-o", tmp_path / name)
    assert said.code == 1 and sentence in said.err and len(said.err.strip().splitlines()) == 1


def test_a_folder_in_place_of_the_file(run, tmp_path):
    (tmp_path / "a.pptx").mkdir()
    said = run("brief", *CITY, "-o", tmp_path / "a.pptx")
    assert said.code == 1 and "ini folder" in said.err
