"""What stands around a picture or table: finding, subtitle, source, note, alt text.

The source line is built from the rows that are drawn, never typed, so it cannot go stale. Whether a
picture needs the CONTOH mark is likewise read from its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd

from analysis import language
from analysis.language import _

T = TypeVar("T")
SAMPLE_SOURCE = "Data contoh (sintetis)"
_READ = ["sumber_judul", "tanggal_sumber", "jenis_data"]
SHOWN_SOURCES = 3


@dataclass(frozen=True)
class Caption:
    """The words of one picture or table, already in the language `bahasa`.

    `judul` is the finding, `subjudul` says what, unit, area and year, `sumber` is a `source_line`,
    `alt` describes the picture to who cannot see it, `contoh` is true when any row is synthetic.
    """

    judul: str
    subjudul: str = ""
    sumber: str = ""
    catatan: str = ""
    alt: str = ""
    contoh: bool = False
    bahasa: str = field(default_factory=language.current)


def in_language(bahasa: str, function: Callable[..., T], *args) -> T:
    """`function(*args)` in the language `bahasa`: downloads run in threads that know no session."""
    context = copy_context()
    context.run(language.use, bahasa)
    return context.run(function, *args)


def has_sample(frame: pd.DataFrame) -> bool:
    """True when any row is synthetic: `jenis_data`, or one of the `jenis_...` columns of a joined row."""
    return any((frame[name] == "contoh").any() for name in frame if name.startswith("jenis_"))


def sample_mark() -> str:
    """The badge of every picture and table that shows synthetic rows."""
    return _("DATA CONTOH")


@dataclass
class _Source:
    title: str
    kinds: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    rows: int = 0

    def add(self, kind: str, date: str, rows: int) -> None:
        self.kinds.add(kind)
        self.dates.add(date)
        self.rows += rows

    def importance(self) -> tuple[int, int]:
        """Sorts first what is published, then what stands for most rows."""
        if self.title == SAMPLE_SOURCE:
            return 2, -self.rows
        return int("diunggah" in self.kinds), -self.rows

    def spoken(self) -> str:
        """The title, with its date unless the title already names it."""
        if self.title == SAMPLE_SOURCE:
            return _("Data contoh (sintetis)")
        iso = min(self.dates) if len(self.dates) == 1 else ""
        date = language.published(iso)
        # Titles stay Indonesian, so the date they name is Indonesian too.
        named = {date, in_language("id", language.published, iso)}
        return f"{self.title} ({date})" if date and not any(text in self.title for text in named) else self.title


def sources(frame: pd.DataFrame) -> list[str]:
    """The sources of the rows: published before uploaded before synthetic, then by rows they stand for.

    Reads `sumber_judul`, and `tanggal_sumber` and `jenis_data` where present; a date is named only when
    all rows of that source agree on it. Sums carry the titles of their parts joined by "; ".
    """
    if "sumber_judul" not in frame:
        return [_("Data contoh (sintetis)")] if has_sample(frame) else []
    # Counting tuples costs a tenth of a groupby, and a page names the sources of many small frames.
    text = [frame[name].fillna("").tolist() if name in frame else [""] * len(frame) for name in _READ]
    found: dict[str, _Source] = {}
    for (titles, date, kind), rows in Counter(zip(*text, strict=True)).items():
        parts = [part for part in titles.split("; ") if part] or [SAMPLE_SOURCE] * (kind == "contoh")
        for title in parts:
            found.setdefault(title, _Source(title)).add(kind, date if len(parts) == 1 else "", rows)
    return [source.spoken() for source in sorted(found.values(), key=_Source.importance)]


def source_line(frame: pd.DataFrame) -> str:
    """ "Sumber: A (27 Mei 2025); B; C; dan 4 sumber lain"; "" when no row names a source.

    That rows are synthetic is never folded away.
    """
    names = sources(frame)
    if not names:
        return ""
    rest = len(names) - SHOWN_SOURCES
    if rest > 1:
        more = _("dan {jumlah} sumber lain").format(jumlah=language.number(rest))
        kept = names[:SHOWN_SOURCES]
        synthetic = _(SAMPLE_SOURCE)
        if synthetic in names and synthetic not in kept:
            kept[-1] = synthetic
        names = [*kept, more]
    return _("Sumber: {daftar}").format(daftar="; ".join(names))


@dataclass(frozen=True)
class OfficialAreas:
    """How many of a map's kelurahan are drawn with official boundaries, from where, and whether islands are on it."""

    jumlah: int
    semua: int
    sumber: str
    pulau: bool = False

    @property
    def all(self) -> bool:
        return self.jumlah == self.semua


def map_note(bentuk: str, resmi: OfficialAreas | None = None) -> str:
    """What a reader of a map drawn as `bentuk` (indikatif, ubin, simbol) must know.

    Stands on screen and in every export: the indicative outlines are OpenStreetMap's (ODbL asks for the credit), and
    their inner lines are computed, not surveyed. `resmi` tells what replaces them.
    """
    if bentuk == "ubin":
        return _("Peta ubin: letak didekatkan, luas tidak bermakna") + "."
    parts = [_official_note(bentuk, resmi) if resmi else _indicative_note(bentuk)]
    if resmi and resmi.pulau:
        parts.append(_("Pulau digambar dengan sabuk laut; tepi sabuk bukan batas"))
    if not (resmi and resmi.all):
        parts.append(_("© kontributor OpenStreetMap"))
    return "".join(f"{part}. " for part in parts).strip()


def _indicative_note(bentuk: str) -> str:
    if bentuk == "simbol":
        return _("Luas lingkaran sebanding dengan nilainya; garis kota indikatif, bukan batas resmi")
    return _("Batas indikatif, bukan batas administrasi resmi")


def _official_note(bentuk: str, resmi: OfficialAreas) -> str:
    whole, part = (
        _("Batas resmi: {sumber}"),
        _("Batas resmi untuk {jumlah} kelurahan ({sumber}); lainnya indikatif, bukan batas administrasi resmi"),
    )
    note = (whole if resmi.all else part).format(sumber=resmi.sumber, jumlah=language.number(resmi.jumlah))
    return _("Luas lingkaran sebanding dengan nilainya") + ". " + note if bentuk == "simbol" else note
