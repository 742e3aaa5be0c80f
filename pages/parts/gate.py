"""Who reaches the server at all, before any page or file is looked up.

Without a login the app gives everybody all rights, so it answers its own machine only: a request from another machine,
one that a proxy hands on, or one whose Host is not this machine's name (a foreign page may let its own name point to
127.0.0.1) is refused. With a login it answers the one host of its address, and without a valid signed-in cookie only
what a browser needs before signing in; what a page shows is decided by the page's own script, over the WebSocket.

Trap: a request with an Origin of another site never gets through to Streamlit, which would let other programs of this
machine in (any port of localhost) and, to find out its own address, ask a server of a cloud provider.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from analysis.access import PAGES
from analysis.sources.settings import SECRET_LENGTH, settings
from pages.parts.headers import host_name
from pages.parts.person import holds

LOCAL_ONLY = (
    "Aplikasi ini hanya melayani komputer tempat ia berjalan; untuk melayani orang lain, siapkan lebih dulu masuk "
    "dengan akun (lihat README). / This app serves only the computer it runs on; to serve others, set up a login "
    "first (see README).\n"
)
OTHER_ADDRESS = (
    "Aplikasi ini tidak dilayani di alamat ini; bukalah alamat resminya. / "
    "This app is not served at this address; open its own address.\n"
)
SIGN_IN = "Masuk dulu dengan akun Anda. / Sign in with your account first.\n"

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
# Any of these says that somebody else hands the request on.
_HANDED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_HEALTH = frozenset({"/healthz", "/readyz", "/_stcore/health"})
_ASKED_BY_EVERY_PAGE = ("/_stcore/health", "/_stcore/host-config")
_BEFORE_LOGIN = frozenset({"", "/favicon.png", "/oauth2callback", "/_stcore/stream", *_ASKED_BY_EVERY_PAGE, *_HEALTH})
_FOLDERS_BEFORE_LOGIN = ("/static/", "/app/static/", "/auth/")


class Gate:
    """ASGI middleware: what may not pass is answered 403 with one sentence."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        reason = refusal(HTTPConnection(scope)) if scope["type"] in ("http", "websocket") else None
        if reason is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(reason, status_code=403)(scope, receive, send)


def refusal(request: HTTPConnection) -> str | None:
    """The sentence that a request (HTTP or WebSocket) is refused with, or None."""
    hosts = request.headers.getlist("host")
    name = host_name(hosts[0]) if len(hosts) == 1 else ""
    if not settings().masuk:
        handed_on = any(header in request.headers for header in _HANDED_ON)
        local = name in _LOOPBACK and _is_this_machine(request) and not handed_on and _own_origin(request)
        return None if local else LOCAL_ONLY
    path = _path(request)
    if name in _LOOPBACK and path in _HEALTH:
        return None
    address = _address()
    if not name or name != host_name(urlsplit(address).netloc) or not _own_origin(request, address):
        return OTHER_ADDRESS
    return None if _open_before_login(path) or _signed_in(request.cookies, address) else SIGN_IN


def _is_this_machine(request: HTTPConnection) -> bool:
    try:
        address = ip_address(request.client.host)
    except (AttributeError, ValueError):
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _own_origin(request: HTTPConnection, address: str = "") -> bool:
    """No Origin (a plain link, a program), or the very host and port that was asked, or the app's own address."""
    host = request.headers.get("host")
    return all(one == address or urlsplit(one).netloc == host for one in request.headers.getlist("origin"))


def _address() -> str:
    """Scheme, host and port under which people reach the app ("" when the settings do not say)."""
    from streamlit.auth_util import get_origin_from_redirect_uri

    try:
        return get_origin_from_redirect_uri() or ""
    except Exception:  # whatever is wrong with [auth]: nobody gets in
        return ""


def _path(request: HTTPConnection) -> str:
    """The path below the app's own folder, without a slash at the end."""
    from streamlit import get_option

    folder = (get_option("server.baseUrlPath") or "").strip("/")
    path = request.scope["path"].rstrip("/")
    return path[len(folder) + 1 :] if folder and f"{path}/".startswith(f"/{folder}/") else path


def _open_before_login(path: str) -> bool:
    """Streamlit's own scripts, our typeface and shapes, signing in, the WebSocket; a page's address gives the scripts.

    A page's script also asks below its own address, to find out where the app's folder is.
    """
    first, slash, rest = path[1:].partition("/")
    if first in PAGES:
        path = slash + rest
    return path in _BEFORE_LOGIN or path.startswith(_FOLDERS_BEFORE_LOGIN)


def _signed_in(cookies: Mapping[str, str], address: str) -> bool:
    """Does Streamlit's signed cookie name somebody whose login at this address still holds?"""
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.server_util import get_cookie_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    secret = get_cookie_secret()
    # Streamlit takes even an empty key, and a short one is guessed.
    if len(secret) < SECRET_LENGTH:
        return False

    def read(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(secret, name, value.encode("latin-1", "replace")) if value else None

    try:
        claims = json.loads(get_cookie_with_chunks(read, USER_COOKIE_NAME) or b"null")
    except ValueError:
        return False
    return isinstance(claims, dict) and claims.get("origin") == address and holds(claims)
