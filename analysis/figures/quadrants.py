"""Two measures of every kelurahan against each other, with thresholds that make four quadrants."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.convergence.quadrants import QUADRANTS, quadrant_counts, quadrant_points, threshold
from analysis.figures.lokus import listed
from analysis.figures.measure import Measure, mark_choice, measure_of, short_name, with_lokus
from analysis.figures.registry import recipe
from analysis.figures.view import Empty, Figure, View, hidden_note, notes
from analysis.language import _, join_names, number
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.sentences import lower_first

# What is asked first: where many children are short, are they reached by the monthly weighing?
FIRST = ("prevalensi_rutin", "E17")
_SERVICES = ("cakupan_ds",)


def axis_of(view: View, measure: Measure):
    """The measure as a sentence speaks of it; unmet need and unwanted pregnancy are results, no services."""
    from analysis.output.quadrants import Axis

    essential = view.tables["indikator_esensial"].set_index("kode_indikator")["nama_pendek"]
    service = measure.kode in essential.index and measure.polaritas == "naik_baik"
    name = _(essential[measure.kode]) if measure.kode in essential.index else measure.nama
    return Axis(name, measure.polaritas, service or measure.kode in _SERVICES)


def median_of(measure: Measure) -> float:
    """The threshold where nobody sets one: the median of the kota's kelurahan, as printed."""
    return round(threshold(measure.frame), measure.digits)


def not_drawn(view: View, x: str, y: str) -> Empty | None:
    """Why these two measures make no picture; None when they do."""
    if x == y:
        return Empty(_("Kedua ukuran sama."), _("Pilih dua ukuran yang berbeda."))
    unknown = [measure.nama for measure in (measure_of(view, x), measure_of(view, y)) if not measure.known]
    if not unknown:
        return None
    return Empty(
        _("Belum ada data {ukuran} {tahun} untuk {kota}.").format(
            ukuran=join_names(unknown), tahun=view.tahun, kota=view.wilayah
        ),
        _("Unggah tabelnya di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."),
    )


def points(view: View, x: str, y: str, batas_x: float, batas_y: float) -> pd.DataFrame:
    """Every kelurahan of the kota with its quadrant."""
    return view.kept(
        ("kuadran", x, y, batas_x, batas_y),
        lambda: quadrant_points(measure_of(view, x).frame, measure_of(view, y).frame, batas_x, batas_y),
    )


def _hidden(one: Measure, other: Measure) -> str:
    """How many kelurahan are hidden in either measure."""
    either = [
        set(measure.frame.loc[measure.frame["disembunyikan"].to_numpy(dtype=bool), "kode_kelurahan"])
        for measure in (one, other)
        if "disembunyikan" in measure.frame
    ]
    return hidden_note(pd.DataFrame({"disembunyikan": np.ones(len(set().union(*either)), dtype=bool)}))


@recipe("kuadran", lambda: _("Kuadran dua ukuran"), wilayah=("kota", "kecamatan"))
def quadrants_figure(
    view: View,
    x: str = FIRST[0],
    y: str = FIRST[1],
    batas_x: float | None = None,
    batas_y: float | None = None,
) -> Figure | Empty:
    """Two measures (codes) with their thresholds, the medians unless given; a click chooses the kelurahan."""
    from analysis.output.quadrants import (
        corner_frame,
        draw_quadrants,
        quadrant_frame,
        quadrant_name,
        worst_quadrant,
    )

    if empty := not_drawn(view, x, y):
        return empty
    one, other = measure_of(view, x), measure_of(view, y)
    batas_x = median_of(one) if batas_x is None else batas_x
    batas_y = median_of(other) if batas_y is None else batas_y
    axes, titles = (axis_of(view, one), axis_of(view, other)), (_title(view, one), _title(view, other))
    rows, tahun, kota = points(view, x, y, batas_x, batas_y), view.tahun, view.wilayah
    counts = quadrant_counts(rows)
    # The finding is the quadrant that needs most; without a direction, the fullest one.
    code = worst_quadrant(*axes) or counts.loc[counts["jumlah"].idxmax(), "kuadran"]
    judul = _("{jumlah} dari {semua} kelurahan: {kuadran}").format(
        jumlah=number(counts.set_index("kuadran")["jumlah"][code]),
        semua=number(counts["jumlah"].sum()),
        kuadran=lower_first(quadrant_name(*axes, code)),
    )
    note = _(
        "Kuadran adalah cara baca umum, bukan kriteria resmi. Nilai tepat pada ambang tidak dihitung tinggi. "
        "Titik kosong: selang 95 % memotong ambang, jadi letaknya belum pasti ({ragu} dari {semua})."
    ).format(ragu=number(counts["jumlah"].sum() - counts["pasti"].sum()), semua=number(counts["jumlah"].sum()))
    frame = quadrant_frame(rows, lokus_codes=listed(view)["kode_kelurahan"])
    caption = Caption(
        judul,
        with_lokus(
            _("{mendatar} dan {tegak} per kelurahan, {kota}, {tahun}").format(
                mendatar=titles[0], tegak=titles[1], kota=kota, tahun=tahun
            ),
            _("belah ketupat jingga: lokus resmi"),
            frame,
        ),
        source_line(pd.concat([one.frame, other.frame])),
        notes(note, _hidden(one, other)),
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
    words = {code: quadrant_name(*axes, code) for code in QUADRANTS}
    return Figure(
        draw_quadrants,
        {"data": mark_choice(view, frame), "ambang": limits, "sudut": corner_frame(counts)},
        caption,
        table=rows.assign(kuadran=rows["kuadran"].map(words).fillna("")),
        file_name=f"kuadran {axes[0].nama} {axes[1].nama} {kota} {tahun}",
        options={"judul_x": titles[0], "judul_y": titles[1], "digits_x": one.digits, "digits_y": other.digits},
        pick=True,
    )


def _title(view: View, measure: Measure) -> str:
    """Name and unit as short as an axis needs them."""
    return f"{short_name(view, measure.kode)} ({_(measure.satuan)})"
