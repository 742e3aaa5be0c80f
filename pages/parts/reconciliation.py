"""Quality of the data, sources side by side, and what to mend first, per owner."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.reconciliation import (
    families_and_published,
    largest_differences,
    routine_and_survey,
    side_by_side,
)
from analysis.figures.quality import order
from analysis.figures.view import Empty
from analysis.language import _, join_names
from analysis.output.captions import sample_mark
from analysis.output.quality_sentences import (
    say_families,
    say_routine_and_survey,
    say_side_by_side,
    source_names,
)
from pages.parts import data, deadlines, fix_list, quality, recording, state
from pages.parts.chart_panel import show as show_panel
from pages.parts.filters import show_filters
from pages.parts.memory import remembered
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_bullets, show_key_figures, show_section

Tables = dict[str, pd.DataFrame]


def show(tables: Tables) -> None:
    """Draw this part of the page."""
    show_filters("kota", "tahun")
    frontier = recording.base()
    st.markdown(f"**{escape(quality.finding(tables, frontier))}**")
    if figures := quality.key_figures(tables, frontier):
        show_key_figures(figures)
    show_panel(quality.matrix_panel(tables, frontier))
    _show_areas(tables, frontier)
    show_section(_("Yang dibenahi lebih dulu"))
    fix_list.show(tables, frontier)
    show_section(_("Rekonsiliasi antarsumber"))
    _show_prevalence(tables, frontier)
    _show_families(tables, frontier)
    _show_side_by_side(tables, frontier)
    show_section(_("Tenggat pelaporan"))
    deadlines.show(tables)


def _show_areas(tables: Tables, frontier: tuple[str, ...]) -> None:
    choices = quality.choices(tables, frontier)
    if not choices:
        return
    with st.expander(_("Skor per kecamatan dan kelurahan"), icon=":material/table_rows:"):
        left, right = st.columns([3, 2])
        pair = left.selectbox(_("Sumber dan tabel"), list(choices), format_func=choices.get, key="mutu_pasangan")
        names = {"kecamatan": _("Kecamatan"), "kelurahan": _("Kelurahan")}
        with right:
            level = st.segmented_control(
                _("Tingkat"), list(names), format_func=names.get, key="mutu_tingkat", default="kecamatan", required=True
            )
        if pair[0] == "contoh":
            st.badge(sample_mark(), color="orange")
        show_table(quality.areas(tables, frontier, level, *pair), key="mutu_wilayah")


@remembered
def _prevalence(tables: Tables, frontier: tuple[str, ...]) -> pd.DataFrame:
    own = quality.judged(tables, frontier)
    return routine_and_survey(own.rows["balita"], tables["angka"], state.get("kota"), state.year())


def _show_prevalence(tables: Tables, frontier: tuple[str, ...]) -> None:
    found, kota = _prevalence(tables, frontier), data.name(state.get("kota"))
    _heading(_("e-PPGBM dan survei"), found)
    if found.empty:
        missing = _("Belum ada prevalensi survei maupun rutin untuk {kota} sampai {tahun}.")
        show_panel(
            Empty(
                missing.format(kota=kota, tahun=state.year()),
                _("Yang mengisinya: laporan SSGI/SKI per kota dan hitungan e-PPGBM dari Dinas Kesehatan."),
            )
        )
        return
    names = source_names(tables["sumber_data"])
    rows = [found.iloc[[place]] for place in range(len(found))]
    ordered = [
        *(row for row in rows if row["ukuran"].iloc[0] == "survei"),
        *(row for row in rows if row["ukuran"].iloc[0] != "survei"),
    ]
    show_bullets(say_routine_and_survey(found, kota, names), ordered)


@remembered
def _families(tables: Tables, frontier: tuple[str, ...]) -> pd.DataFrame:
    own = quality.judged(tables, frontier)
    return families_and_published(
        own.rows["krs"], tables["angka"], tables["kelurahan"], state.get("kota"), state.year()
    )


def _show_families(tables: Tables, frontier: tuple[str, ...]) -> None:
    found, kota = _families(tables, frontier), data.name(state.get("kota"))
    _heading(_("Keluarga berisiko dan total yang terbit"), found)
    if found.empty:
        missing = _("Belum ada jumlah keluarga berisiko {kota} untuk {tahun}, terbit maupun tercatat.")
        show_panel(
            Empty(
                missing.format(kota=kota, tahun=state.year()),
                _("Yang mengisinya: rekap KRS dari SIGA BKKBN atau Carik."),
            )
        )
        return
    show_bullets(
        say_families(found, kota, source_names(tables["sumber_data"])),
        [found.iloc[[place]] for place in range(len(found))],
    )


@remembered
def _totals(tables: Tables, frontier: tuple[str, ...]) -> pd.DataFrame:
    own = quality.judged(tables, frontier)
    return side_by_side(own.rows, state.below(), state.year(), order(tables))


def _show_side_by_side(tables: Tables, frontier: tuple[str, ...]) -> None:
    found, names = _totals(tables, frontier), source_names(tables["sumber_data"])
    _heading(_("Jumlah yang sama menurut beberapa sumber"), found)
    in_order = [names[source] for source in order(tables)]
    st.caption(
        escape(
            _(
                "Bila beberapa sumber mengisi kelurahan dan tahun yang sama, aplikasi memakai seluruh baris dari sumber "
                "yang lebih dulu dalam urutan ini (asumsi, tabel sumber_data): {urutan}."
            ).format(urutan=join_names(in_order))
        )
    )
    others = found[(found["acuan"].fillna("") != "").to_numpy()]
    if others.empty:
        show_panel(
            Empty(
                _("Belum ada dua sumber yang melaporkan ukuran yang sama."),
                _("Impor rekap Carik, SIGA, e-PPGBM, atau Master Ansit untuk membandingkannya."),
            )
        )
    if found.empty:
        return
    shown = found.assign(
        sumber_data=found["sumber_data"].map(names).fillna(found["sumber_data"]),
    ).rename(columns={"selisih": "selisih_sumber"})
    columns = ["tabel", "ukuran", "sumber_data", "dipakai", "nilai", "n_wilayah"]
    if len(others):
        columns += ["n_bersama", "nilai_bersama", "acuan_bersama", "selisih_sumber", "selisih_pct"]
    show_table(shown[[*columns, "jenis_data"]], key="mutu_jumlah")
    if len(others):
        _show_differences(tables, frontier, others, names)


def _show_differences(tables: Tables, frontier: tuple[str, ...], others: pd.DataFrame, names: dict[str, str]) -> None:
    """The kelurahan in which two sources differ most, for one measure."""
    from analysis.output.codes import value_names

    words = value_names()["ukuran"]
    others = others.iloc[others["selisih_pct"].abs().fillna(0).argsort()[::-1]]
    pairs = {(row.ukuran, row.sumber_data): row for row in others.itertuples()}
    label = {
        key: f"{words[key[0]]}: {names.get(key[1], key[1])} – {names.get(row.acuan, row.acuan)}"
        for key, row in pairs.items()
    }
    chosen = st.selectbox(_("Bandingkan per kelurahan"), list(pairs), format_func=label.get, key="mutu_banding")
    row = pairs[chosen]
    st.markdown(escape(say_side_by_side(row, names)))
    rows = quality.judged(tables, frontier).rows[row.tabel]
    found = largest_differences(rows, row.ukuran, row.sumber_data, row.acuan, state.below(), state.year())
    found.insert(0, "nama", found["kode_kelurahan"].map(data.load().names))
    found = found.rename(columns={"selisih": "selisih_sumber"}).drop(columns="kode_kelurahan")
    show_table(found, key="mutu_selisih")


def _heading(title: str, rows: pd.DataFrame) -> None:
    """A small heading, with the badge where any row below it is a sample."""
    badge = f" :orange-badge[{sample_mark()}]" if (rows["jenis_data"] == "contoh").any() else ""
    st.markdown(f"**{escape(title)}**{badge}")
