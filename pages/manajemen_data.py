"""Manajemen data (aksi 6): import, typing in, what is recorded, its quality, boundaries, exchange."""

from analysis.language import _
from pages.parts import boundaries, data, entry, exchange, history, reconciliation, recording, upload
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_tabs, show_title

inside_frame()

show_title(_("Manajemen data"))

tables = data.tables()

show_finding(recording.finding())
history.show_warnings()
recording.show_who()
show_tabs(
    {
        _("Impor"): lambda: upload.show(tables),
        _("Isi di layar"): lambda: entry.show(tables),
        _("Riwayat"): lambda: history.show(tables),
        _("Mutu dan rekonsiliasi"): lambda: reconciliation.show(tables),
        _("Batas wilayah"): lambda: boundaries.show(tables),
        _("Pertukaran"): lambda: exchange.show(tables),
    },
    key="manajemen",
)
upload.show_file_problems()
