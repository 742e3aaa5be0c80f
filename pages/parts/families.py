"""The views of the page Keluarga berisiko."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis.convergence.facts import krs_fact
from analysis.convergence.families import check_identities, krs_factors, krs_totals, welfare_ranks
from analysis.convergence.lokus import lokus_of_year
from analysis.convergence.measures import kelurahan_measure, measure_series
from analysis.convergence.statistics import compare_to_value, rank_with_interval, trend
from analysis.figures.measure import mark_choice, within_kecamatan
from analysis.figures.view import Empty, Figure
from analysis.language import _, join_names, number, percent
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.codes import value_names
from analysis.output.sentences import filled_by, lower_first, say_fact
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart, show
from pages.parts.course import yearly
from pages.parts.looking import map_shapes, view_of
from pages.parts.memory import remembered
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import KeyFigure, show_key_figures

SHOWN_ROWS = 15


def no_data() -> Empty:
    """No rows per kelurahan for the year chosen."""
    return Empty(
        _("Belum ada data keluarga berisiko per kelurahan untuk {tahun}.").format(tahun=state.year()),
        _("Yang mengisinya: rekap KRS dari SIGA/Pendataan Keluarga; unggah di halaman Manajemen data, tabel KRS."),
    )


def no_share(tables: dict[str, pd.DataFrame]) -> Empty:
    """No shares to draw: nothing is known per kelurahan, or only numbers without the families they are of."""
    if not risk(tables).counted["n_wilayah"]:
        return no_data()
    return Empty(
        _("Proporsi KRS {tahun} belum dapat dihitung: keluarga sasaran belum diisi.").format(tahun=state.year()),
        _("Yang mengisinya: kolom keluarga_sasaran di tabel KRS, dari rekap SIGA/Pendataan Keluarga."),
    )


def _no_factors() -> Empty:
    return Empty(
        _("Faktor risiko {tahun} belum diisi.").format(tahun=state.year()),
        _("Yang mengisinya: jumlah KRS per faktor di tabel KRS, dari rekap SIGA/Pendataan Keluarga."),
    )


@remembered
def finding(tables: dict[str, pd.DataFrame]) -> str:
    """The published total of the kota, or that it is not published."""
    kota = state.get("kota")
    fact = krs_fact(tables, kota, state.year())
    where = data.name(kota)
    more = " " + filled_by(fact.nilai) if fact.kode == "tidak_diketahui" else ""
    return f"{where}: {say_fact(fact, data.load().names)}{more}"


def chosen_area() -> str:
    """The kecamatan chosen, or else the kota."""
    return state.get("kecamatan") or state.get("kota")


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


@remembered
def risk(tables: dict[str, pd.DataFrame]) -> Risk:
    """The shares of one kota ("31" = all) and year, asked for once for all views."""
    below, tahun = state.below(), state.year()
    level = "provinsi" if below is None else "kota"
    return Risk(
        kelurahan_measure(tables, "proporsi_krs", tahun, below),
        *(kelurahan_measure(tables, name, tahun, below, level=level).iloc[0] for name in ("proporsi_krs", "total_krs")),
        lokus_of_year(tables["lokus"], tables["kelurahan"], below, tahun)["kode_kelurahan"],
    )


def show_totals(tables: dict[str, pd.DataFrame]) -> None:
    """Published totals beside what the kelurahan rows add up to; every published version in a table."""
    found, kota, tahun = risk(tables), state.get("kota"), state.year()
    published = krs_totals(tables["angka"])
    main = published[(published["indikator"] == "total_krs") & (published["status"].fillna("") == "")]
    own, nation = main[main["kode_wilayah"] == kota], main[main["kode_wilayah"] == "00"]
    show_key_figures(
        [
            _published_figure(_("KRS resmi {kota}").format(kota=data.name(kota)), own),
            _published_figure(_("KRS resmi Indonesia"), nation),
            KeyFigure(
                _("Jumlah per kelurahan"), number(found.counted["nilai"]), str(tahun), found.counted["jenis_data"]
            ),
            KeyFigure(
                _("Proporsi keluarga sasaran"), percent(found.area["nilai"]), str(tahun), found.area["jenis_data"]
            ),
        ]
    )
    closed = st.expander(_("Semua angka KRS yang dipublikasikan"), key="krs_terbit", on_change="rerun")
    if closed.open:
        with closed:
            columns = ["nama_wilayah", "periode", "nilai", "satuan", "status", "catatan", "sumber_judul", "sumber_url"]
            show_table(published[columns], key="krs_resmi", readable=True)


def _published_figure(label: str, rows: pd.DataFrame) -> KeyFigure:
    """The latest published value, or an empty place that says so."""
    if rows.empty:
        return KeyFigure(label, number(None), _("tidak ditemukan"), "")
    return KeyFigure(label, number(rows["nilai"].iloc[0]), _(rows["periode"].iloc[0]), "resmi")


@remembered
def map_panel(tables: dict[str, pd.DataFrame]) -> Panel:
    """Share of target families at risk, per kelurahan."""
    from analysis.output.maps import draw_map, map_frame

    kota, tahun, shape = state.get("kota"), state.year(), state.get("peta")
    found = risk(tables)
    measure = found.frame
    shapes = map_shapes(tables, kota, shape)
    frame, legend = map_frame(measure, shapes.titik, lokus_codes=found.lokus, lingkup=kota, bentuk=shape)
    top = measure.sort_values("nilai", ascending=False).iloc[0]
    judul = _("Proporsi KRS tertinggi di {nama}: {nilai}").format(nama=top["nama"], nilai=percent(top["nilai"]))
    axis = _("KRS per 100 keluarga sasaran")
    caption = Caption(
        judul,
        _("{indikator}, {kota}, {tahun}; garis jingga: lokus resmi").format(
            indikator=axis, kota=data.name(kota), tahun=tahun
        ),
        source_line(measure),
        shapes.catatan,
        _("Peta {kota}. {temuan}").format(kota=data.name(kota), temuan=judul),
        has_sample(measure),
    )
    return chart(
        Figure(
            draw_map,
            {"data": mark_choice(view_of(tables), frame), "legenda": legend},
            caption,
            table=measure,
            file_name=f"proporsi krs {data.name(kota)} {tahun}",
            options={"judul": axis, "geometri": shape, "lingkup": kota, **shapes.options},
            pick=True,
        ),
        key="peta_krs",
    )


@remembered
def ranking_panel(tables: dict[str, pd.DataFrame]) -> Panel:
    """Kelurahan by share of families at risk, with intervals."""
    from analysis.output.rankings import draw_ranking

    found, kota, tahun = risk(tables), data.name(state.get("kota")), state.year()
    ranked = rank_with_interval(within_kecamatan(view_of(tables), found.frame).dropna(subset=["nilai"]))
    ranked = mark_choice(view_of(tables), ranked.assign(lokus=ranked["kode_kelurahan"].isin(found.lokus)))
    shown = ranked.head(SHOWN_ROWS)
    above = int((ranked["bawah"] > found.area["nilai"]).sum())
    judul = _("{jumlah} kelurahan jelas di atas nilai {kota}").format(jumlah=number(above), kota=kota)
    axis = _("KRS per 100 keluarga sasaran")
    caption = Caption(
        judul,
        _("{indikator}, selang 95 %, {tahun}; {jumlah} tertinggi").format(
            indikator=axis, tahun=tahun, jumlah=number(len(shown))
        ),
        source_line(shown),
        "",
        judul,
        has_sample(shown),
    )
    return chart(
        Figure(
            draw_ranking,
            {"data": shown, "acuan": pd.DataFrame({"nilai": [found.area["nilai"]], "nama": [kota]})},
            caption,
            table=ranked,
            file_name=f"peringkat krs {kota} {tahun}",
            options={"judul": axis},
            pick=True,
        ),
        key="peringkat_krs",
    )


@remembered
def kota_panel(tables: dict[str, pd.DataFrame]) -> Panel:
    """All kota beside DKI, with the judgement as symbol and word."""
    from analysis.output.rankings import draw_comparison

    tahun = state.year()
    kota = kelurahan_measure(tables, "proporsi_krs", tahun, level="kota")
    whole = kelurahan_measure(tables, "proporsi_krs", tahun, level="provinsi").iloc[0]
    judged = compare_to_value(kota, whole["nilai"], "turun_baik").rename(columns={"putusan95": "putusan"})
    judged = judged.assign(terpilih=judged["kode_kota"] == state.get("kota"))
    worse = judged.loc[judged["putusan"] == "lebih_buruk", "nama"].tolist()
    judul = _("Tidak ada kota yang lebih buruk daripada DKI Jakarta")
    if worse:
        judul = _("Lebih buruk daripada DKI Jakarta: {nama}").format(nama=join_names(worse))
    caption = Caption(
        judul,
        _("KRS per 100 keluarga sasaran per kota, {tahun}; selang 95 % dibanding nilai DKI").format(tahun=tahun),
        source_line(kota),
        "",
        judul,
        has_sample(kota),
    )
    return chart(
        Figure(
            draw_comparison,
            {"data": judged, "acuan": pd.DataFrame({"nilai": [whole["nilai"]], "nama": ["DKI Jakarta"]}).dropna()},
            caption,
            table=judged.drop(columns="terpilih"),
            file_name=f"krs per kota {tahun}",
            options={"judul": _("KRS per 100 keluarga sasaran")},
        ),
        key="kota_krs",
    )


@remembered
def factors_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty | None:
    """Why families are at risk: each factor on its own, beside the kota. The 4T overlap and are never added."""
    from analysis.output.families import draw_factors

    area, kota, tahun = chosen_area(), state.get("kota"), state.year()
    benchmark = kota if area != kota else data.PROVINCE
    factors = krs_factors(tables["krs"], tables["faktor_krs"], area, tahun, kode_acuan=benchmark)
    if factors["nilai"].isna().all():
        return _no_factors()
    factors = factors.assign(
        nama=[_(text) for text in factors["nama"]],
        urutan=range(len(factors)),
        nama_wilayah=data.name(area),
        nama_acuan=data.name(benchmark) if area != benchmark else "",
    )
    top = factors.sort_values("nilai", ascending=False).iloc[0]
    judul = _("Faktor terbanyak: {nama}, {nilai} KRS").format(
        nama=lower_first(top["nama"]), nilai=percent(top["nilai"], 0)
    )
    caption = Caption(
        judul,
        _("KRS dengan tiap faktor per 100 KRS, {wilayah}, {tahun}; lingkaran kosong: {acuan}").format(
            wilayah=data.name(area), tahun=tahun, acuan=data.name(benchmark)
        ),
        source_line(factors),
        _("Satu keluarga dapat punya beberapa faktor, dan keempat 4T bertumpuk: jangan dijumlahkan."),
        judul,
        has_sample(factors),
    )
    return chart(
        Figure(
            draw_factors,
            {"data": factors},
            caption,
            file_name=f"faktor krs {data.name(area)} {tahun}",
            options={"judul": _("per 100 KRS, selang 95 %")},
        ),
        key="faktor",
    )


@remembered
def welfare_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty | None:
    """Welfare ranks of the families at risk: they set the order of help, they do not define the risk."""
    from analysis.output.families import draw_welfare

    area, tahun = chosen_area(), state.year()
    ranks = welfare_ranks(tables["krs"], area, tahun)
    if ranks["nilai"].isna().all():
        return None
    poorest = ranks[ranks["peringkat"].isin(["1", "2"])]["nilai"].sum()
    judul = _("{nilai} KRS ada di peringkat kesejahteraan 1 dan 2").format(nilai=percent(poorest, 0))
    caption = Caption(
        judul,
        _("KRS menurut peringkat kesejahteraan, {wilayah}, {tahun}").format(wilayah=data.name(area), tahun=tahun),
        source_line(ranks),
        _("Peringkat menentukan urutan bantuan, bukan status berisiko."),
        judul,
        has_sample(ranks),
    )
    return chart(
        Figure(
            draw_welfare,
            {"data": ranks},
            caption,
            file_name=f"kesejahteraan krs {data.name(area)} {tahun}",
            options={"judul": _("Keluarga berisiko stunting")},
        ),
        key="kesejahteraan",
    )


@remembered
def trend_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Share of families at risk over the years."""
    from analysis.output.trends import draw_trend

    area = chosen_area()
    series = measure_series(tables, "proporsi_krs", area)
    if len(series) < 2:
        return Empty(
            _("Belum ada dua tahun data KRS."), _("Unggah tabel KRS beberapa tahun di halaman Manajemen data.")
        )
    words = {
        "naik": _("Proporsi KRS naik"),
        "turun": _("Proporsi KRS turun"),
        "belum_dapat_disimpulkan": _("Arah proporsi KRS belum dapat disimpulkan"),
    }
    first, last = series.iloc[0], series.iloc[-1]
    judul = _("{arah}: {awal} pada {tahun_awal}, {akhir} pada {tahun_akhir}").format(
        arah=words[trend(series).arah],
        awal=percent(first["nilai"]),
        tahun_awal=first["tahun"],
        akhir=percent(last["nilai"]),
        tahun_akhir=last["tahun"],
    )
    caption = Caption(
        judul,
        _("KRS per 100 keluarga sasaran, {wilayah}; selang 95 %").format(wilayah=data.name(area)),
        source_line(series),
        "",
        judul,
        has_sample(series),
    )
    return chart(
        Figure(
            draw_trend,
            yearly(series, data.name(area)),
            caption,
            table=series,
            file_name=f"tren krs {data.name(area)}",
            options={"judul": _("Proporsi KRS (%)")},
        ),
        key="tren_krs",
    )


@remembered
def _identities(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return check_identities(tables["krs"], chosen_area(), state.year())


def _nothing_to_check(tables: dict[str, pd.DataFrame]) -> Empty:
    """No rows at all, or none with the counts that the identities are about."""
    if not risk(tables).counted["n_wilayah"]:
        return no_data()
    return Empty(
        _("Identitas hitungan belum dapat diperiksa: angkanya tidak lengkap."),
        _("Yang mengisinya: keluarga sasaran, faktor, dan peringkat kesejahteraan dari rekap KRS SIGA."),
    )


def show_identities(tables: dict[str, pd.DataFrame]) -> None:
    """The identities that every KRS table must keep, with both sides."""
    checks = _identities(tables)
    if not checks["n_diperiksa"].sum():
        show(_nothing_to_check(tables))
        return
    names = value_names()["identitas"]
    lines = []
    for row in checks.itertuples():
        if pd.isna(row.benar):
            lines.append(f"- **{escape(names[row.identitas])}**: " + _("belum dapat diperiksa, angkanya tidak lengkap"))
            continue
        word = _("terpenuhi di {jumlah} kelurahan") if row.benar else _("dilanggar di {salah} dari {jumlah} kelurahan")
        mark = ":material/check_circle:" if row.benar else ":orange[:material/error:]"
        sign = "≤" if row.hubungan == "<=" else "="
        lines.append(
            f"- {mark} **{escape(names[row.identitas])}**: {number(row.kiri)} {sign} {number(row.kanan)}, "
            + word.format(jumlah=number(row.n_diperiksa), salah=number(row.n_salah))
        )
    st.markdown("\n".join(lines))
