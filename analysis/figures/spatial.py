"""Do high values lie together? Local clusters on the map."""

from __future__ import annotations

from analysis.convergence.spatial import MIN_AREAS, PERMUTATIONS, Pattern, spatial_pattern
from analysis.figures.lokus import listed
from analysis.figures.measure import mark_choice, measure_of, no_data, with_lokus
from analysis.figures.registry import recipe
from analysis.figures.view import Empty, Figure, View, hidden_note, notes
from analysis.language import _, number
from analysis.output.captions import Caption, has_sample, source_line


def pattern(view: View, statistik: str, k: int, official: bool) -> Pattern:
    """The indicator chosen, tested for clusters over the kota chosen."""

    def make() -> Pattern:
        measure = measure_of(view)
        return spatial_pattern(
            measure.frame, view.tables["batas"], share=measure.share, k=k, statistik=statistik, official=official
        )

    return view.kept(("pola", statistik, k, official), make)


def not_tested(view: View) -> Empty | None:
    """Why the indicator chosen cannot be tested; None when it can."""
    measure = measure_of(view)
    if not measure.known:
        return no_data(view, measure)
    if measure.share:
        return None
    return Empty(
        _("Pola ruang hanya diuji untuk persentase; {indikator} adalah jumlah.").format(indikator=measure.nama),
        _("Pilih indikator prevalensi, proporsi, atau cakupan."),
    )


def _method(found: Pattern) -> str:
    """How it was tested: neighbours, statistic, permutations, correction."""
    neighbours = _("{k} titik pusat terdekat").format(k=found.k)
    if found.tetangga == "batas":
        neighbours = _("bersinggungan menurut batas resmi")
    name = {"moran": _("Moran lokal"), "gstar": _("Getis-Ord G*")}[found.statistik]
    return _(
        "{statistik}; tetangga: {tetangga}; {permutasi} permutasi, p dua sisi, dikoreksi (Benjamini-Hochberg, 5 %). "
        "Nilai kelurahan kecil mudah melonjak; baca bersama selangnya."
    ).format(statistik=name, tetangga=neighbours, permutasi=number(PERMUTATIONS))


@recipe("pola_ruang", lambda: _("Pola ruang"), wilayah=("kota", "kecamatan"), indikator=True)
def cluster_figure(view: View, statistik: str = "moran", k: int = 6, official: bool = False) -> Figure | Empty:
    """The map of clusters ("moran" | "gstar", `k` nearest neighbours or official ones); a click chooses a kelurahan."""
    from analysis.output.clusters import cluster_frame, cluster_words, draw_clusters, say_pattern

    if empty := not_tested(view):
        return empty
    measure, found, kota, tahun = measure_of(view), pattern(view, statistik, k, official), view.wilayah, view.tahun
    judul = say_pattern(found, measure.nama, kota)
    if found.alasan:
        needed = _("Diperlukan sedikitnya {jumlah} kelurahan dengan data yang berbeda-beda (ketentuan aplikasi ini).")
        return Empty(judul, needed.format(jumlah=number(MIN_AREAS)))
    # Circles have no room for a second meaning, so they give way to the areas.
    shape = "ubin" if view.peta == "ubin" else "indikatif"
    shapes = view.map_shapes(shape)
    frame, legend = cluster_frame(
        found.frame,
        shapes.titik,
        lokus_codes=listed(view)["kode_kelurahan"],
        lingkup=view.kota,
        bentuk=shape,
        statistik=statistik,
        digits=measure.digits,
    )
    caption = Caption(
        judul,
        with_lokus(
            _("{indikator} per kelurahan, {kota}, {tahun}").format(indikator=measure.axis, kota=kota, tahun=tahun),
            _("garis jingga: lokus resmi"),
            frame,
        ),
        source_line(found.frame),
        notes(_method(found), hidden_note(measure.frame), shapes.catatan),
        _("Peta {kota}. {temuan}").format(kota=kota, temuan=judul),
        has_sample(found.frame),
    )
    words = cluster_words(statistik)
    table = found.frame.assign(
        **{name: found.frame[name].map(words) for name in ("klaster", "klaster_mentah")}
    ).sort_values("p_koreksi", ignore_index=True)
    return Figure(
        draw_clusters,
        {"data": mark_choice(view, frame), "legenda": legend},
        caption,
        table=table,
        file_name=f"pola ruang {measure.nama} {kota} {tahun}",
        options={
            "judul": measure.axis,
            "geometri": shape,
            "lingkup": view.kota,
            "statistik": statistik,
            **shapes.options,
        },
        pick=True,
    )
