"""What a closed installation shows: the way in, the way out for who has no role, and a no for who has too little."""

from __future__ import annotations

import streamlit as st

from analysis import language
from analysis.access import PAGES, Person
from analysis.language import _
from pages.parts.text import escape


def show_language() -> None:
    """The switch between the languages."""
    st.segmented_control(
        "Bahasa / Language",
        list(language.LANGUAGES),
        format_func=language.LANGUAGES.get,
        key="bahasa",
        required=True,
        width="stretch",
    )


def role_name(peran: str | None) -> str:
    """A role for people."""
    from analysis.output.codes import role_names

    return role_names()[peran] if peran else _("belum ada")


def show_closed(who: Person) -> None:
    """Instead of every page: sign in, or read why the account opens nothing. No data, no menu."""
    with st.container(key="masuk", horizontal_alignment="center"), st.container(width=420, gap="medium"):
        with st.container(gap="xxsmall"):
            st.title("Konvergensi", anchor=False)
            st.caption(_("Data dan analisis aksi konvergensi stunting pemerintah kota"))
        with st.container(border=True, gap="medium"):
            if who.akun:
                _show_without_role(who)
            else:
                _show_ways_in()
        with st.container(width=220):
            show_language()


def _show_ways_in() -> None:
    from analysis.sources.settings import settings

    now = settings()
    if not now.penyedia:
        _show_trouble(now)
        return
    st.markdown(_("Aplikasi ini tertutup. Masuk dengan akun kantor Anda untuk membukanya."))
    for name in now.penyedia:
        st.button(
            _("Masuk dengan {nama}").format(nama=name.capitalize()) if name else _("Masuk"),
            key=f"masuk_{name or 'utama'}",
            type="primary",
            icon=":material/login:",
            width="stretch",
            on_click=st.login,
            args=(name,) if name else (),
        )


def _show_trouble(now) -> None:
    """Nobody can sign in: what whoever looks after the installation has to mend."""
    st.error(_("Aplikasi ini tertutup dan belum dapat dimasuki siapa pun."), icon=":material/lock:")
    st.markdown("\n".join(f"- {escape(str(sentence))}" for sentence in now.masalah))
    st.caption(_("Pengelola aplikasi melengkapi berkas pengaturan, lalu menjalankan aplikasi kembali."))


def _show_without_role(who: Person) -> None:
    from pages.parts.person import end_login

    st.markdown(_("Akun {akun} belum mempunyai peran di aplikasi ini.").format(akun=f"**{escape(who.akun)}**"))
    st.caption(
        _("Peran diberikan oleh admin aplikasi ini di halaman Pengelolaan. Sesudah diberi, muat ulang halaman ini.")
    )
    st.button(_("Keluar"), key="keluar", icon=":material/logout:", width="stretch", on_click=end_login)


def show_refused(who: Person, halaman: str, title: str) -> None:
    """Instead of a page that this role may not open, also when its address was typed."""
    st.title(title, anchor=False)
    sentence = _("Halaman {judul} tidak terbuka untuk peran {peran}; halaman ini untuk peran {perlu} ke atas.")
    words = {"judul": title, "peran": role_name(who.peran), "perlu": role_name(PAGES.get(halaman, "admin"))}
    st.warning(escape(sentence.format(**words)), icon=":material/lock:")
    st.caption(_("Peran diberikan oleh admin aplikasi ini di halaman Pengelolaan."))
    st.page_link("pages/ringkasan.py", label=_("Kembali ke Ringkasan"), icon=":material/arrow_back:")


def show_account(who: Person) -> None:
    """The foot of the sidebar: who is signed in, as what, and the way out; or that this is one computer's own app."""
    from analysis.sources.settings import settings
    from pages.parts.person import end_login

    if not settings().masuk:
        st.caption(_("Hanya komputer ini, tanpa akun: berhak penuh."))
        return
    with st.container(key="akun", gap="xxsmall"):
        st.markdown(f"**{escape(who.akun)}**")
        st.caption(_("Peran: {peran}").format(peran=role_name(who.peran)))
    st.button(_("Keluar"), key="keluar", icon=":material/logout:", width="stretch", on_click=end_login)
