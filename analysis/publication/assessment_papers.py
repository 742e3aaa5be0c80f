"""The penilaian pack as prose to go on writing in, and its evidence as a checklist.

The trap: a document in a list is not a document at hand. What nobody recorded as available says so, and an aksi without
any record keeps its row, or the list would look complete.
"""

from __future__ import annotations

from datetime import date as Date

import pandas as pd

from analysis.convergence.measures import META
from analysis.figures.view import View
from analysis.language import _, number
from analysis.output.briefing_sentences import marked
from analysis.output.captions import Caption, source_line, sources
from analysis.output.tables_out import to_workbook
from analysis.publication.assessment_facts import Shown, day, overview
from analysis.publication.rembuk_papers import whole_name
from analysis.publication.report_words import method_text, small_number_text
from analysis.publication.screens import Screen
from analysis.publication.word import About, Paper


def paper_docx(view: View, judul: str, shown: list[Shown], screens: list[Screen], dibuat: Date, contoh: bool) -> bytes:
    """The same as the screens, in prose per aksi; `screens` are those of the pack, opening first."""
    paper = Paper(About(judul, whole_name(view), dibuat, contoh, view.supresi is None), _("Naskah untuk disunting."))
    found = {screen.kode: screen for screen in screens}
    paper.text(found["pembuka"].temuan)
    for one in shown:
        _write(paper, one)
    paper.heading(_("Ikhtisar"))
    paper.text(found["ikhtisar"].temuan)
    _write_overview(paper, shown)
    for point in found["ikhtisar"].angka:
        paper.text(f"{point.nilai} ({point.catatan})", f"{point.nama}:")
    paper.heading(_("Yang masih kurang sebelum penilaian"))
    paper.text(found["kurang"].temuan)
    paper.bullets(found["kurang"].butir)
    paper.heading(_("Sumber"))
    rows = pd.concat([one.rows.reindex(columns=META) for one in shown], ignore_index=True)
    paper.bullets(sources(rows) or [_("tidak ada data untuk wilayah dan tahun ini")])
    paper.text(
        _("Bobot, nilai huruf, dan kelas resmi tidak ditemukan; setiap huruf atau skor di aplikasi adalah simulasi."),
        _("Penilaian."),
        quiet=True,
    )
    paper.text(_("Angka hasil tiap aksi dipilih aplikasi."), _("Hasil."), quiet=True)
    paper.text(method_text(), _("Cara menghitung."), quiet=True)
    paper.text(small_number_text(view), _("Angka kecil."), quiet=True)
    return paper.file()


def _write(paper: Paper, one: Shown) -> None:
    row = one.row
    name = _("Aksi {aksi}, {nama}").format(aksi=row["aksi"], nama=_(row["nama"]))
    paper.heading(name)
    paper.text(marked(one.temuan, one.bukti))
    if row["huruf"]:
        paper.text(f"{row['huruf']} ({_('bukan dihitung aplikasi')})", _("Huruf tercatat") + ":")
    paper.heading(_("Bukti"), 2)
    if one.bukti.empty:
        paper.text(_("Belum ada catatan bukti: unggah daftar dokumennya."))
    else:
        rows = [
            (
                item.bukti,
                _("ada") if item.tersedia else _("belum ada"),
                *(
                    day(pd.Timestamp(value) if value else pd.NaT)
                    for value in (item.tanggal_rencana, item.tanggal_selesai)
                ),
                number(item.terlambat_hari),
            )
            for item in one.bukti.itertuples()
        ]
        heads = (_("Dokumen"), _("Tersedia"), _("Rencana"), _("Selesai"), _("Hari terlambat"))
        paper.table(heads, rows, (2.6, 1, 1.3, 1.3, 1), name)
    paper.heading(_("Hasil"), 2)
    paper.bullets(one.hasil)
    paper.heading(_("Perubahan"), 2)
    paper.text(one.perubahan)
    paper.heading(_("Tindak lanjut"), 2)
    paper.bullets(one.tindak_lanjut or (_("Tidak ada langkah menurut aturan aplikasi."),))


def _write_overview(paper: Paper, shown: list[Shown]) -> None:
    found = overview(shown)
    rows = [(*row[:4], number(row[4]), row[5]) for row in found.itertuples(index=False)]
    heads = (_("Aksi"), _("Nama"), _("Bukti"), _("Selesai"), _("Hari terlambat"), _("Huruf"))
    paper.table(heads, rows, (0.6, 2.8, 0.8, 1.4, 1.1, 0.8), _("Ikhtisar"))


def checklist(view: View, shown: list[Shown]) -> pd.DataFrame:
    """Every document of every aksi, and a row that says so for an aksi without any: `kerangka, aksi, nama`, EVIDENCE, META."""
    parts = []
    for one in shown:
        rows = one.bukti
        if rows.empty:
            rows = rows.reindex([0]).assign(bukti=_("belum ada catatan bukti"))
        about = {"kerangka": one.row["kerangka"], "aksi": one.row["aksi"], "nama": _(one.row["nama"])}
        parts.append(rows.drop(columns="aksi").assign(**about))
    found = pd.concat(parts, ignore_index=True)
    first = ["kerangka", "aksi", "nama"]
    return found[[*first, *(name for name in found if name not in first)]]


def evidence_xlsx(view: View, judul: str, shown: list[Shown], dibuat: Date, contoh: bool) -> bytes:
    """The checklist and the overview as a workbook with a sheet that says where they come from."""
    rows = checklist(view, shown)
    caption = Caption(
        judul,
        _("Dokumen bukti tiap aksi, {kota}, {tahun}").format(kota=view.wilayah, tahun=view.tahun),
        source_line(rows) or _("tidak ada data untuk wilayah dan tahun ini"),
        _("Hari terlambat dihitung dari tanggal rencana ke tanggal selesai dokumen."),
        contoh=contoh,
    )
    return to_workbook({_("Bukti"): rows, _("Ikhtisar"): overview(shown)}, caption, dibuat)
