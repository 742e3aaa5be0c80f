"""The situation per kecamatan, to lie on the table of a rembuk: a summary first, then one page for each kecamatan.

The trap: commitments are made by the kota, not by a kecamatan. They stand on the first pages; a kecamatan's own page
repeats only those that name it or one of its kelurahan.
"""

from __future__ import annotations

from datetime import date as Date

import pandas as pd

from analysis.convergence.measures import META
from analysis.figures.view import Empty, View
from analysis.language import _, date, number
from analysis.output.briefing_sentences import say_today
from analysis.output.captions import has_sample
from analysis.output.codes import value_names
from analysis.publication import area, report_figures, report_tables, report_words
from analysis.publication.blocks import (
    Band,
    Bottom,
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
from analysis.publication.rembuk_facts import promised

_LATE = {"lewat_tenggat": "buruk", "terlambat": "buruk", "tepat_waktu": "baik", "selesai": "baik"}


def situation(view: View, usulan: pd.DataFrame, dibuat: Date, hari_ini: str) -> Document:
    """The document of the kota and year of `view`, ready for `typeset.set_pdf`; `usulan`: `rembuk_facts.proposals`."""
    rows = pd.concat(
        [report_words.rows_of(view, view.kota), *(promised(view, year, hari_ini)[META] for year in _years(view))],
        ignore_index=True,
    )
    judul = _("Situasi per kecamatan {kota} {tahun}").format(kota=view.wilayah, tahun=view.tahun)
    inside = kecamatan(view)
    pages = [block for kode in inside for block in _page(view, kode, hari_ini)]
    return Document(
        judul=judul,
        uraian=report_words.finding(view, view.kota),
        kepala=f"Konvergensi · {judul}",
        kaki=_("Dibuat {tanggal} dengan Konvergensi. Sumber dan cara menghitung ada di halaman akhir.").format(
            tanggal=date(dibuat)
        ),
        blok=(*_summary(view), *_agreed(view, usulan, hari_ini), *pages, _foot(view, rows)),
        dibuat=dibuat,
        contoh=has_sample(rows) or has_sample(usulan),
        internal=view.supresi is None,
        kata_kunci=("stunting", "rembuk", view.wilayah, str(view.tahun)),
    )


def kecamatan(view: View) -> list[str]:
    """The kecamatan that have counts of their own, in the order of their codes."""
    areas = view.tables["kelurahan"]
    codes = sorted(set(areas.loc[(areas["kode_kota"] == view.kota).to_numpy(dtype=bool), "kode_kecamatan"]))
    return [kode for kode in codes if area.counted(view, kode)]


def _years(view: View) -> tuple[int, int]:
    return view.tahun - 1, view.tahun


def _summary(view: View) -> tuple[object, ...]:
    points = tuple(point for point in report_words.points(view, view.kota) if point.nilai != number(None))
    head = (
        Band(
            _("Situasi per kecamatan, {kota}").format(kota=view.wilayah),
            _("Bahan rembuk stunting {tahun}").format(tahun=view.tahun),
            besar=22,
            tinggi=9,
        ),
        Finding(report_words.finding(view, view.kota), 12.5),
        *([Tiles(points)] if points else []),
    )
    lokus = Text(report_words.lokus_sentence(view, view.kota), _("Lokus."), ukuran=9)
    if area.counted(view, view.kota):
        body = (
            report_tables.parts_table(view, view.kota, "kecamatan"),
            report_tables.work_table(view, view.kota, "kecamatan"),
            lokus,
        )
    else:
        missing = tuple(Picture(empty, 0) for empty in report_words.unknown(view, view.kota))
        said = Bullets(tuple(report_words.published_facts(view, view.kota)), 9)
        body = (
            Heading(_("Yang dipublikasikan tentang {kota}").format(kota=view.wilayah)),
            said,
            lokus,
            Heading(_("Yang belum diketahui")),
            Columns((missing[::2], missing[1::2])),
        )
    return (*head, *body)


def _agreed(view: View, usulan: pd.DataFrame, hari_ini: str) -> tuple[object, ...]:
    """What was promised, and what the data suggest to promise."""
    promises = [block for year in _years(view) for block in _promises(view, year, hari_ini)]
    if usulan.empty:
        return tuple(promises)
    return (PageBreak(), *promises, _proposed(usulan))


def _proposed(usulan: pd.DataFrame) -> Table:
    lines = tuple(
        (Cell(row.komitmen), Cell(row.penanggung_jawab or number(None)), Cell(row.alasan, "redup"))
        for row in usulan.itertuples()
    )
    heads = (_("Komitmen"), _("Penanggung jawab"), _("Alasan"))
    sub = _("Disusun aplikasi dari data; belum ada yang menyepakatinya")
    return Table(heads, lines, ("kiri",) * 3, (2.2, 1, 2.4), judul=_("Usulan komitmen"), sub=sub, ukuran=7.6, jarak=2.4)


def _promises(view: View, tahun: int, hari_ini: str) -> tuple[object, ...]:
    """The commitments of one year with how they stand."""
    found = promised(view, tahun, hari_ini)
    judul = _("Komitmen rembuk stunting {tahun}").format(tahun=tahun)
    if found.empty:
        what = _("Belum ada komitmen rembuk {tahun} yang dicatat.").format(tahun=tahun)
        filled = _("Yang mengisinya: komitmen dari berita acara rembuk, dicatat di halaman Rencana & komitmen.")
        return (Picture(Empty(what, filled), 0, judul),)
    return (_promise_table(found, judul, say_today(hari_ini)),)


def _promise_table(found: pd.DataFrame, judul: str, sub: str = "") -> Table:
    words = value_names()["status_waktu"]
    lines = tuple(
        (
            Cell(_(row.komitmen)),
            Cell(row.penanggung_jawab),
            Cell(date(row.tenggat) if row.tenggat else number(None)),
            Cell(words.get(row.status_waktu, row.status_waktu), _LATE.get(row.status_waktu, "biasa")),
        )
        for row in found.itertuples()
    )
    heads = (_("Komitmen"), _("Penanggung jawab"), _("Tenggat"), _("Keadaan"))
    return Table(heads, lines, ("kiri",) * 4, (2.6, 1.6, 1.1, 1), judul=judul, sub=sub, terputus=len(lines) > 12)


def _page(view: View, kode: str, hari_ini: str) -> tuple[object, ...]:
    """One kecamatan: children, lokus, families at risk, services, its promises."""
    points = tuple(point for point in report_words.points(view, kode) if point.nilai != number(None))
    named = _naming(view, kode, hari_ini)
    parts = area.parts(view, kode, "kelurahan")
    own = (_promise_table(named, _("Komitmen yang menyebut wilayah ini"), say_today(hari_ini)),) if len(named) else ()
    return (
        PageBreak(),
        Band(view.name(kode), _("Kecamatan"), f"{view.wilayah} · {kode}", besar=20, tinggi=8),
        Finding(report_words.finding(view, kode), 12),
        *([Tiles(points)] if points else []),
        report_tables.parts_table(view, kode, "kelurahan"),
        report_tables.work_table(view, kode, "kelurahan"),
        Columns(
            (
                (report_tables.services_table(view, kode, 8),),
                (
                    Text(report_words.lokus_sentence(view, kode), _("Lokus."), ukuran=8.8),
                    Picture(report_figures.factors_figure(view, kode), _picture_height(len(parts))),
                ),
            ),
            (1.25, 1),
        ),
        *own,
    )


def _picture_height(kelurahan: int) -> float:
    """pt that two tables of so many rows leave on the page."""
    return max(80.0, 150.0 - 16.0 * max(0, kelurahan - 6))


def _naming(view: View, kode: str, hari_ini: str) -> pd.DataFrame:
    """Promises of this year and the last whose text or owner names the kecamatan or one of its kelurahan."""
    areas = view.tables["kelurahan"]
    inside = areas[(areas["kode_kecamatan"] == kode).to_numpy(dtype=bool)]
    names = {view.name(kode), *inside["nama_kelurahan"]}
    found = pd.concat([promised(view, year, hari_ini) for year in _years(view)], ignore_index=True)
    said = (found["komitmen"] + " " + found["penanggung_jawab"]).tolist()
    return found[[any(_has_word(text, name) for name in names) for text in said]]


def _has_word(text: str, name: str) -> bool:
    """Is `name` in the text as words of its own? "Pegadungan" is not "Gadung"."""
    plain = "".join(sign if sign.isalnum() else " " for sign in f" {text} ").lower()
    return f" {name.lower()} " in " ".join(["", *plain.split(), ""])


def _foot(view: View, rows: pd.DataFrame) -> Bottom:
    texts = (
        (_("Sumber."), report_words.source_text(rows)),
        (_("Cara menghitung."), report_words.method_text()),
        (_("Angka kecil."), report_words.small_number_text(view)),
    )
    return Bottom(tuple(Text(text, head, ukuran=7.2, warna="redup", jarak=3.5) for head, text in texts))
