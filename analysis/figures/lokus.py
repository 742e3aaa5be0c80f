"""The figures about lokus kelurahan: map, ranking, funnel, history of the official lists."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.lokus import lokus_of_year, lokus_status, official_lists
from analysis.convergence.measures import areas_in, is_province
from analysis.convergence.statistics import funnel, rank_with_interval
from analysis.figures.masking import not_for_publication
from analysis.figures.measure import (
    Measure,
    benchmark,
    counted_as,
    mark_choice,
    measure_of,
    no_data,
    with_lokus,
    within_kecamatan,
)
from analysis.figures.registry import recipe
from analysis.figures.view import Empty, Figure, View, hidden_note, notes
from analysis.language import MISSING, _, join_names, number
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.sentences import lower_first, say_measure

SHOWN_ROWS = 15


def listed(view: View) -> pd.DataFrame:
    """Every kelurahan on any official list of the year; `semua` is False where the lists disagree."""
    tables = view.tables
    return view.kept(("lokus",), lambda: lokus_of_year(tables["lokus"], tables["kelurahan"], view.below, view.tahun))


def _caption(frame: pd.DataFrame, judul: str, subjudul: str, alt: str, catatan: str = "") -> Caption:
    return Caption(judul, subjudul, source_line(frame), catatan, alt, has_sample(frame))


def _map_title(view: View, measure: Measure, rows: pd.DataFrame) -> str:
    """The own figure of the kota, or of the kecamatan chosen, and where it is highest; publications may hide the own."""
    area, nama = measure.area, view.name(view.kecamatan) if view.kecamatan else view.wilayah
    if view.kecamatan:
        asked, service = counted_as(view, measure.kode)
        below = view.measured(asked, kode_indikator=service, level="kecamatan")
        area = below[below["kode_kecamatan"] == view.kecamatan].iloc[0]
    if pd.notna(area["nilai"]):
        return say_measure(rows, area, measure.nama, view.tahun, nama, measure.satuan)
    top = rows.sort_values("nilai", ascending=False)["nama"].iloc[0]
    return _("{indikator} {wilayah} {tahun}: tertinggi di {nama}.").format(
        indikator=measure.nama, wilayah=nama, tahun=view.tahun, nama=top
    )


@recipe("peta", lambda: _("Peta kelurahan"), wilayah=("kota", "kecamatan"), indikator=True)
def map_figure(view: View, code: str = "") -> Figure | Empty:
    """An indicator (by default the one chosen) on the map, lokus outlined; a click opens the profile."""
    from analysis.output.maps import draw_map, map_frame

    measure = measure_of(view, code)
    inside = within_kecamatan(view, measure.frame)
    if inside["nilai"].isna().all():
        return no_data(view, measure)
    found, shapes = listed(view), view.map_shapes()
    frame, legend = map_frame(
        measure.frame,
        shapes.titik,
        lokus_codes=found["kode_kelurahan"],
        lingkup=view.kota,
        bentuk=view.peta,
        digits=measure.digits,
        ukuran=view.ukuran,
    )
    judul = _map_title(view, measure, inside)
    rows = view.tables["lokus"]
    rows = rows[rows["kode_kelurahan"].isin(found["kode_kelurahan"]) & (rows["tahun"] == view.tahun)]
    caption = _caption(
        pd.concat([measure.frame, rows]),
        judul,
        with_lokus(
            _("{indikator} per kelurahan, {kota}, {tahun}").format(
                indikator=measure.axis, kota=view.wilayah, tahun=view.tahun
            ),
            _("garis jingga: lokus resmi"),
            frame,
        ),
        _("Peta {kota}. {temuan}").format(kota=view.wilayah, temuan=judul),
        notes(hidden_note(measure.frame), shapes.catatan),
    )
    return Figure(
        draw_map,
        {"data": mark_choice(view, frame), "legenda": legend},
        caption,
        table=measure.frame,
        file_name=f"{measure.nama} {view.wilayah} {view.tahun}",
        options={"judul": measure.axis, "geometri": view.peta, "lingkup": view.kota, **shapes.options},
        pick=True,
    )


def ranking_title(first: pd.Series, lowest: bool) -> str:
    """Who stands at the end that matters, and how far its place could be another one."""
    sure, unsure, plain = (
        _("{nama} jelas tertinggi"),
        _("{nama} tertinggi; peringkatnya bisa {bawah} sampai {atas}"),
        _("{nama} tertinggi"),
    )
    if lowest:
        sure, plain = _("{nama} jelas terendah"), _("{nama} terendah")
        unsure = _("{nama} terendah; peringkatnya dari atas bisa {bawah} sampai {atas}")
    if pd.isna(first["peringkat_atas"]):
        return plain.format(nama=first["nama"])
    text = sure if first["peringkat_bawah"] == first["peringkat_atas"] else unsure
    return text.format(nama=first["nama"], bawah=number(first["peringkat_bawah"]), atas=number(first["peringkat_atas"]))


def _ranking_subtitle(measure: Measure, tahun: int, shown: pd.DataFrame) -> str:
    text = _("{indikator}, {tahun}; jumlah tidak punya selang")
    if measure.share:
        text = _("{indikator}, selang 95 %, {tahun}")
    return with_lokus(text.format(indikator=measure.axis, tahun=tahun), _("belah ketupat jingga: lokus resmi"), shown)


@recipe("lokus_resmi", lambda: _("Peta lokus resmi"))
def official_map_figure(view: View) -> Figure | Empty:
    """Where the lokus of the year lie; nothing but published lists is drawn."""
    from analysis.output.maps import LOKUS, draw_map, map_frame

    found, kota, tahun = listed(view), view.wilayah, view.tahun
    if found.empty:
        return Empty(
            _("Daftar lokus {tahun} untuk {kota} tidak ditemukan.").format(tahun=tahun, kota=kota),
            _("Yang mengisinya: Keputusan Wali Kota tentang lokus tahun itu."),
        )
    areas = areas_in(view.tables["kelurahan"], tahun, view.below).rename(columns={"nama_kelurahan": "nama"})
    shapes, codes = view.map_shapes("indikatif"), found["kode_kelurahan"]
    frame, legend = map_frame(
        areas.assign(nilai=0.0), shapes.titik, lokus_codes=codes, lingkup=view.kota, ukuran=view.ukuran
    )
    lists = frame["kode_kelurahan"].map(found.set_index("kode_kelurahan")["versi"])
    rows = view.tables["lokus"]
    rows = rows[rows["kode_kelurahan"].isin(codes) & (rows["tahun"] == tahun)]
    caption = Caption(
        judul=_("Lokus {kota} {tahun}").format(kota=kota, tahun=tahun),
        subjudul=_("Kelurahan lokus menurut daftar resmi, semua versi"),
        sumber=source_line(rows),
        catatan=shapes.catatan,
        alt=_("Peta {kota} dengan {jumlah} kelurahan lokus tahun {tahun}: {nama}.").format(
            kota=kota, jumlah=number(len(found)), tahun=tahun, nama=", ".join(found["nama"])
        ),
    )
    return Figure(
        draw_map,
        {
            "data": frame.assign(kelas=0, teks_nilai=lists.fillna(MISSING), terpilih=False),
            "legenda": legend[legend["kelas"] == LOKUS],
        },
        caption,
        table=rows,
        file_name=f"lokus {kota} {tahun}",
        options={"judul": _("Daftar resmi"), "lingkup": view.kota, **shapes.options},
    )


@recipe("peringkat", lambda: _("Peringkat kelurahan"), wilayah=("kota", "kecamatan"), indikator=True)
def ranking_figure(view: View, code: str = "", everything: bool = False) -> Figure | None:
    """Kelurahan in order, each with its interval; 15 of them unless all are asked for."""
    from analysis.output.rankings import draw_ranking

    measure = measure_of(view, code)
    rows = within_kecamatan(view, measure.frame)
    ranked = rank_with_interval(rows.dropna(subset=["nilai"]))
    if ranked.empty:
        return None
    ranked = ranked.assign(lokus=ranked["kode_kelurahan"].isin(listed(view)["kode_kelurahan"]))
    # Where more is better the kelurahan to look at are the lowest ones.
    lowest = measure.polaritas == "naik_baik"
    shown = ranked if everything else ranked.tail(SHOWN_ROWS) if lowest else ranked.head(SHOWN_ROWS)
    judul = ranking_title(shown.iloc[-1 if lowest else 0], lowest)
    caption = _caption(
        shown,
        judul,
        _ranking_subtitle(measure, view.tahun, shown),
        _("Peringkat kelurahan menurut {indikator}. {temuan}.").format(
            indikator=lower_first(measure.nama), temuan=judul
        ),
        hidden_note(rows),
    )
    acuan = benchmark(view, measure) if measure.share else benchmark(view, measure).iloc[:0]
    return Figure(
        draw_ranking,
        {"data": mark_choice(view, shown), "acuan": acuan},
        caption,
        table=ranked,
        file_name=f"peringkat {measure.nama} {view.wilayah} {view.tahun}",
        options={"judul": measure.axis, "digits": measure.digits},
        pick=True,
    )


@recipe("corong", lambda: _("Grafik corong"), wilayah=("kota", "kecamatan"), indikator=True)
def funnel_figure(view: View) -> Figure | Empty | None:
    """Is a kelurahan unusual, or only small?"""
    from analysis.output.rankings import draw_funnel, funnel_frame

    measure = measure_of(view)
    if not measure.known:
        return None
    if not measure.share:
        return Empty(
            _("Grafik corong hanya untuk persentase; {indikator} adalah jumlah.").format(indikator=measure.nama),
            _("Pilih indikator prevalensi, proporsi, atau cakupan."),
        )
    rows = within_kecamatan(view, measure.frame)
    if rows["nilai"].isna().all():
        return None
    if pd.isna(measure.area["nilai"]):
        return not_for_publication(_("Grafik corong"))
    result = funnel(rows, measure.area["nilai"])
    points = funnel_frame(result.points, result.limits, lokus_codes=listed(view)["kode_kelurahan"])
    outside = int((points["posisi"] != "dalam").sum())
    judul = _("{luar} dari {semua} kelurahan di luar batas 95 %").format(
        luar=number(outside), semua=number(len(points))
    )
    spread = ""
    if result.overdispersed:
        spread = _(
            "Lebih banyak kelurahan di luar batas daripada yang wajar karena kebetulan (sekitar 5 %): "
            "sebaran berlebih, jangan menilai satu kelurahan dari letaknya saja."
        )
    caption = _caption(
        rows,
        judul,
        with_lokus(
            _("{indikator} menurut jumlah yang dihitung, {tahun}; garis: nilai kota dan batas 95 % dan 99,8 %").format(
                indikator=measure.axis, tahun=view.tahun
            ),
            _("belah ketupat jingga: lokus resmi"),
            points,
        ),
        _("Grafik corong {indikator}. {temuan}.").format(indikator=lower_first(measure.nama), temuan=judul),
        notes(spread, hidden_note(rows)),
    )
    return Figure(
        draw_funnel,
        {"data": mark_choice(view, points), "batas": result.limits, "acuan": benchmark(view, measure)},
        caption,
        table=result.points,
        file_name=f"corong {measure.nama} {view.wilayah} {view.tahun}",
        options={"judul": measure.axis, "judul_n": _("Jumlah yang dihitung")},
        pick=True,
    )


@recipe("riwayat_lokus", lambda: _("Riwayat lokus"), tahun=False)
def history_figure(view: View) -> Figure | Empty:
    """Which kelurahan entered, stayed or left, year by year."""
    from analysis.output.matrices import draw_history

    if is_province(view.kota):
        return Empty(_("Riwayat lokus dicatat per kota."), _("Pilih satu kota untuk melihat riwayatnya."))
    tables = view.tables
    matrix = lokus_status(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], view.kota)
    if matrix.empty:
        return Empty(
            _("Belum ada daftar lokus bernama untuk {kota}.").format(kota=view.wilayah),
            _("Yang mengisinya: Keputusan Wali Kota tentang lokus."),
        )
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], view.kota)
    listed_years = matrix[matrix["status"].isin(["masuk", "bertahan", "kembali", "tercatat"])]
    steady = listed_years.groupby("nama")["tahun"].nunique()
    always = steady[steady == steady.max()].index.tolist()
    judul = _("{nama} paling sering menjadi lokus ({kali} tahun)").format(
        nama=join_names(always[:5]), kali=number(steady.max())
    )
    caption = Caption(
        judul,
        _("Status lokus per kelurahan dan tahun, {kota}").format(kota=view.wilayah),
        source_line(lists.assign(jenis_data="resmi")),
        _("Tahun tanpa daftar bernama ditandai belum diketahui, bukan keluar."),
        judul,
    )
    return Figure(draw_history, {"data": matrix}, caption, table=matrix, file_name=f"riwayat lokus {view.wilayah}")
