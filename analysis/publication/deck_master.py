"""Our own master and layouts on python-pptx's template: 16:9, white ground, one typeface, the colours of the charts."""

from __future__ import annotations

import re

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Pt

from analysis import language
from analysis.language import _
from analysis.output import theme
from analysis.publication.deck_layout import EDGE, HEIGHT, INNER, WIDTH
from analysis.publication.deck_text import FOOT, SENTENCE, SUBTITLE, TITLE, clean

FINDING = "Temuan"
SUBTITLE_ID, CITY_ID, POINTS_ID, SOURCE_ID = 13, 14, 15, 16
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_COLOURS = {
    "dk1": theme.TEXT,
    "lt1": theme.GROUND,
    "dk2": theme.QUIET,
    "lt2": theme.BAND,
    "accent1": theme.DATA,
    "accent2": theme.ACCENT,
    "accent3": theme.INTERVAL,
    "accent4": theme.BETTER,
    "accent5": theme.SIMILAR,
    "accent6": theme.HATCH,
    "hlink": theme.DATA,
    "folHlink": theme.QUIET,
}


def dress(deck, judul: str) -> None:
    """Size, theme, master and the one layout of the deck."""
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    master = deck.slide_master
    _set_theme(master)
    _keep_one_layout(deck)
    _set_master(master)
    layout = deck.slide_layouts[0]
    layout.name = FINDING
    _set_layout(layout)


def _set_theme(master) -> None:
    part = master.part.part_related_by(RT.THEME)
    text = part.blob.decode()
    text = re.sub(
        r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*"',
        rf'\g<1>{theme.FONT}" panose="020B0604020202020204" pitchFamily="34" charset="0"',
        text,
    )
    for name, colour in _COLOURS.items():
        fresh = f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", fresh, text, flags=re.DOTALL)
    text = re.sub(r'<a:theme([^>]*) name="[^"]*"', r'<a:theme\1 name="Konvergensi"', text)
    part._blob = text.encode()


def _keep_one_layout(deck) -> None:
    """The layout "Title Only"; the rest would be in another size."""
    for layout in [layout for layout in deck.slide_layouts if layout.name != "Title Only"]:
        deck.slide_layouts.remove(layout)


def _set_master(master) -> None:
    """The master's placeholders stand where ours do; titles left, in our sizes."""
    places = {
        "title": (EDGE, 48, INNER, 80),
        "body": (EDGE, 150, INNER, 320),
        "dt": (EDGE, 512, 120, 18),
        "ftr": (EDGE + 130, 512, 500, 18),
        "sldNum": (WIDTH - EDGE - 60, 512, 60, 18),
    }
    for shape in master.placeholders:
        kind = shape._element.nvSpPr.nvPr.find(_p("ph")).get("type")
        left, top, width, height = places[kind]
        shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)
    styles = master._element.find(_p("txStyles"))
    title = styles.find(_p("titleStyle")).find(_a("lvl1pPr"))
    title.set("algn", "l")
    title.find(_a("defRPr")).set("sz", str(int(TITLE.sizes[0] * 100)))
    title.find(_a("defRPr")).set("b", "1")
    for level, size in zip(styles.find(_p("bodyStyle")), (20, 18, 16, 16, 16, 16, 16, 16, 16), strict=False):
        properties = level.find(_a("defRPr"))
        if properties is not None:
            properties.set("sz", str(size * 100))


def _set_layout(layout) -> None:
    """Title, subtitle, city, sentences, source, number: in this order."""
    tree = layout._element.cSld.spTree
    for shape in list(layout.placeholders):
        tree.remove(shape._element)
    boxes = [
        ("title", 0, _("Temuan"), (EDGE, 48, INNER, 80), TITLE.sizes[0], True, theme.TEXT),
        ("body", SUBTITLE_ID, _("Subjudul"), (EDGE, 132, INNER, 26), SUBTITLE.sizes[0], False, theme.QUIET),
        ("body", CITY_ID, _("Wilayah"), (EDGE, 24, INNER - 160, 18), 13, True, theme.QUIET),
        ("body", POINTS_ID, _("Kalimat"), (EDGE, 180, INNER, 280), SENTENCE.sizes[0], False, theme.TEXT),
        ("body", SOURCE_ID, _("Sumber"), (EDGE, 490, INNER - 80, 30), FOOT.sizes[0], False, theme.QUIET),
        ("sldNum", 12, _("Nomor slide"), (WIDTH - EDGE - 60, 500, 60, 18), 12, False, theme.QUIET),
    ]
    for number, (kind, idx, name, box, size, bold, colour) in enumerate(boxes, 2):
        tree.append(_placeholder(number, kind, idx, name, box, size, bold, colour))


def _placeholder(number: int, kind: str, idx: int, name: str, box, size: float, bold: bool, colour: str):
    left, top, width, height = (int(Pt(side)) for side in box)
    tag = {"id": "id-ID", "en": "en-US"}[language.current()]
    where = "" if kind == "title" else f' idx="{idx}"'
    look = f'sz="{int(size * 100)}" b="{int(bold)}"'
    fill = f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
    text = f'<a:r><a:rPr lang="{tag}"/><a:t>{clean(name)}</a:t></a:r>'
    align = "l"
    if kind == "sldNum":
        align = "r"
        field = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
        text = f'<a:fld id="{field}" type="slidenum"><a:rPr lang="{tag}"/><a:t>‹#›</a:t></a:fld>'
    return etree.fromstring(
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{clean(name)}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{where}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>'
        f"<a:defRPr {look}>{fill}</a:defRPr></a:lvl1pPr></a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _a(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}"


def _p(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/presentationml/2006/main}}{name}"
