"""Text from data on a page that understands Markdown."""

from __future__ import annotations

import re
from urllib.parse import quote

_SIGNS = frozenset("\\`*_{}[]<>#|~$:")
# What becomes a link without any sign of Markdown; a backslash does not stop it, a character without width does.
_BARE_LINK = re.compile(r"(?<=://)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
# Everything an address is made of but what ends it in Markdown: brackets, quotes, spaces, angles.
_OF_ADDRESSES = ":/?#@!$&*+,;=%-._~"
_WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    """`text` shown as it is, whatever signs a file or a source brings."""
    unlinked = _BARE_LINK.sub(_WORD_JOINER, text)
    return "".join("\\" + sign if sign in _SIGNS else sign for sign in unlinked)


def link(text: str, address: str) -> str:
    """Markdown of a link whose words and address come from data; without an address the words alone."""
    if not address.startswith(("https://", "http://")):
        return escape(text)
    return f"[{escape(text)}]({quote(address, safe=_OF_ADDRESSES)})"
