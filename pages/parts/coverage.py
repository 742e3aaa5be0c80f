"""Coverage of the essential services: heat map, one indicator, one kelurahan."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.coverage import coverage_gaps, coverage_matrix, missed_by
from analysis.convergence.measures import measure_series
from analysis.language import _, number, percent
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.sentences import say_coverage
from pages.parts import data, lokus, state
from pages.parts.chart_panel import Empty, Panel, chart
from pages.parts.chart_panel import show as show_panel
from pages.parts.course import trend_panel
from pages.parts.filters import choose_kelurahan
from pages.parts.memory import remembered
from pages.parts.view import KeyFigure, show_key_figures, show_section

LEVELS = ("kota", "kecamatan")
ORDERS = ("daftar", "terlewat")


def chosen_area() -> str:
    """The kecamatan chosen, or else the kota."""
    return state.get("kecamatan") or state.get("kota")


def no_data() -> Empty:
    return Empty(
        _("Belum ada data cakupan layanan {tahun} untuk {wilayah}.").format(
            tahun=state.year(), wilayah=data.name(chosen_area())
        ),
        _("Unggah tabel Cakupan di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."),
    )


@remembered
def gaps_of_area(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All 29 indicators for the kecamatan or kota chosen, counts added."""
    return coverage_gaps(tables["cakupan"], tables["indikator_esensial"], chosen_area(), state.year())


@remembered
def matrix(tables: dict[str, pd.DataFrame], level: str) -> pd.DataFrame:
    """Every area of the level inside the area chosen x every indicator."""
    area = chosen_area()
    below = None if area == data.PROVINCE else area
    return coverage_matrix(
        tables["cakupan"], tables["indikator_esensial"], tables["kelurahan"], state.year(), below, level
    )


@remembered
def finding(tables: dict[str, pd.DataFrame]) -> tuple[str, str]:
    """The sentence of the page, and the kind of truth it stands on."""
    gaps = gaps_of_area(tables)
    return say_coverage(gaps, state.year(), data.name(chosen_area())), "contoh" if has_sample(gaps) else ""


@remembered
def key_figures(tables: dict[str, pd.DataFrame]) -> list[KeyFigure]:
    """Indicators short, kelurahan cells short, the service that misses most people, how complete the data are."""
    gaps, cells, tahun = gaps_of_area(tables), matrix(tables, "kelurahan"), state.year()
    kind = "contoh" if has_sample(gaps) else next((kind for kind in gaps["jenis_data"] if kind), "")
    judged, judged_cells = gaps["memenuhi"].dropna(), cells["memenuhi"].dropna()
    short = judged_cells.size - int(judged_cells.sum())
    most = gaps.iloc[0]
    return [
        KeyFigure(
            _("Indikator belum mencapai target"),
            f"{number(judged.size - int(judged.sum()))}/{number(judged.size)}",
            _("indikator bertarget, {tahun}").format(tahun=tahun),
            kind,
        ),
        KeyFigure(
            _("Pasangan belum mencapai target"),
            percent(100 * short / judged_cells.size if judged_cells.size else None, 0),
            _("dari {jumlah} pasangan kelurahan dan indikator bertarget").format(jumlah=number(judged_cells.size)),
            kind,
        ),
        KeyFigure(_("Sasaran terbanyak terlewat"), number(most["terlewat"]), _(most["nama_pendek"]), kind),
        KeyFigure(
            _("Data terisi"),
            percent(100 * cells["nilai"].notna().mean() if len(cells) else None, 0),
            _("{ada} dari {semua} sel").format(ada=number(cells["nilai"].notna().sum()), semua=number(len(cells))),
            kind,
        ),
    ]


@remembered
def heat_panel(tables: dict[str, pd.DataFrame], level: str, rows: str, columns: str) -> Panel:
    """All areas x all indicators; a click chooses the kelurahan."""
    from analysis.output.heatmap import draw_heat, heat_frame

    cells, tahun, area = matrix(tables, level), state.year(), data.name(chosen_area())
    key = f"kode_{level}"
    found = lokus.listed(tables)["kode_kelurahan"] if level == "kelurahan" else ()
    cell_rows, row_names, heads = heat_frame(
        cells,
        key=key,
        rows_by_missed=rows == "terlewat",
        columns_by_missed=columns == "terlewat",
        lokus_codes=found,
    )
    row_names = row_names.assign(terpilih=row_names["kode_kelurahan"] == state.get("kelurahan"))
    missed = missed_by(cells, "nama").sort_values(ascending=False)
    judul = _("Paling banyak sasaran terlewat: {nama}").format(nama=missed.index[0])
    target = _("Target nasional 2024 yang ditemukan sumbernya; indikator tanpa target hanya ditampilkan cakupannya.")
    twice = _("Jumlah terlewat dijumlahkan antarlayanan, jadi satu orang bisa terhitung lebih dari sekali.")
    below = {
        "kelurahan": _("Cakupan layanan esensial per kelurahan, {wilayah}, {tahun}; jingga tebal: lokus resmi"),
        "kecamatan": _(
            "Cakupan layanan esensial per kecamatan, {wilayah}, {tahun}; pembilang dan penyebut dijumlahkan"
        ),
        "kota": _("Cakupan layanan esensial per kota, {wilayah}, {tahun}; pembilang dan penyebut dijumlahkan"),
    }[level]
    caption = Caption(
        judul,
        below.format(wilayah=area, tahun=tahun),
        source_line(cells),
        f"{target} {twice}",
        _("Peta panas cakupan layanan. {temuan}.").format(temuan=judul),
        has_sample(cells),
    )
    return chart(
        draw_heat,
        {"data": cell_rows, "baris": row_names, "kolom": heads},
        caption,
        key="peta_panas",
        table=cells,
        pick=level == "kelurahan",
        file_name=f"cakupan layanan {area} {tahun}",
    )


def _order_name(code: str) -> str:
    return {"daftar": _("Menurut daftar"), "terlewat": _("Terbanyak terlewat")}[code]


def _level_name(code: str) -> str:
    return {"kota": _("Kota"), "kecamatan": _("Kecamatan")}[code]


def _choice(label: str, options: tuple[str, ...], name, key: str, default: str) -> str:
    chosen = st.segmented_control(
        label, options, format_func=name, key=key, default=default, required=True, persist_state="session"
    )
    return chosen or default


def _show_heat(tables: dict[str, pd.DataFrame]) -> None:
    """The heat map under its own choices; the whole of DKI is grouped, 267 rows could not be read."""
    level = "kelurahan"
    with st.container(horizontal=True, gap="large"):
        if chosen_area() == data.PROVINCE:
            level = _choice(_("Kelompokkan menurut"), LEVELS, _level_name, "cakupan_tingkat", "kecamatan")
        rows = _choice(_("Urutan wilayah"), ORDERS, _order_name, "cakupan_baris", "terlewat")
        columns = _choice(_("Urutan indikator"), ORDERS, _order_name, "cakupan_kolom", "daftar")
    show_panel(heat_panel(tables, level, rows, columns))


def _indicator(tables: dict[str, pd.DataFrame]) -> str:
    """The service chosen on top of the page, or here when the filter names another measure."""
    codes = tables["indikator_esensial"]["kode_indikator"].tolist()
    if state.get("indikator") in codes:
        return state.get("indikator")
    return st.selectbox(
        _("Indikator layanan"), codes, format_func=data.indicator_name, key="cakupan_indikator", persist_state="session"
    )


@remembered
def _trend(tables: dict[str, pd.DataFrame], code: str) -> Panel | Empty:
    area = chosen_area()
    allowed = tables["indikator"].set_index("indikator")["boleh_tren"].get("cakupan", 0)
    return trend_panel(
        measure_series(tables, "cakupan", "31" if area == data.PROVINCE else area, code),
        ukuran=data.indicator_name(code),
        sumbu=_("Cakupan (%)"),
        nama=data.name(area),
        key="cakupan_tren",
        boleh_tren=bool(allowed),
        tinggi=260,
    )


def _show_indicator(tables: dict[str, pd.DataFrame]) -> None:
    show_section(_("Satu indikator"))
    code = _indicator(tables)
    left, right = st.columns([6, 5], gap="large")
    with left:
        show_panel(lokus.map_panel(tables, code))
    with right:
        lokus.show_ranking(tables, code)
        show_panel(_trend(tables, code))


def _show_kelurahan(tables: dict[str, pd.DataFrame]) -> None:
    show_section(_("Satu kelurahan"))
    choose_kelurahan(_("Kelurahan"))
    if state.get("kelurahan"):
        show_panel(gaps_panel(tables, 15))
        return
    show_panel(
        Empty(
            _("Belum ada kelurahan terpilih."), _("Klik satu sel di peta panas, wilayah di peta, atau pilih di sini.")
        )
    )


@remembered
def gaps_panel(tables: dict[str, pd.DataFrame], rows: int = 10) -> Panel | Empty:
    """The services of the kelurahan chosen, most people missed first; `rows` of them in the picture, all in its table."""
    from analysis.output.services import draw_coverage

    code, tahun = state.get("kelurahan"), state.year()
    gaps = coverage_gaps(tables["cakupan"], tables["indikator_esensial"], code, tahun)
    short = gaps[(gaps["selisih"] > 0).to_numpy()]
    if gaps["nilai"].isna().all():
        return Empty(
            _("Belum ada cakupan layanan {tahun} untuk kelurahan ini.").format(tahun=tahun),
            _("Unggah tabel Cakupan di halaman Manajemen data."),
        )
    judul = _("{jumlah} dari {semua} indikator bertarget belum mencapai target").format(
        jumlah=number(len(short)), semua=number(gaps["memenuhi"].notna().sum())
    )
    caption = Caption(
        judul,
        _("Cakupan layanan esensial {nama}, {tahun}; terbanyak terlewat di atas").format(
            nama=data.name(code), tahun=tahun
        ),
        source_line(gaps),
        _("Target nasional 2024 yang ditemukan sumbernya; indikator tanpa target tetap ditampilkan."),
        judul,
        has_sample(gaps),
    )
    first = gaps.head(rows)
    return chart(
        draw_coverage,
        {"data": first.assign(nama_pendek=[_(text) for text in first["nama_pendek"]], urutan=range(len(first)))},
        caption,
        key="profil_cakupan",
        table=gaps,
        file_name=f"cakupan {data.name(code)} {tahun}",
        judul=_("Cakupan (%)"),
    )


def show(tables: dict[str, pd.DataFrame]) -> None:
    """All services at once, then one of them, then one kelurahan."""
    if gaps_of_area(tables)["nilai"].isna().all():
        show_panel(no_data())
        return
    show_key_figures(key_figures(tables))
    _show_heat(tables)
    _show_indicator(tables)
    _show_kelurahan(tables)
