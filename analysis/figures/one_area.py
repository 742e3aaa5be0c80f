"""One kelurahan or kecamatan on the map of its kota: what a batch makes for each of them."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.statistics import compare_to_value
from analysis.figures.masking import level_of
from analysis.figures.measure import Measure, counted_as, measure_of, no_data
from analysis.figures.registry import recipe
from analysis.figures.trends import area_of
from analysis.figures.view import Empty, Figure, View, hidden_note, notes
from analysis.language import _, number, percent
from analysis.output.captions import Caption, has_sample, source_line


def _own(view: View, measure: Measure, kode: str) -> pd.DataFrame:
    """The one row of the area, judged against its kota."""
    level = level_of(kode)
    name, which = counted_as(view, measure.kode)
    rows = view.measured(name, kode_indikator=which, level=level)
    return compare_to_value(rows[rows[f"kode_{level}"] == kode], measure.area["nilai"], measure.polaritas)


def _amount(measure: Measure, value: float) -> str:
    return percent(value) if measure.share else f"{number(value)} {_(measure.satuan)}"


def _finding(view: View, measure: Measure, own: pd.Series, nama: str) -> str:
    """Its own value with interval, and how it stands to the kota."""
    if own.get("disembunyikan"):
        return _("{wilayah}: disembunyikan karena angkanya kecil").format(wilayah=nama)
    if pd.isna(own["nilai"]):
        return _("{wilayah}: tidak ada data").format(wilayah=nama)
    text = _("{wilayah}: {nilai}")
    if pd.notna(own["bawah"]):
        text = _("{wilayah}: {nilai} (selang 95 % {bawah}–{atas})")
    said = text.format(
        wilayah=nama,
        nilai=_amount(measure, own["nilai"]),
        bawah=number(own["bawah"], 1),
        atas=number(own["atas"], 1),
    )
    standing = {
        "lebih_baik": _("lebih baik daripada {kota} ({nilai})"),
        "serupa": _("serupa dengan {kota} ({nilai})"),
        "lebih_buruk": _("lebih buruk daripada {kota} ({nilai})"),
        "lebih_rendah": _("lebih rendah daripada {kota} ({nilai})"),
        "lebih_tinggi": _("lebih tinggi daripada {kota} ({nilai})"),
        # A count has no interval, so it is not judged: it is a part of the kota's.
        "": _("dari {nilai} di {kota}"),
    }[own["putusan95"]]
    if pd.isna(measure.area["nilai"]) or (measure.share and not own["putusan95"]):
        return said
    return (
        said
        + (", " if own["putusan95"] else " ")
        + standing.format(kota=view.wilayah, nilai=_amount(measure, measure.area["nilai"]))
    )


def _marked(frame: pd.DataFrame, kode: str, nama: str, bentuk: str) -> pd.DataFrame:
    """The area outlined and named; a kecamatan has its name in the middle of its kelurahan.

    Circles have no outline to spare, so among them all others step back.
    """
    inside = frame["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)
    marked = frame.assign(terpilih=inside, redup=~inside & (bentuk == "simbol"), lokus=False)
    if inside.sum() > 1:
        middle = frame.loc[inside, ["x", "y"]].mean()
        first = frame.index[inside][0]
        marked = marked.assign(label="", label_x=float("nan"), label_y=float("nan"), dipindah=False)
        marked.loc[first, ["label", "label_x", "label_y"]] = [nama, middle["x"], middle["y"]]
    return marked


@recipe("satu_wilayah", lambda: _("Satu wilayah di peta"), wilayah=("kecamatan", "kelurahan"), indikator=True)
def one_area_figure(view: View, code: str = "") -> Figure | Empty:
    """The smallest area chosen on the map of its kota, outlined and named, with its own value and how it stands."""
    from analysis.output.maps import LOKUS, draw_map, map_frame

    kode = area_of(view)
    if kode == view.kota:
        return Empty(
            _("Belum ada kelurahan atau kecamatan terpilih."),
            _("Pilih satu kelurahan atau kecamatan di {kota}.").format(kota=view.wilayah),
        )
    measure = measure_of(view, code)
    if not measure.known:
        return no_data(view, measure)
    shapes, nama = view.map_shapes(), view.name(kode)
    if level_of(kode) == "kecamatan":
        nama = _("Kecamatan {nama}").format(nama=nama)
    inside = measure.frame["kode_kelurahan"].str.startswith(kode).to_numpy(dtype=bool)
    frame, legend = map_frame(
        measure.frame,
        shapes.titik,
        # Names are placed for what is marked so; the outline of the area is its own.
        lokus_codes=measure.frame.loc[inside, "kode_kelurahan"],
        lingkup=view.kota,
        bentuk=view.peta,
        digits=measure.digits,
        ukuran=view.ukuran,
    )
    own = _own(view, measure, kode)
    if own.empty:
        return no_data(view, measure)
    judul = _finding(view, measure, own.iloc[0], nama)
    caption = Caption(
        judul,
        _("{indikator} per kelurahan, {kota}, {tahun}; ditandai: {wilayah}").format(
            indikator=measure.axis, kota=view.wilayah, tahun=view.tahun, wilayah=nama
        ),
        source_line(measure.frame),
        notes(hidden_note(measure.frame), shapes.catatan),
        _("Peta {kota} dengan {wilayah} ditandai. {temuan}.").format(kota=view.wilayah, wilayah=nama, temuan=judul),
        has_sample(measure.frame),
    )
    return Figure(
        draw_map,
        {"data": _marked(frame, kode, view.name(kode), view.peta), "legenda": legend[legend["kelas"] != LOKUS]},
        caption,
        table=measure.frame,
        file_name=f"{measure.nama} {nama} {view.tahun}",
        options={"judul": measure.axis, "geometri": view.peta, "lingkup": view.kota, **shapes.options},
        pick=True,
    )
