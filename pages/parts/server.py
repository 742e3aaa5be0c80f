"""The server around the sessions: quick small messages, compression, warm start, and what a user sees when something breaks."""

from __future__ import annotations

import logging
import socket
import threading
from contextlib import asynccontextmanager

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.language import _
from pages.parts import data

_log = logging.getLogger("konvergensi")


class SendAtOnce:
    """Streamlit opens its socket in a way that leaves Nagle's algorithm on: the small messages of a rerun
    then wait up to 40 ms for the browser's acknowledgement of the one before."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            transport = getattr(getattr(send, "__self__", None), "transport", None)
            if connection := transport and transport.get_extra_info("socket"):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


# Streamlit leaves its own 5 MB of scripts uncompressed; a city hall's line should not carry that.
MIDDLEWARE = [Middleware(SendAtOnce), Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)]


async def send_shapes(request: Request) -> Response:
    """A map with official boundaries. Its address changes with the boundaries, so a browser may keep it for good."""
    from analysis.sources.shapes import topojson

    asked = request.path_params["sidik"], request.path_params["lingkup"]
    text = await run_in_threadpool(topojson, *asked, recorded=lambda: data.store().state().frames.get("batas"))
    return _kept_for_good(text)


async def send_tiles(request: Request) -> Response:
    """The tiles of an area that nobody drew a map of."""
    from analysis.sources.shapes import tiles_topojson

    asked = request.path_params["sidik"], request.path_params["lingkup"]
    return _kept_for_good(
        await run_in_threadpool(tiles_topojson, *asked, kelurahan=lambda: data.load().catalog.tables["kelurahan"])
    )


def _kept_for_good(text: str | None) -> Response:
    if text is None:
        return Response(status_code=404)
    return Response(
        text, media_type="application/json", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


# Below the same folder as static files: pages name both by addresses without a leading slash.
ROUTES = [
    Route("/app/peta/{sidik}/resmi/{lingkup}.json", send_shapes, methods=["GET"]),
    Route("/app/peta/{sidik}/ubin/{lingkup}.json", send_tiles, methods=["GET"]),
    Route("/app/peta/{sidik}/indikatif/{lingkup}.json", send_tiles, methods=["GET"]),
]


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
