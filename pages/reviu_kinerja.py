"""Reviu kinerja: the yearly review of the aksi in the frame of that year, with what to do next."""

import streamlit as st

from analysis.language import _
from pages.parts import data, review, state
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_empty, show_finding, show_key_figures, show_section, show_tabs, show_title

inside_frame()

show_title(_("Reviu kinerja"))
show_filters("kota", "tahun")

kota, tahun = state.get("kota"), int(state.get("tahun"))
tables = data.tables()

if kota == data.PROVINCE:
    show_finding(_("Reviu kinerja dinilai per kota."))
    show_empty(_("Provinsi menilai, tidak dinilai."), _("Pilih satu kota; perbandingan antarkota ada di bawah."))
else:
    reviewed = review.reviewed(tables, kota, tahun)
    rules = review.rules(tables, kota, tahun)
    show_finding(review.finding(tables, reviewed, kota, tahun))
    show_key_figures(review.key_figures(tables, reviewed, rules, kota, tahun))

    left, right = st.columns([6, 5], gap="large")
    with left:
        review.show_timeline(reviewed, kota, tahun)
    with right:
        show_section(_("Langkah berikutnya"))
        review.show_steps(reviewed, rules)

    show_tabs(
        {
            _("Bukti per aksi"): lambda: review.show_evidence(tables, reviewed, kota, tahun),
            _("Aturan 1.1"): lambda: review.show_rules(rules, tahun),
            _("Rubrik (simulasi)"): lambda: review.show_rubric(tables, reviewed, tahun),
        },
        key="reviu",
    )

show_section(_("Antartahun dan antarkota"))
review.show_years(tables, kota)
review.show_kota(tables, tahun)
