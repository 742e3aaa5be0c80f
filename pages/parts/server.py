"""The server around the sessions: compression, warm start, and what a user sees when something breaks."""

from __future__ import annotations

import logging
import threading
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from analysis.language import _

# Streamlit leaves its own 5 MB of scripts uncompressed; a city hall's line should not carry that.
COMPRESSION = [Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)]

_log = logging.getLogger("konvergensi")


def _load() -> None:
    from pages.parts import warm

    warm.load()


@asynccontextmanager
async def warm_up(app):
    """Load data and heavy modules while the first browser still fetches its scripts."""
    threading.Thread(target=_load, name="warm-up", daemon=True).start()
    yield {}


def show_failure(error: Exception) -> bool:
    """One sentence instead of a traceback; the details go to the log."""
    _log.error("page failed", exc_info=error)
    st.error(
        _(
            "Halaman ini tidak dapat ditampilkan. Halaman lain tetap berjalan; "
            "muat ulang, dan bila tetap gagal sampaikan waktu kejadian kepada pengelola aplikasi."
        ),
        icon=":material/error:",
    )
    return True
