"""Doubtful areas of a file: what is written, why it is doubtful, and which kelurahan is meant."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from analysis.language import _, number
from analysis.sources.problems import quote
from pages.parts import data, importing, state
from pages.parts.text import escape
from pages.parts.view import show_section

_SHOWN = 25
_OPEN, _LEAVE = "?", ""


def _reasons() -> dict[str, str]:
    return {
        "ejaan": _("ejaannya mirip"),
        "kecamatan": _("namanya ada, tetapi di kecamatan lain"),
        "beda": _("kode dan namanya tidak sama"),
        "ganda": _("ada beberapa dengan nama ini"),
        "asing": _("tidak ada yang mirip"),
    }


def _area_name(code: str) -> str:
    """ "Kapuk, Cengkareng (31.73.01.1005)"; of a kota only its name."""
    upper = f", {data.name(code[:8])}" if len(code) > len("31.73.01") else ""
    return f"{data.name(code)}{upper} ({code})"


def _readable(written: str) -> str:
    """What the file says about an area, each part of it short and without long numbers."""
    return ", ".join(quote(part) or "…" for part in written.split(", "))


def _option(code: str) -> str:
    if code == _OPEN:
        return _("Belum dipastikan")
    return _("Jangan pakai barisnya") if code == _LEAVE else _area_name(code)


def show(bringing: importing.Bringing) -> None:
    """One line per doubtful area; a choice is applied at once."""
    frames = [one.doubtful for one in bringing.outcomes]
    doubtful = pd.concat(frames).drop_duplicates("tertulis") if frames else pd.DataFrame()
    if len(doubtful):
        _ask(doubtful)
    if bringing.decided:
        left, right = st.columns([6, 1], vertical_alignment="center")
        with left:
            shown = [
                f"{_readable(text)} → {_area_name(code) if code else _option(code)}"
                for text, code in list(bringing.decided.items())[:6]
            ]
            more = "; …" if len(bringing.decided) > len(shown) else ""
            st.caption(_("Sudah Anda pastikan: {daftar}").format(daftar=escape("; ".join(shown) + more)))
        with right:
            st.button(_("Ulangi"), key="wilayah_ulangi", type="tertiary", on_click=importing.undo_decisions)


def _ask(doubtful: pd.DataFrame) -> None:
    show_section(_("Wilayah yang perlu dipastikan"))
    rows = int(doubtful["n_baris"].sum())
    suggested = {row.tertulis: row.usulan[0] for row in doubtful.itertuples() if row.usulan}
    left, right = st.columns([5, 2], vertical_alignment="center")
    with left:
        st.markdown(
            _("{baris} baris menunggu: pilih kelurahan yang dimaksud. Baris lain sudah dipakai.").format(
                baris=number(rows)
            )
        )
    with right:
        if suggested:
            st.button(
                _("Pakai usulan pertama untuk semua"),
                key="wilayah_semua",
                on_click=importing.decide,
                args=(suggested,),
                width="stretch",
            )
    every = data.load().choices.kelurahan[state.province()]
    for row in doubtful.head(_SHOWN).itertuples():
        _ask_one(row, every)
    if len(doubtful) > _SHOWN:
        st.caption(
            _("… dan {jumlah} lagi setelah yang di atas dipastikan.").format(jumlah=number(len(doubtful) - _SHOWN))
        )


def _ask_one(row, every: list[str]) -> None:
    key = "wilayah_" + hashlib.sha256(row.tertulis.encode()).hexdigest()[:12]
    written, choice = st.columns([4, 4], vertical_alignment="center")
    with written:
        where = _("baris {baris}").format(baris=row.baris)
        if row.n_baris > 1:
            where = _("baris {baris} dan {jumlah} lainnya").format(baris=row.baris, jumlah=number(row.n_baris - 1))
        text = escape(_readable(row.tertulis))
        st.markdown(f"**{text}**  \n:gray[:small[{escape(where)} · {escape(_reasons()[row.alasan])}]]")
    with choice:
        options = [_OPEN, *row.usulan, _LEAVE, *(code for code in every if code not in row.usulan)]
        st.selectbox(
            _("Kelurahan untuk {tertulis}").format(tertulis=_readable(row.tertulis)),
            options,
            format_func=_option,
            key=key,
            label_visibility="collapsed",
            on_change=_chosen,
            args=(key, row.tertulis),
        )


def _chosen(key: str, written: str) -> None:
    code = st.session_state[key]
    if code != _OPEN:
        importing.decide({written: code})
