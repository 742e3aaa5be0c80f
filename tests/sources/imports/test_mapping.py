"""A mapping is suggested, drawn, kept as a template and offered again; a template is read as suspiciously as a file."""

import json
from functools import partial

import pytest

from analysis.sources.imports import Mapping, Place, apply_mapping, open_file, read_templates, suggest, template_row
from analysis.sources.imports.recognising import read_and_recognise

OWN = (
    b"Wilayah kerja;Kecamatannya;Bayi dan balita terdaftar;Balita yg diukur;Stunting pendek;Stunting sangat pendek\n"
    b"Kapuk;Cengkareng;1,2;800;70;10\n"
)


@pytest.fixture
def sheet(references):
    return partial(lambda data: read_and_recognise(open_file(data, "puskesmas.csv"), references.indicators)[0])


def drawn() -> Mapping:
    return Mapping(
        "balita",
        {
            "balita_sasaran": "Bayi dan balita terdaftar", "diukur": "Balita yg diukur",
            "pendek": "Stunting pendek", "sangat_pendek": "Stunting sangat pendek",
        },
        {"tahun": "2024"},
        Place("nama", kelurahan="Wilayah kerja", kecamatan="Kecamatannya"),
        {"balita_sasaran": "1000"},
    )  # fmt: skip


def test_a_drawn_mapping_with_a_constant_year_and_a_unit(sheet, references):
    outcome = apply_mapping(sheet(OWN), drawn(), references)
    assert outcome.frame.values.tolist() == [["31.73.01.1005", 2024, 1200, 800, 70, 10]]
    assert outcome.problems == []


def test_what_is_not_mapped_is_named_before_anything_is_read(sheet, references):
    bare = Mapping("balita", {"diukur": "Balita yg diukur"}, {}, Place("nama", kelurahan="Wilayah kerja"))
    (problem,) = apply_mapping(sheet(OWN), bare, references).problems
    assert "kolom tahun, pendek, dan sangat_pendek belum diketahui asalnya" in str(problem)


def test_names_that_are_nearly_ours_are_suggested(sheet):
    data = b"Nama Kelurahan;Kec.;Thn;Jmlh Balita Diukur;Jml Balita Pendek;Jumlah Blita Sangat Pendek\nKapuk;Cengkareng;2024;1;0;0\n"
    mapping = suggest(sheet(data), "balita")
    assert mapping.kolom == {
        "tahun": "Thn",
        "diukur": "Jmlh Balita Diukur",
        "pendek": "Jml Balita Pendek",
        "sangat_pendek": "Jumlah Blita Sangat Pendek",
    }
    assert mapping.wilayah == Place("nama", kelurahan="Nama Kelurahan", kecamatan="Kec.")


def test_a_template_is_offered_for_the_same_header_and_for_no_other(sheet, references):
    kept = read_templates(template_row("Puskesmas", drawn(), sheet(OWN)))
    assert kept[0].mapping == drawn()
    later = OWN.replace(b"Kapuk;Cengkareng;1,2;800", b"Tegal Alur;Kalideres;2;900")
    _sheet, found = read_and_recognise(open_file(later, "agustus.csv"), references.indicators, kept)
    assert (found.jenis, found.nama, found.mappings) == ("templat", "Puskesmas", (drawn(),))
    other = OWN.replace(b"Kecamatannya", b"Kota")
    assert read_and_recognise(open_file(other, "b.csv"), references.indicators, kept)[1].jenis == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda isi: "bukan JSON",
        lambda isi: json.dumps([1]),
        lambda isi: json.dumps(isi | {"versi": 2}),
        lambda isi: json.dumps(isi | {"tabel": "simpanan"}),
        lambda isi: json.dumps(isi | {"kolom": {"__class__": "x"}}),
        lambda isi: json.dumps(isi | {"kolom": {"diukur": 1}}),
        lambda isi: json.dumps(isi | {"kolom": {"diukur": "x" * 5000}}),
        lambda isi: json.dumps(isi | {"satuan": {"diukur": "-1"}}),
        lambda isi: json.dumps(isi | {"wilayah": {"cara": "tebak"}}),
        lambda isi: json.dumps(isi | {"tambahan": "x"}),
        lambda isi: json.dumps({name: isi[name] for name in isi if name != "judul"}),
        lambda isi: "[" * 100_000,
    ],
)
def test_what_is_no_sound_mapping_is_no_template(sheet, change):
    row = template_row("Puskesmas", drawn(), sheet(OWN))
    isi = json.loads(row["isi"].iloc[0])
    assert read_templates(row.assign(isi=[change(isi)])) == []


def test_columns_that_name_persons_can_not_be_mapped_and_their_cells_are_not_kept(sheet, references):
    data = (
        b"NIK;Nama;Alamat;Kelurahan;Kecamatan;tahun;diukur;pendek;sangat pendek\n"
        b"9973010101010001;SITI RAHASIA;JALAN RAHASIA;Kapuk;Cengkareng;2024;rahasia;0;0\n"
    )
    found = sheet(data)
    assert set(found.personal) == {"NIK", "Nama", "Alamat"}
    assert not found.frame.map(lambda cell: "RAHASIA" in cell or "9973010101010001" in cell).any(axis=None)
    outcome = apply_mapping(found, suggest(found, "balita"), references)
    assert "rahasia" not in " ".join(map(str, outcome.problems))
