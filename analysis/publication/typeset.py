"""Documents on A4 as tagged PDF, without a browser: blocks in, bytes out.

The trap: a text from data may look like markup, hold control characters or be one endless word. It travels as JSON,
cleaned, and may break anywhere when it is too long for a line.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

from analysis import language
from analysis.figures.drawing import whole_spec
from analysis.figures.view import Empty
from analysis.language import _
from analysis.output.captions import in_language, sample_mark
from analysis.output.codes import value_names
from analysis.output.fitting import fitted, text_size
from analysis.output.picture import drawing_size, placed
from analysis.output.theme import FONT
from analysis.publication.blocks import (
    Band,
    Blank,
    Bottom,
    Bullets,
    Cell,
    Columns,
    Document,
    Finding,
    Heading,
    PageBreak,
    Picture,
    Table,
    Text,
    Tiles,
)
from analysis.publication.tagged_pdf import tagged_pdf, typefaces
from analysis.publication.template import template

ReadShapes = Callable[[str], "str | bytes"]
WIDTH = 504.6  # pt between the margins of A4
_GAP = 18.0  # pt between columns
_NAMES = 8.4  # pt, names in charts
_HEADROOM, _DESCENT = 12, 3  # px of a drawing
_LONGEST_WORD = 28
# How much closer pictures and rows are set, step by step, when a document must not have more pages.
_CLOSER = (1.0, 0.94, 0.88, 0.82, 0.76)
_DROPPED = {"Cc", "Cs", "Co", "Cn"}
# Directions and joiners that would turn the words around them.
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def set_pdf(document: Document, read_shapes: ReadShapes) -> bytes:
    """The document as tagged PDF with its fonts inside (PDF/UA-1 unless a text needs a glyph that no font has).

    read_shapes: `sources.shapes.read_shapes`. Raises `output.export.ExportError` when a chart cannot be drawn.
    """
    return in_language(document.bahasa, _set, document, read_shapes)


def _set(document: Document, read_shapes: ReadShapes) -> bytes:
    content, markup = json.dumps(_content(document, read_shapes)), template()
    return tagged_pdf(markup, _fitting(markup, content, document.halaman), document.dibuat)


def _fitting(markup: str, content: str, most: int) -> dict[str, str]:
    """The inputs that set the document on at most `most` pages, or as near to it as the closest setting comes."""
    import typst

    for closeness in _CLOSER:
        inputs = {"isi": content, "rapat": str(closeness)}
        if not most:
            break
        pages = typst.query(
            markup.encode(), "<halaman>", field="value", one=True, format="json",
            font_paths=typefaces(), sys_inputs=inputs,
        )  # fmt: skip
        if int(json.loads(pages)) <= most:
            break
    return inputs


def marks(document: Document) -> list[dict]:
    """What every page must say about the numbers on it."""
    found = [{"teks": sample_mark(), "padat": True}] if document.contoh else []
    return [*found, *([{"teks": _("Internal, tidak untuk publikasi"), "padat": False}] if document.internal else [])]


def _content(document: Document, read_shapes: ReadShapes) -> dict:
    found = marks(document)
    return {
        "judul": plain(document.judul),
        "penulis": "Konvergensi",
        "uraian": plain(". ".join([*(mark["teks"] for mark in found), document.uraian])),
        "kata_kunci": [plain(word) for word in (*document.kata_kunci, *(mark["teks"] for mark in found))],
        "bahasa": document.bahasa,
        "huruf": FONT,
        "kepala": _short(document.kepala, 80),
        "kaki": _short(document.kaki, 104),
        "halaman": _("Halaman {halaman} dari {semua}"),
        "tanda": found,
        "blok": [_block(block, WIDTH, read_shapes) for block in document.blok],
    }


def plain(text: str) -> str:
    """`text` on one line, without control characters, words longer than a line breakable."""
    kept = "".join(" " if unicodedata.category(letter) in _DROPPED else letter for letter in str(text))
    words = [_breakable(word) for word in _UNSEEN.sub("", kept).split(" ") if word]
    return " ".join(words)


def _short(text: str, letters: int) -> str:
    """One line at the head or foot of every page."""
    text = plain(text)
    return text if len(text) <= letters else text[: letters - 1] + "…"


def _breakable(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    return "\u200b".join(word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD))


def _block(block, width: float, read_shapes: ReadShapes) -> dict:
    return _BLOCKS[type(block)](block, width, read_shapes)


def _heading(block: Heading, width: float, read_shapes: ReadShapes) -> dict:
    return {
        "jenis": "judul",
        "teks": plain(block.teks),
        "sub": plain(block.sub),
        "tingkat": block.tingkat,
        "jarak": block.jarak,
    }


def _title(judul: str, sub: str = "") -> dict:
    return {"teks": plain(judul), "sub": plain(sub), "tingkat": 3}


def _picture(block: Picture, width: float, read_shapes: ReadShapes) -> dict:
    if isinstance(block.gambar, Empty):
        found = {"jenis": "kosong", "apa": plain(block.gambar.what), "pengisi": plain(block.gambar.filled_by)}
        return {**found, "judul": _title(block.judul)}
    spec, words = whole_spec(block.gambar, read_shapes), block.gambar.caption
    drawn = fitted(spec, width, block.tinggi, _NAMES / text_size(spec))
    # Only targets are named above the highest point of a plot.
    svg = _roomy(drawn.svg, _HEADROOM if spec["datasets"].get("sasaran") else 0)
    across, down = (side * drawn.scale for side in drawing_size(svg))
    note = words.catatan
    if drawn.shown < drawn.rows:
        more = _("Ditampilkan {jumlah} dari {semua} baris.")
        note = f"{more.format(jumlah=language.number(drawn.shown), semua=language.number(drawn.rows))} {note}"
    return {
        "jenis": "gambar",
        "judul": _title(block.judul or words.judul, words.subjudul),
        "svg": svg,
        "lebar": across,
        "tinggi": down,
        "alt": plain(words.alt or words.judul),
        "catatan": plain(note),
    }


def _roomy(svg: str, above: float) -> str:
    """The drawing with room for names above its plot and for the descenders of its lowest line, which would be cut."""
    width, height = drawing_size(svg)
    height += above + _DESCENT
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {space} {size}>{placed(svg, 0, above)}</svg>"


def _cell(cell: Cell) -> dict:
    found = {
        "teks": plain(cell.teks),
        "warna": cell.warna,
        "tebal": cell.tebal,
        "kecil": cell.kecil,
        "kolom": cell.kolom,
    }
    if cell.selang is None:
        return found
    return {
        **found,
        "selang": {**dict(zip(("nilai", "bawah", "atas", "acuan"), cell.selang, strict=True)), "warna": cell.warna},
    }


def _table(block: Table, width: float, read_shapes: ReadShapes) -> dict:
    rows = [
        {"kelompok": plain(row), "sel": []}
        if isinstance(row, str)
        else {"kelompok": "", "sel": [_cell(c) for c in row]}
        for row in block.baris
    ]
    return {
        "jenis": "tabel",
        "judul": _title(block.judul, block.sub),
        "kepala": [plain(text) for text in block.kepala],
        "baris": rows,
        "rata": list(block.rata),
        "lebar": list(block.lebar),
        "catatan": plain(block.catatan),
        "ukuran": block.ukuran,
        "jarak": block.jarak,
        "terputus": block.terputus,
    }


def _tiles(block: Tiles, width: float, read_shapes: ReadShapes) -> dict:
    kinds = value_names()["jenis_data"]
    return {
        "jenis": "angka",
        "butir": [
            {
                "nama": plain(point.nama),
                "nilai": plain(point.nilai),
                "catatan": plain(point.catatan),
                "jenis_data": kinds.get(point.jenis_data, ""),
                "contoh": point.jenis_data == "contoh",
            }
            for point in block.butir
        ],
    }


def _columns(block: Columns, width: float, read_shapes: ReadShapes) -> dict:
    room = width - _GAP * (len(block.isi) - 1)
    widths = [room * share / sum(block.lebar) for share in block.lebar]
    parts = [
        [_block(child, across, read_shapes) for child in part] for part, across in zip(block.isi, widths, strict=True)
    ]
    return {"jenis": "kolom", "lebar": list(block.lebar), "sela": _GAP, "jarak": block.jarak, "isi": parts}


def _texts(jenis: str, *names: str) -> Callable:
    """A block of texts and numbers, just as they are."""

    def make(block, width: float, read_shapes: ReadShapes) -> dict:
        values = {name: getattr(block, name) for name in names}
        return {"jenis": jenis, **{name: plain(v) if isinstance(v, str) else v for name, v in values.items()}}

    return make


_BLOCKS: dict[type, Callable] = {
    Band: _texts("pita", "teks", "atas", "bawah", "besar", "tinggi"),
    Finding: _texts("temuan", "teks", "ukuran"),
    Text: _texts("teks", "teks", "kepala", "ukuran", "warna", "jarak"),
    Blank: _texts("isian", "teks", "isi"),
    PageBreak: _texts("halaman"),
    Bullets: lambda block, width, read_shapes: {
        "jenis": "butir",
        "teks": [plain(text) for text in block.teks],
        "ukuran": block.ukuran,
    },
    Bottom: lambda block, width, read_shapes: {
        "jenis": "dasar",
        "isi": [_block(child, width, read_shapes) for child in block.isi],
    },
    Heading: _heading,
    Picture: _picture,
    Table: _table,
    Tiles: _tiles,
    Columns: _columns,
}
