"""Coverage of every service in every area against its target, as one picture.

The trap: for unmet need and unwanted pregnancy less is better, and most indicators have no sourced target. The
picture therefore colours the gap to the target (never the value), leaves what has no target without judgement,
hatches what has no data and dots what is hidden: different things that a plain heat map would all show as "low".
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.convergence.coverage import missed_by
from analysis.language import _, number
from analysis.output.map_layers import DOTS, hatch
from analysis.output.marks import lookup_expr, number_text, quoted, spoken
from analysis.output.theme import ACCENT, BAND, BETTER, GRID, GROUND, INK, QUIET, SEQUENCE, SIMILAR, TEXT, named

# Classes of how many points short of the target, cut on the value as printed.
GAP_LIMITS = (5, 10, 20)
_MET, _NO_TARGET, _NO_DATA, _HIDDEN = "tercapai", "tanpa_target", "tanpa_data", "disembunyikan"
_SHORT = tuple(f"kurang_{place}" for place in range(len(GAP_LIMITS) + 1))
_STATES = (_MET, *_SHORT, _NO_TARGET, _NO_DATA, _HIDDEN)
_COLOURS = (BETTER, *SEQUENCE[1:], BAND, {"expr": "arsir"}, GROUND)
# Below this width of a column in px figures would run into each other; the shade and the symbol stay.
_ROOM_FOR_FIGURE = 23


def _states(rows: pd.DataFrame) -> np.ndarray:
    gap = rows["selisih"].to_numpy(dtype=float)
    short = np.asarray(_SHORT)[np.searchsorted(GAP_LIMITS, np.round(np.nan_to_num(gap)), side="right")]
    missing, untargeted = rows["nilai"].isna().to_numpy(), rows["target"].isna().to_numpy()
    hidden = rows["disembunyikan"].to_numpy(dtype=bool) if "disembunyikan" in rows else np.zeros(len(rows), dtype=bool)
    return np.select([hidden, missing, untargeted, gap <= 0], [_HIDDEN, _NO_DATA, _NO_TARGET, _MET], default=short)


def _cell_texts(rows: pd.DataFrame, state: np.ndarray) -> list[str]:
    """Points short of the target; the coverage itself where there is no target; nothing where met or missing."""
    shown = np.where(state == _NO_TARGET, rows["nilai"], rows["selisih"]).astype(float)
    return [
        "" if kind in (_MET, _NO_DATA, _HIDDEN) else "<1" if round(value) < 1 and kind != _NO_TARGET else number(value)
        for kind, value in zip(state, shown, strict=True)
    ]


def _target_text(row) -> str:
    if pd.isna(row.target):
        return ""
    sign = "≤" if row.polaritas == "turun_baik" else "≥"
    return f"{sign} {number(row.target, int(row.target != round(row.target)))}"


def _columns(matrix: pd.DataFrame, by_missed: bool) -> pd.DataFrame:
    """The indicators in reading order, each with its heading; `awal` where another group of indicators begins."""
    columns = matrix.drop_duplicates("kode_indikator")
    if by_missed:
        order = missed_by(matrix, "kode_indikator").sort_values(ascending=False, kind="stable").index
        columns = columns.set_index("kode_indikator").loc[order].reset_index()
    rows = list(columns.itertuples())
    targets = [_target_text(row) for row in rows]
    return pd.DataFrame(
        {
            "kode_indikator": columns["kode_indikator"].to_numpy(),
            "judul_kolom": [
                _(row.nama_pendek) + (f"  {text}" if text else "") for row, text in zip(rows, targets, strict=True)
            ],
            "nama_indikator": [_(row.nama_indikator) for row in rows],
            "kelompok": [_(row.kelompok) for row in rows],
            "teks_target": [text or _("belum ada target bersumber") for text in targets],
            "awal": (columns["kelompok"] != columns["kelompok"].shift()).to_numpy() & (not by_missed),
        }
    )


def _rows(matrix: pd.DataFrame, key: str, by_missed: bool, lokus_codes) -> pd.DataFrame:
    """The areas in reading order; two of the same name carry their code."""
    rows = matrix.drop_duplicates(key)[[key, "nama"]].set_index(key)
    rows["terlewat"] = missed_by(matrix, key)
    if by_missed:
        rows = rows.sort_values("terlewat", ascending=False, kind="stable", na_position="last")
    rows = rows.rename_axis("kode_kelurahan").reset_index()
    twice = rows["nama"].duplicated(keep=False)
    rows["nama"] = rows["nama"].where(~twice, rows["nama"] + " " + rows["kode_kelurahan"])
    return rows.assign(lokus=rows["kode_kelurahan"].isin(list(lokus_codes)))


def heat_frame(
    matrix: pd.DataFrame,
    *,
    key: str = "kode_kelurahan",
    rows_by_missed: bool = False,
    columns_by_missed: bool = False,
    lokus_codes=(),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The three datasets of `draw_heat` from `coverage.coverage_matrix`.

    key: the column with the code of an area. Order of rows and columns as listed, or most people missed first.
    Returns (data, baris, kolom). data: kode_kelurahan (the area's code, whatever its level), kode_indikator, keadaan,
    teks_sel, nilai, bawah, atas, selisih, terlewat. baris: kode_kelurahan, nama, terlewat, lokus. kolom:
    kode_indikator, judul_kolom, nama_indikator, kelompok, teks_target, awal.
    """
    state = _states(matrix)
    figures = matrix[["nilai", "bawah", "atas", "selisih"]].round(1)
    data = pd.DataFrame(
        {
            "kode_kelurahan": matrix[key].to_numpy(),
            "kode_indikator": matrix["kode_indikator"].to_numpy(),
            "keadaan": state,
            "teks_sel": _cell_texts(matrix, state),
            **{name: figures[name].to_numpy(dtype=float) for name in figures},
            "terlewat": matrix["terlewat"].to_numpy(dtype=float),
        }
    )
    return data, _rows(matrix, key, rows_by_missed, lokus_codes), _columns(matrix, columns_by_missed)


def state_words() -> dict[str, str]:
    """The legend: met, short by how many points, no sourced target, no data."""
    starts = (1, *GAP_LIMITS)
    short = [
        _("kurang {dari}–{sampai} poin").format(dari=a, sampai=b - 1) for a, b in zip(starts, GAP_LIMITS, strict=False)
    ]
    short[0] = _("kurang dari {batas} poin lagi").format(batas=GAP_LIMITS[0])
    words = [_("target tercapai"), *short, _("kurang {dari} poin atau lebih").format(dari=GAP_LIMITS[-1])]
    return dict(
        zip(
            _STATES,
            [*words, _("tanpa target: cakupan (%)"), _("tidak ada data"), _("disembunyikan (angka kecil)")],
            strict=True,
        )
    )


def _of(dataset: str, key: str, field: str) -> str:
    """Vega expression: `field` of the row of a dataset whose `key` is the label's value."""
    return f"(data('{dataset}')[indexof(pluck(data('{dataset}'), '{key}'), datum.value)] || {{}}).{field}"


def draw_heat(
    data: pd.DataFrame, baris: pd.DataFrame, kolom: pd.DataFrame, *, langkah: int = 21, tersembunyi: bool = False
) -> alt.LayerChart:
    """Areas down, indicators across; shade = points short of the target, figure = those points.

    Datasets "data", "baris" (optional bool terpilih: the row chosen elsewhere) and "kolom" from `heat_frame`.
    A triangle marks a target met, a grey cell with the coverage itself an indicator without sourced target, a
    hatched cell missing data; `tersembunyi`: a cell of grey dots is hidden. A click selects the row (`pilih`).
    """
    x, y = _across(), _down()
    rows = alt.Chart(named(baris, "baris"))
    heads = alt.Chart(named(kolom, "kolom"))
    base = _with_words(alt.Chart(named(data)), baris, kolom)
    layers = [
        rows.mark_point(opacity=0, size=0, aria=False).encode(y=y),
        heads.mark_point(opacity=0, size=0, aria=False).encode(x=x),
        _cells(base, x, y, tersembunyi),
        *([_dots(base, x, y)] if tersembunyi else []),
        base.transform_filter(f"datum.keadaan == '{_MET}'")
        .mark_point(shape="triangle-up", color=BETTER, size=42, aria=False)
        .encode(x=x, y=y),
        _figures(base, x, y),
        heads.transform_filter("datum.awal")
        .mark_rule(color=TEXT, strokeWidth=1.2, aria=False)
        .encode(x=alt.X("kode_indikator:N", sort=None, bandPosition=0), y=alt.value(0), y2=alt.value("height")),
        rows.transform_filter("datum.terpilih")
        .mark_rect(fill=None, stroke=TEXT, strokeWidth=2.4, aria=False)
        .encode(y=y, x=alt.value(0), x2=alt.value("width")),
    ]
    picture = alt.layer(*layers).add_params(hatch(4, 0.3)).properties(height=alt.Step(langkah))
    return picture.resolve_scale(color="independent")


def _across() -> alt.X:
    axis = alt.Axis(
        orient="top",
        labelAngle=-90,
        labelLimit=230,
        labelColor=TEXT,
        grid=False,
        labelOverlap="greedy",
        labelExpr=_of("kolom", "kode_indikator", "judul_kolom"),
    )
    return alt.X("kode_indikator:N", sort=None, title=None, axis=axis, scale=alt.Scale(padding=0))


def _down() -> alt.Y:
    axis = alt.Axis(
        grid=False,
        labelExpr=_of("baris", "kode_kelurahan", "nama"),
        labelColor={"expr": f"{_of('baris', 'kode_kelurahan', 'lokus')} ? '{ACCENT}' : '{TEXT}'"},
        labelFontWeight={"expr": f"{_of('baris', 'kode_kelurahan', 'lokus')} ? 600 : 400"},
        labelLimit={"expr": "containerSize()[0] < 500 ? 96 : 300"},
        labelOverlap=False,
    )
    return alt.Y("kode_kelurahan:N", sort=None, title=None, axis=axis, scale=alt.Scale(padding=0))


def _with_words(chart: alt.Chart, baris: pd.DataFrame, kolom: pd.DataFrame) -> alt.Chart:
    """The cells with the names of their row and column and their figures as text."""
    area = alt.LookupData(named(baris, "baris"), "kode_kelurahan", ["nama"])
    head = alt.LookupData(named(kolom, "kolom"), "kode_indikator", ["nama_indikator", "kelompok", "teks_target"])
    gap = number_text("selisih", 1)
    met = f"datum.keadaan == '{_MET}'"
    return (
        chart.transform_lookup(lookup="kode_kelurahan", from_=area)
        .transform_lookup(lookup="kode_indikator", from_=head)
        .transform_calculate(
            teks_nilai=f"isValid(datum.nilai) ? {number_text('nilai', 1)} : datum.keadaan == '{_HIDDEN}' ? "
            f"{quoted(_('disembunyikan (angka kecil)'))} : {quoted(_('tidak ada data'))}",
            teks_selang=f"isValid(datum.bawah) ? {number_text('bawah', 1)} + '–' + {number_text('atas', 1)} : '–'",
            teks_selisih=f"{met} ? {quoted(_('tercapai'))} : isValid(datum.selisih) ? {gap} : '–'",
            teks_terlewat=number_text("terlewat"),
        )
        .transform_calculate(
            uraian="datum.nama + ', ' + datum.nama_indikator + ': ' + datum.teks_nilai + ', ' + "
            + lookup_expr(state_words(), "datum.keadaan")
        )
    )


def _dots(base: alt.Chart, x: alt.X, y: alt.Y) -> alt.Chart:
    shown = base.transform_filter(f"datum.keadaan == '{_HIDDEN}'")
    return shown.mark_point(shape=DOTS, filled=True, color=SIMILAR, size=90, aria=False).encode(x=x, y=y)


def _cells(base: alt.Chart, x: alt.X, y: alt.Y, tersembunyi: bool) -> alt.Chart:
    words = state_words()
    shown = len(_STATES) - (not tersembunyi)
    square = f"datum.value == '{_MET}' ? 'triangle-up' : 'square'"
    legend = alt.Legend(
        title=_("Poin menuju target"),
        orient="top",
        direction="horizontal",
        titleOrient="top",
        columns={"expr": "width > 1020 ? 7 : width > 520 ? 4 : width > 340 ? 2 : 1"},
        labelExpr=lookup_expr(words, "datum.value"),
        symbolType={"expr": f"datum.value == '{_HIDDEN}' ? '{DOTS}' : {square}" if tersembunyi else square},
        symbolStrokeColor={"expr": f"datum.value == '{_MET}' ? '{BETTER}' : '{GRID}'"},
    )
    tooltip = [
        alt.Tooltip("nama:N", title=_("Wilayah")),
        alt.Tooltip("nama_indikator:N", title=_("Indikator")),
        alt.Tooltip("kelompok:N", title=_("Kelompok")),
        alt.Tooltip("teks_nilai:N", title=_("Cakupan (%)")),
        alt.Tooltip("teks_selang:N", title=_("Selang 95 %")),
        alt.Tooltip("teks_target:N", title=_("Target")),
        alt.Tooltip("teks_selisih:N", title=_("Selisih ke target (poin)")),
        alt.Tooltip("teks_terlewat:N", title=_("Sasaran terlewat")),
    ]
    scale = alt.Scale(domain=list(_STATES[:shown]), range=list(_COLOURS[:shown]))
    return (
        base.mark_rect(stroke=GRID, strokeWidth=0.8)
        .encode(
            x=x,
            y=y,
            # The symbol carries the colour of a target met; its cell stays white, so that the eye goes to the gaps.
            fill=alt.condition(
                f"datum.keadaan == '{_MET}'", alt.value(GROUND), alt.Fill("keadaan:N", scale=scale, legend=legend)
            ),
            tooltip=tooltip,
            description=spoken(),
        )
        .add_params(alt.selection_point(name="pilih", fields=["kode_kelurahan"]))
        .properties(name="sel_cakupan")
    )


def _figures(base: alt.Chart, x: alt.X, y: alt.Y) -> alt.Chart:
    return (
        base.transform_filter("datum.teks_sel != ''")
        .mark_text(baseline="middle", aria=False, opacity={"expr": f"bandwidth('x') < {_ROOM_FOR_FIGURE} ? 0 : 1"})
        .encode(
            x=x,
            y=y,
            text=alt.Text("teks_sel:N"),
            color=alt.when(f"datum.keadaan == '{_SHORT[-1]}'")
            .then(alt.value(GROUND))
            .when(f"datum.keadaan == '{_SHORT[-2]}'")
            .then(alt.value(INK))
            .when(f"datum.keadaan == '{_NO_TARGET}'")
            .then(alt.value(QUIET))
            .otherwise(alt.value(TEXT)),
        )
    )
