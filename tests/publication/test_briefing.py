"""What a briefing is made of, for every kota and year, with and without sample data; the file of an arrangement."""

import json

import pandas as pd
import pytest

from analysis import language
from analysis.commands.looking import open_view
from analysis.figures.view import View
from analysis.output.captions import sample_mark
from analysis.publication.arrangement import Arrangement, ArrangementError, from_json, to_json
from analysis.publication.briefing import compose
from analysis.publication.disclosure import Suppression, rules_of
from analysis.publication.screens import Screen, arranged

TODAY = "2025-06-30"
KOTA = ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75", "31"]
YEARS = range(2021, 2026)


@pytest.fixture(scope="module")
def look(tmp_path_factory):
    """The view of a kota and year; tables are read once with and once without sample data."""
    store = str(tmp_path_factory.mktemp("catatan"))
    views: dict[bool, View] = {contoh: open_view(store, contoh=contoh) for contoh in (True, False)}

    def screens(kota: str, tahun: int, contoh: bool = True, masked: bool = False) -> dict[str, Screen]:
        view = views[contoh].on(kota=kota, tahun=tahun)
        if masked:
            view = view.on(supresi=Suppression(view.tables, rules_of(view.tables["parameter"])))
        return {screen.kode: screen for screen in compose(view, TODAY)}

    return screens


def words(screen: Screen) -> str:
    """Everything on a screen that is read."""
    points = [text for point in screen.angka for text in (point.nama, point.nilai, point.catatan)]
    cells = [] if screen.tabel is None else [str(cell) for cell in screen.tabel.to_numpy().ravel()]
    return "\n".join([screen.temuan, screen.subjudul, *points, *screen.butir, *cells])


@pytest.mark.parametrize("kota", KOTA)
@pytest.mark.parametrize("contoh", [True, False], ids=["with samples", "published only"])
def test_every_kota_and_year_has_a_briefing_that_reads(look, kota, contoh):
    for tahun in YEARS:
        found = list(look(kota, tahun, contoh).values())
        assert found[0].kode == "pembuka"
        assert 4 <= len(found) <= 12, (kota, tahun, len(found))
        assert len({screen.temuan for screen in found}) == len(found), "no finding twice"
        for screen in found:
            assert screen.temuan.endswith((".", ")")), screen.temuan
            assert "nan" not in words(screen).lower().split(), words(screen)
            assert "{" not in words(screen) + screen.catatan
            assert screen.gambar or screen.angka or screen.butir or screen.tabel is not None, (kota, tahun, screen.kode)
            assert ("kota", kota) in screen.pilihan
            assert ("tahun", str(tahun)) in screen.pilihan


@pytest.mark.parametrize("kota", KOTA)
def test_without_sample_data_no_screen_has_a_synthetic_number(look, kota):
    for tahun in YEARS:
        for screen in look(kota, tahun, contoh=False).values():
            assert not screen.contoh, (kota, tahun, screen.kode)
            assert sample_mark() not in words(screen) + screen.catatan


@pytest.mark.parametrize("kota", KOTA)
def test_what_stands_on_sample_data_says_so_everywhere(look, kota):
    """The screen carries the mark, the speaker's notes begin with it, and published numbers stay apart."""
    for screen in look(kota, 2024).values():
        kinds = {point.jenis_data for point in screen.angka}
        assert screen.contoh or "contoh" not in kinds, screen.kode
        if screen.contoh:
            assert screen.catatan.startswith(sample_mark()), screen.kode
            assert "Data contoh (sintetis)" in screen.sumber, screen.kode


def test_jakarta_barat_2024_the_two_lists_disagree_about_two_kelurahan(look):
    """Berita reviu kinerja (20 December 2024) lists Tegal Alur, berita penilaian (27 May 2025) Kalideres instead."""
    screen = look("31.73", 2024)["lokus"]
    assert [(point.nama, point.nilai) for point in screen.angka] == [("Daftar a", "8"), ("Daftar b", "8")]
    assert screen.tabel.to_dict("list") == {
        "nama": ["Kalideres", "Tegal Alur"],
        "Daftar a": ["–", "tercantum"],
        "Daftar b": ["tercantum", "–"],
    }
    assert screen.temuan.startswith("7 kelurahan ada di semua daftar lokus 2024")
    assert not screen.contoh


def test_jakarta_barat_2024_survey_and_target(look):
    """SKI 2023: 17.1 %; national target of 2023: 16.0 %; SSGI 2022: 15.2 %."""
    found = look("31.73", 2024)
    assert found["pembuka"].temuan == (
        "Prevalensi stunting Jakarta Barat 17,1\u00a0% menurut SKI 2023. "
        "SKI 2023 berada 1,1 poin di atas target nasional 16,0\u00a0% untuk 2023."
    )
    assert [point.nilai for point in found["survei"].angka] == ["17,1\u00a0%", "16,0\u00a0%", "1,1 poin"]
    assert "naik 1,9 poin dari 2022 ke 2023" in found["survei"].temuan
    assert "galat survei" in found["survei"].temuan
    assert not found["survei"].contoh


def test_jakarta_barat_2024_families_at_risk_are_the_published_total(look):
    """69,553 families, penilaian kinerja TA 2024; shares per kelurahan are synthetic and marked where they are told."""
    screen = look("31.73", 2024)["krs"]
    assert screen.temuan == "Jakarta Barat: 69.553 keluarga berisiko stunting (Penilaian kinerja TA 2024)."
    assert (screen.angka[0].nilai, screen.angka[0].jenis_data) == ("69.553", "resmi")
    assert all(text.endswith(f"({sample_mark()})") for text in screen.butir)
    published = look("31.73", 2024, contoh=False)["krs"]
    assert [point.nilai for point in published.angka] == ["69.553"]
    assert published.gambar is None


def test_the_most_urgent_decision_is_the_list_that_disagrees_and_there_are_at_most_five(look):
    screen = look("31.73", 2024)["keputusan"]
    assert screen.butir[0] == "Pastikan satu daftar lokus 2024: sumber resmi berbeda tentang Kalideres dan Tegal Alur."
    assert len(screen.butir) == 5
    assert all(text.endswith(f"({sample_mark()})") for text in screen.butir[1:])


def test_decisions_come_last_and_unknowns_just_before(look):
    assert list(look("31.73", 2024))[-2:] == ["belum_diketahui", "keputusan"]


def test_unknowns_say_what_would_fill_them(look):
    screen = look("31.01", 2024, contoh=False)["belum_diketahui"]
    assert any("Daftar lokus 2024 tidak ditemukan" in text and "Keputusan Wali Kota" in text for text in screen.butir)
    assert "krs" not in look("31.01", 2024, contoh=False)
    assert "lokus" not in look("31.01", 2024)


def test_2025_is_reviewed_in_its_own_frame(look):
    found = look("31.71", 2025)
    assert "4 aksi utama dan 2 aksi pendukung" in found["reviu"].temuan
    assert found["reviu"].angka[0].nilai.endswith("/6")
    assert found["perubahan"].temuan.startswith("Mulai 2025 kerangka 8 aksi diganti")


def test_the_province_is_told_by_its_kota(look):
    found = look("31", 2024)
    assert found["reviu"].tabel["penilaian"].tolist() == ["26 Mei 2025"] * 2 + ["27 Mei 2025"] * 3 + ["28 Mei 2025"]
    assert "Jakarta Barat (7) dan Jakarta Selatan (15)" in found["lokus"].temuan


def test_lateness_is_counted_on_the_day_that_is_named(look):
    """The only open promise of Jakarta Barat 2024 was due on 31 July 2024: 334 days before 30 June 2025."""
    screen = look("31.73", 2024)["komitmen"]
    assert screen.subjudul.endswith("per 30 Juni 2025")
    assert screen.tabel.iloc[0][["tenggat", "terlambat_hari"]].tolist() == ["31 Juli 2024", "334"]


@pytest.mark.parametrize("kota", ["31.01", "31.73"])
def test_for_publication_a_briefing_tells_no_sum_of_masked_kelurahan(look, kota):
    found = look(kota, 2024, masked=True)
    said = "\n".join(words(screen) + screen.catatan for screen in found.values())
    assert "Kasus tercatat" not in said
    assert "Bagian di lokus" not in said
    assert "aturan 1.1" not in said
    assert "nan" not in said.lower().split()


def test_a_briefing_speaks_the_language_in_use(look):
    language.use("en")
    try:
        assert "69,553" in words(look("31.73", 2024)["krs"])
    finally:
        language.use("id")


def test_an_arrangement_passes_over_codes_nobody_knows(look):
    screens = list(look("31.73", 2024).values())
    kept = arranged(screens, ["keputusan", "tidak_ada", "pembuka"], {"pembuka": "Sapa camat", "tidak_ada": "x"})
    assert [(screen.kode, screen.catatan_pengguna) for screen in kept] == [("keputusan", ""), ("pembuka", "Sapa camat")]


def test_an_arrangement_file_comes_back_as_it_was_saved():
    kept = Arrangement(("keputusan", "pembuka"), {"pembuka": "Mulai dari sini: 3 hal"})
    assert from_json(to_json(kept)) == kept


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "Ini bukan berkas susunan paparan"),
        (b"[1, 2]", "Ini bukan berkas susunan paparan"),
        (b"[" * 90_000, "Ini bukan berkas susunan paparan"),
        (json.dumps({"jenis": "rencana"}).encode(), "Ini bukan berkas susunan paparan"),
        (json.dumps({"jenis": "paparan", "susunan": "pembuka"}).encode(), "rusak"),
        (json.dumps({"jenis": "paparan", "susunan": ["<script>"]}).encode(), "rusak"),
        (json.dumps({"jenis": "paparan", "susunan": [], "catatan": {"krs": "a" * 301}}).encode(), "300 huruf"),
        (json.dumps({"jenis": "paparan", "susunan": [], "catatan": {"krs": 7}}).encode(), "bukan teks"),
        (b" " * 100_001, "terlalu besar"),
    ],
)
def test_a_bad_arrangement_file_is_one_sentence(content, sentence):
    with pytest.raises(ArrangementError, match=sentence):
        from_json(content)


def test_pictures_of_a_briefing_have_rows_and_words(look):
    for screen in look("31.73", 2024).values():
        if screen.gambar:
            assert all(isinstance(frame, pd.DataFrame) for frame in screen.gambar.frames.values())
            assert screen.gambar.caption.alt
