"""Analisis situasi (aksi 1): gaps in services, quadrants, a proposal of lokus, spatial pattern."""

from analysis.language import _
from pages.parts import coverage, data, proposal, quadrants, spatial
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_tabs, show_title

inside_frame()

show_title(_("Analisis situasi"))
show_filters("kota", "kecamatan", "tahun", "indikator")

tables = data.tables()

show_finding(*coverage.finding(tables))
show_tabs(
    {
        _("Cakupan layanan"): lambda: coverage.show(tables),
        _("Kuadran"): lambda: quadrants.show(tables),
        _("Usulan lokus"): lambda: proposal.show(tables),
        _("Pola ruang"): lambda: spatial.show(tables),
    },
    key="situasi",
)
