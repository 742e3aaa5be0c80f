"""The area report: one A4 page for a kelurahan, two for a kecamatan or kota.

The trap: it goes to camat, lurah and the public as it is, so nothing on it may need a page of the app beside it: every
number has its unit, year and interval, every gap says what would fill it, and every page says when rows are synthetic
or when small numbers are not hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

import pandas as pd

from analysis import language
from analysis.figures.view import View
from analysis.language import _, number, percent
from analysis.output.captions import has_sample
from analysis.output.sentences import say_coverage
from analysis.publication import area, report_figures, report_words
from analysis.publication.screens import Point
from analysis.publication.typeset import (
    Band,
    Bottom,
    Bullets,
    Cell,
    Columns,
    Document,
    Finding,
    PageBreak,
    Picture,
    ReadShapes,
    Table,
    Text,
    Tiles,
    set_pdf,
)

_SERVICES = {"kelurahan": 5, "kecamatan": 9, "kota": 9}


@dataclass(frozen=True)
class Report:
    """What stands in the report of one area; `blok` are the same facts set as blocks."""

    kode: str
    nama: str
    tingkat: str
    tahun: int
    temuan: str
    angka: tuple[Point, ...]
    blok: tuple[object, ...]
    rows: pd.DataFrame
    internal: bool
    dibuat: Date
    bahasa: str

    @property
    def contoh(self) -> bool:
        """Is any row synthetic?"""
        return has_sample(self.rows)


def level_names() -> dict[str, str]:
    """Level of an area -> its word in the language in use."""
    return {"kota": _("Kota"), "kecamatan": _("Kecamatan"), "kelurahan": _("Kelurahan")}


def area_report(view: View, kode: str, dibuat: Date | None = None) -> Report:
    """The report of a kota, kecamatan or kelurahan in the year of `view`; small numbers are hidden when it has `supresi`.

    Raises KeyError for any other code.
    """
    if not area.exists(view, kode):
        raise KeyError(kode)
    view = whole_kota(view, kode[:5])
    temuan, angka = report_words.finding(view, kode), report_words.points(view, kode)
    rows = report_words.rows_of(view, kode)
    level = area.level_of(kode)
    head = (_band(view, kode), Finding(temuan, 12.5), Tiles(angka))
    body = _kelurahan(view, kode) if level == "kelurahan" else _larger(view, kode, level)
    return Report(
        kode=kode,
        nama=view.name(kode),
        tingkat=level,
        tahun=view.tahun,
        temuan=temuan,
        angka=angka,
        blok=(*head, *body, _foot(view, rows)),
        rows=rows,
        internal=view.supresi is None,
        dibuat=dibuat or Date.today(),
        bahasa=language.current(),
    )


def whole_kota(view: View, kota: str) -> View:
    """The view without the choices of a page; the same one when it has none, so that many reports share their numbers."""
    if (view.kota, view.kecamatan, view.kelurahan, view.peta) == (kota, "", "", "indikatif"):
        return view
    return view.on(kota=kota, kecamatan="", kelurahan="", peta="indikatif")


def report_pdf(report: Report, read_shapes: ReadShapes) -> bytes:
    """The report as tagged PDF on A4; `read_shapes`: `sources.shapes.read_shapes`. Raises `output.export.ExportError`."""
    return set_pdf(document_of(report), read_shapes)


def document_of(report: Report) -> Document:
    """The report as a document to be set."""
    judul = _("Laporan wilayah {nama} {tahun}").format(nama=report.nama, tahun=report.tahun)
    return Document(
        judul=judul,
        uraian=report.temuan,
        kepala=f"Konvergensi · {judul}",
        kaki=_("Dibuat {tanggal} dengan Konvergensi. Sumber dan cara menghitung ada di akhir laporan.").format(
            tanggal=language.date(report.dibuat)
        ),
        blok=report.blok,
        dibuat=report.dibuat,
        contoh=report.contoh,
        internal=report.internal,
        kata_kunci=("stunting", report.nama, str(report.tahun)),
        bahasa=report.bahasa,
    )


def _band(view: View, kode: str) -> Band:
    level = area.level_of(kode)
    where = {
        "kota": _("DKI Jakarta"),
        "kecamatan": view.wilayah,
        "kelurahan": _("Kecamatan {kecamatan}, {kota}").format(kecamatan=view.name(kode[:8]), kota=view.wilayah),
    }[level]
    return Band(
        view.name(kode),
        _("Laporan stunting {tahun}").format(tahun=view.tahun),
        f"{level_names()[level]} · {where} · {kode}",
        besar=22,
        tinggi=9,
    )


def _kelurahan(view: View, kode: str) -> tuple[object, ...]:
    """One page: where, when, among whom, why, what is missed."""
    known = report_words.unknown(view, kode)
    return (
        Columns(
            (
                (Picture(report_figures.map_figure(view, kode), 146, _("Letaknya")),),
                (Picture(report_figures.trend_figure(view, kode), 146, ""),),
            )
        ),
        Columns(
            (
                (Picture(report_figures.peers_figure(view, kode), 108),),
                (Picture(report_figures.factors_figure(view, kode), 108),),
            )
        ),
        Columns(
            (
                (services_table(view, kode, _SERVICES["kelurahan"]),),
                (
                    Text(report_words.lokus_sentence(view, kode), _("Lokus."), ukuran=8.4),
                    history_table(view, kode),
                    *_unknown_block(known),
                ),
            ),
            (1.25, 1),
        ),
    )


def _larger(view: View, kode: str, level: str) -> tuple[object, ...]:
    """Two pages: the pictures, then the areas inside, services and lokus."""
    below = {"kota": "kecamatan", "kecamatan": "kelurahan"}[level]
    return (
        Columns(
            (
                (Picture(report_figures.map_figure(view, kode), 215, _("Petanya")),),
                (Picture(report_figures.trend_figure(view, kode), 200, ""),),
            )
        ),
        Columns(
            (
                (Picture(report_figures.peers_figure(view, kode), 175),),
                (Picture(report_figures.factors_figure(view, kode), 165),),
            )
        ),
        PageBreak(),
        parts_table(view, kode, below),
        Columns(
            (
                (services_table(view, kode, _SERVICES[level]),),
                (
                    Text(report_words.lokus_sentence(view, kode), _("Lokus."), ukuran=8.4),
                    history_table(view, kode),
                    *_unknown_block(report_words.unknown(view, kode)),
                ),
            ),
            (1.2, 1),
        ),
    )


def services_table(view: View, kode: str, rows: int) -> Table | Text:
    """The services furthest from their target, with the people they miss."""
    gaps = area.services(view, kode)
    if gaps["nilai"].isna().all():
        return Text(say_coverage(gaps, view.tahun, view.name(kode)), _("Layanan."), ukuran=8.4, warna="redup")
    judged = gaps["memenuhi"].dropna().astype(bool)
    judul = _("{jumlah} dari {semua} layanan bertarget belum mencapai target").format(
        jumlah=number((~judged).sum()), semua=number(len(judged))
    )
    short = gaps[((gaps["selisih"] > 0) | gaps["disembunyikan"]).to_numpy(dtype=bool)].head(rows)
    cells = tuple(
        (
            Cell(_(row["nama_pendek"])),
            report_words.value_cell(row, "nilai", 1),
            Cell(number(row["target"])),
            report_words.value_cell(row, "terlewat", tebal=True),
        )
        for _place, row in short.iterrows()
    )
    return Table(
        (_("Layanan terjauh dari target"), _("Cakupan %"), _("Target %"), _("Terlewat")),
        cells,
        ("kiri", "kanan", "kanan", "kanan"),
        (2.4, 1.25, 1, 1.25),
        judul=judul,
        catatan=_("Target nasional 2024 yang ditemukan sumbernya. Terlewat: sasaran tanpa layanan, dalam orang."),
        terputus=False,
    )


def history_table(view: View, kode: str, most: int = 16) -> Table | Text:
    """The lokus history of the kelurahan in the area, one column per year."""
    matrix = area.lokus_years(view, kode)
    matrix = matrix[(matrix["tahun"] <= view.tahun).to_numpy(dtype=bool)]
    if matrix.empty:
        return Text(_("Riwayat: tidak ada daftar lokus bernama yang memuat wilayah ini."), ukuran=8, warna="redup")
    years = sorted(matrix["tahun"].unique())
    status = {(row.kode_kelurahan, row.tahun): row.status for row in matrix.itertuples()}
    names = matrix.drop_duplicates("kode_kelurahan").sort_values("nama")[["kode_kelurahan", "nama"]]
    if area.level_of(kode) == "kelurahan":
        row = tuple(report_words.status_cell(status.get((kode, year), "")) for year in years)
        heads = tuple(str(year) for year in years)
        return Table(heads, (row,), ("kiri",) * len(years), (1,) * len(years), ukuran=7.4, terputus=False)
    cells = tuple(
        (Cell(row.nama), *(report_words.status_cell(status.get((row.kode_kelurahan, year), "")) for year in years))
        for row in names.head(most).itertuples()
    )
    return Table(
        (_("Riwayat lokus"), *(str(year) for year in years)),
        cells,
        ("kiri", *("kiri" for _year in years)),
        (1.5, *(1.15 for _year in years)),
        ukuran=7,
        jarak=2.4,
        terputus=False,
    )


def parts_table(view: View, kode: str, level: str) -> Table | Text:
    """The areas inside: measured, cases, prevalence with interval, verdict against the kota, families at risk, lokus."""
    rows = area.parts(view, kode, level).sort_values("nilai", ascending=False, na_position="last", kind="stable")
    risk = area.parts(view, kode, level, "total_krs").set_index("kode")
    history = area.lokus_years(view, kode)
    listed = history[
        (history["tahun"] == view.tahun).to_numpy(dtype=bool)
        & history["status"].isin(["masuk", "bertahan", "kembali", "tercatat", "beda_sumber"]).to_numpy(dtype=bool)
    ]["kode_kelurahan"]
    cells = []
    for _place, row in rows.iterrows():
        inside = int(listed.str.startswith(row["kode"]).sum())
        lokus = Cell("")
        if inside:
            lokus = Cell(_("lokus") if level == "kelurahan" else number(inside), "aksen", True)
        cells.append(
            (
                Cell(row["nama"], tebal=True),
                report_words.value_cell(row, "n"),
                report_words.value_cell(row, "pembilang"),
                report_words.value_cell(row, "nilai", 1),
                Cell(report_words.interval_text(row), "redup"),
                report_words.verdict_cell(row["putusan95"]),
                report_words.value_cell(risk.loc[row["kode"]], "nilai"),
                lokus,
            )
        )
    names = {"kelurahan": _("Kelurahan"), "kecamatan": _("Kecamatan")}
    kota = view.name(kode[:5])
    acuan = area.measured_row(view, report_figures.PREVALENCE, kode[:5])["nilai"]
    return Table(
        (
            names[level],
            _("Diukur"),
            _("Stunting"),
            _("Prevalensi %"),
            _("Selang 95 %"),
            _("Dibanding kota"),
            _("KRS"),
            _("Lokus"),
        ),
        tuple(cells),
        ("kiri", "kanan", "kanan", "kanan", "kanan", "kiri", "kanan", "kanan"),
        (1.75, 0.9, 1, 1.1, 1.05, 1.35, 1, 0.7),
        judul=_("Angka tiap {tingkat}, {tahun}").format(tingkat=names[level].lower(), tahun=view.tahun),
        sub=_("Selangnya dibanding nilai {kota}, {nilai}; prevalensi tertinggi di atas").format(
            kota=kota, nilai=percent(acuan)
        ),
        terputus=False,
    )


def _unknown_block(found: list) -> tuple[object, ...]:
    if not found:
        return ()
    lines = tuple(f"{empty.what} {_('Yang mengisinya')}: {empty.filled_by}" for empty in found)
    return (Text("", _("Yang belum diketahui"), ukuran=8.4, jarak=4), Bullets(lines, 7.6))


def method_text() -> str:
    """How the numbers were worked out, in two lines."""
    return _(
        "Prevalensi rutin = balita pendek dan sangat pendek per 100 balita yang diukur (TB/U, Permenkes 2/2020); bukan "
        "ukuran yang sama dengan survei SSGI/SKI. Selang 95 % menurut Wilson; ▼ lebih buruk, ▲ lebih baik, ● serupa: "
        "selang dibanding nilai acuan. KRS: keluarga berisiko stunting."
    )


def small_number_text(view: View) -> str:
    """The rule for small numbers and whether it was applied."""
    limits = view.tables["parameter"].set_index("parameter")["nilai"]
    if view.supresi is None:
        return _("Untuk pemakaian internal: angka kecil tidak disembunyikan. Jangan diteruskan ke luar.")
    return _(
        "Aturan aplikasi (bukan aturan resmi): angka 1–{pembilang}, penyebut di bawah {penyebut}, dan angka lain yang "
        "akan membocorkannya disembunyikan."
    ).format(pembilang=number(limits["supresi_pembilang"]), penyebut=number(limits["supresi_penyebut"]))


def _foot(view: View, rows: pd.DataFrame) -> Bottom:
    parts = [
        Text(report_words.source_text(rows), _("Sumber."), ukuran=7.2, warna="redup", jarak=4),
        Text(method_text(), _("Cara menghitung."), ukuran=7.2, warna="redup", jarak=4),
        Text(small_number_text(view), _("Angka kecil."), ukuran=7.2, warna="redup", jarak=0),
    ]
    return Bottom(tuple(parts))
