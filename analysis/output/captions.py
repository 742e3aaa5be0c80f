"""What stands around a picture or table: finding, subtitle, source, note, alt text.

The source line is built from the rows that are drawn, never typed, so it cannot go stale. Whether a
picture needs the CONTOH mark is likewise read from its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd

from analysis import language
from analysis.language import _

T = TypeVar("T")
KIND_ORDER = {"resmi": 0, "diunggah": 1, "contoh": 2}
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
    """True when any row of `frame` is synthetic (`jenis_data` contoh)."""
    return "jenis_data" in frame and bool((frame["jenis_data"] == "contoh").any())


def sample_mark() -> str:
    """The badge of every picture and table that shows synthetic rows."""
    return _("DATA CONTOH")


def sources(frame: pd.DataFrame) -> list[str]:
    """The sources of the rows: published before uploaded before synthetic, then by rows they stand for.

    Reads `sumber_judul`, and `tanggal_sumber` and `jenis_data` where present; a date is named only when
    all rows of that source agree on it.
    """
    if "sumber_judul" not in frame or frame.empty:
        return []
    rows = pd.DataFrame(
        {name: frame[name].fillna("") if name in frame else "" for name in ("jenis_data", "tanggal_sumber")}
    ).assign(sumber_judul=frame["sumber_judul"].fillna(""))
    synthetic = rows["jenis_data"] == "contoh"
    rows.loc[synthetic, ["sumber_judul", "tanggal_sumber"]] = [_("Data contoh (sintetis)"), ""]
    rows = rows[rows["sumber_judul"] != ""]
    found = rows.groupby(["jenis_data", "sumber_judul"], sort=False)["tanggal_sumber"].agg(
        baris="size", tanggal=lambda dates: dates.iloc[0] if dates.nunique() == 1 else ""
    )
    found = found.reset_index().sort_values(
        by=["jenis_data", "baris"],
        key=lambda column: column.map(KIND_ORDER) if column.name == "jenis_data" else -column,
        kind="stable",
    )
    return [_dated(row.sumber_judul, row.tanggal) for row in found.itertuples()]


def _dated(title: str, date: str) -> str:
    """The date stands behind a title unless the title already ends with it."""
    spoken = language.published(date)
    return f"{title} ({spoken})" if spoken and spoken not in title else title


def source_line(frame: pd.DataFrame) -> str:
    """ "Sumber: A (27 Mei 2025); B; C; dan 4 sumber lain"; "" when no row names a source."""
    names = sources(frame)
    if not names:
        return ""
    rest = len(names) - SHOWN_SOURCES
    if rest > 1:
        more = _("dan {jumlah} sumber lain").format(jumlah=language.number(rest))
        names = [*names[:SHOWN_SOURCES], more]
    return _("Sumber: {daftar}").format(daftar="; ".join(names))


def map_note(bentuk: str) -> str:
    """What a reader of a map drawn as `bentuk` (indikatif, ubin, simbol) must know.

    Stands on screen and in every export: the outlines are OpenStreetMap's (ODbL asks for the credit),
    and the inner lines are computed, not surveyed.
    """
    credit = _("© kontributor OpenStreetMap")
    notes = {
        "indikatif": _("Batas indikatif, bukan batas administrasi resmi"),
        "ubin": _("Peta ubin: letak didekatkan, luas tidak bermakna"),
        "simbol": _("Luas lingkaran sebanding dengan nilainya; garis kota indikatif, bukan batas resmi"),
    }
    return notes[bentuk] + ("." if bentuk == "ubin" else f". {credit}.")
