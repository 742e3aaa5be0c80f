"""What a user may write on a picture, and what stays whatever they write.

The trap: the note of a figure holds two kinds of sentences. One remarks something and may be edited; the other must
travel with the picture (whose boundaries these are, how many areas are hidden) and is put back after every edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from analysis.figures.view import Figure, notes
from analysis.language import _, number
from analysis.output.captions import Caption

_NAMES = ("nama", "nama_kelurahan", "nama_kecamatan", "nama_kota")
_SERIES = 8  # years that can be read out
LONG_HEADLINE = 90  # letters; more become smaller type in most templates
# As long as a NIK, in groups or not. Codes of areas (10 digits) and budgets (13) are shorter.
_NIK = re.compile(r"[0-9](?:[\s.-]?[0-9]){15}")
_YEARS = re.compile(r"(?:20[0-9]{2}[\s.-]?){4}")


def split_note(catatan: str, credits: Iterable[str]) -> tuple[str, str]:
    """The sentences of a note that may be edited, and those that stay: `credits` and the number of hidden areas."""
    hidden = re.escape(_("{jumlah} wilayah disembunyikan karena angkanya kecil (aturan aplikasi)."))
    patterns = [re.escape(text) for text in credits if text] + [hidden.replace(re.escape("{jumlah}"), "[0-9.,]+")]
    free, kept = catatan, []
    for pattern in patterns:
        if found := re.search(pattern, free):
            kept.append(found[0])
            free = free[: found.start()] + free[found.end() :]
    return one_line(free), " ".join(kept)


def one_line(text: str) -> str:
    """`text` without line breaks and doubled blanks; a number stays on one line with its unit."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def worded(caption: Caption, words: dict[str, str], kept: str) -> Caption:
    """`caption` in a user's words (`judul, subjudul, catatan, alt`); `kept` stays below them. Source and badge stay."""
    plain = {name: one_line(text) for name, text in words.items()}
    return replace(caption, **plain | {"catatan": notes(plain["catatan"], kept)})


def suggested_alt(figure: Figure) -> str:
    """The figure's own description, its finding where that is missing, and its numbers: years, or both ends."""
    caption, numbers = figure.caption, _numbers(figure.table)
    own = [caption.alt or caption.judul]
    if caption.judul.rstrip(".") not in own[0]:
        own.append(caption.judul)
    return " ".join(f"{text.rstrip('. ')}." for text in (*own, numbers) if text)


def _numbers(table: pd.DataFrame) -> str:
    """A short series year by year, else the highest and the lowest area; "" where a table holds neither."""
    name = next((column for column in _NAMES if column in table), None)
    if "nilai" not in table or not pd.api.types.is_numeric_dtype(table["nilai"]):
        return ""
    rows = table.dropna(subset=["nilai"])
    digits = int((rows["nilai"] != rows["nilai"].round()).any())
    if "tahun" in rows and rows["tahun"].is_unique and 2 <= len(rows) <= _SERIES:
        points = rows.sort_values("tahun")[["tahun", "nilai"]].itertuples(index=False)
        return "; ".join(f"{int(year)}: {number(value, digits)}" for year, value in points)
    if name is None or len(rows) < 3 or not rows[name].is_unique:
        return ""
    rows = rows.sort_values("nilai")
    ends = {"atas": rows.iloc[-1], "bawah": rows.iloc[0]}
    said = {end: f"{row[name]} ({number(row['nilai'], digits)})" for end, row in ends.items()}
    return _("Tertinggi {atas}, terendah {bawah}.").format(**said)


def like_identity(text: str) -> bool:
    """Does a text hold a number as long as a NIK?"""
    return any(not _YEARS.fullmatch(found) for found in _NIK.findall(text))
