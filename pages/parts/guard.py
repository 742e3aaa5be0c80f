"""First line of every page.

Trap: while no session has run the navigation yet, a fresh server treats `pages/` as its own kind of
multi-page app and opens a deep link without the frame (no language, no filters, no checks). A page
that finds itself outside the frame runs the frame, which then runs the page.
"""

from __future__ import annotations

import streamlit as st

INSIDE = "_di_dalam_bingkai"


def inside_frame() -> None:
    """Continue only inside the frame."""
    if not st.session_state.get(INSIDE):
        from pages.parts.frame import run_app

        run_app()
        st.stop()
