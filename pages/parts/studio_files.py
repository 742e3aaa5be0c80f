"""The picture of the studio as files: one path for the preview and for every download.

Publication mode is always on here: the figure is made from masked numbers, and what the release check refuses has no
preview that could be photographed and no download.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from analysis.figures.drawing import whole_spec
from analysis.figures.registry import make_figure, recipes
from analysis.figures.view import Empty, Figure, View
from analysis.language import _
from analysis.output import export
from analysis.output.captions import Caption
from analysis.output.drawn import Drawn
from analysis.output.export import ExportError, file_name
from analysis.output.logo import BadLogo
from analysis.output.tables_out import to_csv, to_xlsx
from analysis.output.templates import TEMPLATES, Dress, page_file, template_names
from analysis.publication.disclosure import ReleaseCheck, Suppression, check_release
from analysis.same import Same
from analysis.sources.shapes import read_shapes
from pages.parts.downloads import offer
from pages.parts.looking import suppression, view_of
from pages.parts.memory import remembered

Tables = dict[str, pd.DataFrame]
AREAS = ("kode_kelurahan", "kode_kecamatan", "kode_kota", "kode_wilayah")
PREVIEW_PPI = 96
DPI = [150, 300, 600]
_drawn = Drawn(export.ask)


@remembered
def masked_view(tables: Tables, kelurahan: str = "") -> View:
    """The view of the choices on top of the page in publication mode, of one kelurahan where it is asked for.

    A kelurahan chosen on another page marks nothing here: who publishes has to ask for it.
    """
    return view_of(tables).on(supresi=suppression(tables), kelurahan=kelurahan)


@remembered
def figure_of(tables: Tables, kode: str, params: tuple, kelurahan: str) -> Figure | Empty | None:
    """The figure of a recipe from masked numbers."""
    return make_figure(kode, masked_view(tables, kelurahan), **dict(params))


@remembered
def checked(tables: Tables, kode: str, params: tuple, kelurahan: str) -> ReleaseCheck:
    """What the release check says about a figure."""
    return check(figure_of(tables, kode, params, kelurahan), suppression(tables))


def check(figure: Figure, masking: Suppression) -> ReleaseCheck:
    """The release check of one figure: its table, which leaves as CSV and XLSX, and the rows that are drawn."""
    kode = figure.resep[0]
    about = check_release({recipes()[kode].judul() if kode else figure.caption.judul: figure.table}, masking)
    rows = {name: _drawn_rows(frame) for name, frame in figure.frames.items()}
    drawn = check_release(rows, masking)
    return replace(about, ditolak=[*about.ditolak, *(text for text in drawn.ditolak if text not in about.ditolak)])


def _drawn_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a chart as the check reads them: "nama" is whatever a mark is called there, and the numbers of lines that
    are about no area (limits, references) count nobody."""
    if not any(area in frame for area in AREAS):
        frame = frame.select_dtypes(exclude="number")
    return frame.rename(columns={"nama": "tulisan_tanda"})


@dataclass(frozen=True)
class Picture:
    """Everything that decides what a file looks like."""

    figure: Same
    caption: Caption
    template: str
    dress: Dress

    def file(self, kind: str, ppi: int = 300) -> bytes:
        """The picture as "png", "svg" or "pdf"; ExportError or BadLogo with a sentence when it cannot be made."""
        return _file(self, kind, ppi if kind == "png" else 0)

    def name(self, ending: str) -> str:
        """What a file of the picture is called."""
        figure = self.figure.thing
        stem = figure.file_name or figure.resep[0]
        if ending in ("png", "svg", "pdf"):
            stem = f"{stem[:60]} {template_names()[self.template]}"
        return file_name(stem, ending, self.caption.contoh)


@lru_cache(maxsize=8)
def _spec(figure: Same) -> dict:
    return whole_spec(figure.thing, read_shapes)


@lru_cache(maxsize=24)
def _file(picture: Picture, kind: str, ppi: int) -> bytes:
    spec, template = _spec(picture.figure), TEMPLATES[picture.template]
    return page_file(kind, spec, picture.caption, template, picture.dress, ppi=ppi or 300, ask=_drawn.ask)


def show_preview(picture: Picture) -> bool:
    """The picture as its PNG looks on a screen; False, with a sentence, when it cannot be made."""
    try:
        png = picture.file("png", PREVIEW_PPI)
    except (ExportError, BadLogo) as error:
        st.error(str(error), icon=":material/error:")
        return False
    template = TEMPLATES[picture.template]
    # Nobody should have to scroll to see a picture whole. The image itself has no width: Streamlit would shrink the file.
    width = round(640 * template.lebar / template.tinggi) if template.tinggi >= template.lebar else "stretch"
    with st.container(border=True, key="studio_pratinjau", width=width):
        st.image(png, width="stretch", alt=picture.caption.alt or picture.caption.judul)
    return True


def show_downloads(picture: Picture) -> None:
    """The picture and the numbers behind it as files."""
    figure, caption = picture.figure.thing, picture.caption
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        dpi = st.selectbox(
            _("Kerapatan PNG"), DPI, index=1, key="studio_dpi", persist_state="session", width=150,
            format_func=lambda value: _("{jumlah} dpi").format(jumlah=value),
        )  # fmt: skip
        for kind in ("png", "svg", "pdf"):
            _download(kind, lambda kind=kind: picture.file(kind, dpi), picture, primary=kind == "png")
        _download("csv", lambda: to_csv(figure.table, caption), picture)
        _download("xlsx", lambda: to_xlsx(figure.table, caption), picture)


def _download(kind: str, make: Callable[[], bytes], picture: Picture, primary: bool = False) -> None:
    looks = {"type": "primary"} if primary else {"icon": None}
    offer(kind.upper(), picture.name(kind), make, key=f"studio_{kind}", **looks)
