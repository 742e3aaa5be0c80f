"""The typst template of everything that is set on A4: it says how blocks look and holds no words of its own.

The trap: typst reads markup. Names and commitments come from files of others, so every text reaches the template as a
string in the JSON input and is shown as a string; nothing from data is ever pasted into this text.
"""

from __future__ import annotations

from analysis.output import theme

_COLOURS = {
    "biasa": theme.TEXT,
    "redup": theme.QUIET,
    "aksen": theme.ACCENT,
    "data": theme.DATA,
    "garis": theme.GRID,
    "latar": theme.BAND,
    "selang": theme.INTERVAL,
    "baik": theme.BETTER,
    "serupa": theme.SIMILAR,
    "buruk": theme.WORSE,
    "putih": theme.GROUND,
    "muda": theme.SEQUENCE[1],
}

_BODY = """
#let isi = json(bytes(sys.inputs.at("isi")))
// Below 1 pictures and rows are set closer, until the document has the pages it may have.
#let rapat = float(sys.inputs.at("rapat"))
#set document(title: isi.judul, author: isi.penulis, description: isi.uraian, keywords: isi.kata_kunci)
#set text(font: isi.huruf, size: 8.8pt, fill: warna.biasa, lang: isi.bahasa, hyphenate: false)
#set par(leading: 0.6em, spacing: 0.8em)

#let tanda(m) = box(
  fill: if m.padat { warna.aksen } else { warna.putih },
  stroke: 0.8pt + warna.aksen,
  radius: 2.5pt,
  inset: (x: 5pt, y: 3pt),
  text(size: 7.4pt, weight: 700, fill: if m.padat { warna.putih } else { warna.aksen }, m.teks),
)
#set page(
  paper: "a4",
  margin: (x: 16mm, top: 17mm, bottom: 15mm),
  header-ascent: 3.5mm,
  footer-descent: 4mm,
  header: grid(
    columns: (1fr, auto),
    align: (left + horizon, right + horizon),
    column-gutter: 10pt,
    text(size: 7.4pt, fill: warna.redup, isi.kepala),
    stack(dir: ltr, spacing: 5pt, ..isi.tanda.map(tanda)),
  ),
  footer: grid(
    columns: (1fr, auto),
    column-gutter: 12pt,
    text(size: 7pt, fill: warna.redup, isi.kaki),
    context text(size: 7pt, fill: warna.redup, isi.halaman
      .replace("{halaman}", str(counter(page).get().first()))
      .replace("{semua}", str(counter(page).final().first()))),
  ),
)
#show heading: it => block(above: 0pt, below: 0pt, sticky: true, it.body)

#let sel(c) = {
  if c.at("selang", default: none) != none {
    // A dot with its interval on a shared scale; the numbers stand beside it, so it is decoration to a reader aloud.
    let s = c.selang
    pdf.artifact(box(width: 100%, height: 5pt, {
      place(top + left, dx: 0%, dy: 2.5pt, line(length: 100%, stroke: 0.3pt + warna.garis))
      if s.acuan != none {
        place(top + left, dx: s.acuan * 100%, dy: -1.5pt, line(angle: 90deg, length: 8pt, stroke: 0.6pt + warna.redup))
      }
      if s.bawah != none {
        place(top + left, dx: s.bawah * 100%, dy: 2.5pt,
          line(length: (s.atas - s.bawah) * 100%, stroke: 1.6pt + warna.selang))
      }
      place(top + left, dx: s.nilai * 100% - 2pt, dy: 0.5pt,
        circle(radius: 2pt, stroke: none, fill: warna.at(s.warna)))
    }))
  } else {
    text(fill: warna.at(c.warna), weight: if c.tebal { 600 } else { 400 }, size: if c.kecil { 7pt } else { 1em }, c.teks)
  }
}

#let judul(b) = {
  // One level below the title whatever its size: PDF/UA allows no gap between levels.
  heading(level: 2, {
    set text(size: if b.tingkat == 2 { 11pt } else { 9.2pt }, weight: 700, fill: warna.biasa)
    b.teks
  })
  if b.sub != "" {
    block(above: 3.2pt, below: 0pt, sticky: true, text(size: 7.6pt, fill: warna.redup, b.sub))
  }
}

#let tabel(b) = {
  let kepala = b.kepala.map(k => text(size: 7.4pt, fill: warna.redup, weight: 600, k))
  let isi = ()
  for r in b.baris {
    if r.kelompok != "" {
      isi.push(table.header(level: 2, table.cell(
        colspan: b.kepala.len(), fill: warna.latar, align: left, inset: (x: 4pt, y: 3pt),
        text(weight: 700, size: 8.2pt, r.kelompok),
      )))
    } else { for c in r.sel {
      isi.push(if c.kolom > 1 { table.cell(colspan: c.kolom, align: center + horizon, sel(c)) } else { sel(c) })
    } }
  }
  set text(size: b.ukuran * 1pt, number-width: "tabular")
  set par(leading: 0.45em)
  table(
    columns: b.lebar.map(w => w * 1fr),
    align: (x, y) => (if b.rata.at(x) == "kanan" { right } else { left }) + horizon,
    inset: (x: 4pt, y: b.jarak * 1pt * rapat * rapat),
    stroke: (x, y) => (bottom: if y == 0 { 0.9pt + warna.biasa } else { 0.4pt + warna.garis }),
    table.header(..kepala),
    ..isi,
  )
}

#let blok(b) = {
  if b.jenis == "pita" {
    block(width: 100%, fill: warna.data, radius: 4pt, inset: (x: 14pt, y: b.tinggi * 1pt), above: 0pt, below: 11pt, {
      set text(fill: warna.putih)
      if b.atas != "" { block(below: 7pt, text(size: 8.6pt, weight: 600, b.atas)) }
      show heading: it => block(above: 0pt, below: 0pt, it.body)
      heading(level: 1, text(size: b.besar * 1pt, weight: 700, b.teks))
      if b.bawah != "" { block(above: 7pt, below: 0pt, text(size: 9.6pt, b.bawah)) }
    })
  } else if b.jenis == "temuan" {
    block(above: 0pt, below: 10pt, {
      set par(leading: 0.55em)
      text(size: b.ukuran * 1pt, weight: 700, b.teks)
    })
  } else if b.jenis == "angka" {
    block(above: 0pt, below: 13pt, grid(
      columns: (1fr,) * 4, column-gutter: 10pt,
      ..b.butir.map(a => block(width: 100%, stroke: (top: 1.6pt + warna.data), inset: (top: 6pt), {
        set par(leading: 0.45em)
        block(below: 7pt, text(size: 7.6pt, fill: warna.redup, weight: 600, a.nama))
        block(below: 7pt, text(size: if a.nilai.clusters().len() > 11 { 11pt } else { 18pt }, weight: 700, a.nilai))
        block(below: 0pt, {
          text(size: 7.2pt, fill: warna.redup, a.catatan)
          if a.jenis_data != "" {
            h(3pt)
            box(baseline: 1.6pt, stroke: 0.5pt + (if a.contoh { warna.aksen } else { warna.redup }), radius: 2pt,
              inset: (x: 2.6pt, y: 1.5pt),
              text(size: 6.4pt, fill: if a.contoh { warna.aksen } else { warna.redup }, a.jenis_data))
          }
        })
      })),
    ))
  } else if b.jenis == "judul" {
    block(above: b.jarak * 1pt, below: 6pt, sticky: true, judul(b))
  } else if b.jenis == "gambar" {
    block(above: 0pt, below: 11pt, breakable: false, {
      if b.judul.teks != "" { judul(b.judul) }
      block(above: 6pt, below: 0pt, image(bytes(b.svg), format: "svg", width: b.lebar * 1pt * rapat, height: b.tinggi * 1pt * rapat, alt: b.alt))
      if b.catatan != "" { block(above: 4pt, below: 0pt, text(size: 6.8pt, fill: warna.redup, b.catatan)) }
    })
  } else if b.jenis == "tabel" {
    block(above: 0pt, below: 11pt, breakable: b.terputus, {
      if b.judul.teks != "" { judul(b.judul); v(5pt, weak: true) }
      tabel(b)
      if b.catatan != "" { block(above: 4pt, below: 0pt, text(size: 6.8pt, fill: warna.redup, b.catatan)) }
    })
  } else if b.jenis == "kosong" {
    block(above: 0pt, below: 11pt, breakable: false, {
      if b.judul.teks != "" { judul(b.judul); v(5pt, weak: true) }
      block(width: 100%, fill: warna.latar, stroke: (left: 2pt + warna.garis), inset: (x: 9pt, y: 8pt), {
        text(weight: 600, size: 8.4pt, b.apa)
        linebreak()
        text(size: 8pt, fill: warna.redup, b.pengisi)
      })
    })
  } else if b.jenis == "butir" {
    block(above: 0pt, below: 10pt, {
      set text(size: b.ukuran * 1pt)
      set par(leading: 0.5em)
      list(marker: text(fill: warna.data, "•"), indent: 0pt, body-indent: 6pt, spacing: 4.4pt, ..b.teks)
    })
  } else if b.jenis == "teks" {
    block(above: 0pt, below: b.jarak * 1pt, {
      set par(leading: 0.55em)
      if b.kepala != "" { text(size: b.ukuran * 1pt, weight: 700, b.kepala + " ") }
      text(size: b.ukuran * 1pt, fill: warna.at(b.warna), b.teks)
    })
  } else if b.jenis == "kolom" {
    grid(
      columns: b.lebar.map(w => w * 1fr), column-gutter: b.sela * 1pt,
      ..b.isi.map(bagian => for anak in bagian { blok(anak) }),
    )
    v(b.jarak * 1pt, weak: true)
  } else if b.jenis == "isian" {
    block(above: 0pt, below: 9pt, grid(
      columns: (auto, 1fr), column-gutter: 8pt, align: bottom,
      text(size: 8.4pt, weight: 600, b.teks),
      if b.isi == "" { line(length: 100%, stroke: 0.6pt + warna.redup) } else { text(size: 8.4pt, b.isi) },
    ))
  } else if b.jenis == "halaman" {
    pagebreak(weak: true)
  } else if b.jenis == "dasar" {
    v(1fr)
    line(length: 100%, stroke: 0.5pt + warna.garis)
    v(5pt, weak: true)
    for anak in b.isi { blok(anak) }
  }
}
#for b in isi.blok { blok(b) }
#context [#metadata(counter(page).final().first()) <halaman>]
"""


def template() -> str:
    """The typst source, the same for every document and language."""
    pairs = ", ".join(f'{name}: rgb("{colour}")' for name, colour in _COLOURS.items())
    return f"#let warna = ({pairs})\n{_BODY}"
