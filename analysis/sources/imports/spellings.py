"""How other systems call the columns of our tables (as `sheet.plain` leaves a name).

Traps: "Jumlah Balita" is the number measured in an export of Master Ansit and the number expected everywhere else; SIGA
writes the rule into the name of the column ("TERLALU TUA (UMUR ISTRI 35-40 TAHUN)"), so some names are known by how they
begin. Sources: headers of public exports (Master Ansit, e-PPGBM, SIGA verval) and recaps of kabupaten.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.sources.imports.sheet import plain

# Where a row is about. Master Ansit's ID_DESA_DAGRI is the Kemendagri code; ID_DESA_BPS numbers otherwise.
PLACES: dict[str, tuple[str, ...]] = {
    "kode": (
        "kode kelurahan", "id desa dagri", "kode kemendagri", "kode dagri", "kode desa dagri", "kode kel", "kode desa",
        "kode desa kelurahan", "kode desa kel", "kode kel desa", "kode kelurahan desa", "kode wilayah", "kode kota",
        "kode desa kemendagri", "kode kab kota", "kode area",
    ),
    "bps": ("id desa bps", "kode bps", "kode desa bps", "kode kelurahan bps", "bps"),
    "kelurahan": (
        "kelurahan", "nama kelurahan", "nama desa", "desa kel", "desa kelurahan", "kelurahan desa", "kel desa", "desa",
        "nama desa kelurahan", "nama kelurahan desa", "nama kel", "kel", "nama desa kel", "nama kel desa", "village",
    ),
    "kecamatan": ("kecamatan", "nama kecamatan", "kec", "nama kec", "district"),
    "kota": (
        "kota", "nama kota", "kabupaten", "nama kabupaten", "kab kota", "kabupaten kota", "nama kab kota", "kota kab",
        "nama kabupaten kota", "kota administrasi",
    ),
}  # fmt: skip
YEAR = ("tahun", "periode tahun", "tahun data", "year", "thn", "periode", "tahun periode", "tahun pengukuran")
# Columns below the kelurahan: with one of them several rows of a kelurahan are parts of it.
BELOW = {
    "puskesmas": ("puskesmas", "pukesmas", "nama puskesmas", "nama pukesmas", "pkm"),
    "posyandu": ("posyandu", "nama posyandu"),
    "rw": ("rw", "nama rw", "no rw", "nomor rw"),
}

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "balita": {
        "balita_sasaran": (
            "balita sasaran", "sasaran balita", "jumlah sasaran", "jumlah sasaran balita", "sasaran", "jml sasaran",
            "jumlah balita", "jml balita", "balita", "s", "target sasaran", "jumlah balita sasaran", "balita s",
            "jumlah sasaran balita s", "jumlah balita s",
        ),
        "diukur": (
            "diukur", "jumlah timbang ukur", "jumlah ditimbang diukur", "jumlah diukur", "balita diukur", "d",
            "jumlah balita diukur", "jml diukur", "jumlah ditimbang", "ditimbang", "timbang ukur", "jumlah ukur",
            "balita ditimbang", "jumlah yang diukur", "jumlah balita ditimbang", "balita diukur d", "jumlah timbang",
            "jumlah balita yang diukur", "jumlah balita diukur d", "jumlah ditimbang dan diukur", "diukur d",
            "jumlah balita ditimbang diukur", "jumlah balita yang ditimbang", "diukur tinggi badan",
        ),
        "pendek": (
            "pendek", "jumlah pendek", "balita pendek", "jumlah balita pendek", "p", "tb u pendek", "jml pendek",
            "pendek p", "stunted", "pendek tb u",
        ),
        "sangat_pendek": (
            "sangat pendek", "jumlah sangat pendek", "balita sangat pendek", "jumlah balita sangat pendek", "sp",
            "tb u sangat pendek", "jml sangat pendek", "sangat pendek sp", "severely stunted", "sangat pendek tb u",
        ),
    },
    "krs": {
        "jumlah_keluarga": ("jumlah keluarga", "jml keluarga", "keluarga", "total keluarga", "jumlah kk"),
        "keluarga_sasaran": (
            "keluarga sasaran", "jumlah keluarga sasaran", "jml keluarga sasaran", "sasaran keluarga",
            "total keluarga sasaran", "jumlah sasaran keluarga",
        ),
        "total_krs": (
            "total krs", "krs", "jumlah krs", "jumlah keluarga beresiko stunting", "jumlah keluarga berisiko stunting",
            "keluarga berisiko stunting", "keluarga beresiko stunting", "keluarga berisiko", "jml krs", "berisiko",
            "total keluarga berisiko stunting", "jumlah keluarga berisiko", "total keluarga berisiko",
        ),
        "tidak_berisiko": (
            "tidak berisiko", "keluarga tidak berisiko", "jumlah tidak berisiko", "tidak beresiko",
            "keluarga tidak berisiko stunting", "jumlah keluarga tidak berisiko", "bukan krs", "keluarga tidak beresiko",
        ),
        "air_tidak_layak": (
            "air tidak layak", "air minum tidak layak", "sumber air tidak layak", "sumber air minum tidak layak",
            "keluarga tidak mempunyai sumber air minum utama yang layak", "sumber air minum utama tidak layak",
            "tidak mempunyai sumber air minum utama yang layak", "air minum utama tidak layak",
        ),
        "jamban_tidak_layak": (
            "jamban tidak layak", "keluarga tidak mempunyai jamban yang layak", "tidak mempunyai jamban yang layak",
            "fasilitas bab tidak layak", "sanitasi tidak layak",
        ),
        "terlalu_muda": ("terlalu muda",),
        "terlalu_tua": ("terlalu tua",),
        "terlalu_dekat": ("terlalu dekat",),
        "terlalu_banyak": ("terlalu banyak",),
        "jumlah_4t": ("jumlah 4t", "4t", "pus 4t", "total 4t", "keluarga 4t", "empat terlalu", "pus 4 terlalu"),
        "bukan_kb_modern": (
            "bukan kb modern", "bukan peserta kb modern", "tidak kb modern", "tidak ber kb modern",
            "bukan peserta kb", "tidak menggunakan kb modern",
        ),
        **{
            f"kesejahteraan_{rank}": tuple(
                f"{word} {said}"
                for word in ("kesejahteraan", "peringkat kesejahteraan", "peringkat", "desil", "kesejahteraan peringkat")
                for said in ((f"lebih {rank[-1]}", f"di atas {rank[-1]}") if rank.startswith("lebih") else (rank,))
            )
            for rank in ("1", "2", "3", "4", "lebih_4")
        },
    },
    "cakupan": {
        "kode_indikator": ("kode indikator", "indikator", "nama indikator", "no indikator", "indikator esensial"),
        "pembilang": ("pembilang", "jumlah dilayani", "numerator", "capaian", "realisasi", "n", "jumlah capaian"),
        "penyebut": ("penyebut", "sasaran", "jumlah sasaran", "denominator", "d", "target sasaran"),
    },
    "rencana": {
        "kegiatan": ("nama kegiatan", "sub kegiatan", "kegiatan sub kegiatan", "program kegiatan"),
        "opd": ("opd", "skpd", "perangkat daerah", "nama opd", "opd pelaksana", "pelaksana", "nama skpd"),
        "anggaran_rp": ("anggaran", "pagu", "pagu anggaran", "pagu rp", "anggaran rupiah", "jumlah anggaran"),
        "realisasi_rp": ("realisasi anggaran", "realisasi keuangan", "penyerapan", "serapan"),
        "target": ("target kinerja", "target volume", "volume"),
        "realisasi": ("realisasi kinerja", "realisasi fisik", "capaian kinerja"),
    },
    "komitmen": {
        "komitmen": ("isi komitmen", "rekomendasi", "kesepakatan"),
        "penanggung_jawab": ("pj", "opd", "penanggungjawab", "unit penanggung jawab"),
        "tenggat": ("batas waktu", "target waktu", "jatuh tempo", "target selesai"),
        "tanggal_selesai": ("selesai", "tanggal realisasi"),
    },
    "regulasi_daerah": {
        "nomor": ("nomor peraturan", "nomor sk", "no sk", "no peraturan", "nomor regulasi", "nomor keputusan"),
        "tanggal": ("tanggal penetapan", "tanggal sk", "tgl penetapan", "ditetapkan"),
        "tentang": ("judul", "perihal", "judul peraturan"),
        "tautan": ("url", "link", "alamat web"),
    },
    "pelaku": {
        "pelaku": ("jenis pelaku", "jenis kader"),
        "jumlah": ("jumlah kader", "jumlah kpm", "jumlah pelaku"),
        "terlatih": ("jumlah terlatih", "kader terlatih", "terlatih 25 kompetensi", "kader terlatih 25 kompetensi"),
        "baduta": ("jumlah baduta", "jml baduta"),
    },
}  # fmt: skip
# Names whose end varies: SIGA writes the rule behind them.
_BEGINNINGS = ("terlalu muda", "terlalu tua", "terlalu dekat", "terlalu banyak")


def spellings(table: str, target: str) -> tuple[str, ...]:
    """Every accepted name of a column, its own first."""
    return (plain(target), *COLUMNS.get(table, {}).get(target, ()))


def find_target(table: str, targets: tuple[str, ...], named: Mapping[str, str]) -> dict[str, str]:
    """target -> column, for the columns of `named` (plain name -> column) that are known; a column serves once."""
    found: dict[str, str] = {}
    for target in targets:
        free = {name: column for name, column in named.items() if column not in found.values()}
        column = next((free[name] for name in spellings(table, target) if name in free), None)
        begins = plain(target)
        if column is None and begins in _BEGINNINGS:
            column = next((column for name, column in free.items() if name.startswith(begins)), None)
        if column is not None:
            found[target] = column
    return found


def find_places(named: Mapping[str, str]) -> dict[str, str]:
    """ "kode" | "bps" | "kelurahan" | "kecamatan" | "kota" -> column."""
    return {
        kind: column
        for kind, names in PLACES.items()
        if (column := next((named[name] for name in names if name in named), None)) is not None
    }


def find_one(names: tuple[str, ...], named: Mapping[str, str]) -> str:
    """The first column that bears one of `names`; "" for none."""
    return next((named[name] for name in names if name in named), "")


# What stands below a kelurahan or tells about no person although its name has "nama" in it.
NO_PERSON = {
    *(name for names in PLACES.values() for name in names),
    *YEAR,
    *(name for names in BELOW.values() for name in names),
    *(name for columns in COLUMNS.values() for names in columns.values() for name in names),
}
