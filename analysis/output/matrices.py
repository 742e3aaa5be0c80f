"""Years across, kelurahan or aksi down: lokus history and the letters of the yearly review.

Two traps. A kelurahan missing from a list whose names were not published has not left: that year is
unknown. And the frame of the review changed in 2025: aksi of different frames are different rows, so
that no line of letters runs across the break.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.marks import LINES, lookup_expr, quoted, spoken, two_lines
from analysis.output.theme import ACCENT, BAND, DATA, GRID, GROUND, HATCH, INK, QUIET, SEQUENCE, TEXT, named

# Symbol and colour of each status; filled = on the list that year.
_STATUS = {
    "masuk": ("triangle-right", ACCENT),
    "bertahan": ("circle", ACCENT),
    "kembali": ("M-1,-.9L.1,0L-1,.9ZM0,-.9L1.1,0L0,.9Z", ACCENT),
    "tercatat": ("square", ACCENT),
    "keluar": ("M-.9,-.65L-.65,-.9L0,-.25L.65,-.9L.9,-.65L.25,0L.9,.65L.65,.9L0,.25L-.65,.9L-.9,.65L-.25,0Z", QUIET),
    "beda_sumber": ("diamond", DATA),
    "belum_diketahui": ("M-1,-.22L1,-.22L1,.22L-1,.22Z", HATCH),
}
_LETTERS = ("A", "B", "C", "D")


def status_words() -> dict[str, str]:
    """The word of each lokus status in the language in use."""
    words = (
        _("masuk"),
        _("bertahan"),
        _("kembali"),
        _("tercatat, tanpa daftar sebelumnya"),
        _("keluar"),
        _("berbeda antarsumber"),
        _("nama belum diketahui"),
    )
    return dict(zip(_STATUS, words, strict=True))


def _years(padding: float = 0) -> alt.X:
    short = "containerSize()[0] < 440 ? '\u2019' + slice(datum.label, -2) : datum.label"
    axis = alt.Axis(orient="top", labelAngle=0, grid=False, labelExpr=short)
    return alt.X("tahun:O", title=None, axis=axis, scale=alt.Scale(padding=padding))


def draw_history(frame: pd.DataFrame, *, langkah: int = 30) -> alt.LayerChart:
    """Lokus history: kelurahan down, years across, one symbol per status.

    Dataset "data" (lokus.lokus_status): kode_kelurahan, nama, tahun, status ("" draws nothing), versi, plus
    optional urutan (reading order of the rows) and terpilih. Click = `pilih`.
    """
    words = status_words()
    base = alt.Chart(named(frame)).transform_calculate(teks_status=lookup_expr(words, "datum.status"))
    base = base.transform_calculate(uraian="datum.nama + ', ' + datum.tahun + ': ' + (datum.teks_status || '–')")
    order = alt.EncodingSortField("urutan", op="min")
    y = alt.Y("nama:N", sort=order, title=None, axis=alt.Axis(grid=True, zindex=0), scale=alt.Scale(padding=0))
    x = _years()
    tooltip = [
        alt.Tooltip("nama:N", title=_("Kelurahan")),
        alt.Tooltip("tahun:O", title=_("Tahun")),
        alt.Tooltip("teks_status:N", title=_("Status")),
        alt.Tooltip("versi:N", title=_("Versi daftar")),
    ]
    cells = (
        base.mark_rect()
        .encode(
            x=x,
            y=y,
            color=alt.condition("datum.terpilih", alt.value(BAND), alt.value("transparent")),
            tooltip=tooltip,
            description=spoken(),
        )
        .add_params(alt.selection_point(name="pilih", fields=["kode_kelurahan"]))
        .properties(name="sel")
    )
    shapes, colours = zip(*_STATUS.values(), strict=True)
    legend = alt.Legend(
        title=None,
        orient="bottom",
        direction="horizontal",
        columns={"expr": "width > 620 ? 4 : width > 320 ? 2 : 1"},
        labelExpr=lookup_expr(words, "datum.value"),
    )
    marks = (
        base.transform_filter("datum.status != ''")
        .mark_point(size=130, aria=False)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("status:N", scale=alt.Scale(domain=list(_STATUS), range=shapes), legend=legend),
            color=alt.Color("status:N", scale=alt.Scale(domain=list(_STATUS), range=colours), legend=legend),
        )
    )
    return alt.layer(cells, marks).properties(height=alt.Step(langkah))


_PHONE = "(containerSize()[0] < 440)"
# A page of a template may leave a row less than two lines need; a name is then cut instead of running into the next one.
_FLAT = f"(bandwidth('y') < 30 && !{_PHONE})"
_ONE_LINE = "truncate(replace(datum.label, '\\n', ' '), 36)"


def review_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `draw_review`: adds urutan_baris and a heading row per frame, so the break is visible.

    `frame`: kerangka ("aksi8" | "aksi6"), nama_kerangka, urutan, nama, tahun, huruf ("" = no letter).
    """
    rows = frame.sort_values(["tahun", "urutan"], ignore_index=True)
    rows = rows.assign(nama=[two_lines(name) for name in rows["nama"]])
    frames = rows.drop_duplicates("kerangka")[["kerangka", "nama_kerangka"]]
    places = {kerangka: place for place, kerangka in enumerate(frames["kerangka"])}
    rows = rows.assign(judul=False, urutan_baris=rows["kerangka"].map(places) * 100 + rows["urutan"])
    years = rows.drop_duplicates(["kerangka", "tahun"])[["kerangka", "tahun"]]
    heads = frames.merge(years, on="kerangka").rename(columns={"nama_kerangka": "nama"})
    heads = heads.assign(
        nama=[two_lines(name) for name in heads["nama"]],
        judul=True,
        huruf="",
        urutan_baris=heads["kerangka"].map(places) * 100 - 1.0,
    )
    return pd.concat([rows, heads], ignore_index=True).sort_values(["urutan_baris", "tahun"], ignore_index=True)


def draw_review(frame: pd.DataFrame, *, langkah: int = 34) -> alt.LayerChart:
    """Letters of the review: aksi down, years across; the frames stand apart under their own heading.

    Dataset "data" from `review_frame`: nama, tahun, huruf (A-D, a class, or "" = not assessed), judul (heading
    row), urutan_baris.
    """
    base = alt.Chart(named(frame))
    heading = "(data('data')[indexof(pluck(data('data'), 'nama'), datum.value)] || {}).judul"
    axis = alt.Axis(
        grid=False,
        labelExpr=f"{_FLAT} ? {_ONE_LINE} : {LINES.labelExpr}",
        labelOffset=alt.condition(
            f"indexof(datum.value, '\\n') > 0 && !{_PHONE} && !{_FLAT}", alt.value(-8), alt.value(0)
        ),
        labelFontWeight={"expr": f"{heading} ? 700 : 400"},
    )
    order = alt.EncodingSortField("urutan_baris", op="min")
    y = alt.Y("nama:N", sort=order, title=None, axis=axis, scale=alt.Scale(padding=0.06))
    x = _years(0.06)
    known = f"indexof({list(_LETTERS)}, datum.huruf) >= 0"
    cells = (
        base.transform_filter("!datum.judul")
        .transform_calculate(
            teks_huruf=f"datum.huruf || {quoted(_('belum dinilai'))}",
        )
        .transform_calculate(uraian="datum.nama + ', ' + datum.tahun + ': ' + datum.teks_huruf")
        .mark_rect(cornerRadius=3, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            fill=alt.when(known)
            .then(alt.Fill("huruf:N", scale=alt.Scale(domain=_LETTERS, range=SEQUENCE[:0:-1]), legend=None))
            .otherwise(alt.value(GROUND)),
            stroke=alt.condition(known, alt.value(GROUND), alt.value(GRID)),
            tooltip=[
                alt.Tooltip("nama:N", title=_("Aksi")),
                alt.Tooltip("tahun:O", title=_("Tahun")),
                alt.Tooltip("teks_huruf:N", title=_("Huruf")),
            ],
            description=spoken(),
        )
    )
    letters = (
        base.transform_filter("!datum.judul")
        .transform_calculate(isi="datum.huruf || '–'")
        .mark_text(style="angka", baseline="middle", aria=False)
        .encode(
            x=x,
            y=y,
            text=alt.Text("isi:N"),
            color=alt.when("datum.huruf == 'A'")
            .then(alt.value(GROUND))
            .when("datum.huruf == 'B'")
            .then(alt.value(INK))
            .when("datum.huruf == ''")
            .then(alt.value(QUIET))
            .otherwise(alt.value(TEXT)),
        )
    )
    lines = base.transform_filter("datum.judul").mark_rule(color=TEXT, strokeWidth=1.2, aria=False)
    lines = lines.encode(x=alt.value(0), x2=alt.value("width"), y=alt.Y("nama:N", sort=order, bandPosition=1))
    return alt.layer(cells, letters, lines).properties(height=alt.Step(langkah))
