"""Where everything on a slide stands, in pt of a 960 x 540 page: worked out once for the PPTX and the PDF.

A screen becomes one slide: finding, what it shows, then picture or table with the large numbers and sentences beside it,
the source at the foot. What finds no room there (a table beside a picture, rows beyond ten, more sentences) continues on
slides of its own under the same finding, so that nothing is made too small to be read in a hall.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.figures.view import Figure, notes
from analysis.language import _, number
from analysis.output.captions import has_sample, sample_mark
from analysis.publication.deck_charts import Grid, NativeChart, native_form
from analysis.publication.deck_tables import Cells, Table, cells_of, natural_width, tables_in
from analysis.publication.deck_text import (
    BADGE,
    BESIDE,
    CITY,
    FIGURE,
    FIGURE_ABOVE,
    FIGURE_BESIDE,
    FIGURE_NAME,
    FIGURE_NOTE,
    FOOT,
    NUMBER,
    SENTENCE,
    STRIP,
    SUBTITLE,
    TITLE,
    TITLE_AGAIN,
    Look,
    Words,
    set_words,
    wide,
)  # fmt: skip
from analysis.publication.screens import Point, Screen

WIDTH, HEIGHT = 960.0, 540.0
EDGE, TOP, BOTTOM = 44.0, 24.0, 22.0
INNER = WIDTH - 2 * EDGE
_GAP = 14.0
_SIDE = 250.0  # width of the column beside a picture
_BETWEEN = 28.0
_BADGE_PAD = 10.0
_NUMBER_WIDTH = 60.0
MOST_FIGURES = 6
_LOW = 180.0  # pt: a lower picture takes room from its headline
_STRIP = 0.28  # of the height of the content


@dataclass(frozen=True)
class Placed:
    """A figure in its place: as a native chart, or as a picture (`form` None)."""

    figure: Figure
    form: NativeChart | None
    x: float
    y: float
    w: float
    h: float

    @property
    def alt(self) -> str:
        return self.figure.caption.alt or self.figure.caption.judul


@dataclass(frozen=True)
class Slide:
    """One slide. `bagian` 0 is the screen itself, 1.. continue it; `butir` are sentences in their places."""

    screen: Screen
    bagian: int
    nomor: Words
    judul: Words
    kota: Words | None = None
    lencana: Words | None = None
    subjudul: Words | None = None
    angka: tuple[tuple[Words, ...], ...] = ()
    butir: tuple[Words, ...] = ()
    gambar: Placed | None = None
    tabel: Table | None = None
    sumber: tuple[Words, ...] = ()

    def words(self) -> list[Words]:
        """Every text on the slide in reading order."""
        single = (self.judul, self.lencana, self.subjudul, self.kota, self.nomor)
        return (
            [one for one in single if one]
            + [one for group in self.angka for one in group]
            + [*self.butir, *self.sumber]
        )


def slides_of(screens: list[Screen], kota: str = "", *, drawn: bool = False) -> list[Slide]:
    """The slides of a briefing, numbered. `drawn`: charts are drawn by the app, so nothing is said of native forms."""
    pages = [page for screen in screens for page in _screen_slides(screen, kota, drawn)]
    total = len(pages)
    return [replace(page, nomor=_number(place, total)) for place, page in enumerate(pages, 1)]


def is_sample(screen: Screen) -> bool:
    """Is anything on the screen synthetic, its large numbers and its table included?"""
    table = screen.tabel is not None and has_sample(screen.tabel)
    return screen.contoh or table or any(point.jenis_data == "contoh" for point in screen.angka)


def _number(place: int, total: int) -> Words:
    text = f"{place} / {total}"
    return set_words(text, NUMBER, WIDTH - EDGE - _NUMBER_WIDTH, HEIGHT - BOTTOM - 17, _NUMBER_WIDTH)


@dataclass(frozen=True)
class _Room:
    """What head and foot leave."""

    y: float
    h: float


def _screen_slides(screen: Screen, kota: str, drawn: bool) -> list[Slide]:
    form = native_form(screen.gambar) if screen.gambar else None
    grid = form if isinstance(form, Grid) else None
    chart = None if grid else screen.gambar
    extra = grid.note if grid else _form_note(form) if form and not drawn else ""
    head = _head(screen, kota, 0, extra)
    room = _room(head)
    tables = _cells(screen, grid, form)
    if chart:
        main, rest = _with_picture(head, room, chart, form, alone=not tables)
        if main.gambar.h < _LOW:
            head = _head(screen, kota, 0, extra, TITLE_AGAIN)
            main, rest = _with_picture(head, _room(head), chart, form, alone=not tables)
    elif tables:
        main, tables, rest = _with_table(head, room, tables)
    else:
        main, rest = _with_words(head, room)
    pages = [main]
    for place, cells in enumerate(tables):
        pages += _more_rows(screen, kota, len(pages), extra, cells)
        if place == len(tables) - 1:
            pages[-1], _none, rest = _below(pages[-1], [], rest, EDGE, INNER, _room(pages[-1]))
    for sentences in rest:
        while sentences:
            page, left = _more_words(screen, kota, len(pages), sentences)
            pages.append(page)
            sentences = [text for part in left for text in part]
    return pages


def _form_note(form: NativeChart) -> str:
    """What a reader must know of the native form, rows left out included."""
    if form.shown >= form.rows:
        return form.note
    shown = _("Ditampilkan {jumlah} dari {semua} baris.").format(jumlah=number(form.shown), semua=number(form.rows))
    return notes(form.note, shown)


def _cells(screen: Screen, grid: Grid | None, form) -> list[Cells]:
    """The tables of a screen: what is a table by nature, its own, and the main rows behind a picture."""
    found = [cells_of(grid.frame)] if grid else []
    if screen.tabel is not None and len(screen.tabel):
        found.append(cells_of(screen.tabel))
    elif screen.gambar and form is None and (rows := main_rows(screen.gambar)) is not None:
        found.append(cells_of(rows))
    return found


def main_rows(figure: Figure, most: int = 10) -> pd.DataFrame | None:
    """The highest ten rows behind a map or funnel, for those who want figures; None when it has no values."""
    table = figure.table
    if table is None or not {"nama", "nilai"} <= set(table) or table["nilai"].notna().sum() < 2:
        return None
    columns = [name for name in ("nama", "nilai", "bawah", "atas", "pembilang", "penyebut") if name in table]
    kinds = [name for name in ("jenis_data",) if name in table]
    rows = table[columns + kinds].dropna(subset=["nilai"]).sort_values("nilai", ascending=False, kind="stable")
    named = {"nilai": figure.options["judul"]} if figure.options.get("judul") else {}
    return rows.head(most).dropna(axis=1, how="all").reset_index(drop=True).rename(columns=named)


# ---- head and foot


def _head(screen: Screen, kota: str, bagian: int, extra: str = "", look: Look = TITLE) -> Slide:
    """A slide with its words around the content."""
    badge = _badge() if is_sample(screen) else None
    name = set_words(kota, CITY, EDGE, TOP, INNER - 160) if kota.strip() else None
    y = TOP + 24
    title = set_words(screen.temuan, TITLE_AGAIN if bagian else look, EDGE, y, INNER, most=4)
    y = title.end + 4
    text = screen.subjudul
    if bagian:
        text = notes(text + ("." if text and not text.endswith(".") else ""), _("Lanjutan."))
    under = set_words(text, SUBTITLE, EDGE, y, INNER) if text else None
    return Slide(screen, bagian, _number(1, 1), title, name, badge, under, sumber=_foot(screen, extra))


def _badge() -> Words:
    """The mark of synthetic data, its box at the right upper corner."""
    text = sample_mark()
    width = wide(text, BADGE.sizes[0], BADGE.weight) + 2 * _BADGE_PAD + 2
    return Words(text, BADGE, BADGE.sizes[0], WIDTH - EDGE - width, TOP - 6, width, 24)


def _foot(screen: Screen, extra: str) -> tuple[Words, ...]:
    """Note and source above the lower edge; the number of the slide stands beside them."""
    note = notes(extra, screen.gambar.caption.catatan if screen.gambar else "")
    texts = [text for text in (note, screen.sumber) if text]
    width = INNER - _NUMBER_WIDTH - 20
    for size in FOOT.sizes:
        placed = [set_words(text, FOOT, EDGE, 0, width, most=3, size=size) for text in texts]
        if sum(one.h for one in placed) <= 3 * size * 1.25 + 4:
            break
    y, found = HEIGHT - BOTTOM - sum(one.h for one in placed), []
    for one in placed:
        found.append(replace(one, y=y))
        y += one.h
    return tuple(found)


def _room(page: Slide) -> _Room:
    top = (page.subjudul or page.judul).end + _GAP
    foot = min([one.y for one in page.sumber] + [page.nomor.y])
    return _Room(top, foot - _GAP - top)


# ---- content


def _with_picture(
    page: Slide, room: _Room, figure: Figure, form: NativeChart | None, alone: bool
) -> tuple[Slide, list[list[str]]]:
    """The picture, with numbers and sentences where they leave it most room.

    `alone`: no table follows that sentences could stand below.
    """
    if not (page.screen.angka or page.screen.butir):
        return replace(page, gambar=Placed(figure, form, EDGE, room.y, INNER, room.h)), []
    calendar = form is not None and form.dates
    ways = [_above, _left] if calendar else [_left, *([_left_and_below] if alone else []), _above]
    for way in ways:
        if (found := way(page, room)) is not None:
            placed, x, free = found
            return replace(placed, gambar=Placed(figure, form, x, free.y, WIDTH - EDGE - x, free.h)), []
    without = replace(page, screen=replace(page.screen, butir=()))
    placed, x, free = _left(without, room) or _above(without, room, 0) or (without, EDGE, room)
    picture = Placed(figure, form, x, free.y, WIDTH - EDGE - x, free.h)
    return replace(placed, screen=page.screen, gambar=picture), [list(page.screen.butir)] * bool(page.screen.butir)


_Arranged = tuple[Slide, float, _Room]


def _left(page: Slide, room: _Room) -> _Arranged | None:
    """Numbers and sentences in a column at the left; None when they do not fit there."""
    found, rest = _side(page, room)
    bottom = max([group[-1].end for group in found.angka] + [room.y])
    if rest or bottom > room.y + room.h:
        return None
    return found, EDGE + _SIDE + _BETWEEN if found.angka or found.butir else EDGE, room


def _left_and_below(page: Slide, room: _Room) -> _Arranged | None:
    """Numbers at the left, sentences over the whole width below."""
    if not page.screen.angka or (strip := _strip(page, room)) is None:
        return None
    found = _left(replace(page, screen=replace(page.screen, butir=())), strip[1])
    return found and (replace(found[0], screen=page.screen, butir=strip[0]), found[1], found[2])


def _above(page: Slide, room: _Room, least: float = 0.45) -> _Arranged | None:
    """Numbers in a row above, sentences below, when at least this share of the height is left to the picture."""
    figures, end = _beside(page.screen.angka[:MOST_FIGURES], EDGE, room.y, FIGURE_ABOVE)
    top = end + _GAP if figures else room.y
    free = _Room(top, room.y + room.h - top)
    sentences = ()
    if page.screen.butir:
        if (strip := _strip(page, free)) is None:
            return None
        sentences, free = strip
    if free.h < room.h * least:
        return None
    return replace(page, angka=figures, butir=sentences), EDGE, free


def _strip(page: Slide, room: _Room) -> tuple[tuple[Words, ...], _Room] | None:
    """The sentences at the lower edge, and the room above them; None when they take more than a quarter of it."""
    placed = _sentences(page.screen.butir, STRIP, EDGE, 0, INNER, room.h * _STRIP)
    if not placed:
        return None
    down = room.y + room.h - placed[-1].end
    free = _Room(room.y, room.h - placed[-1].end - _GAP)
    return tuple(replace(words, y=words.y + down) for words in placed), free


def _with_table(page: Slide, room: _Room, tables: list[Cells]) -> tuple[Slide, list[Cells], list[list[str]]]:
    """A narrow table has numbers and sentences beside it, a wide one below numbers in a row.

    What does not fit the slide is left for the next.
    """
    screen, first = page.screen, tables[0]
    x = EDGE + _SIDE + _BETWEEN
    if (screen.angka or screen.butir) and natural_width(first) <= WIDTH - EDGE - x:
        page, rest = _side(page, room)
        page, others = _tabled(page, tables, x, room.y, WIDTH - EDGE - x, room.h)
        return _below(page, others, rest, x, WIDTH - EDGE - x, room)
    figures, end = _beside(screen.angka[:MOST_FIGURES], EDGE, room.y, FIGURE_ABOVE)
    y = end + (_GAP if figures else 0)
    page, others = _tabled(replace(page, angka=figures), tables, EDGE, y, INNER, room.y + room.h - y)
    return _below(page, others, [list(screen.butir)] if screen.butir else [], EDGE, INNER, room)


def _below(
    page: Slide, others: list[Cells], rest: list[list[str]], x: float, width: float, room: _Room
) -> tuple[Slide, list[Cells], list[list[str]]]:
    """The sentences left over below a table that ends on this slide, when they fit."""
    if others or not rest:
        return page, others, rest
    y = page.tabel.y + page.tabel.h + 1.5 * _GAP
    placed = _sentences(tuple(rest[0]), SENTENCE, x, y, width, room.y + room.h - y)
    return (replace(page, butir=tuple(placed)), others, []) if placed else (page, others, rest)


def _tabled(
    page: Slide, tables: list[Cells], x: float, y: float, width: float, height: float
) -> tuple[Slide, list[Cells]]:
    """The first table on the page, and what is left of all."""
    first, *more = tables
    part, *parts = tables_in(first, x, y, width, height)
    left = sum((part.cells.rows for part in parts), ())
    return replace(page, tabel=part), [*([Cells(first.headings, left, first.sides)] if left else []), *more]


def _side(page: Slide, room: _Room) -> tuple[Slide, list[list[str]]]:
    """Numbers and sentences in a column at the left; sentences that find no room there are left over."""
    screen = page.screen
    figures, end = _stacked(screen.angka[:MOST_FIGURES], EDGE, room.y, _SIDE, room.h)
    y = end + (_GAP if figures else 0)
    sentences = _sentences(screen.butir, BESIDE, EDGE, y, _SIDE, room.y + room.h - y)
    rest = [list(screen.butir)] if sentences is None else []
    return replace(page, angka=figures, butir=tuple(sentences or ())), rest


def _with_words(page: Slide, room: _Room) -> tuple[Slide, list[list[str]]]:
    """Large numbers in a row and sentences below; sentences that find no room continue."""
    screen = page.screen
    figures, end = _beside(screen.angka[:MOST_FIGURES], EDGE, room.y, FIGURE)
    if not screen.butir:
        # A third of what stays free stands above.
        figures, end = _beside(screen.angka[:MOST_FIGURES], EDGE, room.y + max(0, room.y + room.h - end) / 3, FIGURE)
    y = end + (2 * _GAP if figures else 0)
    return _filled(replace(page, angka=figures), list(screen.butir), y, room.y + room.h - y)


def _filled(page: Slide, sentences: list[str], y: float, space: float) -> tuple[Slide, list[list[str]]]:
    """As many sentences as fit; the rest for the next slide."""
    for count in range(len(sentences), 0, -1):
        placed = _sentences(tuple(sentences[:count]), SENTENCE, EDGE, y, INNER, space)
        if placed is not None:
            rest = sentences[count:]
            return replace(page, butir=tuple(placed)), [rest] if rest else []
    if not sentences:
        return page, []
    lines = max(1, int(space / (SENTENCE.sizes[-1] * 1.25)))
    cut = set_words(sentences[0], SENTENCE, EDGE, y, INNER, most=lines, size=SENTENCE.sizes[-1])
    return replace(page, butir=(cut,)), [sentences[1:]] if sentences[1:] else []


def _more_rows(screen: Screen, kota: str, bagian: int, extra: str, cells: Cells) -> list[Slide]:
    room = _room(_head(screen, kota, bagian, extra))
    parts = tables_in(cells, EDGE, room.y, INNER, room.h)
    return [replace(_head(screen, kota, bagian + place, extra), tabel=part) for place, part in enumerate(parts)]


def _more_words(screen: Screen, kota: str, bagian: int, sentences: list[str]) -> tuple[Slide, list[list[str]]]:
    page = _head(screen, kota, bagian)
    room = _room(page)
    return _filled(page, sentences, room.y, room.h)


def _sentences(
    texts: tuple[str, ...], look: Look, x: float, y: float, width: float, space: float
) -> list[Words] | None:
    """All texts at one size within `space`, or None."""
    for size in look.sizes:
        placed, at = [], y
        for text in texts:
            words = set_words(text, look, x + 16, at, width - 16, most=12, size=size)
            placed.append(words)
            at = words.end + size * 0.45
        if not placed or placed[-1].end <= y + space:
            return placed
    return None


def _stacked(
    points: tuple[Point, ...], x: float, y: float, width: float, height: float
) -> tuple[tuple[tuple[Words, ...], ...], float]:
    """Large numbers below each other, smaller when they are many."""
    for sizes in (FIGURE_BESIDE.sizes, FIGURE_BESIDE.sizes[2:], FIGURE_BESIDE.sizes[4:]):
        groups, at = [], y
        for point in points:
            group = _point(point, x, at, width, replace(FIGURE_BESIDE, sizes=sizes))
            groups.append(group)
            at = group[-1].end + _GAP
        if not groups or groups[-1][-1].end <= y + height:
            break
    return tuple(groups), groups[-1][-1].end if groups else y


def _beside(points: tuple[Point, ...], x: float, y: float, look: Look) -> tuple[tuple[tuple[Words, ...], ...], float]:
    """Large numbers in a row, all as large as the longest of them allows."""
    if not points:
        return (), y
    width = (INNER - _BETWEEN * (len(points) - 1)) / len(points)
    size = min(set_words(point.nilai, look, 0, 0, width).size for point in points)
    groups = [
        _point(point, x + place * (width + _BETWEEN), y, width, replace(look, sizes=(size,)))
        for place, point in enumerate(points)
    ]
    return tuple(groups), max(group[-1].end for group in groups)


def _point(point: Point, x: float, y: float, width: float, look: Look) -> tuple[Words, ...]:
    """Number, name, note below each other."""
    value = set_words(point.nilai, look, x, y, width, most=2)
    name = set_words(point.nama, FIGURE_NAME, x, value.end, width, most=3)
    if not point.catatan:
        return value, name
    return value, name, set_words(point.catatan, FIGURE_NOTE, x, name.end, width, most=3)
