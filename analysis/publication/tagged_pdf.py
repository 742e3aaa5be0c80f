"""A typst source to a tagged PDF with the app's typeface inside.

The trap: a document may be more exact than its reader. PDF/UA refuses a sign that no embedded font has (a name in another
script), so such a document is set without that standard rather than not at all.
"""

from __future__ import annotations

from datetime import UTC, datetime
from datetime import date as Date
from functools import cache

from analysis.output.fonts import FOLDER


@cache
def typefaces():
    """The fonts of the app and no others (`typst.Fonts`), read once."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])


def tagged_pdf(markup: str, inputs: dict[str, str], day: Date) -> bytes:
    """PDF/UA-1 where every sign has a glyph, else plain PDF. `inputs`: data for `sys.inputs`, never markup."""
    import typst

    made = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)  # noon: the same day in Jakarta and on any server
    source, options = markup.encode(), {"font_paths": typefaces(), "sys_inputs": inputs, "timestamp": made}
    try:
        return typst.compile(source, format="pdf", **options, pdf_standards="ua-1")
    except typst.TypstError:
        return typst.compile(source, format="pdf", **options)
