"""Rencana dan komitmen (aksi 2 to 5): what is planned, promised, regulated, and who carries it out."""

from analysis.language import _
from pages.parts import data, plans
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_title

inside_frame()

show_title(_("Rencana dan komitmen"))
show_filters("kota", "kecamatan", "tahun")

tables = data.tables()

show_finding(plans.finding(tables))
plans.show(tables)
