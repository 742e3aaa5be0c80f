"""What each table must contain.

Traps: who brings a recap rarely has every count of it, so counts that a known form leaves out may be empty and a
rule with an unknown part says nothing; in the table of balita `pendek` leaves out `sangat_pendek`, so it is their sum that may not exceed
`diukur`; the 4T counts of KRS overlap, so their sum only bounds `jumlah_4t` from above; KRS and its
welfare ranks obey exact identities, and a row that breaks one is refused whole rather than mended.
"""

from __future__ import annotations

from analysis.access import ROLES
from analysis.sources import cells
from analysis.sources.rules import Belongs, Bound, Column, InFrame, Table

TEXT = Column(cells.read_text, required=False)
LABEL = Column(cells.read_text)
# Free text of offices: looked at for numbers of persons.
FREE = Column(cells.read_free_text)
FREE_IF_ANY = Column(cells.read_free_text, required=False)
LINK_IF_ANY = Column(cells.read_link, required=False)
COUNT = Column(cells.read_count, "int64", at_least=0)
RUPIAH_IF_KNOWN = Column(cells.read_rupiah, "Int64", required=False, at_least=0)
COUNT_IF_KNOWN = Column(cells.read_count, "Int64", required=False, at_least=0)
NUMBER = Column(cells.read_decimal, "float64")
NUMBER_IF_KNOWN = Column(cells.read_decimal, "float64", required=False)
AMOUNT_IF_KNOWN = Column(cells.read_decimal, "float64", required=False, at_least=0)
YEAR = Column(cells.read_year, "int64", is_year=True)
YEAR_IF_KNOWN = Column(cells.read_year, "Int64", required=False, is_year=True)
FLAG = Column(cells.read_flag, "int64", one_of=("1", "0"))
DATE_IF_KNOWN = Column(cells.read_date, required=False)
PUBLISHED = Column(cells.read_known_date, required=False)
KELURAHAN = Column(cells.read_code((10,), "kode_bentuk"), known="kelurahan")
KOTA = Column(cells.read_code((4,), "kode_kota_bentuk"), known="kota")
AREA = Column(cells.read_code((2, 4, 6, 10), "kode_wilayah_bentuk"), known="wilayah")
AREA_CODE = Column(cells.read_code((2, 4, 6, 10), "kode_wilayah_bentuk"))
AREA_CODE_IF_ANY = Column(cells.read_code((2, 4, 6, 10), "kode_wilayah_bentuk"), required=False)
INDIKATOR = Column(cells.read_indikator, known="indikator")
INDIKATOR_IF_KNOWN = Column(cells.read_indikator, required=False, known="indikator")
INDIKATOR_IF_ANY = Column(cells.read_indikator, required=False)
AKSI = Column(cells.read_aksi)
AKSI_IF_KNOWN = Column(cells.read_aksi, required=False)


def choice(*options: str, required: bool = True) -> Column:
    return Column(cells.read_choice(options), one_of=options, required=required)


FRAME = choice("aksi8", "aksi6")
FOUR_T = ("terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak")
WELFARE = tuple(f"kesejahteraan_{rank}" for rank in ("1", "2", "3", "4", "lebih_4"))
KRS_FACTORS = ("air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern")
# Every published figure names its source; an address or a date is not always known.
PUBLICATION = {"sumber_judul": LABEL, "sumber_url": TEXT, "tanggal_sumber": PUBLISHED, "catatan": TEXT}
CITATION = {"sumber_judul": TEXT, "sumber_url": TEXT}

# Counts of families in the shape of data/contoh/krs.csv, rules from the PK/SIGA recap of KRS.
_KRS_COUNTS = (
    "jumlah_keluarga", "keluarga_sasaran", "total_krs", "tidak_berisiko", "air_tidak_layak",
    "jamban_tidak_layak", *FOUR_T, "jumlah_4t", "bukan_kb_modern", *WELFARE,
)  # fmt: skip

TABLES = {
    "balita": Table(
        {"kode_kelurahan": KELURAHAN, "tahun": YEAR, "balita_sasaran": COUNT_IF_KNOWN}
        | dict.fromkeys(("diukur", "pendek", "sangat_pendek"), COUNT),
        (
            Bound(("diukur",), "<=", ("balita_sasaran",)),
            Bound(("pendek", "sangat_pendek"), "<=", ("diukur",)),
        ),
        key=("kode_kelurahan", "tahun"),
    ),
    "krs": Table(
        {"kode_kelurahan": KELURAHAN, "tahun": YEAR} | dict.fromkeys(_KRS_COUNTS, COUNT_IF_KNOWN),
        (
            Bound(("keluarga_sasaran",), "<=", ("jumlah_keluarga",)),
            Bound(("total_krs", "tidak_berisiko"), "==", ("keluarga_sasaran",)),
            Bound(WELFARE, "==", ("total_krs",)),
            *(Bound((factor,), "<=", ("total_krs",)) for factor in KRS_FACTORS),
            *(Bound((one,), "<=", ("jumlah_4t",)) for one in FOUR_T),
            Bound(("jumlah_4t",), "<=", FOUR_T),
        ),
        key=("kode_kelurahan", "tahun"),
    ),
    "cakupan": Table(
        {"kode_kelurahan": KELURAHAN, "tahun": YEAR, "kode_indikator": INDIKATOR}
        | {"pembilang": COUNT, "penyebut": COUNT},
        (Bound(("pembilang",), "<=", ("penyebut",), "cakupan_lebih"),),
        key=("kode_kelurahan", "tahun", "kode_indikator"),
    ),
    "reviu": Table(
        {"kode_kota": KOTA, "tahun": YEAR, "kerangka": FRAME, "aksi": AKSI}
        | {"huruf": choice("A", "B", "C", "D", "Tumbuh", "Berkembang", "Berdaya")},
        (InFrame(),),
        key=("kode_kota", "tahun", "kerangka", "aksi"),
    ),
    "bukti": Table(
        {"kode_kota": KOTA, "tahun": YEAR, "kerangka": FRAME, "aksi": AKSI, "bukti": LABEL, "tersedia": FLAG}
        | {"tanggal_rencana": DATE_IF_KNOWN, "tanggal_selesai": DATE_IF_KNOWN},
        (InFrame(),),
        key=("kode_kota", "tahun", "kerangka", "aksi", "bukti"),
        replaces=("kode_kota", "tahun", "kerangka", "aksi"),
    ),
    # What a kota writes itself for aksi 2 to 5. Owners are offices, never persons.
    "rencana": Table(
        {"kode_wilayah": AREA, "tahun": YEAR, "kegiatan": FREE, "opd": FREE, "aksi": AKSI_IF_KNOWN}
        | {"kode_indikator": INDIKATOR_IF_KNOWN, "anggaran_rp": RUPIAH_IF_KNOWN, "realisasi_rp": RUPIAH_IF_KNOWN}
        | {"target": AMOUNT_IF_KNOWN, "realisasi": AMOUNT_IF_KNOWN, "satuan": FREE_IF_ANY},
        key=("kode_wilayah", "tahun", "kegiatan", "opd"),
    ),
    "komitmen": Table(
        {"kode_kota": KOTA, "tahun": YEAR, "komitmen": FREE, "penanggung_jawab": FREE}
        | {"tenggat": DATE_IF_KNOWN, "tanggal_selesai": DATE_IF_KNOWN, "catatan": FREE_IF_ANY},
        key=("kode_kota", "tahun", "komitmen"),
        replaces=("kode_kota", "tahun"),
    ),
    "regulasi_daerah": Table(
        {"kode_kota": KOTA, "tahun": YEAR, "nomor": FREE, "tanggal": PUBLISHED, "tentang": FREE}
        | {"tautan": LINK_IF_ANY},
        key=("kode_kota", "nomor"),
    ),
    "pelaku": Table(
        {"kode_kelurahan": KELURAHAN, "tahun": YEAR, "pelaku": choice("kader", "KPM")}
        | {"jumlah": COUNT, "terlatih": COUNT_IF_KNOWN, "baduta": COUNT_IF_KNOWN},
        (Bound(("terlatih",), "<=", ("jumlah",)),),
        key=("kode_kelurahan", "tahun", "pelaku"),
    ),
    # Official boundaries, deadlines and mappings that people draw; kept in the store like any other table.
    "batas": Table(
        {"kode_kelurahan": KELURAHAN, "geometri": LABEL, "judul": LABEL, "tanggal": PUBLISHED},
        key=("kode_kelurahan",),
    ),
    "tenggat": Table({"tabel": LABEL, "tahun": YEAR, "tenggat": DATE_IF_KNOWN}, key=("tabel", "tahun")),
    "pemetaan": Table({"nama": LABEL, "tabel": LABEL, "isi": LABEL}, key=("nama",)),
    # Simulated plans by name; `isi` is the plan as JSON (plan_files).
    "skenario": Table({"kode_kota": KOTA, "nama": LABEL, "isi": LABEL}, key=("kode_kota", "nama")),
    # What was released; `isi` is what it said as JSON (publication.manifest), so that the next one can tell corrections.
    "rilis": Table(
        {"kode_wilayah": AREA, "tahun": YEAR, "nomor": COUNT, "tanggal": PUBLISHED, "isi": LABEL},
        key=("kode_wilayah", "tahun", "nomor"),
    ),
    # Roles given on the page Pengelolaan; an empty one was taken away.
    "peran": Table({"akun": FREE, "peran": choice(*ROLES, required=False)}, key=("akun",)),
    "sumber_data": Table(
        {"sumber_data": LABEL, "nama": LABEL, "urutan": COUNT, "tabel": LABEL, "pemilik": TEXT}
        | {"jenis": choice("aturan", "riset", "asumsi")}
        | CITATION
        | {"catatan": TEXT},
        key=("sumber_data",),
    ),
    "pemilik_layanan": Table(
        {"kode_indikator": INDIKATOR, "pemilik": LABEL, "jenis": choice("aturan", "riset", "asumsi")}
        | CITATION
        | {"catatan": TEXT},
        key=("kode_indikator",),
    ),
    "angka": Table(
        {"indikator": LABEL, "kode_wilayah": AREA, "nama_wilayah": LABEL, "tahun": YEAR, "periode": TEXT}
        | {"nilai": NUMBER, "satuan": LABEL, "pembilang": COUNT_IF_KNOWN, "penyebut": COUNT_IF_KNOWN}
        | {"status": choice("versi_kota", "belum_diverifikasi", "turunan", required=False)}
        | PUBLICATION,
        (Bound(("pembilang",), "<=", ("penyebut",), "cakupan_lebih"),),
        key=("indikator", "kode_wilayah", "nama_wilayah", "tahun", "periode", "nilai", "status", "sumber_judul"),
    ),
    "lokus_daftar": Table(
        {"daftar": LABEL, "kode_kota": KOTA, "tahun": YEAR, "versi": LABEL}
        | {"jumlah": COUNT_IF_KNOWN, "nomor_sk": TEXT}
        | PUBLICATION,
        key=("daftar", "tahun"),
    ),
    "lokus": Table(
        {"daftar": LABEL, "kode_kota": KOTA, "tahun": YEAR, "versi": LABEL}
        | {"kode_kelurahan": KELURAHAN, "nama_di_sumber": LABEL}
        | PUBLICATION,
        (Belongs("kode_kelurahan", "kode_kota"),),
        key=("daftar", "tahun", "kode_kelurahan"),
    ),
    "jadwal_aksi": Table(
        {"kode_kota": AREA, "tahun": YEAR, "kerangka": FRAME, "aksi": AKSI, "kegiatan": TEXT}
        | dict.fromkeys(("tanggal_rencana", "tanggal_mulai", "tanggal_selesai"), PUBLISHED)
        | PUBLICATION,
        (InFrame(also=("PK",)),),
        key=("kode_kota", "tahun", "kerangka", "aksi", "kegiatan", "tanggal_mulai"),
    ),
    "regulasi": Table(
        {"nomor": LABEL, "tanggal": PUBLISHED, "tentang": LABEL, "tingkat": LABEL} | PUBLICATION,
        key=("nomor", "tentang"),
    ),
    "aksi": Table(
        {"kerangka": FRAME, "berlaku_dari": YEAR_IF_KNOWN, "berlaku_sampai": YEAR_IF_KNOWN, "aksi": AKSI}
        | {"urutan": COUNT, "kelompok": choice("aksi", "utama", "pendukung"), "nama": LABEL, "keluaran": TEXT}
        | CITATION,
        key=("kerangka", "aksi"),
    ),
    "indikator_esensial": Table(
        {"kode_indikator": Column(cells.read_indikator), "kelompok": LABEL, "nama": LABEL, "nama_pendek": LABEL}
        | dict.fromkeys(("definisi", "pembilang_definisi", "penyebut_definisi", "satuan"), TEXT)
        | {"polaritas": choice("naik_baik", "turun_baik"), "target": NUMBER_IF_KNOWN}
        | {"tahun_target": YEAR_IF_KNOWN, "target_sumber_judul": TEXT, "target_sumber_url": TEXT, "catatan": TEXT}
        | CITATION,
        key=("kode_indikator",),
    ),
    "indikator": Table(
        dict.fromkeys(("indikator", "nama", "nama_pendek", "definisi", "satuan"), LABEL)
        | {"polaritas": choice("naik_baik", "turun_baik", "netral"), "boleh_tren": FLAG, "tabel": TEXT}
        | {"pembilang": TEXT, "penyebut": TEXT}
        | CITATION
        | {"catatan": TEXT},
        key=("indikator",),
    ),
    "parameter": Table(
        {"parameter": LABEL, "nama": LABEL, "nilai": NUMBER, "satuan": TEXT, "batas_bawah": NUMBER_IF_KNOWN}
        | {"batas_atas": NUMBER_IF_KNOWN, "berlaku_dari": PUBLISHED, "jenis": choice("aturan", "riset", "asumsi")}
        | CITATION
        | {"catatan": TEXT},
        key=("parameter", "berlaku_dari"),
    ),
    # The scenario model: its parameters, levers and the costs that were found.
    "skenario_parameter": Table(
        {"parameter": LABEL, "nama": LABEL, "tuas": TEXT}
        | {"ukuran": choice("rr", "or", "haz", "g", "pp", "pangkat", "laju", "porsi"), "nilai": NUMBER}
        | dict.fromkeys(("bawah", "atas"), NUMBER_IF_KNOWN)
        | {"satuan": LABEL, "sebaran": choice("lognormal", "normal", "seragam", "segitiga", "tetap")}
        | {"jenis": choice("aturan", "riset", "asumsi")}
        | CITATION
        | {"catatan": TEXT},
        key=("parameter",),
    ),
    "skenario_tuas": Table(
        {"tuas": LABEL, "nama": LABEL, "sasaran": LABEL}
        | {"jendela": choice("hamil", "0-5", "6-23", "rumah_tangga", "pus", "enam_tahun"), "parameter": LABEL}
        | dict.fromkeys(("indikator", "indikator_sasaran", "indikator_populasi"), INDIKATOR_IF_ANY)
        | {"cakupan_awal_pct": NUMBER_IF_KNOWN, "biaya_sekali": FLAG, "asal_biaya": TEXT}
        | {"jenis": choice("aturan", "riset", "asumsi"), "catatan": TEXT},
        key=("tuas",),
    ),
    "skenario_biaya": Table(
        {"tuas": LABEL, "nama": LABEL, "biaya_rp": COUNT_IF_KNOWN, "satuan": LABEL, "tahun": COUNT_IF_KNOWN}
        | {"tempat": LABEL, "jenis": choice("aturan", "riset", "asumsi")}
        | CITATION
        | {"catatan": TEXT},
        key=("tuas", "nama"),
    ),
    "faktor_krs": Table(
        {"faktor": LABEL, "nama": LABEL, "definisi": LABEL, "kelompok": choice("lingkungan", "4T", "kb")} | CITATION,
        key=("faktor",),
    ),
    "glosarium": Table({"istilah": LABEL, "kepanjangan": TEXT, "arti": LABEL} | CITATION, key=("istilah",)),
    "masalah": Table(
        {"topik": LABEL, "masalah": LABEL, "yang_mengisi": TEXT, "sumber_judul": TEXT}, key=("topik", "masalah")
    ),
    "rubrik": Table(
        {"kerangka": FRAME, "aksi": AKSI, "indikator": TEXT, "nama": LABEL}
        | {"huruf": choice("A", "B", "C", "D"), "kriteria": TEXT, "batas_pct": NUMBER_IF_KNOWN, "jenis": TEXT}
        | CITATION,
        key=("kerangka", "aksi", "indikator", "huruf"),
    ),
    "kelurahan": Table(
        {"kode_kelurahan": Column(cells.read_code((10,), "kode_bentuk")), "nama_kelurahan": LABEL}
        | {"kode_kecamatan": AREA_CODE, "nama_kecamatan": LABEL, "kode_kota": AREA_CODE, "nama_kota": LABEL}
        | {"nama_kota_pendek": LABEL, "lat": NUMBER, "lon": NUMBER}
        | {"berlaku_dari": PUBLISHED, "berlaku_sampai": PUBLISHED, "kode_induk": AREA_CODE_IF_ANY},
        (Belongs("kode_kelurahan", "kode_kota"),),
        key=("kode_kelurahan",),
    ),
    "provinsi": Table({"kode_provinsi": AREA_CODE, "nama_provinsi": LABEL}, key=("kode_provinsi",)),
    "alias": Table({"alias": LABEL, "kode_kelurahan": KELURAHAN, "catatan": TEXT}, key=("alias", "kode_kelurahan")),
    "titik_peta": Table(
        {"bentuk": LABEL, "lingkup": LABEL, "kode_kelurahan": KELURAHAN, "x": NUMBER, "y": NUMBER},
        key=("bentuk", "lingkup", "kode_kelurahan"),
    ),
}
