"""One chart on a page with everything that belongs to it: words, badge, source, table, downloads.

Trap: authoring a chart costs tens of milliseconds, and the browser rebuilds it whenever its spec changes.
The spec depends on options only, so it is kept once for all sessions; a rerun sends new datasets.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis import language
from analysis.language import _
from analysis.output.captions import Caption, sample_mark
from pages.parts import data, state

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Panel:
    """A chart and what it needs: `draw(*frames.values(), **options)`, its caption, the table twin."""

    key: str
    draw: Callable
    frames: Frames
    caption: Caption
    options: dict
    table: pd.DataFrame
    file_name: str


@st.cache_resource(show_spinner=False, max_entries=400)
def _template(key: str, bahasa: str, options: str, _panel: Panel) -> str:
    """The spec without data as JSON text."""
    from analysis.output.theme import finish

    return json.dumps({**finish(_panel.draw(*_panel.frames.values(), **_panel.options)), "datasets": {}})


def _spec(panel: Panel) -> dict:
    options = json.dumps(panel.options, sort_keys=True)
    return json.loads(_template(f"{panel.draw.__module__}.{panel.draw.__name__}", language.current(), options, panel))


def show_chart(
    draw: Callable,
    frames: Frames,
    caption: Caption,
    *,
    key: str,
    table: pd.DataFrame | None = None,
    pick: bool = False,
    file_name: str = "",
    **options,
) -> None:
    """Draw a chart with its words and its foot.

    frames: dataset name -> frame, in the order of `draw`'s arguments. table: what the table view and the
    data downloads hold (default: the first frame). pick: a click on a mark chooses its kelurahan.
    """
    first = next(iter(frames.values()))
    panel = Panel(key, draw, frames, caption, options, first if table is None else table, file_name or key)
    _words(caption)
    picking = {"on_select": lambda: _picked(key), "selection_mode": "pilih"} if pick else {}
    st.vega_lite_chart(
        spec={**_spec(panel), "datasets": dict(frames)},
        theme=None,
        width="stretch",
        key=key,
        alt=caption.alt or caption.judul,
        **picking,
    )
    _foot(panel)


def _words(caption: Caption) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        st.markdown(f"**{escape(caption.judul)}**")
        if caption.contoh:
            st.badge(sample_mark(), color="orange")
    if caption.subjudul:
        st.caption(escape(caption.subjudul))


def escape(text: str) -> str:
    """Text from data as plain text inside Markdown."""
    return "".join("\\" + sign if sign in r"\`*_{}[]<>#|~$:" else sign for sign in text)


def _picked(key: str) -> None:
    """A click on an area chooses it everywhere; a click beside the areas lets it go."""
    chosen = ((st.session_state.get(key) or {}).get("selection") or {}).get("pilih") or []
    codes = [row["kode_kelurahan"] for row in chosen if isinstance(row, dict) and row.get("kode_kelurahan")]
    state.choose("kelurahan", codes[-1] if codes else "")


@st.fragment
def _foot(panel: Panel) -> None:
    """Note and source, the table twin, and the downloads; only this part reruns when they are opened."""
    notes = " ".join(text for text in (panel.caption.catatan, panel.caption.sumber) if text)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="stretch"):
            st.caption(escape(notes))
        as_table = st.toggle(_("Tabel"), key=f"{panel.key}_tabel")
        popover = st.popover(
            _("Unduh"), icon=":material/download:", type="tertiary", key=f"{panel.key}_unduh", on_change="rerun"
        )
        if popover.open:
            with popover:
                _downloads(panel)
    if as_table:
        show_table(panel.table, key=f"{panel.key}_isi")


def show_table(frame: pd.DataFrame, *, key: str, on_select="ignore", **options):
    """A table with the headings people read; figures in the language's format."""
    from analysis.output.columns import for_people

    shown = for_people(frame)
    return st.dataframe(shown, hide_index=True, key=key, on_select=on_select, placeholder="–", **options)


def _downloads(panel: Panel) -> None:
    from analysis.output.export import file_name, to_pdf, to_png, to_svg
    from analysis.output.tables_out import to_csv, to_xlsx

    caption = panel.caption
    pictures = {"PNG": (to_png, "png", "image/png"), "SVG": (to_svg, "svg", "image/svg+xml"), "PDF": (to_pdf, "pdf", "application/pdf")}
    tables = {
        "CSV": (to_csv, "csv", "text/csv"),
        "XLSX": (to_xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    }
    for label, (write, ending, mime) in pictures.items():
        _download(panel, label, ending, mime, lambda write=write: write(_export_spec(panel), caption), file_name)
    for label, (write, ending, mime) in tables.items():
        _download(panel, label, ending, mime, lambda write=write: write(panel.table, caption), file_name)


def _download(panel: Panel, label: str, ending: str, mime: str, make: Callable[[], bytes], name: Callable) -> None:
    st.download_button(
        label,
        data=make,
        file_name=name(panel.file_name, ending, panel.caption.contoh),
        mime=mime,
        key=f"{panel.key}_{ending}",
        on_click="ignore",
        width="stretch",
    )


def _export_spec(panel: Panel) -> dict:
    """The spec as a file needs it: with its data and geometry inside."""
    from analysis.output.export import inline_geometry
    from analysis.output.theme import records
    from analysis.sources.geometry import read_static

    spec = {**_spec(panel), "datasets": {name: records(frame) for name, frame in panel.frames.items()}}
    return inline_geometry(spec, read_static)
