"""What people write on a picture, and what they cannot take away from it."""

import pytest

from analysis import language
from analysis.output.captions import Caption
from analysis.publication.words import like_identity, one_line, split_note, worded

CREDIT = "Batas indikatif, bukan batas administrasi resmi. © kontributor OpenStreetMap."


def test_a_note_is_taken_apart_and_put_together_again():
    hidden = "1.204 wilayah disembunyikan karena angkanya kecil (aturan aplikasi)."
    assert split_note(f"Sebaran berlebih. {hidden} {CREDIT}", [CREDIT, ""]) == (
        "Sebaran berlebih.",
        f"{CREDIT} {hidden}",
    )
    assert split_note("Hanya catatan.", [CREDIT]) == ("Hanya catatan.", "")
    caption = Caption("Judul", sumber="Sumber: A", catatan=f"Lama. {CREDIT}", contoh=True)
    words = {"judul": "Baru", "subjudul": "", "catatan": "", "alt": "Uraian"}
    assert worded(caption, words, CREDIT) == Caption("Baru", "", "Sumber: A", CREDIT, "Uraian", True)


def test_the_number_of_hidden_areas_stays_in_english_too():
    language.use("en")
    text = language._("{jumlah} wilayah disembunyikan karena angkanya kecil (aturan aplikasi).").format(jumlah="1,204")
    assert split_note(f"Note. {text}", []) == ("Note.", text)


def test_a_number_stays_with_its_unit():
    assert one_line("  17,2\u00a0%\n pada  2024 ") == "17,2\u00a0% pada 2024"


@pytest.mark.parametrize(
    "text",
    ["9973010101900001", "NIK 997301 010190 0001", "99.73.01.010190.0001", "9973-0101-0190-0001", "a9973010101900001b"],
)
def test_what_is_as_long_as_a_nik_is_seen(text):
    assert like_identity(text)


@pytest.mark.parametrize(
    "text", ["31.73.01.1005", "Rp1.234.567.890.123", "2021 2022 2023 2024", "2021: 3,6; 2022: 1,2; 2023: 2,1", ""]
)
def test_codes_sums_of_money_and_years_are_no_nik(text):
    assert not like_identity(text)
