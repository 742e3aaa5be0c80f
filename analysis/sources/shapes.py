"""The shapes a map is drawn with: indicative ones, or official boundaries area by area as far as they are recorded.

Trap: shapes are fetched by address and kept by the browser for good, so the address carries the fingerprint of the
recorded boundaries; and whoever asks for an address decides nothing but which of the known maps is sent.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import pandas as pd

from analysis.same import Same
from analysis.sources.catalog import DATA
from analysis.sources.regions import may_be_shown
from analysis.sources.static import read_static
from analysis.sources.tiling import tiles_of

_ADDRESS = re.compile(r"peta/([0-9a-f]{16})/resmi/(31(?:[.][0-9]{2})?)[.]json")
_TILED = re.compile(r"peta/([0-9a-f]{16})/(?:ubin|indikatif)/([0-9]{2}(?:[.][0-9]{2})?)[.]json")
_SCOPES = ("31", "31.01", "31.71", "31.72", "31.73", "31.74", "31.75")
_KEPT_TILES = 32
_KEPT = 6  # recorded states of the boundaries whose maps can be asked for
_DRAWING = b"1"  # change when the same boundaries are drawn in another way: browsers keep what they have

_known: OrderedDict[str, dict[str, str]] = OrderedDict()
_tiled: OrderedDict[str, str] = OrderedDict()
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Served:
    """The shapes of one map: label points, and what is official on it.

    prefix: address of the shapes below app/, "" where only indicative ones are drawn; resmi of semua kelurahan have
    official shapes, from `sumber` (title, ISO date); pulau: islands among them. ubin: nobody drew this area, every form is
    tiles (`tiling`).
    """

    titik: pd.DataFrame
    prefix: str = ""
    resmi: int = 0
    semua: int = 0
    sumber: tuple[tuple[str, str], ...] = ()
    pulau: bool = False
    ubin: bool = False


def served_shapes(tables: dict[str, pd.DataFrame], lingkup: str, bentuk: str = "indikatif") -> Served:
    """The shapes of the map of `lingkup` ("31" or a kota) drawn as `bentuk` (indikatif, ubin, simbol)."""
    if lingkup not in _SCOPES:
        return _tiles(tables["kelurahan"], lingkup)
    recorded = tables["batas"]
    inside = recorded[recorded["kode_kelurahan"].str.startswith(lingkup)]
    if bentuk == "ubin" or inside.empty:
        return Served(tables["titik_peta"])
    sidik = remember(recorded)
    drawn = _drawn(sidik, lingkup)
    if not drawn.official:
        return Served(tables["titik_peta"])
    sources = inside[inside["kode_kelurahan"].isin(drawn.official)][["judul", "tanggal"]].drop_duplicates()
    return Served(
        drawn.points,
        f"app/peta/{sidik}",
        len(drawn.official),
        len(drawn.points),
        tuple(sources.itertuples(index=False, name=None)),
        any(code.startswith("31.01") for code in drawn.official),
    )


def _tiles(kelurahan: pd.DataFrame, lingkup: str) -> Served:
    made = tiles_of(kelurahan, lingkup)
    with _one_at_a_time:
        _tiled[made.sidik] = made.topojson
        _tiled.move_to_end(made.sidik)
        while len(_tiled) > _KEPT_TILES:
            _tiled.popitem(last=False)
    return Served(made.titik, f"app/peta/{made.sidik}", ubin=True)


def tiles_topojson(sidik: str, lingkup: str, kelurahan: Callable[[], pd.DataFrame | None]) -> str | None:
    """The tiles at an address; None where there are none. A server that just started asks for the areas."""
    if sidik not in _tiled and (table := kelurahan()) is not None and may_be_shown(table, lingkup):
        _tiles(table, lingkup)
    return _tiled.get(sidik)


@lru_cache(maxsize=32)
def _fingerprint(same: Same) -> str:
    """The name of these boundaries in addresses."""
    digest = hashlib.sha256(_DRAWING)
    for code, geometry in sorted(zip(same.thing["kode_kelurahan"], same.thing["geometri"], strict=True)):
        digest.update(f"{code}\n{geometry}\n".encode())
    return digest.hexdigest()[:16]


def remember(recorded: pd.DataFrame) -> str:
    """The fingerprint of these boundaries, whose maps can be asked for from now on."""
    sidik = _fingerprint(Same(recorded))
    with _one_at_a_time:
        if sidik not in _known:
            _known[sidik] = dict(zip(recorded["kode_kelurahan"], recorded["geometri"], strict=True))
        _known.move_to_end(sidik)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return sidik


@lru_cache(maxsize=_KEPT * len(_SCOPES))
def _drawn(sidik: str, lingkup: str):
    from analysis.sources.geometry.recorded import draw_recorded

    return draw_recorded(DATA, _known[sidik], lingkup)


def topojson(sidik: str, lingkup: str, recorded: Callable[[], pd.DataFrame | None] = lambda: None) -> str | None:
    """The map at an address; None where there is none. A server that just started asks `recorded` for the boundaries."""
    if lingkup not in _SCOPES:
        return None
    if sidik not in _known and (frame := recorded()) is not None:
        remember(frame)
    return _drawn(sidik, lingkup).topojson if sidik in _known else None


def read_shapes(path: str) -> str | bytes:
    """The shapes at an address below app/, for pictures that are made without a browser."""
    if tiled := _TILED.fullmatch(path):
        return _tiled[tiled[1]]
    made = _ADDRESS.fullmatch(path)
    found = topojson(*made.groups()) if made else None
    return read_static(path) if found is None else found
