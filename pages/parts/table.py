"""Tables as people read them: headings, words for codes, figures in the language of the session.

Trap: a browser formats numbers in its own language, so the text is made here; sorting still follows the number.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from analysis.language import MISSING, _, current, number
from analysis.same import Same

_LONG_TEXT = 45
_SHOWN_ROWS = 16
_YEARS = frozenset(["tahun", "berlaku_dari", "berlaku_sampai", "tahun_target", "dibanding"])


def _writer(column: str, values: pd.Series, mixed: bool):
    """How a column of figures is written; in a mixed column whole numbers are counts and stay whole."""
    if column in _YEARS:
        return lambda value: MISSING if pd.isna(value) else f"{value:.0f}"
    known = values.dropna()
    if (known == known.round()).all():
        return lambda value: number(None if pd.isna(value) else value)
    if mixed:
        return lambda value: number(
            None if pd.isna(value) else value, int(not pd.isna(value) and value != round(value))
        )
    return lambda value: number(None if pd.isna(value) else value, 1)


def _wide(values: pd.Series) -> bool:
    return bool((values.astype("str").str.len() > _LONG_TEXT).any())


@lru_cache(maxsize=64)
def _prepared(same: Same, bahasa: str) -> tuple[Styler, list[str]]:
    """The frame as people read it, with figures as text; and the columns with long texts."""
    from analysis.output.columns import for_people

    frame = same.thing
    shown = for_people(frame)
    # Different indicators under each other: counts beside shares.
    mixed = "indikator" in frame
    numeric = [
        place
        for place, dtype in enumerate(shown.dtypes)
        if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
    ]
    formats = {shown.columns[place]: _writer(frame.columns[place], shown.iloc[:, place], mixed) for place in numeric}
    long = [name for place, name in enumerate(shown.columns) if place not in numeric and _wide(shown.iloc[:, place])]
    styler = shown.style.format(formats, na_rep=MISSING)
    # Streamlit asks for the text of every cell at every rerun: it is worked out once, in this language.
    texts = styler._translate(False, False)
    styler._translate = lambda *_options: texts
    return styler, long


def show_table(
    frame: pd.DataFrame, *, key: str, readable: bool = False, links: tuple[str, ...] = (), **options
) -> None:
    """Show a frame; `readable` gives room to long texts, `links` are columns of addresses to open.

    Further options go to `st.dataframe`.
    """
    from analysis.output.columns import column_name

    styler, long = _prepared(Same(frame), current())
    widths = {name: st.column_config.Column(width="large") for name in long if readable}
    widths |= {name: st.column_config.LinkColumn(name, display_text=_("Buka")) for name in map(column_name, links)}
    st.dataframe(
        styler,
        hide_index=True,
        key=f"{key}_{current()}",
        placeholder=MISSING,
        column_config=widths,
        row_height=72 if widths else None,
        height="content" if len(frame) <= _SHOWN_ROWS else 520,
        alt=_("Tabel"),
        **options,
    )
