"""What keyboards and screen readers need beyond Streamlit: a focus that shows, and its own words in our language.

Two traps. Streamlit marks the focused control with a shade of half strength (2:1) or a tint, and many not at
all: the ring here has the full colour of the theme. Its captions, and what it darkens, are too faint for AA.
And its words for screen readers are English constants; they are exchanged in the document, where a later run
of the page may write them again or keep them.
"""

from __future__ import annotations

import json

import streamlit as st

from analysis import language
from analysis.language import _

# Inside the box where a neighbour or the edge of a scrolling box would cover the ring; on the visible part
# of a control whose input is hidden. On the dark ground Streamlit writes white on the light main colour, and
# darkens it, or its tint, for what is pointed at. Vega leaves an unnamed group for a layer without rows.
_STYLE = """
body :focus-visible { outline: 2px solid %(ring)s !important; outline-offset: 1px }
body :is(input, textarea, summary, canvas, [role=tab], [role=radio], [data-testid=stMain],
  [data-testid=stSidebarNavLink]):focus-visible { outline-offset: -2px }
:is([data-testid=stCheckbox], [data-testid=stRadio]) label:has(:focus-visible),
[data-testid=stSlider] div:has(> div > input:focus-visible),
[data-testid=stDataFrameResizable]:focus-within { outline: 2px solid %(ring)s !important; outline-offset: 1px }
body [role=radio][aria-checked=true]:is(:hover, :focus-visible) { background: %(tint)s !important }
[data-testid=stCaptionContainer] { opacity: 1; color: %(quiet)s }
body button[kind=tertiary]:is(:hover, :focus-visible) { color: %(ring)s }
body :is([data-tag-index], button[kind=primary], button[kind=primaryFormSubmit]) :is(span, p) { color: %(ground)s }
.stApp svg g[role=graphics-symbol]:empty { display: none }
"""

_SCRIPT = """
(() => {
  document.documentElement.lang = %(lang)s
  const words = %(words)s, parts = Object.entries(%(parts)s)
  const known = window.kataStreamlit ??= new WeakMap()
  const translate = text => words[text] ?? parts.reduce(
    (found, [start, ours]) => found ?? (text.startsWith(start) ? ours + text.slice(start.length) : null), null) ?? text
  const exchange = (node, read, write) => {
    const shown = read(), before = known.get(node)
    const theirs = before?.ours === shown ? before.theirs : shown, ours = translate(theirs)
    if (ours === theirs && !before) return
    known.set(node, {theirs, ours})
    if (shown !== ours) write(ours)
  }
  const name = node => exchange(node, () => node.getAttribute('aria-label'), to => node.setAttribute('aria-label', to))
  const all = root => {
    if (root.matches?.('[aria-label]')) name(root)
    root.querySelectorAll?.('[aria-label]').forEach(name)
    const skip = document.querySelector('[data-testid=stSkipToContent]')?.firstChild
    if (skip) exchange(skip, () => skip.nodeValue, to => { skip.nodeValue = to })
  }
  // What opens above the page stands outside the app's box, which alone knows whether the ground is dark.
  const app = document.querySelector('.stApp')
  const shade = () => { document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme }
  window.terangPengamat?.disconnect()
  window.terangPengamat = new MutationObserver(shade)
  window.terangPengamat.observe(app, {attributeFilter: ['class']})
  shade()
  window.kataPengamat?.disconnect()
  window.kataPengamat = new MutationObserver(changes => changes.forEach(change =>
    change.type === 'attributes' ? change.target.hasAttribute('aria-label') && name(change.target)
                                 : change.addedNodes.forEach(all)))
  window.kataPengamat.observe(document.body, {subtree: true, childList: true, attributeFilter: ['aria-label']})
  all(document.body)
})()
"""


def _words() -> dict[str, str]:
    """Streamlit's names of its own controls in the language in use."""
    return {
        "Skip to main content": _("Langsung ke isi halaman"),
        "Sidebar": _("Bilah sisi"),
        "Collapse sidebar": _("Tutup bilah sisi"),
        "Expand sidebar": _("Buka bilah sisi"),
        "App pages": _("Halaman"),
        "Help": _("Penjelasan"),
        "Open": _("Buka pilihan"),
        "Selected values": _("Yang dipilih"),
        "Clear all": _("Kosongkan pilihan"),
        "Clear value": _("Kosongkan"),
        "Decrement": _("Kurangi"),
        "Increment": _("Tambah"),
        "file upload": _("Pilih berkas"),
        "Choose date": _("Pilih tanggal"),
        "Scroll tabs left": _("Geser tab ke kiri"),
        "Scroll tabs right": _("Geser tab ke kanan"),
    }


def _beginnings() -> dict[str, str]:
    """Beginnings of its names that end in a name of ours."""
    return {
        "Help for ": _("Penjelasan:") + " ",
        "Remove ": _("Lepas:") + " ",
        "day, ": _("Tanggal:") + " ",
        "month, ": _("Bulan:") + " ",
        "year, ": _("Tahun:") + " ",
    }


def style() -> str:
    """Ring, text on the main colour, tint under it and quiet text, as the ground of this browser asks for."""
    return _STYLE % {
        name: "light-dark({}, {})".format(*(st.get_option(f"theme.{ground}.{option}") for ground in ("light", "dark")))
        for name, option in (
            ("ring", "primaryColor"),
            ("ground", "backgroundColor"),
            ("tint", "blueBackgroundColor"),
            ("quiet", "grayTextColor"),
        )
    }


def script() -> str:
    """The document's language, which screen readers follow, and Streamlit's words in it."""
    texts = {"lang": language.current(), "words": _words(), "parts": _beginnings()}
    return _SCRIPT % {name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()}
