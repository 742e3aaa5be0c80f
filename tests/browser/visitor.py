"""One visitor of the app, as the browser tests see them."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import TimeoutError

from tests.browser.running import new_context, wait_ready

MACHINE_ROOM = re.compile(r"Traceback|\w+Error\b|\bNaN\b|\bnan\b|undefined|\[object ")

# Icons are drawn from words ("check_circle"), which nobody sees.
VISIBLE_TEXT = """
() => {
  const icons = [...document.querySelectorAll('[data-testid=stMain] :is([data-testid=stIconMaterial], [translate=no])')]
  const before = icons.map(icon => icon.style.display)
  icons.forEach(icon => { icon.style.display = 'none' })
  const text = document.querySelector('[data-testid=stMain]').innerText
  icons.forEach((icon, place) => { icon.style.display = before[place] })
  return text
}
"""

SORTED_LINES = f"({VISIBLE_TEXT})().split('\\n').sort()"


def choices_in(url: str) -> dict[str, str]:
    """The choices that stand in an address."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(url).query).items()}


class Visitor:
    """Opens pages, and notes every request to elsewhere and every error of the page's scripts."""

    def __init__(self, browser, url: str, **options):
        self.url = url
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self.context = new_context(browser, **options)
        self.context.on("request", self._note_request)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("websocket", self._note_request)
        self.page.on("console", self._note_refusal)

    def _note_request(self, request) -> None:
        own = (self.url, self.url.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(own):
            self.elsewhere.append(request.url)

    def _note_refusal(self, told) -> None:
        """What the page's own policy refuses (pages/parts/headers.py): a script that is not listed there, an address."""
        if told.type == "error" and "Content Security Policy" in told.text:
            self.errors.append(told.text)

    def open(self, path: str = "", **query: str):
        """Open a page by its address and wait until it stands still."""
        return self.follow(f"{self.url}/{path}" + (f"?{urlencode(query)}" if query else ""))

    def follow(self, link: str):
        """Open a whole link and wait until its page stands still."""
        self.page.goto(link)
        wait_ready(self.page)
        return self.page

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a select box by what people read; typing narrows long lists."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()

    def press(self, option: str) -> None:
        """Press one part of a segmented control."""
        self.page.locator("[data-testid=stButtonGroup]").get_by_text(option, exact=True).click()

    def wait_address(self, **wanted: str) -> None:
        """Wait until the address holds these choices and the page stands still again."""
        self.page.wait_for_url(lambda url: wanted.items() <= choices_in(url).items())
        wait_ready(self.page)

    def read(self) -> str:
        """The visible text of the page."""
        return self.page.evaluate(VISIBLE_TEXT)

    def words(self) -> list[str]:
        """The lines a visitor reads, sorted: a chart that changed writes its axis in another order than a new one."""
        return self.page.evaluate(f"() => {SORTED_LINES}")

    def wait_words(self, wanted: list[str]) -> None:
        """Wait until the page reads like another one; `words` says how they differ if it never does."""
        with suppress(TimeoutError):
            condition = f"wanted => JSON.stringify({SORTED_LINES}) === JSON.stringify(wanted)"
            self.page.wait_for_function(condition, arg=wanted, timeout=10_000)

    def check_whole(self) -> None:
        """Nothing on the page failed, nothing of the machine room shows, nothing came from elsewhere."""
        assert self.page.locator("[data-testid=stException], [data-testid=stAlertContentError]").all_inner_texts() == []
        text = self.read()
        assert text.strip(), "the page is empty"
        assert MACHINE_ROOM.findall(text) == []
        assert self.errors == []
        assert self.elsewhere == []
