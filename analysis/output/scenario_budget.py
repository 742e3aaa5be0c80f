"""What a budget buys: the frontier of every budget at once, the budget chosen, and other ways to split it.

Trap: a point on the frontier is the best split under the model's assumptions and the unit costs typed in, never "the"
answer; so equal split, split by cases and the split of today always stand in the same picture.
"""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import pandas as pd

from analysis.language import _, number
from analysis.output.labels import place_beside
from analysis.output.marks import lookup_expr, number_text, spoken
from analysis.output.theme import ACCENT, DATA, QUIET, named

SPLITS = ("optimum", "sama_rata", "menurut_kasus", "sekarang")
_LOOKS = (("circle", ACCENT), ("square", QUIET), ("diamond", QUIET), ("triangle-up", QUIET))
_WIDTH = 560  # px of plot for which names are placed


class GoalWords(NamedTuple):
    """How one objective of a budget is told: on its switch, on the axis, below the title, in sentences, in tables."""

    pilihan: str
    sumbu: str
    subjudul: str
    kalimat: str
    harga: str
    berbatas: str
    kolom: dict[str, str]


def goal_words(tujuan: str) -> GoalWords:
    """The words of `tujuan` (kasus | krs). The two are never converted into one another."""
    if tujuan == "krs":
        return GoalWords(
            _("Keluarga keluar dari KRS"),
            _("Keluarga yang keluar dari KRS (simulasi)"),
            _("Keluarga yang keluar dari KRS pada {tahun} menurut biaya {awal}–{akhir}, {wilayah}"),
            _("Dengan {anggaran}, pembagian terbaik membuat {nilai} keluarga keluar dari KRS (simulasi)"),
            _("Di sekitar anggaran ini, satu keluarga lagi berharga {harga}."),
            _(
                "Dengan batasan: {nilai} keluarga keluar dari KRS (simulasi), batas atas {batas}, celah {celah}; tanpa "
                "batasan {bebas}, jadi batasan ini berharga {selisih} keluarga."
            ),
            {
                "dicegah": "keluar_krs",
                "biaya_per_kasus": "biaya_per_keluarga",
                "kasus_hilang": "keluarga_hilang",
            },
        )
    return GoalWords(
        _("Kasus stunting dicegah"),
        _("Kasus yang dicegah (simulasi)"),
        _("Kasus yang dicegah pada {tahun} menurut biaya {awal}–{akhir}, {wilayah}"),
        _("Dengan {anggaran}, pembagian terbaik mencegah {nilai} kasus (simulasi)"),
        _("Di sekitar anggaran ini, satu kasus lagi berharga {harga}."),
        _(
            "Dengan batasan: {nilai} kasus dicegah (simulasi), batas atas {batas}, celah {celah}; tanpa batasan {bebas}, jadi "
            "batasan ini berharga {selisih} kasus."
        ),
        {},
    )


def split_words(tujuan: str = "kasus") -> dict[str, str]:
    """The word of each way to split a budget in the language in use; beside families "cases" are named as stunting."""
    by_cases = _("Menurut kasus stunting") if tujuan == "krs" else _("Menurut kasus")
    words = (_("Pembagian terbaik"), _("Sama rata per balita"), by_cases, _("Pembagian sekarang"))
    return dict(zip(SPLITS, words, strict=True))


def money_unit(rp: float) -> tuple[float, str]:
    """Divisor and name of the unit in which an amount is read: 2.5e9 -> (1e9, "Rp miliar")."""
    for size, name in ((1e12, _("Rp triliun")), (1e9, _("Rp miliar")), (1e6, _("Rp juta"))):
        if rp >= size:
            return size, name
    return 1.0, _("Rp")


def money(rp: float | None) -> str:
    """ "Rp 2,5 miliar" for reading; missing -> "–"."""
    if rp is None or pd.isna(rp):
        return number(None)
    size, name = money_unit(abs(rp))
    unit = name.removeprefix("Rp").strip()
    digits = 0 if size == 1 or abs(rp) >= 100 * size else 1
    return f"Rp\u00a0{number(rp / size, digits)}" + (f"\u00a0{unit}" if unit else "")


def frontier_frame(
    kurva: pd.DataFrame, patokan: pd.DataFrame, satuan: float, *, tinggi: int = 320, tujuan: str = "kasus"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two datasets of `draw_frontier`.

    `kurva`: biaya_rp, dicegah (points of the frontier). `patokan`: cara (one of SPLITS), biaya_rp, dicegah (rows
    without a figure are left out).
    `satuan`: rupiah per unit of the axis. Names of the points are placed so that they do not cover each other.
    """
    line = kurva.assign(biaya=kurva["biaya_rp"] / satuan, nilai=kurva["dicegah"])[["biaya", "nilai"]].astype(float)
    rows = patokan.dropna(subset=["biaya_rp", "dicegah"])
    rows = rows.assign(
        biaya=rows["biaya_rp"] / satuan, nilai=rows["dicegah"], nama=rows["cara"].map(split_words(tujuan))
    )
    points = rows[["cara", "nama", "biaya", "nilai"]].astype({"biaya": float, "nilai": float})
    wide, high = max(line["biaya"].max(), 1e-9), max(line["nilai"].max(), 1e-9)
    across, up = _WIDTH / wide, tinggi / high / 1.05
    order = points["nilai"].to_numpy(dtype=float).argsort()[::-1]
    points = points.iloc[order].reset_index(drop=True)
    drawn = list(zip(line["biaya"] * across, -line["nilai"] * up, strict=True))
    heights = place_beside(points["biaya"] * across, -points["nilai"] * up, list(points["nama"]), avoid=drawn)
    return line, points.assign(posisi=-heights / up)


def draw_frontier(
    frame: pd.DataFrame,
    patokan: pd.DataFrame,
    *,
    judul: str,
    judul_biaya: str,
    tinggi: int = 320,
    tujuan: str = "kasus",
) -> alt.LayerChart:
    """Cost across, gain up: the frontier as a line, the chosen budget and the other splits as named points.

    Datasets "data" and "patokan" from `frontier_frame`. `judul` names the gain, `judul_biaya` the unit of cost.
    """
    words = lookup_expr(split_words(tujuan), "datum.cara")
    texts = {"teks_nilai": number_text("nilai", 0), "teks_biaya": number_text("biaya", 1)}
    x = alt.X("biaya:Q", title=judul_biaya, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=6))
    y = alt.Y("nilai:Q", title=judul, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=6))
    curve = alt.Chart(named(frame)).transform_calculate(**texts)
    curve = curve.transform_calculate(uraian="datum.teks_biaya + ': ' + datum.teks_nilai")
    line = curve.mark_line(color=DATA, aria=False).encode(x=x, y=y)
    tooltip = [alt.Tooltip("teks_biaya:N", title=judul_biaya), alt.Tooltip("teks_nilai:N", title=judul)]
    corners = curve.mark_point(size=60, opacity=0).encode(x=x, y=y, tooltip=tooltip, description=spoken())
    marks = alt.Chart(named(patokan, "patokan")).transform_calculate(**texts, teks_cara=words)
    marks = marks.transform_calculate(uraian="datum.teks_cara + ': ' + datum.teks_nilai")
    shapes, colours = zip(*_LOOKS, strict=True)
    points = marks.mark_point(size=130).encode(
        x=x,
        y=y,
        shape=alt.Shape("cara:N", scale=alt.Scale(domain=SPLITS, range=shapes), legend=None),
        color=alt.Color("cara:N", scale=alt.Scale(domain=SPLITS, range=colours), legend=None),
        tooltip=[alt.Tooltip("teks_cara:N", title=_("Pembagian")), *tooltip],
        description=spoken(),
    )
    names = [
        marks.mark_text(style=style, align="left", dx=14, baseline="middle", aria=False).encode(
            x=x, y=alt.Y("posisi:Q"), text=alt.Text("nama:N")
        )
        for style in ("halo", "nama")
    ]
    budget = marks.transform_filter("datum.cara == 'optimum'").mark_rule(
        color=ACCENT, strokeDash=[2, 3], strokeWidth=1.2, aria=False
    )
    return alt.layer(line, corners, budget.encode(x=x), points, *names).properties(height=tinggi)
