"""The working view of a briefing: which screens, in which order, with which notes.

The order stands in the address, so a link shows the same briefing. Notes stay in this session and go into a small file
when the user saves them.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis.language import _, number
from analysis.publication.arrangement import LONGEST_NOTE, Arrangement, ArrangementError, from_json, to_json
from analysis.publication.screens import Screen
from analysis.publication.words import like_identity
from pages.parts import briefing_files, data, state
from pages.parts.briefing import all_screens, order, user_notes
from pages.parts.downloads import offer
from pages.parts.dropzone import drop_file
from pages.parts.text import escape
from pages.parts.view import show_section


def finding() -> str:
    """How many screens the data of the kota and year give."""
    screens = all_screens()
    return _("{jumlah} layar tersusun dari data {wilayah} {tahun}; {dipakai} dipakai.").format(
        jumlah=number(len(screens)),
        wilayah=data.name(state.get("kota")),
        tahun=state.year(),
        dipakai=number(len(order(screens))),
    )


def show() -> None:
    """Start, arrange, keep."""
    screens = all_screens()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Mulai dari layar pertama"),
            type="primary",
            icon=":material/play_arrow:",
            key="paparan_mulai",
            on_click=_start,
        )
        briefing_files.show()
    left, right = st.columns([7, 3], gap="large")
    with left:
        show_section(_("Layar"))
        _show_list(screens)
    with right:
        show_section(_("Simpan dan buka susunan"))
        _show_file(screens)


def _start() -> None:
    state.choose("layar", "1")
    state.choose("mode", "paparan")


def _show_list(screens: list[Screen]) -> None:
    used, by_code = order(screens), {screen.kode: screen for screen in screens}
    dropped = [screen.kode for screen in screens if screen.kode not in used]
    for kode in (*used, *dropped):
        with st.container(border=True, gap="xsmall"):
            _show_screen(by_code[kode], used, [screen.kode for screen in screens])


def _show_screen(screen: Screen, used: list[str], everything: list[str]) -> None:
    kode, on = screen.kode, screen.kode in used
    place = used.index(kode) if on else -1
    left, right = st.columns([7, 3])
    with left:
        # A box keeps its own state, so its name holds the state it must show.
        st.checkbox(
            f"{number(place + 1)}. {escape(screen.temuan)}" if on else escape(screen.temuan),
            value=on,
            key=f"pakai_{kode}_{int(on)}_{state.get('kota')}_{state.get('tahun')}",
            on_change=_switch,
            args=(kode, used, everything),
            width="stretch",
            wrap=True,
        )
    with right, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        for label, icon, step in ((_("Naikkan"), "arrow_upward", -1), (_("Turunkan"), "arrow_downward", 1)):
            st.button(
                label,
                icon=f":material/{icon}:",
                type="tertiary",
                key=f"{'naik' if step < 0 else 'turun'}_{kode}",
                disabled=not on or not 0 <= place + step < len(used),
                on_click=_move,
                args=(kode, step, used, everything),
            )
    if on:
        _show_note(kode)


def _show_note(kode: str) -> None:
    key = f"catatan_{kode}_{state.get('kota')}_{state.get('tahun')}"
    st.session_state.setdefault(key, user_notes().get(kode, ""))
    st.text_input(
        _("Catatan"),
        key=key,
        max_chars=LONGEST_NOTE,
        placeholder=_("Catatan untuk layar ini; tampil di layar dan di salindia"),
        label_visibility="collapsed",
        on_change=_take_note,
        args=(kode, key, user_notes()),
    )
    if like_identity(st.session_state[key]):
        st.error(
            _("Catatan ini memuat nomor 16 angka seperti NIK, jadi tidak dipakai. Hapus nomor itu."),
            icon=":material/block:",
        )


def _take_note(kode: str, key: str, notes: dict[str, str]) -> None:
    text = st.session_state[key].strip()
    if text and not like_identity(text):
        notes[kode] = text
    else:
        notes.pop(kode, None)


def _keep(codes: list[str], everything: list[str]) -> None:
    """The order as the address has it; the whole in its own order needs no word."""
    state.choose("susunan", "" if codes == everything else ",".join(codes))


def _switch(kode: str, used: list[str], everything: list[str]) -> None:
    """Drop a screen, or take it in again at the end. The last one stays: a briefing without screens is none."""
    codes = [code for code in used if code != kode] if kode in used else [*used, kode]
    _keep(codes or used, everything)


def _move(kode: str, step: int, used: list[str], everything: list[str]) -> None:
    codes, place = list(used), used.index(kode)
    codes[place], codes[place + step] = codes[place + step], codes[place]
    _keep(codes, everything)


def _show_file(screens: list[Screen]) -> None:
    kota, tahun = data.name(state.get("kota")), state.get("tahun")
    st.caption(_("Urutan tersimpan di alamat halaman; catatan hanya di sesi ini sampai Anda menyimpannya."))
    offer(
        _("Simpan susunan dan catatan"),
        f"paparan {kota} {tahun}.json",
        to_json(Arrangement(tuple(order(screens)), user_notes())),
        key="paparan_simpan",
        icon=":material/save:",
    )
    everything, chosen = [screen.kode for screen in screens], (state.get("kota"), tahun)
    drop_file(
        _("Buka susunan (JSON)"),
        key="paparan_berkas",
        take=partial(_open_file, everything, user_notes(), chosen),
        type=["json"],
        max_upload_size=1,
    )
    if refused := st.session_state.pop("paparan_ditolak", ""):
        st.warning(escape(refused))
    if st.session_state.get("susunan"):
        st.button(_("Kembali ke susunan awal"), key="paparan_awal", on_click=state.choose, args=("susunan", ""))


def _open_file(everything: list[str], notes: dict[str, str], chosen: tuple[str, str]) -> None:
    file = st.session_state.get("paparan_berkas")
    if file is None:
        return
    try:
        found = from_json(file.getvalue())
    except ArrangementError as error:
        st.session_state["paparan_ditolak"] = str(error)
        return
    _keep([kode for kode in found.susunan if kode in everything] or everything, everything)
    notes.clear()
    notes.update(found.catatan)
    for kode in everything:
        st.session_state[f"catatan_{kode}_{chosen[0]}_{chosen[1]}"] = notes.get(kode, "")
