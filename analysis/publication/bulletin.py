"""The bulletin of Aksi 7: the numbers of a year for all kelurahan of a kota, to be printed.

What it holds (domain brief 7): prevalence and number per kelurahan, map, trend, causes, follow-up. The traps: a list of
all kelurahan invites to read an order out of noise, so every number has its interval and a verdict against the kota
beside it; and a reader with the list can subtract, so whatever is hidden here is hidden in every table and picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date as Date

import pandas as pd

from analysis import language
from analysis.convergence.measures import META
from analysis.convergence.plans import commitment_counts, commitments
from analysis.figures import families
from analysis.figures.trends import survey_figure
from analysis.figures.view import Empty, Figure, View
from analysis.language import _, date, number
from analysis.output.captions import has_sample
from analysis.output.codes import value_names
from analysis.publication import area, bulletin_figures, report_figures, report_tables, report_words
from analysis.publication.blocks import (
    Band,
    Blank,
    Bullets,
    Cell,
    Columns,
    Document,
    Finding,
    Heading,
    PageBreak,
    Picture,
    Table,
    Text,
    Tiles,
)
from analysis.publication.report import whole_kota
from analysis.publication.screens import Point
from analysis.publication.typeset import ReadShapes, set_pdf


@dataclass(frozen=True)
class Bulletin:
    """What stands in the bulletin of one kota; `blok` are the same facts set as blocks."""

    kota: str
    nama: str
    tahun: int
    temuan: str
    angka: tuple[Point, ...]
    kelurahan: pd.DataFrame
    blok: tuple[object, ...]
    rows: pd.DataFrame
    internal: bool
    dibuat: Date
    bahasa: str

    @property
    def contoh(self) -> bool:
        """Is any row synthetic?"""
        return has_sample(self.rows)


def bulletin(view: View, dibuat: Date | None = None, kontak: str = "") -> Bulletin:
    """The bulletin of the kota and year of `view`; small numbers are hidden when it has `supresi`.

    kontak: how readers reach the publisher; without it a line is left to be filled in. Raises KeyError for no kota.
    """
    if area.level_of(view.kota) != "kota" or not area.exists(view, view.kota):
        raise KeyError(view.kota)
    view, made = whole_kota(view, view.kota), dibuat or Date.today()
    rows = area.parts(view, view.kota, "kelurahan")
    angka, temuan = report_words.points(view, view.kota), _finding(view, rows)
    agreed = commitments(view.tables["komitmen"], view.kota, view.tahun, made.isoformat())
    stood_on = pd.concat([report_words.rows_of(view, view.kota), rows[META], agreed[META]], ignore_index=True)
    blocks = (
        *_cover(view, temuan, angka, len(rows)),
        PageBreak(),
        *_reading(view),
        PageBreak(),
        *_ranking(view),
        *_all_kelurahan(view),
        *_risk(view),
        *_follow_up(view, agreed),
        *_end(view, stood_on, rows, kontak),
    )
    return Bulletin(
        view.kota, view.wilayah, view.tahun, temuan, angka, rows, blocks, stood_on, view.supresi is None, made,
        language.current(),
    )  # fmt: skip


def bulletin_pdf(bulletin: Bulletin, read_shapes: ReadShapes) -> bytes:
    """The bulletin as tagged PDF on A4; `read_shapes`: `sources.shapes.read_shapes`. Raises `export.ExportError`."""
    judul = _("Buletin stunting {kota} {tahun}").format(kota=bulletin.nama, tahun=bulletin.tahun)
    document = Document(
        judul=judul,
        uraian=bulletin.temuan,
        kepala=f"Konvergensi · {judul}",
        kaki=_("Dibuat {tanggal} dengan Konvergensi. Sumber dan cara menghitung ada di halaman akhir.").format(
            tanggal=date(bulletin.dibuat)
        ),
        blok=bulletin.blok,
        dibuat=bulletin.dibuat,
        contoh=bulletin.contoh,
        internal=bulletin.internal,
        kata_kunci=("stunting", "Aksi 7", bulletin.nama, str(bulletin.tahun)),
        bahasa=bulletin.bahasa,
    )
    return set_pdf(document, read_shapes)


def _finding(view: View, rows: pd.DataFrame) -> str:
    """The kota's own finding, and how many kelurahan clearly differ from it."""
    text = report_words.finding(view, view.kota)
    judged = rows["putusan95"]
    if not (judged != "").any():
        return text
    higher, lower = int((judged == "lebih_buruk").sum()), int((judged == "lebih_baik").sum())
    if not higher and not lower:
        return f"{text} " + _("Di antara kelurahan yang ditampilkan tidak ada yang jelas berbeda dari nilai kota.")
    more = _("{tinggi} kelurahan jelas lebih tinggi daripada nilai kota, {rendah} jelas lebih rendah.").format(
        tinggi=number(higher), rendah=number(lower)
    )
    return f"{text} {more}"


def _cover(view: View, temuan: str, angka: tuple[Point, ...], kelurahan: int) -> tuple[object, ...]:
    kecamatan = len(area.parts(view, view.kota, "kecamatan"))
    known = tuple(point for point in angka if point.nilai != number(None))
    return (
        Band(
            _("Stunting di {kota}, {tahun}").format(kota=view.wilayah, tahun=view.tahun),
            _("Buletin Aksi 7: pengukuran dan publikasi data stunting"),
            _("Angka {jumlah} kelurahan di {kecamatan} kecamatan").format(
                jumlah=number(kelurahan), kecamatan=number(kecamatan)
            ),
            besar=28,
            tinggi=20,
        ),
        Finding(temuan, 15),
        *([Tiles(known)] if known else []),
        Picture(report_figures.map_figure(view, view.kota, names=len(view.tables["kelurahan"])), 420),
    )


def _reading(view: View) -> tuple[object, ...]:
    """How to read what follows, the years, the survey, the lokus."""
    how = (
        _("Prevalensi: balita pendek dan sangat pendek dari tiap 100 balita yang diukur."),
        _(
            "Selang 95 %: nilai yang masih sesuai dengan banyaknya balita yang diukur. Makin sedikit yang diukur, makin lebar."
        ),
        _("▼ lebih buruk, ● serupa, ▲ lebih baik: selang kelurahan dibanding nilai kota, bukan dengan tetangganya."),
        _("Urutan bukan peringkat pasti: kelurahan dengan selang yang bertumpuk tidak dapat dibedakan."),
        _("Hanya balita yang datang diukur yang terhitung; yang tidak datang bisa berbeda keadaannya."),
        _("Hitungan rutin tidak sama dengan survei SSGI/SKI: keduanya tidak boleh digabung dalam satu deret."),
    )
    return (
        Heading(_("Cara membaca buletin ini"), jarak=0),
        Bullets((*how, report_words.small_number_text(view)), 9.2),
        Picture(report_figures.trend_figure(view, view.kota), 125),
        Picture(survey_figure(view), 150),
        Heading(_("Kelurahan lokus")),
        Text(report_words.lokus_sentence(view, view.kota), ukuran=9.2),
        report_tables.history_table(view, view.kota, most=len(view.tables["kelurahan"])),
    )


def _ranking(view: View) -> tuple[object, ...]:
    return (Picture(bulletin_figures.all_ranking(view), 690),)


def _all_kelurahan(view: View) -> tuple[object, ...]:
    return (
        Heading(
            _("Angka semua kelurahan, {tahun}").format(tahun=view.tahun),
            report_tables.compared_text(view, view.kota),
            jarak=0,
        ),
        report_tables.all_kelurahan_table(view),
    )


def _risk(view: View) -> tuple[object, ...]:
    """Families at risk, and the services they miss."""
    return (
        Heading(_("Keluarga berisiko dan layanan"), jarak=8),
        Columns(
            (
                (Picture(_without_names(families.map_figure(view)), 205),),
                (Picture(report_figures.factors_figure(view, view.kota), 205),),
            )
        ),
        report_tables.work_table(view, view.kota, "kecamatan"),
        report_tables.all_services_table(view, view.kota),
    )


def _without_names(figure: Figure | Empty) -> Figure | Empty:
    """A small map: its lokus are outlined, and named on the cover."""
    if isinstance(figure, Empty):
        return figure
    return replace(figure, frames={**figure.frames, "data": figure.frames["data"].assign(label="")})


def _follow_up(view: View, agreed: pd.DataFrame) -> tuple[object, ...]:
    """What was agreed in the rembuk and how it stands."""
    heading = Heading(_("Tindak lanjut"), jarak=8)
    if agreed.empty:
        return (
            heading,
            Picture(
                Empty(
                    _("Belum ada komitmen rembuk {tahun} yang dicatat.").format(tahun=view.tahun),
                    _("Yang mengisinya: komitmen dari berita acara rembuk, dicatat di halaman Rencana & komitmen."),
                ),
                0,
            ),
        )
    counts = commitment_counts(agreed)
    judul = _("{selesai} dari {semua} komitmen rembuk selesai, {lewat} melewati tenggat").format(
        selesai=number(counts["selesai"]), semua=number(counts["semua"]), lewat=number(counts["lewat_tenggat"])
    )
    words = value_names()["status_waktu"]
    colours = {"lewat_tenggat": "buruk", "terlambat": "buruk", "tepat_waktu": "baik", "selesai": "baik"}
    lines = tuple(
        (
            Cell(row.komitmen),
            Cell(row.penanggung_jawab),
            Cell(date(row.tenggat), "biasa" if row.tenggat else "redup"),
            Cell(date(row.tanggal_selesai), "biasa" if row.tanggal_selesai else "redup"),
            Cell(words.get(row.status_waktu, row.status_waktu), colours.get(row.status_waktu, "biasa")),
        )
        for row in agreed.itertuples()
    )
    heads = (_("Komitmen"), _("Penanggung jawab"), _("Tenggat"), _("Selesai"), _("Keadaan"))
    sub = _("Komitmen rembuk stunting {tahun}").format(tahun=view.tahun)
    table = Table(
        heads, lines, ("kiri",) * 5, (2.3, 1.6, 1.4, 1.4, 1), judul=judul, sub=sub, jarak=4, terputus=len(lines) > 12
    )
    return heading, table


def _end(view: View, rows: pd.DataFrame, parts: pd.DataFrame, kontak: str) -> tuple[object, ...]:
    """What is not known, sources, method, what the rule for small numbers hid, and whom to ask."""
    missing = tuple(
        f"{empty.what} {_('Yang mengisinya')}: {empty.filled_by}" for empty in report_words.unknown(view, view.kota)
    )
    hidden = int(parts["disembunyikan"].sum())
    effect = ""
    if hidden:
        effect = " " + _("Di buletin ini prevalensi {jumlah} dari {semua} kelurahan disembunyikan.").format(
            jumlah=number(hidden), semua=number(len(parts))
        )
    return (
        *((Heading(_("Yang belum diketahui"), jarak=8), Bullets(missing, 8.8)) if missing else ()),
        Heading(_("Sumber dan cara menghitung"), jarak=8),
        Text(report_words.source_text(rows), _("Sumber.")),
        Text(report_words.method_text(), _("Cara menghitung.")),
        Text(report_words.small_number_text(view) + effect, _("Angka kecil.")),
        Heading(_("Pertanyaan dan koreksi"), jarak=8),
        Blank(_("Diterbitkan oleh"), ""),
        Blank(_("Kontak"), kontak),
    )
