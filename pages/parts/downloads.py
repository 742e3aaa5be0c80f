"""The buttons by which a file leaves a page.

Two traps. Streamlit makes a file in a thread that knows no session, so its language is fixed when the button is drawn.
And that thread has no page to say on what went wrong: the sentence then is the content of the file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import PurePath

import streamlit as st

from analysis import language
from analysis.language import _

_log = logging.getLogger("konvergensi")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def offer(
    label: str,
    name: str,
    content: str | bytes | Callable[[], bytes],
    *,
    key: str | None = None,
    icon: str | None = ":material/download:",
    **looks,
) -> None:
    """A button that hands out the file `name`: its content, or what makes it once the button is pressed.

    Nothing on the page runs again. Further options (type, width) go to `st.download_button`.
    """
    data = _delivery(language.current(), content) if callable(content) else content
    kind = _KINDS[PurePath(name).suffix]
    st.download_button(label, data, name, kind, key=key, on_click="ignore", icon=icon, **looks)


def _delivery(bahasa: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    from analysis.output.captions import in_language
    from analysis.output.export import ExportError
    from analysis.output.logo import BadLogo
    from analysis.sources.store import StoreError

    def deliver() -> bytes:
        try:
            return in_language(bahasa, make)
        except (ExportError, BadLogo, StoreError) as error:
            return str(error).encode()
        except Exception as error:  # shapes or a typeface missing, a disk full: the page and other files go on
            _log.error("a file was not made", exc_info=error)
            return in_language(bahasa, _failed).encode()

    return deliver


def _failed() -> str:
    return _(
        "Berkas ini tidak jadi dibuat: berkas aplikasi hilang atau rusak, atau ruang cakram habis. "
        "Sampaikan waktu kejadian kepada pengelola aplikasi."
    )
