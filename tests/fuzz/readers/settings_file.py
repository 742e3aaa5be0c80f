"""The settings of an installation, written by hand."""

from __future__ import annotations

import tempfile
from pathlib import Path

from analysis.sources.settings import FILE_SETTING, read_settings
from tests.fuzz.property import told

SAMPLE = b"""penyimpanan = "/srv/konvergensi"
log = "json"
[masuk]
klaim = "groups"
peran_bawaan = "publik"
masa_sesi_menit = 480
[peran]
admin = ["admin@contoh.id"]
[klaim_peran]
perencana = ["bappeda", "dinkes"]
"""


def read(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pengaturan.toml"
        path.write_bytes(data)
        found = read_settings({FILE_SETTING: str(path)})
    told(found.masalah)
    assert found.log in ("teks", "json") and found.masa_sesi_menit >= 0
    assert all(isinstance(name, str) for names in found.akun.values() for name in names)
    # From the environment come texts.
    text = data.decode("utf-8", errors="replace").replace("\0", "")
    told(read_settings({"KONVERGENSI_MASUK_MASA_SESI_MENIT": text, "KONVERGENSI_LOG": text}).masalah)


def seeds() -> list[bytes]:
    return [SAMPLE, b"480", b"json", b'masuk = 1\n[auth]\nclient_id = "x"\n', b"peran = []\n"]
