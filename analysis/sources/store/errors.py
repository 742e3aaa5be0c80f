"""What can go wrong with the place where saves lie, as a sentence for the person who wanted to save.

Trap: the words of a driver or of the system may hold addresses with passwords, so they are never repeated; and an
error is found on one thread but shown in another person's language, so it becomes a sentence only when it is shown.
"""

from __future__ import annotations

import errno

from analysis.language import _

_KINDS = {
    "penuh": (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    "hanya_baca": (errno.EROFS,),
    "izin": (errno.EACCES, errno.EPERM),
}


class StoreError(Exception):
    """The place cannot be read or written. `jenis` names the sentence; `str()` gives it in the language in use."""

    def __init__(self, jenis: str, tempat: str, paket: str = ""):
        super().__init__(jenis)
        self.jenis, self._words = jenis, {"tempat": tempat, "paket": paket}

    def __str__(self) -> str:
        return _sentences()[self.jenis].format(**self._words)


def of_system(error: OSError, tempat: str) -> StoreError:
    """The sentence for an error of the operating system."""
    found = (jenis for jenis, numbers in _KINDS.items() if error.errno in numbers)
    return StoreError(next(found, "tak_terjangkau"), tempat)


def _sentences() -> dict[str, str]:
    return {
        "penuh": _("Ruang penyimpanan di {tempat} penuh; kosongkan sebagian, lalu simpan lagi."),
        "hanya_baca": _("Penyimpanan di {tempat} hanya dapat dibaca; minta pengelola membuka hak tulisnya."),
        "izin": _("Aplikasi tidak diizinkan memakai penyimpanan di {tempat}; minta pengelola memeriksa izinnya."),
        "tak_terjangkau": _(
            "Penyimpanan di {tempat} tidak terjangkau; periksa sambungan atau letaknya, lalu coba lagi."
        ),
        "belum_menjawab": _("Penyimpanan di {tempat} belum menjawab; data tercatat menyusul begitu terbaca."),
        "perlu_paket": _("Penyimpanan di {tempat} memerlukan paket {paket}; minta pengelola memasangnya."),
        "alamat_asing": _("Alamat penyimpanan {tempat} tidak dikenal; pakai folder, alamat s3://, atau postgresql://."),
    }
