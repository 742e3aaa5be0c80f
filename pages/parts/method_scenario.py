"""The page Metode & sumber, scenarios: what the model assumes, its levers and costs, and how its trend did in the past."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.language import MISSING, _, number, percent
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

SOURCE = ["sumber_judul", "sumber_url"]

Tables = dict[str, pd.DataFrame]


def show_scenario(tables: Tables) -> None:
    st.caption(
        _("Model potensi dampak menurut kohor kelahiran: apa yang mungkin bila pengaruh terbitan berlaku di sini.")
    )
    show_section(_("Parameter skenario"))
    parameter = tables["skenario_parameter"]
    columns = ["nama", "nilai", "bawah", "atas", "satuan", "sebaran", "jenis", "catatan", *SOURCE]
    shown = parameter[columns].assign(**{name: parameter[name].map(_exact) for name in ("nilai", "bawah", "atas")})
    # Of a triangle or a uniform these are the ends, not the limits of a 95 % interval.
    shown = shown.rename(columns={"bawah": "batas_bawah", "atas": "batas_atas"})
    show_table(shown, key="m_skenario_parameter", readable=True)
    show_section(_("Tuas"))
    columns = ["nama", "sasaran", "jendela", "indikator", "asal_biaya", "jenis", "catatan"]
    levers = tables["skenario_tuas"][columns].rename(columns={"indikator": "kode_indikator"})
    show_table(levers, key="m_skenario_tuas", readable=True)
    show_section(_("Biaya satuan yang ditemukan"))
    st.caption(_("Hanya pembanding; biaya satuan rencana diisi sendiri. Yang kosong tidak ditemukan."))
    columns = ["nama", "biaya_rp", "satuan", "tahun", "tempat", "jenis", "catatan", *SOURCE]
    show_table(tables["skenario_biaya"][columns], key="m_skenario_biaya", readable=True)
    show_section(_("Uji tren terhadap tahun yang sudah lewat"))
    _show_backtest(tables)


def _exact(value: float) -> str:
    """A parameter with all its digits: .0001 must not be rounded to 0."""
    if pd.isna(value):
        return MISSING
    return number(value, len(f"{value:.10f}".rstrip("0").split(".")[1]))


def _show_backtest(tables: Tables) -> None:
    from analysis.convergence.prevalence import NATIONAL, survey_series
    from analysis.scenario.trend import SEEN_UNTIL, backtest

    national = survey_series(tables["angka"], NATIONAL)
    drift = tables["skenario_parameter"].set_index("parameter")["nilai"].get("tren_simpangan")
    told = pd.DataFrame() if drift is None else backtest(national, drift)
    if told.empty:
        st.caption(_("Angka survei nasional terlalu sedikit untuk menguji tren."))
        return
    lines = [
        _("{tahun}: garis sampai {sampai} meramal {ramalan}, yang terjadi {teramati}.").format(
            tahun=row.tahun, sampai=SEEN_UNTIL, ramalan=percent(row.nilai), teramati=percent(row.teramati)
        )
        for row in told.drop_duplicates("tahun").itertuples()
    ]
    st.markdown("\n".join(f"- {escape(line)}" for line in lines))
    st.caption(
        _(
            "Selang 90 %. Selang regresi hanya memakai tahun yang sudah dilihat; lebar tren model dipilih dari kesalahan ini."
        )
    )
    named = {"bawah": "bawah_90", "atas": "atas_90"}
    show_table(told.rename(columns=named), key="m_skenario_uji", readable=True)
