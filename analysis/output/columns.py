"""Column headings and coded values as people read them.

Frames keep the names of the CSV files all the way through; nobody outside the code should have to read
`kode_kelurahan` or `putusan998`. The texts stand inside functions because the language belongs to the session.
"""

from __future__ import annotations

import pandas as pd

from analysis.language import _

# Texts of the tables in data/ that have a translation; titles of sources and names of places have none.
TRANSLATED = frozenset([
    "nama", "nama_pendek", "definisi", "pembilang_definisi", "penyebut_definisi", "kelompok", "satuan",
    "keluaran", "kegiatan", "arti", "kepanjangan", "topik", "masalah", "yang_mengisi", "kriteria", "catatan",
    "bukti",
])  # fmt: skip
FLAGS = frozenset(["boleh_tren", "tersedia"])


def column_names() -> dict[str, str]:
    """{frame column: heading} for every column that a table on screen or an export may show."""
    return _areas() | _time_and_source() | _results() | _comparison() | _counts() | _lists() | _reference()


def column_name(column: str) -> str:
    """The heading of one column; a column nobody named is shown with spaces and a capital."""
    return column_names().get(column) or column.replace("_", " ").capitalize()


def _areas() -> dict[str, str]:
    return {
        "kode_kelurahan": _("Kode kelurahan"),
        "nama_kelurahan": _("Kelurahan"),
        "kode_kecamatan": _("Kode kecamatan"),
        "nama_kecamatan": _("Kecamatan"),
        "kode_kota": _("Kode kota"),
        "nama_kota": _("Nama resmi kota"),
        "nama_kota_pendek": _("Kota"),
        "kode_provinsi": _("Kode provinsi"),
        "kode_wilayah": _("Kode wilayah"),
        "nama_wilayah": _("Wilayah"),
        "kode_induk": _("Kode wilayah induk"),
        "nama": _("Nama"),
        "alias": _("Ejaan lain"),
        "lat": _("Lintang"),
        "lon": _("Bujur"),
        "n_wilayah": _("Kelurahan yang melapor"),
        "n_wilayah_total": _("Jumlah kelurahan"),
        "bentuk": _("Bentuk peta"),
        "lingkup": _("Lingkup peta"),
        "x": _("Letak mendatar di peta"),
        "y": _("Letak tegak di peta"),
    }


def _time_and_source() -> dict[str, str]:
    return {
        "tahun": _("Tahun"),
        "periode": _("Periode"),
        "tanggal": _("Tanggal"),
        "berlaku_dari": _("Berlaku dari"),
        "berlaku_sampai": _("Berlaku sampai"),
        "tanggal_rencana": _("Tanggal rencana"),
        "tanggal_mulai": _("Tanggal mulai"),
        "tanggal_selesai": _("Tanggal selesai"),
        "jenis_data": _("Jenis data"),
        "sumber_judul": _("Sumber"),
        "sumber_url": _("Alamat sumber"),
        "tanggal_sumber": _("Tanggal sumber"),
        "catatan": _("Catatan"),
        "status": _("Status"),
    }


def _results() -> dict[str, str]:
    return {
        "indikator": _("Indikator"),
        "kode_indikator": _("Kode indikator"),
        "nilai": _("Nilai"),
        "bawah": _("Batas bawah selang 95 %"),
        "atas": _("Batas atas selang 95 %"),
        "n": _("Jumlah yang dinilai"),
        "pembilang": _("Pembilang"),
        "penyebut": _("Penyebut"),
        "satuan": _("Satuan"),
        "target": _("Target"),
        "tahun_target": _("Tahun target"),
        "target_sumber_judul": _("Sumber target"),
        "target_sumber_url": _("Alamat sumber target"),
        "selisih": _("Selisih dengan target"),
        "terlewat": _("Sasaran terlewat"),
        "memenuhi": _("Target terpenuhi"),
        "komponen": _("Komponen"),
        "nilai_kota": _("Nilai kota"),
        "sebelum": _("Sebelum"),
        "sesudah": _("Sesudah"),
        "beda": _("Perubahan"),
    }


def _comparison() -> dict[str, str]:
    return {
        "acuan": _("Acuan"),
        "putusan95": _("Dibanding acuan (selang 95 %)"),
        "putusan998": _("Dibanding acuan (selang 99,8 %)"),
        "posisi": _("Letak pada corong"),
        "bawah95": _("Batas kendali bawah 95 %"),
        "atas95": _("Batas kendali atas 95 %"),
        "bawah998": _("Batas kendali bawah 99,8 %"),
        "atas998": _("Batas kendali atas 99,8 %"),
        "peringkat": _("Peringkat"),
        "peringkat_bawah": _("Peringkat terkecil"),
        "peringkat_atas": _("Peringkat terbesar"),
        "grup": _("Kelompok peringkat"),
        "nilai_susut": _("Nilai yang dihaluskan"),
        "bawah_susut": _("Batas bawah yang dihaluskan"),
        "atas_susut": _("Batas atas yang dihaluskan"),
        "bobot_susut": _("Bobot data sendiri"),
    }


def _counts() -> dict[str, str]:
    return {
        "balita_sasaran": _("Balita sasaran"),
        "diukur": _("Balita diukur"),
        "pendek": _("Balita pendek"),
        "sangat_pendek": _("Balita sangat pendek"),
        "jumlah_keluarga": _("Jumlah keluarga"),
        "keluarga_sasaran": _("Keluarga sasaran"),
        "total_krs": _("Keluarga berisiko stunting"),
        "tidak_berisiko": _("Keluarga tidak berisiko"),
        "air_tidak_layak": _("Air minum utama tidak layak"),
        "jamban_tidak_layak": _("Jamban tidak layak"),
        "terlalu_muda": _("Terlalu muda"),
        "terlalu_tua": _("Terlalu tua"),
        "terlalu_dekat": _("Terlalu dekat"),
        "terlalu_banyak": _("Terlalu banyak"),
        "jumlah_4t": _("Keluarga dengan 4T"),
        "bukan_kb_modern": _("Bukan peserta KB modern"),
        "kesejahteraan_1": _("Peringkat kesejahteraan 1"),
        "kesejahteraan_2": _("Peringkat kesejahteraan 2"),
        "kesejahteraan_3": _("Peringkat kesejahteraan 3"),
        "kesejahteraan_4": _("Peringkat kesejahteraan 4"),
        "kesejahteraan_lebih_4": _("Peringkat kesejahteraan di atas 4"),
        "faktor": _("Faktor"),
        "identitas": _("Hubungan yang harus berlaku"),
        "kiri": _("Ruas kiri"),
        "kanan": _("Ruas kanan"),
        "benar": _("Berlaku"),
    }


def _lists() -> dict[str, str]:
    return {
        "daftar": _("Daftar lokus"),
        "versi": _("Versi daftar"),
        "jumlah": _("Jumlah"),
        "nomor_sk": _("Nomor SK"),
        "nama_di_sumber": _("Nama menurut sumber"),
        "n_nama": _("Nama yang dimuat sumber"),
        "n_versi": _("Versi yang memuat"),
        "n_versi_tahun": _("Versi pada tahun itu"),
        "semua": _("Dimuat semua versi"),
        "ada": _("Dimuat"),
        "dibanding": _("Dibanding tahun"),
        "prevalensi": _("Prevalensi"),
        "jumlah_tinggi": _("Kasus tinggi"),
        "prevalensi_tinggi": _("Prevalensi tinggi"),
        "tinggi": _("Kasus atau prevalensi tinggi"),
    }


def _reference() -> dict[str, str]:
    return {
        "kerangka": _("Kerangka aksi"),
        "aksi": _("Aksi"),
        "urutan": _("Urutan"),
        "kelompok": _("Kelompok"),
        "keluaran": _("Keluaran"),
        "kegiatan": _("Kegiatan"),
        "bukti": _("Bukti"),
        "tersedia": _("Tersedia"),
        "huruf": _("Nilai huruf"),
        "kriteria": _("Kriteria"),
        "batas_pct": _("Batas (%)"),
        "parameter": _("Parameter"),
        "jenis": _("Jenis"),
        "batas_bawah": _("Batas bawah"),
        "batas_atas": _("Batas atas"),
        "nama_pendek": _("Nama pendek"),
        "definisi": _("Definisi"),
        "pembilang_definisi": _("Definisi pembilang"),
        "penyebut_definisi": _("Definisi penyebut"),
        "polaritas": _("Arah yang baik"),
        "boleh_tren": _("Boleh dibandingkan antartahun"),
        "tabel": _("Tabel"),
        "istilah": _("Istilah"),
        "kepanjangan": _("Kepanjangan"),
        "arti": _("Arti"),
        "topik": _("Topik"),
        "masalah": _("Masalah"),
        "yang_mengisi": _("Yang mengisi"),
        "nomor": _("Nomor"),
        "tentang": _("Tentang"),
        "tingkat": _("Tingkat"),
    }


def value_names() -> dict[str, dict[str, str]]:
    """{frame column: {code: words}} for the columns that hold codes. "" stays empty."""
    verdict = {
        "lebih_baik": _("lebih baik"),
        "serupa": _("serupa"),
        "lebih_buruk": _("lebih buruk"),
        "lebih_rendah": _("lebih rendah"),
        "lebih_tinggi": _("lebih tinggi"),
    }
    return {
        "jenis_data": {"resmi": _("resmi"), "diunggah": _("diunggah"), "contoh": _("contoh (sintetis)")},
        "putusan95": verdict,
        "putusan998": verdict,
        "polaritas": {
            "naik_baik": _("makin tinggi makin baik"),
            "turun_baik": _("makin rendah makin baik"),
            "netral": _("netral"),
        },
        "jenis": {"aturan": _("aturan"), "riset": _("riset"), "asumsi": _("asumsi")},
        "kerangka": {"aksi8": _("8 aksi konvergensi"), "aksi6": _("4 aksi utama dan 2 aksi pendukung")},
        "status": {
            "masuk": _("masuk"),
            "bertahan": _("bertahan"),
            "keluar": _("keluar"),
            "kembali": _("kembali"),
            "tercatat": _("tercatat"),
            "beda_sumber": _("sumber berbeda"),
            "belum_diketahui": _("belum diketahui"),
            "versi_kota": _("versi kota"),
            "belum_diverifikasi": _("belum diverifikasi"),
            "turunan": _("dihitung dari angka terbit"),
        },
    }


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with headings, coded values, flags and table texts in the language in use; numbers untouched."""
    words, headings = value_names(), column_names()
    shown = {}
    for column in frame:
        values = frame[column]
        if column in words:
            values = values.map(lambda code, known=words[column]: known.get(code, code))
        elif column in FLAGS or pd.api.types.is_bool_dtype(values.dtype):
            values = values.astype("boolean").map({True: _("ya"), False: _("tidak")}).astype("str")
        elif column in TRANSLATED:
            values = values.map(lambda text: _(text) if isinstance(text, str) else text)
        shown[headings.get(column) or column_name(column)] = values
    return pd.DataFrame(shown, index=frame.index)
