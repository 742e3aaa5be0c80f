"""scenario: a plan in a TOML file becomes tables, pictures and the plan as it was used.

Trap: the tables are made for programs (comma, decimal point), the pictures for people; both carry the mark of sample
data, and whoever wants none of it says --tanpa-contoh.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from analysis.commands.dialogue import STDIN, stop, told_plainly
from analysis.commands.noting import note_file
from analysis.figures.drawing import whole_spec
from analysis.figures.scenario import Told, all_pictures
from analysis.language import _, number
from analysis.output.captions import has_sample
from analysis.output.export import ExportError, file_name, to_png, to_svg
from analysis.output.scenario_tables import result_tables, settings_table
from analysis.output.tables_out import safe_text
from analysis.scenario.base import Base, base_of
from analysis.scenario.model import run as run_model
from analysis.scenario.plan import Plan, PlanError, check_plan, plan_from_dict, plan_to_dict, presets
from analysis.scenario.standing import stands_on
from analysis.sources.catalog import load_catalog
from analysis.sources.measurements.writing import Output, write_frame
from analysis.sources.plan_files import PlanFileError, read_plan_file, to_toml
from analysis.sources.shapes import read_shapes
from analysis.sources.store import open_store

Tables = dict[str, pd.DataFrame]


def run(options: argparse.Namespace) -> None:
    """Simulate PLAN into DIR."""
    plan = _read(options.plan)
    catalog = load_catalog()
    tables = catalog.around(plan.kode_kota).view(not options.tanpa_contoh, open_store(catalog.tables).state().frames)
    start = _start(tables, plan, options.tahun)
    if problems := check_plan(plan, tables["skenario_tuas"], start):
        stop("\n".join(f"{options.plan}: {problem}" for problem in problems))
    result = run_model(plan, start, tables["skenario_parameter"], tables["skenario_tuas"], options.undian)
    told = _told(tables, plan, start, result, options.undian)
    note_file(None, "scenario", plan.kode_kota)
    with told_plainly(options.output):
        folder = Path(options.output)
        folder.mkdir(parents=True, exist_ok=True)
        _write_tables(folder, tables, plan, told)
        _write_pictures(folder, told)
        with Output(str(folder / "rencana.toml")) as output:
            output.write(to_toml(plan_to_dict(plan)).encode())
    print(told.temuan, file=sys.stderr)


def _read(name: str) -> Plan:
    with told_plainly(name):
        try:
            return plan_from_dict(read_plan_file(name, name == STDIN))
        except PlanFileError as error:
            stop(str(error))
        except PlanError as error:
            stop(f"{name}: {error}")


def _start(tables: Tables, plan: Plan, tahun: int) -> Base:
    """The base of `tahun`, or of the latest year with data before the plan begins."""
    rows = tables["balita"]
    known = rows.loc[rows["kode_kelurahan"].str.startswith(plan.kode_kota).to_numpy(dtype=bool), "tahun"]
    known = known[(known < plan.tahun_awal).to_numpy(dtype=bool)]
    year = tahun or (int(known.max()) if len(known) else plan.tahun_awal - 1)
    found = base_of(tables, plan.kode_kota, year)
    if found is None:
        text = _(
            "Belum ada jumlah balita per kelurahan {tahun} untuk kota {kode}; periksa kode kota dan tahun datanya."
        )
        stop(text.format(tahun=year, kode=plan.kode_kota[:13]))
    return found


def _told(tables: Tables, plan: Plan, start: Base, result, draws: int) -> Told:
    areas = tables["kelurahan"]
    names = dict(zip(areas["kode_kota"], areas["nama_kota_pendek"], strict=True))
    area = names.get(plan.kode_kota, plan.kode_kota)
    if plan.kelurahan:
        area = _("{jumlah} kelurahan di {kota}").format(jumlah=number(len(plan.kelurahan)), kota=area)
    levers = {row.tuas: _(row.nama) for row in tables["skenario_tuas"].itertuples()}
    preset = presets(tables["skenario_parameter"])[plan.preset].nama
    dasar = stands_on(tables["angka"], start, plan)
    return Told(result, plan.nama, area, preset, draws, levers, dasar, plan.target_pct, start.krs is not None)


def _write_tables(folder: Path, tables: Tables, plan: Plan, told: Told) -> None:
    frames = result_tables(told.hasil, told.tuas)
    frames["pengaturan"] = settings_table(plan_to_dict(plan), told.hasil.pengaturan, told.tuas)
    frames["parameter"] = tables["skenario_parameter"]
    contoh = has_sample(told.hasil.kelurahan)
    for name, frame in frames.items():
        if contoh and name != "parameter" and "jenis_data" not in frame:
            frame = frame.assign(jenis_data="contoh")
        write_frame(_harmless(frame), str(folder / f"{name}.csv"))


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """No text that a spreadsheet would run."""
    texts = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{name: [safe_text(str(value)) for value in frame[name]] for name in texts})


def _write_pictures(folder: Path, told: Told) -> None:
    for name, picture in all_pictures(told).items():
        spec = whole_spec(picture, read_shapes)
        try:
            drawn = {"svg": to_svg(spec, picture.caption), "png": to_png(spec, picture.caption)}
        except ExportError as error:
            stop(str(error))
        for ending, data in drawn.items():
            with Output(str(folder / file_name(name, ending, picture.caption.contoh))) as output:
                output.write(data)
