"""The test that matters: who has every table of a release cannot work out one small cell of it."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.publication.disclosure import Rules, Suppression
from analysis.sources.catalog import load_catalog
from tests.publication.attacker import Reader, possible_numbers
from tests.publication.small_tables import YEAR, balita_tables, cakupan_tables, krs_tables, tables_of

RULES = Rules(4, 20)
LIMITS = st.sampled_from([RULES, RULES, Rules(1, 2), Rules(10, 100), Rules(4, 0), Rules(0, 20)])
EVIL = {
    "satu kelurahan saja": {"31.71.01.1001": (3, 100)},
    "satu kelurahan di kecamatannya": {"31.71.01.1001": (3, 100), "31.71.02.1001": (40, 90), "31.71.02.1002": (30, 80)},
    "tepat dua kelurahan": {"31.71.01.1001": (1, 100), "31.71.01.1002": (40, 90)},
    "tepat dua, keduanya satu": {"31.71.01.1001": (1, 100), "31.71.01.1002": (1, 90), "31.71.02.1001": (40, 80)},
    "tepat dua, keduanya empat": {"31.71.01.1001": (4, 100), "31.71.01.1002": (4, 90), "31.71.02.1001": (40, 80)},
    "semua nol kecuali satu": {"31.71.01.1001": (2, 100), "31.71.01.1002": (0, 90), "31.71.02.1001": (0, 80)},
    "pasangan tepat di atas batas": {"31.71.01.1001": (1, 100), "31.71.01.1002": (5, 90), "31.71.01.1003": (0, 70)},
    "semua terlayani kecuali dua": {"31.71.01.1001": (98, 100), "31.71.01.1002": (90, 90), "31.71.01.1003": (70, 70)},
    "Kepulauan Seribu, dua dari tiga": {
        "31.01.01.1001": (3, 11), "31.01.01.1003": (9, 14), "31.01.02.1001": (2, 8), "31.01.02.1002": (0, 16),
        "31.71.01.1001": (50, 200), "31.71.01.1002": (60, 180), "31.71.02.1001": (44, 120),
    },
    "penyebut di kedua sisi batas": {"31.71.01.1001": (10, 19), "31.71.01.1002": (10, 20), "31.71.01.1003": (11, 21)},
}  # fmt: skip
THOROUGH = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def sample() -> tuple[dict[str, pd.DataFrame], Suppression]:
    tables = load_catalog().tables
    return tables, Suppression(tables, RULES)


def worked_out(tables, suppression, table, tahun, *, knowing: bool, exact: bool = True) -> dict:
    """Small cells for which this reader is left with fewer than two whole numbers."""
    found = Reader(tables, table, tahun, suppression.rules, knowing).read(suppression).widths(exact)
    return {cell: bounds for cell, bounds in found.items() if possible_numbers(bounds) < 2}


@pytest.mark.parametrize("tahun", [2021, 2022, 2023, 2024, 2025])
@pytest.mark.parametrize("table", ["balita", "krs", "cakupan"])
def test_nobody_works_out_a_small_cell_of_the_sample_data(sample, table, tahun):
    """Not even a reader who is told which hidden cells are small."""
    tables, suppression = sample
    assert worked_out(tables, suppression, table, tahun, knowing=True, exact=False) == {}


def test_the_attack_would_succeed_without_secondary_cells(sample):
    """The same reader opens most of what is hidden when only the small cells themselves are missing."""
    tables, suppression = sample
    naive = OnlySmallCells(suppression)
    opened = worked_out(tables, naive, "krs", 2024, knowing=False)
    assert len(opened) > 5


class OnlySmallCells:
    """A release that hides small cells and nothing else."""

    def __init__(self, suppression: Suppression):
        self.rules, self._all = suppression.rules, suppression

    def mask(self, frame, indikator, tahun, level, kode_indikator=None):
        hidden = self._all.hidden(indikator, tahun, level, kode_indikator)
        own = hidden.loc[hidden["alasan"] != "sekunder", "kode"]
        masked = self._all.mask(frame, indikator, tahun, level, kode_indikator)
        return masked.where(frame[f"kode_{level}"].isin(own), frame.assign(disembunyikan=False))

    def mask_columns(self, frame, table, tahun, level):
        reasons = self._all.cell_reasons(frame, table, tahun, level)
        small = {name: [why in ("pembilang", "penyebut") for why in cells] for name, cells in reasons.items()}
        return frame.assign(
            **{name: frame[name].mask(pd.Series(cells, index=frame.index)) for name, cells in small.items()}
        )


@THOROUGH
@given(balita_tables(), LIMITS)
def test_nobody_works_out_a_small_count_of_children(tables, rules):
    assert worked_out(tables, Suppression(tables, rules), "balita", YEAR, knowing=False) == {}


@THOROUGH
@given(krs_tables(), LIMITS)
def test_nobody_works_out_a_small_count_of_families(tables, rules):
    assert worked_out(tables, Suppression(tables, rules), "krs", YEAR, knowing=False) == {}


@THOROUGH
@given(cakupan_tables(), LIMITS)
def test_nobody_works_out_a_small_count_of_a_service(tables, rules):
    assert worked_out(tables, Suppression(tables, rules), "cakupan", YEAR, knowing=False) == {}


@pytest.mark.parametrize("counts", EVIL, ids=EVIL)
def test_nobody_works_out_a_small_cell_of_an_evil_table(counts):
    """Reached of target in each kelurahan; the reader is told which hidden cells are small."""
    rows = [
        {"kode_kelurahan": code, "kode_indikator": "E05", "pembilang": k, "penyebut": n}
        for code, (k, n) in EVIL[counts].items()
    ]
    tables = tables_of(list(EVIL[counts]), cakupan=rows)
    suppression = Suppression(tables, RULES)
    assert not suppression.hidden("cakupan", YEAR, "kelurahan", "E05").empty
    assert worked_out(tables, suppression, "cakupan", YEAR, knowing=True) == {}


def test_where_knowing_the_small_cells_is_knowing_them_all_the_reader_is_not_told():
    """Four small cells that make 4 are ones for who knows that they are small, whatever else is hidden."""
    rows = [
        {"kode_kelurahan": f"31.71.01.100{place}", "kode_indikator": "E05", "pembilang": 1, "penyebut": 50}
        for place in (1, 2, 3, 4)
    ]
    tables = tables_of([row["kode_kelurahan"] for row in rows], cakupan=rows)
    suppression = Suppression(tables, RULES)
    assert worked_out(tables, suppression, "cakupan", YEAR, knowing=False) == {}
    assert len(worked_out(tables, suppression, "cakupan", YEAR, knowing=True)) == 7, "and so are the totals"
