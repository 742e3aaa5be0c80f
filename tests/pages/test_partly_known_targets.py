"""D/S on the page Pengukuran: children are counted only where the targets of their kelurahan are known."""

from analysis.sources.catalog import load_catalog, read_upload
from tests.pages.test_every_page import measured_files, open_page, texts

HEADER = "JK;Tgl Lahir;Prov;Kec;Desa/Kel;Tanggal Pengukuran;Berat;Tinggi;Cara Ukur\n"


def children(kelurahan: str, count: int) -> str:
    return "".join(
        f"P;2022-01-{day:02d};DKI JAKARTA;CENGKARENG;{kelurahan};2024-08-12;1{day % 3},5;8{day % 6},5;Berdiri\n"
        for day in range(1, count + 1)
    )


def test_children_of_a_kelurahan_without_targets_are_not_counted_against_those_of_another():
    """Kapuk: 25 of 50; Rawa Buaya: 20 children, targets not known."""
    file = (
        "kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek\n"
        "31.73.01.1005;2024;50;40;2;1\n31.73.01.1006;2024;;40;2;1\n"
    )
    balita, problems = read_upload("balita", file.encode(), "sasaran.csv", load_catalog())
    assert problems == [] and balita["balita_sasaran"].isna().sum() == 1
    names = load_catalog().tables["kelurahan"].set_index("kode_kelurahan")["nama_kelurahan"]
    app = open_page("pengukuran", contoh="0", tahun="2024")
    app.session_state["unggahan"] = {"balita": balita}
    export = HEADER + children(names["31.73.01.1005"], 25) + children(names["31.73.01.1006"], 20)
    measured_files(app)[0].upload("ukur.csv", export.encode()).run()
    assert not app.exception
    assert "D/S 50\u00a0%" in texts(app)
