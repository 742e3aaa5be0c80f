"""From a click on a filter's option to the redrawn map, by the browser's own clock.

The clock starts with the pointer going down on the option and stops with the last change of the areas'
colours or shapes; both are read inside the page, so the test driver's own delays do not count. The same
recorder watches the app and its peer.
"""

from __future__ import annotations

RECORDER = """
([areas, quiet]) => new Promise((done, fail) => {
  const look = () => {
    const shapes = [...document.querySelectorAll('path[aria-roledescription="geoshape"]')]
    if (shapes.length < areas) return null
    return shapes.map(shape => shape.getAttribute('fill') + shape.getAttribute('d').slice(0, 40)).join()
  }
  let last = look(), started = null, drawn = null, timer = null
  const stop = (finish, value) => { observer.disconnect(); clearTimeout(limit); finish(value) }
  const limit = setTimeout(() => stop(fail, new Error('the map did not change')), 15000)
  const observer = new MutationObserver(() => {
    if (started === null) return
    const now = performance.now(), seen = look()
    if (seen === null || seen === last) return
    last = seen
    drawn = now - started
    clearTimeout(timer)
    timer = setTimeout(() => stop(done, drawn), quiet)
  })
  observer.observe(document.body, {subtree: true, childList: true, attributes: true,
                                   attributeFilter: ['fill', 'd']})
  addEventListener('pointerdown', () => { started = performance.now() }, {capture: true, once: true})
})
"""
QUIET_MS = 400


def time_redraw(page, option, areas: int) -> float:
    """Milliseconds from pressing `option` (a locator on the screen) to a map of `areas` areas redrawn."""
    handle = page.evaluate_handle(
        f"(wanted) => {{ window.__drawn = ({RECORDER})(wanted); return true }}", [areas, QUIET_MS]
    )
    handle.dispose()
    option.click()
    return page.evaluate("window.__drawn")
