"""Do high values lie together? Local clusters."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.spatial import MIN_AREAS, NEIGHBOURS, PERMUTATIONS, Pattern, outlines_of, spatial_pattern
from analysis.language import _, join_names, number
from analysis.output.captions import Caption, has_sample, source_line
from pages.parts import data, lokus, state
from pages.parts.chart_panel import Empty, Panel, chart
from pages.parts.chart_panel import show as show_panel
from pages.parts.filters import choose_kelurahan
from pages.parts.measure import chosen_measure, mark_choice
from pages.parts.memory import remembered
from pages.parts.shapes import map_shapes
from pages.parts.text import escape

STATISTICS = ("moran", "gstar")


@remembered
def pattern(tables: dict[str, pd.DataFrame], statistik: str, k: int, official: bool) -> Pattern:
    """The indicator of the filters, tested for clusters over the kota chosen."""
    measure = chosen_measure(tables)
    return spatial_pattern(
        measure.frame, tables["batas"], share=measure.share, k=k, statistik=statistik, official=official
    )


@remembered
def has_outlines(tables: dict[str, pd.DataFrame]) -> bool:
    """Is there an official boundary for every kelurahan with data?"""
    frame = chosen_measure(tables).frame
    return outlines_of(tables["batas"], frame.loc[frame["nilai"].notna(), "kode_kelurahan"]) is not None


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


@remembered
def cluster_panel(tables: dict[str, pd.DataFrame], statistik: str, k: int, official: bool) -> Panel:
    """The map of clusters; a click chooses the kelurahan."""
    from analysis.output.clusters import cluster_frame, cluster_words, draw_clusters, say_pattern

    measure, found, tahun = chosen_measure(tables), pattern(tables, statistik, k, official), state.year()
    kota = data.name(state.get("kota"))
    # Circles have no room for a second meaning, so they give way to the areas.
    shape = "ubin" if state.get("peta") == "ubin" else "indikatif"
    shapes = map_shapes(tables, state.get("kota"), shape)
    frame, legend = cluster_frame(
        found.frame,
        shapes.titik,
        lokus_codes=lokus.listed(tables)["kode_kelurahan"],
        lingkup=state.get("kota"),
        bentuk=shape,
        statistik=statistik,
        digits=measure.digits,
    )
    judul = say_pattern(found, measure.nama, kota)
    caption = Caption(
        judul,
        _("{indikator} per kelurahan, {kota}, {tahun}; garis jingga: lokus resmi").format(
            indikator=measure.axis, kota=kota, tahun=tahun
        ),
        source_line(found.frame),
        f"{_method(found)} {shapes.catatan}",
        _("Peta {kota}. {temuan}").format(kota=kota, temuan=judul),
        has_sample(found.frame),
    )
    words = cluster_words(statistik)
    table = found.frame.assign(
        **{name: found.frame[name].map(words) for name in ("klaster", "klaster_mentah")}
    ).sort_values("p_koreksi", ignore_index=True)
    return chart(
        draw_clusters,
        {"data": mark_choice(frame), "legenda": legend},
        caption,
        key="pola_ruang",
        table=table,
        pick=True,
        file_name=f"pola ruang {measure.nama} {kota} {tahun}",
        judul=measure.axis,
        geometri=shape,
        lingkup=state.get("kota"),
        statistik=statistik,
        **shapes.options,
    )


def _statistic_name(code: str) -> str:
    return {"moran": _("Moran lokal"), "gstar": _("Getis-Ord G*")}[code]


def _neighbour_name(code: str) -> str:
    return {"terdekat": _("Titik pusat terdekat"), "batas": _("Batas resmi")}[code]


def _choices(tables: dict[str, pd.DataFrame]) -> tuple[str, int, bool]:
    """Statistic, neighbours, and how many of them; official boundaries are offered once all areas have one."""
    with st.container(horizontal=True, gap="large"):
        statistik = st.segmented_control(
            _("Statistik"),
            STATISTICS,
            format_func=_statistic_name,
            default="moran",
            key="ruang_statistik",
            required=True,
            persist_state="session",
        )
        official = False
        if has_outlines(tables):
            chosen = st.segmented_control(
                _("Tetangga"),
                ("terdekat", "batas"),
                format_func=_neighbour_name,
                default="terdekat",
                key="ruang_tetangga",
                required=True,
                persist_state="session",
            )
            official = chosen == "batas"
        k = st.segmented_control(
            _("Jumlah tetangga terdekat"),
            NEIGHBOURS,
            default=6,
            key="ruang_k",
            required=True,
            persist_state="session",
            disabled=official,
        )
    return statistik or "moran", k or 6, official


def _left_out(found: Pattern) -> None:
    """Who was not tested, and why."""
    rows = found.frame[found.frame["klaster"] == "tidak_dihitung"]
    islands = rows["kode_kelurahan"].str.startswith("31.01")
    missing = rows.loc[~islands, "nama"].tolist()
    notes = []
    if islands.any():
        notes.append(_("Kepulauan Seribu tidak ikut diuji: pulau-pulaunya tidak bertetangga dengan daratan."))
    if missing:
        notes.append(_("Tanpa data, jadi tidak ikut diuji: {nama}.").format(nama=join_names(missing)))
    if notes:
        st.caption(escape(" ".join(notes)))


def show(tables: dict[str, pd.DataFrame]) -> None:
    """The choices, the map with its sentence, which areas stand out, who was left out."""
    from analysis.output.clusters import say_clusters, say_pattern

    measure = chosen_measure(tables)
    if not measure.known:
        show_panel(lokus.no_data(measure, state.year()))
        return
    if not measure.share:
        show_panel(
            Empty(
                _("Pola ruang hanya diuji untuk persentase; {indikator} adalah jumlah.").format(indikator=measure.nama),
                _("Pilih indikator prevalensi, proporsi, atau cakupan."),
            )
        )
        return
    statistik, k, official = _choices(tables)
    # The first question of a process also loads the statistics packages, which takes seconds.
    with st.spinner(_("Menguji pola ruang …")):
        found = pattern(tables, statistik, k, official)
    if found.alasan:
        show_panel(
            Empty(
                say_pattern(found, measure.nama, data.name(state.get("kota"))),
                _(
                    "Diperlukan sedikitnya {jumlah} kelurahan dengan data yang berbeda-beda (ketentuan aplikasi ini)."
                ).format(jumlah=number(MIN_AREAS)),
            )
        )
        return
    show_panel(cluster_panel(tables, statistik, k, official))
    choose_kelurahan(_("Tandai kelurahan"))
    st.markdown(escape(say_clusters(found)))
    _left_out(found)
