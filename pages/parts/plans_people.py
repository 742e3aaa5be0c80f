"""Kader and KPM: how many, trained in the 25 basic competences, for how many baduta."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.measures import areas_in
from analysis.convergence.plans import people, without_people
from analysis.figures.view import Empty
from analysis.language import _, number, percent
from analysis.output.captions import Caption, has_sample, source_line
from pages.parts import data, state
from pages.parts.chart_panel import show as show_panel
from pages.parts.chart_panel import show_list
from pages.parts.editor import Form
from pages.parts.memory import remembered
from pages.parts.plans_editor import figure_cell, show_editor_heading, show_list_editor
from pages.parts.text import escape
from pages.parts.view import KeyFigure, show_key_figures

SHOWN_NAMES = 12


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Figures, summary per kecamatan and kota, the kelurahan that say nothing, and the editor."""
    show_key_figures(key_figures(tables))
    show_summary(tables)
    show_missing(tables)
    show_editor(tables)


def area() -> str:
    """The kecamatan chosen, or else the kota."""
    return state.get("kecamatan") or state.get("kota")


@remembered
def _summary(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Per kecamatan of a kota, or per kota of the province, with the kota itself at the end; per kelurahan in a kecamatan."""
    level = "kode_kota" if state.below() is None else "kode_kelurahan" if state.get("kecamatan") else "kode_kecamatan"
    found = people(tables["pelaku"], tables["kelurahan"], area(), state.year(), level)
    return found.assign(nama_wilayah=[data.name(code) for code in found[level]]).drop(columns=level)


@remembered
def _whole(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The area itself, one row per kind: everything counted under one heading."""
    areas = areas_in(tables["kelurahan"], state.year(), area()).assign(semua=area())
    return people(tables["pelaku"], areas, area(), state.year(), "semua").set_index("pelaku")


@remembered
def key_figures(tables: dict[str, pd.DataFrame]) -> list[KeyFigure]:
    """Kader, share trained, baduta per kader, kelurahan without data."""
    whole, tahun = _whole(tables), str(state.year())
    kader, kind = whole.loc["kader"], whole.loc["kader", "jenis_data"]
    kpm = whole.loc["KPM", "jumlah"] if "KPM" in whole.index else None
    missing = len(without_people(tables["pelaku"], tables["kelurahan"], area(), state.year()))
    return [
        KeyFigure(
            _("Kader"), number(kader["jumlah"]), _("{tahun}; KPM {kpm}").format(tahun=tahun, kpm=number(kpm)), kind
        ),
        KeyFigure(_("Kader terlatih"), percent(kader["terlatih_pct"]), _("25 kompetensi dasar"), kind),
        KeyFigure(_("Baduta per kader"), number(kader["baduta_per_pelaku"], 1), tahun, kind),
        KeyFigure(
            _("Kelurahan tanpa data"),
            f"{number(missing)}/{number(kader['n_wilayah_total'])}",
            _("belum menyebut jumlah kadernya"),
            kind,
        ),
    ]


def show_summary(tables: dict[str, pd.DataFrame]) -> None:
    """The same figures for each part of the area."""
    found, tahun, where = _summary(tables), state.year(), data.name(area())
    if found["jumlah"].isna().all():
        show_panel(
            Empty(
                _("Belum ada data kader dan KPM {wilayah} {tahun}.").format(wilayah=where, tahun=tahun),
                _("Yang mengisinya: kelurahan dan puskesmas; isi tabel di bawah."),
            )
        )
        return
    caption = Caption(
        _heading(tables),
        _("Kader dan KPM, {wilayah}, {tahun}").format(wilayah=where, tahun=tahun),
        source_line(found),
        _("Persen terlatih dan baduta per pelaku hanya dari kelurahan yang mengisi keduanya."),
        contoh=has_sample(found),
    )
    show_list(_table(tables), caption, key="daftar_pelaku", file_name=f"kader dan kpm {where} {tahun}")


@remembered
def _table(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["n_wilayah", "n_wilayah_total", "jumlah", "terlatih", "terlatih_pct", "baduta", "baduta_per_pelaku"]
    whole = _whole(tables).reset_index().assign(nama_wilayah=data.name(area()))
    return pd.concat([whole, _summary(tables)], ignore_index=True)[["nama_wilayah", "pelaku", *columns, "jenis_data"]]


@remembered
def _heading(tables: dict[str, pd.DataFrame]) -> str:
    """Which part has the smallest share of trained kader."""
    kader = _summary(tables).query("pelaku == 'kader'").dropna(subset=["terlatih_pct"])
    if len(kader) < 2:
        return _("Jumlah kader dan KPM")
    least = kader.sort_values("terlatih_pct").iloc[0]
    return _("Kader terlatih paling sedikit di {nama}: {persen}").format(
        nama=least["nama_wilayah"], persen=percent(least["terlatih_pct"])
    )


def show_missing(tables: dict[str, pd.DataFrame]) -> None:
    """The kelurahan that say nothing, by name."""
    missing = without_people(tables["pelaku"], tables["kelurahan"], area(), state.year())
    if missing.empty:
        return
    names = missing["nama_kelurahan"].head(SHOWN_NAMES).tolist()
    more = _("dan {jumlah} lain").format(jumlah=number(len(missing) - len(names))) if len(missing) > len(names) else ""
    st.caption(
        _("Kelurahan tanpa data kader: {daftar}.").format(daftar=escape(", ".join([*names, *([more] if more else [])])))
    )


def show_editor(tables: dict[str, pd.DataFrame]) -> None:
    """Kader or KPM of every kelurahan of the area."""
    show_editor_heading(grows=False)
    tahun = state.year()
    kind = st.segmented_control(
        _("Isi untuk"), ["kader", "KPM"], default="kader", required=True, key="isi_pelaku", persist_state="session"
    )
    areas = areas_in(tables["kelurahan"], tahun, area())
    form = Form(
        key=f"pelaku-{area()}-{tahun}-{kind}",
        title=_("{pelaku}, {wilayah} {tahun}").format(pelaku=kind, wilayah=data.name(area()), tahun=tahun),
        columns={name: figure_cell(name) for name in ("jumlah", "terlatih", "baduta")},
        label=lambda row: data.name(row["kode_kelurahan"]),
        beside=areas[["nama_kelurahan", "nama_kecamatan"]],
        ask_who=True,
    )
    show_list_editor("pelaku", form, keys=[(code, tahun, kind) for code in areas["kode_kelurahan"]])
