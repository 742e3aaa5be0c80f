"""How far one lever reaches by when: one target and its year, or a number for every year.

Trap: a plan from a file or a link may hold several steps, a stated coverage of today or a share that the slider cannot
show; such a plan opens with its years, so that what is simulated is always what stands on screen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from analysis.language import _, number
from pages.parts.scenario_memory import keep, memory, seeded, year_of

Path = dict[int, float]
_TODAY = "kini"  # in the place of a year: coverage stated for today
_ACROSS = 3


def path_values(lever: str, path: Mapping[int, float], first: int, last: int) -> dict:
    """What the editor remembers so that it shows the whole `path` of a plan that runs from `first` to `last`."""
    end = max(path, default=last)
    share = float(path.get(end, 0))
    plain = len(path) == 1 and end >= first and share.is_integer()
    values: dict = {f"c_{lever}": share, f"t_{lever}": max(end, first), f"j_{lever}": not plain}
    stated = [year for year in path if year < first]
    if stated:
        values[_name(lever, _TODAY)] = float(path[max(stated)])
    return values | {_name(lever, year): float(value) for year, value in path.items() if year >= first}


def edit_path(lever: str, today: float, first: int, last: int, start: float) -> Path:
    """Draw the editor of one lever's coverage (percent). `today`: coverage today, NaN unknown; `start`: first target."""
    by_year = memory().get(f"j_{lever}", False)
    path = _edit_years(lever, today, first, last) if by_year else _edit_target(lever, first, last, start)
    key = seeded(f"j_{lever}", False)
    st.toggle(_("Jalur per tahun"), key=key, on_change=_switch, args=(lever, path, first, last))
    return path


def _name(lever: str, year: int | str) -> str:
    return f"y_{lever}_{year}"


def _edit_target(lever: str, first: int, last: int, start: float) -> Path:
    # A target that nobody touched follows the coverage of the kota and year on screen.
    if memory().get(f"c_{lever}") == memory().get(f"mulai_{lever}") != start:
        _put(f"c_{lever}", start)
    keep(f"mulai_{lever}", start)
    key = seeded(f"c_{lever}", start)
    share = keep(f"c_{lever}", st.slider(_("Cakupan tujuan"), 0.0, 100.0, step=1.0, format="%.0f %%", key=key))
    return {year_of(_("Dicapai"), f"t_{lever}", list(range(first, last + 1)), last): share}


def _edit_years(lever: str, today: float, first: int, last: int) -> Path:
    """One field per year; what stays empty lies on the straight line, which the field shows in grey."""
    years = list(range(first, last + 1))
    # What was just typed, not what was remembered before it.
    typed = {year: st.session_state[seeded(_name(lever, year), None)] for year in (_TODAY, *years)}
    line = _line({first - 1: typed.pop(_TODAY), **typed}, today, first - 1, years)
    # A row of columns at a time: on a phone columns stand below each other, and the years stay in order.
    places = [place for _row in range(0, len(years) + 1, _ACROSS) for place in st.columns(_ACROSS)]
    with places[0]:
        known = number(today, 0) if today == today else _("tidak diketahui")
        stated = _field(lever, _TODAY, _("Kini (%)"), known)
    found = {} if stated is None else {first - 1: stated}
    for place, year in zip(places[1:], years, strict=False):
        with place:
            value = _field(lever, year, _("{tahun} (%)").format(tahun=year), line[year])
        if value is not None:
            found[year] = value
    st.caption(_("Kosong: garis lurus di antara tahun yang diisi, lalu tetap."))
    return found


def _field(lever: str, year: int | str, label: str, grey: str) -> float | None:
    # No bounds here: a number outside 0..100 is told in the same sentence as one from a file.
    name = _name(lever, year)
    value = st.number_input(label, value=None, step=1.0, format="%0.10g", key=seeded(name, None), placeholder=grey)
    return keep(name, value)


def _line(filled: Mapping[int, float | None], today: float, base: int, years: list[int]) -> dict[int, str]:
    """Year -> the coverage on the straight line, for reading; "–" before the first known number."""
    known = pd.Series({base: today, **{year: value for year, value in filled.items() if value is not None}}).dropna()
    if known.empty:
        return dict.fromkeys(years, number(None))
    values = np.interp(years, known.index, known.to_numpy(dtype=float), left=np.nan)
    return {year: number(value, 0) for year, value in zip(years, values, strict=True)}


def _switch(lever: str, path: Path, first: int, last: int) -> None:
    """The other way to say it starts from what this one said; years filled earlier come back while they still hold."""
    by_year = keep(f"j_{lever}", st.session_state[f"sk_j_{lever}"])
    if by_year:
        kept = {year: memory().get(_name(lever, year)) for year in range(first, last + 1)}
        kept = {year: value for year, value in kept.items() if value is not None}
        if kept and path == {max(kept): kept[max(kept)]}:
            return
        for name in [name for name in memory() if name.startswith(f"y_{lever}_")]:
            _put(name, None)
        for year, share in path.items():
            _put(_name(lever, year), share)
    elif path and max(path) >= first:
        end = max(path)
        _put(f"c_{lever}", float(min(max(path[end], 0), 100)))
        _put(f"t_{lever}", end)


def _put(name: str, value) -> None:
    keep(name, value)
    st.session_state.pop(f"sk_{name}", None)
