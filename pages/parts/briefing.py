"""The briefing in a hall: one finding per screen, sentence first, large type, no menus.

Trap: a hall does not wait. A screen is shown from what was prepared before, and the next one is prepared while this one
is being read.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date as Date

import pandas as pd
import streamlit as st

from analysis.figures.view import View
from analysis.language import _, number
from analysis.output.captions import sample_mark
from analysis.publication.screens import Point, Screen, arranged
from pages.parts import data, state
from pages.parts.briefing_look import dress
from pages.parts.chart_panel import Panel, chart, draw
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.person import person
from pages.parts.text import escape
from pages.parts.view import kind_name

NOTES = "catatan_paparan"
# The height of a picture on a screen of 1080 lines, without its axis and legend; a map has no axis.
_ROOM, _ROOM_OF_MAP, _TALLEST_ROW = 620, 660, 70


@remembered
def composed(tables: dict[str, pd.DataFrame], today: str) -> list[Screen]:
    """All screens of the kota and year chosen."""
    from analysis.publication.briefing import compose

    view: View = view_of(tables)
    return compose(view, today)


def all_screens() -> list[Screen]:
    """The screens of this session's tables, as of today."""
    return composed(data.tables(), Date.today().isoformat())


def user_notes() -> dict[str, str]:
    """What the user wrote beside the screens of the kota and year chosen: code -> text. Kept in this session only."""
    return st.session_state.setdefault(NOTES, {}).setdefault(f"{state.get('kota')} {state.get('tahun')}", {})


def order(screens: list[Screen]) -> list[str]:
    """The codes to show in their order: the user's arrangement as far as it is known here, else all."""
    there = {screen.kode for screen in screens}
    wanted = [kode for kode in dict.fromkeys(state.get("susunan").split(",")) if kode in there]
    return wanted or [screen.kode for screen in screens]


def chosen_screens() -> list[Screen]:
    """The screens as the user arranged and annotated them."""
    screens = all_screens()
    return arranged(screens, order(screens), user_notes())


@remembered
def _panel(tables: dict[str, pd.DataFrame], kode: str, today: str) -> Panel | None:
    """The picture of one screen, fitted to the room it has."""
    screen = next(screen for screen in composed(tables, today) if screen.kode == kode)
    if screen.gambar is None:
        return None
    panel = chart(replace(screen.gambar, pick=False), key=f"layar_{kode}", ukuran="paparan")
    return replace(panel, spec=_fitted(panel))


def _fitted(panel: Panel) -> str:
    """The spec with the height of the room: rows share it, plots fill it."""
    spec = json.loads(panel.spec)
    if isinstance(spec.get("height"), dict):
        first = next(iter(panel.figure.frames.values()))
        rows = first["nama"].nunique() if "nama" in first else len(first)
        spec["height"] = {"step": min(_TALLEST_ROW, _ROOM / max(rows, 1))}
    elif "height" in spec:
        spec["height"] = _ROOM_OF_MAP if "projection" in panel.spec else _ROOM
    return json.dumps(spec)


def show_briefing() -> None:
    """The screen that the address asks for; a number beyond the last one shows the last one."""
    tables, today = data.tables(), Date.today().isoformat()
    screens = chosen_screens()
    place = min(int(state.get("layar")), len(screens))
    screen = screens[place - 1]
    dress()
    with st.container(key="paparan"):
        st.header(escape(screen.temuan), anchor=False)
        if screen.subjudul:
            st.caption(escape(screen.subjudul))
        with st.container(key="paparan_isi"):
            _show_body(screen, _panel(tables, screen.kode, today))
        _show_foot(screen, place, len(screens))
    if place < len(screens):
        _panel(tables, screens[place].kode, today)


def _show_body(screen: Screen, panel: Panel | None) -> None:
    beside = screen.angka or screen.butir or screen.tabel is not None or screen.catatan_pengguna
    if panel is None:
        _show_wide(screen)
        return
    if not beside:
        draw(panel, alt=panel.figure.caption.alt)
        return
    left, right = st.columns([7, 3], gap="large")
    with left:
        draw(panel, alt=panel.figure.caption.alt)
    with right:
        for point in screen.angka:
            _show_point(point)
        _show_rest(screen)


def _show_wide(screen: Screen) -> None:
    """Without a picture the numbers take the room, two in a row; sentences and table stand beside them."""
    if not screen.angka:
        _show_rest(screen, wide=True)
        return
    if screen.tabel is not None or screen.butir:
        left, right = st.columns([1, 3], gap="large")
        with left:
            for point in screen.angka:
                _show_point(point)
        with right:
            _show_rest(screen, wide=True)
        return
    for start in range(0, len(screen.angka), 2):
        for column, point in zip(st.columns(2, gap="large"), screen.angka[start : start + 2], strict=False):
            with column:
                _show_point(point)
    _show_rest(screen)


def _show_point(point: Point) -> None:
    with st.container(gap="xxsmall"):
        st.metric(point.nama, point.nilai)
        st.caption(escape(" · ".join(part for part in (point.catatan, kind_name(point.jenis_data)) if part)))


def _show_rest(screen: Screen, wide: bool = False) -> None:
    """Sentences, the short table, and the user's own note."""
    if screen.butir:
        numbered = screen.kode == "keputusan"
        marks = (f"{place}." if numbered else "-" for place in range(1, len(screen.butir) + 1))
        with st.container(key="paparan_daftar_lebar" if wide else "paparan_daftar"):
            st.markdown("\n".join(f"{mark} {escape(text)}" for mark, text in zip(marks, screen.butir, strict=True)))
    if screen.tabel is not None:
        st.table(_for_people(screen.tabel), border="horizontal", hide_index=True)
    if screen.catatan_pengguna:
        st.markdown(f":material/edit_note: {escape(screen.catatan_pengguna)}")


def _for_people(frame: pd.DataFrame) -> pd.DataFrame:
    """Headings in words, and cells as text that Markdown leaves alone."""
    from analysis.output.columns import column_name

    return pd.DataFrame({column_name(name): [escape(str(cell)) for cell in frame[name]] for name in frame})


def _show_foot(screen: Screen, place: int, total: int) -> None:
    with st.container(key="paparan_kaki"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            if screen.contoh:
                st.badge(sample_mark(), color="orange")
            with st.container(width="stretch"):
                st.caption(escape(screen.sumber))
        st.progress(place / total)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            _show_way_back(screen)
            st.markdown(f"{data.name(state.get('kota'))} · {state.get('tahun')}", width="content")
            st.markdown(f":gray[{escape(data.stamp())}]", width="content")
            with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"):
                _go(_("Sebelumnya"), ":material/arrow_back:", "layar_mundur", place - 1, place == 1)
                st.markdown(f"{number(place)} / {number(total)}", width="content")
                _go(_("Berikutnya"), ":material/arrow_forward:", "layar_maju", place + 1, place == total)
        with st.container(key="paparan_lompat", horizontal=True):
            _go(_("Layar pertama"), None, "layar_awal", 1, place == 1)
            _go(_("Layar terakhir"), None, "layar_akhir", total, place == total)


def _go(label: str, icon: str | None, key: str, place: int, off: bool) -> None:
    st.button(label, icon=icon, key=key, disabled=off, on_click=state.choose, args=("layar", str(place)))


def _show_way_back(screen: Screen) -> None:
    """To the page that shows the same numbers, or out to where the briefing was opened."""
    same = state.link(mode="kerja", kecamatan="", kelurahan="", **dict(screen.pilihan))
    if person().may_open(screen.halaman):
        st.page_link(f"pages/{screen.halaman}.py", label=_("Lihat di tampilan kerja"), query_params=same)
    st.button(
        _("Tutup"),
        icon=":material/close:",
        type="tertiary",
        key="paparan_tutup",
        help=_("Keluar dari paparan (Esc)"),
        on_click=state.choose,
        args=("mode", "kerja"),
    )
