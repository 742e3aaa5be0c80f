"""The charts of the page Pengukuran."""

from __future__ import annotations

import pandas as pd

from analysis.figures.view import Empty, Figure
from analysis.language import _, number, percent
from analysis.output.captions import Caption
from analysis.output.codes import value_names
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.looking import map_shapes
from pages.parts.measured import Measured
from pages.parts.measurement import (
    AGE_SEX,
    Choice,
    fewest,
    level_name,
    round_name,
    rows_of,
    shares,
    short_name,
    where,
    worked_out,
)

SHOWN_ROWS = 15


def _source_words(source: Measured) -> str:
    return _("Sumber: {daftar}").format(
        daftar=_("Data contoh (sintetis)") if source.jenis_data == "contoh" else source.berkas
    )


def _caption(source: Measured, judul: str, subjudul: str, catatan: str = "") -> Caption:
    return Caption(judul, subjudul, _source_words(source), catatan, judul, source.jenis_data == "contoh")


@worked_out
def distribution_panel(source: Measured, choice: Choice) -> Panel:
    """The z-scores of the round beside the WHO standard."""
    from analysis.growth.distribution import zscore_bins
    from analysis.output.distribution import draw_distribution

    index = choice.ukuran[0]
    rows = rows_of(source, choice.putaran)
    bins = zscore_bins(rows[f"zs_{index}"], rows[f"flag_{index}"])
    below = bins.loc[bins["z_sampai"] <= -2, "porsi_pct"].sum()
    names = value_names()["indeks"]
    standard = bins.loc[bins["z_sampai"] <= -2, "standar_pct"].sum()
    judul = _("{nilai} balita di bawah −2 SD; pada standar WHO {standar}").format(
        nilai=percent(below), standar=percent(standard)
    )
    return chart(
        Figure(
            draw_distribution,
            {"data": bins},
            _caption(
                source,
                judul,
                _(
                    "Sebaran z-skor {indeks}, {kota}, {putaran}; garis putus-putus: standar WHO 2006; jingga: di bawah −2 SD"
                ).format(indeks=names[index], kota=where(source), putaran=round_name(choice.putaran)),
            ),
            file_name=f"sebaran z {where(source)} {choice.putaran}",
            options={"judul": _("z-skor {indeks}").format(indeks=names[index])},
        ),
        key="sebaran_z",
    )


def _above(source: Measured, above: int, level: str, among: int) -> str:
    text = _("{jumlah} dari {semua} {tingkat} jelas di atas nilai {kota}")
    if not above:
        text = _("Tidak ada {tingkat} yang jelas di atas nilai {kota}")
    return text.format(jumlah=number(above), semua=number(among), tingkat=level.lower(), kota=where(source))


@worked_out
def area_panel(source: Measured, choice: Choice) -> Panel | Empty:
    """Prevalence per area with intervals."""
    from analysis.output.rankings import draw_ranking

    least = fewest(data.tables())
    rows = shares(source, choice, choice.tingkat)
    enough = rows[rows["n"] >= least].sort_values("nilai", ascending=False)
    level = level_name(choice.tingkat)
    if enough.empty:
        return Empty(
            _("Tidak ada {tingkat} dengan paling sedikit {n} balita diukur.").format(
                tingkat=level.lower(), n=number(least)
            ),
            _("Pilih tingkat yang lebih luas."),
        )
    whole = shares(source, choice, "semua").iloc[0]
    above = int((enough["bawah"] > whole["nilai"]).sum())
    shown = enough.head(SHOWN_ROWS).assign(kode_kelurahan="", lokus=False, terpilih=False)
    return chart(
        Figure(
            draw_ranking,
            {"data": shown, "acuan": pd.DataFrame({"nilai": [whole["nilai"]], "nama": [where(source)]})},
            _caption(
                source,
                _above(source, above, level, len(enough)),
                _("{ukuran}, per 100 balita, selang 95 %; {tampil} tertinggi dari {semua}").format(
                    ukuran=short_name(choice.ukuran), tampil=number(len(shown)), semua=number(len(enough))
                ),
                _(
                    "Kelompok dengan kurang dari {n} balita tidak ditampilkan satu per satu (kebijakan aplikasi)."
                ).format(n=number(least)),
            ),
            table=enough,
            file_name=f"{short_name(choice.ukuran)} per {level} {where(source)} {choice.putaran}",
            options={"judul": _("{ukuran} (%)").format(ukuran=short_name(choice.ukuran))},
        ),
        key="prevalensi_wilayah",
    )


@worked_out
def map_panel(source: Measured, tables: dict[str, pd.DataFrame], choice: Choice) -> Panel | Empty:
    """Prevalence per kelurahan on the map; few children are dotted, none hatched."""
    from analysis.output.maps import draw_map, map_frame

    if not source.placed:
        return Empty(
            _("Berkas ini tidak menyebut kelurahan di DKI."), _("Tambahkan kolom Kec dan Desa/Kel untuk melihat peta.")
        )
    kota, shape = state.get("kota"), state.get("peta")
    rows = rows_of(source, choice.putaran)
    places = rows.drop_duplicates("nama_kelurahan")[["nama_kelurahan", "kode_kelurahan"]].astype("str")
    found = shares(source, choice, "nama_kelurahan").merge(places, left_on="nama", right_on="nama_kelurahan")
    areas = tables["kelurahan"].rename(columns={"nama_kelurahan": "nama"})[["kode_kelurahan", "nama", "nama_kecamatan"]]
    measure = areas.merge(found[["kode_kelurahan", "nilai", "bawah", "atas", "n"]], on="kode_kelurahan", how="left")
    measure = measure.assign(disembunyikan=measure["n"] < fewest(tables))
    shapes = map_shapes(tables, kota, shape)
    frame, legend = map_frame(measure, shapes.titik, lokus_codes=(), lingkup=kota, bentuk=shape)
    known = int(measure.loc[~measure["disembunyikan"], "nilai"].notna().sum())
    return chart(
        Figure(
            draw_map,
            {"data": frame.assign(terpilih=False, redup=False), "legenda": legend},
            _caption(
                source,
                _("{jumlah} kelurahan dengan cukup balita diukur").format(jumlah=number(known)),
                _("{ukuran} per kelurahan, per 100 balita, {kota}, {putaran}").format(
                    ukuran=short_name(choice.ukuran), kota=where(source), putaran=round_name(choice.putaran)
                ),
                shapes.catatan,
            ),
            table=measure[measure["kode_kelurahan"].str.startswith(kota)].drop(columns="disembunyikan")[
                lambda rows: (rows["n"] >= fewest(tables)) | rows["n"].isna()
            ],
            file_name=f"peta {short_name(choice.ukuran)} {where(source)} {choice.putaran}",
            options={
                "judul": _("{ukuran} (%)").format(ukuran=short_name(choice.ukuran)),
                "geometri": shape,
                "lingkup": kota,
                **shapes.options,
            },
        ),
        key="peta_ukur",
    )


@worked_out
def age_sex_panel(source: Measured, choice: Choice) -> Panel:
    """Shares by age band and sex."""
    from analysis.output.distribution import draw_age_sex

    rows = shares(source, choice, AGE_SEX)
    split = rows["nama"].str.split(" + ", regex=False, expand=True)
    bands = split[0].str.replace(" bln", "").str.replace("-", "–")
    rows = rows.assign(
        nama=bands.str.replace(r"\b0(\d)", r"\1", regex=True), jk=split[1], urutan=split[0].rank(method="dense")
    )
    top = rows.sort_values("nilai", ascending=False).iloc[0]
    return chart(
        Figure(
            draw_age_sex,
            {"data": rows},
            _caption(
                source,
                _("Tertinggi pada umur {umur} bulan ({nilai})").format(umur=top["nama"], nilai=percent(top["nilai"])),
                _("{ukuran} menurut umur (bulan) dan jenis kelamin, per 100 balita, selang 95 %").format(
                    ukuran=short_name(choice.ukuran)
                ),
            ),
            table=rows.drop(columns="urutan"),
            file_name=f"{short_name(choice.ukuran)} umur {where(source)} {choice.putaran}",
            options={"judul": _("{ukuran} (%)").format(ukuran=short_name(choice.ukuran))},
        ),
        key="umur_jk",
    )
