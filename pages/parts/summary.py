"""What Ringkasan shows: headline, key figures, the lokus map, survey prevalence with its targets."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.facts import headline_facts, what_changed
from analysis.convergence.lokus import lokus_of_year
from analysis.convergence.measures import areas_in
from analysis.convergence.prevalence import survey_series, target_series
from analysis.figures.view import Empty, Figure
from analysis.language import MISSING, _, date, number, percent
from analysis.output.captions import Caption, source_line
from analysis.output.codes import value_names
from analysis.output.sentences import say_fact
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.course import yearly
from pages.parts.looking import map_shapes
from pages.parts.memory import remembered
from pages.parts.view import KeyFigure


@remembered
def facts(tables: dict[str, pd.DataFrame]) -> list:
    """The headline facts of the kota and year chosen."""
    return headline_facts(tables, state.get("kota"), state.year())


@remembered
def changes(tables: dict[str, pd.DataFrame]) -> list:
    """What changed since the year before."""
    return what_changed(tables, state.get("kota"), state.year())


def _by_code(facts: list) -> dict:
    return {fact.kode: fact for fact in reversed(facts)}


def headline(facts: list, names: dict[str, str]) -> str:
    """Survey and target in one breath; without a survey, the first thing that is known or missing."""
    found = _by_code(facts)
    sentences = [say_fact(found[code], names) for code in ("survei", "target") if code in found]
    return " ".join(sentences or [say_fact(facts[0], names)])


def key_figures(facts: list) -> list[KeyFigure]:
    """Four figures, each published or an empty place that says so."""
    found = {code: fact.nilai for code, fact in _by_code(facts).items()}
    survey, krs, review = found.get("survei"), found.get("krs"), found.get("penilaian_kinerja")
    lokus, lokus_count = found.get("lokus"), found.get("lokus_jumlah_saja") or found.get("lokus_provinsi")
    lists, period = number(None), _("tidak ditemukan")
    if lokus:
        low, high = min(lokus["jumlah"]), max(lokus["jumlah"])
        lists = number(low) if low == high else f"{number(low)}–{number(high)}"
        period = _("{tahun}, {versi} daftar resmi").format(tahun=lokus["tahun"], versi=number(len(lokus["versi"])))
    elif lokus_count:
        counted = lokus_count.get("jumlah") or sum(lokus_count["kota"].values())
        lists, period = number(counted), str(lokus_count["tahun"])
    missing = _("tidak ditemukan")
    return [
        KeyFigure(
            _("Prevalensi survei"),
            percent(survey and survey["nilai"]),
            survey["periode"] if survey else missing,
            "resmi" if survey else "",
        ),
        KeyFigure(_("Kelurahan lokus"), lists, period, "resmi" if lokus or lokus_count else ""),
        KeyFigure(
            _("Keluarga berisiko stunting"),
            number(krs and krs["nilai"]),
            _(krs["periode"]) if krs else missing,
            "resmi" if krs else "",
        ),
        KeyFigure(
            _("Penilaian kinerja"),
            date(review and review["tanggal_mulai"]),
            _("untuk tahun {tahun}").format(tahun=review["tahun"]) if review else missing,
            "resmi" if review else "",
        ),
    ]


@remembered
def lokus_map(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Where the lokus of the year lie; nothing but published lists is drawn."""
    from analysis.output.maps import LOKUS, draw_map, map_frame

    kota, below, tahun = state.get("kota"), state.below(), state.year()
    found = lokus_of_year(tables["lokus"], tables["kelurahan"], below, tahun)
    if found.empty:
        return Empty(
            _("Daftar lokus {tahun} untuk {kota} tidak ditemukan.").format(tahun=tahun, kota=data.name(kota)),
            _("Yang mengisinya: Keputusan Wali Kota tentang lokus tahun itu."),
        )
    areas = areas_in(tables["kelurahan"], tahun, below).rename(columns={"nama_kelurahan": "nama"}).assign(nilai=0.0)
    shapes = map_shapes(tables, kota)
    frame, legend = map_frame(areas, shapes.titik, lokus_codes=found["kode_kelurahan"], lingkup=kota)
    lists = frame["kode_kelurahan"].map(found.set_index("kode_kelurahan")["versi"])
    frame = frame.assign(kelas=0, teks_nilai=lists.fillna(MISSING), terpilih=False)
    listed = tables["lokus"][
        tables["lokus"]["kode_kelurahan"].isin(found["kode_kelurahan"]) & (tables["lokus"]["tahun"] == tahun)
    ]
    caption = Caption(
        judul=_("Lokus {kota} {tahun}").format(kota=data.name(kota), tahun=tahun),
        subjudul=_("Kelurahan lokus menurut daftar resmi, semua versi"),
        sumber=source_line(listed),
        catatan=shapes.catatan,
        alt=_("Peta {kota} dengan {jumlah} kelurahan lokus tahun {tahun}: {nama}.").format(
            kota=data.name(kota), jumlah=number(len(found)), tahun=tahun, nama=", ".join(found["nama"])
        ),
    )
    return chart(
        Figure(
            draw_map,
            {"data": frame, "legenda": legend[legend["kelas"] == LOKUS]},
            caption,
            table=listed,
            file_name=f"lokus {data.name(kota)} {tahun}",
            options={"judul": _("Daftar resmi"), "lingkup": kota, **shapes.options},
        ),
        key="peta_lokus",
    )


@remembered
def survey_trend(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Survey prevalence of the kota with both national target paths."""
    from analysis.output.trends import draw_trend

    kota = state.get("kota")
    series, targets = survey_series(tables["angka"], kota), target_series(tables["angka"])
    if series.empty:
        return Empty(
            _("Prevalensi survei untuk wilayah ini tidak ditemukan."),
            _("Yang mengisinya: rilis SSGI per kabupaten/kota."),
        )
    first, last = series.iloc[0], series.iloc[-1]
    caption = Caption(
        judul=_("Prevalensi survei {kota}: {awal} pada {tahun_awal}, {akhir} pada {tahun_akhir}").format(
            kota=data.name(kota),
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
        alt=_("Grafik garis prevalensi stunting survei {kota} per tahun dengan target nasional.").format(
            kota=data.name(kota)
        ),
    )
    return chart(
        Figure(
            draw_trend,
            yearly(
                series, data.name(kota), targets.assign(seri=[value_names()["seri"][code] for code in targets["seri"]])
            ),
            caption,
            table=pd.concat([series.assign(seri=_("survei")), targets]),
            file_name=f"prevalensi survei {data.name(kota)}",
            options={"judul": _("Prevalensi stunting (%)")},
        ),
        key="tren_survei",
    )
