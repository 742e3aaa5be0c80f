"""Metode & sumber: every indicator, parameter, source and known problem, printed from the tables in use."""

from analysis.language import _
from pages.parts import data, method, method_scenario
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_tabs, show_title

inside_frame()

tables = data.tables()

show_title(_("Metode & sumber"))
show_finding(method.finding(tables))

show_tabs(
    {
        _("Indikator"): lambda: method.show_indicators(tables),
        _("Layanan esensial"): lambda: method.show_services(tables),
        _("Parameter"): lambda: method.show_parameters(tables),
        _("Skenario"): lambda: method_scenario.show_scenario(tables),
        _("Kerangka aksi"): lambda: method.show_frames(tables),
        _("Angka resmi"): lambda: method.show_figures(tables),
        _("Sumber"): lambda: method.show_sources(tables),
        _("Yang belum diketahui"): lambda: method.show_problems(tables),
        _("Glosarium"): lambda: method.show_glossary(tables),
        _("Cara hitung"): method.show_rules,
    },
    key="metode",
)
