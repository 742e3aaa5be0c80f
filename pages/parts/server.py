"""The server around the sessions: quick small messages, compression, warm start, and what a user sees when something breaks."""

from __future__ import annotations

import logging
import socket
import threading
from contextlib import asynccontextmanager, suppress

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.language import _
from analysis.sources.settings import settings
from pages.parts import data
from pages.parts.gate import Gate
from pages.parts.headers import SafeHeaders
from pages.parts.health import answer_alive, answer_ready
from pages.parts.logs import new_incident, set_up
from pages.parts.made_files import keep_made_files
from pages.parts.text import escape

_SHOWN_PROBLEMS = 3
_log = logging.getLogger("konvergensi")
keep_made_files()


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


def guarded(app):
    """The app behind its gate; around all, so that Streamlit's own answers to failures carry the headers too."""
    return SafeHeaders(Gate(app))


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
        text, media_type="application/json", headers={"Cache-Control": "private, max-age=31536000, immutable"}
    )


# Shapes lie below the same folder as static files: pages name both by addresses without a leading slash.
_ROUTES = {
    "/app/peta/{sidik}/resmi/{lingkup}.json": send_shapes,
    "/app/peta/{sidik}/ubin/{lingkup}.json": send_tiles,
    "/app/peta/{sidik}/indikatif/{lingkup}.json": send_tiles,
    "/healthz": answer_alive,
    "/readyz": answer_ready,
}


def routes(below: str) -> list[Route]:
    """Our addresses, and the same below Streamlit's `server.baseUrlPath` where that is set.

    They stand before Streamlit's own, which answers every address that it does not know with its page.
    """
    places = dict.fromkeys(["", f"/{below.strip('/')}" if below.strip("/") else ""])
    return [Route(place + path, answer, methods=["GET"]) for place in places for path, answer in _ROUTES.items()]


ROUTES = routes(st.get_option("server.baseUrlPath") or "")


def _load() -> None:
    from pages.parts import warm

    warm.load()


@asynccontextmanager
async def warm_up(app):
    """Say what is wrong with the settings; load data and heavy modules while the first browser still fetches its scripts."""
    set_up(settings().log)
    for problem in settings().masalah:
        _log.warning(str(problem), extra={"jenis": problem.jenis})
    _log.info("server started")
    threading.Thread(target=_load, name="warm-up", daemon=True).start()
    yield {}


def show_failure(error: Exception) -> bool:
    """One sentence instead of a traceback, with a code by which the details are found in the log."""
    incident = new_incident()
    _log.error("page failed", exc_info=error, extra={"insiden": incident})
    said = _(
        "Halaman ini tidak dapat ditampilkan. Halaman lain tetap berjalan; "
        "muat ulang, dan bila tetap gagal sampaikan kode {kode} kepada pengelola aplikasi."
    ).format(kode=incident)
    if problems := _file_problems():
        said += "\n\n" + _("Mungkin sebabnya berkas data aplikasi ini:") + "\n"
        said += "\n".join(f"- {escape(str(problem))}" for problem in problems)
    st.error(said, icon=":material/error:")
    return True


def _file_problems() -> list:
    """The first problems of the app's own files, as far as they could be read at all."""
    with suppress(Exception):
        return data.load().catalog.problems[:_SHOWN_PROBLEMS]
    return []
