"""Title, alt text and source inside the files themselves, where a picture travels without its page.

PNG: text chunks. SVG: the embedded font (title and description are the composer's). PDF: document title
and language, and the page marked as one figure with its alt text, so that a screen reader has something
to read.
"""

from __future__ import annotations

import re
import struct
import zlib

from analysis import __version__
from analysis.output.captions import Caption
from analysis.output.fonts import font_face_css

MADE_BY = f"Konvergensi {__version__}"
_AFTER_IHDR = 8 + 25  # signature, then the one chunk of fixed length


def stamp_png(png: bytes, caption: Caption) -> bytes:
    """`png` with the caption in international text chunks (keywords of the PNG specification)."""
    texts = {
        "Title": caption.judul,
        "Description": caption.alt,
        "Comment": "\n".join(filter(None, [caption.subjudul, caption.catatan])),
        "Source": caption.sumber,
        "Software": MADE_BY,
    }
    chunks = b"".join(_text_chunk(key, text, caption.bahasa) for key, text in texts.items() if text)
    return png[:_AFTER_IHDR] + chunks + png[_AFTER_IHDR:]


def _text_chunk(keyword: str, text: str, language: str) -> bytes:
    # keyword, uncompressed, language tag, no translated keyword, UTF-8 text
    body = b"iTXt" + keyword.encode() + b"\0\0\0" + language.encode() + b"\0\0" + text.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def stamp_svg(svg: str) -> str:
    """`svg` with the typeface inside, right after its description."""
    return svg.replace("</desc>", f"</desc><style>{font_face_css()}</style>", 1)


def stamp_pdf(pdf: bytes, caption: Caption) -> bytes:
    """`pdf` with title, subject (alt text), language and a structure tree, as an incremental update.

    Works on the one-page files of vl-convert's PDF writer; ValueError on any other.
    """
    root, pages, page, size = (_find(pdf, p) for p in _PARTS)
    page_body = _find(pdf, rb"\n%d 0 obj\n(<<.*?>>)\nendobj" % page, number=False)
    content = _find(page_body, rb"/Contents (\d+) 0 R")
    info, tree, element, parents, before, after = range(size, size + 6)
    marked = page_body.replace(
        b"/Contents %d 0 R" % content,
        b"/Contents [%d 0 R %d 0 R %d 0 R] /StructParents 0 /Tabs /S" % (before, content, after),
    )
    objects = {
        root: b"<< /Type /Catalog /Pages %d 0 R /Lang %s /MarkInfo << /Marked true >> /StructTreeRoot %d 0 R "
        b"/ViewerPreferences << /DisplayDocTitle true >> >>" % (pages, _string(caption.bahasa), tree),
        page: marked,
        info: b"<< /Title %s /Subject %s /Keywords %s /Creator %s >>"
        % tuple(map(_string, (caption.judul, caption.alt, caption.sumber, MADE_BY))),
        tree: b"<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R >>" % (element, parents),
        element: b"<< /Type /StructElem /S /Figure /P %d 0 R /Pg %d 0 R /K 0 /Alt %s >>"
        % (tree, page, _string(caption.alt or caption.judul)),
        parents: b"<< /Nums [0 [%d 0 R]] >>" % element,
        before: _stream(b"/Figure << /MCID 0 >> BDC\n"),
        after: _stream(b"\nEMC"),
    }
    return _append(pdf, objects, root, info)


_PARTS = (
    rb"trailer\s*<<.*?/Root (\d+) 0 R",
    rb"/Type /Catalog\s+/Pages (\d+) 0 R",
    rb"/Type /Pages\s+/Count 1\s+/Kids \[(\d+) 0 R\]",
    rb"trailer\s*<<\s*/Size (\d+)",
)


def _find(pdf: bytes, pattern: bytes, *, number: bool = True):
    found = re.search(pattern, pdf, re.DOTALL)
    if not found:
        raise ValueError("not a PDF as vl-convert writes it")
    return int(found[1]) if number else found[1]


def _string(text: str) -> bytes:
    """A PDF text string in UTF-16 hexadecimal, safe for every character."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _append(pdf: bytes, objects: dict[int, bytes], root: int, info: int) -> bytes:
    """The incremental update: new objects, their places, a trailer that points back to the old one."""
    previous = _find(pdf, rb"startxref\s+(\d+)\s+%%EOF\s*$")
    out = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    places = b""
    for number, body in objects.items():
        places += b"%d 1\n%010d 00000 n\r\n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>" % (
        max(objects) + 1,
        root,
        info,
        previous,
    )
    return out + b"xref\n" + places + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(out)
