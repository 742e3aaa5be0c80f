"""The buttons by which a file leaves a page, each of which is noted in the records of use.

Three traps. Streamlit makes a file in a thread that knows no session, so its language and the person are fixed when the
button is drawn. That thread has no page to say on what went wrong: the sentence then is the content of the file. And a
file's name may hold what somebody typed or brought, so a record names the button, the kota and the year instead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import PurePath

import streamlit as st

from analysis import language
from analysis.language import _
from pages.parts import state
from pages.parts.usage_log import note_use

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
    key: str,
    icon: str | None = ":material/download:",
    **looks,
) -> None:
    """A button that hands out the file `name`: its content, or what makes it once the button is pressed.

    Each press is recorded under `key`, which is a word of ours. Nothing on the page runs again. Further options (type,
    width) go to `st.download_button`.
    """
    kind = PurePath(name).suffix
    data = _delivery(content if callable(content) else lambda: content, _noted(key, kind))
    st.download_button(label, data, name, _KINDS[kind], key=key, on_click="ignore", icon=icon, **looks)


def _noted(key: str, kind: str) -> str:
    """What a record says of a file: the button and the kind, the kota, the year ("studio.png · 31.73 · 2024")."""
    stem = key.lower().removesuffix(f"_{kind[1:]}").removesuffix("_unduh")
    return " · ".join((f"{stem}{kind}", state.get("kota"), state.get("tahun")))


def _delivery(make: Callable[[], str | bytes], rincian: str) -> Callable[[], str | bytes]:
    from analysis.output.captions import in_language
    from analysis.output.export import ExportError
    from analysis.output.logo import BadLogo
    from analysis.sources.backup import BackupError
    from analysis.sources.store import StoreError
    from pages.parts.person import person

    bahasa, who = language.current(), person()

    def made_and_noted() -> str | bytes:
        made = make()
        if trouble := note_use("unduh", rincian=rincian, person=who):
            return _("Unduhan ini tidak dapat dicatat, jadi tidak diberikan. {sebab}").format(sebab=trouble).encode()
        return made

    def deliver() -> str | bytes:
        try:
            return in_language(bahasa, made_and_noted)
        except (ExportError, BadLogo, BackupError, StoreError) as error:
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
