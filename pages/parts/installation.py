"""How this installation runs: who may reach it, where records lie, what its settings say and what is wrong with them."""

from __future__ import annotations

import streamlit as st

from analysis.language import _
from pages.parts import data
from pages.parts.text import escape


def finding() -> str:
    """Who may reach this installation, in one sentence."""
    from analysis.sources.settings import settings

    if settings().masuk:
        return _("Instalasi ini tertutup: setiap orang masuk dengan akunnya dan bekerja menurut perannya.")
    return _("Instalasi ini hanya melayani komputer ini sendiri; siapa pun di depan komputer ini berhak penuh.")


def show() -> None:
    """The settings in use, without secrets, and what is wrong with them."""
    from analysis.sources.settings import settings

    now = settings()
    for sentence in now.masalah:
        st.warning(escape(sentence), icon=":material/warning:")
    facts = {
        _("Berkas pengaturan"): now.berkas.name if now.berkas else _("tidak ada; semua pengaturan baku"),
        _("Penyimpanan"): data.store().location,
        _("Masuk dengan akun"): _("ya, OpenID Connect") if now.masuk else _("tidak; hanya komputer ini"),
    }
    st.markdown("\n".join(f"- **{name}**: {escape(value)}" for name, value in facts.items()))
