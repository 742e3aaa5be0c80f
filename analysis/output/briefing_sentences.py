"""What a briefing says, in words, from the same numbers as the working pages.

Trap: these sentences are read aloud. A sentence that stands on synthetic rows carries the mark of sample data in its own
text wherever it shares a screen with published ones, because a badge in the corner is not heard.
"""

from __future__ import annotations

import pandas as pd

from analysis.language import MISSING, _, date, join_names, number, percent
from analysis.output.captions import has_sample, sample_mark

NAMED = 4


def marked(sentence: str, rows: pd.DataFrame) -> str:
    """The sentence, with the mark of sample data when any of its rows is synthetic."""
    return f"{sentence} ({sample_mark()})" if sentence and has_sample(rows) else sentence


def rupiah(value: float | None) -> str:
    """ "Rp 3,2 miliar": an amount as people say it."""
    if value is None or value != value:
        return MISSING
    for size, word in ((1e12, _("triliun")), (1e9, _("miliar")), (1e6, _("juta"))):
        if abs(value) >= size:
            return f"Rp {number(value / size, 1)} {word}"
    return f"Rp {number(value)}"


def say_interval(row: pd.Series) -> str:
    """ "selang 95 % 12,1–14,3" of a share; "" without an interval."""
    if pd.isna(row.get("bawah")) or pd.isna(row.get("atas")):
        return ""
    return _("selang 95 % {bawah}–{atas}").format(bawah=number(row["bawah"], 1), atas=number(row["atas"], 1))


def plan_figures(found: dict) -> tuple[tuple[str, str, str], ...]:
    """Budget and targets of `plans.plan_summary` as large numbers: name, number, what it says more."""
    budget = _("Anggaran"), rupiah(found["anggaran_rp"])
    reached = _("Target tercapai"), f"{number(found['n_tercapai'])}/{number(found['n_bertarget'])}"
    return (
        (*budget, _("terserap {persen}").format(persen=percent(found["serapan_pct"]))),
        (*reached, _("kegiatan; {tanpa} tanpa target").format(tanpa=number(found["n_tanpa_target"]))),
    )


def say_plans(summary: dict, lokus: pd.DataFrame, wilayah: str, tahun: int) -> str:
    """How many lokus have an activity of their own: `plans.plan_summary` and `plans.lokus_plans` of one area and year."""
    count = number(summary["n_kegiatan"])
    if not summary["n_kegiatan"]:
        return _("{wilayah} {tahun}: belum ada rencana kegiatan yang tercatat.").format(wilayah=wilayah, tahun=tahun)
    if lokus.empty:
        return _("{wilayah} {tahun}: {kegiatan} kegiatan; nama lokus tahun itu tidak dipublikasikan.").format(
            wilayah=wilayah, tahun=tahun, kegiatan=count
        )
    without = int((lokus["n_kegiatan"] == 0).sum())
    if not without:
        return _("{wilayah} {tahun}: {kegiatan} kegiatan; semua {lokus} lokus punya kegiatan sendiri.").format(
            wilayah=wilayah, tahun=tahun, kegiatan=count, lokus=number(len(lokus))
        )
    return _("{wilayah} {tahun}: {kegiatan} kegiatan; {tanpa} dari {lokus} lokus belum punya kegiatan sendiri.").format(
        wilayah=wilayah, tahun=tahun, kegiatan=count, tanpa=number(without), lokus=number(len(lokus))
    )


def say_commitments(counts: dict[str, int]) -> str:
    """How the promises stand: `plans.commitment_counts`."""
    return _("{selesai} dari {semua} komitmen selesai; {lewat} lewat tenggat").format(
        selesai=number(counts["selesai"]), semua=number(counts["semua"]), lewat=number(counts["lewat_tenggat"])
    )


def say_reviewed(wilayah: str, tahun: int, kerangka: str) -> str:
    """In which frame a kota is reviewed; `kerangka` in words."""
    return _("{kota} {tahun} dinilai dengan kerangka {kerangka}.").format(kota=wilayah, tahun=tahun, kerangka=kerangka)


def say_krs_shares(frame: pd.DataFrame, area: pd.Series) -> str:
    """How many kelurahan are surely above the share of the whole, and the highest one; "" when nothing is known.

    frame, area: `proporsi_krs` per kelurahan and of the whole (`nilai, bawah`).
    """
    known = frame.dropna(subset=["nilai"])
    if known.empty or pd.isna(area["nilai"]):
        return ""
    above = int((known["bawah"] > area["nilai"]).sum())
    top = known.sort_values("nilai", ascending=False).iloc[0]
    return _(
        "{nilai} keluarga sasaran berisiko stunting; {jumlah} kelurahan jelas di atasnya, tertinggi {nama} ({tertinggi})."
    ).format(nilai=percent(area["nilai"]), jumlah=number(above), nama=top["nama"], tertinggi=percent(top["nilai"]))


def say_decisions(count: int, wilayah: str, tahun: int) -> str:
    """The head of the list of decisions."""
    return _("{jumlah} hal perlu diputuskan untuk {wilayah} {tahun}, paling mendesak dahulu.").format(
        jumlah=number(count), wilayah=wilayah, tahun=tahun
    )


def say_unknowns(count: int, wilayah: str, tahun: int) -> str:
    """The head of the list of what is not known."""
    return _("{jumlah} hal belum diketahui tentang {wilayah} {tahun}, dan ada yang dapat mengisinya.").format(
        jumlah=number(count), wilayah=wilayah, tahun=tahun
    )


def say_gap(what: str, filler: str) -> str:
    """One thing that is not known, and the document or person that would fill it."""
    return f"{what} {_('Yang mengisinya')}: {filler}"


def decide_lists(names: list[str], tahun: int) -> str:
    """Official lists disagree about these kelurahan."""
    return _("Pastikan satu daftar lokus {tahun}: sumber resmi berbeda tentang {nama}.").format(
        tahun=tahun, nama=join_names(names)
    )


def decide_rule(persen: float) -> str:
    """Rule 1.1 is below the best letter."""
    return _(
        "Tinjau pilihan lokus: hanya {persen} lokus yang kasus atau prevalensinya di atas median kota (aturan 1.1, simulasi)."
    ).format(persen=percent(persen, 0))


def decide_unserved(names: list[str]) -> str:
    """Lokus without an activity of their own."""
    return _("Tetapkan kegiatan untuk {jumlah} lokus yang belum punya kegiatan sendiri: {nama}.").format(
        jumlah=number(len(names)), nama=_some(names)
    )


def name_unserved(names: list[str]) -> str:
    """Lokus without an activity of their own, by name."""
    return _("Lokus tanpa kegiatan sendiri: {nama}.").format(nama=_some(names))


def decide_overdue(found: pd.DataFrame) -> str:
    """Promises past their due date: rows of `plans.commitments` that are overdue, the longest first."""
    worst = found.iloc[0]
    return _(
        "Tagih {jumlah} komitmen yang lewat tenggat; terlama {hari} hari: {komitmen} ({penanggung_jawab})."
    ).format(
        jumlah=number(len(found)),
        hari=number(worst["terlambat_hari"]),
        komitmen=_(worst["komitmen"]),
        penanggung_jawab=worst["penanggung_jawab"] or MISSING,
    )


def decide_step(kode: str, steps: pd.DataFrame) -> str:
    """One sentence for all rows of `review.next_steps` of one code; "" for a code that another sentence says."""
    aksi, count = _some(steps["aksi"].tolist()), number(len(steps))
    if kode == "bukti_kurang":
        return _("Lengkapi {dokumen} dokumen bukti yang belum tersedia, di {jumlah} aksi ({aksi}).").format(
            dokumen=number(steps["nilai"].astype(float).sum()), jumlah=count, aksi=aksi
        )
    if kode == "terlambat":
        worst = steps.loc[steps["nilai"].astype(float).idxmax()]
        return _(
            "Catat sebab dan tindak lanjut {jumlah} aksi yang terlambat lebih dari 30 hari; terlama aksi {aksi}, {hari} hari."
        ).format(jumlah=count, aksi=worst["aksi"], hari=number(worst["nilai"]))
    text = {
        "huruf_c_atau_d": _("Siapkan perbaikan {jumlah} aksi berhuruf C atau D sebelum penilaian berikutnya ({aksi})."),
        "tanpa_catatan_bukti": _("Unggah daftar bukti {jumlah} aksi yang belum punya catatan ({aksi})."),
        "tanpa_tanggal": _("Catat tanggal pelaksanaan {jumlah} aksi ({aksi})."),
    }.get(kode, "")
    return text.format(jumlah=count, aksi=aksi)


def _some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - NAMED
    if rest <= 0:
        return join_names(names)
    return ", ".join(names[:NAMED]) + " " + _("dan {jumlah} lainnya").format(jumlah=number(rest))


def say_today(hari_ini: str) -> str:
    """The day on which lateness was counted."""
    return _("per {tanggal}").format(tanggal=date(hari_ini))
