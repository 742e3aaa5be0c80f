"""Skenario (aksi 2): what more coverage would do, what it would cost, how a budget would be split. All of it simulated."""

from analysis.language import _
from pages.parts import data, scenario
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_title

inside_frame()

show_title(_("Skenario"))
scenario.arrive(data.tables())
show_filters("kota", "tahun")

scenario.show(data.tables())
