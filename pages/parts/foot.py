"""The last line of every page: which version and which data it shows.

Trap: nothing can be drawn after Streamlit's `st.stop`, so a page that has no more to say ends with `end_page`.
"""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from pages.parts import data


def show_foot() -> None:
    """Version and data, quietly."""
    with st.container(key="kaki_halaman"):
        st.caption(data.stamp())


def end_page() -> NoReturn:
    """The page is complete here."""
    show_foot()
    st.stop()
