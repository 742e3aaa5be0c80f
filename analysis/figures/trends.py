"""Measures along the years: one area's counts with the sentence that the trend rule allows, survey prevalence with targets."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.prevalence import survey_series, target_series
from analysis.convergence.statistics import trend
from analysis.figures.masking import hidden_years, series_of
from analysis.figures.measure import counted_as, short_name
from analysis.figures.registry import recipe
from analysis.figures.view import Empty, Figure, View, notes
from analysis.language import _, percent
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.codes import value_names


def yearly(series: pd.DataFrame, nama: str, targets: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Datasets of `draw_trend` for one area's series; `periode` is the year where none is named."""
    from analysis.output.trends import trend_frame

    periods = series["periode"] if "periode" in series else series["tahun"].astype(str)
    frame = series.assign(periode=periods, seri=nama, peran="utama")
    if "disembunyikan" in frame:
        # The line breaks where a year is hidden: nothing is drawn between its neighbours.
        frame = frame.assign(ruas=frame["disembunyikan"].cumsum().astype(str))
    names = ("data", "sasaran", "nama", "sumbu")
    return dict(zip(names, trend_frame(frame, targets), strict=True))


@recipe("tren_survei", lambda: _("Prevalensi survei dan target"), tahun=False)
def survey_figure(view: View) -> Figure | Empty:
    """Survey prevalence of the kota with both national target paths."""
    from analysis.output.trends import draw_trend

    angka, kota = view.tables["angka"], view.wilayah
    series, targets = survey_series(angka, view.kota), target_series(angka)
    if series.empty:
        return Empty(
            _("Prevalensi survei untuk wilayah ini tidak ditemukan."),
            _("Yang mengisinya: rilis SSGI per kabupaten/kota."),
        )
    first, last = series.iloc[0], series.iloc[-1]
    caption = Caption(
        judul=_("Prevalensi survei {kota}: {awal} pada {tahun_awal}, {akhir} pada {tahun_akhir}").format(
            kota=kota,
            awal=percent(first["nilai"]),
            tahun_awal=first["tahun"],
            akhir=percent(last["nilai"]),
            tahun_akhir=last["tahun"],
        ),
        subjudul=_("Balita stunting per 100 balita menurut SSGI dan SKI; target nasional dua RPJMN"),
        sumber=source_line(pd.concat([series, targets])),
        catatan=_(
            "Selang survei per kota tidak dipublikasikan; perubahan 2–3 poin antartahun mungkin hanya galat survei."
        ),
        alt=_("Grafik garis prevalensi stunting survei {kota} per tahun dengan target nasional.").format(kota=kota),
    )
    words = value_names()["seri"]
    return Figure(
        draw_trend,
        yearly(series, kota, targets.assign(seri=[words[code] for code in targets["seri"]])),
        caption,
        table=pd.concat([series.assign(seri=_("survei")), targets]),
        file_name=f"prevalensi survei {kota}",
        options={"judul": _("Prevalensi stunting (%)")},
    )


# Down to which level the choices are followed: a page about kecamatan does not turn to the kelurahan clicked on.
_DOWN_TO = {"kota": 0, "kecamatan": 1, "kelurahan": 2}


def area_of(view: View, sampai: str = "kelurahan") -> str:
    """The smallest area chosen, no smaller than the level `sampai`."""
    chosen = (view.kelurahan, view.kecamatan)[2 - _DOWN_TO[sampai] :]
    return next((kode for kode in chosen if kode), view.kota)


@recipe(
    "tren_wilayah",
    lambda: _("Tren satu wilayah"),
    wilayah=("kota", "kecamatan", "kelurahan"),
    indikator=True,
    tahun=False,
)
def area_trend_figure(view: View, code: str = "", sampai: str = "kelurahan", tinggi: int = 220) -> Figure | Empty:
    """An indicator of the smallest area chosen, year by year.

    A direction is named only where the rule allows it; a measure that forbids trends shows no line at all.
    """
    from analysis.output.trends import draw_trend

    code = code or view.indikator
    indikator, kode_indikator = counted_as(view, code)
    rules = view.tables["indikator"].set_index("indikator")
    ukuran = short_name(view, code)
    sumbu = _("Cakupan (%)") if kode_indikator else f"{ukuran} ({_(rules['satuan'][code])})"
    if not rules["boleh_tren"].get(indikator, 0):
        return Empty(
            _("{ukuran} tidak dibandingkan antartahun.").format(ukuran=ukuran),
            _("Alasannya tertulis pada indikatornya di halaman Metode & sumber."),
        )
    kode = area_of(view, sampai)
    nama, series = view.name(kode), series_of(view, indikator, kode, kode_indikator)
    if series["nilai"].notna().sum() < 2:
        return Empty(
            _("Belum ada dua tahun data {ukuran}.").format(ukuran=ukuran),
            notes(_("Unggah tabelnya untuk beberapa tahun di halaman Manajemen data."), hidden_years(series)),
        )
    words = {
        "naik": _("{ukuran} naik"),
        "turun": _("{ukuran} turun"),
        "belum_dapat_disimpulkan": _("{ukuran}: arahnya belum dapat disimpulkan"),
    }
    rule = _("Naik atau turun hanya disebut bila lima titik terakhir menunjukkannya dengan kuat (khi-kuadrat > 9,55).")
    interval = series["bawah"].notna().any()
    caption = Caption(
        words[trend(series).arah].format(ukuran=ukuran),
        (_("{ukuran}, {nama}; selang 95 %") if interval else _("{ukuran}, {nama}")).format(ukuran=sumbu, nama=nama),
        source_line(series),
        notes(rule, hidden_years(series)),
        _("Grafik tren {ukuran}, {nama}.").format(ukuran=ukuran, nama=nama),
        has_sample(series),
    )
    return Figure(
        draw_trend,
        yearly(series, nama),
        caption,
        table=series,
        file_name=f"tren {ukuran} {nama}",
        options={"judul": sumbu, "tinggi": tinggi},
    )
