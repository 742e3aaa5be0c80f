"""Keluarga berisiko with recaps that bring only some counts: what is known is shown, the rest says what it needs."""

from analysis.sources.catalog import load_catalog, read_upload
from analysis.sources.layouts import TABLES
from tests.pages.test_every_page import open_page, texts

ALL = [name for name in TABLES["krs"].columns if name not in ("kode_kelurahan", "tahun")]
WEST = ["31.73.01.1001", "31.73.01.1005"]


def page_with(**counts: int):
    """The page for Jakarta Barat 2024 without samples, two kelurahan with these counts and no others."""
    header = ["kode_kelurahan", "tahun", *ALL]
    rows = [";".join([code, "2024", *(str(counts.get(name, "")) for name in ALL)]) for code in WEST]
    file = "\n".join([";".join(header), *rows, ""])
    frame, problems = read_upload("krs", file.encode(), "ansit.csv", load_catalog())
    assert len(frame) == 2 and problems == []
    app = open_page("ringkasan", contoh="0", kota="31.73", tahun="2024")
    app.session_state["unggahan"] = {"krs": frame}
    return app.switch_page("pages/keluarga_berisiko.py").run()


def test_families_at_risk_alone_are_counted_but_make_no_share():
    app = page_with(jumlah_keluarga=900, total_krs=60)
    assert not app.exception
    seen = texts(app)
    assert "Jumlah per kelurahan 120" in seen and "keluarga sasaran belum diisi" in seen
    assert "Belum ada data keluarga berisiko" not in seen


def test_a_share_without_factors_is_drawn_and_says_what_the_others_need():
    app = page_with(total_krs=60, keluarga_sasaran=200, tidak_berisiko=140)
    assert not app.exception
    seen = texts(app)
    assert "Faktor risiko 2024 belum diisi." in seen
    assert "400 = 400, terpenuhi di 2 kelurahan" in seen
    assert "belum dapat diperiksa, angkanya tidak lengkap" in seen


def test_without_any_part_of_an_identity_none_is_claimed():
    app = page_with(total_krs=60, keluarga_sasaran=200)
    assert not app.exception
    assert "Identitas hitungan belum dapat diperiksa" in texts(app)
