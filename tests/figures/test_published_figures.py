"""A figure for publication is made of masked numbers: its rows, its order, its words and its classes.

The strictest look at that: two hidden kelurahan of one kecamatan exchange all they counted. Every total stays what it
was, so nothing that is published may change.
"""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.figures.registry import make_figure, recipes
from analysis.figures.view import Empty, Figure
from analysis.publication.disclosure import Rules, Suppression, check_release

KAPUK, DURI_KOSAMBI = "31.73.01.1005", "31.73.01.1002"
PLACES = {
    "tahun",
    "x",
    "y",
    "lat",
    "lon",
    "label_x",
    "label_y",
    "urutan",
    "n_wilayah",
    "n_wilayah_total",
    "tahun_target",
}
# They say what was decided or planned, not what was counted.
NO_COUNTS = {
    "lokus_resmi",
    "riwayat_lokus",
    "tren_survei",
    "jadwal_aksi",
    "huruf_aksi",
    "anggaran_rencana",
    "jadwal_komitmen",
}
LOOKS = [{}, {"kecamatan": KAPUK[:8]}, {"kecamatan": KAPUK[:8], "kelurahan": KAPUK}, {"kota": "31"}]
INDICATORS = ["prevalensi_rutin", "jumlah_pendek", "proporsi_krs", "E17"]


class Hides:
    """Hides all numbers of some kelurahan, whatever they are about."""

    def __init__(self, *codes: str):
        self.codes = codes

    def mask(self, frame, indikator, tahun, level, kode_indikator=None):
        return self.mask_rows(frame, indikator, tahun, frame[f"kode_{level}"], kode_indikator)

    def mask_rows(self, frame, indikator, tahun, kode, kode_indikator=None, kode_acuan=None):
        hidden = pd.Series(kode, index=frame.index).isin(self.codes)
        masked = frame.assign(disembunyikan=hidden)
        if hidden.any():
            for name in frame.select_dtypes(["number", "boolean"]).columns.difference([*PLACES, "target"]):
                kind = "boolean" if frame[name].dtype == "boolean" else float
                masked[name] = frame[name].astype(kind).mask(hidden)
            for name in frame.columns.intersection(["putusan95", "putusan998"]):
                masked[name] = frame[name].mask(hidden, "")
        return masked

    def mask_columns(self, frame, table, tahun, level):
        return self.mask_rows(frame, table, tahun, frame[f"kode_{level}"]).drop(columns="disembunyikan")


def counts_of(rows: pd.DataFrame) -> list[str]:
    return rows.select_dtypes("number").columns.difference(["tahun"]).tolist()


def exchanged(tables: dict) -> dict:
    """The tables with all counts of Kapuk in Duri Kosambi and the other way round."""
    other = {KAPUK: DURI_KOSAMBI, DURI_KOSAMBI: KAPUK}
    moved = {}
    for table in ("balita", "krs", "cakupan"):
        rows = tables[table]
        key = ["kode_kelurahan", "tahun", *(["kode_indikator"] if table == "cakupan" else [])]
        given = rows[key + counts_of(rows)].assign(kode_kelurahan=rows["kode_kelurahan"].replace(other))
        moved[table] = rows.drop(columns=counts_of(rows)).merge(given, on=key)[list(rows)]
        assert not moved[table][counts_of(rows)].equals(rows[counts_of(rows)])
    return {**tables, **moved}


def raised(tables: dict) -> dict:
    """The tables with Kapuk the worst everywhere: nearly everybody short, at risk, not served."""
    worst = {}
    for table, part, whole in (
        ("balita", "sangat_pendek", "diukur"),
        ("krs", "total_krs", "keluarga_sasaran"),
        ("cakupan", "pembilang", "penyebut"),
    ):
        rows = tables[table].copy()
        own = rows["kode_kelurahan"] == KAPUK
        rows.loc[own, part] = (rows.loc[own, whole] * (0.01 if table == "cakupan" else 0.9)).round().astype(int)
        worst[table] = rows
    worst["balita"].loc[worst["balita"]["kode_kelurahan"] == KAPUK, "pendek"] = 0
    return {**tables, **worst}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_what_two_hidden_kelurahan_counted_may_change_places_unseen(view, look):
    hides = Hides(KAPUK, DURI_KOSAMBI)
    moved = replace(view, tables=exchanged(view.tables), _kept={})
    for code, recipe in recipes().items():
        for indikator in INDICATORS if recipe.indikator else INDICATORS[:1]:
            one, two = (
                make_figure(code, looked_at.on(indikator=indikator, supresi=hides, **look))
                for looked_at in (view, moved)
            )
            if not isinstance(one, Figure):
                assert one == two, code
                continue
            assert one.caption == two.caption and one.options == two.options, f"{code} {indikator}"
            for name, frame in {**one.frames, "tabel": one.table}.items():
                other = two.table if name == "tabel" else two.frames[name]
                pd.testing.assert_frame_equal(frame, other, obj=f"{code} {indikator} {name}")


@pytest.mark.parametrize("look", LOOKS[:2], ids=str)
def test_a_hidden_kelurahan_is_never_told_as_the_worst(view, look):
    worst = replace(view, tables=raised(view.tables), _kept={})
    said = {}
    for code in recipes().keys() - NO_COUNTS:
        for supresi in (None, Hides(KAPUK)):
            figure = make_figure(code, worst.on(supresi=supresi, **look))
            if isinstance(figure, Figure):
                said[code, supresi is None] = f"{figure.caption.judul} {figure.caption.alt}"
    assert "Kapuk" in said["peta", True] and "Kapuk" in said["peta_krs", True]
    assert [code for (code, plain), text in said.items() if "Kapuk" in text and not plain] == []


def test_hidden_areas_stay_in_sight_as_hidden(view):
    """A map dots it, a heat map dots its cells, a ranking leaves it out and says so."""
    looked_at = view.on(supresi=Hides(KAPUK))
    place = make_figure("peta", looked_at)
    own = place.frames["data"].set_index("kode_kelurahan").loc[KAPUK]
    assert own["teks_nilai"] == "disembunyikan (angka kecil)" and pd.isna(own["nilai"])
    heat = make_figure("cakupan_layanan", looked_at)
    cells = heat.frames["data"].query("kode_kelurahan == @KAPUK")
    assert set(cells["keadaan"]) == {"disembunyikan"} and set(cells["teks_sel"]) == {""}
    assert "29 sel disembunyikan" in heat.caption.catatan and heat.options["tersembunyi"]
    ranking = make_figure("peringkat", looked_at, everything=True)
    assert KAPUK not in set(ranking.table["kode_kelurahan"])
    assert "1 wilayah disembunyikan" in ranking.caption.catatan
    one = make_figure("satu_wilayah", looked_at.on(kelurahan=KAPUK))
    assert one.caption.judul == "Kapuk: disembunyikan karena angkanya kecil"


def test_a_trend_breaks_at_a_hidden_year(view):
    class OneYear(Hides):
        def mask_rows(self, frame, indikator, tahun, kode, kode_indikator=None, kode_acuan=None):
            hidden = frame["tahun"] == 2023
            return frame.assign(
                nilai=frame["nilai"].mask(hidden), bawah=frame["bawah"].mask(hidden), disembunyikan=hidden
            )

    figure = make_figure("tren_wilayah", view.on(supresi=OneYear()))
    data = figure.frames["data"].set_index("tahun")
    assert pd.isna(data.loc[2023, "nilai"]) and data.loc[2022, "ruas"] != data.loc[2024, "ruas"]
    assert figure.caption.catatan.endswith("(aturan aplikasi): 2023.")


def test_a_hidden_kota_is_not_what_others_are_held_to(view):
    """Without its own value no sentence claims that there are no data or that nobody lies above it."""
    looked_at = view.on(supresi=Hides("31.73"))
    assert (
        make_figure("peta", looked_at).caption.judul == "Prevalensi rutin Jakarta Barat 2024: tertinggi di Tegal Alur."
    )
    ranking = make_figure("peringkat_krs", looked_at)
    assert ranking.caption.judul.startswith("Cengkareng Barat ") and ranking.frames["acuan"].empty
    assert "tidak untuk publikasi" in make_figure("corong", looked_at).what
    one = make_figure("satu_wilayah", looked_at.on(kelurahan=KAPUK))
    assert one.caption.judul.startswith("Kapuk: ") and "Jakarta Barat" not in one.caption.judul


def test_what_cannot_be_masked_is_not_for_publication(view):
    looked_at = view.on(supresi=Hides(KAPUK))
    for code in ("usulan_lokus", "usulan_sumber"):
        assert "tidak untuk publikasi" in make_figure(code, looked_at).what
    alone = make_figure("kesejahteraan_krs", view.on(supresi=Hides("31.73.01"), kecamatan="31.73.01"))
    assert isinstance(alone, Empty) and "tidak untuk publikasi" in alone.what


@pytest.mark.parametrize(
    "look",
    [
        {"kota": "31.73"},
        {"kota": "31.01"},
        {"kota": "31.01", "kecamatan": "31.01.01"},
        {"kota": "31.01", "kecamatan": "31.01.01", "kelurahan": "31.01.01.1001"},
    ],
    ids=str,
)
def test_every_table_passes_the_release_check(view, look):
    """With the rules of the app; Kepulauan Seribu is where most is hidden."""
    suppression = Suppression(view.tables, Rules())
    looked_at = view.on(supresi=suppression, **look)
    made = {code: make_figure(code, looked_at) for code in recipes()}
    tables = {code: figure.table for code, figure in made.items() if isinstance(figure, Figure)}
    assert check_release(tables, suppression).ditolak == []
