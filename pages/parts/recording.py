"""Recording from a page: who does it, and one way to save.

Trap: what a user sees may be older than what is recorded by now. A save therefore names the state that the user had
before them (`base`), and the store shows both sides a conflict instead of choosing one.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.language import _, date, number
from pages.parts import data
from pages.parts.person import note_refusal, person
from pages.parts.text import escape

_LONGEST = 60


def who() -> str:
    """The name under which this session records: the account, without a login what was typed; "" until then."""
    if account := person().akun:
        return account
    return " ".join(st.session_state.get("pencatat", "").split())[:_LONGEST]


def show_who() -> None:
    """Say which account changes are recorded for; without a login ask once per session for an office or a function."""
    if account := person().akun:
        st.caption(_("Dicatat atas nama {akun}.").format(akun=escape(account)))
        return
    st.text_input(
        _("Dicatat atas nama (unit kerja atau jabatan)"),
        key="pencatat",
        max_chars=_LONGEST,
        help=_("Tulis unit kerja atau jabatan, jangan nama orang: keterangan ini tersimpan bersama setiap perubahan."),
        placeholder=_("misalnya Subanppeko Jakarta Barat"),
        persist_state="session",
    )


def finding() -> str:
    """What is recorded, and what this session tries out without having recorded it."""
    trials, saves = data.uploads(), data.store().state().saves
    parts = []
    if saves:
        latest = saves[-1]
        kept = _("{tabel} tabel tercatat dalam {simpanan} simpanan; yang terakhir {tanggal} oleh {oleh}.")
        tables = len(data.store().state().frames)
        parts.append(
            kept.format(
                tabel=number(tables), simpanan=number(len(saves)), tanggal=date(latest.kapan[:10]), oleh=latest.oleh
            )
        )
    if trials:
        rows = sum(len(frame) for frame in trials.values())
        text = _("{baris} baris dari {tabel} tabel sedang dicoba di sesi ini dan belum dicatat.")
        parts.append(text.format(baris=number(rows), tabel=number(len(trials))))
    if not parts:
        return _(
            "Belum ada data Anda. Impor berkas atau isi di layar; baris yang benar langsung dipakai di semua halaman."
        )
    return " ".join(parts)


def may(right: bool, what: str) -> bool:
    """`right`; where it is missing it is said and noted. `what`: code of what was refused."""
    if not right:
        note_refusal(what)
        st.error(_("Peran Anda tidak mengizinkan ini; tidak ada yang dicatat atau dibaca."), icon=":material/lock:")
    return right


def may_read_people() -> bool:
    """May this person bring in files about children and families?"""
    return may(person().at_least("pengelola_data"), "berkas")


def base() -> tuple[str, ...]:
    """The saves that the user has before them now; keep it beside an editor when it opens."""
    return data.store().state().frontier


def record(
    cells: pd.DataFrame,
    apa: str,
    *,
    induk: tuple[str, ...],
    berkas: str = "",
    sidik: str = "",
    memulihkan: str = "",
) -> bool:
    """Save the cells (store.CELLS) and say so; False, with a sentence, when nothing was saved."""
    from analysis.sources.store import StoreError

    if not may(person().may_record(set(cells["tabel"])), "catat " + " ".join(sorted(set(cells["tabel"])))):
        return False
    if not who():
        st.error(_("Isi dahulu atas nama siapa perubahan dicatat."), icon=":material/error:")
        return False
    if cells.empty:
        st.info(_("Tidak ada sel yang berubah."), icon=":material/info:")
        return False
    try:
        said = {"oleh": who(), "apa": apa, "berkas": berkas, "sidik": sidik}
        data.store().save(cells, **said, induk=induk, memulihkan=memulihkan)
    except StoreError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return False
    st.toast(_("{jumlah} sel tercatat.").format(jumlah=number(len(cells))), icon=":material/check_circle:")
    return True
