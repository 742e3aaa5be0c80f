"""The proposal of lokus: a simulation with the user's own weights, beside lists, sources and the year before.

Trap: a closed tab forgets its widgets, so what was chosen is kept apart and put back before they are drawn; and all
of it goes into the remembered views as one hashable `Setting`, or the first visitor's weights would be everybody's.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.lokus import official_lists
from analysis.convergence.proposal import Proposal, Setting
from analysis.figures import proposal as figures
from analysis.figures.view import Empty
from analysis.language import _, number
from analysis.output.captions import has_sample, sample_mark
from analysis.output.proposal_sentences import (
    say_comparison,
    say_groups,
    say_list_move,
    say_list_moves,
    say_proposal_move,
    say_rules,
)
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_part
from pages.parts.filters import choose_kelurahan
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.proposal_choice import choose_setting
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import KeyFigure, show_key_figures, show_section, show_tabs

Tables = dict[str, pd.DataFrame]


def show(tables: Tables) -> None:
    """Draw this part of the page: choices, who is proposed and how sure, then what it is compared with."""
    if state.whole_province():
        show_part(Empty(_("Lokus ditetapkan per kota."), _("Pilih satu kota untuk menyimulasikan usulannya.")))
        return
    setting = choose_setting(tables)
    if setting is None:
        show_part(Empty(_("Semua bobot 0."), _("Beri bobot di atas 0 pada sedikitnya satu kriteria.")))
        return
    if proposed(tables, setting).rows.empty:
        show_part(figures.nothing(view_of(tables), setting))
        return
    show_key_figures(key_figures(tables, setting))
    show_tabs(
        {
            _("Peringkat usulan"): lambda: _show_ranking(tables, setting),
            _("Banding daftar resmi"): lambda: _show_lists(tables, setting),
            _("Menurut sumber"): lambda: _show_sources(tables, setting),
            _("Keluar dan masuk"): lambda: _show_moves(tables, setting),
        },
        key="usulan",
    )


def proposed(tables: Tables, setting: Setting, before: bool = False) -> Proposal:
    """The proposal of the year chosen, or of the year before it."""
    return figures.proposed(view_of(tables), setting, before)


def _names(tables: Tables, setting: Setting) -> dict[str, str]:
    return figures.names_of(view_of(tables), setting)


def _kind(rows: pd.DataFrame) -> str:
    found = set(rows["jenis_data"])
    return next((kind for kind in ("contoh", "diunggah", "resmi") if kind in found), "")


@remembered
def _compared(tables: Tables, setting: Setting) -> pd.DataFrame:
    from analysis.convergence.proposal_compared import compare_with_lists

    return compare_with_lists(tables, proposed(tables, setting), state.get("kota"))


@remembered
def key_figures(tables: Tables, setting: Setting) -> list[KeyFigure]:
    """Proposed, sure, on the edge, and how many of them each official list names too."""
    found, lists = proposed(tables, setting), _compared(tables, setting)
    rows, kind, tahun = found.usulan, _kind(found.rows), str(state.year())
    sure = int((rows["kepastian"] == "kuat").sum()) if setting.varies else None
    edge = len(rows) - sure if setting.varies else None
    common = [int((part["kelompok"] == "keduanya").sum()) for _daftar, part in lists.groupby("daftar", sort=True)]
    official = _("daftar {versi}").format(versi=" / ".join(dict.fromkeys(lists["versi"]))) if common else ""
    return [
        KeyFigure(_("Diusulkan (simulasi)"), number(len(rows)), tahun, kind),
        KeyFigure(_("Kuat"), number(sure), _("≥ 90 % simulasi"), kind),
        KeyFigure(_("Di tepi"), number(edge), _("< 90 % simulasi"), kind),
        KeyFigure(
            _("Juga di daftar resmi"),
            " / ".join(number(value) for value in common) or number(None),
            official or _("nama daftar {tahun} tidak diketahui").format(tahun=tahun),
            kind if common else "",
        ),
    ]


@remembered
def ranking_panel(tables: Tables, setting: Setting, everything: bool) -> Panel | Empty:
    """The proposed and those just below them, each with the interval of its rank."""
    asked = figures.parameters(setting)
    return chart(figures.ranking_figure(view_of(tables), everything=everything, **asked), key="usulan_peringkat")


def _show_ranking(tables: Tables, setting: Setting) -> None:
    found = proposed(tables, setting)
    show_part(ranking_panel(tables, setting, st.session_state.get("usulan_semua", False)))
    if len(found.rows) > len(figures.first_rows(found)):
        label = _("Tampilkan semua {jumlah} kelurahan").format(jumlah=number(len(found.rows)))
        st.toggle(label, key="usulan_semua")
    choose_kelurahan(_("Tandai kelurahan"))
    _bullets(say_groups(found, _names(tables, setting)), found.rows)


def _badge(rows: pd.DataFrame) -> str:
    return f" :orange-badge[{sample_mark()}]" if has_sample(rows) else ""


def _bullets(sentences: list[str], rows: pd.DataFrame) -> None:
    st.markdown("\n".join(f"- {escape(sentence)}" for sentence in sentences) + _badge(rows))


def _show_lists(tables: Tables, setting: Setting) -> None:
    """Each version of the official list, and rule 1.1 for it and for the proposal."""
    from analysis.convergence.proposal_compared import rules_side_by_side

    found, kota, tahun = _compared(tables, setting), state.get("kota"), state.year()
    ours = proposed(tables, setting)
    if found.empty:
        show_part(
            Empty(
                _("Nama lokus resmi {tahun} untuk {kota} tidak ditemukan.").format(tahun=tahun, kota=data.name(kota)),
                _("Yang mengisinya: Keputusan Wali Kota tentang lokus tahun itu."),
            )
        )
    else:
        _bullets([say_comparison(rows) for _daftar, rows in found.groupby("daftar", sort=True)], found)
        columns = ["versi", "nomor_sk", "nama", "kelompok", "peringkat", "peringkat_bawah", "peringkat_atas"]
        show_table(found[[*columns, "pct_masuk", "jenis_data", "sumber_judul"]], key="usulan_banding")
    show_section(_("Aturan 1.1"))
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], kota, tahun)
    versions = dict(zip(lists["daftar"], lists["versi"], strict=True))
    _bullets(say_rules(rules_side_by_side(tables, ours, kota), versions, tahun), ours.rows)
    st.caption(_("Tinggi: di atas median kota untuk kasus atau prevalensi; median itu asumsi aplikasi."))


@remembered
def sources_panel(tables: Tables, setting: Setting) -> Panel | Empty:
    """Ranks by each criterion alone, side by side."""
    return chart(figures.sources_figure(view_of(tables), **figures.parameters(setting)), key="usulan_sumber")


def _show_sources(tables: Tables, setting: Setting) -> None:
    show_part(sources_panel(tables, setting))


@remembered
def _list_moves(tables: Tables, setting: Setting) -> pd.DataFrame:
    from analysis.convergence.proposal_compared import list_moves

    return list_moves(tables, state.get("kota"), state.year(), setting)


@remembered
def _proposal_moves(tables: Tables, setting: Setting) -> pd.DataFrame:
    from analysis.convergence.proposal_compared import proposal_moves

    return proposal_moves(proposed(tables, setting), proposed(tables, setting, True))


def _show_moves(tables: Tables, setting: Setting) -> None:
    """Official list against the latest earlier one, then this year's proposal against last year's."""
    names, tahun = _names(tables, setting), state.year()
    show_section(_("Daftar resmi {tahun}").format(tahun=tahun))
    found = _list_moves(tables, setting)
    if found.empty:
        show_part(
            Empty(
                _("Tidak ada perpindahan daftar resmi {tahun} yang dapat dibandingkan.").format(tahun=tahun),
                _("Perlu nama-nama lokus {tahun} dan satu daftar bernama sebelumnya.").format(tahun=tahun),
            )
        )
    else:
        st.markdown(f"**{escape(say_list_moves(found))}**")
        _bullets([say_list_move(rows, names) for _kode, rows in found.groupby("kode_kelurahan", sort=False)], found)
        st.caption(_("Angka menyertai perpindahan, bukan sebabnya; daftar bisa ditetapkan dari data yang lebih awal."))
        shown = found.drop(columns=["kode_kelurahan", "versi", "sumber_url", "tanggal_sumber", "catatan"])
        show_table(figures.with_names(shown, names), key="usulan_pindah_resmi")
    show_section(_("Usulan simulasi {tahun} dibanding {sebelum}").format(tahun=tahun, sebelum=tahun - 1))
    if proposed(tables, setting, True).rows.empty:
        missing = _("Usulan {tahun} belum dapat disimulasikan: datanya belum ada.").format(tahun=tahun - 1)
        show_part(Empty(missing, _("Unggah tabelnya di halaman Manajemen data.")))
        return
    moved = _proposal_moves(tables, setting)
    if moved.empty:
        st.markdown(_("Usulan kedua tahun sama."))
        return
    _bullets([say_proposal_move(row, names) for _place, row in moved.iterrows()], moved)
    shown = moved.drop(columns="kode_kelurahan").assign(ukuran=moved["ukuran"].map(lambda kode: names.get(kode, "")))
    show_table(shown, key="usulan_pindah")
