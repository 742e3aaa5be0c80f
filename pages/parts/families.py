"""The views of the page Keluarga berisiko."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.facts import krs_fact
from analysis.convergence.families import check_identities, krs_totals
from analysis.figures import families as figures
from analysis.figures.trends import area_of
from analysis.figures.view import Empty
from analysis.language import _, number, percent
from analysis.output.codes import value_names
from analysis.output.sentences import filled_by, say_fact
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart, show
from pages.parts.looking import view_of
from pages.parts.memory import remembered, remembered_of_the_kota
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import KeyFigure, show_key_figures


def no_share(tables: dict[str, pd.DataFrame]) -> Empty:
    """No shares to draw."""
    return figures.no_share(view_of(tables))


@remembered_of_the_kota
def finding(tables: dict[str, pd.DataFrame]) -> str:
    """The published total of the kota, or that it is not published."""
    kota = state.get("kota")
    fact = krs_fact(tables, kota, state.year())
    where = data.name(kota)
    more = " " + filled_by(fact.nilai) if fact.kode == "tidak_diketahui" and data.sees_all() else ""
    return f"{where}: {say_fact(fact, data.load().names)}{more}"


@remembered_of_the_kota
def risk(tables: dict[str, pd.DataFrame]) -> figures.Risk:
    """The shares of one kota ("31" = all) and year, asked for once for all views."""
    return figures.risk(view_of(tables))


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
def map_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Share of target families at risk, per kelurahan."""
    return chart(figures.map_figure(view_of(tables)), key="peta_krs")


@remembered
def ranking_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Kelurahan by share of families at risk, with intervals."""
    return chart(figures.ranking_figure(view_of(tables)), key="peringkat_krs")


@remembered_of_the_kota
def kota_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """All kota beside DKI."""
    return chart(figures.kota_figure(view_of(tables)), key="kota_krs")


@remembered_of_the_kota
def factors_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Why families are at risk."""
    return chart(figures.factors_figure(view_of(tables)), key="faktor")


@remembered_of_the_kota
def welfare_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty | None:
    """Welfare ranks of the families at risk."""
    return chart(figures.welfare_figure(view_of(tables)), key="kesejahteraan")


@remembered_of_the_kota
def trend_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Share of families at risk over the years."""
    return chart(figures.trend_figure(view_of(tables)), key="tren_krs")


@remembered_of_the_kota
def _identities(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return check_identities(tables["krs"], area_of(view_of(tables), "kecamatan"), state.year())


def _nothing_to_check(tables: dict[str, pd.DataFrame]) -> Empty:
    """No rows at all, or none with the counts that the identities are about."""
    if not risk(tables).counted["n_wilayah"]:
        return figures.no_data(view_of(tables))
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
