"""Reviu kinerja: the yearly review of the aksi in the frame of that year, with what to do next."""

import streamlit as st

from analysis.figures.view import Empty
from analysis.language import _
from pages.parts import data, review, state
from pages.parts.chart_panel import show
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_key_figures, show_section, show_tabs, show_title

inside_frame()

show_title(_("Reviu kinerja"))
show_filters("kota", "tahun")

tables = data.tables()

if state.whole_province():
    show_finding(_("Reviu kinerja dinilai per kota."))
    show(Empty(_("Provinsi menilai, tidak dinilai."), _("Pilih satu kota; perbandingan antarkota ada di bawah.")))
else:
    show_finding(review.finding(tables))
    show_key_figures(review.key_figures(tables))

    # Next steps and a rubric of one's own are work inside the city hall.
    inside = data.sees_all()
    if inside:
        left, right = st.columns([6, 5], gap="large")
        with left:
            show(review.timeline_panel(tables))
        with right:
            show_section(_("Langkah berikutnya"))
            review.show_steps(tables)
    else:
        show(review.timeline_panel(tables))
    show_tabs(
        {
            _("Bukti per aksi"): lambda: review.show_evidence(tables),
            _("Aturan 1.1"): lambda: review.show_rules(tables),
        }
        | ({_("Rubrik (simulasi)"): lambda: review.show_rubric(tables)} if inside else {}),
        key="reviu",
    )
show_section(_("Antartahun dan antarkota"))
show(review.years_panel(tables))
review.show_kota(tables)
