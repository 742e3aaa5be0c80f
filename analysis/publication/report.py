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
from analysis.figures.trends import survey_figure
from analysis.figures.view import View
from analysis.language import _, number
from analysis.output.captions import has_sample
from analysis.publication import area, report_figures, report_tables, report_words
from analysis.publication.blocks import (
    Band,
    Bottom,
    Bullets,
    Columns,
    Document,
    Finding,
    Heading,
    PageBreak,
    Picture,
    Text,
    Tiles,
)
from analysis.publication.screens import Point
from analysis.publication.typeset import ReadShapes, set_pdf

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
    known = tuple(point for point in angka if point.nilai != number(None))
    head = (_band(view, kode), Finding(temuan, 12.5), *([Tiles(known)] if known else []))
    if not area.counted(view, kode):
        body = _without_counts(view, kode)
    else:
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
        halaman=1 if report.tingkat == "kelurahan" else 2,
        kata_kunci=("stunting", report.nama, str(report.tahun)),
        bahasa=report.bahasa,
    )


def _band(view: View, kode: str) -> Band:
    level, areas = area.level_of(kode), view.tables["kelurahan"]
    # One of the six is a kabupaten: its own full name says so.
    whole = areas.loc[(areas["kode_kota"] == kode[:5]).to_numpy(dtype=bool), "nama_kota"].iloc[0]
    where = {
        "kota": f"{whole} · {view.name(area.above(kode[:5]))}",
        "kecamatan": f"{_('Kecamatan')} · {whole}",
        "kelurahan": f"{_('Kelurahan')} · {_('Kecamatan')} {view.name(kode[:8])}, {whole}",
    }[level]
    return Band(
        view.name(kode),
        _("Laporan stunting {tahun}").format(tahun=view.tahun),
        f"{where} · {kode}",
        besar=22,
        tinggi=9,
    )


def _without_counts(view: View, kode: str) -> tuple[object, ...]:
    """What is published about an area that has no counts of its own, and what would fill the rest."""
    lokus = (
        Text(report_words.lokus_sentence(view, kode), _("Lokus."), ukuran=9),
        report_tables.history_table(view, kode),
    )
    missing = tuple(Picture(empty, 0) for empty in report_words.unknown(view, kode))
    kota = view.kota
    heading = _("Yang dipublikasikan tentang {kota}").format(kota=view.wilayah)
    said = (Heading(heading, jarak=0, tingkat=3), Bullets(tuple(report_words.published_facts(view, kota)), 9))
    return (
        Columns(((Picture(survey_figure(view), 210),), said), (1.2, 1)),
        Heading(_("Yang belum diketahui"), jarak=4),
        Columns((missing[::2], missing[1::2])),
        *lokus,
    )


def _kelurahan(view: View, kode: str) -> tuple[object, ...]:
    """One page: where, when, among whom, why, what is missed."""
    known = report_words.unknown(view, kode)
    return (
        Columns(
            (
                (Picture(report_figures.map_figure(view, kode), 146),),
                (Picture(report_figures.trend_figure(view, kode), 146),),
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
                (report_tables.services_table(view, kode, _SERVICES["kelurahan"]),),
                (
                    Text(report_words.lokus_sentence(view, kode), _("Lokus."), ukuran=8.4),
                    report_tables.history_table(view, kode),
                    *_unknown_block(known),
                ),
            ),
            (1.35, 1),
        ),
    )


def _larger(view: View, kode: str, level: str) -> tuple[object, ...]:
    """Two pages: the pictures, then the areas inside, services and lokus."""
    below = {"kota": "kecamatan", "kecamatan": "kelurahan"}[level]
    return (
        Columns(
            (
                (Picture(report_figures.map_figure(view, kode), 225),),
                (Picture(report_figures.trend_figure(view, kode), 225),),
            )
        ),
        Columns(
            (
                (Picture(report_figures.peers_figure(view, kode), 195),),
                (Picture(report_figures.factors_figure(view, kode), 185),),
            )
        ),
        PageBreak(),
        report_tables.parts_table(view, kode, below),
        report_tables.work_table(view, kode, below),
        Columns(
            (
                (report_tables.services_table(view, kode, _SERVICES[level]),),
                (
                    Text(report_words.lokus_sentence(view, kode), _("Lokus."), ukuran=8.4),
                    *_unknown_block(report_words.unknown(view, kode)),
                ),
            ),
            (1.3, 1),
        ),
        report_tables.history_table(view, kode),
    )


def _unknown_block(found: list) -> tuple[object, ...]:
    if not found:
        return ()
    lines = tuple(f"{empty.what} {_('Yang mengisinya')}: {empty.filled_by}" for empty in found)
    return (Text("", _("Yang belum diketahui"), ukuran=8.4, jarak=4), Bullets(lines, 7.6))


def _foot(view: View, rows: pd.DataFrame) -> Bottom:
    texts = (
        (_("Sumber."), report_words.source_text(rows)),
        (_("Cara menghitung."), report_words.method_text()),
        (_("Angka kecil."), report_words.small_number_text(view)),
    )
    return Bottom(tuple(Text(text, head, ukuran=7.2, warna="redup", jarak=3.5) for head, text in texts))
