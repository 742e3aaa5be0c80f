"""What is looked at (`View`) and what comes of it (`Figure`, or `Empty` where nothing is known).

A figure knows no page, no session and no file: pages show it, the studio sets it into a template, a deck makes a native
chart of it. The trap: a figure that may be published must be built from masked numbers, because its sentence, its order
and its classes tell as much as its cells. So every count reaches a figure through `View.measured`, which masks when the
view has a `supresi`; a figure never asks `measures.kelurahan_measure` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

import pandas as pd

from analysis.convergence.measures import is_province, kelurahan_measure, province_of
from analysis.language import _, number
from analysis.output.captions import Caption

T = TypeVar("T")
_KEPT = 100  # answers per view
YEARS = (2021, 2022, 2023, 2024, 2025)  # that the app looks at
Tables = dict[str, pd.DataFrame]
Frames = dict[str, pd.DataFrame]


class Masking(Protocol):
    """What publication mode hides (`publication.disclosure.Suppression`)."""

    def mask(
        self, frame: pd.DataFrame, indikator: str, tahun: int, level: str, kode_indikator: str | None = None
    ) -> pd.DataFrame: ...

    def mask_rows(
        self, frame: pd.DataFrame, indikator, tahun, kode, kode_indikator=None, kode_acuan=None
    ) -> pd.DataFrame: ...

    def mask_columns(self, frame: pd.DataFrame, table: str, tahun: int, level: str) -> pd.DataFrame: ...


class Sources(Protocol):
    """What each system reported, beside the rows that stand (`sources.by_source.BySource`)."""

    @property
    def frontier(self) -> tuple[str, ...]: ...

    def recorded(self, table: str) -> pd.DataFrame: ...

    def rows(self, tables: Tables) -> Frames: ...

    def identities(self) -> dict[str, list]: ...

    def cells_expected(self) -> dict[str, list[str]]: ...


@dataclass(frozen=True)
class Shapes:
    """What one map is drawn with: label points, the note a reader must have, further options for `draw_map`."""

    titik: pd.DataFrame
    catatan: str
    options: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A chart to be drawn: function, datasets in the order of its arguments, words, table, options.

    `table` is what the table view and the data downloads hold (by default the first frame); `pick`: a click on a mark chooses its kelurahan;
    `resep`: the recipe (code, parameters) that makes it again for another area or year.
    """

    draw: Callable
    frames: Frames
    caption: Caption
    table: pd.DataFrame | None = None
    file_name: str = ""
    options: dict = field(default_factory=dict)
    pick: bool = False
    resep: tuple[str, tuple[tuple[str, object], ...]] = ("", ())

    def __post_init__(self):
        if self.table is None:
            object.__setattr__(self, "table", next(iter(self.frames.values())))


@dataclass(frozen=True)
class Empty:
    """Nothing to show: what is missing and what would fill it."""

    what: str
    filled_by: str


@dataclass(frozen=True, eq=False)
class View:
    """The tables a reader sees and the choices made, under the names they have in the address.

    `kota` of two digits ("31") is the whole province. `names`: area code -> name. `shapes(tables, lingkup, bentuk)` gives the shapes of
    a map. `supresi` is set in publication mode only; without `sources` each table stands for itself. `ukuran` "paparan"
    places names for a big screen.
    """

    tables: Tables
    names: Mapping[str, str]
    shapes: Callable[[Tables, str, str], Shapes]
    kota: str = "31.73"
    tahun: int = 2024
    kecamatan: str = ""
    kelurahan: str = ""
    indikator: str = "prevalensi_rutin"
    peta: str = "indikatif"
    supresi: Masking | None = None
    sources: Sources | None = None
    ukuran: str = "kerja"
    _kept: dict = field(default_factory=dict, repr=False)

    @property
    def below(self) -> str | None:
        """The kota as `convergence` asks for it: None is the whole province."""
        return None if is_province(self.kota) else self.kota

    @property
    def wilayah(self) -> str:
        """The name of the kota."""
        return self.name(self.kota)

    @property
    def provinsi(self) -> str:
        """The code of the province."""
        return province_of(self.kota)

    def name(self, kode: str) -> str:
        """The name of an area for people."""
        return self.names.get(kode, kode)

    def map_shapes(self, bentuk: str = "") -> Shapes:
        """The shapes of the map of the kota, by default in the form chosen."""
        return self.shapes(self.tables, self.kota, bentuk or self.peta)

    def on(self, **choices) -> View:
        """The same view with other choices: `view.on(kecamatan="31.73.01")`."""
        return replace(self, **choices, _kept={})

    def measured(
        self,
        indikator: str,
        *,
        level: str = "kelurahan",
        tahun: int | None = None,
        below: str | None = "",
        kode_indikator: str | None = None,
    ) -> pd.DataFrame:
        """`measures.kelurahan_measure` of the year and kota chosen, masked in publication mode; kept.

        below: another area than the kota chosen; None = the whole province.
        """
        year, area = tahun or self.tahun, self.below if below == "" else below

        def measure() -> pd.DataFrame:
            frame = kelurahan_measure(self.tables, indikator, year, area, kode_indikator, level)
            masking = self.supresi
            return frame if masking is None else masking.mask(frame, indikator, year, level, kode_indikator)

        return self.kept((indikator, level, year, area, kode_indikator), measure)

    def kept(self, key: tuple, make: Callable[[], T]) -> T:
        """What `make` gives for this view, worked out once as long as the view is in use.

        Views that differ in `kelurahan` only may share it: what depends on that has it in its key.
        """
        if key in self._kept:
            return self._kept[key]
        made = self._kept[key] = make()
        # One view serves many people, and each may ask with weights of their own: the oldest answers go.
        for old in list(self._kept)[:-_KEPT]:
            self._kept.pop(old, None)
        return made


def province_names(tables: Tables) -> dict[str, str]:
    """Code -> name of every province that is named or has areas; one that nobody named is called by its code."""
    known = dict(zip(tables["provinsi"]["kode_provinsi"], tables["provinsi"]["nama_provinsi"], strict=True))
    codes = sorted({*known, *map(province_of, tables["kelurahan"]["kode_kota"].unique())})
    return {code: known.get(code) or _("Provinsi {kode}").format(kode=code) for code in codes}


def area_names(tables: Tables) -> dict[str, str]:
    """Area code -> name for people, of every level."""
    areas, names = tables["kelurahan"], province_names(tables)
    for level in ("kota", "kecamatan", "kelurahan"):
        label = "nama_kota_pendek" if level == "kota" else f"nama_{level}"
        codes, at = pd.factorize(areas[f"kode_{level}"])[1], areas.drop_duplicates(f"kode_{level}")
        names |= dict(zip(codes, at[label].tolist(), strict=True))
    return names


def hidden_note(frame: pd.DataFrame) -> str:
    """How many rows of a masked frame are hidden, as a sentence for the note of a caption; "" when none."""
    hidden = int(frame["disembunyikan"].sum()) if "disembunyikan" in frame else 0
    if not hidden:
        return ""
    return _("{jumlah} wilayah disembunyikan karena angkanya kecil (aturan aplikasi).").format(jumlah=number(hidden))


def notes(*texts: str) -> str:
    """The sentences of a note that are there, one after the other."""
    return " ".join(text for text in texts if text)
