"""The tables of a simulated plan, on screen and in files: years, areas, costs, and every setting that was used.

Trap: what is simulated must say so wherever it lands, so the settings and the sources of every parameter travel in the
same workbook as the results.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.language import _
from analysis.output.columns import column_name
from analysis.output.scenario import arm_words
from analysis.output.scenario_parts import LEVELS

Names = Mapping[str, str]
YEARLY = ["tahun", "nilai", "bawah", "atas"]
_UNITS = {"prevalensi": "prevalensi_pct", "kasus": "kasus"}


def yearly_table(tahunan: pd.DataFrame) -> pd.DataFrame:
    """One row per year and arm: tahun, simulasi, prevalensi_pct and kasus, each with its 90 % range."""
    keys = ["tahun", "arah"]
    table = tahunan[keys].drop_duplicates().reset_index(drop=True)
    for unit, name in _UNITS.items():
        rows = tahunan.loc[tahunan["ukuran"] == unit, [*keys, "nilai", "bawah", "atas"]]
        renamed = rows.rename(columns={"nilai": name, "bawah": f"{name}_bawah90", "atas": f"{name}_atas90"})
        table = table.merge(renamed, on=keys, how="left")
    table.insert(1, "simulasi", table["arah"].map(arm_words()))
    return table.drop(columns="arah").sort_values(["tahun", "simulasi"], ignore_index=True)


def range_table(frame: pd.DataFrame, nama: str) -> pd.DataFrame:
    """A frame of nilai, bawah, atas with headings that say what is in it and that the range is one of 90 %."""
    return frame.rename(columns={"nilai": nama, "bawah": "bawah90", "atas": "atas90"})


def plan_table(biaya: pd.DataFrame, names: Names) -> pd.DataFrame:
    """What is to be done where and when: kelurahan, lever, year, people newly covered, cost (missing = unknown).

    Whole people and rupiah: a tenth of a child is arithmetic, not a plan.
    """
    rows = biaya[biaya["orang_baru"] > 0].assign(tuas=biaya["tuas"].map(lambda code: names.get(code, code)))
    known = [name for name in ("kode_kelurahan", "nama", "nama_kecamatan") if name in rows]
    rows = rows.sort_values(["kode_kelurahan", "tuas", "tahun"], ignore_index=True)
    rows = rows.assign(orang_baru=rows["orang_baru"].round(), biaya_rp=rows["biaya_rp"].round())
    return rows[[*known, "tuas", "tahun", "orang_baru", "biaya_rp"]]


def parts_table(tuas: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Change in percentage points by component: nama, perubahan_poin, with a range where there is one."""
    tuas = tuas[~tuas["komponen"].isin(LEVELS)]
    words = {"tren": _("Tren (asumsi)"), "sisa": _("Interaksi dan pembulatan"), **names}
    table = pd.DataFrame({"nama": tuas["komponen"].map(lambda code: words.get(code, code))})
    ranges = {name: f"{name}90" for name in ("bawah", "atas") if name in tuas}
    table = table.assign(perubahan_poin=tuas["nilai"], **{new: tuas[old] for old, new in ranges.items()})
    return table.reset_index(drop=True)


def drivers_table(pendorong: pd.DataFrame) -> pd.DataFrame:
    """How much of each outcome every assumption explains: ukuran, nama, diterangkan_pct."""
    rows = pendorong.assign(diterangkan_pct=100 * pendorong["r2"].astype(float))
    return rows.rename(columns={"hasil": "ukuran"})[["ukuran", "nama", "diterangkan_pct"]]


def settings_table(plan: Mapping, more: Mapping, names: Names) -> pd.DataFrame:
    """Every choice that the result stands on: bagian, nama, nilai (text). plan: `plan_to_dict`; more: further settings."""
    rows = [
        (_("Rencana"), column_name(str(key)), _text(value))
        for key, value in plan.items()
        if not isinstance(value, Mapping) and value
    ]
    for lever, path in plan.get("jalur", {}).items():
        rows += [
            (_("Cakupan tujuan (%)"), f"{names.get(lever, lever)}, {year}", _text(pct)) for year, pct in path.items()
        ]
    rows += [
        (_("Biaya satuan (Rp)"), names.get(lever, lever), _text(cost)) for lever, cost in plan.get("biaya", {}).items()
    ]
    rows += [(_("Simulasi"), column_name(str(key)), _text(value)) for key, value in more.items()]
    return pd.DataFrame(rows, columns=["bagian", "pengaturan_nama", "isi"])


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def result_tables(result, names: Names) -> dict[str, pd.DataFrame]:
    """Short name -> table, everything a run of the model says (`scenario.model.Result`)."""
    tables = {
        "tahunan": yearly_table(result.tahunan),
        "dicegah": range_table(result.dicegah[YEARLY], "dicegah"),
        "sumbangan": parts_table(result.tuas, names),
        "kelurahan": range_table(result.kelurahan, "prevalensi_pct"),
        "biaya": plan_table(result.biaya, names),
        "jangkauan": result.lag.assign(terjangkau=100 * result.lag["terjangkau"]),
        "asumsi": drivers_table(result.pendorong),
    }
    if result.krs is not None:
        tables["krs"] = result.krs[["tahun", "nilai"]].rename(columns={"nilai": "keluar_krs"})
    return tables


def sheet_names() -> dict[str, str]:
    """The name of each table for people."""
    return {
        "tahunan": _("Per tahun"),
        "dicegah": _("Kasus dicegah"),
        "sumbangan": _("Sumbangan tuas"),
        "kelurahan": _("Per kelurahan"),
        "biaya": _("Rencana dan biaya"),
        "jangkauan": _("Jangkauan"),
        "asumsi": _("Asumsi penentu"),
        "krs": _("Keluar dari KRS"),
    }
