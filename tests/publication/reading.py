"""PDF as a reader has it: its text, its fonts, its pages as pictures."""

from __future__ import annotations

import io
import re

import numpy as np
import pypdf
import pypdfium2

A4 = (595.28, 841.89)
MARGIN = 16 / 25.4 * 72  # pt, left and right of everything that is set


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page with single spaces."""
    return [flat(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def flat(text: str) -> str:
    """`text` as one line without marks of possible breaks."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00a0", " ")).strip()


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Name of each font -> is it embedded?"""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            whole = font.get_object()
            inner = whole.get("/DescendantFonts", [whole])[0].get_object()
            held = inner["/FontDescriptor"].get_object()
            found[whole["/BaseFont"]] = any(name in held for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


def pictures_of(pdf: bytes, scale: float = 1.0) -> list[np.ndarray]:
    """Each page as grey values, 0 = ink, 255 = paper."""
    document = pypdfium2.PdfDocument(pdf)
    return [np.asarray(page.render(scale=scale, grayscale=True).to_pil().convert("L")) for page in document]


def outside_margins(picture: np.ndarray, scale: float = 1.0) -> int:
    """Pixels with ink left, right, above or below what may be set (head and foot lines count as set)."""
    side, edge = int(MARGIN * scale) - 2, int(20 * scale)
    inside = np.zeros(picture.shape, dtype=bool)
    inside[edge:-edge, side:-side] = True
    return int(((picture < 250) & ~inside).sum())
