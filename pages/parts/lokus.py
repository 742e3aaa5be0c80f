"""The views of the page Lokus kelurahan."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.facts import lokus_fact
from analysis.convergence.lokus import list_conflicts, official_lists
from analysis.convergence.measures import is_province, kelurahan_measure
from analysis.convergence.statistics import compare_to_value, decompose_change
from analysis.figures import lokus as figures
from analysis.figures.measure import measure_of, within_kecamatan
from analysis.figures.view import Empty
from analysis.language import _, current, number, percent
from analysis.output.captions import sample_mark
from analysis.output.sentences import filled_by, say_case_change, say_fact
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart, show
from pages.parts.looking import view_of
from pages.parts.memory import remembered, remembered_of_the_kota
from pages.parts.table import show_table
from pages.parts.text import escape, link
from pages.parts.view import KeyFigure

SHOWN_ROWS = 15


@remembered_of_the_kota
def finding(tables: dict[str, pd.DataFrame]) -> str:
    """The published fact about the year's lokus."""
    fact = lokus_fact(tables, state.get("kota"), state.year())
    more = " " + filled_by(fact.nilai) if fact.kode == "tidak_diketahui" and data.sees_all() else ""
    return say_fact(fact, data.load().names) + more


@remembered_of_the_kota
def key_figures(tables: dict[str, pd.DataFrame]) -> list[KeyFigure]:
    """The kota's own figure, its share in the lokus, who was measured, how many kelurahan reported."""
    measure, found, tahun = measure_of(view_of(tables)), figures.listed(view_of(tables)), state.year()
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


@remembered_of_the_kota
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


@remembered
def map_panel(tables: dict[str, pd.DataFrame], code: str = "") -> Panel | Empty:
    """An indicator (by default that of the filters) on the map, lokus outlined; a click opens the profile."""
    return chart(figures.map_figure(view_of(tables), code=code), key="peta_kelurahan")


@remembered
def ranking_panel(tables: dict[str, pd.DataFrame], everything: bool, code: str = "") -> Panel | None:
    """Kelurahan in order, each with its interval; 15 of them unless all are asked for."""
    return chart(figures.ranking_figure(view_of(tables), code=code, everything=everything), key="peringkat")


def show_ranking(tables: dict[str, pd.DataFrame], code: str = "") -> None:
    """The ranking, with a switch where there is more than it shows at first."""
    panel = ranking_panel(tables, st.session_state.get("peringkat_semua", False), code)
    show(panel)
    if panel and len(panel.figure.table) > SHOWN_ROWS:
        label = _("Tampilkan semua {jumlah} kelurahan").format(jumlah=number(len(panel.figure.table)))
        st.toggle(label, key="peringkat_semua")


@remembered
def funnel_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty | None:
    """Is a kelurahan unusual, or only small?"""
    return chart(figures.funnel_figure(view_of(tables)), key="corong")


@remembered_of_the_kota
def _lists(tables: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, set[str]]:
    """The official lists of the year, and the kelurahan about which they differ."""
    kota, tahun = state.get("kota"), state.year()
    conflicts = list_conflicts(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], kota, tahun)
    return official_lists(tables["lokus"], tables["lokus_daftar"], kota, tahun), set(conflicts["kode_kelurahan"])


def show_lists(tables: dict[str, pd.DataFrame]) -> None:
    """Every version of the year's official list beside the others, with its source."""
    kota, tahun = state.get("kota"), state.year()
    if is_province(kota):
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
    source = link(row["sumber_judul"], row["sumber_url"])
    st.caption(_("Sumber: {daftar}").format(daftar=source))
    if row["catatan"]:
        st.caption(escape(_(row["catatan"])))


@remembered_of_the_kota
def history_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Which kelurahan entered, stayed or left, year by year."""
    return chart(figures.history_figure(view_of(tables)), key="riwayat")


def show_all(tables: dict[str, pd.DataFrame]) -> None:
    """All kelurahan as a table; a chosen row chooses the kelurahan everywhere."""
    measure, found = measure_of(view_of(tables)), figures.listed(view_of(tables))
    rows = within_kecamatan(view_of(tables), measure.frame).sort_values("nilai", ascending=False, ignore_index=True)
    rows = compare_to_value(rows, measure.area["nilai"], measure.polaritas) if measure.share else rows
    rows = rows.assign(lokus=rows["kode_kelurahan"].isin(found["kode_kelurahan"]))
    columns = ["nama", "nama_kecamatan", "lokus", "nilai", "bawah", "atas", "pembilang", "penyebut"]
    shown = rows[[*columns, *(["putusan95"] if "putusan95" in rows else []), "jenis_data"]]

    def choose_row() -> None:
        chosen = (st.session_state.get(f"tabel_kelurahan_{current()}") or {}).get("selection", {}).get("rows", [])
        state.choose("kelurahan", rows["kode_kelurahan"].iloc[chosen[0]] if chosen else "")

    show_table(shown, key="tabel_kelurahan", on_select=choose_row, selection_mode="single-row")
