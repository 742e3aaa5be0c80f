"""A simulated plan: a TOML or JSON file, the cell of the store, the parameter of an address; then what the model asks."""

from __future__ import annotations

from functools import cache

from analysis.scenario.base import base_of
from analysis.scenario.plan import PlanError, check_plan, plan_from_dict, plan_to_dict
from analysis.sources.plan_files import PlanFileError, from_address, from_text, from_toml, to_address, to_text, to_toml
from tests.fuzz.common import catalog
from tests.fuzz.property import told


@cache
def _base():
    return base_of(catalog().tables, "31.73", 2024)


def read(data: bytes) -> None:
    text = data.decode("latin-1")
    ways = (lambda: from_toml(data, "rencana.toml"), lambda: from_text(text), lambda: from_address(text))
    for way in ways:
        try:
            plan = plan_from_dict(way())
            told(check_plan(plan, catalog().tables["skenario_tuas"], _base()))
        except (PlanFileError, PlanError) as error:
            told([error])
            continue
        known = plan_to_dict(plan)
        assert plan_from_dict(from_toml(to_toml(known).encode(), "lagi.toml")) == plan
        assert plan_from_dict(from_text(to_text(known))) == plan


def seeds() -> list[bytes]:
    from analysis.sources.catalog import DATA

    plan = {
        "nama": "Rencana",
        "kode_kota": "31.73",
        "kelurahan": ["31.73.01.1005"],
        "tahun_awal": 2026,
        "tahun_akhir": 2030,
        "jalur": {"suplemen": {"2026": 20.0, "2029": 70.0}, "jamban": {"2029": 95.5}},
        "biaya": {"suplemen": 500_000},
        "boleh_turun": False,
        "target_pct": 14.2,
    }
    own = (DATA / "contoh/rencana_skenario.toml").read_bytes()
    return [own, to_toml(plan).encode(), to_text(plan).encode(), to_address(plan).encode()]
