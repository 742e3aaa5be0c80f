"""KRS screening: worked cases, an independent screener, and counts that keep the identities."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis.convergence.families import check_counts, identities_hold
from analysis.convergence.screening import (
    CAUSES,
    FACTORS,
    LIMITS,
    RANKS,
    RESULTS,
    SWITCHES,
    TOILET,
    WATER,
    Thresholds,
    add_tallies,
    count_families,
    finish_counts,
    krs_rows,
    screen_families,
    tally_families,
    thresholds_from,
)
from analysis.sources.families.reference import read_parameter
from analysis.sources.layouts import TABLES
from tests.convergence.conftest import ROOT
from tests.convergence.naive_screening import screen_one

NUMBERS = ["pus", "hamil", "baduta", "balita", "umur_istri", "jumlah_anak", "jarak_anak_bulan", "kb_modern"]
TEXTS = ["sumber_air_minum", "fasilitas_bab"]
CASES = pd.read_csv(ROOT / "tests/kasus/penapisan_krs.csv", dtype=str, keep_default_na=False)


def as_families(table: pd.DataFrame) -> pd.DataFrame:
    numbers = {name: pd.to_numeric(table[name]).astype(float) for name in NUMBERS}
    return table[TEXTS].assign(**numbers)


def answers(screened: pd.DataFrame) -> list[dict]:
    rows = screened[RESULTS].astype(object).to_dict("records")
    return [{name: None if pd.isna(value) else int(value) for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("place", range(len(CASES)), ids=CASES["kasus"])
def test_every_rule_as_the_worked_case_says(place):
    case = CASES.iloc[[place]]
    switch = case["saklar"].iloc[0]
    screened = screen_families(as_families(case), Thresholds(**({switch: True} if switch else {})))
    expected = {name: int(text) if (text := case[f"hasil_{name}"].iloc[0]) else None for name in RESULTS}
    assert answers(screened) == [expected], case["alasan"].iloc[0]


def random_families(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)

    def gaps(values: np.ndarray) -> np.ndarray:
        return np.where(rng.random(n) < 0.15, np.nan, values)

    flags = {name: gaps(rng.integers(0, 2, n)) for name in ("pus", "hamil", "baduta", "balita", "kb_modern")}
    return pd.DataFrame(
        {
            **flags,
            "umur_istri": gaps(np.round(rng.uniform(12, 56, n), 1)),
            "jumlah_anak": gaps(rng.integers(0, 6, n)),
            "jarak_anak_bulan": gaps(rng.integers(0, 50, n)),
            "sumber_air_minum": rng.choice([*WATER, "", "lain"], n),
            "fasilitas_bab": rng.choice([*TOILET, ""], n),
            "kode_kelurahan": rng.choice(["31.73.01.1005", "31.73.01.1006", ""], n),
            "peringkat_kesejahteraan": rng.choice(["", "1", "2", "3", "4", ">4"], n),
        }
    )


@pytest.mark.parametrize(
    "switches",
    [(), ("anak_lebih_dari_3",), ("umur_tua_tanpa_batas",), ("kb_kecuali_hamil",), SWITCHES[:3]],
)
def test_twenty_thousand_families_as_an_independent_screener_finds_them(switches):
    chosen = dict.fromkeys(switches, True)
    families = random_families(20_000, seed=len(switches) + 1)
    found = answers(screen_families(families, Thresholds(**chosen)))
    rows = families.astype(object).where(families.notna(), None).to_dict("records")
    assert found == [screen_one(row, **chosen) for row in rows]
    assert {row["berisiko"] for row in found} == {0, 1, None}


def test_one_known_factor_makes_a_target_family_at_risk_whatever_else_is_missing():
    """What it means in words, on every random family at once."""
    found = screen_families(random_families(20_000, seed=9))
    with_factor = found[FACTORS].eq(1).any(axis=1).fillna(False).to_numpy(dtype=bool)
    target = found["sasaran"].eq(1).fillna(False).to_numpy(dtype=bool)
    at_risk = found["berisiko"].eq(1).fillna(False).to_numpy(dtype=bool)
    assert (at_risk == (with_factor & target)).all()


@pytest.mark.parametrize("dtype", ["Int64", "float64", "int8"])
def test_flags_may_come_in_any_numeric_type(dtype):
    """int8 keeps the unknown as -1, the others as missing."""
    flags = pd.Series([1, 0, -1]) if dtype == "int8" else pd.Series([1, 0, None])
    families = pd.DataFrame({"pus": flags.astype(dtype), "kb_modern": pd.Series([0, 0, 0])})
    assert [row["bukan_kb_modern"] for row in answers(screen_families(families))] == [1, 0, None]


def test_a_factor_that_the_source_states_counts_where_it_cannot_be_computed():
    families = pd.DataFrame({"umur_istri": [np.nan, 30, np.nan], "terlalu_tua": [1, 1, -1], "balita": [1, 1, 1]})
    found = screen_families(families)
    assert found["terlalu_tua"].astype(object).tolist() == [1, 0, pd.NA]
    assert found["berisiko"].iloc[0] == 1


def test_thresholds_come_from_the_table_and_may_be_changed():
    parameter = read_parameter()
    assert set(LIMITS) <= set(parameter["parameter"])
    assert thresholds_from(parameter) == Thresholds()
    changed = thresholds_from(parameter, terlalu_tua_sampai=45, anak_lebih_dari_3=True)
    assert (changed.terlalu_tua_sampai, changed.anak_lebih_dari_3, changed.terlalu_tua_dari) == (45, True, 35)


def test_no_families_no_rows():
    families = random_families(0, seed=1)
    found = screen_families(families)
    assert found.empty and list(found) == ["baris", "kode_kelurahan", *RESULTS]
    assert krs_rows(found, families, 2024).empty


# Six families of one kelurahan, counted by hand.
SIX = pd.DataFrame(
    {
        "kode_kelurahan": ["31.73.01.1005"] * 6,
        "pus": [1, 1, 1, 0, 1, np.nan],
        "hamil": [0] * 6, "baduta": [0] * 6, "balita": [0] * 6,
        "umur_istri": [19, 36, 30, 30, 30, 30],
        "jumlah_anak": [1, 4, 2, 5, 2, 2],
        "jarak_anak_bulan": [np.nan, 12, 40, 12, 40, 40],
        "sumber_air_minum": ["", "air hujan", "sumur bor", "sumur bor", "", "air hujan"],
        "fasilitas_bab": ["jamban dengan tangki septik"] * 6,
        "kb_modern": [1] * 6,
        "peringkat_kesejahteraan": ["1", ">4", "2", "1", "1", "1"],
    }
)  # fmt: skip


def test_counts_are_of_families_at_risk_and_the_4t_are_not_added():
    """At risk: the young one and the one with three of the 4T; none: the third; open: the fifth; not even known
    whether a target: the sixth; the fourth is no target."""
    screened = screen_families(SIX)
    found = count_families(screened, SIX["peringkat_kesejahteraan"], SIX["kode_kelurahan"]).iloc[0]
    assert found[["jumlah_keluarga", "keluarga_sasaran", "total_krs", "tidak_berisiko"]].tolist() == [6, 4, 2, 1]
    assert found[["tidak_diketahui", "sasaran_tidak_diketahui"]].tolist() == [1, 1]
    expected = {"air_tidak_layak": 1, "jamban_tidak_layak": 0, "terlalu_muda": 1, "terlalu_tua": 1, "terlalu_dekat": 1}
    expected |= {"terlalu_banyak": 1, "jumlah_4t": 2, "bukan_kb_modern": 0}
    assert found[CAUSES].to_dict() == expected
    assert found[RANKS].tolist() == [1, 0, 0, 0, 1]


def test_counts_of_random_groups_keep_every_identity():
    families = random_families(20_000, seed=3)
    screened = screen_families(families)
    group = pd.Series(np.random.default_rng(1).integers(0, 300, len(families)).astype(str), name="rt")
    counts = count_families(screened, families["peringkat_kesejahteraan"], group)
    checks = check_counts(counts)
    assert checks["n_diperiksa"].min() > 200 and checks["n_salah"].sum() == 0
    assert identities_hold(counts).all()
    assert counts["jumlah_keluarga"].sum() == 20_000
    assert (
        counts["jumlah_4t"] < counts[["terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"]].sum(axis=1)
    ).any()


def test_rows_of_the_krs_table_leave_out_families_of_unknown_risk_and_obey_its_rules():
    found = krs_rows(screen_families(SIX), SIX, 2024)
    assert list(found) == list(TABLES["krs"].columns)
    row = found.iloc[0]
    assert row[["jumlah_keluarga", "keluarga_sasaran", "total_krs", "tidak_berisiko"]].tolist() == [6, 3, 2, 1]
    families = random_families(20_000, seed=4)
    rows = krs_rows(screen_families(families), families, 2024)
    assert rows["kode_kelurahan"].tolist() == ["31.73.01.1005", "31.73.01.1006"]
    assert all(rule.holds(rows).all() for rule in TABLES["krs"].rules)


def test_a_rank_that_is_missing_leaves_all_ranks_of_the_kelurahan_open():
    families = SIX.assign(peringkat_kesejahteraan=["", *SIX["peringkat_kesejahteraan"][1:]])
    assert krs_rows(screen_families(families), families, 2024)[RANKS].isna().all(axis=None)


def test_what_no_family_tells_is_not_zero():
    """Only water is in the file, and that every family has a balita."""
    families = pd.DataFrame(
        {"kode_kelurahan": ["31.73.01.1005"] * 2, "balita": [1, 1], "sumber_air_minum": ["air hujan", "sumur bor"]}
    )
    row = krs_rows(screen_families(families), families, 2024).iloc[0]
    assert (row["total_krs"], row["air_tidak_layak"]) == (1, 1)
    assert row[["jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern"]].isna().all()
    silent = krs_rows(screen_families(families[["kode_kelurahan"]]), families, 2024).iloc[0]
    assert silent["jumlah_keluarga"] == 2 and silent[["keluarga_sasaran", "total_krs", "tidak_berisiko"]].isna().all()


@pytest.mark.parametrize("cuts", [[], [1], [0, 3, 3], [2, 5]])
def test_counts_of_parts_add_up_to_those_of_the_whole(cuts):
    """What no family of one part tells may be known in another."""
    screened, group = screen_families(SIX), SIX["kode_kelurahan"]
    ranks = SIX["peringkat_kesejahteraan"]
    edges = [0, *cuts, len(SIX)]
    parts = [
        tally_families(screened.iloc[start:stop], ranks.iloc[start:stop], group.iloc[start:stop])
        for start, stop in pairwise(edges)
    ]
    pd.testing.assert_frame_equal(finish_counts(add_tallies(parts)), count_families(screened, ranks, group))
