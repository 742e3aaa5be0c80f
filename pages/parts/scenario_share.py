"""Plans kept under a name, opened, compared, and passed on as a link, a file or a workbook.

Trap: a plan from a link, a file or the store was made elsewhere and perhaps for other data: it is checked against what
is known here before it replaces the plan on screen, and what is wrong is said instead.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from analysis.convergence.measures import is_province
from analysis.figures.scenario import Told
from analysis.figures.scenario_budget import comparison_figure
from analysis.figures.view import Empty
from analysis.language import _, number
from analysis.output.captions import has_sample
from analysis.scenario.base import base_of
from analysis.scenario.plan import Plan, PlanError, check_plan, plan_from_dict, plan_to_dict
from analysis.sources.plan_files import PlanFileError, from_text, from_toml, to_address, to_text, to_toml
from analysis.sources.store import cells_of_rows, changed_cells
from pages.parts import data, recording, scenario_runs, scenario_views, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_part
from pages.parts.downloads import offer
from pages.parts.memory import remembered
from pages.parts.scenario_plan import names_of, open_plan
from pages.parts.table import show_table
from pages.parts.text import escape

Tables = dict[str, pd.DataFrame]
MOST_COMPARED = 4
TABLE = "skenario"
PARAMETER = "rencana"  # of the address


def open_checked(tables: Tables, plan: Plan) -> list[str]:
    """Put a plan into the editor, or say what is wrong with it."""
    if plan.kode_kota not in state.allowed("kota", "") or is_province(plan.kode_kota):
        return [_("Kota {kode} pada rencana ini tidak dikenal.").format(kode=plan.kode_kota[:13])]
    start = base_of(tables, plan.kode_kota, state.year())
    if start is None:
        return [_("Belum ada data {tahun} untuk kota pada rencana ini.").format(tahun=state.year())]
    problems = [str(problem) for problem in check_plan(plan, tables["skenario_tuas"], start)]
    if not problems:
        open_plan(plan)
    return problems


def saved(tables: Tables) -> dict[str, Plan]:
    """Name -> plan recorded for the kota chosen; one that cannot be read is left out."""
    rows = tables[TABLE]
    rows = rows[(rows["kode_kota"] == state.get("kota")).to_numpy(dtype=bool)].sort_values("nama")
    found = {}
    for row in rows.itertuples():
        try:
            found[row.nama] = plan_from_dict(from_text(row.isi))
        except (PlanFileError, PlanError):
            continue
    return found


def show_actions(tables: Tables) -> None:
    """Opening: plans that were saved, and a file."""
    plans = saved(tables)
    with st.popover(_("Buka rencana"), icon=":material/folder_open:", width="stretch"):
        if plans:
            chosen = st.selectbox(_("Rencana tersimpan"), list(plans), key="skenario_buka")
            st.button(_("Buka"), key="skenario_buka_ya", on_click=_open, args=(tables, plans[chosen]))
        else:
            st.caption(_("Belum ada rencana yang disimpan untuk kota ini."))
        file = st.file_uploader(_("Berkas rencana (TOML)"), type=["toml", "json"], key="skenario_berkas")
        if file is not None:
            st.button(
                _("Buka berkas"),
                key="skenario_berkas_ya",
                on_click=_open_file,
                args=(tables, file.name, file.getvalue()),
            )
    for problem in st.session_state.pop("_skenario_masalah", []):
        st.error(escape(problem), icon=":material/error:")


def _open(tables: Tables, plan: Plan) -> None:
    st.session_state["_skenario_masalah"] = open_checked(tables, plan)


def _open_file(tables: Tables, name: str, content: bytes) -> None:
    try:
        _open(tables, plan_from_dict(from_toml(content, name)))
    except (PlanFileError, PlanError) as error:
        st.session_state["_skenario_masalah"] = [str(error)]


def show_sharing(tables: Tables, text: str, full: bool) -> None:
    """Saving under a name, the link, the files."""
    plan = scenario_runs.plan_of(text)
    with st.popover(_("Simpan dan bagikan"), icon=":material/share:", width="stretch"):
        recording.show_who()
        if st.button(_("Simpan sebagai “{nama}”").format(nama=plan.nama), key="skenario_simpan"):
            _save(plan)
        st.caption(_("Tautan yang membuka rencana ini"))
        st.code(link_of(plan), language=None, wrap_lines=True)
        _show_files(tables, text, full)


def _save(plan: Plan) -> None:
    row = pd.DataFrame([{"kode_kota": plan.kode_kota, "nama": plan.nama, "isi": to_text(plan_to_dict(plan))}])
    cells = changed_cells(cells_of_rows(TABLE, row, "entri"), data.store().state(fresh=True))
    said = _("Rencana simulasi “{nama}”").format(nama=plan.nama)
    recording.record(cells, said, induk=recording.base())


def link_of(plan: Plan) -> str:
    """The address that opens this plan, with the choices that differ from the first view."""
    here = urlsplit(st.context.url or "")
    choices = {key: state.get(key) for key, default in state.DEFAULTS.items() if state.get(key) != default}
    query = urlencode({**choices, PARAMETER: to_address(plan_to_dict(plan))})
    return f"{here.scheme}://{here.netloc}{here.path}?{query}" if here.netloc else f"?{query}"


def _show_files(tables: Tables, text: str, full: bool) -> None:
    from analysis.output.export import file_name

    plan = scenario_runs.plan_of(text)
    contoh = has_sample(scenario_runs.base(tables).wilayah)
    found, about = scenario_runs.simulated(tables, text, full), scenario_views.told(tables, text, full)
    looks = {"icon": None, "width": "stretch"}
    name = file_name(f"rencana {plan.nama}", "toml")
    offer("TOML", name, to_toml(plan_to_dict(plan)), key="skenario_toml", **looks)
    name = file_name(f"skenario {plan.nama}", "xlsx", contoh)
    offer("XLSX", name, lambda: workbook(tables, found, about), key="skenario_xlsx", **looks)


def workbook(tables: Tables, found: scenario_runs.Simulated, about: Told) -> bytes:
    """Results, plan, every setting and every parameter of a run."""
    from analysis.output.scenario_tables import result_tables, settings_table, sheet_names
    from analysis.output.tables_out import to_workbook

    names, words = names_of(tables), sheet_names()
    sheets = {words[name]: frame for name, frame in result_tables(found.hasil, names).items()}
    sheets[_("Pengaturan")] = settings_table(plan_to_dict(found.plan), found.hasil.pengaturan, names)
    sheets[_("Parameter")] = scenario_views.parameter_table(tables, found.plan)
    subjudul = _("Rencana “{nama}”, {wilayah}").format(nama=found.plan.nama, wilayah=about.wilayah)
    caption = about.caption(about.temuan, subjudul)
    return to_workbook(sheets, caption)


@remembered
def _compared(tables: Tables, texts: tuple[str, ...], full: bool) -> pd.DataFrame:
    """One row per plan, all with the same draws, and one for no plan where that is the same for all."""
    rows = [_compared_plan(scenario_runs.simulated(tables, text, full), place) for place, text in enumerate(texts)]
    found = pd.DataFrame(rows)
    without = pd.DataFrame(list(found.pop("tanpa")))
    if without["nilai"].round(6).nunique() == 1:
        found = pd.concat([found, without.head(1).assign(urutan=len(found), arah="tanpa_rencana")], ignore_index=True)
    return found.astype(dict.fromkeys(("dicegah", "biaya_rp", "peluang_pct", "target"), float))


def _compared_plan(found: scenario_runs.Simulated, place: int) -> dict:
    years = found.hasil.tahunan[found.hasil.tahunan["ukuran"] == "prevalensi"]
    end, without = (years[years["arah"] == arm].iloc[-1] for arm in ("rencana", "tanpa_rencana"))
    cost = found.hasil.biaya.loc[found.hasil.biaya["orang_baru"] > 0, "biaya_rp"]
    chance, span = found.hasil.peluang["target"], ["tahun", "nilai", "bawah", "atas"]
    return {
        "nama": found.plan.nama,
        "urutan": place,
        "arah": "rencana",
        "nama_wilayah": scenario_views.where(found.plan),
        **end[span],
        "tanpa": {"nama": _("Tanpa rencana"), **without[span]},
        "dicegah": found.hasil.dicegah["nilai"].iloc[-1],
        "biaya_rp": cost.sum() if cost.notna().all() else None,
        "peluang_pct": None if chance is None else 100 * chance,
        "preset": found.plan.preset,
        "target": found.plan.target_pct,
    }


@remembered
def _comparison_panel(tables: Tables, texts: tuple[str, ...], full: bool) -> Panel:
    about = scenario_views.told(tables, texts[0], full)
    figure = comparison_figure(about, _compared(tables, texts, full), data.name(state.get("kota")))
    return chart(figure, key="skenario_banding")


def show_comparison(tables: Tables, text: str, full: bool) -> None:
    """Up to four plans side by side: the one on screen and saved ones."""
    plans, here = saved(tables), scenario_runs.plan_of(text)
    start = scenario_runs.base(tables)
    others = {
        name: plan
        for name, plan in plans.items()
        if plan != here and not check_plan(plan, tables["skenario_tuas"], start)
    }
    if not others:
        show_part(
            Empty(
                _("Belum ada rencana lain yang dapat dibandingkan."),
                _("Simpan rencana ini, ubah pilihannya, lalu bandingkan keduanya di sini."),
            )
        )
        return
    label = _("Bandingkan dengan (paling banyak {jumlah})").format(jumlah=MOST_COMPARED - 1)
    chosen = st.multiselect(
        label, list(others), default=list(others)[:1], max_selections=MOST_COMPARED - 1, key="skenario_banding_pilih",
        placeholder=_("Pilih rencana"),
    )  # fmt: skip
    # Two plans of one name would share a row.
    first = here if here.nama not in chosen else replace(here, nama=f"{here.nama} ({_('di layar')})")
    texts = tuple(scenario_runs.plan_text(plan) for plan in (first, *(others[name] for name in chosen)))
    show_part(_comparison_panel(tables, texts, full))
    _show_choices(tables, texts)


def _show_choices(tables: Tables, texts: tuple[str, ...]) -> None:
    """What the plans differ in: target coverage by lever."""
    names = names_of(tables)
    plans = [scenario_runs.plan_of(text) for text in texts]
    levers = dict.fromkeys(lever for plan in plans for lever in plan.jalur)
    rows = {_("Tuas"): [names.get(lever, lever) for lever in levers]}
    for plan in plans:
        rows[plan.nama] = [_last_step(plan, lever) for lever in levers]
    show_table(pd.DataFrame(rows), key="skenario_banding_tuas")


def _last_step(plan: Plan, lever: str) -> str:
    path = plan.jalur.get(lever)
    if not path:
        return "–"
    year = max(path)
    return _("{cakupan} % pada {tahun}").format(cakupan=number(path[year]), tahun=year)
