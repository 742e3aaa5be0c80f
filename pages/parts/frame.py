"""The frame around every page: who is it, language, navigation, the switch for sample data, the data stamp.

Trap: which page runs is the browser's to say (an address, a link, a message made by hand), so it is here, just before it
runs, that the right to open it is asked for.
"""

from __future__ import annotations

import streamlit as st

from analysis import language
from analysis.access import Person
from analysis.language import _
from pages.parts import accessible, data, sign_in, state, warm
from pages.parts.foot import show_foot
from pages.parts.guard import DRAWN_FOR, INSIDE
from pages.parts.logs import timed
from pages.parts.person import note_refusal, note_sign_in, person

_REFUSED = "_ditolak"


def _pages(who: Person) -> list:
    """All pages; those that this person may not open keep their address, which answers with a sentence."""
    described = {
        "ringkasan": (_("Ringkasan"), "space_dashboard"),
        "lokus_kelurahan": (_("Lokus kelurahan"), "location_on"),
        "analisis_situasi": (_("Analisis situasi"), "query_stats"),
        "keluarga_berisiko": (_("Keluarga berisiko"), "family_restroom"),
        "rencana_komitmen": (_("Rencana dan komitmen"), "task"),
        "skenario": (_("Skenario"), "tune"),
        "reviu_kinerja": (_("Reviu kinerja"), "fact_check"),
        "paparan": (_("Paparan"), "slideshow"),
        "publikasi": (_("Publikasi"), "campaign"),
        "pengukuran": (_("Pengukuran"), "straighten"),
        "manajemen_data": (_("Manajemen data"), "upload_file"),
        "metode_sumber": (_("Metode & sumber"), "menu_book"),
        "pengelolaan": (_("Pengelolaan"), "admin_panel_settings"),
    }
    return [
        st.Page(
            f"pages/{name}.py",
            title=title,
            icon=f":material/{icon}:",
            default=name == "ringkasan",
            visibility="visible" if who.may_open(name) else "hidden",
        )
        for name, (title, icon) in described.items()
    ]


def _sample_name(code: str) -> str:
    return _("Tampilkan") if code == "1" else _("Sembunyikan")


def _sidebar(who: Person) -> None:
    with st.sidebar:
        sign_in.show_language()
        if who.at_least("perencana"):
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
        if who.may_open("paparan"):
            st.button(
                _("Mulai paparan"),
                icon=":material/play_arrow:",
                type="tertiary",
                key="mulai_paparan",
                on_click=state.choose,
                args=("mode", "paparan"),
            )
        sign_in.show_account(who)
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
.st-key-masuk { padding-top: 12vh }
.st-key-akun { overflow-wrap: anywhere }
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


def _meet(who: Person) -> None:
    """What a session holds belongs to who was met in it: with them it goes, for good."""
    memory, before = st.session_state, st.session_state.get(DRAWN_FOR)
    if before is not None and before.akun != who.akun:
        bahasa = memory.get("bahasa", state.DEFAULTS["bahasa"])
        memory.clear()
        memory["bahasa"] = st.query_params["bahasa"] = bahasa
    memory[DRAWN_FOR] = who
    if who.akun:
        note_sign_in(who)


def _run_page(page, who: Person) -> None:
    """The page, if this person may open it: whichever way they came here."""
    name = page.url_path or "ringkasan"
    if who.may_open(name):
        st.session_state.pop(_REFUSED, None)
        page.run()
        return
    if st.session_state.get(_REFUSED) != name:
        st.session_state[_REFUSED] = name
        note_refusal(name)
    sign_in.show_refused(who, name, page.title)


def run_app() -> None:
    """One run of the app: who is it, settle the choices, draw the frame, run the chosen page inside it."""
    who = person()
    _meet(who)
    st.session_state[INSIDE] = True
    try:
        state.adopt()
        language.use(state.get("bahasa"))
        # The icon comes first and from here: a page's own symbol would be fetched from another server.
        st.set_page_config(page_icon="static/ikon.svg", layout="wide")
        hall, closed = state.get("mode") == "paparan", who.peran is None
        page = st.navigation(_pages(who), position="hidden" if hall or closed else "sidebar", expanded=True)
        title = _("Masuk") if closed else _("Paparan") if hall else page.title
        st.set_page_config(page_title=f"{title} · Konvergensi")
        _dress_document()
        if closed:
            sign_in.show_closed(who)
        elif hall:
            from pages.parts.briefing import show_briefing

            with timed("paparan_layar"):
                show_briefing()
        else:
            _sidebar(who)
            with timed(page.url_path or "ringkasan"):
                _run_page(page, who)
                show_foot()
    finally:
        st.session_state.pop(INSIDE, None)
        warm.page_shown()
