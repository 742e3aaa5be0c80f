"""brief: the briefing of a kota and year as a PowerPoint file or PDF.

Trap: a deck is made to be shown. Whoever shows it to the public asks for --publik, or small numbers stand on the wall.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path

from analysis.commands.dialogue import stop, told_plainly
from analysis.commands.looking import open_view, published
from analysis.commands.noting import note_file
from analysis.figures.view import YEARS, View
from analysis.language import _, join_names, number
from analysis.output.captions import in_language
from analysis.output.export import ExportError
from analysis.publication.briefing import compose
from analysis.publication.screens import Screen, arranged
from analysis.sources.measurements.writing import Output
from analysis.sources.shapes import read_shapes

_LEVELS = {"kota": 5, "provinsi": 2}  # digits and point of a code


def run(options: argparse.Namespace) -> None:
    """Write the deck of --kota and --tahun; one sentence and exit code 1 where something is wrong."""
    write = _writer(options.output)
    view = _view(options)
    screens = _chosen(in_language(options.bahasa, compose, view), options.susunan)
    if options.publik:
        _check(screens, view)
    with told_plainly(options.output):
        try:
            deck = in_language(options.bahasa, _made, write, screens, view)
        except ExportError as error:
            stop(str(error))
        note_file(options.store, "brief", view.kota, view.tahun)
        with Output(options.output) as output:
            output.write(deck)
    said = _("{berkas}: {jumlah} layar tentang {wilayah} {tahun}.")
    print(
        said.format(berkas=options.output, jumlah=number(len(screens)), wilayah=view.wilayah, tahun=view.tahun),
        file=sys.stderr,
    )


def _made(write: Callable[..., bytes], screens: list[Screen], view: View) -> bytes:
    title = _("Paparan {wilayah} {tahun}").format(wilayah=view.wilayah, tahun=view.tahun)
    return write(screens, judul=title, read_shapes=read_shapes, hari=Date.today(), kota=view.wilayah)


def _writer(name: str) -> Callable[..., bytes]:
    """What makes a file of this ending; everything that can be known before the work is said before it."""
    target = Path(name)
    if target.suffix.lower() not in (".pptx", ".pdf"):
        stop(_("{nama}: beri nama berakhiran .pptx atau .pdf sesudah -o.").format(nama=name))
    if not target.parent.is_dir():
        stop(_("{nama}: folder tidak ada; buat dahulu atau pilih folder lain sesudah -o.").format(nama=target.parent))
    if target.is_dir():
        stop(_("{nama}: ini folder; tambahkan nama berkas sesudah -o.").format(nama=name))
    if target.suffix.lower() == ".pdf":
        from analysis.publication.deck_pdf import to_pdf

        return to_pdf
    from analysis.publication.deck import to_pptx

    return to_pptx


def _view(options: argparse.Namespace) -> View:
    if options.tahun not in YEARS:
        stop(_("--tahun {tahun}: pilih {daftar}.").format(tahun=options.tahun, daftar=_either(map(str, YEARS))))
    view = open_view(options.store, contoh=not options.tanpa_contoh, kota=options.kota, tahun=options.tahun)
    known = {code: name for code, name in view.names.items() if len(code) in _LEVELS.values()}
    if options.kota not in known:
        named = _either(f"{code} ({name})" for code, name in sorted(known.items()))
        stop(_("--kota {kode}: kode ini tidak dikenal; pilih {daftar}.").format(kode=options.kota[:13], daftar=named))
    return published(view) if options.publik else view


def _either(names) -> str:
    return join_names(list(names))


def _check(screens: list[Screen], view: View) -> None:
    """The release check over every table of the deck: what it did is told, what it refuses stops the deck."""
    from analysis.publication.screen_check import check_screens

    found = check_screens(screens, view)
    if not found.boleh:
        stop("\n".join(found.ditolak))
    print("\n".join(found.dilakukan), file=sys.stderr)


def _chosen(screens: list[Screen], order: str) -> list[Screen]:
    """The screens asked for in their order; all of them without an order."""
    if not order:
        return screens
    wanted = [code.strip() for code in order.split(",") if code.strip()]
    known = [screen.kode for screen in screens]
    if wrong := [code for code in wanted if code not in known]:
        message = _("--susunan: layar {kode} tidak ada di paparan ini; pilih dari {daftar}.")
        stop(message.format(kode=wrong[0][:40], daftar=join_names(known)))
    return arranged(screens, wanted, {})
