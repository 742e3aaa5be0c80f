"""What is loaded before the first visitor asks for it.

Trap: what loads beside the first visitor slows them, for Python does one thing at a time. So only what the start page
needs is loaded at once, and everything else when the first page has been shown, or when nobody has come for a while.
"""

from __future__ import annotations

import importlib
import pkgutil
from threading import Event

_PATIENCE_S = 20.0
_shown = Event()


def page_shown() -> None:
    """Some visitor's page is complete: the rest may load."""
    _shown.set()


def load() -> None:
    """Read the tables once, and import what the start page uses; then, in a quiet moment, what the others use."""
    import altair as alt

    from pages.parts import data

    data.load()
    for name in ("pages.parts.summary", "pages.parts.chart_panel", "analysis.output.maps", "analysis.output.trends"):
        importlib.import_module(name)
    alt.Chart(alt.InlineData(values=[])).mark_point().encode(x="x:Q").to_dict()
    recorded = data.store().state().frames
    if len(recorded.get("batas", ())):
        # Official boundaries are recorded: what draws them takes half a second to import.
        importlib.import_module("analysis.sources.geometry.recorded")
    _shown.wait(_PATIENCE_S)
    for package in ("analysis.convergence", "analysis.scenario", "analysis.figures", "analysis.output", "pages.parts"):
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{module.name}")
