"""Small files of families written out in the tests."""

from __future__ import annotations

TIDY = (
    "kode_keluarga;kode_kelurahan;umur_istri;jumlah_anak;jarak_anak_bulan;pus;hamil;baduta;balita;sumber_air_minum;"
    "fasilitas_bab;kb_modern;peringkat_kesejahteraan"
)
USUAL = {
    "kode_keluarga": "KK-1",
    "kode_kelurahan": "31.73.01.1005",
    "umur_istri": "30",
    "jumlah_anak": "2",
    "jarak_anak_bulan": "36",
    "pus": "1",
    "hamil": "0",
    "baduta": "0",
    "balita": "1",
    "sumber_air_minum": "ledeng/PAM",
    "fasilitas_bab": "jamban dengan tangki septik",
    "kb_modern": "1",
    "peringkat_kesejahteraan": "2",
}


def tidy(*rows: dict[str, str], header: str = TIDY) -> str:
    """A file in the tidy form; each row says only what differs from a usual family, codes are made when not said."""
    names = header.split(";")
    filled = [USUAL | {"kode_keluarga": f"KK-{place}"} | row for place, row in enumerate(rows, start=1)]
    return "\n".join([header, *(";".join(row.get(name, "") for name in names) for row in filled), ""])
