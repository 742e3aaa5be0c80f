"""Ringkasan: the facts that matter for one kota and year, in sentences first. Published figures only."""

import streamlit as st

from analysis.language import _
from analysis.output.sentences import filled_by, say_fact
from pages.parts import data, summary
from pages.parts.chart_panel import show
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_bullets, show_finding, show_key_figures, show_section, show_title

inside_frame()

show_title(_("Ringkasan"))
show_filters("kota", "tahun")

tables, names = data.tables(), data.load().names
facts, changes = summary.facts(tables), summary.changes(tables)
known = [fact for fact in facts if fact.kode != "tidak_diketahui"]
unknown = [fact for fact in facts if fact.kode == "tidak_diketahui"]

show_finding(summary.headline(facts, names))
show_key_figures(summary.key_figures(facts))

left, right = st.columns(2, gap="large")
with left:
    show(summary.lokus_map(tables))
with right:
    show(summary.survey_trend(tables))

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
    # What would fill a gap is for those who can bring it.
    inside = data.sees_all()
    show_section(_("Yang belum diketahui, dan yang mengisinya") if inside else _("Yang belum diketahui"))
    show_bullets(
        [f"{say_fact(fact, names)} {filled_by(fact.nilai) if inside else ''}" for fact in unknown]
        or [_("Semua fakta utama untuk kota dan tahun ini diketahui.")]
    )
