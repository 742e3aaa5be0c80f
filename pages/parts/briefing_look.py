"""How a briefing looks and which keys it knows: what Streamlit's theme and its buttons' shortcuts cannot say.

Streamlit measures the room of a chart as drawn on the glass and not in the slide's own pixels, hence the wider box.

A button takes one shortcut; a clicker sends PageDown, a hand presses the arrow, the space bar or Enter. So one listener
presses the button that belongs to the key. The whole screen is drawn for 1920 x 1080 and scaled to the window, as a slide
is; on a phone it flows in its own size instead.
"""

from __future__ import annotations

import streamlit as st

_STYLE = """
[data-testid=stHeader], [data-testid=stSidebar], [data-testid=stToolbar] { display: none }
[data-testid=stMainBlockContainer] { zoom: var(--paparan, 1); max-width: none; padding: 36px 64px 0 }
[data-testid=stMainBlockContainer] > div { gap: 0 }
.st-key-paparan { min-height: 1030px; gap: 8px }
.st-key-paparan > :has(> .st-key-paparan_kaki) { margin-top: auto }
.st-key-paparan h2 { font-size: 44px; line-height: 1.2; font-weight: 700; padding: 0 0 8px }
.st-key-paparan [data-testid=stMarkdownContainer] :is(p, li) { font-size: 24px; line-height: 1.4 }
.st-key-paparan [data-testid=stCaptionContainer] { opacity: 1 }
.st-key-paparan [data-testid=stCaptionContainer] p { color: var(--paparan-redup); font-size: 24px; line-height: 1.3 }
.st-key-paparan_isi { padding-top: 28px; gap: 40px }
.st-key-paparan_isi:not(:has([data-testid=stVegaLiteChart])) { padding-top: 88px; gap: 72px }
.st-key-paparan_isi [data-testid=stMetric] * { overflow: visible; text-overflow: clip }
.st-key-paparan_isi [data-testid=stMetricValue] > div { height: auto }
.st-key-paparan_isi [data-testid=stMetricValue] :is(div, p)
  { font-size: 72px; line-height: 1.15; font-weight: 700; white-space: normal; padding: 0 }
.st-key-paparan_isi [data-testid=stCaptionContainer] p { font-size: 22px }
.st-key-paparan_isi [data-testid=stFullScreenFrame] { overflow-x: clip }
.st-key-paparan_isi [data-testid=stFullScreenFrame] > div { min-width: calc(100% / var(--paparan, 1)) }
.st-key-paparan .st-key-paparan_daftar_lebar li { font-size: 32px; line-height: 1.35; margin-bottom: 24px }
.st-key-paparan .st-key-paparan_daftar li { margin-bottom: 10px }
.st-key-paparan table :is(td, th, td *, th *) { font-size: 24px }
.st-key-paparan table :is(td, th) { padding: 12px 16px 12px 0 }
.st-key-paparan_kaki { padding-bottom: 8px; gap: 10px }
.st-key-paparan .st-key-paparan_kaki :is(p, span, button p, [data-testid=stBadge] *) { font-size: 20px !important; line-height: 1.3 }
.st-key-paparan_kaki [data-testid=stProgress] * { min-height: 4px; max-height: 4px }
.st-key-paparan_kaki [data-testid=stPageLink-NavLink] { background: none }
.st-key-paparan_kaki [data-testid=stPageLink-NavLink] * { font-weight: 400 }
.st-key-paparan_lompat { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.st-key-paparan_lompat:focus-within { position: static; width: auto; height: auto; clip-path: none }
@media (max-width: 700px) {
  [data-testid=stMainBlockContainer] { zoom: 1; padding: 16px 16px 0 }
  .st-key-paparan { min-height: calc(100vh - 32px) }
  .st-key-paparan h2 { font-size: 28px }
  .st-key-paparan_isi [data-testid=stMetricValue] :is(div, p) { font-size: 44px }
  .st-key-paparan_isi [data-testid=stFullScreenFrame] > div { min-width: calc(100% / .6) }
  .st-key-paparan_isi [data-testid=stVegaLiteChart] { zoom: .6 }
  .st-key-paparan_isi:not(:has([data-testid=stVegaLiteChart])) { padding-top: 24px; gap: 32px }
  .st-key-paparan [data-testid=stCaptionContainer] p { font-size: 20px !important }
  .st-key-paparan table { display: block; overflow-x: auto }
  .st-key-paparan .st-key-paparan_kaki :is(p, span, button p, [data-testid=stBadge] *) { font-size: 16px !important }
  .st-key-paparan_kaki [data-testid=stHorizontalBlock] > [data-testid=stLayoutWrapper] { flex: 1 1 100% }
  .st-key-paparan .st-key-paparan_daftar_lebar li { font-size: 24px }
}
"""

KEYS = """
(() => {
  const scale = () => document.documentElement.style.setProperty(
    '--paparan', Math.min(innerWidth / 1920, innerHeight / 1080))
  scale()
  if (window.paparan) return
  window.paparan = true
  addEventListener('resize', scale)
  const buttons = {
    ArrowRight: 'layar_maju', PageDown: 'layar_maju', ' ': 'layar_maju', Enter: 'layar_maju',
    ArrowLeft: 'layar_mundur', PageUp: 'layar_mundur', Home: 'layar_awal', End: 'layar_akhir', Escape: 'paparan_tutup',
  }
  document.addEventListener('keydown', event => {
    if (!document.querySelector('.st-key-paparan') || event.ctrlKey || event.metaKey || event.altKey) return
    const on = event.target.closest('button, a, input, textarea, select')
    if (on && (event.key === ' ' || event.key === 'Enter')) return
    if (event.key.toLowerCase() === 'f') {
      if (document.fullscreenElement) document.exitFullscreen()
      else document.documentElement.requestFullscreen?.()
      return
    }
    const button = document.querySelector(`.st-key-${buttons[event.key]} button`)
    if (!button) return
    event.preventDefault()
    button.click()
  })
})()
"""
_QUIET = {"light": "#5f6f7a", "dark": "#a9b7c0"}


def dress() -> None:
    """Style and keys of a briefing."""
    root = f":root {{ --paparan-redup: {_QUIET['dark' if st.context.theme.type == 'dark' else 'light']} }}"
    st.html(f"<style>{root}{_STYLE}</style><script>{KEYS}</script>", unsafe_allow_javascript=True)
