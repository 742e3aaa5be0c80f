"""What every answer tells the browser, seen by a browser that obeys it: nothing of ours is refused, all else is."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.running import ROOT, wait_ready
from tests.browser.test_actions import open_downloads, take
from tests.browser.test_pages import PAGES

FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
CLOSED = ["default-src 'none'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'", "form-action 'self'"]
# To find out where the app's folder is, Streamlit asks below the page's own address first.
ASKED_IN_VAIN = ("/_stcore/health", "/_stcore/host-config")
ESCAPES = """
async () => {
  const refused = []
  addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective))
  const script = text => document.head.append(Object.assign(document.createElement('script'), text))
  script({textContent: 'window.diserang = 1'})
  script({src: 'https://jahat.example/x.js'})
  document.body.append(Object.assign(new Image(), {src: 'https://jahat.example/x.png'}))
  document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://jahat.example/'}))
  // Later, on the page's own account: what a test tool evaluates itself is exempt.
  setTimeout(() => { try { eval('window.diserang = 2') } catch {} })
  await fetch('https://jahat.example/').catch(() => {})
  try { new WebSocket('wss://jahat.example/') } catch {}
  await new Promise(done => setTimeout(done, 500))
  return [window.diserang ?? null, [...new Set(refused)].sort()]
}
"""


def watch(visitor) -> tuple[list, list[str]]:
    """Every answer and every complaint of the browser from here on."""
    answers, complaints = [], []
    visitor.page.on("response", lambda answer: answers.append(answer))
    visitor.page.on("console", lambda told: told.type == "error" and complaints.append(f"{told.text} {told.location}"))
    return answers, complaints


def unsafe(answer) -> bool:
    """Does this answer lack a header, or open a door?"""
    headers = answer.headers
    policy = headers.get("content-security-policy", "")
    return (
        any(headers.get(name) != value for name, value in FIXED.items())
        or any(part not in policy.split("; ") for part in CLOSED)
        or "'unsafe-eval'" in policy
        or "'unsafe-inline'" in policy.split("style-src")[0]
        or "server" in headers
        or any(name.startswith("access-control-") for name in headers)
        or "strict-transport-security" in headers
    )


def check(answers: list, complaints: list[str]) -> None:
    assert [answer.url for answer in answers if unsafe(answer)] == []
    assert [told for told in complaints if not any(path in told for path in ASKED_IN_VAIN)] == []


def test_no_page_needs_more_than_the_headers_allow(visit):
    visitor = visit()
    answers, complaints = watch(visitor)
    for path in PAGES:
        visitor.open(path)
        assert visitor.page.locator("html").get_attribute("lang") == "id"  # our own script ran
    visitor.open("", bahasa="en")
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.open("lokus_kelurahan", mode="paparan")
    before = visitor.read()
    visitor.page.keyboard.press("ArrowRight")  # the keys of a briefing are a script of their own
    visitor.page.wait_for_function(
        "before => document.querySelector('[data-testid=stMain]').innerText !== before", arg=before
    )
    visitor.check_whole()
    check(answers, complaints)
    assert {"document", "script", "stylesheet", "font", "fetch"} <= {answer.request.resource_type for answer in answers}


def test_map_chart_download_upload_and_picture_pass(visit):
    visitor = visit()
    answers, complaints = watch(visitor)
    page = visitor.open("lokus_kelurahan")
    expect(page.locator('path[aria-roledescription="geoshape"]').first).to_be_attached()
    open_downloads(page, "peta_kelurahan")
    assert take(page, "peta_kelurahan", "png")[1].startswith(b"\x89PNG")
    page = visitor.open("pengukuran", contoh="0")
    page.get_by_text("Berkas pengukuran").first.click()
    page.locator("input[type=file]").set_input_files(ROOT / "tests/kasus/survei_acuan.csv")
    expect(page.get_by_text("5.386 baris dibaca")).to_be_visible(timeout=60_000)
    page = visitor.open("publikasi")
    wait_ready(page)
    visitor.check_whole()
    check(answers, complaints)
    assert any(answer.request.method == "PUT" and answer.status == 204 for answer in answers)
    made = [answer for answer in answers if urlsplit(answer.url).path.startswith("/media/")]
    assert {answer.headers["cache-control"] for answer in made} <= {"private, no-store"}


def test_an_answer_of_every_kind_carries_the_headers(visit, server):
    visitor = visit()
    paths = ["/", "/ringkasan", "/app/static/ikon.svg", "/app/static/tidak-ada", "/media/tidak-ada", "/_stcore/health"]
    paths += ["/_stcore/host-config", "/app/peta/0/resmi/kota.json", "/app/static/../README.md", "/_stcore/metrics"]
    answers = [visitor.page.request.get(server.url + path) for path in paths]
    answers.append(visitor.page.request.get(server.url, headers={"X-Forwarded-For": "10.0.0.7"}))
    assert {200, 400, 403, 404} >= {answer.status for answer in answers} >= {200, 403, 404}
    assert [answer.url for answer in answers if unsafe(answer)] == []


def test_what_a_foreign_text_would_try_is_refused(visit):
    visitor = visit()
    page = visitor.open("")
    ran, refused = page.evaluate(ESCAPES)
    assert ran is None, "a foreign script ran"
    assert {"connect-src", "frame-src", "img-src", "script-src-elem"} <= set(refused)
