"""The order of a briefing's screens and the user's notes as a small JSON file.

The trap: a file comes from anywhere. It holds codes and short texts and nothing else; a code nobody knows any more is
passed over when the screens are arranged, but a file of another kind is refused as a whole.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from analysis.language import _, number
from analysis.publication.words import like_identity

LONGEST_NOTE = 300
_MOST = 40
_SIZE = 100_000
_CODE = re.compile(r"[a-z_]{1,40}")
_KIND = "paparan"


class ArrangementError(ValueError):
    """The file is not an arrangement; the message is one sentence for people."""


@dataclass(frozen=True)
class Arrangement:
    """Codes of the screens in their order, and notes by code."""

    susunan: tuple[str, ...]
    catatan: dict[str, str] = field(default_factory=dict)


def to_json(arrangement: Arrangement) -> bytes:
    """The file."""
    content = {"jenis": _KIND, "susunan": list(arrangement.susunan), "catatan": arrangement.catatan}
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def from_json(content: bytes) -> Arrangement:
    """Read a file of `to_json`; ArrangementError with a sentence when it is not one."""
    if len(content) > _SIZE:
        raise ArrangementError(_("Berkas susunan terlalu besar; pilih berkas JSON yang disimpan dari halaman ini."))
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("jenis") != _KIND:
        raise ArrangementError(_("Ini bukan berkas susunan paparan; pilih berkas JSON yang disimpan dari halaman ini."))
    codes, notes = found.get("susunan"), found.get("catatan", {})
    if not _are_codes(codes) or not isinstance(notes, dict) or not _are_codes(list(notes)):
        raise ArrangementError(_("Susunan di berkas ini rusak; simpan lagi dari halaman ini lalu buka kembali."))
    if any(not isinstance(text, str) or len(text) > LONGEST_NOTE for text in notes.values()):
        raise ArrangementError(
            _(
                "Satu catatan di berkas ini bukan teks atau lebih dari {batas} huruf; pendekkan lalu buka kembali."
            ).format(batas=number(LONGEST_NOTE))
        )
    if any(like_identity(text) for text in notes.values()):
        raise ArrangementError(
            _("Satu catatan di berkas ini memuat nomor 16 angka seperti NIK; hapus nomor itu lalu buka kembali.")
        )
    return Arrangement(tuple(dict.fromkeys(codes)), notes)


def _are_codes(value) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= _MOST
        and all(isinstance(code, str) and _CODE.fullmatch(code) for code in value)
    )
