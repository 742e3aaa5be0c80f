"""Text from data on a page that understands Markdown."""

from __future__ import annotations

_SIGNS = frozenset("\\`*_{}[]<>#|~$:")


def escape(text: str) -> str:
    """`text` shown as it is, whatever signs a file or a source brings."""
    return "".join("\\" + sign if sign in _SIGNS else sign for sign in text)
