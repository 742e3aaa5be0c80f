"""What every answer tells the browser: load and connect to nothing but this server, and show this app in no other page.

Trap: scripts that a page writes into itself are refused unless their SHA-256 stands in the policy. Streamlit has one in
its index.html; ours (language and focus, keys of a briefing) are listed in `_own_scripts`, and a new one must be added
there. Styles stay allowed: Streamlit and Vega write them by the hundred. Vega runs its expressions through an
interpreter in Streamlit, so no `unsafe-eval` is needed; `wasm-unsafe-eval` compiles WebAssembly only (its 64-bit numbers).
"""

from __future__ import annotations

import base64
import hashlib
import re
from contextvars import copy_context
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders

# A host name, an IPv4 or a bracketed IPv6 address, with or without a port: what may be repeated in a header.
_HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it a browser sends "Origin: null" with an upload, which the gate refuses.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), "
        "serial=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS = "max-age=31536000"
# Streamlit lets any site read its static files, and sites of its own makers read more; none has a reason here.
_OPENINGS = (
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
)


def host_name(host: str) -> str:
    """The name in a Host header, lower case, without port; "" when it is none that a browser would send."""
    match = _HOST.fullmatch(host)
    return match["name"].lower().rstrip(".") if match else ""


class SafeHeaders:
    """ASGI middleware, the outermost: also answers that another part gives (refusals, failures) carry the headers."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        _hide_maker(send)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_safely(message):
            if message["type"] == "http.response.start":
                _dress(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, send_safely)


def _hide_maker(send) -> None:
    """uvicorn writes its own name into every answer and Streamlit cannot tell it not to."""
    answer = getattr(send, "__self__", None)
    if named := getattr(answer, "default_headers", None):
        answer.default_headers = [pair for pair in named if pair[0] != b"server"]


def _dress(headers: MutableHeaders, scope) -> None:
    asked = Headers(scope=scope)
    for name in _OPENINGS:
        del headers[name]
    for name, value in _FIXED.items():
        headers[name] = value
    host = asked.get("host", "")
    headers["Content-Security-Policy"] = _policy(host if host_name(host) else "")
    if scope["scheme"] == "https" or asked.get("x-forwarded-proto") == "https":
        headers["Strict-Transport-Security"] = _HSTS
    if scope["path"].startswith("/media/"):
        # Pictures and files made for one person: no proxy and no shared computer keeps them.
        headers["Cache-Control"] = "private, no-store"


def _policy(host: str) -> str:
    # Older browsers do not count a WebSocket of the same host as 'self'.
    sockets = f" ws://{host} wss://{host}" if host else ""
    return (
        "default-src 'none'; "
        f"script-src 'self' 'wasm-unsafe-eval' {' '.join(_hashes())}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; "
        "font-src 'self' data:; "
        "media-src 'self' blob:; "
        f"connect-src 'self'{sockets}; "
        "manifest-src 'self'; "
        "object-src 'none'; "
        "base-uri 'self'; "
        "form-action 'self'; "
        "frame-ancestors 'none'"
    )


@cache
def _hashes() -> tuple[str, ...]:
    """Every script that may stand inside a page, as the policy names it."""
    digests = (hashlib.sha256(text.encode()).digest() for text in (*_streamlit_scripts(), *_own_scripts()))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _streamlit_scripts() -> list[str]:
    from streamlit.file_util import get_static_dir

    from analysis.sources.static import inline_scripts

    return inline_scripts(Path(get_static_dir()) / "index.html")


def _own_scripts() -> list[str]:
    """What our pages hand to st.html, in every language."""
    from analysis import language
    from pages.parts import accessible, briefing_look

    def spoken(code: str) -> str:
        language.use(code)
        return accessible.script()

    return [briefing_look.KEYS, *(copy_context().run(spoken, code) for code in language.LANGUAGES)]
