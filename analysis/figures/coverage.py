"""The figures about the essential services: every area against every target, and the gaps of one area."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.coverage import coverage_gaps, coverage_matrix, missed_by
from analysis.convergence.measures import is_province
from analysis.figures.lokus import listed
from analysis.figures.masking import hidden_cells, hidden_figures, level_of, mask_services
from analysis.figures.measure import with_lokus
from analysis.figures.registry import recipe
from analysis.figures.trends import area_of
from analysis.figures.view import Empty, Figure, View, notes
from analysis.language import _, number
from analysis.output.captions import Caption, has_sample, source_line


def no_data(view: View) -> Empty:
    """No coverage for the kecamatan or kota chosen."""
    return Empty(
        _("Belum ada data cakupan layanan {tahun} untuk {wilayah}.").format(
            tahun=view.tahun, wilayah=view.name(area_of(view, "kecamatan"))
        ),
        _("Unggah tabel Cakupan di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."),
    )


def gaps(view: View, kode: str) -> pd.DataFrame:
    """All essential indicators for one area, counts added (`coverage.coverage_gaps`)."""
    tables = view.tables

    def make() -> pd.DataFrame:
        found = coverage_gaps(tables["cakupan"], tables["indikator_esensial"], kode, view.tahun)
        found = mask_services(view, found, kode)
        # Hidden rows go last: their place among the others would tell their size.
        order = ["terlewat", "kode_indikator"]
        return found.sort_values(order, ascending=[False, True], na_position="last", ignore_index=True)

    return view.kept(("kesenjangan", kode), make)


def matrix(view: View, level: str) -> pd.DataFrame:
    """Every area of the level inside the area chosen x every indicator (`coverage.coverage_matrix`)."""
    tables, area = view.tables, area_of(view, "kecamatan")
    below = None if is_province(area) else area

    def make() -> pd.DataFrame:
        found = coverage_matrix(
            tables["cakupan"], tables["indikator_esensial"], tables["kelurahan"], view.tahun, below, level
        )
        return mask_services(view, found, found[f"kode_{level}"])

    return view.kept(("matriks", level, area), make)


@recipe("cakupan_layanan", lambda: _("Cakupan semua layanan"), wilayah=("kota", "kecamatan"))
def heat_figure(view: View, tingkat: str = "", baris: str = "terlewat", kolom: str = "daftar") -> Figure | Empty:
    """All areas of a level (kelurahan | kecamatan | kota) x all indicators; a click on a kelurahan chooses it.

    By default kelurahan, kecamatan for the whole of DKI: 267 rows could not be read. baris, kolom: their order,
    "daftar" (as listed) | "terlewat" (most people missed first).
    """
    from analysis.output.heatmap import draw_heat, heat_frame

    area, tahun = area_of(view, "kecamatan"), view.tahun
    level = tingkat or ("kecamatan" if is_province(area) else "kelurahan")
    cells, wilayah = matrix(view, level), view.name(area)
    if cells["nilai"].isna().all():
        return no_data(view)
    found = listed(view)["kode_kelurahan"] if level == "kelurahan" else ()
    cell_rows, row_names, heads = heat_frame(
        cells,
        key=f"kode_{level}",
        rows_by_missed=baris == "terlewat",
        columns_by_missed=kolom == "terlewat",
        lokus_codes=found,
    )
    row_names = row_names.assign(terpilih=row_names["kode_kelurahan"] == view.kelurahan)
    missed = missed_by(cells, "nama").sort_values(ascending=False)
    judul = _("Paling banyak sasaran terlewat: {nama}").format(nama=missed.index[0])
    target = _("Target nasional 2024 yang ditemukan sumbernya; indikator tanpa target hanya ditampilkan cakupannya.")
    twice = _("Jumlah terlewat dijumlahkan antarlayanan, jadi satu orang bisa terhitung lebih dari sekali.")
    below = {
        "kelurahan": _("Cakupan layanan esensial per kelurahan, {wilayah}, {tahun}"),
        "kecamatan": _(
            "Cakupan layanan esensial per kecamatan, {wilayah}, {tahun}; pembilang dan penyebut dijumlahkan"
        ),
        "kota": _("Cakupan layanan esensial per kota, {wilayah}, {tahun}; pembilang dan penyebut dijumlahkan"),
    }[level]
    hidden = hidden_cells(cells)
    caption = Caption(
        judul,
        with_lokus(below.format(wilayah=wilayah, tahun=tahun), _("jingga tebal: lokus resmi"), row_names),
        source_line(cells),
        notes(target, twice, hidden),
        _("Peta panas cakupan layanan. {temuan}.").format(temuan=judul),
        has_sample(cells),
    )
    return Figure(
        draw_heat,
        {"data": cell_rows, "baris": row_names, "kolom": heads},
        caption,
        table=cells,
        file_name=f"cakupan layanan {wilayah} {tahun}",
        options={"tersembunyi": True} if hidden else {},
        pick=level == "kelurahan",
    )


@recipe(
    "kesenjangan_layanan", lambda: _("Kesenjangan layanan satu wilayah"), wilayah=("kota", "kecamatan", "kelurahan")
)
def gaps_figure(view: View, rows: int = 15) -> Figure | Empty:
    """The services of the smallest area chosen, most people missed first; `rows` of them drawn, all in the table."""
    from analysis.output.services import draw_coverage

    code, tahun = area_of(view), view.tahun
    nama, found = view.name(code), gaps(view, code)
    if found["nilai"].isna().all():
        text = _("Belum ada cakupan layanan {tahun} untuk {wilayah}.")
        if level_of(code) == "kelurahan":
            text = _("Belum ada cakupan layanan {tahun} untuk kelurahan ini.")
        return Empty(text.format(tahun=tahun, wilayah=nama), _("Unggah tabel Cakupan di halaman Manajemen data."))
    short = found[(found["selisih"] > 0).to_numpy()]
    judul = _("{jumlah} dari {semua} indikator bertarget belum mencapai target").format(
        jumlah=number(len(short)), semua=number(found["memenuhi"].notna().sum())
    )
    caption = Caption(
        judul,
        _("Cakupan layanan esensial {nama}, {tahun}; terbanyak terlewat di atas").format(nama=nama, tahun=tahun),
        source_line(found),
        notes(
            _("Target nasional 2024 yang ditemukan sumbernya; indikator tanpa target tetap ditampilkan."),
            hidden_figures(found),
        ),
        judul,
        has_sample(found),
    )
    first = found.head(rows)
    return Figure(
        draw_coverage,
        {"data": first.assign(nama_pendek=[_(text) for text in first["nama_pendek"]], urutan=range(len(first)))},
        caption,
        table=found,
        file_name=f"cakupan {nama} {tahun}",
        options={"judul": _("Cakupan (%)")},
    )
