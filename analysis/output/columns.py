"""Tables as people read them: headings for columns, words for codes.

Frames keep the names of the CSV files all the way through; nobody outside the code should have to read
`kode_kelurahan` or `putusan998`. The texts stand inside functions because the language belongs to the session.
"""

from __future__ import annotations

import pandas as pd

from analysis.language import _
from analysis.output.codes import value_names

# Texts of the tables in data/ that have a translation; titles of sources and names of places have none.
TRANSLATED = frozenset([
    "nama", "nama_pendek", "nama_indikator", "definisi", "pembilang_definisi", "penyebut_definisi", "kelompok", "satuan",
    "keluaran", "kegiatan", "arti", "kepanjangan", "topik", "masalah", "yang_mengisi", "kriteria", "catatan",
    "bukti", "komitmen", "sasaran", "tempat", "asal_biaya",
])  # fmt: skip
FLAGS = frozenset(["boleh_tren", "tersedia"])
# Columns whose values are themselves names of columns.
NAMING = frozenset(["faktor", "kolom", "komponen"])


def column_names() -> dict[str, str]:
    """{frame column: heading} for every column that a table on screen or an export may show."""
    return (
        _areas()
        | _time_and_source()
        | _results()
        | _comparison()
        | _situation()
        | _counts()
        | _lists()
        | _proposal()
        | _review()
        | _reference()
        | _measurement()
        | _recorded()
        | _quality()
        | _scenario()
        | _scenario_tables()
    )


def column_name(column: str) -> str:
    """The heading of one column; a column nobody named is shown with spaces and a capital, words stay as they are."""
    return column_names().get(column) or (column if " " in column else column.replace("_", " ").capitalize())


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
        "nama_pendek": _("Nama pendek"),
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
        "seri": _("Seri"),
        "jenis_huruf": _("Jenis data nilai huruf"),
        "jenis_bukti": _("Jenis data bukti"),
        "jenis_rencana": _("Jenis data tanggal rencana"),
        "jenis_selesai": _("Jenis data tanggal selesai"),
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
        "menuju_target": _("Kurang menuju target"),
        "memenuhi": _("Target terpenuhi"),
        "komponen": _("Komponen"),
        "mulai": _("Mulai"),
        "akhir": _("Akhir"),
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
        "bobot_susut": _("Bobot kelompoknya"),
    }


def _situation() -> dict[str, str]:
    """Coverage of all services, quadrants, spatial pattern."""
    return {
        "nama_indikator": _("Indikator layanan"),
        "kuadran": _("Kuadran"),
        "pasti": _("Selang di satu sisi ambang"),
        "nilai_x": _("Ukuran mendatar"),
        "bawah_x": _("Batas bawah ukuran mendatar"),
        "atas_x": _("Batas atas ukuran mendatar"),
        "nilai_y": _("Ukuran tegak"),
        "bawah_y": _("Batas bawah ukuran tegak"),
        "atas_y": _("Batas atas ukuran tegak"),
        "rata_tetangga": _("Rata-rata tetangga"),
        "p": _("Nilai p"),
        "p_koreksi": _("Nilai p terkoreksi"),
        "klaster": _("Pola ruang"),
        "klaster_mentah": _("Pola ruang sebelum koreksi"),
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
        "hubungan": _("Hubungan"),
        "n_diperiksa": _("Kelurahan diperiksa"),
        "n_salah": _("Kelurahan yang tidak cocok"),
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
        "lokus": _("Lokus"),
    }


def _proposal() -> dict[str, str]:
    """The simulated proposal of lokus."""
    return {
        "jumlah_pendek": _("Balita stunting"),
        "prevalensi_rutin": _("Prevalensi rutin (%)"),
        "proporsi_krs": _("Proporsi KRS (%)"),
        "cakupan_ds": _("Cakupan D/S (%)"),
        "pct_masuk": _("Masuk usulan (% simulasi)"),
        "usul": _("Diusulkan (simulasi)"),
        "kepastian": _("Kepastian"),
        "skor_seri": _("Skor sama di batas"),
        "resmi": _("Di daftar resmi"),
        "pengaturan": _("Pengaturan simulasi"),
        "ukuran": _("Ukuran"),
        "masuk": _("Masuk k besar"),
        "n_masuk": _("Kriteria yang memasukkan"),
        "n_ukuran": _("Kriteria dengan data"),
        "arah": _("Arah"),
        "gerak": _("Gerak peringkat"),
        "peringkat_sebelum": _("Peringkat sebelum"),
        "peringkat_bawah_sebelum": _("Peringkat terkecil sebelum"),
        "peringkat_atas_sebelum": _("Peringkat terbesar sebelum"),
        "peringkat_sesudah": _("Peringkat sesudah"),
        "peringkat_bawah_sesudah": _("Peringkat terkecil sesudah"),
        "peringkat_atas_sesudah": _("Peringkat terbesar sesudah"),
        "skor_sebelum": _("Skor sebelum (simulasi)"),
        "skor_sesudah": _("Skor sesudah (simulasi)"),
        "pct_masuk_sebelum": _("Masuk usulan sebelum (% simulasi)"),
        "pct_masuk_sesudah": _("Masuk usulan sesudah (% simulasi)"),
        "posisi_sebelum": _("Posisi sebelum (0–100)"),
        "posisi_sesudah": _("Posisi sesudah (0–100)"),
    }


def _review() -> dict[str, str]:
    return {
        "kerangka": _("Kerangka aksi"),
        "aksi": _("Aksi"),
        "urutan": _("Urutan"),
        "kelompok": _("Kelompok"),
        "keluaran": _("Keluaran"),
        "kegiatan": _("Kegiatan"),
        "bukti": _("Bukti"),
        "tersedia": _("Tersedia"),
        "bukti_ada": _("Bukti tersedia"),
        "bukti_total": _("Bukti diminta"),
        "bukti_kurang": _("Bukti kurang"),
        "bukti_pct": _("Bukti tersedia (%)"),
        "terlambat_hari": _("Terlambat (hari)"),
        "status_waktu": _("Ketepatan waktu"),
        "huruf": _("Nilai huruf"),
        "nilai_huruf": _("Angka nilai huruf (simulasi)"),
        "bobot": _("Bobot (simulasi)"),
        "sumbangan": _("Sumbangan skor (simulasi)"),
        "skor": _("Skor (simulasi)"),
        "putus": _("Kerangka berganti"),
        "n_dinilai": _("Aksi yang dinilai"),
        "n_aksi": _("Jumlah aksi"),
        "penilaian": _("Penilaian kinerja"),
        "selisih_skor": _("Selisih dari tahun lalu"),
        "n_terlambat": _("Aksi terlambat"),
        "n_tanpa_tanggal": _("Aksi tanpa tanggal"),
        "prioritas": _("Prioritas"),
        "kode": _("Kode aturan"),
        "kolom": _("Yang diperiksa"),
        "batas": _("Batas"),
        "kriteria": _("Kriteria"),
        "batas_pct": _("Batas (%)"),
    }


def _reference() -> dict[str, str]:
    return {
        "parameter": _("Parameter"),
        "jenis": _("Jenis"),
        "batas_bawah": _("Batas bawah"),
        "batas_atas": _("Batas atas"),
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
        "n_gambar": _("Gambar"),
        "sidik": _("Sidik data"),
        "tentang": _("Tentang"),
        "tingkat": _("Tingkat"),
    }


def _scenario_tables() -> dict[str, str]:
    """The model's reference tables and its back-test."""
    return {
        "sebaran": _("Sebaran"),
        "sasaran": _("Sasaran"),
        "jendela": _("Jendela"),
        "asal_biaya": _("Asal biaya"),
        "biaya_rp": _("Biaya (Rp)"),
        "tempat": _("Tempat"),
        "cara_ramal": _("Cara meramal"),
        "bawah_90": _("Batas bawah selang 90 %"),
        "atas_90": _("Batas atas selang 90 %"),
        "teramati": _("Teramati"),
        "di_dalam": _("Di dalam selang"),
    }


def _measurement() -> dict[str, str]:
    return {
        "kelompok_kolom": _("Kelompok menurut"),
        "kelompok": _("Kelompok"),
        "indeks": _("Indeks"),
        "nama_posyandu": _("Posyandu"),
        "skor_smart": _("Skor SMART"),
        "tanda_tbu_pct": _("TB/U tidak masuk akal (%)"),
        "sd_tbu": _("Simpangan baku TB/U"),
        "dps_tinggi": _("Kesukaan angka, tinggi"),
        "dps_berat": _("Kesukaan angka, berat"),
        "rasio_jk": _("Rasio laki-laki/perempuan"),
        "rasio_umur": _("Rasio umur 6–29/30–59 bulan"),
        "diukur_lalu": _("Diukur putaran lalu"),
        "diukur_kini": _("Diukur putaran ini"),
        "diukur_keduanya": _("Diukur keduanya"),
        "pendek_baru": _("Baru pendek"),
        "pulih": _("Pulih"),
        "tetap_pendek": _("Tetap pendek"),
        "hilang": _("Tidak diukur lagi"),
        "lewat_umur": _("Lewat lima tahun"),
        "baru": _("Baru diukur"),
        "z_dari": _("z-skor dari"),
        "z_sampai": _("z-skor sampai"),
        "z": _("Tengah kelas z"),
        "porsi_pct": _("Balita diukur (%)"),
        "standar_pct": _("Standar WHO (%)"),
        "jk": _("Jenis kelamin"),
        "umur": _("Umur"),
        "umur_hari": _("Umur (hari)"),
        "umur_bulan": _("Umur (bulan)"),
        "tanggal_lahir": _("Tanggal lahir"),
        "tanggal_ukur": _("Tanggal ukur"),
        "berat_kg": _("Berat (kg)"),
        "tinggi_cm": _("Tinggi/panjang (cm)"),
        "lingkar_kepala_cm": _("Lingkar kepala (cm)"),
        "lila_cm": _("LiLA (cm)"),
        "lila_mm": _("LiLA (mm)"),
        "berkas": _("Berkas"),
        "baris": _("Baris"),
    }


def _recorded() -> dict[str, str]:
    """What a kota writes itself, and what the store says about it."""
    return {
        "opd": _("OPD pelaksana"),
        "anggaran_rp": _("Anggaran (Rp)"),
        "realisasi_rp": _("Realisasi anggaran (Rp)"),
        "realisasi": _("Realisasi"),
        "komitmen": _("Komitmen"),
        "penanggung_jawab": _("Penanggung jawab (jabatan)"),
        "tenggat": _("Tenggat"),
        "tautan": _("Tautan"),
        "pelaku": _("Pelaku"),
        "terlatih": _("Terlatih 25 kompetensi dasar"),
        "baduta": _("Baduta"),
        "sumber_data": _("Sistem asal"),
        "pemilik": _("OPD pemilik data"),
        "oleh": _("Dicatat oleh"),
        "kapan": _("Waktu"),
        "apa": _("Perubahan yang dicatat"),
        "pengguna": _("Pengguna"),
        "penggunaan": _("Penggunaan"),
        "rincian": _("Rincian"),
        "nomor_catatan": _("Nomor catatan"),
        "kunci": _("Baris data"),
        "simpanan": _("Simpanan"),
        "berlaku": _("Berlaku sekarang"),
        "jumlah_sel": _("Jumlah sel"),
        "kolom_sel": _("Kolom"),
        "judul": _("Judul"),
        "isi": _("Isi"),
        "isi_sebelum": _("Tercatat"),
        "isi_sesudah": _("Menjadi"),
        "n_kegiatan": _("Jumlah kegiatan"),
        "n_sendiri": _("Kegiatan sendiri"),
        "serapan_pct": _("Anggaran terserap (%)"),
        "capaian_pct": _("Capaian target (%)"),
        "n_bertarget": _("Kegiatan bertarget dengan realisasi"),
        "n_tercapai": _("Kegiatan yang mencapai target"),
        "n_tanpa_indikator": _("Kegiatan tanpa indikator"),
        "n_tanpa_target": _("Kegiatan tanpa target"),
        "n_kecamatan": _("Di kecamatannya"),
        "terlatih_pct": _("Terlatih (%)"),
        "baduta_per_pelaku": _("Baduta per pelaku"),
        "geometri": _("Bentuk wilayah"),
        "fitur": _("Fitur ke-"),
        "nama_fitur": _("Nama di berkas"),
        "alasan": _("Alasan"),
        "akun": _("Akun"),
        "peran": _("Peran akun"),
        "asal_peran": _("Diberikan lewat"),
    }


def _quality() -> dict[str, str]:
    """Quality of the data, reconciliation of sources, what to mend."""
    return {
        "lengkap": _("Lengkap (%)"),
        "tepat_waktu": _("Tepat waktu (%)"),
        "konsisten": _("Konsisten (%)"),
        "unik": _("Unik (%)"),
        "masuk_akal": _("Masuk akal (%)"),
        "skor_mutu": _("Skor mutu (rata-rata)"),
        "n_dimensi": _("Dimensi yang dinilai"),
        "n_diperiksa": _("Pemeriksaan"),
        "dimensi": _("Dimensi"),
        "aturan": _("Pemeriksaan mutu"),
        "temuan": _("Temuan"),
        "jumlah_sasaran": _("Orang atau keluarga, sedikitnya"),
        "ukuran": _("Ukuran"),
        "dipakai": _("Dipakai lebih dulu"),
        "n_bersama": _("Kelurahan di kedua sumber"),
        "nilai_bersama": _("Jumlah di kelurahan itu"),
        "acuan_bersama": _("Jumlah menurut sumber acuan"),
        "selisih_sumber": _("Selisih"),
        "selisih_pct": _("Selisih (%)"),
    }


def _scenario() -> dict[str, str]:
    """Simulated plans: every range is the middle 90 % of the draws."""
    return {
        "simulasi": _("Simulasi"),
        "prevalensi_pct": _("Prevalensi (%, simulasi)"),
        "prevalensi_pct_bawah90": _("Prevalensi, batas bawah 90 %"),
        "prevalensi_pct_atas90": _("Prevalensi, batas atas 90 %"),
        "kasus": _("Kasus stunting (simulasi)"),
        "kasus_bawah90": _("Kasus, batas bawah 90 %"),
        "kasus_atas90": _("Kasus, batas atas 90 %"),
        "rentang": _("Rentang 95 %"),
        "bawah90": _("Batas bawah rentang 90 %"),
        "atas90": _("Batas atas rentang 90 %"),
        "awal": _("Prevalensi awal (%)"),
        "dicegah": _("Kasus dicegah (simulasi)"),
        "keluar_krs": _("Keluarga keluar dari KRS (simulasi)"),
        "perubahan_poin": _("Perubahan (poin persen, simulasi)"),
        "diterangkan_pct": _("Keragaman yang diterangkan (%)"),
        "terjangkau": _("Terjangkau rencana (%)"),
        "tuas": _("Tuas"),
        "orang_baru": _("Orang atau keluarga baru terlayani"),
        "jangkauan_pct": _("Jangkauan (% sasaran)"),
        "biaya_per_kasus": _("Biaya per kasus dicegah (Rp)"),
        "biaya_per_keluarga": _("Biaya per keluarga keluar dari KRS (Rp)"),
        "cara": _("Cara membagi"),
        "selisih_terbaik": _("Selisih dari pembagian terbaik (simulasi)"),
        "batasan": _("Batasan"),
        "kasus_hilang": _("Kasus yang tidak jadi dicegah (simulasi)"),
        "keluarga_hilang": _("Keluarga yang tidak jadi keluar dari KRS (simulasi)"),
        "orang": _("Orang atau keluarga"),
        "harga": _("Harga kasus berikutnya (Rp)"),
        "bagian": _("Bagian"),
        "pengaturan_nama": _("Pengaturan"),
        "isi": _("Isi"),
        "preset": _("Preset"),
        "peluang_pct": _("Peluang mencapai target (%)"),
        "didanai_pct": _("Didanai (% undian)"),
    }


def for_people(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with headings, coded values, flags and table texts in the language in use; numbers untouched."""
    words, headings = value_names(), column_names()
    shown = {}
    for column in frame:
        values = frame[column]
        if column in words:
            values = values.map(lambda code, known=words[column]: known.get(code, code))
        elif column in NAMING:
            values = values.map(column_name)
        elif column in FLAGS or pd.api.types.is_bool_dtype(values.dtype):
            values = values.astype("boolean").map({True: _("ya"), False: _("tidak")}).astype("str")
        elif column in TRANSLATED:
            values = values.map(lambda text: _(text) if isinstance(text, str) else text)
        shown[headings.get(column) or column_name(column)] = values
    return pd.DataFrame(shown, index=frame.index)
