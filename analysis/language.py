"""Bahasa Indonesia and English: translated texts, numbers, dates and months.

Texts in the code and in the data tables are Indonesian and are the message ids; English comes from
`locale/en/LC_MESSAGES/konvergensi.po`. The language belongs to the running session, so it lives in a
context variable: work handed to another thread must call `use` there again.
"""

from __future__ import annotations

import gettext
import logging
from contextvars import ContextVar
from datetime import date as Date
from functools import cache
from io import BytesIO
from pathlib import Path

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
MISSING = "–"

_log = logging.getLogger("konvergensi")
_CATALOGUES = Path(__file__).parent.parent / "locale"
_current: ContextVar[str] = ContextVar("bahasa", default="id")


def use(language: str) -> None:
    """Speak `language` ("id" or "en"; anything else counts as "id") from here on in this context."""
    _current.set(language if language in LANGUAGES else "id")


def current() -> str:
    """The language in use: "id" or "en"."""
    return _current.get()


@cache
def _translations(language: str) -> gettext.NullTranslations:
    """The catalogue of one language, compiled in memory so that no stale .mo file can exist."""
    if language == "id":
        return gettext.NullTranslations()
    try:
        return _compiled((_CATALOGUES / language / "LC_MESSAGES" / "konvergensi.po").read_bytes(), language)
    except (OSError, ValueError) as error:
        # Without its catalogue the app speaks Indonesian: a text is better than no page.
        _log.error("the catalogue of %s cannot be read: %s", language, error)
        return gettext.NullTranslations()


def _compiled(catalogue: bytes, language: str) -> gettext.NullTranslations:
    """The translations of a .po file; ValueError when it is none."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    compiled = BytesIO()
    try:
        write_mo(compiled, read_po(BytesIO(catalogue), locale=language, abort_invalid=True))
    except (PoFileError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(text: str) -> str:
    """`text` in the language in use; an empty text stays empty."""
    return _translations(current()).gettext(text) if text else ""


@cache
def _symbols(language: str) -> tuple[str, str]:
    """Group and decimal sign from CLDR."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return get_group_symbol(language), get_decimal_symbol(language)


def _missing(value) -> bool:
    return value is None or value != value


def number(value: float | None, digits: int = 0) -> str:
    """1234.5 -> "1.234,5" (id) or "1,234.5" (en), with `digits` decimals; missing -> "–"."""
    if _missing(value):
        return MISSING
    group, decimal = _symbols(current())
    plain = f"{value:,.{digits}f}"
    if plain.startswith("-") and not plain.strip("-0.,"):
        plain = plain[1:]
    return plain.translate({ord(","): group, ord("."): decimal}).replace("-", "−")


def percent(value: float | None, digits: int = 1) -> str:
    """17.2 (already per 100) -> "17,2 %" (id) or "17.2%" (en); missing -> "–"."""
    if _missing(value):
        return MISSING
    return number(value, digits) + ("\u00a0%" if current() == "id" else "%")


def _format_date(value, pattern: str) -> str:
    from babel.dates import format_date

    if _missing(value) or value == "":
        return MISSING
    if isinstance(value, str):
        value = Date.fromisoformat(value)
    return format_date(value, pattern, locale=current())


def date(value: Date | str | None) -> str:
    """2025-05-27 (a date or ISO text) -> "27 Mei 2025" or "27 May 2025"; missing -> "–"."""
    return _format_date(value, "d MMMM y")


def month(value: Date | str | None) -> str:
    """2025-05-27 -> "Mei 2025" or "May 2025"; missing -> "–"."""
    return _format_date(value, "MMMM y")


def published(value: str) -> str:
    """The date of a source as far as it is known: "2025-05-27", "2025-05", "2025" or ""."""
    if not value or _missing(value):
        return ""
    if len(value) == 10:
        return date(value)
    return month(value + "-01") if len(value) == 7 else value


@cache
def _vega_locale(language: str) -> dict:
    from babel import Locale

    locale = Locale.parse(language)
    group, decimal = _symbols(language)
    months, days = locale.months["format"], locale.days["format"]
    return {
        "number": {
            "decimal": decimal,
            "thousands": group,
            "grouping": [3],
            "currency": ["Rp", ""],
            "percent": "\u00a0%" if language == "id" else "%",
        },
        "time": {
            "dateTime": "%A, %e %B %Y %X",
            "date": "%d/%m/%Y",
            "time": "%H.%M.%S" if language == "id" else "%H:%M:%S",
            "periods": ["AM", "PM"],
            # Vega counts days from Sunday, CLDR from Monday.
            "days": [days["wide"][i] for i in (6, 0, 1, 2, 3, 4, 5)],
            "shortDays": [days["abbreviated"][i] for i in (6, 0, 1, 2, 3, 4, 5)],
            "months": [months["wide"][i] for i in range(1, 13)],
            "shortMonths": [months["abbreviated"][i] for i in range(1, 13)],
        },
    }


def vega_locale() -> dict:
    """Number and time format of the language in use, for a chart's `config.locale`."""
    return _vega_locale(current())


def join_names(names: list[str]) -> str:
    """["A", "B", "C"] -> "A, B, dan C" or "A, B, and C"."""
    from babel.lists import format_list

    return format_list(list(names), locale=current())
