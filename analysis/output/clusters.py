"""Where similar values lie together: the map of local clusters and its sentence.

The trap: without a pattern a map still looks like one. What is not significant after correction is therefore left
pale, the sentence says how many areas chance alone would have marked, and "no pattern" is a finding too.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.language import _, join_names, number
from analysis.output import map_layers
from analysis.output.maps import map_frame
from analysis.output.marks import lookup_expr, number_text, spoken
from analysis.output.sentences import lower_first
from analysis.output.theme import BAND, DATA, GROUND, INK, INTERVAL, SEQUENCE, TEXT, named

# Colour of the area, shape and colour of its symbol.
_LOOK = {
    "tinggi_tinggi": (DATA, "triangle-up", GROUND),
    "tinggi_rendah": (SEQUENCE[2], "triangle-up", INK),
    "rendah_tinggi": (SEQUENCE[2], "triangle-down", INK),
    "rendah_rendah": (SEQUENCE[1], "triangle-down", TEXT),
    "tidak_nyata": (BAND, "", ""),
    "tidak_dihitung": ({"expr": "arsir"}, "", ""),
}
# In front of a name; an area whose name finds no room gets the symbol itself.
_SIGNS = {"tinggi_tinggi": "▲ ", "tinggi_rendah": "▲ ", "rendah_tinggi": "▼ ", "rendah_rendah": "▼ "}
_NAMES = 20
_MARKED = [kind for kind, look in _LOOK.items() if look[1]]


def cluster_words(statistik: str = "moran") -> dict[str, str]:
    """The legend's word of each `klaster`."""
    words = {
        "tinggi_tinggi": _("tinggi, tetangga tinggi"),
        "tinggi_rendah": _("tinggi, tetangga rendah"),
        "rendah_tinggi": _("rendah, tetangga tinggi"),
        "rendah_rendah": _("rendah, tetangga rendah"),
        "tidak_nyata": _("tidak nyata"),
        "tidak_dihitung": _("tidak dihitung"),
    }
    if statistik == "gstar":
        return words | {"tinggi_tinggi": _("kumpulan tinggi"), "rendah_rendah": _("kumpulan rendah")}
    return words


def cluster_frame(
    frame: pd.DataFrame, titik: pd.DataFrame, *, lokus_codes, lingkup: str, bentuk: str, statistik: str, digits: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The datasets of `draw_clusters`: `maps.map_frame` with `klaster, p_koreksi`, and the legend's entries.

    Significant areas are named, behind their triangle, and so are lokus while there is room for them.

    frame: `spatial.Pattern.frame`. legenda: `klaster, label` of what is really on the map, in reading order.
    """
    signs = frame["klaster"].map(_SIGNS).fillna("")
    signed = frame.assign(nama=signs + frame["nama"])
    codes = set(frame.loc[signs != "", "kode_kelurahan"])
    if len(codes.union(lokus_codes)) <= _NAMES:
        codes = codes.union(lokus_codes)
    drawn, _legend = map_frame(signed, titik, lokus_codes=codes, lingkup=lingkup, bentuk=bentuk, digits=digits)
    rows = frame.set_index("kode_kelurahan").reindex(drawn["kode_kelurahan"])
    drawn = drawn.assign(
        nama=rows["nama"].to_numpy(),
        lokus=drawn["kode_kelurahan"].isin(list(lokus_codes)),
        klaster=rows["klaster"].fillna("tidak_dihitung").to_numpy(),
        p_koreksi=rows["p_koreksi"].to_numpy(dtype=float),
    )
    present, words = set(drawn["klaster"]), cluster_words(statistik)
    entries = [(kind, word) for kind, word in words.items() if kind in present]
    return drawn, pd.DataFrame(entries, columns=["klaster", "label"])


def draw_clusters(
    frame: pd.DataFrame,
    legenda: pd.DataFrame,
    *,
    judul: str,
    geometri: str = "indikatif",
    lingkup: str = "31",
    statistik: str = "moran",
    url_prefix: str = "app/static/peta",
    resmi: bool = False,
    tinggi: int = 520,
) -> alt.LayerChart:
    """Map of the clusters of one kota ("31.73") or of DKI ("31"), datasets as `cluster_frame` makes them.

    `judul` names the measure and its unit. Triangles up and down mark high and low beside the colour. `geometri`:
    "indikatif" or "ubin"; `url_prefix` and `resmi` as for `maps.draw_map`. A click selects (`pilih`).
    """
    data = named(frame)
    url = map_layers.address(url_prefix, geometri, lingkup, resmi)
    layers = [
        alt.Chart(named(legenda, "legenda")).mark_point(opacity=0, size=0, aria=False),
        _areas(data, url, judul, statistik),
        *map_layers.inner_lines(url, geometri, resmi, INTERVAL),
        *map_layers.city_lines(url, lingkup),
        map_layers.outlines(data, url),
        _symbols(data),
        *map_layers.names(data),
    ]
    return alt.layer(*layers).add_params(map_layers.hatch()).project("identity").properties(height=tinggi)


def _areas(data: alt.InlineData, url: str, judul: str, statistik: str) -> alt.Chart:
    words = cluster_words(statistik)
    scale = alt.Scale(domain=list(_LOOK), range=[look[0] for look in _LOOK.values()])
    shapes = {kind: look[1] or "square" for kind, look in _LOOK.items()}
    legend = alt.Legend(
        title=None,
        orient="bottom",
        direction="horizontal",
        columns={"expr": "width > 900 ? 6 : width > 440 ? 3 : 1"},
        values={"expr": "pluck(data('legenda'), 'klaster')"},
        labelExpr="data('legenda')[indexof(pluck(data('legenda'), 'klaster'), datum.value)].label",
        symbolType={"expr": lookup_expr(shapes, "datum.value")},
        symbolStrokeColor=INTERVAL,
        symbolStrokeWidth=0.8,
    )
    tooltip = [
        alt.Tooltip("nama:N", title=_("Kelurahan")),
        alt.Tooltip("nama_kecamatan:N", title=_("Kecamatan")),
        alt.Tooltip("teks_nilai:N", title=judul),
        alt.Tooltip("teks_klaster:N", title=_("Pola ruang")),
        alt.Tooltip("teks_p:N", title=_("Nilai p terkoreksi")),
    ]
    return (
        map_layers.with_values(data, url, "klaster", "p_koreksi")
        .transform_calculate(
            klaster="datum.klaster || 'tidak_dihitung'",
            teks_p=number_text("p_koreksi", 3),
        )
        .transform_calculate(teks_klaster=lookup_expr(words, "datum.klaster"))
        .transform_calculate(uraian="datum.nama + ': ' + datum.teks_nilai + ', ' + datum.teks_klaster")
        .mark_geoshape(strokeWidth=0.9, stroke="transparent")
        .encode(
            fill=alt.Fill("klaster:N", scale=scale, legend=legend),
            opacity=alt.condition("datum.redup", alt.value(0.25), alt.value(1)),
            tooltip=tooltip,
            description=spoken(),
        )
        .add_params(alt.selection_point(name="pilih", fields=["kode_kelurahan"]))
        .properties(name="wilayah")
    )


def _symbols(data: alt.InlineData) -> alt.Chart:
    """High and low as a triangle at the area's own point, beside the colour."""
    return (
        alt.Chart(data)
        .transform_filter(f"datum.label == '' && indexof({_MARKED}, datum.klaster) >= 0")
        .mark_point(filled=True, size=60, aria=False)
        .encode(
            longitude=alt.Longitude("x:Q"),
            latitude=alt.Latitude("y:Q"),
            shape=alt.Shape(
                "klaster:N",
                # All of them: some renderers take the shapes of the legend from here.
                scale=alt.Scale(domain=list(_LOOK), range=[look[1] or "square" for look in _LOOK.values()]),
                legend=None,
            ),
            color=alt.Color(
                "klaster:N", scale=alt.Scale(domain=_MARKED, range=[_LOOK[kind][2] for kind in _MARKED]), legend=None
            ),
        )
    )


def p_text(p: float) -> str:
    """ "p 0,031"; very small ones as a limit."""
    return "p < 0,001".replace("0,001", number(0.001, 3)) if p < 0.001 else f"p {number(p, 3)}"


def say_pattern(pattern, indikator: str, wilayah: str) -> str:
    """Is there a pattern in the whole area, from `spatial.Pattern`: "tidak tampak" is an answer too."""
    ukuran = lower_first(indikator)
    if pattern.alasan == "jumlah":
        return _("Pola ruang hanya diuji untuk persentase; {indikator} adalah jumlah.").format(indikator=ukuran)
    if pattern.alasan == "sedikit":
        return _("Pola ruang {indikator} di {wilayah} tidak diuji: hanya {jumlah} kelurahan punya data.").format(
            indikator=ukuran, wilayah=wilayah, jumlah=number(pattern.n)
        )
    if pattern.alasan == "sama":
        return _("Pola ruang {indikator} di {wilayah} tidak diuji: semua nilainya sama.").format(
            indikator=ukuran, wilayah=wilayah
        )
    text = _("Tidak tampak pola ruang yang nyata pada {indikator} di {wilayah} (I Moran {nilai}; {p}).")
    if pattern.p <= 0.05:
        text = _("Kelurahan dengan {indikator} serupa berdekatan di {wilayah} (I Moran {nilai}; {p}).")
        if pattern.moran < pattern.harapan:
            text = _("Kelurahan dengan {indikator} berlawanan berdekatan di {wilayah} (I Moran {nilai}; {p}).")
    return text.format(indikator=ukuran, wilayah=wilayah, nilai=number(pattern.moran, 2), p=p_text(pattern.p))


def say_clusters(pattern) -> str:
    """Which areas stand out after correction, beside how many chance alone would have marked before it."""
    raw = int((~pattern.frame["klaster_mentah"].isin(["tidak_nyata", "tidak_dihitung"])).sum())
    chance = _(
        "Sebelum koreksi {mentah} dari {semua} kelurahan tampak nyata; sekitar {kebetulan} karena kebetulan saja."
    ).format(mentah=number(raw), semua=number(pattern.n), kebetulan=number(pattern.by_chance))
    words = cluster_words(pattern.statistik)
    parts = []
    for kind in _MARKED:
        names = pattern.found.loc[pattern.found["klaster"] == kind, "nama"].tolist()
        if names:
            shown = join_names(names) if len(names) <= 6 else _("{jumlah} kelurahan").format(jumlah=number(len(names)))
            parts.append(f"{words[kind]}: {shown}")
    if not parts:
        return _("Tidak ada kelurahan yang nyata setelah koreksi uji berganda.") + " " + chance
    return _("Nyata setelah koreksi uji berganda: {rincian}.").format(rincian="; ".join(parts)) + " " + chance
