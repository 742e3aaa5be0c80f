"""One server and one Chromium for all browser tests of a worker; every test is a visitor of their own."""

from __future__ import annotations

import os
from urllib.parse import urlencode

import pytest

from tests.browser.running import find_browser, launch, new_context, running, wait_ready

NO_BROWSER = (
    "Uji peramban dilewati: tidak ada Chromium di mesin ini (pasang chromium, atau beri jalurnya "
    "lewat KONVERGENSI_BROWSER)."
)
ENGLISH_TRACES = ("Traceback", "KeyError", "ValueError", "TypeError", "nan%", "NaN", "None,", "undefined")


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; without one the test is skipped with the reason, in CI it fails."""
    path = find_browser()
    if not path and os.environ.get("CI"):
        pytest.fail(NO_BROWSER)
    if not path:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = launch(playwright, path)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server():
    """The app, started as a user starts it."""
    with running() as started:
        yield started


class Visitor:
    """One visitor: opens pages, and notes every request to elsewhere and every error of the page's scripts."""

    def __init__(self, browser, url: str, **options):
        self.url = url
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self.context = new_context(browser, **options)
        self.context.on("request", self._note_request)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("websocket", self._note_request)

    def _note_request(self, request) -> None:
        own = (self.url, self.url.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(own):
            self.elsewhere.append(request.url)

    def open(self, path: str = "", **query: str):
        """Open a page by its address and wait until it stands still."""
        self.page.goto(f"{self.url}/{path}" + (f"?{urlencode(query)}" if query else ""))
        wait_ready(self.page)
        return self.page

    def check_whole(self) -> None:
        """Nothing on the page failed, nothing of the machine room shows, nothing came from elsewhere."""
        page = self.page
        assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
        text = page.locator("[data-testid=stMain]").inner_text()
        assert text.strip(), "the page is empty"
        assert [word for word in ENGLISH_TRACES if word in text] == []
        assert self.errors == []
        assert self.elsewhere == []


@pytest.fixture
def visit(browser, server):
    """Make visitors; their contexts end with the test."""
    visitors = []

    def make(url: str = server.url, **options) -> Visitor:
        visitors.append(Visitor(browser, url, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
