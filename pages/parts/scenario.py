"""The page Skenario: a plan at the left, what it would do at the right, the rest in tabs.

Trap: nothing here is a forecast. Every figure says simulasi, the preset and its assumptions stand on screen, and what the
trend does is never credited to the plan.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.figures.view import Empty
from analysis.language import _, number, percent
from analysis.output.captions import has_sample
from analysis.output.scenario_budget import money
from analysis.output.scenario_sentences import chance
from analysis.scenario.plan import Plan, PlanError, check_plan, plan_from_dict
from analysis.sources.plan_files import PlanFileError, from_address, to_address
from pages.parts import data, scenario_budget, scenario_runs, scenario_share, scenario_views, state
from pages.parts.chart_panel import show as show_part
from pages.parts.memory import remembered
from pages.parts.scenario_plan import edit_plan, names_of
from pages.parts.scenario_runs import Simulated
from pages.parts.text import escape
from pages.parts.view import KeyFigure, show_finding, show_key_figures, show_tabs

Tables = dict[str, pd.DataFrame]
_WRITTEN = "_rencana_ditulis"  # what this session wrote into its address: an echo of it is no link


def arrive(tables: Tables) -> None:
    """Open the plan that a link brings, before anything is drawn."""
    link = st.query_params.get(scenario_share.PARAMETER, "")
    if not link or link in st.session_state.setdefault(_WRITTEN, set()):
        return
    st.session_state[_WRITTEN].add(link)
    try:
        plan = plan_from_dict(from_address(link))
    except (PlanFileError, PlanError) as error:
        st.error(escape(str(error)), icon=":material/link_off:")
        return
    for problem in scenario_share.open_checked(tables, plan):
        st.error(escape(problem), icon=":material/link_off:")


def _write_address(plan: Plan) -> None:
    from analysis.scenario.plan import plan_to_dict

    link = to_address(plan_to_dict(plan))
    st.session_state.setdefault(_WRITTEN, set()).add(link)
    if st.query_params.get(scenario_share.PARAMETER) != link:
        st.query_params[scenario_share.PARAMETER] = link


def show(tables: Tables) -> None:
    """Draw the page below its filters."""
    if state.whole_province():
        show_finding(_("Rencana disimulasikan per kota."))
        show_part(Empty(_("Belum ada kota yang dipilih."), _("Pilih satu kota untuk menyimulasikan rencananya.")))
        return
    start, kota = scenario_runs.base(tables), data.name(state.get("kota"))
    if start is None:
        show_finding(_("Rencana untuk {wilayah} belum dapat disimulasikan.").format(wilayah=kota))
        show_part(
            Empty(
                _("Belum ada jumlah balita per kelurahan {tahun} untuk {kota}.").format(tahun=state.year(), kota=kota),
                _(
                    "Unggah tabel balita di halaman Manajemen data, atau tampilkan data contoh lewat sakelar di bilah sisi."
                ),
            )
        )
        return
    top = st.container()
    left, right = st.columns([4, 8], gap="large")
    with left:
        scenario_share.show_actions(tables)
        plan = edit_plan(tables, start)
    problems = check_plan(plan, tables["skenario_tuas"], start)
    if problems:
        with top:
            show_finding(_("Rencana ini belum dapat disimulasikan."))
            for problem in problems:
                st.error(escape(str(problem)), icon=":material/error:")
        return
    _write_address(plan)
    _show_result(tables, scenario_runs.plan_text(plan), top, right)


def _show_result(tables: Tables, text: str, top, right) -> None:
    future = scenario_runs.full_run(tables, text)
    full = future.done() and not future.cancelled()
    with top:
        found = scenario_runs.simulated(tables, text, full)
        kind = "contoh" if has_sample(scenario_runs.base(tables).wilayah) else "diunggah"
        show_finding(finding(tables, text, full), kind)
        show_key_figures(key_figures(tables, text, full))
    with right:
        scenario_share.show_sharing(tables, text, full)
        scenario_runs.show_progress(future, full)
        scenario_views.show_prevalence(tables, text, full)
        scenario_views.show_honest(found)
        show_tabs(
            {
                _("Prevalensi dan kasus"): lambda: scenario_views.show_cases(tables, text, full),
                _("Sumbangan tuas"): lambda: scenario_views.show_parts(tables, text, full),
                _("Keluarga berisiko"): lambda: scenario_views.show_families(tables, text, full),
                _("Anggaran"): lambda: scenario_budget.show(tables, text, full),
                _("Asumsi"): lambda: scenario_views.show_assumptions(tables, text, full),
                _("Banding rencana"): lambda: scenario_share.show_comparison(tables, text, full),
            },
            key="skenario_tab",
        )


@remembered
def finding(tables: Tables, text: str, full: bool) -> str:
    """What the plan does, in a sentence."""
    return scenario_views.told(tables, text, full).temuan


@remembered
def key_figures(tables: Tables, text: str, full: bool) -> list[KeyFigure]:
    """Prevalence, chance, cases averted, cost."""
    found = scenario_runs.simulated(tables, text, full)
    kind = "contoh" if has_sample(scenario_runs.base(tables).wilayah) else "diunggah"
    return [_prevalence(found, kind), _chance(found, kind), _averted(found, kind), _cost(tables, found, kind)]


def _prevalence(found: Simulated, kind: str) -> KeyFigure:
    rows = found.hasil.tahunan
    last = rows[(rows["arah"] == "rencana") & (rows["ukuran"] == "prevalensi")].iloc[-1]
    span = f"{number(last['bawah'], 1)}–{number(last['atas'], 1)}"
    note = _("{selang}, rentang 90 % simulasi").format(selang=span)
    label = _("Prevalensi {tahun} (simulasi)").format(tahun=int(last["tahun"]))
    return KeyFigure(label, percent(last["nilai"]), note, kind)


def _chance(found: Simulated, kind: str) -> KeyFigure:
    target, share = found.plan.target_pct, found.hasil.peluang["target"]
    label = _("Peluang target (simulasi)")
    if target is None or share is None:
        return KeyFigure(label, number(None), _("tanpa target"), "")
    note = _("target {target} pada {tahun}").format(target=percent(target), tahun=found.plan.target_year)
    without = found.hasil.peluang["target_tanpa_rencana"]
    note += "; " + _("tanpa rencana {tanpa}").format(tanpa=chance(without))
    return KeyFigure(label, chance(share), note, kind)


def _averted(found: Simulated, kind: str) -> KeyFigure:
    last = found.hasil.dicegah.iloc[-1]
    note = f"{number(last['bawah'])}–{number(last['atas'])}"
    label = _("Kasus dicegah {tahun} (simulasi)").format(tahun=int(last["tahun"]))
    return KeyFigure(label, number(last["nilai"]), _("{selang}, rentang 90 % simulasi").format(selang=note), kind)


def _cost(tables: Tables, found: Simulated, kind: str) -> KeyFigure:
    rows = found.hasil.biaya[found.hasil.biaya["orang_baru"] > 0]
    total = rows["biaya_rp"].sum(min_count=1)
    names = names_of(tables)
    unknown = [names[code] for code in dict.fromkeys(rows.loc[rows["biaya_rp"].isna(), "tuas"])]
    note = f"{found.plan.tahun_awal}–{found.plan.tahun_akhir}"
    if unknown:
        note += " · " + _("{jumlah} tuas tanpa biaya satuan").format(jumlah=number(len(unknown)))
    return KeyFigure(_("Biaya tambahan (simulasi)"), money(None if pd.isna(total) else total), note, kind)
