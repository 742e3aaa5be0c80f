"""What the plan editor was told, kept apart from its widgets.

Trap: a closed view forgets its widgets, and a plan that is opened must be there before they are drawn; so every widget
`sk_NAME` is put back from here and told here.
"""

from __future__ import annotations

import streamlit as st

_MEMORY = "_skenario"


def memory() -> dict:
    """Name -> value of the plan on screen."""
    return st.session_state.setdefault(_MEMORY, {})


def replace_memory(values: dict) -> None:
    """Another plan: forget every widget and remember `values`."""
    for key in [key for key in st.session_state if str(key).startswith("sk_")]:
        del st.session_state[key]
    st.session_state[_MEMORY] = values


def seeded(name: str, default) -> str:
    """Put back what was chosen before; returns the widget's key."""
    key = f"sk_{name}"
    if key not in st.session_state:
        st.session_state[key] = memory().get(name, default)
    return key


def keep(name: str, value):
    """Remember what a widget says."""
    memory()[name] = value
    return value


def year_of(label: str, name: str, options: list[int], default: int) -> int:
    """A choice of years; one that is no longer offered gives way to the nearest."""
    key = seeded(name, default)
    if st.session_state[key] not in options:
        st.session_state[key] = min(options, key=lambda year: abs(year - st.session_state[key]))
    return keep(name, st.selectbox(label, options, key=key))
