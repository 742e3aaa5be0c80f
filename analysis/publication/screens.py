"""The screens of a briefing: one finding each, the same in the hall, in the PPTX and in the PDF."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.figures.view import Figure
from analysis.output.captions import has_sample, source_line


@dataclass(frozen=True)
class Point:
    """A number that stands large on a screen: name, the number as text, period or interval, kind of truth."""

    nama: str
    nilai: str
    catatan: str = ""
    jenis_data: str = "resmi"


@dataclass(frozen=True)
class Screen:
    """One finding.

    `kode` names the screen and stays the same between runs; `temuan` is the sentence; below it stand a picture, large
    numbers, sentences or a short table (columns as in frames, at most about ten rows), whatever the finding needs;
    `catatan` are the speaker's notes; `rows` the rows that everything stands on (sources, kind of truth); `halaman` and
    `pilihan` name the page and the choices that show the same in working view.
    """

    kode: str
    temuan: str
    subjudul: str = ""
    gambar: Figure | None = None
    angka: tuple[Point, ...] = ()
    butir: tuple[str, ...] = ()
    tabel: pd.DataFrame | None = None
    catatan: str = ""
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    halaman: str = ""
    pilihan: tuple[tuple[str, str], ...] = ()
    catatan_pengguna: str = ""

    @property
    def sumber(self) -> str:
        """The source line of everything that is shown."""
        return source_line(self.rows) or (self.gambar.caption.sumber if self.gambar else "")

    @property
    def contoh(self) -> bool:
        """Is anything on it synthetic?"""
        return has_sample(self.rows) or bool(self.gambar and self.gambar.caption.contoh)


def arranged(screens: list[Screen], urutan: list[str], catatan: dict[str, str]) -> list[Screen]:
    """The screens of `urutan` (codes) in that order, with the user's notes; unknown codes are passed over."""
    found = {screen.kode: screen for screen in screens}
    return [replace(found[kode], catatan_pengguna=catatan.get(kode, "")) for kode in urutan if kode in found]
