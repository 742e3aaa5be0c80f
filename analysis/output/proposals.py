"""Pictures of a simulated proposal of lokus: ranks with their intervals, and ranks by source side by side.

The trap: a list of k names looks certain. So every rank carries the interval of the draws and the share of them in
which the kelurahan is among the first k, as a figure beside the row; the picture goes on below the limit, because
who may enter belongs to the decision. What an official list says is a shape, not a colour alone.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _
from analysis.output.map_layers import hatch
from analysis.output.marks import interval, lookup_expr, number_text, quoted, reference, spoken, with_texts
from analysis.output.theme import ACCENT, BAND, DATA, GRID, GROUND, QUIET, TEXT, named

_LISTED = {
    "semua": ("square", ACCENT),
    "sebagian": ("diamond", ACCENT),
    "tidak": ("circle", DATA),
    "": ("circle", DATA),
}
_NARROW = 330  # pixels of plot below which a cell has room for the rank only


def listed_words() -> dict[str, str]:
    """The word of each `resmi` in the language in use."""
    words = (
        _("di semua daftar resmi"),
        _("di sebagian daftar resmi"),
        _("bukan lokus resmi"),
        _("daftar resmi tidak diketahui"),
    )
    return dict(zip(_LISTED, words, strict=True))


def certainty_words() -> dict[str, str]:
    """The word of each `kepastian` in the language in use."""
    return {"kuat": _("kuat"), "tepi": _("di tepi"), "bisa": _("bisa masuk"), "luar": ""}


def proposal_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `Proposal.rows` as `draw_proposal` reads them: the rank is the value, its interval bawah and atas."""
    ranks = {"nilai": rows["peringkat"], "bawah": rows["peringkat_bawah"], "atas": rows["peringkat_atas"]}
    return rows.assign(**ranks, urutan=range(len(rows)))


def limit_frame(k: int) -> pd.DataFrame:
    """The line between the proposed and the rest, with its name: `nilai, nama`."""
    return pd.DataFrame({"nilai": [k + 0.5], "nama": [_("batas {k} besar").format(k=k)]})


def draw_proposal(frame: pd.DataFrame, acuan: pd.DataFrame, *, judul: str, langkah: int = 28) -> alt.LayerChart:
    """Rank of each kelurahan with the interval of the draws; at the right the percent of draws among the first k.

    Datasets: "data" from `proposal_frame` (kode_kelurahan, nama, nilai, bawah, atas, n, urutan, skor, pct_masuk,
    kepastian, resmi, optional terpilih); "acuan" from `limit_frame`. `judul` names the rank. Click = `pilih`.
    """
    words = {code: word for code, word in certainty_words().items() if word}
    base = with_texts(alt.Chart(named(frame)), 0).transform_calculate(
        teks_pct="isValid(datum.pct_masuk) ? format(datum.pct_masuk / 100, '.0%') : '–'",
        teks_skor=number_text("skor", 0),
        teks_resmi=lookup_expr(listed_words(), "datum.resmi"),
        teks_kepastian=lookup_expr(words, "datum.kepastian"),
    )
    base = base.transform_calculate(
        teks_kanan="datum.teks_pct + (!(containerSize()[0] < 440) && datum.teks_kepastian ? ' · ' + datum.teks_kepastian : '')",
        uraian="datum.uraian + ', ' + datum.teks_pct + ', ' + datum.teks_resmi",
    )
    y = alt.Y("nama:N", sort=alt.EncodingSortField("urutan", op="min"), title=None, axis=alt.Axis(grid=False))
    tooltip = _tooltip(judul)
    chosen = alt.condition("datum.terpilih", alt.value(BAND), alt.value("transparent"))
    rows = base.mark_rect(aria=False).encode(y=y, color=chosen, tooltip=tooltip)
    rows = rows.add_params(alt.selection_point(name="pilih", fields=["kode_kelurahan"])).properties(name="baris")
    scale = alt.Scale(zero=False, nice=False, domainMin=0.5)
    x = alt.X(
        "nilai:Q",
        title=judul,
        scale=scale,
        axis=alt.Axis(tickCount=6, tickMinStep=1, format="d", labelExpr="datum.value < 1 ? '' : datum.label"),
    )
    dots = base.mark_point(size=110).encode(
        x=x,
        y=y,
        **_listed(),
        tooltip=tooltip,
        description=spoken(),
    )
    layers = [rows, *reference(acuan), interval(base, y), dots, *_shares(base, y)]
    return alt.layer(*layers).properties(height=alt.Step(langkah)).resolve_scale(color="independent")


def _listed() -> dict[str, alt.Shape | alt.Color]:
    """Shape and colour of what the official lists say, with one legend below, clear of the limit's name."""
    shapes, colours = zip(*_LISTED.values(), strict=True)
    by_code = {code: shape for code, (shape, _colour) in _LISTED.items()}
    legend = alt.Legend(
        title=None,
        orient="bottom",
        direction="horizontal",
        columns={"expr": "width < 420 ? 1 : 3"},
        values=["semua", "sebagian", "tidak"],
        labelExpr=lookup_expr(listed_words(), "datum.value"),
        symbolType={"expr": lookup_expr(by_code, "datum.value")},
    )
    return {
        "shape": alt.Shape("resmi:N", scale=alt.Scale(domain=list(_LISTED), range=shapes), legend=None),
        "color": alt.Color("resmi:N", scale=alt.Scale(domain=list(_LISTED), range=colours), legend=legend),
    }


def _shares(base: alt.Chart, y: alt.Y) -> list[alt.Chart]:
    """The figure beside each row: bold where it is sure, quiet where the row is not proposed."""
    places = {"x": alt.value("width"), "y": y, "text": "teks_kanan:N"}
    look = {"align": "left", "baseline": "middle", "xOffset": 14, "aria": False}
    sure = base.transform_filter("datum.kepastian == 'kuat'").mark_text(style="angka", **look)
    edge = base.transform_filter("datum.kepastian == 'tepi'").mark_text(color=TEXT, **look)
    rest = base.transform_filter("indexof(['kuat', 'tepi'], datum.kepastian) < 0").mark_text(color=QUIET, **look)
    return [part.encode(**places) for part in (sure, edge, rest)]


def _tooltip(judul: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("nama:N", title=_("Kelurahan")),
        alt.Tooltip("teks_nilai:N", title=judul),
        alt.Tooltip("teks_selang:N", title=_("Selang 95 %")),
        alt.Tooltip("teks_pct:N", title=_("Masuk usulan, dari semua simulasi")),
        alt.Tooltip("teks_skor:N", title=_("Skor (simulasi)")),
        alt.Tooltip("teks_resmi:N", title=_("Daftar resmi")),
    ]


def sources_frame(found: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Rows of `rank_by_source` as `draw_sources` reads them. names: criterion code -> short name."""
    places = {kode: place for place, kode in enumerate(dict.fromkeys(found["ukuran"]))}
    ranks = {"bawah": found["peringkat_bawah"], "atas": found["peringkat_atas"]}
    columns = found["ukuran"]
    return found.assign(**ranks, nama_ukuran=columns.map(names), urutan_ukuran=columns.map(places).astype(float))


def draw_sources(frame: pd.DataFrame, *, langkah: int = 28) -> alt.LayerChart:
    """Kelurahan down, criteria across; in each cell the rank with its interval, filled where among the first k.

    Dataset "data" from `sources_frame`: kode_kelurahan, nama, urutan, nama_ukuran, urutan_ukuran, nilai, peringkat,
    bawah, atas, masuk (missing = no value: hatched).
    """
    span = "(datum.bawah < datum.atas ? ' (' + format(datum.bawah, 'd') + '–' + format(datum.atas, 'd') + ')' : '')"
    known = "isValid(datum.peringkat)"
    base = alt.Chart(named(frame)).transform_calculate(
        teks_peringkat=f"{known} ? format(datum.peringkat, 'd') + {span} : {quoted(_('tidak ada data'))}",
        teks_pendek=f"{known} ? format(datum.peringkat, 'd') : '–'",
        teks_nilai=number_text("nilai", 1),
    )
    base = base.transform_calculate(uraian="datum.nama + ', ' + datum.nama_ukuran + ': ' + datum.teks_peringkat")
    order = alt.EncodingSortField("urutan", op="min")
    y = alt.Y("nama:N", sort=order, title=None, axis=alt.Axis(grid=False), scale=alt.Scale(padding=0.08))
    across = alt.EncodingSortField("urutan_ukuran", op="min")
    split = "width < 420 ? split(datum.label, ' ') : datum.label"
    # Two lines start where one would, so they need the room above the cells.
    room = {"expr": "width < 420 ? 22 : 6"}
    axis = alt.Axis(orient="top", labelAngle=0, grid=False, labelExpr=split, labelPadding=room)
    x = alt.X("nama_ukuran:N", sort=across, title=None, axis=axis, scale=alt.Scale(paddingInner=0.04))
    fill = alt.when(f"!{known}").then(alt.value({"expr": "arsir"})).when("datum.masuk").then(alt.value(DATA))
    cells = base.mark_rect(cornerRadius=3, strokeWidth=1, stroke=GRID).encode(
        x=x,
        y=y,
        fill=fill.otherwise(alt.value(GROUND)),
        tooltip=[
            alt.Tooltip("nama:N", title=_("Kelurahan")),
            alt.Tooltip("nama_ukuran:N", title=_("Kriteria")),
            alt.Tooltip("teks_nilai:N", title=_("Nilai")),
            alt.Tooltip("teks_peringkat:N", title=_("Peringkat (selang 95 %)")),
        ],
        description=spoken(),
    )
    texts = (
        base.transform_calculate(isi=f"width < {_NARROW} ? datum.teks_pendek : datum.teks_peringkat")
        .mark_text(baseline="middle", aria=False)
        .encode(
            x=x,
            y=y,
            text=alt.Text("isi:N"),
            color=alt.when("datum.masuk").then(alt.value(GROUND)).otherwise(alt.value(TEXT)),
        )
    )
    return alt.layer(cells, texts).properties(height=alt.Step(langkah)).add_params(hatch())
