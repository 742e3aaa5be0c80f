"""Ringkasan: the facts that matter for one kota and year, in sentences first. Published figures only."""

import streamlit as st

from analysis.convergence.facts import headline_facts, what_changed
from analysis.language import _
from analysis.output.sentences import filled_by, say_fact
from pages.parts import data, state
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.summary import headline, key_figures, show_lokus_map, show_survey_trend
from pages.parts.view import show_bullets, show_finding, show_key_figures, show_section, show_title

inside_frame()

show_title(_("Ringkasan"))
show_filters("kota", "tahun")

kota, tahun = state.get("kota"), int(state.get("tahun"))
tables, names = data.tables(), data.load().names
facts = headline_facts(tables, kota, tahun)
known = [fact for fact in facts if fact.kode != "tidak_diketahui"]
unknown = [fact for fact in facts if fact.kode == "tidak_diketahui"]
changes = what_changed(tables, kota, tahun)

show_finding(headline(facts, names))
show_key_figures(key_figures(facts))

left, right = st.columns(2, gap="large")
with left:
    show_lokus_map(tables, kota, tahun)
with right:
    show_survey_trend(tables, kota)

left, right = st.columns(2, gap="large")
with left:
    show_section(_("Yang diketahui"))
    show_bullets([say_fact(fact, names) for fact in known], [fact.rows for fact in known])
with right:
    show_section(_("Yang berubah"))
    show_bullets(
        [say_fact(fact, names) for fact in changes] or [_("Belum ada dua angka resmi yang dapat dibandingkan.")],
        [fact.rows for fact in changes],
    )
    show_section(_("Yang belum diketahui, dan yang mengisinya"))
    show_bullets(
        [f"{say_fact(fact, names)} {filled_by(fact.nilai)}" for fact in unknown]
        or [_("Semua fakta utama untuk kota dan tahun ini diketahui.")]
    )
