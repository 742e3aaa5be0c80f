"""Lokus kelurahan: where they are, how sure the picture is, what the official lists say, one kelurahan in depth."""

import streamlit as st

from analysis.language import _
from pages.parts import data, lokus, state
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.measure import chosen_measure
from pages.parts.profile import show_profile
from pages.parts.view import show_finding, show_key_figures, show_section, show_tabs, show_title

inside_frame()

show_title(_("Lokus kelurahan"))
show_filters("kota", "kecamatan", "tahun", "indikator", "peta")

kota, tahun = state.get("kota"), int(state.get("tahun"))
tables = data.tables()
measure = chosen_measure(tables)
listed = lokus.listed(tables, kota, tahun)

show_finding(lokus.finding(tables, kota, tahun))
show_key_figures(lokus.key_figures(tables, measure, listed, tahun))

left, right = st.columns([6, 5], gap="large")
with left:
    lokus.show_map(tables, measure, listed, tahun)
with right:
    lokus.show_ranking(measure, listed, tahun)

left, right = st.columns([5, 6], gap="large")
with left:
    lokus.show_funnel(measure, listed, tahun)
with right:
    show_profile(tables, kota, tahun)

show_section(_("Daftar resmi"))
show_tabs(
    {
        _("Berdampingan"): lambda: lokus.show_lists(tables, kota, tahun),
        _("Riwayat"): lambda: lokus.show_history(tables, kota),
        _("Semua kelurahan"): lambda: lokus.show_all(measure, listed),
    },
    key="daftar",
)
