"""The tab Orang dan peran: which account has which role and where that is said; an administrator gives and takes away.

Trap: a role given here adds to what the settings and the provider say and never lowers it, so what stands in the
settings can only be taken away there.
"""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from analysis.access import ROLES
from analysis.figures.view import Empty
from analysis.language import _
from pages.parts import data, person, recording
from pages.parts.chart_panel import show as show_part
from pages.parts.sign_in import role_name
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_bullets, show_section

_ACCOUNT = re.compile(r"[^\s\x00-\x20\x7f<>\"'`,;]{3,120}")
_SAID = "peran_kabar"


def show() -> None:
    """Who has which role, then giving and taking away."""
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check_circle:")
    show_section(_("Akun dan peran"))
    if not _settings().masuk:
        st.info(
            _(
                "Tanpa [auth] di berkas pengaturan tidak ada akun: siapa pun di depan komputer ini berhak penuh. "
                "Peran di bawah berlaku begitu masuk dengan akun disiapkan."
            ),
            icon=":material/info:",
        )
    rows = _rows()
    if rows.empty:
        show_part(Empty(_("Belum ada akun yang diberi peran."), _("Beri peran di bawah, atau tulis di [peran].")))
    else:
        show_table(rows, key="peran_daftar")
    show_bullets(_other_ways())
    left, right = st.columns(2, gap="large")
    with left:
        _show_giving()
    with right:
        _show_taking()


def _settings():
    from analysis.sources.settings import settings

    return settings()


def _given() -> dict[str, str]:
    """The roles recorded here that are still in force."""
    return {akun: peran for akun, peran in sorted(person.recorded().items()) if peran}


def _listed() -> dict[str, str]:
    """The accounts of the settings with the highest role that stands there."""
    named = ((akun.casefold(), role) for role in ROLES for akun in _settings().akun.get(role, ()))
    return dict(named)


def _rows() -> pd.DataFrame:
    listed = [(akun, peran, _("berkas pengaturan")) for akun, peran in sorted(_listed().items())]
    given = [(akun, peran, _("dicatat di sini")) for akun, peran in _given().items()]
    return pd.DataFrame([*listed, *given], columns=["akun", "peran", "asal_peran"]).sort_values(
        "akun", kind="stable", ignore_index=True
    )


def _other_ways() -> list[str]:
    """What else gives a role, and which one counts."""
    now = _settings()
    told = [_("Bila satu akun diberi beberapa peran, yang tertinggi berlaku.")]
    if now.klaim:
        sentence = _("Klaim {klaim} dari penyedia akun juga memberi peran: {daftar}.")
        pairs = [f"{value} → {role_name(role)}" for role in ROLES for value in now.nilai_klaim.get(role, ())]
        told.append(sentence.format(klaim=now.klaim, daftar="; ".join(pairs) or _("belum ada nilai yang dikenal")))
    if now.peran_bawaan:
        sentence = _("Akun lain yang berhasil masuk mendapat peran {peran}.")
        told.append(sentence.format(peran=role_name(now.peran_bawaan)))
    elif now.masuk:
        told.append(_("Akun lain yang berhasil masuk belum melihat apa pun."))
    return told


def _show_giving() -> None:
    show_section(_("Beri atau ubah peran"))
    with st.form("peran_beri", border=True):
        akun = st.text_input(
            _("Akun"),
            max_chars=120,
            key="peran_akun",
            placeholder="nama@kota.go.id",
            help=_("Alamat surel kantor atau nama pengguna, persis seperti di penyedia akun."),
        )
        peran = st.selectbox(_("Peran"), ROLES, format_func=role_name, key="peran_pilihan")
        recording.show_who()
        wanted = st.form_submit_button(_("Catat peran"), icon=":material/save:", type="primary")
    if wanted:
        _give(" ".join(akun.split()).casefold(), peran)


def _give(akun: str, peran: str) -> None:
    from analysis.sources.cells import Refusal, read_free_text

    if not _ACCOUNT.fullmatch(akun) or isinstance(read_free_text(akun), Refusal):
        st.error(
            _("Akun ini tidak dapat dipakai: isi 3–120 karakter tanpa spasi, dan bukan nomor identitas orang."),
            icon=":material/error:",
        )
        return
    listed = _listed().get(akun)
    if listed and ROLES.index(listed) >= ROLES.index(peran):
        sentence = _("Akun ini berperan {peran} di berkas pengaturan; ubah di sana bila perannya harus lebih rendah.")
        st.warning(sentence.format(peran=role_name(listed)), icon=":material/lock:")
        return
    _record(akun, peran, _("Peran {peran} untuk {akun}").format(peran=role_name(peran), akun=akun))


def _show_taking() -> None:
    show_section(_("Cabut peran"))
    given = _given()
    if not given:
        st.caption(_("Belum ada peran yang dicatat di sini. Peran di berkas pengaturan dicabut di berkas itu."))
        return
    with st.form("peran_cabut", border=True):
        akun = st.selectbox(
            _("Akun yang perannya dicatat di sini"),
            list(given),
            format_func=lambda akun: f"{akun} ({role_name(given.get(akun))})",
            key="peran_dicabut",
        )
        st.caption(_("Peran di berkas pengaturan dan dari klaim tidak dapat dicabut di sini."))
        wanted = st.form_submit_button(_("Cabut peran"), icon=":material/person_remove:")
    if wanted and akun:
        _record(akun, "", _("Peran {akun} dicabut").format(akun=akun))


def _record(akun: str, peran: str, apa: str) -> None:
    """Record one role; whoever does it keeps what they need to do it."""
    from analysis.sources.store import cells_of_rows, changed_cells

    if akun == person.person().akun and peran != "admin":
        st.error(_("Peran Anda sendiri hanya dapat diturunkan oleh admin lain."), icon=":material/error:")
        return
    frame = pd.DataFrame([{"akun": akun, "peran": peran}])
    state = data.store().state(fresh=True)
    cells = changed_cells(cells_of_rows(person.TABLE, frame, "entri"), state)
    if recording.record(cells, apa, induk=state.frontier):
        st.session_state[_SAID] = escape(_("{apa}: tercatat.").format(apa=apa))
        st.rerun()
