"""Keluarga berisiko: published totals first, then where, why and how poor, with the counting identities shown."""

import streamlit as st

from analysis.language import _
from pages.parts import data, families, state
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.profile import show_profile
from pages.parts.view import show_finding, show_section, show_title

inside_frame()

show_title(_("Keluarga berisiko stunting"))
show_filters("kota", "kecamatan", "tahun", "peta")

area = state.get("kecamatan") or state.get("kota")
tahun = int(state.get("tahun"))
tables = data.tables()
risk = families.risk(tables, state.get("kota"), tahun)

show_finding(families.finding(tables, state.get("kota"), tahun))
families.show_totals(tables, risk, state.get("kota"), tahun)

if not risk.known:
    families.show_no_data(tahun)
    st.stop()

left, right = st.columns([6, 5], gap="large")
with left:
    families.show_map(tables, risk, tahun)
with right:
    families.show_ranking(risk, tahun)

left, right = st.columns([6, 5], gap="large")
with left:
    families.show_factors(tables, area, tahun)
with right:
    families.show_welfare(tables, area, tahun)

left, right = st.columns([6, 5], gap="large")
with left:
    families.show_trend(tables, area)
with right:
    show_section(_("Identitas hitungan"))
    families.show_identities(tables, area, tahun)

show_profile(tables, state.get("kota"), tahun)
