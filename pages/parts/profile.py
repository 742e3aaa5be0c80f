"""The profile of one kelurahan: figures with their sources, trend, neighbours, coverage gaps."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.lokus import lokus_status
from analysis.convergence.measures import area_profile, kelurahan_measure
from analysis.convergence.statistics import shrink
from analysis.figures.trends import area_trend_figure
from analysis.figures.view import Empty
from analysis.language import _
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart, show
from pages.parts.coverage import gaps_panel
from pages.parts.filters import choose_kelurahan
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_tabs


def show_profile(tables: dict[str, pd.DataFrame]) -> None:
    """The kelurahan chosen on the map, in a ranking, in a table, or here by keyboard."""
    choose_kelurahan(_("Profil kelurahan"))
    if not state.get("kelurahan"):
        show(
            Empty(
                _("Belum ada kelurahan terpilih."),
                _("Klik wilayah di peta, titik di grafik, baris di tabel, atau pilih namanya di sini."),
            )
        )
        return
    st.markdown(f"**{escape(_standing(tables))}**")
    show_tabs(
        {
            _("Angka"): lambda: _show_figures(tables),
            _("Tren"): lambda: show(_trend(tables)),
            _("Tetangga"): lambda: _show_neighbours(tables),
            _("Kesenjangan layanan"): lambda: show(gaps_panel(tables)),
        },
        key="profil",
    )


@remembered
def _standing(tables: dict[str, pd.DataFrame]) -> str:
    """Name, kecamatan, and where the official lists of the year put it."""
    code, tahun = state.get("kelurahan"), state.year()
    place = _("{nama}, Kecamatan {kecamatan}").format(nama=data.name(code), kecamatan=data.name(code[:8]))
    matrix = lokus_status(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], code[:5])
    row = matrix[(matrix["kode_kelurahan"] == code) & (matrix["tahun"] == tahun)]
    status = row["status"].iloc[0] if len(row) else ""
    words = {
        "masuk": _("baru masuk daftar lokus {tahun}"),
        "bertahan": _("bertahan sebagai lokus {tahun}"),
        "kembali": _("kembali menjadi lokus {tahun}"),
        "tercatat": _("lokus {tahun}"),
        "keluar": _("keluar dari daftar lokus {tahun}"),
        "beda_sumber": _("lokus {tahun} menurut sebagian sumber resmi"),
        "belum_diketahui": _("status lokus {tahun} belum diketahui"),
    }
    return f"{place}: " + words.get(status, _("tidak ada di daftar lokus {tahun} yang ditemukan")).format(tahun=tahun)


@remembered
def _figures(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All indicators of the kelurahan beside its kota, named."""
    profile = area_profile(tables, state.get("kelurahan"), state.year())
    names = tables["indikator"].set_index("indikator")["nama"]
    return profile.assign(indikator=[_(names[kode]) for kode in profile["indikator"]])


def _show_figures(tables: dict[str, pd.DataFrame]) -> None:
    shown = _figures(tables)
    if shown["nilai"].isna().all():
        missing = _("Belum ada angka {tahun} untuk kelurahan ini.").format(tahun=state.year())
        show(Empty(missing, _("Unggah tabel Balita atau KRS di halaman Manajemen data.")))
        return
    columns = [
        "indikator",
        "nilai",
        "bawah",
        "atas",
        "nilai_kota",
        "pembilang",
        "penyebut",
        "jenis_data",
        "sumber_judul",
    ]
    show_table(shown[columns], key="profil_angka")


@remembered
def _trend(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    return chart(area_trend_figure(view_of(tables), code="prevalensi_rutin"), key="profil_tren")


@remembered
def _neighbours(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The kelurahan of the same kecamatan, raw and shrunk."""
    code = state.get("kelurahan")
    rows = shrink(kelurahan_measure(tables, "prevalensi_rutin", state.year(), code[:5]))
    return rows[rows["kode_kecamatan"] == code[:8]].sort_values("nilai", ascending=False)


def _show_neighbours(tables: dict[str, pd.DataFrame]) -> None:
    rows = _neighbours(tables)
    st.caption(
        _(
            "Kelurahan sekecamatan. Prevalensi kelurahan kecil mudah melonjak; kolom susut menariknya ke nilai kecamatan "
            "(Bayes empiris beta-binomial)."
        )
    )
    show_table(
        rows[["nama", "nilai", "bawah", "atas", "nilai_susut", "bawah_susut", "atas_susut", "n", "jenis_data"]],
        key="profil_tetangga",
    )
