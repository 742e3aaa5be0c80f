"""A place to drop a file that is taken as soon as it is there, before the page is drawn.

Trap: a page that outlived its server is a new session to the next one, and the first thing that session hears may be a
file; Streamlit then calls no callback, for it knows of no earlier value. So whoever draws the place looks once more.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def drop_file(label: str, *, key: str, take: Callable[[], None], **options) -> None:
    """Draw the place; `take()` is called once for each file dropped, which then stands in the session under `key`.

    Further options (type, max_upload_size) go to `st.file_uploader`.
    """
    file = st.file_uploader(label, key=key, on_change=_take, args=(key, take), **options)
    if file is not None and st.session_state.get(_mark(key)) != file.file_id:
        _take(key, take)
        st.rerun()


def _take(key: str, take: Callable[[], None]) -> None:
    file = st.session_state.get(key)
    st.session_state[_mark(key)] = file and file.file_id
    take()


def _mark(key: str) -> str:
    return f"_diambil_{key}"
