"""The verbs and their options. Nothing heavy is imported here: help is there at once.

Each verb names the module of this package that does it; `run(options)` there.
"""

from __future__ import annotations

import argparse
import textwrap

Verbs = argparse._SubParsersAction

ZSCORE = """
    Menghitung TB/U, BB/U, BB/TB, IMT/U, LK/U, dan LiLA/U menurut standar WHO 2006 untuk setiap baris ekspor
    e-PPGBM/SIGIZI atau berkas WHO Anthro.

    Hasil: satu baris per baris masukan dengan urutan yang sama, berisi baris (nomor baris di berkas), kolom masukan
    tanpa NIK, nama, alamat, RT, dan RW, lalu zs_*, flag_* (1 = tidak masuk akal menurut WHO), alasan_* (mengapa
    z kosong), dan kategori_* (Permenkes 2/2020). Masalah per baris ditulis ke stderr.
"""
PREVALENCE = """
    Menghitung prevalensi setiap indeks dengan galat baku dan selang kepercayaan 95 % menurut rancangan survei:
    acak sederhana, bobot, strata, klaster, atau semuanya. Tanpa pilihan, berkas dianggap acak sederhana.

    Hasil memanjang: kelompok_kolom, kelompok, indeks, batas, n, n_tertimbang, nilai_pct, se_pct, bawah_pct,
    atas_pct, deff. Selalu ada kelompok semua, kelompok umur, jenis kelamin, dan gabungan keduanya. Anak yang tercatat
    dua kali pada tanggal yang sama dihitung sekali.
"""
QUALITY = """
    Menilai mutu pengukuran: bagian yang tidak masuk akal, simpangan baku z, kegemaran angka akhir, penumpukan umur,
    rasio jenis kelamin dan umur, data kosong, baris ganda, tinggi yang menyusut, dan skor SMART; untuk semua dan
    per kelompok (wilayah, posyandu, petugas).
"""
KRS = """
    Menapis keluarga berisiko stunting dari berkas keluarga: bentuk rapi (kode_keluarga, kode_kelurahan, umur_istri,
    jumlah_anak, jarak_anak_bulan, pus, hamil, baduta, balita, sumber_air_minum, fasilitas_bab, kb_modern,
    peringkat_kesejahteraan) atau berkas rumah tangga SIGA.

    Hasil: satu baris per keluarga: baris (nomor baris di berkas), kode_kelurahan, sasaran, ketujuh faktor, dan
    berisiko; 1 = ya, 0 = tidak, kosong = tidak dapat diketahui. Keluarga yang tercatat dua kali ditulis sekali.

    Dengan --by: jumlah per kelompok. Faktor dihitung di antara KRS; jumlah_4t = KRS dengan paling sedikit satu dari
    4T (bukan jumlah keempatnya); tidak_diketahui = keluarga sasaran yang risikonya tidak dapat diketahui; identitas
    = 1 bila semua identitas hitungan terpenuhi. Kode keluarga, NIK, dan nama tidak pernah ditulis.
"""
CHECK = """
    Memeriksa berkas sebelum dipakai: tabel yang dikenal aplikasi (lihat data/contoh) atau ekspor pengukuran.
    Setiap masalah ditulis dengan nama berkas, baris, dan kolomnya; kode keluar 1 bila ada yang salah.
"""
SAMPLE = """
    Tanpa --balita: menulis ulang data contoh (sintetis) di data/contoh/. Dengan --balita N: menulis ekspor e-PPGBM
    sintetis berisi N balita dengan kesalahan yang lazim, ke berkas -o. Dengan --nasional: menulis folder data lengkap
    seukuran negara (38 provinsi, 514 kabupaten/kota, 84.000 desa, semuanya contoh) ke folder -o dan menyiapkannya.
"""
PREPARE = """
    Memeriksa semua CSV sebuah folder data sekali dan menyimpan tabel besarnya (balita, krs, cakupan, pelaku) per kota
    di siap/, sehingga aplikasi membaca satu kota dalam sekejap. Tabel besar boleh dibagi: contoh/cakupan/*.csv.
    Jalankan lagi setiap kali CSV berubah. Baris yang salah ditulis ke stderr; kode keluar 1 bila ada yang tidak dipakai.
"""
BOUNDARIES = """
    Mencocokkan berkas batas resmi (shapefile dalam ZIP, GeoJSON, GPKG, KML, KMZ) dengan 267 kelurahan: menurut kode
    Kemendagri, lalu nama di dalam kecamatannya, dan memeriksa letaknya. Sistem koordinat yang hilang atau salah
    ditebak dan disebutkan.

    Hasil: GeoJSON (EPSG:4326) semua kelurahan dengan kode, kelurahan, dan batas: resmi bila ada di berkas, selain itu
    indikatif. Yang ditolak dan alasannya ditulis ke stderr; kode keluar 1 bila tidak ada yang cocok.
"""
EXPORT = """
    Menulis data tercatat sebagai Frictionless Data Package: CSV dan Parquet setiap tabel dengan datapackage.json yang
    menjelaskan kolomnya, ke sebuah folder atau berkas .zip.
"""
BACKUP = """
    Mencadangkan semua yang tercatat, dari folder, S3, atau PostgreSQL, ke satu berkas .zip yang dapat dipulihkan
    dengan perintah restore. Aplikasi boleh tetap berjalan. konvergensi.toml berisi rahasia dan tidak ikut; simpan
    salinannya terpisah. Cadangan berisi semua catatan, jadi hanya dapat dibaca akun yang membuatnya.
"""
RESTORE = """
    Memulihkan berkas dari perintah backup ke penyimpanan yang kosong; tempat yang sudah berisi catatan lain ditolak.
    Tidak ada yang ditulis bila berkasnya tidak utuh. Pemulihan yang terputus diteruskan dengan perintah yang sama.
"""
RECORD = """
    Mencatat baris yang benar dari sebuah berkas CSV (kolomnya seperti templat tabel di aplikasi) ke penyimpanan,
    sebagai satu simpanan. Masalah per baris ditulis ke stderr; kode keluar 1 bila tidak ada yang dicatat.
"""
SCENARIO = """
    Menyimulasikan rencana cakupan (TOML, diunduh dari halaman Skenario atau ditulis sendiri; contohnya
    data/contoh/rencana_skenario.toml) dengan data contoh atau data yang tercatat di aplikasi ini.

    Hasil di DIR: tabel CSV (tahunan, dicegah, sumbangan, kelurahan, biaya, jangkauan, asumsi, krs, pengaturan,
    parameter), grafik SVG dan PNG, dan rencana.toml yang dipakai. Semuanya simulasi. Rencana yang salah: satu kalimat
    per masalah dan kode keluar 1.
"""
REPORT = """
    Membuat PDF A4 tanpa peramban: laporan satu kota, kecamatan, atau kelurahan (satu atau dua halaman), atau dengan
    --buletin buletin Aksi 7 berisi semua kelurahan sebuah kota. Dengan --semua: satu laporan per wilayah, dalam .zip.

    Angka kecil disembunyikan menurut aturan aplikasi; --internal memperlihatkannya, dan setiap halaman lalu berkata
    bahwa PDF itu tidak untuk publikasi.
"""
BRIEF = """
    Menyusun paparan satu kota dan tahun dari datanya dan menulisnya sebagai PPTX (grafik dan tabel dapat disunting,
    sumber di catatan pembicara) atau PDF, menurut akhiran nama berkas.

    Dengan --publik angka kecil disembunyikan menurut aturan aplikasi. Kode layar untuk --susunan: pembuka, survei,
    lokus, beban, krs, layanan, perubahan, rencana, komitmen, reviu, belum_diketahui, keputusan.
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser of `python -m analysis`; a parsed line has `module`, the module of this package to run."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Konvergensi tanpa peramban.")
    verbs = parser.add_subparsers(required=True, metavar="PERINTAH")
    _add_measuring(verbs)
    _add_krs(verbs)
    check = _add(verbs, "check", "memeriksa berkas: keluar 1 bila ada yang salah", CHECK)
    check.add_argument(
        "files", metavar="FILE", nargs="+", help="CSV, CSV.GZ, XLSX, atau Parquet; - untuk masukan standar"
    )
    sample = _add(verbs, "sample", "menulis data contoh (sintetis)", SAMPLE)
    size = sample.add_mutually_exclusive_group()
    size.add_argument("--balita", type=_positive, metavar="N", help="banyaknya balita dalam ekspor sintetis")
    size.add_argument("--nasional", action="store_true", help="folder data seukuran negara")
    sample.add_argument(
        "-o",
        dest="output",
        metavar="FILE|FOLDER",
        default="-",
        help="berkas untuk --balita (- untuk keluaran standar), folder untuk --nasional",
    )
    prepare = _add(verbs, "prepare", "menyiapkan folder data yang besar", PREPARE)
    prepare.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="", help="folder data; bila kosong, KONVERGENSI_DATA"
    )
    boundaries = _add(verbs, "boundaries", "batas resmi kelurahan menjadi GeoJSON", BOUNDARIES)
    boundaries.add_argument("file", metavar="FILE", help="berkas batas; - untuk masukan standar")
    boundaries.add_argument(
        "-o", dest="output", metavar="OUT.geojson", required=True, help="berkas hasil; - untuk keluaran standar"
    )
    _add_recording(verbs)
    scenario = _add(verbs, "scenario", "simulasi rencana cakupan: tabel, grafik, dan rencananya", SCENARIO)
    scenario.add_argument("plan", metavar="PLAN.toml", help="berkas rencana; - untuk masukan standar")
    scenario.add_argument("-o", dest="output", metavar="DIR", required=True, help="folder hasil; dibuat bila belum ada")
    scenario.add_argument(
        "--tahun", type=_positive, default=0, metavar="TAHUN", help="tahun data; bila kosong, terbaru"
    )
    scenario.add_argument("--undian", type=_positive, default=1000, metavar="N", help="banyaknya undian (baku 1000)")
    scenario.add_argument("--tanpa-contoh", action="store_true", help="tanpa data contoh, hanya data yang tercatat")
    _add_briefing(verbs)
    _add_report(verbs)
    _add(verbs, "geometry", "menulis ulang bentuk peta di static/peta/ dan data/wilayah/titik_peta.csv")
    _add(verbs, "translate", "mengumpulkan teks baru ke katalog bahasa Inggris")
    return parser


def _add(verbs: Verbs, name: str, short: str, text: str = "") -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name,
        help=short,
        description=textwrap.dedent(text) or short,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(module=name)
    return parser


def _add_briefing(verbs: Verbs) -> None:
    brief = _add(verbs, "brief", "paparan satu kota dan tahun sebagai PPTX atau PDF", BRIEF)
    brief.add_argument("-o", dest="output", metavar="FILE", required=True, help="berkas hasil: .pptx atau .pdf")
    brief.add_argument("--kota", metavar="KODE", default="31.73", help="kode kota, atau 31 (baku 31.73)")
    brief.add_argument("--tahun", type=_positive, default=2024, metavar="TAHUN", help="tahun data (baku 2024)")
    brief.add_argument("--bahasa", choices=["id", "en"], default="id", help="bahasa paparan (baku id)")
    brief.add_argument("--tanpa-contoh", action="store_true", help="tanpa data contoh, hanya data yang tercatat")
    brief.add_argument("--publik", action="store_true", help="sembunyikan angka kecil: untuk umum")
    brief.add_argument("--susunan", metavar="KODE,KODE", default="", help="layar yang ditulis dan urutannya")
    brief.add_argument(
        "--store", metavar="LETAK", default=None, help="penyimpanan; bila tidak diisi, menurut pengaturan"
    )


def _add_report(verbs: Verbs) -> None:
    report = _add(verbs, "report", "laporan wilayah atau buletin Aksi 7 sebagai PDF", REPORT)
    report.add_argument("--wilayah", metavar="KODE", required=True, help="kode wilayah, misalnya 31.73.01.1005")
    report.add_argument("-o", dest="output", metavar="OUT.pdf", required=True, help="berkas hasil; .zip dengan --semua")
    report.add_argument("--tahun", type=_positive, default=2024, metavar="TAHUN", help="tahun data (baku 2024)")
    kind = report.add_mutually_exclusive_group()
    kind.add_argument("--buletin", action="store_true", help="buletin semua kelurahan sebuah kota")
    kind.add_argument("--semua", choices=["kelurahan", "kecamatan"], help="satu laporan per wilayah di dalam KODE")
    report.add_argument(
        "--kontak", default="", metavar="TEKS", help="kontak penerbit di buletin; bila kosong, garis isian"
    )
    report.add_argument("--bahasa", choices=["id", "en"], default="id", help="bahasa PDF (baku id)")
    report.add_argument("--tanpa-contoh", action="store_true", help="tanpa data contoh, hanya data yang tercatat")
    report.add_argument(
        "--internal", action="store_true", help="angka kecil tidak disembunyikan; bukan untuk publikasi"
    )
    report.add_argument(
        "--store", metavar="LETAK", default=None, help="penyimpanan; bila tidak diisi, menurut pengaturan"
    )


def _add_recording(verbs: Verbs) -> None:
    export = _add(verbs, "export", "menulis data tercatat sebagai paket data", EXPORT)
    export.add_argument("-o", dest="output", metavar="FOLDER|FILE.zip", required=True, help="folder atau berkas .zip")
    backup = _add(verbs, "backup", "mencadangkan semua yang tercatat ke satu berkas", BACKUP)
    backup.add_argument("-o", dest="output", metavar="FILE.zip", required=True, help="berkas cadangan")
    restore = _add(verbs, "restore", "memulihkan cadangan ke penyimpanan yang kosong", RESTORE)
    restore.add_argument("file", metavar="FILE.zip", help="berkas dari perintah backup")
    record = _add(verbs, "record", "mencatat sebuah berkas ke penyimpanan", RECORD)
    record.add_argument("file", metavar="FILE", help="berkas CSV")
    record.add_argument("--table", metavar="T", required=True, help="tabel: balita, krs, cakupan, ...")
    record.add_argument("--by", metavar="NAMA", required=True, help="unit kerja atau jabatan yang mencatat")
    record.add_argument("--system", metavar="S", default="berkas", help="sistem asal: eppgbm, siga, carik, ...")
    for parser in (export, backup, restore, record):
        parser.add_argument(
            "--store", metavar="LETAK", default=None, help="penyimpanan; bila tidak diisi, menurut pengaturan"
        )


def _add_measuring(verbs: Verbs) -> None:
    _add_reading(_add(verbs, "zscore", "z-score, tanda, alasan, dan kategori setiap baris", ZSCORE))
    prevalence = _add(verbs, "prevalence", "prevalensi dengan selang kepercayaan menurut rancangan survei", PREVALENCE)
    _add_reading(prevalence)
    for option, meaning in (("weight", "bobot"), ("cluster", "klaster (PSU)"), ("strata", "strata")):
        prevalence.add_argument(f"--{option}", metavar="KOLOM", help=f"kolom {meaning}")
    quality = _add(verbs, "quality", "mutu pengukuran dengan skor SMART", QUALITY)
    _add_reading(quality)
    for parser in (prevalence, quality):
        parser.add_argument(
            "--by", nargs="+", action="extend", default=[], metavar="KOLOM",
            help="kelompok tambahan: nama kolom berkas, atau kecamatan, kelurahan, posyandu ...; A+B untuk gabungan",
        )  # fmt: skip


def _add_krs(verbs: Verbs) -> None:
    parser = _add(verbs, "krs", "penapisan keluarga berisiko stunting (KRS)", KRS)
    parser.add_argument("input", metavar="IN", help="CSV, CSV.GZ, XLSX, atau Parquet; - untuk masukan standar")
    _add_output(parser)
    parser.add_argument(
        "--by", default="", metavar="KOLOM",
        help="jumlah per kode_kelurahan, kecamatan, kota, atau kolom lain di berkas yang bukan identitas",
    )  # fmt: skip
    switches = {
        "anak-lebih-dari-3": "terlalu banyak bila lebih dari 3 anak (berita BKKBN), bukan mulai 3 anak (SIGA)",
        "umur-tua-tanpa-batas": "terlalu tua mulai 35 tahun tanpa batas atas, bukan 35 sampai 40 tahun (SIGA)",
        "kb-kecuali-hamil": "PUS yang sedang hamil tidak dihitung bukan peserta KB modern",
        "semua-sasaran": "semua keluarga di berkas adalah keluarga sasaran, kecuali yang tertulis bukan",
    }
    for name, meaning in switches.items():
        parser.add_argument(f"--{name}", action="store_true", help=meaning)
    parser.add_argument(
        "--parameter", action="append", default=[], metavar="NAMA=NILAI",
        help="ambang lain dari yang di data/rujukan/parameter.csv, misalnya terlalu_tua_sampai=45; dapat diulang",
    )  # fmt: skip
    _add_columns(parser, "umur_istri=Usia")
    _add_spread(parser)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        dest="output",
        metavar="OUT.csv",
        required=True,
        help="berkas hasil (.csv atau .csv.gz); - untuk keluaran standar",
    )


def _add_columns(parser: argparse.ArgumentParser, example: str) -> None:
    parser.add_argument(
        "--kolom", action="append", default=[], metavar="NAMA=KOLOM",
        help=f"kolom yang tidak dikenali, misalnya {example}; dapat diulang",
    )  # fmt: skip


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """IN, OUT and everything about how it is read."""
    parser.add_argument(
        "input", metavar="IN",
        help="CSV, CSV.GZ, XLSX, atau Parquet; - untuk masukan standar; folder atau pola 'data/*.csv' untuk banyak berkas",
    )  # fmt: skip
    _add_output(parser)
    _add_columns(parser, "berat_kg=Bobot")
    parser.add_argument(
        "--umur", choices=["hari", "bulan"], default="", help="satuan kolom umur bila hanya berisi angka"
    )
    _add_spread(parser)


def _add_spread(parser: argparse.ArgumentParser) -> None:
    """Many processes or machines for one file."""
    spread = parser.add_mutually_exclusive_group()
    spread.add_argument(
        "--workers", type=_positive, default=0, metavar="N", help="olah dengan N proses di mesin ini (Dask)"
    )
    spread.add_argument("--scheduler", default="", metavar="tcp://...", help="olah di klaster Dask yang sudah berjalan")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("tulis bilangan bulat mulai 1")
    return int(text)
