"""What documents on A4 are made of: blocks with words and numbers, which `typeset` sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date

from analysis import language
from analysis.figures.view import Empty, Figure
from analysis.publication.screens import Point


@dataclass(frozen=True)
class Cell:
    """One cell: text with a role (`biasa | redup | aksen | baik | serupa | buruk`), or a dot with its interval.

    `kolom`: over how many columns it reaches. `selang`: shares of the width of the column (0 to 1): nilai, bawah, atas, acuan (None = not drawn).
    """

    teks: str = ""
    warna: str = "biasa"
    tebal: bool = False
    kecil: bool = False
    kolom: int = 1
    selang: tuple[float, float | None, float | None, float | None] | None = None


@dataclass(frozen=True)
class Band:
    """The head of a document: a line above, the title, a line below."""

    teks: str
    atas: str = ""
    bawah: str = ""
    besar: float = 24
    tinggi: float = 13


@dataclass(frozen=True)
class Finding:
    """The sentence that says what was found."""

    teks: str
    ukuran: float = 13


@dataclass(frozen=True)
class Tiles:
    """At most four key figures side by side."""

    butir: tuple[Point, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 (chapter) or 3 (picture, table), with a quiet line below."""

    teks: str
    sub: str = ""
    tingkat: int = 2
    jarak: float = 4


@dataclass(frozen=True)
class Picture:
    """A chart `tinggi` pt high with the words of its caption, or the empty state with its title."""

    gambar: Figure | Empty
    tinggi: float
    judul: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under repeated heads; a row of one string is the name of a group. `rata`: "kiri" | "kanan" per column."""

    kepala: tuple[str, ...]
    baris: tuple[tuple[Cell, ...] | str, ...]
    rata: tuple[str, ...]
    lebar: tuple[float, ...]
    judul: str = ""
    sub: str = ""
    catatan: str = ""
    ukuran: float = 8.2
    jarak: float = 3.0
    terputus: bool = True


@dataclass(frozen=True)
class Bullets:
    teks: tuple[str, ...]
    ukuran: float = 8.4


@dataclass(frozen=True)
class Text:
    """A paragraph, `kepala` bold in front of it."""

    teks: str
    kepala: str = ""
    ukuran: float = 8.8
    warna: str = "biasa"
    jarak: float = 7


@dataclass(frozen=True)
class Blank:
    """A line to be filled in by hand, or with what is known already."""

    teks: str
    isi: str = ""


@dataclass(frozen=True)
class Columns:
    """Blocks side by side, widths as shares."""

    isi: tuple[tuple[object, ...], ...]
    lebar: tuple[float, ...] = (1, 1)
    jarak: float = 13


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Bottom:
    """Blocks at the foot of the last page."""

    isi: tuple[object, ...]


@dataclass(frozen=True)
class Document:
    """What is set: its words are already in the language `bahasa`.

    `halaman`: how many pages it should have at most (0 = as many as it needs). `kepala` stands on top of each page, `kaki` at its foot; `contoh`: some row is synthetic; `internal`: small numbers
    are not hidden, and every page says that it must not go out.
    """

    judul: str
    uraian: str
    kepala: str
    kaki: str
    blok: tuple[object, ...]
    dibuat: Date
    contoh: bool = False
    internal: bool = False
    halaman: int = 0
    kata_kunci: tuple[str, ...] = ()
    bahasa: str = field(default_factory=language.current)
