"""The words around a picture come from its rows."""

import pandas as pd
import pytest

from analysis import language
from analysis.output.captions import (
    Caption,
    OfficialAreas,
    has_sample,
    in_language,
    map_note,
    source_line,
    sources,
)


def rows(*cells):
    """(judul, tanggal, jenis) per row."""
    return pd.DataFrame(cells, columns=["sumber_judul", "tanggal_sumber", "jenis_data"])


def test_published_stands_before_uploaded_before_synthetic():
    frame = rows(
        ("Data contoh (sintetis)", "", "contoh"),
        ("Data contoh (sintetis)", "", "contoh"),
        ("balita_2025.csv", "2025-06-01", "diunggah"),
        ("Paparan penilaian kinerja", "2025-05-27", "resmi"),
    )
    assert source_line(frame) == (
        "Sumber: Paparan penilaian kinerja (27 Mei 2025); balita_2025.csv (1 Juni 2025); Data contoh (sintetis)"
    )


def test_source_of_most_rows_comes_first_and_each_once():
    frame = rows(("A", "", "resmi"), ("B", "2024", "resmi"), ("B", "2024", "resmi"))
    assert sources(frame) == ["B (2024)", "A"]


def test_a_date_is_named_only_when_all_rows_of_a_source_agree():
    frame = rows(("SSGI", "2022", "resmi"), ("SSGI", "2023", "resmi"), ("SKI 2023", "2023", "resmi"))
    assert sources(frame) == ["SSGI", "SKI 2023"]


def test_sums_name_every_part_they_were_added_from():
    frame = rows(("Data contoh (sintetis); Paparan PK", "", "contoh"))
    assert sources(frame) == ["Paparan PK", "Data contoh (sintetis)"]


def test_many_sources_are_folded_and_the_rest_counted():
    frame = rows(*[(letter, "", "resmi") for letter in "ABCDEFG"])
    assert source_line(frame) == "Sumber: A; B; C; dan 4 sumber lain"
    assert source_line(frame.head(4)) == "Sumber: A; B; C; D"


@pytest.mark.parametrize("frame", [rows(), pd.DataFrame({"nilai": [1.0]}), rows(("", "", "resmi"), (None, None, None))])
def test_no_source_no_line(frame):
    assert source_line(frame) == ""


def test_one_synthetic_row_makes_the_picture_a_sample():
    assert has_sample(rows(("A", "", "resmi"), ("B", "", "contoh")))
    assert not has_sample(rows(("A", "", "resmi"), ("B", "", "diunggah")))
    assert not has_sample(pd.DataFrame({"nilai": [1.0]}))


def test_caption_remembers_the_language_it_was_written_in():
    language.use("en")
    caption = Caption("A finding")
    language.use("id")
    assert caption.bahasa == "en"
    assert in_language(caption.bahasa, language.number, 1234.5, 1) == "1,234.5"
    assert language.current() == "id"


def test_maps_say_what_their_outlines_are():
    assert map_note("indikatif") == ("Batas indikatif, bukan batas administrasi resmi. © kontributor OpenStreetMap.")
    assert map_note("ubin") == "Peta ubin: letak didekatkan, luas tidak bermakna."
    assert "© kontributor OpenStreetMap" in map_note("simbol")


def test_a_row_joined_from_several_tables_is_a_sample_when_any_part_is():
    review = pd.DataFrame({"aksi": ["3"], "jenis_rencana": ["resmi"], "jenis_bukti": ["contoh"]})
    assert has_sample(review)
    assert sources(review) == ["Data contoh (sintetis)"]


def test_a_map_with_official_boundaries_says_whose_and_credits_openstreetmap_only_while_it_is_drawn():
    everywhere = OfficialAreas(56, 56, "Batas desa, 2025")
    some = OfficialAreas(3, 56, "Batas desa, 2025")
    assert map_note("indikatif", everywhere) == "Batas resmi: Batas desa, 2025."
    assert map_note("indikatif", some) == (
        "Batas resmi untuk 3 kelurahan (Batas desa, 2025); lainnya indikatif, bukan batas administrasi resmi. "
        "© kontributor OpenStreetMap."
    )
    assert map_note("simbol", everywhere).endswith("Batas resmi: Batas desa, 2025.")
    assert "sabuk bukan batas" in map_note("indikatif", OfficialAreas(6, 6, "Batas desa, 2025", pulau=True))
    assert map_note("ubin", everywhere) == map_note("ubin")
