"""What is wrong with a file, said so that its owner can mend it: file, row, column, what to do.

Traps: a problem is found once, when a file is read, but is shown to people of either language, so it
keeps a kind and its values and becomes a sentence only when it is shown. And files that people bring
may hold names and NIK: a cell is kept here only after `quote`, never as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from analysis.language import _, join_names, number

SHOWN = 3  # problems of one kind that are told one by one; the rest is counted
QUOTED_LENGTH = 40
IDENTITY_DIGITS = 12  # a code of a kelurahan has 10 digits, a NIK or a telephone number more
_LONG_NUMBER = re.compile(rf"\d{{{IDENTITY_DIGITS},}}|\d(?:[ .\-]?\d){{14,}}")


@dataclass(frozen=True)
class Problem:
    """One problem in one file; `str()` gives the full sentence in the language in use.

    `berkas` is the name of the file, `baris` the line in it (the header is line 1), `kolom` the name of
    the column; None where the problem is not about one row or one column. `jenis` names the sentence
    in `_sentences` and `isi` fills it. `baris_lain` are the further lines that the sentence counts.
    """

    berkas: str
    baris: int | None
    kolom: str | None
    jenis: str
    isi: Mapping[str, object] = field(default_factory=dict, hash=False)
    baris_lain: tuple[int, ...] = ()

    @property
    def pesan(self) -> str:
        """What is wrong and what to do, without the place."""
        shown = {name: _show(name, value) for name, value in self.isi.items()}
        return _sentences()[self.jenis].format(**shown)

    def __str__(self) -> str:
        place = {
            (False, False): _("{berkas}: {pesan}"),
            (True, False): _("{berkas}, baris {baris}: {pesan}"),
            (False, True): _("{berkas}, kolom {kolom}: {pesan}"),
            (True, True): _("{berkas}, baris {baris}, kolom {kolom}: {pesan}"),
        }[self.baris is not None, self.kolom is not None]
        return place.format(berkas=self.berkas, baris=self.baris, kolom=self.kolom, pesan=self.pesan)


def report(
    berkas: str,
    kolom: str | None,
    jenis: str,
    lines: Iterable[int],
    isi: Callable[[int], Mapping[str, object]] = lambda line: {},
) -> list[Problem]:
    """The same problem on several lines: the first few one by one, the others in one last sentence."""
    lines = [int(line) for line in lines]
    told = [Problem(berkas, line, kolom, jenis, isi(line)) for line in lines[:SHOWN]]
    if rest := tuple(lines[SHOWN:]):
        told.append(Problem(berkas, None, kolom, "lain", {"jumlah": len(rest)}, rest))
    return told


def quote(cell: str) -> str | None:
    """A cell as a message may repeat it: one short line; None when it may be a NIK or a telephone number."""
    if sum(character.isdigit() for character in cell) >= IDENTITY_DIGITS:
        return None
    line = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return line if len(line) <= QUOTED_LENGTH else line[: QUOTED_LENGTH - 1] + "…"


def hide_numbers(text: str) -> str:
    """`text` without what may be a NIK, also one written in groups, or a telephone number."""
    return _LONG_NUMBER.sub("…", text)


def _show(name: str, value: object) -> str:
    """A value inside a sentence. `nilai` is what stands in the file and is set in quotation marks."""
    if name == "nilai":
        return _("isi sel") if value is None else f"“{value}”"
    if isinstance(value, tuple):
        return join_names([str(item) for item in value])
    if isinstance(value, float):
        return number(value, 1)
    return number(value) if isinstance(value, int) else str(value)


def _sentences() -> dict[str, str]:
    return {
        # the file
        "siap_lama": _(
            "berubah sesudah data disiapkan; jalankan python -m analysis prepare, lalu mulai ulang aplikasi."
        ),
        "siap_rusak": _(
            "data siap pakai tidak terbaca; jalankan python -m analysis prepare, lalu mulai ulang aplikasi."
        ),
        "baris_di_dua_berkas": _(
            "{jumlah} baris sudah ada di berkas sebelumnya dan tidak dipakai; hapus salah satunya."
        ),
        "berkas_hilang": _("berkas tidak ada; letakkan kembali dari salinan proyek."),
        "berkas_terkunci": _("berkas tidak dapat dibuka; tutup aplikasi lain yang memakainya atau periksa izinnya."),
        "berkas_kosong": _("berkas kosong; isi baris pertama dengan nama kolom dan baris berikutnya dengan data."),
        "berkas_besar": _("ukuran berkas lebih dari {batas} MB; bagi menjadi beberapa berkas yang lebih kecil."),
        "berkas_luas": _("ada lebih dari {batas} sel; hapus kolom yang tidak diperlukan atau bagi berkasnya."),
        "berkas_pdf": _("isinya PDF, bukan CSV; minta data aslinya sebagai tabel dan simpan sebagai CSV UTF-8."),
        "berkas_zip": _(
            "isinya Excel (.xlsx) atau ZIP, bukan CSV; buka, lalu pilih Simpan Sebagai dan jenis CSV UTF-8."
        ),
        "berkas_xls": _(
            "isinya Excel lama (.xls), bukan CSV; buka di Excel, lalu pilih Simpan Sebagai dan jenis CSV UTF-8."
        ),
        "berkas_web": _(
            "isinya halaman web atau XML, bukan CSV; buka di Excel, lalu pilih Simpan Sebagai dan jenis CSV UTF-8."
        ),
        "berkas_biner": _("isinya bukan teks; buka dengan aplikasi asalnya dan simpan sebagai CSV UTF-8."),
        "huruf_rusak": _(
            "hurufnya bukan UTF-8, UTF-16, atau Windows-1252; buka di Excel dan simpan ulang sebagai CSV UTF-8."
        ),
        "huruf_baris": _("ada huruf yang rusak, jadi baris ini tidak dipakai; ketik ulang dari sumbernya."),
        "tanpa_data": _("tidak ada baris data di bawah nama kolom; isi datanya."),
        # the columns
        "kolom_hilang": _(
            "kolom {kolom} tidak ada; tambahkan, atau pakai templat tabel ini, dengan nama kolom di baris pertama."
        ),
        "kolom_ganda": _("kolom {kolom} ada lebih dari sekali; hapus yang berlebih."),
        "kolom_dibuang": _("kolom {kolom} tidak dikenal, jadi tidak dipakai dan tidak disimpan."),
        "kolom_tanpa_nama": _("kolom tanpa nama tidak dipakai dan tidak disimpan; beri nama bila isinya penting."),
        # one row or one cell
        "sel_lebih": _(
            "ada {ada} sel untuk {harus} kolom; hapus yang berlebih atau, bila memakai koma desimal, "
            "pisahkan kolom dengan titik koma."
        ),
        "kutip": _("tanda kutip tidak ditutup; tutup atau hapus tanda itu dan tulis setiap baris data di satu baris."),
        "sel_kosong": _("sel kosong; isi selnya atau hapus barisnya."),
        "sel_kosong_banyak": _("sel kolom {kolom} kosong; isi sel itu atau hapus barisnya."),
        "bukan_angka": _("{nilai} bukan angka; tulis angkanya saja, misalnya 1234."),
        "bukan_bulat": _("{nilai} bukan bilangan bulat; kolom ini berisi jumlah, tulis tanpa desimal, misalnya 1234."),
        "terlalu_besar": _("{nilai} terlalu besar untuk sebuah jumlah; periksa apakah kolomnya tertukar."),
        "negatif": _("{nilai} di bawah nol; jumlah paling kecil 0."),
        "bukan_tahun": _("{nilai} bukan tahun; tulis empat angka, misalnya 2024."),
        "tahun_luar": _("tahun {nilai} di luar 2015 sampai 2100; perbaiki tahunnya."),
        "bukan_tanggal": _("{nilai} bukan tanggal; tulis seperti 2024-12-31 atau 31/12/2024."),
        "pilihan": _("{nilai} tidak dikenal; pakai salah satu dari {pilihan}."),
        "kode_bentuk": _("{nilai} bukan kode kelurahan; tulis sepuluh angka kode Kemendagri, misalnya 31.73.01.1005."),
        "kode_kota_bentuk": _("{nilai} bukan kode kota; tulis empat angka kode Kemendagri, misalnya 31.73."),
        "kode_wilayah_bentuk": _("{nilai} bukan kode wilayah Kemendagri; tulis seperti 31, 31.73, atau 31.73.01.1005."),
        "kode_bps": _(
            "{nilai} kode BPS (angka ketujuhnya 0); pakai kode Kemendagri, yang angka ketujuhnya 1, "
            "misalnya 31.73.01.1005."
        ),
        "kode_rusak": _("{nilai} kode yang dibulatkan Excel; jadikan kolomnya Teks lalu isi ulang kodenya."),
        "kode_tak_dikenal": _("kode {nilai} tidak ada dalam daftar wilayah; periksa kodenya."),
        "indikator_tak_dikenal": _("indikator {nilai} tidak ada dalam daftar indikator esensial; periksa kodenya."),
        "mirip_identitas": _(
            "ada 12 angka atau lebih berturut-turut, seperti NIK atau nomor telepon; hapus, identitas orang tidak dicatat."
        ),
        "bukan_tautan": _("{nilai} bukan tautan; tulis alamat lengkap yang diawali https:// atau http://."),
        # columns against each other
        "cakupan_lebih": _(
            "pembilang {jumlah} lebih besar daripada penyebut {batas}, jadi cakupan di atas 100 %; "
            "periksa apakah keduanya tertukar."
        ),
        "jumlah_lebih": _("{kiri} = {jumlah} melebihi {kanan} = {batas}; perbaiki angka di baris ini."),
        "jumlah_beda": _("{kiri} = {jumlah}, seharusnya sama dengan {kanan} = {batas}; perbaiki angka di baris ini."),
        "aksi_tak_dikenal": _(
            "aksi {aksi} tidak ada dalam kerangka {kerangka} tahun {tahun}; periksa aksi, kerangka, dan tahunnya."
        ),
        "kota_lain": _("kelurahan {kode_kelurahan} bukan bagian kota {kode_kota}; perbaiki salah satu kodenya."),
        "kunci_ganda": _("isi {kunci} sudah ada di baris {pertama} dan baris itu yang dipakai; hapus salah satunya."),
        # files of other systems
        "baris_panjang": _(
            "ada baris yang lebih panjang dari {batas} huruf; berkas ini bukan tabel, ekspor ulang sebagai CSV."
        ),
        "kolom_banyak": _("ada lebih dari {batas} kolom; hapus kolom yang tidak diperlukan."),
        "berkas_keluarga": _(
            "berisi data per keluarga, bukan per kelurahan; saring dahulu dengan `python -m analysis krs` lalu bawa rekapnya."
        ),
        "wilayah_ragu": _("{nilai} tidak pasti kelurahan mana (mungkin {usulan}); pastikan saat mengimpor."),
        "petakan": _("kolom {kolom} belum diketahui asalnya; pilih kolom berkas atau nilai tetapnya pada pemetaan."),
        "kode_bps_saja": _(
            "kolom ini berisi kode BPS, yang tidak sama dengan kode Kemendagri; petakan juga nama kelurahan dan kecamatan."
        ),
        "bps_dikenali": _("kode BPS dikenali dan tidak dipakai; kelurahan dicocokkan dengan namanya."),
        "baris_jumlah": _("{jumlah} baris jumlah atau total dilewati, karena isinya sudah ada di baris lain."),
        "baris_dijumlahkan": _(
            "{jumlah} baris adalah bagian dari kelurahan yang sama (menurut kolom {kolom}), jadi angkanya dijumlahkan."
        ),
        "hanya_persen": _(
            "hanya berisi persentase; tanpa pembilang dan penyebut cakupan tidak dapat dijumlahkan, jadi tidak dipakai."
        ),
        "tanpa_pasangan": _(
            "pembilang atau penyebutnya tidak ada, jadi indikator ini tidak dipakai; tambahkan kolomnya."
        ),
        # exports of measurements
        "jenis_asing": _(
            "isinya bukan tabel yang dikenal aplikasi dan bukan ekspor pengukuran; periksa nama kolomnya."
        ),
        "gz_rusak": _("berkas gz rusak atau terpotong; salin atau unduh ulang berkasnya."),
        "buku_rusak": _("berkas Excel rusak atau terkunci sandi; buka di Excel dan simpan ulang sebagai .xlsx."),
        "buku_besar": _("isi berkas Excel melebihi {batas} MB setelah dibuka; simpan sebagai CSV UTF-8."),
        "parquet_rusak": _("berkas Parquet rusak atau terpotong; salin ulang berkasnya."),
        "baris_mac": _("barisnya dipisahkan cara Mac lama; buka di Excel dan simpan ulang sebagai CSV UTF-8."),
        "kolom_asing": _("kolom {kolom} tidak ada di berkas ini atau memuat identitas, jadi tidak dapat dipetakan."),
        "nama_asing": _("{nama} bukan data yang dikenal; pakai salah satu dari {pilihan}."),
        "kolom_lain": _("kolomnya berbeda dari kolom berkas pertama; olah berkas ini tersendiri."),
        "kolom_ukur": _("kolom untuk {kolom} tidak dikenali; sebutkan sendiri kolom berkas ini yang berisi data itu."),
        "sel_kurang": _(
            "hanya {ada} dari {harus} sel dan isinya tampak bergeser, jadi baris ini tidak dipakai; lengkapi selnya."
        ),
        "jk_kosong": _("jenis kelamin kosong; isi L atau P."),
        "bukan_umur": _("{nilai} bukan umur; tulis seperti 2 Tahun - 3 Bulan - 5 Hari, atau angkanya saja."),
        "umur_tak_diketahui": _("umur tidak diketahui; isi tanggal lahir dan tanggal pengukuran."),
        "umur_beda": _("umur tertulis berbeda lebih dari 31 hari dari selisih kedua tanggal; yang dipakai selisihnya."),
        "tanggal_terbalik": _("tanggal pengukuran mendahului tanggal lahir; perbaiki salah satunya."),
        "tanpa_ukuran": _("tidak ada hasil ukur yang terbaca; isi berat atau tinggi, atau hapus barisnya."),
        "ukuran_nol": _("{nilai} bukan hasil ukur; kosongkan selnya bila anak tidak diukur."),
        "ukur_ganda": _(
            "anak ini sudah tercatat pada tanggal pengukuran yang sama; yang dihitung baris yang pertama, "
            "hapus salah satunya."
        ),
        "kelurahan_tak_dikenal": _(
            "kelurahan dan kecamatan ini tidak ada dalam daftar wilayah DKI; periksa ejaan keduanya."
        ),
        # boundaries
        "batas_asing": _(
            "isinya bukan berkas batas yang dikenal; pakai shapefile di dalam ZIP, GeoJSON, GPKG, KML, atau KMZ."
        ),
        "batas_tanpa_zip": _(
            ".shp saja tidak cukup; masukkan .shp, .shx, .dbf, dan .prj ke satu ZIP lalu kirim ZIP itu."
        ),
        "batas_zip_kosong": _("ZIP ini tidak memuat shapefile, GeoJSON, GPKG, atau KML; periksa isinya."),
        "zip_rusak": _("berkas ZIP rusak, terpotong, atau terkunci sandi; buat atau unduh ulang berkasnya."),
        "zip_besar": _("isi ZIP melebihi {batas} MB setelah dibuka; kirim lapisan kelurahan saja."),
        "batas_rusak": _("berkas batas rusak atau terpotong; ekspor ulang dari aplikasi asalnya."),
        "batas_banyak": _("ada lebih dari {batas} fitur; kirim lapisan kelurahan DKI saja."),
        "kml_entitas": _("KML ini memuat deklarasi entitas, jadi tidak dibuka; ekspor ulang dari aplikasi asalnya."),
        "batas_tanpa_fitur": _("tidak ada fitur berbentuk wilayah di dalamnya; kirim lapisan kelurahan."),
        "batas_tanpa_kolom": _(
            "tidak ada kolom kode atau nama kelurahan yang dikenal (kolomnya: {kolom}); "
            "beri nama kolomnya KDEPUM atau WADMKD."
        ),
        "batas_di_luar": _(
            "tidak ada fitur yang jatuh di Jakarta, dengan sistem koordinat mana pun yang dicoba; "
            "sertakan .prj atau ekspor ulang dalam WGS 84."
        ),
        "crs_ditebak": _("sistem koordinat tidak tertulis; dibaca sebagai {crs} karena letaknya jatuh di Jakarta."),
        "crs_salah": _(
            "sistem koordinat yang tertulis ({tertulis}) tidak menempatkannya di Jakarta; dibaca sebagai {crs}."
        ),
        "sumbu_tertukar": _("lintang dan bujur tertukar; ditukar kembali."),
        "dimensi_tiga": _("{jumlah} fitur memuat ketinggian; ketinggiannya dibuang."),
        "poligon_diperbaiki": _("{jumlah} poligon bergaris silang atau tidak tertutup; diperbaiki."),
        "fitur_digabung": _("{jumlah} fitur lain dari kelurahan yang sama digabung ke kelurahannya."),
        "kode_bps_diabaikan": _("{jumlah} fitur hanya berkode BPS; kodenya tidak dipakai, namanya yang dicocokkan."),
        "luar_jakarta": _("{jumlah} fitur di luar Jakarta tidak dipakai."),
        "bertanda_indikatif": _("{jumlah} fitur bertanda indikatif tidak dipakai: bukan batas resmi."),
        "lapisan_lain": _("yang dibaca lapisan {lapisan}; lapisan {lain} tidak."),
        "bertindih": _("{satu} dan {dua} bertindih {luas} ha; periksa di sumbernya."),
        "bertindih_lain": _("… dan {jumlah} pasangan lain yang bertindih."),
        "jarak_jauh": _(
            "titik tengah {kelurahan} {jarak} m dari titik pusat yang dikenal (wajarnya paling jauh {batas} m); "
            "tetap dipakai karena tidak ada titik pusat lain yang lebih dekat."
        ),
        "jarak_batas": _(
            "titik tengahnya {jarak} m dari titik pusat {kelurahan}, lebih dari {batas} m; periksa kode dan namanya."
        ),
        "bukan_poligon": _("bentuknya bukan poligon atau rusak; gambar ulang di sumbernya."),
        "kode_asing": _("kodenya tidak ada dalam daftar kelurahan; pilih kelurahannya atau biarkan."),
        "tanpa_padanan": _("tidak ada kelurahan bernama ini di kecamatannya; pilih kelurahannya atau biarkan."),
        "tanpa_nama": _("tidak berkode dan tidak bernama; pilih kelurahannya atau biarkan."),
        # files of families
        "kolom_keluarga": _(
            "kolom berkas keluarga tidak dikenali; pakai nama kolom seperti kode_kelurahan, umur_istri, jumlah_anak, "
            "sumber_air_minum, dan fasilitas_bab."
        ),
        "kolom_keluarga_tiada": _("kolom {kolom} tidak ada, jadi yang bergantung padanya tidak diketahui."),
        "kode_siga": _(
            "kolom {kolom} dibaca sebagai kode SIGA: 2 berisiko, 3 tidak berlaku, dan 1 berarti tidak berisiko."
        ),
        "kode_4t_asing": _("ada kode 0, jadi kolom ini bukan kode SIGA (1, 2, 3) dan tidak dipakai; periksa kodenya."),
        "di_luar_wajar": _("{nilai} di luar {bawah} sampai {atas}, jadi dianggap tidak diketahui; perbaiki selnya."),
        "pus_umur": _(
            "tertulis PUS, tetapi umur istri di luar {bawah} sampai {atas} tahun; yang dipakai tulisannya, "
            "perbaiki salah satunya."
        ),
        "kata_asing": _("pilihan yang tidak dikenal dan banyaknya baris: {daftar}."),
        "keluarga_ganda": _(
            "keluarga ini sudah ada di baris sebelumnya dan baris itu yang dihitung; hapus salah satunya."
        ),
        # files of the store
        "simpanan_rusak": _(
            "isi berkas simpanan ini rusak atau diubah, jadi dilewati; ganti dengan salinannya dari cadangan."
        ),
        "simpanan_hilang": _("berkas simpanan ini tidak ada lagi di tempatnya; kembalikan dari cadangan."),
        "induk_hilang": _("simpanan ini menjadi dasar simpanan lain tetapi tidak ada; kembalikan dari cadangan."),
        "bukan_simpanan": _("bukan berkas simpanan, jadi dilewati; pindahkan ke tempat lain."),
        # records of use
        "penggunaan_rusak": _("isi catatan penggunaan ini rusak atau diubah; ganti dengan salinannya dari cadangan."),
        "penggunaan_hilang": _("catatan penggunaan ini tidak ada lagi di tempatnya; kembalikan dari cadangan."),
        "penggunaan_urutan": _("catatan penggunaan ini tidak menyambung dengan catatan sebelumnya; periksa asalnya."),
        "penggunaan_bolong": _(
            "catatan nomor {dari} sampai {sampai} dari proses ini tidak ada; kembalikan dari cadangan."
        ),
        "bukan_penggunaan": _("bukan catatan penggunaan, jadi dilewati; pindahkan ke tempat lain."),
        "lain": _("… dan {jumlah} baris lain dengan masalah yang sama."),
    }
