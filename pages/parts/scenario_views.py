"""The pictures of one simulated plan, each with its words.

Every panel is asked for by the text of its plan and by whether the full run is there, so it is made once for everybody.
"""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analysis.figures import scenario as pictures
from analysis.figures.scenario import Told
from analysis.figures.view import Empty
from analysis.language import _, join_names, number
from analysis.output.captions import has_sample, sample_mark
from analysis.output.scenario_sentences import say_coverage_alone, say_drivers, say_exits
from analysis.output.scenario_tables import range_table
from analysis.scenario.plan import Plan, presets
from analysis.scenario.standing import stands_on
from pages.parts import data
from pages.parts.chart_panel import Panel, chart
from pages.parts.chart_panel import show as show_part
from pages.parts.memory import remembered
from pages.parts.scenario_plan import names_of
from pages.parts.scenario_runs import Simulated, base, plan_of, simulated
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

Tables = dict[str, pd.DataFrame]


def where(plan: Plan) -> str:
    """The area a plan is about, for people."""
    kota = data.name(plan.kode_kota)
    if not plan.kelurahan:
        return kota
    return _("{jumlah} kelurahan di {kota}").format(jumlah=number(len(plan.kelurahan)), kota=kota)


@remembered
def told(tables: Tables, text: str, full: bool) -> Told:
    """One plan as its pictures speak of it."""
    found = simulated(tables, text, full)
    preset = presets(tables["skenario_parameter"])[found.plan.preset]
    return Told(
        found.hasil, found.plan.nama, where(found.plan), preset.nama, found.undian, names_of(tables),
        stands_on(tables["angka"], base(tables), found.plan),
        found.plan.target_pct, base(tables).krs is not None,
    )  # fmt: skip


@remembered
def _panel(tables: Tables, text: str, full: bool, name: str) -> Panel:
    return chart(_PICTURES[name](told(tables, text, full)), key=f"skenario_{name}")


_PICTURES = {
    "prevalensi": pictures.prevalence,
    "kasus": pictures.cases,
    "jangkauan": pictures.lag,
    "sumbangan": pictures.parts,
    "krs": pictures.families,
    "asumsi_dicegah": lambda about: pictures.drivers(about, "dicegah"),
    "asumsi_prevalensi": lambda about: pictures.drivers(about, "prevalensi"),
}


def show_prevalence(tables: Tables, text: str, full: bool) -> None:
    """The main picture."""
    show_part(_panel(tables, text, full, "prevalensi"))


def show_honest(found: Simulated) -> None:
    """What coverage alone does not do, where the numbers say so."""
    said = say_coverage_alone(found.penuh, found.plan.target_pct, found.plan.tahun_awal)
    if said:
        st.info(escape(said), icon=":material/info:")


def _no_lever() -> Empty:
    return Empty(_("Belum ada tuas yang dipilih."), _("Pilih tuas di sebelah kiri."))


def show_cases(tables: Tables, text: str, full: bool) -> None:
    """Which children the plan has reached, cases, kelurahan."""
    found = simulated(tables, text, full)
    show_part(_panel(tables, text, full, "jangkauan") if found.plan.jalur else _no_lever())
    show_part(_panel(tables, text, full, "kasus"))
    show_section(_("Per kelurahan"))
    show_table(_areas(tables, text, full), key="skenario_kelurahan")


@remembered
def _areas(tables: Tables, text: str, full: bool) -> pd.DataFrame:
    columns = ["nama", "nama_kecamatan", "awal", "prevalensi_pct", "bawah90", "atas90", "dicegah", "jenis_data"]
    return range_table(simulated(tables, text, full).hasil.kelurahan, "prevalensi_pct")[columns]


def show_parts(tables: Tables, text: str, full: bool) -> None:
    """Trend and levers, each with its own bar."""
    found = simulated(tables, text, full)
    show_part(_panel(tables, text, full, "sumbangan") if found.plan.jalur else _no_lever())


def show_families(tables: Tables, text: str, full: bool) -> None:
    """Families that leave KRS: an outcome of its own."""
    about = told(tables, text, full)
    if about.hasil.krs is None:
        known = about.ada_krs
        filled = (
            _("Tambahkan tuas jamban, air, atau KB.") if known else _("Unggah rekap KRS di halaman Manajemen data.")
        )
        show_part(Empty(say_exits(None, known), filled))
    else:
        show_part(_panel(tables, text, full, "krs"))
    st.caption(
        escape(
            _(
                "Hanya tuas jamban, air, dan KB yang menggeser keluarga. Satu keluarga keluar dari KRS bila risikonya yang "
                "terakhir hilang, jadi keluarga yang keluar lebih sedikit daripada jamban yang dibangun."
            )
        )
    )


def _show_drivers(tables: Tables, text: str, full: bool, hasil: str) -> None:
    rows = pictures.drivers_of(told(tables, text, full), hasil)
    if len(rows):
        show_part(_panel(tables, text, full, f"asumsi_{hasil}"))
    else:
        show_part(Empty(say_drivers(rows, hasil), _("Pilih preset lain atau tambahkan tuas.")))


def used_parameters(tables: Tables, plan: Plan) -> pd.DataFrame:
    """The parameters that a plan uses, with their sources; those of no lever belong to all."""
    rows = tables["skenario_parameter"]
    used = [not text or bool(set(text.split(";")) & set(plan.jalur)) for text in rows["tuas"]]
    return rows[used].reset_index(drop=True)


def parameter_table(tables: Tables, plan: Plan) -> pd.DataFrame:
    """The parameters in use as people read them: levers by name, ranges as such, sources in full."""
    names, rows = names_of(tables), used_parameters(tables, plan)
    words = [
        join_names([names[code] for code in text.split(";") if code in names]) if text else "" for text in rows["tuas"]
    ]
    shown = rows.assign(tuas=words).rename(columns={"bawah": "batas_bawah", "atas": "batas_atas"})
    return shown.drop(columns=["ukuran"])


def show_assumptions(tables: Tables, text: str, full: bool) -> None:
    """Which assumption matters most, what the base stands on, every parameter with its source."""
    found = simulated(tables, text, full)
    _show_drivers(tables, text, full, "dicegah")
    _show_drivers(tables, text, full, "prevalensi")
    show_section(_("Dasar simulasi"))
    start = base(tables)
    notes = [told(tables, text, full).asumsi, *start.catatan]
    badge = f" :orange-badge[{sample_mark()}]" if has_sample(start.wilayah) else ""
    st.markdown("\n".join(f"- {escape(note)}" for note in notes) + badge)
    show_section(_("Parameter yang dipakai"))
    if not found.plan.jalur:
        st.caption(_("Tanpa tuas, hanya parameter tren dan tingkat yang dipakai."))
    show_table(_shown_parameters(tables, text), key="skenario_parameter", readable=True)


@remembered
def _shown_parameters(tables: Tables, text: str) -> pd.DataFrame:
    """The parameters as text: they span from 0.0001 to 67, so each is written with the digits it needs."""
    columns = ["nama", "nilai", "rentang", "satuan", "tuas", "jenis", "sumber_judul", "catatan"]
    rows = parameter_table(tables, plan_of(text))
    span = [
        f"{_significant(low)}–{_significant(high)}" if pd.notna(low) and pd.notna(high) else ""
        for low, high in zip(rows["batas_bawah"], rows["batas_atas"], strict=True)
    ]
    return rows.assign(nilai=rows["nilai"].map(_significant), rentang=span)[columns]


def _significant(value: float) -> str:
    """Three digits that matter: 0.88, 45.2, 0.0001."""
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    shown = number(value, digits)
    sign = number(0.5, 1)[1]
    return shown.rstrip("0").rstrip(sign) if sign in shown else shown
