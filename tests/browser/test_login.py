"""The closed app in a real browser, with people who sign in at a real OpenID provider (tests/browser/provider.py).

The server of this file is fresh: its first visitor arrives by a deep link, before any session ran the navigation.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from analysis.access import PAGES, Person
from tests.browser.provider import CLIENT, CLIENT_SECRET, PASSWORD, address, provider
from tests.browser.running import free_port, new_context, running, wait_ready

SECRET = "kunci-kuki-hanya-untuk-uji-peramban"  # noqa: S105
COOKIE = "_streamlit_user"
REFUSED = "tidak terbuka untuk peran"
TITLES = {
    "ringkasan": "Ringkasan",
    "lokus_kelurahan": "Lokus kelurahan",
    "analisis_situasi": "Analisis situasi",
    "keluarga_berisiko": "Keluarga berisiko",
    "rencana_komitmen": "Rencana dan komitmen",
    "skenario": "Skenario",
    "reviu_kinerja": "Reviu kinerja",
    "paparan": "Paparan",
    "publikasi": "Publikasi",
    "pengukuran": "Pengukuran",
    "manajemen_data": "Manajemen data",
    "metode_sumber": "Metode & sumber",
    "pengelolaan": "Pengelolaan",
}
SETTINGS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{secret}"
client_id = "{client}"
client_secret = "{client_secret}"
server_metadata_url = "{provider}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid email profile groups" }}

[masuk]
klaim = "groups"

[peran]
admin = ["{admin}"]

[klaim_peran]
publik = ["umum"]
perencana = ["bapperida"]
pengelola_data = ["pengelola-data"]
"""


@dataclass(frozen=True)
class Closed:
    """A running app with a login, and the address of its provider."""

    browser: object
    url: str
    provider: str

    @contextmanager
    def window(self, *cookies: dict) -> Iterator:
        """A page of a browser of its own, with these cookies."""
        context = new_context(self.browser)
        context.add_cookies(list(cookies))
        try:
            yield context.new_page()
        finally:
            context.close()

    @contextmanager
    def signed_in(self, name: str) -> Iterator:
        """The page of somebody who signed in through the provider's own form."""
        with self.window() as page:
            self.open(page)
            page.get_by_role("button", name="Masuk").click()
            page.wait_for_url(f"{self.provider}/**")
            page.locator("input[name=login]").fill(name)
            page.locator("button[name=answer]").click()
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("form:has(input[name=password]) button[type=submit]").first.click()
            page.wait_for_url(f"{self.url}/**")
            wait_ready(page)
            yield page

    def open(self, page, path: str = "") -> None:
        page.goto(f"{self.url}/{path}")
        wait_ready(page)

    def cookie(self, value: str) -> dict:
        return {"name": COOKIE, "value": value, "url": self.url}

    def told(self, **other: object) -> dict:
        """What Streamlit keeps of a login, of the admin and an hour long unless said otherwise."""
        now = int(time.time())
        whole = {"iss": self.provider, "sub": "kepala", "email": address("kepala"), "email_verified": True}
        whole |= {"aud": [CLIENT]}
        whole |= {"iat": now, "exp": now + 3600, "nonce": f"{time.monotonic_ns()}"}
        whole |= {"origin": self.url, "is_logged_in": True, "provider": "default"} | other
        return {key: value for key, value in whole.items() if value is not None}


@pytest.fixture(scope="module")
def closed(browser, tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("masuk"), free_port()
    words = {"secret": SECRET, "client": CLIENT, "client_secret": CLIENT_SECRET, "admin": address("kepala")}
    (folder / "pengaturan.toml").write_text(SETTINGS.format(provider=f"http://127.0.0.1:{port}", **words))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "KONVERGENSI_PENGATURAN", str(folder / "pengaturan.toml"))
        patch.setitem(os.environ, "KONVERGENSI_PENYIMPANAN", str(folder / "catatan"))
        with running() as server, provider(port, f"{server.url}/oauth2callback") as url:
            yield Closed(browser, server.url, url)


def signed(told: dict, secret: str = SECRET) -> str:
    return create_signed_value(secret, COOKIE, json.dumps(told)).decode()


def check_closed(page) -> None:
    """Only the way in: no menu, no figure, no picture, no control but the sign-in and the language."""
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()
    nothing = (
        "[data-testid=stSidebarNavLink], [data-testid=stSidebarContent], [data-testid=stMetric], canvas, svg.marks"
    )
    expect(page.locator(nothing)).to_have_count(0)
    expect(
        page.locator("[data-testid=stSelectbox], [data-testid=stFileUploader], [data-testid=stAlert]")
    ).to_have_count(0)
    words = page.locator("[data-testid=stMain]").inner_text()
    assert "Prevalensi" not in words
    assert "Jakarta" not in words


def offered(page) -> set[str]:
    return set(page.locator("[data-testid=stSidebarNavLink] span[label]").all_inner_texts()) or {
        text.split("\n")[-1] for text in page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()
    }


def test_without_signing_in_every_address_shows_only_the_way_in(closed):
    addresses = ["lokus_kelurahan?kota=31.73", "?mode=paparan", "paparan?mode=paparan&layar=3", ""]
    with closed.window() as page:
        for path in [*addresses, *PAGES]:
            closed.open(page, path)
            check_closed(page)


@pytest.mark.parametrize(
    ("name", "peran"), [("warga", "publik"), ("rencana", "perencana"), ("data", "pengelola_data"), ("kepala", "admin")]
)
def test_each_role_is_offered_its_pages_and_no_address_opens_another(closed, name, peran):
    who = Person(address(name), peran)
    with closed.signed_in(name) as page:
        sidebar = page.locator("[data-testid=stSidebar]")
        expect(sidebar).to_contain_text(peran.replace("_", " "))
        # A joiner that nobody sees keeps the address from becoming a link.
        expect(sidebar).to_contain_text(re.compile("@\u2060?kota.test"))
        assert offered(page) == {TITLES[one] for one in PAGES if who.may_open(one)}
        for one in PAGES:
            if not who.may_open(one):
                closed.open(page, one)
                expect(page.get_by_text(REFUSED)).to_have_count(1)
                expect(
                    page.locator("[data-testid=stMain] :is([data-testid=stTabs], [data-testid=stMetric])")
                ).to_have_count(0)
        closed.open(page, next(one for one in reversed(PAGES) if who.may_open(one)))
        expect(page.get_by_text(REFUSED)).to_have_count(0)


def test_the_public_sees_nothing_but_what_is_published_and_no_briefing(closed):
    with closed.signed_in("warga") as page:
        for path in ("lokus_kelurahan?contoh=1", "keluarga_berisiko?contoh=1", "reviu_kinerja?contoh=1"):
            closed.open(page, path)
            expect(page.get_by_text("DATA CONTOH")).to_have_count(0)
            expect(page.get_by_text("Data contoh", exact=True)).to_have_count(0)
            expect(page.get_by_text("Mulai paparan")).to_have_count(0)
        closed.open(page, "?mode=paparan")
        expect(page.locator(".st-key-paparan")).to_have_count(0)
        expect(page.locator("[data-testid=stSidebarNavLink]").first).to_be_visible()


def test_a_known_account_without_a_role_reads_who_gives_one(closed):
    with closed.signed_in("baru") as page:
        for path in ("", "ringkasan", "manajemen_data", "?mode=paparan"):
            closed.open(page, path)
            expect(page.get_by_text("belum mempunyai peran")).to_be_visible()
            expect(page.locator("[data-testid=stSidebarNavLink], [data-testid=stMetric]")).to_have_count(0)


def give(page, name: str, peran: str) -> None:
    page.get_by_role("textbox", name="Akun").fill(address(name))
    page.get_by_role("combobox", name="Peran", exact=True).click()
    page.get_by_role("option", name=peran, exact=True).click()
    page.get_by_role("button", name="Catat peran").click()
    expect(page.get_by_text("tercatat.")).to_be_visible()
    wait_ready(page)


def test_a_role_given_on_screen_works_at_once_and_is_gone_at_once(closed):
    with closed.signed_in("kepala") as admin, closed.signed_in("baru") as page:
        closed.open(admin, "pengelolaan")
        admin.get_by_role("tab", name="Orang dan peran").click()
        wait_ready(admin)
        give(admin, "baru", "perencana")
        page.get_by_text("English", exact=True).click()
        expect(page.locator("[data-testid=stSidebarNavLink]").first).to_be_visible()
        closed.open(page, "rencana_komitmen")
        expect(page.get_by_text(REFUSED)).to_have_count(0)
        # The page stays open on the screen of the one while the other takes the role away.
        admin.get_by_role("button", name="Cabut peran").click()
        expect(admin.get_by_text("Belum ada peran yang dicatat di sini")).to_be_visible()
        page.get_by_role("radio", name="English").click()
        expect(page.get_by_text("belum mempunyai peran").or_(page.get_by_text("no role"))).to_be_visible()
        expect(page.locator("[data-testid=stSidebarNavLink]")).to_have_count(0)


def test_signing_out_closes_this_window_every_other_one_and_the_kept_cookie(closed):
    with closed.signed_in("rencana") as page:
        kept = [cookie for cookie in page.context.cookies() if cookie["name"].startswith(COOKIE)]
        other = page.context.new_page()
        closed.open(other, "lokus_kelurahan")
        page.get_by_role("button", name="Keluar").click()
        expect(page.get_by_role("button", name="Masuk")).to_be_visible()
        wait_ready(page)
        check_closed(page)
        closed.open(page, "analisis_situasi")
        check_closed(page)
        other.get_by_text("English", exact=True).click()
        expect(
            other.get_by_role("button", name="Masuk").or_(other.get_by_role("button", name="Sign in"))
        ).to_be_visible()
        expect(other.locator("[data-testid=stMetric], [data-testid=stSidebarNavLink]")).to_have_count(0)
    assert kept
    with closed.window(*({key: one[key] for key in ("name", "value", "domain", "path")} for one in kept)) as page:
        closed.open(page)
        check_closed(page)


def test_a_cookie_as_streamlit_signs_it_opens_the_app(closed):
    """The control of the tests below: what they change is what closes it."""
    with closed.window(closed.cookie(signed(closed.told()))) as page:
        closed.open(page)
        expect(page.locator("[data-testid=stSidebar]")).to_contain_text("admin")


HOUR = 3600
FORGED = {
    "signature changed": lambda told: signed(told)[:-3] + "AAA",
    "another account under an old signature": lambda told: (
        signed(told | {"email": "x@kota.test"}).rsplit(".", 1)[0] + "." + signed(told).rsplit(".", 1)[1]
    ),
    "signed with another secret": lambda told: signed(told, "kunci-lain-yang-sama-panjangnya-betul"),
    "signed with no secret": lambda told: signed(told, ""),
    "not signed": lambda told: json.dumps(told).replace('"', "%22").replace(" ", "").replace(",", "%2C"),
    "expired": lambda told: signed(told | {"exp": told["iat"] - 1, "iat": told["iat"] - HOUR}),
    "without an end": lambda told: signed({key: value for key, value in told.items() if key != "exp"}),
    "with an end that is no number": lambda told: signed(told | {"exp": "selamanya"}),
    "not signed in": lambda told: signed(told | {"is_logged_in": False}),
    "of another app": lambda told: signed(told | {"origin": "http://127.0.0.1:1"}),
    "for another app of the same provider": lambda told: signed(told | {"aud": ["aplikasi-lain"]}),
    "of nobody": lambda told: signed(
        {key: told[key] for key in ("aud", "provider", "iat", "exp", "origin", "is_logged_in")}
    ),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_or_expired_login_gets_in_nowhere(closed, kind):
    with closed.window(closed.cookie(FORGED[kind](closed.told()))) as page:
        for path in ("", "pengelolaan"):
            closed.open(page, path)
            check_closed(page)


def test_a_login_that_ends_while_its_page_is_open_is_closed_at_the_next_click(closed):
    ends = int(time.time()) + 30
    with closed.window(closed.cookie(signed(closed.told(exp=ends)))) as page:
        closed.open(page)
        expect(page.locator("[data-testid=stSidebar]")).to_contain_text("admin")
        assert time.time() < ends, "too slow to show anything before the login ended"
        for _click in range(200):
            page.get_by_role("radio", name="English").or_(page.get_by_text("English", exact=True)).first.click()
            wait_ready(page)
            if time.time() > ends + 1:
                break
        page.get_by_text("Bahasa Indonesia", exact=True).click()
        wait_ready(page)
        check_closed(page)
