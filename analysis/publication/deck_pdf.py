"""The same slides as a PDF: tagged, with its fonts, readable by a screen reader.

Because the typeface travels inside, texts are measured without room to spare; so a slide may hold a row more than its
twin in the PPTX. Charts are drawn by the app, as on screen.

Texts and tables go to the typesetter as data, never as markup, so nothing in them is run. Every page says its finding as
a heading; what only decorates (the number of the page) is marked as an artefact.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date as Date

from analysis import language
from analysis.output.theme import ACCENT, BAND, DATA, FONT, GRID
from analysis.publication.deck_layout import Slide, slides_of
from analysis.publication.deck_pictures import drawn_svg
from analysis.publication.deck_tables import PAD_X, Table
from analysis.publication.deck_text import Words, clean, font_embedded
from analysis.publication.screens import Screen
from analysis.publication.tagged_pdf import tagged_pdf

_MARKUP = """
#let deck = json(bytes(sys.inputs.deck))
#set document(title: deck.judul, author: "Konvergensi", description: deck.wilayah,
  date: datetime(year: deck.hari.at(0), month: deck.hari.at(1), day: deck.hari.at(2)))
#set page(width: 960pt, height: 540pt, margin: 0pt)
#set text(font: deck.huruf, lang: deck.bahasa, hyphenate: false, top-edge: 0.96em, bottom-edge: -0.26em)
#set par(leading: 0pt, spacing: 0pt, justify: false)
#show heading: it => it.body
#let styled(w) = {
  set text(size: w.size * 1pt, weight: w.weight, fill: rgb(w.colour))
  w.text
}
#let put(w, body) = place(top + left, dx: w.x * 1pt, dy: w.y * 1pt, block(width: w.w * 1pt, body))
#let words(w) = put(w, styled(w))
#for (number, slide) in deck.slide.enumerate() {
  if number > 0 { pagebreak() }
  put(slide.judul, heading(level: 1, styled(slide.judul)))
  if slide.lencana != none {
    let w = slide.lencana
    place(top + left, dx: w.x * 1pt, dy: w.y * 1pt, rect(width: w.w * 1pt, height: w.h * 1pt, radius: 4pt,
      fill: rgb(deck.aksen), inset: 0pt, align(center + horizon, styled(w))))
  }
  if slide.subjudul != none { words(slide.subjudul) }
  if slide.kota != none { words(slide.kota) }
  for w in slide.angka { words(w) }
  if slide.butir.len() > 0 {
    for w in slide.butir {
      pdf.artifact(place(top + left, dx: (w.x - 14) * 1pt, dy: (w.y + w.size * 0.46) * 1pt,
        circle(radius: 3pt, fill: rgb(deck.data))))
      words(w)
    }
  }
  if slide.gambar != none {
    let g = slide.gambar
    place(top + left, dx: g.x * 1pt, dy: g.y * 1pt,
      image(bytes(sys.inputs.at(g.nama)), format: "svg", alt: g.alt, width: g.w * 1pt, height: g.h * 1pt))
  }
  if slide.tabel != none {
    let t = slide.tabel
    set text(size: t.size * 1pt)
    let sides = (kiri: left, tengah: center, kanan: right)
    place(top + left, dx: t.x * 1pt, dy: t.y * 1pt, table(
      columns: t.lebar.map(w => w * 1pt),
      rows: t.tinggi.map(h => h * 1pt),
      inset: (x: t.pad * 1pt, y: 0pt),
      align: (column, row) => sides.at(t.sisi.at(column)) + horizon,
      fill: (column, row) => if row == 0 { rgb(deck.pita) },
      stroke: (column, row) => (bottom: if row == 0 { 1.5pt + rgb(deck.data) } else { 0.75pt + rgb(deck.garis) }),
      table.header(..t.kepala.map(text => strong(text))),
      ..t.isi.flatten().map(text => [#text]),
    ))
  }
  for w in slide.sumber { words(w) }
  pdf.artifact(put(slide.nomor, align(right, styled(slide.nomor))))
}
"""


def to_pdf(
    screens: list[Screen], *, judul: str, read_shapes: Callable[[str], str | bytes], hari: Date, kota: str = ""
) -> bytes:
    """The deck as PDF in the language in use; see `deck.to_pptx` for the arguments. ExportError as there."""
    with font_embedded():
        slides = slides_of(screens, kota, drawn=True)
    inputs, pages = {}, []
    for place, slide in enumerate(slides):
        page = _page(slide)
        if slide.gambar:
            drawn = drawn_svg(slide.gambar, read_shapes)
            inputs[f"svg{place}"] = clean(drawn.data.decode())
            page["gambar"] = {
                "nama": f"svg{place}", "alt": clean(slide.gambar.alt),
                "x": drawn.x, "y": drawn.y, "w": drawn.w, "h": drawn.h,
            }  # fmt: skip
        pages.append(page)
    deck = {
        "judul": clean(judul), "wilayah": clean(kota or judul), "hari": [hari.year, hari.month, hari.day],
        "bahasa": language.current(), "huruf": FONT, "aksen": ACCENT, "data": DATA, "pita": BAND, "garis": GRID,
        "slide": pages,
    }  # fmt: skip
    return tagged_pdf(_MARKUP, {"deck": json.dumps(deck), **inputs}, hari)


def _page(slide: Slide) -> dict:
    """A slide as data for the typesetter."""
    return {
        "judul": _words(slide.judul),
        "lencana": slide.lencana and _words(slide.lencana),
        "subjudul": slide.subjudul and _words(slide.subjudul),
        "kota": slide.kota and _words(slide.kota),
        "nomor": _words(slide.nomor),
        "angka": [_words(words) for group in slide.angka for words in group],
        "butir": [_words(words) for words in slide.butir],
        "sumber": [_words(words) for words in slide.sumber],
        "tabel": slide.tabel and _table(slide.tabel),
        "gambar": None,
    }


def _words(words: Words) -> dict:
    return {
        "text": clean(words.text), "size": words.size, "weight": words.look.weight, "colour": words.look.colour,
        "x": words.x, "y": words.y, "w": words.w, "h": words.h,
    }  # fmt: skip


def _table(table: Table) -> dict:
    return {
        "x": table.x, "y": table.y, "size": table.size, "lebar": table.widths, "tinggi": table.heights,
        "sisi": table.cells.sides, "kepala": table.cells.headings, "isi": table.cells.rows, "pad": PAD_X,
    }  # fmt: skip
