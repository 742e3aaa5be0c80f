"""The views of the page Lokus kelurahan."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.facts import lokus_fact
from analysis.convergence.lokus import list_conflicts, lokus_of_year, lokus_status, official_lists
from analysis.convergence.measures import kelurahan_measure
from analysis.convergence.statistics import compare_to_value, decompose_change, funnel, rank_with_interval
from analysis.language import _, current, join_names, number, percent
from analysis.output.captions import Caption, has_sample, sample_mark, source_line
from analysis.output.sentences import filled_by, say_case_change, say_fact, say_measure
from pages.parts import data, state
from pages.parts.chart_panel import Empty, Panel, chart, show
from pages.parts.measure import Measure, benchmark, chosen_measure, mark_choice, measure_of, within_kecamatan
from pages.parts.memory import remembered
from pages.parts.shapes import map_shapes
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import KeyFigure

SHOWN_ROWS = 15


@remembered
def listed(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every kelurahan on any official list of the year; `semua` is False where the lists disagree."""
    return lokus_of_year(tables["lokus"], tables["kelurahan"], state.below(), state.year())


@remembered
def finding(tables: dict[str, pd.DataFrame]) -> str:
    """The published fact about the year's lokus."""
    fact = lokus_fact(tables, state.get("kota"), state.year())
    more = " " + filled_by(fact.nilai) if fact.kode == "tidak_diketahui" else ""
    return say_fact(fact, data.load().names) + more


@remembered
def key_figures(tables: dict[str, pd.DataFrame]) -> list[KeyFigure]:
    """The kota's own figure, its share in the lokus, who was measured, how many kelurahan reported."""
    measure, found, tahun = chosen_measure(tables), listed(tables), state.year()
    area, frame = measure.area, measure.frame
    kind = area["jenis_data"]
    inside = frame[frame["kode_kelurahan"].isin(found["kode_kelurahan"])]
    whole, part = frame["pembilang"].sum(min_count=1), inside["pembilang"].sum(min_count=1)
    share = 100 * part / whole if whole else None
    interval = ""
    if measure.share and pd.notna(area["bawah"]):
        interval = _("selang 95 % {bawah}–{atas}").format(bawah=number(area["bawah"], 1), atas=number(area["atas"], 1))
    return [
        KeyFigure(measure.axis, number(area["nilai"], measure.digits), interval or str(tahun), kind),
        KeyFigure(
            _("Bagian di lokus"),
            percent(share, 0),
            _("{jumlah} kelurahan lokus").format(jumlah=number(len(found))),
            kind,
        ),
        KeyFigure(_("Penyebut"), number(area["n"]), _("yang dihitung, {tahun}").format(tahun=tahun), kind),
        KeyFigure(
            _("Kelurahan melapor"),
            f"{number(area['n_wilayah'])}/{number(area['n_wilayah_total'])}",
            str(tahun),
            kind,
        ),
    ]


@remembered
def case_change(tables: dict[str, pd.DataFrame]) -> tuple[str, str]:
    """Why the recorded cases moved since the year before, and the kind of truth it stands on; "" without both years."""
    if state.get("indikator") not in ("jumlah_pendek", "prevalensi_rutin"):
        return "", ""
    below = state.below()
    now, before = (
        kelurahan_measure(tables, "prevalensi_rutin", year, below) for year in (state.year(), state.year() - 1)
    )
    if now["nilai"].isna().all() or before["nilai"].isna().all():
        return "", ""
    kinds = {*now["jenis_data"], *before["jenis_data"]}
    return say_case_change(decompose_change(now, before), state.year()), "contoh" if "contoh" in kinds else ""


def show_case_change(tables: dict[str, pd.DataFrame]) -> None:
    """The sentence with its badge."""
    sentence, kind = case_change(tables)
    if sentence:
        badge = f" :orange-badge[{sample_mark()}]" if kind == "contoh" else ""
        st.markdown(escape(sentence) + badge)


def _caption(measure: Measure, frame: pd.DataFrame, judul: str, subjudul: str, alt: str, catatan: str = "") -> Caption:
    return Caption(judul, subjudul, source_line(frame), catatan, alt, has_sample(frame))


def no_data(measure: Measure, tahun: int) -> Empty:
    """No rows of an indicator for the kota and year chosen."""
    return Empty(
        _("Belum ada data {indikator} {tahun} untuk {kota}.").format(
            indikator=measure.nama, tahun=tahun, kota=data.name(state.get("kota"))
        ),
        _("Unggah tabelnya di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."),
    )


@remembered
def map_panel(tables: dict[str, pd.DataFrame], code: str = "") -> Panel | Empty:
    """An indicator (by default that of the filters) on the map, lokus outlined; a click opens the profile."""
    from analysis.output.maps import draw_map, map_frame

    measure = measure_of(tables, code or state.get("indikator"))
    found, tahun = listed(tables), state.year()
    if not measure.known:
        return no_data(measure, tahun)
    kota, shape = state.get("kota"), state.get("peta")
    shapes = map_shapes(tables, kota, shape)
    frame, legend = map_frame(
        measure.frame,
        shapes.titik,
        lokus_codes=found["kode_kelurahan"],
        lingkup=kota,
        bentuk=shape,
        digits=measure.digits,
    )
    frame = mark_choice(frame)
    judul = say_measure(measure.frame, measure.area, measure.nama, tahun, data.name(kota), measure.satuan)
    caption = _caption(
        measure,
        pd.concat(
            [
                measure.frame,
                tables["lokus"][
                    tables["lokus"]["kode_kelurahan"].isin(found["kode_kelurahan"])
                    & (tables["lokus"]["tahun"] == tahun)
                ],
            ]
        ),
        judul,
        _("{indikator} per kelurahan, {kota}, {tahun}; garis jingga: lokus resmi").format(
            indikator=measure.axis, kota=data.name(kota), tahun=tahun
        ),
        _("Peta {kota}. {temuan}").format(kota=data.name(kota), temuan=judul),
        shapes.catatan,
    )
    return chart(
        draw_map,
        {"data": frame, "legenda": legend},
        caption,
        key="peta_kelurahan",
        table=measure.frame,
        pick=True,
        file_name=f"{measure.nama} {data.name(kota)} {tahun}",
        judul=measure.axis,
        geometri=shape,
        lingkup=kota,
        **shapes.options,
    )


def _ranking_title(first: pd.Series, lowest: bool) -> str:
    """Who stands at the end that matters, and how far its place could be another one."""
    sure, unsure, plain = (
        _("{nama} jelas tertinggi"),
        _("{nama} tertinggi; peringkatnya bisa {bawah} sampai {atas}"),
        _("{nama} tertinggi"),
    )
    if lowest:
        sure, plain = _("{nama} jelas terendah"), _("{nama} terendah")
        unsure = _("{nama} terendah; peringkatnya dari atas bisa {bawah} sampai {atas}")
    if pd.isna(first["peringkat_atas"]):
        return plain.format(nama=first["nama"])
    text = sure if first["peringkat_bawah"] == first["peringkat_atas"] else unsure
    return text.format(nama=first["nama"], bawah=number(first["peringkat_bawah"]), atas=number(first["peringkat_atas"]))


@remembered
def ranking_panel(tables: dict[str, pd.DataFrame], everything: bool, code: str = "") -> Panel | None:
    """Kelurahan in order, each with its interval; 15 of them unless all are asked for."""
    from analysis.output.rankings import draw_ranking

    measure = measure_of(tables, code or state.get("indikator"))
    found, tahun = listed(tables), state.year()
    if not measure.known:
        return None
    ranked = rank_with_interval(within_kecamatan(measure.frame).dropna(subset=["nilai"]))
    if ranked.empty:
        return None
    ranked = ranked.assign(lokus=ranked["kode_kelurahan"].isin(found["kode_kelurahan"]))
    # Where more is better the kelurahan to look at are the lowest ones.
    lowest = measure.polaritas == "naik_baik"
    shown = ranked if everything else ranked.tail(SHOWN_ROWS) if lowest else ranked.head(SHOWN_ROWS)
    kota = data.name(state.get("kota"))
    first = shown.iloc[-1 if lowest else 0]
    judul = _ranking_title(first, lowest)
    caption = _caption(
        measure,
        shown,
        judul,
        _("{indikator}, selang 95 %, {tahun}; belah ketupat jingga: lokus resmi").format(
            indikator=measure.axis, tahun=tahun
        )
        if measure.share
        else _("{indikator}, {tahun}; jumlah tidak punya selang; belah ketupat jingga: lokus resmi").format(
            indikator=measure.axis, tahun=tahun
        ),
        _("Peringkat kelurahan menurut {indikator}. {temuan}.").format(indikator=measure.nama, temuan=judul),
    )
    acuan = benchmark(measure) if measure.share else benchmark(measure).iloc[:0]
    return chart(
        draw_ranking,
        {"data": mark_choice(shown), "acuan": acuan},
        caption,
        key="peringkat",
        table=ranked,
        pick=True,
        file_name=f"peringkat {measure.nama} {kota} {tahun}",
        judul=measure.axis,
        digits=measure.digits,
    )


def show_ranking(tables: dict[str, pd.DataFrame], code: str = "") -> None:
    """The ranking, with a switch where there is more than it shows at first."""
    panel = ranking_panel(tables, st.session_state.get("peringkat_semua", False), code)
    show(panel)
    if panel and len(panel.table) > SHOWN_ROWS:
        label = _("Tampilkan semua {jumlah} kelurahan").format(jumlah=number(len(panel.table)))
        st.toggle(label, key="peringkat_semua")


@remembered
def funnel_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty | None:
    """Is a kelurahan unusual, or only small?"""
    from analysis.output.rankings import draw_funnel, funnel_frame

    measure, found, tahun = chosen_measure(tables), listed(tables), state.year()
    if not measure.known:
        return None
    if not measure.share:
        return Empty(
            _("Grafik corong hanya untuk persentase; {indikator} adalah jumlah.").format(indikator=measure.nama),
            _("Pilih indikator prevalensi, proporsi, atau cakupan."),
        )
    rows = within_kecamatan(measure.frame)
    result = funnel(rows, measure.area["nilai"])
    points = funnel_frame(result.points, result.limits, lokus_codes=found["kode_kelurahan"])
    outside = int((points["posisi"] != "dalam").sum())
    judul = _("{luar} dari {semua} kelurahan di luar batas 95 %").format(
        luar=number(outside), semua=number(len(points))
    )
    note = ""
    if result.overdispersed:
        note = _(
            "Lebih banyak kelurahan di luar batas daripada yang wajar karena kebetulan (sekitar 5 %): "
            "sebaran berlebih, jangan menilai satu kelurahan dari letaknya saja."
        )
    caption = _caption(
        measure,
        rows,
        judul,
        _(
            "{indikator} menurut jumlah yang dihitung, {tahun}; garis: nilai kota dan batas 95 % dan 99,8 %; belah ketupat jingga: lokus resmi"
        ).format(indikator=measure.axis, tahun=tahun),
        _("Grafik corong {indikator}. {temuan}.").format(indikator=measure.nama, temuan=judul),
        note,
    )
    return chart(
        draw_funnel,
        {"data": mark_choice(points), "batas": result.limits, "acuan": benchmark(measure)},
        caption,
        key="corong",
        table=result.points,
        pick=True,
        file_name=f"corong {measure.nama} {data.name(state.get('kota'))} {tahun}",
        judul=measure.axis,
        judul_n=_("Jumlah yang dihitung"),
    )


@remembered
def _lists(tables: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, set[str]]:
    """The official lists of the year, and the kelurahan about which they differ."""
    kota, tahun = state.get("kota"), state.year()
    conflicts = list_conflicts(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], kota, tahun)
    return official_lists(tables["lokus"], tables["lokus_daftar"], kota, tahun), set(conflicts["kode_kelurahan"])


def show_lists(tables: dict[str, pd.DataFrame]) -> None:
    """Every version of the year's official list beside the others, with its source."""
    kota, tahun = state.get("kota"), state.year()
    if kota == data.PROVINCE:
        show(Empty(_("Daftar lokus ditetapkan per kota."), _("Pilih satu kota untuk melihat daftarnya.")))
        return
    lists, disputed = _lists(tables)
    if lists.empty:
        missing = _("Daftar lokus {tahun} untuk {kota} tidak ditemukan.").format(tahun=tahun, kota=data.name(kota))
        show(Empty(missing, _("Yang mengisinya: Keputusan Wali Kota tentang lokus tahun itu.")))
        return
    for column, (_place, row) in zip(st.columns(max(len(lists), 2)), lists.iterrows(), strict=False):
        with column, st.container(border=True):
            _show_list(tables, row, disputed)


def _show_list(tables: dict[str, pd.DataFrame], row: pd.Series, disputed: set[str]) -> None:
    st.markdown(
        "**" + _("Daftar {versi}: {jumlah} kelurahan").format(versi=row["versi"], jumlah=number(row["jumlah"])) + "**"
    )
    st.caption(
        escape(_("SK {nomor}").format(nomor=row["nomor_sk"]) if row["nomor_sk"] else _("Nomor SK tidak disebut"))
    )
    names = tables["lokus"][tables["lokus"]["daftar"] == row["daftar"]]
    if names.empty:
        st.markdown(_("Nama kelurahan tidak dipublikasikan."))
    marks = [
        f"- **{escape(data.name(code))}** :orange-badge[{_('sumber berbeda')}]"
        if code in disputed
        else f"- {escape(data.name(code))}"
        for code in names["kode_kelurahan"]
    ]
    st.markdown("\n".join(marks))
    if len(names) and len(names) != row["jumlah"]:
        st.caption(
            _("Sumber menyebut {sebut}, tetapi menamai {nama}.").format(
                sebut=number(row["jumlah"]), nama=number(len(names))
            )
        )
    link = f"[{escape(row['sumber_judul'])}]({row['sumber_url']})" if row["sumber_url"] else escape(row["sumber_judul"])
    st.caption(_("Sumber: {daftar}").format(daftar=link))
    if row["catatan"]:
        st.caption(escape(_(row["catatan"])))


@remembered
def history_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Which kelurahan entered, stayed or left, year by year."""
    from analysis.output.matrices import draw_history

    kota = state.get("kota")
    if kota == data.PROVINCE:
        return Empty(_("Riwayat lokus dicatat per kota."), _("Pilih satu kota untuk melihat riwayatnya."))
    matrix = lokus_status(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], kota)
    if matrix.empty:
        return Empty(
            _("Belum ada daftar lokus bernama untuk {kota}.").format(kota=data.name(kota)),
            _("Yang mengisinya: Keputusan Wali Kota tentang lokus."),
        )
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], kota)
    steady = (
        matrix[matrix["status"].isin(["masuk", "bertahan", "kembali", "tercatat"])].groupby("nama")["tahun"].nunique()
    )
    always = steady[steady == steady.max()].index.tolist()
    judul = _("{nama} paling sering menjadi lokus ({kali} tahun)").format(
        nama=join_names(always[:5]), kali=number(steady.max())
    )
    caption = Caption(
        judul,
        _("Status lokus per kelurahan dan tahun, {kota}").format(kota=data.name(kota)),
        source_line(lists.assign(jenis_data="resmi")),
        _("Tahun tanpa daftar bernama ditandai belum diketahui, bukan keluar."),
        judul,
    )
    return chart(
        draw_history,
        {"data": matrix},
        caption,
        key="riwayat",
        file_name=f"riwayat lokus {data.name(kota)}",
    )


def show_all(tables: dict[str, pd.DataFrame]) -> None:
    """All kelurahan as a table; a chosen row chooses the kelurahan everywhere."""
    measure, found = chosen_measure(tables), listed(tables)
    rows = within_kecamatan(measure.frame).sort_values("nilai", ascending=False, ignore_index=True)
    rows = compare_to_value(rows, measure.area["nilai"], measure.polaritas) if measure.share else rows
    rows = rows.assign(lokus=rows["kode_kelurahan"].isin(found["kode_kelurahan"]))
    columns = ["nama", "nama_kecamatan", "lokus", "nilai", "bawah", "atas", "pembilang", "penyebut"]
    shown = rows[[*columns, *(["putusan95"] if "putusan95" in rows else []), "jenis_data"]]

    def choose_row() -> None:
        chosen = (st.session_state.get(f"tabel_kelurahan_{current()}") or {}).get("selection", {}).get("rows", [])
        state.choose("kelurahan", rows["kode_kelurahan"].iloc[chosen[0]] if chosen else "")

    show_table(shown, key="tabel_kelurahan", on_select=choose_row, selection_mode="single-row")
