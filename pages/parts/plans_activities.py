"""Rencana kegiatan: what is planned where, for how much, and what came of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.plans import lokus_plans, plan_summary, plans_by, plans_of
from analysis.figures.plans import budget_figure, no_plans
from analysis.figures.view import Empty
from analysis.language import MISSING, _, number
from analysis.output.briefing_sentences import plan_figures
from analysis.output.captions import Caption, has_sample, source_line
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart, show_list
from pages.parts.chart_panel import show as show_panel
from pages.parts.editor import Form
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.plans_editor import choice_cell, figure_cell, show_editor_heading, show_list_editor, text_cell
from pages.parts.view import KeyFigure, show_key_figures, show_tabs


def show(tables: dict[str, pd.DataFrame]) -> None:
    """Figures, budget by office, lokus, the list, and its editor."""
    show_key_figures(key_figures(tables))
    show_panel(budget_panel(tables))
    left, right = st.columns(2, gap="large")
    with left:
        show_lokus(tables)
    with right:
        show_parts(tables)
    show_activities(tables)
    show_editor(tables)


def area() -> str:
    """The kecamatan chosen, or else the kota."""
    return state.get("kecamatan") or state.get("kota")


@remembered
def key_figures(tables: dict[str, pd.DataFrame]) -> list[KeyFigure]:
    """Activities, budget and its use, targets reached, lokus with an activity of their own."""
    tahun = state.year()
    found, lokus = plan_summary(tables["rencana"], area(), tahun), _lokus(tables)
    served = int((lokus["n_kegiatan"] > 0).sum())
    kind = found["jenis_data"]
    return [
        KeyFigure(
            _("Kegiatan"),
            number(found["n_kegiatan"]),
            _("{tahun}; {tanpa} tanpa indikator").format(tahun=tahun, tanpa=number(found["n_tanpa_indikator"])),
            kind,
        ),
        *(KeyFigure(*words, kind) for words in plan_figures(found)),
        KeyFigure(
            _("Lokus dengan kegiatan"),
            f"{number(served)}/{number(len(lokus))}" if len(lokus) else MISSING,
            _("kegiatan di kelurahannya sendiri"),
            kind,
        ),
    ]


@remembered
def _lokus(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    found = lokus_plans(tables, state.below(), state.year())
    return found[found["kode_kelurahan"].str.startswith(area()).to_numpy(dtype=bool)].reset_index(drop=True)


@remembered
def budget_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Budget and what was spent of it, by office."""
    return chart(budget_figure(view_of(tables)), key="anggaran_opd")


def show_lokus(tables: dict[str, pd.DataFrame]) -> None:
    """Each lokus of the official lists with its own activities, those without any first."""
    found, tahun, where = _lokus_table(tables), state.year(), data.name(area())
    if found.empty:
        show_panel(
            Empty(
                _("Nama lokus {tahun} tidak dipublikasikan atau tidak ada di wilayah ini.").format(tahun=tahun),
                _("Yang mengisinya: Keputusan Wali Kota tentang lokus tahun itu."),
            )
        )
        return
    without = int((found["n_sendiri"] == 0).sum())
    caption = Caption(
        _("{tanpa} dari {semua} lokus belum punya kegiatan sendiri").format(
            tanpa=number(without), semua=number(len(found))
        ),
        _("Kegiatan di kelurahan lokus semua versi daftar, {wilayah}, {tahun}").format(wilayah=where, tahun=tahun),
        source_line(found),
        _("Kegiatan kecamatan dapat menjangkau lokus, tetapi tidak dihitung sebagai kegiatan lokus itu sendiri."),
        contoh=has_sample(found),
    )
    show_list(found, caption, key="lokus_kegiatan", file_name=f"lokus dan kegiatan {where} {tahun}")


@remembered
def _lokus_table(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["nama", "n_sendiri", "n_kecamatan", "anggaran_rp", "jenis_data", "sumber_judul"]
    return _lokus(tables).rename(columns={"n_kegiatan": "n_sendiri"})[columns]


@remembered
def _by(tables: dict[str, pd.DataFrame], by: str) -> pd.DataFrame:
    """Summary per kecamatan (of the year) or per year (of the area)."""
    found = plans_by(tables["rencana"], area(), None if by == "tahun" else state.year(), by)
    columns = ["n_kegiatan", "anggaran_rp", "serapan_pct", "n_bertarget", "n_tercapai", "capaian_pct", "n_tanpa_target"]
    columns += ["jenis_data", "sumber_judul"]
    if by == "tahun":
        return found[["tahun", *columns]]
    names = [data.name(code) if code else _("tingkat kota") for code in found["kode_kecamatan"]]
    return found.assign(nama_kecamatan=names)[["nama_kecamatan", *columns]]


def show_parts(tables: dict[str, pd.DataFrame]) -> None:
    """The same figures per kecamatan, and per year."""
    where, tahun = data.name(area()), state.year()
    places = _("{wilayah}, {tahun}").format(wilayah=where, tahun=tahun)
    show_tabs(
        {
            _("Menurut kecamatan"): lambda: _show_part(tables, "kode_kecamatan", _("Menurut kecamatan"), places),
            _("Menurut tahun"): lambda: _show_part(tables, "tahun", _("Menurut tahun"), where),
        },
        key="kegiatan_menurut",
    )


def _show_part(tables: dict[str, pd.DataFrame], by: str, judul: str, subjudul: str) -> None:
    found = _by(tables, by)
    if found.empty:
        show_panel(no_plans(view_of(tables)))
        return
    caption = Caption(judul, subjudul, source_line(found), contoh=has_sample(found))
    show_list(found, caption, key=f"kegiatan_{by}", file_name=f"rencana {by} {data.name(area())}")


@remembered
def _activities(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = plans_of(tables["rencana"], area(), state.year())
    services = tables["indikator_esensial"].set_index("kode_indikator")["nama_pendek"]
    named = rows.assign(
        nama_wilayah=[data.name(code) for code in rows["kode_wilayah"]],
        indikator=[_(services.get(code, code)) if code else MISSING for code in rows["kode_indikator"]],
    )
    columns = [
        "nama_wilayah", "kegiatan", "opd", "aksi", "indikator", "anggaran_rp", "realisasi_rp", "serapan_pct", "target",
        "realisasi", "satuan", "capaian_pct", "jenis_data", "sumber_judul", "tanggal_sumber",
    ]  # fmt: skip
    return named[columns]


def show_activities(tables: dict[str, pd.DataFrame]) -> None:
    """Every activity of the area and year."""
    rows = _activities(tables)
    if rows.empty:
        return
    tahun, where = state.year(), data.name(area())
    bare = int((rows["target"].isna() | (rows["indikator"] == MISSING)).sum())
    judul = _("{tanpa} dari {semua} kegiatan belum punya indikator atau target").format(
        tanpa=number(bare), semua=number(len(rows))
    )
    subjudul = _("Semua kegiatan, {wilayah}, {tahun}").format(wilayah=where, tahun=tahun)
    caption = Caption(judul, subjudul, source_line(rows), contoh=has_sample(rows))
    show_list(rows, caption, key="daftar_kegiatan", file_name=f"rencana kegiatan {where} {tahun}")


@remembered
def _areas_to_plan_for(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Every area within the one chosen, named with its level: kota, kecamatan and kelurahan may share a name."""
    from analysis.convergence.measures import areas_in

    rows = areas_in(tables["kelurahan"], state.year(), area())
    words = {state.get("kota"): data.name(state.get("kota"))} if not state.get("kecamatan") else {}
    for level, word in (
        ("kode_kota", "{nama}"),
        ("kode_kecamatan", _("Kec. {nama}")),
        ("kode_kelurahan", _("Kel. {nama}")),
    ):
        codes = rows.drop_duplicates(level).sort_values(level)[level]
        words |= {code: word.format(nama=data.name(code)) for code in codes if code.startswith(area())}
    return words


def show_editor(tables: dict[str, pd.DataFrame]) -> None:
    """Recorded activities of the area and year: add, mend, delete."""
    from analysis.convergence.review import frame_actions

    show_editor_heading(grows=True)
    tahun, here = state.year(), area()
    services = tables["indikator_esensial"]
    used = sorted(set(tables["rencana"]["opd"]))
    words = {
        "kode_wilayah": _areas_to_plan_for(tables),
        "kode_indikator": {
            row.kode_indikator: f"{row.kode_indikator} · {_(row.nama_pendek)}" for row in services.itertuples()
        },
        "aksi": {row.aksi: f"{row.aksi} · {_(row.nama)}" for row in frame_actions(tables["aksi"], tahun).itertuples()},
    }
    form = Form(
        key=f"rencana-{here}-{tahun}",
        title=_("Rencana kegiatan, {wilayah} {tahun}").format(wilayah=data.name(here), tahun=tahun),
        columns={
            "kode_wilayah": choice_cell("nama_wilayah", words["kode_wilayah"], default=here, width="medium"),
            "kegiatan": text_cell("kegiatan", width="large"),
            "opd": text_cell(
                "opd",
                help=_("Yang sudah dipakai: {daftar}").format(daftar="; ".join(used[:12]) or MISSING),
                width="medium",
            ),
            "aksi": choice_cell("aksi", words["aksi"]),
            "kode_indikator": choice_cell("indikator", words["kode_indikator"]),
            "anggaran_rp": figure_cell("anggaran_rp"),
            "realisasi_rp": figure_cell("realisasi_rp"),
            "target": figure_cell("target", help=_("Angka mulai dari 0; koma untuk desimal.")),
            "realisasi": figure_cell("realisasi", help=_("Angka mulai dari 0; koma untuk desimal.")),
            "satuan": text_cell("satuan"),
        },
        label=lambda row: row["kegiatan"] or _("baris baru"),
        words=words,
        grows=True,
        ask_who=True,
    )
    show_list_editor(
        "rencana",
        form,
        belongs=lambda key: key[0].startswith(here) and int(key[1]) == tahun,
        fixed={"tahun": str(tahun)},
    )
