"""Keluarga berisiko: published totals first, then where, why and how poor, with the counting identities shown."""

import streamlit as st

from analysis.language import _
from pages.parts import data, families
from pages.parts.chart_panel import show
from pages.parts.filters import show_filters
from pages.parts.foot import end_page
from pages.parts.guard import inside_frame
from pages.parts.profile import show_profile
from pages.parts.view import show_finding, show_section, show_title

inside_frame()

show_title(_("Keluarga berisiko stunting"))
show_filters("kota", "kecamatan", "tahun", "peta")

tables = data.tables()

show_finding(families.finding(tables))
families.show_totals(tables)

if not families.risk(tables).known:
    show(families.no_share(tables))
    end_page()

left, right = st.columns([6, 5], gap="large")
with left:
    show(families.map_panel(tables))
with right:
    show(families.ranking_panel(tables))

left, right = st.columns([6, 5], gap="large")
with left:
    show(families.factors_panel(tables))
with right:
    show(families.welfare_panel(tables))

left, right = st.columns([6, 5], gap="large")
with left:
    show(families.trend_panel(tables))
with right:
    show(families.kota_panel(tables))

left, right = st.columns([6, 5], gap="large")
with left:
    show_profile(tables)
with right:
    show_section(_("Identitas hitungan"))
    families.show_identities(tables)
