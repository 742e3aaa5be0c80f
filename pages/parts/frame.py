"""The frame around every page: language, navigation, the switch for sample data, the data stamp."""

from __future__ import annotations

import streamlit as st

from analysis import language
from analysis.language import _
from pages.parts import accessible, data, state, warm
from pages.parts.foot import show_foot
from pages.parts.guard import INSIDE
from pages.parts.logs import timed


def _pages() -> list:
    return [
        st.Page("pages/ringkasan.py", title=_("Ringkasan"), icon=":material/space_dashboard:", default=True),
        st.Page("pages/lokus_kelurahan.py", title=_("Lokus kelurahan"), icon=":material/location_on:"),
        st.Page("pages/analisis_situasi.py", title=_("Analisis situasi"), icon=":material/query_stats:"),
        st.Page("pages/keluarga_berisiko.py", title=_("Keluarga berisiko"), icon=":material/family_restroom:"),
        st.Page("pages/rencana_komitmen.py", title=_("Rencana dan komitmen"), icon=":material/task:"),
        st.Page("pages/skenario.py", title=_("Skenario"), icon=":material/tune:"),
        st.Page("pages/reviu_kinerja.py", title=_("Reviu kinerja"), icon=":material/fact_check:"),
        st.Page("pages/paparan.py", title=_("Paparan"), icon=":material/slideshow:"),
        st.Page("pages/publikasi.py", title=_("Publikasi"), icon=":material/campaign:"),
        st.Page("pages/pengukuran.py", title=_("Pengukuran"), icon=":material/straighten:"),
        st.Page("pages/manajemen_data.py", title=_("Manajemen data"), icon=":material/upload_file:"),
        st.Page("pages/metode_sumber.py", title=_("Metode & sumber"), icon=":material/menu_book:"),
        st.Page("pages/pengelolaan.py", title=_("Pengelolaan"), icon=":material/admin_panel_settings:"),
    ]


def _language_name(code: str) -> str:
    return language.LANGUAGES[code]


def _sample_name(code: str) -> str:
    return _("Tampilkan") if code == "1" else _("Sembunyikan")


def _sidebar() -> None:
    with st.sidebar:
        st.segmented_control(
            "Bahasa / Language",
            list(language.LANGUAGES),
            format_func=_language_name,
            key="bahasa",
            required=True,
            width="stretch",
        )
        st.segmented_control(
            _("Data contoh"),
            ["1", "0"],
            format_func=_sample_name,
            key="contoh",
            required=True,
            width="stretch",
            help=_(
                "Data contoh adalah data sintetis untuk angka yang tidak dipublikasikan. "
                "Bila disembunyikan, hanya angka resmi dan berkas Anda sendiri yang tampil."
            ),
        )
        st.button(
            _("Mulai paparan"),
            icon=":material/play_arrow:",
            type="tertiary",
            key="mulai_paparan",
            on_click=state.choose,
            args=("mode", "paparan"),
        )
        _warn_of_files()
        st.caption(data.stamp())


def _warn_of_files() -> None:
    """On every page: a file of the app is damaged, so figures may be missing anywhere."""
    if problems := data.load().catalog.problems:
        said = _(
            "{jumlah} masalah pada berkas data aplikasi, jadi sebagian angka mungkin tidak ada; lihat Manajemen data."
        )
        st.warning(said.format(jumlah=language.number(len(problems))), icon=":material/warning:")


_STYLE = """
.stApp { word-spacing: .09em }
.stApp svg { word-spacing: 0 }
[data-testid=stElementToolbar] { display: none }
[data-testid=InputInstructions] { display: none }
.st-key-kaki_halaman { margin-top: 1rem }
.st-key-kaki_halaman p { font-size: .75rem }
.st-key-studio_pratinjau { padding: 0; overflow: hidden }
@media (min-width: 900px) { :has(> .st-key-studio_kanan) { position: sticky; top: 1rem } }
[data-testid=stFileUploaderDropzoneInstructions] { display: none }
[data-testid=stFileUploaderDropzone] button p { font-size: 0 }
[data-testid=stFileUploaderDropzone] button p::after { content: "%s"; font-size: .875rem }
"""


def _dress_document() -> None:
    """What Streamlit's theme cannot say: the document's language, its own English words, the focus.

    Its toolbars and the words of the file picker are English only: the toolbars give way to our own table
    and downloads. The typeface sets words very close, hence the word spacing.
    """
    st.html(
        f"<style>{_STYLE % _('Pilih berkas')}{accessible.style()}</style><script>{accessible.script()}</script>",
        unsafe_allow_javascript=True,
    )


def run_app() -> None:
    """One run of the app: settle the choices, draw the frame, run the chosen page inside it."""
    st.session_state[INSIDE] = True
    try:
        state.adopt()
        language.use(state.get("bahasa"))
        # The icon comes first and from here: a page's own symbol would be fetched from another server.
        st.set_page_config(page_icon="static/ikon.svg", layout="wide")
        hall = state.get("mode") == "paparan"
        page = st.navigation(_pages(), position="hidden" if hall else "sidebar")
        st.set_page_config(page_title=f"{_('Paparan') if hall else page.title} · Konvergensi")
        _dress_document()
        if hall:
            from pages.parts.briefing import show_briefing

            with timed("paparan_layar"):
                show_briefing()
        else:
            _sidebar()
            with timed(page.url_path or "ringkasan"):
                page.run()
                show_foot()
    finally:
        st.session_state.pop(INSIDE, None)
        warm.page_shown()
