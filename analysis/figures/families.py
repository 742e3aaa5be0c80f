"""The figures about keluarga berisiko stunting (KRS): where they live, why they are at risk, how poor, since when."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.families import WELFARE, krs_factors, welfare_ranks
from analysis.convergence.statistics import compare_to_value, rank_with_interval, trend
from analysis.figures.lokus import listed, ranking_title
from analysis.figures.masking import hidden_figures, hidden_years, mask_parts, not_for_publication, series_of
from analysis.figures.measure import mark_choice, with_lokus, within_kecamatan
from analysis.figures.registry import recipe
from analysis.figures.trends import area_of, yearly
from analysis.figures.view import Empty, Figure, View, hidden_note, notes
from analysis.language import _, join_names, number, percent
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.sentences import lower_first

SHOWN_ROWS = 15


def no_data(view: View) -> Empty:
    """No rows per kelurahan for the year chosen."""
    return Empty(
        _("Belum ada data keluarga berisiko per kelurahan untuk {tahun}.").format(tahun=view.tahun),
        _("Yang mengisinya: rekap KRS dari SIGA/Pendataan Keluarga; unggah di halaman Manajemen data, tabel KRS."),
    )


def no_share(view: View) -> Empty:
    """No shares to draw: nothing is known per kelurahan, or only numbers without the families they are of."""
    if not risk(view).counted["n_wilayah"]:
        return no_data(view)
    return Empty(
        _("Proporsi KRS {tahun} belum dapat dihitung: keluarga sasaran belum diisi.").format(tahun=view.tahun),
        _("Yang mengisinya: kolom keluarga_sasaran di tabel KRS, dari rekap SIGA/Pendataan Keluarga."),
    )


def _no_factors(view: View) -> Empty:
    return Empty(
        _("Faktor risiko {tahun} belum diisi.").format(tahun=view.tahun),
        _("Yang mengisinya: jumlah KRS per faktor di tabel KRS, dari rekap SIGA/Pendataan Keluarga."),
    )


@dataclass(frozen=True)
class Risk:
    """Share of target families at risk: per kelurahan (frame), for the kota itself (area), and its lokus.

    `counted`: the kota's number of families at risk; kelurahan that state no target families are in it, not in `area`.
    """

    frame: pd.DataFrame
    area: pd.Series
    counted: pd.Series
    lokus: pd.Series

    @property
    def known(self) -> bool:
        """Is there anything to draw?"""
        return bool(self.frame["nilai"].notna().any())


def risk(view: View) -> Risk:
    """The shares of one kota ("31" = all) and year."""
    level = "provinsi" if view.below is None else "kota"
    return Risk(
        view.measured("proporsi_krs"),
        *(view.measured(name, level=level).iloc[0] for name in ("proporsi_krs", "total_krs")),
        listed(view)["kode_kelurahan"],
    )


def _axis() -> str:
    return _("KRS per 100 keluarga sasaran")


@recipe("peta_krs", lambda: _("Peta keluarga berisiko"), wilayah=("kota", "kecamatan"))
def map_figure(view: View) -> Figure | Empty:
    """Share of target families at risk, per kelurahan."""
    from analysis.output.maps import draw_map, map_frame

    found, kota, tahun = risk(view), view.wilayah, view.tahun
    if not found.known:
        return no_share(view)
    measure, shapes = found.frame, view.map_shapes()
    frame, legend = map_frame(measure, shapes.titik, lokus_codes=found.lokus, lingkup=view.kota, bentuk=view.peta)
    inside = within_kecamatan(view, measure)
    if inside["nilai"].isna().all():
        return no_share(view)
    top = inside.sort_values("nilai", ascending=False).iloc[0]
    judul = _("Proporsi KRS tertinggi di {nama}: {nilai}").format(nama=top["nama"], nilai=percent(top["nilai"]))
    caption = Caption(
        judul,
        with_lokus(
            _("{indikator}, {kota}, {tahun}").format(indikator=_axis(), kota=kota, tahun=tahun),
            _("garis jingga: lokus resmi"),
            frame,
        ),
        source_line(measure),
        notes(hidden_note(measure), shapes.catatan),
        _("Peta {kota}. {temuan}").format(kota=kota, temuan=judul),
        has_sample(measure),
    )
    return Figure(
        draw_map,
        {"data": mark_choice(view, frame), "legenda": legend},
        caption,
        table=measure,
        file_name=f"proporsi krs {kota} {tahun}",
        options={"judul": _axis(), "geometri": view.peta, "lingkup": view.kota, **shapes.options},
        pick=True,
    )


@recipe("peringkat_krs", lambda: _("Peringkat keluarga berisiko"), wilayah=("kota", "kecamatan"))
def ranking_figure(view: View) -> Figure | Empty:
    """Kelurahan by share of families at risk, with intervals."""
    from analysis.output.rankings import draw_ranking

    found, kota, tahun = risk(view), view.wilayah, view.tahun
    rows = within_kecamatan(view, found.frame)
    ranked = rank_with_interval(rows.dropna(subset=["nilai"]))
    if ranked.empty:
        return no_share(view)
    ranked = mark_choice(view, ranked.assign(lokus=ranked["kode_kelurahan"].isin(found.lokus)))
    shown = ranked.head(SHOWN_ROWS)
    above = int((ranked["bawah"] > found.area["nilai"]).sum())
    judul = _("{jumlah} kelurahan jelas di atas nilai {kota}").format(jumlah=number(above), kota=kota)
    if pd.isna(found.area["nilai"]):
        judul = ranking_title(ranked.iloc[0], lowest=False)
    about = _("{indikator}, selang 95 %, {tahun}; {jumlah} tertinggi")
    if len(shown) == len(ranked):
        about = _("{indikator}, selang 95 %, {tahun}")
    caption = Caption(
        judul,
        about.format(indikator=_axis(), tahun=tahun, jumlah=number(len(shown))),
        source_line(shown),
        hidden_note(rows),
        judul,
        has_sample(shown),
    )
    return Figure(
        draw_ranking,
        {"data": shown, "acuan": pd.DataFrame({"nilai": [found.area["nilai"]], "nama": [kota]}).dropna()},
        caption,
        table=ranked,
        file_name=f"peringkat krs {kota} {tahun}",
        options={"judul": _axis()},
        pick=True,
    )


@recipe("krs_kota", lambda: _("Keluarga berisiko per kota"))
def kota_figure(view: View) -> Figure | Empty:
    """All kota beside DKI, with the judgement as symbol and word."""
    from analysis.output.rankings import draw_comparison

    tahun, provinsi = view.tahun, view.name(view.provinsi)
    rows = view.measured("proporsi_krs", level="kota", below=None)
    whole = view.measured("proporsi_krs", level="provinsi", below=None).iloc[0]
    if rows["nilai"].isna().all():
        return no_share(view)
    kota = rows[~rows["disembunyikan"].to_numpy(dtype=bool)] if "disembunyikan" in rows else rows
    judged = compare_to_value(kota, whole["nilai"], "turun_baik").rename(columns={"putusan95": "putusan"})
    judged = judged.assign(terpilih=judged["kode_kota"] == view.kota)
    worse = judged.loc[judged["putusan"] == "lebih_buruk", "nama"].tolist()
    judul = _("Tidak ada kota yang lebih buruk daripada {provinsi}").format(provinsi=provinsi)
    if worse:
        judul = _("Lebih buruk daripada {provinsi}: {nama}").format(provinsi=provinsi, nama=join_names(worse))
    caption = Caption(
        judul,
        _("KRS per 100 keluarga sasaran per kota, {tahun}; selang 95 % dibanding nilai {provinsi}").format(
            tahun=tahun, provinsi=provinsi
        ),
        source_line(kota),
        hidden_note(rows),
        judul,
        has_sample(kota),
    )
    return Figure(
        draw_comparison,
        {"data": judged, "acuan": pd.DataFrame({"nilai": [whole["nilai"]], "nama": [provinsi]}).dropna()},
        caption,
        table=judged.drop(columns="terpilih"),
        file_name=f"krs per kota {tahun}",
        options={"judul": _axis()},
    )


def _factors(view: View, area: str, benchmark: str) -> pd.DataFrame:
    """`families.krs_factors`, masked in publication mode: the shares of the area and those they are held against."""
    tables = view.tables
    factors = krs_factors(tables["krs"], tables["faktor_krs"], area, view.tahun, kode_acuan=benchmark)
    return mask_parts(view, factors, factors["faktor"], area, benchmark)


@recipe("faktor_krs", lambda: _("Faktor risiko keluarga"), wilayah=("kota", "kecamatan"))
def factors_figure(view: View) -> Figure | Empty:
    """Why families are at risk: each factor on its own, beside the kota. The 4T overlap and are never added."""
    from analysis.output.families import draw_factors

    area, kota, tahun = area_of(view, "kecamatan"), view.kota, view.tahun
    benchmark = kota if area != kota else view.provinsi
    factors = _factors(view, area, benchmark)
    if factors["nilai"].isna().all():
        return _no_factors(view)
    factors = factors.assign(
        nama=[_(text) for text in factors["nama"]],
        urutan=range(len(factors)),
        nama_wilayah=view.name(area),
        nama_acuan=view.name(benchmark) if area != benchmark else "",
    )
    top = factors.sort_values("nilai", ascending=False).iloc[0]
    judul = _("Faktor terbanyak: {nama}, {nilai} KRS").format(
        nama=lower_first(top["nama"]), nilai=percent(top["nilai"], 0)
    )
    caption = Caption(
        judul,
        _("KRS dengan tiap faktor per 100 KRS, {wilayah}, {tahun}; lingkaran kosong: {acuan}").format(
            wilayah=view.name(area), tahun=tahun, acuan=view.name(benchmark)
        ),
        source_line(factors),
        notes(
            _("Satu keluarga dapat punya beberapa faktor, dan keempat 4T bertumpuk: jangan dijumlahkan."),
            hidden_figures(factors),
        ),
        judul,
        has_sample(factors),
    )
    return Figure(
        draw_factors,
        {"data": factors},
        caption,
        file_name=f"faktor krs {view.name(area)} {tahun}",
        options={"judul": _("per 100 KRS, selang 95 %")},
    )


@recipe("kesejahteraan_krs", lambda: _("Kesejahteraan keluarga berisiko"), wilayah=("kota", "kecamatan"))
def welfare_figure(view: View) -> Figure | Empty | None:
    """Welfare ranks of the families at risk: they set the order of help, they do not define the risk."""
    from analysis.output.families import draw_welfare

    area, tahun = area_of(view, "kecamatan"), view.tahun
    ranks = welfare_ranks(view.tables["krs"], area, tahun)
    if ranks["nilai"].isna().all():
        return None
    ranks = mask_parts(view, ranks, ranks["peringkat"].map(WELFARE), area)
    if hidden_figures(ranks):
        # The ranks are one distribution: without one of them the others do not say what they mean.
        return not_for_publication(_("Kesejahteraan keluarga berisiko"))
    poorest = ranks[ranks["peringkat"].isin(["1", "2"])]["nilai"].sum()
    judul = _("{nilai} KRS ada di peringkat kesejahteraan 1 dan 2").format(nilai=percent(poorest, 0))
    caption = Caption(
        judul,
        _("KRS menurut peringkat kesejahteraan, {wilayah}, {tahun}").format(wilayah=view.name(area), tahun=tahun),
        source_line(ranks),
        _("Peringkat menentukan urutan bantuan, bukan status berisiko."),
        judul,
        has_sample(ranks),
    )
    return Figure(
        draw_welfare,
        {"data": ranks},
        caption,
        file_name=f"kesejahteraan krs {view.name(area)} {tahun}",
        options={"judul": _("Keluarga berisiko stunting")},
    )


@recipe("tren_krs", lambda: _("Tren keluarga berisiko"), wilayah=("kota", "kecamatan"), tahun=False)
def trend_figure(view: View) -> Figure | Empty:
    """Share of families at risk over the years."""
    from analysis.output.trends import draw_trend

    area = area_of(view, "kecamatan")
    series = series_of(view, "proporsi_krs", area)
    known = series.dropna(subset=["nilai"])
    if len(known) < 2:
        return Empty(
            _("Belum ada dua tahun data KRS."),
            notes(_("Unggah tabel KRS beberapa tahun di halaman Manajemen data."), hidden_years(series)),
        )
    words = {
        "naik": _("Proporsi KRS naik"),
        "turun": _("Proporsi KRS turun"),
        "belum_dapat_disimpulkan": _("Arah proporsi KRS belum dapat disimpulkan"),
    }
    first, last = known.iloc[0], known.iloc[-1]
    judul = _("{arah}: {awal} pada {tahun_awal}, {akhir} pada {tahun_akhir}").format(
        arah=words[trend(series).arah],
        awal=percent(first["nilai"]),
        tahun_awal=first["tahun"],
        akhir=percent(last["nilai"]),
        tahun_akhir=last["tahun"],
    )
    caption = Caption(
        judul,
        _("KRS per 100 keluarga sasaran, {wilayah}; selang 95 %").format(wilayah=view.name(area)),
        source_line(series),
        hidden_years(series),
        judul,
        has_sample(series),
    )
    return Figure(
        draw_trend,
        yearly(series, view.name(area)),
        caption,
        table=series,
        file_name=f"tren krs {view.name(area)}",
        options={"judul": _("Proporsi KRS (%)")},
    )
