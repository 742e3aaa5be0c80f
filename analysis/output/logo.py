"""The user's own logo, made harmless and small before it enters a picture.

The trap: an SVG is a program. It may run scripts, fetch addresses, read files next to it and grow without end when
drawn. So no SVG is passed on: what is refused below is refused, the rest is drawn to pixels by the drawing process,
and every picture is encoded anew, which leaves behind whatever a camera or an office program wrote into it.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin

from analysis.language import _
from analysis.output import export
from analysis.output.worker import ExportError

MOST_BYTES = 2_000_000
MOST_PX = 4_000
_KEPT = (1200, 400)  # px: enough for a logo as high as a line, at 600 per inch
_MOST_NODES = 20_000
_FORBIDDEN_TAGS = {"script", "foreignObject", "iframe", "embed", "object", "handler", "listener", "set", "animate"}
_FORBIDDEN_STYLE = re.compile(r"@import|expression\s*\(|javascript:|url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
# The plain line that drawing programs write at the top; any other declaration could define entities.
_PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE\s{1,20}svg[^>\[]{0,500}>", re.IGNORECASE)
_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


class BadLogo(ValueError):
    """The logo cannot be used; the message is a sentence for the user."""


@dataclass(frozen=True)
class Logo:
    """PNG bytes without metadata; width per height."""

    png: bytes
    aspect: float


@lru_cache(maxsize=8)
def read_logo(data: bytes) -> Logo:
    """PNG, JPEG or SVG bytes as a `Logo` at most 1,200 x 400 px. BadLogo says what is wrong and what to do."""
    if len(data) > MOST_BYTES:
        raise BadLogo(_("Logo terlalu besar: paling banyak 2 MB. Kecilkan gambarnya, lalu pilih lagi."))
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        image = _loaded(PngImagePlugin.PngImageFile, data)
    elif data.startswith(b"\xff\xd8\xff"):
        image = _loaded(JpegImagePlugin.JpegImageFile, data)
    else:
        image = _loaded(PngImagePlugin.PngImageFile, _rasterised(data))
    image.thumbnail(_KEPT, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "PNG")
    return Logo(out.getvalue(), image.width / image.height)


def _broken() -> BadLogo:
    return BadLogo(_("Logo tidak dapat dibaca. Pilih berkas PNG, JPEG, atau SVG yang utuh."))


def _loaded(reader: type, data: bytes) -> Image.Image:
    """The pixels alone. The size is read before a single pixel is, since few bytes can unfold to gigabytes."""
    try:
        image = reader(io.BytesIO(data))
        if max(image.size) > MOST_PX:
            raise BadLogo(
                _("Logo terlalu besar: paling banyak 4.000 piksel per sisi. Kecilkan gambarnya, lalu pilih lagi.")
            )
        turned = ImageOps.exif_transpose(image).convert("RGBA")
    except BadLogo:
        raise
    except _BROKEN:
        raise _broken() from None
    plain = Image.new("RGBA", turned.size)
    plain.paste(turned)
    return plain


def _rasterised(data: bytes) -> bytes:
    """PNG of a harmless SVG."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _broken() from None
    text = _PLAIN_DOCTYPE.sub("", text, count=1)
    if _DECLARATION.search(text):
        raise _unsafe()
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 # nosec B314 # without DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError):
        raise _broken() from None
    if _tag(root) != "svg":
        raise _broken()
    _check(root)
    _resize(root)
    try:
        return export.raster(ElementTree.tostring(root, encoding="unicode"))
    except (ExportError, RecursionError):  # groups in groups, thousands deep
        raise _broken() from None


def _unsafe() -> BadLogo:
    return BadLogo(
        _("Logo SVG ini memuat skrip, alamat luar, atau bagian yang tidak aman. Simpan sebagai PNG, lalu pilih lagi.")
    )


def _tag(node: ElementTree.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _check(root: ElementTree.Element) -> None:
    """BadLogo when anything in the tree runs, fetches, or multiplies itself."""
    nodes = list(root.iter())
    named = {node.get("id"): node for node in nodes if node.get("id")}
    if len(nodes) > _MOST_NODES:
        raise _unsafe()
    copying = _holding_copies(nodes)
    for node in nodes:
        styled = node.text or "" if _tag(node) == "style" else ""
        if _tag(node) in _FORBIDDEN_TAGS or _FORBIDDEN_STYLE.search(styled) or _bad_attributes(node):
            raise _unsafe()
        # A copy of copies of copies: a hundred lines that draw a billion shapes.
        if _tag(node) == "use" and _copied(node, named) in copying:
            raise _unsafe()


def _holding_copies(nodes: list[ElementTree.Element]) -> set[ElementTree.Element]:
    """The copies (`use`) and everything that one of them stands in; each node is visited once."""
    parent = {child: node for node in nodes for child in node}
    holding: set[ElementTree.Element] = set()
    for node in nodes:
        place = node if _tag(node) == "use" else None
        while place is not None and place not in holding:
            holding.add(place)
            place = parent.get(place)
    return holding


def _copied(use: ElementTree.Element, named: dict) -> ElementTree.Element | None:
    return named.get(next((value for name, value in use.items() if name.endswith("href")), "")[1:])


def _bad_attributes(node: ElementTree.Element) -> bool:
    for name, value in node.items():
        plain = name.rpartition("}")[2].lower()
        if plain.startswith("on") or _FORBIDDEN_STYLE.search(value):
            return True
        if plain in ("href", "src") and not value.startswith("#"):
            return True
    return False


def _resize(root: ElementTree.Element) -> None:
    """Width and height in px for the drawing process, whatever units the file has."""
    box = [float(part) for part in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", root.get("viewBox", ""))]
    if len(box) != 4:
        sides = [re.match(r"\s*(\d*\.?\d+)\s*(?:px)?\s*$", root.get(side, "")) for side in ("width", "height")]
        if None in sides:
            raise _broken()
        box = [0, 0, *(float(side[1]) for side in sides)]
        root.set("viewBox", " ".join(f"{number:g}" for number in box))
    if min(box[2:]) <= 0 or not all(map(math.isfinite, box)):
        raise _broken()
    grow = min(_KEPT[0] / box[2], _KEPT[1] / box[3])
    root.set("width", f"{max(1, round(box[2] * grow))}")
    root.set("height", f"{max(1, round(box[3] * grow))}")
