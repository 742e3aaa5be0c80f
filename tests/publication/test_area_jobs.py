"""The same figure for every area: which areas, in whose words, and what is said about those without one."""

import pytest

from analysis.commands.looking import open_view
from analysis.figures.registry import make_figure
from analysis.output.templates import TEMPLATES
from analysis.publication.area_jobs import AreaJobs, Order, areas_of, levels, view_of_area
from analysis.publication.disclosure import Suppression, rules_of
from analysis.sources.shapes import read_shapes


@pytest.fixture(scope="module")
def view():
    found = open_view(kota="31.73", tahun=2024)
    return found.on(supresi=Suppression(found.tables, rules_of(found.tables["parameter"])))


def jobs(order: Order, refusal=lambda figure: "") -> AreaJobs:
    return AreaJobs(order, read_shapes, refusal, lambda: None)


def test_areas_are_those_below_the_kota_or_the_kecamatan(view):
    assert len(areas_of(view, "kecamatan")) == 8
    assert len(areas_of(view, "kelurahan")) == 56
    assert len(areas_of(view.on(kecamatan="31.73.01"), "kelurahan")) == 6
    assert len(areas_of(view.on(kota="31"), "kelurahan")) == 267
    assert len(areas_of(view.on(kota="31"), "kota")) == 6
    assert levels(view, ("kota", "kecamatan")) == ["kecamatan"]
    assert levels(view.on(kota="31"), ("kota", "kecamatan")) == ["kota", "kecamatan"]


def test_an_area_of_the_province_is_looked_at_in_its_own_kota(view):
    one = view_of_area(view.on(kota="31"), "kelurahan", "31.74.01.1001")
    assert (one.kota, one.kecamatan, one.kelurahan) == ("31.74", "31.74.01", "31.74.01.1001")
    assert one.supresi is view.supresi


def test_each_area_has_its_own_words_and_the_users_note(view):
    order = Order(view, "satu_wilayah", (), "kecamatan", TEMPLATES["slide_16_9"], catatan="Dari Sudinkes.")
    made = list(jobs(order))
    assert [job.nama for job in made][:1] == ["31-73-01-cengkareng-satu_wilayah-CONTOH.png".replace("_", "-")]
    assert len({job.caption.judul for job in made}) == 8
    own = make_figure("satu_wilayah", view_of_area(view, "kecamatan", "31.73.01")).caption
    assert made[0].caption.judul == own.judul
    assert made[0].caption.catatan.startswith("Dari Sudinkes. ") and "OpenStreetMap" in made[0].caption.catatan
    assert {job.dress.kota for job in made} == {"Jakarta Barat"}


def test_what_is_refused_or_broken_is_listed_and_the_others_go_on(view):
    order = Order(view, "tren_wilayah", (), "kecamatan", TEMPLATES["a4"])

    def refusal(figure) -> str:
        if "Cengkareng" in figure.caption.alt:
            return "Ditolak."
        if "Tambora" in figure.caption.alt:
            raise RuntimeError
        return ""

    found = jobs(order, refusal)
    assert len(list(found)) == 6
    assert found.missing == [
        ("Cengkareng", "Ditolak."),
        ("Tambora", "Gambar ini tidak dapat dibuat; tabelnya tetap dapat diunduh sebagai CSV atau XLSX."),
    ]
