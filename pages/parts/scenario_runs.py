"""Runs of the model: a preview of 100 draws at once, 1,000 draws beside the page, each kept for everybody.

Trap: a slider that waits for 1,000 draws is a slider nobody moves. So the page shows the preview and says so, a thread of
its own computes the full run, and a small fragment looks whether it is there. What is no longer wanted is not begun.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from analysis import language
from analysis.language import _, number
from analysis.output.captions import in_language
from analysis.same import Same
from analysis.scenario.base import Base, base_of
from analysis.scenario.model import Result, run
from analysis.scenario.plan import Plan, plan_from_dict, plan_to_dict
from analysis.sources.plan_files import to_text
from pages.parts import state
from pages.parts.guard import same_person
from pages.parts.memory import remembered

Tables = dict[str, pd.DataFrame]
PREVIEW, FULL = 100, 1000
_KEPT = 24
_LOOK_EVERY = 0.4  # seconds
# The preset that stands for "no trend" beside one with a trend.
_WITHOUT_TREND = {"laju_nasional": "baku"}

_runs: OrderedDict[tuple, Future] = OrderedDict()
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="skenario")


@dataclass(frozen=True)
class Simulated:
    """One plan as simulated: its result, and the years of every chosen lever at 100 % without a trend (or None)."""

    plan: Plan
    hasil: Result
    penuh: pd.DataFrame | None
    undian: int


@remembered
def base(tables: Tables) -> Base | None:
    """Where the kota chosen stands in the year chosen; None without counts of under-fives."""
    return base_of(tables, state.get("kota"), state.year())


def plan_text(plan: Plan) -> str:
    """The plan as one hashable text."""
    return to_text(plan_to_dict(plan))


def plan_of(text: str) -> Plan:
    """The plan in such a text."""
    return plan_from_dict(json.loads(text))


def _still(parameter: pd.DataFrame) -> pd.DataFrame:
    """The parameters with a trend that does not vary: what coverage alone does is asked without it."""
    return parameter.assign(nilai=parameter["nilai"].mask(parameter["parameter"] == "tren_simpangan", 0.0))


def _simulate(tables: Tables, start: Base, text: str, draws: int) -> Simulated:
    plan = plan_of(text)
    parameter, tuas = tables["skenario_parameter"], tables["skenario_tuas"]
    found = run(plan, start, parameter, tuas, draws)
    full = None
    if plan.target_pct is not None and plan.jalur and plan.preset != "nol":
        paths = {lever: {plan.tahun_awal: 100.0} for lever in plan.jalur}
        preset = _WITHOUT_TREND.get(plan.preset, plan.preset)
        full = run(replace(plan, jalur=paths, preset=preset), start, _still(parameter), tuas, PREVIEW).tahunan
    return Simulated(plan, found, full, draws)


@remembered
def preview(tables: Tables, text: str) -> Simulated:
    """The plan with few draws."""
    return _simulate(tables, base(tables), text, PREVIEW)


def full_run(tables: Tables, text: str) -> Future:
    """The plan with all draws, computed beside the page; the same for everybody with the same choices."""
    key = (Same(tables), state.choices(), text)
    with _one_at_a_time:
        found = _runs.get(key)
        if found is None or found.cancelled():
            # Another position of the same slider replaces what this session asked for and was not begun.
            waiting = st.session_state.get("_skenario_menunggu")
            if waiting is not None:
                waiting.cancel()
            found = _pool().submit(in_language, language.current(), _simulate, tables, base(tables), text, FULL)
            _runs[key] = st.session_state["_skenario_menunggu"] = found
        _runs.move_to_end(key)
        while len(_runs) > _KEPT:
            _runs.popitem(last=False)
    return found


@remembered
def simulated(tables: Tables, text: str, full: bool) -> Simulated:
    """The run that a view stands on: the preview, or the full run once it is done."""
    return full_run(tables, text).result() if full else preview(tables, text)


def finish() -> None:
    """Wait until nothing is being computed."""
    wait_for(list(_runs.values()))


def show_progress(future: Future, full: bool) -> None:
    """Which draws the page shows (`full`: all of them); while more are on their way, look for them now and then."""
    if full:
        st.caption(_("Simulasi {jumlah} undian.").format(jumlah=number(FULL)))
        return
    st.fragment(_look, run_every=_LOOK_EVERY)(future, language.current())


def _look(future: Future, bahasa: str) -> None:
    language.use(bahasa)
    same_person()
    said = _("Pratinjau {sedikit} undian; {semua} undian sedang dihitung.")
    st.progress(PREVIEW / FULL, text=said.format(sedikit=number(PREVIEW), semua=number(FULL)))
    if future.done():
        st.rerun()
