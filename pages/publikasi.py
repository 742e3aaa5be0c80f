"""Publikasi (aksi 7): pictures ready to leave the city hall, and what else is published."""

from analysis.language import _
from pages.parts import area_report, data, packs, release, studio
from pages.parts.filters import show_filters
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_tabs, show_title

inside_frame()

show_title(_("Publikasi"))
show_filters("kota", "kecamatan", "tahun", "indikator", "peta")

tables = data.tables()

show_finding(studio.finding(tables))
show_tabs(
    {
        _("Studio"): lambda: studio.show(tables),
        _("Rilis"): lambda: release.show(tables),
        _("Laporan wilayah"): lambda: area_report.show(tables),
        _("Rembuk"): lambda: packs.show_rembuk(tables),
        _("Penilaian"): lambda: packs.show_assessment(tables),
    },
    key="publikasi",
)
