"""Two measures against each other, with the sentence each quadrant asks for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.figures import quadrants as figures
from analysis.figures.measure import Measure, measure_of
from analysis.figures.view import Empty, View
from analysis.language import _, join_names, number
from pages.parts import data
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_panel
from pages.parts.filters import choose_kelurahan
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.text import escape

Limits = tuple[float, float]


@remembered
def quadrant_panel(tables: dict[str, pd.DataFrame], x: str, y: str, limits: Limits | None) -> Panel | Empty:
    """The picture; a click chooses the kelurahan. limits: the user's own thresholds."""
    own = dict(zip(("batas_x", "batas_y"), limits, strict=True)) if limits else {}
    return chart(figures.quadrants_figure(view_of(tables), x=x, y=y, **own), key="kuadran")


def _choose_measure(label: str, key: str, first: str) -> str:
    codes = data.load().choices.indikator
    return st.selectbox(
        label, codes, index=codes.index(first), format_func=data.indicator_name, key=key, persist_state="session"
    )


def _choose_limit(view: View, measure: Measure, key: str, own: bool) -> float:
    """The median of the kota's kelurahan, or what the user writes; a measure keeps its own number."""
    median = figures.median_of(measure)
    if not own:
        return median
    step = 1.0 if measure.digits == 0 else 0.1
    return st.number_input(
        _("Ambang {ukuran}").format(ukuran=figures.axis_of(view, measure).nama),
        value=median,
        min_value=0.0,
        step=step,
        format=f"%.{measure.digits}f",
        key=f"{key}_{measure.kode}",
        persist_state="session",
    )


def _show_sentences(tables: dict[str, pd.DataFrame], x: str, y: str, limits: Limits) -> None:
    """Each quadrant: its name, how many, what it asks for, who."""
    from analysis.output.quadrants import quadrant_name, say_quadrant

    view = view_of(tables)
    one, other = (figures.axis_of(view, measure_of(view, code)) for code in (x, y))
    rows = figures.points(view, x, y, *limits)
    columns = st.columns(2)
    # As they stand in the picture: the upper two, then the lower two.
    for place, code in enumerate(("rendah_tinggi", "tinggi_tinggi", "rendah_rendah", "tinggi_rendah")):
        inside = rows[rows["kuadran"] == code].sort_values("nama")
        with columns[place % 2], st.container(border=True):
            count = _("{jumlah} kelurahan").format(jumlah=number(len(inside)))
            st.markdown(f"**{escape(quadrant_name(one, other, code))}** · {count}")
            st.markdown(escape(say_quadrant(one, other, code)))
            st.caption(escape(", ".join(inside["nama"])) if len(inside) else _("Tidak ada kelurahan di sini."))
    missing = rows[rows["kuadran"] == ""]
    if len(missing):
        st.caption(
            escape(
                _("Tanpa data salah satu ukuran, jadi tidak digambar: {nama}.").format(
                    nama=join_names(missing["nama"].tolist())
                )
            )
        )


def show(tables: dict[str, pd.DataFrame]) -> None:
    """The two measures and their thresholds, the picture, what each quadrant asks for."""
    left, right, switch = st.columns([3, 3, 2], vertical_alignment="bottom")
    with left:
        x = _choose_measure(_("Ukuran mendatar"), "kuadran_x", figures.FIRST[0])
    with right:
        y = _choose_measure(_("Ukuran tegak"), "kuadran_y", figures.FIRST[1])
    with switch:
        own = st.toggle(_("Tetapkan ambang sendiri"), key="kuadran_sendiri", persist_state="session")
    view = view_of(tables)
    if empty := figures.not_drawn(view, x, y):
        show_panel(empty)
        return
    measures = measure_of(view, x), measure_of(view, y)
    if not own:
        st.caption(escape(_("Ambang: median semua kelurahan {kota}.").format(kota=view.wilayah)))
    with left:
        batas_x = _choose_limit(view, measures[0], "kuadran_batas_x", own)
    with right:
        batas_y = _choose_limit(view, measures[1], "kuadran_batas_y", own)
    show_panel(quadrant_panel(tables, x, y, (batas_x, batas_y) if own else None))
    choose_kelurahan(_("Tandai kelurahan"))
    _show_sentences(tables, x, y, (batas_x, batas_y))
