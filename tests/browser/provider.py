"""A real OpenID provider (Canaille) in a process of its own, with a handful of people in its memory.

`python -m tests.browser.provider PORT REDIRECT_URI` serves it on this machine only until it is ended.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

CLIENT, CLIENT_SECRET = "konvergensi", "rahasia-klien-hanya-untuk-uji"
PASSWORD = "sandi-uji-yang-panjang"  # noqa: S105
# user name -> groups
PEOPLE = {
    "warga": ["umum"],
    "rencana": ["bapperida"],
    "data": ["pengelola-data", "bapperida"],
    "kepala": [],
    "baru": [],
}


def address(name: str) -> str:
    """The e-mail address of one of PEOPLE."""
    return f"{name}@kota.test"


@contextmanager
def provider(port: int, redirect_uri: str) -> Iterator[str]:
    """The provider while it runs: its address."""
    from tests.browser.running import HOST, ROOT, wait_until_healthy

    url = f"http://{HOST}:{port}"
    command = [sys.executable, "-m", "tests.browser.provider", str(port), redirect_uri]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_healthy(process, f"{url}/.well-known/openid-configuration")
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _serve(port: int, redirect_uri: str) -> None:
    import datetime

    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from werkzeug.serving import make_server

    app = create_app(
        {
            "SECRET_KEY": "kunci-sesi-penyedia-hanya-untuk-uji",
            "CANAILLE": {"DATABASE": "memory", "FORCE_HTTPS": False, "JAVASCRIPT": False, "HTMX": False},
        }
    )
    # Canaille says nothing about whether an address is verified unless it is told how.
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = "true"
    with app.app_context(), Backend.instance.session():
        people = {}
        for name in PEOPLE:
            people[name] = models.User(
                user_name=name, formatted_name=name, family_name=name, emails=[address(name)], password=PASSWORD
            )
            Backend.instance.save(people[name])
        for group in sorted({group for groups in PEOPLE.values() for group in groups}):
            members = [people[name] for name, groups in PEOPLE.items() if group in groups]
            Backend.instance.save(models.Group(display_name=group, members=members))
        client = models.Client(
            client_id=CLIENT,
            client_secret=CLIENT_SECRET,
            client_name="Konvergensi",
            # On a domain that Canaille trusts nobody is asked for consent.
            client_uri="http://127.0.0.1",
            client_id_issued_at=datetime.datetime.now(datetime.UTC),
            redirect_uris=[redirect_uri],
            post_logout_redirect_uris=[redirect_uri],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "profile", "email", "groups"],
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106
        )
        Backend.instance.save(client)
        # Its tokens say that they are for it: a client can be named only once it is there.
        client.audience = [client]
        Backend.instance.save(client)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2])
