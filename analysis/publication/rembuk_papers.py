"""The two papers of a rembuk that people go on writing in: the agenda before it, the minutes (berita acara) after it.

The trap: minutes are a legal record. The app writes what the tables hold (regulations with number and date, recorded
commitments, what the data say with their sources) and leaves every decision, place, date and signature as a blank; it
signs for offices, never for persons.
"""

from __future__ import annotations

from datetime import date as Date

import pandas as pd

from analysis.convergence.measures import META
from analysis.convergence.plans import regulations
from analysis.figures.view import View
from analysis.language import _, date, published
from analysis.output.captions import has_sample, sample_mark, sources
from analysis.output.codes import value_names
from analysis.publication.rembuk_facts import Item, promised
from analysis.publication.report_words import method_text, small_number_text
from analysis.publication.word import About, Paper

_NEW_ROWS = 8


def whole_name(view: View) -> str:
    """The kota by its full name: one of the six is a kabupaten."""
    areas = view.tables["kelurahan"]
    return areas.loc[(areas["kode_kota"] == view.kota).to_numpy(dtype=bool), "nama_kota"].iloc[0]


def agenda_docx(view: View, items: list[Item], proposed: pd.DataFrame, dibuat: Date) -> bytes:
    """The agenda: a proposed order, each item with what it is about, blanks for times, places and offices."""
    contoh = any(has_sample(item.rows) for item in items) or has_sample(proposed)
    judul = _("Agenda rembuk stunting {kota} {tahun}").format(kota=view.wilayah, tahun=view.tahun)
    paper = Paper(
        About(judul, whole_name(view), dibuat, contoh, view.supresi is None),
        _("Usulan susunan dari aplikasi, ubah sesuai kebutuhan. Tempat, waktu, dan pembawa acara diisi penyelenggara."),
    )
    paper.heading(_("Waktu dan tempat"))
    paper.blanks([(_("Hari, tanggal"), ""), (_("Waktu"), ""), (_("Tempat"), ""), (_("Pimpinan rembuk (jabatan)"), "")])
    paper.heading(_("Susunan acara"))
    rows = [(number, "", name, "") for number, name in enumerate(_order(items, proposed), start=1)]
    heads = (_("No."), _("Waktu"), _("Acara"), _("Pembawa (jabatan)"))
    paper.table(heads, rows, (0.5, 1.1, 3.1, 1.8), _("Susunan acara"))
    paper.heading(_("Yang dibahas"))
    for item in items:
        paper.heading(item.judul, 2)
        paper.bullets(item.kalimat)
    paper.heading(_("Usulan komitmen"), 2)
    paper.text(_said_of_proposals(proposed))
    _sources(paper, view, pd.concat([item.rows for item in items]))
    return paper.file()


def _order(items: list[Item], proposed: pd.DataFrame) -> list[str]:
    """The items in their proposed order."""
    return [
        _("Pembukaan"),
        *(item.judul for item in items),
        _("Pembahasan usulan komitmen ({jumlah} usulan)").format(jumlah=len(proposed)),
        _("Penetapan komitmen dan penandatanganan berita acara"),
        _("Penutup"),
    ]


def _said_of_proposals(proposed: pd.DataFrame) -> str:
    if proposed.empty:
        return _("Data yang ada belum memberi usulan; formulir komitmen disediakan kosong.")
    count = proposed["dasar"].value_counts()
    parts = {
        "lokus": _("{jumlah} dari sasaran layanan yang terlewat"),
        "lewat_tenggat": _("{jumlah} dari komitmen yang lewat tenggat"),
        "reviu": _("{jumlah} dari langkah reviu"),
    }
    said = [text.format(jumlah=int(count[kode])) for kode, text in parts.items() if kode in count]
    text = _("{jumlah} usulan di formulir komitmen: {rincian}. Belum ada yang menyepakatinya.")
    return text.format(jumlah=len(proposed), rincian="; ".join(said))


def minutes_docx(view: View, items: list[Item], dibuat: Date, hari_ini: str) -> bytes:
    """The minutes: grounds, what was presented, recorded commitments with rows to add, blanks to sign by office."""
    agreed = promised(view, view.tahun, hari_ini)
    contoh = any(has_sample(item.rows) for item in items) or has_sample(agreed)
    judul = _("Berita acara rembuk stunting {kota} {tahun}").format(kota=view.wilayah, tahun=view.tahun)
    paper = Paper(
        About(judul, whole_name(view), dibuat, contoh, view.supresi is None),
        _("Naskah untuk disunting; belum sah sebelum disepakati dan ditandatangani."),
    )
    paper.blanks([(_("Nomor"), ""), (_("Hari, tanggal"), ""), (_("Tempat"), ""), (_("Peserta (unsur dan jumlah)"), "")])
    paper.text(
        _("Telah dilaksanakan rembuk stunting {kota} tahun {tahun} pada waktu dan tempat di atas.").format(
            kota=whole_name(view), tahun=view.tahun
        )
    )
    paper.heading(_("Dasar"))
    grounds = _grounds(paper, view)
    paper.heading(_("Yang disampaikan"))
    for item in items:
        paper.heading(item.judul, 2)
        paper.bullets(item.kalimat)
    paper.heading(_("Komitmen yang disepakati"))
    _agreed(paper, view, agreed)
    paper.heading(_("Tanda tangan"))
    _signatures(paper)
    rows = [*(item.rows for item in items), agreed.reindex(columns=META), grounds.reindex(columns=META)]
    _sources(paper, view, pd.concat([frame for frame in rows if len(frame)] or [agreed.reindex(columns=META)]))
    return paper.file()


def _grounds(paper: Paper, view: View) -> pd.DataFrame:
    """The regulations in the tables up to the year, latest first; what the rembuk rests on is for people to choose."""
    found = regulations(view.tables, view.kota)
    found = found[(found["tanggal"].str[:4] <= str(view.tahun)).to_numpy(dtype=bool)]
    if found.empty:
        paper.text(_("Belum ada regulasi di tabel; tambahkan di halaman Rencana dan komitmen."))
        return found
    paper.text(_("Regulasi yang tercatat di aplikasi sampai tahun ini; hapus yang tidak dipakai."), quiet=True)
    rows = [
        (row.nomor, published(row.tanggal) if row.tanggal else _("tanggal tidak diketahui"), _(row.tentang))
        for row in found.itertuples()
    ]
    paper.table((_("Nomor"), _("Tanggal"), _("Tentang")), rows, (1.6, 1.1, 2.8), _("Dasar"))
    return found


def _agreed(paper: Paper, view: View, agreed: pd.DataFrame) -> None:
    if agreed.empty:
        paper.text(_("Belum ada komitmen {tahun} yang dicatat; isi baris di bawah.").format(tahun=view.tahun))
    words = value_names()["status_waktu"]
    rows = []
    for number, row in enumerate(agreed.itertuples(), start=1):
        state = words.get(row.status_waktu, row.status_waktu)
        mark = f" ({sample_mark()})" if row.jenis_data == "contoh" else ""
        due = date(row.tenggat) if row.tenggat else ""
        rows.append((number, _(row.komitmen) + mark, row.penanggung_jawab, due, state))
    start = len(rows) + 1
    rows += [(number, "", "", "", "") for number in range(start, start + _NEW_ROWS)]
    heads = (_("No."), _("Komitmen"), _("Penanggung jawab"), _("Tenggat"), _("Keadaan"))
    paper.table(heads, rows, (0.5, 3, 1.7, 1.2, 1.1), _("Komitmen yang disepakati"))


def _signatures(paper: Paper) -> None:
    """Blanks by office: who holds an office when the paper is signed is not the app's to say."""
    paper.text(_("Tulis jabatan lengkap; tambah atau hapus baris sesuai peserta."), quiet=True)
    offices = (
        _("Pimpinan rembuk"),
        _("Perangkat daerah bidang perencanaan"),
        _("Perangkat daerah bidang kesehatan"),
        _("Perangkat daerah bidang pengendalian penduduk"),
        _("Wakil kecamatan"),
        _("Wakil kelurahan"),
    )
    rows = [(office, "", "") for office in offices]
    paper.table(
        (_("Unsur"), _("Jabatan"), _("Tanda tangan dan nama terang")), rows, (1.6, 1.6, 2), _("Tanda tangan"), 13
    )


def _sources(paper: Paper, view: View, rows: pd.DataFrame) -> None:
    paper.heading(_("Sumber"))
    paper.bullets(sources(rows) or [_("tidak ada data untuk wilayah dan tahun ini")])
    paper.text(method_text(), _("Cara menghitung."), quiet=True)
    paper.text(small_number_text(view), _("Angka kecil."), quiet=True)
