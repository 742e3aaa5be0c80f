"""Data quality in words: the score with its parts, what reconciles and what does not, each finding as a to-do.

Traps: a finding asks somebody to look, it does not call a figure wrong; and survey and routine prevalence are told
apart in the same sentence that names both.
"""

from __future__ import annotations

import re

import pandas as pd

from analysis.language import _, join_names, number, percent
from analysis.output.codes import dimension_names
from analysis.output.columns import column_names

Names = dict[str, str]
SHOWN_AREAS = 3


def judged_tables() -> dict[str, str]:
    """The tables that are judged, as part of a sentence."""
    return {"balita": _("balita"), "krs": _("keluarga berisiko"), "cakupan": _("cakupan layanan")}


def source_names(sumber_data: pd.DataFrame) -> Names:
    """{code: short name} of the systems ("e-PPGBM/SIGIZI" -> "e-PPGBM"), and of what stands beside them."""
    beside = {"contoh": _("Data contoh"), "coba": _("Berkas yang dicoba"), "": _("semua sumber")}
    systems = zip(sumber_data["sumber_data"], sumber_data["nama"], strict=True)
    return {code: re.split(r" ?[/(]", _(name))[0] for code, name in systems} | beside


def say_areas(codes, names: Names) -> str:
    """The first few areas by name, the others as a number."""
    shown = [names.get(code, code) for code in list(codes)[:SHOWN_AREAS]]
    rest = len(codes) - len(shown)
    return join_names([*shown, _("{jumlah} lainnya").format(jumlah=number(rest))] if rest > 0 else shown)


def _item_texts() -> dict[str, str]:
    return {
        "identitas": _("{n} baris {tabel} {tahun} dari {sumber} melanggar hubungan hitungan: {wilayah}."),
        "belum_lapor_lokus": _("{w} kelurahan lokus belum punya data {tabel} {tahun}: {wilayah}."),
        "total_terbit": _(
            "Jumlah KRS {tahun} semua kelurahan {wilayah} menurut {sumber} {nilai}, yang terbit {pembanding}."
        ),
        "belum_lapor": _("{w} kelurahan di luar daftar lokus belum punya data {tabel} {tahun}: {wilayah}."),
        "lonjakan": _("{n} angka {tabel} dari {sumber} melonjak dari {lalu} ke {tahun}: {wilayah}."),
        "lonjakan_sasaran": _("{n} jumlah sasaran {tabel} dari {sumber} melonjak dari {lalu} ke {tahun}: {wilayah}."),
        "krs_ekstrem": _("{n} kelurahan mencatat KRS nol atau seratus persen ({sumber}, {tahun}): {wilayah}."),
        "nol": _("{n} kelurahan mencatat nol stunting di antara banyak balita ({sumber}, {tahun}): {wilayah}."),
        "penuh": _("{n} angka {tabel} {tahun} dari {sumber} tepat seratus persen di semua kelurahan: {wilayah}."),
        "luar_kendali": _("{n} angka {tabel} {tahun} dari {sumber} di luar batas kendali 99,8 %: {wilayah}."),
        "kembar": _("{n} laporan {tabel} {tahun} dari {sumber} sama persis dengan kelurahan lain: {wilayah}."),
        "salinan_tahun": _("{n} laporan {tabel} {tahun} dari {sumber} sama persis dengan {lalu}: {wilayah}."),
        "salinan_sumber": _(
            "{n} laporan {tabel} {tahun} dari {sumber} sama persis dengan sumber lain, jadi bukan bukti kedua: {wilayah}."
        ),
        "sel_kosong": _("{n} laporan {tabel} {tahun} dari {sumber} punya sel kosong: {wilayah}."),
        "terlambat": _("{n} baris {tabel} {tahun} dari {sumber} tercatat lewat tenggat: {wilayah}."),
        "kelipatan_lima": _(
            "{nilai} % angka {tabel} {tahun} dari {sumber} di {wilayah} berakhiran 0 atau 5; wajarnya sekitar 20 %."
        ),
    }


def say_item(item: pd.Series, names: Names, sources: Names) -> str:
    """One row of `to_fix.items`: what, where, which year and source."""
    text = _item_texts()[item["aturan"]].format(
        n=number(item["n_baris"]),
        w=number(len(item["wilayah"])),
        tabel=judged_tables()[item["tabel"]],
        tahun=item["tahun"],
        lalu=item["tahun"] - 1,
        sumber=sources.get(item["sumber_data"], item["sumber_data"]),
        wilayah=say_areas(item["wilayah"], names),
        nilai=number(item["nilai"]),
        pembanding=number(item["pembanding"]),
    )
    if pd.isna(item["jumlah"]) or item["aturan"] in ("total_terbit", "kelipatan_lima"):
        return text
    people = {
        "balita": _("Menyangkut sedikitnya {jumlah} balita."),
        "krs": _("Menyangkut sedikitnya {jumlah} keluarga."),
        "cakupan": _("Menyangkut sedikitnya {jumlah} sasaran."),
    }
    return text + " " + people[item["tabel"]].format(jumlah=number(item["jumlah"]))


def _row_texts() -> dict[str, str]:
    return {
        "identitas": _("Periksa hitungan: {rinci} tidak terpenuhi atau barisnya ditahan."),
        "belum_lapor_lokus": _("Kirim data; kelurahan ini lokus."),
        "total_terbit": _("Cocokkan jumlah kelurahan {nilai} dengan total terbit {pembanding}."),
        "belum_lapor": _("Kirim data."),
        "lonjakan": _("Periksa: {nilai} %, tahun lalu {pembanding} %."),
        "lonjakan_sasaran": _("Periksa sasaran: {nilai}, tahun lalu {pembanding}."),
        "krs_ekstrem": _("Periksa: KRS {nilai} % dari keluarga sasaran."),
        "nol": _("Periksa: tidak ada balita stunting dari {jumlah} yang diukur."),
        "penuh": _("Periksa: {nilai} %, sama dengan semua kelurahan lain."),
        "luar_kendali": _("Periksa: {nilai} %, kota {pembanding} %."),
        "kembar": _("Periksa: {nilai} angka sama persis dengan kelurahan lain."),
        "salinan_tahun": _("Periksa: {nilai} angka sama persis dengan tahun lalu."),
        "salinan_sumber": _("Periksa: {nilai} angka sama persis dengan {sumber_lain}."),
        "sel_kosong": _("Lengkapi {nilai} dari {pembanding} sel."),
        "terlambat": _("Tercatat {rinci}, sesudah tenggat."),
        "kelipatan_lima": _("Periksa pembulatan: {nilai} % angka berakhiran 0 atau 5."),
    }


_PERCENT = frozenset(["lonjakan", "krs_ekstrem", "penuh", "luar_kendali", "kelipatan_lima"])


def _relation(text: str) -> str:
    """ "diukur ≤ balita_sasaran" with the headings of the columns; a date stays as it is."""
    names = column_names()
    return " ".join(names.get(word, word) for word in text.split())


def say_row(row, sources: Names) -> str:
    """One row of `to_fix.with_owner` as a task; table, area, year and source stand in columns beside it."""
    digits = int(row.aturan in _PERCENT)
    return _row_texts()[row.aturan].format(
        rinci=_relation(row.rinci) or _("hubungan antarsel"),
        nilai=number(row.nilai, digits),
        pembanding=number(row.pembanding, digits),
        jumlah=number(row.jumlah),
        sumber_lain=sources.get(row.rinci, row.rinci),
    )


def say_quality(total: pd.Series | None, n_fix: int, wilayah: str, tahun: int, contoh: bool) -> str:
    """The finding: the mean score and its weakest dimension; or that there is nothing to judge."""
    if total is None or pd.isna(total["skor"]):
        return _("Belum ada data {wilayah} {tahun} yang dapat dinilai mutunya.").format(wilayah=wilayah, tahun=tahun)
    names = dimension_names()
    judged = {code: total[code] for code in names if pd.notna(total[code])}
    weakest = min(judged, key=judged.get)
    if round(judged[weakest], 1) == 100:
        end = _("tidak ada yang lemah di antara {n} dimensi yang dinilai").format(n=number(len(judged)))
    else:
        end = _("terlemah: {dimensi} {nilai}").format(dimensi=names[weakest].lower(), nilai=percent(judged[weakest]))
    text = _("Skor mutu data {wilayah} {tahun} {skor} dari 100; {akhir}.")
    if contoh:
        text = _("Skor mutu data contoh {wilayah} {tahun} {skor} dari 100; {akhir}.")
    found = text.format(wilayah=wilayah, tahun=tahun, skor=number(total["skor"], 1), akhir=end)
    return found + " " + _("{n} hal perlu dibenahi.").format(n=number(n_fix)) if n_fix else found


def say_routine_and_survey(found: pd.DataFrame, wilayah: str, sources: Names) -> list[str]:
    """Survey and routine side by side, and what their difference can and cannot mean."""
    survey = found[(found["ukuran"] == "survei").to_numpy()]
    routine = found[(found["ukuran"] != "survei").to_numpy()]
    said = []
    for row in survey.itertuples():
        said.append(
            _("Survei {periode}: {nilai} balita {wilayah} stunting, perkiraan untuk semua balita.").format(
                periode=row.periode, nilai=percent(row.nilai), wilayah=wilayah
            )
        )
    for row in routine.itertuples():
        said.append(_say_routine(row, sources))
    if len(survey) and len(routine):
        said.append(
            _(
                "Selisihnya dapat berarti balita yang tidak datang ditimbang berbeda dari yang datang, alat dan cara ukur "
                "berbeda, atau tahunnya berbeda; selisih itu tidak menunjukkan mana yang benar dan tidak dipakai "
                "untuk mengoreksi."
            )
        )
    return said


def _say_routine(row, sources: Names) -> str:
    if row.ukuran == "rutin":
        text = _("{sumber} {tahun}: {nilai} dari {n} balita yang diukur").format(
            sumber=sources.get(row.sumber_data, row.sumber_data),
            tahun=row.tahun,
            nilai=percent(row.nilai, 2),
            n=number(row.penyebut),
        )
        if pd.notna(row.cakupan_ds):
            text += _(" ({ds} dari balita sasaran)").format(ds=percent(row.cakupan_ds, 0))
    else:
        text = _("Hitungan rutin yang terbit, {periode}: {nilai}").format(
            periode=_(row.periode), nilai=percent(row.nilai, 2)
        )
    if pd.notna(row.rasio):
        text += _("; survei {rasio} kali lipat").format(rasio=number(row.rasio, 1))
    return text + "."


def say_families(found: pd.DataFrame, wilayah: str, sources: Names) -> list[str]:
    """KRS as a share of families, and the sum of the kelurahan beside the published total."""
    said = []
    for row in found.itertuples():
        if row.sumber_data == "":
            said.append(
                _(
                    "Yang terbit: {terbit} keluarga berisiko di {wilayah} ({periode}); belum ada rekap per kelurahan."
                ).format(terbit=number(row.terbit), wilayah=wilayah, periode=_(row.periode))
            )
            continue
        text = _(
            "{sumber}: {krs} keluarga berisiko, {bagian} dari keluarga sasaran, {n} dari {semua} kelurahan"
        ).format(
            sumber=sources.get(row.sumber_data, row.sumber_data),
            krs=number(row.total_krs),
            bagian=percent(row.proporsi_krs),
            n=number(row.n_wilayah),
            semua=number(row.n_wilayah_total),
        )
        said.append(text + _say_published(row) + ".")
    return said


def _say_published(row) -> str:
    if pd.isna(row.terbit):
        return _("; total yang terbit untuk tahun ini belum ditemukan")
    if pd.isna(row.selisih):
        return _("; total yang terbit {terbit} belum dapat dicocokkan karena belum semua kelurahan melapor").format(
            terbit=number(row.terbit)
        )
    if row.selisih == 0 and row.sumber_data == "contoh":
        return _("; data contoh disusun mengikuti total yang terbit {terbit}").format(terbit=number(row.terbit))
    if row.selisih == 0:
        return _("; sama dengan total yang terbit {terbit}").format(terbit=number(row.terbit))
    text = _("; {selisih} lebih banyak dari total yang terbit {terbit} ({pct})")
    if row.selisih < 0:
        text = _("; {selisih} lebih sedikit dari total yang terbit {terbit} ({pct})")
    return text.format(selisih=number(abs(row.selisih)), terbit=number(row.terbit), pct=percent(abs(row.selisih_pct)))


def say_side_by_side(row, sources: Names) -> str:
    """One total beside that of the source used first, over the kelurahan that both reported."""
    own, first = sources.get(row.sumber_data, row.sumber_data), sources.get(row.acuan, row.acuan)
    if not row.n_bersama:
        return _("{sumber} dan {acuan} tidak melaporkan kelurahan yang sama.").format(sumber=own, acuan=first)
    if row.selisih == 0:
        return _("{sumber} sama dengan {acuan} di {n} kelurahan.").format(
            sumber=own, acuan=first, n=number(row.n_bersama)
        )
    text = _("{sumber} {selisih} lebih banyak dari {acuan} di {n} kelurahan yang sama.")
    if row.selisih < 0:
        text = _("{sumber} {selisih} lebih sedikit dari {acuan} di {n} kelurahan yang sama.")
    return text.format(sumber=own, acuan=first, selisih=number(abs(row.selisih)), n=number(row.n_bersama))
