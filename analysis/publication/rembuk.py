"""The rembuk pack (Aksi 3): agenda, situation per kecamatan, commitments as a form, and the minutes, in one zip.

The trap: four files repeat the same numbers, and one that is made from unmasked ones gives away what the others hide. So
everything comes from the same items of one view.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from io import BytesIO

import pandas as pd

from analysis import language
from analysis.figures.view import View
from analysis.language import _
from analysis.output.captions import has_sample, in_language
from analysis.publication import area
from analysis.publication.rembuk_facts import Item, items, proposals
from analysis.publication.rembuk_form import form_xlsx
from analysis.publication.rembuk_papers import agenda_docx, minutes_docx
from analysis.publication.rembuk_situation import situation
from analysis.publication.report import whole_kota
from analysis.publication.typeset import ReadShapes, set_pdf

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Rembuk:
    """What a rembuk is prepared with: `items` and `usulan` are what the files are made of."""

    view: View
    items: tuple[Item, ...]
    usulan: pd.DataFrame
    dibuat: Date
    hari_ini: str
    bahasa: str

    @property
    def contoh(self) -> bool:
        """Is any row synthetic?"""
        return has_sample(self.usulan) or any(has_sample(item.rows) for item in self.items)


def rembuk_pack(view: View, dibuat: Date | None = None, hari_ini: str = "") -> Rembuk:
    """The rembuk of the kota and year of `view`; small numbers are hidden when it has `supresi`.

    hari_ini: ISO date on which promises count as late (default: the day it is made). Raises KeyError for no kota.
    """
    if not area.exists(view, view.kota):
        raise KeyError(view.kota)
    made = dibuat or Date.today()
    day, view = hari_ini or made.isoformat(), whole_kota(view, view.kota)
    return Rembuk(view, tuple(items(view, day)), proposals(view, day), made, day, language.current())


def file_names() -> dict[str, str]:
    """Code of each file in the pack -> its name."""
    return {
        "agenda": _("agenda") + ".docx",
        "situasi": _("situasi-per-kecamatan") + ".pdf",
        "formulir": _("formulir-komitmen") + ".xlsx",
        "berita_acara": _("berita-acara") + ".docx",
    }


def rembuk_zip(pack: Rembuk, read_shapes: ReadShapes, progress: Progress | None = None) -> bytes:
    """The four files in one zip. `read_shapes`: `sources.shapes.read_shapes`; `progress(share, file name)` before each.

    Raises `output.export.ExportError` when a chart cannot be drawn.
    """
    return in_language(pack.bahasa, _zip, pack, read_shapes, progress)


def _zip(pack: Rembuk, read_shapes: ReadShapes, progress: Progress | None) -> bytes:
    view, found = pack.view, list(pack.items)
    makers = {
        "agenda": lambda: agenda_docx(view, found, pack.usulan, pack.dibuat),
        "situasi": lambda: set_pdf(situation(view, pack.usulan, pack.dibuat, pack.hari_ini), read_shapes),
        "formulir": lambda: form_xlsx(view, pack.usulan, pack.dibuat),
        "berita_acara": lambda: minutes_docx(view, found, pack.dibuat, pack.hari_ini),
    }
    return zipped({file_names()[kode]: make for kode, make in makers.items()}, progress)


def zipped(makers: dict[str, Callable[[], bytes]], progress: Progress | None = None) -> bytes:
    """Each file as it is made, in one zip."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, make) in enumerate(makers.items()):
            if progress:
                progress(place / len(makers), name)
            archive.writestr(name, make())
    return file.getvalue()
