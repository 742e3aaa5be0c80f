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
from analysis.language import _
from analysis.output.captions import Caption, sample_mark
from pages.parts import state
from pages.parts.table import show_table
from pages.parts.text import escape

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Panel:
    """A chart ready to be shown: its words, its spec without data, its data as sent and as exported."""

    key: str
    caption: Caption
    spec: str
    sent: dict[str, bytes]
    frames: Frames
    table: pd.DataFrame
    file_name: str
    pick: bool


@dataclass(frozen=True)
class Empty:
    """Nothing to show: what is missing and what would fill it."""

    what: str
    filled_by: str


_templates: dict[tuple, str] = {}


def _template(draw: Callable, frames: Frames, options: dict) -> str:
    """The spec without data as JSON text, drawn once per chart, language and options."""
    from altair.utils.schemapi import debug_mode

    from analysis.output.theme import finish

    key = (draw, language.current(), json.dumps(options, sort_keys=True))
    if key not in _templates:
        # Altair checks every part of a chart against its schema; the tests do that, a visitor need not wait for it.
        with debug_mode(False):
            _templates[key] = json.dumps({**finish(draw(*frames.values(), **options)), "datasets": {}})
    return _templates[key]


def chart(
    draw: Callable,
    frames: Frames,
    caption: Caption,
    *,
    key: str,
    table: pd.DataFrame | None = None,
    pick: bool = False,
    file_name: str = "",
    **options,
) -> Panel:
    """Prepare a chart: `draw(*frames.values(), **options)` with its caption.

    frames: dataset name -> frame, in the order of `draw`'s arguments. table: what the table view and the
    data downloads hold (default: the first frame). pick: a click on a mark chooses its kelurahan.
    """
    spec = _template(draw, frames, options)
    sent = {name: _arrow(_shown(frame, spec)) for name, frame in frames.items()}
    first = next(iter(frames.values())) if table is None else table
    return Panel(key, caption, spec, sent, frames, first, file_name or key, pick)


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
        st.info(f"{escape(part.what)} {escape(part.filled_by)}", icon=":material/inbox:")
        return
    key = part.key
    _words(part.caption)
    picking = {"on_select": lambda: _picked(key), "selection_mode": "pilih"} if part.pick else {}
    st.vega_lite_chart(
        spec={**json.loads(_on_ground(part.spec)), "datasets": dict(part.sent)},
        theme=None,
        width="stretch",
        key=key,
        # Streamlit writes this into the spec: a text with figures would make the browser build the chart anew.
        alt=_("Grafik: temuannya tertulis di atas, angkanya ada di tabel di bawah."),
        **picking,
    )
    _foot(part)


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
    # A fragment reruns without the frame around it, which is where the language is set.
    language.use(panel.caption.bahasa)
    notes = " ".join(text for text in (panel.caption.catatan, panel.caption.sumber) if text)
    st.caption(escape(notes))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        as_table = st.toggle(_("Tabel"), key=f"{panel.key}_tabel")
        popover = st.popover(
            _("Unduh"), icon=":material/download:", type="tertiary", key=f"{panel.key}_unduh", on_change="rerun"
        )
        if popover.open:
            with popover:
                _downloads(panel)
    if as_table:
        show_table(panel.table, key=f"{panel.key}_isi")


def _downloads(panel: Panel) -> None:
    from analysis.output.export import to_pdf, to_png, to_svg

    pictures = [("PNG", to_png, "image/png"), ("SVG", to_svg, "image/svg+xml"), ("PDF", to_pdf, "application/pdf")]
    for label, write, mime in pictures:
        _download(panel, label, mime, lambda write=write: write(_export_spec(panel), panel.caption))
    _table_downloads(panel)


def show_list(table: pd.DataFrame, caption: Caption, *, key: str, file_name: str, **options) -> None:
    """A table that is a view of its own: words, rows, source and downloads. Further options go to `show_table`."""
    _words(caption)
    show_table(table, key=f"{key}_isi", **options)
    if caption.sumber or caption.catatan:
        st.caption(escape(" ".join(text for text in (caption.catatan, caption.sumber) if text)))
    popover = st.popover(_("Unduh"), icon=":material/download:", type="tertiary", key=f"{key}_unduh", on_change="rerun")
    if popover.open:
        with popover:
            _table_downloads(Panel(key, caption, "", {}, {}, table, file_name, False))


def _table_downloads(panel: Panel) -> None:
    from analysis.output.tables_out import to_csv, to_xlsx

    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    for label, write, mime in (("CSV", to_csv, "text/csv"), ("XLSX", to_xlsx, sheet)):
        _download(panel, label, mime, lambda write=write: write(panel.table, panel.caption))


def _download(panel: Panel, label: str, mime: str, make: Callable[[], bytes]) -> None:
    from analysis.output.captions import in_language
    from analysis.output.export import ExportError, file_name

    def deliver() -> bytes:
        # Streamlit makes the file in a thread that knows no session, hence the language of the caption.
        try:
            return in_language(panel.caption.bahasa, make)
        except ExportError as error:
            return str(error).encode()

    ending = label.lower()
    st.download_button(
        label,
        data=deliver,
        file_name=file_name(panel.file_name, ending, panel.caption.contoh),
        mime=mime,
        key=f"{panel.key}_{ending}",
        on_click="ignore",
        width="stretch",
    )


def _export_spec(panel: Panel) -> dict:
    """The spec as a file needs it: with its data and geometry inside."""
    from analysis.output.export import inline_geometry
    from analysis.output.theme import records
    from pages.parts.shapes import read_shapes

    spec = {**json.loads(panel.spec), "datasets": {name: records(frame) for name, frame in panel.frames.items()}}
    return inline_geometry(spec, read_shapes)
