"""How this installation runs: who may reach it, what works, where records lie, what its settings say.

Trap: the settings file holds the login's secrets and the place may hold a password; neither is ever shown.
"""

from __future__ import annotations

import streamlit as st
from streamlit import runtime

from analysis.language import _, join_names, number
from pages.parts import data
from pages.parts.text import escape
from pages.parts.view import show_section


def finding() -> str:
    """Who may reach this installation, in one sentence."""
    from analysis.sources.settings import settings

    if settings().masuk:
        return _("Instalasi ini tertutup: setiap orang masuk dengan akunnya dan bekerja menurut perannya.")
    return _("Instalasi ini hanya melayani komputer ini sendiri; siapa pun di depan komputer ini berhak penuh.")


def show() -> None:
    """What works and what does not, the settings in use, and how to keep what is recorded."""
    from analysis.sources.settings import settings

    now = settings()
    for problem in now.masalah:
        st.warning(escape(str(problem)), icon=":material/warning:")
    store = data.store()
    state = store.state()
    if store.trouble:
        st.warning(escape(str(store.trouble)), icon=":material/warning:")
    left, right = st.columns(2, gap="large")
    with left:
        show_section(_("Keadaan"))
        _show_parts()
        _show_facts(
            {
                _("Versi dan data"): data.stamp(),
                _("Penyimpanan"): store.location,
                _("Tercatat"): _recorded(len(state.saves), state.conflict_count, len(store.problems)),
                **_sessions(),
            }
        )
    with right:
        show_section(_("Pengaturan yang dipakai"))
        _show_facts(_settings_in_use(now))
        st.caption(
            escape(
                _(
                    "Pengaturan dibaca sekali ketika aplikasi dijalankan, dari konvergensi.toml dan peubah lingkungan "
                    "KONVERGENSI_*. Semua pilihan dijelaskan di konvergensi.contoh.toml."
                )
            )
        )
    show_section(_("Cadangan"))
    st.markdown(_("Dari baris perintah di komputer aplikasi; aplikasi boleh tetap berjalan."))
    st.code("python -m analysis backup -o cadangan.zip\npython -m analysis restore cadangan.zip", language=None)


def _show_parts() -> None:
    """The same parts that /readyz asks."""
    from pages.parts.health import READY, readiness

    names = {"data": _("Tabel dasar"), "penyimpanan": _("Penyimpanan"), "gambar": _("Pembuat gambar")}
    for part, answer in readiness().items():
        works = answer == READY
        mark = ":green-badge[:material/check: {word}]" if works else ":orange-badge[:material/warning: {word}]"
        st.markdown(f"{mark.format(word=_word(answer))} {names[part]}")


def _word(answer: str) -> str:
    words = {
        "siap": _("siap"),
        "sedang_dibaca": _("sedang dibaca"),
        "belum_menjawab": _("belum menjawab"),
        "tabel_dasar_kosong": _("ada yang kosong"),
        "tidak_lengkap": _("tidak lengkap"),
    }
    return words.get(answer, _("tidak siap"))


def _recorded(saves: int, conflicts: int, problems: int) -> str:
    told = _("{simpanan} simpanan, {konflik} sel berselisih, {masalah} berkas bermasalah")
    return told.format(simpanan=number(saves), konflik=number(conflicts), masalah=number(problems))


def _sessions() -> dict[str, str]:
    """How many browsers are connected to this process; Streamlit counts them anyway."""
    if not runtime.exists():
        return {}
    counted = runtime.get_instance().stats_mgr.get_stats(family_names=["active_sessions"])
    open_now = [stat.value for stats in counted.values() for stat in stats]
    return {_("Sesi terbuka di proses ini"): number(sum(open_now))} if open_now else {}


def _settings_in_use(now) -> dict[str, str]:
    nothing = _("tidak diisi")
    login = {_("Masuk dengan akun"): _("ya, OpenID Connect") if now.masuk else _("tidak; hanya komputer ini")}
    if now.masuk:
        given = [f"{role}: {number(len(accounts))}" for role, accounts in now.akun.items() if accounts]
        minutes = _("{menit} menit").format(menit=number(now.masa_sesi_menit))
        login |= {
            _("Akun per peran"): join_names(given) if given else nothing,
            _("Klaim peran"): now.klaim or nothing,
            _("Peran bawaan"): now.peran_bawaan or _("tidak ada; ditolak"),
            _("Lama sesi masuk"): minutes if now.masa_sesi_menit else _("selama tanda masuk berlaku"),
        }
    return {
        _("Berkas pengaturan"): now.berkas.name if now.berkas else _("tidak ada; semua pengaturan baku"),
        _("Folder data"): now.data or _("bawaan aplikasi"),
        _("Log"): now.log,
        **login,
    }


def _show_facts(facts: dict[str, str]) -> None:
    st.markdown("\n".join(f"- **{name}**: {escape(value)}" for name, value in facts.items()))
