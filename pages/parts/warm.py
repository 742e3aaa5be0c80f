"""What is loaded before the first visitor asks for it."""

from __future__ import annotations

import importlib
import pkgutil


def load() -> None:
    """Read the tables once, import what the pages use, and let Altair read its schema."""
    import altair as alt

    from pages.parts import data

    data.load()
    for package in ("analysis.convergence", "analysis.scenario", "analysis.output", "pages.parts"):
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{module.name}")
    if len(data.store().state().frames.get("batas", ())):
        # Official boundaries are recorded: what draws them takes half a second to import.
        importlib.import_module("analysis.sources.geometry.recorded")
    alt.Chart(alt.InlineData(values=[])).mark_point().encode(x="x:Q").to_dict()
