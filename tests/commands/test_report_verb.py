"""report: a PDF or a zip of them, or one sentence."""

import io
import zipfile

import pypdf
import pytest

from tests.publication.reading import pages_of


def test_a_report_hides_small_numbers_unless_internal(run, tmp_path):
    words = ["report", "--wilayah", "31.01.01.1001", "--tahun", "2024"]
    said = run(*words, "-o", tmp_path / "a.pdf")
    assert (said.code, said.out) == (0, b"")
    run(*words, "-o", tmp_path / "b.pdf", "--internal")
    public, internal = (pages_of((tmp_path / f"{name}.pdf").read_bytes())[0] for name in "ab")
    assert "terlalu kecil untuk dipublikasikan" in public and "Internal" not in public
    assert "3 dari 104 balita" in internal and "Internal, tidak untuk publikasi" in internal


def test_english_and_without_samples(run, tmp_path):
    run("report", "--wilayah", "31.71", "-o", tmp_path / "a.pdf", "--bahasa", "en", "--tanpa-contoh")
    reader = pypdf.PdfReader(io.BytesIO((tmp_path / "a.pdf").read_bytes()))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "SAMPLE" not in reader.pages[0].extract_text()


def test_bulletin_of_a_kota(run, tmp_path):
    assert run("report", "--wilayah", "31.01", "--buletin", "-o", tmp_path / "b.pdf").code == 0
    assert "Pulau Panggang" in " ".join(pages_of((tmp_path / "b.pdf").read_bytes()))


def test_one_report_per_kelurahan_in_a_zip(run, tmp_path):
    run("report", "--wilayah", "31.01.01", "--semua", "kelurahan", "-o", tmp_path / "s.zip")
    with zipfile.ZipFile(tmp_path / "s.zip") as held:
        names = held.namelist()
        assert names == [
            "31-01-01-1001-pulau-panggang-2024-CONTOH.pdf",
            "31-01-01-1002-pulau-kelapa-2024-CONTOH.pdf",
            "31-01-01-1003-pulau-harapan-2024-CONTOH.pdf",
        ]
        assert all(held.read(name).startswith(b"%PDF") for name in names)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--wilayah", "31.79", "-o", "a.pdf"], "tidak ada wilayah dengan kode ini"),
        (["--wilayah", "31", "-o", "a.pdf"], "tidak ada wilayah dengan kode ini"),
        (["--wilayah", "31.73.01", "--buletin", "-o", "a.pdf"], "--buletin memuat semua kelurahan sebuah kota"),
        (["--wilayah", "31.73", "-o", "a.docx"], "harus berakhiran .pdf"),
        (["--wilayah", "31.73", "--semua", "kelurahan", "-o", "a.pdf"], "harus berakhiran .zip"),
        (["--wilayah", "31.73.01", "--semua", "kecamatan", "-o", "a.zip"], "kode wilayah yang lebih besar"),
        (["--wilayah", "31.01.01.1001", "-o", "tidak/ada/a.pdf"], "berkas atau folder tidak ada"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, tmp_path, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    said = run("report", *words)
    assert said.code == 1 and sentence in said.err and len(said.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
