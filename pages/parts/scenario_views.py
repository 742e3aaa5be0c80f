"""The pictures of one simulated plan, each with its words.

Every panel is asked for by the text of its plan and by whether the full run is there, so it is made once for everybody.
"""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analysis.language import _, join_names, number
from analysis.output.captions import Caption, has_sample, sample_mark, source_line
from analysis.output.scenario_sentences import (
    say_cases,
    say_coverage_alone,
    say_drivers,
    say_exits,
    say_lag,
    say_parts,
    say_plan,
)
from analysis.output.scenario_tables import YEARLY, drivers_table, parts_table, range_table, yearly_table
from analysis.scenario.plan import Plan, presets
from pages.parts import data, state
from pages.parts.chart_panel import Empty, Panel, chart
from pages.parts.chart_panel import show as show_part
from pages.parts.memory import remembered
from pages.parts.scenario_plan import names_of
from pages.parts.scenario_runs import Simulated, base, read_text, simulated
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

Tables = dict[str, pd.DataFrame]


def where(tables: Tables, plan: Plan) -> str:
    """The area a plan is about, for people."""
    kota = data.name(plan.kode_kota)
    if not plan.kelurahan:
        return kota
    return _("{jumlah} kelurahan di {kota}").format(jumlah=number(len(plan.kelurahan)), kota=kota)


def assumptions(tables: Tables, found: Simulated) -> str:
    """What a picture stands on, in one line."""
    preset = presets(tables["skenario_parameter"])[found.plan.preset]
    return _("Simulasi {undian} undian, preset “{preset}” (asumsi); rentang: 90 % undian.").format(
        undian=number(found.undian), preset=preset.nama
    )


def caption_of(
    tables: Tables, found: Simulated, judul: str, subjudul: str, rows: pd.DataFrame | None = None
) -> Caption:
    """The words around a picture; its sources are those of the rows that the plan starts from."""
    wilayah = base(tables).wilayah if rows is None else rows
    return Caption(judul, subjudul, source_line(wilayah), assumptions(tables, found), judul, has_sample(wilayah))


def _years(found: Simulated, ukuran: str) -> pd.DataFrame:
    rows = found.hasil.tahunan
    return rows[rows["ukuran"] == ukuran]


@remembered
def prevalence_panel(tables: Tables, text: str, full: bool) -> Panel:
    """Prevalence with and without the plan against the target."""
    from analysis.output.scenario import draw_fan, fan_frame

    found = simulated(tables, text, full)
    plan, area = found.plan, where(tables, found.plan)
    frame, sasaran, nama = fan_frame(_years(found, "prevalensi"), plan.target_pct, satuan="\u00a0%")
    judul = say_plan(found.hasil.tahunan, area, plan.target_pct, found.hasil.peluang["target"])
    caption = caption_of(
        tables,
        found,
        _("Prevalensi dengan dan tanpa rencana (simulasi)"),
        _("Balita stunting per 100 balita, {wilayah}, {awal}–{akhir}; pita: 90 % undian").format(
            wilayah=area, awal=int(frame["tahun"].min()), akhir=plan.tahun_akhir
        ),
    )
    return chart(
        draw_fan,
        {"data": frame, "sasaran": sasaran, "nama": nama},
        Caption(caption.judul, caption.subjudul, caption.sumber, caption.catatan, judul, caption.contoh),
        key="skenario_prevalensi",
        table=yearly_table(found.hasil.tahunan),
        file_name=f"skenario prevalensi {plan.nama} {area}",
        judul=_("Balita stunting, persen (simulasi)"),
        tinggi=300,
    )


def show_honest(tables: Tables, found: Simulated) -> None:
    """What coverage alone does not do, where the numbers say so; and what the base stands on."""
    said = say_coverage_alone(found.penuh, found.plan.target_pct, found.plan.tahun_awal)
    if said:
        st.info(escape(said), icon=":material/info:")


@remembered
def _cases_panel(tables: Tables, text: str, full: bool) -> Panel:
    from analysis.output.scenario import draw_fan, fan_frame

    found = simulated(tables, text, full)
    frame, sasaran, nama = fan_frame(_years(found, "kasus"), digits=0)
    judul = say_cases(found.hasil.dicegah)
    caption = caption_of(
        tables,
        found,
        judul,
        _("Balita stunting, {wilayah}; pita: 90 % undian").format(wilayah=where(tables, found.plan)),
    )
    return chart(
        draw_fan,
        {"data": frame, "sasaran": sasaran, "nama": nama},
        caption,
        key="skenario_kasus",
        table=range_table(found.hasil.dicegah[YEARLY], "dicegah"),
        file_name=f"skenario kasus {found.plan.nama}",
        judul=_("Balita stunting (simulasi)"),
        digits=0,
    )


@remembered
def _lag_panel(tables: Tables, text: str, full: bool) -> Panel | Empty:
    from analysis.output.scenario_parts import draw_lag

    found = simulated(tables, text, full)
    judul = say_lag(found.hasil.lag)
    if not judul:
        return Empty(
            _("Belum ada tuas yang dipilih."), _("Pilih tuas untuk melihat siapa yang terjangkau tahun demi tahun.")
        )
    caption = caption_of(
        tables,
        found,
        judul,
        _(
            "Bagian jangkauan penuh rencana yang sudah diterima, per umur dan tahun; satu angkatan bergeser ke kanan bawah"
        ),
    )
    table = found.hasil.lag.assign(terjangkau=100 * found.hasil.lag["terjangkau"])
    return chart(
        draw_lag, {"data": found.hasil.lag}, caption, key="skenario_jeda", table=table,
        file_name=f"skenario jangkauan {found.plan.nama}",
    )  # fmt: skip


def show_cases(tables: Tables, text: str, full: bool) -> None:
    """Cases, and which children the plan has reached."""
    show_part(_lag_panel(tables, text, full))
    show_part(_cases_panel(tables, text, full))
    show_section(_("Per kelurahan"))
    found = simulated(tables, text, full)
    columns = ["kode_kelurahan", "nama", "nama_kecamatan", "awal", "prevalensi_pct", "bawah90", "atas90", "dicegah"]
    rows = range_table(found.hasil.kelurahan, "prevalensi_pct")
    show_table(rows[[*columns, "jenis_data"]], key="skenario_kelurahan")


@remembered
def _parts_panel(tables: Tables, text: str, full: bool) -> Panel | Empty:
    from analysis.output.scenario_parts import draw_waterfall, waterfall_frame

    found, names = simulated(tables, text, full), names_of(tables)
    frame = waterfall_frame(found.hasil.tuas, names)
    if not found.plan.jalur:
        return Empty(_("Belum ada tuas yang dipilih."), _("Pilih tuas di sebelah kiri."))
    caption = caption_of(
        tables,
        found,
        say_parts(found.hasil.tuas, names),
        _("Perubahan prevalensi {tahun} dari {awal}, {wilayah}; tren berlaku juga tanpa rencana").format(
            tahun=found.plan.tahun_akhir, awal=state.year(), wilayah=where(tables, found.plan)
        ),
    )
    return chart(
        draw_waterfall, {"data": frame}, caption, key="skenario_tuas", table=parts_table(found.hasil.tuas, names),
        file_name=f"skenario sumbangan {found.plan.nama}",
        judul=_("Perubahan prevalensi, poin persen (simulasi)"),
    )  # fmt: skip


def show_parts(tables: Tables, text: str, full: bool) -> None:
    """Trend and levers, each with its own bar."""
    show_part(_parts_panel(tables, text, full))


@remembered
def _families_panel(tables: Tables, text: str, full: bool) -> Panel | Empty:
    from analysis.output.scenario import draw_exits

    found, known = simulated(tables, text, full), base(tables).krs is not None
    judul = say_exits(found.hasil.krs, known)
    if found.hasil.krs is None:
        filled = (
            _("Tambahkan tuas jamban, air, atau KB.") if known else _("Unggah rekap KRS di halaman Manajemen data.")
        )
        return Empty(judul, filled)
    caption = caption_of(
        tables,
        found,
        judul,
        _("Keluarga yang kehilangan risiko terakhirnya, dibanding tahun data; {wilayah}; tanpa rentang").format(
            wilayah=where(tables, found.plan)
        ),
    )
    return chart(
        draw_exits, {"data": found.hasil.krs}, caption, key="skenario_krs",
        table=found.hasil.krs[["tahun", "nilai"]].rename(columns={"nilai": "keluar_krs"}),
        file_name=f"skenario KRS {found.plan.nama}", judul=_("Keluarga keluar dari KRS (simulasi)"),
    )  # fmt: skip


def show_families(tables: Tables, text: str, full: bool) -> None:
    """Families that leave KRS: an outcome of its own."""
    show_part(_families_panel(tables, text, full))
    st.caption(
        escape(
            _(
                "Hanya tuas jamban, air, dan KB yang menggeser keluarga. Satu keluarga keluar dari KRS bila risikonya yang "
                "terakhir hilang, jadi keluarga yang keluar lebih sedikit daripada jamban yang dibangun."
            )
        )
    )


@remembered
def _drivers_panel(tables: Tables, text: str, full: bool, hasil: str) -> Panel | Empty:
    from analysis.output.scenario_parts import draw_tornado, tornado_frame

    found = simulated(tables, text, full)
    rows = found.hasil.pendorong
    rows = rows[(rows["hasil"] == hasil).to_numpy(dtype=bool)]
    judul = say_drivers(rows, hasil)
    if rows.empty:
        return Empty(judul, _("Pilih preset lain atau tambahkan tuas."))
    about = {
        "prevalensi": _("Kuadrat korelasi peringkat tiap asumsi dengan prevalensi {tahun} dengan rencana"),
        "dicegah": _("Kuadrat korelasi peringkat tiap asumsi dengan kasus yang dicegah {tahun}"),
    }
    caption = caption_of(tables, found, judul, about[hasil].format(tahun=found.plan.tahun_akhir))
    return chart(
        draw_tornado, {"data": tornado_frame(rows)}, caption, key=f"skenario_tornado_{hasil}",
        table=drivers_table(rows), file_name=f"skenario asumsi {hasil} {found.plan.nama}",
        judul=_("Keragaman yang diterangkan, persen"), hasil=hasil,
    )  # fmt: skip


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
    shown = rows.assign(tuas=words).rename(columns={"bawah": "bawah95", "atas": "atas95"})
    return shown.drop(columns=["ukuran"])


def show_assumptions(tables: Tables, text: str, full: bool) -> None:
    """Which assumption matters most, what the base stands on, every parameter with its source."""
    found = simulated(tables, text, full)
    show_part(_drivers_panel(tables, text, full, "dicegah"))
    show_part(_drivers_panel(tables, text, full, "prevalensi"))
    show_section(_("Dasar simulasi"))
    start = base(tables)
    notes = [assumptions(tables, found), *start.catatan]
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
    rows = parameter_table(tables, read_text(text))
    span = [
        f"{_significant(low)}–{_significant(high)}" if pd.notna(low) and pd.notna(high) else ""
        for low, high in zip(rows["bawah95"], rows["atas95"], strict=True)
    ]
    return rows.assign(nilai=rows["nilai"].map(_significant), rentang=span)[columns]


def _significant(value: float) -> str:
    """Three digits that matter: 0.88, 45.2, 0.0001."""
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    shown = number(value, digits)
    sign = number(0.5, 1)[1]
    return shown.rstrip("0").rstrip(sign) if sign in shown else shown
