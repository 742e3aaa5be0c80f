"""What the running server refuses by its settings: each is asked for by a program that behaves badly."""

from __future__ import annotations

import tomllib

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from tests.browser.running import ROOT, running
from tests.pages.test_gate import ask, ask_socket

SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
MB = 1024 * 1024


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path_factory.mktemp("catatan")))
        with running() as server:
            yield server.url


@pytest.fixture(scope="module")
def session(url):
    """The id of a running session, which an upload has to name."""
    with connect(url.replace("http", "ws", 1) + "/_stcore/stream", max_size=None) as line:
        start = BackMsg()
        start.rerun_script.query_string = ""
        line.send(start.SerializeToString())
        while True:
            told = ForwardMsg.FromString(line.recv(timeout=60))
            if told.WhichOneof("type") == "new_session":
                yield told.new_session.initialize.session_id
                return


def upload(url: str, session: str, size: int = 3, **headers: str) -> tuple[int, str]:
    """Ask to upload a file of so many bytes (told, not sent)."""
    return ask(url, f"/_stcore/upload_file/{session}/x", "PUT", **{"Content_Length": str(size)} | headers)


def test_settings_say_what_must_not_change_with_a_version():
    server, client = SETTINGS["server"], SETTINGS["client"]
    assert server["address"] == "127.0.0.1"
    assert server["enableXsrfProtection"] is server["enableCORS"] is True
    assert server["xsrfCookieSameSite"] == "strict"
    assert server["enableAgentApi"] is server["scriptHealthCheckEnabled"] is False
    assert (server["corsAllowedOrigins"], server["trustedUserHeaders"], client["allowedOrigins"]) == ([], "{}", [])
    assert (client["showErrorDetails"], client["showErrorLinks"]) == ("none", False)
    assert SETTINGS["browser"]["gatherUsageStats"] is False


def test_upload_without_the_token_of_this_browser_is_refused(url, session):
    mine, other = generate_xsrf_token_string(), generate_xsrf_token_string()
    refused = (403, "XSRF token missing or invalid")
    assert upload(url, session) == refused
    assert upload(url, session, Cookie=f"_streamlit_xsrf={mine}") == refused
    assert upload(url, session, X_Xsrftoken=mine) == refused
    assert upload(url, session, X_Xsrftoken=other, Cookie=f"_streamlit_xsrf={mine}") == refused


def test_upload_larger_than_the_limit_is_refused_before_it_is_read(url, session):
    token = generate_xsrf_token_string()
    known = {"X_Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
    too_large = SETTINGS["server"]["maxUploadSize"] * MB + 1
    assert upload(url, session, too_large, **known) == (413, "File too large")
    assert upload(url, "sesi-karangan", **known)[0] == 400


def test_message_larger_than_the_limit_ends_the_connection(url):
    too_large = b"\0" * (SETTINGS["server"]["maxWidgetStateSize"] * MB + 1)
    with connect(url.replace("http", "ws", 1) + "/_stcore/stream", max_size=None) as line:
        line.send(too_large)
        with pytest.raises(ConnectionClosedError, match="1009"):
            while True:
                line.recv(timeout=60)


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../README.md",
        "/app/static/%2e%2e/README.md",
        "/app/static/..%2f..%2fREADME.md",
        "/app/static/peta/..%5c..%5c..%5cREADME.md",
        "/app/static//etc/passwd",
        "/app/static/%2fetc%2fpasswd",
        "/static/../../README.md",
        "/media/../streamlit_app.py",
        "/app/peta/1/resmi/..%2f..%2frujukan.json",
        "/app/static/peta%00.json",
    ],
)
def test_no_path_leads_out_of_the_public_folder(url, path):
    status, text = ask(url, path)
    assert status in (400, 404)
    assert "Konvergensi" not in text
    assert "root:" not in text


def test_other_sites_and_programs_beside_the_pages_are_refused(url):
    assert ask_socket(url, Origin="https://jahat.example") == 403
    assert ask(url, "/_stcore/agent/interact", "POST")[0] == 403
    assert '"allowedOrigins":[]' in ask(url, "/_stcore/host-config")[1]
