"""What every screen of a briefing is made from: the view of one whole kota, its facts, and what was found missing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.convergence.facts import Fact, headline_facts, what_changed
from analysis.convergence.measures import is_province
from analysis.figures.registry import make_figure, recipes
from analysis.figures.view import Empty, Figure, View, notes
from analysis.output.captions import has_sample, sample_mark, source_line
from analysis.output.sentences import say_fact
from analysis.publication.screens import Screen


@dataclass(frozen=True, eq=False)
class Ground:
    """A whole kota and year on one day. `missing` fills while the screens are made: what a picture would have needed."""

    view: View
    hari_ini: str
    facts: list[Fact]
    changes: list[Fact]
    missing: list[Empty] = field(default_factory=list)

    @property
    def province(self) -> bool:
        return is_province(self.view.kota)

    @property
    def level(self) -> str:
        return "provinsi" if self.province else "kota"

    def fact(self, kode: str) -> Fact | None:
        """The first headline fact or change of this code."""
        return next((fact for fact in (*self.facts, *self.changes) if fact.kode == kode), None)

    def say(self, kode: str) -> str:
        """Its sentence; "" when there is no such fact."""
        fact = self.fact(kode)
        return say_fact(fact, self.view.names) if fact else ""

    def figure(self, kode: str, **params) -> Figure | None:
        """The figure of a recipe; where it is empty, what would fill it is remembered."""
        if kode not in recipes():
            return None
        made = make_figure(kode, self.view, **params)
        if isinstance(made, Empty) and made not in self.missing:
            self.missing.append(made)
        return made if isinstance(made, Figure) else None

    def lacks(self, what: str, filled_by: str) -> None:
        """Remember what is missing and what would fill it."""
        self.missing.append(Empty(what, filled_by))

    def screen(self, kode: str, temuan: str, halaman: str, rows: list[pd.DataFrame], *catatan: str, **parts) -> Screen:
        """A screen with the choices of this view and notes that end with the sources."""
        picture = parts.get("gambar")
        if picture is not None:
            parts.setdefault("subjudul", picture.caption.subjudul)
            catatan = (*catatan, picture.caption.catatan)
            rows = [*rows, picture.table]
        kinds = [_sources(frame) for frame in rows if len(frame)]
        together = pd.concat(kinds, ignore_index=True).drop_duplicates() if kinds else pd.DataFrame()
        mark = sample_mark() + "." if has_sample(together) else ""
        choices = (("kota", self.view.kota), ("tahun", str(self.view.tahun)), *parts.pop("pilihan", ()))
        return Screen(
            kode,
            temuan,
            rows=together,
            halaman=halaman,
            pilihan=choices,
            catatan=notes(mark, *catatan, source_line(together)),
            **parts,
        )


def _sources(frame: pd.DataFrame) -> pd.DataFrame:
    """What a source line and the mark of sample data are read from."""
    names = [
        name for name in frame if name.startswith("jenis_") or name in ("sumber_judul", "sumber_url", "tanggal_sumber")
    ]
    return frame[names]


def weakest(kinds: pd.Series) -> str:
    """The weakest kind of truth among rows; "" without any."""
    return next((kind for kind in ("contoh", "diunggah", "resmi") if kind in set(kinds)), "")


def of_kota(frame: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows of a table of the kota and year."""
    return frame[((frame["kode_kota"] == view.kota) & (frame["tahun"] == view.tahun)).to_numpy(dtype=bool)]


def gather(view: View, hari_ini: str) -> Ground:
    """The facts of the whole kota: a briefing follows neither the kecamatan nor the kelurahan chosen."""
    whole = view.on(kecamatan="", kelurahan="", ukuran="paparan")
    chosen = (whole.tables, whole.kota, whole.tahun)
    return Ground(whole, hari_ini, headline_facts(*chosen), what_changed(*chosen))
