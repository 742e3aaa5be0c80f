"""PNG, SVG and PDF of a chart with everything that must travel with it.

A picture leaves the app without its page: so finding, source, note, alt text and the CONTOH mark are put
in here and not by the page. Charts fetch their geometry by address in the browser; the drawing process
has no server to ask, hence `inline_geometry` before exporting a map.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

from analysis.output import picture, stamp
from analysis.output.captions import Caption, in_language
from analysis.output.worker import ExportError, Worker

__all__ = ["ExportError", "file_name", "inline_geometry", "to_pdf", "to_png", "to_svg"]

WIDTH = 900  # px at 72 per inch: 12.5 inches, a slide's width
# Shapes that the browser fetches: files below static/, and maps made from recorded boundaries.
_FETCHED = re.compile(r"(?:^|/)app/(?:static/)?(peta/[^?]*)")
_HEIGHT_SHARE = 0.6
_ROWS = {"values", "datasets"}  # long, and nothing in them is an address
Ask = Callable[..., bytes]
_worker = Worker()


def inline_geometry(spec: dict, reader: Callable[[str], str | bytes]) -> dict:
    """`spec` with each `{"url": "app/static/peta/..."}` or `{"url": "app/peta/..."}` replaced by the values found there.

    `reader` gets the path from "peta/" on ("peta/indikatif/31.json") and returns the JSON text.
    """

    read: dict[str, dict] = {}  # the layers of a map ask for the same shapes

    def load(data: dict) -> dict:
        path = _FETCHED.search(data["url"])[1]
        if path not in read:
            read[path] = json.loads(reader(path))
        return {**{key: value for key, value in data.items() if key != "url"}, "values": read[path]}

    return _replace_addresses(spec, load)


def _replace_addresses(node, replace: Callable[[dict], dict]):
    """A copy of the spec below `node` with `replace` applied to data that the browser would fetch."""
    if isinstance(node, list):
        return [_replace_addresses(item, replace) for item in node]
    if not isinstance(node, dict):
        return node
    if _FETCHED.search(str(node.get("url", ""))):
        return replace(node)
    return {key: value if key in _ROWS else _replace_addresses(value, replace) for key, value in node.items()}


def _refuse(data: dict) -> dict:
    raise ValueError(f"inline_geometry first: the drawing process cannot fetch {data['url']}")


def bare(spec: dict, width: float, height: float | dict) -> dict:
    """The chart of `spec` without frame, `width` px wide with axes and legend; height in px or {"step": px per row}."""
    kept = {key: value for key, value in spec.items() if key not in ("title", "usermeta")}
    return {
        **kept,
        "width": width,
        "height": height,
        "padding": 0,
        "background": None,
        "autosize": {"type": "fit-x" if isinstance(height, dict) else "fit", "contains": "padding"},
        # One picture, one description: what each mark says aloud is the page's business.
        "config": {**spec.get("config", {}), "aria": False},
    }


def draw(spec: dict, width: float, height: float | dict, ask: Ask | None = None) -> str:
    """SVG text of the bare chart; see `bare`. `ask` draws elsewhere than in the app's own process for pictures."""
    _replace_addresses(spec, _refuse)
    return (ask or _worker.ask)(make="svg", spec=bare(spec, width, height)).decode()


def _height(spec: dict, width: float, height: float | None) -> float | dict:
    """Without `height` a chart keeps its own; one made to follow its container gets 0.6 of the width."""
    own = spec.get("height")
    return height or (own if isinstance(own, (int, float, dict)) else round(width * _HEIGHT_SHARE))


def to_svg(spec: dict, caption: Caption, *, width: float = WIDTH, height: float | None = None) -> bytes:
    """SVG with role, title, description and the typeface inside. `spec`: Vega-Lite with its config."""
    return stamp.stamp_svg(_compose(spec, caption, width, height)).encode()


def to_png(spec: dict, caption: Caption, *, width: float = WIDTH, height: float | None = None, ppi: int = 300) -> bytes:
    """PNG, width x ppi / 72 pixels wide, with title, alt text and source in text chunks."""
    return png_of(_compose(spec, caption, width, height), caption, ppi)


def to_pdf(spec: dict, caption: Caption, *, width: float = WIDTH, height: float | None = None) -> bytes:
    """One-page PDF, fonts embedded, tagged as one figure with alt text, title and language."""
    return pdf_of(_compose(spec, caption, width, height), caption)


def _compose(spec: dict, caption: Caption, width: float, height: float | None) -> str:
    drawing = draw(spec, width - 2 * picture.MARGIN, _height(spec, width, height))
    return in_language(caption.bahasa, lambda: picture.compose(drawing, caption, width=width))


def png_of(svg: str, caption: Caption, ppi: float, ask: Ask | None = None) -> bytes:
    """PNG of a composed picture, its words in text chunks."""
    # A hair above `ppi`: the renderer cuts 3749.99 px down to 3749.
    return stamp.stamp_png((ask or _worker.ask)(make="png", svg=svg, ppi=ppi + 1e-3), caption)


def pdf_of(svg: str, caption: Caption, ask: Ask | None = None) -> bytes:
    """One-page PDF of a composed picture, tagged as one figure."""
    return stamp.stamp_pdf((ask or _worker.ask)(make="pdf", svg=svg), caption)


def ask(**question) -> bytes:
    """The answer of the app's own drawing process; see `render.py`."""
    return _worker.ask(**question)


def raster(svg: str) -> bytes:
    """PNG of an SVG that is no picture of the app (a logo), one pixel per px."""
    return _worker.ask(make="png", svg=svg, ppi=72)


def file_name(stem: str, ext: str, contoh: bool = False) -> str:
    """ "Peta lokus, 2024" -> "peta-lokus-2024.png"; synthetic data say so: "...-CONTOH.png"."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-") or "konvergensi"
    return f"{slug}{'-CONTOH' if contoh else ''}.{ext}"
