"""The figures of one round of measurements: z-scores, prevalence by area and on the map, by age and sex.

They stand on the children of one export, which only their session knows, so they have no recipe.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.figures.shapes import unless_pointless
from analysis.figures.view import Empty, Figure, View
from analysis.language import _, number, percent
from analysis.output.captions import Caption
from analysis.output.codes import value_names

SHOWN_ROWS = 15


@dataclass(frozen=True)
class Round:
    """What the figures speak of. wilayah: the area or, where a file names none, the file; ukuran: index and cut-off;
    putaran: the month as ISO text, nama_putaran for people; paling_sedikit: children that a group needs to be shown."""

    berkas: str
    jenis_data: str
    wilayah: str
    putaran: str
    nama_putaran: str
    ukuran: str
    paling_sedikit: int

    @property
    def axis(self) -> str:
        return _("{ukuran} (%)").format(ukuran=self.ukuran)

    def caption(self, judul: str, subjudul: str, catatan: str = "") -> Caption:
        """The words around a figure of this about."""
        contoh = self.jenis_data == "contoh"
        sumber = _("Sumber: {daftar}").format(daftar=_("Data contoh (sintetis)") if contoh else self.berkas)
        return Caption(judul, subjudul, sumber, catatan, judul, contoh)


def distribution_figure(about: Round, index: str, bins: pd.DataFrame) -> Figure:
    """The z-scores of the round beside the WHO standard; bins: `growth.distribution.zscore_bins` of the index."""
    from analysis.output.distribution import draw_distribution

    below = bins.loc[bins["z_sampai"] <= -2, "porsi_pct"].sum()
    standard = bins.loc[bins["z_sampai"] <= -2, "standar_pct"].sum()
    name = value_names()["indeks"][index]
    judul = _("{nilai} balita di bawah −2 SD; pada standar WHO {standar}").format(
        nilai=percent(below), standar=percent(standard)
    )
    text = _("Sebaran z-skor {indeks}, {kota}, {putaran}; garis putus-putus: standar WHO 2006; jingga: di bawah −2 SD")
    return Figure(
        draw_distribution,
        {"data": bins},
        about.caption(judul, text.format(indeks=name, kota=about.wilayah, putaran=about.nama_putaran)),
        file_name=f"sebaran z {about.wilayah} {about.putaran}",
        options={"judul": _("z-skor {indeks}").format(indeks=name)},
    )


def area_figure(about: Round, tingkat: str, rows: pd.DataFrame, whole: float) -> Figure | Empty:
    """Prevalence per group with intervals; tingkat: the level for people, rows: `nama, nilai, bawah, atas, n`."""
    from analysis.output.rankings import draw_ranking

    enough = rows[rows["n"] >= about.paling_sedikit].sort_values("nilai", ascending=False)
    if enough.empty:
        return Empty(
            _("Tidak ada {tingkat} dengan paling sedikit {n} balita diukur.").format(
                tingkat=tingkat.lower(), n=number(about.paling_sedikit)
            ),
            _("Pilih tingkat yang lebih luas."),
        )
    above = int((enough["bawah"] > whole).sum())
    shown = enough.head(SHOWN_ROWS).assign(kode_kelurahan="", lokus=False, terpilih=False)
    judul = _("{jumlah} dari {semua} {tingkat} jelas di atas nilai {kota}")
    if not above:
        judul = _("Tidak ada {tingkat} yang jelas di atas nilai {kota}")
    return Figure(
        draw_ranking,
        {"data": shown, "acuan": pd.DataFrame({"nilai": [whole], "nama": [about.wilayah]})},
        about.caption(
            judul.format(jumlah=number(above), semua=number(len(enough)), tingkat=tingkat.lower(), kota=about.wilayah),
            _("{ukuran}, per 100 balita, selang 95 %; {tampil} tertinggi dari {semua}").format(
                ukuran=about.ukuran, tampil=number(len(shown)), semua=number(len(enough))
            ),
            _("Kelompok dengan kurang dari {n} balita tidak ditampilkan satu per satu (kebijakan aplikasi).").format(
                n=number(about.paling_sedikit)
            ),
        ),
        table=enough,
        file_name=f"{about.ukuran} per {tingkat} {about.wilayah} {about.putaran}",
        options={"judul": about.axis},
    )


@unless_pointless
def map_figure(view: View, about: Round, found: pd.DataFrame) -> Figure | Empty:
    """Prevalence per kelurahan on the map; few children are dotted, none hatched. found: `kode_kelurahan` + result."""
    from analysis.output.maps import draw_map, map_frame

    kelurahan = view.tables["kelurahan"].rename(columns={"nama_kelurahan": "nama"})
    measure = kelurahan[["kode_kelurahan", "nama", "nama_kecamatan"]].merge(
        found[["kode_kelurahan", "nilai", "bawah", "atas", "n"]], on="kode_kelurahan", how="left"
    )
    few = measure["n"] < about.paling_sedikit
    shapes = view.map_shapes()
    frame, legend = map_frame(
        measure.assign(disembunyikan=few), shapes.titik, lokus_codes=(), lingkup=view.kota, bentuk=view.peta
    )
    return Figure(
        draw_map,
        {"data": frame.assign(terpilih=False, redup=False), "legenda": legend},
        about.caption(
            _("{jumlah} kelurahan dengan cukup balita diukur").format(
                jumlah=number(int(measure.loc[~few, "nilai"].notna().sum()))
            ),
            _("{ukuran} per kelurahan, per 100 balita, {kota}, {putaran}").format(
                ukuran=about.ukuran, kota=about.wilayah, putaran=about.nama_putaran
            ),
            shapes.catatan,
        ),
        table=measure[measure["kode_kelurahan"].str.startswith(view.kota) & ~few],
        file_name=f"peta {about.ukuran} {about.wilayah} {about.putaran}",
        options={"judul": about.axis, "geometri": view.peta, "lingkup": view.kota, **shapes.options},
    )


def age_sex_figure(about: Round, rows: pd.DataFrame) -> Figure:
    """Shares by age band and sex; rows: `nama` ("06-11 bln + L") + result."""
    from analysis.output.distribution import draw_age_sex

    split = rows["nama"].str.split(" + ", regex=False, expand=True)
    bands = split[0].str.replace(" bln", "").str.replace("-", "–")
    rows = rows.assign(
        nama=bands.str.replace(r"\b0(\d)", r"\1", regex=True), jk=split[1], urutan=split[0].rank(method="dense")
    )
    top = rows.sort_values("nilai", ascending=False).iloc[0]
    return Figure(
        draw_age_sex,
        {"data": rows},
        about.caption(
            _("Tertinggi pada umur {umur} bulan ({nilai})").format(umur=top["nama"], nilai=percent(top["nilai"])),
            _("{ukuran} menurut umur (bulan) dan jenis kelamin, per 100 balita, selang 95 %").format(
                ukuran=about.ukuran
            ),
        ),
        table=rows.drop(columns="urutan"),
        file_name=f"{about.ukuran} umur {about.wilayah} {about.putaran}",
        options={"judul": about.axis},
    )
