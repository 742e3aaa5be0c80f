"""Pengukuran: a measurement export scored against the WHO standard, with its quality beside every prevalence."""

import streamlit as st

from analysis.language import _
from pages.parts import data, measured, measurement, measurement_charts, measurement_tables
from pages.parts.chart_panel import show
from pages.parts.filters import show_filters
from pages.parts.foot import end_page
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_key_figures, show_section, show_tabs, show_title

inside_frame()

show_title(_("Pengukuran"))
with st.expander(_("Berkas pengukuran"), key="berkas_pengukuran", icon=":material/upload_file:"):
    measured.show_upload()
source = measured.current()

show_filters("kota", "peta")
choice = measurement.show_choices(source)

if not measurement.has_rows(source, choice):
    show(measurement.no_rows())
    end_page()

show_finding(measurement.finding(source, choice))
show_key_figures(measurement.key_figures(source, data.tables(), choice))

left, right = st.columns(2, gap="large")
with left:
    show(measurement_charts.distribution_panel(source, choice))
with right:
    show(measurement_charts.area_panel(source, choice))

left, right = st.columns(2, gap="large")
with left:
    show(measurement_charts.map_panel(source, data.tables(), choice))
with right:
    show(measurement_charts.age_sex_panel(source, choice))

measurement_tables.show_survey_beside(data.tables(), source, choice)

show_section(_("Rincian"))
show_tabs(
    {
        _("Prevalensi dan mutu"): lambda: measurement_tables.show_quality(source, choice),
        _("Mentah dan susut"): lambda: measurement_tables.show_shrunk(source, choice),
        _("Antarputaran"): lambda: measurement_tables.show_rounds(source, choice),
        _("Semua indeks"): lambda: measurement_tables.show_indices(source, choice),
        _("Masalah pada berkas"): lambda: measured.show_problems(source),
    },
    key="pengukuran",
)
