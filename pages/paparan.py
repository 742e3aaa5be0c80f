"""Paparan: the screens of a briefing, arranged and annotated before it is shown."""

from analysis.language import _
from pages.parts import briefing_arrange
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_title

inside_frame()

show_title(_("Paparan"))
show_filters("kota", "tahun")

show_finding(briefing_arrange.finding())
briefing_arrange.show()
