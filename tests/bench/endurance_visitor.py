"""One person in a browser of their own who filters, clicks and downloads, and everything that goes wrong meanwhile.

Nothing is asked of the server but what a click asks of it; a download is what the browser saved, opened again. How long
a filter change takes is read by the page's own clock: from the pointer going down on the option to the last change on
the page before it stands still with the script at its end. Trap: charts are drawn after the script has ended, and a new
map is fetched first, so a change of kota is over only once the map is another one.
"""

from __future__ import annotations

import asyncio
import csv
import io
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import openpyxl
from PIL import Image
from playwright.async_api import Error, TimeoutError

from tests.browser.running import READY

QUIET_MS = 500
PATIENCE_MS = 30_000
PAGES = {
    "lokus_kelurahan": "Lokus kelurahan",
    "analisis_situasi": "Analisis situasi",
    "keluarga_berisiko": "Keluarga berisiko",
}
YEARS = ("2021", "2022", "2023", "2024")
KOTA = ("Jakarta Barat", "Jakarta Timur", "Jakarta Utara", "Jakarta Selatan", "Jakarta Pusat")
ENDINGS = ("csv", "xlsx", "png")
FAILURES = "[data-testid=stException], [data-testid=stAlertContentError]"
AREA = 'path[role="graphics-symbol"][aria-roledescription="geoshape"]'
POINT_INSIDE = """
shape => {
  shape.scrollIntoView({block: 'center'})
  const box = shape.getBoundingClientRect(), toShape = shape.getScreenCTM().inverse()
  for (let step = 1; step < 200; step++) {
    const x = box.left + box.width * ((step * 0.618) % 1), y = box.top + box.height * (step / 200)
    const onTop = document.elementFromPoint(x, y)
    if (shape.isPointInFill(new DOMPoint(x, y).matrixTransform(toShape)) && shape.ownerSVGElement.contains(onTop))
      return [x, y]
  }
  return null
}
"""
# Resolves with the milliseconds to the last change of the page once it stands still.
RECORDER = """
([quiet, patience, mapChanges]) => new Promise((done, fail) => {
  const map = () => [...document.querySelectorAll('path[aria-roledescription="geoshape"]')]
    .map(shape => shape.getAttribute('fill') + (shape.getAttribute('d') || '').slice(0, 40)).join()
  const app = document.querySelector('[data-testid=stApp]'), state = 'data-test-script-state'
  const before = mapChanges ? map() : ''
  let started = null, drawn = 0, timer = null, ran = false, still = 0
  const stop = (finish, value) => { observer.disconnect(); clearTimeout(limit); finish(value) }
  const limit = setTimeout(
    () => stop(fail, new Error(`the page was not redrawn (${[started, ran, drawn, still]})`)), patience)
  const look = () => {
    // Another kota: another map, or none where nothing is known; none at all may also be one that is being fetched.
    const now = before && map(), moved = !before || now !== before
    // A run may be over before the browser found time to draw that there is one: then a longer stillness tells.
    const wanted = !ran ? 5 : before && !now ? 3 : 0
    if ((ran || drawn) && moved && app.getAttribute(state) === 'notRunning' && ++still > wanted) stop(done, drawn)
    else timer = setTimeout(look, quiet)
  }
  const observer = new MutationObserver(changes => {
    if (started === null) return
    // From the moment the choice is sent the state is another one; a quick run is over before it is ever drawn as running.
    if (app.getAttribute(state) !== 'notRunning') ran = true
    if (changes.some(change => change.target.closest?.('[data-testid=stMain]') || change.target.nodeType === 3))
      drawn = performance.now() - started
    clearTimeout(timer)
    still = 0
    timer = setTimeout(look, quiet)
  })
  observer.observe(app, {subtree: true, childList: true, characterData: true, attributes: true,
                         attributeFilter: ['fill', 'd', 'transform', 'x', 'y', 'width', 'height', state]})
  addEventListener('pointerdown', () => { started = performance.now() }, {capture: true, once: true})
})
"""


@dataclass
class Told:
    """What all visitors did, how long filter changes took (ms), and what went wrong."""

    done: Counter = field(default_factory=Counter)
    changes: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Visitor:
    """A browser context with one page; `live` until the clock runs out."""

    def __init__(self, browser, url: str, number: int, told: Told, began: float, think: float):
        self.browser, self.url, self.number, self.told, self.began = browser, url, number, told, began
        self.think, self.chance = think, random.Random(number)
        self.page_name = page_of(number)
        self.leaving = False

    async def open(self, **options) -> None:
        """Come in, wait until the page stands, and change one filter."""
        self.context = await self.browser.new_context(
            locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce", accept_downloads=True, **options
        )
        self.page = await self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self._wrong(f"page error: {error}"))
        self.page.on("console", lambda said: said.type == "error" and self._wrong(f"console: {said.text}"))
        self.page.on(
            "response", lambda answer: answer.status >= 400 and self._wrong(f"HTTP {answer.status} {answer.url}")
        )
        self.page.on("websocket", lambda line: line.on("close", lambda _line: self._wrong("websocket lost")))
        # By the front door: on a deep link Streamlit's scripts first try a wrong address and are told 404.
        await self.page.goto(self.url)
        await self.page.wait_for_selector(READY, state="attached")
        await self._go(self.page_name)
        # The first change costs a browser what no later one does: it meets the scripts for the first time.
        await self.filter(counted=False)
        self.told.done["buka"] += 1

    async def live(self, until: float) -> None:
        """Act and think until `until` (time.perf_counter)."""
        await asyncio.sleep(self.chance.uniform(0, self.think))
        while time.perf_counter() < until:
            act = self.chance.choices([self.filter, self.click, self.download], [6, 3, 1.5])[0]
            try:
                await act()
                self.told.done[act.__name__] += 1
                for text in await self.page.locator(FAILURES).all_inner_texts():
                    self._wrong(f"on the page: {text}")
            except Error as error:
                self._wrong(f"{act.__name__} on {self.page_name}: {str(error).splitlines()[0]}")
            await look_on(self.chance, self.think, until)

    async def close(self) -> None:
        self.leaving = True
        await self.context.close()

    def _wrong(self, what: str) -> None:
        if not self.leaving:
            self.told.errors.append(f"{time.perf_counter() - self.began:.0f} s, sesi {self.number}: {what}")

    async def filter(self, counted: bool = True) -> None:
        """Choose another kota, year or indicator on top of the page."""
        kinds = ["Tahun", "Kota"] + (["Indikator"] if self.page_name != "keluarga_berisiko" else [])
        kind = self.chance.choices(kinds, [3, 2, 2][: len(kinds)])[0]
        box = self.page.get_by_role("combobox", name=kind, exact=True)
        now = await box.input_value()
        texts = await self._unfold(box)
        wanted = {"Tahun": YEARS, "Kota": KOTA, "Indikator": texts}[kind]
        text = self.chance.choice([text for text in texts if text in wanted and text != now])
        waiting = await self.page.evaluate_handle(
            f"wanted => {{ window.__drawn = ({RECORDER})(wanted); return true }}",
            [QUIET_MS, PATIENCE_MS, kind == "Kota"],
        )
        await waiting.dispose()
        await self.page.get_by_role("option", name=text, exact=True).click()
        took = await self.page.evaluate("window.__drawn")
        if counted:
            self.told.changes.append((time.perf_counter() - self.began, took))

    async def click(self) -> None:
        """Open a tab, choose a kelurahan on the map or by its name, or go to another page."""
        await self.page.wait_for_selector(READY, state="attached")
        ways = [self._move, *([self._tab] if self.page_name != "keluarga_berisiko" else [])]
        if self.page_name != "analisis_situasi":
            ways += [self._mark, self._mark, self._by_name]
        await self.chance.choice(ways)()
        await self.page.wait_for_selector(READY, state="attached")

    async def _tab(self) -> None:
        tabs = self.page.get_by_role("tab")
        await tabs.first.wait_for()
        await tabs.nth(self.chance.randrange(await tabs.count())).click()

    async def _mark(self) -> None:
        shapes = self.page.locator(AREA)
        count = await shapes.count()
        point = await shapes.nth(self.chance.randrange(count)).evaluate(POINT_INSIDE) if count else None
        if point:
            await self.page.mouse.click(*point)

    async def _by_name(self) -> None:
        box = self.page.get_by_role("combobox", name="Profil kelurahan")
        if await box.count():
            texts = await self._unfold(box)
            await self.page.get_by_role("option").nth(self.chance.randrange(1, len(texts))).click()

    async def _unfold(self, box) -> list[str]:
        """The options of a select box; a popover that is still open takes the first click to close."""
        for _try in range(3):
            await box.click()
            with suppress(TimeoutError):
                await self.page.get_by_role("option").first.wait_for(timeout=3_000)
                break
        return await self.page.get_by_role("option").all_inner_texts()

    async def _move(self) -> None:
        await self._go(self.chance.choice([name for name in PAGES if name != self.page_name]))

    async def _go(self, page_name: str) -> None:
        self.page_name, title = page_name, PAGES[page_name]
        await self.page.locator("[data-testid=stSidebarNavLink]").get_by_text(title, exact=True).click()
        await self.page.locator("h1").get_by_text(title).wait_for()

    async def download(self) -> None:
        """Take the file of one chart and open it."""
        await self.page.wait_for_selector(READY, state="attached")
        buttons = self.page.locator("[class*='_unduh'] button[aria-expanded]:visible")
        if not await buttons.count():
            return
        button = buttons.nth(self.chance.randrange(await buttons.count()))
        await button.evaluate("element => element.scrollIntoView({block: 'center'})")
        await button.click()
        ending = self.chance.choice(ENDINGS)
        choice = self.page.locator("[data-testid=stPopoverBody]").get_by_role("button", name=ending.upper(), exact=True)
        if ending == "png" and not await self._offered(choice):
            ending = "csv"  # a list has no picture
            choice = self.page.locator("[data-testid=stPopoverBody]").get_by_role("button", name="CSV", exact=True)
        async with self.page.expect_download() as waiting:
            await choice.evaluate("element => element.click()")
        file = await waiting.value
        if failed := await file.failure():
            self._wrong(f"download {ending}: {failed}")
        else:
            content = await asyncio.to_thread((await file.path()).read_bytes)
            if problem := await asyncio.to_thread(open_again, ending, content):
                self._wrong(f"download {ending}: {problem}")
            self.told.done[f"unduh {ending}"] += 1
            await file.delete()
        await self.page.keyboard.press("Escape")

    async def _offered(self, choice) -> bool:
        await self.page.locator("[data-testid=stPopoverBody] button").first.wait_for()
        return bool(await choice.count())


def page_of(number: int) -> str:
    """Where a visitor starts: three of five on lokus, one on each other page."""
    return list(PAGES)[max(number % 5 - 2, 0)]


async def look_on(chance: random.Random, mean: float, until: float) -> None:
    """Think for a while, at most until everybody stops."""
    await asyncio.sleep(max(0.0, min(chance.expovariate(1 / mean), until - time.perf_counter())))


def open_again(ending: str, content: bytes) -> str:
    """What is wrong with a file that was downloaded; "" when it opens and holds something."""
    try:
        if ending == "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
            return "" if len(rows) > 1 and len(rows[0]) > 1 else f"{len(rows)} rows"
        if ending == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            return "" if sum(1 for _row in book.worksheets[0].rows) > 1 else "no rows"
        picture = Image.open(io.BytesIO(content))
        picture.load()
        return "" if picture.width > 1000 else f"{picture.width} px wide"
    except (OSError, ValueError, KeyError) as error:
        return f"does not open: {error!r}"
