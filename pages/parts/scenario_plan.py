"""The plan being made: which kelurahan, which levers, how far by when, at what unit cost.

Trap: a closed view forgets its widgets and a link brings a plan made elsewhere, so the values live apart from the
widgets (`_skenario`) and are put back before these are drawn. A unit cost stays empty until somebody fills it; costs
found elsewhere are offered as choices with their source, never filled in.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.lokus import official_lists
from analysis.language import _, number, percent
from analysis.output.scenario_budget import money
from analysis.scenario.base import Base
from analysis.scenario.plan import Plan, presets
from analysis.scenario.standing import national_target
from pages.parts import data, state
from pages.parts.scenario_memory import keep, memory, replace_memory, seeded, year_of
from pages.parts.scenario_path import edit_path, path_values
from pages.parts.text import escape

Tables = dict[str, pd.DataFrame]
GROUPS = ("semua", "lokus", "sendiri")
_START = ("suplemen", "pmba", "mms")  # the levers that the first view opens with
_START_PCT = 70
_LAST_YEAR = 2029


def names_of(tables: Tables) -> dict[str, str]:
    """Lever -> name in the language in use."""
    return {row.tuas: _(row.nama) for row in tables["skenario_tuas"].itertuples()}


def lokus_codes(tables: Tables) -> tuple[str, ...]:
    """Kelurahan on any official list of the kota and year chosen."""
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], state.get("kota"), state.year())
    rows = tables["lokus"]
    found = rows[rows["daftar"].isin(lists["daftar"]) & (rows["tahun"] == state.year())]
    return tuple(sorted(found["kode_kelurahan"].unique()))


def open_plan(plan: Plan) -> None:
    """Put a plan that was checked into the editor; before its widgets are drawn or in a callback."""
    values: dict = {
        "nama": plan.nama, "awal": plan.tahun_awal, "akhir": plan.tahun_akhir, "preset": plan.preset,
        "target": plan.target_pct, "anggaran": plan.anggaran_rp, "turun": plan.boleh_turun, "tuas": list(plan.jalur),
        "kelompok": "sendiri" if plan.kelurahan else "semua", "pilih": list(plan.kelurahan),
    }  # fmt: skip
    for lever, path in plan.jalur.items():
        values |= path_values(lever, path, plan.tahun_awal, plan.tahun_akhir)
    values |= {f"b_{lever}": float(cost) for lever, cost in plan.biaya.items()}
    replace_memory(values)
    state.choose("kota", plan.kode_kota)


def edit_plan(tables: Tables, base: Base) -> Plan:
    """Draw the editor and return what it says; not checked yet."""
    name = keep("nama", st.text_input(_("Nama rencana"), key=seeded("nama", _("Rencana pokok")), max_chars=60))
    codes = _choose_areas(tables, base)
    first, last = _choose_years(base)
    levers = _choose_levers(tables)
    paths, costs = {}, {}
    for lever in levers:
        with st.container(border=True):
            paths[lever], cost = _edit_lever(tables, base, lever, first, last)
        if cost is not None:
            costs[lever] = cost
    with st.expander(_("Asumsi, target, dan anggaran"), expanded=True):
        preset, target, budget, falling = _choose_rest(tables, last)
    return Plan(
        nama=name.strip() or _("Rencana pokok"), kode_kota=state.get("kota"), kelurahan=codes, tahun_awal=first,
        tahun_akhir=last, jalur=paths, biaya=costs, preset=preset, target_pct=target, anggaran_rp=budget,
        boleh_turun=falling,
    )  # fmt: skip


def _choose_areas(tables: Tables, base: Base) -> tuple[str, ...]:
    lokus, known = lokus_codes(tables), base.wilayah["kode_kelurahan"].tolist()
    lokus = tuple(code for code in lokus if code in known)
    words = {
        "semua": _("Semua"),
        "lokus": _("Lokus ({jumlah})").format(jumlah=number(len(lokus))),
        "sendiri": _("Pilihan"),
    }
    options = [code for code in GROUPS if code != "lokus" or lokus]
    if memory().get("kelompok") not in (None, *options):
        memory()["kelompok"] = "semua"
    key = seeded("kelompok", "semua")
    if st.session_state[key] not in options:
        st.session_state[key] = "semua"
    label = _("Kelurahan sasaran")
    group = keep("kelompok", st.segmented_control(label, options, format_func=words.get, key=key, required=True))
    if group == "semua":
        return ()
    if group == "lokus":
        return lokus
    key = seeded("pilih", [])
    st.session_state[key] = [code for code in st.session_state[key] if code in known]
    empty = _("Semua kelurahan bila kosong")
    return tuple(
        keep("pilih", st.multiselect(_("Kelurahan"), known, format_func=data.name, key=key, placeholder=empty))
    )


def _choose_years(base: Base) -> tuple[int, int]:
    starts = list(range(base.tahun + 1, base.tahun + 6))
    ends = list(range(base.tahun + 1, base.tahun + 16))
    left, right = st.columns(2)
    with left:
        first = year_of(_("Mulai"), "awal", starts, base.tahun + 2)
    with right:
        last = year_of(_("Sampai"), "akhir", [year for year in ends if year >= first], max(_LAST_YEAR, first))
    return first, last


def _choose_levers(tables: Tables) -> list[str]:
    names = names_of(tables)
    key = seeded("tuas", [code for code in _START if code in names])
    none = _("Pilih tuas")
    chosen = keep("tuas", st.multiselect(_("Tuas"), list(names), format_func=names.get, key=key, placeholder=none))
    # In one order for everybody: a link or a file does not carry the order of clicks.
    return [code for code in names if code in chosen]


def _edit_lever(tables: Tables, base: Base, lever: str, first: int, last: int) -> tuple[dict[int, float], float | None]:
    """Coverage by year and the unit cost."""
    row = tables["skenario_tuas"].set_index("tuas").loc[lever]
    today = base.mean_coverage(lever)
    start = max(_START_PCT, -(-today // 5) * 5) if today == today else _START_PCT
    st.markdown(
        f"**{escape(_(row['nama']))}**  \n:gray[:small[{escape(_today(today, row))}]]",
        help=escape(_(row["catatan"])) or None,
    )
    path = edit_path(lever, today, first, last, float(min(start, 100)))
    popover = st.popover(_cost_label(lever), width="stretch", key=f"biaya_{lever}", on_change="rerun")
    if not popover.open:
        return path, memory().get(f"b_{lever}")
    with popover:
        return path, _edit_cost(tables, lever)


def _today(today: float, row: pd.Series) -> str:
    said = percent(today, 0) if today == today else _("tidak diketahui")
    return _("{sasaran}; cakupan hari ini {kini}").format(sasaran=_(row["sasaran"]), kini=said)


def _cost_label(lever: str) -> str:
    cost = memory().get(f"b_{lever}")
    return _("Biaya satuan") if cost is None else money(cost)


def _edit_cost(tables: Tables, lever: str) -> float | None:
    """The unit cost, empty until filled; costs found elsewhere as choices with their source."""
    row = tables["skenario_tuas"].set_index("tuas").loc[lever]
    once = _("sekali") if row["biaya_sekali"] else _("per tahun")
    label = _("Rp per {sasaran} baru, {kali}").format(sasaran=_(row["sasaran"]).lower(), kali=once)
    value = st.number_input(
        label,
        min_value=0.0,
        value=None,
        step=1000.0,
        format="%.0f",
        key=seeded(f"b_{lever}", None),
        placeholder=_("tidak diketahui"),
    )
    st.caption(escape(_("Sumber yang lazim: {asal}.").format(asal=_(row["asal_biaya"]))))
    found = tables["skenario_biaya"]
    found = found[(found["tuas"] == lever) & found["sumber_judul"].astype(bool)].reset_index(drop=True)
    if len(found):
        _offer_references(lever, found)
    return keep(f"b_{lever}", value)


def _offer_references(lever: str, found: pd.DataFrame) -> None:
    st.markdown(f":small[**{escape(_('Biaya yang ditemukan di tempat lain'))}**]")
    for place, row in enumerate(found.itertuples()):
        about = f"{_(row.nama)} · {row.tempat} {row.tahun} · {row.sumber_judul}"
        note = f" · {_(row.catatan)}" if row.catatan else ""
        st.caption(escape(about + note))
        if pd.isna(row.biaya_rp):
            continue
        unit = str(row.satuan)
        length = None
        if unit.endswith(("-hari", "-bulan")):
            what = _("Lama (hari)") if unit.endswith("-hari") else _("Lama (bulan)")
            length = st.number_input(
                what, 0, 366, value=None, key=f"lama_{lever}_{place}", placeholder=_("isi lamanya")
            )
        amount = float(row.biaya_rp) * (1 if not unit.endswith(("-hari", "-bulan")) else length or 0)
        st.button(
            _("Pakai Rp {biaya}").format(biaya=number(amount)) if amount else _("Pakai"),
            key=f"pakai_{lever}_{place}",
            disabled=not amount,
            on_click=_use_cost,
            args=(lever, amount),
        )


def _use_cost(lever: str, amount: float) -> None:
    st.session_state[f"sk_b_{lever}"] = amount
    memory()[f"b_{lever}"] = amount


def _choose_rest(tables: Tables, last: int) -> tuple[str, float | None, float | None, bool]:
    made = presets(tables["skenario_parameter"])
    key = seeded("preset", "baku")
    label = _("Preset asumsi")
    preset = keep("preset", st.selectbox(label, list(made), format_func=lambda code: made[code].nama, key=key))
    goal = national_target(tables["angka"], last)
    start = float(goal["nilai"].iloc[0]) if len(goal) else None
    target = keep(
        "target",
        st.number_input(
            _("Target prevalensi {tahun} (%)").format(tahun=last), 0.0, 100.0, value=None, step=0.1, format="%.1f",
            key=seeded("target", start), placeholder=_("tanpa target"),
        ),
    )  # fmt: skip
    if start is not None and target == start:
        source = goal["sumber_judul"].iloc[0]
        st.caption(escape(_("Target nasional {tahun}: {sumber}.").format(tahun=last, sumber=source)))
    budget = keep(
        "anggaran",
        st.number_input(
            _("Anggaran (Rp)"), min_value=0.0, value=None, step=1e8, format="%.0f", key=seeded("anggaran", None),
            placeholder=_("belum ditentukan"),
        ),
    )  # fmt: skip
    if budget:
        st.caption(escape(money(budget)))
    falling = keep("turun", st.toggle(_("Cakupan boleh turun"), key=seeded("turun", False)))
    return preset, target, budget, falling
