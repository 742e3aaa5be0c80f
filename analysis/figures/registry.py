"""The recipes of all figures: what the studio offers, what a batch walks over, what a link makes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from importlib import import_module

from analysis.figures.shapes import unless_pointless
from analysis.figures.view import Empty, Figure, View

# In the order in which the studio offers them.
_MODULES = (
    *("lokus", "one_area", "trends", "families", "coverage", "quadrants", "spatial", "proposal", "review", "plans"),
    "quality",
)


@dataclass(frozen=True)
class Recipe:
    """One kind of figure.

    `judul()` names it in the language in use; `wilayah` are the levels it can be made for one by one ("kota",
    "kecamatan", "kelurahan"); `indikator`, `tahun`: does it follow those choices?
    """

    kode: str
    judul: Callable[[], str]
    make: Callable[..., Figure | Empty | None]
    wilayah: tuple[str, ...]
    indikator: bool
    tahun: bool


_found: dict[str, Recipe] = {}


def recipe(
    kode: str, judul: Callable[[], str], *, wilayah: tuple[str, ...] = ("kota",), indikator: bool = False, tahun=True
) -> Callable:
    """Register `make(view, **params) -> Figure | Empty | None` under `kode`; what it makes carries its recipe."""

    def register(make: Callable) -> Callable:
        @wraps(make)
        def stamped(view: View, **params) -> Figure | Empty | None:
            made = unless_pointless(make)(view, **params)
            return replace(made, resep=(kode, tuple(sorted(params.items())))) if isinstance(made, Figure) else made

        _found[kode] = Recipe(kode, judul, stamped, wilayah, indikator, tahun)
        return stamped

    return register


def recipes() -> dict[str, Recipe]:
    """All recipes by code."""
    for name in _MODULES:
        import_module(f"analysis.figures.{name}")
    return dict(_found)


def make_figure(kode: str, view: View, **params) -> Figure | Empty | None:
    """The figure of a recipe; KeyError for an unknown one."""
    return recipes()[kode].make(view, **params)
