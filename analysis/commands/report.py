"""report: an area report, the bulletin of a kota, or a zip of reports, as PDF.

Trap: these files go out. Small numbers are therefore hidden unless somebody asks for an internal paper by name.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Iterator
from datetime import date as Date

from analysis import language
from analysis.commands.dialogue import counted, stop, told_plainly
from analysis.commands.looking import open_view, published
from analysis.commands.noting import note_file
from analysis.figures.view import View
from analysis.language import _
from analysis.output.export import ExportError, file_name
from analysis.publication import area
from analysis.publication.bulletin import bulletin, bulletin_pdf
from analysis.publication.report import area_report, report_pdf
from analysis.sources.measurements.writing import Output
from analysis.sources.shapes import read_shapes


def run(options: argparse.Namespace) -> None:
    """Write the PDF, or the zip of all reports below the area."""
    language.use(options.bahasa)
    ending = ".zip" if options.semua else ".pdf"
    if not options.output.endswith(ending):
        stop(_("Nama hasil sesudah -o harus berakhiran {akhiran}.").format(akhiran=ending))
    view = _view(options)
    with told_plainly(options.output):
        try:
            made = _made(view, options)
        except ExportError as error:
            stop(str(error))
        note_file(options.store, "report", options.wilayah, view.tahun)
        with Output(options.output) as output:
            output.write(made)


def _view(options: argparse.Namespace) -> View:
    """The view of the kota that the code lies in; ends with a sentence where there is no such area."""
    code = options.wilayah
    view = open_view(options.store, contoh=not options.tanpa_contoh, kota=code[:5], tahun=options.tahun)
    if not area.exists(view, code):
        text = _(
            "--wilayah {kode}: tidak ada wilayah dengan kode ini; tulis misalnya 31.73, 31.73.01, atau 31.73.01.1005."
        )
        stop(text.format(kode=code[:20]))
    if options.buletin and area.level_of(code) != "kota":
        stop(_("--buletin memuat semua kelurahan sebuah kota; tulis kode kota, misalnya 31.73."))
    return view if options.internal else published(view)


def _made(view: View, options: argparse.Namespace) -> bytes:
    if options.buletin:
        return bulletin_pdf(bulletin(view, kontak=options.kontak), read_shapes)
    if options.semua:
        return _zipped(view, options)
    return report_pdf(area_report(view, options.wilayah), read_shapes)


def _zipped(view: View, options: argparse.Namespace) -> bytes:
    """One report per area of the level asked for, named by code and area."""
    areas = view.tables["kelurahan"]
    inside = areas.loc[areas["kode_kelurahan"].str.startswith(options.wilayah), f"kode_{options.semua}"].unique()
    if area.level_of(options.wilayah) == options.semua:
        stop(
            _("--semua {tingkat}: tulis kode wilayah yang lebih besar sesudah --wilayah.").format(tingkat=options.semua)
        )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in counted(_reports(view, list(inside)), len(inside), options.output):
            target.writestr(name, data)
    return held.getvalue()


def _reports(view: View, codes: list[str]) -> Iterator[tuple[str, bytes]]:
    today = Date.today()
    for code in codes:
        report = area_report(view, code, today)
        mark = " internal" if report.internal else ""
        name = file_name(f"{code} {report.nama} {report.tahun}{mark}", "pdf", report.contoh)
        yield name, report_pdf(report, read_shapes)
