"""First line of every page, and of every part that runs again on its own.

Trap: while no session has run the navigation yet, a fresh server treats `pages/` as its own kind of
multi-page app and opens a deep link without the frame (no language, no filters, no checks). A page
that finds itself outside the frame runs the frame, which then runs the page. A fragment runs again without the frame,
which is where rights are asked for.
"""

from __future__ import annotations

import streamlit as st

INSIDE = "_di_dalam_bingkai"
DRAWN_FOR = "_digambar_untuk"


def inside_frame() -> None:
    """Continue only inside the frame."""
    if not st.session_state.get(INSIDE):
        from pages.parts.frame import run_app

        run_app()
        st.stop()


def same_person() -> None:
    """First line of every fragment: when who sits here may do other things than when the page was drawn, draw it anew."""
    from pages.parts.person import person

    if not st.session_state.get(INSIDE) and st.session_state.get(DRAWN_FOR) != person():
        st.rerun()
