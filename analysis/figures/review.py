"""The figures of the reviu kinerja: dates of every aksi, letters along the years."""

from __future__ import annotations

import pandas as pd

from analysis.convergence import review as calculation
from analysis.convergence.measures import is_province
from analysis.figures.registry import recipe
from analysis.figures.view import YEARS, Empty, Figure, View
from analysis.language import _, number
from analysis.output.captions import Caption, source_line
from analysis.output.codes import value_names


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Names translated and numbered: "Analisis Situasi" stands in both frames."""
    frames = value_names()["kerangka"]
    return table.assign(
        nama=[f"{row.aksi} · {_(row.nama)}" for row in table.itertuples()],
        nama_kerangka=[frames[code] for code in table["kerangka"]],
    )


def reviewed(view: View) -> pd.DataFrame:
    """One row per aksi of the year's frame, names translated."""
    return view.kept(("reviu",), lambda: _named(calculation.review_table(view.tables, view.kota, view.tahun)))


def kinds(review: pd.DataFrame, *columns: str) -> str:
    """The weakest kind of truth among parts of the review."""
    found = {kind for column in columns for kind in review[column]}
    return next((kind for kind in ("contoh", "diunggah", "resmi") if kind in found), "")


def _has_sample(review: pd.DataFrame) -> bool:
    return kinds(review, "jenis_huruf", "jenis_bukti", "jenis_rencana", "jenis_selesai") == "contoh"


def _sources(view: View) -> str:
    """Source line of dates, evidence and letters of the kota and year."""
    parts = [view.tables[name] for name in ("jadwal_aksi", "bukti", "reviu")]
    rows = [part[(part["kode_kota"] == view.kota) & (part["tahun"] == view.tahun)] for part in parts]
    columns = ["jenis_data", "sumber_judul", "tanggal_sumber"]
    return source_line(pd.concat([part[columns] for part in rows]))


def _per_kota() -> Empty:
    return Empty(_("Provinsi menilai, tidak dinilai."), _("Pilih satu kota untuk melihat reviunya."))


@recipe("jadwal_aksi", lambda: _("Jadwal aksi"))
def timeline_figure(view: View) -> Figure | Empty:
    """Planned against actual dates of every aksi."""
    from analysis.output.timelines import draw_timeline, timeline_frame

    if is_province(view.kota):
        return _per_kota()
    review, kota, tahun = reviewed(view), view.wilayah, view.tahun
    if review[["tanggal_rencana", "tanggal_selesai"]].isna().all(axis=None):
        return Empty(
            _("Tanggal rencana dan pelaksanaan {tahun} belum diketahui.").format(tahun=tahun),
            _("Unggah tabel Bukti di halaman Manajemen data."),
        )
    late = review[review["status_waktu"] == "terlambat"]
    judul = _("Semua aksi bertanggal selesai tepat waktu atau tanpa rencana pembanding")
    if len(late):
        worst = late.sort_values("terlambat_hari").iloc[-1]
        judul = _("{jumlah} aksi terlambat; terlama aksi {aksi}, {hari} hari").format(
            jumlah=number(len(late)), aksi=worst["aksi"], hari=number(worst["terlambat_hari"])
        )
    caption = Caption(
        judul,
        _("Tanggal rencana dan selesai tiap aksi, {kota}, {tahun}").format(kota=kota, tahun=tahun),
        _sources(view),
        _("Kalender bulanan resmi tidak ditemukan; rencana berasal dari catatan bukti."),
        judul,
        _has_sample(review),
    )
    dates = ["tanggal_rencana", "tanggal_mulai", "tanggal_selesai", "terlambat_hari", "status_waktu"]
    return Figure(
        draw_timeline,
        {"data": timeline_frame(review)},
        caption,
        table=review[["aksi", "nama", *dates, "jenis_rencana", "jenis_selesai"]],
        file_name=f"jadwal aksi {kota} {tahun}",
    )


@recipe("huruf_aksi", lambda: _("Huruf reviu per aksi"), tahun=False)
def years_figure(view: View) -> Figure | Empty | None:
    """Letters per aksi and year, with the break of 2025."""
    from analysis.output.matrices import draw_review, review_frame

    if is_province(view.kota):
        return None
    kota = view.wilayah
    rows = _named(calculation.review_years(view.tables, view.kota, list(YEARS)))
    if (rows["huruf"] == "").all():
        return Empty(
            _("Belum ada huruf penilaian untuk {kota}.").format(kota=kota),
            _("Unggah tabel Reviu di halaman Manajemen data."),
        )
    letters = rows[rows["huruf"] != ""]
    best = letters[letters["huruf"] == "A"].groupby("tahun").size()
    judul = _("Belum ada aksi berhuruf A")
    if len(best):
        judul = _("{jumlah} aksi berhuruf A pada {tahun}").format(jumlah=number(best.iloc[-1]), tahun=best.index[-1])
    given = view.tables["reviu"]
    caption = Caption(
        judul,
        _("Huruf per aksi dan tahun, {kota}; kerangka berganti mulai 2025").format(kota=kota),
        source_line(given[given["kode_kota"] == view.kota]),
        _("Nilai sebelum dan sesudah 2025 tidak dibandingkan: kerangkanya berbeda."),
        judul,
        "contoh" in set(rows["jenis_huruf"]),
    )
    return Figure(
        draw_review,
        {"data": review_frame(rows)},
        caption,
        table=rows[["tahun", "kerangka", "aksi", "nama", "huruf", "bukti_pct", "jenis_huruf"]],
        file_name=f"huruf reviu {kota}",
    )
