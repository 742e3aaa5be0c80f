"""One server and one Chromium for all browser tests of a worker; every test is a visitor of their own."""

from __future__ import annotations

import os

import pytest

from tests.browser.running import find_browser, launch, running
from tests.browser.visitor import Visitor

NO_BROWSER = (
    "Uji peramban dilewati: tidak ada Chromium di mesin ini (pasang chromium, atau beri jalurnya "
    "lewat KONVERGENSI_BROWSER)."
)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; without one the test is skipped with the reason, in CI it fails."""
    path = find_browser()
    if not path and os.environ.get("CI"):
        pytest.fail(NO_BROWSER)
    if not path:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # a busy machine needs its time
    with sync_playwright() as playwright:
        chromium = launch(playwright, path)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server():
    """The app, started as a user starts it."""
    with running() as started:
        yield started


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
