"""The figures of plans and promises: budget by office, commitments against their due dates."""

from __future__ import annotations

from datetime import date as Date

import pandas as pd

from analysis.convergence.plans import commitment_counts, commitments, plans_by
from analysis.figures.registry import recipe
from analysis.figures.trends import area_of
from analysis.figures.view import Empty, Figure, View
from analysis.language import _, number, percent
from analysis.output.captions import Caption, has_sample, source_line

SHOWN_ROWS = 15


def no_plans(view: View) -> Empty:
    """No activities for the kecamatan or kota chosen."""
    return Empty(
        _("Belum ada rencana kegiatan {wilayah} {tahun}.").format(
            wilayah=view.name(area_of(view, "kecamatan")), tahun=view.tahun
        ),
        _("Yang mengisinya: OPD pelaksana; isi tabel di bawah."),
    )


@recipe("anggaran_rencana", lambda: _("Anggaran kegiatan per OPD"), wilayah=("kota", "kecamatan"))
def budget_figure(view: View) -> Figure | Empty:
    """Budget and what was spent of it, by office."""
    from analysis.output.plans import budget_frame, draw_budget

    area, tahun = area_of(view, "kecamatan"), view.tahun
    wilayah, found = view.name(area), plans_by(view.tables["rencana"], area, tahun, "opd")
    if found.empty:
        return no_plans(view)
    known = found.dropna(subset=["anggaran_rp"])
    judul = _("Anggaran kegiatan {wilayah} {tahun} belum diketahui").format(wilayah=wilayah, tahun=tahun)
    if len(known):
        share = 100 * known["anggaran_rp"].iloc[0] / known["anggaran_rp"].sum()
        judul = _("{opd} memegang {persen} anggaran kegiatan").format(
            opd=known["opd"].iloc[0], persen=percent(share, 0)
        )
    caption = Caption(
        judul,
        _("Anggaran dan realisasi per OPD dalam juta rupiah, {wilayah}, {tahun}").format(wilayah=wilayah, tahun=tahun),
        source_line(found),
        _("Persen terserap dihitung dari kegiatan yang anggaran dan realisasinya diketahui."),
        judul,
        has_sample(found),
    )
    return Figure(
        draw_budget,
        {"data": budget_frame(found)},
        caption,
        table=found,
        file_name=f"anggaran opd {wilayah} {tahun}",
    )


def promises(view: View, hari: str) -> pd.DataFrame:
    """The commitments of the kota and year with their standing on the day `hari` (ISO)."""
    return view.kept(("komitmen", hari), lambda: commitments(view.tables["komitmen"], view.below, view.tahun, hari))


def promises_listed(view: View, hari: str) -> pd.DataFrame:
    """The commitments as a table to be shown."""
    rows = promises(view, hari)
    named = rows.assign(nama_kota_pendek=[view.name(code) for code in rows["kode_kota"]])
    columns = ["komitmen", "penanggung_jawab", "tenggat", "tanggal_selesai", "status_waktu", "terlambat_hari"]
    return named[[*(["nama_kota_pendek"] if view.below is None else []), *columns, "catatan", "jenis_data"]]


@recipe("jadwal_komitmen", lambda: _("Jadwal komitmen rembuk"))
def promises_figure(view: View, hari: str = "") -> Figure | Empty:
    """Due dates against the dates on which promises were kept, on the day `hari` (ISO; today unless given)."""
    from analysis.output.plans import commitments_frame
    from analysis.output.timelines import draw_timeline

    hari = hari or Date.today().isoformat()
    found, kota, tahun = promises(view, hari), view.wilayah, view.tahun
    if found.empty:
        return Empty(
            _("Belum ada komitmen rembuk {wilayah} {tahun}.").format(wilayah=kota, tahun=tahun),
            _("Yang mengisinya: berita acara rembuk stunting; isi tabel di bawah."),
        )
    counts = commitment_counts(found)
    judul = _("{selesai} dari {semua} komitmen selesai; {lewat} lewat tenggat").format(
        selesai=number(counts["selesai"]), semua=number(counts["semua"]), lewat=number(counts["lewat_tenggat"])
    )
    shown = commitments_frame(found.head(SHOWN_ROWS))
    rest = len(found) - len(shown)
    caption = Caption(
        judul,
        _("Tenggat dan tanggal selesai tiap komitmen, {wilayah}, {tahun}").format(wilayah=kota, tahun=tahun),
        source_line(found),
        _("{jumlah} komitmen lain ada di tabel.").format(jumlah=number(rest)) if rest else "",
        judul,
        has_sample(found),
    )
    return Figure(
        draw_timeline,
        {"data": shown},
        caption,
        table=promises_listed(view, hari),
        file_name=f"komitmen rembuk {kota} {tahun}",
        options={"judul": _("Komitmen"), "rencana": _("tenggat"), "selesai": _("selesai"), "langkah": 44},
    )
