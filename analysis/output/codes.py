"""Words for the codes that frames carry: kinds of truth, statuses, verdicts, indicators.

Codes stay codes in the frames, so that calculation never depends on a language.
"""

from __future__ import annotations

from analysis.language import _


def value_names() -> dict[str, dict[str, str]]:
    """{frame column: {code: words}} for the columns that hold codes; a code without words stays as it is."""
    kinds = {"resmi": _("resmi"), "diunggah": _("diunggah"), "contoh": _("contoh (sintetis)")}
    verdict = _verdicts()
    return {
        "jenis_data": kinds,
        "jenis_huruf": kinds,
        "jenis_bukti": kinds,
        "jenis_rencana": kinds,
        "jenis_selesai": kinds,
        "putusan95": verdict,
        "putusan998": verdict,
        "posisi": _positions(),
        "polaritas": {
            "naik_baik": _("makin tinggi makin baik"),
            "turun_baik": _("makin rendah makin baik"),
            "netral": _("netral"),
        },
        "jenis": {"aturan": _("aturan"), "riset": _("riset"), "asumsi": _("asumsi")},
        "kerangka": {"aksi8": _("8 aksi konvergensi"), "aksi6": _("4 aksi utama dan 2 aksi pendukung")},
        "aksi": {"PK": _("penilaian kinerja")},
        "status": _statuses(),
        "status_waktu": _punctuality(),
        "kepastian": {"kuat": _("kuat"), "tepi": _("di tepi"), "bisa": _("bisa masuk"), "luar": _("di luar")},
        "resmi": {"semua": _("semua daftar"), "sebagian": _("sebagian daftar"), "tidak": _("tidak")},
        "arah": _statuses(),
        "gerak": _rank_moves(),
        "indikator": _indicators(),
        "seri": _indicators(),
        "identitas": _identities(),
        "indeks": {
            "tbu": _("TB/U"),
            "bbu": _("BB/U"),
            "bbtb": _("BB/TB"),
            "imtu": _("IMT/U"),
            "lku": _("LK/U"),
            "lilau": _("LiLA/U"),
            "lila": _("LiLA"),
            "tbu_bbtb": _("TB/U dan BB/TB"),
            "kurus_gabungan": _("Kurus gabungan"),
        },
        "kelompok": {"semua": _("Semua"), **_proposal_groups()},
        "dimensi": dimension_names(),
        "aturan": _quality_rules(),
        "ukuran": _measures(),
        "jk": {"L": _("laki-laki"), "P": _("perempuan")},
        "tabel": table_names(),
        "peran": role_names(),
        "jendela": _windows(),
        "sebaran": {
            "lognormal": _("lognormal"),
            "normal": _("normal"),
            "seragam": _("seragam"),
            "segitiga": _("segitiga"),
            "tetap": _("tetap"),
        },
        "cara_ramal": {"regresi": _("regresi (Student t)"), "model": _("tren model")},
    }


def _windows() -> dict[str, str]:
    """When in life a lever of the scenario model acts."""
    return {
        "hamil": _("kehamilan"),
        "0-5": _("0–5 bulan"),
        "6-23": _("6–23 bulan"),
        "rumah_tangga": _("rumah tangga, sampai umur 2 tahun"),
        "pus": _("sebelum kehamilan"),
        "enam_tahun": _("enam tahun terakhir"),
    }


def table_names() -> dict[str, str]:
    """{table: what people call it}, for every table that can be recorded."""
    return {
        "balita": _("Balita"),
        "krs": _("Rekap KRS"),
        "cakupan": _("Cakupan layanan"),
        "reviu": _("Nilai reviu"),
        "bukti": _("Bukti reviu"),
        "rencana": _("Rencana kegiatan"),
        "komitmen": _("Komitmen rembuk"),
        "regulasi_daerah": _("Regulasi daerah"),
        "pelaku": _("Kader dan KPM"),
        "batas": _("Batas wilayah"),
        "tenggat": _("Tenggat data"),
        "pemetaan": _("Pemetaan kolom"),
        "skenario": _("Rencana skenario"),
        "rilis": _("Rilis"),
        "peran": _("Peran"),
    }


def role_names() -> dict[str, str]:
    """{role: what people call it}, from the one that may do least to the one that may do most."""
    return {
        "publik": _("publik"),
        "perencana": _("perencana"),
        "pengelola_data": _("pengelola data"),
        "admin": _("admin"),
    }


def _proposal_groups() -> dict[str, str]:
    return {
        "keduanya": _("diusulkan dan resmi"),
        "hanya_usulan": _("hanya diusulkan"),
        "hanya_resmi": _("hanya di daftar resmi"),
    }


def _rank_moves() -> dict[str, str]:
    """How a rank moved beside a kelurahan that entered or left the official list."""
    return {
        "sejalan_jelas": _("sejalan, selang terpisah"),
        "sejalan": _("sejalan, selang beririsan"),
        "tetap": _("peringkat tetap"),
        "berlawanan": _("berlawanan arah"),
    }


def dimension_names() -> dict[str, str]:
    """The five dimensions of data quality, in the order in which they are shown."""
    return {
        "lengkap": _("Lengkap"),
        "tepat_waktu": _("Tepat waktu"),
        "konsisten": _("Konsisten"),
        "unik": _("Unik"),
        "masuk_akal": _("Masuk akal"),
    }


def _quality_rules() -> dict[str, str]:
    return {
        "identitas": _("hubungan hitungan dilanggar"),
        "belum_lapor_lokus": _("lokus belum melapor"),
        "total_terbit": _("berbeda dari total yang terbit"),
        "belum_lapor": _("belum melapor"),
        "lonjakan": _("melonjak dari tahun lalu"),
        "lonjakan_sasaran": _("sasaran melonjak dari tahun lalu"),
        "krs_ekstrem": _("KRS nol atau seratus persen"),
        "nol": _("tidak ada stunting di antara banyak balita"),
        "penuh": _("seratus persen di semua kelurahan"),
        "luar_kendali": _("di luar batas kendali"),
        "kembar": _("sama persis dengan kelurahan lain"),
        "salinan_tahun": _("sama persis dengan tahun lalu"),
        "salinan_sumber": _("sama persis dengan sumber lain"),
        "sel_kosong": _("sel kosong"),
        "terlambat": _("lewat tenggat"),
        "kelipatan_lima": _("terlalu banyak angka bulat"),
    }


def _measures() -> dict[str, str]:
    return {
        "prevalensi": _("Prevalensi (simulasi)"),
        "dicegah": _("Kasus dicegah (simulasi)"),
        "survei": _("Prevalensi menurut survei"),
        "rutin": _("Prevalensi hitungan rutin, tercatat"),
        "rutin_terbit": _("Prevalensi hitungan rutin, terbit"),
        "balita_sasaran": _("Balita sasaran"),
        "diukur": _("Balita diukur"),
        "jumlah_pendek": _("Balita stunting"),
        "jumlah_keluarga": _("Jumlah keluarga"),
        "keluarga_sasaran": _("Keluarga sasaran"),
        "total_krs": _("Keluarga berisiko stunting"),
    }


def _verdicts() -> dict[str, str]:
    return {
        "lebih_baik": _("lebih baik"),
        "serupa": _("serupa"),
        "lebih_buruk": _("lebih buruk"),
        "lebih_rendah": _("lebih rendah"),
        "lebih_tinggi": _("lebih tinggi"),
    }


def _positions() -> dict[str, str]:
    return {
        "dalam": _("di dalam batas"),
        "atas95": _("di atas batas 95 %"),
        "bawah95": _("di bawah batas 95 %"),
        "atas998": _("di atas batas 99,8 %"),
        "bawah998": _("di bawah batas 99,8 %"),
    }


def _statuses() -> dict[str, str]:
    """Lokus history, and second versions of a published figure."""
    return {
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
    }


def _punctuality() -> dict[str, str]:
    return {
        "tepat_waktu": _("tepat waktu"),
        "terlambat": _("terlambat"),
        "belum_selesai": _("belum selesai"),
        "tanpa_rencana": _("tanpa rencana"),
        "tanpa_tanggal": _("tanpa tanggal"),
        "selesai": _("selesai"),
        "lewat_tenggat": _("lewat tenggat"),
        "tanpa_tenggat": _("tanpa tenggat"),
    }


def _identities() -> dict[str, str]:
    """The counting identities of KRS; the 4T overlap, hence two limits and no sum."""
    return {
        "krs_sasaran": _("KRS + tidak berisiko = keluarga sasaran"),
        "kesejahteraan": _("Jumlah peringkat kesejahteraan = KRS"),
        "batas_bawah_4t": _("4T terbesar ≤ keluarga dengan 4T"),
        "batas_atas_4t": _("Keluarga dengan 4T ≤ jumlah keempat 4T"),
        "faktor_krs": _("Tiap faktor ≤ KRS"),
    }


def _indicators() -> dict[str, str]:
    """Published figures and target paths."""
    return {
        "prevalensi_survei": _("Prevalensi stunting menurut survei"),
        "prevalensi_rutin": _("Prevalensi stunting hasil pengukuran rutin"),
        "balita_stunting_rutin": _("Balita stunting, pencatatan rutin"),
        "balita_diukur_rutin": _("Balita diukur, pencatatan rutin"),
        "balita_pendek_rutin": _("Balita pendek, pencatatan rutin"),
        "balita_sangat_pendek_rutin": _("Balita sangat pendek, pencatatan rutin"),
        "balita_rawan_stunting": _("Balita rawan stunting"),
        "balita_selesai_ditangani": _("Balita selesai ditangani"),
        "cakupan_ukur_rutin": _("Cakupan pengukuran rutin"),
        "jumlah_balita": _("Jumlah balita"),
        "pengukuran_balita": _("Pengukuran balita"),
        "pengukuran_balita_asik": _("Pengukuran balita lewat ASIK"),
        "pengukuran_balita_eppgbm": _("Pengukuran balita lewat e-PPGBM"),
        "pengukuran_balita_kanal_dki": _("Pengukuran balita lewat kanal DKI"),
        "jumlah_pendek": _("Jumlah balita stunting"),
        "cakupan": _("Cakupan layanan esensial"),
        "cakupan_ds": _("Cakupan pengukuran (D/S)"),
        "total_krs": _("Keluarga berisiko stunting"),
        "proporsi_krs": _("Proporsi keluarga berisiko stunting"),
        "keluarga_sasaran": _("Keluarga sasaran"),
        "krs_baru": _("Keluarga berisiko stunting, baru"),
        "krs_lama": _("Keluarga berisiko stunting, lama"),
        "sasaran_pus": _("Pasangan usia subur"),
        "sasaran_pus_hamil": _("Pasangan usia subur yang hamil"),
        "sasaran_baduta": _("Keluarga dengan baduta"),
        "sasaran_balita": _("Keluarga dengan balita"),
        "air_tidak_layak": _("Air minum utama tidak layak"),
        "jamban_tidak_layak": _("Jamban tidak layak"),
        "bukan_kb_modern": _("Bukan peserta KB modern"),
        "target_rpjmn_2020": _("Target RPJMN 2020–2024"),
        "target_rpjmn_2025": _("Target RPJMN 2025–2029"),
        "target_2045": _("Target 2045"),
        "anggaran_stunting": _("Anggaran stunting"),
        "anggaran_pmt_balita": _("Anggaran PMT balita"),
        "porsi_anggaran_stunting": _("Porsi anggaran stunting"),
        "penduduk": _("Penduduk"),
        "penduduk_0_14": _("Penduduk 0–14 tahun"),
        "luas_ha": _("Luas (hektare)"),
        "rw": _("Rukun warga"),
    }
