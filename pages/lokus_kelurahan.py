"""Lokus kelurahan: where they are, how sure the picture is, what the official lists say, one kelurahan in depth."""

import streamlit as st

from analysis.language import _
from pages.parts import data, lokus
from pages.parts.chart_panel import show
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.profile import show_profile
from pages.parts.view import show_finding, show_key_figures, show_section, show_tabs, show_title

inside_frame()

show_title(_("Lokus kelurahan"))
show_filters("kota", "kecamatan", "tahun", "indikator", "peta")

tables = data.tables()

show_finding(lokus.finding(tables))
show_key_figures(lokus.key_figures(tables))
lokus.show_case_change(tables)

left, right = st.columns([6, 5], gap="large")
with left:
    show(lokus.map_panel(tables))
with right:
    lokus.show_ranking(tables)

left, right = st.columns([5, 6], gap="large")
with left:
    show(lokus.funnel_panel(tables))
with right:
    show_profile(tables)

show_section(_("Daftar resmi"))
show_tabs(
    {
        _("Berdampingan"): lambda: lokus.show_lists(tables),
        _("Riwayat"): lambda: show(lokus.history_panel(tables)),
        _("Semua kelurahan"): lambda: lokus.show_all(tables),
    },
    key="daftar",
)
