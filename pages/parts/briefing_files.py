"""The briefing as a deck: PPTX with native charts, and PDF; on request without small numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date

import pandas as pd
import streamlit as st

from analysis.language import _
from analysis.output.export import file_name
from analysis.publication.screens import Screen, arranged
from pages.parts import data, state
from pages.parts.briefing import chosen_screens, order, user_notes
from pages.parts.downloads import offer
from pages.parts.memory import remembered
from pages.parts.studio_files import masked_view
from pages.parts.text import escape


def show() -> None:
    """The two downloads and the switch for the public; a deck that the check refuses is not offered."""
    public = st.toggle(
        _("Untuk publik"),
        key="paparan_publik",
        help=_("Angka kecil disembunyikan dan setiap tabel diperiksa sebelum keluar (aturan aplikasi)."),
    )
    screens = _public_screens() if public else chosen_screens()
    if public and (refused := _refused(screens)):
        for sentence in refused:
            st.error(escape(sentence), icon=":material/block:")
        return
    title = _("Paparan {wilayah} {tahun}").format(wilayah=data.name(state.get("kota")), tahun=state.year())
    for ending, make in (("pptx", _pptx), ("pdf", _pdf)):
        _download(ending, screens, title, make)


@remembered
def _masked_screens(tables: dict[str, pd.DataFrame], today: str) -> list[Screen]:
    from analysis.publication.briefing import compose

    return compose(masked_view(tables), today)


def _public_screens() -> list[Screen]:
    screens = _masked_screens(data.tables(), Date.today().isoformat())
    return arranged(screens, order(screens), user_notes())


def _refused(screens: list[Screen]) -> list[str]:
    from analysis.publication.screen_check import check_screens

    return check_screens(screens, masked_view(data.tables())).ditolak


def _pptx(*screens, **about) -> bytes:
    from analysis.publication.deck import to_pptx

    return to_pptx(*screens, **about)


def _pdf(*screens, **about) -> bytes:
    from analysis.publication.deck_pdf import to_pdf

    return to_pdf(*screens, **about)


def _download(ending: str, screens: list[Screen], title: str, make: Callable) -> None:
    from analysis.sources.shapes import read_shapes

    about = {"judul": title, "read_shapes": read_shapes, "hari": Date.today(), "kota": data.name(state.get("kota"))}
    name = file_name(title, ending, any(screen.contoh for screen in screens))
    offer(ending.upper(), name, lambda: make(screens, **about), key=f"paparan_{ending}")
