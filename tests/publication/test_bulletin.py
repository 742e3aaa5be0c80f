"""The bulletin of Aksi 7: every kelurahan once, hidden ones hidden everywhere, follow-up, sources."""

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pypdf
import pytest

from analysis import language
from analysis.convergence.measures import kelurahan_measure
from analysis.language import number
from analysis.publication.bulletin import bulletin, bulletin_pdf
from analysis.publication.report_tables import all_kelurahan_table
from analysis.sources.shapes import read_shapes
from tests.publication.reading import flat, outside_margins, pages_of, pictures_of

MADE = date(2026, 11, 22)


@pytest.fixture(scope="module")
def barat(public):
    language.use("id")
    made = bulletin(public, MADE)
    return made, bulletin_pdf(made, read_shapes)


def table_text(pdf: bytes) -> str:
    """The pages of the table of all kelurahan."""
    pages = pages_of(pdf)
    first = next(place for place, text in enumerate(pages) if "Angka semua kelurahan" in text)
    return " ".join(pages[first:])


def test_all_56_kelurahan_stand_in_the_table_exactly_once(public, barat, tables):
    _made, pdf = barat
    rows = [row for row in all_kelurahan_table(public).baris if not isinstance(row, str)]
    names = [row[0].teks for row in rows]
    areas = tables["kelurahan"]
    expected = areas.loc[areas["kode_kota"] == "31.73", "nama_kelurahan"]
    assert len(names) == 56 and sorted(names) == sorted(expected)
    text = table_text(pdf)
    for row in rows:
        assert text.count(f"{row[0].teks} {row[1].teks} {row[2].teks}") == 1, row[0].teks


def test_numbers_are_those_of_the_measure_and_hidden_ones_are_hidden(barat, tables, suppression):
    _made, pdf = barat
    text = table_text(pdf)
    frame = kelurahan_measure(tables, "prevalensi_rutin", 2024, "31.73")
    hidden = set(suppression.hidden("prevalensi_rutin", 2024, "kelurahan")["kode"])
    shown = frame[~frame["kode_kelurahan"].isin(hidden)]
    assert 0 < len(frame) - len(shown) < 20
    for _place, row in shown.iterrows():
        cells = f"{row['nama']} {number(row['n'])} {number(row['pembilang'])} {number(row['nilai'], 1)}"
        assert cells in text
    for _place, row in frame[frame["kode_kelurahan"].isin(hidden)].iterrows():
        assert f"{row['nama']} {number(row['n'])} disembunyikan" in text
        assert f"{row['nama']} {number(row['n'])} {number(row['pembilang'])} " not in text
    assert f"prevalensi {len(hidden & set(frame['kode_kelurahan']))} dari 56 kelurahan disembunyikan" in flat(text)


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("kota", ["31.01", "31.73", "31.75"])
def test_pages_are_full_a4_inside_the_margins_with_repeated_heads(public, kota, bahasa):
    language.use(bahasa)
    pdf = bulletin_pdf(bulletin(public.on(kota=kota), MADE), read_shapes)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert 4 <= len(reader.pages) <= 9 and reader.trailer["/Root"]["/Lang"] == bahasa
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    mark = {"id": "DATA CONTOH", "en": "SAMPLE DATA"}[bahasa]
    pages = pages_of(pdf)
    assert all(mark in text for text in pages)
    head = f"{language._('Kelurahan')} {language._('Diukur')}"
    if kota == "31.75":
        assert sum(head in text for text in pages) == 2, "65 rows need two pages, each with the heads"
    for picture in pictures_of(pdf):
        assert outside_margins(picture) == 0
        assert (picture < 250).mean() > 0.01


def test_commitments_of_the_rembuk_are_the_follow_up(internal, tables):
    wild = "#strike[Kosong] $ * " + "sangat" * 20
    agreed = pd.DataFrame(
        {
            "kode_kota": "31.73",
            "tahun": 2024,
            "komitmen": [wild, "Mengukur semua balita"],
            "penanggung_jawab": ["Camat", "Lurah"],
            "tenggat": ["2024-07-31", ""],
            "tanggal_selesai": ["", "2024-08-01"],
            "catatan": "",
            "jenis_data": "diunggah",
            "sumber_judul": "Berita acara rembuk 2024",
            "sumber_url": "",
            "tanggal_sumber": "2024-03-05",
        }
    )
    made = bulletin(replace(internal, tables={**tables, "komitmen": agreed}, _kept={}), MADE)
    text = " ".join(pages_of(bulletin_pdf(made, read_shapes)))
    assert "1 dari 2 komitmen rembuk selesai, 1 melewati tenggat" in text
    assert "#strike[Kosong] $ *" in text and "31 Juli 2024" in text and "lewat tenggat" in text
    assert "Berita acara rembuk 2024 (5 Maret 2024)" in text
    assert "Internal, tidak untuk publikasi" in text


def test_without_counts_the_bulletin_still_lists_everyone_and_is_honest(empty):
    made = bulletin(empty.on(kota="31.71"), MADE, kontak="Sudin Kesehatan, (021) 0000000")
    text = " ".join(pages_of(bulletin_pdf(made, read_shapes)))
    assert not made.contoh and "CONTOH" not in text
    assert "Belum ada komitmen rembuk 2024 yang dicatat." in text
    assert "Sudin Kesehatan, (021) 0000000" in text
    assert len(made.kelurahan) == 44 and made.kelurahan["nilai"].isna().all()


def test_only_a_kota_has_a_bulletin(public):
    for kota in ("31", "31.73.01", "31.79"):
        with pytest.raises(KeyError):
            bulletin(public.on(kota=kota), MADE)
