"""Who reaches the server: a real one asked by plain HTTP, as a stranger's program would ask it."""

from __future__ import annotations

import http.client
import json
import socket
import time
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from pages.parts.gate import LOCAL_ONLY, OTHER_ADDRESS, SIGN_IN
from tests.browser.running import STREAMLIT, running

KEY = "rahasia untuk uji saja, 32 huruf atau lebih"
ADDRESS = "https://konvergensi.kota.example"
SETTINGS = f"""
[auth]
redirect_uri = "{ADDRESS}/oauth2callback"
cookie_secret = "{KEY}"
client_id = "konvergensi"
client_secret = "rahasia klien"
server_metadata_url = "https://penyedia.example/.well-known/openid-configuration"
"""
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
STREAM = "/_stcore/stream"
ELSEWHERE = "http://jahat.example"


def ask(url: str, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """Status and text of one answer; `headers` with _ for -, Host included."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        return answer.status, "" if answer.status == 101 else answer.read().decode(errors="replace")
    finally:
        connection.close()


def ask_socket(url: str, **headers: str) -> int:
    """Status of a request to open the WebSocket: 101 when it is opened."""
    return ask(url, STREAM, **{name.replace("-", "_"): text for name, text in UPGRADE.items()}, **headers)[0]


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """A server without a login that somebody bound to every address of the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path_factory.mktemp("catatan")))
        with running((*STREAMLIT, "--server.address", "0.0.0.0")) as server:  # noqa: S104, the mistake under test
            yield server.url


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A server with a login, reached by a proxy on the same machine."""
    folder = tmp_path_factory.mktemp("tertutup")
    path = folder / "konvergensi.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONVERGENSI_PENYIMPANAN", str(folder / "catatan"))
        patch.setenv("KONVERGENSI_PENGATURAN", str(path))
        with running((*STREAMLIT, "--secrets.files", str(path))) as server:
            yield server.url


def own_address() -> str | None:
    """An address of this machine that other machines would use; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") or address == "0.0.0.0" else address  # noqa: S104


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_without_a_login_this_machine_is_served(local, name):
    port = urlsplit(local).port
    assert ask(local, "/", Host=f"{name}:{port}")[0] == 200
    assert ask_socket(local, Host=f"{name}:{port}", Origin=f"http://{name}:{port}") == 101


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "jahat.example"},
        {"Host": "127.0.0.1.jahat.example"},
        {"Host": "localhost@jahat.example"},
        {"Host": "localhost jahat"},
        {"Host": ""},
        {"X_Forwarded_For": "127.0.0.1"},
        {"X_Forwarded_For": "10.0.0.7"},
        {"Forwarded": "for=127.0.0.1"},
        {"X_Real_IP": "127.0.0.1"},
        {"Origin": ELSEWHERE},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},  # another program of the same machine
    ],
    ids=str,
)
def test_without_a_login_nobody_else_is_served(local, headers):
    for path in ("/", "/_stcore/health", "/app/static/ikon.svg", "/media/x", "/ringkasan"):
        assert ask(local, path, **headers) == (403, LOCAL_ONLY)
    assert ask_socket(local, **headers) == 403


def test_without_a_login_other_machines_are_refused(local):
    address = own_address()
    if address is None:
        pytest.skip("mesin ini hanya punya alamat loopback")
    other = f"http://{address}:{urlsplit(local).port}"
    assert ask(other, "/") == (403, LOCAL_ONLY)
    # Whoever knows the rule writes a loopback name; the address it came from tells.
    assert ask(other, "/", Host="localhost") == (403, LOCAL_ONLY)
    assert ask_socket(other, Host="localhost") == 403


def cookie(key: str = KEY, name: str = "_streamlit_user", **claims: object) -> str:
    """The Cookie header of somebody who signed in a minute ago, as Streamlit writes it, in parts when it is long."""
    now = int(time.time())
    told = {"is_logged_in": True, "origin": ADDRESS, "provider": "default", "aud": "konvergensi", "sub": "a"}
    told |= {"iat": now - 60, "exp": now + 300} | claims
    parts: dict[str, str] = {}
    set_cookie_with_chunks(
        lambda part, text: parts.update({part: create_signed_value(key, part, text).decode()}),
        lambda part, text: create_signed_value(key, part, text),
        name,
        {claim: value for claim, value in told.items() if value is not None},
        cookie_attr_size=0,
    )
    return "; ".join(f"{part}={text}" for part, text in parts.items())


# Behind the gate Streamlit answers 404 for a file that it does not hold, and 403 without its XSRF token.
CLOSED = ["/media/x.png", "/app/peta/1/resmi/kota.json", "/_stcore/metrics", "/component/x/y", "/robots.txt"]
HERE = {"Host": "konvergensi.kota.example"}


BEFORE_LOGIN = [
    *("/", "/ringkasan", "/static/js/x.js", "/app/static/ikon.svg", "/favicon.png"),
    *("/_stcore/host-config", "/_stcore/health", "/ringkasan/_stcore/health", "/auth/login", "/oauth2callback"),
]


@pytest.mark.parametrize("path", BEFORE_LOGIN)
def test_with_a_login_a_browser_gets_what_it_needs_to_sign_in(closed, path):
    assert ask(closed, path, **HERE)[1] not in (SIGN_IN, OTHER_ADDRESS)


def test_with_a_login_health_is_told_to_this_machine_and_nothing_else(closed):
    assert ask(closed, "/_stcore/health") == (200, "ok")
    assert ask(closed, "/") == (403, OTHER_ADDRESS)
    assert ask(closed, "/", Host="jahat.example") == (403, OTHER_ADDRESS)
    assert ask(closed, "/_stcore/health", Host="jahat.example") == (403, OTHER_ADDRESS)


def test_with_a_login_pages_of_other_sites_get_nothing(closed):
    assert ask_socket(closed, **HERE, Origin=ADDRESS) == 101
    assert ask_socket(closed, **HERE, Origin=ELSEWHERE) == 403
    assert ask_socket(closed, Host="jahat.example", Origin=ELSEWHERE) == 403
    assert ask(closed, "/media/x.png", **HERE, Origin=ELSEWHERE, Cookie=cookie()) == (403, OTHER_ADDRESS)


@pytest.mark.parametrize("path", CLOSED)
def test_files_need_a_login(closed, path):
    assert ask(closed, path, **HERE) == (403, SIGN_IN)
    assert ask(closed, path, **HERE, Cookie=cookie())[1] != SIGN_IN


def test_uploads_need_a_login(closed):
    upload = "/_stcore/upload_file/sesi/berkas"
    assert ask(closed, upload, "PUT", **HERE) == (403, SIGN_IN)
    assert ask(closed, upload, "DELETE", **HERE) == (403, SIGN_IN)
    assert ask(closed, upload, "PUT", **HERE, Cookie=cookie())[1] == "XSRF token missing or invalid"


@pytest.mark.parametrize(
    "told",
    [
        {"key": "kunci lain yang juga panjangnya lebih dari 32"},
        {"exp": 1},
        {"exp": None},
        {"exp": "9999999999"},
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"origin": "https://aplikasi-lain.example"},
        {"origin": None},
    ],
    ids=str,
)
def test_a_forged_or_past_login_opens_no_file(closed, told):
    assert ask(closed, "/media/x.png", **HERE, Cookie=cookie(**told)) == (403, SIGN_IN)


def test_what_is_no_login_cookie_opens_no_file(closed):
    others = ["x", json.dumps({"is_logged_in": True}), "\u00ff", cookie(name="_streamlit_user_tokens").split("=")[1]]
    answers = {told: ask(closed, "/media/x.png", **HERE, Cookie=f"_streamlit_user={told}") for told in others}
    assert answers == {told: (403, SIGN_IN) for told in others}


def test_a_long_login_in_several_cookies_is_read(closed):
    long = cookie(groups=[sha256(bytes([number])).hexdigest() for number in range(200)])
    assert "_streamlit_user_2=" in long
    assert ask(closed, "/media/x.png", **HERE, Cookie=long)[1] == "File not found"
    assert ask(closed, "/media/x.png", **HERE, Cookie=long.split("; _streamlit_user_2=")[0]) == (403, SIGN_IN)
