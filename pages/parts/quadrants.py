"""Two measures against each other, with the sentence each quadrant asks for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.quadrants import QUADRANTS, quadrant_counts, quadrant_points, threshold
from analysis.language import _, join_names, number
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.sentences import lower_first
from pages.parts import data, lokus, state
from pages.parts.chart_panel import Empty, Panel, chart
from pages.parts.chart_panel import show as show_panel
from pages.parts.filters import choose_kelurahan
from pages.parts.measure import Measure, mark_choice, measure_of
from pages.parts.memory import remembered
from pages.parts.text import escape

# What is asked first: where many children are short, are they reached by the monthly weighing?
FIRST = ("prevalensi_rutin", "E17")
_SERVICES = ("cakupan_ds",)


def _axis(measure: Measure):
    """The measure as a sentence speaks of it; unmet need and unwanted pregnancy are results, no services."""
    from analysis.output.quadrants import Axis

    essential = data.load().catalog.tables["indikator_esensial"].set_index("kode_indikator")["nama_pendek"]
    service = measure.kode in essential.index and measure.polaritas == "naik_baik"
    name = _(essential[measure.kode]) if measure.kode in essential.index else measure.nama
    return Axis(name, measure.polaritas, service or measure.kode in _SERVICES)


def _title(measure: Measure) -> str:
    """Name and unit as short as an axis needs them."""
    return f"{data.indicator_name(measure.kode)} ({_(measure.satuan)})"


@remembered
def points(tables: dict[str, pd.DataFrame], x: str, y: str, batas_x: float, batas_y: float) -> pd.DataFrame:
    """Every kelurahan of the kota with its quadrant."""
    return quadrant_points(measure_of(tables, x).frame, measure_of(tables, y).frame, batas_x, batas_y)


@remembered
def quadrant_panel(tables: dict[str, pd.DataFrame], x: str, y: str, batas_x: float, batas_y: float) -> Panel:
    """The picture; a click chooses the kelurahan."""
    from analysis.output.quadrants import (
        corner_frame,
        draw_quadrants,
        quadrant_frame,
        quadrant_name,
        worst_quadrant,
    )

    one, other = measure_of(tables, x), measure_of(tables, y)
    rows = points(tables, x, y, batas_x, batas_y)
    counts = quadrant_counts(rows)
    kota, tahun = data.name(state.get("kota")), state.year()
    # The finding is the quadrant that needs most; without a direction, the fullest one.
    code = worst_quadrant(_axis(one), _axis(other)) or counts.loc[counts["jumlah"].idxmax(), "kuadran"]
    judul = _("{jumlah} dari {semua} kelurahan: {kuadran}").format(
        jumlah=number(counts.set_index("kuadran")["jumlah"][code]),
        semua=number(counts["jumlah"].sum()),
        kuadran=lower_first(quadrant_name(_axis(one), _axis(other), code)),
    )
    note = _(
        "Kuadran adalah cara baca umum, bukan kriteria resmi. Nilai tepat pada ambang tidak dihitung tinggi. "
        "Titik kosong: selang 95 % memotong ambang, jadi letaknya belum pasti ({ragu} dari {semua})."
    ).format(ragu=number(counts["jumlah"].sum() - counts["pasti"].sum()), semua=number(counts["jumlah"].sum()))
    caption = Caption(
        judul,
        _("{mendatar} dan {tegak} per kelurahan, {kota}, {tahun}; belah ketupat jingga: lokus resmi").format(
            mendatar=_title(one), tegak=_title(other), kota=kota, tahun=tahun
        ),
        source_line(pd.concat([one.frame, other.frame])),
        note,
        _("Grafik kuadran. {temuan}.").format(temuan=judul),
        has_sample(rows),
    )
    limits = pd.DataFrame(
        {"x": [batas_x], "y": [batas_y]}
        | {
            name: [_("ambang {nilai}").format(nilai=number(limit, measure.digits))]
            for name, limit, measure in (("teks_x", batas_x, one), ("teks_y", batas_y, other))
        }
    )
    frame = quadrant_frame(rows, lokus_codes=lokus.listed(tables)["kode_kelurahan"])
    words = {code: quadrant_name(_axis(one), _axis(other), code) for code in QUADRANTS}
    return chart(
        draw_quadrants,
        {"data": mark_choice(frame), "ambang": limits, "sudut": corner_frame(counts)},
        caption,
        key="kuadran",
        table=rows.assign(kuadran=rows["kuadran"].map(words).fillna("")),
        pick=True,
        file_name=f"kuadran {_axis(one).nama} {_axis(other).nama} {kota} {tahun}",
        judul_x=_title(one),
        judul_y=_title(other),
        digits_x=one.digits,
        digits_y=other.digits,
    )


def _choose_measure(label: str, key: str, first: str) -> str:
    codes = data.load().choices.indikator
    return st.selectbox(
        label, codes, index=codes.index(first), format_func=data.indicator_name, key=key, persist_state="session"
    )


def _choose_limit(measure: Measure, key: str, own: bool) -> float:
    """The median of the kota's kelurahan, or what the user writes; a measure keeps its own number."""
    median = round(threshold(measure.frame), measure.digits)
    if not own:
        return median
    step = 1.0 if measure.digits == 0 else 0.1
    return st.number_input(
        _("Ambang {ukuran}").format(ukuran=_axis(measure).nama),
        value=median,
        min_value=0.0,
        step=step,
        format=f"%.{measure.digits}f",
        key=f"{key}_{measure.kode}",
        persist_state="session",
    )


def _show_sentences(tables: dict[str, pd.DataFrame], x: str, y: str, limits: tuple[float, float]) -> None:
    """Each quadrant: its name, how many, what it asks for, who."""
    from analysis.output.quadrants import quadrant_name, say_quadrant

    one, other = _axis(measure_of(tables, x)), _axis(measure_of(tables, y))
    rows = points(tables, x, y, *limits)
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
        x = _choose_measure(_("Ukuran mendatar"), "kuadran_x", FIRST[0])
    with right:
        y = _choose_measure(_("Ukuran tegak"), "kuadran_y", FIRST[1])
    with switch:
        own = st.toggle(_("Tetapkan ambang sendiri"), key="kuadran_sendiri", persist_state="session")
    if x == y:
        show_panel(Empty(_("Kedua ukuran sama."), _("Pilih dua ukuran yang berbeda.")))
        return
    measures = measure_of(tables, x), measure_of(tables, y)
    unknown = [measure.nama for measure in measures if not measure.known]
    if unknown:
        show_panel(
            Empty(
                _("Belum ada data {ukuran} {tahun} untuk {kota}.").format(
                    ukuran=join_names(unknown), tahun=state.year(), kota=data.name(state.get("kota"))
                ),
                _("Unggah tabelnya di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."),
            )
        )
        return
    if not own:
        st.caption(escape(_("Ambang: median semua kelurahan {kota}.").format(kota=data.name(state.get("kota")))))
    with left:
        batas_x = _choose_limit(measures[0], "kuadran_batas_x", own)
    with right:
        batas_y = _choose_limit(measures[1], "kuadran_batas_y", own)
    show_panel(quadrant_panel(tables, x, y, batas_x, batas_y))
    choose_kelurahan(_("Tandai kelurahan"))
    _show_sentences(tables, x, y, (batas_x, batas_y))
