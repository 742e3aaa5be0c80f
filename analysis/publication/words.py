"""What a user may write on a picture, and what stays whatever they write.

The trap: the note of a figure holds two kinds of sentences. One remarks something and may be edited; the other must
travel with the picture (whose boundaries these are, how many areas are hidden) and is put back after every edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from analysis.figures.view import notes
from analysis.language import _
from analysis.output.captions import Caption

LONG_HEADLINE = 90  # letters; more become smaller type in most templates
# As long as a NIK, in groups or not. Codes of areas (10 digits) and budgets (13) are shorter.
_NIK = re.compile(r"[0-9](?:[ .-]?[0-9]){15}")


def split_note(catatan: str, credits: Iterable[str]) -> tuple[str, str]:
    """The sentences of a note that may be edited, and those that stay: `credits` and the number of hidden areas."""
    hidden = re.escape(_("{jumlah} wilayah disembunyikan karena angkanya kecil (aturan aplikasi)."))
    patterns = [re.escape(text) for text in credits if text] + [hidden.replace(re.escape("{jumlah}"), "[0-9.,]+")]
    free, kept = catatan, []
    for pattern in patterns:
        if found := re.search(pattern, free):
            kept.append(found[0])
            free = free[: found.start()] + free[found.end() :]
    return " ".join(free.split()), " ".join(kept)


def worded(caption: Caption, words: dict[str, str], kept: str) -> Caption:
    """`caption` in a user's words (`judul, subjudul, catatan, alt`); `kept` stays below them. Source and badge stay."""
    plain = {name: " ".join(text.split()) for name, text in words.items()}
    return replace(caption, **plain | {"catatan": notes(plain["catatan"], kept)})


def like_identity(text: str) -> bool:
    """Does a text hold a number as long as a NIK?"""
    return bool(_NIK.search(text))
