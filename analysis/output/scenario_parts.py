"""What a simulated result is made of: trend and levers, the children a plan has reached, the assumptions that matter.

Trap: the trend is an assumption about the world, not something the plan buys, so it never shares a colour or a row with
a lever. And a plan reaches children by the year of their birth: who was born before it stays as he is.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.language import _
from analysis.output.cells import tone_expr, toned_cells, words_in_cells
from analysis.output.map_layers import hatch
from analysis.output.marks import LINES, lookup_expr, number_text, quoted, spoken, two_lines
from analysis.output.theme import DATA, GROUND, HATCH, QUIET, TEXT, named

_KINDS = ("tren", "tuas", "sisa", "jumlah")
SMALLEST = 0.005  # an assumption that explains less is not drawn
LEVELS = ("awal", "akhir")  # rows of a waterfall that are levels, not changes


def kind_words() -> dict[str, str]:
    """The word of each kind of step in the language in use."""
    words = (_("tren (asumsi)"), _("tuas"), _("interaksi dan pembulatan"), _("jumlah perubahan"))
    return dict(zip(_KINDS, words, strict=True))


def waterfall_frame(tuas: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Rows of `draw_waterfall`: the trend, each lever from the largest, what is left, and their sum.

    `tuas`: komponen ("tren", lever codes, "sisa"; "awal" and "akhir" are levels and left out) and nilai (change in
    percentage points). names: lever -> name.
    """
    words = {"tren": _("Tren tanpa rencana"), "sisa": _("Interaksi dan pembulatan"), "jumlah": _("Jumlah perubahan")}
    rows = tuas[~tuas["komponen"].isin(LEVELS)].dropna(subset=["nilai"])
    rows = rows.reindex(columns=["komponen", "nilai", "bawah", "atas"]).reset_index(drop=True)
    kind = rows["komponen"].where(rows["komponen"].isin(["tren", "sisa"]), "tuas")
    order = kind.map({"tren": 0, "tuas": 1, "sisa": 2})
    rows = rows.assign(jenis=kind, _o=order).sort_values(["_o", "nilai"], ignore_index=True).drop(columns="_o")
    # A remainder that no figure shows would only ask for an explanation.
    rows = rows[~((rows["jenis"] == "sisa") & (rows["nilai"].abs() < 0.005)).to_numpy()].reset_index(drop=True)
    end = rows["nilai"].cumsum()
    rows = rows.assign(mulai=(end - rows["nilai"]).astype(float), akhir=end.astype(float))
    if len(rows):
        total = float(rows["nilai"].sum())
        last = {"komponen": "jumlah", "nilai": total, "jenis": "jumlah", "mulai": 0.0, "akhir": total}
        rows = pd.concat([rows, pd.DataFrame([last])], ignore_index=True)
    named_rows = [two_lines(words.get(code) or names.get(code, code)) for code in rows["komponen"]]
    return rows.assign(nama=named_rows, urutan=np.arange(len(rows), dtype=float))


def draw_waterfall(frame: pd.DataFrame, *, judul: str, digits: int = 2, langkah: int = 40) -> alt.LayerChart:
    """Change by component, each starting where the one above ended; trend, levers and sum told apart by look and name.

    Dataset "data" from `waterfall_frame`: komponen, nama, jenis, nilai, mulai, akhir, urutan. `judul`: unit of change.
    """
    sign = f"(datum.nilai >= {0.5 * 10**-digits} ? '+' : '') + {number_text('nilai', digits)}"
    span = f"{number_text('bawah', digits)} + ' – ' + {number_text('atas', digits)}"
    base = alt.Chart(named(frame)).transform_calculate(
        teks_nilai=sign,
        teks_selang=f"isValid(datum.bawah) && isValid(datum.atas) ? {span} : '–'",
        teks_jenis=lookup_expr(kind_words(), "datum.jenis"),
        tepi="max(datum.mulai, datum.akhir)",
    )
    base = base.transform_calculate(uraian="datum.nama + ' (' + datum.teks_jenis + '): ' + datum.teks_nilai")
    y = alt.Y(
        "nama:N",
        sort=alt.EncodingSortField("urutan", op="min"),
        title=None,
        axis=LINES,
        scale=alt.Scale(padding=0.28),
    )
    x = alt.X("mulai:Q", title=judul, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=6))
    words = lookup_expr(kind_words(), "datum.value")
    columns = {"expr": "width < 420 ? 1 : 4"}
    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=columns, labelExpr=words, symbolType="square"
    )
    fill = alt.Fill("jenis:N", scale=alt.Scale(domain=_KINDS, range=[GROUND, DATA, HATCH, TEXT]), legend=legend)
    stroke = alt.Stroke("jenis:N", scale=alt.Scale(domain=_KINDS, range=[QUIET, DATA, HATCH, TEXT]), legend=legend)
    bars = base.mark_bar(strokeWidth=1.4).encode(
        x=x,
        x2=alt.X2("akhir:Q"),
        y=y,
        fill=fill,
        stroke=stroke,
        tooltip=[
            alt.Tooltip("nama:N", title=_("Komponen")),
            alt.Tooltip("teks_jenis:N", title=_("Jenis")),
            alt.Tooltip("teks_nilai:N", title=judul),
            alt.Tooltip("teks_selang:N", title=_("Rentang 90 % simulasi")),
        ],
        description=spoken(),
    )
    figures = base.mark_text(style="nama", align="left", dx=6, baseline="middle", aria=False)
    return alt.layer(bars, figures.encode(x=alt.X("tepi:Q"), y=y, text=alt.Text("teks_nilai:N"))).properties(
        height=alt.Step(langkah)
    )


def draw_lag(frame: pd.DataFrame, *, langkah: int = 38) -> alt.LayerChart:
    """Years across, ages down; in each cell how much of the plan's final reach the children of that age have had.

    Dataset "data": tahun, umur (0..4), terjangkau (0..1; missing = unknown, hatched). A cohort moves down one row a year.
    """
    age = quoted(" " + _("tahun"))
    base = alt.Chart(named(frame)).transform_calculate(
        kelas=tone_expr("terjangkau", (0.005, 0.25, 0.5, 0.75)),
        teks_tahun="format(datum.tahun, '.0f')",
        teks_umur=f"format(datum.umur, '.0f') + {age}",
        teks_lahir="format(datum.tahun - datum.umur, '.0f')",
        teks_nilai=f"isValid(datum.terjangkau) ? format(datum.terjangkau, '.0%') : {quoted(_('tidak ada data'))}",
    )
    base = base.transform_calculate(uraian="datum.teks_tahun + ', ' + datum.teks_umur + ': ' + datum.teks_nilai")
    x = alt.X("teks_tahun:N", title=None, axis=alt.Axis(orient="top", grid=False, labelAngle=0))
    y = alt.Y(
        "teks_umur:N",
        title=_("Umur balita"),
        sort=alt.EncodingSortField("umur", op="min"),
        axis=alt.Axis(grid=False),
        scale=alt.Scale(padding=0.06),
    )
    cells = toned_cells(
        base,
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("teks_tahun:N", title=_("Tahun")),
            alt.Tooltip("teks_umur:N", title=_("Umur balita")),
            alt.Tooltip("teks_lahir:N", title=_("Lahir")),
            alt.Tooltip("teks_nilai:N", title=_("Terjangkau rencana")),
        ],
    )
    texts = words_in_cells(base, x=x, y=y, text="teks_nilai:N")
    return alt.layer(cells, texts).add_params(hatch()).properties(height=alt.Step(langkah))


def tornado_frame(pendorong: pd.DataFrame, most: int = 10) -> pd.DataFrame:
    """Rows of `draw_tornado`: the assumptions that explain most, from the largest. `arah`: sign of the correlation."""
    rows = pendorong.dropna(subset=["r2"]).sort_values("r2", ascending=False).head(most)
    rows = rows[(rows["r2"] >= SMALLEST).to_numpy(dtype=bool)].reset_index(drop=True)
    sign = pd.to_numeric(rows["arah"], errors="coerce").fillna(0)
    rows = rows.assign(nama=[two_lines(name) for name in rows["nama"]])
    return rows.assign(tanda=np.sign(sign).astype(float), nilai=100 * rows["r2"].astype(float), urutan=rows.index + 0.0)


def outcome_words(hasil: str) -> dict[str, str]:
    """What a larger assumption does to an outcome ("prevalensi" | "dicegah"), by sign."""
    if hasil == "prevalensi":
        return {"1": _("▲ prevalensi lebih tinggi"), "-1": _("▼ prevalensi lebih rendah"), "0": ""}
    return {"1": _("▲ lebih banyak dicegah"), "-1": _("▼ lebih sedikit dicegah"), "0": ""}


def draw_tornado(frame: pd.DataFrame, *, judul: str, hasil: str = "prevalensi", langkah: int = 40) -> alt.LayerChart:
    """Which assumption matters most: bars of the squared rank correlation (per 100) from zero, with its direction.

    Dataset "data" from `tornado_frame`: nama, nilai, tanda (+1, -1, 0), urutan. `judul` says what is explained, `hasil`
    ("prevalensi" | "dicegah") names the outcome.
    """
    words = outcome_words(hasil)
    base = alt.Chart(named(frame)).transform_calculate(
        teks_nilai=number_text("nilai", 0), teks_arah=lookup_expr(words, "datum.tanda")
    )
    base = base.transform_calculate(
        isi="datum.teks_nilai + (datum.teks_arah ? ' ' + (containerSize()[0] < 440 ? slice(datum.teks_arah, 0, 1) : datum.teks_arah) : '')",
        uraian="datum.nama + ': ' + datum.teks_nilai + ' ' + datum.teks_arah",
    )
    y = alt.Y(
        "nama:N",
        sort=alt.EncodingSortField("urutan", op="min"),
        title=None,
        axis=LINES,
        scale=alt.Scale(padding=0.3),
    )
    x = alt.X("nilai:Q", title=judul, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=5))
    bars = base.mark_bar(color=DATA).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("nama:N", title=_("Asumsi")),
            alt.Tooltip("teks_nilai:N", title=judul),
            alt.Tooltip("teks_arah:N", title=_("Bila asumsi ini lebih besar")),
        ],
        description=spoken(),
    )
    ends = base.mark_text(align="left", dx=6, baseline="middle", aria=False)
    return alt.layer(bars, ends.encode(x=x, y=y, text=alt.Text("isi:N"))).properties(height=alt.Step(langkah))
