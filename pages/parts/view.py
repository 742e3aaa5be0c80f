"""The parts every page is made of: title, finding, key figures, empty states."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analysis.language import _
from analysis.output.captions import sample_mark
from pages.parts.text import escape


@dataclass(frozen=True)
class KeyFigure:
    """A number with its name, its period or unit, and its kind of truth."""

    label: str
    value: str
    note: str
    jenis_data: str = "resmi"


def show_title(title: str) -> None:
    """The page's name, quiet, above the finding."""
    st.title(title, anchor=False)


def show_finding(sentence: str, jenis_data: str = "") -> None:
    """The sentence a reader takes away; one that stands on sample rows carries their badge."""
    badge = f" :orange-badge[{sample_mark()}]" if jenis_data == "contoh" else ""
    st.header(escape(sentence) + badge, anchor=False)


def kind_name(jenis_data: str) -> str:
    """The kind of truth for people."""
    return {"resmi": _("resmi"), "diunggah": _("berkas Anda"), "contoh": sample_mark()}.get(jenis_data, "")


def show_key_figures(figures: list[KeyFigure]) -> None:
    """At most four figures in a row."""
    for column, figure in zip(st.columns(len(figures)), figures, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.metric(figure.label, figure.value)
            st.caption(escape(" · ".join(part for part in (figure.note, kind_name(figure.jenis_data)) if part)))


def show_section(title: str) -> None:
    """A heading between parts of a page."""
    st.subheader(title, anchor=False)


def show_bullets(sentences: list[str], rows: list | None = None) -> None:
    """Sentences as a list, each with the source of the rows it stands on."""
    from analysis.output.captions import sources

    lines = []
    for place, sentence in enumerate(sentences):
        names = sources(rows[place]) if rows and place < len(rows) else []
        lines.append(f"- {escape(sentence)}" + (f"  \n  :gray[:small[{escape('; '.join(names))}]]" if names else ""))
    st.markdown("\n".join(lines))


def show_tabs(parts: dict, key: str) -> None:
    """Tabs that compute and send only what is open. parts: label -> function that draws it."""
    for tab, show in zip(st.tabs(list(parts), key=key, on_change="rerun"), parts.values(), strict=True):
        if tab.open:
            with tab:
                show()
