"""One chart on a page with everything that belongs to it: words, badge, source, table, downloads.

Trap: authoring a chart costs tens of milliseconds, and the browser rebuilds it whenever its spec changes.
The spec depends on options only, so it is kept once for all sessions; a rerun sends new datasets.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import streamlit as st

from analysis import language
from analysis.figures.drawing import template, whole_spec
from analysis.figures.view import Empty, Figure
from analysis.language import _
from analysis.output.captions import Caption, sample_mark
from pages.parts import state
from pages.parts.downloads import offer
from pages.parts.guard import same_person
from pages.parts.person import person
from pages.parts.table import show_table
from pages.parts.text import escape


@dataclass(frozen=True)
class Panel:
    """A figure ready to be shown: its spec without data, and its data as sent."""

    key: str
    figure: Figure
    spec: str
    sent: dict[str, bytes]


def chart(figure: Figure | Empty | None, *, key: str, ukuran: str = "kerja") -> Panel | Empty | None:
    """Prepare a figure to be shown; `key` names its widgets, `ukuran` its size. What is empty stays so."""
    if not isinstance(figure, Figure):
        return figure
    spec = template(figure, ukuran)
    sent = {name: _arrow(_shown(frame, spec)) for name, frame in figure.frames.items()}
    return Panel(key, figure, spec, sent)


def _shown(frame: pd.DataFrame, spec: str) -> pd.DataFrame:
    """The columns that the spec speaks of: sources and codes stay on the server."""
    return frame[[name for name in frame if name in spec]]


def _arrow(frame: pd.DataFrame) -> bytes:
    """The frame as Streamlit sends it, made once instead of at every rerun."""
    table = pa.Table.from_pandas(_iso_dates(frame), preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def show(part: Panel | Empty | None) -> None:
    """Draw a prepared chart with its words and its foot, or say what is missing."""
    if part is None:
        return
    if isinstance(part, Empty):
        st.info(f"{escape(part.what)} {escape(_way(part))}", icon=":material/inbox:")
        return
    key = part.key
    _words(part.figure.caption)
    picking = {"on_select": lambda: _picked(key), "selection_mode": "pilih"} if part.figure.pick else {}
    # Streamlit writes this into the spec: a text with figures would make the browser build the chart anew.
    draw(part, alt=_("Grafik: temuannya tertulis di atas, angkanya ada di tabel di bawah."), **picking)
    _foot(part)


def _way(part: Empty) -> str:
    """What would fill it; the public is not sent to a page that does not open to it."""
    inside = _("Manajemen data") in part.filled_by and not person().at_least("perencana")
    return _("Angka ini belum dipublikasikan.") if inside else part.filled_by


def draw(panel: Panel, *, alt: str, **picking) -> None:
    """The picture alone."""
    st.vega_lite_chart(
        spec={**json.loads(_on_ground(panel.spec)), "datasets": dict(panel.sent)},
        theme=None,
        width="stretch",
        key=panel.key,
        alt=alt,
        **picking,
    )


def _on_ground(spec: str) -> str:
    """The spec in the colours of the ground that this browser shows; files always stay light."""
    from analysis.output.theme import to_dark

    return to_dark(spec) if st.context.theme.type == "dark" else spec


def _iso_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Dates as text: sent as moments they would move by a day in another time zone."""
    moments = frame.select_dtypes("datetime").columns
    return frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in moments}) if len(moments) else frame


def _words(caption: Caption) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(width="stretch", gap="xxsmall"):
            st.markdown(f"**{escape(caption.judul)}**")
            if caption.subjudul:
                st.caption(escape(caption.subjudul))
        if caption.contoh:
            st.badge(sample_mark(), color="orange")


def _picked(key: str) -> None:
    """A click on an area chooses it everywhere; a click beside the areas lets it go."""
    chosen = ((st.session_state.get(key) or {}).get("selection") or {}).get("pilih") or []
    codes = [row["kode_kelurahan"] for row in chosen if isinstance(row, dict) and row.get("kode_kelurahan")]
    state.choose("kelurahan", codes[-1] if codes else "")


@st.fragment
def _foot(panel: Panel) -> None:
    """Note and source, the table twin, and the downloads; only this part reruns when they are opened."""
    figure, key = panel.figure, panel.key
    # A fragment reruns without the frame around it, which is where the language is set.
    language.use(figure.caption.bahasa)
    same_person()
    _small_print(figure.caption)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        as_table = st.toggle(_("Tabel"), key=f"{key}_tabel")
        if (popover := _popover(key)).open:
            with popover:
                _picture_downloads(figure, key)
                _table_downloads(figure.table, figure.caption, key, figure.file_name or key)
                _publishing(figure, key)
    if as_table:
        show_table(figure.table, key=f"{key}_isi")


def _publishing(figure: Figure, key: str) -> None:
    """The way to the studio, which sets the same chart into a template.

    A chart that stands on a plan or a file of this session has no recipe: it goes there as it is.
    """
    if person().may_open("publikasi") and st.button(
        _("Publikasikan"), key=f"{key}_publikasi", icon=":material/campaign:", width="stretch"
    ):
        st.session_state["studio_titipan"] = None if figure.resep[0] else figure
        st.session_state["studio_resep"] = figure.resep
        st.switch_page("pages/publikasi.py")


def _small_print(caption: Caption) -> None:
    if texts := [text for text in (caption.catatan, caption.sumber) if text]:
        st.caption(escape(" ".join(texts)))


def _popover(key: str):
    return st.popover(_("Unduh"), icon=":material/download:", type="tertiary", key=f"{key}_unduh", on_change="rerun")


def show_list(table: pd.DataFrame, caption: Caption, *, key: str, file_name: str, **options) -> None:
    """A table that is a view of its own: words, rows, source and downloads. Further options go to `show_table`."""
    _words(caption)
    show_table(table, key=f"{key}_isi", **options)
    _small_print(caption)
    if (popover := _popover(key)).open:
        with popover:
            _table_downloads(table, caption, key, file_name)


def _picture_downloads(figure: Figure, key: str) -> None:
    from analysis.output.export import to_pdf, to_png, to_svg
    from analysis.sources.shapes import read_shapes

    name, words = figure.file_name or key, figure.caption
    for ending, write in (("png", to_png), ("svg", to_svg), ("pdf", to_pdf)):
        _download(ending, words, key, name, lambda write=write: write(whole_spec(figure, read_shapes), words))


def _table_downloads(table: pd.DataFrame, caption: Caption, key: str, name: str) -> None:
    from analysis.output.tables_out import to_csv, to_xlsx

    for ending, write in (("csv", to_csv), ("xlsx", to_xlsx)):
        _download(ending, caption, key, name, lambda write=write: write(table, caption))


def _download(ending: str, caption: Caption, key: str, name: str, make: Callable[[], bytes]) -> None:
    from analysis.output.export import file_name

    name = file_name(name, ending, caption.contoh)
    offer(ending.upper(), name, make, key=f"{key}_{ending}", icon=None, width="stretch")
