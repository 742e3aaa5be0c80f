"""Findings in words, made from the same numbers as the charts beside them.

Trap: a change that rounding hides is "hampir tidak berubah", a survey change below the noise limit says
so in the same sentence, and what is not known is a sentence of its own with what would fill it. No
sentence is written by hand on a page, so none can go stale.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.language import _, date, join_names, number, percent

Names = dict[str, str]


def point_gap(value: float) -> str:
    """An unsigned difference between two percentages: 3.1 -> "3,1 poin"."""
    return _("{nilai} poin").format(nilai=number(abs(value), 1))


def _survey(value: dict, names: Names) -> str:
    return _("Prevalensi stunting {wilayah} {nilai} menurut {periode}.").format(
        wilayah=names[value["kode_wilayah"]], nilai=percent(value["nilai"]), periode=value["periode"]
    )


def _other_survey(value: dict, names: Names) -> str:
    return _("Sumber lain menyebut {nilai} untuk {periode}; keduanya disimpan.").format(
        nilai=percent(value["nilai"]), periode=value["periode"]
    )


def _target(value: dict, names: Names) -> str:
    gap = round(value["selisih"], 1)
    if gap > 0:
        text = _("{periode} berada {selisih} di atas target nasional {target} untuk {tahun}.")
    elif gap < 0:
        text = _("{periode} berada {selisih} di bawah target nasional {target} untuk {tahun}.")
    else:
        text = _("{periode} tepat pada target nasional {target} untuk {tahun}.")
    return text.format(
        periode=value["periode"], selisih=point_gap(gap), target=percent(value["nilai"]), tahun=value["tahun"]
    )


def _lokus(value: dict, names: Names) -> str:
    if not value["beda"]:
        return _("{jumlah} kelurahan menjadi lokus tahun {tahun}.").format(
            jumlah=number(len(value["kode"])), tahun=value["tahun"]
        )
    return _(
        "{jumlah} kelurahan ada di semua daftar lokus {tahun}; sumber resmi berbeda tentang {beda}, "
        "dan kedua versi ditampilkan."
    ).format(
        jumlah=number(len(value["kode"])), tahun=value["tahun"], beda=join_names([names[c] for c in value["beda"]])
    )


def _lokus_count(value: dict, names: Names) -> str:
    return _("{jumlah} kelurahan menjadi lokus tahun {tahun}; nama-namanya tidak ditemukan.").format(
        jumlah=number(value["jumlah"]), tahun=value["tahun"]
    )


def _lokus_province(value: dict, names: Names) -> str:
    parts = [f"{names[code]} ({number(count)})" for code, count in sorted(value["kota"].items())]
    return _("Lokus {tahun} yang ada di semua daftar resmi kotanya: {kota}; daftar kota lain belum ditemukan.").format(
        tahun=value["tahun"], kota=join_names(parts)
    )


def _krs(value: dict, names: Names) -> str:
    return _("{nilai} keluarga berisiko stunting ({periode}).").format(
        nilai=number(value["nilai"]), periode=_(value["periode"])
    )


def _routine(value: dict, names: Names) -> str:
    figures = [number(value["nilai"]) + " " + _("balita stunting")] if pd.notna(value["nilai"]) else []
    if pd.notna(value["prevalensi"]):
        figures.append(percent(value["prevalensi"], 2 if round(value["prevalensi"], 1) != value["prevalensi"] else 1))
    return _("Pencatatan rutin: {angka} ({periode}); bukan ukuran yang sama dengan survei.").format(
        angka=", ".join(figures), periode=_(value["periode"])
    )


def _actions(value: dict, names: Names) -> str:
    return _(
        "{ada} dari {semua} aksi tahun {tahun} bertanggal publikasi; yang terakhir aksi {aksi} pada {tanggal}."
    ).format(
        ada=number(len(value["aksi"])),
        semua=number(value["n_aksi"]),
        tahun=value["tahun"],
        aksi=value["aksi_terakhir"],
        tanggal=date(value["tanggal"]),
    )


def _review(value: dict, names: Names) -> str:
    return _("Penilaian kinerja untuk tahun {tahun} berlangsung {tanggal}.").format(
        tahun=value["tahun"], tanggal=date(value["tanggal_mulai"])
    )


def _survey_moved(value: dict, names: Names) -> str:
    gap = round(value["selisih"], 1)
    if gap == 0:
        return _("Prevalensi survei hampir tidak berubah antara {sebelum} dan {tahun}.").format(
            sebelum=value["tahun_sebelum"], tahun=value["tahun"]
        )
    text = _("Prevalensi survei naik {selisih} dari {sebelum} ke {tahun}")
    if gap < 0:
        text = _("Prevalensi survei turun {selisih} dari {sebelum} ke {tahun}")
    noise = ""
    if value["mungkin_derau"]:
        noise = _("; perubahan di bawah {batas} poin mungkin hanya galat survei").format(
            batas=number(value["batas_derau"])
        )
    return text.format(selisih=point_gap(gap), sebelum=value["tahun_sebelum"], tahun=value["tahun"]) + noise + "."


def _lokus_moved(value: dict, names: Names) -> str:
    parts = [
        text.format(nama=join_names([names[code] for code in value[key]]))
        for key, text in (
            ("masuk", _("masuk: {nama}")),
            ("keluar", _("keluar: {nama}")),
            ("beda", _("berbeda antar sumber: {nama}")),
        )
        if value[key]
    ]
    if not parts:
        return _("Daftar lokus {tahun} sama dengan {sebelum}.").format(
            tahun=value["tahun"], sebelum=value["tahun_sebelum"]
        )
    return _("Lokus {tahun} dibanding {sebelum}: {rincian}; {tetap} bertahan.").format(
        tahun=value["tahun"],
        sebelum=value["tahun_sebelum"],
        rincian="; ".join(parts),
        tetap=number(len(value["bertahan"])),
    )


def _krs_moved(value: dict, names: Names) -> str:
    text = _("Keluarga berisiko turun {selisih} dari {sebelum} ke {tahun}.")
    if value["selisih"] > 0:
        text = _("Keluarga berisiko naik {selisih} dari {sebelum} ke {tahun}.")
    return text.format(selisih=number(abs(value["selisih"])), sebelum=value["tahun_sebelum"], tahun=value["tahun"])


def _frame_moved(value: dict, names: Names) -> str:
    return _(
        "Mulai {tahun} kerangka 8 aksi diganti 4 aksi utama dan 2 aksi pendukung; nilai kedua kerangka tidak dibandingkan."
    ).format(tahun=value["tahun"])


def _action_moved(value: dict, names: Names) -> str:
    what = _("Penilaian kinerja") if value["aksi"] == "PK" else _("Aksi {aksi}").format(aksi=value["aksi"])
    text = _("{aksi} pada {tanggal}, {hari} hari lebih lambat daripada tahun sebelumnya.")
    if value["hari"] < 0:
        text = _("{aksi} pada {tanggal}, {hari} hari lebih awal daripada tahun sebelumnya.")
    if value["hari"] == 0:
        text = _("{aksi} pada {tanggal}, sama dengan tahun sebelumnya.")
    return text.format(aksi=what, tanggal=date(value["tanggal"]), hari=number(abs(value["hari"])))


def _unknown(value: dict, names: Names) -> str:
    text = {
        "survei": _("Prevalensi survei {tahun} untuk wilayah ini belum dipublikasikan."),
        "target": _("Target nasional untuk {tahun} tidak ditemukan."),
        "lokus": _("Daftar lokus {tahun} tidak ditemukan."),
        "krs": _("Jumlah keluarga berisiko sampai {tahun} tidak ditemukan."),
        "hitung_rutin": _("Hitungan rutin balita stunting sampai {tahun} tidak ditemukan."),
        "aksi": _("Tanggal pelaksanaan aksi {tahun} tidak ditemukan."),
        "penilaian_kinerja": _("Tanggal penilaian kinerja untuk tahun {tahun} tidak ditemukan."),
    }[value["topik"]].format(tahun=value["tahun"])
    return text


def filled_by(value: dict) -> str:
    """What would fill an unknown fact, for its `nilai`."""
    return {
        "ssgi_kota": _("Rilis SSGI per kabupaten/kota dari Kementerian Kesehatan."),
        "rpjmn": _("Dokumen RPJMN atau RPJMD dengan target tahunan."),
        "sk_lokus": _("Keputusan Wali Kota tentang lokus; minta salinannya ke Suku Badan Perencanaan."),
        "siga_krs": _("Rekap KRS dari SIGA/Pendataan Keluarga; taruh di halaman Manajemen data, tabel KRS."),
        "eppgbm": _("Ekspor agregat e-PPGBM per kelurahan; taruh di halaman Manajemen data, tabel Balita."),
        "jadwal_aksi": _("Tanggal kegiatan tiap aksi dari portal Bangda atau berita resmi kota."),
        "hasil_pk": _("Pengumuman jadwal dan hasil penilaian kinerja oleh Pemerintah Provinsi."),
    }[value["pengisi"]]


_SAY: dict[str, Callable[[dict, Names], str]] = {
    "survei": _survey,
    "survei_versi_lain": _other_survey,
    "target": _target,
    "lokus": _lokus,
    "lokus_jumlah_saja": _lokus_count,
    "lokus_provinsi": _lokus_province,
    "krs": _krs,
    "hitung_rutin": _routine,
    "aksi": _actions,
    "penilaian_kinerja": _review,
    "survei_berubah": _survey_moved,
    "lokus_berubah": _lokus_moved,
    "krs_berubah": _krs_moved,
    "kerangka_berganti": _frame_moved,
    "aksi_bergeser": _action_moved,
    "tidak_diketahui": _unknown,
}


def say_fact(fact, names: Names) -> str:
    """One sentence for a fact of `convergence.facts` (its `kode` and `nilai`). names: area code -> name."""
    return _SAY[fact.kode](fact.nilai, names)


def say_measure(frame: pd.DataFrame, area: pd.Series, indikator: str, tahun: int, wilayah: str, unit: str) -> str:
    """Finding of a map and ranking: the area's own figure and where it is highest.

    frame: one row per kelurahan (`nama, nilai`); area: the total's row (`nilai`). "No data" is a sentence too.
    """
    known = frame.dropna(subset=["nilai"])
    if known.empty or pd.isna(area["nilai"]):
        return _("Belum ada data {indikator} {tahun} untuk {wilayah}.").format(
            indikator=lower_first(indikator), tahun=tahun, wilayah=wilayah
        )
    # Where there are three or fewer, "highest" would name them all.
    top = known.sort_values("nilai", ascending=False)["nama"].head(3 if len(known) > 3 else 1).tolist()
    figure = percent(area["nilai"]) if unit == "%" else f"{number(area['nilai'])} {_(unit)}"
    return _("{indikator} {wilayah} {nilai} pada {tahun}; tertinggi di {nama}.").format(
        indikator=indikator, wilayah=wilayah, nilai=figure, tahun=tahun, nama=join_names(top)
    )


def say_case_change(parts: pd.DataFrame, tahun: int) -> str:
    """Why the number of cases moved: `statistics.decompose_change` of a year against the one before."""
    value = parts.set_index("komponen")["nilai"]
    change = value["sesudah"] - value["sebelum"]
    reasons = [
        text.format(jumlah=_signed(value[part]))
        for part, text in (
            ("diukur", _("{jumlah} karena jumlah balita yang diukur")),
            ("prevalensi", _("{jumlah} karena prevalensi")),
            ("wilayah", _("{jumlah} karena wilayah yang melapor")),
        )
        if round(value[part])
    ]
    text = _("Kasus tercatat {tahun}: {kini}, setahun sebelumnya {lalu} ({selisih})").format(
        tahun=tahun, kini=number(value["sesudah"]), lalu=number(value["sebelum"]), selisih=_signed(change)
    )
    return text + (": " + "; ".join(reasons) if reasons else "") + "."


def say_coverage(gaps: pd.DataFrame, tahun: int, wilayah: str) -> str:
    """How many services miss their target, and where most people are missed: `coverage.coverage_gaps` of one area.

    Only indicators with data and a sourced target are judged; the named ones are the furthest behind in people.
    """
    if gaps["nilai"].isna().all():
        return _("Belum ada data cakupan layanan {tahun} untuk {wilayah}.").format(tahun=tahun, wilayah=wilayah)
    judged = gaps[gaps["memenuhi"].notna()]
    short = judged[~judged["memenuhi"].astype(bool)].sort_values("terlewat", ascending=False, kind="stable")
    if judged.empty:
        return _("Cakupan layanan {wilayah} {tahun} belum dapat dinilai: tidak satu pun bertarget.").format(
            wilayah=wilayah, tahun=tahun
        )
    if short.empty:
        return _("Semua {semua} indikator bertarget di {wilayah} mencapai target pada {tahun}.").format(
            semua=number(len(judged)), wilayah=wilayah, tahun=tahun
        )
    most = [f"{_(row.nama_pendek)} ({number(row.terlewat)})" for row in short.head(2).itertuples()]
    return _(
        "{jumlah} dari {semua} indikator bertarget di {wilayah} belum mencapai target pada {tahun}; "
        "sasaran terbanyak terlewat: {nama}."
    ).format(jumlah=number(len(short)), semua=number(len(judged)), wilayah=wilayah, tahun=tahun, nama=join_names(most))


def _signed(value: float) -> str:
    """ "+12", "−3", "0"."""
    return ("+" if round(value) > 0 else "") + number(value)


def lower_first(text: str) -> str:
    """For use inside a sentence; an abbreviation (KRS, D/S) keeps its capitals."""
    return text if text[1:2].isupper() or not text[1:2].isalpha() else text[:1].lower() + text[1:]


def say_rule(rule, tahun: int) -> str:
    """Rule 1.1 in one sentence, from `lokus.Rule`."""
    if not rule.n_dinilai:
        return _("Aturan 1.1 belum dapat dihitung: tidak ada data balita {tahun} untuk lokus.").format(tahun=tahun)
    text = _("{tinggi} dari {lokus} lokus punya kasus atau prevalensi di atas median kota ({persen})").format(
        tinggi=number(rule.n_tinggi), lokus=number(rule.n_lokus), persen=percent(rule.persen, 0)
    )
    if rule.n_dinilai < rule.n_lokus:
        return text + _("; {jumlah} lokus belum punya data, jadi belum ada huruf.").format(
            jumlah=number(rule.n_lokus - rule.n_dinilai)
        )
    if rule.huruf:
        return text + _("; simulasi aturan 1.1 memberi huruf {huruf}.").format(huruf=rule.huruf)
    return text + _("; di bawah batas huruf B, dan batas C serta D tidak ditemukan.")


def say_step(step: pd.Series) -> str:
    """What to do next, from one row of `review.next_steps`."""
    aksi = _("Aksi {aksi}").format(aksi=step["aksi"])
    text = {
        "aturan_1_1_di_bawah_a": _("Tinjau pilihan lokus: hanya {nilai} lokus yang kasus atau prevalensinya tinggi."),
        "lokus_beda_sumber": _("Pastikan satu daftar lokus: {jumlah} versi resmi beredar untuk tahun ini."),
        "bukti_kurang": _("Lengkapi bukti: {jumlah} dokumen belum tersedia."),
        "terlambat": _("Terlambat {jumlah} hari dari rencana: catat sebabnya dan tindak lanjutnya."),
        "huruf_c_atau_d": _("Huruf {huruf}: siapkan perbaikan sebelum penilaian berikutnya."),
        "tanpa_catatan_bukti": _("Belum ada catatan bukti: unggah daftar dokumennya."),
        "tanpa_tanggal": _("Tanggal pelaksanaan belum diketahui: catat di tabel bukti."),
    }[step["kode"]]
    value = step["nilai"]
    amount = number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
    share = percent(value, 0) if step["kode"] == "aturan_1_1_di_bawah_a" else ""
    return f"{aksi} · " + text.format(nilai=share, jumlah=amount, huruf=value)
